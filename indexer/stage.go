package indexer

import (
	"bufio"
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"hash/maphash"
	"io"
	"iter"
	"os"
	"slices"

	"chabiao/corpus"
	"chabiao/corpus/catalogue"
)

// staged is a row that has been read: an entry, or the reason why not.
type staged struct {
	file     int
	at       int64
	raw      []byte
	entry    *corpus.Entry
	key, id  string
	warnings []corpus.Warning
	reason   string
}

// stage keeps the rows of an import on disk until all have been read, so that
// nothing changes before the last row is understood, and so that the rows of
// one number can be laid over their entry together. In memory it holds some
// thirty bytes a row.
type stage struct {
	file    *os.File
	w       *bufio.Writer
	size    int64
	offsets []int64           // of every row in the file
	prev    []uint32          // the row before with the same key, plus one; 0: none
	last    map[uint64]uint32 // by hash of the key: the last row that bears it
	seed    maphash.Seed
	names   []string
	n       catalogue.Counts
	buf     []byte
}

func newStage(dir string) (*stage, error) {
	f, err := os.CreateTemp(dir, "import-*.staged")
	if err != nil {
		return nil, err
	}
	// Without a name the file goes with the process, however that ends.
	if err := os.Remove(f.Name()); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &stage{file: f, w: bufio.NewWriterSize(f, 1<<20), last: make(map[uint64]uint32), seed: maphash.MakeSeed()}, nil
}

func (s *stage) close() { s.file.Close() }

// counts is what an import of the staged rows would read and refuse.
func (s *stage) counts() catalogue.Counts { return s.n }

// add stages a row of the file with that name.
func (s *stage) add(r *staged, name string) error {
	for len(s.names) <= r.file {
		s.names = append(s.names, name)
	}
	row := uint32(len(s.offsets))
	s.offsets = append(s.offsets, s.size)
	s.n.Read++
	var prev uint32
	if r.entry == nil {
		s.n.Rejected++
	} else {
		s.n.Warnings += int64(len(r.warnings))
		h := maphash.String(s.seed, r.key)
		if before, ok := s.last[h]; ok {
			prev = before + 1
		}
		s.last[h] = row
	}
	s.prev = append(s.prev, prev)

	b := s.buf[:0]
	b = binary.AppendUvarint(b, uint64(r.file))
	b = binary.AppendUvarint(b, uint64(r.at))
	b = binary.AppendUvarint(b, uint64(len(r.warnings)))
	for _, part := range []string{r.key, r.id, r.reason} {
		b = binary.AppendUvarint(b, uint64(len(part)))
		b = append(b, part...)
	}
	b = binary.AppendUvarint(b, uint64(len(r.raw)))
	b = append(b, r.raw...)
	if r.entry != nil {
		b = catalogue.EncodeEntry(b, r.entry)
	}
	s.buf = b
	var head [4]byte
	binary.LittleEndian.PutUint32(head[:], uint32(len(b)))
	s.w.Write(head[:])
	_, err := s.w.Write(b)
	s.size += int64(len(b)) + 4
	return err
}

// group is the rows of one number, or one row that is refused.
type group struct {
	rows   catalogue.Group
	reject *catalogue.Reject
}

// groups walks the staged rows in order; the rows of one number come together
// at the place of the last of them. Of one file the row with the latest date
// of publication is laid on last, and of equal ones the later row.
func (s *stage) groups(ctx context.Context) iter.Seq2[group, error] {
	return func(yield func(group, error) bool) {
		if err := s.w.Flush(); err != nil {
			yield(group{}, err)
			return
		}
		in := bufio.NewReaderSize(io.NewSectionReader(s.file, 0, s.size), 1<<20)
		for i := range s.offsets {
			if i%1024 == 0 && ctx.Err() != nil {
				yield(group{}, ctx.Err())
				return
			}
			row, reject, err := s.decode(in, i)
			if err != nil || reject != nil {
				if !yield(group{reject: reject}, err) || err != nil {
					return
				}
				continue
			}
			if s.last[maphash.String(s.seed, row.Key)] != uint32(i) {
				continue // comes with the last row of its number
			}
			for g, err := range s.gather(i, row) {
				if !yield(group{rows: g}, err) || err != nil {
					return
				}
			}
		}
	}
}

// gather collects the rows whose keys share row i's hash, which is all rows of
// its number and, once in a very long while, those of another.
func (s *stage) gather(i int, row *catalogue.Row) iter.Seq2[catalogue.Group, error] {
	return func(yield func(catalogue.Group, error) bool) {
		rows := catalogue.Group{*row}
		for p := s.prev[i]; p != 0; p = s.prev[p-1] {
			earlier, _, err := s.decode(io.NewSectionReader(s.file, s.offsets[p-1], s.size-s.offsets[p-1]), int(p-1))
			if err != nil {
				yield(nil, err)
				return
			}
			rows = append(rows, *earlier)
		}
		slices.SortStableFunc(rows, func(a, b catalogue.Row) int {
			return cmp.Or(cmp.Compare(a.Key, b.Key), a.File-b.File, a.Entry.Published.Compare(b.Entry.Published), cmp.Compare(a.Line, b.Line))
		})
		for len(rows) > 0 {
			n := 1
			for n < len(rows) && rows[n].Key == rows[0].Key {
				n++
			}
			if !yield(rows[:n:n], nil) {
				return
			}
			rows = rows[n:]
		}
	}
}

func (s *stage) decode(r io.Reader, i int) (*catalogue.Row, *catalogue.Reject, error) {
	var head [4]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return nil, nil, err
	}
	b := make([]byte, binary.LittleEndian.Uint32(head[:]))
	if _, err := io.ReadFull(r, b); err != nil {
		return nil, nil, err
	}
	num := func() uint64 {
		v, n := binary.Uvarint(b)
		b = b[n:]
		return v
	}
	part := func() []byte {
		n := num()
		p := b[:n]
		b = b[n:]
		return p
	}
	file, at, warnings := int(num()), int64(num()), int64(num())
	key, id, reason := string(part()), string(part()), string(part())
	raw := part()
	if reason != "" {
		return nil, &catalogue.Reject{Line: int64(i) + 1, File: s.names[file], At: at, Reason: reason, Raw: raw}, nil
	}
	e, err := catalogue.DecodeEntry(b)
	if err != nil {
		return nil, nil, err
	}
	return &catalogue.Row{Line: int64(i) + 1, File: file, Key: key, ID: id, Entry: e, Raw: raw, Warnings: warnings}, nil, nil
}
