package sample

import (
	"bytes"
	"strings"
	"testing"

	"chabiao/corpus"
	"chabiao/corpus/number"
)

func decodeAll(t *testing.T, data []byte) []*corpus.Entry {
	t.Helper()
	var out []*corpus.Entry
	seen := make(map[string]string)
	for line := range strings.Lines(string(data)) {
		e, warnings, err := corpus.DecodeEntry([]byte(line))
		if err != nil || len(warnings) > 0 {
			t.Fatalf("%s: %v %v", line, err, warnings)
		}
		n, err := number.Parse(e.Number)
		if err != nil {
			t.Fatalf("%s: %v", e.Number, err)
		}
		if other, ok := seen[n.Key()]; ok {
			t.Fatalf("%s and %s are one number", e.Number, other)
		}
		seen[n.Key()] = e.Number
		out = append(out, e)
	}
	return out
}

func TestEntries(t *testing.T) {
	list := decodeAll(t, Entries())
	if len(list) < 300 {
		t.Errorf("%d entries, want 300", len(list))
	}
	byNumber := make(map[string]*corpus.Entry)
	for _, e := range list {
		byNumber[e.Number] = e
		if e.Source != "chabiao sample" || e.Title("zh") == "" {
			t.Errorf("%s: source %q, title %q", e.Number, e.Source, e.Title("zh"))
		}
	}
	for _, e := range list {
		for _, n := range e.ReplacedBy {
			if other := byNumber[n]; other != nil && !strings.Contains(strings.Join(other.Replaces, "|"), e.Number) {
				t.Errorf("%s is replaced by %s, which does not say so", e.Number, n)
			}
			if e.Status == corpus.StatusCurrent {
				t.Errorf("%s is replaced and current", e.Number)
			}
		}
	}
	for _, body := range []string{"GB", "GB/T", "YY/T", "DB11", "T/CECS", "JJF", "ISO", "IEC", "EN", "DIN", "ASTM", "JIS", "IEEE", "ITU-T"} {
		found := false
		for _, e := range list {
			found = found || strings.HasPrefix(e.Number, body)
		}
		if !found {
			t.Errorf("no standard of %s", body)
		}
	}
}

func generate(t *testing.T, n int, seed uint64) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Generate(&b, n, seed); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestGenerate(t *testing.T) {
	for _, n := range []int{0, 1, 7, 1000} {
		if lines := bytes.Count(generate(t, n, 1), []byte("\n")); lines != n {
			t.Errorf("%d lines, want %d", lines, n)
		}
	}
	a := generate(t, 3000, 1)
	if !bytes.Equal(a, generate(t, 3000, 1)) {
		t.Error("the same seed gives other bytes")
	}
	if bytes.Equal(a, generate(t, 3000, 2)) {
		t.Error("another seed gives the same bytes")
	}
}

func TestGeneratedLooksReal(t *testing.T) {
	list := decodeAll(t, generate(t, 30000, 3))
	byNumber := make(map[string]*corpus.Entry)
	status := make(map[corpus.Status]int)
	for _, e := range list {
		if e.Source != Source {
			t.Fatalf("%s is not marked as synthetic", e.Number)
		}
		byNumber[e.Number] = e
		status[e.Status]++
	}
	for _, e := range list {
		for _, n := range e.ReplacedBy {
			if next := byNumber[n]; next != nil && (len(next.Replaces) != 1 || next.Replaces[0] != e.Number) {
				t.Errorf("%s is replaced by %s, which replaces %v", e.Number, n, next.Replaces)
			}
		}
	}
	share := func(s corpus.Status) float64 { return float64(status[s]) / float64(len(list)) }
	if s := share(corpus.StatusCurrent); s < 0.4 || s > 0.7 {
		t.Errorf("share in force %.2f", s)
	}
	if s := share(corpus.StatusSuperseded) + share(corpus.StatusWithdrawn); s < 0.25 || s > 0.5 {
		t.Errorf("share no longer in force %.2f", s)
	}
}
