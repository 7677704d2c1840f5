package local

import (
	"cmp"
	"container/heap"
	"context"
	"slices"
	"strings"

	"chabiao/corpus"
	"chabiao/corpus/catalogue"
	"chabiao/corpus/number"
	"chabiao/indexer/schema"
	"chabiao/search"
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
}

// row is the document's row in the catalogue.
func (f *found) row() uint32 { return f.r.rows[f.doc] }

// order is by key, and of what is alike by its place in the catalogue, which does
// not depend on how the index was built.
func order(a, b *found) int {
	return cmp.Or(cmp.Compare(b.key, a.key), cmp.Compare(a.row(), b.row()))
}

func better(a, b *found) bool { return order(a, b) < 0 }

// worstFirst is a heap of the best seen so far, the worst of them on top.
type worstFirst []found

func (h worstFirst) Len() int           { return len(h) }
func (h worstFirst) Less(i, j int) bool { return better(&h[j], &h[i]) }
func (h worstFirst) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *worstFirst) Push(x any)        { *h = append(*h, x.(found)) }
func (h *worstFirst) Pop() any {
	last := len(*h) - 1
	x := (*h)[last]
	*h = (*h)[:last]
	return x
}

// offer keeps x if it is among the best k.
func (h *worstFirst) offer(x found, k int) {
	switch {
	case len(*h) < k:
		heap.Push(h, x)
	case k > 0 && better(&x, &(*h)[0]):
		(*h)[0] = x
		heap.Fix(h, 0)
	}
}

// collect gives the first k documents in the order asked for.
func (e *Engine) collect(ctx context.Context, s *snapshot, p *prepared, sort string, k int) ([]found, error) {
	k = min(k, int(p.total))
	if sort == search.SortNumber {
		return e.collectByNumber(ctx, s, p, k)
	}
	best := make(worstFirst, 0, k)
	for _, r := range s.readers {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		match := p.match[r]
		if match.IsEmpty() {
			continue
		}
		if sort != search.SortRelevance {
			c := r.singles[schema.FieldDate]
			keys := make([]float64, len(c.terms))
			for ord := 1; ord < len(keys); ord++ {
				keys[ord] = float64(schema.ParseDateTerm(c.terms[ord]).Ordinal())
				if sort == search.SortOldest {
					keys[ord] = -keys[ord]
				}
			}
			keys[0] = -1e9 // without a date: last in both directions
			eachDoc(match, func(doc uint32) { best.offer(found{r: r, doc: doc, key: keys[c.ords[doc]]}, k) })
			continue
		}
		sc := getScratch(r.size)
		if err := r.scoreText(p.words, p.idf, p.stats, match, sc); err != nil {
			return nil, err
		}
		levels := p.levels[r]
		foreign := p.ownLanguage(r)
		eachDoc(match, func(doc uint32) {
			score := sc.scores[doc]
			if len(p.words) == 0 && len(levels) == 0 {
				score = 1
			}
			level := float32(0)
			for i := range levels {
				if levels[i].docs.Contains(doc) {
					level = levels[i].score
					if len(p.plan.Words) == 0 {
						score = 1 // the letters of the number tell its editions not apart
					}
					break
				}
			}
			if foreign != nil && foreign[doc] == 0 {
				score *= otherLanguage
			}
			score = level + min(score, maxText)*r.standing[doc]
			best.offer(found{r: r, doc: doc, key: float64(score), score: score}, k)
		})
		sc.release(match)
	}
	sortFound(best)
	return best, nil
}

// ownLanguage are the lengths of the titles in the language that was asked in;
// nil when no words were.
func (p *prepared) ownLanguage(r *reader) []uint8 {
	if len(p.plan.Words) == 0 {
		return nil
	}
	for _, u := range p.plan.Words {
		if u.Ideographic {
			return r.lengths[0]
		}
	}
	return r.lengths[1]
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
		d, err := r.dict(schema.FieldSort)
		if err != nil {
			return nil, err
		}
		it := d.AutomatonIterator(nil, nil, nil)
		for n < want {
			t, err := it.Next()
			if err != nil {
				return nil, err
			}
			if t == nil {
				break
			}
			docs, err := postings(d, t.Term)
			if err != nil {
				return nil, err
			}
			key := strings.Clone(t.Term)
			eachDoc(docs, func(doc uint32) {
				if p.match[r].Contains(doc) {
					all = append(all, keyed{found{r: r, doc: doc}, key})
					n++
				}
			})
		}
	}
	slices.SortStableFunc(all, func(a, b keyed) int { return strings.Compare(a.key, b.key) })
	out := make([]found, 0, k)
	for _, x := range all[:min(k, len(all))] {
		out = append(out, x.found)
	}
	return out, nil
}

// records gives the entries of documents, from the catalogue where they have not
// been read yet. One that has gone since the index was read is nil.
func (e *Engine) records(ctx context.Context, docs []found) ([]*catalogue.Record, error) {
	out := make([]*catalogue.Record, len(docs))
	var rows []int64
	var at []int
	for i := range docs {
		if out[i] = docs[i].rec; out[i] == nil {
			rows, at = append(rows, int64(docs[i].row())), append(at, i)
		}
	}
	if len(rows) == 0 {
		return out, nil
	}
	read, err := e.cat.ByRows(ctx, rows)
	if err != nil {
		return nil, err
	}
	for i, rec := range read {
		out[at[i]] = rec
	}
	return out, nil
}

// hits reads and dresses the documents.
func (e *Engine) hits(ctx context.Context, p *prepared, docs []found, req search.Request) ([]search.Hit, error) {
	records, err := e.records(ctx, docs)
	if err != nil {
		return nil, err
	}
	out := make([]search.Hit, 0, len(docs))
	for i, rec := range records {
		if rec == nil {
			continue
		}
		h := newHit(rec, req.Lang)
		h.Score = float64(docs[i].score)
		h.Match.Kind = p.kind(docs[i])
		if h.Match.Kind == "number" {
			if h.Match.Relation, h.Match.Explain, err = e.reason(ctx, p, rec, docs[i], req.Lang); err != nil {
				return nil, err
			}
		}
		if req.Explain && req.Sort == search.SortRelevance {
			sum, err := docs[i].explain(p, req.Lang)
			if err != nil {
				return nil, err
			}
			h.Match.Explain = strings.TrimSpace(h.Match.Explain + " " + sum)
		}
		h.Highlights = e.highlights(rec.Entry, p.words)
		for _, f := range docs[i].under {
			en := f.rec.Entry
			h.Editions = append(h.Editions, search.EditionHit{ID: f.rec.ID, Number: en.Number, Title: en.Title(req.Lang),
				Status: en.Status.String(), StatusLabel: en.Status.Label(req.Lang)})
		}
		out = append(out, h)
	}
	return out, nil
}

func (p *prepared) kind(d found) string {
	for _, l := range p.levels[d.r] {
		if l.docs.Contains(d.doc) {
			return "number"
		}
	}
	if len(p.words) > 0 {
		return "text"
	}
	return "filter"
}

func newHit(rec *catalogue.Record, lang string) search.Hit {
	en := rec.Entry
	n, _ := number.Parse(en.Number)
	f := schema.FactsOf(en, n)
	h := search.Hit{
		ID: rec.ID, Number: en.Number, Title: en.Title(lang), Titles: en.Titles,
		Status: en.Status.String(), StatusLabel: en.Status.Label(lang),
		Published: en.Published.String(), Implemented: en.Implemented.String(), Withdrawn: en.Withdrawn.String(),
		ReplacedBy: en.ReplacedBy, Level: f.Level, LevelLabel: number.Level(f.Level).Label(lang), Body: f.Body, Country: f.Country, ICS: en.ICS, CCS: en.CCS,
	}
	if h.Titles == nil {
		h.Titles = map[string]string{}
	}
	return h
}

// highlightRunes is about how much of an abstract a highlight shows.
const highlightRunes = 120

func (e *Engine) highlights(en *corpus.Entry, words []wordUnit) map[string]string {
	if len(words) == 0 {
		return nil
	}
	out := make(map[string]string)
	mark := func(key, text string, limit int) {
		if spans := e.seg.Matches(text, words); len(spans) > 0 {
			out[key] = markHTML(text, spans, limit)
		}
	}
	for lang, title := range en.Titles {
		mark("title_"+lang, title, 0)
	}
	for lang, text := range en.Abstracts {
		mark(strings.TrimSuffix("abstract_"+lang, "_"), text, highlightRunes)
	}
	return out
}
