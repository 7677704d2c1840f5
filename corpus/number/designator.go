package number

import "strings"

// designator reads what identifies a document within its body: prefix,
// serial, parts. It stops before the year.
func (p *scan) designator() bool {
	if !p.prefixes() {
		return false
	}
	s := p.s
	start := p.i
	if c := at(s, start-1); p.n.prefix != "" && p.has(named) && (c == '-' || c == ':') {
		if _, end, ok := p.yearAt(start - 1); ok && end-start == 4 {
			p.i-- // ASME BPVC.IX-2023 has no serial but letters
			return true
		}
	}
	p.i = skipDigits(s, p.i)
	p.groups(start)
	p.n.serial = grouped(s[start:p.i], p.f)
	end := skipAlnum(s, p.i)
	if p.has(chinese) && end == p.i+1 && upper(s[p.i]) == 'E' {
		end = p.i // the language of an undated number is read later
	}
	if p.find && end-p.i > 3 && !p.has(reported) {
		return false
	}
	p.n.letters = s[p.i:end]
	p.i = end
	p.components()
	if at(s, p.i) == '~' {
		p.rangeEnd()
	}
	return true
}

// prefixes reads the words before the first digit and drops those that only
// say "standard".
func (p *scan) prefixes() bool {
	s, start, count := p.s, p.i, 0
	first, last := 0, 0
	var joined string
	for {
		i := p.i
		for i < len(s) && strings.IndexByte(" _-.:,#/", s[i]) >= 0 {
			i++
		}
		if i-p.i > 3 {
			return false
		}
		p.i = i
		c := at(s, i)
		if isDigit(c) {
			break
		}
		end := skipLetters(s, i)
		if end == i || i-start > 80 || count >= 8 {
			return false
		}
		word := s[i:end]
		if !p.prefixWord(word, count) {
			return false
		}
		p.i = end
		if fillers[strings.ToUpper(word)] && !p.literal() {
			if at(s, end) == '.' {
				p.i++
			}
			continue
		}
		switch count++; count {
		case 1:
			first, last = i, end
		case 2:
			joined = s[first:last] + " " + word
		default:
			joined += " " + word
		}
	}
	switch {
	case count == 1:
		p.n.prefix = s[first:last]
	case count > 1:
		p.n.prefix = joined
	}
	return true
}

// literal reports whether even filler words belong to the designation.
func (p *scan) literal() bool { return p.f.name == "MIL" }

// prefixWord reports whether a word may stand before a serial. In a text only
// short capitals may, or the word would be prose.
func (p *scan) prefixWord(word string, count int) bool {
	if wide(word, 0) {
		return !p.find && p.f.traits&chinese == 0
	}
	if p.has(chinese) {
		if len(word) > 4 || count > 1 {
			return false
		}
		return !p.find || isUpper(word[0]) && (len(word) == 1 || p.has(dashed))
	}
	if !p.find {
		return true
	}
	if f, ok := lookup(words, word); ok && f.tier > bare {
		return false
	}
	if fillers[strings.ToUpper(word)] {
		return true
	}
	if count > 1 || len(word) > 5 {
		return false
	}
	for i := range len(word) {
		if !isUpper(word[i]) {
			return false
		}
	}
	return true
}

// groups joins the groups of a serial that is written with spaces, "300 328"
// of ETSI and "01 01 01 00" of CSM. An EN with such a serial is ETSI's.
func (p *scan) groups(start int) {
	s := p.s
	width := 3
	switch {
	case p.f.name == "CSM":
		width = 2
	case p.f.name == "EN" && p.i-start == 3 && p.n.chain == "":
		if end := skipDigits(s, p.i+1); at(s, p.i) != ' ' || end-p.i != 4 || s[start] != '3' {
			return
		}
		p.n.fam, p.f, p.n.rules = words["ETSI"], words["ETSI"], words["ETSI"]
		p.n.prefix = "EN"
	case !p.has(spaced):
		return
	}
	if p.i-start > width {
		return
	}
	for at(s, p.i) == ' ' || at(s, p.i) == '_' && !p.find {
		end := skipDigits(s, p.i+1)
		if end-p.i-1 != width || isLetter(at(s, end)) {
			return
		}
		p.i = end
	}
}

// grouped writes the serial of a body that writes it in groups as that body
// does, "300 328" of ETSI and "01 01 01 04" of CSM, however it was written.
func grouped(serial string, f *family) string {
	width, digits := 0, len(serial)-strings.Count(serial, " ")-strings.Count(serial, "_")
	switch {
	case f.name == "ETSI" && digits == 6:
		width = 3
	case f.name == "CSM" && digits == 8:
		width = 2
	default:
		return serial
	}
	b := make([]byte, 0, 12)
	for i := range len(serial) {
		if !isDigit(serial[i]) {
			continue
		}
		if len(b) > 0 && (len(b)+1)%(width+1) == 0 {
			b = append(b, ' ')
		}
		b = append(b, serial[i])
	}
	return string(b)
}

// longestParts bounds the parts in bytes, so that a text made of parts is not
// read again and again.
const longestParts = 64

// components reads the parts behind the serial, up to the year or to whatever
// is no part.
func (p *scan) components() {
	s, start := p.s, p.i
	for p.i < len(s) && p.i-start < longestParts {
		c := s[p.i]
		next := at(s, p.i+1)
		switch {
		case c != '.' && c != '-' && c != '/' && c != ' ' && c != '~':
			goto done
		case c == ' ':
			if k := p.numero(); k > 0 {
				p.i = skipAlnum(s, k)
				continue
			}
			goto done
		case c == '/' && next == '-' && isDigit(at(s, p.i+2)) && !p.find:
			p.i = skipAlnum(s, p.i+2) // OIML R 46-1/-2
			continue
		case c == '/' && !p.has(twinned|dotted) && !p.slashPart():
			goto done
		case c == '/' && p.has(twinned) && !p.twin():
			goto done
		case c == '~' || !isAlnum(next):
			goto done
		}
		if c == '-' {
			if _, _, ok := p.yearAt(p.i); ok {
				goto done
			}
		}
		end := skipAlnum(s, p.i+1)
		if isLetter(next) && !(c == '/' && p.has(twinned)) && !p.letterPart(s[p.i+1:end]) {
			goto done
		}
		p.i = end
	}
done:
	p.n.parts = s[start:p.i]
	p.iterate()
}

// iterate reads the second and later drafts of one stage, which ISO and IEC
// number behind the serial: ISO/CD 9001.2 is no part of a standard 9001. IEEE's
// parts have a dot too.
func (p *scan) iterate() {
	last := len(p.n.parts) - 2
	if p.n.stage == "" || p.f.name != "ISO" && p.f.name != "IEC" || strings.Contains(p.n.chain, "IEEE") || last < 0 || p.n.parts[last] != '.' || p.n.parts[last+1] < '2' || p.n.parts[last+1] > '9' {
		return
	}
	p.n.parts, p.n.iteration = p.n.parts[:last], p.n.parts[last+1:]
}

// numero is where the digits begin behind " NO. ", the Canadian way to part
// C22.2; 0 when that does not stand here.
func (p *scan) numero() int {
	if p.f.name != "CSA" && p.f.name != "CAN" || !foldedPrefix(p.s, p.i, " NO.") {
		return 0
	}
	if k := skipSpace(p.s, p.i+4); isDigit(at(p.s, k)) {
		return k
	}
	return 0
}

// slashPart reports whether the slash here belongs to the serial, as in IEC
// 60695-2-1/0 and CIE 19/2.1; twin whether it joins a second designator, as
// in ASTM A945/A945M and ITU-T G.7041/Y.1303.
func (p *scan) slashPart() bool {
	if p.f == genericRules && isUpper(p.peek(1)) && isUpper(p.peek(2)) {
		return true
	}
	if p.has(chinese) || !isDigit(p.peek(1)) {
		return false
	}
	end := skipDigits(p.s, p.i+1)
	if p.f == genericRules {
		return true // IEC's working documents: 110/1329/CDV
	}
	return end-p.i <= 3 && (!isAlnum(at(p.s, end)) || !p.find) && at(p.s, end) != '/'
}

func (p *scan) twin() bool {
	s := p.s
	if !isLetter(p.peek(1)) && !isDigit(p.peek(1)) {
		return false
	}
	end := skipLetters(s, p.i+1)
	if end-p.i-1 > 3 {
		return false
	}
	if p.f.name == "ASTM" {
		return isDigit(at(s, end)) && at(s, end-1) != 0
	}
	return at(s, end) == '.' || end == p.i+1 && isDigit(p.peek(1))
}

// letterPart reports whether a component that begins with a letter is a part
// ("-SP1", ".HDB", "-A001") and not the amendment, mark or word behind the
// number.
func (p *scan) letterPart(word string) bool {
	letters := skipLetters(word, 0)
	if _, ok := lookup(amendmentWords, word[:letters]); ok && !p.has(reported) && !p.looseLetter(word, letters) {
		return false
	}
	if p.drafts() && upper(word[0]) == 'D' && letters == 1 && len(word) > 1 && p.peek(0) != '.' && p.peek(0) != '-' {
		return false
	}
	if p.find {
		return letters <= 3 && isUpper(word[0]) && (letters < len(word) || p.has(named))
	}
	if p.has(chinese) {
		return letters == 1 || letters < len(word) && letters <= 3
	}
	return true
}

// looseLetter reports whether a single letter that elsewhere begins an
// amendment ("A1", "C1") is a part here: it follows a dash or dot.
func (p *scan) looseLetter(word string, letters int) bool {
	return letters == 1 && letters < len(word) && p.peek(0) != '/' && p.f.amd != amdEN
}

// rangeEnd reads the end of a range of parts, "~5750.13" or "~5".
func (p *scan) rangeEnd() {
	s := p.s
	start := p.i + 1
	if word := skipLetters(s, start); p.n.fam != nil && strings.EqualFold(s[start:word], p.n.fam.name) {
		_, start = mandateAt(s, word) // the body may be written again
		start = skipSpace(s, start)
	}
	end := start
	for end < len(s) && (isDigit(s[end]) || s[end] == '.' && isDigit(at(s, end+1))) {
		end++
	}
	if end > start {
		text := s[start:end]
		if rest, ok := strings.CutPrefix(text, p.n.serial+"."); ok {
			text = rest
		}
		p.n.ranged = text
		p.i = end
	}
}
