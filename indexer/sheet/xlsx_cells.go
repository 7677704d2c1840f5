package sheet

import (
	"bytes"
	"errors"
)

// startCell reads the tag of a cell.
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
	if t.col < 0 { // a cell that ends without having begun, in a damaged sheet
		t.text = t.text[:0]
		return nil
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
		raw = bytes.ToValidUTF8(raw, []byte("\uFFFD"))
	case "d":
		cell.Kind = Date
		raw = bytes.ToValidUTF8([]byte(isoCell(string(raw))), []byte("\uFFFD"))
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
