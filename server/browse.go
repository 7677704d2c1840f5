package server

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"chabiao/corpus"
	"chabiao/corpus/class"
	"chabiao/search"
)

// schemeNames are the classifications as pages call them.
var schemeNames = map[string]words{
	"ics": {"国际标准分类（ICS）", "International Classification for Standards (ICS)"},
	"ccs": {"中国标准文献分类（CCS）", "Chinese Classification for Standards (CCS)"},
}

func (s *Server) browseRoutes() {
	show := func(path string, h func(http.ResponseWriter, *http.Request) error) {
		s.show(path, func(w http.ResponseWriter, r *http.Request) {
			if err := h(w, r); err != nil {
				s.faultPage(w, r, s.faultOf(w, r, langOf(r), err))
			}
		})
	}
	show("/browse", s.browsePage)
	show("/browse/body", s.bodiesPage)
	show("/browse/body/{level}", s.levelPage)
	show("/browse/year", s.yearsPage)
	show("/browse/{scheme:ics|ccs}", s.classPage)
	show("/browse/{scheme:ics|ccs}/{code:.+}", s.classPage)
	show("/calendar", s.monthPage)
	show("/calendar/{year:[0-9]{4}}", s.yearPage)
	show("/calendar/{month:[0-9]{4}-[0-9]{2}}", s.monthPage)
	kind := "{kind:" + strings.Join(search.DateNames, "|") + "}.atom"
	show("/calendar/"+kind, s.dateFeed)
	show("/calendar/{month:[0-9]{4}-[0-9]{2}}/"+kind, s.dateFeed)
	show("/feed", s.searchFeed)
}

// newBrowse begins a page at the end of a path of names and addresses.
func (s *Server) newBrowse(r *http.Request, path ...string) *browseView {
	v := &browseView{layout: s.layoutOf(r, "")}
	v.Path = []browseRow{{Name: v.L("浏览", "Browse"), URL: v.URL("/browse")}}
	for i := 0; i+1 < len(path); i += 2 {
		v.Path = append(v.Path, browseRow{Name: path[i], URL: v.URL(path[i+1])})
		v.Canonical = path[i+1]
	}
	v.Title = v.Path[len(v.Path)-1].Name
	return v
}

func (s *Server) browseShow(w http.ResponseWriter, r *http.Request, v *browseView) error {
	s.readerPage(w, r, http.StatusOK, "browse", v.layout, v)
	return nil
}

// found is the address of a search with one filter.
func (l layout) found(filter, value string) string { return l.URL("/", filter, value) }

// browsePage is where browsing begins: the tops of both classifications, the
// levels, the latest years, the calendar.
func (s *Server) browsePage(w http.ResponseWriter, r *http.Request) error {
	v := s.newBrowse(r)
	v.Canonical = "/browse"
	for _, scheme := range []string{"ics", "ccs"} {
		tree, err := s.cfg.Engine.Tree(r.Context(), scheme, v.Lang)
		if err != nil {
			return err
		}
		v.Groups = append(v.Groups, browseGroup{ID: scheme, Name: schemeNames[scheme].in(v.Lang), URL: v.URL("/browse/" + scheme)}.with(v.classRows(scheme, tree)))
	}
	levels, err := s.levels(r.Context(), v)
	if err != nil {
		return err
	}
	bodies := browseGroup{ID: "body", Name: v.bodiesName(), URL: v.URL("/browse/body")}
	for _, level := range levels {
		g := v.levelGroup(level)
		bodies.Rows = append(bodies.Rows, browseRow{Name: g.Name, URL: g.URL, Search: g.Search, Count: g.Count})
	}
	years, err := s.years(r.Context(), v)
	if err != nil {
		return err
	}
	recent := browseGroup{ID: "year", Name: v.L("年份", "Years"), URL: v.URL("/browse/year"), Rows: years[:min(len(years), 10)], More: int64(max(0, len(years)-10))}
	v.Groups = append(v.Groups, bodies, recent)
	v.Note = v.L("按分类、发布单位或年份查找；数字是目录中的题录数。", "Find standards by class, body or year; the figures are entries of the catalogue.")
	return s.browseShow(w, r, v)
}

// classPage is a class with those right below it, or the top of a classification.
func (s *Server) classPage(w http.ResponseWriter, r *http.Request) error {
	scheme, err := pathVar(r, "scheme")
	if err != nil {
		return err
	}
	asked, err := pathVar(r, "code")
	if err != nil {
		return err
	}
	v := s.newBrowse(r, schemeNames[scheme].in(langOf(r)), "/browse/"+scheme)
	tree, err := s.cfg.Engine.Tree(r.Context(), scheme, v.Lang)
	if err != nil {
		return err
	}
	if asked == "" {
		v.Groups = []browseGroup{browseGroup{}.with(v.classRows(scheme, tree))}
		return s.browseShow(w, r, v)
	}
	sch, _ := class.ParseScheme(scheme)
	code, ok := class.Normalize(sch, asked)
	if ok && code != asked {
		u := url.URL{Path: "/browse/" + scheme + "/" + code, RawQuery: r.URL.RawQuery}
		http.Redirect(w, r, u.String(), http.StatusFound)
		return nil
	}
	var self *search.TreeNode // nil where no entry is in the class
	for _, c := range class.Ancestors(sch, code) {
		i := slices.IndexFunc(tree, func(n *search.TreeNode) bool { return n.Code == c })
		if self = nil; i >= 0 {
			self, tree = tree[i], tree[i].Children
		} else {
			tree = nil
		}
		v.Path = append(v.Path, browseRow{Code: c, Name: className(sch, c, v.Lang), URL: v.URL("/browse/" + scheme + "/" + c)})
	}
	if _, known := class.Lookup(sch, code); self == nil && !known {
		return corpus.Errorf(corpus.NotFound, "%s has no class %s, and no entry is in it", strings.ToUpper(scheme), asked).WithField("class").WithHint("/browse/%s lists the classes", scheme)
	}
	row := v.Path[len(v.Path)-1]
	row.Search = v.found(scheme, code)
	if self != nil {
		row.Count = self.Count
	}
	if self != nil && len(self.Children) > 0 {
		v.Groups = []browseGroup{browseGroup{Name: v.L("下级类目", "Classes below"), ID: "below"}.with(v.classRows(scheme, self.Children))}
	}
	v.Self = &row
	v.Canonical, v.Title = "/browse/"+scheme+"/"+code, strings.TrimSpace(code+" "+row.Name)
	if err := s.inClass(r, v, scheme, code); err != nil {
		return err
	}
	return s.browseShow(w, r, v)
}

// inClass adds what is in a class: how many of each status, and the newest.
func (s *Server) inClass(r *http.Request, v *browseView, scheme, code string) error {
	resp, err := s.cfg.Engine.Search(r.Context(), search.Request{Filters: map[string][]string{scheme: {code}}, Sort: search.SortNewest, Facets: []string{"status"}, Lang: v.Lang})
	if err != nil {
		return err
	}
	for _, f := range resp.Facets["status"] {
		v.Status = append(v.Status, browseRow{Code: f.Value, Name: f.Label, Count: f.Count, Search: v.URL("/", scheme, code, "status", f.Value)})
	}
	v.Newest, v.today = resp.Hits, s.today()
	v.Feed = v.URL("/feed", scheme, code)
	v.Alternates = append(v.Alternates, alternate{atomType, v.Feed})
	return nil
}

// className is a class's own name; "" where the table lacks it.
func className(scheme class.Scheme, code, lang string) string {
	if _, ok := class.Lookup(scheme, code); !ok {
		return ""
	}
	return class.Label(scheme, code, lang)
}

func (v *browseView) classRows(scheme string, nodes []*search.TreeNode) []browseRow {
	sch, _ := class.ParseScheme(scheme)
	rows := make([]browseRow, 0, len(nodes))
	for _, n := range nodes {
		rows = append(rows, browseRow{Code: n.Code, Name: className(sch, n.Code, v.Lang), URL: v.URL("/browse/" + scheme + "/" + n.Code), Search: v.found(scheme, n.Code), Count: n.Count})
	}
	return rows
}

// with parts the classes that have a name from the others.
func (g browseGroup) with(rows []browseRow) browseGroup {
	for _, row := range rows {
		if row.Name == "" {
			g.Odd = append(g.Odd, row)
		} else {
			g.Rows = append(g.Rows, row)
		}
	}
	return g
}
