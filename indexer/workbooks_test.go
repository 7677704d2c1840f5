package indexer

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"testing"
	"time"

	"chabiao/indexer/sheet/sheettest"

	"github.com/xuri/excelize/v2"
)

// binaryDeliveries are those that a test makes: workbooks and archives.
func binaryDeliveries() []delivery {
	book := func(name, file string, sheets ...sheettest.Sheet) delivery {
		return delivery{name: name, file: file, data: workbook(file, sheets), built: true}
	}
	merged, cells, several := mergedSheet(), cellSheet(), severalSheets()
	xlsOf := func(d delivery, like string) delivery { d.like = like; return d }
	return []delivery{
		book("merged-xlsx", "merged.xlsx", merged),
		xlsOf(book("merged-xls", "merged.xls", merged), "merged-xlsx"),
		book("cells-xlsx", "cells.xlsx", cells),
		xlsOf(book("cells-xls", "cells.xls", cells), "cells-xlsx"),
		book("sheets-xlsx", "sheets.xlsx", several...),
		xlsOf(book("sheets-xls", "sheets.xls", several...), "sheets-xlsx"),
		{name: "hidden-sheet", file: "sheets.xlsx", data: workbook("sheets.xlsx", several), set: Settings{Sheet: "停用"}, built: true},
		{name: "zip", file: "delivery.zip", data: zipped("tab.tsv", "wrapped.json", "html.xls"), built: true},
		{name: "gz", file: "utf8.csv.gz", data: gzipped("utf8.csv"), like: "utf8", built: true},
		{name: "mapped", file: "mapped.csv", data: fixture("mapped.csv"), set: Settings{Map: map[string]string{"甲": "number", "B": "title_zh", "3": "published", "丁": "-", "戊": "+"}, HeaderRow: 2}},
	}
}

func day(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

// mergedSheet has a merged banner over a header of two rows with merged groups.
func mergedSheet() sheettest.Sheet {
	return sheettest.Sheet{Name: "现行标准", Rows: [][]any{
		{"电力行业标准目录", nil, nil, nil, nil, nil},
		{"2026年5月", nil, nil, nil, nil, nil},
		{"序号", "标准编号", "标准名称", nil, "日期", nil},
		{nil, nil, "中文", "英文", "发布", "实施"},
		{1, "DL/T 5161.1-2018", "电气装置安装工程质量检验及评定规程 第1部分：通则", "Specification for construction quality", day(2018, 12, 25), day(2019, 5, 1)},
		{2, "DL/T 5210.1-2021", "电力建设施工质量验收规程 第1部分：土建工程", nil, "2021-04-26", "2021-10-26"},
		{"小计：2 项", nil, nil, nil, nil, nil},
	}, Merges: [][4]int{{0, 0, 0, 5}, {1, 0, 1, 5}, {2, 0, 3, 0}, {2, 1, 3, 1}, {2, 2, 2, 3}, {2, 4, 2, 5}, {6, 0, 6, 5}}}
}

// cellSheet has every kind of cell: dates and serials, numbers as text, texts
// as numbers, values of formulas, errors.
func cellSheet() sheettest.Sheet {
	serial := func(y int, m time.Month, d int) any { n, _ := sheettest.Serial(day(y, m, d)); return n }
	return sheettest.Sheet{Name: "Sheet1", Rows: [][]any{
		{"标准号", "标准名称", "发布日期", "实施日期", "ICS", "页数", "备注"},
		{"GB/T 10001.1-2023", "公共信息图形符号 第1部分：通用符号", day(2023, 5, 23), serial(2023, 12, 1), "01.080.10", 36, 7},
		{"GB/T 10001.2-2021", "公共信息图形符号 第2部分：旅游休闲符号", "20210526", "44531", 1.08, "40", "007"},
		{sheettest.Formula{Value: "GB/T 10001.3-2021"}, sheettest.Formula{Value: "公共信息图形符号 第3部分：客运货运符号"}, sheettest.Formula{Value: day(2021, 5, 26)}, sheettest.Error(0x2A), "01.080.10", sheettest.Formula{Value: 28}, true},
		{"GB/T 10001.4-2021", "公共信息图形符号 第4部分：运动健身符号", 2021, 20211201, nil, 12.0, nil},
	}}
}

// severalSheets are two sheets to read, one of notes and a hidden one.
func severalSheets() []sheettest.Sheet {
	return []sheettest.Sheet{
		{Name: "填写说明", Rows: [][]any{{"请按要求填写"}, {"每行一个标准"}}},
		{Name: "国家标准", Rows: [][]any{{"标准号", "标准名称"}, {"GB/T 13306-2011", "标牌"}, {"GB/T 191-2008", "包装储运图示标志"}}},
		{Name: "行业标准", Rows: [][]any{{"行业标准清单"}, {"标准名称", "状态", "标准编号"}, {"机械产品图样及设计文件完整性", "现行", "JB/T 5054.5-2001"}}},
		{Name: "停用", Hidden: true, Rows: [][]any{{"标准号", "标准名称"}, {"GB/T 13384-1992", "机电产品包装通用技术条件"}}},
	}
}

// workbook writes sheets as XLS, or as XLSX with a library that is not ours.
func workbook(file string, sheets []sheettest.Sheet) func(testing.TB) []byte {
	return func(t testing.TB) []byte {
		t.Helper()
		var b bytes.Buffer
		if file[len(file)-1] != 'x' {
			if err := sheettest.WriteXLS(&b, sheets...); err != nil {
				t.Fatal(err)
			}
			return b.Bytes()
		}
		f := excelize.NewFile()
		defer f.Close()
		for i, s := range sheets {
			if err := addSheet(f, i, s); err != nil {
				t.Fatal(err)
			}
		}
		if err := f.Write(&b); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
}

func addSheet(f *excelize.File, i int, s sheettest.Sheet) error {
	if i == 0 {
		if err := f.SetSheetName("Sheet1", s.Name); err != nil {
			return err
		}
	} else if _, err := f.NewSheet(s.Name); err != nil {
		return err
	}
	for r, row := range s.Rows {
		for c, v := range row {
			at, err := excelize.CoordinatesToCellName(c+1, r+1)
			if err != nil {
				return err
			}
			if err := addCell(f, s.Name, at, v); err != nil {
				return err
			}
		}
	}
	for _, m := range s.Merges {
		from, _ := excelize.CoordinatesToCellName(m[1]+1, m[0]+1)
		to, _ := excelize.CoordinatesToCellName(m[3]+1, m[2]+1)
		if err := f.MergeCell(s.Name, from, to); err != nil {
			return err
		}
	}
	if s.Hidden {
		f.SetActiveSheet(0)
		return f.SetSheetVisible(s.Name, false)
	}
	return nil
}

// addCell sets a cell; of a formula the value that a workbook keeps beside it.
func addCell(f *excelize.File, sheet, at string, v any) error {
	switch v := v.(type) {
	case nil:
		return nil
	case sheettest.Error:
		return f.SetCellFormula(sheet, at, "NA()") // excelize keeps no value: the cell is empty
	case sheettest.Formula:
		if err := f.SetCellFormula(sheet, at, "A1"); err != nil {
			return err
		}
		return f.SetCellValue(sheet, at, v.Value)
	}
	return f.SetCellValue(sheet, at, v)
}

func zipped(names ...string) func(testing.TB) []byte {
	return func(t testing.TB) []byte {
		t.Helper()
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for _, name := range names {
			w, err := z.Create("交付/" + name)
			if err == nil {
				_, err = w.Write(fixture(name)(t))
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
}

func gzipped(name string) func(testing.TB) []byte {
	return func(t testing.TB) []byte {
		t.Helper()
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		if _, err := z.Write(fixture(name)(t)); err != nil {
			t.Fatal(err)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
}
