package local

import (
	"context"
	"math"
	"slices"
	"sort"
	"time"

	"chabiao/corpus"
	"chabiao/indexer/schema"
	"chabiao/search"

	"github.com/RoaringBitmap/roaring/v2"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// dateFields are the fields of search.DateNames.
var dateFields = map[string]string{"published": schema.FieldDate, "implemented": schema.FieldImplemented, "withdrawn": schema.FieldWithdrawn}

// dates is the column of one of an entry's dates.
type dates struct {
	values          // in the order of time
	ords   []uint16 // by document
}

func newDates(seg segment.Segment, field string, size int) (*dates, error) {
	d := &dates{ords: make([]uint16, size)}
	var err error
	d.values, err = readValues(seg, field, func(docs *roaring.Bitmap, ord uint16) {
		eachDoc(docs, func(doc uint32) { d.ords[doc] = ord })
	})
	return d, err
}

func (d *dates) bytes() int { return 2*len(d.ords) + 32*len(d.terms) }

// within are the ordinals of the dates in a span: from first up to end.
func (d *dates) within(span search.DateSpan) (first, end int) {
	at := func(ord int) int { return span.Compare(schema.ParseDateTerm(d.terms[ord])) }
	first = max(1, sort.Search(len(d.terms), func(ord int) bool { return at(ord) >= 0 }))
	return first, max(first, sort.Search(len(d.terms), func(ord int) bool { return at(ord) > 0 }))
}

// fewDates is up to how many dates their lists are joined; of more, the column
// is read from end to end, which takes a millisecond for a million documents.
const fewDates = 64

// dateDocs finds the documents with a date in a span.
func (r *reader) dateDocs(name, text string) (*roaring.Bitmap, error) {
	span, _ := search.ParseDateSpan(text)
	d := r.dates[name]
	first, end := d.within(span)
	if end-first > fewDates {
		dense := make([]uint64, (len(d.ords)+63)/64)
		for doc, ord := range d.ords {
			if first <= int(ord) && int(ord) < end {
				dense[doc/64] |= 1 << (doc % 64)
			}
		}
		return roaring.FromDense(dense, true), nil
	}
	var sets []*roaring.Bitmap
	for _, term := range d.terms[first:end] {
		docs, err := r.docs(dateFields[name], term)
		if err != nil {
			return nil, err
		}
		sets = append(sets, docs)
	}
	return union(sets), nil
}

// Dates implements search.Engine.
func (e *Engine) Dates(ctx context.Context, name, text string) ([]search.DateCount, error) {
	if dateFields[name] == "" {
		return nil, corpus.Errorf(corpus.NotFound, "no date %q", name).WithHint("there are published, implemented and withdrawn")
	}
	if _, err := parseFilters(map[string][]string{name: {text}}); err != nil {
		return nil, err
	}
	span, _ := search.ParseDateSpan(text)
	s, err := e.open()
	if err != nil {
		return nil, err
	}
	defer s.close()
	counts := make(map[string]int64)
	for _, r := range s.readers {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		d := r.dates[name]
		first, end := d.within(span)
		for ord := first; ord < end; ord++ {
			n := d.whole[ord]
			if r.deleted != nil && !r.deleted.IsEmpty() {
				docs, err := r.docs(dateFields[name], d.terms[ord])
				if err != nil {
					return nil, err
				}
				n -= int64(docs.AndCardinality(r.deleted))
			}
			if n > 0 {
				counts[d.terms[ord]] += n
			}
		}
	}
	out := make([]search.DateCount, 0, len(counts))
	for term, n := range counts {
		out = append(out, search.DateCount{Date: schema.ParseDateTerm(term), Count: n})
	}
	slices.SortFunc(out, func(a, b search.DateCount) int { return a.Date.Compare(b.Date) })
	return out, nil
}

// Keys of documents in the order of a date, below those of real days.
const (
	keyUndated = -1e9 // without the date
	keyToCome  = -1e8 // to be published: before those, the nearest first
)

// offerByDate offers documents by one of their dates; those without it are last
// in both directions. What is published in days to come, 2109 for 2019, is no
// news and stands behind all that was published.
func (r *reader) offerByDate(match *roaring.Bitmap, name string, newest bool, best *topK) {
	d := r.dates[name]
	keys := make([]float64, len(d.terms))
	known := int32(math.MaxInt32)
	if newest && name == "published" {
		known = today().Ordinal()
	}
	for ord := 1; ord < len(keys); ord++ {
		day := schema.ParseDateTerm(d.terms[ord]).Ordinal()
		switch keys[ord] = float64(day); {
		case !newest:
			keys[ord] = -keys[ord]
		case day > known:
			keys[ord] = keyToCome - keys[ord]
		}
	}
	keys[0] = keyUndated
	eachDoc(match, func(doc uint32) {
		if key := keys[d.ords[doc]]; key >= best.floor() {
			best.offer(candidate{key: key, row: r.rows[doc], doc: doc, r: r})
		}
	})
}

// today is the day at the server.
func today() corpus.Date {
	y, m, d := time.Now().Date()
	return corpus.Date{Year: int16(y), Month: uint8(m), Day: uint8(d)}
}
