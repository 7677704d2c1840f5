package sheet

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"chabiao/indexer/sheet/sheettest"
)

// fuzzRows is how many rows of a fuzzed file are looked at.
const fuzzRows = 20000

// checkTable reads a table and checks what holds of every one: text is UTF-8,
// rows are bounded, what is empty is left out.
func checkTable(t *testing.T, table Table) (rows []Row) {
	for range fuzzRows {
		row, err := table.Next()
		if err != nil {
			if again, err2 := table.Next(); err2 == nil {
				t.Fatalf("row %v after %v", again, err)
			}
			break
		}
		size := 0
		for _, c := range row.Cells {
			size += len(c.Text)
			if !utf8.ValidString(c.Text) {
				t.Fatalf("%q is not UTF-8", c.Text)
			}
			if c.Text == "" && c != (Cell{}) {
				t.Fatalf("empty cell %+v", c)
			}
		}
		switch {
		case row.At < 1:
			t.Fatalf("row at %d", row.At)
		case len(row.Cells) > MaxColumns || size > MaxRow || len(row.Raw) > MaxRow:
			t.Fatalf("row of %d cells, %d bytes", len(row.Cells), size)
		case len(row.Cells) == 0 && row.Err == nil:
			t.Fatal("a row without content")
		case len(row.Cells) > 0 && row.Cells[len(row.Cells)-1].Text == "":
			t.Fatalf("the last cell is empty: %v", row.Cells)
		case !utf8.Valid(row.Raw):
			t.Fatalf("raw text %q is not UTF-8", row.Raw)
		}
		rows = append(rows, row)
	}
	if err := table.Close(); err != nil {
		t.Fatal(err)
	}
	return rows
}

func FuzzText(f *testing.F) {
	f.Add([]byte(sampleText), "", "")
	f.Add([]byte("a;\"b\r\n\"\"c\";\r\n\"d;e\n"), "", ";")
	f.Add([]byte("sep=|\na|\"b\"x|c\"\rd"), "gbk", "")
	f.Add([]byte("\xFF\xFEa\x00,\x00\"\x00\n\x00"), "", "")
	f.Add([]byte("\xB1\xEA\xD7\xBC\x81\x30,\xFF\n\"\"\"\",\"\"x\"\n"), "big5", "，")
	f.Fuzz(func(t *testing.T, data []byte, encoding, separator string) {
		table, err := OpenText(bytes.NewReader(data), Options{Encoding: encoding, Separator: separator})
		if err != nil {
			return
		}
		rows := checkTable(t, table)
		line := int64(0)
		for _, r := range rows {
			if r.At <= line {
				t.Fatalf("line %d behind line %d", r.At, line)
			}
			line = r.At
		}
		// A record read by itself is what it was in its file.
		sep := table.Info().Separator
		for _, r := range rows[:min(len(rows), 50)] {
			if r.Err != nil || strings.HasPrefix(strings.Trim(string(r.Raw), `"`), "sep=") || bytes.HasPrefix(r.Raw, []byte("\uFEFF")) || bytes.ContainsRune(r.Raw, '\r') {
				continue
			}
			again, err := OpenText(bytes.NewReader(append(r.Raw, '\n')), Options{Encoding: "utf-8", Separator: sep})
			if err != nil {
				t.Fatal(err)
			}
			row, err := again.Next()
			if err != nil || row.Err != nil || len(row.Cells) != len(r.Cells) {
				t.Fatalf("%q by itself: %v, %v, %v", r.Raw, row.Cells, row.Err, err)
			}
		}
	})
}

// checkWorkbook opens all sheets of a workbook, if it is one.
func checkWorkbook(t *testing.T, data []byte) {
	IsXLSX(bytes.NewReader(data), int64(len(data)))
	wb, err := OpenWorkbook(bytes.NewReader(data), int64(len(data)), "")
	if err != nil {
		if !strings.Contains(err.Error(), "; ") {
			t.Fatalf("%v: does not say what to do", err)
		}
		return
	}
	for i := range wb.Sheets()[:min(len(wb.Sheets()), 5)] {
		if table, err := wb.Open(i); err == nil {
			checkTable(t, table)
		}
	}
	if err := wb.Close(); err != nil {
		t.Fatal(err)
	}
}

func FuzzXLSX(f *testing.F) {
	for _, cells := range []string{
		`<c r="A1" t="s" s="1"><v>0</v></c><c t="inlineStr"><is><r><t>a&#10;_x000D_</t></r><rPh><t>x</t></rPh></is></c>`,
		`<c s="1"><v>42734.5</v></c><c t="d"><v>2016-12-30T00:00:00Z</v></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c><c r="XFD1"><v>1E-5</v></c>`,
		`<!-- x --><x:c r="B2" t='str'><x:v><![CDATA[<a>]]>&amp;</x:v></x:c>`,
	} {
		sheet := worksheet(`<row r="1" spans="1:3">` + cells + `</row>`)
		sheet = strings.Replace(sheet, "</worksheet>", `<mergeCells><mergeCell ref="A1:C3"/></mergeCells></worksheet>`, 1)
		f.Add([]byte(sheet), []byte(`<sst><si><t xml:space="preserve"> a </t></si></sst>`))
		f.Add(bookOf(f, sheet), []byte{})
	}
	styles := `<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`
	f.Fuzz(func(t *testing.T, data, shared []byte) {
		checkWorkbook(t, data) // as a zip
		checkWorkbook(t, bookOf(t, string(data), "xl/sharedStrings.xml", string(shared), "xl/styles.xml", styles))
	})
}

func FuzzXLS(f *testing.F) {
	small := xlsBytes(f, mixedXLS()[0])
	f.Add(small)
	f.Add(xlsBytes(f, mixedXLS()...))
	f.Add(biff5Book())
	f.Add(small[1536:]) // the stream by itself
	f.Fuzz(func(t *testing.T, data []byte) {
		checkWorkbook(t, data)
		var b bytes.Buffer // and in a container that is whole
		if err := sheettest.WriteOLE(&b, "Workbook", data); err != nil {
			t.Fatal(err)
		}
		checkWorkbook(t, b.Bytes())
	})
}

func FuzzHTML(f *testing.F) {
	f.Add([]byte("<meta charset=gbk><table><tr><td colspan=3 rowspan=2>a<br>b<td>c<tr><th>d<table><tr><td>e</table></table>"), "")
	f.Add([]byte("<table><script>x</script><tr><td>&nbsp;&#x4e2d;\xff</td></tr>"), "utf-8")
	f.Add([]byte("<td rowspan=2 colspan=1000>a<td rowspan=3>b<tr><td>c<tr><td colspan=500>d"), "gb18030")
	f.Fuzz(func(t *testing.T, data []byte, encoding string) {
		Sniff(data)
		table, err := OpenHTML(bytes.NewReader(data), Options{Encoding: encoding})
		if err != nil {
			return
		}
		checkTable(t, table)
		if _, err := table.Next(); err == nil || err == io.EOF {
			t.Fatalf("a closed table says %v", err)
		}
	})
}
