package indexer

import (
	"encoding/csv"
	"errors"
	"hash/fnv"
	"io"
	"os"

	"chabiao/corpus/number"
	"chabiao/indexer/sheet/sheettest"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/transform"
)

// tableFormats are the formats in which TestSameEntries writes a catalogue.
var tableFormats = []struct {
	name, ext string
	write     func(path string, rows [][]string) error
}{
	{"GB18030 CSV", "csv", func(path string, rows [][]string) error {
		return writeDelimited(path, ',', func(w io.Writer) io.WriteCloser {
			return transform.NewWriter(w, simplifiedchinese.GB18030.NewEncoder())
		}, rows)
	}},
	{"TSV", "tsv", func(path string, rows [][]string) error {
		return writeDelimited(path, '\t', func(w io.Writer) io.WriteCloser { return transform.NewWriter(w, transform.Nop) }, rows)
	}},
	{"XLSX with a banner and merged headings", "xlsx", writeMerged},
	{"XLS over several sheets", "xls", writeSheets},
}

func headings() []string {
	var out []string
	for _, c := range tableColumns {
		out = append(out, c.heading)
	}
	return out
}

func writeDelimited(path string, separator rune, encode func(io.Writer) io.WriteCloser, rows [][]string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	enc := encode(f)
	w := csv.NewWriter(enc)
	w.Comma, w.UseCRLF = separator, true
	err = errors.Join(w.Write(headings()), w.WriteAll(rows))
	return errors.Join(err, enc.Close(), f.Close())
}

// writeMerged writes a workbook with a merged banner over a header of two rows.
func writeMerged(path string, rows [][]string) error {
	f := excelize.NewFile()
	defer f.Close()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		return err
	}
	last := len(tableColumns) - 1
	err = w.SetRow("A1", []any{"标准目录"})
	err = errors.Join(err, mergeCells(w, 0, 0, last, 0), w.SetRow("A2", []any{"导出日期：2026-05-20"}), mergeCells(w, 0, 1, last, 1))
	top, bottom := make([]any, last+1), make([]any, last+1)
	for i, c := range tableColumns {
		if i == 0 || c.member == "" || tableColumns[i-1].group != c.group {
			top[i] = c.group
		}
		bottom[i] = c.member
	}
	err = errors.Join(err, w.SetRow("A3", top), w.SetRow("A4", bottom))
	for i := 0; i <= last; {
		end := i
		for end < last && tableColumns[i].member != "" && tableColumns[end+1].group == tableColumns[i].group {
			end++
		}
		if tableColumns[i].member == "" {
			err = errors.Join(err, mergeCells(w, i, 2, i, 3))
		} else {
			err = errors.Join(err, mergeCells(w, i, 2, end, 2))
		}
		i = end + 1
	}
	for r, row := range rows {
		cells := make([]any, len(row))
		for i, s := range row {
			if s != "" {
				cells[i] = controls.ReplaceAllString(s, "\ufffd")
			}
		}
		at, _ := excelize.CoordinatesToCellName(1, r+5)
		if serr := w.SetRow(at, cells); serr != nil {
			return serr
		}
	}
	return errors.Join(err, w.Flush(), f.SaveAs(path))
}

func mergeCells(w *excelize.StreamWriter, col, row, toCol, toRow int) error {
	from, err := excelize.CoordinatesToCellName(col+1, row+1)
	if err != nil {
		return err
	}
	to, err := excelize.CoordinatesToCellName(toCol+1, toRow+1)
	if err != nil {
		return err
	}
	return w.MergeCell(from, to)
}

// writeSheets writes an XLS workbook whose rows lie on several sheets, those of
// one number on one: rows of several sheets add up.
func writeSheets(path string, rows [][]string) error {
	count := len(rows)/50000 + 2
	sheets := make([]sheettest.Sheet, count)
	header := make([]any, len(tableColumns))
	for i, h := range headings() {
		header[i] = h
	}
	for i := range sheets {
		sheets[i] = sheettest.Sheet{Name: string(rune('A' + i)), Rows: [][]any{header}}
	}
	for _, row := range rows {
		h := fnv.New32a()
		if n, err := number.Parse(row[0]); err == nil {
			h.Write([]byte(n.Key()))
		}
		cells := make([]any, len(row))
		for i, s := range row {
			if s != "" {
				cells[i] = s
			}
		}
		s := &sheets[h.Sum32()%uint32(count)]
		s.Rows = append(s.Rows, cells)
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(sheettest.WriteXLS(f, sheets...), f.Close())
}
