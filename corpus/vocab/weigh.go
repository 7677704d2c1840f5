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
	if shortened(a, b) || shortened(b, a) {
		return WeightTranslation
	}
	return WeightEqual
}

func hasHan(s string) bool { return strings.ContainsFunc(s, han.IsIdeographic) }

// shortened reports whether short abbreviates long by leaving out characters:
// 等保 of 网络安全等级保护, or one word for several: rebar of reinforcing bar.
// A word of up to five letters for several words counts as such in any case.
// Fibreboard and fibre board are one word.
func shortened(short, long string) bool {
	if !hasHan(long) {
		switch {
		case strings.Contains(short, " ") || !strings.Contains(long, " ") || strings.ReplaceAll(long, " ", "") == short:
			return false
		case len(short) <= 5:
			return true
		}
	}
	rest := []rune(short)
	for _, r := range long {
		if len(rest) > 0 && r == rest[0] {
			rest = rest[1:]
		}
	}
	return len(rest) == 0
}
