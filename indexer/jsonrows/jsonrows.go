// Package jsonrows cuts JSON text into rows: JSON Lines, an array, an object
// that wraps an array, or pretty-printed objects one behind the other, told
// apart by what stands in the file. It finds where each object begins and
// ends, and says what is wrong where one is broken; it does not decode
// objects and knows no keys of the entry format beyond those that tell a
// wrapper from a row.
package jsonrows

import (
	"bytes"
	"io"
	"iter"
	"unicode/utf8"

	"chabiao/corpus"
)

// MaxRow is the most bytes a row may have.
const MaxRow = 16 << 20

// headKept is how much of a row that is too long comes with its error.
const headKept = 1 << 10

// Row is one row of a file.
type Row struct {
	At  int64  // line of the file where it begins, from 1
	Raw []byte // the row in UTF-8, without white space around it; the caller may keep it
	Err error  // why it is no JSON object; the next row may be one
}

// Rows gives the rows of r in order. The text may be UTF-8, UTF-16 or GB18030
// (which of them is decided once for the whole file). A row that is broken,
// longer than MaxRow, not UTF-8 or no object has an Err and reading goes on
// behind it. An error in the second place ends the rows: r could not be read,
// or an array is broken or cut short and it is not known where the next row
// would begin. Raw shares memory with its neighbours (some 256 KiB), so who
// keeps single rows for long should clone them.
func Rows(r io.Reader) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		s := &scanner{window: window{r: Text(r)}, line: 1, yield: yield}
		if err := s.run(); err != nil && !s.stopped {
			yield(Row{}, err)
		}
	}
}

// layout is how objects are laid out over the lines, as far as it is known.
type layout uint8

const (
	layoutUnknown layout = iota
	layoutLines          // the first object stood on one line: each line is a row
	layoutPretty         // the first object ran over several lines
)

type scanner struct {
	window
	line      int64 // of the first byte not yet consumed
	bal       balance
	layout    layout
	wraps     bool  // top-level objects wrap arrays of rows
	asked     bool  // wraps has been decided
	rescanned int64 // bytes given up as part of a broken object and read again
	consumed  int64
	yield     func(Row, error) bool
	failed    bool // reading failed inside a value
	stopped   bool // the consumer wants no more
}

// run reads top-level values until the text or the consumer's patience ends.
func (s *scanner) run() error {
	for !s.stopped {
		c, ok := s.next()
		if !ok {
			return s.readErr()
		}
		switch c {
		case '[':
			s.skip(1)
			if err := s.array(); err != nil {
				return err
			}
		case '{':
			if at, depth, ok := s.wrapper(); ok {
				if err := s.unwrap(at, depth); err != nil {
					return err
				}
				continue
			}
			if err := s.object(); err != nil {
				return err
			}
		case ',', 0x1e: // rows joined by commas without brackets; RFC 7464 sequences
			s.skip(1)
		default:
			s.strayLine()
		}
	}
	return nil
}

// next passes over white space and looks at the byte behind it.
func (s *scanner) next() (byte, bool) {
	for {
		for i, c := range s.rest() {
			if c != ' ' && c != '\t' && c != '\r' && c != '\n' {
				s.skip(i)
				return c, true
			}
		}
		s.skip(len(s.rest()))
		if !s.more() {
			return 0, false
		}
	}
}

// skip consumes n bytes.
func (s *scanner) skip(n int) {
	s.line += int64(bytes.Count(s.rest()[:n], newline))
	s.pos += n
	s.consumed += int64(n)
}

var newline = []byte{'\n'}

// readErr is the error that reading ended with, other than the end.
func (s *scanner) readErr() error {
	if s.err == nil || s.err == io.EOF {
		return nil
	}
	return corpus.Errorf(corpus.KindOf(s.err), "can't read on behind line %d: %w", s.line, s.err)
}

// emit hands out the next n bytes as a row and consumes them.
func (s *scanner) emit(n int, err error) {
	raw := bytes.TrimRight(s.rest()[:n:n], " \t\r\n")
	s.row(s.line, raw[:len(raw):len(raw)], err)
	s.skip(n)
}

func (s *scanner) row(at int64, raw []byte, err error) {
	if err == nil && !utf8.Valid(raw) {
		err = corpus.Errorf(corpus.InvalidArgument, "the row is not UTF-8 text").
			WithHint("save the whole file in one encoding, UTF-8 or GB18030").WithZH("这一行不是 UTF-8 文字，请把整个文件存为一种编码")
	}
	if !s.stopped && !s.yield(Row{At: at, Raw: raw, Err: err}, nil) {
		s.stopped = true
	}
}

func errTooLong() error {
	return corpus.Errorf(corpus.TooLarge, "the row is longer than %d MiB", MaxRow>>20).
		WithHint("one row is one standard; look for a bracket or quote that was never closed").WithZH("这一行超过 %d MiB，可能有括号或引号没有结尾", MaxRow>>20)
}
