package query

import (
	"chabiao/corpus/segment"
)

// classify gives the words that name classes of standards these classes; of
// a name of several words, each of its words.
func (p *Parser) classify(units []segment.Unit, text string) {
	for i := 0; i < len(units); {
		n := 1
		for n < min(len(units)-i, maxPhrase) && adjoin(&units[i+n-1], &units[i+n], text) {
			n++
		}
		for ; n > 0; n-- {
			if refs := p.Vocab.Classes(text[units[i].Start:units[i+n-1].End]); len(refs) > 0 {
				for k := i; k < i+n; k++ {
					if !units[k].Optional {
						units[k].Classes = refs
					}
				}
				break
			}
		}
		i += max(n, 1)
	}
}
