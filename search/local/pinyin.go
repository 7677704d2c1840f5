package local

import (
	"slices"
	"strings"

	"chabiao/corpus/han"
	seg "chabiao/corpus/segment"
	"chabiao/search/suggest"
)

// spokenWords finds the words of Chinese titles by how they are spoken, for
// queries typed in pinyin, and remembers them for one query.
type spokenWords struct {
	words suggest.Set
	known map[string][]suggest.Term // by syllables with blanks between
}

func (s *spokenWords) of(syllables []string) []suggest.Term {
	key := strings.Join(syllables, " ")
	list, ok := s.known[key]
	if !ok {
		list = s.words.Spoken(syllables)
		s.known[key] = list
	}
	return list
}

// spokenUnits reads a query as pinyin: every word of it as syllables, those as
// words of titles. All words of a sound stand for it, so that the ones that
// meet in a title find each other. Nil if the query is no pinyin.
func spokenUnits(words suggest.Set, text string) []seg.Unit {
	s := &spokenWords{words: words, known: make(map[string][]suggest.Term)}
	var units []seg.Unit
	for _, chunk := range strings.Fields(text) {
		var best [][]suggest.Term
		score := 0.0
		for _, split := range han.ParsePinyin(chunk) {
			words, sc := s.cut(split)
			switch {
			case len(words) == 1 && len(best) == 1: // jinan is 济南, and 近岸
				best[0] = append(slices.Clone(best[0]), words[0]...)
			case sc > score:
				best, score = words, sc
			}
		}
		if best == nil {
			return nil
		}
		for _, list := range best {
			slices.SortStableFunc(list, func(a, b suggest.Term) int { return int(b.Titles) - int(a.Titles) })
			u := seg.Unit{Text: list[0].Key, Ideographic: true, Terms: []string{list[0].Key}}
			for _, w := range list[1:] {
				u.Also = append(u.Also, seg.Alternative{Text: w.Key, Terms: []string{w.Key}, Ideographic: true, Weight: soundWeight})
			}
			units = append(units, u)
		}
	}
	return units
}

// cut divides syllables into words, the fewest, and of equally many those that
// more titles have. A word may begin with the last syllable of the one before:
// words that no dictionary has are known by their pairs. The score is 0 where
// some syllables are no word.
func (s *spokenWords) cut(syllables []string) (words [][]suggest.Term, score float64) {
	type step struct {
		words    int
		df       float64
		from, at int // where its last word begins, and which step stands before that
	}
	n := len(syllables)
	best := make([]step, n+1)
	for to := 2; to <= n; to++ {
		for from := max(0, to-suggest.MaxSyllables); from < to-1; from++ {
			list := s.of(syllables[from:to])
			if len(list) == 0 {
				continue
			}
			for _, at := range []int{from, from + 1} {
				if at > 0 && best[at].words == 0 || from == 0 && at > 0 {
					continue
				}
				c := step{best[at].words + 1, best[at].df + float64(list[0].Titles), from, at}
				if b := best[to]; b.words == 0 || c.words < b.words || c.words == b.words && c.df > b.df {
					best[to] = c
				}
			}
		}
	}
	if n == 0 || best[n].words == 0 {
		return nil, 0
	}
	for to := n; to > 0; to = best[to].at {
		words = append(words, slices.Clone(s.of(syllables[best[to].from:to])))
	}
	slices.Reverse(words)
	return words, 1/float64(best[n].words) + min(best[n].df, 1e9)/1e12
}
