package eval

import (
	"os"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func exampleGolden() *Golden {
	a, b, s := noScores(), noScores(), noScores()
	a[MRR10], a[Success1] = 0.5, 0.25
	b[MRR10] = 0.75
	s[RecallAll] = 1
	return &Golden{Name: "example", Catalogue: Catalogue{1000, "ab"},
		Figures: []Figure{{"a", "", 4, 0, a, "01"}, {"a", "电工", 2, 0, b, "02"}, {"substring", "", 9, 1, s, "03"}},
		Lists:   []Ranked{{"a", "盐雾 试验", []string{"GB 1-2000", "ISO 2:1999"}, []int{3, 0}}, {"a", "无", nil, nil}}}
}

func TestGoldenRoundTrip(t *testing.T) {
	dir := t.TempDir()
	g := exampleGolden()
	if err := g.Write(dir); err != nil {
		t.Fatal(err)
	}
	list, err := ReadGoldens(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]*Golden{g}, list, cmpopts.EquateNaNs(), cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
	if _, err := Goldens(); err != nil {
		t.Errorf("the embedded ones: %v", err)
	}
}

func TestGoldenRefuses(t *testing.T) {
	for name, files := range map[string]fstest.MapFS{
		"no lists": {"a.figures.tsv": {Data: []byte("# catalogue\t1\tx\n")}},
		"columns":  {"a.figures.tsv": {Data: []byte("a\tb\n")}, "a.lists.tsv": {}},
		"figure":   {"a.figures.tsv": {Data: []byte("a\t\tm\t1\t0\tx\t-\t-\t-\t-\t-\n")}, "a.lists.tsv": {}},
		"entries":  {"a.figures.tsv": {Data: []byte("# catalogue\tmany\tx\n")}, "a.lists.tsv": {}},
		"rank":     {"a.figures.tsv": {}, "a.lists.tsv": {Data: []byte("a\tq\t2\tGB 1\t3\n")}},
		"grade":    {"a.figures.tsv": {}, "a.lists.tsv": {Data: []byte("a\tq\t1\tGB 1\thigh\n")}},
	} {
		if _, err := ReadGoldens(files); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestGoldenFor(t *testing.T) {
	list := []*Golden{{Name: "small", Catalogue: Catalogue{100, "a"}}, {Name: "large", Catalogue: Catalogue{10000, "b"}}, {Name: "near", Catalogue: Catalogue{10050, "c"}}}
	for _, c := range []struct {
		of   Catalogue
		want string
	}{
		{Catalogue{100, "a"}, "small"}, {Catalogue{10000, "b"}, "large"}, {Catalogue{10010, "d"}, "large"}, {Catalogue{10060, "d"}, "near"}, {Catalogue{120, "a"}, ""}, {Catalogue{10200, "d"}, ""},
	} {
		got := ""
		if g := GoldenFor(list, c.of); g != nil {
			got = g.Name
		}
		if got != c.want {
			t.Errorf("%+v: %q, want %q", c.of, got, c.want)
		}
	}
}

func TestCompare(t *testing.T) {
	g := exampleGolden()
	now := exampleGolden()
	now.Figures[0].Scores[MRR10] = 0.485
	now.Figures[1].Scores[MRR10] = 0.1 // a part: shown, not held to
	now.Figures[2].Made = "other"
	list := Compare(&Result{Figures: now.Figures}, g)
	if list[0].Golden == nil || list[1].Golden == nil || list[2].Golden != nil || !list[2].Other {
		t.Errorf("%+v", list)
	}
	if diff := cmp.Diff([]string{"a mrr@10 0.485, was 0.500"}, Fallen(list, 0.01)); diff != "" {
		t.Error(diff)
	}
	if got := Fallen(list, 0.015); len(got) != 0 {
		t.Errorf("within the tolerance, yet %v", got)
	}
	if got := Fallen(Compare(&Result{Figures: now.Figures}, nil), 0); len(got) != 0 {
		t.Errorf("no golden, yet %v", got)
	}
}

func TestTake(t *testing.T) {
	g := exampleGolden()
	s := noScores()
	s[MRR10] = 1
	g.Take(&Result{Catalogue: Catalogue{1001, "cd"}, Figures: []Figure{{"a", "", 5, 0, s, "09"}}, Lists: []Ranked{{"a", "新", []string{"GB 3-2001"}, []int{2}}}})
	want := &Golden{Name: "example", Catalogue: Catalogue{1001, "cd"}, Figures: []Figure{{"a", "", 5, 0, s, "09"}, exampleGolden().Figures[2]},
		Lists: []Ranked{{"a", "新", []string{"GB 3-2001"}, []int{2}}}}
	if diff := cmp.Diff(want, g, cmpopts.EquateNaNs()); diff != "" {
		t.Error(diff)
	}
}
