package sheet

import (
	"errors"
	"fmt"

	"chabiao/corpus"
)

// Reasons why one row can't be read; the rows after it can. Row.Err wraps one
// of them.
var (
	ErrRowTooLong     = corpus.Reason(fmt.Sprintf("row is longer than %d MiB", MaxRow>>20), fmt.Sprintf("这一行超过 %d MiB", MaxRow>>20))
	ErrTooManyColumns = corpus.Reason(fmt.Sprintf("row has more than %d columns", MaxColumns), fmt.Sprintf("这一行超过 %d 列", MaxColumns))
	ErrUnclosedQuote  = corpus.Reason("a quote is opened and not closed", "引号只有开头，没有结尾")
	ErrBadBytes       = corpus.Reason("bytes that are no text in the file's encoding", "有的字节不是文件编码里的文字")
	ErrBadCell        = corpus.Reason("damaged cell", "单元格已损坏")
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

// inChinese says the same, the reason included.
var inChinese = map[error]string{
	ErrPassword:      "工作簿有密码保护。请在 Excel 或 WPS 中打开，去掉密码（文件 > 信息 > 保护工作簿）后另存。",
	ErrDamaged:       "工作簿不完整或已损坏。请重新下载或导出；如果 Excel 或 WPS 还能打开，请另存为 .xlsx。",
	ErrBomb:          "工作簿解开后太大。请在 Excel 或 WPS 中删去带格式的空行和图片后另存，或导出为 CSV。",
	ErrNotWorkbook:   "这不是 Excel 工作簿，或里面没有工作表。请用 .xlsx、.xls，或按 CSV、HTML、JSON Lines 导入。",
	ErrXLSB:          "这是二进制工作簿（.xlsb）。请在 Excel 中另存为 .xlsx。",
	ErrOldXLS:        "这是 Excel 4.0 或更早的工作簿。请在 Excel 或 WPS 中另存为 .xlsx。",
	ErrSpreadsheetML: "这是 XML 电子表格 2003。请在 Excel 或 WPS 中另存为 .xlsx。",
	ErrHTML:          "这是网页，不是工作簿。请把格式选为 html，或在 Excel、WPS 中打开后另存为 .xlsx。",
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
	return e.WithHint("%s", hints[reason]).WithZH("%s", inChinese[reason]).WithField("file")
}
