package bench

import (
	"cmp"
	"iter"
	"math/bits"
	"math/rand/v2"
	"slices"
	"strings"
)

// drawnSets is how many sets of four words are looked at for the class "most".
const drawnSets = 20_000

// set is a set of entries of the sample, a bit each.
type set []uint64

// together counts the entries in at least two, and in at least three, of four
// sets.
func together(sets [4]set) (two, three int) {
	for i := range sets[0] {
		a, b, c, d := sets[0][i], sets[1][i], sets[2][i], sets[3][i]
		ab, cd := a|b, c|d
		two += bits.OnesCount64(a&b | c&d | ab&cd)
		three += bits.OnesCount64(a&b&cd | c&d&ab)
	}
	return two, three
}

// frequent gives the most frequent words of a script, with the entries of the
// sample whose titles have them.
func (s *survey) frequent(script int) (words []string, sets []set) {
	at := make(map[string]int)
	for _, w := range s.byCount() {
		if len(words) == topWords {
			break
		}
		if han := w.text[0] >= 0x80; han == (script == 0) && s.asksFor(w.text, 1) {
			at[w.text] = len(words)
			words = append(words, w.text)
			sets = append(sets, make(set, (len(s.sample)+63)/64))
		}
	}
	for i, e := range s.sample {
		for _, w := range e.words[script] {
			if k, ok := at[w]; ok {
				sets[k][i/64] |= 1 << (i % 64)
			}
		}
	}
	return words, sets
}

// most draws four frequent words no three of which stand together in a title
// of the sample, those first of which most titles have two: wide answers of an
// engine that falls back on most of the words.
func (s *survey) most() iter.Seq[Query] {
	type four struct {
		text string
		two  int
	}
	var list []four
	for script, name := range []string{"most zh", "most en"} {
		words, sets := s.frequent(script)
		if len(words) < 4 {
			continue
		}
		rng := dice(s.seed, name)
		for range drawnSets {
			pick := fourOf(rng, len(words))
			two, three := together([4]set{sets[pick[0]], sets[pick[1]], sets[pick[2]], sets[pick[3]]})
			if three == 0 && two > 0 {
				list = append(list, four{strings.Join([]string{words[pick[0]], words[pick[1]], words[pick[2]], words[pick[3]]}, " "), two})
			}
		}
	}
	slices.SortFunc(list, func(a, b four) int { return cmp.Or(cmp.Compare(b.two, a.two), cmp.Compare(a.text, b.text)) })
	return func(yield func(Query) bool) {
		for _, f := range list {
			if s.asksFor(f.text, 4) && !yield(s.askAny(f.text)) {
				return
			}
		}
	}
}

// fourOf draws four different places of n, in their order.
func fourOf(rng *rand.Rand, n int) [4]int {
	var out [4]int
	for i := range out {
		for {
			out[i] = rng.IntN(n)
			if !slices.Contains(out[:i], out[i]) {
				break
			}
		}
	}
	slices.Sort(out[:])
	return out
}

// askAny is a query that knows how many titles have any of its words: from the
// sample.
func (s *survey) askAny(text string) Query {
	q := ask(text)
	words := strings.Fields(text)
	n := 0
	for _, e := range s.sample {
		if slices.ContainsFunc(words, func(w string) bool { return slices.Contains(e.words[0], w) || slices.Contains(e.words[1], w) }) {
			n++
		}
	}
	q.AnyWord = int64(n) * s.entries / int64(len(s.sample))
	return q
}
