package source

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"chabiao/corpus"
	"chabiao/indexer/columns"
	"chabiao/indexer/container"
	"chabiao/indexer/sheet"
)

// file opens the parts of one file and hands them over, each open during the
// call; false ends the walk.
func (s *Source) file(f *container.File, part func(*Part) bool) error {
	format, err := s.formatOf(f)
	if err != nil {
		return err
	}
	switch format {
	case XLSX, XLS:
		return s.workbook(f, part)
	case JSON, JSONL, Relaton:
		return s.stream(f, format, part)
	}
	r, err := f.Open()
	if err != nil {
		return err
	}
	opt := sheet.Options{Encoding: s.opt.Encoding, Separator: s.opt.Separator}
	open := sheet.OpenText
	if format == HTML {
		open = sheet.OpenHTML
	} else if format == TSV && opt.Separator == "" {
		opt.Separator = "tab"
	}
	t, err := open(r, opt)
	if err != nil {
		return afterClose(err, r)
	}
	p, err := s.table(f.Name, f.Name, t)
	if err == nil {
		part(p)
	}
	return afterClose(afterClose(err, t), r)
}

// afterClose closes what was read. A file that is damaged says so again when it
// is closed; the first word counts.
func afterClose(err error, c io.Closer) error {
	if cerr := c.Close(); err == nil {
		return cerr
	}
	return err
}

// workbook opens the sheets of a workbook: the one asked for, or those that can
// be seen.
func (s *Source) workbook(f *container.File, part func(*Part) bool) (err error) {
	var c closing
	defer func() { err = errors.Join(err, c.close()) }()
	r, size, done, err := f.ReaderAt(s.opt.TempDir)
	if err != nil {
		return err
	}
	c.add(done)
	w, err := sheet.OpenWorkbook(r, size, s.opt.TempDir)
	if err != nil {
		return fmt.Errorf("%s: %w", f.Name, err)
	}
	c.add(w.Close)
	list := w.Sheets()
	asked, err := sheet.Choose(list, s.opt.Sheet)
	if err != nil {
		return err
	}
	// A sheet that can't be understood is an error when it is the only one, or
	// was asked for; beside others it is passed over, with the reason.
	understood := 0
	var why error
	for i, sh := range list {
		if asked >= 0 && i != asked || asked < 0 && sh.Hidden {
			continue
		}
		name := fmt.Sprintf("%s [%s]", f.Name, sh.Name)
		t, err := w.Open(i)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		p, err := s.table(name, f.Name, t)
		if err != nil {
			why = err
			p = &Part{Name: name, File: f.Name, Info: t.Info(), Skipped: err}
		} else {
			understood++
		}
		if err != nil && len(list) == 1 {
			return errors.Join(err, t.Close())
		}
		going := part(p)
		if err := t.Close(); err != nil {
			return err
		}
		if !going {
			return nil
		}
	}
	if understood == 0 && why == nil {
		return corpus.Errorf(corpus.InvalidArgument, "%s has no sheet with cells that can be seen", f.Name).
			WithHint("name a hidden sheet with --sheet").WithZH("%s 里没有可见的、有内容的工作表。要读隐藏的工作表，请指定它的名称。", f.Name)
	}
	return nil
}

// ReasonColumn is the heading of a column that refused rows are written with. A
// table that has it is one of ours: apostrophes that keep its cells from being
// run as formulas are no part of them.
const ReasonColumn = "_reason 原因"

// originals gives the cells of a row back what they were before they were
// written as refused.
func originals(cells []sheet.Cell) {
	for i := range cells {
		cells[i].Text = sheet.Original(cells[i].Text)
	}
}

// table understands how a table is laid out.
func (s *Source) table(name, file string, t sheet.Table) (*Part, error) {
	var head []sheet.Row
	var end error
	refused := false
	for len(head) < columns.HeadRows && end == nil {
		var row sheet.Row
		if row, end = t.Next(); end == nil {
			head = append(head, row)
			refused = refused || slices.ContainsFunc(row.Cells, func(c sheet.Cell) bool { return c.Text == ReasonColumn })
		}
	}
	if refused {
		for _, row := range head {
			originals(row.Cells)
		}
	}
	if end != nil && end != io.EOF {
		return nil, fmt.Errorf("%s: %w", name, end)
	}
	readable := make([]sheet.Row, 0, len(head))
	for _, row := range head {
		if row.Err == nil {
			readable = append(readable, row)
		}
	}
	if len(readable) == 0 && len(head) > 0 {
		return nil, corpus.Errorf(corpus.InvalidArgument, "%s: none of the first %d rows can be read: %w", name, len(head), head[0].Err).
			WithField("encoding").WithHint("leave encoding and format out to have them told from the file, or give those that it has").
			WithZH("%s 开头的 %d 行都读不出来，编码或格式可能选错了。请改为自动判断，或选实际的编码和格式。", name, len(head))
	}
	opt := s.opt.Columns
	if own := s.opt.Tables[name]; len(own) > 0 {
		opt.Map = maps.Clone(own)
		for col, field := range s.opt.Columns.Map {
			if _, ok := own[col]; !ok {
				opt.Map[col] = field
			}
		}
	}
	layout, err := columns.Detect(readable, opt)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	from := int64(0)
	if n := len(layout.HeaderRows); n > 0 {
		from = layout.HeaderRows[n-1]
	}
	p := &Part{Name: name, File: file, Info: t.Info(), Layout: layout, info: t.Info}
	p.next = func() (Row, error) {
		for {
			var row sheet.Row
			var err error
			switch {
			case len(head) > 0:
				row, head = head[0], head[1:]
			case end != nil:
				return Row{}, end
			default:
				if row, err = t.Next(); refused {
					originals(row.Cells)
				}
			}
			if err != nil {
				return Row{}, err
			}
			if row.At <= from {
				continue
			}
			raw := row.Raw
			if raw == nil {
				raw = sheet.Record(row.Cells)
			}
			return Row{At: row.At, Raw: raw, Cells: row.Cells, Err: row.Err}, nil
		}
	}
	return p, nil
}
