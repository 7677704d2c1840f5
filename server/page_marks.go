package server

import (
	"html"
	"html/template"
	"slices"
	"strings"
	"unicode"

	"chabiao/corpus/number"
)

// marks settles what is marked in the titles and abstracts of a search. Where
// it asks for a number, the letters and digits of that number mean something
// together only: every 1 and GB of the page would be marked else.
type marks struct {
	asked *number.Number // nil where no number is asked for
	parts []string       // its letters and digits, in lower case
}

func newMarks(asked *string) marks {
	if asked == nil {
		return marks{}
	}
	n, err := number.Parse(*asked)
	if err != nil {
		return marks{}
	}
	return marks{&n, strings.FieldsFunc(strings.ToLower(*asked), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })}
}

// markedSpan is a marked stretch of a text, in bytes.
type markedSpan struct{ start, end int }

// html is a text as the engine marked it, which is escaped but for its marks;
// "" where nothing is left that is worth marking.
func (m marks) html(marked string) template.HTML {
	if m.asked == nil {
		return template.HTML(marked)
	}
	text, spans := unmark(marked)
	spans = slices.DeleteFunc(spans, func(s markedSpan) bool { return slices.Contains(m.parts, strings.ToLower(text[s.start:s.end])) })
	for _, found := range number.Find(text) {
		if found.Number.LooseKey() == m.asked.LooseKey() {
			spans = append(spans, markedSpan{found.Start, found.End})
		}
	}
	if len(spans) == 0 {
		return ""
	}
	slices.SortFunc(spans, func(a, b markedSpan) int { return a.start - b.start })
	var b strings.Builder
	at := 0
	for _, s := range spans {
		if s.start < at {
			continue // within the number before
		}
		b.WriteString(html.EscapeString(text[at:s.start]) + "<mark>" + html.EscapeString(text[s.start:s.end]) + "</mark>")
		at = s.end
	}
	b.WriteString(html.EscapeString(text[at:]))
	return template.HTML(b.String())
}

// unmark takes the marks from a text.
func unmark(marked string) (text string, spans []markedSpan) {
	var b strings.Builder
	for i, piece := range strings.Split(marked, "<mark>") {
		if i == 0 {
			b.WriteString(html.UnescapeString(piece))
			continue
		}
		in, after, _ := strings.Cut(piece, "</mark>")
		start := b.Len()
		b.WriteString(html.UnescapeString(in))
		spans = append(spans, markedSpan{start, b.Len()})
		b.WriteString(html.UnescapeString(after))
	}
	return b.String(), spans
}
