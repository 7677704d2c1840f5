package segment

import "unicode/utf8"

// Matcher finds the words of one query in texts, such as the titles of what it
// has found. It keeps its buffers, so it serves one goroutine.
type Matcher struct {
	units []matchUnit
	hans  [][]rune       // words of Han characters
	pairs [][]rune       // their terms, of those that have several
	stems map[string]int // of the words of other scripts: which one
	// begins tells the first bytes of stems: a word loses its end to become a stem,
	// never its beginning, so that most words of a text need no stemming.
	begins [256]bool
	known  map[string]int // stem of each word met that may be one; -1: none

	sc   scanner
	word []byte
	at   []textPlace // of hans, then of stems: the first in the text at hand
}

// matchUnit is a word of the query with all the ways to say it.
type matchUnit struct {
	unit int // its place in the query
	ways []way
}

// way is one way to say a word.
type way struct {
	weight float32
	han    int   // of hans; -1: a word of another script
	pairs  []int // of the matcher's pairs: what is marked where the word does not stand in one piece
	stems  []int
}

// textPlace is where something stands in a text, in characters and words; length 0:
// nowhere.
type textPlace struct{ at, length int }

// NewMatcher returns a matcher of words; optional ones are not looked for.
func NewMatcher(units []Unit) *Matcher {
	m := &Matcher{stems: make(map[string]int), known: make(map[string]int)}
	hans, pairs := make(map[string]int), make(map[string]int)
	place := func(text string, known map[string]int, list *[][]rune) int {
		i, ok := known[text]
		if !ok {
			i = len(*list)
			known[text], *list = i, append(*list, []rune(text))
		}
		return i
	}
	add := func(text string, terms []string, ideographic bool, weight float32) way {
		w := way{weight: weight, han: -1}
		if ideographic {
			w.han = place(text, hans, &m.hans)
			if len(terms) > 1 {
				for _, t := range terms {
					w.pairs = append(w.pairs, place(t, pairs, &m.pairs))
				}
			}
			return w
		}
		for _, t := range terms {
			i, ok := m.stems[t]
			if !ok {
				i = len(m.stems)
				m.stems[t], m.begins[t[0]] = i, true // no term is empty
			}
			w.stems = append(w.stems, i)
		}
		return w
	}
	for i := range units {
		u := &units[i]
		if u.Optional {
			continue
		}
		mu := matchUnit{unit: i, ways: make([]way, 0, 1+len(u.Also))}
		mu.ways = append(mu.ways, add(u.Text, u.Terms, u.Ideographic, 1))
		for k := range u.Also {
			a := &u.Also[k]
			mu.ways = append(mu.ways, add(a.Text, a.Terms, a.Ideographic, a.Weight))
		}
		m.units = append(m.units, mu)
	}
	m.at = make([]textPlace, len(m.hans)+len(m.stems))
	return m
}

// stem is which stem a folded word has; -1: none of those asked for.
func (m *Matcher) stem(word []rune) int {
	m.word = utf8.AppendRune(m.word[:0], word[0])
	if !m.begins[m.word[0]] {
		return -1
	}
	for _, r := range word[1:] {
		m.word = utf8.AppendRune(m.word, r)
	}
	i, ok := m.known[string(m.word)]
	if !ok {
		text := string(m.word)
		stem, _ := Stem(text)
		if i, ok = m.stems[stem]; !ok {
			i = -1
		}
		if len(m.known) < maxStems {
			m.known[text] = i
		}
	}
	return i
}

// Place is where a word of a query stands in a text: in characters of Han and
// in words of other scripts, from the text's start.
type Place struct {
	Unit    int // which of the words
	At, Len int
	Weight  float32 // 1 for the word itself, less for what means the same
}

// Locate appends the first place of each word in a text, in the order of the
// words, and tells how long the text is, counted likewise. A word of which only
// some pairs stand there has no place.
func (m *Matcher) Locate(text string, places []Place) (_ []Place, length int) {
	clear(m.at)
	m.sc.text, m.sc.pos = text, 0
	for m.sc.next() {
		runes := m.sc.run.runes
		if !m.sc.run.ideographic {
			if i := m.stem(runes); i >= 0 {
				if p := &m.at[len(m.hans)+i]; p.length == 0 {
					*p = textPlace{length, 1}
				}
			}
			length++
			continue
		}
		for i, want := range m.hans {
			if p := &m.at[i]; p.length == 0 {
				if k := indexRunes(runes, want); k >= 0 {
					*p = textPlace{length + k, len(want)}
				}
			}
		}
		length += len(runes)
	}
	for i := range m.units {
		u := &m.units[i]
		for k := range u.ways {
			if p := m.placeOf(&u.ways[k]); p.length > 0 {
				places = append(places, Place{u.unit, p.at, p.length, u.ways[k].weight})
				break
			}
		}
	}
	return places, length
}

// placeOf is where a way to say a word stands. Words of a term stand behind one
// another, or at least all somewhere.
func (m *Matcher) placeOf(w *way) textPlace {
	if w.han >= 0 {
		return m.at[w.han]
	}
	first, last := -1, -1
	for _, i := range w.stems {
		p := m.at[len(m.hans)+i]
		if p.length == 0 {
			return textPlace{}
		}
		if first < 0 || p.at < first {
			first = p.at
		}
		last = max(last, p.at)
	}
	if first < 0 {
		return textPlace{}
	}
	return textPlace{first, last - first + 1}
}

// indexRunes is where want stands in text first; -1: nowhere.
func indexRunes(text, want []rune) int {
	if len(want) == 0 {
		return -1
	}
	for i := 0; i+len(want) <= len(text); i++ {
		if text[i] != want[0] {
			continue
		}
		k := 1
		for k < len(want) && text[i+k] == want[k] {
			k++
		}
		if k == len(want) {
			return i
		}
	}
	return -1
}
