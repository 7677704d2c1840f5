package eval

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode/utf8"
)

// homophones are, for each sound, the characters that titles have, most frequent
// first: what an input method would offer.
type homophones map[string][]rune

// maxAlike is how many characters of a sound a slip chooses from.
const maxAlike = 6

func newHomophones(chars map[rune]int) homophones {
	list := make([]rune, 0, len(chars))
	for r := range chars {
		list = append(list, r)
	}
	slices.SortFunc(list, func(a, b rune) int { return cmp.Or(cmp.Compare(chars[b], chars[a]), cmp.Compare(a, b)) })
	out := make(homophones)
	for _, r := range list {
		if s := sound(r); s != "" && len(out[s]) < maxAlike {
			out[s] = append(out[s], r)
		}
	}
	return out
}

// slip replaces one character of the words by another of the same sound; ok is
// false where none has one.
func (a homophones) slip(words []string, rng *rand.Rand) (_ []string, ok bool) {
	type place struct{ word, at int }
	var places []place
	for w, word := range words {
		for at := range word {
			places = append(places, place{w, at})
		}
	}
	rng.Shuffle(len(places), func(i, j int) { places[i], places[j] = places[j], places[i] })
	for _, p := range places {
		word := words[p.word]
		r, size := utf8.DecodeRuneInString(word[p.at:])
		others := slices.DeleteFunc(slices.Clone(a[sound(r)]), func(o rune) bool { return o == r })
		if len(others) == 0 {
			continue
		}
		out := slices.Clone(words)
		out[p.word] = word[:p.at] + string(others[rng.IntN(len(others))]) + word[p.at+size:]
		return out, true
	}
	return nil, false
}

// minMistyped is the length of words that a slip of the fingers is made in.
const minMistyped = 5

// mistype drops, swaps or doubles a letter of one Latin word, not its first;
// ok is false where no word is long enough.
func mistype(words []string, rng *rand.Rand) (_ []string, ok bool) {
	for _, w := range rng.Perm(len(words)) {
		word := words[w]
		if len(word) < minMistyped {
			continue
		}
		i := 1 + rng.IntN(len(word)-2)
		out := slices.Clone(words)
		switch kind := rng.IntN(3); {
		case kind == 0:
			out[w] = word[:i] + word[i+1:]
		case kind == 1 && word[i] != word[i+1]:
			out[w] = word[:i] + word[i+1:i+2] + word[i:i+1] + word[i+2:]
		default:
			out[w] = word[:i] + word[i:i+1] + word[i:]
		}
		return out, true
	}
	return nil, false
}

// spelled is the words in pinyin, one word each.
func spelled(words []string, _ *rand.Rand) ([]string, bool) {
	out := make([]string, len(words))
	for i, w := range words {
		s, ok := spell(w)
		if !ok {
			return nil, false
		}
		out[i] = s
	}
	return out, true
}

// inTraditional is the words in traditional characters; ok is false where none
// differs.
func inTraditional(words []string, _ *rand.Rand) ([]string, bool) {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = toTraditional(w)
	}
	return out, !slices.Equal(out, words)
}

// otherwise replaces one word by a synonym; ok is false where none has one.
func otherwise(synonyms func(string) []string) func([]string, *rand.Rand) ([]string, bool) {
	return func(words []string, rng *rand.Rand) ([]string, bool) {
		for _, w := range rng.Perm(len(words)) {
			list := slices.DeleteFunc(slices.Clone(synonyms(words[w])), func(s string) bool {
				return s == words[w] || strings.TrimSpace(s) == ""
			})
			if len(list) == 0 {
				continue
			}
			out := slices.Clone(words)
			out[w] = list[rng.IntN(len(list))]
			return out, true
		}
		return nil, false
	}
}
