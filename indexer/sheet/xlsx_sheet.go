package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// readMerges finds the merged areas, which stand behind all cells: it unpacks
// the part without looking at the cells. The sum over the part is checked too.
func (b *xlsxBook) readMerges(part string, m *merges) error {
	rc, err := b.pack.open(part)
	if err != nil {
		return err
	}
	defer rc.Close()
	x := newXMLReader(rc)
	// The text of a cell has no < in it, so this end tag can't be one's text.
	for !x.skipPast("sheetData>") {
		if x.err != nil && x.err != io.EOF {
			return refuse(ErrDamaged, fmt.Errorf("part %s: %w", part, x.err))
		}
		if x.err == io.EOF {
			m.settle()
			return nil
		}
	}
	for {
		kind, err := x.next()
		if err == io.EOF {
			m.settle()
			return nil
		}
		if err != nil {
			return refuse(ErrDamaged, fmt.Errorf("part %s: %w", part, err))
		}
		if kind == xmlStart && string(x.name) == "mergeCell" {
			if a, ok := parseArea(x.attr("ref")); ok {
				m.add(a)
			}
		}
	}
}

// skipPast passes over the text up to the end tag of a name with its >; false
// when it was not met in what is at hand, and more was read.
func (x *xmlReader) skipPast(tail string) bool {
	b := x.buf[x.pos:x.end]
	for {
		i := bytes.Index(b, []byte(tail))
		if i < 0 {
			break
		}
		if open := bytes.LastIndexByte(b[:i], '<'); open >= 0 && b[open+1] == '/' && i-open < 64 {
			x.pos = x.end - len(b) + i + len(tail)
			return true
		}
		b = b[i+len(tail):]
	}
	x.pos = max(x.pos, x.end-64-len(tail))
	x.more()
	return false
}

// parseRef reads a cell's name such as AB12; row and column count from 0.
func parseRef(ref []byte) (row, col int, ok bool) {
	i := 0
	for ; i < len(ref) && i < 4; i++ {
		c := ref[i] &^ 0x20
		if c < 'A' || c > 'Z' {
			break
		}
		col = col*26 + int(c-'A') + 1
	}
	if i == 0 || i == len(ref) {
		return 0, col - 1, false
	}
	for ; i < len(ref); i++ {
		if ref[i] < '0' || ref[i] > '9' || row > 1<<30 {
			return 0, col - 1, false
		}
		row = row*10 + int(ref[i]-'0')
	}
	return row - 1, col - 1, row > 0
}

func parseArea(ref []byte) (area, bool) {
	from, to, _ := bytes.Cut(bytes.ReplaceAll(ref, []byte("$"), nil), []byte(":"))
	row, col, ok := parseRef(from)
	lastRow, lastCol, ok2 := parseRef(to)
	return area{row, col, lastRow, lastCol}, ok && ok2
}

// xlsxTable reads the rows of a worksheet.
type xlsxTable struct {
	book   *xlsxBook
	info   Info
	part   io.ReadCloser
	xml    *xmlReader
	merges merges
	row    int   // number of the row that was read last, from 1
	done   error // why there is no more

	// the row that is being read
	cells []Cell
	text  []byte  // of its cells, but for shared strings
	spans []piece // where it stands
	size  int     // bytes of all its text
	err   error

	// the cell that is being read
	col   int // from 0
	xf    int
	typ   string // attribute t
	inV   bool
	start int // of its text
	rich  richText
}

type piece struct{ col, start, end int }

func (t *xlsxTable) Info() Info { return t.info }

func (t *xlsxTable) Close() error { return t.part.Close() }

// Next gives the next row with any content.
func (t *xlsxTable) Next() (row Row, _ error) {
	if t.done == nil {
		row, t.done = t.next()
	}
	return row, t.done
}

func (t *xlsxTable) next() (Row, error) {
	for {
		kind, err := t.xml.next()
		if err == io.EOF {
			err = io.ErrUnexpectedEOF // sheetData has an end
			if t.row == 0 {
				return Row{}, io.EOF // or is not there
			}
		}
		if err != nil {
			return Row{}, refuse(ErrDamaged, fmt.Errorf("behind row %d: %w", t.row, err))
		}
		switch {
		case kind == xmlStart && string(t.xml.name) == "row":
			n, err := strconv.Atoi(string(t.xml.attr("r")))
			if err != nil || n < 1 || n > 1<<30 {
				n = t.row + 1
			}
			t.row = n
			row, err := t.readRow()
			if err != nil {
				return Row{}, err
			}
			if len(row.Cells) > 0 || row.Err != nil {
				return row, nil
			}
		case kind == xmlEnd && string(t.xml.name) == "sheetData":
			return Row{}, io.EOF
		}
	}
}

// readRow reads the cells up to the end of the row.
func (t *xlsxTable) readRow() (Row, error) {
	t.cells, t.text, t.spans, t.size, t.err, t.col = t.cells[:0], t.text[:0], t.spans[:0], 0, nil, -1
	x := t.xml
	for {
		kind, err := x.next()
		if err != nil {
			return Row{}, refuse(ErrDamaged, fmt.Errorf("in row %d: %w", t.row, err))
		}
		name := x.name
		switch kind {
		case xmlStart:
			switch {
			case len(name) == 1 && name[0] == 'c':
				t.startCell()
			case len(name) == 1 && name[0] == 'v':
				t.inV = t.typ != "inlineStr"
			case t.typ == "inlineStr":
				t.rich.take(x, kind)
			}
		case xmlText:
			if t.inV {
				t.append(x.text)
			} else if t.typ == "inlineStr" {
				t.rich.take(x, kind)
			}
		case xmlEnd:
			switch {
			case len(name) == 1 && name[0] == 'c':
				if err := t.endCell(); err != nil {
					return Row{}, err
				}
			case len(name) == 1 && name[0] == 'v':
				t.inV = false
			case string(name) == "row":
				return t.finish(), nil
			case t.typ == "inlineStr":
				t.rich.take(x, kind)
			}
		}
	}
}

func (t *xlsxTable) append(b []byte) {
	if t.size+len(t.text)+len(b) > MaxRow {
		t.err = ErrRowTooLong
		return
	}
	t.text = append(t.text, b...)
}

func (t *xlsxTable) startCell() {
	t.col++
	t.xf, t.typ, t.inV, t.start = 0, "", false, len(t.text)
	for rest := t.xml.attrs; ; {
		name, value, more := nextAttr(&rest)
		if !more {
			return
		}
		if len(name) != 1 {
			continue
		}
		switch name[0] {
		case 'r':
			if _, col, _ := parseRef(value); col >= 0 {
				t.col = col
			}
		case 's':
			t.xf = int(parseUint(value))
		case 't':
			t.typ = cellType(value)
			if t.typ == "inlineStr" {
				t.rich.reset()
			}
		}
	}
}

// cellType is the value of attribute t without an allocation.
func cellType(v []byte) string {
	switch string(v) {
	case "s":
		return "s"
	case "str":
		return "str"
	case "inlineStr":
		return "inlineStr"
	case "b":
		return "b"
	case "e":
		return "e"
	case "d":
		return "d"
	}
	return "" // a number
}

// parseUint is a whole number; -1 if it is none.
func parseUint(b []byte) int64 {
	n := int64(0)
	for _, c := range b {
		if c < '0' || c > '9' || n > 1<<40 {
			return -1
		}
		n = n*10 + int64(c-'0')
	}
	if len(b) == 0 {
		return -1
	}
	return n
}

// endCell puts the cell that was read into its row. Only a fault of ours or of
// the disk is an error.
func (t *xlsxTable) endCell() error {
	if t.typ == "inlineStr" {
		if t.rich.long {
			t.err = ErrRowTooLong
		}
		t.append(t.rich.bytes())
	}
	raw := t.text[t.start:]
	if len(raw) == 0 {
		return nil
	}
	if t.col >= MaxColumns {
		if t.err == nil {
			t.err = ErrTooManyColumns
		}
		t.text = t.text[:t.start]
		return nil
	}
	for len(t.cells) <= t.col {
		t.cells = append(t.cells, Cell{})
	}
	cell := &t.cells[t.col]
	*cell = Cell{}
	switch t.typ {
	case "s":
		s, err := t.book.store.get(int(parseUint(bytes.TrimSpace(raw))))
		t.text = t.text[:t.start]
		switch {
		case errors.Is(err, ErrBadCell) || errors.Is(err, ErrRowTooLong):
			t.err = err
		case err != nil:
			return err
		case t.size+len(s) > MaxRow:
			t.err = ErrRowTooLong
		default:
			t.size += len(s)
			cell.Text = s
		}
		return nil
	case "str":
		raw = unescapeST(raw)
	case "b":
		cell.Kind = Bool
		v := bytes.TrimSpace(raw)
		raw = []byte("FALSE")
		if xmlTrue(v) {
			raw = []byte("TRUE")
		}
	case "e":
		cell.Kind = Failed
	case "d":
		cell.Kind = Date
		raw = []byte(isoCell(string(raw)))
	case "":
		var c Cell
		raw, c = t.number(bytes.TrimSpace(raw))
		*cell = c
	}
	t.text = append(t.text[:t.start], raw...)
	t.spans = append(t.spans, piece{t.col, t.start, len(t.text)})
	return nil
}

// number reads the text of a number. What is none stays as it is, as text.
func (t *xlsxTable) number(raw []byte) ([]byte, Cell) {
	date := t.book.formats.date(t.xf)
	if !date && integer(raw) {
		return raw, Cell{Kind: Number}
	}
	v, ok := parseNumber(string(raw))
	if !ok {
		return bytes.ToValidUTF8(raw, []byte("\uFFFD")), Cell{}
	}
	c := numberCell(v, date, t.book.from1904)
	return []byte(c.Text), Cell{Kind: c.Kind}
}

// finish makes the row. Its own text is one string that its cells share.
func (t *xlsxTable) finish() Row {
	row := Row{At: int64(t.row), Err: t.err}
	if t.err == ErrRowTooLong {
		return row
	}
	all := string(t.text)
	for _, p := range t.spans {
		t.cells[p.col].Text = all[p.start:p.end]
	}
	blank := true
	for i := range t.cells {
		if c := &t.cells[i]; c.Text == "" {
			*c = Cell{}
		} else if blank {
			blank = strings.TrimSpace(c.Text) == ""
		}
	}
	if blank {
		return row
	}
	t.cells = t.merges.fill(t.row-1, t.cells)
	for len(t.cells) > 0 && t.cells[len(t.cells)-1].Text == "" {
		t.cells = t.cells[:len(t.cells)-1]
	}
	row.Cells = append([]Cell(nil), t.cells...)
	return row
}
