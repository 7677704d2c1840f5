package local

import (
	"context"
	"strings"

	"chabiao/corpus/han"
	"chabiao/search"
	"chabiao/search/query"

	"github.com/RoaringBitmap/roaring/v2"
)

func newPrepared(plan query.Plan, s *snapshot, n *narrowing) *prepared {
	p := &prepared{plan: plan, narrow: n, words: plan.Words, stats: newStats(s.readers), lists: make(map[*reader][]*lists),
		levels: make(map[*reader][]numberLevel), base: make(map[*reader]*roaring.Bitmap),
		match: make(map[*reader]*roaring.Bitmap), led: make(map[*reader]led)}
	if len(required(p.words)) == 0 && plan.Number != nil {
		p.words = plan.Mention
	}
	return p
}

// softened is a plan in which what means the same counts less than what was typed.
func softened(plan query.Plan) query.Plan {
	for _, u := range plan.Words {
		for i := range u.Also {
			u.Also[i].Weight *= alsoWeight
		}
	}
	return plan
}

// ask understands a query and finds what it asks for.
func (e *Engine) ask(ctx context.Context, s *snapshot, n *narrowing, text string) (*prepared, error) {
	parser := e.parser
	parser.Lexicon = s.st.gen.Lexicon()
	p := newPrepared(softened(parser.Parse(text)), s, n)
	err := p.find(ctx, s.readers, text == "")
	if err != nil || p.plan.Number == nil || p.some() || !hasPlainWord(text) {
		return p, err
	}
	// What reads as a number and is none of the catalogue's may be words:
	// ISO tolerance H7.
	words := newPrepared(softened(parser.Words(text)), s, n)
	if err := words.find(ctx, s.readers, false); err != nil || words.some() {
		return words, err
	}
	return p, nil
}

// hasPlainWord reports whether a text has a word in small letters, as numbers
// have none.
func hasPlainWord(text string) bool {
	for _, w := range strings.Fields(text) {
		if len(w) >= 4 && strings.Trim(w, "abcdefghijklmnopqrstuvwxyz") == "" {
			return true
		}
	}
	return false
}

// some reports whether anything was found.
func (p *prepared) some() bool {
	for _, docs := range p.base {
		if !docs.IsEmpty() {
			return true
		}
	}
	return false
}

// mend asks again in another spelling where no entry has all the words typed.
// Nil where that finds no more. Where a few have them, nothing is put in the
// place of what was asked for; a better spelling is only proposed.
func (e *Engine) mend(ctx context.Context, s *snapshot, p *prepared, req search.Request) (*prepared, error) {
	if req.Verbatim || p.plan.Number != nil || len(p.plan.Words) == 0 || p.all >= enough {
		return nil, nil
	}
	if p.all > 0 {
		better, err := e.respelt(ctx, s, p, true)
		if err == nil && better != nil && better.all >= moreHits*p.all {
			p.suggested = better.corrected
		}
		return nil, err
	}
	if better, err := e.spoken(ctx, s, p); err != nil || better != nil {
		return better, err
	}
	better, err := e.respelt(ctx, s, p, false)
	if err != nil || better != nil && better.all > 0 {
		return better, err
	}
	if all, err := e.respelt(ctx, s, p, true); err != nil || all != nil && all.all > 0 {
		return all, err
	}
	if better != nil && better.relaxed <= p.relaxed {
		better = nil
	}
	return better, nil
}

// moreHits is how many times as many entries must have the words of a spelling
// that is proposed where some have those typed.
const moreHits = 10

// respelt asks for what mended makes of a query. Nil where that is nothing.
func (e *Engine) respelt(ctx context.Context, s *snapshot, p *prepared, rare bool) (*prepared, error) {
	text, err := e.mended(ctx, s.readers, p, rare)
	if err != nil || text == "" {
		return nil, err
	}
	better, err := e.ask(ctx, s, p.narrow, text)
	if err != nil {
		return nil, err
	}
	better.corrected = text
	return better, nil
}

// spoken asks again where the query can be read as pinyin. Nil where it can't,
// or where its words meet nowhere.
func (e *Engine) spoken(ctx context.Context, s *snapshot, p *prepared) (*prepared, error) {
	if !isASCII(p.plan.Text) || han.ParsePinyin(strings.Join(strings.Fields(p.plan.Text), " ")) == nil {
		return nil, nil
	}
	words, err := e.words(ctx, s)
	if err != nil {
		return nil, err
	}
	units := spokenUnits(words, p.plan.Text)
	if len(units) == 0 {
		return nil, nil
	}
	better := newPrepared(query.Plan{Text: p.plan.Text, Words: units}, s, p.narrow)
	if err := better.find(ctx, s.readers, false); err != nil || better.all == 0 {
		return nil, err
	}
	better.corrected = strings.Join(better.plan.Units(), " ")
	return better, nil
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
