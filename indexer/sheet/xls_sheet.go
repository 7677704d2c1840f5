package sheet

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// maxLoose is the most cells of a sheet whose rows are out of order, which must
// be held in memory.
const maxLoose = 1 << 22

// xlsTable reads the rows of a sheet.
type xlsTable struct {
	book   *xlsBook
	info   Info
	biff   *biffReader
	merges merges
	done   error // why there is no more

	loose map[int]*xlsRow // all rows, when they are out of order
	order []int           // their numbers

	cur     xlsRow // the row that is being read
	pending int    // column of a formula whose text follows; -1 if none
}

type xlsRow struct {
	row   int // from 0; -1 before the first
	cells []Cell
	size  int
	err   error
}

// Open finds the sheet's merged areas and whether its rows are in order.
func (b *xlsBook) Open(i int) (Table, error) {
	if i < 0 || i >= len(b.sheets) {
		return nil, noSheet(i, len(b.sheets))
	}
	t := &xlsTable{book: b, pending: -1, info: Info{Format: "xls", Sheet: b.sheets[i].Name, Sheets: sheetNames(b.sheets)}}
	sorted, err := t.survey(b.offsets[i])
	if err != nil {
		return nil, err
	}
	if err := t.rewind(b.offsets[i]); err != nil {
		return nil, err
	}
	if !sorted {
		if err := t.collect(); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// rewind goes to the first record of the sheet.
func (t *xlsTable) rewind(off int64) error {
	s := t.book.open()
	if _, err := s.Seek(off, io.SeekStart); err != nil {
		return refuse(ErrDamaged, fmt.Errorf("sheet %q is not where it should be: %w", t.info.Sheet, err))
	}
	t.biff, t.cur = newBIFFReader(s), xlsRow{row: -1}
	id, _, err := t.biff.next()
	if err == nil && id != recBOF {
		err = errors.New("no sheet there")
	}
	if err != nil {
		return refuse(ErrDamaged, fmt.Errorf("sheet %q: %w", t.info.Sheet, err))
	}
	return nil
}

// record gives the sheet's next record, without those of charts inside it;
// io.EOF at its end.
func (t *xlsTable) record() (uint16, []byte, error) {
	for depth := 0; ; {
		id, data, err := t.biff.next()
		if err != nil {
			return 0, nil, refuse(ErrDamaged, fmt.Errorf("behind row %d: %w", t.cur.row+1, err))
		}
		switch {
		case id == recBOF:
			depth++
		case id == recEOF && depth == 0:
			return 0, nil, io.EOF
		case id == recEOF:
			depth--
		case depth == 0:
			return id, data, nil
		}
	}
}

// survey reads the sheet once for what must be known before its first row.
func (t *xlsTable) survey(off int64) (sorted bool, err error) {
	if err := t.rewind(off); err != nil {
		return false, err
	}
	sorted = true
	for last := 0; ; {
		id, data, err := t.record()
		if err == io.EOF {
			t.merges.settle()
			return sorted, nil
		}
		if err != nil {
			return false, err
		}
		switch id {
		case recFormula, recMulRk, recRString, recLabelSST, recNumber, recLabel, recBoolErr, recRK:
			if len(data) >= 2 {
				row := int(binary.LittleEndian.Uint16(data))
				sorted = sorted && row >= last
				last = row
			}
		case recMergedCells:
			for data = data[min(2, len(data)):]; len(data) >= 8; data = data[8:] {
				u := func(i int) int { return int(binary.LittleEndian.Uint16(data[i:])) }
				t.merges.add(area{row: u(0), lastRow: u(2), col: u(4), lastCol: u(6)})
			}
		}
	}
}

// collect reads all rows of a sheet whose rows are out of order.
func (t *xlsTable) collect() error {
	t.loose = map[int]*xlsRow{}
	for cells := 0; ; {
		part, err := t.nextPart()
		if err == io.EOF {
			for n := range t.loose {
				t.order = append(t.order, n)
			}
			slices.Sort(t.order)
			return nil
		}
		if err != nil {
			return err
		}
		row := t.loose[part.row]
		if row == nil {
			row = &xlsRow{row: part.row}
			t.loose[part.row] = row
		}
		before := len(row.cells)
		for i, c := range part.cells {
			if c.Text != "" {
				row.put(i, c)
			}
		}
		if part.err != nil {
			row.err = part.err
		}
		if cells += len(row.cells) - before; cells > maxLoose {
			return refuse(ErrDamaged, errors.New("its rows are out of order, and too many"))
		}
	}
}

// put sets a cell; an empty one says nothing.
func (r *xlsRow) put(col int, c Cell) {
	switch {
	case c.Text == "":
	case col >= MaxColumns:
		r.err = ErrTooManyColumns
	case r.size+len(c.Text) > MaxRow:
		r.err = ErrRowTooLong
	default:
		for len(r.cells) <= col {
			r.cells = append(r.cells, Cell{})
		}
		r.cells[col] = c
		r.size += len(c.Text)
	}
}

func (t *xlsTable) Info() Info   { return t.info }
func (t *xlsTable) Close() error { return nil }

// Next gives the next row with any content.
func (t *xlsTable) Next() (Row, error) {
	for {
		var part xlsRow
		if t.loose == nil {
			var err error
			if part, err = t.nextPart(); err != nil {
				return Row{}, err
			}
		} else {
			if len(t.order) == 0 {
				return Row{}, io.EOF
			}
			part = *t.loose[t.order[0]]
			delete(t.loose, t.order[0])
			t.order = t.order[1:]
		}
		row := Row{At: int64(part.row) + 1, Err: part.err}
		if part.err == ErrRowTooLong {
			return row, nil
		}
		if slices.ContainsFunc(part.cells, func(c Cell) bool { return strings.TrimSpace(c.Text) != "" }) {
			row.Cells = slices.Clone(t.merges.fill(part.row, part.cells))
		}
		if len(row.Cells) > 0 || row.Err != nil {
			return row, nil
		}
	}
}

// nextPart reads the cells that stand together and are of one row. They are
// good until the next call.
func (t *xlsTable) nextPart() (xlsRow, error) {
	if t.done != nil {
		return xlsRow{}, t.done
	}
	t.cur = xlsRow{row: -1, cells: t.cur.cells[:0]}
	for {
		id, data, err := t.record()
		if err != nil {
			t.done = err
			if err == io.EOF && t.cur.row >= 0 {
				return t.cur, nil
			}
			return xlsRow{}, err
		}
		if id == recString {
			if t.pending >= 0 {
				t.cur.put(t.pending, Cell{Text: t.text(data)})
			}
			t.pending = -1
			continue
		}
		row, ok := cellRow(id, data)
		if !ok {
			continue
		}
		if t.cur.row >= 0 && row != t.cur.row {
			t.biff.unread()
			return t.cur, nil
		}
		t.cur.row = row
		if err := t.cell(id, data); err != nil {
			t.done = err
			return xlsRow{}, err
		}
	}
}
