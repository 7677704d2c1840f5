package server

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"chabiao/corpus"
	"chabiao/corpus/body"
	"chabiao/search"
)

// facet counts the values of one facet.
func (s *Server) facet(ctx context.Context, lang, name string, size int, filters map[string][]string) ([]search.FacetCount, error) {
	resp, err := s.cfg.Engine.Search(ctx, search.Request{Filters: filters, Facets: []string{name}, FacetSize: size, Size: 1, Lang: lang})
	if err != nil {
		return nil, err
	}
	return resp.Facets[name], nil
}

// levelOrder is the order in which pages list the levels.
var levelOrder = []string{"national", "industry", "local", "group", "enterprise", "international", "regional", "foreign"}

// levels counts the levels.
func (s *Server) levels(ctx context.Context, v *browseView) ([]search.FacetCount, error) {
	list, err := s.facet(ctx, v.Lang, "level", search.DefaultFacetSize, nil)
	return inLevelOrder(list), err
}

// inLevelOrder is a copy of a facet of levels in the order of pages.
func inLevelOrder(list []search.FacetCount) []search.FacetCount {
	return slices.SortedStableFunc(slices.Values(list), func(a, b search.FacetCount) int {
		return cmp.Compare(slices.Index(levelOrder, a.Value), slices.Index(levelOrder, b.Value))
	})
}

// levelGroup is a level without its bodies.
func (v *browseView) levelGroup(level search.FacetCount) browseGroup {
	return browseGroup{ID: level.Value, Name: level.Label, URL: v.URL("/browse/body/" + url.PathEscape(level.Value)), Search: v.found("level", level.Value), Count: level.Count}
}

// level is a level with its bodies, the largest first.
func (s *Server) level(ctx context.Context, v *browseView, level search.FacetCount) (browseGroup, error) {
	g := v.levelGroup(level)
	bodies, err := s.facet(ctx, v.Lang, "body", search.MaxFacetSize, map[string][]string{"level": {level.Value}})
	for _, b := range bodies {
		at := v.URL("/", "body", b.Value, "level", level.Value)
		g.Rows = append(g.Rows, browseRow{Code: b.Value, Name: body.Name(b.Value, v.Lang), URL: at, Search: at, Count: b.Count})
	}
	return g, err
}

func (l layout) bodiesName() string { return l.L("级别与代号", "Levels and bodies") }

// bodiesShown is how many bodies of a level the page of all levels shows.
const bodiesShown = 24

// bodiesPage lists the levels with their largest bodies.
func (s *Server) bodiesPage(w http.ResponseWriter, r *http.Request) error {
	v := s.newBrowse(r, s.layoutOf(r, "").bodiesName(), "/browse/body")
	levels, err := s.levels(r.Context(), v)
	if err != nil {
		return err
	}
	for _, level := range levels {
		g, err := s.level(r.Context(), v, level)
		if err != nil {
			return err
		}
		g.More = int64(max(0, len(g.Rows)-bodiesShown))
		g.Rows = g.Rows[:min(len(g.Rows), bodiesShown)]
		v.Groups = append(v.Groups, g)
	}
	return s.browseShow(w, r, v)
}

// levelPage lists all bodies of a level, by name.
func (s *Server) levelPage(w http.ResponseWriter, r *http.Request) error {
	asked, err := pathVar(r, "level")
	if err != nil {
		return err
	}
	v := s.newBrowse(r, s.layoutOf(r, "").bodiesName(), "/browse/body")
	levels, err := s.levels(r.Context(), v)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(levels, func(f search.FacetCount) bool { return f.Value == asked })
	if i < 0 {
		return corpus.Errorf(corpus.NotFound, "no entry has the level %q", asked).WithField("no level").WithHint("/browse/body lists the levels")
	}
	g, err := s.level(r.Context(), v, levels[i])
	if err != nil {
		return err
	}
	slices.SortFunc(g.Rows, func(a, b browseRow) int { return strings.Compare(a.Code, b.Code) })
	v.Canonical, v.Title = "/browse/body/"+url.PathEscape(asked), g.Name
	v.Path = append(v.Path, browseRow{Name: g.Name, URL: g.URL})
	v.Self = &browseRow{Name: g.Name, Search: g.Search, Count: g.Count}
	v.Groups = []browseGroup{{Name: v.L("代号", "Bodies"), ID: "below", Rows: g.Rows}}
	return s.browseShow(w, r, v)
}

// years lists the years of standards, newest first.
func (s *Server) years(ctx context.Context, v *browseView) ([]browseRow, error) {
	list, err := s.facet(ctx, v.Lang, "year", search.DefaultFacetSize, nil)
	most := int64(1)
	for _, y := range list {
		most = max(most, y.Count)
	}
	var rows []browseRow
	for _, y := range list {
		at := v.found("year", y.Value)
		rows = append(rows, browseRow{Code: y.Value, URL: at, Search: at, Count: y.Count, Share: int((100*y.Count + most - 1) / most)})
	}
	return rows, err
}

// yearsPage lists all years, by decade.
func (s *Server) yearsPage(w http.ResponseWriter, r *http.Request) error {
	v := s.newBrowse(r, s.layoutOf(r, "").L("年份", "Years"), "/browse/year")
	rows, err := s.years(r.Context(), v)
	if err != nil {
		return err
	}
	v.Note = v.L("标准编号中的年份，没有时为发布年份。", "The year in the number, or else of publication.")
	for _, row := range rows {
		if len(row.Code) != len("2016") {
			continue
		}
		decade := row.Code[:3] + "0"
		if n := len(v.Groups); n == 0 || v.Groups[n-1].ID != "y"+decade {
			from, _ := strconv.Atoi(decade)
			span := decade + ".." + strconv.Itoa(from+9)
			v.Groups = append(v.Groups, browseGroup{ID: "y" + decade, Name: decade + v.L(" 年代", "s"), Search: v.found("year", span), URL: v.found("year", span)})
		}
		g := &v.Groups[len(v.Groups)-1]
		g.Rows, g.Count = append(g.Rows, row), g.Count+row.Count
	}
	return s.browseShow(w, r, v)
}
