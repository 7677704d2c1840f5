package sheet

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
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

// cellRow is the row of a record that holds cells, when it is long enough.
func cellRow(id uint16, data []byte) (int, bool) {
	need := 0
	switch id {
	case recFormula, recNumber:
		need = 14
	case recMulRk:
		need = 12
	case recLabelSST, recRK:
		need = 10
	case recLabel, recRString, recBoolErr:
		need = 8
	}
	if need == 0 || len(data) < need {
		return 0, false
	}
	return int(binary.LittleEndian.Uint16(data)), true
}

// cell takes the cells of a record. Only a fault of ours or of the disk is an
// error.
func (t *xlsTable) cell(id uint16, data []byte) error {
	col, xf := int(binary.LittleEndian.Uint16(data[2:])), int(binary.LittleEndian.Uint16(data[4:]))
	t.pending = -1
	switch id {
	case recLabelSST:
		s, err := t.book.store.get(int(binary.LittleEndian.Uint32(data[6:])))
		if errors.Is(err, ErrBadCell) {
			t.cur.err = err
		} else if err != nil {
			return err
		}
		t.cur.put(col, Cell{Text: s})
	case recLabel, recRString:
		t.cur.put(col, Cell{Text: t.text(data[6:])})
	case recNumber:
		t.number(col, xf, math.Float64frombits(binary.LittleEndian.Uint64(data[6:])))
	case recRK:
		t.number(col, xf, rk(binary.LittleEndian.Uint32(data[6:])))
	case recMulRk:
		for d := data[4 : len(data)-2]; len(d) >= 6; d = d[6:] {
			t.number(col, int(binary.LittleEndian.Uint16(d)), rk(binary.LittleEndian.Uint32(d[2:])))
			col++
		}
	case recBoolErr:
		t.cur.put(col, boolErr(data[6], data[7] != 0))
	case recFormula:
		if binary.LittleEndian.Uint16(data[12:]) != 0xFFFF {
			t.number(col, xf, math.Float64frombits(binary.LittleEndian.Uint64(data[6:])))
			break
		}
		switch data[6] {
		case 0:
			t.pending = col
		case 1, 2:
			t.cur.put(col, boolErr(data[8], data[6] == 2))
		}
	}
	return nil
}

// text reads the text of a cell that is not a shared string.
func (t *xlsTable) text(data []byte) string {
	if t.book.version == biff8 {
		return newRun(t.biff, data).text(2)
	}
	return t.book.byteString(data, 2)
}

func (t *xlsTable) number(col, xf int, v float64) {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		t.cur.put(col, Cell{Text: "#NUM!", Kind: Failed})
		return
	}
	t.cur.put(col, numberCell(v, t.book.formats.date(xf), t.book.from1904))
}

// rk is the number that 32 bits hold: the upper bits of a double or a whole
// number, and perhaps a hundredth of it ([MS-XLS] 2.5.217).
func rk(u uint32) float64 {
	v := math.Float64frombits(uint64(u&^3) << 32)
	if u&2 != 0 {
		v = float64(int32(u) >> 2)
	}
	if u&1 != 0 {
		v /= 100
	}
	return v
}

// boolErr is the cell of a truth value or of an error ([MS-XLS] 2.5.10).
func boolErr(v byte, failed bool) Cell {
	if !failed {
		if v != 0 {
			return Cell{Text: "TRUE", Kind: Bool}
		}
		return Cell{Text: "FALSE", Kind: Bool}
	}
	text, ok := map[byte]string{0: "#NULL!", 7: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}[v]
	if !ok {
		text = "#ERROR"
	}
	return Cell{Text: text, Kind: Failed}
}
