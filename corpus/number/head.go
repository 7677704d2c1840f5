package number

import "strings"

// head reads the publishers, document type and stage before a serial. It
// leaves the position behind them; false when no known body stands here.
func (p *scan) head() bool {
	s := p.s
	end := skipLetters(s, p.i)
	if end == p.i || foldedPrefix(s, p.i, "W3C") {
		return p.digitHead()
	}
	word := s[p.i:end]
	f, ok := lookup(words, word)
	switch {
	case ok && f.traits&chinese != 0:
		if a, ok := words["adopting "+f.name]; ok {
			if next, _, ok := p.publisher(skipJoint(s, end)); ok && next.tier > national {
				return p.chain(a, end)
			}
		}
		return p.china(f, end)
	case ok && f.traits&adopting != 0:
		next, _, ok := p.publisher(skipJoint(s, end))
		return ok && next.tier > national && p.chain(f, end)
	}
	if !ok && len(word) > 2 {
		if c := upper(word[len(word)-1]); c == 'T' || c == 'Z' {
			if f, ok := lookup(words, word[:len(word)-1]); ok && f.traits&mandated != 0 {
				if a, ok := words["adopting "+f.name+"T"]; ok && c == 'T' {
					if next, _, ok := p.publisher(skipJoint(s, end)); ok && next.tier > national {
						return p.chain(a, end)
					}
				}
				p.n.mandate = c
				return p.china(f, end)
			}
		}
	}
	if typeHead, known := p.typeHead(word, end); known {
		return typeHead
	}
	if f, k, ok := p.publisher(p.i); ok {
		return p.chain(f, k)
	}
	return false
}

// skipJoint skips what joins two publishers.
func skipJoint(s string, i int) int {
	i = skipSpace(s, i)
	if c := at(s, i); c == '/' || c == '-' || c == ',' {
		i = skipSpace(s, i+1)
	}
	return i
}

// digitHead reads the bodies whose word begins with a digit.
func (p *scan) digitHead() bool {
	if foldedPrefix(p.s, p.i, "3GPP") {
		p.i += 4
		p.setFamily(words["3GPP"])
		return true
	}
	if foldedPrefix(p.s, p.i, "W3C") && !isAlnum(p.peek(3)) {
		p.i += 3
		p.setFamily(words["W3C"])
		return true
	}
	return false
}

func (p *scan) setFamily(f *family) {
	if p.n.fam == nil {
		p.n.fam = f
	}
	p.f = f
}

// typeHead reads numbers that begin with a document type: "Guide ISO/CEI 37",
// "TS 23.501" of 3GPP, "TR X 0001" of JIS; known is false for any other word.
func (p *scan) typeHead(word string, end int) (ok, known bool) {
	typ, isType := lookup(documentTypes, word)
	if !isType {
		return false, false
	}
	j := skipSpace(p.s, end)
	switch typ {
	case "TR", "TS":
		digits := skipDigits(p.s, j)
		if digits-j == 2 && at(p.s, digits) == '.' && isDigit(at(p.s, digits+1)) {
			p.setFamily(words["3GPP"])
			return true, true // TS stays before the serial, as its prefix
		}
		if k := skipSpace(p.s, j+1); isUpper(at(p.s, j)) && k == j+2 && skipDigits(p.s, k)-k == 4 {
			p.setFamily(words["JIS"])
			p.n.typ, p.i = typ, j
			return true, true
		}
	case "Guide":
		if f, k, ok := p.publisher(j); ok && f.tier == international {
			p.n.typ = typ
			return p.chain(f, k), true
		}
	}
	return false, false
}

// publisher reads one publisher's word at i and gives the position behind it.
// Drafts of European standards glue a stage to it: prEN, FprEN, prISO.
func (p *scan) publisher(i int) (*family, int, bool) {
	s := p.s
	end := skipLetters(s, i)
	word := s[i:end]
	f, ok := lookup(words, word)
	switch {
	case !ok:
		stage := 0
		if foldedPrefix(s, i, "FPR") {
			stage = 3
		} else if foldedPrefix(s, i, "PR") {
			stage = 2
		}
		if stage == 0 {
			return nil, i, false
		}
		if f, ok = lookup(words, word[stage:]); !ok || f.tier < regional {
			return nil, i, false
		}
		p.n.stage = [...]string{2: "pr", 3: "Fpr"}[stage]
	case f.traits&chinese != 0:
		return nil, i, false
	case f.name == "ITU-D":
		k := end
		if at(s, k) == '-' || at(s, k) == ' ' {
			k++
		}
		if c := upper(at(s, k)); (c == 'T' || c == 'R' || c == 'D') && !isLetter(at(s, k+1)) {
			f, end = words["ITU-"+string(rune(c))], k+1
			if c == 'D' {
				f = words["ITU"]
			}
		}
	case f.name == "GOST":
		k := skipSpace(s, end)
		if strings.HasPrefix(s[k:], "Р") && !isCyrillic(at(s, k+2)) {
			f, end = words["GOST R"], k+len("Р")
		} else if at(s, k) == 'R' && !isLetter(at(s, k+1)) {
			f, end = words["GOST R"], k+1
		}
	case f.name == "CAN" && isDigit(at(s, end)) && at(s, end+1) == '-':
		end++ // CAN3-C49.7: the 3 is the accreditation of the publisher
	}
	return f, end, true
}

// chain reads the publishers behind the first, document types and stages, in
// whatever order they stand, up to the designator.
func (p *scan) chain(f *family, j int) bool {
	s := p.s
	p.n.fam, p.f = f, f
	last, count := f, 1
	var buf [64]byte
	body := append(buf[:0], f.name...)
	if f.name == "CAN" && isDigit(s[j-1]) {
		body = append(body, s[j-1])
	}
	for count < 8 && p.n.typ != "DIR" {
		k := skipJoint(s, j)
		if k < len(s) && s[k] == '(' && count == 1 {
			break
		}
		end := skipLetters(s, k)
		if end == k {
			break
		}
		word := s[k:end]
		next, after, ok := p.publisher(k)
		if ok && next.tier > bare && !p.opaque(last) && next.traits&adopting == 0 && p.joins(last, next, j, k) {
			if next == last {
				j = after // CEI/IEC is one publisher in two languages
				continue
			}
			if last.tier >= next.tier || last.name == "ANSI" {
				body = append(body, '/')
			} else if last.name == "CSA" || last.name == "CAN" {
				body = append(body, '-')
			} else {
				body = append(body, ' ')
			}
			body = append(body, next.name...)
			last, j, count = next, after, count+1
			continue
		}
		if p.opaque(last) {
			break
		}
		if typ, ok := lookup(documentTypes, word); ok && p.n.typ == "" && p.typed(last, typ) {
			p.n.typ, j = typ, end
			continue
		}
		if stage, ok := lookup(stageCodes, word); ok && p.n.stage == "" {
			j = end
			if isDigit(at(s, end)) && (at(s, end+1) == ' ' || at(s, end+1) == '.') {
				// CD2 is the second committee draft.
				stage = s[k : end+1]
				j = end + 1
			}
			p.n.stage = strings.ToUpper(stage)
			if p.n.stage == "DTR" || p.n.stage == "PDTR" || p.n.stage == "FDTR" {
				p.n.typ = "TR"
			} else if p.n.stage == "DTS" || p.n.stage == "PDTS" || p.n.stage == "FDTS" {
				p.n.typ = "TS"
			}
			continue
		}
		if strings.EqualFold(word, "R") && last.name == "ISO" && at(s, k-1) == '/' && p.n.typ == "" {
			p.n.typ, j = "R", end
			continue
		}
		break
	}
	if count > 1 {
		p.n.chain = string(body)
		if p.n.chain == "IEC/ISO" { // one committee's documents, in whatever order
			p.n.chain, p.n.fam = "ISO/IEC", words["ISO"]
		}
		p.evident = true
	}
	if p.n.typ != "" || p.n.stage != "" {
		p.evident = true
	}
	p.f = last
	p.n.rules = last
	p.i = j
	return true
}

// opaque reports whether a publisher's next words are its own series, never
// another publisher: "ETSI EN 300 328", "3GPP TS".
func (p *scan) opaque(f *family) bool {
	switch f.name {
	case "ETSI", "ITU-T", "ITU-R", "ITU-D", "CCITT", "NIST", "NBS", "ECMA", "MIL", "3GPP", "OIML", "IHO", "IANA", "W3C", "OASIS", "OMG":
		return true
	}
	return false
}

// typed reports whether a word is this publisher's document type rather than
// the beginning of a serial.
func (p *scan) typed(f *family, typ string) bool {
	switch typ {
	case "SPEC", "RP", "STD", "PUBL", "BULL":
		return f.name == "API"
	case "RM":
		return f.name == "IDF"
	}
	return true
}

// joins reports whether the word at k, behind the publisher that ends at j,
// is the next of a chain. Two numbers in a sentence may stand as near.
func (p *scan) joins(last, next *family, j, k int) bool {
	if p.find && k > j && p.s[k-1] == ' ' && p.s[j] == ' ' && last.tier >= next.tier {
		return false
	}
	return isUpper(p.s[k]) || !p.find || isCyrillic(p.s[k]) || p.n.stage != ""
}

// glued splits words written together: BSENISO, DINEN, ISOIEC. It gives the
// word with spaces between its publishers, or "".
func glued(word string) string {
	if len(word) < 4 || len(word) > longestWord {
		return ""
	}
	var out []string
	for rest := word; rest != ""; {
		n := min(len(rest), 5)
		for ; n >= 2; n-- {
			if f, ok := lookup(words, rest[:n]); ok && f.tier > bare {
				break
			}
			if _, ok := lookup(documentTypes, rest[:n]); ok && len(out) > 0 {
				break
			}
		}
		if n < 2 {
			return ""
		}
		out, rest = append(out, rest[:n]), rest[n:]
	}
	if len(out) < 2 {
		return ""
	}
	return strings.Join(out, " ")
}
