package bench

import (
	"cmp"
	"context"
	"iter"
	"slices"

	"chabiao/search"
	"chabiao/search/bench/peer"
)

// Query is one question of a class.
type Query struct {
	Request search.Request // facets aside
	Suggest bool           // a completion of Request.Query, not a search
	Hits    int64          // as the engine says; Untold of suggestions
	AnyWord int64          // entries whose title has any of its words, about; of the classes of four words
	Atleast int            // so many of its words are in every hit; 0: all

	Question *peer.Question // for peers
	Same     bool           // that means the same, so that totals can be compared
}

// class is a kind of queries.
type class struct {
	name  string
	what  string // in a few words, for the table's readers
	share int    // of a hundred requests of the mixed load
	// draw yields candidates, the same ones for the same seed and catalogue.
	draw func(s *survey) iter.Seq[Query]
	fits func(q *Query, resp *search.Response) bool // nil: those with hits
	// largest takes those with the most hits of many candidates, not the first.
	largest bool
	suggest bool // completions, which have no facets
}

// classes in the order of the table. A word of a query is one that must be
// found, as the engine reads it.
var classes = []*class{
	{name: "number", what: "a number with its year", share: 22, draw: (*survey).numbers},
	{name: "undated", what: "a number without its year", share: 12, draw: (*survey).undated},
	{name: "prefix", what: "completion of a number's first digits", share: 10, draw: (*survey).prefixes, suggest: true},
	{name: "rare", what: "a word of 5 to 50 titles", share: 9, draw: (*survey).rare, fits: seldom},
	{name: "common", what: "one of the most frequent words", share: 3, draw: (*survey).common},
	{name: "two", what: "two words of a title", share: 10, draw: (*survey).two},
	{name: "four", what: "four frequent words of a title", share: 3, draw: (*survey).four},
	{name: "most", what: "four frequent words that no entry has together: most of them", share: 1, draw: (*survey).most, fits: relaxed, largest: true},
	{name: "phrase", what: "a stretch of a title", share: 5, draw: (*survey).phrases},
	{name: "english", what: "two or three words of an English title", share: 5, draw: (*survey).english},
	{name: "filter", what: "filters only", share: 2, draw: (*survey).filterOnly},
	{name: "filtered", what: "a word with filters", share: 5, draw: (*survey).filtered},
	{name: "all", what: "everything", share: 2, draw: (*survey).everything},
	{name: "deep", what: "a page up to 10,000 results deep", share: 1, draw: (*survey).deep},
	{name: "suggest", what: "completion of a title's beginning", share: 10, draw: (*survey).beginnings, suggest: true},
}

// seldom leaves out rare words that are found by frequent ones too, which mean
// the same.
func seldom(q *Query, _ *search.Response) bool { return q.Hits <= 2*rareTo }

func relaxed(_ *Query, resp *search.Response) bool { return resp.Interpretation.Relaxed > 1 }

// candidates is how many times as many queries are drawn as wanted.
const candidates = 8

// prepare draws the queries of a class and asks each once: those that fit stay.
func (c *class) prepare(ctx context.Context, s *survey, opt *Options) ([]*Query, error) {
	e := &engine{opt.Engine, opt.Adjust}
	var out []*Query
	have := make(map[string]bool)
	tries := candidates * opt.Queries
	for q := range c.draw(s) {
		if tries == 0 || len(out) == opt.Queries && !c.largest {
			break
		}
		tries--
		if key := q.String(); have[key] {
			continue
		} else {
			have[key] = true
		}
		ok, err := c.try(ctx, e, &q)
		if err != nil {
			return nil, err
		}
		if ok {
			q.Question, q.Same = rephrase(&q, s.parser)
			// Words also find what those that have them adopt, which peers don't follow.
			q.Same = q.Same && !(s.adopts && len(q.Question.Words) > 0)
			out = append(out, &q)
		}
	}
	if c.largest {
		slices.SortStableFunc(out, func(a, b *Query) int { return cmp.Compare(b.Hits, a.Hits) })
		out = out[:min(len(out), opt.Queries)]
	}
	return out, ctx.Err()
}

// try asks a candidate. What was mended is another query than the one drawn.
func (c *class) try(ctx context.Context, e *engine, q *Query) (ok bool, err error) {
	if q.Suggest = c.suggest; q.Suggest {
		q.Hits = Untold
		list, err := e.Suggest(ctx, q.Request.Query, search.DefaultSize, "zh")
		return len(list) > 0, err
	}
	resp, err := e.search(ctx, q, false)
	if err != nil {
		return false, err
	}
	q.Hits, q.Atleast = resp.Total, resp.Interpretation.Relaxed
	if len(resp.Hits) == 0 || resp.Interpretation.Corrected != nil {
		return false, nil
	}
	return c.fits == nil || c.fits(q, resp), nil
}
