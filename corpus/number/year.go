package number

import "strings"

// yearAt reads the year behind the dash or colon at i: where its digits
// begin and end. It decides what is a year and what a part: a part may look
// like a year only when a year follows it.
func (p *scan) yearAt(i int) (start, end int, ok bool) {
	s := p.s
	sep := s[i]
	start = i + 1
	if !p.find || sep == ':' || at(s, start) == ' ' {
		for k := 0; k < 2 && at(s, start) == ' '; k++ {
			start++
		}
	}
	if p.has(shortYear) && isLetter(at(s, start)) {
		// CSA marks metric editions: M85, M1981, FM88.
		if k := start + 1; upper(s[start]) == 'M' && isDigit(at(s, k)) {
			start = k
		} else if upper(s[start]) == 'F' && upper(at(s, k)) == 'M' && isDigit(at(s, k+1)) {
			start = k + 1
		}
	}
	end = skipDigits(s, start)
	switch end - start {
	case 4:
		v := value(s[start:end])
		ok = v >= 1880 && v < 2100 && p.closes(end, sep)
	case 2:
		ok = start == i+1 || isLetter(s[start-1]) || p.has(shortYear)
		ok = ok && p.shortYear(sep, value(s[start:end]), end)
	}
	return start, end, ok
}

// closes reports whether a year may end here.
func (p *scan) closes(end int, sep byte) bool {
	s := p.s
	next := at(s, end)
	switch {
	case next == 0:
		return true
	case isLetter(next):
		return p.tagEnd(end) > end || p.has(chinese) && adoptionWord(s, end) > end
	case isDigit(next):
		return false
	case next == '.' && isAlnum(at(s, end+1)):
		return false
	case next == ':' && sep == '-' && isDigit(at(s, end+1)):
		return false
	case next == '-' && sep == '-':
		digits := skipDigits(s, end+1)
		switch digits - end - 1 {
		case 0, 2:
			return true
		case 4:
			v := value(s[end+1 : digits])
			return v < 1880 || v >= 2100
		}
		return p.find
	}
	return true
}

// tagEnd is the end of the letters that may stand at a year: the language of
// a Chinese edition (2018E), the revisions of ASTM (07e1, 16a), JIS's R.
func (p *scan) tagEnd(i int) int {
	s := p.s
	end := skipAlnum(s, i)
	if end-i > 3 || p.has(chinese) && adoptionWord(s, i) > i {
		return i
	}
	if p.has(chinese) && (end-i != 1 || strings.IndexByte("EFRVPTCGSJKAD", upper(s[i])) < 0) {
		return i
	}
	return end
}

// shortYear reports whether two digits behind a serial are a year. Chinese
// numbers dropped the century until the nineties; 10 to 49 there is more
// likely a part.
func (p *scan) shortYear(sep byte, v, end int) bool {
	next := at(p.s, end)
	if isDigit(next) || isLetter(next) && (!p.has(shortYear|chinese) || p.tagEnd(end) == end) {
		return false
	}
	if (next == '.' || next == '-' || next == ':') && isAlnum(at(p.s, end+1)) {
		return false
	}
	f := p.n.fam
	switch {
	case p.has(chinese):
		return v >= 50 || v < 10 && p.f.level != Group && p.f.level != Enterprise
	case sep == ':':
		return p.has(shortYear) || f != nil && f.traits&shortYear != 0 || p.lead()
	case f == nil:
		return false
	case f.name == "CSA" || f.name == "CAN":
		return true
	case f.traits&shortYear == 0 && strings.HasPrefix(f.name, "GOST") || f.name == "RMG" || f.name == "PMG":
		return v >= 50 && v != 0
	case p.n.chain != "" && p.has(colon):
		return f.traits&shortYear != 0 && v >= 50
	}
	return p.has(shortYear)
}

func (p *scan) lead() bool { return p.n.lead != "" }

// century resolves a year of two digits.
func (p *scan) century(v int) int {
	if p.has(chinese) && v < 50 || !p.has(chinese) && v <= 30 {
		return 2000 + v
	}
	return 1900 + v
}

// setYear takes the digits of a year.
func (p *scan) setYear(digits string) {
	v := value(digits)
	if len(digits) == 2 {
		v = p.century(v)
		p.n.short = true
	}
	p.n.year = int16(v)
	p.evident = true
}

// year reads the year at the position, and the month where bodies print one,
// "2015-11".
func (p *scan) year() bool {
	s := p.s
	i := skipSpace(s, p.i)
	if at(s, i) == ',' && !p.find {
		return p.looseYear(skipSpace(s, i+1))
	}
	if c := at(s, i); c != '-' && c != ':' {
		return i > p.i && p.looseYear(i)
	}
	start, end, ok := p.yearAt(i)
	if !ok {
		return false
	}
	p.setYear(s[start:end])
	p.i = end
	p.monthAt(end)
	p.yearTag()
	return true
}

// lateYear reads the year of a draft corrigendum that stands behind the
// draft's number, P802.3-2015_Cor1/D-2.1-2017.
func (p *scan) lateYear() bool {
	last := len(p.n.amds) - 1
	if p.n.draft == "" || p.n.year == 0 || last < 0 || p.n.amds[last].Year != 0 || p.peek(0) != '-' {
		return false
	}
	p.amendmentDate(&p.n.amds[last])
	return p.n.amds[last].Year != 0
}

// looseYear reads a year behind a space only, "GB 50001 2017".
func (p *scan) looseYear(i int) bool {
	s := p.s
	end := skipDigits(s, i)
	if end-i != 4 || p.n.parts == "" && p.n.serial == "" {
		return false
	}
	v := value(s[i:end])
	if v < 1950 || v > 2050 || isAlnum(at(s, end)) || strings.HasPrefix(s[end:], "年") || strings.HasPrefix(s[end:], "月") {
		return false
	}
	if c := at(s, end); (c == '-' || c == '.' || c == ':' || c == '/') && isDigit(at(s, end+1)) {
		return false
	}
	if p.find && !p.has(chinese) {
		return false
	}
	p.setYear(s[i:end])
	p.i = end
	return true
}

// monthAt reads "-11" behind a year, and "-05" for the day behind that.
func (p *scan) monthAt(i int) {
	s := p.s
	if at(s, i) != '-' || p.has(chinese) {
		return
	}
	end := skipDigits(s, i+1)
	if v := value(s[i+1 : end]); end-i == 3 && v >= 1 && v <= 12 && !isLetter(at(s, end)) {
		p.n.month = int8(v)
		p.i = end
		day := skipDigits(s, end+1)
		if at(s, end) == '-' && day-end == 3 && !isAlnum(at(s, day)) {
			if v := value(s[end+1 : day]); v >= 1 && v <= 31 {
				p.n.day = int8(v)
				p.i = day
			}
		}
	}
}

// yearTag reads the letters at a year.
func (p *scan) yearTag() {
	s := p.s
	end := p.tagEnd(p.i)
	if end == p.i || !isLetter(s[p.i]) || marks[strings.ToUpper(s[p.i:end])] {
		return
	}
	if p.has(chinese) {
		p.n.language = strings.ToUpper(s[p.i:end])
	} else {
		p.n.tag = s[p.i:end]
	}
	p.i = end
}

var monthNames = [...]string{"JANUARY", "FEBRUARY", "MARCH", "APRIL", "MAY", "JUNE", "JULY", "AUGUST", "SEPTEMBER", "OCTOBER", "NOVEMBER", "DECEMBER"}

// monthName reads a month's name, whole or its first letters; 0 when none
// stands at i.
func monthName(s string, i int) (month, end int) {
	end = skipLetters(s, i)
	if end-i < 3 || end-i > 9 {
		return 0, i
	}
	for m, name := range monthNames {
		if len(name) >= end-i && foldedPrefix(s, i, name[:end-i]) || end-i == 4 && m == 8 && foldedPrefix(s, i, "SEPT") {
			return m + 1, end
		}
	}
	return 0, i
}

// namedDate reads ", June 2010", ", 9 June 2010" or ", June 5, 2010"; the
// position is behind the year when it does.
func (p *scan) namedDate(i int) (year, month, day, end int) {
	s := p.s
	i = skipSpace(s, i)
	if at(s, i) == ',' {
		i = skipSpace(s, i+1)
	}
	if d := skipDigits(s, i); d-i >= 1 && d-i <= 2 {
		day = value(s[i:d])
		i = skipSpace(s, d)
	}
	month, i = monthName(s, i)
	if month == 0 {
		return 0, 0, 0, 0
	}
	if at(s, i) == '.' {
		i++
	}
	for k := 0; k < 3 && (at(s, i) == ' ' || at(s, i) == ',' || at(s, i) == '-'); k++ {
		i++
	}
	end = skipDigits(s, i)
	if n := end - i; n >= 1 && n <= 2 && day == 0 {
		day = value(s[i:end])
		i = end
		for k := 0; k < 3 && (at(s, i) == ' ' || at(s, i) == ','); k++ {
			i++
		}
		end = skipDigits(s, i)
	}
	if end-i != 4 || isAlnum(at(s, end)) {
		return 0, 0, 0, 0
	}
	return value(s[i:end]), month, day, end
}
