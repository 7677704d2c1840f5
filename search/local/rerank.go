package local

import (
	"context"
	"math"
	"slices"

	"chabiao/corpus"
	seg "chabiao/corpus/segment"
)

// rerankDepth is how many of the best by words are looked at closely.
const rerankDepth = 60

// looksAtTitles reports whether a search is for words alone: only then are the
// best looked at closely.
func (p *prepared) looksAtTitles() bool { return len(p.plan.Words) > 0 && p.plan.Number == nil }

// rerank orders the first documents by how their titles have the words: all or
// some of them, together, in the order asked for, filling the title or lost in
// it. The index knows no positions; the titles of a few dozen entries do, at the
// price of reading them, of which the answer then has its own.
func (e *Engine) rerank(ctx context.Context, p *prepared, best []found) error {
	if !p.looksAtTitles() || len(best) < 2 {
		return nil
	}
	best = best[:min(rerankDepth, len(best))]
	records, err := e.records(ctx, best)
	if err != nil {
		return err
	}
	from, err := e.adopters(ctx, p, best)
	if err != nil {
		return err
	}
	for i, rec := range records {
		if best[i].rec = rec; rec != nil {
			titles := rec
			if a, ok := p.adopterOf(&best[i]); ok && from[a.row()] != nil {
				titles = from[a.row()]
			}
			best[i].title = p.titleFit(titles.Entry)
			best[i].weigh(best[i].title)
		}
	}
	lead(best)
	sortFound(best)
	return nil
}

func (f *found) weigh(factor float32) {
	f.score *= factor
	f.key = float64(f.score)
}

// titleFit is the factor of the title that fits the words best; 1 for one that
// has none of them.
func (p *prepared) titleFit(en *corpus.Entry) float32 {
	best, m := float32(1), p.matching()
	for _, title := range en.Titles {
		var length int
		p.places, length = m.Locate(title, p.places[:0])
		best = max(best, p.fit(p.places, length))
	}
	return best
}

// matching finds the words in texts.
func (p *prepared) matching() *seg.Matcher {
	if p.matcher == nil {
		p.matcher = seg.NewMatcher(p.words)
	}
	return p.matcher
}

// fit is the factor of one title.
func (p *prepared) fit(places []seg.Place, length int) float32 {
	if len(places) == 0 || length == 0 {
		return 1
	}
	var all, mass float32
	for i, u := range p.words {
		if !u.Optional {
			all += p.idf[i]
		}
	}
	covered := 0
	for _, pl := range places {
		mass += p.idf[pl.Unit] * float32(math.Sqrt(float64(pl.Weight)))
		covered += pl.Len
	}
	if all > 0 {
		mass /= all
	}
	together, ordered := float32(1), float32(1)
	if n := len(places) - 1; n > 0 {
		inOrder := 0
		for i := range n {
			if places[i].At < places[i+1].At {
				inOrder++
			}
		}
		ordered = float32(inOrder) / float32(n)
		slices.SortFunc(places, func(a, b seg.Place) int { return a.At - b.At })
		near := 0
		for i := range n {
			if gap := places[i+1].At - places[i].At - places[i].Len; gap <= 1 {
				near++
			}
		}
		together = float32(near) / float32(n)
	}
	fill := min(1, float32(covered)/float32(length))
	return 1 + mass*mass*(titleWeight+togetherWeight*together+orderWeight*ordered+fillWeight*fill)
}
