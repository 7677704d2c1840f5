package jsonrows

import (
	"bytes"
	"errors"

	"chabiao/corpus"
)

// object reads the object that begins here. In a file of JSON Lines it may not
// run over the line's end, so that a broken row spoils no other.
func (s *scanner) object() error {
	s.bal.reset()
	s.bal.oneLine = s.layout == layoutLines
	at := s.line
	n, head, err := s.value()
	if errors.Is(err, errLineEnds) && head == nil && len(bytes.TrimSpace(s.rest()[:n])) == 1 {
		// A lone bracket is no broken row: somebody appended pretty-printed text.
		s.bal.reset()
		n, head, err = s.value()
		return s.objectEnd(at, n, head, err, false)
	}
	return s.objectEnd(at, n, head, err, s.layout == layoutLines)
}

// objectEnd hands out what value found from line at on.
func (s *scanner) objectEnd(at int64, n int, head []byte, err error, oneLine bool) error {
	switch {
	case s.failed:
		return err
	case head != nil:
		s.row(at, head, errTooLong())
		if err != nil {
			s.dropLine()
		}
	case err == nil:
		if s.layout == layoutUnknown {
			s.layout = layoutLines
			if bytes.IndexByte(s.rest()[:n], '\n') >= 0 {
				s.layout = layoutPretty
			}
		}
		s.emit(n, nil)
	case oneLine:
		s.emitLine(n, err)
	default:
		// Reading goes on at a line that begins with a bracket: behind the line
		// where the object began if little was read in vain so far, else behind
		// the fault, or a hostile file would be read again and again.
		from := n
		if s.rescanned+int64(n) < s.consumed+1<<20 {
			s.rescanned += int64(n)
			from = 1
		}
		s.emit(s.nextStart(from), err)
	}
	return nil
}

// value reads on to the end of the value that s.bal follows and returns its
// length, nothing consumed. If it is longer than a row may be it is consumed
// and its head returned. An error comes with the place of the fault.
func (s *scanner) value() (n int, head []byte, err error) {
	for {
		k, done, err := s.bal.scan(s.rest()[n:])
		n += k
		if head == nil && n > MaxRow {
			head = bytes.Clone(s.rest()[:headKept])
		}
		if head != nil {
			s.skip(n)
			n = 0
		}
		if done || err != nil {
			return n, head, err
		}
		if !s.more() {
			if err := s.readErr(); err != nil {
				s.failed = true
				return n, head, err
			}
			return n, head, s.bal.broken("the file ends inside the object")
		}
	}
}

// emitLine hands out the line that begins here, broken at from, with its error.
func (s *scanner) emitLine(from int, err error) {
	for {
		if i := bytes.IndexByte(s.rest()[from:], '\n'); i >= 0 {
			s.emit(from+i, err)
			return
		}
		from = len(s.rest())
		if from > MaxRow {
			at, head := s.line, bytes.Clone(s.rest()[:headKept])
			s.dropLine()
			s.row(at, head, errTooLong())
			return
		}
		if !s.more() {
			s.emit(len(s.rest()), err)
			return
		}
	}
}

// dropLine consumes the rest of the line.
func (s *scanner) dropLine() {
	for {
		if i := bytes.IndexByte(s.rest(), '\n'); i >= 0 {
			s.skip(i)
			return
		}
		s.skip(len(s.rest()))
		if !s.more() {
			return
		}
	}
}

// strayLine tells of a line that begins with no bracket.
func (s *scanner) strayLine() {
	s.emitLine(1, corpus.Errorf(corpus.InvalidArgument, "not a JSON object: it begins with %s", describe(s.ahead(4))).WithZH("这一行不是 JSON 对象"))
}

// nextStart is the place, from or later, of the next line that begins with a
// bracket; the end of the rest, if none comes within the longest row.
func (s *scanner) nextStart(from int) int {
	for {
		rest := s.rest()
		for {
			j := bytes.IndexByte(rest[from:], '\n')
			if j < 0 {
				from = len(rest)
				break
			}
			if from += j; from+1 == len(rest) {
				break // what follows the newline is not read yet
			}
			if from++; rest[from] == '{' {
				return from
			}
		}
		if len(rest) > MaxRow || !s.more() {
			return len(s.rest())
		}
	}
}
