package source

import (
	"chabiao/corpus"
	"chabiao/indexer/columns"
	"chabiao/indexer/problem"
	"chabiao/indexer/sheet"
)

// Part is one table, or one stream of objects, of a file.
type Part struct {
	Name    string          // what people call it: "export.zip/2024.xlsx [现行]"
	File    string          // the file, with the archive that it lies in
	Info    sheet.Info      // how it is read; Format is one of Formats
	Layout  *columns.Layout // of tables; nil for objects
	Skipped error           // why it is not read; nil when it is

	columns columns.Options
	next    func() (Row, error)
	info    func() sheet.Info // for what is settled while reading
}

// Row is one row of a part.
type Row struct {
	At     int64        // where it stands: the line of a text, the row of a sheet, from 1
	Raw    []byte       // as it stands in the file, in UTF-8; a record of CSV for a workbook
	Cells  []sheet.Cell // of a table
	Object []byte       // a JSON object, of a stream
	Err    error        // the row can't be read; the next one may
}

// Next gives the rows in order, then io.EOF. Another error ends the part.
func (p *Part) Next() (Row, error) {
	r, err := p.next()
	if err != nil && p.info != nil {
		p.Info = p.info()
	}
	return r, err
}

// Understand makes an entry of a row. The notes tell what was changed and what
// is doubtful. The entry is nil where the row gives none: refused, with a note
// of severity Error, or no entry at all, such as a total, with one of Info. It
// may be called from several goroutines.
func (p *Part) Understand(r Row) (*corpus.Entry, []problem.Note) {
	switch {
	case r.Err != nil:
		return nil, []problem.Note{problem.Because(problem.RowUnreadable, "", string(r.Raw), r.Err)}
	case r.Object != nil:
		return columns.Object(r.Object, p.columns)
	}
	return p.Layout.Read(r.Cells)
}

// Headings are the headings of a table's columns; nil for objects.
func (p *Part) Headings() []string {
	if p.Layout == nil {
		return nil
	}
	out := make([]string, len(p.Layout.Columns))
	for i, c := range p.Layout.Columns {
		if out[i] = c.Heading; out[i] == "" {
			out[i] = c.Letter
		}
	}
	return out
}
