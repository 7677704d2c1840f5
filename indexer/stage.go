package indexer

import (
	"bufio"
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"iter"
	"os"
	"slices"
	"syscall"

	"chabiao/corpus"
	"chabiao/corpus/catalogue"
	"chabiao/indexer/problem"
)

// stage keeps the rows of an import on disk until all have been read, so that
// nothing changes before the last row is understood, and so that the rows of
// one number can be laid over their entry together. In memory it holds some
// forty bytes a row.
type stage struct {
	file    *os.File
	w       *bufio.Writer
	size    int64
	offsets []int64           // of every row in the file
	prev    []uint32          // the row before with the same key, plus one; 0: none
	last    map[uint64]seen   // by hash of the key: the last row that bears it
	doubts  map[uint32]uint32 // warnings that only the whole delivery shows, by row
	seed    maphash.Seed
	names   []string // of the parts
	links   []*links // of the files that the parts are in
	n       catalogue.Counts
	buf     []byte

	fewRows, window int // as the constants say; tests lower them
}

// seen is the last row with a key.
type seen struct {
	row     uint32
	part    int32
	content uint64 // hash of what it says
}

func newStage(dir string) (*stage, error) {
	f, err := os.CreateTemp(dir, "import-*.staged")
	if err != nil {
		return nil, full(err)
	}
	// Without a name the file goes with the process, however that ends.
	if err := os.Remove(f.Name()); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &stage{file: f, w: bufio.NewWriterSize(f, 1<<20), last: make(map[uint64]seen), doubts: make(map[uint32]uint32), seed: maphash.MakeSeed(), fewRows: fewRows, window: window}, nil
}

// full makes of a full disk an error that says what to do.
func full(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return corpus.Errorf(corpus.Unavailable, "no space left to stage the rows: %w", err).WithHint("free some space on the disk of the data directory and import again; nothing was changed").
			WithZH("数据目录所在的磁盘没有空间了。目录没有改动。请腾出空间后再导入。")
	}
	return err
}

func (s *stage) close() { s.file.Close() }

func (s *stage) rows() int64 { return int64(len(s.offsets)) }

// part notes the name of a part that rows will come from, and what names rows
// by their ids in its file.
func (s *stage) part(name string, l *links) int {
	s.names, s.links = append(s.names, name), append(s.links, l)
	return len(s.names) - 1
}

// has reports whether a row has the key.
func (s *stage) has(key string) bool {
	_, ok := s.last[maphash.String(s.seed, key)]
	return ok
}

// add stages a row; it gives its place and, where the part has its number
// already, a note that says so.
func (s *stage) add(r *staged) (row uint32, note problem.Note, err error) {
	row = uint32(len(s.offsets))
	if int64(row) >= 1<<32-2 {
		return row, note, corpus.Errorf(corpus.TooLarge, "more than %d rows in one import", uint64(1)<<32).WithHint("import the files one by one").WithZH("一次导入的行太多。请把文件分开导入。")
	}
	s.offsets = append(s.offsets, s.size)
	s.n.Read++
	var record []byte
	var prev uint32
	if r.entry == nil {
		s.n.Rejected++
	} else {
		record = catalogue.EncodeEntry(nil, r.entry)
		now := seen{row: row, part: int32(r.part), content: maphash.Bytes(s.seed, record)}
		h := maphash.String(s.seed, r.key)
		if before, ok := s.last[h]; ok {
			prev = before.row + 1
			if before.part == now.part {
				note = problem.Note{Kind: problem.DuplicateNumberSame, Field: "number", Value: r.entry.Number}
				if before.content != now.content {
					note.Kind = problem.DuplicateNumberDifferent
				}
			}
		}
		s.last[h] = now
	}
	s.prev = append(s.prev, prev)
	warnings := r.warnings()
	if note.Kind != "" && note.Severity() == problem.Warning {
		warnings++
	}
	s.n.Warnings += warnings

	b := s.buf[:0]
	b = binary.AppendUvarint(b, uint64(r.part))
	b = binary.AppendUvarint(b, uint64(r.at))
	b = binary.AppendUvarint(b, uint64(warnings))
	for _, part := range []string{r.key, r.id, r.reason, r.reasonZH} {
		b = binary.AppendUvarint(b, uint64(len(part)))
		b = append(b, part...)
	}
	b = binary.AppendUvarint(b, uint64(len(r.raw)))
	b = append(b, r.raw...)
	b = append(b, record...)
	s.buf = b
	var head [4]byte
	binary.LittleEndian.PutUint32(head[:], uint32(len(b)))
	s.w.Write(head[:])
	_, err = s.w.Write(b)
	s.size += int64(len(b)) + 4
	return row, note, full(err)
}

// doubt adds a warning to a row that has been staged.
func (s *stage) doubt(row uint32) {
	s.doubts[row]++
	s.n.Warnings++
}

// group is the rows of one number, or one row that is refused.
type group struct {
	rows   catalogue.Group
	reject *catalogue.Reject
}

// Rows are written in their order as long as there are few. The catalogue finds
// its entries by key: of many rows each would touch a page of its indexes of its
// own, again and again, where rows in the order of their keys touch each page
// once. So many rows are put in order, a window at a time.
const (
	fewRows = 1 << 16
	window  = 1 << 18
)

// groups walks the staged rows in the order they shall be written in; the rows of one number come together at the place of the last of them. Of one
// part the row with the latest date of publication is laid on last, and of equal
// ones the later row.
func (s *stage) groups(ctx context.Context) iter.Seq2[group, error] {
	return func(yield func(group, error) bool) {
		if err := s.w.Flush(); err != nil {
			yield(group{}, full(err))
			return
		}
		for from := 0; from < len(s.offsets); from += s.window {
			order, err := s.order(from, min(from+s.window, len(s.offsets)))
			if err != nil {
				yield(group{}, err)
				return
			}
			for n, i := range order {
				if n%1024 == 0 && ctx.Err() != nil {
					yield(group{}, ctx.Err())
					return
				}
				row, reject, err := s.at(i)
				if err != nil || reject != nil {
					if !yield(group{reject: reject}, err) || err != nil {
						return
					}
					continue
				}
				if s.last[maphash.String(s.seed, row.Key)].row != i {
					continue // comes with the last row of its number
				}
				for g, err := range s.gather(int(i), row) {
					if !yield(group{rows: g}, err) || err != nil {
						return
					}
				}
			}
		}
	}
}

// order gives the rows from, from+1 … to-1 in the order in which they shall be
// written: by key if there are many, those without one first.
func (s *stage) order(from, to int) ([]uint32, error) {
	in := bufio.NewReaderSize(io.NewSectionReader(s.file, s.offsets[from], s.size-s.offsets[from]), 1<<20)
	keys, order := make([]string, to-from), make([]uint32, to-from)
	for i := range order {
		order[i] = uint32(from + i)
	}
	if len(s.offsets) <= s.fewRows {
		return order, nil
	}
	for i := range order {
		f, err := readFields(in)
		if err != nil {
			return nil, err
		}
		f.number()
		f.number()
		f.number()
		keys[i] = string(f.text())
	}
	slices.SortFunc(order, func(a, b uint32) int {
		return cmp.Or(cmp.Compare(keys[int(a)-from], keys[int(b)-from]), cmp.Compare(a, b))
	})
	return order, nil
}

// gather collects the rows whose keys share row i's hash, which is all rows of
// its number and, once in a very long while, those of another.
func (s *stage) gather(i int, row *catalogue.Row) iter.Seq2[catalogue.Group, error] {
	return func(yield func(catalogue.Group, error) bool) {
		rows := catalogue.Group{*row}
		for p := s.prev[i]; p != 0; p = s.prev[p-1] {
			earlier, _, err := s.at(p - 1)
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

// at reads one row, with its links to others resolved. The stage must have been
// flushed.
func (s *stage) at(i uint32) (*catalogue.Row, *catalogue.Reject, error) {
	row, reject, err := s.asIs(i)
	if row != nil {
		err = s.links[row.File].resolve(row.Entry, s.numberOf)
	}
	return row, reject, err
}

// number is the number of a staged row and where it stands.
func (s *stage) number(row uint32) (number, part string, at int64, err error) {
	if err := s.w.Flush(); err != nil {
		return "", "", 0, full(err)
	}
	r, reject, err := s.at(row)
	switch {
	case err != nil:
		return "", "", 0, err
	case reject != nil:
		return "", reject.File, reject.At, nil
	}
	_, at, err = s.place(row)
	return r.Entry.Number, s.names[r.File], at, err
}

// place reads where a row stands.
func (s *stage) place(row uint32) (part int, at int64, err error) {
	var b [4 + 2*binary.MaxVarintLen64]byte
	n, err := s.file.ReadAt(b[:], s.offsets[row])
	if err != nil && err != io.EOF || n < 6 {
		return 0, 0, fmt.Errorf("read a staged row: %w", err)
	}
	p, k := binary.Uvarint(b[4:n])
	v, _ := binary.Uvarint(b[4+k : n])
	return int(p), int64(v), nil
}

// numberOf is the number of a staged row that is an entry.
func (s *stage) numberOf(row uint32) (string, error) {
	r, _, err := s.asIs(row)
	if err != nil || r == nil {
		return "", cmp.Or(err, fmt.Errorf("staged row %d is no entry", row))
	}
	return r.Entry.Number, nil
}

// asIs reads one row, links as its file has them.
func (s *stage) asIs(i uint32) (*catalogue.Row, *catalogue.Reject, error) {
	end := s.size
	if int(i)+1 < len(s.offsets) {
		end = s.offsets[i+1]
	}
	f := make(fields, end-s.offsets[i]-4)
	if _, err := s.file.ReadAt(f, s.offsets[i]+4); err != nil {
		return nil, nil, fmt.Errorf("read a staged row: %w", err)
	}
	part, at, warnings := int(f.number()), int64(f.number()), int64(f.number())
	key, id, reason, reasonZH := string(f.text()), string(f.text()), string(f.text()), string(f.text())
	raw := f.text()
	if reason != "" {
		return nil, &catalogue.Reject{Line: int64(i) + 1, File: s.names[part], At: at, Reason: reason, ReasonZH: reasonZH, Raw: raw}, nil
	}
	e, err := catalogue.DecodeEntry(f)
	if err != nil {
		return nil, nil, err
	}
	return &catalogue.Row{Line: int64(i) + 1, File: part, Key: key, ID: id, Entry: e, Raw: raw, Warnings: warnings + int64(s.doubts[i])}, nil, nil
}

// fields are what is left of a staged row.
type fields []byte

// readFields reads the next row, which stands behind its length.
func readFields(r io.Reader) (fields, error) {
	var head [4]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return nil, fmt.Errorf("read a staged row: %w", err)
	}
	f := make(fields, binary.LittleEndian.Uint32(head[:]))
	if _, err := io.ReadFull(r, f); err != nil {
		return nil, fmt.Errorf("read a staged row: %w", err)
	}
	return f, nil
}

func (f *fields) number() uint64 {
	v, n := binary.Uvarint(*f)
	*f = (*f)[n:]
	return v
}

func (f *fields) text() []byte {
	n := f.number()
	p := (*f)[:n]
	*f = (*f)[n:]
	return p
}
