// Package sheet opens tables — delimited text, Excel workbooks (XLSX, XLS) and
// HTML tables that go by the name of a workbook — and gives their rows cell by
// cell, as they stand. It does not know what a column means, and does not judge
// what a cell says.
package sheet

import "io"

// Kind is what the file says a cell holds.
type Kind uint8

// The kinds of cells. Delimited text has Text only.
const (
	Text   Kind = iota
	Number      // Text is the shortest decimal form: "2016", "42734.5"
	Date        // Text is ISO 8601: "2016-12-30", or "2016-12-30T08:00:00" when not midnight
	Bool        // "TRUE" or "FALSE"
	Failed      // an error value such as "#N/A"
)

// Cell is one cell. The zero Cell is empty.
type Cell struct {
	Text string
	Kind Kind
	// Merged says that the cell is covered by a merged area and Text is that
	// of the area's first cell.
	Merged bool
}

// Row is one row of a table.
type Row struct {
	At    int64  // workbooks: number of the row; text: line where it begins; from 1
	Cells []Cell // up to the last that is not empty; the caller may keep it; at most MaxColumns
	Raw   []byte // text: the record as it stands in the file, in UTF-8; workbooks: nil
	Err   error  // the row can't be read as it should be; Cells and Raw have what could be
}

// Rows gives the rows of one table in order, then io.EOF. Another error ends
// the table. Rows without any content are passed over.
type Rows interface {
	Next() (Row, error)
	io.Closer
}

// Table is one open table.
type Table interface {
	Rows
	// Info says how the table is read. The encoding of a text that begins in
	// pure ASCII is settled when the first other character is met.
	Info() Info
}

// Sheet is one sheet of a workbook.
type Sheet struct {
	Name   string
	Hidden bool
}

// Workbook is an open workbook. It and its tables are for one goroutine.
// Close it after its tables.
type Workbook interface {
	Format() string  // xlsx or xls
	Sheets() []Sheet // those with cells, in order; no charts or macros
	// Open gives the rows of the i-th of Sheets, from 0.
	Open(i int) (Table, error)
	io.Closer
}

// Info says how a table was read, for the reader of a preview.
type Info struct {
	Format    string   `json:"format"`              // csv, tsv, xlsx, xls, html
	Encoding  string   `json:"encoding,omitempty"`  // text: UTF-8, UTF-16LE, UTF-16BE, GB18030, Big5 …
	Separator string   `json:"separator,omitempty"` // text: the character between cells
	Sheet     string   `json:"sheet,omitempty"`     // workbooks: the sheet that is read
	Sheets    []string `json:"sheets,omitempty"`    // workbooks: all of them, in order
}

// Options override what is told from the file itself.
type Options struct {
	Encoding  string // text: a name such as "gb18030" or "utf-8"
	Separator string // text: one character, or "tab"
	Sheet     string // workbooks: a name, or a number from 1
}

// Bounds that keep a hostile or broken file from costing more than it should.
const (
	MaxRow       = 16 << 20 // bytes of one row
	MaxColumns   = 1024
	MaxUnpacked  = 8 << 30 // bytes of a packed workbook's parts together
	MaxExpansion = 200     // times its packed size that a part may unpack to, from 64 MiB on
)
