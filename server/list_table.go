package server

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"chabiao/indexer/checklist"
	"chabiao/indexer/sheet"
	"chabiao/search/check"

	"github.com/xuri/excelize/v2"
)

// checkedTable writes a list with its columns as they are and what it comes to
// in columns behind them, a row a row.
type checkedTable struct {
	layout
	list    *checklist.List
	answers []check.Answer
	opts    check.Options
	base    string // of addresses
}

// added are the headings of the columns behind those of the list, with their
// widths in a workbook, in characters.
func (t *checkedTable) added() (names []string, widths []float64) {
	status := t.L("状态", "Status")
	if t.opts.Day != t.opts.Today {
		status += t.L("（", " (") + t.opts.Day.String() + t.L("）", ")")
	}
	for _, c := range []struct {
		name  string
		width float64
	}{{t.L("核查结论", "Finding"), 14}, {t.L("标准号", "Standard"), 22}, {t.L("标准名称", "Title"), 40}, {status, 14}, {t.L("发布日期", "Published"), 12}, {t.L("实施日期", "In force from"), 12}, {t.L("废止日期", "Withdrawn on"), 12},
		{t.L("现应使用", "Use now"), 24}, {t.L("现应使用的名称", "Title of that"), 40}, {t.L("说明", "Reason"), 60}, {t.L("网址", "Address"), 40}} {
		names, widths = append(names, c.name), append(widths, c.width)
	}
	return names, widths
}

// cells are what an answer says in these columns.
func (t *checkedTable) cells(a *check.Answer) []string {
	var use, titles []string
	for _, r := range a.UseInstead {
		use, titles = append(use, r.Number), append(titles, r.Title)
	}
	address := ""
	if a.ID != "" {
		address = t.base + standardPath(a.ID)
	}
	between := t.L("、", ", ")
	return []string{check.Label(a.Verdict, t.Lang), a.Number, a.Title, a.StatusLabel, a.Published, a.Implemented, a.Withdrawn,
		strings.Join(use, between), strings.TrimSpace(strings.Join(titles, "；")), a.Reason, address}
}

// each gives the rows of the table: the cells of the list and those added. A row
// with several numbers has their answers one below the other in its cells.
func (t *checkedTable) each(row func(cells []sheet.Cell, added []string, head bool) error) error {
	names, _ := t.added()
	if t.list.Header < 0 {
		head := []sheet.Cell{}
		if t.width() == 1 {
			head = []sheet.Cell{{Text: t.L("原文", "As given")}}
		}
		if err := row(head, names, true); err != nil {
			return err
		}
	}
	at := 0
	for i, r := range t.list.Rows {
		if i == t.list.Header {
			if err := row(r.Cells, names, true); err != nil {
				return err
			}
			continue
		}
		var added []string
		for ; at < len(t.list.Items) && t.list.Items[at].Row == i; at++ {
			cells := t.cells(&t.answers[at])
			if added == nil {
				added = cells
				continue
			}
			for c := range added {
				added[c] += "\n" + cells[c]
			}
		}
		for c := range added {
			if strings.Trim(added[c], "\n") == "" {
				added[c] = "" // none of them says anything
			}
		}
		if err := row(r.Cells, added, false); err != nil {
			return err
		}
	}
	return nil
}

// width is how many columns the list has.
func (t *checkedTable) width() int {
	n := 1
	for _, r := range t.list.Rows {
		n = max(n, len(r.Cells))
	}
	return n
}

// csv writes the table for spreadsheets: with a byte order mark, and with cells
// that a spreadsheet would run as formulas made plain.
func (t *checkedTable) csv(w io.Writer) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	width := t.width()
	names, _ := t.added()
	err := t.each(func(cells []sheet.Cell, added []string, _ bool) error {
		record := make([]string, width+len(names))
		for i, c := range cells {
			record[i] = sheet.Inert(c.Text)
		}
		for i, s := range added {
			record[width+i] = sheet.Inert(s)
		}
		return out.Write(record)
	})
	out.Flush()
	if err == nil {
		err = out.Error()
	}
	return err
}

// xlsx writes the table as a workbook. Texts are cells of text there, which no
// program runs.
func (t *checkedTable) xlsx(w io.Writer) (err error) {
	f := excelize.NewFile()
	defer func() {
		if cerr := f.Close(); err == nil {
			err = cerr
		}
	}()
	name := t.L("核查结果", "Checked")
	if err := f.SetSheetName("Sheet1", name); err != nil {
		return err
	}
	style := func(s excelize.Style) (id int) {
		if err == nil {
			s.Font = &excelize.Font{Family: "Microsoft YaHei", Size: 10, Bold: s.Font != nil}
			id, err = f.NewStyle(&s)
		}
		return id
	}
	day := "yyyy-mm-dd"
	top := &excelize.Alignment{Vertical: "top", WrapText: true}
	body := style(excelize.Style{Alignment: top})
	date := style(excelize.Style{Alignment: top, CustomNumFmt: &day})
	head := style(excelize.Style{Alignment: top, Font: &excelize.Font{}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E7EEF7"}}})
	if err != nil {
		return err
	}
	out, err := f.NewStreamWriter(name)
	if err != nil {
		return err
	}
	width := t.width()
	_, widths := t.added()
	for i := range width {
		if err := out.SetColWidth(i+1, i+1, t.columnWidth(i)); err != nil {
			return err
		}
	}
	for i, wide := range widths {
		if err := out.SetColWidth(width+i+1, width+i+1, wide); err != nil {
			return err
		}
	}
	at := 0
	err = t.each(func(cells []sheet.Cell, added []string, heading bool) error {
		at++
		values := make([]any, width, width+len(added))
		for i, c := range cells {
			values[i] = cellValue(c, body, date)
			if heading {
				values[i] = excelize.Cell{StyleID: head, Value: bounded(c.Text)}
			}
		}
		for _, s := range added {
			v := excelize.Cell{StyleID: body, Value: bounded(s)}
			if heading {
				v.StyleID = head
			}
			values = append(values, v)
		}
		return out.SetRow(fmt.Sprintf("A%d", at), values)
	})
	if err != nil {
		return err
	}
	if err := out.Flush(); err != nil {
		return err
	}
	return f.Write(w)
}

// columnWidth is wide enough for most cells of a column of the list.
func (t *checkedTable) columnWidth(i int) float64 {
	const sample, least, most = 200, 8, 50
	n := least
	for _, r := range t.list.Rows[:min(len(t.list.Rows), sample)] {
		if i < len(r.Cells) && !(len(r.Cells) == 1 && i == 0 && t.width() > 1) { // a banner
			long := 0
			for _, c := range r.Cells[i].Text {
				if long++; c >= 0x1100 {
					long++
				}
			}
			n = max(n, min(long+2, most))
		}
	}
	return float64(n)
}

// bounded is a text as a cell of a workbook can hold it.
func bounded(s string) string {
	if utf8.RuneCountInString(s) > excelize.TotalCellChars {
		s = string([]rune(s)[:excelize.TotalCellChars])
	}
	return s
}

// cellValue is a cell of the list as a workbook holds it: figures and dates
// stay such where nothing of them is lost.
func cellValue(c sheet.Cell, text, date int) excelize.Cell {
	switch c.Kind {
	case sheet.Number:
		if v, err := strconv.ParseFloat(c.Text, 64); err == nil && strconv.FormatFloat(v, 'f', -1, 64) == c.Text {
			return excelize.Cell{StyleID: text, Value: v}
		}
	case sheet.Date:
		if v, err := time.Parse(time.DateOnly, c.Text); err == nil && v.Year() >= 1900 {
			return excelize.Cell{StyleID: date, Value: v}
		}
	case sheet.Bool:
		return excelize.Cell{StyleID: text, Value: c.Text == "TRUE"}
	}
	return excelize.Cell{StyleID: text, Value: bounded(c.Text)}
}
