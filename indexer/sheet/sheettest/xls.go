// Package sheettest makes workbooks for tests, so that no binary fixtures are
// needed. It writes what the tests of this module need and no more; Excel may
// want more of a workbook than that. It is not for use outside of tests.
package sheettest

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"time"
	"unicode/utf16"
)

// Sheet is a sheet to be written.
type Sheet struct {
	Name   string // at most 31 characters
	Hidden bool
	// Rows has the cells: nil, string, bool, int, float64, time.Time (a date,
	// with its time when that is not midnight), Error, Formula.
	Rows   [][]any
	Merges [][4]int // first row, first column, last row, last column, from 0
	// Reverse writes the rows last to first, as some programs do.
	Reverse bool
}

// Error is a cell's error value, such as 0x2A for #N/A.
type Error byte

// Formula is a cell with a formula whose cached value is Value: a string, bool,
// Error, int, float64 or time.Time.
type Formula struct{ Value any }

// Limits of XLS.
const (
	MaxRows    = 65536
	MaxColumns = 256
)

const (
	maxRecord = 8224 // bytes of data that a record may have
	xfGeneral = 15
	xfDate    = 16
	xfTime    = 17
)

// stream builds the records of a workbook.
type stream struct{ b []byte }

func (s *stream) record(id uint16, data []byte) {
	s.b = binary.LittleEndian.AppendUint16(s.b, id)
	s.b = binary.LittleEndian.AppendUint16(s.b, uint16(len(data)))
	s.b = append(s.b, data...)
}

func u16(vs ...int) []byte {
	var b []byte
	for _, v := range vs {
		b = binary.LittleEndian.AppendUint16(b, uint16(v))
	}
	return b
}

func u32(v uint32) []byte { return binary.LittleEndian.AppendUint32(nil, v) }

func bof(kind int) []byte { return append(u16(0x0600, kind, 0x0DBB, 0x07CC), u16(0, 0, 0x0006, 0)...) }

// WriteXLS writes a workbook of Excel 97 to 2003 (BIFF8 in a compound file).
// Strings are shared, and split over CONTINUE records where they must be;
// neighbouring whole numbers share a record.
func WriteXLS(w io.Writer, sheets ...Sheet) error {
	shared := &sst{index: map[string]int{}}
	var bodies [][]byte
	for _, sh := range sheets {
		body, err := sheetBody(sh, shared)
		if err != nil {
			return fmt.Errorf("sheet %q: %w", sh.Name, err)
		}
		bodies = append(bodies, body)
	}
	offsets := make([]int, len(sheets))
	book := globals(sheets, offsets, shared)
	at := len(book)
	for i, body := range bodies {
		offsets[i] = at
		at += len(body)
	}
	book = globals(sheets, offsets, shared)
	for _, body := range bodies {
		book = append(book, body...)
	}
	return WriteOLE(w, "Workbook", book)
}

func globals(sheets []Sheet, offsets []int, shared *sst) []byte {
	s := &stream{}
	s.record(0x0809, bof(0x0005))
	s.record(0x0042, u16(1200)) // CODEPAGE
	s.record(0x0022, u16(0))    // DATEMODE
	for range 5 {
		s.record(0x0031, append(u16(200, 0, 0x7FFF, 400, 0, 0, 0), append([]byte{5, 0}, "Arial"...)...)) // FONT
	}
	s.record(0x041E, append(u16(164), text("yyyy-mm-dd\\ hh:mm:ss", 2)...)) // FORMAT
	for i := range xfTime + 1 {
		format, kind := 0, 0xFFF5 // a style
		if i >= xfGeneral {
			kind = 1
			format = map[int]int{xfGeneral: 0, xfDate: 14, xfTime: 164}[i]
		}
		s.record(0x00E0, append(u16(0, format, kind), make([]byte, 14)...)) // XF
	}
	for i, sh := range sheets {
		state := byte(0)
		if sh.Hidden {
			state = 1
		}
		s.record(0x0085, append(append(u32(uint32(offsets[i])), state, 0), text(sh.Name, 1)...)) // BOUNDSHEET
	}
	shared.write(s)
	s.record(0x000A, nil)
	return s.b
}

func sheetBody(sh Sheet, shared *sst) ([]byte, error) {
	if len(sh.Rows) > MaxRows {
		return nil, fmt.Errorf("%d rows, at most %d", len(sh.Rows), MaxRows)
	}
	s := &stream{}
	s.record(0x0809, bof(0x0010))
	s.record(0x0200, append(append(u32(0), u32(uint32(len(sh.Rows)))...), u16(0, MaxColumns, 0)...)) // DIMENSIONS
	for i := range sh.Rows {
		n := i
		if sh.Reverse {
			n = len(sh.Rows) - 1 - i
		}
		if len(sh.Rows[n]) > MaxColumns {
			return nil, fmt.Errorf("row %d has %d cells, at most %d", n, len(sh.Rows[n]), MaxColumns)
		}
		if err := writeRow(s, n, sh.Rows[n], shared); err != nil {
			return nil, fmt.Errorf("row %d: %w", n, err)
		}
	}
	for rest := sh.Merges; len(rest) > 0; {
		part := rest[:min(len(rest), 1000)]
		rest = rest[len(part):]
		data := u16(len(part))
		for _, m := range part {
			data = append(data, u16(m[0], m[2], m[1], m[3])...)
		}
		s.record(0x00E5, data)
	}
	s.record(0x000A, nil)
	return s.b, nil
}

func writeRow(s *stream, row int, cells []any, shared *sst) error {
	for col := 0; col < len(cells); col++ {
		run := col
		for run < len(cells) && small(cells[run]) {
			run++
		}
		if run-col > 1 { // MULRK
			data := u16(row, col)
			for _, c := range cells[col:run] {
				data = append(append(data, u16(xfGeneral)...), u32(uint32(c.(int))<<2|2)...)
			}
			s.record(0x00BD, append(data, u16(run-1)...))
			col = run - 1
			continue
		}
		at := u16(row, col, xfGeneral)
		switch c := cells[col].(type) {
		case nil:
		case string:
			s.record(0x00FD, append(at, u32(uint32(shared.add(c)))...)) // LABELSST
		case bool:
			s.record(0x0205, append(at, truth(c), 0)) // BOOLERR
		case Error:
			s.record(0x0205, append(at, byte(c), 1))
		case int:
			if small(c) {
				s.record(0x027E, append(at, u32(uint32(c)<<2|2)...)) // RK
			} else {
				s.record(0x0203, append(at, double(float64(c))...))
			}
		case float64:
			s.record(0x0203, append(at, double(c)...)) // NUMBER
		case time.Time:
			serial, xf := Serial(c)
			s.record(0x0203, append(u16(row, col, xf), double(serial)...))
		case Formula:
			if err := writeFormula(s, row, col, c.Value); err != nil {
				return err
			}
		default:
			return fmt.Errorf("column %d: a cell can't be a %T", col, c)
		}
	}
	return nil
}

func writeFormula(s *stream, row, col int, value any) error {
	xf := xfGeneral
	result := []byte{0, 0, 0, 0, 0, 0, 0xFF, 0xFF}
	switch v := value.(type) {
	case string:
	case bool:
		result[0], result[2] = 1, truth(v)
	case Error:
		result[0], result[2] = 2, byte(v)
	case int:
		result = double(float64(v))
	case float64:
		result = double(v)
	case time.Time:
		var serial float64
		serial, xf = Serial(v)
		result = double(serial)
	default:
		return fmt.Errorf("column %d: a formula can't give a %T", col, v)
	}
	data := append(u16(row, col, xf), result...)
	s.record(0x0006, append(data, 0, 0, 0, 0, 0, 0, 3, 0, 0x1E, 0, 0)) // FORMULA: the number 0
	if v, ok := value.(string); ok {
		s.record(0x0207, text(v, 2)) // STRING
	}
	return nil
}

func small(v any) bool {
	n, ok := v.(int)
	return ok && n >= -1<<29 && n < 1<<29
}

func truth(b bool) byte {
	if b {
		return 1
	}
	return 0
}

func double(f float64) []byte { return binary.LittleEndian.AppendUint64(nil, math.Float64bits(f)) }

// Serial is a time as Excel counts days, and the cell format that shows it;
// right from 1900-03-01 on.
func Serial(t time.Time) (serial float64, xf int) {
	d := t.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, t.Location())).Seconds() / 86400
	if d == math.Trunc(d) {
		return d, xfDate
	}
	return d, xfTime
}

// text is a string as BIFF8 has it, with a length of one or two bytes.
func text(s string, size int) []byte {
	units, wide := encode(s)
	out := []byte{byte(len(units))}
	if size == 2 {
		out = u16(len(units))
	}
	return appendChars(append(out, truth(wide)), units, wide)
}

func encode(s string) (units []uint16, wide bool) {
	units = utf16.Encode([]rune(s))
	for _, u := range units {
		wide = wide || u > 0xFF
	}
	return units, wide
}

func appendChars(b []byte, units []uint16, wide bool) []byte {
	for _, u := range units {
		b = append(b, byte(u))
		if wide {
			b = append(b, byte(u>>8))
		}
	}
	return b
}
