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

// Bounds of the table: words of one title only say nothing of how people
// write, and of a sound's words the most frequent do.
const (
	minSpoken    = 2
	maxSpoken    = 6 // words of one sound
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
		if n < minSpoken || slices.Contains(syllables, "") {
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
		splits := han.ParsePinyin(chunk)
		var best []string
		score := 0.0
		for _, split := range splits {
			if keys, sc := s.cut(split); sc > score {
				best, score = keys, sc
			}
		}
		if best == nil {
			return nil
		}
		for _, key := range best {
			list := s.words[key]
			u := seg.Unit{Text: list[0].word, Ideographic: true, Terms: soundTerms(list[0].word)}
			for _, w := range list[1:] {
				u.Also = append(u.Also, seg.Alternative{Text: w.word, Terms: soundTerms(w.word), Ideographic: true, Weight: 0.9})
			}
			units = append(units, u)
		}
	}
	return units
}

// soundTerms is the term that a word is looked up by: it is one.
func soundTerms(word string) []string { return []string{word} }

// cut divides syllables into words, the fewest, and of equally many those that
// more titles have. The score is 0 where some syllables are no word.
func (s *sounds) cut(syllables []string) (keys []string, score float64) {
	type step struct {
		words int
		df    float64
		from  int
	}
	n := len(syllables)
	best := make([]step, n+1)
	for to := 1; to <= n; to++ {
		for from := max(0, to-s.longest); from < to; from++ {
			if from > 0 && best[from].words == 0 {
				continue
			}
			list := s.words[strings.Join(syllables[from:to], " ")]
			if len(list) == 0 {
				continue
			}
			c := step{best[from].words + 1, best[from].df + float64(list[0].df), from}
			if b := best[to]; b.words == 0 || c.words < b.words || c.words == b.words && c.df > b.df {
				best[to] = c
			}
		}
	}
	if n == 0 || best[n].words == 0 {
		return nil, 0
	}
	for at := n; at > 0; at = best[at].from {
		keys = append(keys, strings.Join(syllables[best[at].from:at], " "))
	}
	slices.Reverse(keys)
	return keys, 1/float64(best[n].words) + min(best[n].df, 1e9)/1e12
}
