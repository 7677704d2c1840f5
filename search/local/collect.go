package local

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"chabiao/corpus/catalogue"
	"chabiao/indexer/schema"
	"chabiao/search"

	"github.com/RoaringBitmap/roaring/v2"
)

// found is a document on its way to the answer.
type found struct {
	r     *reader
	doc   uint32
	key   float64 // more is better
	score float32
	rec   *catalogue.Record // if it has been read already
	// What its score was multiplied by when it was looked at closely, to explain
	// it; 0: nothing.
	title, lent, edition float32
	series               string  // of a document that was looked at: what its editions share
	under                []found // further editions that stand under it
	led                  bool    // it counts for an entry that adopts it: see follow
}

// row is the document's row in the catalogue.
func (f *found) row() uint32 { return f.r.rows[f.doc] }

// order is by key, and of what is alike by its place in the catalogue, which does
// not depend on how the index was built.
func order(a, b *found) int {
	return cmp.Or(cmp.Compare(b.key, a.key), cmp.Compare(a.row(), b.row()))
}

// collect gives the first k documents in the order asked for.
func (e *Engine) collect(ctx context.Context, s *snapshot, p *prepared, sort string, k int) ([]found, error) {
	k = min(k, int(p.total))
	if sort == search.SortNumber {
		return e.collectByNumber(ctx, s, p, k)
	}
	date, newest, byDate := search.DateSort(sort)
	best := newTopK(k)
	for _, r := range s.readers {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		match := p.match[r]
		var err error
		switch {
		case match.IsEmpty():
		case byDate:
			r.offerByDate(match, date, newest, best)
		case p.scored():
			err = r.offerScored(ctx, p, match, best)
		case p.plan.Number != nil:
			r.offerLevels(p, match, best)
		default:
			r.offerStanding(match, best)
		}
		if err != nil {
			return nil, err
		}
	}
	out := best.found()
	if sort == search.SortRelevance {
		for i := range out {
			out[i].score = float32(out[i].key)
		}
	}
	return out, nil
}

// offerStanding offers documents that nothing but their standing orders: from
// the best one on until there are enough, unless they are few.
func (r *reader) offerStanding(match *roaring.Bitmap, best *topK) {
	offer := func(doc uint32) {
		if key := float64(r.standing[doc]); key >= best.floor() {
			best.offer(candidate{key: key, row: r.rows[doc], doc: doc, r: r})
		}
	}
	n := match.GetCardinality()
	if n*n < uint64(r.size)*uint64(best.k) { // so many steps to the first k on the other way
		eachDoc(match, offer)
		return
	}
	offered := 0
	for i, next := range r.byStanding {
		if i < len(r.byStanding)/patience {
			if match.Contains(next) {
				offer(next)
				if offered++; offered >= best.k {
					return // the first of the segment: byStanding is in the very order
				}
			}
			continue
		}
		// What is asked for stands far behind, withdrawn standards for one: the
		// rest of it is looked at as it comes.
		last, row := r.standing[next], r.rows[next]
		eachDoc(match, func(doc uint32) {
			if s := r.standing[doc]; s < last || s == last && r.rows[doc] >= row {
				offer(doc)
			}
		})
		return
	}
}

// patience is which part of a segment is gone through in the order of standing
// before the documents that match are gone through instead.
const patience = 16

// offerLevels offers documents by how they answer to a number.
func (r *reader) offerLevels(p *prepared, match *roaring.Bitmap, best *topK) {
	left := match
	for _, l := range p.levels[r] {
		docs := roaring.And(left, l.docs)
		left = roaring.AndNot(left, docs)
		eachDoc(docs, func(doc uint32) {
			best.offer(candidate{key: float64(l.score + r.standing[doc]), row: r.rows[doc], doc: doc, r: r})
		})
	}
}

// offerScored offers documents by the score of the words, and by how they answer
// to the number if there is one. Of words alone it begins with the documents of
// the best standing in the language asked in, and leaves out the rest once even
// one with every word could not be among the first any more: MaxScore (Turtle
// and Flood, 1995) by standing, which multiplies all the rest.
func (r *reader) offerScored(ctx context.Context, p *prepared, match *roaring.Bitmap, best *topK) error {
	if p.plan.Number != nil || match.GetCardinality() < tiersFrom {
		return r.offerTier(ctx, p, match, best)
	}
	ceiling := max(r.ceiling(p), p.lent)
	for _, t := range r.tiers[p.language()] {
		if float64(ceiling*t.most) < best.floor() {
			return nil
		}
		docs := roaring.And(match, t.docs)
		if docs.IsEmpty() {
			continue
		}
		if err := r.offerTier(ctx, p, docs, best); err != nil {
			return err
		}
	}
	return nil
}

// tiersFrom is how many documents make it worth while to part them.
const tiersFrom = 4096

// offerTier offers documents, each with its score.
func (r *reader) offerTier(ctx context.Context, p *prepared, docs *roaring.Bitmap, best *topK) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	p.looked += docs.GetCardinality()
	sc := getScratch(r.size)
	defer scratches.Put(sc)
	s := newScoring(r, p, docs, sc)
	own, levels, led := p.ownLanguage(r), p.levels[r], p.led[r]
	split(sc.ids, func(some []uint32) {
		s.add(some)
		raised := led.raise(some, sc.sums)
		mine := best.share()
		floor := mine.floor()
		for _, doc := range some {
			score := sc.sums[doc].score
			sc.sums[doc].score = 0
			level, alone := float32(0), false
			for i := range levels {
				if levels[i].docs.Contains(doc) {
					level = levels[i].score
					alone = p.standingAlone(level)
					break
				}
			}
			if own != nil && own[doc] == 0 {
				score *= otherLanguage
			}
			if alone {
				score = 1
			}
			key := float64(level + min(score, maxText)*r.standing[doc])
			if key >= floor {
				mine.offer(candidate{key: key, row: r.rows[doc], doc: doc, r: r, led: raised[doc]})
				floor = mine.floor()
			}
		}
		best.merge(mine)
	})
	return nil
}

// standingAlone reports whether standing alone orders what answers to a number
// in a way: where no words were asked for beside it, and among the editions of one
// standard, of which the one in force is meant whatever their titles say.
func (p *prepared) standingAlone(level float32) bool {
	return len(p.plan.Words) == 0 || level == scoreSeries
}

// ownLanguage are the lengths of the titles in the language that was asked in;
// nil when no words were.
func (p *prepared) ownLanguage(r *reader) []uint8 {
	if len(p.plan.Words) == 0 {
		return nil
	}
	return r.lengths[p.language()]
}

// language is that of the words asked for, as schema.TextFields has the titles:
// 0 for Chinese, 1 for English.
func (p *prepared) language() int {
	for _, u := range p.plan.Words {
		if u.Ideographic {
			return 0
		}
	}
	return 1
}

// collectByNumber orders by the numbers' natural order: within a segment by
// the place of the sort key in its dictionary, between segments by the keys.
func (e *Engine) collectByNumber(ctx context.Context, s *snapshot, p *prepared, k int) ([]found, error) {
	type keyed struct {
		found
		key string
	}
	var all []keyed
	for _, r := range s.readers {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		n := 0
		want := min(k, int(p.match[r].GetCardinality()))
		if want == 0 {
			continue
		}
		terms, err := r.terms(schema.FieldSort, "")
		if err != nil {
			return nil, err
		}
		seen := 0
		err = terms.each(func(key string, docs *roaring.Bitmap) bool {
			if seen++; seen%1024 == 0 && ctx.Err() != nil {
				return false
			}
			eachDoc(docs, func(doc uint32) {
				if p.match[r].Contains(doc) {
					all = append(all, keyed{found{r: r, doc: doc}, key})
					n++
				}
			})
			return n < want
		})
		if err := cmp.Or(err, ctx.Err()); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(all, func(a, b keyed) int { return cmp.Or(strings.Compare(a.key, b.key), cmp.Compare(a.row(), b.row())) })
	out := make([]found, 0, k)
	for _, x := range all[:min(k, len(all))] {
		out = append(out, x.found)
	}
	return out, nil
}
