package columns

import (
	"strings"

	"chabiao/corpus"
	"chabiao/corpus/han"
	"chabiao/corpus/number"
	"chabiao/indexer/problem"
	"chabiao/indexer/sheet"
)

// statusWords are the words of exports that corpus.ParseStatus does not know,
// folded: simplified, lower case, without spaces and punctuation.
var statusWords = func() map[string]corpus.Status {
	m := make(map[string]corpus.Status)
	for status, words := range map[corpus.Status]string{
		corpus.StatusCurrent: "现行标准 现行有效标准 正在实施 正式实施 已生效 生效 有效中 在用 在行 执行 执行中 现行可用 现行版本 有效版本 现行最新 最新 最新版 继续有效 复审有效 复审继续有效 确认有效 确认继续有效 现行有更新版 现行有修改单 有修改单 发布 已发布 正式发布 已颁布 实行 已实行 是 现" +
			" a activestandard current inuse effective y yes approved reaffirmed confirmedcurrent published stillvalid mostrecent currentstandard enforced implemented validstandard gueltig gültig envigueur действует действующий 有効 現行",
		corpus.StatusUpcoming: "即将施行 即将执行 未到实施日期 尚未生效 待生效 未施行 已发布未实施 发布未实施 已发布待实施 将实施 将要实施 即实 未执行 已批准未实施" +
			" upcoming notyetinforce notyeteffective tobeimplemented pending future publishednotyetimplemented cominginto",
		corpus.StatusPartlySuperseded: "部分被代替 部分被替代 部分替代 部分作废 部分现行 部分失效 部分已被代替 partlysuperseded partiallysuperseded partiallyreplaced partlyreplaced partiallywithdrawn",
		corpus.StatusSuperseded: "被代替 被替代 被代替标准 已代替 已替代 已被取代 被取代 取代 旧版 历史版本 历史标准 被新标准代替 被修订 已修订 修订中被代替 有新版 废止被代替 作废被代替 被代替废止 已更新 过期 过时" +
			" superseded replaced replacedby supersededby revisedby historical old oldversion outdated ersetzt replacedwithdrawn",
		corpus.StatusWithdrawn: "作废 废止 已作废 已废止 已经作废 已经废止 作废标准 废止标准 废 停用 已停用 终止 已终止 停止执行 停止使用 不再执行 失效 已失效 无效 注销 取消 已取消 转化废止 废止转行标 转为行标 转行标 整合废止 调整废止 否" +
			" withdrawn w cancelled canceled discontinued invalid notvalid abolished repealed expired terminated n no zurückgezogen annulé annulée отменен отменён 廃止 廃止済",
		corpus.StatusDraft: "草案 征求意见 征求意见中 意见征集 送审 报批 报批中 起草 起草中 立项 已立项 在研 正在制定 正在起草 审查中 正在审查 批准中 正在批准 计划 制订中 修订中 拟订 待发布 未发布 预研 项目 标准计划" +
			" draft drafts underdevelopment development inpreparation proposal project workingdraft committeedraft dis fdis cd wd pren enquiry entwurf projet проект",
		corpus.StatusUnknown: "未知 不详 待查 不明 待确认 待核实 unknown",
	} {
		for _, w := range strings.Fields(words) {
			m[foldHeading(w)] = status
		}
	}
	return m
}()

// Status reads a status in any usual word, with the marks and brackets that
// exports put around it: 现行 ▲, 【现行】, 即将实施（2026-07-01）. ok is false
// when the word is not known. The empty text is unknown, and known to be so.
func Status(text string) (status corpus.Status, ok bool) {
	r := ReadStatus(text)
	return r.Status, r.Known
}

// StatusReading is all that a cell of the status column says.
type StatusReading struct {
	Status     corpus.Status
	Known      bool        // the word is known, or there is none
	Successors []string    // numbers that the cell says it was replaced by
	Date       corpus.Date // a date that stands with the word
}

// ReadStatus reads the word and what stands with it: 作废(被GB/T 1-2020代替).
func ReadStatus(text string) StatusReading {
	if s, ok := corpus.ParseStatus(text); ok {
		return StatusReading{Status: s, Known: true}
	}
	const longest = 300 // bytes
	if text = trim(text); Blank(text) || len(text) > longest {
		return StatusReading{Known: len(text) <= longest}
	}
	if s, ok := statusWord(text); ok {
		return StatusReading{Status: s, Known: true}
	}
	var r StatusReading
	rest := text
	if spans := number.Find(text); len(spans) > 0 {
		var words strings.Builder
		end := 0
		for _, span := range spans {
			words.WriteString(text[end:span.Start])
			end = span.End
		}
		words.WriteString(text[end:])
		rest = words.String()
		if successors(rest) {
			for _, span := range spans {
				r.Successors = append(r.Successors, line(text[span.Start:span.End]))
			}
		}
	}
	if start, end := dateRun(halve(rest)); end-start >= 6 {
		plain := halve(rest)
		if d, k := Date(strings.Trim(plain[start:end], "-/."), sheet.Text); k == "" {
			r.Date, rest = d, plain[:start]+plain[end:]
		}
	}
	for _, candidate := range [...]string{cutBrackets(rest), rest, firstWords(rest)} {
		if s, ok := statusWord(candidate); ok && foldHeading(candidate) != "" {
			r.Status, r.Known = s, true
			return r
		}
	}
	if len(r.Successors) > 0 && successors(rest) {
		r.Status, r.Known = corpus.StatusSuperseded, true
	}
	return r
}

// statusWord looks a word up, folded.
func statusWord(word string) (corpus.Status, bool) {
	key := foldHeading(word)
	if key == "" {
		return corpus.StatusUnknown, true
	}
	if s, ok := statusWords[key]; ok {
		return s, true
	}
	if s, ok := corpus.ParseStatus(key); ok {
		return s, true
	}
	return corpus.ParseStatus(strings.Trim(halve(word), " ▲△●○★☆■□◆◇※*·.,;:!()[]{}【】〔〕《》、，。；：！"))
}

// successors reports whether the words around numbers say that these came
// after: 被…代替, replaced by.
func successors(words string) bool {
	w := foldHeading(words)
	for _, sign := range [...]string{"被代替", "被替代", "被取代", "由代替", "由替代", "被", "replacedby", "supersededby", "ersetztdurch", "新标准", "现行标准"} {
		if strings.Contains(w, sign) {
			return true
		}
	}
	// 作废(GB/T 1-2020) and 废止→GB/T 1-2020 say nothing else.
	if strings.Contains(w, "代替") || strings.Contains(w, "替代") {
		return false
	}
	s, ok := statusWord(cutBrackets(words))
	return ok && (s == corpus.StatusWithdrawn || s == corpus.StatusSuperseded)
}

// firstWords is what stands before the first mark: 现行，有更新版.
func firstWords(s string) string {
	s = strings.TrimSpace(s)
	if i := strings.IndexFunc(s, func(r rune) bool { return strings.ContainsRune("，,；;、 　/\n(（[【:：→-—", r) }); i > 0 {
		return s[:i]
	}
	return s
}

// isStatusWord reports whether a text is a status in Chinese and nothing
// else, as it stands behind a number: 已作废, 现行.
func isStatusWord(s string) (corpus.Status, bool) {
	if len(s) > 40 || !hasHan(s) {
		return corpus.StatusUnknown, false
	}
	status, ok := statusWord(s)
	return status, ok && status != corpus.StatusUnknown && len(foldHeading(s)) >= len("现行")
}

// stageStatus is the status that a harmonized stage code of ISO stands for:
// 60.60 or 6060. The codes are those of ISO's table of stages: 90.xx is under
// review and still in force, 95.99 withdrawn, xx.98 abandoned.
func stageStatus(text string) (corpus.Status, bool) {
	code := strings.ReplaceAll(strings.TrimSpace(text), ".", "")
	if v, n := leading(code); n == 4 && n == len(code) {
		stage, sub := v/100, v%100
		switch {
		case stage%10 != 0 && stage != 95 || stage > 95:
			return corpus.StatusUnknown, false
		case sub == 98 && stage < 60:
			return corpus.StatusWithdrawn, true
		case stage < 60:
			return corpus.StatusDraft, true
		case stage < 95:
			return corpus.StatusCurrent, true
		}
		return corpus.StatusWithdrawn, true
	}
	return corpus.StatusUnknown, false
}

// status lays a reading of the status column over the entry.
func (b *builder) status(raw string) {
	e := b.entry
	var r StatusReading
	if s, ok := corpus.ParseStatus(raw); ok {
		r = StatusReading{Status: s, Known: true}
	} else if r = ReadStatus(raw); !r.Known {
		b.note(problem.StatusUnknown, "status", raw, "")
	}
	e.Status = r.Status
	if e.StatusRaw == "" && raw != r.Status.String() {
		e.StatusRaw = line(raw)
	}
	b.successors, b.statusDate = r.Successors, r.Date
}

// settleStatus takes over what stood with the status word, once all columns
// have been read: it only fills what they left empty.
func (b *builder) settleStatus() {
	e := b.entry
	for _, s := range b.successors {
		if !containsNumber(e.ReplacedBy, s) {
			e.ReplacedBy = append(e.ReplacedBy, s)
			b.note(problem.StatusSplit, "replaced_by", e.StatusRaw, s)
		}
	}
	if b.statusDate.IsZero() {
		return
	}
	dst, field := &e.Withdrawn, "withdrawn"
	switch e.Status {
	case corpus.StatusUpcoming:
		dst, field = &e.Implemented, "implemented"
	case corpus.StatusWithdrawn, corpus.StatusSuperseded:
	default:
		return
	}
	if dst.IsZero() {
		*dst = b.statusDate
		b.note(problem.StatusSplit, field, e.StatusRaw, b.statusDate.String())
	}
}

func containsNumber(list []string, number string) bool {
	key := han.Fold(number)
	for _, have := range list {
		if have == number || han.Fold(have) == key {
			return true
		}
	}
	return false
}
