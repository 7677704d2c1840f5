package sheet

import (
	"bytes"
	"errors"
	"io"
	"testing"
	"time"

	"chabiao/indexer/sheet/sheettest"
)

// readAll reads a table to its end; it must end with io.EOF.
func readAll(t testing.TB, table Table) []Row {
	t.Helper()
	rows, err := drain(table)
	if err != io.EOF {
		t.Fatalf("the table ended with %v", err)
	}
	if err := table.Close(); err != nil {
		t.Fatal(err)
	}
	return rows
}

func drain(table Table) (rows []Row, err error) {
	for {
		row, err := table.Next()
		if err != nil {
			return rows, err
		}
		rows = append(rows, row)
	}
}

func texts(rows []Row) [][]string {
	var out [][]string
	for _, r := range rows {
		line := []string{}
		for _, c := range r.Cells {
			line = append(line, c.Text)
		}
		out = append(out, line)
	}
	return out
}

// show writes a cell with its kind: N number, D date, B bool, E error, and +
// when it is merged.
func show(rows []Row) [][]string {
	out := texts(rows)
	for i, r := range rows {
		for j, c := range r.Cells {
			if c.Merged {
				out[i][j] = "+" + out[i][j]
			}
			if c.Kind != Text {
				out[i][j] = " NDBE"[c.Kind:c.Kind+1] + ":" + out[i][j]
			}
		}
	}
	return out
}

func ats(rows []Row) []int64 {
	var out []int64
	for _, r := range rows {
		out = append(out, r.At)
	}
	return out
}

// wantRowErr checks that only the row of that index has an error, and which.
func wantRowErr(t *testing.T, rows []Row, index int, want error) {
	t.Helper()
	for i, r := range rows {
		if i == index && !errors.Is(r.Err, want) {
			t.Errorf("row %d: error %v, want %v", i, r.Err, want)
		}
		if i != index && r.Err != nil {
			t.Errorf("row %d: error %v, want none", i, r.Err)
		}
	}
	if index >= len(rows) {
		t.Errorf("there are only %d rows", len(rows))
	}
}

func xlsBytes(t testing.TB, sheets ...sheettest.Sheet) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := sheettest.WriteXLS(&b, sheets...); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func openBytes(t testing.TB, data []byte) Workbook {
	t.Helper()
	wb, err := OpenWorkbook(bytes.NewReader(data), int64(len(data)), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := wb.Close(); err != nil {
			t.Error(err)
		}
	})
	return wb
}

func sheetRows(t testing.TB, wb Workbook, i int) []Row {
	t.Helper()
	table, err := wb.Open(i)
	if err != nil {
		t.Fatal(err)
	}
	return readAll(t, table)
}

func day(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }
