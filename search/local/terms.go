package local

import (
	"errors"

	"github.com/RoaringBitmap/roaring/v2"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// termRange is a stretch of the terms of a field in a segment, in their order.
type termRange struct {
	dict     segment.TermDictionary
	from, to []byte // to is not in it; nil: to the end
	most     int    // so many terms at the most; 0: all
}

// first is the range of its first n terms.
func (t termRange) first(n int) termRange {
	t.most = n
	return t
}

// allTerms are the terms of a field.
func allTerms(seg segment.Segment, field string) (termRange, error) {
	d, err := seg.Dictionary(field)
	return termRange{dict: d}, err
}

// terms are the terms of a field that begin with a prefix.
func (r *reader) terms(field, prefix string) (termRange, error) {
	d, err := r.dict(field)
	return termRange{dict: d, from: []byte(prefix), to: prefixEnd(prefix)}, err
}

// uncounted is a dictionary that walks its terms without reading the documents
// of each to count them.
type uncounted interface {
	AutomatonIteratorOmitCount(a segment.Automaton, from, to []byte) segment.DictionaryIterator
}

// keys hands out the terms until do wants no more.
func (t termRange) keys(do func(term string) (more bool)) error {
	var it segment.DictionaryIterator
	if d, ok := t.dict.(uncounted); ok {
		it = d.AutomatonIteratorOmitCount(nil, t.from, t.to)
	} else {
		it = t.dict.AutomatonIterator(nil, t.from, t.to)
	}
	for n := 0; t.most == 0 || n < t.most; n++ {
		e, err := it.Next()
		if err != nil || e == nil || !do(e.Term) {
			return err
		}
	}
	return nil
}

// each hands out the terms with their documents, deleted ones included, until do
// wants no more. The set is only valid during the call.
func (t termRange) each(do func(term string, docs *roaring.Bitmap) (more bool)) error {
	var list segment.PostingsList
	var it segment.PostingsIterator
	one := roaring.New()
	var failed error
	err := t.keys(func(term string) bool {
		if list, failed = t.dict.PostingsList([]byte(term), nil, list); failed != nil {
			return false
		}
		it = list.Iterator(false, false, false, it)
		docs, single, err := documents(it)
		if failed = err; err != nil {
			return false
		}
		if docs == nil {
			one.Clear()
			one.Add(single)
			docs = one
		}
		return do(term, docs)
	})
	return errors.Join(failed, err)
}

// union are the documents of the terms.
func (t termRange) union() (*roaring.Bitmap, error) {
	var sets []*roaring.Bitmap
	var failed error
	err := t.keys(func(term string) bool {
		var docs *roaring.Bitmap
		docs, failed = postings(t.dict, term)
		sets = append(sets, docs)
		return failed == nil
	})
	if failed != nil || err != nil {
		return nil, errors.Join(failed, err)
	}
	return union(sets), nil
}

// postings are the documents of a term. The set belongs to the segment and must
// not be changed.
func postings(dict segment.TermDictionary, term string) (*roaring.Bitmap, error) {
	list, err := dict.PostingsList([]byte(term), nil, nil)
	if err != nil {
		return nil, err
	}
	docs, one, err := documents(list.Iterator(false, false, false, nil))
	if docs == nil && err == nil {
		docs = roaring.BitmapOf(one)
	}
	return docs, err
}

// documents are those of an iterator: a set, or one document where the set is nil.
func documents(it segment.PostingsIterator) (docs *roaring.Bitmap, one uint32, err error) {
	switch it := it.(type) {
	case segment.OptimizablePostingsIterator:
		if docs := it.ActualBitmap(); docs != nil {
			return docs, 0, nil
		}
		if doc, ok := it.DocNum1Hit(); ok {
			return nil, uint32(doc), nil
		}
		return none, 0, nil
	default:
		return none, 0, emptyOnly(it)
	}
}
