package local

import (
	"slices"

	"chabiao/corpus/class"
	"chabiao/indexer/schema"

	"github.com/RoaringBitmap/roaring/v2"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// maxValues is how many different values a fact can have; documents with further
// ones count as having none.
const maxValues = 0xffff

// The facts of a document are an ordinal for each of these, from 1; 0 is none.
// They lie side by side, since counting facets wants them all of documents that
// lie far apart: one line of the processor's cache has them.
const (
	factStatus = iota
	factLevel
	factBody
	factCountry
	factYear
	factSource
	factICS // the first class of the first level
	factCCS // the same
	nFacts
)

// facts are a document's.
type facts [nFacts]uint16

// singleFacts are the fields with one value a document, in the order of facts.
var singleFacts = []string{schema.FieldStatus, schema.FieldLevel, schema.FieldBody, schema.FieldCountry, schema.FieldYear, schema.FieldSource}

// values are the values of a fact, by ordinal.
type values struct {
	terms []string // terms[0] is ""
	whole []int64  // documents with it, deleted ones included
}

// readValues reads the values of a field in order, and tells set which document
// has which.
func readValues(seg segment.Segment, name string, set func(docs *roaring.Bitmap, ord uint16)) (values, error) {
	v := values{[]string{""}, []int64{0}}
	terms, err := allTerms(seg, name)
	if err != nil {
		return v, err
	}
	err = terms.each(func(term string, docs *roaring.Bitmap) bool {
		if len(v.terms) > maxValues {
			return false
		}
		ord := uint16(len(v.terms))
		v.terms = append(v.terms, term)
		v.whole = append(v.whole, int64(docs.GetCardinality()))
		set(docs, ord)
		return true
	})
	return v, err
}

// readFacts fills the facts of a segment from its postings.
func (v *view) readFacts(seg segment.Segment) (err error) {
	v.facts = make([]facts, v.size)
	for i, name := range singleFacts {
		if v.values[i], err = readValues(seg, name, func(docs *roaring.Bitmap, ord uint16) {
			eachDoc(docs, func(doc uint32) { v.facts[doc][i] = ord })
		}); err != nil {
			return err
		}
	}
	v.dates = make(map[string]*dates, len(dateFields))
	for name, field := range dateFields {
		if v.dates[name], err = newDates(seg, field, v.size); err != nil {
			return err
		}
	}
	for fact, scheme := range map[int]class.Scheme{factICS: class.ICS, factCCS: class.CCS} {
		c, err := newClasses(seg, map[int]string{factICS: schema.FieldICS, factCCS: schema.FieldCCS}[fact], scheme, v.size)
		if err != nil {
			return err
		}
		v.values[fact] = c.values
		v.classes[fact-factICS] = c
		for doc := range v.facts {
			v.facts[doc][fact] = c.first(uint32(doc))
		}
	}
	return nil
}

// classes are the classes of each document, any number of them, with all that
// stand above them.
type classes struct {
	values
	starts []uint32 // of each document's ordinals in ords; one more than documents
	ords   []uint16
	isTop  []bool // by ordinal: of the first level
	// several are the documents with more than one class of the first level; of
	// the others the facts tell it.
	several *roaring.Bitmap
}

func newClasses(seg segment.Segment, name string, scheme class.Scheme, size int) (*classes, error) {
	c := &classes{starts: make([]uint32, size+1)}
	var lists []*roaring.Bitmap
	var err error
	c.values, err = readValues(seg, name, func(docs *roaring.Bitmap, _ uint16) {
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
	c.isTop = make([]bool, len(c.terms))
	for ord := 1; ord < len(c.terms); ord++ {
		c.isTop[ord] = len(class.Ancestors(scheme, c.terms[ord])) == 1
	}
	var several []uint32
	for doc := range uint32(size) {
		n := 0
		for _, ord := range c.of(doc) {
			if c.isTop[ord] {
				n++
			}
		}
		if n > 1 {
			several = append(several, doc)
		}
	}
	c.several = roaring.BitmapOf(several...)
	return c, nil
}

// of are the ordinals of a document's classes.
func (c *classes) of(doc uint32) []uint16 { return c.ords[c.starts[doc]:c.starts[doc+1]] }

// first is the first of a document's classes of the first level.
func (c *classes) first(doc uint32) uint16 {
	for _, ord := range c.of(doc) {
		if c.isTop[ord] {
			return ord
		}
	}
	return 0
}

func (c *classes) bytes() int {
	return 4*len(c.starts) + 2*len(c.ords) + 33*len(c.terms) + int(c.several.GetSizeInBytes())
}

// fact is a document's value of a fact; "" if it has none.
func (v *view) fact(doc uint32, fact int) string { return v.values[fact].terms[v.facts[doc][fact]] }
