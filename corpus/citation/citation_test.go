package citation

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"

	"chabiao/corpus"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var update = flag.Bool("update", false, "write the golden files anew")

var formats = []struct {
	name  string
	write func(*corpus.Entry) string
}{{"gbt2015", GBT2015}, {"gbt2025", GBT2025}, {"bibtex", BibTeX}, {"ris", RIS}, {"csl", CSLJSON}}

// entries are those of testdata: Chinese, international and foreign ones, with
// and without year, body and title.
func entries(t testing.TB) []*corpus.Entry {
	t.Helper()
	data, err := os.ReadFile("testdata/entries.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	var out []*corpus.Entry
	for lines := bufio.NewScanner(bytes.NewReader(data)); lines.Scan(); {
		e, _, err := corpus.DecodeEntry(lines.Bytes())
		if err != nil {
			t.Fatalf("%s: %v", lines.Text(), err)
		}
		out = append(out, e)
	}
	return out
}

func TestGolden(t *testing.T) {
	for _, f := range formats {
		var b strings.Builder
		for _, e := range entries(t) {
			b.WriteString(strings.TrimRight(strings.ReplaceAll(f.write(e), "\r\n", "\n"), "\n") + "\n")
			if f.name == "bibtex" || f.name == "ris" {
				b.WriteString("\n")
			}
		}
		path := "testdata/" + f.name + ".golden"
		if *update {
			if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(string(want), b.String()); d != "" {
			t.Errorf("%s (-want +got):\n%s", f.name, d)
		}
	}
}

// TestRules holds the two editions of GB/T 7714 to the forms of their own
// examples.
func TestRules(t *testing.T) {
	for _, c := range []struct {
		entry      corpus.Entry
		y2015      string
		y2025      string
		whatItShow string
	}{
		{corpus.Entry{Number: "GB/T 25100-2010", Titles: map[string]string{"zh": "信息与文献 都柏林核心元数据元素集"}, Committee: []string{"全国信息与文献标准化技术委员会"}, Published: corpus.Date{Year: 2010, Month: 12, Day: 1}},
			"全国信息与文献标准化技术委员会. 信息与文献 都柏林核心元数据元素集: GB/T 25100—2010[S]. 2010.", "GB/T 25100—2010 信息与文献 都柏林核心元数据元素集[S].", "committee, dash"},
		{corpus.Entry{Number: "GB/T 3792-2021", Titles: map[string]string{"zh": "信息与文献 资源描述"}}, "信息与文献 资源描述: GB/T 3792—2021[S]. 2021.", "GB/T 3792—2021 信息与文献 资源描述[S].", "nobody known"},
		{corpus.Entry{Number: "ISO 21378:2019", Titles: map[string]string{"en": "Audit data collection"}, IssuingBody: "ISO"}, "Audit data collection: ISO 21378:2019[S]. 2019.", "ISO 21378:2019 Audit data collection[S].", "no party for ISO"},
	} {
		if got := GBT2015(&c.entry); got != c.y2015 {
			t.Errorf("%s: 2015: %s", c.whatItShow, got)
		}
		if got := GBT2025(&c.entry); got != c.y2025 {
			t.Errorf("%s: 2025: %s", c.whatItShow, got)
		}
	}
}

var (
	risLine = regexp.MustCompile(`^(TY|ID|AU|TI|SN|M1|PY|DA|PB|LA|KW|AB|UR)  - \S.*$`)
	bibHead = regexp.MustCompile(`^@standard\{[A-Za-z0-9.-]+(,\n  [a-z]+ +=|\n\}\n$)`)
)

// check holds what must be so of any entry.
func check(t interface {
	Errorf(string, ...any)
	Fatalf(string, ...any)
}, e *corpus.Entry) {
	for _, f := range []func(*corpus.Entry) string{GBT2015, GBT2025} {
		if s := f(e); strings.ContainsAny(s, "\r\n") || !strings.Contains(s, "[S].") {
			t.Errorf("reference %q", s)
		}
	}
	bib := BibTeX(e)
	depth := 0
	for i, c := range bib {
		switch c {
		case '{':
			depth++
		case '}':
			depth--
		}
		if depth <= 0 && i > len("@standard") && i < len(bib)-2 {
			t.Fatalf("braces close too early:\n%s", bib)
		}
	}
	if depth != 0 || !bibHead.MatchString(bib) {
		t.Errorf("BibTeX:\n%s", bib)
	}
	lines := strings.Split(RIS(e), "\r\n")
	if n := len(lines); n < 3 || lines[0] != "TY  - STAND" || lines[n-2] != "ER  - " || lines[n-1] != "" {
		t.Fatalf("RIS: %q", lines)
	}
	for _, l := range lines[:len(lines)-2] {
		if !risLine.MatchString(l) {
			t.Errorf("RIS: %q", l)
		}
	}
	var items []struct{ ID, Type, Title, Number string }
	if err := json.Unmarshal([]byte(CSLJSON(e)), &items); err != nil || len(items) != 1 || items[0].Type != "standard" || items[0].ID == "" {
		t.Errorf("CSL: %v in %s", err, CSLJSON(e))
	}
}

func TestAnyEntry(t *testing.T) {
	text := rapid.StringOf(rapid.OneOf(rapid.Rune(), rapid.SampledFrom([]rune("{}\\%#_~^$&\"@,:;\r\n\t.*、，ー é"))))
	rapid.Check(t, func(t *rapid.T) {
		e := &corpus.Entry{
			Number:      rapid.OneOf(text, rapid.SampledFrom([]string{"GB/T 1-2020", "ISO 1:2020", "T/AB 1-2020", "DB11(京)1-2000"})).Draw(t, "number"),
			Titles:      map[string]string{rapid.SampledFrom([]string{"zh", "en", "ja", "xx"}).Draw(t, "lang"): text.Draw(t, "title")},
			Abstracts:   map[string]string{"": text.Draw(t, "abstract")},
			IssuingBody: text.Draw(t, "body"),
			Committee:   rapid.SliceOfN(rapid.Map(text, func(s string) string { return s + "委员会" }), 0, 2).Draw(t, "committee"),
			Keywords:    rapid.SliceOfN(text, 0, 3).Draw(t, "keywords"),
			URL:         text.Draw(t, "url"),
			Published:   corpus.Date{Year: int16(rapid.IntRange(0, 9999).Draw(t, "year")), Month: uint8(rapid.IntRange(0, 12).Draw(t, "month"))},
			Pages:       rapid.IntRange(-1, 9).Draw(t, "pages"),
		}
		check(t, e)
	})
}

// TestTeXRoundTrip takes the escapes back and gets the text.
func TestTeXRoundTrip(t *testing.T) {
	back := strings.NewReplacer(`\textbackslash{}`, `\`, `\textbraceleft{}`, `{`, `\textbraceright{}`, `}`, `\textasciitilde{}`, `~`, `\textasciicircum{}`, `^`,
		`\$`, `$`, `\&`, `&`, `\#`, `#`, `\_`, `_`, `\%`, `%`)
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.SampledFrom([]rune(`ab\{}~^$&#_%中`))).Draw(t, "s")
		if got := back.Replace(escapeTeX(s)); got != s {
			t.Errorf("%q came back as %q", s, got)
		}
	})
}

func FuzzEntry(f *testing.F) {
	data, err := os.ReadFile("testdata/entries.jsonl")
	if err != nil {
		f.Fatal(err)
	}
	for line := range bytes.Lines(data) {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		if e, _, err := corpus.DecodeEntry(line); err == nil {
			check(t, e)
		}
	})
}
