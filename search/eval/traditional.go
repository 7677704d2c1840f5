package eval

import (
	"strings"
	"sync"

	"chabiao/corpus/han"

	"golang.org/x/text/encoding/traditionalchinese"
)

// traditional maps simplified characters to their traditional forms where
// there is just one: the one character of Big5 that package han folds to it.
// Characters that are common in traditional text themselves (后, 里, 面) are
// left as they are.
var traditional = sync.OnceValue(func() map[rune]rune {
	out := make(map[rune]rune)
	many := make(map[rune]bool)
	for r := rune(0x4e00); r <= 0x9fff; r++ {
		s := han.Simplify(r)
		if s == r || big5(r) == 0 {
			continue
		}
		if out[s] != 0 {
			many[s] = true
		}
		out[s] = r
	}
	for s := range out {
		// 0xA440 to 0xC67E are the common characters of Big5, level 1.
		if c := big5(s); many[s] || c >= 0xa440 && c <= 0xc67e {
			delete(out, s)
		}
	}
	return out
})

// big5 is the character's code in Big5; 0 where it has none.
func big5(r rune) uint16 {
	b, err := traditionalchinese.Big5.NewEncoder().Bytes([]byte(string(r)))
	if err != nil || len(b) != 2 {
		return 0
	}
	return uint16(b[0])<<8 | uint16(b[1])
}

// toTraditional is a text in traditional characters.
func toTraditional(text string) string {
	table := traditional()
	return strings.Map(func(r rune) rune {
		if t := table[r]; t != 0 {
			return t
		}
		return r
	}, text)
}
