package number

import "strings"

// tail reads what stands behind the designator, in whatever order: year,
// amendments, edition, version, language, marks, the other number of a dual
// one. It stops at the first thing that is none of these.
func (p *scan) tail() {
	for range 32 {
		if p.i >= len(p.s) {
			return
		}
		switch {
		case p.drafts() && p.draftNumber():
		case p.releaseVersion():
		case p.n.year == 0 && p.year():
		case p.lateYear():
		case p.slashLanguage():
		case p.trailingE():
		case p.paren():
		case p.version():
		case p.chineseAmendment():
		case p.chineseWord():
		case p.amendment():
		case p.markWord():
		case p.adoption():
		case p.draftDate():
		case p.dualNumber():
		default:
			return
		}
	}
}

// trailingE reads the language of an undated Chinese number: GB/T 19001E.
func (p *scan) trailingE() bool {
	if !p.has(chinese) || p.n.language != "" || upper(p.peek(0)) != 'E' || isAlnum(p.peek(1)) || !isAlnum(p.peek(-1)) {
		return false
	}
	p.n.language = "E"
	p.i++
	return true
}

// slashLanguage reads the language before the year in CIE S 016/E:2005.
func (p *scan) slashLanguage() bool {
	if p.peek(0) != '/' || !isLetter(p.peek(1)) || p.n.language != "" || p.n.year != 0 || p.f.name != "CIE" {
		return false
	}
	if c := p.peek(2); c != ':' && c != '-' && !isDigit(c) {
		return false
	}
	p.n.language = strings.ToUpper(p.s[p.i+1 : p.i+2])
	p.i += 2
	if end := skipDigits(p.s, p.i); end-p.i == 4 {
		p.setYear(p.s[p.i:end])
		p.i = end
	}
	return true
}

// marks are the products that a publisher makes of one text, IEC's CSV, RLV,
// EXV, CMV and SER among them: documents of their own.
var marks = map[string]bool{
	"CSV": true, "RLV": true, "EXV": true, "CMV": true, "SER": true, "DB": true, "REDLINE": true, "TC": true, "INTERP": true, "PDF": true,
	"CONSOLIDATED": true, "RERUM": true,
}

// markWord reads one mark behind a space, a dash between spaces or a year.
func (p *scan) markWord() bool {
	s := p.s
	i := skipSpace(s, p.i)
	if i == p.i && !isDigit(p.peek(-1)) {
		return false
	}
	if at(s, i) == '-' && at(s, i+1) == ' ' {
		i = skipSpace(s, i+1)
	}
	end := skipLetters(s, i)
	if end-i > 9 || !marks[strings.ToUpper(s[i:end])] || p.find && !isUpper(at(s, i)) || p.n.mark != "" {
		return false
	}
	if isDigit(at(s, end)) {
		return false
	}
	if next := skipLetters(s, end+1); at(s, end) == '-' && marks[strings.ToUpper(s[end+1:next])] {
		end = next
	}
	if word := strings.ToUpper(s[i:end]); word != "PDF" {
		p.n.mark = word
	}
	p.i = end
	return true
}

// chineseWord reads the words that Chinese documents put at a number.
func (p *scan) chineseWord() bool {
	s := p.s
	i := skipSpace(s, p.i)
	if !wide(s, i) {
		if k, ok := allPartsAt(s, i); ok {
			p.n.allParts, p.i = true, k
			return true
		}
		return false
	}
	for _, w := range [...]struct{ word, language string }{
		{"(所有部分)", ""}, {"所有部分", ""}, {"全部部分", ""}, {"英文版", "E"}, {"英文", "E"}, {"法文版", "F"}, {"俄文版", "R"}, {"中文版", ""}, {"的所有部分", ""},
	} {
		rest, ok := strings.CutPrefix(s[i:], w.word)
		if !ok || p.find && strings.HasPrefix(w.word, "的") {
			continue
		}
		switch {
		case w.language != "":
			p.n.language = w.language
		case w.word != "中文版":
			p.n.allParts = true
		}
		p.i = len(s) - len(rest)
		return true
	}
	return false
}

// allPartsAt reads "all parts" or "series" without brackets.
func allPartsAt(s string, i int) (int, bool) {
	for _, w := range [...]string{"ALL PARTS", "(ALL PARTS)"} {
		if foldedPrefix(s, i, w) {
			return i + len(w), true
		}
	}
	return i, false
}

// dualNumber reads the second number of one document: "/ISO 9001:2015",
// " T/SAMD 0002-2023", "|IDF 50:2008".
func (p *scan) dualNumber() bool {
	s := p.s
	i := skipSpace(s, p.i)
	c := at(s, i)
	spaced := i > p.i
	switch {
	case c == '/' || c == '|' || c == ';' && !p.find:
		i = skipSpace(s, i+1)
	case c == '(' || !spaced || p.find:
		return false
	}
	if p.depth >= 1 || len(p.n.dual) >= 3 || !isLetter(at(s, i)) && !isCyrillic(at(s, i)) {
		return false
	}
	if p.n.typ == "DIR" {
		return false
	}
	if p.find && (p.n.fam == nil || p.n.Country() == "" || p.n.year == 0) {
		return false // ISO 9001/ISO 14001 are two standards
	}
	q := scan{s: s, i: i, find: p.find, depth: p.depth + 1}
	if !q.number() || p.find && !q.evidence(i) || q.n.year == 0 && q.n.fam.traits&weak != 0 && q.n.chain == "" {
		return false
	}
	p.addDual(q.n)
	p.i = q.i
	return true
}

// adoptionWord is the end of the word at i that says how a standard adopts
// the one named behind it, idt, mod, neq or eqv; i when there is none.
func adoptionWord(s string, i int) int {
	for _, w := range [...]string{"IDT", "MOD", "NEQ", "EQV"} {
		if wordIs(s, i, w) {
			return i + len(w)
		}
	}
	return i
}

// adoption skips such a word, so that the adopted number is read as the dual
// one. In a text the two are numbers of their own.
func (p *scan) adoption() bool {
	i := skipSpace(p.s, p.i)
	if at(p.s, i) == ',' {
		i = skipSpace(p.s, i+1)
	}
	end := adoptionWord(p.s, i)
	if p.find || end == i || end >= len(p.s) {
		return false
	}
	p.i = end
	return true
}

// addDual keeps numbers found inside one another in one flat list.
func (p *scan) addDual(n Number) {
	inner := n.dual
	n.dual = nil
	p.n.dual = append(append(p.n.dual, n), inner...)
}

// number reads a whole number whose body is known.
func (p *scan) number() bool {
	if !p.head() {
		return false
	}
	if !p.designator() {
		return false
	}
	p.settle()
	p.tail()
	return true
}

// drafts reports whether the number follows IEEE's rules of projects and
// drafts, which its partners' numbers take over.
func (p *scan) drafts() bool {
	return p.f.traits&drafted != 0 || p.n.fam != nil && p.n.fam.traits&drafted != 0 || p.n.project || p.n.prefix == "P" && p.f.tier == international && !p.has(dotted)
}

// settle puts right what only the whole designator shows.
func (p *scan) settle() {
	n := &p.n
	if n.rules = p.f; p.f == genericRules {
		n.rules = nil
	}
	if p.has(reported) {
		n.settleReport()
	}
	if s := n.prefix; p.drafts() && s != "" && upper(s[0]) == 'P' && len(s) <= 2 {
		n.prefix, n.project = s[1:], true
	}
	if n.prefix != "" && len(n.prefix) <= 2 && n.fam != nil && !p.has(reported) {
		n.prefix = strings.ToUpper(n.prefix) // astm a945
	}
	if p.f.name == "BS" && n.prefix == "EP" {
		n.prefix = ""
	}
	if n.chain != "" && n.fam.name != "ASHRAE" && strings.Contains(n.chain, "ASHRAE") && p.f.traits&shortYear == 0 {
		// ASHRAE's co-publishers come and go between citations of one text.
		n.fam, n.rules, n.chain = words["ASHRAE"], words["ASHRAE"], ""
	}
}
