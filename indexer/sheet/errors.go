package sheet

import (
	"errors"
	"fmt"

	"chabiao/corpus"
)

// Reasons why one row can't be read; the rows after it can. Row.Err wraps one
// of them.
var (
	ErrRowTooLong     = fmt.Errorf("row is longer than %d MiB", MaxRow>>20)
	ErrTooManyColumns = fmt.Errorf("row has more than %d columns", MaxColumns)
	ErrUnclosedQuote  = errors.New("a quote is opened and not closed")
	ErrBadBytes       = errors.New("bytes that are no text in the file's encoding")
	ErrBadCell        = errors.New("damaged cell")
)

// Reasons why a file can't be opened, or not be read to its end. The errors
// that wrap them are of type *corpus.Error and say what to do.
var (
	ErrPassword       = errors.New("the workbook is protected by a password")
	ErrDamaged        = errors.New("the workbook is truncated or damaged")
	ErrBomb           = errors.New("the workbook unpacks to more than is allowed")
	ErrNotWorkbook    = errors.New("not an Excel workbook")
	ErrXLSB           = errors.New("a binary workbook (.xlsb)")
	ErrOldXLS         = errors.New("a workbook of Excel 4.0 or older")
	ErrSpreadsheetML  = errors.New("XML Spreadsheet 2003 under the name of a workbook")
	ErrHTML           = errors.New("an HTML page under the name of a workbook")
	ErrUnknownCharset = errors.New("unknown encoding")
	ErrSeparator      = errors.New("not a separator")
	ErrNoSheet        = errors.New("the workbook has no sheet")
)

// hints say what the owner of a file can do about it.
var hints = map[error]string{
	ErrPassword:      "open it in Excel or WPS, take the password off (File > Info > Protect Workbook) and save it again",
	ErrDamaged:       "fetch or export the file again; if Excel or WPS still opens it, save it there as .xlsx",
	ErrBomb:          "open it in Excel or WPS, delete empty formatted rows and pictures, and save it again, or export it as CSV",
	ErrNotWorkbook:   "give an .xlsx or .xls file, or import it as CSV, HTML or JSON Lines",
	ErrXLSB:          "open it in Excel and save it as .xlsx",
	ErrOldXLS:        "open it in Excel or WPS and save it as .xlsx",
	ErrSpreadsheetML: "open it in Excel or WPS and save it as .xlsx",
	ErrHTML:          "read it as an HTML table, or open it in Excel or WPS and save it as .xlsx",
}

// refuse is the error of a file that can't be read for a known reason; detail
// tells more and may be nil.
func refuse(reason, detail error) error {
	kind := corpus.InvalidArgument
	if reason == ErrBomb {
		kind = corpus.TooLarge
	}
	e := corpus.Errorf(kind, "%w", reason)
	if detail != nil {
		e = corpus.Errorf(kind, "%w: %v", reason, detail)
	}
	return e.WithHint("%s", hints[reason]).WithField("file")
}
