package server

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"chabiao/corpus"
	"chabiao/search"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
)

// shelf is an engine that knows a few standards by their ids, and which of them
// a spelling means.
type shelf struct {
	search.Engine
	list  map[string]*search.Standard
	means map[string]search.NumberMatch
}

func (s *shelf) Standard(_ context.Context, id, _ string) (*search.Standard, error) {
	if st := s.list[id]; st != nil {
		return st, nil
	}
	if m, ok := s.means[id]; ok {
		return s.list[m.ID], nil
	}
	if id == "fail" {
		return nil, io.ErrUnexpectedEOF
	}
	return nil, corpus.Errorf(corpus.NotFound, "no standard has the id %q", id)
}

// Standing is what the standards themselves say; what replaces them are the
// later standards of their lineage.
func (s *shelf) Standing(_ context.Context, ids []string, _ string) ([]*search.Standing, error) {
	out := make([]*search.Standing, len(ids))
	for i, id := range ids {
		if st := s.list[id]; st != nil {
			out[i] = lifeOf(st, corpus.Date{})
		}
	}
	return out, nil
}

// lifeOf is a standard's life, as far as it says itself; what replaces it comes
// into force on a day.
func lifeOf(st *search.Standard, begins corpus.Date) *search.Standing {
	e := st.Entry
	life := &search.Standing{ID: st.ID, Number: e.Number, Status: e.Status, Country: st.Country, Year: st.Year, Published: e.Published, Implemented: e.Implemented, Withdrawn: e.Withdrawn, UseInstead: st.UseInstead}
	for _, link := range st.Lineage.Links {
		if link.From == st.Lineage.Self {
			life.Next = append(life.Next, search.Successor{Ref: st.Lineage.Nodes[link.To], Stated: link.Stated, Begins: begins})
		}
	}
	return life
}

func (s *shelf) Resolve(_ context.Context, numbers []string, _ string) ([]search.Resolution, error) {
	out := make([]search.Resolution, len(numbers))
	for i, n := range numbers {
		out[i] = search.Resolution{Input: n, Hint: "目录中没有 " + n + "。目录中有 GB/T 2-2002。"}
		if m, ok := s.means[n]; ok {
			out[i].Found, out[i].Matches = true, []search.NumberMatch{m}
		}
	}
	return out, nil
}

// whole is a standard of which everything is known, some of it meant to break
// pages.
func whole(t testing.TB) *search.Standard {
	t.Helper()
	e, _, err := corpus.DecodeEntry([]byte(`{"number":"GB/T 1-2001","title_zh":"茶壶 <script>alert(1)</script>","title_en":"Teapots & \"spouts\"","title_ja":"急須","title_x-y":"odd","status":"废止","status_raw":"作废",
"published":"2001-02-03","implemented":"2001-09","withdrawn":"2010","confirmed":"2005-01-01","replaces":["GB 1-1990"],"replaced_by":["GB/T 2-2002","Q/ABC 3-2003"],"adopts":[{"number":"ISO 9:2000","degree":"MOD"}],"references":["GB/T 2-2002"],
"ics":["03.120.10","bad"],"ccs":["A00"],"issuing_body":"茶部","competent_body":"茶业总局","committee":["全国茶壶标准化技术委员会"],"drafters":["甲厂","乙院"],"doctype":"standard","language":["zh","en"],"keywords":["壶","茶"],
"abstract":"规定了茶壶。","abstract_en":"Specifies teapots.","pages":12,"url":"javascript:alert(1)","source":"test","link":"https://example.org/a?b=c&d","evil":"http://x\" onload=1","deep":{"a":["x",{"b":[1,2,{"c":{"d":true}}]}]},"many":[1,2,3],"none":null,"fixed":false,"nothing":[],"yes":true}`))
	if err != nil {
		t.Fatal(err)
	}
	self := search.Ref{Number: "GB/T 1-2001", ID: "gb-t-1-2001", Title: "茶壶", Status: "withdrawn", Published: "2001-02-03"}
	old := search.Ref{Number: "GB 1-1990", ID: "gb-1-1990", Title: "老茶壶", Status: "withdrawn"}
	now := search.Ref{Number: "GB/T 2-2002", ID: "gb-t-2-2002", Title: "新茶壶", Status: "current", Published: "2002"}
	lost := search.Ref{Number: "Q/ABC 3-2003"}
	kind := func(r search.Ref, kind string) search.Ref { r.Kind = kind; return r }
	adopts := search.Ref{Number: "ISO 9:2000", Degree: "MOD"}
	parts := make([]search.Ref, 20)
	for i := range parts {
		parts[i] = kind(now, search.EditionPart)
	}
	return &search.Standard{ID: "gb-t-1-2001", Entry: e, Level: "national", Body: "GB/T", Country: "CN", Year: 2001, StatusLabel: "废止", Revision: 9, Batch: 3, Line: 7, Imported: time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC),
		Editions:   append(parts, kind(old, search.EditionOther), kind(now, search.EditionAmendment), kind(now, search.EditionDraft)),
		Relations:  map[string][]search.Ref{"replaces": {old}, "replaced_by": {now, lost}, "adopts": {adopts}, "adopted_by": {now}, "references": {now}, "referenced_by": {old}},
		Lineage:    search.Lineage{Nodes: []search.Ref{old, self, lost, now}, Self: 1, Links: []search.LineageLink{{From: 0, To: 1}, {From: 1, To: 2, Stated: true}, {From: 1, To: 3, Stated: true, Skipped: 2}}, Omitted: 2},
		UseInstead: []search.Ref{now, lost}, MoreParts: 3}
}

func shelved(t testing.TB) *Server {
	t.Helper()
	st := whole(t)
	bare := &search.Standard{ID: "gb-t-2-2002", Entry: &corpus.Entry{Number: "GB/T 2-2002"}, StatusLabel: "未知", Lineage: search.Lineage{Nodes: []search.Ref{{Number: "GB/T 2-2002", ID: "gb-t-2-2002"}}}}
	s, err := New(Config{Engine: &shelf{
		list: map[string]*search.Standard{st.ID: st, bare.ID: bare},
		means: map[string]search.NumberMatch{
			"gbt1—2001": {ID: st.ID, Kind: search.KindFormat}, "GB/T 1-2001": {ID: st.ID, Kind: search.KindExact}, "GB/T 2": {ID: bare.ID, Kind: search.KindYearMissing},
			"GB/T 1-1999": {ID: st.ID, Number: "GB/T 1-2001", Title: "茶壶", Status: "withdrawn", StatusLabel: "废止", Kind: search.KindOtherYear, Explain: "另一版"},
		}}})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestStandardPage(t *testing.T) {
	s := shelved(t)
	for target, parts := range map[string][]string{
		"/standards/gb-t-1-2001?lang=zh": {`<html lang="zh-CN">`, "GB/T 1—2001", "已废止（2010），不再现行。", "现在应使用：", `href="/standards/gb-t-2-2002?lang=zh"`, "内容分入多项标准", "标准号", "中文名称", "英文名称", "日文名称", "状态", "发布日期", "实施日期", "废止日期",
			"代替", "被代替", "采用标准", "ISO 9:2000", "MOD", "ICS 分类", "CCS 分类", "主管部门", "茶业总局", "归口单位", "起草单位", "甲厂", "乙院", "文种", "中文、英语", "12", "壶、茶", "Specifies teapots.", "另有 10 项", "没有列出的部分：3", "deep", "（目录中没有）",
			"省略 2 版", "较远的标准未画出：2", "[S].", "@standard{", "TY  - STAND", "date-parts", "导入批次", "第 7 行", "2026-01-02", "来源写作 作废", `lang="ja"`, `<link rel="canonical" href="/standards/gb-t-1-2001">`, "&lt;script&gt;alert(1)&lt;/script&gt;"},
		"/standards/gb-t-1-2001?lang=en": {`<html lang="en">`, "Withdrawn on 2010: no longer in force.", "Use now:", "Title in Chinese", "Adopts", "not in the catalogue", "Chinese, English", "voluntary", "National", "2 editions left out", `href="/standards/gb-t-1-2001?lang=zh"`},
		"/standards/gb-t-2-2002?lang=zh": {"GB/T 2—2002", "目录中没有题名", "目录中没有它的其他版本", "GB/T 2—2002[S]. 2002."},
		"/standards/gb-t-1-2001":         {`href="/standards/gb-t-2-2002"`}, // no language in the address, none in the links
	} {
		text := look(t, s, target, http.StatusOK)
		wellNested(t, target, text)
		for _, p := range parts {
			if !strings.Contains(text, p) {
				t.Errorf("%s lacks %q", target, p)
			}
		}
		for _, p := range []string{"<script>alert", `href="javascript:`, "style=", "ZgotmplZ", `<th scope="row">fixed`, `<th scope="row">nothing`, `<th scope="row">none`} { // what says nothing has no row
			if strings.Contains(text, p) {
				t.Errorf("%s holds %q", target, p)
			}
		}
	}
}

// wellNested holds that the elements of a page are what was written: a parser
// that mends a page moves, adds or drops some.
func wellNested(t *testing.T, name, text string) {
	t.Helper()
	var written, read []string
	z := html.NewTokenizer(strings.NewReader(text))
	for tt := z.Next(); tt != html.ErrorToken; tt = z.Next() {
		if tt == html.StartTagToken || tt == html.SelfClosingTagToken {
			tag, _ := z.TagName()
			written = append(written, string(tag))
		}
	}
	doc, err := html.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode {
			read = append(read, n.Data)
		}
	}
	if d := cmp.Diff(written, read); d != "" {
		t.Errorf("%s is mended by the parser (-written +read):\n%s", name, d)
	}
}

func TestStandardForms(t *testing.T) {
	s := shelved(t)
	for _, c := range []struct {
		target, accept, media, part string
	}{
		{"/standards/gb-t-1-2001.json", "", "application/json; charset=utf-8", `"use_instead"`},
		{"/standards/gb-t-1-2001.jsonld", "", "application/ld+json; charset=utf-8", `"@context"`},
		{"/standards/gb-t-1-2001.bib", "", "application/x-bibtex; charset=utf-8", "@standard{gb-t-1-2001,"},
		{"/standards/gb-t-1-2001.ris", "", "application/x-research-info-systems; charset=utf-8", "TY  - STAND\r\n"},
		{"/standards/gb-t-1-2001.csl.json", "", "application/vnd.citationstyles.csl+json; charset=utf-8", `"type": "standard"`},
		{"/standards/gb-t-1-2001", "application/json", "application/json; charset=utf-8", `"lineage"`},
		{"/standards/gb-t-1-2001", "application/ld+json, application/json;q=0.5", "application/ld+json; charset=utf-8", `"@context"`},
		{"/standards/gb-t-1-2001", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html; charset=utf-8", "<h1>"},
		{"/standards/gb-t-1-2001", "application/x-bibtex", "application/x-bibtex; charset=utf-8", "@standard{"},
		{"/standards/gb-t-1-2001", "application/x-research-info-systems;q=0.8, application/vnd.citationstyles.csl+json;q=0.9", "application/vnd.citationstyles.csl+json; charset=utf-8", `"type": "standard"`},
		{"/standards/gb-t-1-2001", "image/png, text/html;q=0.2, Application/X-Research-Info-Systems ; q=0.3", "application/x-research-info-systems; charset=utf-8", "TY  - STAND"},
		{"/standards/gb-t-1-2001", "application/json;q=0, application/json;q=much, ;;", "text/html; charset=utf-8", "<h1>"},
		{"/standards/gb-t-1-2001", "*/*", "text/html; charset=utf-8", "<h1>"},
	} {
		r := httptest.NewRequest(http.MethodGet, c.target, nil)
		if c.accept != "" {
			r.Header.Set("Accept", c.accept)
		}
		w := do(s, r)
		if w.Code != http.StatusOK || w.Header().Get("Content-Type") != c.media || !strings.Contains(w.Body.String(), c.part) || !strings.Contains(strings.Join(w.Header().Values("Vary"), ","), "Accept,") {
			t.Errorf("%s as %q: %d %v %.300s", c.target, c.accept, w.Code, w.Header(), w.Body)
		}
	}
}

func TestStandardAddresses(t *testing.T) {
	s := shelved(t)
	for target, want := range map[string]string{
		"/standards/gbt1%E2%80%942001":                 "302 /standards/gb-t-1-2001",
		"/standards/GB/T%201-2001?lang=en":             "302 /standards/gb-t-1-2001?lang=en",
		"/standards/GB%2FT%201-2001.json":              "302 /standards/gb-t-1-2001.json",
		"/standards/GB%2FT%202":                        "302 /standards/gb-t-2-2002",
		"/standards/GB%2FT%201-1999":                   "404 ", // only near: another year
		"/standards/nothing":                           "404 ",
		"/standards/nothing.json":                      "404 ",
		"/standards/fail":                              "500 ",
		"/standards/%3Cscript%3Ealert(1)%3C/script%3E": "404 ",
	} {
		w := do(s, httptest.NewRequest(http.MethodGet, target, nil))
		if got := fmt.Sprint(w.Code, " ", w.Header().Get("Location")); got != want {
			t.Errorf("%s: %s, want %s", target, got, want)
		}
		if strings.Contains(w.Body.String(), "<script>alert") || strings.Contains(w.Body.String(), "unexpected EOF") {
			t.Errorf("%s: %.500s", target, w.Body)
		}
	}
	text := look(t, s, "/standards/GB%2FT%201-1999?lang=zh", http.StatusNotFound)
	wellNested(t, "missing", text)
	for _, p := range []string{"没有这个标准", `href="/standards/gb-t-1-2001?lang=zh"`, "另一版", `href="/standards/GB%2FT%202-2002?lang=zh"`, `value="GB/T 1-1999"`, "noindex"} {
		if !strings.Contains(text, p) {
			t.Errorf("the page of a number that the catalogue lacks does not hold %s", p)
		}
	}
	var e struct{ Error struct{ Code string } }
	if err := json.Unmarshal(do(s, httptest.NewRequest(http.MethodGet, "/standards/nothing.json", nil)).Body.Bytes(), &e); err != nil || e.Error.Code != "not_found" {
		t.Errorf("an unknown standard as JSON: %+v, %v", e, err)
	}
}

func TestDoctypeName(t *testing.T) {
	for code, want := range map[string][2]string{"technical-report": {"技术报告", "Technical Report"}, "European Standard": {"欧洲标准", "European Standard"}, "TS": {"技术规范", "Technical Specification"}, "teapot": {"teapot", "teapot"}, "": {}} {
		if got := [2]string{doctypeName(code, "zh"), doctypeName(code, "en")}; got != want {
			t.Errorf("%q is %q", code, got)
		}
	}
}

func TestAmendmentNamesWhatItAmends(t *testing.T) {
	for ids, want := range map[string]string{"gb-t-1-2001": "/standards/gb-t-1-2001", "": ""} {
		st := &search.Standard{ID: "x", Entry: &corpus.Entry{Number: "GB/T 1-2001/XG1-2003"}, Editions: []search.Ref{{Number: "GB/T 1—2001", ID: ids, Kind: search.EditionOther}}}
		if ids == "" {
			st.Editions = nil
		}
		v := newStandardView(layout{Lang: "zh"}, st, lifeOf(st, corpus.Date{}), corpus.Date{Year: 2026})
		i := slices.IndexFunc(v.Facts, func(f fact) bool { return f.Label == "修改的标准" })
		if i < 0 || v.Facts[i].Values[0].Text != "GB/T 1-2001" || v.Facts[i].Values[0].URL != want {
			t.Errorf("%+v", v.Facts)
		}
	}
}

// FuzzStandardAddress asks for whatever may stand behind /standards/.
func FuzzStandardAddress(f *testing.F) {
	s := shelved(f)
	for _, seed := range []string{"gb-t-1-2001", "GB/T 2", "gb-t-1-2001.json", ".json", "..", "a/../b", "%zz", "\x00", "<script>", strings.Repeat("GB 1-2001 ", 200), "GB/T 1-2001～2003.bib", "一", "ISO/IEC/IEEE 8802-3:2000/Amd 1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, id string) {
		if id == "fail" {
			return
		}
		w := do(s, httptest.NewRequest(http.MethodGet, standardPath(id), nil))
		switch w.Code {
		case http.StatusOK, http.StatusFound, http.StatusBadRequest, http.StatusNotFound, http.StatusMovedPermanently:
		default:
			t.Errorf("%q: %d %.300s", id, w.Code, w.Body)
		}
		if w.Code != http.StatusOK && strings.Contains(w.Body.String(), "<script>") {
			t.Errorf("%q is written as it is: %.500s", id, w.Body)
		}
	})
}

// TestLinkedData holds the JSON-LD to the grammar: a context, nodes with types,
// values that are not empty, links by absolute addresses.
func TestLinkedData(t *testing.T) {
	s := shelved(t)
	for _, id := range []string{"gb-t-1-2001", "gb-t-2-2002"} {
		var doc map[string]any
		if err := json.Unmarshal(do(s, httptest.NewRequest(http.MethodGet, "/standards/"+id+".jsonld", nil)).Body.Bytes(), &doc); err != nil {
			t.Fatal(err)
		}
		if doc["@type"] != "CreativeWork" || doc["@id"] != "http://example.com/standards/"+id {
			t.Errorf("%v %v", doc["@type"], doc["@id"])
		}
		if d := cmp.Diff([]any{"https://schema.org", map[string]any{"dcterms": "http://purl.org/dc/terms/"}}, doc["@context"]); d != "" {
			t.Error(d)
		}
		delete(doc, "@context")
		holdNode(t, id, doc)
	}
}

func holdNode(t *testing.T, at string, v any) {
	t.Helper()
	switch v := v.(type) {
	case map[string]any:
		if v["@type"] == nil && v["@value"] == nil || v["@value"] != nil && len(v) != 2 {
			t.Errorf("%s: %v", at, slices.Sorted(maps.Keys(v)))
		}
		for k, x := range v {
			holdNode(t, at+"."+k, x)
		}
	case []any:
		if len(v) == 0 {
			t.Errorf("%s is an empty list", at)
		}
		for _, x := range v {
			holdNode(t, at, x)
		}
	case string:
		if v == "" || strings.HasSuffix(at, "@id") && !strings.HasPrefix(v, "http://") {
			t.Errorf("%s is %q", at, v)
		}
	case nil:
		t.Errorf("%s is null", at)
	}
}
