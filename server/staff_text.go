package server

import (
	"chabiao/corpus"
	"chabiao/corpus/catalogue"
)

var kindTitles = map[corpus.Kind]words{
	corpus.Internal:        {"服务器出错了", "Something went wrong here"},
	corpus.InvalidArgument: {"这一项填得不对", "Something in the form is wrong"},
	corpus.NotFound:        {"没有找到", "Not found"},
	corpus.Conflict:        {"现在不能这样做", "That can't be done now"},
	corpus.Unavailable:     {"暂时不行，请稍后再试", "Not now: try again later"},
	corpus.TooLarge:        {"上传的内容太大", "The upload is too large"},
	corpus.Canceled:        {"已取消", "Canceled"},
}

var stateWords = map[string]words{
	catalogue.BatchRunning:     {"进行中", "running"},
	catalogue.BatchDone:        {"完成", "done"},
	catalogue.BatchFailed:      {"失败", "failed"},
	catalogue.BatchInterrupted: {"已中断", "interrupted"},
	catalogue.BatchUndoing:     {"撤回中", "being taken back"},
	catalogue.BatchUndone:      {"已撤回", "taken back"},
}

// State is a batch's or preview's state in a word.
func (p staffPage) State(state string) string { return orSelf(stateWords, state, p.Lang) }

var stageWords = map[string]words{
	"waiting":  {"排队等待", "waiting for its turn"},
	"reading":  {"正在读取", "reading"},
	"checking": {"正在检查", "checking"},
	"writing":  {"正在写入", "writing"},
	"indexing": {"正在建立索引", "indexing"},
	"undoing":  {"正在撤回", "taking back"},
}

// Stage is what an import is doing.
func (p staffPage) Stage(stage string) string { return orSelf(stageWords, stage, p.Lang) }

var changeWords = map[string]words{
	"new":      {"新增", "new"},
	"changed":  {"更新", "changed"},
	"vanished": {"来源不再列出", "no longer listed"},
	"removed":  {"移除", "removed"},
}

// Change is what became of an entry.
func (p staffPage) Change(kind catalogue.ChangeKind) string {
	return orSelf(changeWords, string(kind), p.Lang)
}

func orSelf(m map[string]words, key, lang string) string {
	if w, ok := m[key]; ok {
		return w.in(lang)
	}
	return key
}

// notes are what a page says after a form was taken, by the parameter note.
var notes = map[string]words{
	"cancelled": {"已要求停止。已经写入的内容保留：再次导入同样的文件可以补完，也可以撤回。", "It was told to stop. What it has written stands: import the same files again for the rest, or take it back."},
	"resumed":   {"继续导入。", "The import goes on."},
	"undone":    {"已撤回。这次撤回也记为一次导入，可以再撤回。", "Taken back. The taking back is a record of its own and can be taken back too."},
	"undoing":   {"正在撤回。", "It is being taken back."},
	"imported":  {"这个预览已经导入，结果在这里。要再次导入，请重新上传文件。", "The preview has been imported; this is what became of it. To import it once more, upload the files again."},
	"dropped":   {"预览和上传的文件已删除，目录没有改动。", "The preview and its files are gone; the catalogue was not changed."},
	"saved":     {"列对应已保存，下次上传时可以选用。", "The mapping is kept; the next upload can use it."},
	"forgotten": {"列对应已删除。用它做过的导入不受影响。", "The mapping is deleted. Imports made with it stay."},
	"changed":   {"您改了读取方式，还没有按新的方式看过。下面是新的预览，请核对后再导入。", "You had changed how the files are read. This is the preview of that: look before you import."},
}

func noteText(key, lang string) string {
	if w, ok := notes[key]; ok {
		return w.in(lang)
	}
	return ""
}

// Said chooses what the page says of a failure: the Chinese where the page is
// in Chinese and somebody has written it. What is left over is the message.
func (p staffPage) Said(message, zh string) said {
	if p.Lang == "zh" && zh != "" {
		return said{zh, message}
	}
	return said{message, ""}
}

// said is a failure in words, with the original for who has to report it.
type said struct{ Text, Original string }

// fieldAdvice says what a field of a form wants.
var fieldAdvice = map[string]words{
	"file":         {"请选择要上传的文件。", "Choose the files to upload."},
	"source":       {"全量替换时必须填写来源。", "A full replacement needs the source."},
	"header_row":   {"表头行是从 1 数起的整数；-1 表示没有表头。", "A whole number from 1; -1: there is no header."},
	"save_mapping": {"请给列对应起一个名字（不超过 100 字节）。", "Give the mapping a name of up to 100 bytes."},
	"name":         {"请给列对应起一个名字（不超过 100 字节）。", "Give the mapping a name of up to 100 bytes."},
	"mapping":      {"没有以这个名字保存的列对应。", "No mapping is kept under this name."},
	"map":          {"列对应里有不存在的字段或列。", "A column or a field of the mapping does not exist."},
	"encoding":     {"不认识的编码。", "An encoding that is not known."},
	"separator":    {"分隔符是一个字符，或 tab。", "One character, or tab."},
	"format":       {"不认识的格式。", "A format that is not known."},
	"preset":       {"不认识的系统。", "A system that is not known."},
	"before":       {"应是一次导入的编号。", "The number of an import."},
	"id":           {"地址里的编号不是数字。", "The number in the address is none."},
}

// FieldAdvice says what a field of a form wants.
func (p staffPage) FieldAdvice(field string) string { return fieldAdvice[field].in(p.Lang) }
