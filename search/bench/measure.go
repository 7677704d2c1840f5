package bench

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"chabiao/corpus"
)

// measured is a class with its queries.
type measured struct {
	*class
	queries []*Query
}

// leastQueries of a class are asked, however long they take.
const leastQueries = 5

// millis are times of answers.
type millis []float32

func (m *millis) add(d time.Duration) { *m = append(*m, float32(d.Seconds()*1000)) }

// at gives a percentile, by nearest rank.
func (m millis) at(p float64) float64 {
	if len(m) == 0 {
		return 0
	}
	i := int(math.Ceil(p/100*float64(len(m)))) - 1
	return math.Round(float64(m[max(i, 0)])*1e4) / 1e4
}

func (m millis) times() Times {
	slices.Sort(m)
	return Times{P50: m.at(50), P95: m.at(95), P99: m.at(99)}
}

// measure asks the queries of a class of every asker in turn, each query of all
// of them before the next one, in another order each time.
func measure(ctx context.Context, c *class, queries []*Query, askers []Asker, opt *Options) ([]Latency, error) {
	modes := []bool{false, true}
	if c.suggest {
		modes = modes[:1]
	}
	agree, err := warm(ctx, c, queries, askers, modes)
	if err != nil {
		return nil, err
	}
	times := make([][2]millis, len(askers))
	deadline := time.Now().Add(opt.Each)
	asked := 0
rounds:
	for run := range opt.Runs {
		for i, q := range queries {
			if (run > 0 || i >= leastQueries) && time.Now().After(deadline) {
				break rounds
			}
			asked = max(asked, i+1)
			for m, facets := range modes {
				for k := range askers {
					at := (k + run + i) % len(askers)
					start := time.Now()
					if _, err := askers[at].Ask(ctx, q, facets); err != nil {
						return nil, fmt.Errorf("%s, class %s, %v: %w", askers[at].Name(), c.name, q, err)
					}
					times[at][m].add(time.Since(start))
				}
			}
		}
	}
	hits := spread(queries[:asked], func(q *Query) int64 { return q.Hits })
	anyWord := spread(queries[:asked], func(q *Query) int64 { return cmp.Or(q.AnyWord, Untold) })
	var rows []Latency
	for m, facets := range modes {
		for k, a := range askers {
			row := Latency{Table: "latency", Engine: a.Name(), Class: c.name, What: c.what, Facets: facets, Queries: asked, Samples: len(times[k][m]), Times: times[k][m].times(), Hits: hits, AnyWord: anyWord}
			if k > 0 {
				row.Agreement = agree[k]
				row.TimesSlower = ratio(row.P50, times[0][m].at(50))
			}
			rows = append(rows, row)
		}
	}
	return rows, nil
}

func ratio(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return math.Round(a/b*100) / 100
}

// warm asks every query once of each asker, not measured, and holds the totals
// against the engine's own.
func warm(ctx context.Context, c *class, queries []*Query, askers []Asker, modes []bool) ([]Agreement, error) {
	out := make([]Agreement, len(askers))
	for k, a := range askers {
		for i, q := range queries {
			total, err := a.Ask(ctx, q, false)
			if err == nil && i == 0 && len(modes) > 1 {
				_, err = a.Ask(ctx, q, true)
			}
			if err != nil {
				return nil, fmt.Errorf("%s, class %s, %v: %w", a.Name(), c.name, q, err)
			}
			if q.Hits == Untold || total == Untold || !canCompare(a, q) {
				continue
			}
			out[k].Compared++
			if total == q.Hits {
				out[k].Agree++
			} else if k == 0 {
				return nil, corpus.Errorf(corpus.Conflict, "%v: the answer has %d hits, and had %d when the query was drawn", q, total, q.Hits).WithHint("measure while nothing is imported")
			}
		}
	}
	return out, nil
}

// comparer is an asker whose totals are not always meant to be the engine's.
type comparer interface{ Comparable(q *Query) bool }

func canCompare(a Asker, q *Query) bool {
	c, ok := a.(comparer)
	return !ok || c.Comparable(q)
}

// spread is the least, the median and the greatest of what is told.
func spread(queries []*Query, of func(*Query) int64) *Hits {
	var list []int64
	for _, q := range queries {
		if n := of(q); n != Untold {
			list = append(list, n)
		}
	}
	if len(list) == 0 {
		return nil
	}
	slices.Sort(list)
	return &Hits{Least: list[0], Median: list[len(list)/2], Most: list[len(list)-1]}
}
