package number

// china reads what stands between the word of a Chinese family, which ends at
// j, and the serial: mandate letter, region, organization, committee.
func (p *scan) china(f *family, j int) bool {
	p.n.fam, p.f = f, f
	switch {
	case f.traits&owned != 0:
		return p.owner(j)
	case f.traits&located != 0:
		j = p.region(f, j)
	case f.level == Industry && p.n.mandate == 0:
		j = p.subseries(j)
	}
	if p.n.mandate == 0 && f.traits&mandated != 0 {
		p.n.mandate, j = mandateAt(p.s, j)
	}
	if p.n.mandate != 0 {
		p.evident = true
	}
	if f.name == "JJG" || f.name == "JJF" {
		j = p.committee(j)
	}
	p.i = j
	return true
}

// mandateAt reads the letter of a recommended standard or a guidance document
// in any of its spellings: "/T", " T", "-T", "_t", "/ T"; 0 when there is
// none.
func mandateAt(s string, j int) (byte, int) {
	k := skipSpace(s, j)
	if c := at(s, k); c == '/' || c == '-' || c == '.' {
		k = skipSpace(s, k+1)
	}
	if c := upper(at(s, k)); (c == 'T' || c == 'Z') && !isLetter(at(s, k+1)) {
		if next := skipSpace(s, k+1); isAlnum(at(s, next)) || at(s, next) == '-' || at(s, next) == '(' {
			return c, k + 1
		} else if at(s, next) == '.' && isDigit(at(s, next+1)) {
			return c, next + 1
		}
	}
	return 0, j
}

// subseries reads the second code of numbers such as JB/ZQ 1021 and NB/SH/T
// 0001.
func (p *scan) subseries(j int) int {
	if at(p.s, j) != '/' {
		return j
	}
	k := skipLetters(p.s, j+1)
	word := p.s[j+1 : k]
	if len(word) < 2 && word != "B" && word != "C" && word != "Q" || len(word) > 3 || wide(word, 0) {
		return j
	}
	if c := at(p.s, skipSpace(p.s, k)); !isDigit(c) && c != '/' {
		return j
	}
	if f, ok := lookup(words, word); ok && f.tier > bare {
		return j
	}
	if documentTypes[word] != "" || upper(word[0]) == 'T' && len(word) == 1 {
		return j
	}
	p.n.org = word
	p.evident = true
	return k
}

// provinces are the first two digits of administrative division codes, GB/T
// 2260, as a set of bits.
const provinces = 1<<11 | 1<<12 | 1<<13 | 1<<14 | 1<<15 | 1<<21 | 1<<22 | 1<<23 |
	1<<31 | 1<<32 | 1<<33 | 1<<34 | 1<<35 | 1<<36 | 1<<37 | 1<<41 | 1<<42 | 1<<43 | 1<<44 | 1<<45 | 1<<46 |
	1<<50 | 1<<51 | 1<<52 | 1<<53 | 1<<54 | 1<<61 | 1<<62 | 1<<63

func isProvince(digits string) bool {
	if len(digits) < 2 {
		return false
	}
	v := value(digits[:2])
	return v < 64 && uint64(provinces)>>v&1 == 1 || v == 64 || v == 65 || v == 71 || v == 81 || v == 82
}

// region reads the digits of a region: two for a province, four for a city,
// six for a county. DB without them is seismology, DB/T 1.
func (p *scan) region(f *family, j int) int {
	k := skipSpace(p.s, j)
	if at(p.s, k) == '-' {
		k++
	}
	end := skipDigits(p.s, k)
	digits := p.s[k:end]
	if !isProvince(digits) {
		return j
	}
	take := func(n int) int {
		p.n.region = digits[:n]
		p.evident = true
		return k + n
	}
	letter, _ := mandateAt(p.s, end)
	next := at(p.s, end)
	switch len(digits) {
	case 2, 4, 6:
		if letter != 0 || next == '/' || (next == ' ' || next == '_') && isDigit(at(p.s, skipSpace(p.s, end))) {
			end = take(len(digits))
			if next == '/' && letter == 0 {
				end++
			}
			return end
		}
	}
	if f.name == "DB" && len(digits) >= 5 {
		return take(2)
	}
	return j
}

// owner reads the organization of a group or enterprise standard: T/CECS,
// T/CECA-G, T/IAC CAMRA, Q/GDW.
func (p *scan) owner(j int) bool {
	s := p.s
	k := skipSpace(s, j)
	switch c := at(s, k); {
	case c == '/' || c == '-' && k == j:
		k = skipSpace(s, k+1)
	case c == 0 || k == j || s[j] != '_':
		return false
	}
	start := k
	if p.f.name == "Q" {
		k = skipAlnum(s, k)
		if end := skipDigits(s, start); end == k && end > start {
			if next := skipLetters(s, skipSpace(s, k)); next-k >= 3 {
				k = next
			} else {
				return false
			}
		}
		// The digits at the end of the run are the serial: Q/GDW1234.
		for end := k; end > start && isDigit(s[end-1]); end-- {
			if end-1 > start && !isDigit(s[end-2]) {
				k = end - 1
				break
			}
		}
	} else {
		k = skipLetters(s, k)
		if end := skipLetters(s, k+1); k > start && isDigit(at(s, k)) && end > k+1 && at(s, end) == ' ' {
			k = end // SHV2X
		}
	}
	if k-start < 2 || k-start > 16 || wide(s, start) {
		return false
	}
	if p.find && !isUpper(s[start]) {
		return false
	}
	if c := at(s, k); c == '-' || c == ' ' || c == '/' {
		end := skipLetters(s, k+1)
		letters := end - k - 1
		next := at(s, end)
		if !wide(s, k+1) && (c == '-' && letters >= 1 && letters <= 8 && (next == ' ' || next == '_') ||
			c != '-' && letters >= 3 && letters <= 10 && next == ' ' && isDigit(at(s, end+1)) && isUpper(at(s, k+1))) {
			k = end
		}
	}
	p.n.org = s[start:k]
	p.evident = true
	p.i = k
	return true
}

// committee reads the industry or region in JJG(电子) and JJF (京).
func (p *scan) committee(j int) int {
	k := skipSpace(p.s, j)
	if at(p.s, k) != '(' {
		return j
	}
	for end := k + 1; end < len(p.s) && end < k+24; end++ {
		if p.s[end] == ')' {
			if end == k+1 || isDigit(p.s[k+1]) {
				return j
			}
			p.n.committee = p.s[k+1 : end]
			p.evident = true
			return end + 1
		}
	}
	return j
}
