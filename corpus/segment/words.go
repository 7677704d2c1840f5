package segment

import (
	"unicode/utf8"

	"chabiao/corpus/han"
)

// wordSet holds the dictionary's words of minWord to maxWord characters. A
// look-up starts from the first three characters, which most positions of a
// text fail, and only then tries the lengths that such words have.
type wordSet struct {
	lengths map[[minWord]rune]uint16 // bit n: a word of n characters begins so
	longer  map[string]struct{}      // the words of more than minWord characters
}

func newWordSet() *wordSet {
	return &wordSet{lengths: make(map[[minWord]rune]uint16, 1<<14), longer: make(map[string]struct{}, 1<<12)}
}

// add takes a word if it is of the length kept, ideographic throughout and
// its own folded form: texts are folded before they are cut.
func (w *wordSet) add(word string) {
	n := utf8.RuneCountInString(word)
	if n < minWord || n > maxWord {
		return
	}
	var head [minWord]rune
	i := 0
	for _, r := range word {
		if !han.IsIdeographic(r) || han.Simplify(r) != r {
			return
		}
		if i < minWord {
			head[i] = r
		}
		i++
	}
	w.lengths[head] |= 1 << n
	if n > minWord {
		w.longer[word] = struct{}{}
	}
}

// has reports whether the word is in the set.
func (w *wordSet) has(runes []rune) bool {
	if len(runes) < minWord || len(runes) > maxWord || w.lengths[[minWord]rune(runes[:minWord])]&(1<<len(runes)) == 0 {
		return false
	}
	if len(runes) == minWord {
		return true
	}
	_, ok := w.longer[string(runes)]
	return ok
}

// each calls found with the length of every word that begins at runes[0].
func (w *wordSet) each(runes []rune, found func(n int)) {
	if len(runes) < minWord {
		return
	}
	mask := w.lengths[[minWord]rune(runes[:minWord])]
	for n := minWord; n <= maxWord && n <= len(runes) && mask>>n != 0; n++ {
		if mask&(1<<n) != 0 && w.has(runes[:n]) {
			found(n)
		}
	}
}
