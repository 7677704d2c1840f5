package server

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"chabiao/corpus"
	"chabiao/corpus/class"
	"chabiao/search"
)

// browseRow is a class, a body or a year with the entries in it: URL leads on to
// what is below it, Search to the entries.
type browseRow struct {
	Code, Name  string
	URL, Search string
	Count       int64
	Share       int // of the longest bar, in hundredths
}

// browseGroup is a heading with rows.
type browseGroup struct {
	ID, Name, URL, Search string
	Count                 int64
	Rows                  []browseRow
	More                  int // rows that are left out
	// Odd are classes that entries bear and the table lacks.
	Odd []browseRow
}

// browseView is a page of browsing: where it stands in the tree, what is below
// and what is newest there.
type browseView struct {
	layout
	Path    []browseRow // from the top to the page itself
	Note    string
	Self    *browseRow // of a class
	Groups  []browseGroup
	Status  []browseRow
	Newest  []search.Hit
	Feed    string
	Message string
}

// schemeNames are the classifications as pages call them.
var schemeNames = map[string][2]string{
	"ics": {"国际标准分类（ICS）", "International Classification for Standards (ICS)"},
	"ccs": {"中国标准文献分类（CCS）", "Chinese Classification for Standards (CCS)"},
}

func (s *Server) browseRoutes() {
	show := func(path string, h func(http.ResponseWriter, *http.Request) error) {
		s.router.Handle(path, s.timed(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if err := h(w, r); err != nil {
				s.browseFail(w, r, err)
			}
		}))).Methods(http.MethodGet)
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

// browseFail is the page for what is not there, or went wrong.
func (s *Server) browseFail(w http.ResponseWriter, r *http.Request, err error) {
	kind, err := s.sort(err)
	l := layoutOf(r, http.StatusText(statusOf[kind]))
	l.NoIndex = true
	v := &browseView{layout: l, Message: err.Error()}
	if kind == corpus.Internal {
		s.cfg.Logger.Error("page failed", "path", r.URL.Path, "request_id", w.Header().Get("X-Request-Id"), "error", err)
		v.Message = "request id " + w.Header().Get("X-Request-Id")
	}
	s.readerPage(w, r, statusOf[kind], "browse", v.layout, v)
}

// newBrowse begins a page at the end of a path of names and addresses.
func newBrowse(r *http.Request, path ...string) *browseView {
	v := &browseView{layout: layoutOf(r, "")}
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
// levels with their largest bodies, the latest years, the calendar.
func (s *Server) browsePage(w http.ResponseWriter, r *http.Request) error {
	v := newBrowse(r)
	v.Canonical = "/browse"
	for _, scheme := range []string{"ics", "ccs"} {
		tree, err := s.cfg.Engine.Tree(r.Context(), scheme, v.Lang)
		if err != nil {
			return err
		}
		name := schemeNames[scheme]
		v.Groups = append(v.Groups, browseGroup{ID: scheme, Name: v.L(name[0], name[1]), URL: v.URL("/browse/" + scheme)}.with(v.classRows(scheme, tree)))
	}
	levels, err := s.levels(r.Context(), v, 5)
	if err != nil {
		return err
	}
	bodies := browseGroup{ID: "body", Name: v.bodiesName(), URL: v.URL("/browse/body")}
	for _, g := range levels {
		bodies.Rows = append(bodies.Rows, browseRow{Name: g.Name, URL: g.URL, Search: g.Search, Count: g.Count})
	}
	years, err := s.years(r.Context(), v)
	if err != nil {
		return err
	}
	recent := browseGroup{ID: "year", Name: v.L("年份", "Years"), URL: v.URL("/browse/year"), Rows: years[:min(len(years), 10)], More: max(0, len(years)-10)}
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
	name := schemeNames[scheme]
	v := newBrowse(r, layoutOf(r, "").L(name[0], name[1]), "/browse/"+scheme)
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
		return corpus.Errorf(corpus.NotFound, "%s has no class %s, and no entry is in it", strings.ToUpper(scheme), asked).WithHint("/browse/%s lists the classes", scheme)
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
	v.Newest = resp.Hits
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

// levels lists the levels with their largest bodies.
func (s *Server) levels(ctx context.Context, v *browseView, size int) ([]browseGroup, error) {
	list, err := s.facet(ctx, v.Lang, "level", search.DefaultFacetSize, nil)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(list, func(a, b search.FacetCount) int {
		return cmp.Compare(slices.Index(levelOrder, a.Value), slices.Index(levelOrder, b.Value))
	})
	var out []browseGroup
	for _, level := range list {
		g, err := s.level(ctx, v, level)
		if err != nil {
			return nil, err
		}
		g.More = max(0, len(g.Rows)-size)
		g.Rows = g.Rows[:len(g.Rows)-g.More]
		out = append(out, g)
	}
	return out, nil
}

func (s *Server) level(ctx context.Context, v *browseView, level search.FacetCount) (browseGroup, error) {
	g := browseGroup{ID: level.Value, Name: level.Label, URL: v.URL("/browse/body/" + url.PathEscape(level.Value)), Search: v.found("level", level.Value), Count: level.Count}
	bodies, err := s.facet(ctx, v.Lang, "body", search.MaxFacetSize, map[string][]string{"level": {level.Value}})
	for _, b := range bodies {
		at := v.URL("/", "body", b.Value, "level", level.Value)
		g.Rows = append(g.Rows, browseRow{Code: b.Value, URL: at, Search: at, Count: b.Count})
	}
	return g, err
}

func (l layout) bodiesName() string { return l.L("级别与代号", "Levels and bodies") }

// bodiesPage lists the levels with their largest bodies.
func (s *Server) bodiesPage(w http.ResponseWriter, r *http.Request) error {
	v := newBrowse(r, layoutOf(r, "").bodiesName(), "/browse/body")
	var err error
	if v.Groups, err = s.levels(r.Context(), v, 24); err != nil {
		return err
	}
	return s.browseShow(w, r, v)
}

// levelPage lists all bodies of a level, by name.
func (s *Server) levelPage(w http.ResponseWriter, r *http.Request) error {
	asked, err := pathVar(r, "level")
	if err != nil {
		return err
	}
	v := newBrowse(r, layoutOf(r, "").bodiesName(), "/browse/body")
	levels, err := s.facet(r.Context(), v.Lang, "level", search.DefaultFacetSize, nil)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(levels, func(f search.FacetCount) bool { return f.Value == asked })
	if i < 0 {
		return corpus.Errorf(corpus.NotFound, "no entry has the level %q", asked).WithHint("/browse/body lists the levels")
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
	v := newBrowse(r, layoutOf(r, "").L("年份", "Years"), "/browse/year")
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

// today is the day at the server.
func (s *Server) today() corpus.Date {
	t := time.Now
	if s.now != nil {
		t = s.now
	}
	y, m, d := t().Date()
	return corpus.Date{Year: int16(y), Month: uint8(m), Day: uint8(d)}
}

// Above are the pages above this one, and Last this one.
func (v *browseView) Above() []browseRow { return v.Path[:max(0, len(v.Path)-1)] }

// Last is where the page itself stands.
func (v *browseView) Last() browseRow {
	if len(v.Path) == 0 {
		return browseRow{}
	}
	return v.Path[len(v.Path)-1]
}

// groupView is a group with what its page says of language.
type groupView struct {
	layout
	browseGroup
}

// Group is a group for its template.
func (v *browseView) Group(g browseGroup) groupView { return groupView{v.layout, g} }

// rowView is a row of a group, the same.
type rowView struct {
	layout
	browseRow
}

// Row is a row for its template.
func (g groupView) Row(row browseRow) rowView { return rowView{g.layout, row} }

// entryView is an entry in a list of pages for browsing.
type entryView struct {
	layout
	search.Hit
	URL, Title, Date string
}

// Entry is a hit for its template, with the date of publication.
func (v *browseView) Entry(h search.Hit) entryView {
	e := v.entry(h)
	e.Date = h.Published
	return e
}

// Entry is a hit for its template, without dates: a heading says them.
func (v *calendarView) Entry(h search.Hit) entryView { return v.entry(h) }

func (l layout) entry(h search.Hit) entryView {
	return entryView{layout: l, Hit: h, URL: l.StandardURL(h.ID), Title: h.Title}
}

// Untitled is said where the catalogue has no title.
func (e entryView) Untitled() string {
	return e.L("（目录中没有题名）", "(no title in the catalogue)")
}
