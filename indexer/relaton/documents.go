package relaton

import (
	"bufio"
	"bytes"
	"io"

	"chabiao/corpus"
)

// wholeDocument is up to where a document is kept whole, so that anchors reach
// over all of it; a longer collection is cut into its items as it is read.
const wholeDocument = 1 << 20

// unit is a piece of a YAML stream that is parsed by itself.
type unit struct {
	text []byte
	line int64 // where it begins, from 1
	err  error // it could not be read
}

// documents cuts a YAML stream into documents, at the marks of YAML 1.2
// section 9.1: --- or ... at the beginning of a line is never content.
type documents struct {
	r    io.Reader
	line int64

	buf    []byte
	begin  int64 // line where buf begins
	indent int   // of the items of a collection that is being cut; -1 in a whole document
	state  state
	yield  func(unit) bool
	done   bool
}

type state uint8

const (
	whole state = iota
	inItems
	longItem // the rest of an item that is too long is passed over
	passing  // the rest of the document is passed over
)

// each calls yield for every unit until it returns false.
func (d *documents) each(yield func(unit) bool) {
	d.yield = yield
	d.reset()
	br := bufio.NewReaderSize(d.r, 64<<10)
	for start := true; !d.done; {
		piece, err := br.ReadSlice('\n')
		if len(piece) > 0 {
			d.piece(piece, start)
			start = piece[len(piece)-1] == '\n'
			if start {
				d.line++
			}
		}
		switch err {
		case nil, bufio.ErrBufferFull:
		case io.EOF:
			d.flush()
			return
		default:
			if d.flush(); !d.done {
				yield(unit{line: d.line, err: corpus.Errorf(corpus.KindOf(err), "can't read on: %w", err)})
			}
			return
		}
	}
}

func (d *documents) reset() { d.buf, d.state, d.indent = nil, whole, -1 }

// piece takes a line or, of a long one, a part; start says where it begins.
func (d *documents) piece(p []byte, start bool) {
	if start && isMark(p, "---") || start && isMark(p, "...") {
		d.flush()
		d.reset()
		if p[0] == '.' {
			return
		}
		p = p[3:]
	}
	if start && (d.state == inItems || d.state == longItem) {
		switch in, item := itemIndent(p); {
		case item && in == d.indent:
			d.flush()
			d.buf, d.state = nil, inItems
		case !isBlank(p) && in <= d.indent:
			d.flush() // keys behind the collection
			d.buf, d.state = nil, passing
		}
	}
	if d.state == passing || d.state == longItem {
		return
	}
	if len(d.buf) == 0 {
		d.begin = d.line
	}
	d.buf = append(d.buf, p...)
	if d.state == whole && len(d.buf) > wholeDocument && d.indent < 0 {
		d.cut()
	}
	if len(d.buf) > MaxDocument {
		d.give(unit{line: d.begin, err: corpus.Errorf(corpus.TooLarge, "it is longer than %d MiB", MaxDocument>>20).WithHint("split it into several documents")})
		d.buf = nil
		if d.state == whole {
			d.state = passing
		} else {
			d.state = longItem
		}
	}
}

// cut looks once whether a long document is a collection, and gives out the
// items that are there.
func (d *documents) cut() {
	items := splitItems(unit{text: d.buf, line: d.begin})
	if len(items) == 0 {
		d.indent = 1 << 30 // it is none
		return
	}
	d.state = inItems
	d.indent, _ = itemIndent(items[0].text)
	last := items[len(items)-1]
	for _, u := range items[:len(items)-1] {
		d.give(u)
	}
	d.buf, d.begin = bytes.Clone(last.text), last.line
}

// flush gives out what was collected, unless it says nothing.
func (d *documents) flush() {
	for line := range bytes.Lines(d.buf) {
		if !isBlank(line) && line[0] != '%' { // a directive says nothing either
			d.give(unit{text: d.buf, line: d.begin})
			return
		}
	}
}

func (d *documents) give(u unit) {
	if !d.done && !d.yield(u) {
		d.done = true
	}
}

func isMark(p []byte, mark string) bool {
	return bytes.HasPrefix(p, []byte(mark)) && (len(p) == 3 || bytes.IndexByte([]byte(" \t\r\n"), p[3]) >= 0)
}

// isBlank reports whether a line is empty or a comment.
func isBlank(p []byte) bool {
	p = bytes.TrimSpace(p)
	return len(p) == 0 || p[0] == '#'
}

// itemIndent is the indentation of a line and whether it begins an item of a
// block sequence.
func itemIndent(p []byte) (int, bool) {
	n := 0
	for n < len(p) && p[n] == ' ' {
		n++
	}
	p = p[n:]
	return n, len(p) > 0 && p[0] == '-' && (len(p) == 1 || p[1] == ' ' || p[1] == '\n' || p[1] == '\r')
}

// splitItems cuts a collection into its items by their indentation: inside an
// item every line stands further to the right (YAML 1.2 section 8.2.1). It
// gives nothing for a document that is none.
func splitItems(u unit) []unit {
	var out []unit
	indent, wanted, line := -1, true, u.line
	for at := 0; at < len(u.text); line++ {
		end := len(u.text)
		if i := bytes.IndexByte(u.text[at:], '\n'); i >= 0 {
			end = at + i + 1
		}
		p := u.text[at:end]
		in, item := itemIndent(p)
		switch {
		case isBlank(p):
		case indent < 0 && item && wanted:
			indent = in
			out = append(out, unit{line: line, text: u.text[at:at]})
		case indent < 0:
			wanted = in <= 2 && isCollectionKey(p)
		case item && in == indent:
			out = append(out, unit{line: line, text: u.text[at:at]})
		case in <= indent:
			return out
		}
		if n := len(out); n > 0 {
			out[n-1].text = u.text[at-len(out[n-1].text) : end : end] // they lie one behind the other
		}
		at = end
	}
	return out
}

func isCollectionKey(p []byte) bool {
	p = bytes.TrimSpace(p)
	for _, key := range collections {
		if string(p) == key+":" {
			return true
		}
	}
	return false
}
