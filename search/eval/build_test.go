package eval

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"

	"chabiao/corpus"
	"chabiao/corpus/segment"

	"github.com/google/go-cmp/cmp"
)

func entriesOf(list []*corpus.Entry) Entries {
	return func(context.Context) iter.Seq2[*corpus.Entry, error] {
		return func(yield func(*corpus.Entry, error) bool) {
			for _, e := range list {
				if !yield(e, nil) {
					return
				}
			}
		}
	}
}

func entry(num, zh, en string, adopts ...corpus.Adoption) *corpus.Entry {
	e := &corpus.Entry{Number: num, Titles: make(map[string]string), Adopts: adopts}
	if zh != "" {
		e.Titles["zh"] = zh
	}
	if en != "" {
		e.Titles["en"] = en
	}
	return e
}

func smallCatalogue() []*corpus.Entry {
	return []*corpus.Entry{
		entry("GB/T 19001-2016", "质量管理体系 要求", "", corpus.Adoption{Number: "ISO 9001:2015", Degree: corpus.IDT}),
		entry("GB/T 19001-2008", "质量管理体系 要求", "", corpus.Adoption{Number: "ISO 9001:2008", Degree: corpus.IDT}),
		entry("ISO 9001:2015", "", "Quality management systems - Requirements"),
		entry("ISO 9001:2008", "", "Quality management systems - Requirements"),
		entry("GB/T 13868-2009", "感官分析 建立感官分析实验室的一般导则", ""),
		entry("ISO 8589:2007", "", "Sensory analysis - General guidance for the design of test rooms"),
		entry("GB/T 8163-2018", "输送流体用无缝钢管", ""),
		entry("GB/T 3087-2022", "低中压锅炉用无缝钢管", "Seamless steel tubes for low and medium pressure boiler"),
		entry("GB 1-1999", "水", ""),
	}
}

func build(t *testing.T, list []*corpus.Entry, opt Options) *Collection {
	t.Helper()
	seg, err := segment.Default()
	if err != nil {
		t.Fatal(err)
	}
	opt.Segmenter = seg
	if opt.Size == 0 {
		opt.Size = 50
	}
	c, err := Build(t.Context(), entriesOf(list), opt)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func find(c *Collection, set string, wants ...string) []Query {
	var out []Query
	for _, q := range c.Queries {
		var keys []string
		for _, w := range q.Wants {
			keys = append(keys, w.Keys...)
		}
		if q.Set == set && (len(wants) == 0 || slices.Equal(keys, wants)) {
			out = append(out, q)
		}
	}
	return out
}

func TestBuild(t *testing.T) {
	c := build(t, smallCatalogue(), Options{Synonyms: func(w string) []string { return []string{w + "类"} }})
	both := []string{Key("GB/T 19001-2016"), Key("GB/T 19001-2008")}
	known := find(c, "known_zh", both...)
	if len(known) != 1 || !known[0].Members {
		t.Fatalf("known items of one title: %+v", known)
	}
	for _, w := range strings.Fields(known[0].Text) {
		if !strings.Contains("质量管理体系要求", w) {
			t.Errorf("%q is not of the title", w)
		}
	}
	// Two titles have 无缝 and 钢管; only one more word tells them apart.
	for _, q := range find(c, "random_zh", Key("GB/T 8163-2018")) {
		if want := strings.Contains(q.Text, "输送") || strings.Contains(q.Text, "流体"); (q.Part == One) != want {
			t.Errorf("%q is said to fit %s", q.Text, q.Part)
		}
	}
	if got := find(c, "known_en", Key("GB/T 3087-2022")); len(got) != 1 {
		t.Errorf("English titles of Chinese entries: %+v", got)
	}
	for _, set := range []string{"typo_zh", "pinyin", "traditional", "synonym"} {
		all := find(c, set)
		plain := 0
		for _, q := range all {
			if q.Part == Plain {
				plain++
			}
		}
		if len(all) == 0 || 2*plain != len(all) {
			t.Errorf("%s: %d queries, %d of them plain", set, len(all), plain)
		}
	}
	for _, q := range find(c, "substring") {
		var title string
		for _, e := range smallCatalogue() {
			if e.Number == q.Reach.Number {
				title = e.Titles["zh"]
			}
		}
		if !strings.Contains(title, q.Text) || q.Reach.Narrow["year"] == nil || q.Reach.Narrow["body"] == nil {
			t.Errorf("%+v is not cut from %q", q, title)
		}
	}
}

func TestForeignSets(t *testing.T) {
	c := build(t, smallCatalogue(), Options{})
	linked := find(c, "foreign_linked")
	if len(linked) != 1 || len(find(c, "foreign_linked_open")) != 1 {
		t.Fatalf("links of the catalogue: %+v", linked)
	}
	for _, q := range linked {
		if q.Text != "质量管理体系" && !strings.Contains(q.Text, "质量") || !slices.Equal(q.Filters["level"], abroad) || !slices.Equal(q.Wants[0].Keys, []string{Key("ISO 9001:2015"), Key("ISO 9001:2008")}) {
			t.Errorf("%+v", q)
		}
	}
	// The pair of adoptions.tsv that the catalogue does not state; the linked
	// ones are not asked again.
	open := find(c, "foreign", Key("ISO 8589:2007"))
	if len(open) != 1 || len(find(c, "foreign")) != 1 || find(c, "foreign_open")[0].Filters != nil {
		t.Errorf("pairs of the file: %+v", find(c, "foreign"))
	}
	for _, e := range c.Adoptions {
		if e.Number != "GB/T 13868-2009" || e.Adopts[0] != (corpus.Adoption{Number: "ISO 8589:2007", Degree: corpus.IDT}) {
			t.Errorf("missing adoption %+v", e)
		}
	}
	f := &foreign{english: map[string][]edition{"x": {{"", "x:2012", 2012}, {"", "x:1999", 1999}, {"", "x:2005", 2005}}}}
	for year, want := range map[int]string{1990: "x:1999", 1999: "x:1999", 2011: "x:2005", 2020: "x:2012"} {
		if got := f.adopted("x", year); got != want {
			t.Errorf("adopted in %d: %s, want %s", year, got, want)
		}
	}
}

// TestBuildIsDeterministic holds the queries to the catalogue alone, whatever
// the order of its rows.
func TestBuildIsDeterministic(t *testing.T) {
	list := smallCatalogue()
	a := build(t, list, Options{Size: 3})
	b := build(t, list, Options{Size: 3})
	if diff := cmp.Diff(a.Queries, b.Queries); diff != "" {
		t.Error(diff)
	}
	slices.Reverse(list)
	r := build(t, list, Options{Size: 3})
	if a.Catalogue != r.Catalogue {
		t.Errorf("catalogue %+v, reversed %+v", a.Catalogue, r.Catalogue)
	}
	texts := func(c *Collection) (out []string) {
		for _, q := range c.Queries {
			out = append(out, fmt.Sprintln(q.Set, q.Part, q.Text))
		}
		return out
	}
	if diff := cmp.Diff(texts(a), texts(r)); diff != "" {
		t.Error(diff)
	}
	other := build(t, append(list, entry("GB 2-2000", "火", "")), Options{Size: 3})
	if other.Catalogue == a.Catalogue {
		t.Error("another catalogue is not told apart")
	}
}

func TestSaved(t *testing.T) {
	judged := []JudgedSet{{Name: "x_dev", Judgments: []Judgment{{Query: "水", Grades: []Graded{{3, "GB 1-1999"}}}}}}
	c := build(t, smallCatalogue(), Options{Judged: judged})
	var b bytes.Buffer
	if err := c.Save(&b); err != nil {
		t.Fatal(err)
	}
	saved, err := Load(&b)
	if err != nil {
		t.Fatal(err)
	}
	again := build(t, smallCatalogue(), Options{Judged: judged, Saved: saved})
	if diff := cmp.Diff(c.Queries, again.Queries); diff != "" {
		t.Error(diff)
	}
	for _, bad := range []string{"{", `{"set":"a"}`, `{"set":"a","text":"b","wants":[{"grade":3}]}`, `{"set":"a","text":"b","wants":[{"grade":9,"keys":["x"]}]}`, `{"set":"a","text":"b\tc","reach":{}}`} {
		if _, err := Load(strings.NewReader(bad)); corpus.KindOf(err) != corpus.InvalidArgument || err == nil {
			t.Errorf("%s: error %v", bad, err)
		}
	}
	if one := build(t, smallCatalogue(), Options{Judged: judged, Sets: []string{"x_dev"}}); len(one.Queries) != 1 {
		t.Errorf("one set: %+v", one.Queries)
	}
	seg, _ := segment.Default()
	if _, err := Build(t.Context(), entriesOf(smallCatalogue()), Options{Size: 3, Segmenter: seg, Sets: []string{"none"}}); corpus.KindOf(err) != corpus.NotFound {
		t.Errorf("error %v, want not found", err)
	}
}
