package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"chabiao/corpus"
)

// OpenWorkbook opens an XLSX or XLS workbook, told apart by its first bytes.
// Large tables of shared strings go to an unlinked file in tempDir; empty means
// the system's folder for temporary files. The workbook does not close r.
//
// The errors say what the owner of the file can do, and wrap ErrPassword,
// ErrDamaged, ErrBomb, ErrXLSB, ErrOldXLS, ErrHTML, ErrSpreadsheetML or
// ErrNotWorkbook.
func OpenWorkbook(r io.ReaderAt, size int64, tempDir string) (Workbook, error) {
	head := make([]byte, min(max(size, 0), 4096))
	n, err := r.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, corpus.Errorf(corpus.Internal, "read the workbook's first bytes: %w", err)
	}
	head = head[:n]
	switch format := Sniff(head); format {
	case "zip":
		return openXLSX(r, size, tempDir)
	case "xls":
		if bytes.HasPrefix(head, []byte(oleMagic)) {
			return openOLE(r, size, tempDir)
		}
		return openBIFF(io.NewSectionReader(r, 0, size), size, tempDir)
	case "html":
		return nil, refuse(ErrHTML, nil)
	case "spreadsheetml":
		return nil, refuse(ErrSpreadsheetML, nil)
	default:
		return nil, refuse(ErrNotWorkbook, errors.New("it looks like "+format))
	}
}

// noSheet is the error of a sheet that a workbook does not have.
func noSheet(i, n int) error {
	return corpus.Errorf(corpus.NotFound, "%w number %d", ErrNoSheet, i+1).
		WithHint("the workbook has %d, count from 1", n).WithZH("工作簿里没有第 %d 个工作表，一共 %d 个。", i+1, n).WithField("sheet")
}

// Choose is the index of the sheet asked for by its name, or by its number from
// 1; a name goes before a number. It is -1 when none is asked for. The error
// wraps ErrNoSheet and names the sheets there are.
func Choose(sheets []Sheet, name string) (int, error) {
	if name == "" {
		return -1, nil
	}
	if i := slices.IndexFunc(sheets, func(s Sheet) bool { return s.Name == name }); i >= 0 {
		return i, nil
	}
	if n, err := strconv.Atoi(name); err == nil && n >= 1 && n <= len(sheets) {
		return n - 1, nil
	}
	const most = 20 // sheets named in the hint
	names := ""
	for i, s := range sheets[:min(len(sheets), most)] {
		names += fmt.Sprintf(" %d %s", i+1, s.Name)
	}
	if len(sheets) > most {
		names += " …"
	}
	return 0, corpus.Errorf(corpus.InvalidArgument, "%w %q", ErrNoSheet, name).WithField("sheet").WithHint("its sheets are%s", names).WithZH("工作簿里没有工作表“%s”。它的工作表：%s。", name, strings.TrimSpace(names))
}

// sheetNames are the names of sheets, in order.
func sheetNames(sheets []Sheet) []string {
	names := make([]string, len(sheets))
	for i, s := range sheets {
		names[i] = s.Name
	}
	return names
}
