package check

import (
	"context"
	"slices"
	"strings"
	"testing"

	"chabiao/corpus"
	"chabiao/search"

	"github.com/google/go-cmp/cmp"
)

// shelf is an engine that knows what a few numbers mean.
type shelf struct {
	search.Engine
	means map[string][]search.NumberMatch
	lives map[string]*search.Standing
	asked []int // how many numbers, then how many ids
}

func (s *shelf) Resolve(_ context.Context, numbers []string, _ string) ([]search.Resolution, error) {
	s.asked = append(s.asked, len(numbers))
	out := make([]search.Resolution, len(numbers))
	for i, n := range numbers {
		out[i] = search.Resolution{Input: n, Matches: s.means[n], Found: len(s.means[n]) > 0}
		if !out[i].Found {
			out[i].Hint = "no " + n + "."
		}
	}
	return out, nil
}

func (s *shelf) Standing(_ context.Context, ids []string, _ string) ([]*search.Standing, error) {
	s.asked = append(s.asked, len(ids))
	out := make([]*search.Standing, len(ids))
	for i, id := range ids {
		out[i] = s.lives[id]
	}
	return out, nil
}

func day(y, m, d int) corpus.Date {
	return corpus.Date{Year: int16(y), Month: uint8(m), Day: uint8(d)}
}

// teapots is a standard with three editions, the last to come, a draft, one that
// has gone without a successor, one in force beside a contradiction, and one of
// which nothing is known.
func teapots() *shelf {
	s := &shelf{means: map[string][]search.NumberMatch{}, lives: map[string]*search.Standing{}}
	add := func(st search.Standing) search.Ref {
		st.Country, st.Title = "CN", "茶壶 "+st.Number
		s.lives[st.ID] = &st
		return search.Ref{Number: st.Number, ID: st.ID, Title: st.Title, Status: st.Status.String()}
	}
	match := func(input, id, kind string) {
		st := s.lives[id]
		s.means[input] = append(s.means[input], search.NumberMatch{ID: id, Number: st.Number, Kind: kind, Explain: st.Number + "。"})
	}
	next := add(search.Standing{ID: "n", Number: "GB 1-2026", Status: corpus.StatusUpcoming, Published: day(2026, 2, 1), Implemented: day(2026, 12, 1)})
	now := add(search.Standing{ID: "c", Number: "GB 1-2016", Status: corpus.StatusCurrent, Published: day(2016, 2, 1), Implemented: day(2016, 8, 1), Next: []search.Successor{{Ref: next, Begins: day(2026, 12, 1), Stated: true}}})
	add(search.Standing{ID: "o", Number: "GB 1-2000", Status: corpus.StatusSuperseded, Published: day(2000, 2, 1), Implemented: day(2000, 8, 1), Next: []search.Successor{{Ref: now, Begins: day(2016, 8, 1), Stated: true}}, UseInstead: []search.Ref{now}})
	add(search.Standing{ID: "d", Number: "GB 2-2026", Status: corpus.StatusDraft})
	add(search.Standing{ID: "w", Number: "GB 3-1990", Status: corpus.StatusWithdrawn, Published: day(1990, 2, 1), Implemented: day(1990, 8, 1)})
	add(search.Standing{ID: "x", Number: "GB 4-1990", Status: corpus.StatusCurrent, Published: day(1990, 2, 1), Implemented: day(1990, 8, 1), Withdrawn: day(2005, 1, 1)})
	add(search.Standing{ID: "u", Number: "GB 5-1990"})
	late := add(search.Standing{ID: "l", Number: "GB 6-2025", Status: corpus.StatusUpcoming, Published: day(2025, 12, 1), Implemented: day(2026, 5, 1)})
	add(search.Standing{ID: "p", Number: "GB 6-2010", Status: corpus.StatusCurrent, Published: day(2010, 2, 1), Implemented: day(2010, 8, 1), Next: []search.Successor{{Ref: late, Begins: day(2026, 5, 1), Stated: true}}})
	add(search.Standing{ID: "a", Number: "GB 1-2016/XG1-2020", Status: corpus.StatusCurrent, Published: day(2020, 1, 1), Implemented: day(2020, 6, 1)})
	for _, id := range []string{"c", "n", "o"} {
		match("GB 1", id, search.KindYearMissing)
	}
	for id := range s.lives {
		match(s.lives[id].Number, id, search.KindExact)
	}
	match("GB 1-2010", "c", search.KindOtherYear)
	match("GB 1-2016/XG1", "a", search.KindAmendment)
	match("GB 1-2016/XG9", "c", search.KindAmendment)
	s.means["gone"] = []search.NumberMatch{{ID: "no-more", Number: "GB 9", Kind: search.KindExact}}
	return s
}

func TestAsk(t *testing.T) {
	today := day(2026, 6, 1)
	for _, c := range []struct {
		input   string
		day     corpus.Date
		verdict string
		number  string
		status  string
		use     string
		says    string
	}{
		{"GB 1-2016", today, InForce, "GB 1-2016", "current", "", "将被 GB 1-2026 代替（2026-12-01 起实施）"},
		{"GB 1", today, InForce, "GB 1-2016", "current", "", ""},
		{"GB 1-2000", today, Replace, "GB 1-2000", "superseded", "GB 1-2016", ""},
		{"GB 1-2026", today, NotYet, "GB 1-2026", "upcoming", "", ""},
		{"GB 2-2026", today, Doubtful, "GB 2-2026", "draft", "", ""},
		{"GB 3-1990", today, Replace, "GB 3-1990", "withdrawn", "", "目录中没有代替它的标准"},
		{"GB 4-1990", today, Doubtful, "GB 4-1990", "current", "", "目录写作“现行”，但废止日期 2005-01-01 已到。请核实。"},
		{"GB 6-2025", today, Doubtful, "GB 6-2025", "upcoming", "", "目录写作“即将实施”，但实施日期 2026-05-01 已到。"},
		{"GB 6-2010", today, Doubtful, "GB 6-2010", "current", "GB 6-2025", "但代替它的 GB 6-2025 的实施日期 2026-05-01 已到。"},
		{"GB 5-1990", today, Doubtful, "GB 5-1990", "unknown", "", ""},
		{"GB 1-2010", today, Doubtful, "GB 1-2016", "current", "", ""},
		{"GB 1-2016/XG1", today, InForce, "GB 1-2016/XG1-2020", "current", "", ""},
		{"GB 1-2016/XG9", today, Doubtful, "GB 1-2016", "current", "", ""},
		{"GB 8-1990", today, NotFound, "", "", "", "No GB 8-1990"},
		{"gone", today, NotFound, "", "", "", ""},
		{"", today, NoNumber, "", "", "", "没有标准号"},
		// Then.
		{"GB 1-2000", day(2010, 1, 1), InForce, "GB 1-2000", "current", "GB 1-2016", "2010-01-01 时：现行（2000-08-01 起实施）"},
		{"GB 1-2016", day(2016, 3, 1), NotYet, "GB 1-2016", "upcoming", "", "2016-03-01 时：即将实施"},
		{"GB 1-2016", day(2010, 1, 1), NotYet, "GB 1-2016", "unpublished", "", "尚未发布（2016-02-01 发布）"},
		{"GB 1-2016", day(2027, 1, 1), Replace, "GB 1-2016", "superseded", "GB 1-2026", "GB 1-2026 自 2026-12-01 起实施"},
		{"GB 1-2026", day(2027, 1, 1), InForce, "GB 1-2026", "current", "", ""},
		{"GB 3-1990", day(2001, 1, 1), Doubtful, "GB 3-1990", "unknown", "", "没有它的废止日期"},
		// Without a year the edition in force on the day is meant.
		{"GB 1", day(2010, 1, 1), InForce, "GB 1-2000", "current", "GB 1-2016", ""},
		{"GB 1", day(2027, 1, 1), InForce, "GB 1-2026", "current", "", ""},
		{"GB 1", day(1990, 1, 1), NotYet, "GB 1-2016", "unpublished", "", ""},
	} {
		got, err := Ask(t.Context(), teapots(), []string{c.input}, Options{Day: c.day, Today: today, Lang: "zh"})
		if err != nil || len(got) != 1 {
			t.Fatalf("%s: %v", c.input, err)
		}
		a := got[0]
		var use []string
		for _, r := range a.UseInstead {
			use = append(use, r.Number)
		}
		if a.Verdict != c.verdict || a.Number != c.number || a.Status != c.status || strings.Join(use, " ") != c.use || !strings.Contains(a.Reason, c.says) {
			t.Errorf("%s on %s: %+v", c.input, c.day, a)
		}
		if (a.StatusLabel == "") != (a.Status == "") {
			t.Errorf("%s: status %q is called %q", c.input, a.Status, a.StatusLabel)
		}
	}
}

// TestOrder: answers stand in the order of the numbers, and a number that
// comes many times is looked up once.
func TestOrder(t *testing.T) {
	inputs := []string{"GB 1-2000", "", "GB 8-1990", "GB 1-2000", "GB 3-1990", "GB 1-2000", ""}
	e := teapots()
	got, err := Ask(t.Context(), e, inputs, Options{Today: day(2026, 6, 1), Lang: "en"})
	if err != nil {
		t.Fatal(err)
	}
	var verdicts []string
	for _, a := range got {
		verdicts = append(verdicts, a.Verdict)
		if strings.ContainsAny(strings.ReplaceAll(a.Reason, "。", ""), "目录中的") {
			t.Errorf("Chinese in English: %s", a.Reason)
		}
	}
	want := []string{Replace, NoNumber, NotFound, Replace, Replace, Replace, NoNumber}
	if d := cmp.Diff(want, verdicts); d != "" {
		t.Error(d)
	}
	if !slices.Equal(e.asked, []int{3, 2}) {
		t.Errorf("%v numbers and ids were looked up", e.asked)
	}
	counts := Counts(got)
	if d := cmp.Diff(map[string]int{InForce: 0, Replace: 4, NotYet: 0, Doubtful: 0, NotFound: 1, NoNumber: 2}, counts); d != "" {
		t.Error(d)
	}
	for _, v := range Verdicts {
		if Label(v, "zh") == "" || Label(v, "en") == "" || Label(v, "zh") == Label(v, "en") {
			t.Errorf("%s has no name", v)
		}
	}
}
