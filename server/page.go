package server

import (
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"chabiao/corpus"
	"chabiao/search"
)

// pageFacets are the facets of the page, in its order.
var pageFacets = []string{"status", "level", "body", "year", "ics", "ccs"}

var facetNames = map[string]map[string]string{
	"zh": {"status": "状态", "level": "级别", "body": "代号", "year": "年份", "ics": "ICS 分类", "ccs": "中标分类", "country": "国家", "source": "来源"},
	"en": {"status": "Status", "level": "Level", "body": "Body", "year": "Year", "ics": "ICS", "ccs": "CCS", "country": "Country", "source": "Source"},
}

var pageTexts = map[string]map[string]string{
	"zh": {"found": "条结果", "none": "没有找到。", "advice": "请核对标准号，减少词语，或去掉筛选条件。",
		"published": "发布", "implemented": "实施", "withdrawn": "废止", "replaced": "被代替：", "next": "下一页", "prev": "上一页", "clear": "清除筛选",
		"sort": "排序", "relevance": "相关度", "newest": "最新发布", "oldest": "最早发布", "number": "标准号", "relaxed": "包含全部词语的标准很少或没有；以下至少包含其中的", "words": "个词。", "corrected": "按更正后的词检索：", "verbatim": "仍按原文检索", "editions": "同一标准的其他版本：", "alleditions": "逐条列出各版本", "untitled": "（目录中没有题名）"},
	"en": {"found": "results", "none": "Nothing found.", "advice": "Check the number, use fewer words, or clear the filters.",
		"published": "published", "implemented": "in force from", "withdrawn": "withdrawn", "replaced": "replaced by ", "next": "Next", "prev": "Previous", "clear": "Clear filters",
		"sort": "Sort", "relevance": "relevance", "newest": "newest", "oldest": "oldest", "number": "number", "relaxed": "Few or no standards have all the words; each of these has at least", "words": "of them.", "corrected": "Searched for", "verbatim": "Search for what was typed", "editions": "Other editions of it:", "alleditions": "Give each edition a line of its own", "untitled": "(no title in the catalogue)"},
}

// pageFacetRows is how many values of a facet the page shows.
const pageFacetRows = 12

type pageData struct {
	layout
	T        map[string]string
	Req      search.Request
	Resp     *search.Response
	Err      string
	Facets   []pageFacet
	Hits     []pageHit
	Sorts    []pageLink
	Prev     string
	Next     string
	Clear    string
	Verbatim string // the same search with nothing corrected
	Filtered bool
	// AllEditions is the same list with a line for each edition.
	AllEditions string
}

type pageFacet struct {
	Name   string
	Values []pageLink
}

type pageLink struct {
	Text   string
	Count  int64
	URL    string
	Chosen bool
}

type pageHit struct {
	search.Hit
	TitleHTML template.HTML
	Second    template.HTML
	Abstract  template.HTML
}

// Why reports whether the reason for a hit is not plain from its number and title.
func (h pageHit) Why() bool {
	if h.Match.Kind == search.MatchTranslation || h.Match.Kind == search.MatchAdoption {
		return true
	}
	switch h.Match.Relation {
	case "", search.KindExact, search.KindFormat, search.KindYearMissing, search.KindPartMissing:
		return false
	}
	return h.Match.Explain != ""
}

// page is the search page. All of its state stands in the address.
func (s *Server) page(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	l := layoutOf(r, "")
	lang := l.Lang
	d := &pageData{layout: l, T: pageTexts[lang]}
	d.Title, d.Query, d.Focus = windowTitle(q.Get("q"), d.L("标准检索", "standards search")), q.Get("q"), true
	req, err := parseSearch(q)
	req.Lang, req.Facets = lang, pageFacets
	if req.Editions == "" {
		req.Editions = search.EditionsGrouped
	}
	d.Req = req
	if err == nil {
		d.Resp, err = s.cfg.Engine.Search(r.Context(), req)
	}
	status := http.StatusOK
	if err != nil {
		status = statusOf[corpus.KindOf(err)]
		d.Err = err.Error()
		if status >= 500 {
			s.cfg.Logger.Error("page", "error", err)
			d.Err = http.StatusText(status)
		}
	} else {
		d.fill(q)
	}
	s.readerPage(w, r, status, "search", d.layout, d)
}

// with is the page's address with one parameter set; "" takes it away. The
// page number goes back to the first.
func with(q url.Values, name string, values ...string) string {
	next := url.Values{}
	for k, v := range q {
		if k != "page" {
			next[k] = v
		}
	}
	next[name] = values
	if len(values) == 0 || values[0] == "" {
		next.Del(name)
	}
	return "/?" + next.Encode()
}

func (d *pageData) fill(q url.Values) {
	filtered := url.Values{}
	d.Hidden = url.Values{}
	for name, values := range d.Req.Filters {
		filtered[name] = values
		d.Hidden[name] = values
	}
	d.Filtered = len(filtered) > 0
	if d.Req.Sort != "" {
		d.Hidden["sort"] = []string{d.Req.Sort}
	}
	d.Verbatim = with(q, "verbatim", "true")
	d.AllEditions = with(q, "editions", search.EditionsAll)
	d.Clear = "/?" + url.Values{"q": {d.Req.Query}, "lang": {d.Lang}}.Encode()
	d.Switch = with(q, "lang", d.L("en", "zh"))
	page := max(d.Req.Page, 1)
	size := d.Req.Size
	if size == 0 {
		size = search.DefaultSize
	}
	if page > 1 {
		d.Prev = with(q, "page", strconv.Itoa(page-1))
	}
	if d.Resp.NextCursor != nil && (page+1)*size <= search.MaxOffset {
		d.Next = with(q, "page", strconv.Itoa(page+1))
	}
	for _, s := range [][2]string{{"", "relevance"}, {search.SortNewest, "newest"}, {search.SortOldest, "oldest"}, {search.SortNumber, "number"}} {
		d.Sorts = append(d.Sorts, pageLink{Text: d.T[s[1]], URL: with(q, "sort", s[0]), Chosen: d.Req.Sort == s[0]})
	}
	for _, name := range pageFacets {
		f := pageFacet{Name: facetNames[d.Lang][name]}
		for i, v := range d.Resp.Facets[name] {
			chosen := slices.Contains(d.Req.Filters[name], v.Value)
			if i >= pageFacetRows && !chosen {
				continue
			}
			values := slices.Clone(d.Req.Filters[name])
			if chosen {
				values = slices.DeleteFunc(values, func(x string) bool { return x == v.Value })
			} else {
				values = append(values, v.Value)
			}
			text := v.Label
			if (name == "ics" || name == "ccs") && v.Label != v.Value {
				text = v.Value + " " + v.Label
			}
			f.Values = append(f.Values, pageLink{Text: text, Count: v.Count, URL: with(q, name, values...), Chosen: chosen})
		}
		if len(f.Values) > 0 {
			d.Facets = append(d.Facets, f)
		}
	}
	for _, h := range d.Resp.Hits {
		d.Hits = append(d.Hits, newPageHit(h, d.Lang))
	}
}

func newPageHit(h search.Hit, lang string) pageHit {
	p := pageHit{Hit: h}
	show := func(l string) template.HTML {
		if m := h.Highlights["title_"+l]; m != "" {
			return template.HTML(m)
		}
		return template.HTML(template.HTMLEscapeString(h.Titles[l]))
	}
	first, second := "zh", "en"
	if lang == "en" {
		first, second = second, first
	}
	p.TitleHTML, p.Second = show(first), show(second)
	if p.TitleHTML == "" {
		p.TitleHTML, p.Second = p.Second, ""
	}
	if p.TitleHTML == "" {
		for l := range h.Titles {
			if h.Titles[l] == h.Title {
				p.TitleHTML = show(l)
			}
		}
	}
	for _, key := range []string{"abstract_" + first, "abstract_" + second, "abstract"} {
		if m := h.Highlights[key]; m != "" {
			p.Abstract = template.HTML(m)
			break
		}
	}
	return p
}

// openSearch lets browsers add the site as a search engine.
func (s *Server) openSearch(w http.ResponseWriter, r *http.Request) {
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	base := scheme + "://" + template.HTMLEscapeString(r.Host)
	w.Header().Set("Content-Type", "application/opensearchdescription+xml; charset=utf-8")
	fmt.Fprintf(w, `<?xml version="1.0" encoding="UTF-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
  <ShortName>查标</ShortName>
  <Description>标准检索 · standards search</Description>
  <InputEncoding>UTF-8</InputEncoding>
  <Url type="text/html" template="%[1]s/?q={searchTerms}"/>
  <Url type="application/json" template="%[1]s/api/v1/search?q={searchTerms}"/>
</OpenSearchDescription>
`, base)
}
