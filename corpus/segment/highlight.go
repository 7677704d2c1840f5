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
			for i := range units {
				if u := &units[i]; !u.Ideographic && !u.Optional && u.Terms[0] == stem {
					spans = append(spans, Span{r.start, r.end})
					break
				}
			}
			continue
		}
		for i := range units {
			u := &units[i]
			if !u.Ideographic || u.Optional {
				continue
			}
			before := len(spans)
			spans = r.appendOccurrences(spans, u.Text)
			if len(spans) == before && len(u.Terms) > 1 { // not in one piece: its pairs
				for _, pair := range u.Terms {
					spans = r.appendOccurrences(spans, pair)
				}
			}
		}
	}
	return mergeSpans(spans)
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
