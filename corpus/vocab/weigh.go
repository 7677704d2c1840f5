package vocab

import (
	"strings"

	"chabiao/corpus/han"
)

// weigh tells how sure it is that of two equals one is meant where the other
// was typed. Between Chinese and Latin script it is a translation; a form that
// is shortened from the other may be shortened from other things as well; all
// else is the same word.
func weigh(a, b string) float32 {
	if hasHan(a) != hasHan(b) {
		return WeightTranslation
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	if shortened(a, b) {
		return WeightTranslation
	}
	return WeightEqual
}

func hasHan(s string) bool { return strings.ContainsFunc(s, han.IsIdeographic) }

// shortened reports whether short abbreviates long: Chinese by leaving out
// characters (等保 of 网络安全等级保护), Latin by one word of initials or
// clippings for several. Fibreboard and fibre board are one word.
func shortened(short, long string) bool {
	if hasHan(long) {
		rest := []rune(short)
		for _, r := range long {
			if len(rest) > 0 && r == rest[0] {
				rest = rest[1:]
			}
		}
		return len(rest) == 0
	}
	return !strings.Contains(short, " ") && strings.Contains(long, " ") && strings.ReplaceAll(long, " ", "") != short
}
