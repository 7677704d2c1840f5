package sheet

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

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

// finish makes the row. Its own text is one string that its cells share.
func (t *xlsxTable) finish() Row {
	row := Row{At: int64(t.row), Err: t.err}
	if t.err == ErrRowTooLong {
		return row
	}
	all := string(t.text)
	for _, p := range slices.Backward(t.spans) { // of two cells in one place the later stays
		if t.cells[p.col].Text == "" {
			t.cells[p.col].Text = all[p.start:p.end]
		}
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
