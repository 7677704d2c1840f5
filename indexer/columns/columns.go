// Package columns understands tables of standards catalogues as a dozen
// systems export them: where the header is, what each column means, what each
// cell says; and it tells what was changed or doubted, so that nobody has to
// load and hope. It does the same for JSON objects, with our keys or others'.
//
// It opens no files, compares no rows with each other and knows no catalogue:
// rows come from indexer/sheet, checks over the whole are made elsewhere.
package columns

import (
	"sync"

	"chabiao/indexer/problem"
	"chabiao/indexer/sheet"
)

// Options override what is told from the table itself.
type Options struct {
	// Preset names the system that the table comes from: see Presets. Empty
	// means to recognise it.
	Preset string
	// Map names columns by heading, by letter ("C") or by number from 1, and
	// gives the field of each: a name from Fields, "-" to ignore the column,
	// "+" or "extra" to keep it with the entry under its heading.
	Map map[string]string
	// HeaderRow is the row of the header, counted as sheet.Row.At does; 0
	// means to find it, -1 that the table has none.
	HeaderRow int
}

// How a column's field was told.
const (
	ByHeading = "heading"
	ByPreset  = "preset"
	ByMap     = "map"
	ByContent = "content"
)

// Ignored is the field of a column that says nothing, such as 序号.
const Ignored = "-"

// Column is one column of a table as understood.
type Column struct {
	Index      int     `json:"index"`      // from 0
	Letter     string  `json:"letter"`     // as workbooks name it: A, B … AA
	Heading    string  `json:"heading"`    // as it stands in the header; "" if there is none
	Field      string  `json:"field"`      // a name from Fields; "" keeps it under extra by its heading
	By         string  `json:"by"`         // heading, preset, map or content; "" when nobody knew it
	Confidence float64 `json:"confidence"` // from 0 to 1
}

// Layout is a table as understood. It may be used by several goroutines.
type Layout struct {
	HeaderRows []int64  `json:"header_rows"` // sheet.Row.At of each; data begins behind the last; empty if there is no header
	Preset     string   `json:"preset"`      // "" when none fits
	Columns    []Column `json:"columns"`

	orders []dayOrder // by column: the order of day and month that the sample shows
	once   sync.Once
	plan   []slot
	shape  shape
}

// Letter is the name that workbooks give the column with an index from 0.
func Letter(index int) string {
	if index < 0 {
		return ""
	}
	var buf [16]byte
	i := len(buf)
	for n := index + 1; n > 0; n = (n - 1) / 26 {
		i--
		buf[i] = byte('A' + (n-1)%26)
	}
	return string(buf[i:])
}

// cell is what a cell says, without what surrounds it; "" when it says
// nothing. failed means an error value of a workbook.
func cellText(c sheet.Cell) (text string, failed bool) {
	if c.Kind == sheet.Failed {
		return "", c.Text != ""
	}
	text = trim(c.Text)
	if Blank(text) {
		return "", false
	}
	return text, false
}

// note is one note about a field.
func note(kind problem.Kind, field, value, became string) problem.Note {
	return problem.Note{Kind: kind, Field: field, Value: value, Became: became}
}
