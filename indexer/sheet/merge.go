package sheet

import (
	"slices"
	"sort"
)

// Bounds of what merged areas may cost, whatever a file says: areas of a whole
// sheet are a slip of the mouse, and say nothing.
const (
	maxAreas      = 1 << 20 // areas of a sheet
	maxAreaCells  = 1 << 20 // cells of one area
	maxMergeCells = 1 << 24 // cells of all areas, in the columns that are read
	maxRepeated   = 1 << 28 // bytes of text that covered cells repeat, in a table
)

// area is a merged area; rows and columns count from 0, both ends belong to it.
type area struct{ row, col, lastRow, lastCol int }

// merges fills the cells that a sheet's merged areas cover.
type merges struct {
	areas  []area // by first row; those before next are active or done
	cells  int
	next   int
	active []filled
	last   int // row that was filled last
	spent  int // of maxRepeated
}

type filled struct {
	area
	cell Cell
	set  bool
}

// add takes an area, unless it breaks the bounds or covers one cell only.
func (m *merges) add(a area) {
	a.lastCol = min(a.lastCol, MaxColumns-1)
	if a.row < 0 || a.col < 0 || a.lastRow < a.row || a.lastCol < a.col {
		return
	}
	rows, cols := a.lastRow-a.row+1, a.lastCol-a.col+1
	if rows > maxAreaCells/cols || rows*cols == 1 || m.cells+rows*cols > maxMergeCells || len(m.areas) >= maxAreas {
		return
	}
	m.cells += rows * cols
	m.areas = append(m.areas, a)
}

// settle makes the areas ready for fill.
func (m *merges) settle() {
	sort.SliceStable(m.areas, func(i, j int) bool { return m.areas[i].row < m.areas[j].row })
	m.next, m.active, m.last, m.spent = 0, nil, -1, 0
}

// fill gives the covered cells of a row, counted from 0, the content of their
// area's first cell, as far as the row stays within MaxRow and the table within
// maxRepeated. A row that is out of order is left as it is.
func (m *merges) fill(row int, cells []Cell) []Cell {
	if row <= m.last {
		return cells
	}
	m.last = row
	for m.next < len(m.areas) && m.areas[m.next].row <= row {
		m.active = append(m.active, filled{area: m.areas[m.next]})
		m.next++
	}
	if len(m.active) == 0 {
		return cells
	}
	m.active = slices.DeleteFunc(m.active, func(f filled) bool { return f.lastRow < row })
	size := 0
	for _, c := range cells {
		size += len(c.Text)
	}
	for i := range m.active {
		f := &m.active[i]
		if row == f.row && f.col < len(cells) && !cells[f.col].Merged {
			f.cell = cells[f.col]
			f.cell.Merged = true
			f.set = true
		}
		if !f.set || f.cell.Text == "" {
			continue
		}
		for len(cells) <= f.lastCol {
			cells = append(cells, Cell{})
		}
		for c := f.col; c <= f.lastCol; c++ {
			n := len(f.cell.Text)
			if size+n > MaxRow || m.spent+n > maxRepeated || row == f.row && c == f.col {
				continue
			}
			size += n
			m.spent += n
			cells[c] = f.cell
		}
	}
	return cells
}
