package local

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"chabiao/corpus/catalogue"
	"chabiao/indexer/schema"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
)

// Bounds of following adoptions.
const (
	followed    = 100 // of the entries found, the best that adopt something
	maxEditions = 64  // of one adopted standard
)

// adoptions tells which documents of a segment adopt which standards: a line for
// each adoption, in the order of the documents.
type adoptions struct {
	docs   []uint32
	series []string // key of all editions of the standard adopted
	all    *roaring.Bitmap
}

func newAdoptions(s *scorch.SegmentSnapshot) (*adoptions, error) {
	dict, err := s.Segment().Dictionary(schema.FieldNumber)
	if err != nil {
		return nil, err
	}
	type line struct {
		doc    uint32
		series string
	}
	var lines []line
	terms := termRange{dict: dict, from: []byte(schema.KeyAdopts), to: prefixEnd(schema.KeyAdopts)}
	err = terms.each(func(term string, docs *roaring.Bitmap) bool {
		series := strings.TrimPrefix(term, schema.KeyAdopts)
		eachDoc(docs, func(doc uint32) { lines = append(lines, line{doc, series}) })
		return true
	})
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(lines, func(a, b line) int { return cmp.Compare(a.doc, b.doc) })
	a := &adoptions{docs: make([]uint32, len(lines)), series: make([]string, len(lines)), all: roaring.New()}
	for i, l := range lines {
		a.docs[i], a.series[i] = l.doc, l.series
	}
	a.all.AddMany(a.docs)
	return a, nil
}

// of are the standards that a document adopts.
func (a *adoptions) of(doc uint32) []string {
	from, _ := slices.BinarySearch(a.docs, doc)
	to := from
	for to < len(a.docs) && a.docs[to] == doc {
		to++
	}
	return a.series[from:to]
}

func (a *adoptions) bytes() int64 {
	n := int64(20*len(a.docs)) + int64(a.all.GetSizeInBytes())
	for _, s := range a.series {
		n += int64(len(s))
	}
	return n
}

// led are the documents of a segment that entries found adopt, with who led to
// them.
type led map[uint32]adopter

// raise gives those among some documents, in order, what their adopters lend
// where it is more than their own score, and tells which these are.
func (l led) raise(some []uint32, sums []sum) map[uint32]bool {
	var raised map[uint32]bool
	for doc, from := range l {
		if _, ok := slices.BinarySearch(some, doc); ok && from.lends() > sums[doc].score {
			if raised == nil {
				raised = make(map[uint32]bool)
			}
			sums[doc].score, raised[doc] = from.lends(), true
		}
	}
	return raised
}

// adopter is the entry that led to one that it adopts.
type adopter struct {
	found
	series string // of what it adopts
}

// lends is what the adopter's score counts for what it adopts.
func (a *adopter) lends() float32 { return a.score * adoptedWeight }

// follow adds the standards that the best of the entries found adopt, for these
// say the same in another language. What counts is the adopter's score; a standard
// that several lead to has the best of them.
func (p *prepared) follow(ctx context.Context, s *snapshot) error {
	best := newTopK(followed)
	for _, r := range s.readers {
		from := roaring.And(p.base[r], r.adopts.all)
		if from.IsEmpty() {
			continue
		}
		if err := r.offerAdopters(ctx, p, from, best); err != nil {
			return err
		}
	}
	for _, f := range best.found() {
		f.score = float32(f.key)
		for _, series := range f.r.adopts.of(f.doc) {
			a := adopter{f, series}
			if err := p.guide(s.readers, a); err != nil {
				return err
			}
			p.lent = max(p.lent, a.lends())
		}
	}
	for r, to := range p.led {
		docs := roaring.New()
		for doc := range to {
			docs.Add(doc)
		}
		p.base[r] = union([]*roaring.Bitmap{p.base[r], docs})
	}
	return nil
}

// offerAdopters offers documents by the score of their words alone.
func (r *reader) offerAdopters(ctx context.Context, p *prepared, docs *roaring.Bitmap, best *topK) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	sc := getScratch(r.size)
	defer scratches.Put(sc)
	newScoring(r, p, docs, sc).add(sc.ids)
	for _, doc := range sc.ids {
		best.offer(candidate{key: float64(min(sc.sums[doc].score, maxText)), row: r.rows[doc], doc: doc, r: r})
		sc.sums[doc].score = 0
	}
	return nil
}

// guide notes what an adopter leads to: all editions of the standard that it
// adopts, without amendments.
func (p *prepared) guide(readers []*reader, from adopter) error {
	n := 0
	for _, r := range readers {
		docs, err := r.docs(schema.FieldNumber, schema.KeySeries+from.series)
		if err != nil {
			return err
		}
		for _, f := range r.appendFound(nil, docs) {
			if f.amends() || f.same(from.found) || n >= maxEditions {
				continue
			}
			n++
			if p.led[r] == nil {
				p.led[r] = make(led)
			}
			if _, ok := p.led[r][f.doc]; !ok { // the best came first
				p.led[r][f.doc] = from
			}
		}
	}
	return nil
}

// adopterOf is who led to a document that counts for what adopts it, not for
// words of its own.
func (p *prepared) adopterOf(d *found) (adopter, bool) {
	from, ok := p.led[d.r][d.doc]
	return from, ok && (d.led || !p.hasWord(d.r, d.doc))
}

// hasWord reports whether a document has any of the words or what means the same.
func (p *prepared) hasWord(r *reader, doc uint32) bool {
	for i := range p.lists[r] {
		if !p.words[i].Optional && p.lists[r][i].any.Contains(doc) {
			return true
		}
	}
	return false
}

// adopters reads the entries that led to documents, by their rows.
func (e *Engine) adopters(ctx context.Context, p *prepared, docs []found) (map[uint32]*catalogue.Record, error) {
	var from []found
	for i := range docs {
		if a, ok := p.adopterOf(&docs[i]); ok {
			from = append(from, a.found)
		}
	}
	records, err := e.records(ctx, from)
	if err != nil {
		return nil, err
	}
	out := make(map[uint32]*catalogue.Record, len(records))
	for i, rec := range records {
		if rec != nil {
			out[from[i].row()] = rec
		}
	}
	return out, nil
}
