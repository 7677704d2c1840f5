package server

import (
	"net/http"
	"slices"
	"strconv"

	"chabiao/search"
)

// pageFacets are the facets of the search page.
var pageFacets = []string{"status", "level", "body", "year", "ics", "ccs", "country", "source"}

// pageData is what the search page shows.
type pageData struct {
	layout
	Req     search.Request
	Resp    *search.Response
	Problem *pageProblem
	Home    bool // nothing is asked for yet
	Heading string
	Chips   []pageLink
	Clear   string // the same search without filters
	Facets  []pageFacet
	Years   *yearChart
	Classes classSearch
	Hits    []pageHit
	Sorts   []pageLink
	Pages   pageNumbers
	Nothing *nothing

	Feed     string
	Verbatim string // the same search with nothing corrected
	Suggest  string // the search in the spelling that is proposed; "" where none is
	Editions pageLink
	Hint     []hintPart

	state state
}

// pageLink is a link that may be where the reader is.
type pageLink struct {
	Text   string
	URL    string
	Chosen bool
}

// page is the search page. All of its state stands in the address.
func (s *Server) page(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if to, ok := yearsPicked(q); ok {
		http.Redirect(w, r, to, http.StatusSeeOther)
		return
	}
	d := &pageData{layout: s.layoutOf(r, ""), state: newState(q)}
	req, err := parseSearch(d.state.q)
	req.Lang, req.Facets, req.FacetSize = d.Lang, pageFacets, facetMost*10 // open trees are long
	if req.Editions == "" {
		req.Editions = search.EditionsGrouped
	}
	d.Req, d.Query = req, req.Query
	d.Home = len(d.state.without("lang").q) == 0
	if d.Home {
		req.Size = 1
	}
	if err == nil {
		d.Resp, err = s.cfg.Engine.Search(r.Context(), req)
	}
	d.headings()
	status := http.StatusOK
	if err != nil {
		f := s.faultOf(w, r, d.Lang, err)
		d.fail(f)
		d.NoIndex, status = true, f.Status
	} else {
		d.fill()
		d.hits(s, r)
		if d.Resp.Total == 0 {
			d.Nothing = s.nothing(r, d)
		}
	}
	s.readerPage(w, r, status, "search", d.layout, d)
}

func (d *pageData) headings() {
	d.Heading = d.L("标准检索", "Standards search")
	switch {
	case d.Query != "":
		d.Heading = d.L("“"+d.Query+"”的检索结果", `Results for "`+d.Query+`"`)
	case !d.Home:
		d.Heading = d.L("标准目录", "Standards of the catalogue")
	}
	d.Title = windowTitle(d.Query, d.L("标准检索", "standards search"))
	d.Focus = d.Home
	d.Switch = d.state.with("lang", d.L("en", "zh")).url()
}

// fill says everything but the hits.
func (d *pageData) fill() {
	d.state = d.state.understood(d.Resp.Interpretation.Filters)
	d.Hidden = d.state.without("q", "page", "lang", "verbatim", "classes").q
	d.Verbatim = d.state.with("verbatim", "true").url()
	if other := d.Resp.Interpretation.Suggested; other != "" {
		d.Suggest = d.state.with("q", other).url()
	}
	d.Hint = linkNumbers(d.layout, d.Resp.Interpretation.Hint, d.Query)
	switch {
	case d.Req.Editions == search.EditionsAll:
		d.Editions = pageLink{Text: d.L("合并同一标准的各版本", "Put editions of a standard together"), URL: d.state.without("editions").url()}
	case d.Resp.Lines < d.Resp.Total:
		d.Editions = pageLink{Text: d.L("逐条列出各版本", "Give each edition a line of its own"), URL: d.state.with("editions", search.EditionsAll).url()}
	}
	d.sorts()
	if !d.Home {
		feed := d.state.without("page", "editions", "classes", "verbatim", "explain", "size", "facets")
		if d.Req.Sort != "-implemented" && d.Req.Sort != "-withdrawn" {
			feed = feed.without("sort") // feeds begin with the newest
		}
		d.Feed = "/feed?" + feed.q.Encode()
		d.Alternates = append(d.Alternates, alternate{atomType, d.Feed})
	}
	d.chips()
	d.facets()
	d.Pages = d.pages()
}

// sorts are the orders to choose from; of a date first the newest, and once
// that is chosen the oldest.
func (d *pageData) sorts() {
	now := d.Req.Sort
	if now == search.SortRelevance {
		now = ""
	}
	best := pageLink{Text: d.L("相关度", "relevance")}
	if d.Query == "" {
		best.Text = d.L("默认", "default")
	}
	best.URL, best.Chosen = d.state.with("sort").url(), now == ""
	d.Sorts = append(d.Sorts, best)
	for _, by := range []struct{ name, newZH, newEN, oldZH, oldEN string }{
		{"published", "最新发布", "newest", "最早发布", "oldest"},
		{"implemented", "最新实施", "latest in force", "最早实施", "first in force"},
		{"withdrawn", "最新废止", "latest withdrawn", "最早废止", "first withdrawn"},
	} {
		newest := pageLink{Text: d.L(by.newZH, by.newEN), URL: d.state.with("sort", "-"+by.name).url(), Chosen: now == "-"+by.name}
		oldest := pageLink{Text: d.L(by.oldZH, by.oldEN), URL: d.state.with("sort", by.name).url(), Chosen: now == by.name}
		if d.Sorts = append(d.Sorts, newest); newest.Chosen || oldest.Chosen {
			d.Sorts = append(d.Sorts, oldest)
		}
	}
	d.Sorts = append(d.Sorts, pageLink{Text: d.L("标准号", "number"), URL: d.state.with("sort", search.SortNumber).url(), Chosen: now == search.SortNumber})
}

// Examples are searches to begin with.
func (d *pageData) Examples() []pageLink {
	var out []pageLink
	for _, q := range []string{"GB/T 19001", "gbt1.1", d.L("压力容器", "pressure vessels"), d.L("电动汽车 充电", "electric vehicle charging"), "ISO 9001:2015"} {
		out = append(out, pageLink{Text: q, URL: d.state.with("q", q).url()})
	}
	return out
}

// All is the list of the whole catalogue.
func (d *pageData) All() string { return d.state.with("sort", search.SortNewest).url() }

// pageNumbers lead through the list.
type pageNumbers struct {
	Prev, Next string
	First      int64 // place of the first hit of the page, from 1
	Numbers    []pageLink
	Beyond     string // the first page, where this one is behind the last
}

// around is how many pages are named on either side of the one that is open.
const around = 2

func (d *pageData) pages() pageNumbers {
	size := d.Req.Size
	if size == 0 {
		size = search.DefaultSize
	}
	now := max(d.Req.Page, 1)
	last := int(min(d.Resp.Lines+int64(size)-1, search.MaxOffset) / int64(size))
	at := func(n int) string {
		if n == 1 {
			return d.state.without("page").url()
		}
		return d.state.set("page", strconv.Itoa(n)).url()
	}
	p := pageNumbers{First: int64(now-1)*int64(size) + 1}
	if now > last {
		if last > 0 {
			p.Beyond = at(1)
		}
		return p
	}
	if now > 1 {
		p.Prev = at(now - 1)
	}
	if now < last {
		p.Next = at(now + 1)
	}
	if last == 1 {
		return p
	}
	for n := max(1, now-around); n <= min(last, now+around); n++ {
		p.Numbers = append(p.Numbers, pageLink{Text: strconv.Itoa(n), URL: at(n), Chosen: n == now})
	}
	if now-around > 1 {
		p.Numbers = slices.Insert(p.Numbers, 0, pageLink{Text: "1", URL: at(1)})
	}
	return p
}

// pageProblem is why there is no list.
type pageProblem struct {
	Text, Detail string
	Retry        string // the same search without what is wrong
}

// fail says what is wrong.
func (d *pageData) fail(f *fault) {
	d.Problem = &pageProblem{Text: f.Text, Detail: f.Detail}
	if f.Field != "" {
		d.Problem.Retry = d.state.without(f.Field).url()
	}
}
