package local

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"chabiao/corpus/catalogue"
	"chabiao/corpus/han"
	"chabiao/corpus/number"
	seg "chabiao/corpus/segment"
	"chabiao/search"
	"chabiao/search/suggest"
)

// Suggest implements search.Engine: for what reads as a number the numbers that
// begin so, in numeric order; else a few terms that complete what is typed, most
// used first, and titles that begin with it or hold it, those in force first.
// Everything comes from the dictionaries of the index, bitmaps, and the table of
// words; of the catalogue only entries are read that are shown or nearly so.
func (e *Engine) Suggest(ctx context.Context, q string, size int, lang string) ([]search.Suggestion, error) {
	if size <= 0 || size > search.MaxSize {
		size = search.DefaultSize
	}
	out := []search.Suggestion{}
	q = strings.TrimSpace(q)
	if q == "" || len(q) > search.MaxQuery {
		return out, nil
	}
	s, err := e.open()
	if err != nil {
		return nil, err
	}
	defer s.close()
	numbers, err := e.suggestNumbers(ctx, s, q, size)
	if err == nil && len(numbers) == 0 {
		numbers, err = e.suggestMixed(ctx, s, q, size)
	}
	words := false // they may still be meant
	if err == nil && len(numbers) == 0 {
		numbers, words, err = e.suggestBody(ctx, s, q, size)
	}
	if err != nil {
		return nil, err
	}
	for _, r := range numbers {
		out = append(out, suggestion(r, search.SuggestNumber, r.Entry.Number, lang))
	}
	if len(out) > 0 && !words {
		return out, nil
	}
	set, err := e.words(ctx, s)
	if err != nil {
		return nil, err
	}
	t := newTyped(q, lang, set)
	if t.text == "" {
		return out, nil
	}
	terms, err := s.completions(t, size)
	if err != nil {
		return nil, err
	}
	titles, err := e.suggestTitles(ctx, s, t, terms, size)
	if err != nil {
		return nil, err
	}
	return append(out, mixed(terms, titles, t, size-len(out))...), nil
}

// bodyNumbers are the numbers that are suggested for the small letters of a body:
// iso is one, and as may be a word.
const bodyNumbers = 3

// suggestBody completes the letters of a body by its first numbers; words tells
// that the letters may as well be a word.
func (e *Engine) suggestBody(ctx context.Context, s *snapshot, q string, size int) (list []*catalogue.Record, words bool, err error) {
	if len(q) > 12 || strings.ContainsFunc(q, func(r rune) bool { return r != '/' && (r < 'A' || r > 'z' || r > 'Z' && r < 'a') }) {
		return nil, false, nil
	}
	n, err := number.Parse(q + " 1")
	if err != nil || n.Generic() || n.Body() == "" {
		return nil, false, nil
	}
	if words = strings.ToUpper(q) != q && !strings.Contains(q, "/"); words {
		size = min(size, bodyNumbers)
	}
	docs, err := s.typed(&n, size, size)
	if err != nil {
		return nil, false, err
	}
	inForceFirst(docs)
	list, err = e.records(ctx, docs[:min(len(docs), size)])
	return present(list), words, err
}

// Terms that stand before the titles, and of how many suggestions at the most.
const (
	termsFirst = 4
	termsShare = 2 // one in so many
)

// mixed puts a few terms before the titles; the other terms come behind, where
// there is room. What has been said is not said again.
func mixed(terms []completion, titles []search.Suggestion, t *typed, size int) []search.Suggestion {
	out := []search.Suggestion{}
	said := map[string]bool{t.text: true}
	whole := false // a title that is typed to its end is worth saying
	say := func(s search.Suggestion) {
		if key := seg.Folded(s.Text); len(out) < size && !said[key] {
			said[key] = true
			out = append(out, s)
		}
	}
	first := min(len(terms), termsFirst, max(1, size/termsShare))
	for _, c := range terms[:first] {
		say(search.Suggestion{Text: c.text, Kind: search.SuggestTerm})
	}
	for _, s := range titles {
		if !whole && seg.Folded(s.Text) == t.text {
			whole = true
			delete(said, t.text)
		}
		say(s)
	}
	for _, c := range terms[first:] {
		say(search.Suggestion{Text: c.text, Kind: search.SuggestTerm})
	}
	return out
}

func suggestion(r *catalogue.Record, kind, text, lang string) search.Suggestion {
	title, in := r.Entry.TitleIn(lang)
	return search.Suggestion{Text: text, Kind: kind, ID: r.ID, Number: r.Entry.Number, Title: title, TitleLang: in,
		Status: r.Entry.Status.String(), StatusLabel: r.Entry.Status.Label(lang)}
}

// typed is what stands in the box.
type typed struct {
	text    string // folded, words with single blanks between them
	letters string // as pinyin or initials; "" where it can't be
	han     bool   // has Han characters
	lang    string
	words   suggest.Set
	asks    []wanted
}

func newTyped(q, lang string, words suggest.Set) *typed {
	t := &typed{text: seg.Folded(q), lang: lang, words: words}
	t.letters = suggest.Letters(t.text)
	t.asks = asksOf(t.text)
	t.han = slices.ContainsFunc(t.asks, func(a wanted) bool { return a.han })
	return t
}

// maxAsks bounds the words of a text that is completed.
const maxAsks = 24

// wanted is a run of Han characters, or a word of another script, that a title
// must have.
type wanted struct {
	text  string
	han   bool
	terms []string // of the index
	last  bool     // what is being typed: it may go on
}

// weight is how much a byte of the run narrows, to look for what narrows most
// first.
func (a *wanted) weight() int {
	switch {
	case a.han:
		return 2
	case strings.Trim(a.text, "0123456789") == "":
		return 0
	}
	return 1
}

// asksOf takes folded text to runs.
func asksOf(text string) []wanted {
	var out []wanted
	for _, field := range strings.Fields(text) {
		from := 0
		var before rune
		for i, r := range field + " " {
			if i > 0 && (r == ' ' || han.IsIdeographic(r) != han.IsIdeographic(before)) && len(out) < maxAsks {
				out = append(out, newAsk(field[from:i]))
				from = i
			}
			before = r
		}
	}
	if len(out) > 0 {
		out[len(out)-1].last = true
	}
	return out
}

func newAsk(run string) wanted {
	a := wanted{text: run}
	runes := []rune(run)
	if a.han = han.IsIdeographic(runes[0]); a.han {
		a.terms = seg.Pairs(runes)
		return a
	}
	if stem, ok := seg.Stem(run); ok {
		a.terms = []string{stem}
	}
	return a
}

// suggestMixed completes a number with words beside it: the standards that the
// number means, those first whose titles have the words.
func (e *Engine) suggestMixed(ctx context.Context, s *snapshot, q string, size int) ([]*catalogue.Record, error) {
	plan := e.parser.Parse(q)
	if plan.Number == nil || plan.Number.Generic() || len(plan.Words) == 0 {
		return nil, nil
	}
	c, err := s.lookup(plan.Number)
	if err != nil {
		return nil, err
	}
	docs := c.all()
	list, err := e.records(ctx, docs[:min(len(docs), maxTypedDocs)])
	if err != nil {
		return nil, err
	}
	list = present(list)
	have := func(r *catalogue.Record) int {
		n := 0
		for _, u := range plan.Words {
			for _, title := range r.Entry.Titles {
				if strings.Contains(han.Fold(title), u.Text) {
					n++
					break
				}
			}
		}
		return n
	}
	slices.SortStableFunc(list, func(a, b *catalogue.Record) int {
		return cmp.Or(have(b)-have(a), standingOrder(a)-standingOrder(b))
	})
	return list[:min(len(list), size)], nil
}
