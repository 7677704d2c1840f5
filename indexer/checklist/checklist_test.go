package checklist

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"chabiao/corpus"
	"chabiao/indexer/sheet"
	"chabiao/indexer/sheet/sheettest"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// asked writes what a list asks about: the row of the file and the text, prose
// in brackets.
func asked(l *List) []string {
	out := []string{}
	for _, it := range l.Items {
		s := it.Text
		if it.Prose {
			s = "(" + s + ")"
		}
		out = append(out, fmt.Sprint(l.Rows[it.Row].At, " ", s))
	}
	return out
}

func TestNumbers(t *testing.T) {
	for text, want := range map[string][]string{
		"GB/T 19001-2016": {"GB/T 19001-2016"},
		"  《GB/T 19001—2016》质量管理体系 要求": {"GB/T 19001—2016"},
		"1. GB/T 19001-2016 质量管理体系":    {"GB/T 19001-2016"},
		"12、gbt19001":                  {"gbt19001"},
		"- ISO 9001:2015":              {"ISO 9001:2015"},
		"（3）GB 5749":                   {"GB 5749"},
		"GB/T 1.1-2020、GB/T 1.2-2020":  {"GB/T 1.1-2020", "GB/T 1.2-2020"},
		"本标准按照 GB/T 1.1-2009 起草，参照 ISO 9001:2015 制定。":      {"GB/T 1.1-2009", "ISO 9001:2015"},
		"GB/T 19002-2018 质量管理体系 GB/T 19001—2016应用指南":       {"GB/T 19002-2018"},
		"GB/T 19001-2016/ISO 9001:2015":                    {"GB/T 19001-2016/ISO 9001:2015"},
		"GB/T 5750.1~5750.13-2023":                         {"GB/T 5750.1~5750.13-2023"},
		"GB/T 5750.1-2023～GB/T 5750.13-2023":               {"GB/T 5750.1-2023", "GB/T 5750.13-2023"},
		"GB/T 19001-2016（已作废）":                             {"GB/T 19001-2016"},
		"19001":                                            {"19001"},
		"GBT-19O01-2016":                                   {"GBT-19O01-2016"},
		"GB 1、GB 7;JB/T 3":                                 {"GB 1", "GB 7", "JB/T 3"},
		"GB/T 1.1-2020 规定的要求，或符合 GB 9706.225、GB 9706.227":  {"GB/T 1.1-2020", "GB 9706.225", "GB 9706.227"},
		"GB/T 1.1，1.2":                                     {"GB/T 1.1，1.2"},
		"AB12":                                             {"AB12"},
		"":                                                 nil,
		"标准清单":                                             nil,
		"第3章":                                              nil,
		"某某公司 2026 年执行标准目录":                                nil,
		"the list of 12 standards that we have to work to": nil,
		strings.Repeat("x1 ", 100):                         nil,
	} {
		got := Numbers(text)
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%q: %s", text, d)
		}
	}
}

func TestText(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
		columns    int
	}{
		{"order, duplicates, blank lines", "ISO 9001:2015\n\n  \nGB/T 19001-2016\r\nISO 9001:2015\nGB 1-1990", []string{"1 ISO 9001:2015", "4 GB/T 19001-2016", "5 ISO 9001:2015", "6 GB 1-1990"}, 0},
		{"no end of line, CR", "GB 1-1990\rGB 2-1990", []string{"1 GB 1-1990", "2 GB 2-1990"}, 0},
		{"prose", "标准清单\nGB 1-1990 和 GB 2-1990\n完", []string{"1 (标准清单)", "2 GB 1-1990", "2 GB 2-1990", "3 (完)"}, 0},
		{"copied from a spreadsheet", "序号\t标准号\t名称\n1\tGB 1-1990\t依据 GB 7-1999 的茶壶\n2\t\t没有号\n3\t无\t茶杯", []string{"2 GB 1-1990", "3 ()", "4 (无)"}, 3},
		{"nothing", "", []string{}, 0},
		{"no UTF-8", "GB 1-1990 \xff\nGB 2-1990", []string{"1 GB 1-1990", "2 GB 2-1990"}, 0},
	} {
		l, err := Text(c.text, Options{})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if d := cmp.Diff(c.want, asked(l)); d != "" || len(l.Columns) != c.columns {
			t.Errorf("%s: %d columns, %s", c.name, len(l.Columns), d)
		}
	}
}

// workbookFile is a workbook as a quality department keeps it: a banner, a
// header, a date, a merged cell, a hidden row, a sheet of notes before it and a
// hidden one behind.
func workbookFile(t testing.TB) []byte {
	t.Helper()
	f := excelize.NewFile()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	check(f.SetSheetName("Sheet1", "说明"))
	check(f.SetCellValue("说明", "A1", "本表由质量部维护"))
	for _, name := range []string{"清单", "旧"} {
		_, err := f.NewSheet(name)
		check(err)
	}
	for i, row := range [][]any{{"受控标准清单"}, {"序号", "名称", "标准号", "部门", "日期"}, {1, "质量管理体系 要求", "GB/T 19001-2008", "质量部", time.Date(2020, 3, 1, 0, 0, 0, 0, time.UTC)},
		{2, "生活饮用水卫生标准", "GB 5749-2006", nil, nil}, {3, "隐藏的行", "GB 1-1990", "质量部"}, {4, "没有号", nil, "甲"}, {5, "两个号", "GB 2-1990；GB 3-1990", "乙"}} {
		check(f.SetSheetRow("清单", fmt.Sprintf("A%d", i+1), &row))
	}
	check(f.MergeCell("清单", "D3", "D4"))
	check(f.SetRowVisible("清单", 5, false))
	check(f.SetCellValue("旧", "A1", "ISO 9001:1994"))
	check(f.SetSheetVisible("旧", false))
	var b bytes.Buffer
	check(f.Write(&b))
	check(f.Close())
	return b.Bytes()
}

func TestWorkbook(t *testing.T) {
	data := workbookFile(t)
	l, err := Read(t.Context(), "清单.xlsx", data, Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"3 GB/T 19001-2008", "4 GB 5749-2006", "5 GB 1-1990", "6 ()", "7 GB 2-1990", "7 GB 3-1990"}
	if d := cmp.Diff(want, asked(l)); d != "" {
		t.Error(d)
	}
	if l.Sheet != "清单" || l.Header != 1 || l.Column != 2 || l.Columns[2] != (Column{"C", "标准号"}) || len(l.Rows) != 7 || l.Numbers != 5 || l.Format != "xlsx" || l.Name != "清单.xlsx" {
		t.Errorf("sheet %q, header %d, column %d of %v, %d rows, %d numbers", l.Sheet, l.Header, l.Column, l.Columns, len(l.Rows), l.Numbers)
	}
	// Another column, by any of its names, and all of them.
	for _, name := range []string{"名称", "B", "2"} {
		other, err := l.Take(name)
		if err != nil || other.Column != 1 || other.Numbers != 0 || len(other.Rows) != 7 {
			t.Errorf("%s: %+v, %v", name, other, err)
		}
	}
	if all, err := l.Take(AllColumns); err != nil || all.Column != -1 || all.Numbers != 5 {
		t.Errorf("all columns: %+v, %v", all, err)
	}
	var e *corpus.Error
	if _, err := l.Take("没有的列"); !errors.As(err, &e) || e.Field != "column" || e.Kind != corpus.InvalidArgument {
		t.Errorf("a column that is not there: %v", err)
	}
	// A hidden sheet is read when asked for.
	hidden, err := Read(t.Context(), "清单.xlsx", data, Options{Sheet: "旧"})
	if err != nil || hidden.Sheet != "旧" || hidden.Numbers != 1 {
		t.Errorf("%+v, %v", hidden, err)
	}
}

func TestFiles(t *testing.T) {
	gb, err := simplifiedchinese.GB18030.NewEncoder().String("受控标准\r\n质量管理体系 GB/T 19001—2016\r\n\r\n“生活饮用水”GB 5749-2022\r\n")
	if err != nil {
		t.Fatal(err)
	}
	table, err := simplifiedchinese.GB18030.NewEncoder().String("标准号,名称\nGB/T 19001-2016,质量管理体系 要求\nGB 5749,水\n")
	if err != nil {
		t.Fatal(err)
	}
	pack := func(name string, parts map[string]string) []byte {
		var b bytes.Buffer
		if name == "gz" {
			w := gzip.NewWriter(&b)
			w.Write([]byte(parts["x"]))
			w.Close()
			return b.Bytes()
		}
		z := zip.NewWriter(&b)
		for name, text := range parts {
			w, err := z.Create(name)
			if err != nil {
				t.Fatal(err)
			}
			w.Write([]byte(text))
		}
		z.Close()
		return b.Bytes()
	}
	var xls bytes.Buffer
	if err := sheettest.WriteXLS(&xls, sheettest.Sheet{Name: "表", Rows: [][]any{{"标准名称", "标准号"}, {"质量管理体系 要求", "GB/T 19001-2016"}, {"无号"}, {"水", "GB 5749"}}}); err != nil {
		t.Fatal(err)
	}
	p := func(s string) string { return "<w:p><w:r><w:t>" + s + "</w:t></w:r></w:p>" }
	tr := func(cells ...string) string {
		s := "<w:tr>"
		for _, c := range cells {
			s += "<w:tc>" + p(c) + "</w:tc>"
		}
		return s + "</w:tr>"
	}
	doc := pack("zip", map[string]string{"word/document.xml": "<w:document><w:body>" + p("引用文件") + p("") + p("GB/T 1.1-2020 标准化工作导则，ISO 9001") +
		"<w:tbl>" + tr("序号", "标准号", "代替") + tr("1", "GB/T 19001-2016", "GB/T 19001-2008") + tr("2", "GB 5749-2022", "GB 5749-2006") + "</w:tbl>" + p("GB 1-1990") + "</w:body></w:document>"})
	for _, c := range []struct {
		name     string
		data     []byte
		encoding string
		want     []string
	}{
		{"清单.txt", []byte(gb), "GB18030", []string{"1 (受控标准)", "2 GB/T 19001—2016", "4 GB 5749-2022"}},
		{"清单.csv", []byte(table), "GB18030", []string{"2 GB/T 19001-2016", "3 GB 5749"}},
		{"清单.csv.gz", pack("gz", map[string]string{"x": table}), "GB18030", []string{"2 GB/T 19001-2016", "3 GB 5749"}},
		{"清单.zip", pack("zip", map[string]string{"a.txt": "GB 1-1990\n"}), "UTF-8", []string{"1 GB 1-1990"}},
		{"清单.docx", doc, "", []string{"1 (引用文件)", "3 GB/T 1.1-2020", "3 ISO 9001", "5 GB/T 19001-2016", "6 GB 5749-2022", "7 GB 1-1990"}},
		{"quotes.txt", []byte("\"GB 1-1990\nGB 2-1990\n5\" GB 3-1990\n"), "UTF-8", []string{"1 GB 1-1990", "2 GB 2-1990", "3 GB 3-1990"}},
		{"清单.xls", xls.Bytes(), "", []string{"2 GB/T 19001-2016", "3 ()", "4 GB 5749"}},
		{"page.xls", []byte("<html><table><tr><td>标准号</td><td>名称</td></tr><tr><td>GB 1-1990</td><td>甲</td></tr></table></html>"), "UTF-8", []string{"2 GB 1-1990"}},
	} {
		l, err := Read(t.Context(), c.name, c.data, Options{TempDir: t.TempDir()})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if d := cmp.Diff(c.want, asked(l)); d != "" || l.Encoding != c.encoding || l.Name != c.name {
			t.Errorf("%s in %q: %s", l.Name, l.Encoding, d)
		}
	}
	for name, data := range map[string][]byte{
		"empty.txt": nil, "a.pdf": []byte("%PDF-1.7 and so on"), "two.zip": pack("zip", map[string]string{"a.txt": "GB 1", "b.txt": "GB 2"}), "a.json": []byte(`{"number":"GB 1"}`), "broken.xlsx": []byte("PK\x03\x04 broken"),
		"old.doc": append([]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), make([]byte, 2000)...),
	} {
		if _, err := Read(t.Context(), name, data, Options{TempDir: t.TempDir()}); err == nil || corpus.KindOf(err) != corpus.InvalidArgument || strings.HasPrefix(err.Error(), "-") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestLimits(t *testing.T) {
	many := strings.Repeat("GB/T 19001-2016\n", MaxItems)
	l, err := Text(many, Options{})
	if err != nil || l.Numbers != MaxItems || len(l.Items) != MaxItems {
		t.Fatalf("%d numbers: %v", MaxItems, err)
	}
	for name, text := range map[string]string{"numbers": many + "GB 1-1990", "rows": strings.Repeat("字\n", MaxRows+1), "bytes": strings.Repeat("字", MaxBytes/3+1)} {
		if _, err := Text(text, Options{}); corpus.KindOf(err) != corpus.TooLarge {
			t.Errorf("too many %s: %v", name, err)
		}
	}
	if _, err := Read(t.Context(), "x.txt", make([]byte, MaxBytes+1), Options{}); corpus.KindOf(err) != corpus.TooLarge {
		t.Errorf("too large a file: %v", err)
	}
}

// TestColumns: a list keeps all its columns or is refused.
func TestColumns(t *testing.T) {
	for n, kept := range map[int]bool{sheet.MaxColumns: true, sheet.MaxColumns + 1: false, 3000: false} {
		cells := make([]string, n)
		cells[0], cells[n-1] = "GB 1-1990", "last"
		csv := []byte("number" + strings.Repeat(",x", n-1) + "\n" + strings.Join(cells, ",") + "\n")
		f := excelize.NewFile()
		for i, c := range cells {
			at, err := excelize.CoordinatesToCellName(i+1, 2)
			if err == nil {
				err = f.SetCellValue("Sheet1", at, c)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		book, err := f.WriteToBuffer()
		if err != nil {
			t.Fatal(err)
		}
		html := []byte("<table><tr><td>" + strings.Join(cells, "</td><td>") + "</td></tr></table>")
		for name, data := range map[string][]byte{"a.csv": csv, "a.xlsx": book.Bytes(), "a.xls": html} {
			l, err := Read(t.Context(), name, data, Options{TempDir: t.TempDir()})
			switch {
			case !kept && corpus.KindOf(err) != corpus.TooLarge:
				t.Errorf("%s of %d columns: %v", name, n, err)
			case kept && (err != nil || l.Rows[len(l.Rows)-1].Cells[n-1].Text != "last"):
				t.Errorf("%s of %d columns has lost the last: %v", name, n, err)
			}
		}
	}
}

// TestHostile: files that are small and claim much are refused.
func TestHostile(t *testing.T) {
	wide := strings.Repeat(strings.Repeat(",", 1000)+"x\n", MaxCells/1001+1)
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	zeros := make([]byte, 1<<20)
	for name, mib := range map[string]int{"xl/workbook.xml": 1, "xl/sharedStrings.xml": maxParts >> 20} {
		w, err := z.Create(name)
		for range mib {
			if err == nil {
				_, err = w.Write(zeros)
			}
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"wide.csv": []byte(wide), "bomb.xlsx": b.Bytes()} {
		if _, err := Read(t.Context(), name, data, Options{TempDir: t.TempDir()}); corpus.KindOf(err) != corpus.TooLarge {
			t.Errorf("%s of %d bytes: %v", name, len(data), err)
		}
	}
}

// FuzzText: rows stay in order, none is lost, and what is asked about stands in
// its row.
func FuzzText(f *testing.F) {
	for _, s := range []string{"GB 1-1990\nISO 9001", "a\tb\nGB 1\t2\n", "\r\r\n", "1. \n2、GB/T 1", "\"\n\t\"GB 1", "·"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		l, err := Text(s, Options{})
		if err != nil {
			if k := corpus.KindOf(err); k != corpus.TooLarge && k != corpus.InvalidArgument {
				t.Fatal(err)
			}
			return
		}
		last, at := -1, int64(0)
		seen := make(map[int]bool)
		for _, it := range l.Items {
			if it.Row < last {
				t.Fatalf("row %d behind %d", it.Row, last)
			}
			last = it.Row
			seen[it.Row] = true
		}
		for i, r := range l.Rows {
			if r.At <= at {
				t.Fatalf("row at %d behind %d", r.At, at)
			}
			at = r.At
			if i > l.Header && !seen[i] {
				t.Fatalf("nothing says what became of row %d", r.At)
			}
		}
	})
}
