// Package local is the search engine that runs inside the program: it reads
// the bleve index's own segments, keeps columns of values beside them, and
// collects, ranks and counts by itself. Records come from the catalogue.
package local

import (
	"fmt"

	"chabiao/indexer/schema"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// view is one segment of the index, ready for searching. Segments never
// change, so a view is made once and serves until its segment is merged away.
type view struct {
	id       uint64
	known    *knownLists // of the words asked for last
	size     int         // documents, deleted ones included
	rows     []uint32    // by document: its row in the catalogue
	facts    []facts
	values   [nFacts]values          // of the facts
	classes  [2]*classes             // ICS, CCS
	dates    map[string]*dates       // by the names of search.DateNames
	lengths  [][]uint8               // by text field: the step of each document's length
	shortest [len(fieldWeight)]uint8 // by text field: the least step of any
	totals   []float64               // by text field: sum of the lengths
	fielded  []float64               // by text field: documents that have it
	standing []float32               // by document: see weights.go
	// byStanding are the documents in the order of their standing, the best
	// first, and of their rows.
	byStanding []uint32
	tiers      [2][]tier // by language asked in, zh and en: see tiersOf
	// amendments are the documents that amend others; it belongs to the view.
	amendments *roaring.Bitmap
	adopts     *adoptions
	far        [2]distances
	shelves    []shelf // documents by what to suggest first
}

// newView reads the columns of a segment from its postings.
func newView(s *scorch.SegmentSnapshot) (*view, error) {
	v := &view{id: s.Id(), known: newKnownLists(int(s.FullSize())), size: int(s.FullSize())}
	seg := s.Segment()
	if err := v.readFacts(seg); err != nil {
		return nil, err
	}
	if err := v.readLengths(seg); err != nil {
		return nil, err
	}
	dict, err := seg.Dictionary(schema.FieldFlag)
	if err != nil {
		return nil, err
	}
	amendments, err := postings(dict, schema.FlagAmendment)
	if err != nil {
		return nil, err
	}
	v.amendments = amendments.Clone()
	if v.adopts, err = newAdoptions(s); err != nil {
		return nil, err
	}
	v.rows = make([]uint32, v.size)
	for doc := range v.rows {
		id, err := seg.DocID(uint64(doc))
		if err != nil {
			return nil, err
		}
		row, err := schema.ParseDocID(string(id))
		if err != nil {
			return nil, err
		}
		v.rows[doc] = uint32(row)
	}
	v.standing = standings(v, amendments)
	v.byStanding = byStanding(v.standing, v.rows)
	v.tiers = [2][]tier{v.tiersOf(0), v.tiersOf(1)}
	v.far = newDistances(v)
	v.shelves = newShelves(v)
	return v, nil
}

func (v *view) readLengths(seg segment.Segment) error {
	n := len(schema.TextFields)
	v.lengths, v.totals, v.fielded = make([][]uint8, n), make([]float64, n), make([]float64, n)
	for i := range v.lengths {
		v.lengths[i] = make([]uint8, v.size)
	}
	terms, err := allTerms(seg, schema.FieldLength)
	if err != nil {
		return err
	}
	return terms.each(func(term string, docs *roaring.Bitmap) bool {
		field, step, ok := schema.ParseLengthTerm(term)
		if !ok {
			return true
		}
		if v.fielded[field] == 0 || step < v.shortest[field] {
			v.shortest[field] = step
		}
		count := float64(docs.GetCardinality())
		v.totals[field] += count * float64(schema.StepLength(step))
		v.fielded[field] += count
		eachDoc(docs, func(doc uint32) { v.lengths[field][doc] = step })
		return true
	})
}

// length is the step of the length of a document's field.
func (v *view) length(field int, doc uint32) uint8 {
	if field == fieldClass {
		return 0
	}
	return v.lengths[field][doc] & 63
}

// bytes is the memory that the view's columns and the lists kept take.
func (v *view) bytes() int64 {
	n := v.known.size() + 4*len(v.standing) + 4*len(v.rows) + 4*len(v.byStanding)
	for _, tiers := range v.tiers {
		for _, t := range tiers {
			n += int(t.docs.GetSizeInBytes())
		}
	}
	n += 2 * nFacts * len(v.facts)
	for _, d := range v.dates {
		n += d.bytes()
	}
	for _, c := range v.classes {
		n += c.bytes()
	}
	for _, vals := range v.values[:factICS] {
		n += 32 * len(vals.terms)
	}
	for _, l := range v.lengths {
		n += len(l)
	}
	for _, sh := range v.shelves {
		n += int(sh.docs.GetSizeInBytes())
	}
	return int64(n) + v.adopts.bytes()
}

func eachDoc(docs *roaring.Bitmap, do func(doc uint32)) {
	eachSome(docs, func(some []uint32) {
		for _, doc := range some {
			do(doc)
		}
	})
}

// eachSome hands out the documents of a set in order, some at a time.
func eachSome(docs *roaring.Bitmap, do func(some []uint32)) {
	var buf [1024]uint32
	it := docs.ManyIterator()
	for n := it.NextMany(buf[:]); n > 0; n = it.NextMany(buf[:]) {
		do(buf[:n])
	}
}

// emptyOnly makes sure that an iterator of a kind without a bitmap has nothing.
func emptyOnly(it segment.PostingsIterator) error {
	p, err := it.Next()
	if err == nil && p != nil {
		err = fmt.Errorf("index: postings of an unknown kind %T", it)
	}
	return err
}

// reader is a view in use by one search: its segment, and the documents
// deleted from it when the search began.
type reader struct {
	*view
	snap    *scorch.SegmentSnapshot
	deleted *roaring.Bitmap
	dicts   map[string]segment.TermDictionary
}

func (r *reader) dict(field string) (segment.TermDictionary, error) {
	if d := r.dicts[field]; d != nil {
		return d, nil
	}
	d, err := r.snap.Segment().Dictionary(field)
	if err == nil {
		r.dicts[field] = d
	}
	return d, err
}

// docs are the documents with a term in a field, deleted ones included.
func (r *reader) docs(field, term string) (*roaring.Bitmap, error) {
	d, err := r.dict(field)
	if err != nil {
		return nil, err
	}
	return postings(d, term)
}

// maxExpansion bounds the terms that a prefix may stand for.
const maxExpansion = 20000

// prefixDocs are the documents with any term of a prefix in a field.
func (r *reader) prefixDocs(field, prefix string) (*roaring.Bitmap, error) {
	terms, err := r.terms(field, prefix)
	if err != nil {
		return nil, err
	}
	return terms.first(maxExpansion).union()
}

// prefixEnd is the first string behind all that begin with the prefix; nil
// when there is none.
func prefixEnd(prefix string) []byte {
	end := []byte(prefix)
	for i := len(end) - 1; i >= 0; i-- {
		if end[i] < 0xff {
			end[i]++
			return end[:i+1]
		}
	}
	return nil
}

// live takes the deleted documents out of a set that the caller owns.
func (r *reader) live(docs *roaring.Bitmap) *roaring.Bitmap {
	if r.deleted != nil {
		docs.AndNot(r.deleted)
	}
	return docs
}

// alive is a set without the deleted documents: a new one, or the same where
// none is deleted.
func (r *reader) alive(docs *roaring.Bitmap) *roaring.Bitmap {
	if r.deleted == nil || r.deleted.IsEmpty() {
		return docs
	}
	return roaring.AndNot(docs, r.deleted)
}

// all are the documents that are not deleted.
func (r *reader) all() *roaring.Bitmap {
	docs := roaring.New()
	docs.AddRange(0, uint64(r.size))
	return r.live(docs)
}
