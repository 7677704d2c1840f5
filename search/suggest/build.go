package suggest

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"chabiao/corpus/han"
	"chabiao/corpus/segment"
)

// Bounds of a table and what makes a completion.
const (
	maxCompletions = 300000 // the most used
	maxTerms       = 800000 // with pairs and words that are no completions
	// A phrase that titles nearly always continue in one way is no completion
	// of its own worth: its weight is divided by fragmentCost where a longer
	// one has wholeShare of its titles.
	wholeShare   = 0.85
	fragmentCost = 8
)

// weightOf orders completions: by the titles in force that have them, and of
// those with equally many by the other titles.
func weightOf(titles, inForce uint32) uint32 {
	const others = 15
	return max(1, min(inForce, 1<<26)*(others+1)+min(titles-min(titles, inForce), others))
}

// Table makes the table of what has been counted. The counter stays as it is.
func (c *Counter) Table(revision int64, generation string) *Table {
	terms := c.list()
	slices.SortFunc(terms, func(a, b Term) int {
		return cmp.Or(strings.Compare(a.Key, b.Key), cmp.Compare(b.Titles, a.Titles), strings.Compare(a.Text, b.Text))
	})
	terms = merged(terms)
	terms = clipped(terms)
	t := &Table{Revision: revision, Generation: generation, Counted: c.titles, Whole: c.whole, shown: make(map[uint32]string)}
	text := newKeys(len(terms))
	for i := range terms {
		term := &terms[i]
		text.add(term.Key)
		if term.Text != term.Key {
			t.shown[uint32(i)] = term.Text
		}
		t.terms.titles = append(t.terms.titles, term.Titles)
		t.terms.inForce = append(t.terms.inForce, term.InForce)
		t.terms.weight = append(t.terms.weight, term.Weight)
		t.terms.word = append(t.terms.word, term.Word)
	}
	t.keys[ByText] = text.done()
	t.fragments()
	t.keys[BySound], t.keys[ByInitials] = spokenKeys(terms)
	t.finish()
	return t
}

// list is what has been counted, with weights. Pairs are completions only
// where they are words, and so were counted as such.
func (c *Counter) list() []Term {
	out := make([]Term, 0, len(c.terms)+len(c.pairs))
	for text, i := range c.terms {
		n := &c.counts[i]
		out = append(out, Term{Text: text, Key: segment.Folded(text), Titles: n.titles, InForce: n.inForce, Word: n.word, Weight: weightOf(n.titles, n.inForce)})
	}
	for pair, i := range c.pairs {
		n, text := &c.counts[i], string(pair[:])
		out = append(out, Term{Text: text, Key: text, Titles: n.titles, InForce: n.inForce, Word: true})
	}
	return out
}

// merged puts terms of one key together, which stand side by side, the most
// used spelling first.
func merged(terms []Term) []Term {
	out := terms[:0]
	for _, term := range terms {
		if term.Key == "" {
			continue
		}
		if len(out) == 0 || out[len(out)-1].Key != term.Key {
			out = append(out, term)
			continue
		}
		into := &out[len(out)-1]
		into.Weight = max(into.Weight, term.Weight)
		into.Word = into.Word || term.Word
		// A word of two characters was counted as a word and as a pair, other
		// spellings of a word apart.
		if utf8.RuneCountInString(term.Key) == 2 && into.Word {
			into.Titles, into.InForce = max(into.Titles, term.Titles), max(into.InForce, term.InForce)
		} else {
			into.Titles, into.InForce, into.Weight = into.Titles+term.Titles, into.InForce+term.InForce, weightOf(into.Titles+term.Titles, into.InForce+term.InForce)
		}
	}
	return out
}

// clipped takes the lightest completions off a table that has too many, and of
// what then is still too much, the rarest words.
func clipped(terms []Term) []Term {
	var weights []uint32
	for i := range terms {
		if terms[i].Weight > 0 {
			weights = append(weights, terms[i].Weight)
		}
	}
	if len(weights) > maxCompletions {
		slices.SortFunc(weights, func(a, b uint32) int { return cmp.Compare(b, a) })
		for i := range terms {
			if terms[i].Weight <= weights[maxCompletions] {
				terms[i].Weight = 0
			}
		}
	}
	terms = slices.DeleteFunc(terms, func(t Term) bool { return t.Weight == 0 && !t.Word })
	for rare := uint32(1); len(terms) > maxTerms; rare *= 2 {
		terms = slices.DeleteFunc(terms, func(t Term) bool { return t.Weight == 0 && t.Titles <= rare })
	}
	return terms
}

// fragments makes the terms light that are most often part of one longer term.
func (t *Table) fragments() {
	k := &t.keys[ByText]
	t.keys[ByText].plant(t.terms.titles) // for now the tree is of titles
	light := make([]bool, k.len())
	for i := range light {
		if t.terms.weight[i] == 0 || utf8.RuneCountInString(k.key(i)) < 2 {
			continue
		}
		_, hi := k.span(k.key(i))
		for id := range k.heaviest(i+1, hi, t.terms.titles) {
			if t.terms.weight[id] > 0 { // pairs have no say
				light[i] = float64(t.terms.titles[id]) >= wholeShare*float64(t.terms.titles[i])
				break
			}
		}
	}
	for i := range light {
		if light[i] {
			t.terms.weight[i] = max(1, t.terms.weight[i]/fragmentCost)
		}
	}
}

// spokenKeys are the terms by sound and by initials, as far as they have Han
// characters; by initials the completions only.
func spokenKeys(terms []Term) (sound, initials keys) {
	type spoken struct {
		key string
		id  uint32
	}
	var sounds, firsts []spoken
	for i := range terms {
		if term := &terms[i]; strings.ContainsFunc(term.Key, isHan) {
			if s := soundOf(term.Key); s != "" {
				sounds = append(sounds, spoken{s, uint32(i)})
				if f := han.Initials(term.Key); term.Weight > 0 && len(f) > 1 {
					firsts = append(firsts, spoken{f, uint32(i)})
				}
			}
		}
	}
	lay := func(list []spoken) keys {
		slices.SortFunc(list, func(a, b spoken) int { return cmp.Or(strings.Compare(a.key, b.key), cmp.Compare(a.id, b.id)) })
		k := newKeys(len(list))
		for _, s := range list {
			k.add(s.key)
			k.ids = append(k.ids, s.id)
		}
		return k.done()
	}
	return lay(sounds), lay(firsts)
}

// soundOf is how a term is typed in pinyin; "" if a character of it has no
// reading.
func soundOf(key string) string {
	var b strings.Builder
	syllables := han.Syllables(key)
	i := 0
	for _, r := range key {
		switch {
		case isHan(r) && syllables[i] == "":
			return ""
		case syllables[i] != "":
			b.WriteString(syllables[i])
		case r >= '0' && r <= '9' || r >= 'a' && r <= 'z':
			b.WriteRune(r)
		}
		i++
	}
	return b.String()
}

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

// keysMaker gathers keys that come in order.
type keysMaker struct {
	keys
	b strings.Builder
}

func newKeys(n int) *keysMaker {
	return &keysMaker{keys: keys{offs: append(make([]uint32, 0, n+1), 0)}}
}

func (m *keysMaker) add(key string) {
	m.b.WriteString(key)
	m.offs = append(m.offs, uint32(m.b.Len()))
}

func (m *keysMaker) done() keys {
	m.blob = m.b.String()
	return m.keys
}

// finish makes what is not kept in files.
func (t *Table) finish() {
	for i := range t.keys {
		t.keys[i].plant(t.terms.weight)
	}
	t.active = 0
	for _, w := range t.terms.weight {
		if w > 0 {
			t.active++
		}
	}
}
