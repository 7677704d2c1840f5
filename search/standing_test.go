package search

import (
	"testing"

	"chabiao/corpus"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func date(t testing.TB, s string) corpus.Date {
	t.Helper()
	d, err := corpus.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestOn holds the states of standards on a day to the rule, one line a case of
// it.
func TestOn(t *testing.T) {
	const today = "2026-06-15"
	next := func(begins string) []Successor { return []Successor{{Begins: date(t, begins)}} }
	of := func(status corpus.Status, country, published, implemented, withdrawn string, next []Successor) Standing {
		return Standing{Status: status, Country: country, Published: date(t, published), Implemented: date(t, implemented), Withdrawn: date(t, withdrawn), Next: next}
	}
	inForce := of(corpus.StatusCurrent, "CN", "2016-12-30", "2017-07-01", "", nil)
	replaced := of(corpus.StatusSuperseded, "CN", "2008-12-30", "2009-03-01", "", next("2017-07-01"))
	withdrawn := of(corpus.StatusWithdrawn, "CN", "2000", "2001-06", "2010-01-01", nil)
	for _, c := range []struct {
		name string
		s    Standing
		day  string
		want State
	}{
		{"today, by the source", inForce, today, State{"current", BySource}},
		{"before publication", inForce, "2016-12-29", State{Unpublished, ByPublished}},
		{"published, not in force", inForce, "2017-06-30", State{"upcoming", ByImplemented}},
		{"the first day", inForce, "2017-07-01", State{"current", ByImplemented}},
		{"a day to come", inForce, "2030-01-01", State{"current", ByImplemented}},
		{"replaced: before", replaced, "2017-06-30", State{"current", ByImplemented}},
		{"replaced: the day", replaced, "2017-07-01", State{"superseded", BySuccessor}},
		{"replaced: a day to come", replaced, "2030-01-01", State{"superseded", BySource}},
		{"withdrawn: before", withdrawn, "2009-12-31", State{"current", ByImplemented}},
		{"withdrawn: after", withdrawn, "2010-01-01", State{"withdrawn", ByWithdrawn}},
		{"in the year of publication", withdrawn, "2000-05-05", State{"unknown", Imprecise}},
		{"in the month of implementation", withdrawn, "2001-06-05", State{"unknown", Imprecise}},
		{"withdrawn, no date", of(corpus.StatusWithdrawn, "CN", "2000-01-01", "2000-06-01", "", nil), "2010-01-01", State{"unknown", NoEnd}},
		{"superseded, successor without dates", of(corpus.StatusSuperseded, "CN", "2000-01-01", "2000-06-01", "", next("")), "2010-01-01", State{"unknown", NoEnd}},
		{"to be replaced: today", of(corpus.StatusCurrent, "CN", "2016-01-01", "2016-06-01", "", next("2027-01-01")), today, State{"current", BySource}},
		{"to be replaced: then", of(corpus.StatusCurrent, "CN", "2016-01-01", "2016-06-01", "", next("2027-01-01")), "2027-01-01", State{"superseded", BySuccessor}},
		{"beside its successor", of(corpus.StatusCurrent, "CN", "2016-01-01", "2016-06-01", "", next("2020-01-01")), "2022-01-01", State{"current", ByImplemented}},
		{"Chinese, no date in force: the first year", of(corpus.StatusCurrent, "CN", "2016-03-01", "", "", nil), "2016-09-01", State{"unknown", NoBegin}},
		{"Chinese, no date in force: later", of(corpus.StatusCurrent, "CN", "2016-03-01", "", "", nil), "2017-03-01", State{"current", ByImplemented}},
		{"ISO: from publication", of(corpus.StatusCurrent, "", "2016-03-01", "", "", nil), "2016-03-01", State{"current", ByImplemented}},
		{"year of the number only", Standing{Status: corpus.StatusCurrent, Year: 2015}, "2016-01-01", State{"current", ByImplemented}},
		{"year of the number: within", Standing{Status: corpus.StatusCurrent, Year: 2015}, "2015-07-01", State{"unknown", Imprecise}},
		{"nothing known", Standing{Status: corpus.StatusCurrent}, "2016-01-01", State{"unknown", NoBegin}},
		{"no status", of(corpus.StatusUnknown, "CN", "2016-01-01", "2016-06-01", "", nil), "2017-01-01", State{"unknown", NoStatus}},
		{"no status, replaced", of(corpus.StatusUnknown, "CN", "2016-01-01", "2016-06-01", "", next("2018-01-01")), "2019-01-01", State{"superseded", BySuccessor}},
		{"no status, replaced: today", Standing{Next: []Successor{{Ref: Ref{Status: "current"}, Stated: true}}}, today, State{"superseded", BySuccessor}},
		{"no status, a later edition: today", Standing{Next: []Successor{{Ref: Ref{Status: "current"}}}}, today, State{"unknown", BySource}},
		{"upcoming: then", of(corpus.StatusUpcoming, "CN", "2026-05-01", "2026-12-01", "", nil), "2026-12-01", State{"current", ByImplemented}},
		{"upcoming, no date", of(corpus.StatusUpcoming, "CN", "2026-05-01", "", "", nil), "2028-12-01", State{"unknown", NoBegin}},
		{"upcoming, its day has passed", of(corpus.StatusUpcoming, "CN", "2026-01-01", "2026-06-01", "", nil), today, State{"upcoming", Contradicts}},
		{"in force, withdrawn before today", of(corpus.StatusCurrent, "CN", "2016-01-01", "2016-06-01", "2020-01-01", nil), today, State{"current", Contradicts}},
		{"in force, but not from today", of(corpus.StatusCurrent, "CN", "2026-01-01", "2026-07-01", "", nil), today, State{"current", Contradicts}},
		{"in force, what replaces it was to come before today", of(corpus.StatusCurrent, "CN", "2016-01-01", "2016-06-01", "", []Successor{{Ref: Ref{Status: "upcoming"}, Begins: date(t, "2026-06-15")}}), today, State{"current", Contradicts}},
		{"in force, what replaces it is to come", of(corpus.StatusCurrent, "CN", "2016-01-01", "2016-06-01", "", []Successor{{Ref: Ref{Status: "upcoming"}, Begins: date(t, "2026-06-16")}}), today, State{"current", BySource}},
		{"in force, to be withdrawn", of(corpus.StatusCurrent, "CN", "2016-01-01", "2016-06-01", "2027-01-01", nil), "2027-02-01", State{"withdrawn", ByWithdrawn}},
		{"partly superseded: before", of(corpus.StatusPartlySuperseded, "CN", "2016-01-01", "2016-06-01", "", nil), "2018-01-01", State{"partly_superseded", BySource}},
		{"draft", of(corpus.StatusDraft, "CN", "2016-01-01", "", "", nil), "2018-01-01", State{"draft", BySource}},
	} {
		if d := cmp.Diff(c.want, c.s.On(date(t, c.day), date(t, today))); d != "" {
			t.Errorf("%s: %s", c.name, d)
		}
	}
}

// TestOnOrder: as days go by, a standard with known dates is unpublished,
// upcoming, in force and over, never the other way.
func TestOnOrder(t *testing.T) {
	rank := map[string]int{Unpublished: 0, "upcoming": 1, "current": 2, "superseded": 3, "withdrawn": 3}
	rapid.Check(t, func(t *rapid.T) {
		day := func(name string, from, to int) corpus.Date {
			n := rapid.IntRange(from, to).Draw(t, name)
			return corpus.Date{Year: int16(1990 + n/336), Month: uint8(1 + n%336/28), Day: uint8(1 + n%28)}
		}
		s := Standing{Status: rapid.SampledFrom([]corpus.Status{corpus.StatusSuperseded, corpus.StatusWithdrawn}).Draw(t, "status"),
			Country: "CN", Published: day("published", 0, 3000), Implemented: day("implemented", 3001, 6000), Withdrawn: day("withdrawn", 6001, 9000)}
		today := day("today", 9001, 9500)
		a, b := day("a", 0, 12000), day("b", 0, 12000)
		if a.Compare(b) > 0 {
			a, b = b, a
		}
		x, y := s.On(a, today), s.On(b, today)
		if rank[x.Code] > rank[y.Code] || x.Code == "unknown" || y.Code == "unknown" {
			t.Fatalf("%v on %s, %v on %s", x, a, y, b)
		}
	})
}
