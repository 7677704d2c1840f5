package number

// scan reads one number out of a folded text. It only moves forward, so that
// its time is linear in what it reads.
type scan struct {
	s       string
	i       int
	find    bool    // in running text: stop where the number stops
	n       Number  // what has been read
	f       *family // the publisher whose rules the serial follows
	depth   int     // of dual numbers inside numbers
	evident bool    // something other than the body's word speaks for a number
}

func (p *scan) has(t trait) bool { return p.f.traits&t != 0 }

// peek is byte k from here, 0 past the end.
func (p *scan) peek(k int) byte { return at(p.s, p.i+k) }

func at(s string, i int) byte {
	if i >= 0 && i < len(s) {
		return s[i]
	}
	return 0
}

// skipSpace is the first position from i that is no space; file names write
// "_" for it.
func skipSpace(s string, i int) int {
	for i < len(s) && (s[i] == ' ' || s[i] == '_') {
		i++
	}
	return i
}

// skipDigits is the end of the run of digits at i.
func skipDigits(s string, i int) int {
	for i < len(s) && isDigit(s[i]) {
		i++
	}
	return i
}

// skipLetters is the end of the run of Latin or Cyrillic letters at i.
func skipLetters(s string, i int) int {
	for i < len(s) {
		switch {
		case isLetter(s[i]):
			i++
		case isCyrillic(s[i]):
			i += 2
		default:
			return i
		}
	}
	return min(i, len(s))
}

// skipAlnum is the end of the run of Latin letters and digits at i.
func skipAlnum(s string, i int) int {
	for i < len(s) && isAlnum(s[i]) {
		i++
	}
	return i
}

const longestWord = 16

// lookup finds a word of a table without regard to case.
func lookup[V any](m map[string]V, word string) (V, bool) {
	var none V
	if len(word) == 0 || len(word) > longestWord {
		return none, false
	}
	var buf [longestWord]byte
	for i := range len(word) {
		buf[i] = upper(word[i])
	}
	v, ok := m[string(buf[:len(word)])]
	return v, ok
}

// wordIs reports whether s has the upper-case word at i, without regard to
// case, and no letter behind it.
func wordIs(s string, i int, word string) bool {
	return foldedPrefix(s, i, word) && !isLetter(at(s, i+len(word)))
}

// foldedPrefix reports whether s has the upper-case text at i, without regard
// to case.
func foldedPrefix(s string, i int, text string) bool {
	if i < 0 || i+len(text) > len(s) {
		return false
	}
	for k := range len(text) {
		if upper(s[i+k]) != text[k] {
			return false
		}
	}
	return true
}

// value reads digits as a number; long ones are cut, since only years, months
// and the like are read so.
func value(digits string) int {
	v := 0
	for i := 0; i < len(digits) && i < 9; i++ {
		v = v*10 + int(digits[i]-'0')
	}
	return v
}

// wide reports whether a multi-byte character stands at i.
func wide(s string, i int) bool { return at(s, i) >= 0x80 }
