package jsonrows

import (
	"bytes"
	"errors"

	"chabiao/corpus"
)

// maxDepth is how deep values may nest; encoding/json draws the same line.
const maxDepth = 10000

// balance follows one JSON value (RFC 8259) from its opening bracket to its
// closing one, over as many pieces of text as it comes in. It checks brackets,
// strings and what may stand behind what, not the spelling of numbers and
// literals.
type balance struct {
	stack   []byte // the open brackets
	last    byte   // the structural byte before, 'v' behind a value, 0 at the start
	str     bool   // inside a string
	escaped bool   // the piece before ended in an odd number of backslashes
	oneLine bool   // it may not run over the end of a line
}

// errLineEnds is the fault of a value that should stand on one line.
var errLineEnds = errors.New("the line ends inside the object")

func (b *balance) reset() { *b = balance{stack: b.stack[:0]} }

// reopen stands inside depth objects, behind a value.
func (b *balance) reopen(depth int) {
	b.reset()
	for range depth {
		b.stack = append(b.stack, '{')
	}
	b.last = 'v'
}

// kinds of bytes outside strings.
const (
	illegal = iota
	space
	literal
	structural
)

var kinds = func() (t [256]uint8) {
	for _, c := range " \t\r\n" {
		t[c] = space
	}
	for _, c := range "0123456789+-.truefalsnE" {
		t[c] = literal
	}
	for _, c := range "{}[]:,\"" {
		t[c] = structural
	}
	return t
}()

// scan reads on in p. It returns how far it came and whether the value ended
// there; an error is told with the place of the byte at fault.
func (b *balance) scan(p []byte) (n int, done bool, err error) {
	i := 0
	if b.str {
		if i, err = b.text(p, 0); err != nil || b.str {
			return i, false, err
		}
		b.last = 'v'
	}
	for i < len(p) {
		c := p[i]
		switch kinds[c] {
		case space:
			if c == '\n' && b.oneLine {
				return i, false, b.broken("%w", errLineEnds)
			}
			i++
			continue
		case literal:
			if b.last == '{' || b.last == ',' && b.stack[len(b.stack)-1] == '{' {
				return i, false, b.broken("a key is not in quotes")
			}
			for i++; i < len(p) && kinds[p[i]] == literal; i++ {
			}
			b.last = 'v'
			continue
		case illegal:
			return i, false, b.broken("there is a %s outside quotes", describe(p[i:]))
		}
		if why := b.allows(c); why != "" {
			return i, false, b.broken("%s", why)
		}
		i++
		switch c {
		case '"':
			if i, err = b.text(p, i); err != nil || b.str {
				return i, false, err
			}
			b.last = 'v'
		case '{', '[':
			if len(b.stack) == maxDepth {
				return i, false, b.broken("it is nested deeper than %d", maxDepth)
			}
			b.stack = append(b.stack, c)
			b.last = c
		case '}', ']':
			b.stack = b.stack[:len(b.stack)-1]
			b.last = 'v'
			if len(b.stack) == 0 {
				return i, true, nil
			}
		default:
			b.last = c
		}
	}
	return i, false, nil
}

// allows says why the structural byte c may not stand here; "" if it may.
func (b *balance) allows(c byte) string {
	open := byte(0)
	if n := len(b.stack); n > 0 {
		open = b.stack[n-1]
	}
	switch c {
	case '"':
		if b.last == 'v' {
			return "a comma or colon is missing before a quote"
		}
	case '{', '[':
		if b.last != ':' && b.last != 0 && (open != '[' || b.last == 'v') {
			return "a new object or list begins before the one before it ends"
		}
	case '}', ']':
		if open != c-2 { // in ASCII ] and } stand two behind [ and {
			return "a bracket is closed that was not opened"
		}
		if b.last == ':' || b.last == ',' {
			return "a value is missing before a closing bracket"
		}
	case ':':
		if b.last != 'v' || open != '{' {
			return "there is a colon without a key before it"
		}
	case ',':
		if b.last != 'v' {
			return "there is a comma without a value before it"
		}
	}
	return ""
}

// text reads a string from i to behind its closing quote, or to the end of p,
// when b.str says that it goes on. A string may not run over a line's end.
func (b *balance) text(p []byte, i int) (int, error) {
	start := i
	b.str = true
	if b.escaped && i < len(p) {
		i++
		b.escaped = false
	}
	for {
		j := bytes.IndexByte(p[i:], '"')
		if j < 0 {
			if k := bytes.IndexByte(p[start:], '\n'); k >= 0 {
				return start + k, b.broken("the line ends inside quotes")
			}
			b.escaped = len(p) > i && odd(p[i:])
			return len(p), nil
		}
		i += j
		if !odd(p[i-j : i]) {
			break
		}
		i++
	}
	if k := bytes.IndexByte(p[start:i], '\n'); k >= 0 {
		return start + k, b.broken("the line ends inside quotes")
	}
	b.str = false
	return i + 1, nil
}

// odd reports whether p ends in an odd number of backslashes.
func odd(p []byte) bool {
	n := len(p)
	for n > 0 && p[n-1] == '\\' {
		n--
	}
	return (len(p)-n)%2 == 1
}

func (b *balance) broken(format string, args ...any) error {
	return corpus.Errorf(corpus.InvalidArgument, "broken JSON: "+format, args...).WithZH("JSON 有语法错误")
}
