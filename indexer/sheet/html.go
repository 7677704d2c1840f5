package sheet

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// maxRowSpan is the most rows that a cell may stand in, as browsers have it.
const maxRowSpan = 65534

// htmlTable reads the rows of a page's tables.
type htmlTable struct {
	dec  *decoder
	z    *html.Tokenizer
	at   int64 // tr elements so far
	done error // why there is no more

	open  bool // a row is open
	row   []Cell
	size  int
	err   error
	spans []rowSpan // by column
	spent int       // of maxRepeated

	inCell  bool
	text    []byte
	cols    int // colspan and rowspan of the cell
	rows    int
	nested  int    // tables inside the cell
	skip    string // element whose text is no text of the page
	pending *Row   // read and not yet given out
}

type rowSpan struct {
	left int // rows to come
	cell Cell
}

var metaCharset = regexp.MustCompile(`(?i)charset\s*=\s*["']?\s*([a-z0-9_-]+)`)

// OpenHTML opens a page as a table, as many systems write under the name .xls:
// the rows of its tables one after the other, without text outside of them.
// Cells that span columns or rows fill them, Merged. A table inside a cell is
// part of its text. The encoding is told by opt, a mark, UTF-8 that is valid,
// or the page's own word, in this order.
func OpenHTML(r io.Reader, opt Options) (Table, error) {
	dec, err := newDecoder(r, opt.Encoding)
	if err != nil {
		return nil, err
	}
	if head := dec.buf[dec.pos:dec.end]; !dec.settled {
		set := utf8Set
		if len(ascii(head)) < len(head) {
			set = byBytes(head)
		}
		if m := metaCharset.FindSubmatch(head[:min(len(head), 8192)]); m != nil && (set != utf8Set || len(ascii(head)) == len(head)) {
			if named := findCharset(string(m[1])); named != nil && named != utf16LESet && named != utf16BESet {
				set = named
			}
		}
		if set != utf8Set || len(ascii(head)) < len(head) {
			dec.use(set)
		}
	}
	t := &htmlTable{dec: dec}
	t.restart()
	return t, nil
}

// restart goes on with what has not been read.
func (t *htmlTable) restart() {
	t.z = html.NewTokenizer(t.dec)
	t.z.SetMaxBuf(MaxRow)
}

func (t *htmlTable) Info() Info { return Info{Format: "html", Encoding: t.dec.name()} }

// Close forgets the page.
func (t *htmlTable) Close() error {
	t.done, t.pending = io.ErrClosedPipe, nil
	return nil
}

// Next gives the next row with any content.
func (t *htmlTable) Next() (Row, error) {
	for {
		if t.pending != nil {
			row := *t.pending
			t.pending = nil
			return row, nil
		}
		if t.done != nil {
			return Row{}, t.done
		}
		switch kind := t.z.Next(); kind {
		case html.ErrorToken:
			if err := t.z.Err(); err == html.ErrBufferExceeded {
				t.err = ErrRowTooLong
				t.restart()
			} else {
				t.done = err
				t.endRow()
			}
		case html.TextToken:
			if t.inCell && t.skip == "" {
				t.append(t.z.Text())
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := t.z.TagName()
			t.startTag(string(name), more, kind == html.SelfClosingTagToken)
		case html.EndTagToken:
			name, _ := t.z.TagName()
			t.endTag(string(name))
		}
	}
}

func (t *htmlTable) startTag(name string, more, empty bool) {
	switch name {
	case "script", "style", "title", "textarea":
		if !empty {
			t.skip = name
		}
	case "table":
		if t.inCell {
			t.nested++
		} else {
			t.endTable()
		}
	case "tr":
		if t.nested > 0 {
			t.line()
			return
		}
		t.endRow()
		t.open = true
		t.at++
	case "td", "th":
		if t.nested > 0 {
			t.append([]byte(" "))
			return
		}
		t.endCell()
		if !t.open {
			t.open = true
			t.at++
		}
		t.inCell, t.text, t.cols, t.rows = true, t.text[:0], 1, 1
		for more {
			var key, val []byte
			key, val, more = t.z.TagAttr()
			n, err := strconv.Atoi(strings.TrimSpace(string(val)))
			if err != nil || n < 1 {
				continue
			}
			switch string(key) {
			case "colspan":
				t.cols = min(n, MaxColumns)
			case "rowspan":
				t.rows = min(n, maxRowSpan)
			}
		}
	case "br":
		if t.inCell {
			t.text = append(bytes.TrimRight(t.text, " "), '\n')
		}
	case "p", "div", "li":
		t.line()
	}
}

func (t *htmlTable) endTag(name string) {
	switch name {
	case t.skip:
		t.skip = ""
	case "table":
		if t.nested > 0 {
			t.nested--
		} else {
			t.endTable()
		}
	case "tr":
		if t.nested == 0 {
			t.endRow()
		}
	case "td", "th":
		if t.nested == 0 {
			t.endCell()
		}
	}
}

// line begins a new line in the cell, unless it is at the beginning of one.
func (t *htmlTable) line() {
	if n := len(t.text); t.inCell && n > 0 && t.text[n-1] != '\n' {
		t.text = append(t.text, '\n')
	}
}

// append takes text of the cell; white space becomes one space.
func (t *htmlTable) append(b []byte) {
	if t.size+len(t.text)+len(b) > MaxRow {
		t.err = ErrRowTooLong
		return
	}
	for _, c := range b {
		if space(c) || c == '\f' {
			if n := len(t.text); n == 0 || t.text[n-1] == ' ' || t.text[n-1] == '\n' {
				continue
			}
			c = ' '
		}
		t.text = append(t.text, c)
	}
}

func (t *htmlTable) endCell() {
	if !t.inCell {
		return
	}
	t.inCell, t.nested = false, 0
	t.fillSpans()
	// Empty cells are written with a space that does not break.
	text := strings.Trim(string(t.text), " \n\u00A0")
	bad := t.dec.dec != nil && strings.Contains(text, "\uFFFD")
	if !utf8.ValidString(text) {
		bad, text = true, strings.ToValidUTF8(text, "\uFFFD")
	}
	if bad && t.err == nil {
		t.err = fmt.Errorf("%w, %s", ErrBadBytes, t.dec.name())
	}
	cell := Cell{Text: text}
	for range t.cols {
		col := len(t.row)
		if !t.put(cell) {
			return
		}
		cell.Merged = true
		if t.rows > 1 {
			for len(t.spans) <= col {
				t.spans = append(t.spans, rowSpan{})
			}
			t.spans[col] = rowSpan{t.rows - 1, cell}
		}
	}
}

// put adds a cell to the row; false if it has no place there.
func (t *htmlTable) put(c Cell) bool {
	switch {
	case len(t.row) >= MaxColumns:
		if c.Text != "" && t.err == nil {
			t.err = ErrTooManyColumns
		}
		return false
	case t.size+len(c.Text) > MaxRow:
		t.err = ErrRowTooLong
		return false
	}
	if c.Merged {
		if t.spent += len(c.Text); t.spent > maxRepeated {
			c.Text = ""
		}
	}
	t.size += len(c.Text)
	if c.Text == "" {
		c = Cell{}
	}
	t.row = append(t.row, c)
	return true
}

// fillSpans puts the cells that reach down from rows above.
func (t *htmlTable) fillSpans() {
	for len(t.row) < len(t.spans) && t.spans[len(t.row)].left > 0 {
		s := &t.spans[len(t.row)]
		s.left--
		if !t.put(s.cell) {
			return
		}
	}
}

// endRow closes the row that is open and puts it by for Next.
func (t *htmlTable) endRow() {
	if !t.open {
		return
	}
	t.endCell()
	t.fillSpans()
	for i := len(t.row); i < len(t.spans); i++ { // further right, behind a gap
		if i >= len(t.row) && t.spans[i].left > 0 {
			t.row = append(t.row, make([]Cell, i-len(t.row))...)
			t.fillSpans()
		}
	}
	row := Row{At: t.at, Err: t.err}
	content := false
	for i, c := range t.row {
		content = content || c.Text != "" && !c.Merged
		if c.Text != "" {
			row.Cells = t.row[:i+1]
		}
	}
	if t.err == ErrRowTooLong {
		row.Cells = nil
	}
	if content || t.err != nil {
		row.Cells = append([]Cell(nil), row.Cells...)
		t.pending = &row
	}
	t.open, t.row, t.size, t.err = false, t.row[:0], 0, nil
}

func (t *htmlTable) endTable() {
	t.endRow()
	t.spans = t.spans[:0]
}
