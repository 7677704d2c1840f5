package sheet

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strconv"

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
	return corpus.Errorf(corpus.NotFound, "%w: number %d", ErrNoSheet, i+1).
		WithHint("the workbook has %d, count from 1", n).WithField("sheet")
}

// Choose is the index of the sheet that Options.Sheet means: by its name, or
// by its number from 1. Without a name it is the first that is not hidden.
func Choose(sheets []Sheet, name string) (int, error) {
	for i, s := range sheets {
		if s.Name == name && name != "" {
			return i, nil
		}
	}
	if n, err := strconv.Atoi(name); err == nil && n >= 1 && n <= len(sheets) {
		return n - 1, nil
	}
	if name != "" || len(sheets) == 0 {
		return 0, corpus.Errorf(corpus.NotFound, "%w: %q", ErrNoSheet, name).
			WithHint("name one of %q, or its number", sheetNames(sheets[:min(len(sheets), 20)])).WithField("sheet")
	}
	return max(0, slices.IndexFunc(sheets, func(s Sheet) bool { return !s.Hidden })), nil
}

// sheetNames are the names of sheets, in order.
func sheetNames(sheets []Sheet) []string {
	names := make([]string, len(sheets))
	for i, s := range sheets {
		names[i] = s.Name
	}
	return names
}
