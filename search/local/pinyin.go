package local

import (
	"slices"
	"strings"
	"sync"

	"chabiao/corpus/han"
	seg "chabiao/corpus/segment"
	"chabiao/indexer/schema"

	"github.com/RoaringBitmap/roaring/v2"
)

// sounds are the words of Chinese titles by how they are spoken, for queries
// typed in pinyin.
type sounds struct {
	words   map[string][]spoken // by toneless syllables with blanks between, most frequent first
	longest int                 // syllables of the longest
}

// spoken is a word of titles.
type spoken struct {
	word string
	df   uint32 // titles that have it
}

// Bounds of the table.
const (
	maxSpoken    = 10 // words of one sound, the most frequent
	maxSyllables = 5
)

// newSounds reads the words of the titles, which are the terms of their field:
// all pairs of characters, and longer words of the dictionary.
func newSounds(readers []*reader) (*sounds, error) {
	df := make(map[string]uint32)
	for _, r := range readers {
		err := eachTerm(r.snap.Segment(), schema.TitleZH, func(term string, docs *roaring.Bitmap) {
			if n := len(term); n < 2*3 || n > maxSyllables*3 || strings.IndexByte(term, 0) >= 0 {
				return
			}
			df[strings.Clone(term)] += uint32(docs.GetCardinality())
		})
		if err != nil {
			return nil, err
		}
	}
	s := &sounds{words: make(map[string][]spoken)}
	for word, n := range df {
		syllables := han.Syllables(word)
		if slices.Contains(syllables, "") {
			continue
		}
		key := strings.Join(syllables, " ")
		s.words[key] = append(s.words[key], spoken{word, n})
		s.longest = max(s.longest, len(syllables))
	}
	for key, list := range s.words {
		slices.SortFunc(list, func(a, b spoken) int {
			if a.df != b.df {
				return int(b.df) - int(a.df)
			}
			return strings.Compare(a.word, b.word)
		})
		s.words[key] = slices.Clone(list[:min(len(list), maxSpoken)])
	}
	return s, nil
}

// soundsCache holds the table of one generation of the index. It is made when
// somebody first types pinyin.
type soundsCache struct {
	mu  sync.Mutex
	gen string
	s   *sounds
}

func (c *soundsCache) get(s *snapshot) (*sounds, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.s == nil || c.gen != s.st.gen.Name {
		table, err := newSounds(s.readers)
		if err != nil {
			return nil, err
		}
		c.s, c.gen = table, s.st.gen.Name
	}
	return c.s, nil
}

// units reads a query as pinyin: every word of it as syllables, those as words
// of titles. All words of a sound stand for it, so that the ones that meet in a
// title find each other. Nil if the query is no pinyin.
func (s *sounds) units(text string) []seg.Unit {
	var units []seg.Unit
	for _, chunk := range strings.Fields(text) {
		var best [][]spoken
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
			slices.SortStableFunc(list, func(a, b spoken) int { return int(b.df) - int(a.df) })
			u := seg.Unit{Text: list[0].word, Ideographic: true, Terms: []string{list[0].word}}
			for _, w := range list[1:] {
				u.Also = append(u.Also, seg.Alternative{Text: w.word, Terms: []string{w.word}, Ideographic: true, Weight: soundWeight})
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
func (s *sounds) cut(syllables []string) (words [][]spoken, score float64) {
	type step struct {
		words    int
		df       float64
		from, at int // where its last word begins, and which step stands before that
	}
	n := len(syllables)
	best := make([]step, n+1)
	for to := 2; to <= n; to++ {
		for from := max(0, to-s.longest); from < to-1; from++ {
			list := s.words[strings.Join(syllables[from:to], " ")]
			if len(list) == 0 {
				continue
			}
			for _, at := range []int{from, from + 1} {
				if at > 0 && best[at].words == 0 || from == 0 && at > 0 {
					continue
				}
				c := step{best[at].words + 1, best[at].df + float64(list[0].df), from, at}
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
		words = append(words, slices.Clone(s.words[strings.Join(syllables[best[to].from:to], " ")]))
	}
	slices.Reverse(words)
	return words, 1/float64(best[n].words) + min(best[n].df, 1e9)/1e12
}
