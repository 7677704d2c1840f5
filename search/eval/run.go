package eval

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"

	"chabiao/corpus"
)

// Figure is what a set, or a part of it, comes to.
type Figure struct {
	Set, Part string
	Queries   int // that were counted
	Unknown   int // whose outcome could not be told: not counted
	Scores    Scores
	Made      string // equal for the same queries
}

// Ranked is an answer's first lines, with their grades.
type Ranked struct {
	Set, Text string
	Numbers   []string
	Grades    []int
}

// Result is what a searcher came to.
type Result struct {
	Searcher  string
	Catalogue Catalogue
	Figures   []Figure
	Lists     []Ranked
}

// listed is how many lines of a ranked list are kept, sampled how many lists
// of a set that is not judged.
const (
	listed  = 10
	sampled = 25
)

// Progress is told how many queries of how many are done.
type Progress func(done, total int)

// Run asks a searcher everything.
func Run(ctx context.Context, s Searcher, c *Collection, progress Progress) (_ *Result, err error) {
	defer corpus.Wrap(&err, "measure %s", s.Name())
	r := &Result{Searcher: s.Name(), Catalogue: c.Catalogue}
	t := newTally()
	lists := make(map[string]int)
	known := make(map[string][]Line) // answers to the known items' queries
	for i := range c.Queries {
		q := &c.Queries[i]
		if progress != nil && i%50 == 0 {
			progress(i, len(c.Queries))
		}
		if q.Reach != nil {
			reach, err := s.Reaches(ctx, q.Text, q.Reach)
			if err != nil {
				return nil, fmt.Errorf("%q: %w", q.Text, err)
			}
			t.reach(q, reach)
			continue
		}
		lines, done := known[q.Text]
		if !done || q.Part != Plain {
			if lines, err = s.Search(ctx, q.Text, q.Filters, depth); err != nil {
				return nil, fmt.Errorf("%q: %w", q.Text, err)
			}
		}
		if slices.Contains(knownSets[:], q.Set) {
			known[q.Text] = lines // which are the plain forms of the distorted ones
		}
		grades := q.grade(lines)
		t.add(q, q.score(grades))
		if q.Part == Plain || !c.judged[q.Set] && lists[q.Set] >= sampled {
			continue
		}
		lists[q.Set]++
		l := Ranked{Set: q.Set, Text: q.Text, Grades: first(grades, listed)}
		for _, line := range lines[:min(listed, len(lines))] {
			l.Numbers = append(l.Numbers, line.Number)
		}
		r.Lists = append(r.Lists, l)
	}
	if progress != nil {
		progress(len(c.Queries), len(c.Queries))
	}
	r.Figures = t.figures()
	return r, nil
}

// tally sums scores by set and part, in the order they come.
type tally struct {
	order []setPart
	sums  map[setPart]*sum
}

type setPart struct{ set, part string }

type sum struct {
	scores           Scores
	queries, unknown int
	made             uint64
}

func newTally() *tally { return &tally{sums: make(map[setPart]*sum)} }

func (t *tally) at(set, part string) *sum {
	key := setPart{set, part}
	s := t.sums[key]
	if s == nil {
		s = new(sum)
		t.sums[key] = s
		t.order = append(t.order, key)
	}
	return s
}

// sumsOf are the sums that a query counts in: its set's, and its part's.
// Plain queries are not among those of their set.
func (t *tally) sumsOf(q *Query) []*sum {
	if q.Part == "" || q.Part == Plain {
		return []*sum{t.at(q.Set, q.Part)}
	}
	return []*sum{t.at(q.Set, ""), t.at(q.Set, q.Part)}
}

func (t *tally) add(q *Query, scores Scores) {
	for _, s := range t.sumsOf(q) {
		for m := range s.scores {
			s.scores[m] += scores[m]
		}
		s.queries++
		s.made += q.hash()
	}
}

func (t *tally) reach(q *Query, r Reach) {
	for _, s := range t.sumsOf(q) {
		s.made += q.hash()
		if r == Unknown {
			s.unknown++
			continue
		}
		if s.queries == 0 {
			s.scores = noScores()
			s.scores[RecallAll] = 0
		}
		s.queries++
		if r == Reached {
			s.scores[RecallAll]++
		}
	}
}

// hash tells a query from another by what is asked and how much is wanted.
func (q *Query) hash() uint64 {
	texts := []string{q.Set, q.Part, q.Text}
	for _, w := range q.Wants {
		texts = append(texts, strconv.Itoa(w.Grade))
	}
	return hash(texts...)
}

func (t *tally) figures() []Figure {
	var out []Figure
	for _, key := range t.order {
		s := t.sums[key]
		f := Figure{Set: key.set, Part: key.part, Queries: s.queries, Unknown: s.unknown, Scores: noScores(), Made: fmt.Sprintf("%08x", uint32(s.made^s.made>>32))}
		for m := range s.scores {
			if s.queries > 0 {
				f.Scores[m] = s.scores[m] / float64(s.queries)
			}
		}
		out = append(out, f)
	}
	return out
}

// Has reports whether the metric says something of the set.
func (f *Figure) Has(m Metric) bool { return !math.IsNaN(f.Scores[m]) }
