package query

import (
	"slices"
	"strings"

	"chabiao/corpus/segment"
	"chabiao/corpus/vocab"
)

// Bounds of what is translated together.
const (
	maxPhrase = 5 // words of a phrase
	maxPieces = 4 // terms that a word without a translation is taken to be made of
)

// piecedWeight multiplies the weight of a translation put together from those
// of a word's pieces: 热轧带肋钢筋 is hot rolled, ribbed and a bar.
const piecedWeight = 0.9

// translate gives the words what they are called in the other language. A
// phrase that is called something as a whole stays words, each of which is
// found by its own translations and by those of the phrase: what is asked for
// in the language typed does not change.
func (p *Parser) translate(units []segment.Unit, text string) {
	also := make([][]vocab.Synonym, len(units))
	for i := range units {
		if u := &units[i]; !u.Optional {
			also[i] = p.Vocab.Translations(u.Text)
			if len(also[i]) == 0 && u.Ideographic && !inLatin(u.Also) {
				also[i] = p.pieced(u.Text)
			}
		}
	}
	for i := 0; i < len(units); {
		n, phrase := p.phrase(units[i:], text)
		for k := i; k < i+n && n > 1; k++ {
			if !units[k].Optional {
				also[k] = append(slices.Clone(phrase), also[k]...)
			}
		}
		i += max(n, 1)
	}
	for i := range units {
		u := &units[i]
		for _, t := range also[i] {
			if slices.ContainsFunc(u.Also, func(a segment.Alternative) bool { return a.Text == t.Text }) {
				continue
			}
			if a := p.Segmenter.Alternative(t.Text); len(a.Terms) > 0 {
				a.Weight = t.Weight
				u.Also = append(u.Also, a)
			}
		}
		slices.SortStableFunc(u.Also, surestFirst)
	}
}

func surestFirst(a, b segment.Alternative) int {
	switch {
	case a.Weight > b.Weight:
		return -1
	case a.Weight < b.Weight:
		return 1
	}
	return 0
}

// phrase finds the longest phrase of several words that the units begin with
// and that has translations; how many units it has, and 0 if there is none.
func (p *Parser) phrase(units []segment.Unit, text string) (int, []vocab.Synonym) {
	n := 1
	for n < min(len(units), maxPhrase) && adjoin(&units[n-1], &units[n], text) {
		n++
	}
	for ; n > 1; n-- {
		if t := p.Vocab.Translations(text[units[0].Start:units[n-1].End]); len(t) > 0 {
			return n, t
		}
	}
	return 0, nil
}

// adjoin reports whether words stand side by side, with no more than a blank
// or a hyphen between them.
func adjoin(a, b *segment.Unit, text string) bool {
	if a.End > b.Start || b.Start-a.End > 1 || a.Ideographic != b.Ideographic {
		return false
	}
	return strings.Trim(text[a.End:b.Start], " -") == ""
}

func inLatin(also []segment.Alternative) bool {
	return slices.ContainsFunc(also, func(a segment.Alternative) bool { return !a.Ideographic })
}

// pieced translates a word of Chinese that is known in pieces only, as few of
// them as will do; none if they do not make up the whole of it.
func (p *Parser) pieced(word string) []vocab.Synonym {
	runes := []rune(word)
	if n := len(runes); n < 4 || n > 16 {
		return nil
	}
	type cut struct {
		pieces int
		text   string
		weight float32
	}
	best := make([]cut, len(runes)+1) // of what stands before each place
	for to := 2; to <= len(runes); to++ {
		for from := 0; from <= to-2; from++ {
			if from > 0 && best[from].pieces == 0 || best[from].pieces == maxPieces {
				continue
			}
			if best[to].pieces > 0 && best[to].pieces <= best[from].pieces+1 {
				continue
			}
			if t, ok := p.english(string(runes[from:to])); ok {
				c := cut{best[from].pieces + 1, t.Text, t.Weight}
				if from > 0 {
					c.text, c.weight = best[from].text+" "+t.Text, min(best[from].weight, t.Weight)
				}
				best[to] = c
			}
		}
	}
	whole := best[len(runes)]
	if whole.pieces < 2 {
		return nil
	}
	return []vocab.Synonym{{Text: whole.text, Weight: whole.weight * piecedWeight}}
}

// english is the most usual English of a Chinese term.
func (p *Parser) english(term string) (vocab.Synonym, bool) {
	for _, s := range p.Vocab.Synonyms(term) {
		if isLatin(s.Text) && s.Weight != vocab.WeightImplied {
			return vocab.Synonym{Text: s.Text, Weight: min(s.Weight, vocab.WeightGlossary)}, true
		}
	}
	if list := p.Vocab.Translations(term); len(list) > 0 && isLatin(list[0].Text) {
		return list[0], true
	}
	return vocab.Synonym{}, false
}

func isLatin(s string) bool { return len(s) > 0 && s[0] < 0x80 }
