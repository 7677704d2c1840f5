package checklist

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"strings"

	"chabiao/corpus"
	"chabiao/indexer/columns"
	"chabiao/indexer/sheet"
)

// workbook reads the sheet asked for; else, of those that can be seen, the
// first with a column of numbers. Rows and columns that are hidden are read as
// all others are.
func workbook(r io.ReaderAt, size int64, opt Options) (l *List, err error) {
	if err := small(r, size); err != nil {
		return nil, err
	}
	w, err := sheet.OpenWorkbook(r, size, opt.TempDir)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	all := w.Sheets()
	asked, err := sheet.Choose(all, opt.Sheet)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, s := range all {
		names = append(names, s.Name)
	}
	var first *List
	for i, s := range all {
		if asked >= 0 && i != asked || asked < 0 && s.Hidden {
			continue
		}
		t, err := w.Open(i)
		if err != nil {
			return nil, err
		}
		l, err := closing(t, opt)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", s.Name, err)
		}
		l.Sheet, l.Sheets = s.Name, names
		if l.Column >= 0 || asked >= 0 {
			return l, nil
		}
		if first == nil || first.Numbers == 0 {
			first = l
		}
	}
	if first == nil {
		return nil, corpus.Errorf(corpus.InvalidArgument, "the workbook has no sheet with cells that can be seen").WithField("file").WithHint("name a hidden sheet")
	}
	return first, nil
}

// small refuses a workbook whose parts are larger by far than any list: a file
// of a few megabytes may say gigabytes of nothing.
func small(r io.ReaderAt, size int64) error {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil // an older workbook, which is not packed; or the reader says what is wrong
	}
	var sum uint64
	for _, f := range z.File {
		if sum += min(f.UncompressedSize64, maxParts+1); sum > maxParts {
			return corpus.Errorf(corpus.TooLarge, "the workbook unpacks to more than %d MiB", maxParts>>20).WithField("file").WithHint("send the sheet with the numbers only, or paste the column")
		}
	}
	return nil
}

// closing reads a table and closes it.
func closing(t sheet.Table, opt Options) (*List, error) {
	l, err := table(t, opt)
	if cerr := t.Close(); err == nil && cerr != nil {
		return nil, cerr
	}
	return l, err
}

func table(t sheet.Table, opt Options) (*List, error) {
	var c collect
	for {
		row, err := t.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		// What would be lost of a row is refused; a row that is damaged comes as far
		// as it could be read.
		if errors.Is(row.Err, sheet.ErrTooManyColumns) || errors.Is(row.Err, sheet.ErrRowTooLong) {
			return nil, corpus.Errorf(corpus.TooLarge, "row %d: %w", row.At, row.Err).WithField("file").WithHint("send only the columns that matter")
		}
		if err := c.add(Row{At: row.At, Cells: row.Cells}); err != nil {
			return nil, err
		}
	}
	info := t.Info()
	l := &List{Format: info.Format, Encoding: info.Encoding, Header: -1, Column: -1, Rows: c.rows}
	return l, l.take(opt.Column)
}

// Take finds the numbers anew, in another column: see Options.Column.
func (l *List) Take(column string) (*List, error) {
	if l.Columns == nil {
		return nil, corpus.Errorf(corpus.InvalidArgument, "the list has no columns").WithField("column").WithHint("leave it out")
	}
	n := *l
	n.Items, n.Numbers, n.Columns, n.Header, n.Column = nil, 0, nil, -1, -1
	return &n, n.take(column)
}

// take understands the table and finds the numbers.
func (l *List) take(column string) error {
	layout, err := detect(l.Rows, column)
	if err != nil {
		return err
	}
	if layout != nil {
		if n := len(layout.HeaderRows); n > 0 {
			for i, r := range l.Rows {
				if r.At == layout.HeaderRows[n-1] {
					l.Header = i
				}
			}
		}
	}
	l.name()
	where := place(layout)
	if column == AllColumns || layout == nil {
		where = nil
	}
	if len(where) > 0 {
		l.Column = where[0]
	}
	for i, r := range l.Rows {
		if i <= l.Header {
			continue
		}
		if err := l.item(i, cellsAt(r.Cells, where)); err != nil {
			return err
		}
	}
	return nil
}

// name names the columns.
func (l *List) name() {
	width := 0
	for _, r := range l.Rows {
		width = max(width, len(r.Cells))
	}
	for i := range width {
		c := Column{Letter: columns.Letter(i)}
		if l.Header >= 0 && i < len(l.Rows[l.Header].Cells) {
			c.Heading = clip(strings.Join(strings.Fields(l.Rows[l.Header].Cells[i].Text), " "))
		}
		l.Columns = append(l.Columns, c)
	}
}

// detect lays a table out, its numbers in the column asked for; nil where it
// has no column of numbers and none is asked for.
func detect(rows []Row, column string) (*columns.Layout, error) {
	var head []sheet.Row
	for _, r := range rows[:min(len(rows), columns.HeadRows)] {
		head = append(head, sheet.Row{At: r.At, Cells: r.Cells})
	}
	opt := columns.Options{}
	if column != "" && column != AllColumns {
		opt.Map = map[string]string{column: "number"}
	}
	layout, err := columns.Detect(head, opt)
	if err != nil && opt.Map == nil {
		return nil, nil
	}
	var e *corpus.Error
	if errors.As(err, &e) && e.Field == "map" {
		return nil, corpus.Errorf(corpus.InvalidArgument, "the table has no column %q", clip(column)).WithField("column").WithHint("name it by its heading, its letter or its number from 1")
	}
	return layout, err
}

// place is where a layout has the numbers: one column, or those of the letters,
// the serial and the year.
func place(l *columns.Layout) []int {
	if l == nil {
		return nil
	}
	parts := map[string]int{}
	for _, c := range l.Columns {
		if _, twice := parts[c.Field]; !twice || c.By == columns.ByMap {
			parts[c.Field] = c.Index
		}
	}
	if c, ok := parts["number"]; ok {
		return []int{c}
	}
	prefix, ok1 := parts["number_prefix"]
	serial, ok2 := parts["number_serial"]
	if !ok1 || !ok2 {
		return nil
	}
	if year, ok := parts["number_year"]; ok {
		return []int{prefix, serial, year}
	}
	return []int{prefix, serial}
}

// cellsAt is the text in which a row's numbers are looked for.
func cellsAt(cells []sheet.Cell, where []int) string {
	text := func(i int) string {
		if i < len(cells) {
			return strings.TrimSpace(cells[i].Text)
		}
		return ""
	}
	switch len(where) {
	case 0:
		return joined(cells)
	case 1:
		return text(where[0])
	}
	s := strings.TrimSpace(text(where[0]) + " " + text(where[1]))
	if len(where) > 2 && text(where[2]) != "" {
		s += "-" + text(where[2])
	}
	return s
}

// document makes a list of the paragraphs and tables of a document. In a table
// with a column of numbers the others are not looked at.
func document(rows []Row) (*List, error) {
	l := &List{Format: "docx", Header: -1, Column: -1, Rows: rows}
	for i := 0; i < len(rows); {
		end := i + 1
		for end < len(rows) && rows[end].table == rows[i].table && rows[i].table > 0 {
			end++
		}
		var where []int
		from := i
		if rows[i].table > 0 {
			layout, err := detect(rows[i:end], "")
			if err != nil {
				return nil, err
			}
			if where = place(layout); layout != nil && len(layout.HeaderRows) > 0 {
				for from < end && rows[from].At <= layout.HeaderRows[len(layout.HeaderRows)-1] {
					from++
				}
			}
		}
		for ; i < end; i++ {
			if i < from {
				continue // headings
			}
			text := cellsAt(rows[i].Cells, where)
			if err := l.item(i, text); err != nil {
				return nil, err
			}
		}
	}
	return l, nil
}
