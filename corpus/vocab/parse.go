package vocab

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"chabiao/corpus"
	"chabiao/corpus/han"
)

// Bounds of the files, far above what they hold.
const (
	maxGroup  = 32 // terms in a group
	maxTokens = 16 // in a term
)

// parser reads the files line by line and keeps where it is, for its errors.
type parser struct {
	v      *Vocabulary
	file   string
	line   int
	oneWay []implication
}

// implication is a one-way line, kept until all groups are known.
type implication struct {
	line        int
	left, right string // keys
}

func (p *parser) errorf(format string, args ...any) error {
	return corpus.Errorf(corpus.Internal, "%s line %d: %s", p.file, p.line, fmt.Sprintf(format, args...)).
		WithHint("mend that line and build again")
}

// parse reads the text of the three files.
func parse(synonyms, translations, queries string) (*Vocabulary, error) {
	p := &parser{v: &Vocabulary{
		terms:    make(map[string]*entry, 1<<14),
		longest:  make(map[string]int, 1<<13),
		kinds:    make(map[string]WordKind),
		rewrites: make(rewriter),
	}}
	if err := p.each("synonyms.txt", synonyms, p.synonymLine); err != nil {
		return nil, err
	}
	p.imply()
	for _, e := range p.v.terms {
		e.synonym = true
		slices.SortStableFunc(e.synonyms, func(a, b Synonym) int { return cmp.Compare(b.Weight, a.Weight) })
	}
	if err := p.each("translations.txt", translations, p.translationLine); err != nil {
		return nil, err
	}
	p.translate()
	if err := p.each("queries.txt", queries, p.queryLine); err != nil {
		return nil, err
	}
	return p.v, nil
}

// each hands the lines to take, without comments and blank lines.
func (p *parser) each(file, text string, take func(line string) error) error {
	p.file, p.line = file, 0
	for line := range strings.Lines(text) {
		p.line++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if err := take(line); err != nil {
			return err
		}
	}
	return nil
}

func (p *parser) synonymLine(line string) error {
	if word, ok := strings.CutPrefix(line, "!"); ok {
		return p.apartLine(strings.TrimSpace(word))
	}
	if left, right, ok := strings.Cut(line, ">"); ok {
		return p.oneWayLine(strings.TrimSpace(left), strings.TrimSpace(right))
	}
	terms := strings.Split(line, "=")
	if len(terms) < 2 {
		return p.errorf("%q has neither = nor >", line)
	}
	if len(terms) > maxGroup {
		return p.errorf("%d terms in a group, at most %d", len(terms), maxGroup)
	}
	group := make([]*entry, 0, len(terms))
	for _, term := range terms {
		e, _, err := p.term(strings.TrimSpace(term))
		if err != nil {
			return err
		}
		if slices.Contains(group, e) {
			return p.errorf("%q stands twice in its group", e.text)
		}
		if e.equal {
			return p.errorf("%q stands in an earlier group already: one term, one group", e.text)
		}
		if e.apart {
			return p.errorf("%q is a word apart (!) already", e.text)
		}
		group = append(group, e)
	}
	for _, e := range group {
		e.equal = true
		for _, other := range group {
			if other != e {
				e.synonyms = append(e.synonyms, Synonym{other.text, weigh(e.text, other.text)})
			}
		}
	}
	return nil
}

// apartLine takes a word that keeps the terms within it from being found.
func (p *parser) apartLine(word string) error {
	known := len(p.v.terms)
	e, _, err := p.term(word)
	if err != nil {
		return err
	}
	if len(p.v.terms) == known {
		return p.errorf("%q is a term or a word apart already", e.text)
	}
	e.apart = true
	return nil
}

func (p *parser) oneWayLine(left, right string) error {
	l, from, err := p.term(left)
	if err != nil {
		return err
	}
	r, to, err := p.term(right)
	if err != nil {
		return err
	}
	if l.apart || r.apart {
		return p.errorf("one of %q and %q is a word apart (!) already", left, right)
	}
	if from == to {
		return p.errorf("%q stands on both sides", left)
	}
	i := implication{line: p.line, left: from, right: to}
	for _, other := range p.oneWay {
		if other.left == from && other.right == to {
			return p.errorf("%q > %q stands in line %d already", left, right, other.line)
		}
	}
	p.oneWay = append(p.oneWay, i)
	return nil
}

// imply lays the one-way lines over the groups: what a term implies is implied
// by its equals too, together with the equals of what is implied. What that
// implies in its turn is not followed.
func (p *parser) imply() {
	equals := func(key string) []*entry {
		e := p.v.terms[key]
		out := []*entry{e}
		for _, s := range e.synonyms {
			if s.Weight != WeightImplied {
				out = append(out, p.v.terms[keyOf(s.Text)])
			}
		}
		return out
	}
	for _, i := range p.oneWay {
		right := equals(i.right)
		for _, l := range equals(i.left) {
			for _, r := range right {
				known := l == r || slices.ContainsFunc(l.synonyms, func(s Synonym) bool { return s.Text == r.text })
				if !known {
					l.synonyms = append(l.synonyms, Synonym{r.text, WeightImplied})
				}
			}
		}
	}
}

// term checks a term and returns its entry, new or known, and its key.
func (p *parser) term(text string) (*entry, string, error) {
	switch {
	case text == "":
		return nil, "", p.errorf("a term is missing")
	case !utf8.ValidString(text):
		return nil, "", p.errorf("%q is not UTF-8", text)
	case han.Fold(text) != text:
		return nil, "", p.errorf("%q is not folded: write %q", text, han.Fold(text))
	case utf8.RuneCountInString(text) < 2:
		return nil, "", p.errorf("%q has one character only, and would be found inside of other words", text)
	}
	var buf [maxTokens]token
	tokens := appendTokens(buf[:0], text)
	if len(tokens) == 0 || len(tokens) > maxTokens {
		return nil, "", p.errorf("%q has %d characters or words, a term has 1 to %d", text, len(tokens), maxTokens)
	}
	var spelled [64]byte
	if b := spell(spelled[:0], text, tokens); string(b) != text {
		return nil, "", p.errorf("%q has signs or blanks that are none of a term: write %q", text, b)
	}
	key := keyOfTokens(tokens)
	e := p.v.terms[key]
	if e == nil {
		e = &entry{text: text, han: hasHan(text)}
		p.v.terms[key] = e
	}
	first := tokens[0].key
	p.v.longest[first] = max(p.v.longest[first], len(tokens))
	return e, key, nil
}

// spell appends how a term of these tokens is written: blanks between Latin
// words only.
func spell(b []byte, text string, tokens []token) []byte {
	for i, t := range tokens {
		if i > 0 && !t.ideographic && !tokens[i-1].ideographic {
			b = append(b, ' ')
		}
		b = append(b, text[t.start:t.end]...)
	}
	return b
}

func (p *parser) queryLine(line string) error {
	if han.Fold(line) != line {
		return p.errorf("%q is not folded: write %q", line, han.Fold(line))
	}
	if from, to, ok := strings.Cut(line, ">"); ok {
		from, to = strings.TrimSpace(from), strings.TrimSpace(to)
		switch {
		case utf8.RuneCountInString(from) < 2 || to == "":
			return p.errorf("a rewriting needs two characters or more on its left, and something on its right")
		case slices.ContainsFunc(p.v.rewrites[firstRune(from)], func(r rewriting) bool { return r.from == from }):
			return p.errorf("%q is rewritten in an earlier line already", from)
		}
		p.v.rewrites.add(from, to)
		return nil
	}
	name, words, _ := strings.Cut(line, ":")
	kind := Drop
	switch name {
	case "drop":
	case "weak":
		kind = Weak
	default:
		return p.errorf("%q begins neither with drop: nor with weak:, and is no rewriting", line)
	}
	for word := range strings.FieldsSeq(words) {
		if known, ok := p.v.kinds[word]; ok {
			return p.errorf("%q is %s already", word, known)
		}
		p.v.kinds[word] = kind
	}
	return nil
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}
