package segment

import (
	"slices"
	"unicode/utf8"
)

// Span is a stretch of the original text, in bytes.
type Span struct{ Start, End int }

// Matches finds where the words of a query stand in a text: whole words for
// scripts with spaces, any place for Han. Spans come in order and do not
// overlap.
func (s *Segmenter) Matches(text string, units []Unit) []Span {
	var spans []Span
	sc := scanner{text: text}
	for sc.next() {
		r := &sc.run
		if !r.ideographic {
			stem, _ := Stem(string(r.runes))
			if asksForStem(units, stem) {
				spans = append(spans, Span{r.start, r.end})
			}
			continue
		}
		for i := range units {
			u := &units[i]
			if u.Optional {
				continue
			}
			if u.Ideographic {
				spans = r.appendWord(spans, u.Text, u.Terms)
			}
			for k := range u.Also {
				if a := &u.Also[k]; a.Ideographic {
					spans = r.appendWord(spans, a.Text, a.Terms)
				}
			}
		}
	}
	return mergeSpans(spans)
}

// asksForStem reports whether a word in a script with spaces is one of those
// asked for.
func asksForStem(units []Unit, stem string) bool {
	for i := range units {
		u := &units[i]
		if u.Optional {
			continue
		}
		if !u.Ideographic && slices.Contains(u.Terms, stem) {
			return true
		}
		for k := range u.Also {
			if a := &u.Also[k]; !a.Ideographic && slices.Contains(a.Terms, stem) {
				return true
			}
		}
	}
	return false
}

// appendWord appends where a word stands, or where its pairs do if it stands
// nowhere in one piece.
func (r *run) appendWord(spans []Span, word string, terms []string) []Span {
	before := len(spans)
	spans = r.appendOccurrences(spans, word)
	if len(spans) == before && len(terms) > 1 {
		for _, t := range terms {
			spans = r.appendOccurrences(spans, t)
		}
	}
	return spans
}

func (r *run) appendOccurrences(spans []Span, word string) []Span {
	var buf [maxWord * 4]rune
	want := buf[:0]
	for _, c := range word {
		want = append(want, c)
	}
	for i := 0; i+len(want) <= len(r.runes); i++ {
		if slices.Equal(r.runes[i:i+len(want)], want) {
			spans = append(spans, Span{r.offsets[i], r.offsets[i+len(want)]})
		}
	}
	return spans
}

func mergeSpans(spans []Span) []Span {
	if len(spans) < 2 {
		return spans
	}
	slices.SortFunc(spans, func(a, b Span) int { return a.Start - b.Start })
	out := spans[:1]
	for _, s := range spans[1:] {
		last := &out[len(out)-1]
		if s.Start <= last.End {
			last.End = max(last.End, s.End)
			continue
		}
		out = append(out, s)
	}
	return out
}

// Mark writes the text with its spans between open and close, everything
// escaped by escape. A window of about limit runes around the first span is
// cut out when the text is longer than that; limit 0 means all.
func Mark(text string, spans []Span, open, close string, escape func(string) string, limit int) string {
	from, to := 0, len(text)
	if limit > 0 && utf8.RuneCountInString(text) > limit {
		from, to = window(text, spans, limit)
	}
	var b []byte
	if from > 0 {
		b = append(b, "…"...)
	}
	pos := from
	for _, s := range spans {
		if s.Start < pos || s.End > to {
			continue
		}
		b = append(b, escape(text[pos:s.Start])...)
		b = append(b, open...)
		b = append(b, escape(text[s.Start:s.End])...)
		b = append(b, close...)
		pos = s.End
	}
	b = append(b, escape(text[pos:to])...)
	if to < len(text) {
		b = append(b, "…"...)
	}
	return string(b)
}

// window chooses the stretch that begins a little before the first span.
func window(text string, spans []Span, limit int) (from, to int) {
	if len(spans) > 0 {
		from = spans[0].Start
		for n := 0; n < limit/4 && from > 0; n++ {
			_, size := utf8.DecodeLastRuneInString(text[:from])
			from -= size
		}
	}
	to = from
	for n := 0; n < limit && to < len(text); n++ {
		_, size := utf8.DecodeRuneInString(text[to:])
		to += size
	}
	return from, to
}
