package local

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"chabiao/corpus/catalogue"
	seg "chabiao/corpus/segment"
	"chabiao/indexer/schema"
	"chabiao/search"
	"chabiao/search/suggest"

	"github.com/RoaringBitmap/roaring/v2"
)

// Bounds of the titles of one text.
const (
	maxBegun   = 32  // terms that an unfinished word may stand for, in their order
	maxUsed    = 5   // the same, the most used
	maxPlenty  = 500 // documents that are enough
	maxSpelt   = 3   // letters from which on the former are asked
	maxMeant   = 3   // terms whose titles are shown for pinyin
	moreTitles = 6   // so many more entries are read than wanted: some have the same title
)

// suggestTitles finds titles that begin with what is typed, or have it; for
// pinyin, those that have the terms that it may mean.
func (e *Engine) suggestTitles(ctx context.Context, s *snapshot, t *typed, terms []completion, size int) ([]search.Suggestion, error) {
	p := &picker{typed: t, want: size + moreTitles, seen: make(map[uint32]bool)}
	text := t.text
	for _, find := range []func() error{
		func() error { return p.typedOf(s) },
		func() error { return p.meant(s, terms) },
		func() error { return p.asked(e, s) },
	} {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := find(); err != nil {
			return nil, err
		}
		if len(p.docs) > 0 {
			break
		}
	}
	if p.term != "" {
		text = p.term
	}
	records, err := e.records(ctx, p.docs)
	if err != nil {
		return nil, err
	}
	type shown struct {
		s     search.Suggestion
		order int
	}
	var list []shown
	for _, r := range present(records) {
		title, in, fit := fitting(r, text, t.lang)
		kind := search.SuggestTitle
		if title == "" {
			title, kind = r.Entry.Number, search.SuggestNumber
		}
		s := suggestion(r, kind, title, t.lang)
		s.TextLang = in
		list = append(list, shown{s, standingOrder(r)*8 + fit})
	}
	slices.SortStableFunc(list, func(a, b shown) int { return a.order - b.order })
	out := make([]search.Suggestion, len(list))
	for i := range list {
		out[i] = list[i].s
	}
	return out, nil
}

// standingOrder is 0 for what is in force, 1 for what may be, 2 for what is not.
func standingOrder(r *catalogue.Record) int { return rankOf(r.Entry.Status.String()) }

// fitting is the title of an entry that fits a folded text best, the language it
// is in, and how it fits: 0, it begins so; 1, a word of it does; 2, it has it; 3,
// it has its words.
func fitting(r *catalogue.Record, text, lang string) (title, in string, fit int) {
	title, in = r.Entry.TitleIn(lang)
	fit = 4
	for _, l := range []string{lang, "zh", "en", ""} {
		for of, candidate := range r.Entry.Titles {
			if of != l && l != "" || candidate == "" {
				continue
			}
			folded, f := seg.Folded(candidate), 3
			switch at := strings.Index(folded, text); {
			case at == 0:
				f = 0
			case at > 0 && folded[at-1] == ' ':
				f = 1
			case at > 0:
				f = 2
			}
			if f < 3 && of != "zh" && of != "en" { // who reads that types its marks
				f += 2
			}
			if f < fit && (f < 3 || of == lang) {
				title, in, fit = candidate, of, f
			}
		}
	}
	return title, in, min(fit, 3)
}

// picker picks the documents that are worth reading.
type picker struct {
	*typed
	want int
	docs []found
	seen map[uint32]bool
	term string // what stands for the text, if something does
}

// typedOf picks the titles that have the text as it is typed, its last word
// perhaps unfinished: first those that begin so. Of one letter or character only
// these: everything has it.
func (p *picker) typedOf(s *snapshot) error {
	sets, begun := make([]docSet, len(s.readers)), make([]docSet, len(s.readers))
	short := len(p.asks) == 1 && utf8.RuneCountInString(p.text) == 1
	for i, r := range s.readers {
		docs, err := r.begun(p.typed)
		if err != nil {
			return err
		}
		begun[i].parts = docs
		if short {
			continue
		}
		if sets[i], err = r.unfinished(p.typed); err != nil {
			return err
		}
		if (len(p.asks) > 1 || p.han) && len(docs) > 0 {
			begun[i] = docSet{within: docs[0], parts: sets[i].parts}
			if w := sets[i].within; w != nil {
				begun[i].within = roaring.And(docs[0], w)
			}
		}
	}
	for rank := range ranks {
		p.pick(s, begun, rank, p.want*2/3)
		p.pick(s, sets, rank, p.want)
	}
	return nil
}

// meant picks the titles of the terms that pinyin may mean.
func (p *picker) meant(s *snapshot, terms []completion) error {
	want := p.want
	for i, c := range terms[:min(len(terms), maxMeant)] {
		p.typed, p.want = newTyped(c.key, p.lang, p.words), want*(i+2)/(maxMeant+1)
		if err := p.typedOf(s); err != nil {
			return err
		}
		if i == 0 {
			p.term = c.key
		}
	}
	return nil
}

// asked picks the titles of what a search would ask for: of words apart, of
// those that mean the same, and of pinyin that is no term.
func (p *picker) asked(e *Engine, s *snapshot) error {
	plan := softened(e.parser.Words(p.text))
	units := required(plan.Words)
	var last *seg.Unit // a character that is to become a word, or ends one
	if n := len(plan.Words); n > 0 && plan.Words[n-1].Prefix {
		last = &plan.Words[n-1]
		units = slices.DeleteFunc(units, func(u *seg.Unit) bool { return u == last })
	}
	for _, spoken := range []bool{false, true} {
		if spoken {
			if p.letters == "" {
				return nil
			}
			list := spokenUnits(p.words, p.text)
			units, last = required(list), nil
		}
		if len(units) == 0 {
			continue
		}
		sets := make([]docSet, len(s.readers))
		for i, r := range s.readers {
			docs, err := r.titledUnits(units)
			if err != nil {
				return err
			}
			if last != nil {
				with, err := r.beginning(schema.TitleZH, last.Text, maxBegun)
				if err != nil {
					return err
				}
				if with.And(docs); !with.IsEmpty() {
					docs = with
				}
			}
			sets[i].parts = []*roaring.Bitmap{docs}
		}
		for rank := range ranks {
			p.pick(s, sets, rank, p.want)
		}
		if len(p.docs) > 0 {
			return nil
		}
	}
	return nil
}

// titledUnits finds the documents whose titles have all the words, or what means
// the same. Words that no title has, fewer than half, are passed over.
func (r *reader) titledUnits(units []*seg.Unit) (*roaring.Bitmap, error) {
	var out *roaring.Bitmap
	missing := 0
	for _, u := range units {
		docs := roaring.New()
		for _, field := range titleFields {
			if u.Ideographic && field != schema.TitleZH && !docs.IsEmpty() {
				break
			}
			had, err := r.wordDocs(field, u)
			if err != nil {
				return nil, err
			}
			docs.Or(had)
			for k := range u.Also {
				if had, err = r.termsDocs(field, u.Also[k].Terms); err != nil {
					return nil, err
				}
				docs.Or(had)
			}
		}
		switch {
		case docs.IsEmpty():
			missing++
			continue
		case out == nil:
			out = docs
		default:
			out.And(docs)
		}
		if out.IsEmpty() {
			return out, nil
		}
	}
	if out == nil || 2*missing > len(units) {
		return roaring.New(), nil
	}
	return out, nil
}

// unfinished finds the documents whose titles have the words typed, the last of
// them perhaps not to its end.
func (r *reader) unfinished(t *typed) (out docSet, err error) {
	last := t.asks[len(t.asks)-1]
	if head := t.asks[:len(t.asks)-1]; slices.ContainsFunc(head, func(a wanted) bool { return len(a.terms) > 0 }) {
		if out.within, err = r.withAll(head, nil); err != nil || out.within.IsEmpty() {
			return docSet{}, err
		}
	}
	if last.han && len(last.terms) > 0 {
		docs, err := r.titled(&last)
		out.parts = []*roaring.Bitmap{docs}
		return out, err
	}
	words := []wanted{}
	if len(last.terms) > 0 {
		words = append(words, last)
	}
	complete := func(text string, at int) {
		for _, term := range t.words.Best(suggest.ByText, text, false, maxUsed) {
			if list := asksOf(term.Key); at < len(list) && len(list[at].terms) > 0 {
				a := list[at]
				a.terms = a.terms[:1]
				words = append(words, a)
			}
		}
	}
	complete(last.text, 0)
	if len(t.asks) > 1 {
		complete(t.text, len(t.asks)-1)
	}
	done := make(map[string]bool)
	some := uint64(0)
	for i := range words {
		if term := words[i].terms[0]; !done[term] {
			done[term] = true
			docs, err := r.titled(&words[i])
			if err != nil {
				return out, err
			}
			out.parts = append(out.parts, docs)
			some += docs.GetCardinality()
		}
	}
	if !last.han && len(last.text) >= maxSpelt && some < maxPlenty {
		for _, field := range titleFields {
			docs, err := r.beginning(field, last.text, maxBegun)
			if err != nil {
				return out, err
			}
			out.parts = append(out.parts, docs)
		}
	}
	return out, nil
}

// begun finds documents with a title that begins with the first run typed, in
// parts; of what may be many words, of the most used. The bitmaps may belong to
// the segment.
func (r *reader) begun(t *typed) ([]*roaring.Bitmap, error) {
	begin := seg.Beginning(t.text)
	if first := &t.asks[0]; len(t.asks) > 1 || first.han && len(first.terms) > 0 {
		docs, err := r.docs(schema.FieldBegin, begin)
		return []*roaring.Bitmap{docs}, err
	} else if first.han || len(first.text) >= maxSpelt {
		docs, err := r.beginning(schema.FieldBegin, begin, maxBegun)
		return []*roaring.Bitmap{docs}, err
	}
	var out []*roaring.Bitmap
	done := map[string]bool{}
	for _, term := range t.words.Best(suggest.ByText, t.text, false, maxUsed) {
		if begin := seg.Beginning(term.Key); !done[begin] {
			done[begin] = true
			docs, err := r.docs(schema.FieldBegin, begin)
			if err != nil {
				return nil, err
			}
			out = append(out, docs)
		}
	}
	return out, nil
}

// beginning finds the documents with terms of a field that begin with a prefix,
// the first so many.
func (r *reader) beginning(field, prefix string, limit int) (*roaring.Bitmap, error) {
	terms, err := r.terms(field, prefix)
	if err != nil {
		return nil, err
	}
	out := roaring.New()
	err = terms.first(limit).each(func(term string, docs *roaring.Bitmap) bool {
		if strings.IndexByte(term, 0) < 0 {
			out.Or(docs)
		}
		return true
	})
	return out, err
}
