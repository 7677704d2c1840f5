package server

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"chabiao/search"
)

// stateData is what the page of the catalogue's state shows.
type stateData struct {
	*State
	Tables  []countTable
	Doubts  []doubt
	Batches []batchRow
	Share   func(int64) string // of all entries
}

// countTable is a list of values with the number of entries that have each.
type countTable struct {
	ID, Title, Note string
	Rows            []countRow
}

type countRow struct {
	Label, URL string
	Count      int64
	Bar        int // in hundredths of the longest
}

// doubt is a Contradiction in words.
type doubt struct {
	Text, URL string
	Count     int64
}

var contradictionWords = map[string]words{
	withdrawnInForce:   {"标为现行，废止日期却已过", "Said to be in force, and the date of withdrawal is past"},
	upcomingInEffect:   {"标为即将实施，实施日期却已过", "Said to be upcoming, and the date of taking effect is past"},
	inForceBeforeStart: {"标为现行，实施日期却未到", "Said to be in force, and the date of taking effect is still to come"},
}

var relationWords = map[string]words{
	"replaces": {"代替", "replaces"}, "replaced_by": {"被代替", "replaced by"}, "adopts": {"采用", "adopts"}, "references": {"引用", "refers to"},
}

// Relation names a kind of relation.
func (p staffPage) Relation(kind string) string { return orSelf(relationWords, kind, p.Lang) }

func (s *Server) statePage(_ http.ResponseWriter, r *http.Request) (*page, error) {
	lang := langOf(r)
	st, err := s.state(r.Context(), lang)
	if err != nil {
		return nil, err
	}
	d := &stateData{State: st, Share: func(n int64) string { return share(n, st.Index.Entries) }}
	table := func(id string, title words, counts []search.FacetCount) {
		t := countTable{ID: id, Title: title.in(lang)}
		for _, c := range counts {
			t.Rows = append(t.Rows, countRow{Label: c.Label, Count: c.Count, URL: pageURL(lang, "/", id, c.Value)})
		}
		d.Tables = append(d.Tables, t.bars())
	}
	table("status", words{"状态", "Status"}, st.Status)
	table("level", words{"级别", "Level"}, inLevelOrder(st.Level))
	d.Tables = append(d.Tables, yearTable(st.Year, lang))
	table("body", words{"代号", "Body"}, st.Body)
	if len(st.Body) == stateBodies {
		d.Tables[len(d.Tables)-1].Note = words{"题录最多的 20 个", "the 20 with the most entries"}.in(lang)
	}
	if len(st.Source) > 0 {
		table("source", words{"来源", "Source"}, st.Source)
	}
	for _, c := range st.Contradictions {
		at := []string{}
		for name, values := range c.Filters {
			at = append(at, name, strings.Join(values, ","))
		}
		d.Doubts = append(d.Doubts, doubt{contradictionWords[c.Kind].in(lang), pageURL(lang, "/", at...), c.Count})
	}
	for _, b := range st.Imports {
		d.Batches = append(d.Batches, s.rowOf(b))
	}
	return &page{template: "state", title: [2]string{"目录状态", "State of the catalogue"}, data: d}, nil
}

// bars measures the rows against the longest.
func (t countTable) bars() countTable {
	most := int64(1)
	for _, r := range t.Rows {
		most = max(most, r.Count)
	}
	for i := range t.Rows {
		t.Rows[i].Bar = int((100*t.Rows[i].Count + most - 1) / most)
	}
	return t
}

// share is a part of a whole in percent.
func share(n, of int64) string {
	switch {
	case of == 0 || n == 0:
		return "0 %"
	case n*1000 < of:
		return "< 0.1 %"
	}
	return strconv.FormatFloat(100*float64(n)/float64(of), 'f', 1, 64) + " %"
}

// yearsAlone is how many of the newest years have a row of their own.
const yearsAlone = 5

// yearTable lists the newest years, and the decades before them.
func yearTable(years []search.FacetCount, lang string) countTable {
	t := countTable{ID: "year", Title: words{"年份", "Year"}.in(lang), Note: words{"编号中的年份，没有时为发布年份", "the year in the number, or else of publication"}.in(lang)}
	years = slices.Clone(years)
	slices.SortFunc(years, func(a, b search.FacetCount) int { return strings.Compare(b.Value, a.Value) })
	for i, y := range years {
		n, err := strconv.Atoi(y.Value)
		if err != nil {
			continue
		}
		from, to := n, n
		if i >= yearsAlone {
			from -= n % 10
			to = from + 9
		}
		span := strconv.Itoa(from)
		if to > from {
			to = min(to, lastOf(years[yearsAlone:]))
			span = strconv.Itoa(from) + ".." + strconv.Itoa(to)
		}
		at := pageURL(lang, "/", "year", span)
		if last := len(t.Rows) - 1; last >= 0 && t.Rows[last].URL == at {
			t.Rows[last].Count += y.Count
			continue
		}
		t.Rows = append(t.Rows, countRow{Label: strings.Replace(span, "..", "–", 1), URL: at, Count: y.Count})
	}
	return t.bars()
}

// lastOf is the newest of years that are in that order.
func lastOf(years []search.FacetCount) int {
	n, err := strconv.Atoi(years[0].Value)
	if err != nil {
		return 9999
	}
	return n
}
