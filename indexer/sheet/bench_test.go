package sheet

import (
	"archive/zip"
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"runtime"
	"strconv"
	"testing"
	"time"

	"chabiao/indexer/sheet/sheettest"
)

// writeXLSX writes a workbook of n rows of ten cells as Excel does: eight
// shared strings, five of them new in each row, and two dates.
func writeXLSX(w io.Writer, n int) error {
	z := zip.NewWriter(w)
	part := func(name string) (*bufio.Writer, error) {
		p, err := z.Create(name)
		return bufio.NewWriterSize(p, 64<<10), err
	}
	for name, text := range map[string]string{
		"xl/workbook.xml": `<workbook ` + nsMain + ` ` + nsRel + `><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Type="` + relTypes + `worksheet" Target="worksheets/sheet1.xml"/>` +
			`<Relationship Id="rId2" Type="` + relTypes + `sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3" Type="` + relTypes + `styles" Target="styles.xml"/></Relationships>`,
		"xl/styles.xml": `<styleSheet ` + nsMain + `><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
	} {
		p, err := part(name)
		if err != nil {
			return err
		}
		p.WriteString(text)
		if err := p.Flush(); err != nil {
			return err
		}
	}
	p, err := part("xl/sharedStrings.xml")
	if err != nil {
		return err
	}
	fmt.Fprintf(p, `<sst %s count="%d" uniqueCount="%d"><si><t>现行</t></si><si><t>推荐性</t></si><si><t>A00</t></si>`, nsMain, 8*n, 5*n+3)
	for i := range n {
		fmt.Fprintf(p, `<si><t>GB/T %d-2016</t></si><si><t>质量管理体系 要求 第%d部分</t></si><si><t>Quality management systems - Requirements - Part %d</t></si><si><t>全国质量管理和质量保证标准化技术委员会%d</t></si><si><t>中国标准化研究院, 第%d研究所</t></si>`, i, i, i, i, i)
	}
	p.WriteString("</sst>")
	if err := p.Flush(); err != nil {
		return err
	}
	if p, err = part("xl/worksheets/sheet1.xml"); err != nil {
		return err
	}
	fmt.Fprintf(p, `<worksheet %s><sheetData>`, nsMain)
	for i := range n {
		r, s := strconv.Itoa(i+1), 5*i+3
		fmt.Fprintf(p, `<row r="%s" spans="1:10">`, r)
		for c, v := range []int{s, s + 1, s + 2, s + 3, s + 4, 0, 1, 2} {
			fmt.Fprintf(p, `<c r="%c%s" t="s"><v>%d</v></c>`, 'A'+c, r, v)
		}
		fmt.Fprintf(p, `<c r="I%s" s="1"><v>%d</v></c><c r="J%s" s="1"><v>42734</v></c></row>`, r, 30000+i%13000, r)
	}
	p.WriteString("</sheetData></worksheet>")
	if err := p.Flush(); err != nil {
		return err
	}
	return z.Close()
}

func benchWorkbook(b *testing.B, data []byte) {
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	rows := 0
	for b.Loop() {
		wb, err := OpenWorkbook(bytes.NewReader(data), int64(len(data)), b.TempDir())
		if err != nil {
			b.Fatal(err)
		}
		table, err := wb.Open(0)
		if err != nil {
			b.Fatal(err)
		}
		n, err := drainCount(table)
		if err != io.EOF {
			b.Fatal(err)
		}
		rows += n
		if err := wb.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkXLSX(b *testing.B) {
	var buf bytes.Buffer
	if err := writeXLSX(&buf, 20000); err != nil {
		b.Fatal(err)
	}
	benchWorkbook(b, buf.Bytes())
}

func BenchmarkXLS(b *testing.B) {
	var rows [][]any
	for i := range 20000 {
		rows = append(rows, []any{fmt.Sprintf("GB/T %d-2016", i), fmt.Sprintf("质量管理体系 要求 第%d部分", i), fmt.Sprintf("Quality management systems - Requirements - Part %d", i),
			fmt.Sprintf("全国质量管理和质量保证标准化技术委员会%d", i), fmt.Sprintf("中国标准化研究院, 第%d研究所", i), "现行", "推荐性", "A00", time.Date(2016, 12, 30, 0, 0, 0, 0, time.UTC), 2017})
	}
	benchWorkbook(b, xlsBytes(b, sheettest.Sheet{Name: "s", Rows: rows}))
}

// TestLargeXLSX measures time and memory on CHABIAO_ROWS rows of ten cells.
func TestLargeXLSX(t *testing.T) {
	n, err := strconv.Atoi(os.Getenv("CHABIAO_ROWS"))
	if err != nil {
		t.Skip("CHABIAO_ROWS is not set")
	}
	f, err := os.CreateTemp(t.TempDir(), "*.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := writeXLSX(f, n); err != nil {
		t.Fatal(err)
	}
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		t.Fatal(err)
	}
	runtime.GC()
	start := time.Now()
	wb, err := OpenWorkbook(f, size, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	table, err := wb.Open(0)
	if err != nil {
		t.Fatal(err)
	}
	opened := time.Since(start)
	rows, last, peak := 0, Row{}, uint64(0)
	for {
		row, err := table.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		last = row
		if rows++; rows%10000 == 1 {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			peak = max(peak, m.Sys-m.HeapReleased)
		}
	}
	took := time.Since(start)
	t.Logf("%d rows, %d MiB file, opened in %v, read in %v: %.0f rows/s, %.0f cells/s; at most %d MiB", rows, size>>20, opened, took,
		float64(rows)/took.Seconds(), 10*float64(rows)/took.Seconds(), peak>>20)
	if want := fmt.Sprintf("GB/T %d-2016", n-1); rows != n || last.Cells[0].Text != want || peak > 500<<20 {
		t.Errorf("%d rows, the last %v, %d MiB", rows, last.Cells, peak>>20)
	}
	if err := wb.Close(); err != nil {
		t.Fatal(err)
	}
}
