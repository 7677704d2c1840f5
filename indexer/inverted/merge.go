package inverted

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
	segment "github.com/blevesearch/scorch_segment_api/v2"
	"github.com/blevesearch/vellum"
	zap "github.com/blevesearch/zapx/v17"
)

// source is a segment that is merged.
type source struct {
	seg     segment.Segment
	mem     []byte            // what it is written as
	dicts   map[string]uint64 // where the dictionary of a field stands
	numbers []uint64          // new number of each document, or dropped
	scratch *roaring.Bitmap
}

// merge writes the documents of the segments that are not dropped into one
// segment at path, and tells the new numbers of the documents of each.
func merge(segs []segment.Segment, drops []*roaring.Bitmap, path string, closed chan struct{}, report segment.StatsReporter) (_ [][]uint64, size uint64, err error) {
	if stopped(closed) { // before the file, which may be what fails
		return nil, 0, segment.ErrClosed
	}
	numbers := make([][]uint64, len(segs))
	sources := make([]*source, 0, len(segs))
	var total uint64
	for i, seg := range segs {
		src, err := open(seg)
		if err != nil {
			return nil, 0, err
		}
		src.numbers = make([]uint64, seg.Count())
		for doc := range src.numbers {
			if i < len(drops) && drops[i] != nil && drops[i].Contains(uint32(doc)) {
				src.numbers[doc] = dropped
			} else {
				src.numbers[doc] = total
				total++
			}
		}
		numbers[i] = src.numbers
		sources = append(sources, src)
	}
	size, err = create(path, report, func(w *writer) error {
		if err := mergeDocuments(w, sources); err != nil {
			return err
		}
		for _, name := range fieldNames(sources) {
			if err := mergeField(w, name, sources, closed); err != nil {
				return err // as it is: bleve compares it with ErrClosed
			}
		}
		directory := w.finish()
		w.footer(total, directory)
		return nil
	})
	return numbers, size, err
}

func stopped(closed chan struct{}) bool {
	select {
	case <-closed:
		return true
	default:
		return false
	}
}

// open finds the bytes of a segment and its dictionaries.
func open(seg segment.Segment) (*source, error) {
	src := &source{seg: seg, dicts: make(map[string]uint64), scratch: roaring.New()}
	var directory uint64
	switch s := seg.(type) {
	case *memory:
		src.mem, directory = s.mem, s.directory
	case *zap.Segment:
		src.mem, directory = s.Data(), s.SectionsIndexOffset()
	default:
		return nil, fmt.Errorf("segments of the kind %T can't be merged", seg)
	}
	return src, src.readDirectory(directory)
}

var errSegment = errors.New("segment is damaged")

// cursor reads numbers from a segment.
type cursor struct {
	mem []byte
	pos uint64
	bad bool
}

func (c *cursor) uvarint() uint64 {
	if c.bad || c.pos > uint64(len(c.mem)) {
		c.bad = true
		return 0
	}
	v, n := binary.Uvarint(c.mem[c.pos:])
	c.bad = n <= 0
	c.pos += uint64(max(n, 0))
	return v
}

func (c *cursor) bytes(n uint64) []byte {
	if c.bad || c.pos > uint64(len(c.mem)) || n > uint64(len(c.mem))-c.pos {
		c.bad = true
		return make([]byte, min(n, 8))
	}
	b := c.mem[c.pos : c.pos+n]
	c.pos += n
	return b
}

func (c *cursor) uint64() uint64 { return binary.BigEndian.Uint64(c.bytes(8)) }

// readDirectory finds the dictionary of every field.
func (s *source) readDirectory(at uint64) error {
	dir := cursor{mem: s.mem, pos: at}
	for range dir.uvarint() {
		f := cursor{mem: s.mem, pos: dir.uint64(), bad: dir.bad}
		name := string(f.bytes(f.uvarint()))
		f.uvarint() // options
		for range f.uvarint() {
			section := binary.BigEndian.Uint16(f.bytes(2))
			addr := f.uint64()
			if f.bad {
				return errSegment
			}
			if section == sets && addr > 0 {
				a := cursor{mem: s.mem, pos: addr}
				a.uvarint()
				a.uvarint()
				s.dicts[name] = a.uvarint()
				f.bad = a.bad
			}
		}
		if f.bad {
			return errSegment
		}
	}
	if dir.bad {
		return errSegment
	}
	return nil
}

// fieldNames are the fields of any of the segments, the ids first.
func fieldNames(sources []*source) []string {
	var names []string
	for _, s := range sources {
		for name := range s.dicts {
			if name != idField && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return append([]string{idField}, names...)
}

func mergeDocuments(w *writer, sources []*source) (err error) {
	w.documents(func(yield func([]byte) bool) {
		for _, s := range sources {
			for doc, n := range s.numbers {
				if n == dropped {
					continue
				}
				id, e := s.seg.DocID(uint64(doc))
				if e != nil {
					err = e
					return
				}
				if !yield(id) {
					return
				}
			}
		}
	})
	return err
}

// head is where the merge stands in one segment's dictionary.
type head struct {
	src  *source
	it   *vellum.FSTIterator
	term []byte
	at   uint64
}

// mergeField merges the terms of a field.
func mergeField(w *writer, name string, sources []*source, closed chan struct{}) error {
	var heads []*head
	for _, s := range sources {
		at, ok := s.dicts[name]
		if !ok {
			continue
		}
		c := cursor{mem: s.mem, pos: at}
		dict := c.bytes(c.uvarint())
		if c.bad {
			return errSegment
		}
		fst, err := vellum.Load(dict)
		if err != nil {
			return err
		}
		it, err := fst.Iterator(nil, nil)
		if errors.Is(err, vellum.ErrIteratorDone) {
			continue
		}
		if err != nil {
			return err
		}
		h := &head{src: s, it: it}
		h.term, h.at = it.Current()
		heads = append(heads, h)
	}
	w.beginField()
	var term []byte
	var docs []uint32
	for n := 0; len(heads) > 0 && w.err == nil; n++ {
		if n%4096 == 0 && stopped(closed) {
			return segment.ErrClosed
		}
		term = append(term[:0], smallest(heads)...)
		docs = docs[:0]
		for i := 0; i < len(heads); {
			h := heads[i]
			if !bytes.Equal(h.term, term) {
				i++
				continue
			}
			var err error
			if docs, err = h.src.appendDocs(docs, h.at); err != nil {
				return err
			}
			switch err := h.it.Next(); {
			case errors.Is(err, vellum.ErrIteratorDone):
				heads = slices.Delete(heads, i, i+1)
				continue
			case err != nil:
				return err
			}
			h.term, h.at = h.it.Current()
			i++
		}
		if len(docs) > 0 {
			w.term(term, docs)
		}
	}
	w.endField(name)
	return w.err
}

// smallest is the least term that the heads stand at. Merges are of a few
// dozen segments, which a heap would not be quicker for.
func smallest(heads []*head) []byte {
	least := heads[0].term
	for _, h := range heads[1:] {
		if bytes.Compare(h.term, least) < 0 {
			least = h.term
		}
	}
	return least
}

// appendDocs appends the new numbers of the documents of a posting list.
func (s *source) appendDocs(docs []uint32, at uint64) ([]uint32, error) {
	if at&zap.FSTValEncodingMask == zap.FSTValEncoding1Hit {
		doc, _ := zap.FSTValDecode1Hit(at)
		if doc >= uint64(len(s.numbers)) {
			return nil, errSegment
		}
		if n := s.numbers[doc]; n != dropped {
			docs = append(docs, uint32(n))
		}
		return docs, nil
	}
	c := cursor{mem: s.mem, pos: at}
	c.uvarint()
	c.uvarint()
	b := c.bytes(c.uvarint())
	if c.bad {
		return nil, errSegment
	}
	if _, err := s.scratch.FromBuffer(b); err != nil {
		return nil, err
	}
	it := s.scratch.Iterator()
	for it.HasNext() {
		doc := it.Next()
		if int(doc) >= len(s.numbers) {
			return nil, errSegment
		}
		if n := s.numbers[doc]; n != dropped {
			docs = append(docs, uint32(n))
		}
	}
	return docs, nil
}
