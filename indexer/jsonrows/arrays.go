package jsonrows

import (
	"chabiao/corpus"
)

// array reads the elements of an array whose opening bracket was consumed, and
// its closing bracket. A fault ends the reading: where the next element begins
// is not known any more.
func (s *scanner) array() error {
	comma := true // one may stand here, or none is needed
	for !s.stopped {
		c, ok := s.next()
		switch {
		case !ok:
			if err := s.readErr(); err != nil {
				return err
			}
			return s.fatal(corpus.Errorf(corpus.InvalidArgument, "the file ends before the closing ] of its list"))
		case c == ']':
			s.skip(1)
			return nil
		case c == ',':
			s.skip(1)
			comma = true
			continue
		case !comma:
			return s.fatal(corpus.Errorf(corpus.InvalidArgument, "broken JSON: there is a %s where a comma or ] is wanted", describe(s.ahead(4))))
		}
		comma = false
		if err := s.element(c); err != nil {
			return err
		}
	}
	return nil
}

// element reads one element that begins with c.
func (s *scanner) element(c byte) error {
	s.bal.reset()
	if c != '{' && c != '[' {
		return s.scalar(c)
	}
	at := s.line
	n, head, err := s.value()
	switch {
	case s.failed:
		return err
	case err != nil:
		s.skip(n)
		return s.fatal(corpus.Errorf(corpus.InvalidArgument, "%w (the object began in line %d)", err, at))
	case head != nil:
		s.row(at, head, errTooLong())
	case c == '[':
		s.emit(n, errNoObject("a list"))
	default:
		s.emit(n, nil)
	}
	return nil
}

// scalar reads an element that is no object: a string, or what else stands
// before the next comma or bracket.
func (s *scanner) scalar(c byte) error {
	if s.bal.str = c == '"'; !s.bal.str && kinds[c] != literal {
		return s.fatal(corpus.Errorf(corpus.InvalidArgument, "broken JSON: there is a %s where an object is wanted", describe(s.ahead(4))))
	}
	for n := 1; ; {
		rest := s.rest()
		if s.bal.str {
			var err error
			if n, err = s.bal.text(rest, n); err != nil {
				return s.fatal(err)
			}
			if !s.bal.str {
				s.emit(n, errNoObject("a string"))
				return nil
			}
		} else {
			for n < len(rest) && kinds[rest[n]] == literal {
				n++
			}
			if n < len(rest) {
				s.emit(n, errNoObject("a number or word"))
				return nil
			}
		}
		switch {
		case n > MaxRow:
			return s.fatal(errTooLong())
		case s.more():
		case s.readErr() != nil:
			return s.readErr()
		default:
			return s.fatal(corpus.Errorf(corpus.InvalidArgument, "the file ends before the closing ] of its list"))
		}
	}
}

func errNoObject(what string) error {
	return corpus.Errorf(corpus.InvalidArgument, "the row is %s: want an object {…} of keys and values", what).WithZH("这一行不是有键和值的对象 {…}")
}

// fatal adds the line and what to do to an error that ends the reading.
func (s *scanner) fatal(err error) error {
	return corpus.Errorf(corpus.KindOf(err), "line %d: %w", s.line, err).
		WithHint("all rows before it were read; get the file again if it was cut short, or mend that line; JSON Lines lose only the broken row").
		WithZH("JSON 从第 %d 行起读不下去：有语法错误，或文件不完整。请重新导出，或改正那一行；JSON Lines 格式只会丢掉坏的行。", s.line)
}
