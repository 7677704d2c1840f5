package sheet

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"chabiao/indexer/sheet/sheettest"

	"github.com/google/go-cmp/cmp"
)

// mixedXLS has every kind of cell in three sheets.
func mixedXLS() []sheettest.Sheet {
	return []sheettest.Sheet{
		{Name: "标准目录", Merges: [][4]int{{0, 0, 0, 3}, {3, 1, 4, 1}}, Rows: [][]any{
			{"标准题录 2016"},
			{"标准号", "中文名称", "发布日期", "页数"},
			{},
			{"GB/T 19001-2016", "质量管理体系 要求", day(2016, 12, 30), 28},
			{"GB/T 1.1", nil, time.Date(2020, 3, 31, 8, 30, 0, 0, time.UTC), 1, 2, 3, -4},
			{true, sheettest.Error(0x2A), 0.1 + 0.2, 1e15, 2016.0, 123456789},
			{sheettest.Formula{Value: "算出来的"}, sheettest.Formula{Value: 2.5}, sheettest.Formula{Value: day(1999, 1, 2)},
				sheettest.Formula{Value: false}, sheettest.Formula{Value: sheettest.Error(7)}, "😀 é"},
		}},
		{Name: "隐藏", Hidden: true, Rows: [][]any{{"x"}}},
		{Name: "倒序", Reverse: true, Rows: [][]any{{"一"}, {"二", 2}, {"三"}}},
	}
}

func TestXLSCells(t *testing.T) {
	wb := openBytes(t, xlsBytes(t, mixedXLS()...))
	if diff := cmp.Diff([]Sheet{{Name: "标准目录"}, {Name: "隐藏", Hidden: true}, {Name: "倒序"}}, wb.Sheets()); diff != "" {
		t.Error(diff)
	}
	want := [][]string{
		{"标准题录 2016", "+标准题录 2016", "+标准题录 2016", "+标准题录 2016"},
		{"标准号", "中文名称", "发布日期", "页数"},
		{"GB/T 19001-2016", "质量管理体系 要求", "D:2016-12-30", "N:28"},
		{"GB/T 1.1", "+质量管理体系 要求", "D:2020-03-31T08:30:00", "N:1", "N:2", "N:3", "N:-4"},
		{"B:TRUE", "E:#N/A", "N:0.3", "N:1000000000000000", "N:2016", "N:123456789"},
		{"算出来的", "N:2.5", "D:1999-01-02", "B:FALSE", "E:#DIV/0!", "😀 é"},
	}
	rows := sheetRows(t, wb, 0)
	if diff := cmp.Diff(want, show(rows)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]int64{1, 2, 4, 5, 6, 7}, ats(rows)); diff != "" {
		t.Error(diff)
	}
	// Rows out of order are put in order.
	rows = sheetRows(t, wb, 2)
	if diff := cmp.Diff([][]string{{"一"}, {"二", "N:2"}, {"三"}}, show(rows)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]int64{1, 2, 3}, ats(rows)); diff != "" {
		t.Error(diff)
	}
	if _, err := wb.Open(3); !errors.Is(err, ErrNoSheet) {
		t.Errorf("sheet 3: %v", err)
	}
}

// longXLS has strings that are cut at every place by CONTINUE records, and
// enough of them for FAT sectors beyond the header's.
func longXLS(rows int) [][]any {
	var out [][]any
	for i := range rows {
		out = append(out, []any{
			fmt.Sprintf("GB/T %d-2016", i), strings.Repeat("标准", i%97) + fmt.Sprint(i), strings.Repeat("abcdefg ", i%131) + fmt.Sprint(i), i, 2000 + i%20,
		})
	}
	out = append(out, []any{strings.Repeat("长", 32767), strings.Repeat("l", 32767)})
	return out
}

func TestXLSSharedStringsOverRecords(t *testing.T) {
	data := longXLS(20000)
	if testing.Short() {
		data = longXLS(2000)
	}
	wb := openBytes(t, xlsBytes(t, sheettest.Sheet{Name: "s", Rows: data}))
	rows := sheetRows(t, wb, 0)
	if len(rows) != len(data) {
		t.Fatalf("%d rows, want %d", len(rows), len(data))
	}
	for i, row := range rows {
		for j, c := range data[i] {
			if got, want := row.Cells[j].Text, fmt.Sprint(c); got != want {
				t.Fatalf("row %d column %d: %.60q, want %.60q", i, j, got, want)
			}
		}
	}
}

// biff makes records by hand.
func biff(records ...any) []byte {
	var b []byte
	for i := 0; i < len(records); i += 2 {
		data := records[i+1].([]byte)
		b = binary.LittleEndian.AppendUint16(b, uint16(records[i].(int)))
		b = binary.LittleEndian.AppendUint16(b, uint16(len(data)))
		b = append(b, data...)
	}
	return b
}

// biff5 is a workbook of Excel 95 in GBK, without a container.
func biff5Book() []byte {
	bof := []byte{0, 5, 5, 0, 0, 0, 0, 0}
	globals := func(off byte) []byte {
		return biff(0x0809, bof, 0x0042, []byte{0xA8, 3}, 0x041E, append([]byte{164, 0, 8}, "yyyy-m-d"...),
			0x00E0, make([]byte, 16), 0x00E0, append([]byte{0, 0, 164, 0}, make([]byte, 12)...),
			0x0085, append([]byte{off, 0, 0, 0, 0, 0, 4}, "\xC4\xBF\xC2\xBC"...), 0x000A, []byte{})
	}
	b := globals(0)
	b = globals(byte(len(b)))
	return append(b, biff(0x0809, []byte{0, 5, 0x10, 0, 0, 0, 0, 0},
		0x0204, append([]byte{0, 0, 0, 0, 0, 0, 4, 0}, "\xB1\xEA\xD7\xBC"...),
		0x0203, []byte{0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0xE0, 0xE4, 0x40}, // 42752
		0x00D6, append([]byte{1, 0, 0, 0, 0, 0, 2, 0}, "ab\x01\x00\x00"...),
		0x000A, []byte{})...)
}

func TestXLSOfExcel95(t *testing.T) {
	wb := openBytes(t, biff5Book())
	if diff := cmp.Diff([]Sheet{{Name: "目录"}}, wb.Sheets()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([][]string{{"标准", "D:2017-01-17"}, {"ab"}}, show(sheetRows(t, wb, 0))); diff != "" {
		t.Error(diff)
	}
}

func TestXLSRefused(t *testing.T) {
	whole := xlsBytes(t, mixedXLS()...)
	ole := func(stream string, data []byte) []byte {
		var b bytes.Buffer
		if err := sheettest.WriteOLE(&b, stream, data); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	bof := []byte{0, 6, 5, 0, 0, 0, 0, 0}
	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"encrypted package": {ole("EncryptedPackage", []byte("x")), ErrPassword},
		"FILEPASS":          {ole("Workbook", biff(0x0809, bof, 0x002F, []byte{1, 0})), ErrPassword},
		"Word":              {ole("WordDocument", []byte("x")), ErrNotWorkbook},
		"truncated":         {whole[:len(whole)/2], ErrDamaged},
		"header only":       {whole[:600], ErrDamaged},
		"Excel 4":           {[]byte{9, 4, 6, 0, 0, 0, 16, 0, 0, 0}, ErrOldXLS},
		"no sheets":         {ole("Workbook", biff(0x0809, bof, 0x000A, []byte{})), ErrNotWorkbook},
		"html":              {[]byte("<html><table><tr><td>1</table>"), ErrHTML},
		"spreadsheetml":     {[]byte(`<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">`), ErrSpreadsheetML},
		"text":              {[]byte("a,b\n1,2\n"), ErrNotWorkbook},
		"empty":             {nil, ErrNotWorkbook},
	} {
		wb, err := OpenWorkbook(bytes.NewReader(c.data), int64(len(c.data)), t.TempDir())
		if err == nil {
			_, err = wb.Open(0)
		}
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
			continue
		}
		if !strings.Contains(err.Error(), "; ") {
			t.Errorf("%s: %q does not say what to do", name, err)
		}
	}
}

// TestXLSForOthers leaves a workbook where an independent reader can look at
// it: CHABIAO_XLS_OUT names the file.
func TestXLSForOthers(t *testing.T) {
	path := os.Getenv("CHABIAO_XLS_OUT")
	if path == "" {
		t.Skip("CHABIAO_XLS_OUT is not set")
	}
	sheets := append(mixedXLS(), sheettest.Sheet{Name: "long", Rows: longXLS(30000)})
	if err := os.WriteFile(path, xlsBytes(t, sheets...), 0o644); err != nil {
		t.Fatal(err)
	}
}
