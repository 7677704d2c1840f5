package local_test

import (
	"fmt"
	"strings"
	"testing"

	"chabiao/search"

	"github.com/google/go-cmp/cmp"
)

// what is the hits of a search as "number kind", in order.
func what(t *testing.T, e search.Engine, req search.Request) []string {
	t.Helper()
	resp, err := e.Search(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	if int(resp.Total) != len(resp.Hits) {
		t.Errorf("%q: total %d, %d hits", req.Query, resp.Total, len(resp.Hits))
	}
	out := []string{}
	for _, h := range resp.Hits {
		out = append(out, h.Number+" "+h.Match.Kind)
	}
	return out
}

// enamels are standards of which some adopt others, whose titles have no word in
// common with theirs.
const enamels = `{"number":"GB/T 41001-2020","title_zh":"搪玻璃瓷层 龟裂测试","status":"current","adopts":[{"number":"ISO 91001:2018","degree":"IDT"}]}
{"number":"GB/T 41002-2020","title_zh":"搪玻璃瓷层","status":"current","adopts":[{"number":"ISO 91002:2018","degree":"NEQ"}]}
{"number":"GB/T 41003-2020","title_zh":"搪玻璃瓷层 龟裂测试 通则","status":"current"}
{"number":"ISO 91001:2018","title_en":"Zyxt qfoo","status":"current"}
{"number":"ISO 91001:2010","title_en":"Zyxt qfoo","status":"withdrawn"}
{"number":"ISO 91001:2018/Amd 1:2019","title_en":"Zyxt qfoo","status":"current"}
{"number":"ISO 91002:2018","title_en":"Wvut","status":"current"}
`

// A standard is found by the words of the one that adopts it, behind it, and says
// so, in all its editions; not what a standard is not equivalent to, and not
// amendments.
func TestAdoptedStandards(t *testing.T) {
	e, cat, ix := open(t, []byte(enamels))
	q := search.Request{Query: "搪玻璃 龟裂"}
	want := []string{"GB/T 41001-2020 text", "GB/T 41003-2020 text", "ISO 91001:2018 adoption", "GB/T 41002-2020 text", "ISO 91001:2010 adoption"}
	if got := what(t, e, q); len(got) != len(want) || got[0] != want[0] || !sameLines(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	q.Filters = map[string][]string{"level": {"international"}}
	for _, sort := range []string{search.SortRelevance, search.SortNewest, search.SortNumber} {
		q.Sort = sort
		got := what(t, e, q)
		if !sameLines(got, []string{"ISO 91001:2018 adoption", "ISO 91001:2010 adoption"}) {
			t.Errorf("sorted by %s: %v", sort, got)
		}
	}
	q.Sort = ""
	for lang, sentence := range map[string]string{
		"zh": "按 GB/T 41001-2020《搪玻璃瓷层 龟裂测试》的题名找到，该标准采用 ISO 91001:2018 IDT。",
		"en": "Found by the title of GB/T 41001-2020 (搪玻璃瓷层 龟裂测试), which adopts ISO 91001:2018 IDT.",
	} {
		q.Lang = lang
		resp, err := e.Search(t.Context(), q)
		if err != nil || len(resp.Hits) == 0 {
			t.Fatalf("%+v %v", resp, err)
		}
		want := search.Match{Kind: search.MatchAdoption, Via: "GB/T 41001-2020", Explain: sentence}
		if diff := cmp.Diff(want, resp.Hits[0].Match); diff != "" {
			t.Error(diff)
		}
	}

	// An entry that takes its adoption back leads there no more; another that adopts
	// does, and its index need not be built anew.
	load(t, cat, ix, t.TempDir(), []byte(`{"number":"GB/T 41001-2020","title_zh":"搪玻璃瓷层 龟裂测试","status":"current","adopts":[{"number":"ISO 91001:2018","degree":"NEQ"}]}
{"number":"GB/T 41003-2020","title_zh":"搪玻璃瓷层 龟裂测试 通则","status":"current","adopts":[{"number":"ISO 91002:2018","degree":"MOD"}]}
`))
	q.Lang = "zh"
	if got := what(t, e, q); !sameLines(got, []string{"ISO 91002:2018 adoption"}) {
		t.Errorf("after a change: %v", got)
	}
	if v, err := ix.Verify(t.Context(), nil); err != nil || !v.OK {
		t.Errorf("%+v, %v", v, err)
	}
}

func sameLines(a, b []string) bool {
	count := make(map[string]int)
	for _, s := range a {
		count[s]++
	}
	for _, s := range b {
		count[s]--
	}
	for _, n := range count {
		if n != 0 {
			return false
		}
	}
	return true
}

// What an adopted standard counts can be added up too.
func TestAdoptionAddsUp(t *testing.T) {
	e, _, _ := open(t, []byte(enamels))
	for _, lang := range []string{"zh", "en"} {
		resp, err := e.Search(t.Context(), search.Request{Query: "搪玻璃 龟裂", Explain: true, Lang: lang, Filters: map[string][]string{"level": {"international"}}})
		if err != nil || len(resp.Hits) != 2 {
			t.Fatalf("%+v %v", resp, err)
		}
		for _, h := range resp.Hits {
			i := max(strings.LastIndex(h.Match.Explain, "。"), strings.LastIndex(h.Match.Explain, "IDT."))
			addsUp(t, h, h.Match.Explain[max(i, 0):])
			if !strings.Contains(h.Match.Explain, " × 0.95 (") {
				t.Errorf("%s does not say what it counts for being adopted", h.Match.Explain)
			}
		}
	}
}

// learnt are titles in two languages, of words that nobody has translated by
// hand, and some in one.
func learnt() []byte {
	var b strings.Builder
	things := [][2]string{{"喷泉池", "Fountain basins"}, {"秋千架", "Swing frames"}, {"拨浪鼓", "Rattle drums"}, {"风筝", "Kites"}}
	said := [][2]string{{"上釉", "Glazing"}, {"熏香", "Fumigating"}, {"挂毯", "Tapestry"}, {"念珠", "Rosaries"}}
	for i, a := range things {
		for k, s := range said {
			fmt.Fprintf(&b, `{"number":"GB/T %d-2020","title_zh":"%s %s","title_en":"%s - %s","status":"current"}`+"\n", 42001+10*i+k, a[0], s[0], a[1], s[1])
		}
	}
	b.WriteString(`{"number":"ISO 92001:2018","title_en":"Kites and tapestry in schools","status":"current"}
{"number":"ISO 92002:2018","title_en":"Kites in schools","abstract":"风筝","status":"current"}
{"number":"GB/T 43001-2020","title_zh":"风筝线 挂毯","status":"current"}
`)
	return []byte(b.String())
}

// A Chinese word finds titles that only have the English one which was learnt for
// it, behind those that have it, and they say so; and the other way round.
func TestLearntTranslations(t *testing.T) {
	e, _, _ := open(t, learnt())
	all := what(t, e, search.Request{Query: "风筝 挂毯"})
	if len(all) < 3 || all[0] != "GB/T 42033-2020 text" {
		t.Fatalf("%v", all)
	}
	q := search.Request{Query: "风筝 挂毯", Filters: map[string][]string{"level": {"international"}}}
	if diff := cmp.Diff([]string{"ISO 92001:2018 translation", "ISO 92002:2018 text"}, what(t, e, q)); diff != "" && !sameLines(what(t, e, q), []string{"ISO 92001:2018 translation", "ISO 92002:2018 text"}) {
		t.Error(diff)
	}
	for lang, sentence := range map[string]string{
		"zh": "按另一种语言的词找到：风筝 = kites；挂毯 = tapestry。", "en": "Found by words of another language: 风筝 = kites; 挂毯 = tapestry.",
	} {
		q.Lang = lang
		resp, err := e.Search(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range resp.Hits {
			if h.Number == "ISO 92001:2018" && h.Match.Explain != sentence {
				t.Errorf("%s: %q", lang, h.Match.Explain)
			}
			if h.Number == "ISO 92001:2018" && !strings.Contains(h.Highlights["title_en"], "<mark>Kites</mark>") {
				t.Errorf("highlights %v", h.Highlights)
			}
		}
	}
	if got := what(t, e, search.Request{Query: "tapestry", Filters: map[string][]string{"body": {"GB/T"}}, Size: 50}); len(got) != 5 || got[4] != "GB/T 43001-2020 translation" {
		t.Errorf("tapestry: %v", got)
	}
}
