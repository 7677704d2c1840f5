package server

import (
	"cmp"
	"net/http"
	"strconv"

	"chabiao/corpus"
	"chabiao/indexer/checklist"
	"chabiao/search"
	"chabiao/search/check"

	"github.com/gorilla/mux"
)

// listRoutes are the pages of lists.
func (s *Server) listRoutes() {
	s.router.Handle("/list", s.timed(http.HandlerFunc(s.listStart))).Methods(http.MethodGet)
	s.router.Handle("/list", s.timed(http.HandlerFunc(s.listSend))).Methods(http.MethodPost)
	s.router.Handle("/list/{key}", s.timed(http.HandlerFunc(s.listShow))).Methods(http.MethodGet)
	s.router.Handle("/list/{key}/{format:xlsx|csv}", s.timed(http.HandlerFunc(s.listDownload))).Methods(http.MethodGet)
	s.router.HandleFunc("/list.css", s.css(listCSS)).Methods(http.MethodGet)
	s.router.HandleFunc("/list.js", s.module(listJS)).Methods(http.MethodGet)
}

// listPageRows is how many answers a page of a list shows.
const listPageRows = 500

// listView is the page of lists: the form, and what a list came to.
type listView struct {
	layout
	Action  string
	Numbers string
	Date    string // as asked for
	Fault   *fault
	Most    string // numbers that a list may have

	List    *checklist.List // nil before one is sent
	Day     string          // that the states are of
	IsToday bool
	Chosen  string // column that the address names
	Found   string // the column that the numbers were found in
	Sheet   string
	Only    bool
	All     bool
	Kept    int // minutes
	Counts  []listCount
	ToDo    int // how many need action
	Rows    []listRow
	Prev    string
	Next    string
	ShowAll string
	From    int
	To      int
	Total   int
	Base    string
	XLSX    string
	CSV     string
}

type listCount struct {
	Verdict, Label string
	N              int
}

// listRow is an answer with the row that asked.
type listRow struct {
	At    int64
	Input string
	Label string
	check.Answer
	Use []useRef
	Why []hintPart // the reason, with links to the standards it names
}

type useRef struct {
	search.Ref
	URL string
}

// listFormPage is the form for a list, with what is wrong with the one sent.
func (s *Server) listFormPage(w http.ResponseWriter, r *http.Request, f *listForm, err error) {
	status := http.StatusOK
	v := &listView{layout: s.layoutOf(r, ""), Numbers: f.numbers, Date: f.date}
	v.Title = v.L("清单核查", "Check a list")
	if r.URL.Path != "/list" {
		v.Switch = v.URL("/list", "lang", v.L("en", "zh"))
	}
	v.Modules, v.Canonical = []string{"/list.js"}, "/list"
	if err != nil {
		v.NoIndex, v.Fault = true, s.faultOf(w, r, v.Lang, err)
		status = v.Fault.Status
	}
	v.Action, v.Most = v.URL("/list"), v.N(checklist.MaxItems)
	s.readerPage(w, r, status, "list", v.layout, v)
}

// keptAnswers finds the list of an address and what it comes to, as its
// parameters ask.
func (s *Server) keptAnswers(r *http.Request) (*checklist.List, []check.Answer, selection, check.Options, error) {
	q := r.URL.Query()
	opt := check.Options{Today: s.today(), Lang: langOf(r)}
	sel := selection{Sheet: clipText(q.Get("sheet"), 200), Column: clipText(q.Get("column"), 200)}
	k, err := s.lists.get(mux.Vars(r)["key"])
	if err == nil {
		opt.Day, err = dayOf(q.Get("date"), opt.Today)
	}
	if err != nil {
		return nil, nil, sel, opt, err
	}
	l, answers, err := s.read(r, k, sel, opt)
	return l, answers, sel, opt, err
}

// listShow is the page of a list.
func (s *Server) listShow(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "private, no-store")
	l, answers, sel, opt, err := s.keptAnswers(r)
	if err != nil {
		s.listFormPage(w, r, &listForm{}, err)
		return
	}
	q := r.URL.Query()
	key := mux.Vars(r)["key"]
	v := &listView{layout: s.layoutOf(r, ""), List: l, Day: opt.Day.String(), IsToday: opt.Day == opt.Today, Sheet: sel.Sheet, Only: q.Get("only") == "action", All: q.Get("all") == "1", Kept: int(keepLists.Minutes())}
	v.Title, v.NoIndex, v.Modules, v.Action, v.Base = windowTitle(l.Name, v.L("清单核查", "Check a list")), true, []string{"/list.js"}, v.URL("/list"), listPath(key)
	v.Most = v.N(checklist.MaxItems)
	if !v.IsToday {
		v.Date = v.Day
	}
	v.Chosen = sel.Column
	if sel.Column == "" && l.Columns != nil {
		v.Found = v.L("所有列", "all columns")
		if l.Column >= 0 {
			v.Found = windowTitle(l.Columns[l.Column].Letter, l.Columns[l.Column].Heading)
		}
	} else if l.Column >= 0 {
		v.Chosen = l.Columns[l.Column].Letter // however it was named
	}
	if v.Sheet == "" {
		v.Sheet = l.Sheet
	}
	counts := check.Counts(answers)
	for _, verdict := range check.Verdicts {
		if n := counts[verdict]; n > 0 || verdict != check.NoNumber && verdict != check.NotYet {
			v.Counts = append(v.Counts, listCount{verdict, check.Label(verdict, v.Lang), n})
		}
		if check.NeedsAction(verdict) {
			v.ToDo += counts[verdict]
		}
	}
	page, _ := strconv.Atoi(q.Get("page"))
	v.fill(answers, max(page, 1), sel)
	s.readerPage(w, r, http.StatusOK, "list", v.layout, v)
}

// fill takes the rows of a page.
func (v *listView) fill(answers []check.Answer, page int, sel selection) {
	var shown []int
	for i := range answers {
		if !v.Only || check.NeedsAction(answers[i].Verdict) {
			shown = append(shown, i)
		}
	}
	address := func(path string, page int, all bool) string {
		q := []string{"date", v.Date, "sheet", sel.Sheet, "column", sel.Column}
		if v.Only {
			q = append(q, "only", "action")
		}
		if all {
			q = append(q, "all", "1")
		}
		if page > 1 {
			q = append(q, "page", strconv.Itoa(page))
		}
		return v.URL(path, q...)
	}
	v.Total = len(shown)
	last := max(1, (v.Total+listPageRows-1)/listPageRows)
	page = min(page, last)
	if v.All {
		v.From, v.To = 0, v.Total
	} else {
		v.From, v.To = (page-1)*listPageRows, min(page*listPageRows, v.Total)
		if page > 1 {
			v.Prev = address(v.Base, page-1, false)
		}
		if page < last {
			v.Next = address(v.Base, page+1, false)
		}
		if last > 1 {
			v.ShowAll = address(v.Base, 1, true)
		}
	}
	for _, i := range shown[v.From:v.To] {
		it := v.List.Items[i]
		row := listRow{At: v.List.Rows[it.Row].At, Input: it.Text, Label: check.Label(answers[i].Verdict, v.Lang), Answer: answers[i], Why: linkNumbers(v.layout, answers[i].Reason, cmp.Or(answers[i].Number, it.Text))}
		for _, ref := range answers[i].UseInstead {
			u := useRef{ref, v.URL("/", "q", ref.Number)}
			if ref.ID != "" {
				u.URL = v.StandardURL(ref.ID)
			}
			row.Use = append(row.Use, u)
		}
		v.Rows = append(v.Rows, row)
	}
	v.XLSX, v.CSV = address(v.Base+"/xlsx", 1, false), address(v.Base+"/csv", 1, false)
}

// First is the first answer shown, counted from 1.
func (v *listView) First() int { return min(v.From+1, v.To) }

// DateField is the day asked for as the field of a form holds one: empty where
// it is none.
func (v *listView) DateField() string {
	if d, err := dayOf(v.Date, corpus.Date{}); err == nil && !d.IsZero() {
		return d.String()
	}
	return ""
}

// Comma writes a number with its thousands apart.
func (v *listView) Comma(n int) string { return v.N(int64(n)) }

// listDownload gives a list with its columns kept and what it comes to behind
// them: always all of it, whatever the page shows.
func (s *Server) listDownload(w http.ResponseWriter, r *http.Request) {
	l, answers, _, opt, err := s.keptAnswers(r)
	if err != nil {
		s.listFormPage(w, r, &listForm{}, err)
		return
	}
	t := &checkedTable{layout: s.layoutOf(r, ""), list: l, answers: answers, opts: opt, base: s.baseURL(r)}
	w.Header().Set("Cache-Control", "private, no-store")
	s.answer(w, r, func(w http.ResponseWriter, r *http.Request) (any, error) {
		name := "checked-" + opt.Day.String()
		if mux.Vars(r)["format"] == "csv" {
			return s.send(w, r, mediaTypes["csv"], name+".csv", t.csv)
		}
		return s.send(w, r, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", name+".xlsx", t.xlsx)
	})
}
