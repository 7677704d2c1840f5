// Package query turns what somebody typed into a plan: a standard number, if
// there is one, and the words beside it. It knows neither the index nor HTTP.
package query

import (
	"strings"
	"unicode"

	"chabiao/corpus/lexicon"
	"chabiao/corpus/number"
	"chabiao/corpus/segment"
	"chabiao/corpus/vocab"
)

// Plan is a query understood.
type Plan struct {
	Number *number.Number // the number asked for, if any
	Raw    string         // the number as it was typed
	Text   string         // of a query without a number: folded, as the words point into it
	Words  []segment.Unit // the words beside it
	// Mention holds the number's own letters and digits as words, to find
	// entries whose text names it.
	Mention []segment.Unit
}

// Parser reads queries.
type Parser struct {
	Segmenter *segment.Segmenter
	Vocab     *vocab.Vocabulary
	Lexicon   *lexicon.Lexicon // learnt from the catalogue; nil knows nothing
}

// Parse reads a query. A query that is a number as a whole is one; else the
// first number in it is taken, and the rest are words.
func (p *Parser) Parse(text string) Plan {
	seg := p.Segmenter
	text = strings.TrimSpace(text)
	if text == "" {
		return Plan{}
	}
	if n, err := number.Parse(text); err == nil && !n.Generic() && !hasWord(n.Suffix()) {
		return Plan{Number: &n, Raw: text, Mention: seg.Query(text)}
	}
	if spans := number.Find(text); len(spans) > 0 {
		s := spans[0]
		raw := text[s.Start:s.End]
		return Plan{Number: &s.Number, Raw: raw, Mention: seg.Query(raw), Words: p.cut(p.text(text[:s.Start] + " " + text[s.End:]))}
	}
	// A number of a body that is not known is a number and words at once.
	if n, err := number.Parse(text); err == nil {
		return Plan{Number: &n, Raw: text, Mention: seg.Query(text)}
	}
	return p.Words(text)
}

// hasWord reports whether there is a word among the letters behind a number:
// IEEE 1588 precision time protocol.
func hasWord(suffix string) bool {
	letters := 0
	for _, r := range suffix {
		if !unicode.IsLetter(r) {
			letters = 0
		} else if letters++; letters >= minWord {
			return true
		}
	}
	return false
}

// minWord is how many letters make a word: designations end in fewer.
const minWord = 4

// Words reads a query as words only.
func (p *Parser) Words(text string) Plan {
	plan := Plan{Text: p.text(text)}
	plan.Words = p.cut(plan.Text)
	return plan
}

// Units lists the words of the plan as a reader sees them.
func (p Plan) Units() []string {
	out := []string{}
	for _, u := range p.Words {
		out = append(out, u.Text)
	}
	return out
}
