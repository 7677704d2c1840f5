package server

import (
	"slices"

	"chabiao/corpus"
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
	More                  int64 // rows that are left out
	// Odd are classes that entries bear and the table lacks.
	Odd []browseRow
}

// Short reports whether the rows are codes or names only, so that they stand in
// narrow columns.
func (g browseGroup) Short() bool {
	return !slices.ContainsFunc(g.Rows, func(r browseRow) bool { return r.Code != "" && r.Name != "" })
}

// browseView is a page of browsing: where it stands in the tree, what is below
// and what is newest there.
type browseView struct {
	layout
	Path   []browseRow // from the top to the page itself
	Note   string
	Self   *browseRow // of a class
	Groups []browseGroup
	Status []browseRow
	Newest []search.Hit
	today  corpus.Date
	Feed   string
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
	URL, Title, Date, ByDate string
}

// Entry is a hit for its template, with the date of publication.
func (v *browseView) Entry(h search.Hit) entryView {
	e := v.entry(h, v.today)
	e.Date = h.Published
	return e
}

// Entry is a hit for its template, without dates: a heading says them.
func (v *calendarView) Entry(h search.Hit) entryView { return v.entry(h, v.today) }

// entry is a hit for its template; the dates that contradict its status are its
// own only.
func (l layout) entry(h search.Hit, today corpus.Date) entryView {
	e := entryView{layout: l, Hit: h, URL: l.StandardURL(h.ID), Title: h.Title}
	var life search.Standing
	life.Status, _ = corpus.ParseStatus(h.Status)
	implemented, err1 := corpus.ParseDate(h.Implemented)
	withdrawn, err2 := corpus.ParseDate(h.Withdrawn)
	if err1 == nil && err2 == nil {
		life.Implemented, life.Withdrawn = implemented, withdrawn
		e.ByDate = byDate(l, life.Contradiction(today))
	}
	return e
}

// Untitled is said where the catalogue has no title.
func (e entryView) Untitled() string {
	return e.L("（目录中没有题名）", "(no title in the catalogue)")
}
