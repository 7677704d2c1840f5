package vocab

import "slices"

// Match is a term of the synonyms that stands in a text.
type Match struct {
	Start, End int // bytes
	Synonyms   []Synonym
}

// maxText bounds the text that is looked through, in bytes; a query has at
// most 1,000.
const maxText = 8 << 10

// Matches finds the terms that stand in a folded text: of Han at any place, of
// other scripts as whole words, whatever blanks or hyphens are between them.
// Where terms overlap the longer is taken, and of equally long ones the first.
// Within a word apart (! in synonyms.txt) nothing is found.
// Matches come in the order of the text. Of a text over 8 KiB nothing is told.
func (v *Vocabulary) Matches(folded string) []Match {
	if len(folded) > maxText {
		return nil
	}
	var buf [64]token
	tokens := appendTokens(buf[:0], folded)
	type found struct {
		from, to int // tokens
		entry    *entry
	}
	var all []found
	var keyBuf [128]byte
	for i := range tokens {
		longest := v.longest[tokens[i].key]
		key := keyBuf[:0]
		var before *token
		for j := i; j < len(tokens) && j-i < longest && (j == i || tokens[j].joined); j++ {
			key = appendKey(key, before, &tokens[j])
			before = &tokens[j]
			if e := v.terms[string(key)]; e != nil && (e.apart || len(e.synonyms) > 0) {
				all = append(all, found{i, j + 1, e})
			}
		}
	}
	if len(all) == 0 {
		return nil
	}
	span := func(f *found) int { return tokens[f.to-1].end - tokens[f.from].start }
	slices.SortStableFunc(all, func(a, b found) int { return span(&b) - span(&a) })

	taken := make([]bool, len(tokens))
	var out []Match
	for i := range all {
		f := &all[i]
		if slices.Contains(taken[f.from:f.to], true) {
			continue
		}
		for t := f.from; t < f.to; t++ {
			taken[t] = true
		}
		if f.entry.apart {
			continue
		}
		out = append(out, Match{tokens[f.from].start, tokens[f.to-1].end, slices.Clone(f.entry.synonyms)})
	}
	slices.SortFunc(out, func(a, b Match) int { return a.Start - b.Start })
	return out
}
