package query

import (
	"slices"
	"strings"

	"chabiao/corpus/lexicon"
	"chabiao/corpus/segment"
	"chabiao/corpus/vocab"
)

// What a translation counts that was learnt from titles: from learntLeast up to
// learntMost, by how sure it is, and less than any that was written by hand.
const (
	learntLeast = 0.25
	learntMost  = vocab.WeightGlossaryOther - 0.05
)

func learntWeight(score float32) float32 { return learntLeast + (learntMost-learntLeast)*score }

// addLearnt gives words that nobody has translated by hand what the catalogue's
// own titles teach.
func (p *Parser) addLearnt(units []segment.Unit) {
	if p.Lexicon.Len() == 0 {
		return
	}
	for i := range units {
		u := &units[i]
		other := func(a segment.Alternative) bool { return a.Ideographic != u.Ideographic }
		if u.Optional || u.Prefix || slices.ContainsFunc(u.Also, other) {
			continue
		}
		if u.Ideographic {
			u.Also = append(u.Also, p.learntLatin(u.Text)...)
		} else if len(u.Terms) == 1 {
			u.Also = append(u.Also, p.learntChinese(u.Terms[0])...)
		}
		slices.SortStableFunc(u.Also, surestFirst)
	}
}

// learntLatin are the English ways to say a Chinese word; of a word that was not
// learnt, those of the two that it is made of, one behind the other.
func (p *Parser) learntLatin(word string) []segment.Alternative {
	list := p.Lexicon.OfHan(word)
	runes := []rune(word)
	for k := 2; k+2 <= len(runes) && len(list) == 0; k++ {
		a, b := p.Lexicon.OfHan(string(runes[:k])), p.Lexicon.OfHan(string(runes[k:]))
		if len(a) > 0 && len(b) > 0 {
			list = []lexicon.Translation{{Latin: a[0].Latin + " " + b[0].Latin, Stems: a[0].Stems + " " + b[0].Stems, Score: a[0].Score * b[0].Score}}
		}
	}
	var out []segment.Alternative
	for _, t := range list {
		out = append(out, segment.Alternative{Text: t.Latin, Terms: strings.Fields(t.Stems), Weight: learntWeight(t.Score)})
	}
	return out
}

// learntChinese are the Chinese words for a stem.
func (p *Parser) learntChinese(stem string) []segment.Alternative {
	var out []segment.Alternative
	for _, t := range p.Lexicon.OfStems(stem) {
		if a := p.Segmenter.Alternative(t.Han); len(a.Terms) > 0 {
			a.Weight = learntWeight(t.Score)
			out = append(out, a)
		}
	}
	return out
}
