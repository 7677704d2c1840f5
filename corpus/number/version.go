package number

import "strings"

// version reads an ordinal edition or a version: "V2.2.2", "ed.1", "Ed 3",
// ", edition 1986", and the bare version of IHO, "1.1.0".
func (p *scan) version() bool {
	s := p.s
	i := skipSpace(s, p.i)
	if at(s, i) == ',' {
		i = skipSpace(s, i+1)
	}
	if i == p.i && at(s, i) != '-' {
		return false
	}
	if upper(at(s, i)) == 'V' && (p.has(editioned|dotted|reported) || !p.find) && p.n.version == "" {
		k := i + 1
		if at(s, k) == '.' {
			k++
		}
		if end := dottedDigits(s, k); end > k && !isAlnum(at(s, end)) {
			p.n.version = s[k:end]
			p.i, p.evident = end, true
			return true
		}
		return false
	}
	if p.f.name == "IHO" && p.n.version == "" {
		if end := dottedDigits(s, i); end > i && strings.Count(s[i:end], ".") == 2 {
			p.n.version = s[i:end]
			p.i, p.evident = end, true
			return true
		}
	}
	return p.ordinalEdition(i)
}

// ordinalEdition reads "ed.1", "Ed 3", "Edition 2023" at i. An edition named
// by its year is the year.
func (p *scan) ordinalEdition(i int) bool {
	s := p.s
	end := skipLetters(s, i)
	word := s[i:end]
	if !strings.EqualFold(word, "ed") && !strings.EqualFold(word, "edition") || p.n.edition != "" {
		return false
	}
	k := end
	if at(s, k) == '.' {
		k++
	}
	k = skipSpace(s, k)
	stop := dottedDigits(s, k)
	if stop == k || isLetter(at(s, stop)) {
		return false
	}
	digits := s[k:stop]
	if len(digits) == 4 && p.n.year == 0 {
		p.setYear(digits)
	} else {
		p.n.edition = digits
	}
	p.i, p.evident = stop, true
	return true
}

// dottedDigits is the end of "1", "2.2.2", "1.1.0a" without the letter.
func dottedDigits(s string, i int) int {
	end := skipDigits(s, i)
	for end > i && at(s, end) == '.' && isDigit(at(s, end+1)) {
		end = skipDigits(s, end+1)
	}
	return end
}

// releaseVersion reads the release and version of 3GPP: ":REL-18/18.0.0",
// ":Release 2000/9.0.0", "/2.0.0", ":Ph1-DCS/2.0.0".
func (p *scan) releaseVersion() bool {
	if p.f.name != "3GPP" || p.n.version != "" {
		return false
	}
	s := p.s
	i := p.i
	switch at(s, i) {
	case ':':
		end := i + 1
		for end < len(s) && (isAlnum(s[end]) || s[end] == '-' || s[end] == ' ') && end-i < 20 {
			end++
		}
		if end == i+1 {
			return false
		}
		p.n.release = release(strings.ToUpper(s[i+1 : end]))
		i = end
		p.i, p.evident = i, true
		if at(s, i) != '/' {
			return true
		}
	case '/':
	case ' ':
		if upper(at(s, i+1)) != 'V' {
			return false
		}
		i++
	default:
		return false
	}
	end := dottedDigits(s, i+1)
	if end == i+1 {
		return p.i == i
	}
	p.n.version = s[i+1 : end]
	p.i, p.evident = end, true
	return true
}

// release writes the releases of 3GPP one way: R99 and Release 99 are REL-99.
func release(s string) string {
	s = strings.TrimSpace(s)
	if rest, ok := strings.CutPrefix(s, "RELEASE"); ok {
		s = "R" + strings.TrimLeft(rest, " -")
	} else if rest, ok := strings.CutPrefix(s, "REL"); ok {
		s = "R" + strings.TrimLeft(rest, " -")
	}
	if len(s) < 2 || s[0] != 'R' || !isDigit(s[1]) {
		return s
	}
	if s == "R2000" {
		s = "R00"
	}
	return "REL-" + s[1:]
}

// draftNumber reads the draft of an IEEE project: "/D3.1", "_D2", "/D-5",
// "/D-IS".
func (p *scan) draftNumber() bool {
	s := p.s
	i := p.i
	if c := at(s, i); p.n.draft != "" || c != '/' && c != '_' && c != ' ' && c != ',' {
		return false
	}
	joint := s[i]
	i = skipSpace(s, i+1)
	if joint != '/' && !isDigit(at(s, i+1)) || upper(at(s, i)) != 'D' {
		return false
	}
	k := i + 1
	if at(s, k) == '-' || at(s, k) == ' ' {
		k++
	}
	end := skipAlnum(s, k)
	for at(s, end) == '.' && isAlnum(at(s, end+1)) {
		end = skipAlnum(s, end+1)
	}
	if end == k || end-k > 12 {
		return false
	}
	p.n.draft = s[k:end]
	p.i, p.evident = end, true
	if at(s, end) == '.' {
		p.i++
	}
	return true
}

// draftDate reads the date at a draft: ", June 2010".
func (p *scan) draftDate() bool {
	if p.find && p.n.draft == "" || p.n.month != 0 || !p.drafts() && p.n.year != 0 {
		return false
	}
	year, month, day, end := p.namedDate(p.i)
	if year == 0 {
		return false
	}
	p.n.year, p.n.month, p.n.day = int16(year), int8(month), int8(day)
	p.i = end
	return true
}
