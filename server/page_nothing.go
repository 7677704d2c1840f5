package server

import (
	"net/http"

	"chabiao/search"
)

// nothing is what helps where a search finds nothing.
type nothing struct {
	Looser []looser // the same search with less asked of it, what finds something only
	Near   []search.NumberMatch
	All    string // the search without filters, where there are several
}

// looser is a search that asks for less.
type looser struct {
	Text  string
	URL   string
	Total int64
}

// tries bounds the searches made to see what would find something.
const tries = 12

// nothing looks what would find something: the search without each of its
// filters, without all of them, each of its words alone, and numbers nearby.
func (s *Server) nothing(r *http.Request, d *pageData) *nothing {
	n := &nothing{}
	left := tries
	try := func(text string, next state) bool {
		req, err := parseSearch(next.q)
		if err != nil || left == 0 {
			return false
		}
		left--
		req.Lang, req.Size, req.Editions = d.Lang, 1, search.EditionsGrouped
		resp, err := s.cfg.Engine.Search(r.Context(), req)
		if err != nil || resp.Total == 0 {
			return false
		}
		n.Looser = append(n.Looser, looser{text, next.url(), resp.Total})
		return true
	}
	base := d.state.without("classes", "sort", "cursor")
	filters := 0
	for _, name := range search.Filters {
		if len(base.q[name]) == 0 {
			continue
		}
		filters++
		text := d.filterText(name, base.q[name][0])
		if len(base.q[name]) > 1 {
			text += d.L(" 等", " …")
		}
		try(d.L("去掉“"+text+"”", "without “"+text+"”"), base.without(name))
	}
	if filters > 1 || filters == 1 && len(n.Looser) == 0 {
		try(d.L("去掉所有筛选", "without all filters"), base.unfiltered())
	}
	words := d.Resp.Interpretation.Words
	for _, w := range words {
		if len(words) < 2 && w == d.Query {
			break
		}
		if !try(d.L("只检索“"+w+"”", "only “"+w+"”"), base.with("q", w)) && filters > 0 {
			try(d.L("只检索“"+w+"”，不筛选", "only “"+w+"”, without filters"), base.unfiltered().with("q", w))
		}
	}
	if d.Query != "" && filters == 0 && d.Resp.Interpretation.Number != nil {
		if res, err := s.cfg.Engine.Resolve(r.Context(), []string{d.Query}, d.Lang); err == nil && len(res) == 1 {
			n.Near = res[0].Matches
		}
	}
	return n
}
