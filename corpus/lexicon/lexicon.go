// Package lexicon learns which Chinese and English words say the same from the
// titles of a catalogue: those of one entry in both languages, and those of a
// standard and the one that adopts it. Japanese titles teach too, for their Han
// characters are folded to Chinese ones, and most words for things are the same.
//
// Pairs are sampled (Sample), their words aligned (Learn) and what is probable
// both ways is kept (Lexicon). What was learnt can be wrong in a way that what
// was written by hand is not: package vocab has that, and goes before. Which
// pairs a catalogue holds is not this package's business.
package lexicon

import "slices"

// Lexicon is what was learnt. Nil is one that knows nothing.
type Lexicon struct {
	Revision int64 // of the catalogue it was learnt from
	Pairs    int   // of titles
	list     []Translation
	byHan    map[string][]int32
	byStems  map[string][]int32
}

// New makes a lexicon of translations learnt from so many pairs of a revision.
// The list belongs to it.
func New(revision int64, pairs int, list []Translation) *Lexicon {
	l := &Lexicon{Revision: revision, Pairs: pairs, list: list, byHan: make(map[string][]int32, len(list)), byStems: make(map[string][]int32, len(list))}
	for i := range list {
		l.byHan[list[i].Han] = append(l.byHan[list[i].Han], int32(i))
		l.byStems[list[i].Stems] = append(l.byStems[list[i].Stems], int32(i))
	}
	return l
}

// Len is the number of translations.
func (l *Lexicon) Len() int {
	if l == nil {
		return 0
	}
	return len(l.list)
}

// OfHan are the translations of a folded Chinese word, best first.
func (l *Lexicon) OfHan(word string) []Translation {
	if l == nil {
		return nil
	}
	return l.pick(l.byHan[word])
}

// OfStems are the Chinese words for an English one, or for two with a blank
// between, given as stems; best first.
func (l *Lexicon) OfStems(stems string) []Translation {
	if l == nil {
		return nil
	}
	return l.pick(l.byStems[stems])
}

func (l *Lexicon) pick(at []int32) []Translation {
	if len(at) == 0 {
		return nil
	}
	out := make([]Translation, len(at))
	for i, n := range at {
		out[i] = l.list[n]
	}
	slices.SortStableFunc(out, func(a, b Translation) int {
		switch {
		case a.Score > b.Score:
			return -1
		case a.Score < b.Score:
			return 1
		}
		return 0
	})
	return out[:min(len(out), translations)]
}
