package number

import "strings"

// Span is a number found in a text: its bytes are text[Start:End].
type Span struct {
	Start, End int
	Number     Number
}

// Find gives every number in a text, left to right, none inside another. It
// is conservative: a word must be that of a known body, or the number must
// look like nothing else; prose such as 第3章, 2016年, M8, 5G, PM2.5 or IPv6
// is none.
func Find(text string) []Span {
	f := fold(text, true)
	var out []Span
	digit := -1
	for i := 0; i < len(f.s); {
		if digit < i {
			if digit = nextDigit(f.s, i); digit < 0 {
				break
			}
		}
		if digit-i > farthestDigit { // nothing before can be a number's beginning
			i = digit - farthestDigit
		}
		c := f.s[i]
		switch {
		case isLetter(c) || isCyrillic(c) || c == '3' && foldedPrefix(f.s, i, "3GPP"):
			if i > 0 && isAlnum(f.s[i-1]) {
				i = skipWord(f.s, i)
				continue
			}
			p := scan{s: f.s, i: i, find: true}
			if !p.number() || !p.evidence(i) {
				p = scan{s: f.s, i: i, find: true}
				if !p.gluedBody() && !p.unknownBody() {
					i = skipWord(f.s, i)
					continue
				}
			}
			out = append(out, Span{f.at(i, len(text)), f.end(p.i, len(text)), p.n})
			i = p.i
		case c >= 0xE4 && c <= 0xE9:
			p := scan{s: f.s, i: i, find: true}
			if p.noticeNumber() && len(p.n.parts) > 0 || p.namedBody() {
				out = append(out, Span{f.at(i, len(text)), f.end(p.i, len(text)), p.n})
				i = p.i
				continue
			}
			i += 3
		default:
			i++
		}
	}
	return out
}

// farthestDigit is how many bytes in front of its first digit a number in a text
// may begin: bodies, document types, short prefixes.
const farthestDigit = 80

func nextDigit(s string, i int) int {
	for ; i < len(s); i++ {
		if isDigit(s[i]) {
			return i
		}
	}
	return -1
}

// end is the offset in the source of the end of folded byte i-1's character.
func (f folded) end(i, sourceLen int) int {
	if f.off == nil {
		return i
	}
	// Several folded bytes may come of one character: the number ends where
	// the next character begins.
	start := int(f.off[i-1])
	for k := i; k < len(f.off); k++ {
		if next := int(f.off[k]); next > start {
			return next
		}
	}
	return sourceLen
}

func skipWord(s string, i int) int {
	if end := skipAlnum(s, i); end > i {
		return end
	}
	return max(skipLetters(s, i), i+1)
}

// namedBody reads digits behind the Chinese name of a body, 国标19001.
func (p *scan) namedBody() bool {
	if !strings.HasPrefix(p.s[p.i:], "国标") && !strings.HasPrefix(p.s[p.i:], "国军标") {
		return false
	}
	_, body := cutPreface(p.s[p.i:min(len(p.s), p.i+12)])
	i := p.i + strings.Index(p.s[p.i:], "标") + len("标")
	i = skipSpace(p.s, i)
	if body == "" || skipDigits(p.s, i)-i < 3 {
		return false
	}
	p.i, p.f, p.n.fam, p.n.rules = i, words[body], words[body], words[body]
	if !p.designator() {
		return false
	}
	p.settle()
	p.tail()
	return true
}

// evidence reports whether a number of a known body that begins at i can
// stand in running text as one.
func (p *scan) evidence(i int) bool {
	s, n := p.s, &p.n
	word := s[i:skipLetters(s, i)]
	capital := len(word) > 0 && (isUpper(word[0]) || wide(word, 0) || isDigit(s[i]))
	for k := 1; k < len(word) && capital && p.n.stage == ""; k++ {
		if !isUpper(word[k]) && !wide(word, k) && !isCyrillic(word[k]) && !(k == 2 && word == "GBn") {
			capital = word[1] >= 'a' && len(word) == len("Ecma") && foldedPrefix(word, 0, "ECMA")
		}
	}
	digits := len(n.serial)
	if isLetter(at(s, p.i)) && adoptionWord(s, p.i) == p.i || isCyrillic(at(s, p.i)) {
		return false
	}
	if n.fam.name == "GB" && i >= 2 && s[i-1] == ' ' && isDigit(s[i-2]) && n.mandate == 0 && n.year == 0 && digits < 4 {
		return false // 16 GB 256
	}
	weakBody := n.fam.traits&weak != 0 && n.chain == "" && n.region == "" && n.mandate == 0
	dated := n.year != 0 || len(n.amds) > 0 || n.version != ""
	if n.fam.traits&owned != 0 && at(s, i+1) != '/' && !dated {
		return false
	}
	if !capital {
		if n.chain != "" && n.fam.traits&weak != 0 {
			return false // "as EN ISO 14155": the first word is prose
		}
		return n.mandate != 0 && digits >= 2 || digits >= 3 && (dated || !weakBody) && n.prefix == ""
	}
	switch {
	case dated && n.year != 0 && (n.month == 0 || n.draft != "" || n.fam.traits&weak == 0):
		return digits >= 1
	case n.mandate != 0, n.org != "", n.region != "", n.committee != "", n.allParts, dated:
		return digits >= 1
	case weakBody:
		v := value(n.serial)
		if n.parts == "" && digits == 4 && v >= 1900 && v <= 2035 {
			return false
		}
		return digits >= 3 && digits <= 6 || n.parts != "" && digits >= 2 || n.prefix != "" && digits >= 2
	}
	return digits >= 2 || n.prefix != "" || n.parts != ""
}

// gluedBody reads a number whose publishers are written as one word,
// BSENISO15652-2017.
func (p *scan) gluedBody() bool {
	s, start := p.s, p.i
	end := skipLetters(s, start)
	if end-start < 5 || wide(s, start) || !isUpper(s[start]) || !isUpper(s[start+1]) || !isDigit(at(s, skipSpace(s, end))) {
		return false
	}
	head := glued(s[start:end])
	if head == "" {
		return false
	}
	q := scan{s: head + " " + s[end:min(len(s), end+100)], find: true}
	if !q.number() || !q.evidence(0) {
		return false
	}
	p.n, p.i = q.n, q.i-len(head)-1+end
	return true
}

// unknownBody reads a number of a body that is not known, when its form alone
// is evidence: capitals, a serial of two digits at least, a dash or colon and
// a year of four digits.
func (p *scan) unknownBody() bool {
	s, start := p.s, p.i
	end := skipLetters(s, start)
	if end-start < 2 || end-start > 8 || wide(s, start) {
		return false
	}
	for i := start; i < end; i++ {
		if !isUpper(s[i]) {
			return false
		}
	}
	if _, known := words[s[start:end]]; known {
		return false
	}
	if at(s, end) == '/' {
		next := end + 1
		for isUpper(at(s, next)) {
			next++
		}
		if next-end < 2 || next-end > 8 {
			return false
		}
		end = next
	}
	i := skipSpace(s, end)
	if i > end+1 || skipDigits(s, i)-i < 2 || skipDigits(s, i)-i > 6 {
		return false
	}
	p.f, p.n.word, p.i = genericRules, s[start:end], i
	if !p.designator() || !p.year() || p.n.short || isAlnum(at(s, p.i)) {
		return false
	}
	return p.n.month == 0
}
