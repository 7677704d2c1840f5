package number

import "strings"

// genericRules are those for a body that is not known: nothing is taken for
// granted but the year.
var genericRules = &family{name: "", traits: named}

// parseGeneric keeps a number of an unknown body as it was written, with the
// word before the serial as its body; it refuses what does not look like a
// designation.
func parseGeneric(text string) (Number, error) {
	if prose(text) {
		return Number{}, ErrText
	}
	if isDigit(text[0]) {
		return parseBare(text)
	}
	for i, r := range text {
		if isHan(r) || i > 120 {
			return Number{}, ErrText
		}
	}
	p := scan{s: text, f: genericRules}
	end := skipLetters(text, 0)
	if end == 0 {
		return Number{}, ErrText
	}
	// The body is the first word and what a slash joins to it.
	for at(text, end) == '/' || at(text, end) == '&' {
		next := skipLetters(text, end+1)
		if next-end-1 < 2 {
			break
		}
		end = next
	}
	p.n.word = strings.ToUpper(text[:end])
	p.i = end
	if !p.designator() {
		return Number{}, ErrText
	}
	words := strings.Count(p.n.prefix, " ") + 1
	if p.n.prefix == "" {
		words = 0
	}
	p.tail()
	digits := len(p.n.serial) + len(p.n.parts)
	switch {
	case words > 4 || lowerWords(text[:end]+" "+p.n.prefix) > 1:
		return Number{}, ErrText
	case p.n.year != 0:
	case digitCount(text) >= 5:
	case end == 1 && digits < 3 || digits < 2 && p.n.prefix == "" && !strings.Contains(text[:end], "/"):
		return Number{}, ErrShort
	}
	return p.finish()
}

func digitCount(s string) int {
	n := 0
	for i := range len(s) {
		if isDigit(s[i]) {
			n++
		}
	}
	return n
}

// lowerWords counts the words that are written as prose is.
func lowerWords(s string) int {
	n := 0
	for word := range strings.FieldsSeq(s) {
		if !isUpper(word[0]) && !wide(word, 0) {
			n++
		}
	}
	return n
}

// parseBare keeps a number without any body: the serials of OGC (19-079r2)
// and IEC's working documents (110/1329/CDV), and digits alone, which name no
// document but may find some.
func parseBare(text string) (Number, error) {
	end := 0
	for end < len(text) && (isAlnum(text[end]) || strings.IndexByte("-./:_", text[end]) >= 0) {
		end++
	}
	if isDate(text[:end]) {
		return Number{}, ErrDate
	}
	p := scan{s: text, f: genericRules}
	p.i = skipDigits(text, 0)
	p.n.serial = text[:p.i]
	letters := skipAlnum(text, p.i)
	p.n.letters = text[p.i:letters]
	p.i = letters
	p.components()
	if at(text, p.i) == '~' {
		p.rangeEnd()
	}
	p.tail()
	if digitCount(text) < 3 {
		return Number{}, ErrShort
	}
	if strings.IndexFunc(text, isHan) >= 0 || strings.Contains(strings.TrimSpace(text[p.i:]), " ") {
		return Number{}, ErrText
	}
	return p.finish()
}

// isDate reports whether a text is a calendar date, 2016-12-30 or 2016.12.30.
func isDate(s string) bool {
	if len(s) < 8 || len(s) > 10 || skipDigits(s, 0) != 4 {
		return false
	}
	sep := s[4]
	if sep != '-' && sep != '.' && sep != '/' {
		return false
	}
	month := skipDigits(s, 5)
	if month == 5 || month > 7 || at(s, month) != sep {
		return false
	}
	day := skipDigits(s, month+1)
	return day == len(s) && day > month+1 && value(s[5:month]) <= 12 && value(s[month+1:day]) <= 31 && value(s[:4]) > 1900 && value(s[:4]) < 2100
}
