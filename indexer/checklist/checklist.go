// Package checklist reads a list of standard numbers that somebody holds — pasted
// text, a text, CSV, Excel or Word file — and finds the numbers in it, row by
// row, with everything else kept as it stands. It knows no catalogue: what the
// numbers mean is asked elsewhere.
package checklist

import (
	"chabiao/corpus"
	"chabiao/indexer/sheet"
)

// Limits of a list.
const (
	MaxItems    = 10_000    // numbers
	MaxRows     = 20_000    // rows with content
	MaxText     = 32 << 20  // bytes of all cells together
	MaxBytes    = 10 << 20  // bytes of a file
	MaxCells    = 1 << 20   // cells, empty ones before others among them
	maxUnpacked = 64 << 20  // bytes that a zip or gzip may unpack to
	maxParts    = 256 << 20 // bytes that the parts of a workbook may unpack to
)

// AllColumns as Options.Column has the numbers looked for in every cell.
const AllColumns = "*"

// Options override what is told from the file.
type Options struct {
	Sheet  string // of a workbook: a name, or a number from 1
	Column string // of a table: a heading, a letter or a number from 1; or AllColumns
	// TempDir takes what must be unpacked; the system's when empty.
	TempDir string
}

// List is a list as it was read.
type List struct {
	Name     string // of the file; "" of pasted text
	Format   string // text, csv, xlsx, xls, html, docx
	Encoding string // of texts in files
	Sheet    string // of a workbook
	Sheets   []string
	Rows     []Row
	// Header is the row with the headings; -1 where there is none.
	Header int
	// Columns are those of a table; nil of lines of text.
	Columns []Column
	// Column is the one that the numbers were taken from; -1 where they were
	// looked for everywhere.
	Column int
	Items  []Item
	// Numbers is how many of Items are to be asked about.
	Numbers int
}

// Row is a row of a table or a line of a text.
type Row struct {
	At    int64 // as the file counts, from 1
	Cells []sheet.Cell
	table int // of a Word document; 0 outside tables
}

// Column is a column of a table.
type Column struct {
	Letter  string
	Heading string
}

// Item is what a row asks about: a row with several numbers has several, one
// with none a single one.
type Item struct {
	Row   int    // index in Rows
	Text  string // the number as it stands there; or what stands where it should
	Prose bool   // no number, and nothing that was meant to be one
}

// Size is about how many bytes of memory the list takes.
func (l *List) Size() int {
	n := 0
	for _, r := range l.Rows {
		n += 64
		for _, c := range r.Cells {
			n += 32 + len(c.Text)
		}
	}
	for _, it := range l.Items {
		n += 48 + len(it.Text)
	}
	return n
}

// collect keeps the rows of a list within its limits.
type collect struct {
	rows  []Row
	text  int
	cells int
}

func (c *collect) add(r Row) error {
	for _, cell := range r.Cells {
		c.text += len(cell.Text)
	}
	c.cells += len(r.Cells)
	switch {
	case c.cells > MaxCells:
		return corpus.Errorf(corpus.TooLarge, "the list has more than %d cells", MaxCells).WithField("file").WithHint("send only the columns that matter")
	case len(c.rows) >= MaxRows:
		return tooManyRows()
	case c.text > MaxText:
		return corpus.Errorf(corpus.TooLarge, "the list has more than %d MiB of text", MaxText>>20).WithField("file").WithHint("send it in several parts, or only the columns that matter")
	}
	c.rows = append(c.rows, r)
	return nil
}

func tooManyRows() error {
	return corpus.Errorf(corpus.TooLarge, "the list has more than %d rows", MaxRows).WithField("file").WithHint("send it in several parts")
}

// item adds what a text asks about.
func (l *List) item(row int, text string) error {
	found := Numbers(text)
	if len(found) == 0 {
		l.Items = append(l.Items, Item{Row: row, Text: clip(text), Prose: true})
		return nil
	}
	if l.Numbers += len(found); l.Numbers > MaxItems {
		return corpus.Errorf(corpus.TooLarge, "the list has more than %d numbers", MaxItems).WithField("file").WithHint("send it in several parts")
	}
	for _, s := range found {
		l.Items = append(l.Items, Item{Row: row, Text: s})
	}
	return nil
}
