package inverted

import (
	"bytes"
	"hash/maphash"
	"slices"

	index "github.com/blevesearch/bleve_index_api"
)

// Chunk gathers the documents of one segment. It serves one goroutine.
//
// All it holds lies in a few slices without pointers: a chunk of 65,536
// documents has some hundred thousand terms and millions of postings, which the
// garbage collector would else walk again and again.
type Chunk struct {
	names    []string // of the fields, in the order of the segment
	ids      []string
	seed     maphash.Seed
	table    []uint32 // places in terms plus one, by hash; 0: free
	terms    []list
	text     []byte // of the terms, one behind the other
	postings []posting
}

// list is a term of a field with its documents.
type list struct {
	hash       uint32
	start, end uint32 // of the term in Chunk.text
	field      uint16
	count      uint32
	head, tail uint32 // its first and last posting
	last       uint32 // its last document
	times      uint32 // that it was added to that
}

// posting is a document of a list, and where the next one stands.
type posting struct{ doc, next uint32 }

const firstTable = 1 << 12

// NewChunk returns an empty chunk for documents of these fields. Callers speak
// of a field by its place in names.
func NewChunk(names []string) *Chunk {
	return &Chunk{names: names, seed: maphash.MakeSeed(), table: make([]uint32, firstTable)}
}

// Reset empties the chunk and keeps its memory for the next.
func (c *Chunk) Reset() {
	clear(c.table)
	c.ids, c.terms, c.text, c.postings = c.ids[:0], c.terms[:0], c.text[:0], c.postings[:0]
}

// Begin starts the next document.
func (c *Chunk) Begin(id string) { c.ids = append(c.ids, id) }

// Add adds a term to a field of the document begun last, and tells how many
// times it has been added to it.
func (c *Chunk) Add(field int, term []byte) int {
	doc := uint32(len(c.ids) - 1)
	l := c.list(field, term)
	if l.count > 0 && l.last == doc {
		l.times++
		return int(l.times)
	}
	at := uint32(len(c.postings))
	c.postings = append(c.postings, posting{doc: doc})
	if l.count == 0 {
		l.head = at
	} else {
		c.postings[l.tail].next = at
	}
	l.tail, l.last, l.times = at, doc, 1
	l.count++
	return 1
}

// list finds or makes the list of a term. It is valid until the next call.
func (c *Chunk) list(field int, term []byte) *list {
	hash := uint32(maphash.Bytes(c.seed, term)) ^ uint32(field)*0x9e3779b1
	mask := uint32(len(c.table) - 1)
	slot := hash & mask
	for ; c.table[slot] != 0; slot = (slot + 1) & mask {
		l := &c.terms[c.table[slot]-1]
		if l.hash == hash && int(l.field) == field && bytes.Equal(c.text[l.start:l.end], term) {
			return l
		}
	}
	start := uint32(len(c.text))
	c.text = append(c.text, term...)
	c.terms = append(c.terms, list{hash: hash, start: start, end: uint32(len(c.text)), field: uint16(field)})
	c.table[slot] = uint32(len(c.terms))
	if len(c.terms)*2 > len(c.table) {
		c.grow()
	}
	return &c.terms[len(c.terms)-1]
}

func (c *Chunk) grow() {
	c.table = make([]uint32, 2*len(c.table))
	mask := uint32(len(c.table) - 1)
	for i := range c.terms {
		slot := c.terms[i].hash & mask
		for c.table[slot] != 0 {
			slot = (slot + 1) & mask
		}
		c.table[slot] = uint32(i + 1)
	}
}

// Len is the number of documents.
func (c *Chunk) Len() int { return len(c.ids) }

// Size is about how many bytes the chunk takes in memory.
func (c *Chunk) Size() int {
	return 4*len(c.table) + 40*len(c.terms) + len(c.text) + 8*len(c.postings) + 24*len(c.ids)
}

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

func (c *Chunk) term(l *list) []byte { return c.text[l.start:l.end] }

// sorted are the lists of every field, in the order of their terms' bytes.
func (c *Chunk) sorted() [][]*list {
	out := make([][]*list, len(c.names))
	for i := range c.terms {
		l := &c.terms[i]
		out[l.field] = append(out[l.field], l)
	}
	for _, lists := range out {
		slices.SortFunc(lists, func(a, b *list) int { return bytes.Compare(c.term(a), c.term(b)) })
	}
	return out
}

// appendDocs appends the documents of a list.
func (c *Chunk) appendDocs(docs []uint32, l *list) []uint32 {
	for at, n := l.head, l.count; n > 0; n-- {
		p := c.postings[at]
		docs = append(docs, p.doc)
		at = p.next
	}
	return docs
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
