package local

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"chabiao/corpus/han"
	seg "chabiao/corpus/segment"
	"chabiao/indexer/schema"
	"chabiao/search/suggest"

	"github.com/RoaringBitmap/roaring/v2"
)

// completion is a query that what is typed may become.
type completion struct {
	text   string
	key    string // folded
	term   string // the key of the term in it: all of it, or what completes its last word
	weight float64
	stands bool // in a title in force, for sure
}

// How sure it is that a term was meant, by what of it was typed: what is written
// says it, letters may also be those of another language, and initials say least
// if there are more to come.
const (
	sureWritten  = 1
	sureSound    = 1
	sureToCome   = 0.8 // the sound goes on
	sureInitials = 0.5
	sureFirst    = 0.05 // the initials go on
	sureForeign  = 0.3  // to a reader of English, what is read as pinyin
)

// Bounds of the terms of one text.
const (
	maxOffered = 12 // terms looked up of one kind
	maxTerms   = 6  // suggested
	maxJoined  = 3  // places where a text is cut in two
	maxLookups = 6  // terms looked for behind what stands before them
)

// completions are the terms that what is typed begins, or sounds like, heaviest
// first; if there are none, those that its last words begin behind the ones
// before them.
func (s *snapshot) completions(t *typed, size int) ([]completion, error) {
	list := t.offers(t.text, t.letters)
	if len(list) == 0 {
		return s.joined(t, size)
	}
	return s.standing(list, nil, min(size, maxTerms))
}

// offers looks a text up in the table.
func (t *typed) offers(text, letters string) []completion {
	n := maxOffered
	var list []completion
	offer := func(terms []suggest.Term, sure float64) {
		for _, term := range terms {
			if term.Key != text && !slices.ContainsFunc(list, func(c completion) bool { return c.key == term.Key }) {
				list = append(list, completion{term.Text, term.Key, term.Key, float64(term.Weight) * sure, t.words.Stands(term)})
			}
		}
	}
	offer(t.words.Best(suggest.ByText, text, false, n), sureWritten)
	if len(letters) > 1 {
		foreign := 1.0
		if t.lang == "en" {
			foreign = sureForeign
		}
		offer(t.words.Best(suggest.BySound, letters, true, n), foreign*sureSound)
		offer(t.words.Best(suggest.BySound, letters, false, n), foreign*sureToCome)
		offer(t.words.Best(suggest.ByInitials, letters, true, n), foreign*sureInitials)
		if len(letters) > 2 {
			offer(t.words.Best(suggest.ByInitials, letters, false, n), foreign*sureFirst)
		}
	}
	if written, typed := halfTyped(text); typed != "" { // 质量guan
		begin := func(terms []suggest.Term) []suggest.Term {
			return slices.DeleteFunc(terms, func(t suggest.Term) bool { return !strings.HasPrefix(t.Key, written) })
		}
		offer(begin(t.words.Best(suggest.BySound, strings.Join(han.Syllables(written), "")+typed, false, 2*n)), sureSound)
		offer(begin(t.words.Best(suggest.ByInitials, han.Initials(written)+typed, false, 2*n)), sureInitials)
	}
	slices.SortStableFunc(list, func(a, b completion) int { return cmp.Compare(b.weight, a.weight) })
	return list
}

// halfTyped divides a text of Han characters with letters behind them, as of an
// input method that is not through; "" if it is none.
func halfTyped(text string) (written, letters string) {
	i := strings.LastIndexFunc(text, han.IsIdeographic)
	if i < 0 || strings.ContainsFunc(text[:i], func(r rune) bool { return !han.IsIdeographic(r) }) {
		return "", ""
	}
	_, size := utf8.DecodeRuneInString(text[i:])
	return text[:i+size], suggest.Letters(text[i+size:])
}

// joined completes the last words of a text behind those before them: 电动汽车充
// becomes 电动汽车充电.
func (s *snapshot) joined(t *typed, size int) ([]completion, error) {
	runes := []rune(t.text)
	var breaks []int
	for i := len(runes) - 1; i > 0 && len(breaks) < maxJoined; i-- {
		if wordBreak(runes, i) {
			breaks = append(breaks, i)
		}
	}
	for _, i := range slices.Backward(breaks) {
		head, tail := string(runes[:i]), string(runes[i:])
		gap := ""
		if tail[0] == ' ' {
			gap, tail = " ", tail[1:]
		}
		list := t.offers(tail, suggest.Letters(tail))
		if gap != "" { // else few stand beside the head, and are soon told apart
			list = list[:min(len(list), maxLookups)]
		}
		for k := range list {
			list[k].text, list[k].key = head+gap+list[k].text, head+gap+list[k].key
			if gap == "" { // they stand together
				list[k].term = string(runes[i-1]) + list[k].term
			}
		}
		if len(list) == 0 {
			continue
		}
		if list, err := s.standing(list, asksOf(head), min(size, maxTerms)); err != nil || len(list) > 0 {
			return list, err
		}
	}
	return nil, nil
}

// wordBreak reports whether a text may be cut before its i-th character: at
// blanks, beside a Han character.
func wordBreak(runes []rune, i int) bool {
	return runes[i] == ' ' || runes[i-1] != ' ' && (runes[i] >= 0x2e80 || runes[i-1] >= 0x2e80)
}

// standing keeps the terms that stand in titles with the words of head, those
// that are in force first, and of words that differ in their endings one.
func (s *snapshot) standing(list []completion, head []wanted, size int) ([]completion, error) {
	before, err := s.having(head)
	if err != nil {
		return nil, err
	}
	var force, rest []completion
	seen := make(map[string]bool)
	for _, c := range list {
		if len(force) >= size {
			break
		}
		stem := stemmed(c.key)
		if seen[stem] {
			continue
		}
		if c.stands && head == nil {
			force = append(force, c)
			seen[stem] = true
			continue
		}
		asks := asksOf(c.term)
		current, some := uint64(0), false
		for i, r := range s.readers {
			docs, err := r.withAll(asks, before[i])
			if err != nil {
				return nil, err
			}
			some = some || !docs.IsEmpty()
			current += r.inRank(docs, 0)
			if current > 0 && head == nil {
				break
			}
		}
		switch {
		case !some:
			continue
		case current > 0:
			if head != nil {
				c.weight = float64(current)
			}
			force = append(force, c)
		default:
			rest = append(rest, c)
		}
		seen[stem] = true
	}
	if head != nil {
		slices.SortStableFunc(force, func(a, b completion) int { return cmp.Compare(b.weight, a.weight) })
	}
	out := append(force, rest...)
	return out[:min(len(out), size)], nil
}

// having finds, by reader, the documents whose titles have all of some words;
// nil where there are none to have.
func (s *snapshot) having(asks []wanted) ([]*roaring.Bitmap, error) {
	out := make([]*roaring.Bitmap, len(s.readers))
	if asks == nil {
		return out, nil
	}
	for i, r := range s.readers {
		docs, err := r.withAll(asks, nil)
		if err != nil {
			return nil, err
		}
		out[i] = docs
	}
	return out, nil
}

// titleFields are the fields of titles.
var titleFields = []string{schema.TitleZH, schema.TitleEN, schema.TitleMore}

// withAll finds the live documents whose titles have all the words, of those
// within if it is not nil.
func (r *reader) withAll(asks []wanted, within *roaring.Bitmap) (*roaring.Bitmap, error) {
	var out *roaring.Bitmap
	if within != nil {
		out = within.Clone()
	}
	narrow := func(docs *roaring.Bitmap) bool {
		if out == nil {
			out = docs.Clone()
		} else {
			out.And(docs)
		}
		return !out.IsEmpty()
	}
	// Han first: runs of it are rarer than words, and digits above all.
	asks = slices.Clone(asks)
	slices.SortStableFunc(asks, func(a, b wanted) int { return len(b.text)*b.weight() - len(a.text)*a.weight() })
	for i := range asks {
		a := &asks[i]
		if len(a.terms) == 0 && (!a.han || len(asks) > 1) {
			continue // a stop word, or a single character, which tells little
		}
		if a.han && out != nil { // pair by pair: what is left is small
			for _, term := range a.terms {
				docs, err := r.docs(schema.TitleZH, term)
				if err != nil || !narrow(docs) {
					return out, err
				}
			}
			continue
		}
		if out != nil {
			some := roaring.New()
			for _, field := range titleFields {
				docs, err := r.docs(field, a.terms[0])
				if err != nil {
					return nil, err
				}
				some.Or(roaring.And(out, docs))
			}
			if out = some; out.IsEmpty() {
				return out, nil
			}
			continue
		}
		docs, err := r.titled(a)
		if err != nil {
			return nil, err
		}
		if !narrow(docs) {
			return out, nil
		}
	}
	if out == nil {
		return roaring.New(), nil
	}
	return r.live(out), nil
}

// titled finds the documents with a word in a title. The bitmap may belong to
// the segment.
func (r *reader) titled(a *wanted) (*roaring.Bitmap, error) {
	if a.han {
		terms := a.terms
		if len(terms) == 0 { // a single character ends a run, or begins a pair
			return r.beginning(schema.TitleZH, a.text, maxBegun)
		}
		docs, err := r.termsDocs(schema.TitleZH, terms)
		if err != nil || !docs.IsEmpty() {
			return docs, err
		}
		return r.termsDocs(schema.TitleMore, terms)
	}
	var out *roaring.Bitmap
	for _, field := range titleFields {
		docs, err := r.docs(field, a.terms[0])
		if err != nil {
			return nil, err
		}
		switch {
		case docs.IsEmpty():
		case out == nil:
			out = docs
		default:
			out = roaring.Or(out, docs)
		}
	}
	if out == nil {
		return roaring.New(), nil
	}
	return out, nil
}

// stemmed is a folded text with its words as stems, to tell what differs in
// endings only.
func stemmed(key string) string {
	words := strings.Fields(key)
	for i, w := range words {
		words[i], _ = seg.Stem(w)
	}
	return strings.Join(words, " ")
}
