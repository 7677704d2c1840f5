package columns

import (
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// Mojibake reports whether a text looks as if it had been read in the wrong
// encoding: replacement characters, rows of question marks, UTF-8 read as
// GBK (鏍囧噯), GBK read as Latin-1 (±ê×¼), UTF-8 read as Latin-1 (æ ‡). It
// errs on the side of silence, and nothing is repaired: what was lost on the
// way can't be known.
func Mojibake(text string) bool {
	suspect := false
	for i := 0; i < len(text); i++ {
		if c := text[i]; c >= utf8.RuneSelf || c == '?' {
			suspect = true
			break
		}
	}
	if !suspect {
		return false
	}
	const enough = 4000 // bytes looked at of a long text
	if len(text) > enough {
		text = strings.ToValidUTF8(text[:enough], "")
	}
	if strings.ContainsRune(text, utf8.RuneError) || strings.Contains(text, "????") || strings.Contains(text, "锟斤拷") || strings.Contains(text, "烫烫烫") {
		return true
	}
	latin, from := 0, 0
	for i, r := range text {
		switch {
		case latin1(r):
			if latin == 0 {
				from = i
			}
			latin++
			continue
		case r >= 0x4e00 && r <= 0x9fff && leadByte(r) >= 0xe2 && gbkOfUTF8(text[i:]):
			return true
		}
		if latin >= 4 && latinOfBytes(text[from:i]) {
			return true
		}
		latin = 0
	}
	return latin >= 4 && latinOfBytes(text[from:])
}

// latin1 reports whether a character is one that bytes above 0x7F become when
// they are read as Latin-1 or Windows-1252.
func latin1(r rune) bool {
	if r < 0x80 {
		return false
	}
	if r <= 0xff {
		return true
	}
	_, ok := charmap.Windows1252.EncodeRune(r)
	return ok
}

// latinOfBytes reports whether a run of such characters is Chinese in GBK or
// any text in UTF-8 when its bytes are put back.
func latinOfBytes(run string) bool {
	raw := make([]byte, 0, len(run))
	distinct := make(map[rune]bool)
	for _, r := range run {
		distinct[r] = true
		switch b, ok := charmap.Windows1252.EncodeRune(r); {
		case ok:
			raw = append(raw, b)
		case r <= 0xff:
			raw = append(raw, byte(r))
		default:
			return false
		}
	}
	if utf8.Valid(raw) {
		return true
	}
	if len(distinct) < 4 {
		return false // ×××× is a blank to fill in
	}
	if len(raw)%2 != 0 {
		raw = raw[:len(raw)-1]
	}
	// GB2312's characters of the first level, which make up nearly all text,
	// begin with B0 to D7; accented words of Europe have no such pairs in a row.
	common := 0
	for i := 0; i+1 < len(raw); i += 2 {
		if raw[i] < 0xa1 || raw[i] > 0xf7 || raw[i+1] < 0xa1 {
			return false
		}
		if raw[i] >= 0xb0 && raw[i] <= 0xd7 {
			common++
		}
	}
	return common*2 >= len(raw)/2
}

// leads holds, for every Han character of the basic block, the first of its
// two bytes in GBK.
var leads = sync.OnceValue(func() *[0x5200]byte {
	var out [0x5200]byte
	enc := simplifiedchinese.GBK.NewEncoder()
	for r := rune(0x4e00); r <= 0x9fff; r++ {
		if b, err := enc.Bytes([]byte(string(r))); err == nil && len(b) == 2 {
			out[r-0x4e00] = b[0]
		}
	}
	return &out
})

// leadByte is the first byte of a Han character in GBK. That of a character
// in common use is below E2, so that hardly a text needs the test proper.
func leadByte(r rune) byte { return leads()[r-0x4e00] }

// gbkOfUTF8 reports whether the Han characters that s begins with are UTF-8
// when their bytes in GBK are put back: two Chinese characters at least.
func gbkOfUTF8(s string) bool {
	enc := simplifiedchinese.GBK.NewEncoder()
	var raw []byte
	for _, r := range s {
		if r < 0x80 || len(raw) >= 12 {
			break
		}
		b, err := enc.Bytes([]byte(string(r)))
		if err != nil {
			break
		}
		raw = append(raw, b...)
	}
	found := 0
	for len(raw) > 0 {
		r, n := utf8.DecodeRune(raw)
		if r == utf8.RuneError {
			return found >= 2 && !utf8.FullRune(raw)
		}
		if !isHan(r) && !(r >= 0x3000 && r <= 0x30ff) && !(r >= 0xff01 && r <= 0xff5e) {
			return false
		}
		raw, found = raw[n:], found+1
	}
	return found >= 2
}
