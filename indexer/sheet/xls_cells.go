package sheet

import (
	"encoding/binary"
	"errors"
	"math"
)

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
