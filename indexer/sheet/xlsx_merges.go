package sheet

import (
	"bytes"
	"fmt"
	"io"
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
