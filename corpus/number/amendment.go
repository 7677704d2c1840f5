package number

import "strings"

// amendmentWords are the words that begin an amendment, with the kind and,
// where the word says so, the stage.
var amendmentWords = map[string]struct{ kind, stage string }{
	"AMD": {"AMD", ""}, "AMENDMENT": {"AMD", ""}, "AM": {"AMD", ""}, "A": {"AMD", ""}, "AMDT": {"AMD", ""},
	"DAM": {"AMD", "DIS"}, "DAMD": {"AMD", "DIS"}, "FDAM": {"AMD", "FDIS"}, "FDAMD": {"AMD", "FDIS"}, "PDAM": {"AMD", "CD"}, "FPDAM": {"AMD", "FCD"},
	"COR": {"COR", ""}, "CORR": {"COR", ""}, "CORRIGENDUM": {"COR", ""}, "AC": {"COR", ""}, "C": {"COR", ""},
	"DCOR": {"COR", "DIS"}, "FDCOR": {"COR", "FDIS"}, "FCOR": {"COR", "FDIS"}, "PDCOR": {"COR", "CD"},
	"SUPPL": {"SUP", ""}, "SUPPLEMENT": {"SUP", ""}, "SUP": {"SUP", ""}, "SUPP": {"SUP", ""},
	"ADD": {"ADD", ""}, "ADDENDUM": {"ADD", ""}, "DAD": {"ADD", "DIS"}, "EXT": {"EXT", ""}, "ISH": {"ISH", ""},
	"FRAG": {"FRAG", ""}, "ERR": {"ERR", ""}, "ERRATA": {"ERR", ""}, "ERRATUM": {"ERR", ""}, "EXPL": {"EXPL", ""}, "EXPLANATION": {"EXPL", ""},
	"XG": {"XG", ""}, "APP": {"APP", ""}, "APPENDIX": {"APP", ""}, "ANNEX": {"ANNEX", ""}, "ADDENDA": {"ADD", ""},
}

// amendment reads one amendment with what joins it: "/Amd 1:2015", "+A1",
// " Cor. 1", "-XG1-2006", ":AMD1". False leaves the position.
func (p *scan) amendment() bool {
	s := p.s
	i := skipSpace(s, p.i)
	spaced := i > p.i
	joint := at(s, i)
	switch joint {
	case '/', '+', '-', ',', ':':
		i = skipSpace(s, i+1)
	case '&':
		joint, i = '+', skipSpace(s, i+1)
	default:
		if !spaced {
			return false
		}
		joint = ' '
	}
	stage := ""
	end := skipLetters(s, i)
	if wide(s, i) || end == i {
		return false
	}
	if p.n.amds != nil || joint == '/' {
		// "/CD Cor 1", "/WD Amd 2": the amendment is itself a draft.
		if code, ok := lookup(stageCodes, s[i:end]); ok {
			k := skipSpace(s, end)
			if _, ok := lookup(amendmentWords, s[k:skipLetters(s, k)]); ok && k > end {
				stage, i, end = code, k, skipLetters(s, k)
			}
		}
	}
	if wordIs(s, i, "TECHNICAL") {
		k := skipSpace(s, end)
		i, end = k, skipLetters(s, k)
	}
	word := s[i:end]
	w, ok := lookup(amendmentWords, word)
	if !ok || len(word) == 1 && (joint != '/' && joint != '+' || !isDigit(at(s, end))) {
		return false
	}
	if p.find && (joint == ' ' && !p.dates() || !isUpper(word[0])) {
		return false
	}
	a := Amendment{Kind: w.kind, Stage: w.stage, Consolidated: joint == '+'}
	if stage != "" {
		a.Stage = stage
	}
	if strings.EqualFold(word, "addenda") {
		i = p.addenda(&a, end)
	} else {
		i = p.amendmentNumber(&a, end)
	}
	if a.Number == "" && (joint == ' ' && len(word) < 3 || joint == '-' || p.find) {
		return false
	}
	p.i = i
	p.amendmentDate(&a)
	p.n.amds = append(p.n.amds, a)
	p.evident = true
	return true
}

// dates reports whether a date has been read, so that a word behind a space
// can still belong to the number.
func (p *scan) dates() bool { return p.n.year != 0 }

// amendmentNumber reads what counts the amendment: "1", ". 1", "No. 3", "II",
// "D", "2.3".
func (p *scan) amendmentNumber(a *Amendment, i int) int {
	s := p.s
	k := i
	if at(s, k) == '.' {
		k++
	}
	k = skipSpace(s, k)
	if wordIs(s, k, "NO") {
		k += 2
		if at(s, k) == '.' {
			k++
		}
		k = skipSpace(s, k)
	} else if at(s, k) == '-' && isDigit(at(s, k+1)) && skipDigits(s, k+1)-k <= 3 {
		k++
	}
	end := skipAlnum(s, k)
	if end == k {
		return i
	}
	if isLetter(s[k]) {
		// A letter or a Roman number, not the next word.
		if end-k > 4 || !isUpper(s[k]) || k == i {
			return i
		}
		if _, ok := lookup(amendmentWords, s[k:end]); ok && end-k > 1 {
			return i
		}
		if f, ok := lookup(words, s[k:end]); ok && f.tier > bare {
			return i
		}
		for j := k; j < end; j++ {
			if isLetter(s[j]) && !isUpper(s[j]) {
				return i
			}
		}
	} else if end-k > 5 && !isLetter(s[end-1]) {
		return i
	}
	for at(s, end) == '.' && isDigit(at(s, end+1)) {
		end = skipAlnum(s, end+1)
	}
	a.Number = s[k:end]
	if at(s, end) == ')' && at(s, k-1) == '(' {
		end++
	}
	return end
}

// addenda reads the letters of several addenda, "b, m and o".
func (p *scan) addenda(a *Amendment, i int) int {
	s, end := p.s, i
	for end < len(s) && (isLetter(s[end]) || s[end] == ' ' || s[end] == ',') {
		word := skipLetters(s, end)
		if word-end > 3 {
			return i
		}
		end = max(word, end+1)
	}
	a.Number = letterList(s[i:end])
	return end
}

// amendmentDate reads the amendment's own year: ":2012", "-2006", " (10/1996)".
func (p *scan) amendmentDate(a *Amendment) {
	s := p.s
	i := skipSpace(s, p.i)
	switch at(s, i) {
	case ':', '-':
		start := skipSpace(s, i+1)
		end := skipDigits(s, start)
		v := value(s[start:end])
		switch {
		case isLetter(at(s, end)) && p.tagEnd(end) == end:
		case end-start == 4 && v >= 1880 && v < 2100:
			a.Year, p.i = v, end
			if at(s, end) == '-' && isDigit(at(s, end+1)) {
				if m := skipDigits(s, end+1); m-end == 3 {
					a.Month, p.i = value(s[end+1:m]), m
				}
			}
			p.yearTag()
		case end-start == 2 && at(s, i) == ':':
			a.Year, p.i = p.century(v), end
		}
	case '(':
		if year, month, end := slashedDate(s, i+1); year != 0 && at(s, end) == ')' {
			a.Year, a.Month, p.i = year, month, end+1
		}
	}
}

// slashedDate reads 06/99, 06/1999, 2000-01 or 1995 at i.
func slashedDate(s string, i int) (year, month, end int) {
	end = skipDigits(s, i)
	first := value(s[i:end])
	width := end - i
	switch {
	case width == 0 || width > 4:
		return 0, 0, i
	case width <= 2 && at(s, end) == '/':
		next := skipDigits(s, end+1)
		year = value(s[end+1 : next])
		switch next - end - 1 {
		case 2:
			if year > 30 {
				year += 1900
			} else {
				year += 2000
			}
		case 4:
		default:
			return 0, 0, i
		}
		return year, first, next
	case width == 4 && at(s, end) == '-' && skipDigits(s, end+1)-end == 3:
		return first, value(s[end+1 : end+3]), end + 3
	case width == 4 && first >= 1800 && first < 2100:
		return first, 0, end
	}
	return 0, 0, i
}

// chineseAmendment reads "第1号修改单", "(第1号修改单)", "修改单1" and "第1号勘误".
func (p *scan) chineseAmendment() bool {
	s := p.s
	i := skipSpace(s, p.i)
	paren := false
	if c := at(s, i); c == '(' || c == '/' || c == '"' {
		paren = c == '('
		i = skipSpace(s, i+1)
	}
	number := ""
	if strings.HasPrefix(s[i:], "第") {
		k := skipSpace(s, i+len("第"))
		end := skipDigits(s, k)
		number = s[k:end]
		if end == k {
			end = k + len("一")
			if number = hanDigit(s[k:min(end, len(s))]); number == "" {
				return false
			}
		}
		i = skipSpace(s, end)
		if !strings.HasPrefix(s[i:], "号") {
			return false
		}
		i = skipSpace(s, i+len("号"))
	}
	kind := ""
	for _, w := range [...]struct{ word, kind string }{{"修改通知单", "XG"}, {"修改单", "XG"}, {"勘误表", "COR"}, {"勘误", "COR"}} {
		if rest, ok := strings.CutPrefix(s[i:], w.word); ok {
			kind, i = w.kind, len(s)-len(rest)
			break
		}
	}
	if kind == "" {
		return false
	}
	if number == "" {
		k := skipSpace(s, i)
		if strings.HasPrefix(s[k:], "第") || at(s, k) == '(' {
			k++
		}
		if end := skipDigits(s, k); end > k && end-k < 3 {
			number, i = s[k:end], end
		}
	}
	if paren && at(s, i) == ')' {
		i++
	}
	p.i = i
	a := Amendment{Kind: kind, Number: number}
	p.amendmentDate(&a)
	p.n.amds = append(p.n.amds, a)
	p.evident = true
	return true
}

func hanDigit(s string) string {
	for i, d := range [...]string{"一", "二", "三", "四", "五", "六", "七", "八", "九"} {
		if s == d {
			return string(rune('1' + i))
		}
	}
	return ""
}
