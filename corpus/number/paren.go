package number

import "strings"

// languageNames are the words that name the language of an edition.
var languageNames = map[string]string{
	"SPANISH": "S", "FRENCH": "F", "ENGLISH": "E", "RUSSIAN": "R", "GERMAN": "D", "ARABIC": "A", "CHINESE": "C",
	"英文版": "E", "英文": "E", "法文版": "F", "俄文版": "R", "西班牙文版": "S", "中英文版": "C/E", "中文版": "C", "中文": "C", "日文版": "J", "德文版": "D",
}

// paren reads one group in brackets behind the number. In a text only groups
// that surely belong to the number are taken.
func (p *scan) paren() bool {
	s := p.s
	i := skipSpace(s, p.i)
	if at(s, i) != '(' || p.find && i > p.i+1 {
		return false
	}
	end, level := i, 0
	limit := min(len(s), i+400)
	if p.find {
		limit = min(len(s), i+80)
	}
	for ; end < limit; end++ {
		if s[end] == '(' {
			level++
		} else if s[end] == ')' {
			if level--; level == 0 {
				break
			}
		}
	}
	if end >= limit && p.find {
		return false
	}
	content := strings.Trim(s[i+1:end], " \"")
	behind := min(end+1, len(s))
	if !p.bracketed(content, i+1) {
		return false
	}
	p.i = behind
	return true
}

// bracketed takes the content of brackets that begins at i.
func (p *scan) bracketed(c string, i int) bool {
	n := &p.n
	switch {
	case c == "":
		return !p.find
	case p.bracketedDate(c):
	case reaffirmation(c) != 0:
		n.confirmed = int16(reaffirmation(c))
	case languageCode(c):
		n.language = c
	case languageNames[strings.ToUpper(c)] != "":
		n.language = languageNames[strings.ToUpper(c)]
	case c == "所有部分" || strings.EqualFold(c, "all parts") || c == "全部":
		n.allParts = true
	case strings.HasPrefix(c, "第") && strings.Contains(c, "修改单"):
		return false // read as an amendment
	case p.bracketedEdition(c):
	case strings.EqualFold(c, "consolidated"):
		for k := range n.amds {
			n.amds[k].Consolidated = true
		}
	case (upper(c[0]) == 'V') && len(c) > 1 && isDigit(c[1]) && len(c) < 8:
		n.version = c
	case p.find:
		return false
	case p.bracketedNumber(i):
	case isNote(c):
	default:
		return false
	}
	p.evident = p.evident || len(c) > 2
	return true
}

// bracketedDate reads (06/99), (2000-01), (1995) and, behind a year, the
// reapproval of ASTM, (2021).
func (p *scan) bracketedDate(c string) bool {
	c, _, tagged := strings.Cut(c, "e")
	year, month, end := slashedDate(c, 0)
	if year == 0 || end != len(c) || tagged && p.n.year == 0 {
		return false
	}
	n := &p.n
	if n.year != 0 {
		if month != 0 {
			return !p.find
		}
		n.confirmed = int16(year)
		return true
	}
	if p.find && p.has(chinese) {
		return false
	}
	n.year, n.month = int16(year), int8(month)
	return true
}

// reaffirmation is the year in R2016, RA 2017, Reaffirmed 1989; else 0.
func reaffirmation(c string) int {
	letters := skipLetters(c, 0)
	switch strings.ToUpper(c[:letters]) {
	case "R", "RA", "REAFFIRMED", "REAPPROVED", "REVISED", "确认":
	default:
		return 0
	}
	i := skipSpace(c, letters)
	end := skipDigits(c, i)
	v := value(c[i:end])
	switch {
	case end != len(c):
		return 0
	case end-i == 4 && v > 1800 && v < 2100:
		return v
	case end-i == 2 && v <= 50:
		return 2000 + v
	case end-i == 2:
		return 1900 + v
	}
	return 0
}

// languageCode reports whether the text is one or several language codes: E,
// F, fr, E/F/R, PE.
func languageCode(c string) bool {
	if len(c) > 12 {
		return false
	}
	letters := 0
	for i := range len(c) {
		switch {
		case isLetter(c[i]):
			letters++
			if letters > 2 {
				return false
			}
		case c[i] == '/' || c[i] == ',' || c[i] == ' ':
			letters = 0
		default:
			return false
		}
	}
	return letters > 0
}

// bracketedEdition reads (2018年版), (2018版) and (第2版).
func (p *scan) bracketedEdition(c string) bool {
	c = strings.TrimSuffix(strings.TrimSpace(c), "局部修订")
	rest, ok := strings.CutSuffix(c, "版")
	if !ok {
		return false
	}
	rest = strings.TrimSuffix(rest, "年")
	rest = strings.TrimPrefix(rest, "第")
	if rest == "" || skipDigits(rest, 0) != len(rest) || len(rest) > 4 {
		return false
	}
	p.n.edition = rest
	return true
}

// bracketedNumber reads the number of the same text in another series, (ISO
// 8995-3:2006(E)).
func (p *scan) bracketedNumber(i int) bool {
	if p.depth > 0 {
		return false
	}
	q := scan{s: p.s, i: skipSpace(p.s, i), depth: p.depth + 1}
	if !isLetter(at(q.s, q.i)) && !isCyrillic(at(q.s, q.i)) || !q.number() {
		return false
	}
	p.addDual(q.n)
	return true
}

// noteWords begin remarks that say something of the document without naming
// it.
var noteWords = [...]string{
	"REVISION", "SUPPLEMENT TO", "AMENDMENT", "INCORPORATES", "INCLUDES", "CONTAINS", "I-P", "PDF", "REAFFIRMATION", "CORRIGENDUM", "ADOPTION",
	"SUPERSEDES", "REPLACES", "SI EDITION", "ERRATA", "REDESIGNATION", "FORMERLY", "PREVIOUSLY", "DRAFT", "PRINT", "NESC", "IDT", "MOD", "NEQ",
	"THIRD", "FIRST", "SECOND",
}

// hanNotes are the same in Chinese.
var hanNotes = [...]string{"代替", "原", "已废止", "废止", "现行", "强制性", "推荐性", "试行", "报批稿", "征求意见稿", "送审稿", "等同", "修改采用"}

// isNote reports whether bracketed text is a remark or a date of issue.
func isNote(c string) bool {
	for _, w := range noteWords {
		if foldedPrefix(c, 0, w) && !isAlnum(at(c, len(w))) {
			return true
		}
	}
	for _, w := range hanNotes {
		if strings.HasPrefix(c, w) {
			return true
		}
	}
	m, _ := monthName(c, 0)
	return m != 0
}
