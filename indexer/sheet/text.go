package sheet

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// textTable reads the records of a delimited text.
type textTable struct {
	dec  *decoder
	d    *dialect
	buf  []byte // buf[pos:end] is decoded and not yet given out
	pos  int
	end  int
	err  error // of the decoder; io.EOF at the end of the text
	line int64 // where buf[pos] stands, from 1
	rec  record
}

// OpenText opens a delimited text. Encoding and separator are told from its
// first 256 KiB unless opt names them; the encoding of a text that begins in
// pure ASCII is told where other characters begin. Memory is bounded by a few
// times MaxRow, whatever the text holds.
//
// Each row is a record as the package's dialect reads it: see ErrRowTooLong,
// ErrTooManyColumns, ErrUnclosedQuote and ErrBadBytes for what a row's Err may
// be. After a row that is too long or runs away with an unclosed quote, reading
// goes on with the next line. Closing the table does not close r.
func OpenText(r io.Reader, opt Options) (Table, error) {
	sep, err := CheckSeparator(opt.Separator)
	if err != nil {
		return nil, err
	}
	dec, err := newDecoder(r, opt.Encoding)
	if err != nil {
		return nil, err
	}
	t := &textTable{dec: dec, line: 1}
	t.fill(headSize)
	if t.err != nil && t.err != io.EOF {
		return nil, fmt.Errorf("read the head of the text: %w", t.err)
	}
	head := t.buf[:t.end]
	cr := bytes.IndexByte(head, '\n') < 0 && bytes.IndexByte(head, '\r') >= 0
	if named := declared(string(head[:min(len(head), 16)])); named != "" {
		if sep == "" {
			sep = named
		}
		first := newDialect(sep, cr)
		if first.parse(head, t.err != nil, &t.rec) {
			// The line says how to read the others, and is none of them.
			t.pos = bytes.IndexByte(head, '\n') + 1
			if t.pos == 0 {
				t.pos = t.rec.size
			}
			t.line++
		}
	}
	if sep == "" {
		sep = detect(t.buf[t.pos:t.end], t.err != nil, cr)
	}
	t.d = newDialect(sep, cr)
	return t, nil
}

// Info says how the text is read.
func (t *textTable) Info() Info {
	format := "csv"
	if string(t.d.sep) == "\t" {
		format = "tsv"
	}
	return Info{Format: format, Encoding: t.dec.name(), Separator: string(t.d.sep)}
}

// Close forgets the text.
func (t *textTable) Close() error {
	t.buf, t.pos, t.end, t.err = nil, 0, 0, io.ErrClosedPipe
	return nil
}

// fill decodes until n bytes are at hand, or the text ends.
func (t *textTable) fill(n int) {
	if n+utf8.UTFMax > len(t.buf) {
		buf := make([]byte, n+utf8.UTFMax)
		t.end = copy(buf, t.buf[t.pos:t.end])
		t.buf, t.pos = buf, 0
	} else if t.pos > 0 {
		t.end = copy(t.buf, t.buf[t.pos:t.end])
		t.pos = 0
	}
	for t.end < n && t.err == nil {
		k, err := t.dec.Read(t.buf[t.end:])
		t.end += k
		t.err = err
	}
}

// Next gives the next record with any content.
func (t *textTable) Next() (Row, error) {
	for {
		text, tooLong, err := t.scan()
		if err != nil {
			return Row{}, err
		}
		at := t.line
		t.line += int64(t.rec.lines)
		if tooLong {
			return Row{At: at, Err: ErrRowTooLong}, nil
		}
		if row, ok := t.row(text); ok {
			row.At = at
			return row, nil
		}
	}
}

// scan finds the next record and leaves it in t.rec. Its text is good until
// the next call.
func (t *textTable) scan() (text []byte, tooLong bool, err error) {
	for {
		b := t.buf[t.pos:t.end]
		done := t.err != nil
		if len(b) == 0 && done {
			return nil, false, t.err
		}
		if len(b) > 0 && t.d.parse(b, done, &t.rec) {
			if done && t.err != io.EOF && t.rec.size == len(b) {
				return nil, false, t.err // a record cut by the error
			}
			break
		}
		if len(b) <= MaxRow {
			t.fill(min(max(headSize, 2*len(b)), MaxRow+1))
			continue
		}
		// Longer than a row may be: its first line, or nothing of it.
		if t.d.parse(b, true, &t.rec); t.rec.text > MaxRow {
			return nil, true, t.skipLine()
		}
		break
	}
	text = t.buf[t.pos : t.pos+t.rec.text]
	t.pos += t.rec.size
	return text, false, nil
}

// skipLine passes over all up to the next line end.
func (t *textTable) skipLine() error {
	t.rec.lines = 1
	for {
		b := t.buf[t.pos:t.end]
		i := bytes.IndexByte(b, '\n')
		if t.d.cr {
			i = bytes.IndexAny(b, "\r\n")
		}
		if i >= 0 {
			t.pos += i + 1
			if t.pos == t.end && t.err == nil {
				t.fill(1)
			}
			if t.d.cr && b[i] == '\r' && t.pos < t.end && t.buf[t.pos] == '\n' {
				t.pos++
			}
			return nil
		}
		t.pos = t.end
		if t.err == io.EOF {
			return nil
		}
		if t.err != nil {
			return t.err
		}
		t.fill(headSize)
	}
}

// row makes a row of the record; false when there is nothing in it.
func (t *textTable) row(text []byte) (Row, bool) {
	cells := t.rec.cells
	for len(cells) > 0 && cells[len(cells)-1].start >= cells[len(cells)-1].end {
		cells = cells[:len(cells)-1]
	}
	if blank(text, cells) {
		return Row{}, false
	}
	row := Row{Raw: bytes.Clone(text), Cells: make([]Cell, len(cells))}
	all := string(text)
	for i, c := range cells {
		s := all[c.start:c.end]
		if c.doubled {
			s = strings.ReplaceAll(s, `""`, `"`)
		}
		row.Cells[i].Text = s
	}
	bad := t.dec.dec != nil && strings.Contains(all, "\uFFFD")
	if t.dec.dec == nil && !utf8.ValidString(all) {
		bad = true
		row.Raw = bytes.ToValidUTF8(row.Raw, []byte("\uFFFD"))
		for i := range row.Cells {
			row.Cells[i].Text = strings.ToValidUTF8(row.Cells[i].Text, "\uFFFD")
		}
	}
	switch {
	case t.rec.unclosed > 0:
		row.Err = fmt.Errorf("%w: column %d", ErrUnclosedQuote, t.rec.unclosed)
	case t.rec.columns > MaxColumns && len(t.rec.cells) == MaxColumns && t.beyond(text):
		row.Err = ErrTooManyColumns
	case bad:
		row.Err = fmt.Errorf("%w, %s", ErrBadBytes, t.dec.name())
	}
	return row, true
}

// beyond says whether cells after the last that is kept have any content.
func (t *textTable) beyond(text []byte) bool {
	rest := text[min(len(text), t.rec.cells[MaxColumns-1].end):]
	return len(bytes.Trim(rest, string(t.d.sep)+"\" \t\r\x00")) > 0
}

// blank says whether a record has nothing in it but space, the zero bytes that
// a lost write leaves behind, or the DOS end of file mark.
func blank(text []byte, cells []span) bool {
	for _, c := range cells {
		for _, b := range text[c.start:c.end] {
			switch b {
			case ' ', '\t', '\r', '\n', 0, 0x1A:
			default:
				return false
			}
		}
	}
	return true
}
