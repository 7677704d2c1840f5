package lexicon

import (
	"cmp"
	"math"
	"slices"

	"chabiao/corpus/segment"
)

// What a translation needs to be kept, chosen by how many of the translations
// written by hand in corpus/vocab are found, and how many others in their stead:
// docs/relevance.md.
const (
	leastPairs   = 2    // pairs that have both words
	leastShare   = 0.05 // of either word's titles, those in which it says the other
	leastScore   = 0.3  // the geometric mean of both shares
	doubt        = 1    // titles without the other word that are added to each word's: few are no proof
	twoWords     = 0.9  // a two-word term is kept for its words if it scores so much of what they do
	translations = 4    // of one word, at the most
)

// Translation is a Chinese word with an English one that says the same.
type Translation struct {
	Han   string  // folded, as queries are cut
	Stems string  // one or two words as the index has them, with a blank between
	Latin string  // as titles write them most often, in small letters
	Score float32 // 0 to 1, both words' shares of titles in which they say each other
	Pairs int     // that have both
}

// Learn finds the words that say the same in pairs of titles. The same pairs in
// the same order teach the same; a Sample gives them so.
func Learn(seg *segment.Segmenter, pairs []Pair) []Translation {
	h, l := &side{starts: []int32{0}}, &side{starts: []int32{0}}
	hw, lw := newWords(), newWords()
	for _, p := range pairs {
		if len(p.Han) > maxTitle || len(p.Latin) > maxTitle {
			continue
		}
		a, b := hw.appendHan(h.words, seg, p.Han), lw.appendLatin(l.words, seg, p.Latin)
		if len(a) == len(h.words) || len(b) == len(l.words) {
			continue
		}
		hw.saw(a[len(h.words):])
		lw.saw(b[len(l.words):])
		h.words, l.words = a, b
		h.starts, l.starts = append(h.starts, int32(len(a))), append(l.starts, int32(len(b)))
	}
	there := align(h, l, len(hw.text), len(lw.text), leastPairs)
	back := align(l, h, len(lw.text), len(hw.text), leastPairs)
	var out []Translation
	for w, row := range there {
		for _, c := range choose(w, row, back, hw, lw) {
			out = append(out, Translation{Han: hw.name(int32(w)), Stems: lw.name(c.word), Score: c.p, Pairs: int(c.together)})
		}
	}
	name(seg, pairs, out)
	slices.SortFunc(out, func(a, b Translation) int {
		return cmp.Or(cmp.Compare(a.Han, b.Han), cmp.Compare(b.Score, a.Score), cmp.Compare(a.Stems, b.Stems))
	})
	return out
}

// choose picks the translations of a Chinese word, best first; their p is the
// score.
func choose(w int, row []cell, back [][]cell, hw, lw *words) []cell {
	var out []cell
	for _, c := range row {
		i := slices.IndexFunc(back[c.word], func(b cell) bool { return b.word == int32(w) })
		if i < 0 {
			continue
		}
		a := c.expected / float32(hw.count[w]+doubt)
		b := back[c.word][i].expected / float32(lw.count[c.word]+doubt)
		c.p = min(1, float32(math.Sqrt(float64(a*b))))
		if a >= leastShare && b >= leastShare && c.p >= twoWords*leastScore {
			out = append(out, c)
		}
	}
	out = preferTwo(out, lw)
	out = slices.DeleteFunc(out, func(c cell) bool { return c.p < leastScore })
	slices.SortFunc(out, func(a, b cell) int {
		return cmp.Or(cmp.Compare(b.p, a.p), cmp.Compare(lw.name(a.word), lw.name(b.word)))
	})
	return out[:min(len(out), translations)]
}

// preferTwo keeps of a two-word term and its words the term, if it says nearly as
// much as they do, else the words: salt spray, and not any spray.
func preferTwo(list []cell, lw *words) []cell {
	score := make(map[int32]float32, len(list))
	for _, c := range list {
		score[c.word] = c.p
	}
	drop := make(map[int32]bool)
	for _, c := range list {
		if !lw.isTwo(c.word) {
			continue
		}
		a, b := lw.parts[c.word][0], lw.parts[c.word][1]
		if c.p >= twoWords*max(score[a], score[b]) {
			drop[a], drop[b] = true, true
		} else {
			drop[c.word] = true
		}
	}
	return slices.DeleteFunc(list, func(c cell) bool { return drop[c.word] })
}

// name gives translations the form that titles have of them.
func name(seg *segment.Segmenter, pairs []Pair, list []Translation) {
	stems := make(map[string]bool, len(list))
	for _, t := range list {
		stems[t.Stems] = true
	}
	written := forms(seg, pairs, stems)
	for i := range list {
		list[i].Latin = cmp.Or(written[list[i].Stems], list[i].Stems)
	}
}
