package eval

import (
	"context"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func lines(numbers ...string) []Line {
	out := make([]Line, len(numbers))
	for i, n := range numbers {
		out[i] = Line{Number: n}
	}
	return out
}

// TestScore compares with figures worked out by hand.
func TestScore(t *testing.T) {
	three := []Want{{3, []string{Key("GB 1-2000")}}, {2, []string{Key("GB 2-2000")}}, {1, []string{Key("GB 3-2000")}}}
	same := []Want{{3, []string{Key("GB 1-2000"), Key("GB 1-1990")}}}
	log3 := math.Log2(3)
	ideal := 7 + 3/log3 + 0.5
	deep := append(lines(strings.Fields(strings.Repeat("X1 ", 10))...), lines("GB 1-2000")...)
	for _, c := range []struct {
		name  string
		query Query
		lines []Line
		want  Scores // RecallAll aside
	}{
		{"best order", Query{Wants: three}, lines("gb1-2000", "GB 2—2000", "GB 3-2000"), Scores{1, 1, 1, 1, 1}},
		{"worst order", Query{Wants: three}, lines("GB 3-2000", "GB 2-2000", "GB 1-2000"), Scores{0.5, (1 + 3/log3 + 3.5) / ideal, 1, 1, 0}},
		{"a gap", Query{Wants: three}, lines("GB 9-2000", "GB 1-2000"), Scores{0.5, 7 / log3 / ideal, 1.0 / 3, 1.0 / 3, 0}},
		{"related only", Query{Wants: three}, lines("GB 3-2000"), Scores{0, 1 / ideal, 1.0 / 3, 1.0 / 3, 0}},
		{"nothing", Query{Wants: three}, nil, Scores{}},
		{"beyond ten", Query{Wants: same}, deep, Scores{0, 0, 0, 1, 0}},
		{"same title counts once", Query{Wants: same}, lines("GB 1-1990", "GB 1-2000"), Scores{1, 1, 1, 1, 1}},
		{"in the group", Query{Wants: same, Members: true}, []Line{{"GB 7-2020", []string{"GB 1-1990"}}}, Scores{1, 1, 1, 1, 1}},
		{"a judged line stands for itself", Query{Wants: same}, []Line{{"GB 7-2020", []string{"GB 1-1990"}}}, Scores{}},
	} {
		c.want[RecallAll] = math.NaN()
		got := c.query.score(c.query.grade(c.lines))
		if diff := cmp.Diff(c.want, got, cmpopts.EquateApprox(0, 1e-12), cmpopts.EquateNaNs()); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

// answers is a searcher that knows what to say.
type answers struct {
	lines map[string][]Line
	reach map[string]Reach
}

func (answers) Name() string { return "answers" }

func (a answers) Search(_ context.Context, text string, _ map[string][]string, size int) ([]Line, error) {
	l := a.lines[text]
	return l[:min(size, len(l))], nil
}

func (a answers) Reaches(_ context.Context, text string, _ *Target) (Reach, error) {
	return a.reach[text], nil
}

func TestRun(t *testing.T) {
	want := []Want{{3, []string{Key("GB 1-2000")}}}
	c := &Collection{Catalogue: Catalogue{Entries: 7}, judged: map[string]bool{"a": true}, Queries: []Query{
		{Set: "a", Part: "p", Text: "right", Wants: want},
		{Set: "a", Part: "q", Text: "second", Wants: want},
		{Set: "typo_zh", Text: "wrong", Wants: want},
		{Set: "typo_zh", Part: Plain, Text: "right", Wants: want},
		{Set: "substring", Text: "in", Reach: &Target{}},
		{Set: "substring", Text: "out", Reach: &Target{}},
		{Set: "substring", Text: "deep", Reach: &Target{}},
	}}
	r, err := Run(t.Context(), answers{
		map[string][]Line{"right": lines("GB 1-2000"), "second": lines("GB 2-2000", "GB 1-2000")},
		map[string]Reach{"in": Reached, "deep": Unknown},
	}, c, nil)
	if err != nil {
		t.Fatal(err)
	}
	type row struct {
		set, part        string
		queries, unknown int
		mrr, recall      float64
	}
	var got []row
	for _, f := range r.Figures {
		got = append(got, row{f.Set, f.Part, f.Queries, f.Unknown, f.Scores[MRR10], f.Scores[RecallAll]})
	}
	nan := math.NaN()
	rows := []row{{"a", "", 2, 0, 0.75, nan}, {"a", "p", 1, 0, 1, nan}, {"a", "q", 1, 0, 0.5, nan}, {"typo_zh", "", 1, 0, 0, nan}, {"typo_zh", Plain, 1, 0, 1, nan}, {"substring", "", 2, 1, nan, 0.5}}
	if diff := cmp.Diff(rows, got, cmp.AllowUnexported(row{}), cmpopts.EquateNaNs()); diff != "" {
		t.Error(diff)
	}
	lists := []Ranked{{"a", "right", []string{"GB 1-2000"}, []int{3}}, {"a", "second", []string{"GB 2-2000", "GB 1-2000"}, []int{0, 3}}, {"typo_zh", "wrong", nil, []int{}}}
	if diff := cmp.Diff(lists, r.Lists, cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
}
