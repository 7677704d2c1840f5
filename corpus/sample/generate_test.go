package sample

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
	"unicode"

	"chabiao/corpus"
)

// TestGenerateIsDeterministic wants the same bytes whatever the machine does.
func TestGenerateIsDeterministic(t *testing.T) {
	hash := func(procs int, seed uint64) string {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(procs))
		h := sha256.New()
		if err := Generate(h, 20000, seed); err != nil {
			t.Fatal(err)
		}
		return fmt.Sprintf("%x", h.Sum(nil))
	}
	one := hash(1, 42)
	if many := hash(8, 42); one != many {
		t.Errorf("one processor gives %s, eight %s", one, many)
	}
	if other := hash(1, 43); one == other {
		t.Error("two seeds give the same bytes")
	}
}

// TestGenerateExactly wants n lines for any n: chains must not be cut off, and
// must not overrun.
func TestGenerateExactly(t *testing.T) {
	for n := range 60 {
		data := generate(t, n, uint64(n))
		if lines := bytes.Count(data, []byte("\n")); lines != n {
			t.Errorf("%d lines, want %d", lines, n)
		}
		checkChains(t, decodeAll(t, data))
	}
	if err := Generate(io.Discard, -1, 1); err != nil {
		t.Errorf("fewer than none: %v", err)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

func TestGenerateReportsWriteErrors(t *testing.T) {
	want := errors.New("disk full")
	for _, n := range []int{1, 5000} {
		if err := Generate(failing{want}, n, 1); !errors.Is(err, want) {
			t.Errorf("n=%d: %v, want %v", n, err, want)
		}
	}
}

// TestGeneratedCatalogue looks at a large one from all sides.
func TestGeneratedCatalogue(t *testing.T) {
	n := 200000
	if testing.Short() {
		n = 20000
	}
	// decodeAll fails on warnings, on numbers that do not parse and on two
	// entries with one number.
	list := decodeAll(t, generate(t, n, 11))
	checkChains(t, list)
	checkDates(t, list)
	checkShares(t, list)
	checkTitles(t, list)
}

// checkChains wants every replacement told by both sides, and what is adopted
// or amended to be in the catalogue.
func checkChains(t *testing.T, list []*corpus.Entry) {
	t.Helper()
	byNumber := make(map[string]*corpus.Entry, len(list))
	for _, e := range list {
		byNumber[e.Number] = e
		if e.Source != Source || e.URL != "" {
			t.Errorf("%s: source %q, url %q", e.Number, e.Source, e.URL)
		}
	}
	for _, e := range list {
		for _, n := range e.ReplacedBy {
			if next := byNumber[n]; next == nil || !slices.Contains(next.Replaces, e.Number) {
				t.Errorf("%s is replaced by %s, which does not say so", e.Number, n)
			}
		}
		for _, n := range e.Replaces {
			if old := byNumber[n]; old == nil || !slices.Contains(old.ReplacedBy, e.Number) {
				t.Errorf("%s replaces %s, which does not say so", e.Number, n)
			}
		}
		for _, a := range e.Adopts {
			if of := byNumber[a.Number]; of == nil || of.Published.Year > e.Published.Year {
				t.Errorf("%s adopts %s, which is not there or later", e.Number, a.Number)
			}
		}
		for _, n := range e.References {
			if byNumber[n] == nil {
				t.Errorf("%s refers to %s, which is not there", e.Number, n)
			}
		}
		gone := e.Status == corpus.StatusSuperseded || e.Status == corpus.StatusWithdrawn
		if e.Status == corpus.StatusSuperseded && len(e.ReplacedBy) == 0 && len(e.References) == 0 {
			t.Errorf("%s is superseded by nothing", e.Number)
		}
		if !e.Withdrawn.IsZero() && !gone {
			t.Errorf("%s is %s and has a date of withdrawal", e.Number, e.Status)
		}
	}
}

func checkDates(t *testing.T, list []*corpus.Entry) {
	t.Helper()
	for _, e := range list {
		if e.Status != corpus.StatusDraft && (e.Published.Year < 1960 || e.Published.Compare(today) > 0) {
			t.Errorf("%s was published on %s", e.Number, e.Published)
		}
		if !e.Implemented.IsZero() && e.Implemented.Compare(e.Published) < 0 {
			t.Errorf("%s: published %s, implemented %s", e.Number, e.Published, e.Implemented)
		}
		if !e.Withdrawn.IsZero() && (e.Withdrawn.Compare(e.Published) < 0 || e.Withdrawn.Compare(today) > 0) {
			t.Errorf("%s: published %s, withdrawn %s", e.Number, e.Published, e.Withdrawn)
		}
		if e.Status == corpus.StatusUpcoming && e.Implemented.Compare(today) <= 0 {
			t.Errorf("%s: upcoming, implemented %s", e.Number, e.Implemented)
		}
	}
}

// checkShares compares with the catalogue that the tables come from: of its
// Chinese entries 59 % are current, 31 % withdrawn or superseded, 3.4 %
// upcoming; 7 % have no status.
func checkShares(t *testing.T, list []*corpus.Entry) {
	t.Helper()
	counts := make(map[string]int)
	chinese := 0
	for _, e := range list {
		if e.Language[0] != "zh" {
			continue
		}
		chinese++
		counts["status "+e.Status.String()]++
		counts["letter "+e.CCS[0][:1]]++
		if e.Titles["en"] != "" {
			counts["English"]++
		}
		if len(e.Abstracts) > 0 {
			counts["abstract"]++
		}
		head, _, _ := strings.Cut(e.Number, " ")
		counts["family "+head]++
		if e.Published.Year >= 2021 && e.Published.Year <= 2025 {
			counts["2021 to 2025"]++
		}
	}
	counts["gone"] = counts["status superseded"] + counts["status withdrawn"]
	near := func(what string, of int, want, off float64) {
		t.Helper()
		if got := 100 * float64(counts[what]) / float64(of); got < want-off || got > want+off {
			t.Errorf("%s: %.1f %%, want %.1f ± %.1f", what, got, want, off)
		}
	}
	counts["Chinese"] = chinese
	near("Chinese", len(list), 58, 1)
	near("status current", chinese, 59, 3)
	near("gone", chinese, 31, 3)
	near("status upcoming", chinese, 3.4, 1.2)
	near("status unknown", chinese, 6.6, 1.2)
	near("English", chinese, 60, 3)
	near("abstract", chinese, 10, 1)
	near("2021 to 2025", chinese, 31, 4)
	near("family GB/T", len(list), 16, 1.5)
	near("family GB", len(list), 3.5, 1)
	near("letter A", chinese, 17, 4)
	near("letter B", chinese, 15, 4)
}

// checkTitles compares the lengths and the variety of Chinese titles with real
// ones: 6, 14 and 33 characters are the 5th, 50th and 95th percentile.
func checkTitles(t *testing.T, list []*corpus.Entry) {
	t.Helper()
	var lengths []int
	distinct, languages := make(map[string]bool), make(map[string]int)
	total := 0
	for _, e := range list {
		if len(e.Titles) == 0 {
			t.Errorf("%s has no title", e.Number)
		}
		for code, text := range e.Titles {
			languages[code]++
			if strings.Contains(text, "~") || strings.Contains(text, "  ") || strings.TrimSpace(text) != text {
				t.Errorf("%s: title %q", e.Number, text)
			}
			if code != "zh" && code != "ja" && strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
				t.Errorf("%s: Chinese in the %s title %q", e.Number, code, text)
			}
		}
		if zh := e.Titles["zh"]; e.Language[0] == "zh" {
			lengths = append(lengths, len([]rune(zh)))
			distinct[zh] = true
			total++
		}
	}
	slices.Sort(lengths)
	for _, c := range []struct{ percent, low, high int }{{5, 6, 7}, {50, 13, 15}, {95, 28, 36}} {
		if got := lengths[len(lengths)*c.percent/100]; got < c.low || got > c.high {
			t.Errorf("percentile %d of the lengths of titles is %d, want %d to %d", c.percent, got, c.low, c.high)
		}
	}
	if len(distinct)*100 < total*45 {
		t.Errorf("%d distinct titles among %d", len(distinct), total)
	}
	for _, code := range languageCodes {
		if languages[code] == 0 {
			t.Errorf("no title in %s", code)
		}
	}
}

// TestNumbering writes numbers as their bodies do.
func TestNumbering(t *testing.T) {
	date := corpus.Date{Year: 2016, Month: 5, Day: 2}
	for want, n := range map[string]numbering{
		"GB/T 100001.2-2016":                 {prefix: "GB/T", style: styleCN, serial: 100001, part: part{main: 2}, date: date},
		"GB/T 100001.201-2016":               {prefix: "GB/T", style: styleCN, serial: 100001, part: part{2, 1}, date: date},
		"ISO 100001-2:2016":                  {prefix: "ISO", style: styleISO, serial: 100001, part: part{main: 2}, date: date},
		"IEC 100001-2-1:2016":                {prefix: "IEC", style: styleIEC, serial: 100001, part: part{2, 1}, date: date},
		"ISO/DIS 100001":                     {prefix: "ISO/DIS", style: styleISO, serial: 100001},
		"ASTM D20001-16":                     {prefix: "ASTM D", glued: true, style: styleASTM, serial: 20001, date: date},
		"JIS B 90001:2016":                   {prefix: "JIS B", style: styleJIS, serial: 90001, date: date},
		"ASME B10001.5-2016":                 {prefix: "ASME B", glued: true, style: styleDot, serial: 10001, part: part{main: 5}, date: date},
		"ETSI EN 900 001-1 V1.2.1 (2016-05)": {prefix: "ETSI EN", style: styleETSI, serial: 900001, part: part{main: 1}, edition: 2, date: date},
		"ITU-T G.100001 (05/2016)":           {prefix: "ITU-T G.", glued: true, style: styleITU, serial: 100001, date: date},
		"ITU-R BT.10001-3 (05/2016)":         {prefix: "ITU-R BT.", glued: true, style: styleITUR, serial: 10001, edition: 3, date: date},
	} {
		if got := n.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestVocabulary holds the tables to what the generator takes for granted.
func TestVocabulary(t *testing.T) {
	v, fs := words(), allFamilies()
	phrases := make(map[string]bool)
	for _, topic := range v.topics {
		if len(topic.subjects) < 4 || len(topic.ends) == 0 || len(topic.ics) == 0 {
			t.Errorf("topic %s: %d subjects, %d endings, %d ICS codes", topic.ccs[0], len(topic.subjects), len(topic.ends), len(topic.ics))
		}
		for _, list := range [][]phrase{topic.subjects, topic.mods, topic.props} {
			for _, p := range list {
				phrases[p.zh] = true
				if p.en == "" || p.zh == "" {
					t.Errorf("%q has no translation %q", p.zh, p.en)
				}
			}
		}
	}
	if len(phrases) < 1500 {
		t.Errorf("%d Chinese words, want 1500", len(phrases))
	}
	sum := 0
	for i, s := range shares {
		if sum += s.thousand; len(fs.by[i]) == 0 {
			t.Errorf("no family counts towards %s", s.name)
		}
	}
	if sum != 1000 {
		t.Errorf("shares add up to %d of 1000", sum)
	}
	for _, name := range []string{"EN", "GB/T", "GB/Z", "GOST R", "KS B", "DIN", "BS", "NF A"} {
		if fs.named[name] == nil {
			t.Errorf("no family %s, which adopts others", name)
		}
	}
	for i := range fs.list {
		if f := &fs.list[i]; f.topics[len(f.topics)-1] == 0 {
			t.Errorf("%s has no topics", f.prefix)
		}
	}
}

func BenchmarkGenerate(b *testing.B) {
	var size counter
	const n = 10000
	for b.Loop() {
		size = 0
		if err := Generate(&size, n, 1); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(size)/n, "B/entry")
	b.ReportMetric(float64(b.N)*n/b.Elapsed().Seconds(), "entries/s")
}

type counter int

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
