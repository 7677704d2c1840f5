package sheet

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"sort"
)

// Sizes of a store of shared strings, in bytes.
const (
	blockText   = 64 << 10 // text of a block, unless one string is longer
	blockCount  = 1024     // strings of a block
	keptInRAM   = 64 << 20 // of the blocks that come first; the rest goes to a file
	cachedCount = 256      // blocks of the file that are kept at hand
)

// stringStore keeps the shared strings of a workbook by index. The first 64 MiB
// stay in memory: they hold the words that come again and again. The rest is
// written to an unlinked file, whose blocks are read back as rows need them,
// mostly one after the other.
type stringStore struct {
	dir    string
	blocks []blockRef
	count  int
	text   []byte   // of the block that is being filled
	ends   []uint32 // of its strings
	inRAM  int
	file   *os.File
	size   int64
	long   map[int]bool // strings longer than a row may be
	cache  [cachedCount]cachedBlock
	last   int // block that was asked for last
}

type blockRef struct {
	first int // index of its first string
	block *block
	off   int64 // in the file, when block is nil
	size  int
}

type block struct {
	text string
	ends []uint32
}

type cachedBlock struct {
	index int
	*block
}

// add takes the next string; tooLong says that s is not all of it.
func (s *stringStore) add(text []byte, tooLong bool) error {
	if len(s.ends) == blockCount || len(s.ends) > 0 && len(s.text)+len(text) > blockText {
		if err := s.flush(); err != nil {
			return err
		}
	}
	if tooLong {
		if s.long == nil {
			s.long = map[int]bool{}
		}
		s.long[s.count] = true
		text = nil
	}
	s.text = append(s.text, text...)
	s.ends = append(s.ends, uint32(len(s.text)))
	s.count++
	return nil
}

// flush closes the block that is being filled.
func (s *stringStore) flush() (err error) {
	if len(s.ends) == 0 {
		return nil
	}
	ref := blockRef{first: s.count - len(s.ends)}
	if s.inRAM < keptInRAM {
		ref.block = &block{text: string(s.text), ends: append([]uint32(nil), s.ends...)}
		s.inRAM += len(s.text) + 4*len(s.ends)
	} else {
		if s.file == nil {
			if s.file, err = os.CreateTemp(s.dir, "chabiao-strings-*"); err != nil {
				return fmt.Errorf("make a file for the workbook's shared strings: %w", err)
			}
			// Where an open file can't be removed, close does it.
			_ = os.Remove(s.file.Name())
		}
		out := make([]byte, 0, 4+4*len(s.ends)+len(s.text))
		out = binary.LittleEndian.AppendUint32(out, uint32(len(s.ends)))
		for _, e := range s.ends {
			out = binary.LittleEndian.AppendUint32(out, e)
		}
		out = append(out, s.text...)
		if _, err := s.file.WriteAt(out, s.size); err != nil {
			return fmt.Errorf("write the workbook's shared strings: %w", err)
		}
		ref.off, ref.size = s.size, len(out)
		s.size += int64(len(out))
	}
	s.blocks = append(s.blocks, ref)
	s.ends = s.ends[:0]
	if s.text = s.text[:0]; cap(s.text) > 4*blockText {
		s.text = nil
	}
	return nil
}

// get is the string of an index, once all are added and flushed. A string of
// no index, or too long a one, is an error of the row that asks for it.
func (s *stringStore) get(i int) (string, error) {
	if i < 0 || i >= s.count {
		return "", fmt.Errorf("%w: the workbook has no shared string %d", ErrBadCell, i)
	}
	if s.long[i] {
		return "", ErrRowTooLong
	}
	n := s.last
	if first := s.blocks[n].first; i < first || n+1 < len(s.blocks) && i >= s.blocks[n+1].first {
		n = sort.Search(len(s.blocks), func(k int) bool { return s.blocks[k].first > i }) - 1
		s.last = n
	}
	b, err := s.load(n)
	if err != nil {
		return "", err
	}
	k := i - s.blocks[n].first
	start := uint32(0)
	if k > 0 {
		start = b.ends[k-1]
	}
	return b.text[start:b.ends[k]], nil
}

func (s *stringStore) load(n int) (*block, error) {
	ref := &s.blocks[n]
	if ref.block != nil {
		return ref.block, nil
	}
	slot := &s.cache[n%cachedCount]
	if slot.block != nil && slot.index == n {
		return slot.block, nil
	}
	buf := make([]byte, ref.size)
	if _, err := s.file.ReadAt(buf, ref.off); err != nil {
		return nil, fmt.Errorf("read the workbook's shared strings: %w", err)
	}
	count := int(binary.LittleEndian.Uint32(buf))
	b := &block{ends: make([]uint32, count), text: string(buf[4+4*count:])}
	for i := range b.ends {
		b.ends[i] = binary.LittleEndian.Uint32(buf[4+4*i:])
	}
	// A block of one huge string would crowd out the memory that is meant for
	// many.
	if len(b.text) <= 4*blockText {
		*slot = cachedBlock{n, b}
	}
	return b, nil
}

func (s *stringStore) close() error {
	if s.file == nil {
		return nil
	}
	err := s.file.Close()
	if e := os.Remove(s.file.Name()); e != nil && !errors.Is(e, os.ErrNotExist) && err == nil {
		err = e
	}
	s.file = nil
	return err
}
