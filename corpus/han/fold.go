// Package han folds text so that spellings of the same word meet: full-width
// to half-width, upper to lower case, accents off, traditional and Japanese
// characters to simplified Chinese. It works rune by rune, so that callers can
// keep byte offsets into the original. It also knows how Han characters sound
// (pinyin of titles, reading typed pinyin) and which are taken for each other
// by sound or by shape. It does not cut words and does not rank: which reading
// or correction was meant is for its callers to judge.
package han

import (
	_ "embed"
	"strings"
	"sync"
	"sync/atomic"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

//go:embed simplify.txt
var simplifyTable string

// The block of common Han characters is folded through an array; what lies
// outside it, rare and few, through a map.
const (
	firstHan = 0x3400
	lastHan  = 0x9fff
)

var tables = sync.OnceValue(func() *simplifier {
	s := &simplifier{rare: make(map[rune]rune)}
	for line := range strings.Lines(simplifyTable) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		from, size := utf8.DecodeRuneInString(line)
		to, _ := utf8.DecodeRuneInString(line[size:])
		if from >= firstHan && from <= lastHan && to <= 0xffff {
			s.common[from-firstHan] = uint16(to)
		} else {
			s.rare[from] = to
		}
	}
	return s
})

type simplifier struct {
	common [lastHan - firstHan + 1]uint16 // 0: the character stays
	rare   map[rune]rune
}

// Simplify is the simplified form of a Han character, or r itself.
func Simplify(r rune) rune {
	t := tables()
	if r >= firstHan && r <= lastHan {
		if to := t.common[r-firstHan]; to != 0 {
			return rune(to)
		}
		return r
	}
	if r < firstHan {
		return r
	}
	if to, ok := t.rare[r]; ok {
		return to
	}
	return r
}

// IsCommon reports whether r is a Han character of the common block, which folds
// to one character, Simplify's.
func IsCommon(r rune) bool { return r >= firstHan && r <= lastHan }

// AppendRune appends the folded form of r to dst: no, one or several runes
// (㎡ is m2, a combining accent is nothing).
func AppendRune(dst []byte, r rune) []byte {
	switch {
	case r < utf8.RuneSelf:
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return append(dst, byte(r))
	case r >= 0x3040 && r <= 0x30ff: // kana: their marks are letters
		return utf8.AppendRune(dst, r)
	case IsCommon(r):
		return utf8.AppendRune(dst, Simplify(r))
	case r >= 0xff01 && r <= 0xff5e: // full-width ASCII
		return AppendRune(dst, r-0xfee0)
	}
	return appendRare(dst, r)
}

// rareForms keeps the folded forms of characters below the common blocks, dashes
// and accented letters among them, once they have been asked for.
var rareForms [0x3040]atomic.Pointer[string]

func appendRare(dst []byte, r rune) []byte {
	if r < 0 || int(r) >= len(rareForms) {
		return foldRare(dst, r)
	}
	form := rareForms[r].Load()
	if form == nil {
		folded := string(foldRare(nil, r))
		form = &folded
		rareForms[r].Store(form)
	}
	return append(dst, *form...)
}

func foldRare(dst []byte, r rune) []byte {
	var in [utf8.UTFMax]byte
	n := utf8.EncodeRune(in[:], r)
	form := norm.NFKD
	if r >= 0xac00 && r <= 0xd7a3 || r >= 0xff66 && r <= 0xff9d { // Hangul syllables and half-width kana stay composed
		form = norm.NFKC
	}
	for _, d := range string(form.Bytes(in[:n])) {
		switch {
		case unicode.Is(unicode.Mn, d):
		case d < utf8.RuneSelf:
			dst = AppendRune(dst, d)
		default:
			dst = utf8.AppendRune(dst, Simplify(unicode.ToLower(d)))
		}
	}
	return dst
}

// Fold is the folded form of a whole text.
func Fold(s string) string {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= utf8.RuneSelf || 'A' <= c && c <= 'Z' {
			dst := append(make([]byte, 0, len(s)+8), s[:i]...)
			for _, r := range s[i:] {
				dst = AppendRune(dst, r)
			}
			return string(dst)
		}
	}
	return s
}

// IsIdeographic reports whether r belongs to a script written without spaces
// between words: Han, kana or Hangul.
func IsIdeographic(r rune) bool {
	switch {
	case r < 0x2e80:
		return false
	case r >= firstHan && r <= lastHan:
		return true
	}
	return r >= 0x3041 && r <= 0x30ff && r != 0x30fb || r == 0x3005 || r == 0x3007 || r >= 0xac00 && r <= 0xd7a3 ||
		unicode.Is(unicode.Han, r)
}
