package inverted

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"math"
	"os"
	"slices"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"
	index "github.com/blevesearch/bleve_index_api"
	segment "github.com/blevesearch/scorch_segment_api/v2"
	"github.com/blevesearch/vellum"
	zap "github.com/blevesearch/zapx/v17"
)

const (
	idField = "_id" // zap's first field, which names the documents
	options = uint64(index.IndexField | index.SkipFreqNorm)
	// chunkMode of frequencies, of which there are none; the newest known.
	chunkMode = 1026
	// noValues says that a field has no doc values.
	noValues = math.MaxUint64
	// sets is the number of the section of inverted lists.
	sets = zap.SectionInvertedTextIndex
	// oneHit is the norm that a posting within the dictionary bears; it must not be 0.
	oneHit = 1
	// oneHitMax bounds the numbers of documents that fit there.
	oneHitMax = 1<<31 - 1
)

// writer writes a segment from front to back: what is pointed at stands before
// the pointer.
type writer struct {
	w   io.Writer
	n   uint64
	crc uint32
	err error // the first; nothing is written behind it

	buf    []byte
	bitmap *roaring.Bitmap
	fst    *vellum.Builder
	dict   bytes.Buffer
	stored uint64   // where the index of the stored documents begins
	fields []string // those written, and where
	addrs  []uint64
}

func newWriter(w io.Writer) *writer { return &writer{w: w, bitmap: roaring.New()} }

func (w *writer) write(b []byte) {
	if w.err != nil {
		return
	}
	n, err := w.w.Write(b)
	w.crc = crc32.Update(w.crc, crc32.IEEETable, b[:n])
	w.n += uint64(n)
	w.err = err
}

// documents writes the stored part: the ids, and where each stands. Of each
// document, zap keeps the length of its id and the id, here with nothing
// behind it (a zero is nothing in snappy's encoding).
func (w *writer) documents(ids func(yield func(id []byte) bool)) {
	var offsets []byte
	for id := range ids {
		offsets = binary.BigEndian.AppendUint64(offsets, w.n)
		meta := binary.AppendUvarint(w.buf[:0], uint64(len(id)))
		b := binary.AppendUvarint(nil, uint64(len(meta)))
		b = binary.AppendUvarint(b, uint64(len(id)+1))
		b = append(b, meta...)
		b = append(b, id...)
		w.buf = meta
		w.write(append(b, 0))
	}
	w.stored = w.n
	w.write(offsets)
	w.write([]byte{0}) // no documents within documents
}

// beginField starts a field; its terms follow in order.
func (w *writer) beginField() {
	if w.err != nil {
		return
	}
	w.dict.Reset()
	if w.fst == nil {
		w.fst, w.err = vellum.New(&w.dict, &vellum.BuilderOpts{Encoder: 1, RegistryTableSize: 0, RegistryMRUSize: 1})
	} else {
		w.err = w.fst.Reset(&w.dict)
	}
}

// term writes the documents of a term, ascending and at least one.
func (w *writer) term(term []byte, docs []uint32) {
	if w.err != nil {
		return
	}
	if len(docs) == 1 && docs[0] <= oneHitMax {
		w.err = w.fst.Insert(term, zap.FSTValEncode1Hit(uint64(docs[0]), oneHit))
		return
	}
	at := w.n
	w.buf = append(w.buf[:0], 0, 0) // neither frequencies nor locations
	if len(docs) <= smallSet {
		w.buf = binary.AppendUvarint(w.buf, uint64(smallSetSize(docs)))
		w.buf = appendSmallSet(w.buf, docs)
		w.write(w.buf)
	} else {
		w.bitmap.Clear()
		w.bitmap.AddMany(docs)
		w.bitmap.RunOptimize()
		w.buf = binary.AppendUvarint(w.buf, w.bitmap.GetSerializedSizeInBytes())
		w.write(w.buf)
		b, err := w.bitmap.ToBytes()
		w.err = errors.Join(w.err, err)
		w.write(b)
	}
	if w.err == nil {
		w.err = w.fst.Insert(term, at)
	}
}

// endField writes the dictionary of the field.
func (w *writer) endField(name string) {
	if w.err != nil {
		return
	}
	if w.err = w.fst.Close(); w.err != nil {
		return
	}
	at := w.n
	w.write(binary.AppendUvarint(nil, uint64(w.dict.Len())))
	w.write(w.dict.Bytes())
	w.fields, w.addrs = append(w.fields, name), append(w.addrs, w.n)
	b := binary.AppendUvarint(nil, noValues)
	b = binary.AppendUvarint(b, noValues)
	w.write(binary.AppendUvarint(b, at))
}

// finish writes the directory of the fields, and tells where it begins.
func (w *writer) finish() (at uint64) {
	var offsets []byte
	for i, name := range w.fields {
		offsets = binary.BigEndian.AppendUint64(offsets, w.n)
		b := binary.AppendUvarint(nil, uint64(len(name)))
		b = append(b, name...)
		opt := options
		if name == idField {
			opt = uint64(index.IndexField | index.StoreField)
		}
		b = binary.AppendUvarint(b, opt)
		b = binary.AppendUvarint(b, 1)
		b = binary.BigEndian.AppendUint16(b, sets)
		w.write(binary.BigEndian.AppendUint64(b, w.addrs[i]))
	}
	at = w.n
	w.write(binary.AppendUvarint(nil, uint64(len(w.fields))))
	w.write(offsets)
	return at
}

// footer closes a file.
func (w *writer) footer(docs, directory uint64) {
	b := binary.BigEndian.AppendUint32(nil, 0) // no encryption has a name
	b = binary.BigEndian.AppendUint64(b, docs)
	b = binary.BigEndian.AppendUint64(b, w.stored)
	b = binary.BigEndian.AppendUint64(b, directory)
	b = binary.BigEndian.AppendUint32(b, chunkMode)
	b = binary.BigEndian.AppendUint32(b, zap.Version)
	w.write(b)
	w.write(binary.BigEndian.AppendUint32(nil, w.crc))
}

// segment writes the chunk into memory.
func (c *Chunk) segment(config map[string]any) (segment.Segment, uint64, error) {
	var mem bytes.Buffer
	mem.Grow(c.Size() / 3) // about what it comes to
	w := newWriter(&mem)
	w.documents(func(yield func([]byte) bool) {
		for _, id := range c.ids {
			if !yield([]byte(id)) {
				return
			}
		}
	})
	w.beginField()
	order := make([]uint32, len(c.ids))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(a, b uint32) int { return strings.Compare(c.ids[a], c.ids[b]) })
	for _, doc := range order {
		w.term([]byte(c.ids[doc]), []uint32{doc})
	}
	w.endField(idField)
	var docs []uint32
	for f, lists := range c.sorted() {
		w.beginField()
		for _, l := range lists {
			docs = c.appendDocs(docs[:0], l)
			w.term(c.term(l), docs)
		}
		w.endField(c.names[f])
	}
	directory := w.finish()
	if w.err != nil {
		return nil, 0, w.err
	}
	sb, err := zap.InitSegmentBase(mem.Bytes(), w.crc, chunkMode, uint64(len(c.ids)), w.stored, directory, config, stats(config))
	if err != nil {
		return nil, 0, err
	}
	return &memory{SegmentBase: sb, mem: mem.Bytes(), directory: directory}, uint64(mem.Len()), nil
}

// stats is where bleve wants zap's counters.
func stats(config map[string]any) *segment.Stats {
	if s, ok := config[segment.StatsKey].(*segment.Stats); ok && s != nil {
		return s
	}
	return new(segment.Stats)
}

// memory is a segment that is not on disk yet.
type memory struct {
	*zap.SegmentBase
	mem       []byte
	directory uint64
}

// create writes a file through a buffer and makes sure that it is on disk.
func create(path string, report segment.StatsReporter, fill func(*writer) error) (size uint64, err error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return 0, err
	}
	defer func() {
		if cerr := f.Close(); err == nil {
			err = cerr
		}
		if err != nil {
			_ = os.Remove(path) // the error stays as it is: bleve compares it
		}
	}()
	buffered := bufio.NewWriterSize(f, 1<<20)
	w := newWriter(buffered)
	if err := fill(w); err != nil {
		return 0, err
	}
	if w.err != nil {
		return 0, w.err
	}
	if err := buffered.Flush(); err != nil {
		return 0, err
	}
	if report != nil {
		report.ReportBytesWritten(w.n)
	}
	return w.n, f.Sync()
}
