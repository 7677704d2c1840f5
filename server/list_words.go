package server

import (
	"errors"
	"net/http"

	"chabiao/corpus"
)

// listFault is what is wrong with a list that was sent: in Chinese a sentence
// by what is at fault, with the message of the error below it.
type listFault struct {
	Text   string
	Detail string // in English; "" where Text says it
}

// listFaults are the sentences, by the field at fault.
var listFaults = map[string]string{
	"numbers": "请粘贴标准号，或选择一个文件，二者择一。",
	"file":    "这个文件读不了。请发送一个 Excel、CSV、Word（.docx）或文本文件，或直接粘贴标准号。",
	"date":    "日期请写作 2026-01-31；留空为今天。",
	"column":  "清单中没有这一列，请按标题、列号（如 C）选择。",
	"sheet":   "工作簿中没有这个工作表。",
}

const (
	faultTooLarge = "清单太大：最多 10,000 个标准号、20,000 行、10 MB。请分几次发送，或只发送标准号所在的列。"
	faultGone     = "清单已不再保留：打开后只保留 30 分钟。请重新发送。"
	faultSite     = "请求来自其他网站的页面，没有受理。请在本页发送清单。"
)

// fault puts an error into words for the page of lists; what is our own fault is
// logged and told in brief.
func (s *Server) fault(w http.ResponseWriter, r *http.Request, l layout, err error) *listFault {
	if err == nil {
		return nil
	}
	var refused *refusal
	if errors.As(err, &refused) {
		return &listFault{Text: l.L(faultSite, err.Error())}
	}
	kind := corpus.KindOf(err)
	if kind == corpus.Internal {
		s.cfg.Logger.Error("page failed", "path", r.URL.Path, "request_id", w.Header().Get("X-Request-Id"), "error", err)
		return &listFault{Text: words(kindTitles[kind]).in(l.Lang), Detail: "request id " + w.Header().Get("X-Request-Id")}
	}
	if l.Lang != "zh" {
		return &listFault{Text: err.Error()}
	}
	text := kindTitles[kind][0] + "。"
	var e *corpus.Error
	switch {
	case kind == corpus.TooLarge:
		text = faultTooLarge
	case kind == corpus.NotFound:
		text = faultGone
	case errors.As(err, &e) && listFaults[e.Field] != "":
		text = listFaults[e.Field]
	}
	return &listFault{Text: text, Detail: err.Error()}
}
