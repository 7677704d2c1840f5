package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"

	"chabiao/corpus"
	"chabiao/corpus/catalogue"

	"github.com/xuri/excelize/v2"
)

type exportCmd struct {
	Filter []string `help:"Only entries with this value, such as status=current; repeatable." placeholder:"K=V"`
	Format string   `default:"jsonl" enum:"jsonl,csv,xlsx" help:"jsonl, csv or xlsx."`
}

// exportColumns are the columns of a CSV export.
var exportColumns = []string{"number", "title_zh", "title_en", "status", "published", "implemented", "withdrawn", "replaces", "replaced_by", "adopts", "ics", "ccs",
	"issuing_body", "competent_body", "committee", "doctype", "language", "keywords", "pages", "url", "source"}

// Run writes entries out. It only reads, also beside a server.
func (c *exportCmd) Run(e *env) error {
	keep, err := entryFilter(c.Filter)
	if err != nil {
		return err
	}
	cat, err := catalogue.OpenReadOnly(e.data)
	if err != nil {
		return err
	}
	defer cat.Close()
	out := newSheet(c.Format, e.stdout)
	for r, err := range cat.All(e.ctx) {
		if err != nil {
			return err
		}
		if !keep(r.Entry) {
			continue
		}
		if err := out.write(r.Entry); err != nil {
			return err
		}
	}
	return out.close()
}

// sheet writes entries in one of the formats.
type sheet interface {
	write(*corpus.Entry) error
	close() error
}

func newSheet(format string, w io.Writer) sheet {
	switch format {
	case "csv":
		return &csvSheet{w: csv.NewWriter(w)}
	case "xlsx":
		return &xlsxSheet{w: w}
	}
	return jsonSheet{w}
}

type jsonSheet struct{ w io.Writer }

func (s jsonSheet) write(en *corpus.Entry) error {
	b, err := en.MarshalJSON()
	if err == nil {
		_, err = s.w.Write(append(b, '\n'))
	}
	return err
}

func (jsonSheet) close() error { return nil }

type csvSheet struct {
	w     *csv.Writer
	begun bool
}

func (s *csvSheet) write(en *corpus.Entry) error {
	if !s.begun {
		s.begun = true
		if err := s.w.Write(exportColumns); err != nil {
			return err
		}
	}
	return s.w.Write(csvCells(en))
}

func (s *csvSheet) close() error {
	s.w.Flush()
	return s.w.Error()
}

// xlsxSheet streams a workbook with one sheet. Excel takes 1,048,576 rows.
type xlsxSheet struct {
	w      io.Writer
	file   *excelize.File
	stream *excelize.StreamWriter
	row    int
}

const maxSheetRows = 1 << 20

func (s *xlsxSheet) put(cells []string) error {
	if s.file == nil {
		s.file = excelize.NewFile()
		var err error
		if s.stream, err = s.file.NewStreamWriter("Sheet1"); err != nil {
			return err
		}
	}
	if s.row++; s.row > maxSheetRows {
		return corpus.Errorf(corpus.TooLarge, "a sheet of Excel has room for %d rows", maxSheetRows).WithHint("narrow the export with --filter, or export csv")
	}
	values := make([]any, len(cells))
	for i, c := range cells {
		values[i] = c
	}
	return s.stream.SetRow(fmt.Sprintf("A%d", s.row), values)
}

func (s *xlsxSheet) write(en *corpus.Entry) error {
	if s.row == 0 {
		if err := s.put(exportColumns); err != nil {
			return err
		}
	}
	return s.put(csvCells(en))
}

func (s *xlsxSheet) close() error {
	if s.row == 0 {
		if err := s.put(exportColumns); err != nil {
			return err
		}
	}
	if err := s.stream.Flush(); err != nil {
		return err
	}
	if err := s.file.Write(s.w); err != nil {
		return err
	}
	return s.file.Close()
}

func csvCells(en *corpus.Entry) []string {
	join := func(list []string) string { return strings.Join(list, "; ") }
	var adopts []string
	for _, a := range en.Adopts {
		adopts = append(adopts, strings.TrimSpace(a.Number+" "+string(a.Degree)))
	}
	pages := ""
	if en.Pages > 0 {
		pages = fmt.Sprint(en.Pages)
	}
	return []string{en.Number, en.Titles["zh"], en.Titles["en"], en.Status.String(), en.Published.String(), en.Implemented.String(), en.Withdrawn.String(),
		join(en.Replaces), join(en.ReplacedBy), join(adopts), join(en.ICS), join(en.CCS), en.IssuingBody, en.CompetentBody, join(en.Committee),
		en.Doctype, join(en.Language), join(en.Keywords), pages, en.URL, en.Source}
}
