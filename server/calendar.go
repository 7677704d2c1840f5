package server

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"chabiao/corpus"
	"chabiao/search"
)

// calendarKind is a list of the calendar; the marks are what stands before a
// count in a day's field.
type calendarKind struct {
	name                 string
	zh, en               string
	markZH, markEN       string
	nothingZH, nothingEN string
}

// calendarKinds are the lists of the calendar, in its order.
var calendarKinds = []calendarKind{
	{"implemented", "实施", "Taking effect", "实", "E", "目录中没有本月实施的标准。", "No standard of the catalogue takes effect in this month."},
	{"published", "发布", "Published", "发", "P", "目录中没有本月发布的标准。", "No standard of the catalogue was published in this month."},
	{"withdrawn", "废止", "Withdrawn", "废", "W", "目录中没有本月废止的标准。", "No standard of the catalogue was withdrawn in this month."},
}

// calendarRows is how many entries a list of a month shows; a search has the rest.
const calendarRows = 30

// calendarCell is a day of the grid, or a month of a year: its number, and how
// many entries each list has there.
type calendarCell struct {
	Name, Date, URL string
	Today           bool
	Counts          []calendarCount
}

type calendarCount struct {
	Kind, Name, Mark, URL string
	Count                 int64
}

// calendarList is what was published, took effect or was withdrawn in a month.
type calendarList struct {
	Kind, Name, Nothing string
	Total               int64
	URL, Feed           string // the search for all of it, and as a feed
	Days                []calendarDay
	More                int64
}

// Further reports whether there are more than the days listed say themselves.
func (l *calendarList) Further() bool {
	said := int64(0)
	for _, d := range l.Days {
		said += d.Rest()
	}
	return l.More > said
}

type calendarDay struct {
	Date  string
	Total int64 // of which Hits are the first
	URL   string
	Hits  []search.Hit
}

// Rest is how many entries of the day are not shown.
func (d calendarDay) Rest() int64 { return d.Total - int64(len(d.Hits)) }

type calendarView struct {
	layout
	today      corpus.Date
	Heading    string
	Year       string
	Up         string // the year of a month
	Prev, Next calendarCell
	Weekdays   [][2]string
	Weeks      [][]calendarCell
	Months     []calendarCell
	Vague      []calendarCount // known to the month, or to the year
	Lists      []*calendarList
	Rolling    []calendarCount // feeds that go on
	Legend     []calendarCount
}

// first and last year of the calendar; the links to what lies around end there.
const firstYear, lastYear = 1800, 2200

func inCalendar(d corpus.Date) bool { return firstYear <= d.Year && d.Year <= lastYear }

func newCalendar(r *http.Request, s *Server) *calendarView {
	v := &calendarView{layout: s.layoutOf(r, ""), today: s.today()}
	for _, k := range calendarKinds {
		v.Legend = append(v.Legend, calendarCount{Kind: k.name, Name: v.L(k.zh, k.en), Mark: v.L(k.markZH, k.markEN)})
		v.Rolling = append(v.Rolling, calendarCount{Kind: k.name, Name: v.L(k.zh, k.en), URL: v.URL("/calendar/" + k.name + ".atom")})
	}
	return v
}

// monthName is a month as a heading.
func (l layout) monthName(d corpus.Date) string {
	return l.L(fmt.Sprintf("%d 年 %d 月", d.Year, d.Month), fmt.Sprintf("%s %d", time.Month(d.Month), d.Year))
}

func (l layout) monthCell(d corpus.Date) calendarCell {
	if !inCalendar(d) {
		return calendarCell{}
	}
	return calendarCell{Name: l.monthName(d), Date: d.String(), URL: l.URL("/calendar/" + d.String())}
}

// addMonths goes some months on, or back.
func addMonths(d corpus.Date, n int) corpus.Date {
	t := time.Date(int(d.Year), time.Month(int(d.Month)+n), 1, 0, 0, 0, 0, time.UTC)
	return corpus.Date{Year: int16(t.Year()), Month: uint8(t.Month())}
}

// monthPage is the calendar of a month, this one where none is named.
func (s *Server) monthPage(w http.ResponseWriter, r *http.Request) error {
	month, err := s.monthOf(r)
	if err != nil {
		return err
	}
	v := newCalendar(r, s)
	v.Heading = v.monthName(month)
	v.Title, v.Canonical = windowTitle(v.Heading, v.L("标准日历", "calendar of standards")), "/calendar/"+month.String()
	v.Year = strconv.Itoa(int(month.Year))
	v.Up = v.URL("/calendar/" + v.Year)
	v.Prev, v.Next = v.monthCell(addMonths(month, -1)), v.monthCell(addMonths(month, 1))
	for i := range 7 {
		d := time.Weekday((i + 1) % 7)
		v.Weekdays = append(v.Weekdays, [2]string{v.L([]string{"日", "一", "二", "三", "四", "五", "六"}[d], d.String()[:3]), v.L("星期", "") + v.L([]string{"日", "一", "二", "三", "四", "五", "六"}[d], d.String())})
	}
	counts := make(map[corpus.Date][]calendarCount)
	totals := make([]map[string]int64, len(calendarKinds))
	for i, k := range calendarKinds {
		days, err := s.cfg.Engine.Dates(r.Context(), k.name, month.String())
		if err != nil {
			return err
		}
		totals[i] = make(map[string]int64, len(days))
		for _, d := range days {
			totals[i][d.Date.String()] = d.Count
			c := v.Legend[i]
			c.Count, c.URL = d.Count, v.found(k.name, d.Date.String())
			if d.Date.Day == 0 {
				v.Vague = append(v.Vague, c)
			} else {
				counts[d.Date] = append(counts[d.Date], c)
			}
		}
	}
	v.Weeks = weeks(month, counts, s.today())
	for i := range calendarKinds {
		list, err := s.monthList(r.Context(), v.layout, i, month, totals[i])
		if err != nil {
			return err
		}
		v.Lists = append(v.Lists, list)
		v.Alternates = append(v.Alternates, alternate{atomType, list.Feed})
	}
	s.readerPage(w, r, http.StatusOK, "calendar", v.layout, v)
	return nil
}

// monthOf is the month that the path names.
func (s *Server) monthOf(r *http.Request) (corpus.Date, error) {
	text, err := pathVar(r, "month")
	if err != nil {
		return corpus.Date{}, err
	}
	if text == "" {
		d := s.today()
		return corpus.Date{Year: d.Year, Month: d.Month}, nil
	}
	d, err := corpus.ParseDate(text)
	if err != nil || !inCalendar(d) {
		return d, corpus.Errorf(corpus.NotFound, "the calendar has no month %s", text).WithField("calendar").WithHint("write it as 2026-11, from %d to %d", firstYear, lastYear)
	}
	return d, nil
}

// weeks lays the days of a month out in weeks that begin on Monday; fields
// without a day are outside the month.
func weeks(month corpus.Date, counts map[corpus.Date][]calendarCount, today corpus.Date) [][]calendarCell {
	first := time.Date(int(month.Year), time.Month(month.Month), 1, 0, 0, 0, 0, time.UTC)
	cells := make([]calendarCell, (int(first.Weekday())+6)%7)
	for t := first; t.Month() == first.Month(); t = t.AddDate(0, 0, 1) {
		d := corpus.Date{Year: month.Year, Month: month.Month, Day: uint8(t.Day())}
		cells = append(cells, calendarCell{Name: strconv.Itoa(t.Day()), Date: d.String(), Today: d == today, Counts: counts[d]})
	}
	for len(cells)%7 > 0 {
		cells = append(cells, calendarCell{})
	}
	var out [][]calendarCell
	for ; len(cells) > 0; cells = cells[7:] {
		out = append(out, cells[:7])
	}
	return out
}

// monthList is one of the lists of a month, by day, the first of them; totals
// are how many there are by date.
func (s *Server) monthList(ctx context.Context, l layout, kind int, month corpus.Date, totals map[string]int64) (*calendarList, error) {
	k := calendarKinds[kind]
	list := &calendarList{Kind: k.name, Name: l.L(k.zh, k.en), Nothing: l.L(k.nothingZH, k.nothingEN),
		URL: l.URL("/", k.name, month.String(), "sort", k.name), Feed: l.URL("/calendar/" + month.String() + "/" + k.name + ".atom")}
	resp, err := s.cfg.Engine.Search(ctx, search.Request{Filters: map[string][]string{k.name: {month.String()}}, Sort: k.name, Size: calendarRows, Lang: l.Lang})
	if err != nil {
		return list, err
	}
	list.Total, list.More = resp.Total, resp.Total-int64(len(resp.Hits))
	for _, h := range resp.Hits {
		date := hitDate(&h, k.name)
		if n := len(list.Days); n == 0 || list.Days[n-1].Date != date {
			list.Days = append(list.Days, calendarDay{Date: date, Total: totals[date], URL: l.found(k.name, date)})
		}
		day := &list.Days[len(list.Days)-1]
		day.Hits = append(day.Hits, h)
	}
	return list, nil
}

// hitDate is one of a hit's dates.
func hitDate(h *search.Hit, name string) string {
	switch name {
	case "implemented":
		return h.Implemented
	case "withdrawn":
		return h.Withdrawn
	}
	return h.Published
}

// yearPage is the calendar of a year: its months with their counts.
func (s *Server) yearPage(w http.ResponseWriter, r *http.Request) error {
	text, err := pathVar(r, "year")
	if err != nil {
		return err
	}
	year, err := corpus.ParseDate(text)
	if err != nil || !inCalendar(year) {
		return corpus.Errorf(corpus.NotFound, "the calendar has no year %s", text).WithField("calendar").WithHint("it goes from %d to %d", firstYear, lastYear)
	}
	v := newCalendar(r, s)
	v.Heading, v.Year = v.L(text+" 年", text), text
	v.Title, v.Canonical = windowTitle(v.Heading, v.L("标准日历", "calendar of standards")), "/calendar/"+text
	for n, c := range map[int16]*calendarCell{-1: &v.Prev, 1: &v.Next} {
		if d := (corpus.Date{Year: year.Year + n}); inCalendar(d) {
			*c = calendarCell{Name: v.L(d.String()+" 年", d.String()), Date: d.String(), URL: v.URL("/calendar/" + d.String())}
		}
	}
	today := s.today()
	for m := range uint8(12) {
		d := corpus.Date{Year: year.Year, Month: m + 1}
		c := v.monthCell(d)
		c.Name, c.Today = v.L(fmt.Sprintf("%d 月", m+1), time.Month(m+1).String()), d.Year == today.Year && d.Month == today.Month
		for _, k := range v.Legend {
			k.URL = v.found(k.Kind, d.String())
			c.Counts = append(c.Counts, k)
		}
		v.Months = append(v.Months, c)
	}
	for i, k := range calendarKinds {
		days, err := s.cfg.Engine.Dates(r.Context(), k.name, text)
		if err != nil {
			return err
		}
		for _, d := range days {
			if d.Date.Month > 0 {
				v.Months[d.Date.Month-1].Counts[i].Count += d.Count
				continue
			}
			c := v.Legend[i]
			c.Count, c.URL = d.Count, v.found(k.name, text)
			v.Vague = append(v.Vague, c)
		}
	}
	s.readerPage(w, r, http.StatusOK, "calendar", v.layout, v)
	return nil
}

// today is the day at the server.
func (s *Server) today() corpus.Date {
	y, m, d := s.now().Date()
	return corpus.Date{Year: int16(y), Month: uint8(m), Day: uint8(d)}
}
