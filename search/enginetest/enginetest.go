// Package enginetest holds the tests that any search.Engine must pass, on the
// embedded sample of real standards.
package enginetest

import (
	"slices"
	"strings"
	"testing"

	"chabiao/corpus"
	"chabiao/corpus/sample"
	"chabiao/search"

	"github.com/google/go-cmp/cmp"
)

// Run tests the engines that open makes on a catalogue given as JSON Lines.
func Run(t *testing.T, open func(t *testing.T, rows []byte) search.Engine) {
	e := open(t, sample.Entries())
	t.Run("first", func(t *testing.T) { testFirst(t, e) })
	t.Run("requests", func(t *testing.T) { testRequests(t, e) })
	t.Run("filters", func(t *testing.T) { testFilters(t, e) })
	t.Run("lines", func(t *testing.T) { testLines(t, e) })
	t.Run("resolve", func(t *testing.T) { testResolve(t, e) })
	t.Run("standard", func(t *testing.T) { testStandard(t, e) })
	t.Run("standing", func(t *testing.T) { testStanding(t, e) })
	t.Run("suggest", func(t *testing.T) { testSuggest(t, e) })
	t.Run("typing", func(t *testing.T) { testTyping(t, e) })
	t.Run("reasons", func(t *testing.T) { testReasons(t, e) })
	t.Run("editions", func(t *testing.T) { testEditions(t, e) })
	t.Run("dates", func(t *testing.T) { testDates(t, e) })
	t.Run("tree", func(t *testing.T) { testTree(t, e) })
}

// testFirst holds queries to the standard that must come first.
func testFirst(t *testing.T, e search.Engine) {
	for _, c := range []struct{ query, first string }{
		{"GB/T 19001", "GB/T 19001-2016"},
		{"gbt19001", "GB/T 19001-2016"},
		{"ＧＢ／Ｔ １９００１—２００８", "GB/T 19001-2008"},
		{"iso 9001:2008", "ISO 9001:2008"},
		{"GB 4208", "GB 4208-2008"},
		{"GB/T 19001 质量管理体系", "GB/T 19001-2016"},
		{"生活饮用水卫生标准", "GB 5749-2022"},
		{"無縫鋼管 流體", "GB/T 8163-2018"},
		{"pressure vessels general requirements", "GB/T 150.1-2024"},
		{"个人信息安全规范", "GB/T 35273-2020"},
		{"salt spray tests", "ISO 9227:2022"},
		{"电子天平", "JJG 1036-2022"},
	} {
		resp, err := e.Search(t.Context(), search.Request{Query: c.query})
		switch {
		case err != nil:
			t.Errorf("%q: %v", c.query, err)
		case len(resp.Hits) == 0:
			t.Errorf("%q finds nothing", c.query)
		case resp.Hits[0].Number != c.first:
			t.Errorf("%q: first is %s, want %s", c.query, resp.Hits[0].Number, c.first)
		}
	}
}

func testRequests(t *testing.T, e search.Engine) {
	resp, err := e.Search(t.Context(), search.Request{Query: "质量管理体系", Size: 3, Facets: []string{"all"}, Explain: true})
	if err != nil {
		t.Fatal(err)
	}
	if len(resp.Hits) != 3 || resp.Total <= 3 || resp.TotalRelation != "eq" || resp.NextCursor == nil || len(resp.Facets) != len(search.Facets) {
		t.Errorf("response %+v", resp)
	}
	few, err := e.Search(t.Context(), search.Request{Facets: []string{"body", "year"}, FacetSize: 2})
	if err != nil || len(few.Facets["body"]) != 2 || len(few.Facets["year"]) < 3 || few.Facets["body"][0].Count < few.Facets["body"][1].Count {
		t.Errorf("two values of a facet: %+v, %v", few.Facets, err)
	}
	h := resp.Hits[0]
	if !strings.Contains(h.Highlights["title_zh"], "<mark>质量管理") || h.Match.Kind != "text" || !strings.Contains(h.Match.Explain, "idf") || h.StatusLabel != "现行" {
		t.Errorf("hit %+v", h)
	}
	for i := 1; i < len(resp.Hits); i++ {
		if resp.Hits[i].Score > resp.Hits[i-1].Score {
			t.Error("scores are not in order")
		}
	}
	for _, bad := range []search.Request{
		{Size: 101}, {Size: -1}, {Page: 2000, Size: 100}, {Sort: "best"}, {FacetSize: -1}, {FacetSize: search.MaxFacetSize + 1}, {Sort: "--published"}, {Sort: "-number"}, {Filters: map[string][]string{"implemented": {"2026-13"}}}, {Filters: map[string][]string{"withdrawn": {".."}}}, {Lang: "de"}, {Facets: []string{"colour"}}, {Editions: "some"}, {Cursor: "x"},
		{Filters: map[string][]string{"colour": {"red"}}}, {Filters: map[string][]string{"year": {"20"}}}, {Filters: map[string][]string{"status": {"fine"}}},
		{Query: strings.Repeat("长", 400)},
	} {
		if _, err := e.Search(t.Context(), bad); corpus.KindOf(err) != corpus.InvalidArgument || err == nil {
			t.Errorf("%+v: error %v, want an invalid argument", bad, err)
		}
	}
	// Words of which no entry has all: most of them, and the answer says so.
	resp, err = e.Search(t.Context(), search.Request{Query: "生活饮用水 天平 标准"})
	if err != nil || resp.Total == 0 || resp.Interpretation.Relaxed == 0 {
		t.Errorf("relaxed: %+v %v", resp, err)
	}
	resp, err = e.Search(t.Context(), search.Request{Query: "鬱鬱蒼蒼 xyzzy"})
	if err != nil || resp.Total != 0 || resp.Hits == nil {
		t.Errorf("nothing: %+v %v", resp, err)
	}
}

func testFilters(t *testing.T, e search.Engine) {
	for _, f := range []map[string][]string{
		{"status": {"现行"}}, {"status": {"current", "superseded"}}, {"level": {"national"}}, {"body": {"gb/t"}}, {"country": {"cn"}}, {"ics": {"03"}}, {"ics": {"03.120"}},
		{"ccs": {"A"}}, {"ccs": {"A5"}}, {"year": {"2016"}}, {"year": {"2010..2020"}}, {"year": {"..1999"}}, {"adopted": {"true"}}, {"source": {"chabiao sample"}},
		{"status": {"current"}, "level": {"national"}, "ics": {"67"}},
	} {
		resp, err := e.Search(t.Context(), search.Request{Filters: f, Size: 100})
		if err != nil || resp.Total == 0 {
			t.Errorf("%v: %v, %+v", f, err, resp)
			continue
		}
		for _, h := range resp.Hits {
			if len(f["status"]) == 1 && h.Status != "current" || f["level"] != nil && h.Level != "national" || f["body"] != nil && h.Body != "GB/T" || f["country"] != nil && h.Country != "CN" {
				t.Errorf("%v finds %s (%s, %s, %s, %s)", f, h.Number, h.Status, h.Level, h.Body, h.Country)
			}
			for name, codes := range map[string][]string{"ics": h.ICS, "ccs": h.CCS} {
				if f[name] != nil && (len(codes) == 0 || !strings.HasPrefix(codes[0], f[name][0])) {
					t.Errorf("%v finds %s with %v", f, h.Number, codes)
				}
			}
		}
	}
	resp, err := e.Search(t.Context(), search.Request{Filters: map[string][]string{"status": {"现行"}, "ics": {"03．120"}}})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(map[string][]string{"status": {"current"}, "ics": {"03.120"}}, resp.Interpretation.Filters); d != "" {
		t.Errorf("filters as understood: %s", d)
	}
}

// testLines walks a list to its end: it has as many lines as it says, with the
// editions under them as many entries as were found.
func testLines(t *testing.T, e search.Engine) {
	for _, editions := range []string{search.EditionsAll, search.EditionsGrouped} {
		var lines, entries int64
		for page := 1; ; page++ {
			resp, err := e.Search(t.Context(), search.Request{Query: "管理体系", Editions: editions, Page: page, Size: 7})
			if err != nil {
				t.Fatal(err)
			}
			for _, h := range resp.Hits {
				lines++
				entries += 1 + int64(len(h.Editions))
			}
			if resp.NextCursor != nil {
				continue
			}
			if lines != resp.Lines || entries != resp.Total || editions == search.EditionsAll && resp.Lines != resp.Total {
				t.Errorf("%s: %d lines with %d entries; the answer says %d and %d", editions, lines, entries, resp.Lines, resp.Total)
			}
			break
		}
	}
}

func testResolve(t *testing.T, e search.Engine) {
	inputs := []string{"GB/T 19001-2016", "gbt19001-2016", "GB/T 19001", "GB/T 19001-2015", "GB/T 4208-2008", "完全不是", "GB/T 99999-2001", "GB/T 19001-2016"}
	list, err := e.Resolve(t.Context(), inputs, "zh")
	if err != nil || len(list) != len(inputs) {
		t.Fatalf("%d answers, %v", len(list), err)
	}
	kinds := []string{search.KindExact, search.KindFormat, search.KindYearMissing, search.KindOtherYear, search.KindMandate, "", "", search.KindExact}
	for i, r := range list {
		if r.Input != inputs[i] || r.Found != (kinds[i] != "") {
			t.Errorf("%q: %+v", inputs[i], r)
			continue
		}
		if !r.Found {
			if r.Hint == "" {
				t.Errorf("%q is not found, without a hint", r.Input)
			}
			continue
		}
		if m := r.Matches[0]; m.Kind != kinds[i] || m.Explain == "" {
			t.Errorf("%q: first match %+v, want kind %s", r.Input, m, kinds[i])
		}
	}
	if m := list[2].Matches[0]; m.Number != "GB/T 19001-2016" {
		t.Errorf("without a year the edition in force comes first, not %s", m.Number)
	}
}

func testStandard(t *testing.T, e search.Engine) {
	s, err := e.Standard(t.Context(), "GB/T19001—2008", "zh")
	if err != nil {
		t.Fatal(err)
	}
	if s.ID != "gb-t-19001-2008" || len(s.Editions) < 2 {
		t.Errorf("%s with editions %v", s.ID, s.Editions)
	}
	for name, want := range map[string]string{"replaced_by": "gb-t-19001-2016", "replaces": "gb-t-19001-2000", "adopts": "iso-9001-2008"} {
		if refs := s.Relations[name]; len(refs) != 1 || refs[0].ID != want {
			t.Errorf("%s: %+v, want %s", name, refs, want)
		}
	}
	iso, err := e.Standard(t.Context(), "iso-9001-2015", "en")
	if err != nil || len(iso.Relations["adopted_by"]) < 3 {
		t.Errorf("ISO 9001:2015 is adopted by %+v, %v", iso.Relations["adopted_by"], err)
	}
	if _, err := e.Standard(t.Context(), "no-such-thing", "zh"); corpus.KindOf(err) != corpus.NotFound {
		t.Errorf("an unknown id: %v", err)
	}
}

// testTyping holds what is being typed to the numbers that must be suggested,
// in that order.
func testTyping(t *testing.T, e search.Engine) {
	for q, want := range map[string][]string{
		"gbt19001":        {"GB/T 19001-2016", "GB/T 19001-2008"}, // the editions of a number typed to its end, in force first
		"GB/T 19001-20":   {"GB/T 19001-2016"},                    // a year not yet
		"GB/T 19001-2008": {"GB/T 19001-2008"},
		"iso 90":          {"ISO 9000:2015", "ISO 9001:2015", "ISO 9004:2018"}, // in numeric order, in force first
		"GB/T 150.":       {"GB/T 150.1-2024"},
		"19001":           {"GB/T 19001-2016"}, // digits alone
	} {
		list, err := e.Suggest(t.Context(), q, 10, "zh")
		if err != nil {
			t.Errorf("%q: %v", q, err)
			continue
		}
		var got []string
		for _, s := range list {
			got = append(got, s.Text)
			if s.Kind != search.SuggestNumber || s.ID == "" || s.StatusLabel == "" {
				t.Errorf("%q suggests %+v", q, s)
			}
		}
		at := 0
		for _, w := range want {
			i := slices.Index(got[at:], w)
			if i < 0 || at == 0 && i > 0 {
				t.Errorf("%q suggests %q, want %q in this order", q, got, want)
				break
			}
			at += i + 1
		}
	}
}

// testReasons holds queries to what the answer says of the number in them.
func testReasons(t *testing.T, e search.Engine) {
	for _, c := range []struct{ query, first, relation, explain, hint string }{
		{"GB/T 19001-2016", "GB/T 19001-2016", search.KindExact, "现行", ""},
		{"GB/T 19001", "GB/T 19001-2016", search.KindYearMissing, "未写年份", ""},
		{"GB/T 19001-2015", "GB/T 19001-2016", search.KindOtherYear, "没有 2015 年版", "目录中没有 2015 年版；有 2000、2008、2016 年版。"},
		{"GB 19001-2016", "GB/T 19001-2016", search.KindMandate, "标准性质代号不同", ""}, // it had the letter before 2017
		{"质量 GB/T 19001-2008", "GB/T 19001-2008", search.KindExact, "已被 GB/T 19001-2016 代替", ""},
		{"GB/T 150（所有部分）", "GB/T 150.1-2024", search.KindPartMissing, "分为若干部分", "共"},
		{"GB/T 150.1~150.4-2011", "GB/T 150.1-2024", search.KindPartMissing, "", "共"},
		{"GB/T 19001 质量", "GB/T 19001-2016", search.KindYearMissing, "未写年份", ""},
		{"GB/T 99999-2001", "", "", "", "目录中没有 GB/T 99999-2001"},
	} {
		resp, err := e.Search(t.Context(), search.Request{Query: c.query})
		if err != nil {
			t.Errorf("%q: %v", c.query, err)
			continue
		}
		if !strings.HasPrefix(resp.Interpretation.Hint, c.hint) || c.hint == "" && resp.Interpretation.Hint != "" {
			t.Errorf("%q: hint %q, want %q", c.query, resp.Interpretation.Hint, c.hint)
		}
		if c.first == "" {
			continue
		}
		if len(resp.Hits) == 0 {
			t.Errorf("%q finds nothing", c.query)
			continue
		}
		if h := resp.Hits[0]; h.Number != c.first || h.Match.Kind != "number" || h.Match.Relation != c.relation || !strings.Contains(h.Match.Explain, c.explain) {
			t.Errorf("%q: first is %s, %+v", c.query, h.Number, h.Match)
		}
	}
}

func testSuggest(t *testing.T, e search.Engine) {
	for q, want := range map[string]string{"GB/T 190": "GB/T 190", "质量管理": "质量管理", "": ""} {
		list, err := e.Suggest(t.Context(), q, 5, "zh")
		if err != nil || want == "" && len(list) > 0 {
			t.Errorf("%q: %v %v", q, list, err)
		}
		if want != "" && (len(list) == 0 || !strings.Contains(list[0].Text, want)) {
			t.Errorf("%q suggests %+v", q, list)
		}
	}
}

func testTree(t *testing.T, e search.Engine) {
	for _, scheme := range []string{"ics", "ccs"} {
		roots, err := e.Tree(t.Context(), scheme, "zh")
		if err != nil || len(roots) < 10 || roots[0].Label == "" {
			t.Errorf("%s: %v, %v", scheme, roots, err)
			continue
		}
		for _, r := range roots {
			holdCounts(t, e, scheme, r)
		}
	}
	if _, err := e.Tree(t.Context(), "udc", "zh"); corpus.KindOf(err) != corpus.NotFound {
		t.Errorf("an unknown scheme: %v", err)
	}
}

// holdCounts holds the counts of a class, and of all below it, to what the
// filter by it finds.
func holdCounts(t *testing.T, e search.Engine, scheme string, n *search.TreeNode) {
	t.Helper()
	resp, err := e.Search(t.Context(), search.Request{Filters: map[string][]string{scheme: {n.Code}}, Size: 1})
	if err != nil || resp.Total != n.Count || n.Count == 0 {
		t.Errorf("%s %s: %d in the tree, %d found, %v", scheme, n.Code, n.Count, resp.Total, err)
	}
	for _, c := range n.Children {
		if c.Count > n.Count || !strings.HasPrefix(c.Code, n.Code[:1]) {
			t.Errorf("%s (%d) below %s (%d)", c.Code, c.Count, n.Code, n.Count)
		}
		holdCounts(t, e, scheme, c)
	}
}
