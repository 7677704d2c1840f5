package number

import "unicode/utf8"

// folded is a text with the accidents of typing taken out: full-width forms
// are ASCII, every dash is "-", every space is " ", Cyrillic is upper case,
// quotes and book brackets are '"'. Case of Latin letters stays, since some
// bodies mean something by it.
type folded struct {
	s   string
	off []int32 // of every byte of s, its offset in the source; nil when equal
}

// at is the offset in the source of byte i of the folded text.
func (f folded) at(i, sourceLen int) int {
	switch {
	case f.off == nil:
		return i
	case i >= len(f.off):
		return sourceLen
	}
	return int(f.off[i])
}

// plain reports whether folding would leave the text as it is.
func plain(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < ' ' || s[i] >= 0x7f || s[i] == '\\' || (s[i] == ' ' || s[i] == '-') && i > 0 && s[i-1] == s[i] {
			return false
		}
	}
	return true
}

// fold folds a text; offsets are kept only when asked for.
func fold(s string, offsets bool) folded {
	if plain(s) {
		return folded{s: s}
	}
	var stack [96]byte
	b := stack[:0]
	if len(s) > len(stack) {
		b = make([]byte, 0, len(s))
	}
	var off []int32
	if offsets {
		off = make([]int32, 0, len(s))
	}
	for i := 0; i < len(s); {
		r, size := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		n := len(b)
		switch r = foldRune(r); {
		case r == dropped:
		case r == softHyphen:
			// A line broken inside a number left it; elsewhere it is nothing.
			if n > 0 && (isAlnum(b[n-1]) || b[n-1] >= utf8.RuneSelf) && i+size < len(s) && isDigit(s[i+size]) {
				b = append(b, '-')
			}
		case (r == '-' || r == ' ') && n > 0 && b[n-1] == byte(r):
			// "——" is one dash, any white space is one space.
		case r < utf8.RuneSelf:
			b = append(b, byte(r))
		case r >= 0x2160 && r <= 0x216B:
			b = append(b, romans[r-0x2160]...)
		default:
			b = utf8.AppendRune(b, r)
		}
		if offsets {
			for range len(b) - n {
				off = append(off, int32(i))
			}
		}
		i += size
	}
	return folded{s: string(b), off: off}
}

const (
	dropped    rune = -1
	softHyphen rune = 0xAD
)

var romans = [...]string{"I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"}

// foldRune maps one character. The dashes and spaces are those of Unicode's
// categories Pd and Zs, and the box-drawing and minus signs that stand for a
// dash in Chinese documents.
func foldRune(r rune) rune {
	switch {
	case r < ' ':
		return ' '
	case r == '\\':
		return '/'
	case r < 0x7f:
		return r
	case r >= 0x4E00 && r <= 0x9FFF:
		return r
	case r >= 0xFF01 && r <= 0xFF5E:
		return foldRune(r - 0xFEE0)
	case r >= 0x430 && r <= 0x44F:
		return r - 0x20
	case r >= 0x2010 && r <= 0x2015, r == 0x2212, r == 0x2500, r == 0x2501, r == 0xFE58, r == 0xFE63, r == 0x2E3A, r == 0x2E3B, r == 0x2043, r == 0x2027:
		return '-'
	case r >= 0x2000 && r <= 0x200A, r == 0xA0, r == 0x202F, r == 0x205F, r == 0x3000, r == 0x1680, r == 0x2116, r == 0x7f:
		return ' '
	case r >= 0x200B && r <= 0x200F, r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x2069, r == 0xFEFF, r == 0xAE, r == 0x2122:
		return dropped
	}
	switch r {
	case '《', '》', '〈', '〉', '「', '」', '『', '』', '“', '”', '‘', '’', '"', '«', '»', utf8.RuneError:
		return '"'
	case '〔', '【':
		return '('
	case '〕', '】':
		return ')'
	case '∕', '⁄':
		return '/'
	case '·', '•', '．':
		return '.'
	case '〜', '∼':
		return '~'
	case '︰', '∶':
		return ':'
	}
	return r
}

func isDigit(c byte) bool { return c-'0' < 10 }
func isLetter(c byte) bool {
	c |= 0x20
	return c-'a' < 26
}
func isAlnum(c byte) bool { return isDigit(c) || isLetter(c) }
func isUpper(c byte) bool { return c-'A' < 26 }

func upper(c byte) byte {
	if c-'a' < 26 {
		return c - 0x20
	}
	return c
}

// isCyrillic reports whether c begins a Cyrillic letter in UTF-8.
func isCyrillic(c byte) bool { return c == 0xD0 || c == 0xD1 }
