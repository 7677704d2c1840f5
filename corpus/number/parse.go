package number

import "strings"

// The reasons why a text is no number. Parse's errors are these, so that
// callers can tell them apart with errors.Is.
var (
	ErrEmpty   = because("empty: no standard number", "是空的，没有标准号")
	ErrDigits  = because("no digits: a standard number needs a serial", "没有数字，标准号要有顺序号")
	ErrLong    = because("too long for a standard number: find the numbers in the text instead", "太长，不像标准号")
	ErrText    = because("a text, not a standard number: find the numbers in it instead", "是一段文字，不是标准号")
	ErrSeveral = because("several numbers: give them one by one", "有几个标准号，请分开写")
	ErrDate    = because("a date, not a standard number", "是日期，不是标准号")
	ErrShort   = because("too little to be a standard number: no body that is known, and hardly a serial", "内容太少，不像标准号：没有认识的代号，顺序号也不完整")
)

// reason is an error in two languages; corpus.Chinese finds the second.
type reason struct{ en, zh string }

func because(en, zh string) error { return &reason{en, zh} }

func (r *reason) Error() string { return r.en }

// Chinese is the reason for who reads Chinese.
func (r *reason) Chinese() string { return r.zh }

// longest is the length in bytes of the longest text that is tried: numbers
// with all their remarks stay below, and no text of any length costs more
// than this much work.
const longest = 640

// Parse reads a number in any spelling. The error says why a text is none:
// one of the errors of this package.
func Parse(s string) (Number, error) {
	if len(s) > longest {
		if s = strings.TrimSpace(s); len(s) > longest {
			return Number{}, ErrLong
		}
	}
	text := trimNumber(cutExtension(trimNumber(fold(s, false).s)))
	if text == "" {
		return Number{}, ErrEmpty
	}
	if isLetter(text[0]) {
		// By far the most numbers: a known body, and nothing left behind.
		p := scan{s: text}
		if p.number() && p.i == len(text) && !p.doubtful() {
			return p.n, nil
		}
	}
	return parseDirty(text)
}

// doubtful reports whether a number that was read to its end needs the slower
// rules: it is told through another, or by a title in words.
func (p *scan) doubtful() bool {
	return p.n.typ == "DIR" || len(p.n.prefix) > 8 && (strings.Contains(p.n.prefix, " for") || strings.Contains(p.n.prefix, " to"))
}

// outside are the characters around a number that are no part of it.
const outside = " \t\"'`*#,;|<>"

func trimNumber(s string) string {
	s = strings.Trim(s, outside)
	for s != "" {
		last := s[len(s)-1]
		switch {
		case last == '.' || last == ':' || last == '-' || last == '/' || last == '_' || last == '[' || last == '~':
		case last == ']' && !strings.Contains(s, "["), last == ')' && !strings.Contains(s, "("):
		default:
			for _, mark := range [...]string{"。", "，", "、", "；"} {
				if t, ok := strings.CutSuffix(s, mark); ok {
					return trimNumber(t)
				}
			}
			if first := s[0]; first == '.' || first == '-' || first == '/' || first == '_' || first == '[' || first == ')' || first == ':' || first == '~' || first == '(' && last == ')' && balanced(s) {
				if first == '(' {
					s = s[:len(s)-1]
				}
				return trimNumber(s[1:])
			}
			return s
		}
		s = strings.TrimRight(s[:len(s)-1], outside)
	}
	return s
}

// balanced reports whether the bracket that opens s is the one that closes it.
func balanced(s string) bool {
	level := 0
	for i := range len(s) {
		switch s[i] {
		case '(':
			level++
		case ')':
			if level--; level == 0 {
				return i == len(s)-1
			}
		}
	}
	return false
}

// prefaces are the words that documents put before a number. Those with a
// body stand for it when only digits follow: 国标19001.
var prefaces = [...]struct{ word, body string }{
	{"代替", ""}, {"部分代替", ""}, {"替代", ""}, {"被", ""}, {"标准编号", ""}, {"标准号", ""}, {"标准代号", ""}, {"中华人民共和国", ""},
	{"强制性国家标准", "GB"}, {"推荐性国家标准", "GB/T"}, {"强制性国标", "GB"}, {"推荐性国标", "GB/T"}, {"国家军用标准", "GJB"}, {"国军标", "GJB"}, {"国家标准", "GB"}, {"国标", "GB"},
	{"行业标准", ""}, {"行标", ""}, {"地方标准", ""}, {"地标", ""}, {"团体标准", ""}, {"团标", ""}, {"企业标准", ""}, {"企标", ""},
	{"国际标准", ""}, {"欧洲标准", ""}, {"计量检定规程", "JJG"}, {"计量技术规范", "JJF"}, {"标准", ""}, {"规范", ""}, {"执行", ""}, {"依据", ""}, {"按照", ""}, {"参照", ""}, {"符合", ""},
}

// parseDirty reads what is not a number of a known body from end to end.
func parseDirty(text string) (Number, error) {
	digits, han := false, 0
	for i := range len(text) {
		if isDigit(text[i]) {
			digits = true
		}
		if text[i] >= 0xE4 && text[i] <= 0xE9 {
			han++
		}
	}
	if han > 60 {
		return Number{}, ErrText
	}
	body := ""
	if wide(text, 0) && han > 0 {
		text, body = cutPreface(text)
		if text == "" {
			return Number{}, ErrText
		}
	}
	p := scan{s: text}
	if wide(text, 0) && p.noticeNumber() {
		return p.finish()
	}
	if body != "" && isDigit(text[0]) {
		text = body + " " + text
	}
	if strings.Contains(text, "Directives") {
		text = directives.Replace(text)
	}
	if n, ok := parseAddendum(text); ok {
		return n, nil
	}
	p = scan{s: text}
	switch {
	case p.number():
		return p.finish()
	case p.again() && p.number():
		return p.finish()
	case p.undigited(digits):
		return p.finish()
	case !digits:
		return Number{}, ErrDigits
	}
	return parseGeneric(text)
}

// directives gives the titles of the ISO/IEC Directives as identifiers write
// them.
var directives = strings.NewReplacer("Directives,", "DIR", "Directives", "DIR", "Part ", "", "Supplement", "SUP", "-- ", "", "Consolidated ", "")

// cutPreface cuts the words before a number and gives the body they name.
func cutPreface(text string) (rest, body string) {
	for range 4 {
		start := text
		for _, w := range prefaces {
			if t, ok := strings.CutPrefix(text, w.word); ok {
				text = strings.TrimLeft(t, " :\"_-")
				if w.body != "" {
					body = w.body
				}
				break
			}
		}
		if text == start {
			break
		}
	}
	return text, body
}

// again sets the scan to a rewriting of its text that a known body may
// understand: words glued together, bodies left out of IEEE's drafts.
func (p *scan) again() bool {
	s := p.s
	end := skipLetters(s, 0)
	if wide(s, 0) {
		return false
	}
	if text := glued(s[:end]); text != "" {
		*p = scan{s: text + " " + s[end:]}
		return true
	}
	if end == 3 && foldedPrefix(s, 0, "ZB") {
		*p = scan{s: "ZB " + s[2:]}
		return true
	}
	if project := end <= 2 && (end == 0 || upper(s[0]) == 'P' || upper(s[0]) == 'C'); project && isDigit(at(s, end)) {
		slash := strings.IndexAny(s[:min(len(s), 24)], "/_")
		if slash > 0 && upper(at(s, slash+1)) == 'D' && isDigit(at(s, slash+2)) {
			*p = scan{s: "IEEE " + s}
			return true
		}
	}
	return false
}

// undigited reads the designations without a serial that some bodies use,
// "IANA ecml-parameters", "OMG CORBA", "ASME PASE-2024".
func (p *scan) undigited(digits bool) bool {
	*p = scan{s: p.s}
	if !p.head() || p.f.traits&named == 0 && p.n.typ != "DIR" || !p.evidentBody() {
		return false
	}
	rest := strings.Trim(p.s[p.i:], " _-.:/,")
	if rest == "" || prose(rest) {
		return false
	}
	// A year at the end is still a year.
	if i := strings.LastIndexAny(rest, "-:"); i > 0 && digits {
		if start, end, ok := (&scan{s: rest, f: p.f, n: Number{fam: p.n.fam}}).yearAt(i); ok && end == len(rest) {
			p.setYear(rest[start:end])
			rest = rest[:i]
		}
	}
	p.n.prefix = rest
	p.i = len(p.s)
	return true
}

// evidentBody reports whether the body stands as a word of its own.
func (p *scan) evidentBody() bool {
	c := at(p.s, p.i)
	return c == ' ' || c == '-' || c == '/' || c == '.' || c == ':' || c == '_'
}

// finish decides what to make of the text behind the number.
func (p *scan) finish() (Number, error) {
	rest := strings.Trim(p.s[p.i:], " \"'_,;|[]<>*#")
	if rest == "" || rest == "." || rest == ":" || rest == ")" {
		return p.n, nil
	}
	if t := cutExtension(rest); t != rest {
		if rest = strings.Trim(t, " _-"); rest == "" {
			return p.n, nil
		}
	}
	if han := strings.IndexFunc(rest, isHan); han >= 0 {
		if p.n.fam == nil {
			return Number{}, ErrText
		}
		return p.withTitle(rest)
	}
	for {
		open := strings.LastIndexByte(rest, '(')
		if open <= 0 || rest[len(rest)-1] != ')' || !isNote(strings.TrimSpace(rest[open+1:len(rest)-1])) {
			break
		}
		rest = strings.TrimRight(rest[:open], " ")
	}
	if p.n.year != 0 && p.n.fam != nil && englishTitle(rest) {
		return p.n, nil
	}
	if prose(rest) || len(rest) > 90 {
		return Number{}, ErrText
	}
	if len(Find(rest)) > 0 && strings.ContainsAny(p.s[p.i:], ",;、") {
		return Number{}, ErrSeveral
	}
	if c := rest[0]; c != '.' && c != '/' && c != '-' || at(rest, 1) == ' ' {
		rest = strings.TrimLeft(rest, "-.:/ ")
	}
	p.n.suffix = strings.Join(strings.Fields(strings.ReplaceAll(rest, "\"", "")), " ")
	return p.n, nil
}

// withTitle accepts a number with its Chinese title behind it, as file names
// and citations have it, and refuses a sentence.
func (p *scan) withTitle(rest string) (Number, error) {
	switch {
	case strings.ContainsAny(rest, "。;!?；！？"):
		return Number{}, ErrText
	case len(Find(rest)) > 0:
		return Number{}, ErrSeveral
	}
	return p.n, nil
}

func isHan(r rune) bool { return r >= 0x3400 && r <= 0x9FFF }

// cutExtension cuts a file's extension.
func cutExtension(s string) string {
	dot := strings.LastIndexByte(s, '.')
	if dot < 0 || len(s)-dot > 5 || !isLetter(at(s, dot+1)) {
		return s
	}
	for _, ext := range [...]string{".pdf", ".doc", ".docx", ".html", ".htm", ".txt", ".xls", ".xlsx", ".ofd", ".caj", ".zip", ".rar", ".jpg", ".png", ".wps", ".md"} {
		if i := len(s) - len(ext); i >= 0 && strings.EqualFold(s[i:], ext) {
			return s[:i]
		}
	}
	return s
}

// proseWords are words that no designation has.
var proseWords = map[string]bool{
	"is": true, "are": true, "was": true, "the": true, "shall": true, "should": true, "which": true, "that": true, "with": true, "this": true,
	"has": true, "have": true, "be": true, "by": true, "we": true, "you": true, "it": true, "not": true, "from": true, "when": true,
}

// prose reports whether a text reads as a sentence.
func prose(s string) bool {
	words := 0
	for word := range strings.FieldsSeq(s) {
		if proseWords[word] {
			return true
		}
		words++
	}
	return words > 14
}

// longestTitle is the length in bytes of the longest title behind a number.
const longestTitle = 300

// englishTitle reports whether what follows a number is its title in English:
// several words, written as words from the first on, and no sentence.
func englishTitle(s string) bool {
	if len(s) < 2 || len(s) > longestTitle || !isUpper(s[0]) || isUpper(s[1]) || !isLetter(s[1]) || strings.Contains(s, ". ") || s[len(s)-1] == '.' {
		return false
	}
	words := 0
	for word := range strings.FieldsSeq(s) {
		if len(word) > 3 && isLetter(word[0]) && skipLetters(word, 0) >= len(word)-1 && !isUpper(word[1]) {
			words++
		}
	}
	return words >= 2
}
