package local

import (
	"slices"

	"chabiao/corpus/class"

	"github.com/RoaringBitmap/roaring/v2"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// maxValues is how many different values a column can hold; documents with
// further ones count as having none.
const maxValues = 0xffff

// column holds one value a document: an ordinal into terms, from 1; 0 is none.
type column struct {
	ords  []uint16
	terms []string // terms[0] is ""
	whole []int64  // by ordinal: documents with it, deleted ones included
}

func newColumn(seg segment.Segment, name string, size int) (*column, error) {
	c := &column{ords: make([]uint16, size), terms: []string{""}, whole: []int64{0}}
	err := eachTerm(seg, name, func(term string, docs *roaring.Bitmap) {
		if len(c.terms) > maxValues {
			return
		}
		ord := uint16(len(c.terms))
		c.terms = append(c.terms, term)
		c.whole = append(c.whole, int64(docs.GetCardinality()))
		eachDoc(docs, func(doc uint32) { c.ords[doc] = ord })
	})
	return c, err
}

func (c *column) bytes() int { return 2*len(c.ords) + 32*len(c.terms) }

// tally counts the documents with each value.
func (c *column) tally(ids []uint32) []int64 {
	// Two counts side by side: neighbours often have the same value, and each
	// addition would wait for the one before.
	even, odd := make([]uint32, len(c.whole)), make([]uint32, len(c.whole))
	i := 0
	for ; i+1 < len(ids); i += 2 {
		even[c.ords[ids[i]]]++
		odd[c.ords[ids[i+1]]]++
	}
	if i < len(ids) {
		even[c.ords[ids[i]]]++
	}
	out := make([]int64, len(even))
	for ord := range out {
		out[ord] = int64(even[ord]) + int64(odd[ord])
	}
	return out
}

// multiColumn holds the classes of each document, any number of them, with all
// that stand above them.
type multiColumn struct {
	starts []uint32 // of each document's values in ords; one more than documents
	ords   []uint16
	terms  []string
	whole  []int64
	// Most documents have one class of the first level, and lists ask for no
	// others unless one is chosen: top has the first of them, several are the
	// documents with more.
	top     *column
	isTop   []bool // by ordinal
	several *roaring.Bitmap
}

func newMultiColumn(seg segment.Segment, name string, scheme class.Scheme, size int) (*multiColumn, error) {
	c := &multiColumn{starts: make([]uint32, size+1), terms: []string{""}, whole: []int64{0}}
	var lists []*roaring.Bitmap
	err := eachTerm(seg, name, func(term string, docs *roaring.Bitmap) {
		if len(c.terms) > maxValues {
			return
		}
		c.terms = append(c.terms, term)
		c.whole = append(c.whole, int64(docs.GetCardinality()))
		lists = append(lists, docs.Clone())
		eachDoc(docs, func(doc uint32) { c.starts[doc+1]++ })
	})
	if err != nil {
		return nil, err
	}
	for i := range size {
		c.starts[i+1] += c.starts[i]
	}
	c.ords = make([]uint16, c.starts[size])
	next := slices.Clone(c.starts)
	for i, docs := range lists {
		eachDoc(docs, func(doc uint32) {
			c.ords[next[doc]] = uint16(i + 1)
			next[doc]++
		})
	}
	c.readTop(scheme, size)
	return c, nil
}

func (c *multiColumn) readTop(scheme class.Scheme, size int) {
	c.isTop = make([]bool, len(c.terms))
	for ord := 1; ord < len(c.terms); ord++ {
		c.isTop[ord] = len(class.Ancestors(scheme, c.terms[ord])) == 1
	}
	c.top = &column{ords: make([]uint16, size), whole: c.whole}
	var several []uint32
	for doc := range uint32(size) {
		n := 0
		for _, ord := range c.of(doc) {
			if !c.isTop[ord] {
				continue
			}
			if n++; n == 1 {
				c.top.ords[doc] = ord
			}
		}
		if n > 1 {
			several = append(several, doc)
		}
	}
	c.several = roaring.BitmapOf(several...)
}

// of are the ordinals of a document's classes.
func (c *multiColumn) of(doc uint32) []uint16 { return c.ords[c.starts[doc]:c.starts[doc+1]] }

func (c *multiColumn) bytes() int {
	return 4*len(c.starts) + 2*len(c.ords) + 33*len(c.terms) + 2*len(c.top.ords) + int(c.several.GetSizeInBytes())
}

// tally counts the documents with each class of the first level, or with each.
func (c *multiColumn) tally(docs *roaring.Bitmap, ids []uint32, deep bool) []int64 {
	if deep {
		out := make([]int64, len(c.terms))
		for _, doc := range ids {
			for _, ord := range c.of(doc) {
				out[ord]++
			}
		}
		return out
	}
	out := c.top.tally(ids)
	eachDoc(roaring.And(c.several, docs), func(doc uint32) {
		for _, ord := range c.of(doc) {
			if c.isTop[ord] && ord != c.top.ords[doc] {
				out[ord]++
			}
		}
	})
	return out
}
