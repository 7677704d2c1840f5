package segment

import (
	"slices"
	"unicode"
	"unicode/utf8"
)

// Span is a stretch of the original text, in bytes.
type Span struct{ Start, End int }

// Spans finds where the words stand in a text: whole words for scripts with
// spaces, any place for Han. Spans come in order and do not overlap. With a limit
// above 0 those that Mark shows with the same limit are enough.
func (m *Matcher) Spans(text string, limit int) []Span {
	var spans []Span
	enough := len(text) // byte from which on nothing is shown
	m.sc.text, m.sc.pos = text, 0
	for m.sc.next() {
		r := &m.sc.run
		if r.start >= enough {
			break
		}
		before := len(spans)
		if !r.ideographic {
			if m.stem(r.runes) >= 0 {
				spans = append(spans, Span{r.start, r.end})
			}
		} else {
			for i := range m.units {
				for k := range m.units[i].ways {
					spans = m.appendWord(spans, r, &m.units[i].ways[k])
				}
			}
		}
		if before == 0 && len(spans) > 0 && limit > 0 {
			first := spans[0].Start
			for _, s := range spans {
				first = min(first, s.Start)
			}
			enough = first + limit*utf8.UTFMax
		}
	}
	return mergeSpans(spans)
}

// appendWord appends where a word of Han characters stands, or where its pairs do
// if it stands nowhere in one piece.
func (m *Matcher) appendWord(spans []Span, r *run, w *way) []Span {
	if w.han < 0 {
		return spans
	}
	before := len(spans)
	spans = r.appendOccurrences(spans, m.hans[w.han])
	if len(spans) == before {
		for _, i := range w.pairs {
			spans = r.appendOccurrences(spans, m.pairs[i])
		}
	}
	return spans
}

func (r *run) appendOccurrences(spans []Span, want []rune) []Span {
	for from := 0; ; from++ {
		i := indexRunes(r.runes[from:], want)
		if i < 0 {
			return spans
		}
		from += i
		spans = append(spans, Span{r.offsets[from], r.offsets[from+len(want)]})
	}
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

// window chooses the stretch that begins a little before the first span, and cuts
// no word in two in scripts with spaces.
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
	if len(spans) == 0 {
		return from, to
	}
	for from < spans[0].Start && (insideWord(text, from) || text[from] == ' ') {
		_, size := utf8.DecodeRuneInString(text[from:])
		from += size
	}
	whole := to
	for whole > spans[0].End && (insideWord(text, whole) || text[whole-1] == ' ') {
		_, size := utf8.DecodeLastRuneInString(text[:whole])
		whole -= size
	}
	if whole > spans[0].End {
		to = whole
	}
	return from, to
}

// insideWord reports whether a place is between two letters of a script with
// spaces.
func insideWord(text string, at int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	after, _ := utf8.DecodeRuneInString(text[at:])
	spaced := func(r rune) bool {
		return (unicode.IsLetter(r) || unicode.IsDigit(r)) && !unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
	}
	return at > 0 && at < len(text) && spaced(before) && spaced(after)
}
