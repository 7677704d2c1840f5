package inverted

import (
	"slices"

	index "github.com/blevesearch/bleve_index_api"
)

// Chunk gathers the documents of one segment. It serves one goroutine.
type Chunk struct {
	names    []string // of the fields, in the order of the segment
	fields   []map[string]*list
	ids      []string
	postings int
	terms    int
	slab     []list // lists not used yet
}

// list is the documents of one term, ascending.
type list struct {
	first uint32
	last  uint32
	times uint32 // that the term was added to last
	more  []uint32
}

// NewChunk returns an empty chunk for documents of these fields. Callers speak
// of a field by its place in names.
func NewChunk(names []string) *Chunk {
	c := &Chunk{names: names, fields: make([]map[string]*list, len(names))}
	for i := range c.fields {
		c.fields[i] = make(map[string]*list)
	}
	return c
}

// Reset empties the chunk and keeps its memory for the next.
func (c *Chunk) Reset() {
	for _, m := range c.fields {
		clear(m)
	}
	c.ids, c.postings, c.terms = c.ids[:0], 0, 0
}

// Begin starts the next document.
func (c *Chunk) Begin(id string) { c.ids = append(c.ids, id) }

const slabSize = 512

// Add adds a term to a field of the document begun last, and tells how many
// times it has been added to it.
func (c *Chunk) Add(field int, term []byte) int {
	doc := uint32(len(c.ids) - 1)
	l := c.fields[field][string(term)]
	if l == nil {
		if len(c.slab) == 0 {
			c.slab = make([]list, slabSize)
		}
		l, c.slab = &c.slab[0], c.slab[1:]
		*l = list{first: doc, last: doc, times: 1}
		c.fields[field][string(term)] = l
		c.terms++
		c.postings++
		return 1
	}
	if l.last == doc {
		l.times++
		return int(l.times)
	}
	l.last, l.times = doc, 1
	l.more = append(l.more, doc)
	c.postings++
	return 1
}

// Len is the number of documents.
func (c *Chunk) Len() int { return len(c.ids) }

// Size is about how many bytes the chunk takes in memory.
func (c *Chunk) Size() int { return c.postings*6 + c.terms*120 + len(c.ids)*24 }

// Batch is the batch that brings the chunk into an index and takes documents
// out of it that were there before, the old versions of the chunk's own among
// them. bleve lets a batch carry documents one by one; a chunk goes as one that
// stands for all. The chunk must stay as it is until the batch is done.
func (c *Chunk) Batch(old []string) *index.Batch {
	b := index.NewBatch()
	for _, id := range old {
		b.Delete(id)
	}
	if len(c.ids) > 0 {
		b.Update(&carrier{chunk: c})
	}
	return b
}

// sorted are the terms of a field in the order of their bytes.
func (c *Chunk) sorted(field int) []string {
	terms := make([]string, 0, len(c.fields[field]))
	for t := range c.fields[field] {
		terms = append(terms, t)
	}
	slices.Sort(terms)
	return terms
}

// carrier stands for the documents of a chunk.
type carrier struct{ chunk *Chunk }

// carrierID is no document's id.
const carrierID = "\x00chunk"

func (c *carrier) ID() string                                 { return carrierID }
func (c *carrier) Size() int                                  { return c.chunk.Size() }
func (c *carrier) VisitFields(index.FieldVisitor)             {}
func (c *carrier) VisitComposite(index.CompositeFieldVisitor) {}
func (c *carrier) HasComposite() bool                         { return false }
func (c *carrier) NumPlainTextBytes() uint64                  { return 0 }
func (c *carrier) AddIDField()                                {}
func (c *carrier) StoredFieldsBytes() uint64                  { return 0 }
func (c *carrier) Indexed() bool                              { return true }
