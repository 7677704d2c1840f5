package enginetest

import (
	"testing"

	"chabiao/corpus"
	"chabiao/search"
)

// testDates holds the filters, orders and counts by date to the entries' dates.
func testDates(t *testing.T, e search.Engine) {
	of := map[string]func(h *search.Hit) string{
		"published":   func(h *search.Hit) string { return h.Published },
		"implemented": func(h *search.Hit) string { return h.Implemented },
		"withdrawn":   func(h *search.Hit) string { return h.Withdrawn },
	}
	everything, err := e.Search(t.Context(), search.Request{Size: 1})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range search.DateNames {
		list, err := e.Dates(t.Context(), name, "..")
		if err == nil {
			t.Errorf("%s: a span of nothing counts %v", name, list)
		}
		if list, err = e.Dates(t.Context(), name, "0001.."); err != nil || len(list) == 0 && name != "withdrawn" {
			t.Fatalf("%s: %v %v", name, list, err)
		}
		if len(list) == 0 {
			continue // the sample says of no standard when it was withdrawn
		}
		whole := int64(0)
		for i, d := range list {
			if i > 0 && list[i-1].Date.Compare(d.Date) >= 0 {
				t.Errorf("%s: %v is not before %v", name, list[i-1].Date, d.Date)
			}
			whole += d.Count
		}
		for _, span := range []string{list[0].Date.String(), list[len(list)-1].Date.String(), "2016", "2017-07", "2008..2016-12", "..2015", "2016-12.."} {
			for _, sort := range []string{name, "-" + name} {
				holdSpan(t, e, name, span, sort, of[name])
			}
		}
		dated, err := e.Search(t.Context(), search.Request{Filters: map[string][]string{name: {"..9999"}}, Size: 1})
		if err != nil || dated.Total != whole || whole == 0 || whole > everything.Total {
			t.Errorf("%s: %d entries by date, %d by the filter, %v", name, whole, dated.Total, err)
		}
	}
	if _, err := e.Dates(t.Context(), "confirmed", "2016"); corpus.KindOf(err) != corpus.NotFound {
		t.Errorf("an unknown date: %v", err)
	}
	if _, err := e.Dates(t.Context(), "published", "soon"); corpus.KindOf(err) != corpus.InvalidArgument {
		t.Errorf("an unknown span: %v", err)
	}
}

func holdSpan(t *testing.T, e search.Engine, name, span, sort string, date func(*search.Hit) string) {
	t.Helper()
	want, ok := search.ParseDateSpan(span)
	if !ok {
		t.Fatalf("%s is no span", span)
	}
	resp, err := e.Search(t.Context(), search.Request{Filters: map[string][]string{name: {span}}, Sort: sort, Size: 100})
	if err != nil {
		t.Fatalf("%s=%s: %v", name, span, err)
	}
	list, err := e.Dates(t.Context(), name, span)
	if err != nil {
		t.Fatalf("%s in %s: %v", name, span, err)
	}
	n := int64(0)
	for _, d := range list {
		if n += d.Count; want.Compare(d.Date) != 0 {
			t.Errorf("%s in %s counts %s", name, span, d.Date)
		}
	}
	if n != resp.Total {
		t.Errorf("%s=%s: %d found, %d counted", name, span, resp.Total, n)
	}
	var last corpus.Date
	for i := range resp.Hits {
		d, err := corpus.ParseDate(date(&resp.Hits[i]))
		if err != nil || want.Compare(d) != 0 {
			t.Errorf("%s=%s finds %s of %s", name, span, resp.Hits[i].Number, d)
		}
		if c := last.Compare(d); i > 0 && (sort == name && c > 0 || sort != name && c < 0) {
			t.Errorf("%s=%s by %s: %s after %s", name, span, sort, d, last)
		}
		last = d
	}
}
