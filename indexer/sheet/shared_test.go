package sheet

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"chabiao/indexer/sheet/sheettest"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// sharedRows gives number, titles, date and abstract of real entries, as they
// stand. The data lies beside the repository and is not ours to copy.
func sharedRows(t *testing.T, name string, limit int) [][]string {
	t.Helper()
	dir := os.Getenv("CHABIAO_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared")
	}
	f, err := os.Open(filepath.Join(dir, "catalog", name))
	if err != nil {
		t.Skipf("no shared data: %v; set CHABIAO_SHARED to where it is", err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, MaxRow)
	rows := [][]string{{"标准号", "中文名称", "英文名称", "发布日期", "摘要", "来源"}}
	for lines.Scan() && len(rows) < limit {
		var e struct {
			Number, Published, Abstract, Source string
			ZH                                  string `json:"title_zh"`
			EN                                  string `json:"title_en"`
		}
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			t.Fatal(err)
		}
		if private.Match(lines.Bytes()) {
			continue // x/text writes these wrong; TestTextPrivateGB reads them
		}
		rows = append(rows, []string{e.Number, e.ZH, e.EN, e.Published, e.Abstract, "x" + e.Source})
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return rows
}

var (
	private      = regexp.MustCompile(`[\x{E000}-\x{F8FF}]`)
	controlChars = regexp.MustCompile(`[\x00-\x08\x0B\x0C\x0E-\x1F]`)
)

// TestRealEntries: real entries come back the same out of every format.
func TestRealEntries(t *testing.T) {
	for _, name := range []string{"cn_lda.jsonl.gz", "iso.jsonl.gz"} {
		all := sharedRows(t, name, 20000)
		want := all
		var text bytes.Buffer
		for _, row := range want {
			text.Write(Record(cellsOf(row)))
			text.WriteString("\r\n")
		}
		check := func(what string, table Table, err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
			rows := readAll(t, table)
			wantRowErr(t, rows, -1, nil)
			want := want
			if what == "XLSX" { // XML has no control characters
				want = nil
				for _, row := range all {
					line := slices.Clone(row)
					for i := range line {
						line[i] = controlChars.ReplaceAllString(line[i], "\uFFFD")
					}
					want = append(want, line)
				}
			}
			if diff := cmp.Diff(want, texts(rows)); diff != "" {
				t.Errorf("%s as %s: %.2000s", name, what, diff)
			}
		}
		gb, err := simplifiedchinese.GB18030.NewEncoder().Bytes(text.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes(text.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		for what, data := range map[string][]byte{"UTF-8": text.Bytes(), "GB18030": gb, "UTF-16": wide} {
			table, err := OpenText(bytes.NewReader(data), Options{})
			check(what, table, err)
		}
		table, err := openBytes(t, excelizeBook(t, want)).Open(0)
		check("XLSX", table, err)
		var cells [][]any
		for _, row := range want {
			line := make([]any, len(row))
			for i, s := range row {
				if s != "" {
					line[i] = s
				}
			}
			cells = append(cells, line)
		}
		table, err = openBytes(t, xlsBytes(t, sheettest.Sheet{Name: "s", Rows: cells})).Open(0)
		check("XLS", table, err)
	}
}

func cellsOf(row []string) []Cell {
	cells := make([]Cell, len(row))
	for i, s := range row {
		cells[i].Text = s
	}
	return cells
}

// excelizeBook writes rows with a library that is not ours.
func excelizeBook(t *testing.T, rows [][]string) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		line := make([]any, len(row))
		for j, s := range row {
			line[j] = s
		}
		if err := w.SetRow(fmt.Sprintf("A%d", i+1), line); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(b.String(), "PK") {
		t.Fatal("no zip was written")
	}
	return b.Bytes()
}
