package server

import (
	"errors"
	"net/http"
	"slices"

	"chabiao/corpus"
	"chabiao/indexer/checklist"
	"chabiao/indexer/sheet"
	"chabiao/search"
)

// fault is what pages for readers tell of an error, in the page's language.
// The API tells errors as they are, in English.
type fault struct {
	Status int
	Title  string
	Text   string // what is wrong and what to do
	Detail string // in English, below it; "" where Text says it all
	Field  string // parameter at fault, if one is
}

const (
	dateFaultZH = "写作 2026、2026-11、2026-11-01，或 2026-01..2026-06。"
	dateFaultEN = " is written as 2026, 2026-11, 2026-11-01, or 2026-01..2026-06."
)

// fieldFaults say what is wrong and what to do, by the parameter, or the thing
// named in the address, at fault.
var fieldFaults = map[string]words{
	"q":            {"检索词最长 1,000 字节（约 330 个汉字），请缩短；网址中须写作 UTF-8。", "A query has at most 1,000 bytes: shorten it. In an address it is UTF-8."},
	"classes":      {"分类名称太长，或者不是 UTF-8 文字。", "The name of a class is too long, or no UTF-8 text."},
	"page":         {"页码是从 1 起的整数，最多翻到第 10,000 条结果；再往后请缩小检索范围。", "A page is a whole number from 1, and leads 10,000 results deep at the most: narrow the search to see others."},
	"size":         {"每页条数是 1 到 100 的整数。", "A page shows 1 to 100 results."},
	"facet_size":   {"facet_size 是 1 到 10,000 的整数。", "facet_size is a whole number from 1 to 10,000."},
	"facets":       {"没有这个分面。", "There is no such facet."},
	"sort":         {"没有这种排序。", "There is no such order."},
	"cursor":       {"翻页标记无效，请从第一页重新开始。", "The mark of the page is not valid: begin with the first page again."},
	"editions":     {"editions 只能是 all 或 grouped。", "editions is all or grouped."},
	"lang":         {"语言只能是 zh 或 en。", "The language is zh or en."},
	"explain":      {"explain 只能是 true 或 false。", "explain is true or false."},
	"verbatim":     {"verbatim 只能是 true 或 false。", "verbatim is true or false."},
	"status":       {"没有这种状态。状态有：现行、即将实施、部分被代替、被代替、废止、草案、未知。", "There is no such status. There are current, upcoming, partly_superseded, superseded, withdrawn, draft and unknown."},
	"level":        {"没有这个级别。", "There is no such level."},
	"year":         {"年份写作 2016、2010..2020、2010.. 或 ..2020。", "Years are written as 2016, 2010..2020, 2010.. or ..2020."},
	"ics":          {"ICS 分类号写作 03、03.120 或 03.120.10。", "ICS classes are written as 03, 03.120 or 03.120.10."},
	"ccs":          {"中标分类号写作 A、A12 或 A10/19。", "CCS classes are written as A, A12 or A10/19."},
	"published":    {"发布日期" + dateFaultZH, "The date of publication" + dateFaultEN},
	"implemented":  {"实施日期" + dateFaultZH, "The date of implementation" + dateFaultEN},
	"withdrawn":    {"废止日期" + dateFaultZH, "The date of withdrawal" + dateFaultEN},
	"adopted":      {"“采用其他标准”只能是 true 或 false。", "“Adopts another standard” is true or false."},
	"has_abstract": {"“有摘要”只能是 true 或 false。", "“Has an abstract” is true or false."},
	"id":           {"标准号太长。", "That is too long for a standard number."},

	"class":    {"分类表中没有这个类号，目录中也没有属于它的标准。", "The table of classes lacks this one, and no standard is in it."},
	"no level": {"目录中没有这个级别的标准。", "The catalogue has no standard of this level."},
	"calendar": {"日历中没有这个月或这一年。月份写作 2026-11，年份写作 2026，从 1800 到 2200。", "The calendar has no such month or year. Write 2026-11 or 2026, from 1800 to 2200."},

	"list":    {"清单已不再保留：打开后只保留 30 分钟。请重新发送。", "The list is not kept any more: lists are forgotten after 30 minutes. Send it again."},
	"numbers": {"请粘贴标准号，或选择一个文件，二者择一。", "Paste numbers or choose a file, one of the two."},
	"file":    {"这个文件读不了。请发送一个 Excel、CSV、Word（.docx）或文本文件，或直接粘贴标准号。", "This file can't be read. Send one Excel, CSV, Word (.docx) or text file, or paste the numbers."},
	"date":    {"日期请写作 2026-01-31；留空为今天。", "Write a day as 2026-01-31; empty means today."},
	"column":  {"清单中没有这一列，请按标题、列号（如 C）选择。", "The list has no such column: choose it by its heading or letter."},
	"sheet":   {"工作簿中没有这个工作表。", "The workbook has no such sheet."},
}

// kindFaults say it where no parameter is at fault, or a limit is.
var kindFaults = map[corpus.Kind]words{
	corpus.Internal:        {"服务器出错了，请稍后再试。", "The server failed: try again later."},
	corpus.InvalidArgument: {"这个网址或表单有误。", "Something in the address or the form is wrong."},
	corpus.NotFound:        {"这里没有内容，网址可能写错了，或者内容已经移走。", "Nothing is here: the address may be mistyped, or what was here has gone."},
	corpus.Conflict:        {"现在不能这样做。", "That can't be done now."},
	corpus.Unavailable:     {"没有及时得到答案。请缩小范围，或稍后再试。", "There was no answer in time: narrow what you ask for, or try again later."},
	corpus.TooLarge:        {"内容太大。清单最多 10,000 个标准号、20,000 行、1,024 列、10 MB：请分几次发送，或只发送标准号所在的列。", "That is too large. A list has at most 10,000 numbers, 20,000 rows, 1,024 columns and 10 MB: send it in several parts, or the column of the numbers only."},
	corpus.Canceled:        {"已取消。", "Canceled."},
}

// fileFaults say why a file can't be read as a list.
var fileFaults = []struct {
	err error
	say words
}{
	{sheet.ErrPassword, words{"工作簿设有密码。请在 Excel 或 WPS 中去掉密码（文件 › 信息 › 保护工作簿）后保存，再发送。", "The workbook has a password: take it off in Excel or WPS (File > Info > Protect Workbook), save it, and send it again."}},
	{sheet.ErrDamaged, words{"工作簿已损坏或不完整。请重新导出；如果还能打开，另存为 .xlsx 再发送。", "The workbook is truncated or damaged: export it again, or save it as .xlsx if it still opens."}},
	{sheet.ErrBomb, words{"工作簿展开后太大。请删除空白的格式行和图片后保存，或另存为 CSV。", "The workbook unpacks to too much: delete empty formatted rows and pictures and save it, or export it as CSV."}},
	{sheet.ErrXLSB, words{"二进制工作簿（.xlsb）读不了。请另存为 .xlsx。", "A binary workbook (.xlsb) is not read: save it as .xlsx."}},
	{sheet.ErrOldXLS, words{"Excel 4.0 或更早的工作簿读不了。请另存为 .xlsx。", "A workbook of Excel 4.0 or older is not read: save it as .xlsx."}},
	{sheet.ErrSpreadsheetML, words{"XML 电子表格 2003 读不了。请另存为 .xlsx。", "XML Spreadsheet 2003 is not read: save it as .xlsx."}},
	{sheet.ErrNoSheet, words{"工作簿中没有这个工作表。", "The workbook has no such sheet."}},
	{sheet.ErrTooManyColumns, words{"表格超过 1,024 列。请只发送需要的列，以免遗漏。", "The table has more than 1,024 columns: send only those that matter, so that none is lost."}},
	{checklist.ErrOldWord, words{"Word 2007 以前的文档（.doc）读不了。请另存为 .docx，或粘贴其文字。", "A document of Word before 2007 (.doc) is not read: save it as .docx, or paste its text."}},
	{checklist.ErrEmpty, words{"文件是空的。", "The file is empty."}},
	{checklist.ErrOneFile, words{"压缩包中应只有一个文件：请发送其中有标准号的那一个。", "The archive is to hold one file: send the one with the numbers."}},
}

// fileFault is what is said of a file that can't be read, where the reason is
// known.
func fileFault(err error) (say words, ok bool) {
	for _, f := range fileFaults {
		if errors.Is(err, f.err) {
			return f.say, true
		}
	}
	return words{}, false
}

var (
	siteFault    = words{"请求来自其他网站的页面，没有受理。请在本站的页面上发送。", "The request comes from a page of another site and was not taken: send it from a page of this one."}
	methodFault  = words{"这个网址不接受这样的请求。", "This address does not take such a request."}
	valuesFault  = words{"同一条件的值太多（最多 200 个）或太长（最长 200 字节）。", "A filter has at most 200 values of at most 200 bytes."}
	unknownFault = words{"网址中有不认识的检索条件：", "The address has a filter that does not exist: "}
	addressFault = words{"网址有误", "Something in the address is wrong"}
	methodTitle  = words{"不能这样请求", "Not so"}
)

// faultOf puts an error in words for the pages for readers. What is our own
// fault is logged in full and told in brief.
func (s *Server) faultOf(w http.ResponseWriter, r *http.Request, lang string, err error) *fault {
	var refused *refusal
	if errors.As(err, &refused) {
		return &fault{Status: http.StatusForbidden, Title: http.StatusText(http.StatusForbidden), Text: siteFault.in(lang)}
	}
	kind, err := s.sort(err)
	f := &fault{Status: statusOf[kind], Title: kindTitles[kind].in(lang), Text: kindFaults[kind].in(lang)}
	var e *corpus.Error
	if errors.As(err, &e) {
		f.Field = e.Field
	}
	values := r.URL.Query()[f.Field]
	ofFile, isFile := fileFault(err)
	switch text, known := fieldFaults[f.Field]; {
	case isFile:
		f.Text, f.Detail = ofFile.in(lang), err.Error() // which names the file
	case kind == corpus.Internal:
		id := w.Header().Get("X-Request-Id")
		s.cfg.Logger.Error("page failed", "path", r.URL.Path, "request_id", id, "error", err)
		f.Detail = "request id " + id
	case kind == corpus.TooLarge || kind == corpus.Unavailable:
		f.Detail = err.Error()
	case f.Field == "" && corpus.Chinese(err) != "": // it says in both languages what was wrong
		f.Text = words{corpus.Chinese(err), err.Error()}.in(lang)
	case slices.Contains(search.Filters, f.Field) && overfull(values):
		f.Text = valuesFault.in(lang)
	case known:
		f.Text = text.in(lang)
		if f.Field == "file" || f.Field == "column" || f.Field == "sheet" || r.Method == http.MethodPost {
			f.Detail = err.Error() // it names what was sent
		} else if len(values) > 0 {
			f.Detail = f.Field + "=" + clipText(values[0], 60)
		}
	case len(values) > 0:
		f.Text = unknownFault.in(lang) + clipText(f.Field, 60)
	case f.Field != "" || kind != corpus.NotFound:
		f.Detail = err.Error()
	}
	if kind == corpus.InvalidArgument && r.Method == http.MethodGet {
		f.Title = addressFault.in(lang)
	}
	return f
}

// overfull reports whether a filter has more than a search takes.
func overfull(values []string) bool {
	values = split(values)
	return len(values) > search.MaxValues || slices.ContainsFunc(values, func(v string) bool { return len(v) > search.MaxValue })
}
