package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

const (
	nsMain   = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	nsRel    = `xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	relTypes = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
)

// zipOf makes a zip of parts, in the order name, content, …
func zipOf(t testing.TB, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, parts[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// bookOf is a workbook with one worksheet, and whatever other parts are given.
func bookOf(t testing.TB, worksheet string, parts ...string) []byte {
	t.Helper()
	return zipOf(t, append([]string{
		"_rels/.rels", `<Relationships><Relationship Id="a" Type="` + relTypes + `officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml", `<workbook ` + nsMain + ` ` + nsRel + `><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="rId1" Type="` + relTypes + `worksheet" Target="worksheets/sheet1.xml"/>` +
			`<Relationship Id="rId2" Type="` + relTypes + `sharedStrings" Target="/xl/sharedStrings.xml"/>` +
			`<Relationship Id="rId3" Type="` + relTypes + `styles" Target="styles.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml", worksheet,
	}, parts...)...)
}

func worksheet(rows string) string {
	return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\r\n" +
		`<worksheet ` + nsMain + `><dimension ref="A1:B2"/><sheetData>` + rows + `</sheetData></worksheet>`
}

// row is a row of cells from their XML.
func rowXML(cells ...string) string { return "<row>" + strings.Join(cells, "") + "</row>" }

func TestXLSXCells(t *testing.T) {
	styles := "xl/styles.xml"
	styleXML := `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@"/><numFmt numFmtId="165" formatCode="0.00&quot;md&quot;"/></numFmts>` +
		`<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>`
	shared := `<sst count="9"><si><t>标准号</t></si><si><r><t>质量</t></r><r><rPr><b/></rPr><t xml:space="preserve"> 管理 </t></r><rPh sb="0" eb="1"><t>ZHI LIANG</t></rPh><phoneticPr/></si>` +
		`<si><t>a_x000D_&#10;b _x005F_x0041_ _xD83D__xDE00_ &amp;&lt;&#x4E2D; &unknown;</t></si><si/><si><t>` + "\n   indented\n " + `</t></si><si><t> spaced </t></si><si><t><![CDATA[<x> & ]]]]><![CDATA[>]]></t></si></sst>`
	for name, c := range map[string]struct {
		sheet string
		want  [][]string
		at    []int64
	}{
		"shared strings": {rowXML(`<c r="A1" t="s"><v>0</v></c>`, `<c t="s"><v>1</v></c>`, `<c t="s"><v> 2 </v></c>`, `<c t="s"><v>3</v></c>`, `<c t="s"><v>4</v></c>`, `<c t="s"><v>5</v></c>`, `<c t="s"><v>6</v></c>`),
			[][]string{{"标准号", "质量 管理 ", "a\r\nb _x0041_ 😀 &<中 &unknown;", "", "indented", " spaced ", "<x> & ]]>"}}, []int64{1}},
		"inline strings": {rowXML(`<c t="inlineStr"><is><t>a&amp;b</t></is></c>`, `<c t="inlineStr"><is><r><t>x</t></r><r><t>y</t></r><rPh><t>no</t></rPh></is></c>`),
			[][]string{{"a&b", "xy"}}, []int64{1}},
		"formulas": {rowXML(`<c t="str"><f>A1&amp;"x"</f><v>text 1</v></c>`, `<c><f>1+1</f><v>2</v></c>`, `<c><f>NOW()</f></c>`, `<c t="b"><f>TRUE()</f><v>1</v></c>`, `<c t="e"><f>NA()</f><v>#N/A</v></c>`),
			[][]string{{"text 1", "N:2", "", "B:TRUE", "E:#N/A"}}, []int64{1}},
		"numbers": {rowXML(`<c><v>2016</v></c>`, `<c><v>2016.0</v></c>`, `<c><v>1E+05</v></c>`, `<c><v>0.30000000000000004</v></c>`, `<c t="n"><v>-1.50</v></c>`, `<c><v>007</v></c>`, `<c><v>911101080000000001</v></c>`, `<c><v>0x10</v></c>`, `<c><v>1.1E-20</v></c>`),
			[][]string{{"N:2016", "N:2016", "N:100000", "N:0.3", "N:-1.5", "N:7", "N:911101080000000001", "0x10", "N:1.1E-20"}}, []int64{1}},
		"dates": {rowXML(`<c s="1"><v>42734</v></c>`, `<c s="2"><v>42734.333333333336</v></c>`, `<c s="3"><v>42734</v></c>`, `<c s="1"><v>0</v></c>`, `<c s="1"><v>0.5</v></c>`, `<c s="1"><v>60</v></c>`, `<c s="1"><v>59</v></c>`, `<c s="1"><v>-5</v></c>`, `<c t="d"><v>2016-12-30T00:00:00.000Z</v></c>`, `<c s="99"><v>5</v></c>`),
			[][]string{{"D:2016-12-30", "D:2016-12-30T08:00:00", "N:42734", "N:0", "D:12:00:00", "D:1900-02-29", "D:1900-02-28", "N:-5", "D:2016-12-30", "N:5"}}, []int64{1}},
		"sparse": {`<row r="3"><c r="C3"><v>1</v></c></row><row r="5"/><row><c r="B6"><v>2</v></c><c><v>3</v></c><c r="E6"/></row><row r="10" spans="1:2"><c r="A10"><v/></c></row><row r="x"><c r="??"><v>4</v></c></row>`,
			[][]string{{"", "", "N:1"}, {"", "N:2", "N:3"}, {"N:4"}}, []int64{3, 6, 11}},
		"layout and comments": {"\n <!-- <row> -->\n<row>\n<c>\n<v>1</v>\n</c> <?pi?>\n<c><v>2</v><extLst><ext><v2>9</v2></ext></extLst></c></row>", [][]string{{"N:1", "N:2"}}, []int64{1}},
	} {
		wb := openBytes(t, bookOf(t, worksheet(c.sheet), "xl/sharedStrings.xml", shared, styles, styleXML))
		rows := sheetRows(t, wb, 0)
		if diff := cmp.Diff(c.want, show(rows)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if diff := cmp.Diff(c.at, ats(rows)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		wantRowErr(t, rows, -1, nil)
	}
}

// TestXLSXStrict: another namespace, prefixes, absolute and odd part names,
// 1904, chart sheets, hidden sheets.
func TestXLSXStrict(t *testing.T) {
	strict := "http://purl.oclc.org/ooxml/officeDocument/relationships/"
	data := zipOf(t,
		"_rels/.rels", `<p:Relationships xmlns:p="x"><p:Relationship Id="a" Type="`+strict+`officeDocument" Target="/book/main.xml"/></p:Relationships>`,
		"book/main.xml", "\uFEFF"+`<x:workbook xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main" xmlns:rr="y"><x:workbookPr date1904="true"/><x:sheets>`+
			`<x:sheet name="图" sheetId="1" rr:id="c"/><x:sheet name="a &amp; b" sheetId="2" rr:id="w"/><x:sheet name="h" sheetId="3" state="veryHidden" rr:id="w2"/></x:sheets></x:workbook>`,
		"book/_rels/main.xml.rels", `<Relationships><Relationship Id="c" Type="`+strict+`chartsheet" Target="c.xml"/><Relationship Id="w" Type="`+strict+`worksheet" Target="../Data/Sheet.XML"/>`+
			`<Relationship Id="w2" Type="`+strict+`worksheet" Target="../data/s2.xml"/><Relationship Id="s" Type="`+strict+`styles" Target="st.xml"/></Relationships>`,
		"book/c.xml", "<chartsheet/>",
		"book/st.xml", `<x:styleSheet xmlns:x="x"><x:cellXfs><x:xf numFmtId="14"/></x:cellXfs></x:styleSheet>`,
		`data\sheet.xml`, `<x:worksheet xmlns:x="x"><x:sheetData><x:row r="1"><x:c r="A1" s="0"><x:v>0</x:v></x:c><x:c r="B1" t="inlineStr"><x:is><x:t>t</x:t></x:is></x:c></x:row></x:sheetData>`+
			`<x:mergeCells><x:mergeCell ref="$B$1:C1"/></x:mergeCells></x:worksheet>`,
		"data/s2.xml", `<worksheet><sheetData/></worksheet>`,
	)
	if !IsXLSX(bytes.NewReader(data), int64(len(data))) {
		t.Error("not told as XLSX")
	}
	wb := openBytes(t, data)
	if diff := cmp.Diff([]Sheet{{Name: "a & b"}, {Name: "h", Hidden: true}}, wb.Sheets()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([][]string{{"D:1904-01-01", "t", "+t"}}, show(sheetRows(t, wb, 0))); diff != "" {
		t.Error(diff)
	}
	if rows := sheetRows(t, wb, 1); rows != nil {
		t.Errorf("an empty sheet has rows: %v", rows)
	}
}

func TestXLSXUTF16(t *testing.T) {
	for _, set := range []*charset{utf16LESet, utf16BESet} {
		sheet := encode(t, set.enc, "\uFEFF"+worksheet(rowXML(`<c t="inlineStr"><is><t>标准</t></is></c>`)))
		rows := sheetRows(t, openBytes(t, bookOf(t, sheet)), 0)
		if diff := cmp.Diff([][]string{{"标准"}}, texts(rows)); diff != "" {
			t.Errorf("%s: %s", set.name, diff)
		}
	}
}

func TestXLSXRowErrors(t *testing.T) {
	good := rowXML(`<c><v>1</v></c>`)
	for name, c := range map[string]struct {
		row  string
		want error
	}{
		"no such string": {rowXML(`<c t="s"><v>7</v></c>`, `<c><v>1</v></c>`), ErrBadCell},
		"no number":      {rowXML(`<c t="s"><v>x</v></c>`), ErrBadCell},
		"too long":       {rowXML(`<c t="inlineStr"><is><t>` + strings.Repeat("x", MaxRow+1) + `</t></is></c>`), ErrRowTooLong},
		"too wide":       {rowXML(`<c r="AAA1"><v>1</v></c>`, `<c r="ZZZZ1"><v>2</v></c>`), ErrTooManyColumns},
	} {
		rows := sheetRows(t, openBytes(t, bookOf(t, worksheet(good+c.row+good))), 0)
		if len(rows) != 3 {
			t.Errorf("%s: %d rows", name, len(rows))
		}
		wantRowErr(t, rows, 1, c.want)
	}
}

func TestXLSXRefused(t *testing.T) {
	good := bookOf(t, worksheet(rowXML(`<c><v>1</v></c>`)))
	sheet := worksheet(strings.Repeat(rowXML(`<c><v>1</v></c>`), 100))
	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"truncated":   {good[:len(good)-100], ErrDamaged},
		"xlsb":        {zipOf(t, "xl/workbook.bin", "x"), ErrXLSB},
		"plain zip":   {zipOf(t, "a.csv", "a,b"), ErrNotWorkbook},
		"docx":        {zipOf(t, "_rels/.rels", `<Relationships><Relationship Id="a" Type="`+relTypes+`officeDocument" Target="word/document.xml"/></Relationships>`, "word/document.xml", "<w:document/>"), ErrNotWorkbook},
		"cut sheet":   {bookOf(t, sheet[:len(sheet)-60]), ErrDamaged},
		"cut tag":     {bookOf(t, sheet+"<mergeCell"), ErrDamaged},
		"bomb":        {bookOf(t, worksheet(strings.Repeat(" ", 80<<20))), ErrBomb},
		"cut strings": {bookOf(t, sheet, "xl/sharedStrings.xml", "<sst><si><t>x</t></si><si"), ErrDamaged},
	} {
		wb, err := OpenWorkbook(bytes.NewReader(c.data), int64(len(c.data)), t.TempDir())
		var table Table
		if err == nil {
			table, err = wb.Open(0)
		}
		if err == nil {
			_, err = drain(table)
		}
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		} else if !strings.Contains(err.Error(), "; ") {
			t.Errorf("%s: %q does not say what to do", name, err)
		}
	}
	// A part whose bytes were changed does not have its sum.
	bad := bytes.Clone(good)
	i := bytes.Index(bad, []byte("xl/worksheets/sheet1.xml"))
	bad[i+40] ^= 0x55
	wb, err := OpenWorkbook(bytes.NewReader(bad), int64(len(bad)), t.TempDir())
	if err == nil {
		_, err = wb.Open(0)
	}
	if !errors.Is(err, ErrDamaged) {
		t.Errorf("changed byte: %v", err)
	}
}

func TestXLSXMerges(t *testing.T) {
	cell := func(ref, text string) string {
		return `<c r="` + ref + `" t="str"><v>` + text + `</v></c>`
	}
	rows := `<row r="1">` + cell("A1", "banner") + `</row><row r="2">` + cell("A2", "no") + cell("B2", "title") + `</row><row r="3">` + cell("B3", "zh") + cell("C3", "en") + `</row>` +
		`<row r="4">` + cell("A4", "1") + cell("B4", "hidden text") + `</row>`
	sheet := strings.Replace(worksheet(rows), "</sheetData>", `</sheetData><mergeCells count="2"><mergeCell ref="A1:C1"/><mergeCell ref="A2:A3"/><mergeCell ref="B2:C2"/><mergeCell ref="A4:B4"/>`+
		`<mergeCell ref="A1:XFD1048576"/><mergeCell ref="bad"/><mergeCell ref="C9:A1"/></mergeCells>`, 1)
	got := show(sheetRows(t, openBytes(t, bookOf(t, sheet)), 0))
	want := [][]string{{"banner", "+banner", "+banner"}, {"no", "title", "+title"}, {"+no", "zh", "en"}, {"1", "+1"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestXLSXOfExcelize: what another library writes is read as it was meant.
func TestXLSXOfExcelize(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	custom := `yyyy"年"m"月"d"日"`
	date, err := f.NewStyle(&excelize.Style{CustomNumFmt: &custom})
	check(err)
	check(f.SetSheetRow("Sheet1", "A1", &[]any{"标准目录"}))
	check(f.MergeCell("Sheet1", "A1", "C1"))
	check(f.SetSheetRow("Sheet1", "A2", &[]any{" GB/T 1 ", 2016, 0.5, true, time.Date(2016, 12, 30, 8, 0, 0, 0, time.UTC), "a\r\nb"}))
	check(f.SetCellValue("Sheet1", "A3", 42734))
	check(f.SetCellStyle("Sheet1", "A3", "A3", date))
	check(f.SetCellRichText("Sheet1", "B3", []excelize.RichTextRun{{Text: "质量 "}, {Text: "管理", Font: &excelize.Font{Bold: true}}}))
	_, err = f.NewSheet("第二")
	check(err)
	check(f.SetSheetVisible("第二", false))
	var b bytes.Buffer
	check(f.Write(&b))
	wb := openBytes(t, b.Bytes())
	if diff := cmp.Diff([]Sheet{{Name: "Sheet1"}, {Name: "第二", Hidden: true}}, wb.Sheets()); diff != "" {
		t.Error(diff)
	}
	table, err := wb.Open(0)
	check(err)
	if diff := cmp.Diff(Info{Format: "xlsx", Sheet: "Sheet1", Sheets: []string{"Sheet1", "第二"}}, table.Info()); diff != "" {
		t.Error(diff)
	}
	want := [][]string{{"标准目录", "+标准目录", "+标准目录"},
		{" GB/T 1 ", "N:2016", "N:0.5", "B:TRUE", "D:2016-12-30T08:00:00", "a\r\nb"}, {"D:2016-12-30", "质量 管理"}}
	if diff := cmp.Diff(want, show(readAll(t, table))); diff != "" {
		t.Error(diff)
	}
}

// TestStringStoreSpills: strings beyond what stays in memory come back from
// the file.
func TestStringStoreSpills(t *testing.T) {
	s := &stringStore{dir: t.TempDir(), inRAM: keptInRAM - 1000}
	defer s.close()
	text := func(i int) string { return fmt.Sprintf("%d %s", i, strings.Repeat("字", i%700)) }
	const n = 20000
	for i := range n {
		if err := s.add([]byte(text(i)), i == 77); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.flush(); err != nil {
		t.Fatal(err)
	}
	if s.file == nil {
		t.Fatal("nothing went to the file")
	}
	for _, step := range []int{1, 7919} {
		for k := range n {
			i := k * step % n
			got, err := s.get(i)
			if i == 77 {
				if !errors.Is(err, ErrRowTooLong) {
					t.Fatalf("the long one: %v", err)
				}
			} else if err != nil || got != text(i) {
				t.Fatalf("string %d: %.40q, %v", i, got, err)
			}
		}
	}
	for _, i := range []int{-1, n} {
		if _, err := s.get(i); !errors.Is(err, ErrBadCell) {
			t.Errorf("string %d: %v", i, err)
		}
	}
}
