package checklist

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"chabiao/corpus/number"
	"chabiao/indexer/columns"
)

// Bounds of what is taken for a number that can't be read, in characters.
const (
	longestWrong = 60  // a text that is longer is prose
	longestShown = 200 // of prose
)

// bullet is what stands before the items of a list: 1. (2) 3、 - •
var bullet = regexp.MustCompile(`^[\s\x{3000}]*(?:[-*•·●▪○–—]+[\s\x{3000}]+|[•·●▪○]|[0-9]{1,4}[.．、)）][\s\x{3000}]*|[(（\[【][0-9]{1,4}[)）\]】][\s\x{3000}]*)`)

// Numbers finds what a line or a cell asks about, as it stands there: one number
// with whatever title or remark is around it; all of several; or, where nothing
// reads as a number but a short text with digits stands there, that text, which
// was meant to be one. It is empty of anything else.
func Numbers(text string) []string {
	text = strings.TrimSpace(text)
	if m := bullet.FindString(text); len(m) < len(text) {
		text = strings.TrimSpace(text[len(m):])
	}
	if !strings.ContainsFunc(text, unicode.IsDigit) {
		return nil
	}
	if list := listed(text); list != nil {
		return list
	}
	spans := number.Find(text)
	n, err := number.Parse(text)
	if whole := err == nil && !n.Generic(); whole && (len(spans) == 0 || len(spans) == 1 && spans[0].Number.Key() != n.Key()) {
		return []string{text} // read as a whole it is more than what stands out of it
	}
	if len(spans) > 1 && spans[0].Start == 0 {
		// GB/T 19002-2018 质量管理体系 GB/T 19001—2016应用指南: a title names
		// others, and has none of the stops of running text.
		if d, err := columns.NumberCell(text); err == nil && d.Title != "" && !strings.ContainsAny(d.Title, "，。；、,;|") {
			spans = spans[:1]
		}
	}
	if len(spans) > 0 {
		out := make([]string, len(spans))
		for i, s := range spans {
			out[i] = strings.TrimSpace(text[s.Start:s.End])
		}
		return out
	}
	if d, err := columns.NumberCell(text); err == nil && !d.Number.Generic() {
		return []string{d.Text}
	}
	if utf8.RuneCountInString(text) > longestWrong || sentence(text) {
		return nil
	}
	return []string{text}
}

// listed cuts a text that is nothing but numbers, with their titles, between
// separators: GB 1、GB 7, which are too short to stand out of a text.
func listed(text string) []string {
	pieces := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("、；;，,\n", r) })
	if len(pieces) < 2 {
		return nil
	}
	for i, p := range pieces {
		pieces[i] = strings.TrimSpace(p)
		if n, err := number.Parse(pieces[i]); err != nil || n.Generic() || n.Body() == "" {
			return nil
		}
		if spans := number.Find(pieces[i]); len(spans) == 1 && spans[0].Start == 0 {
			pieces[i] = pieces[i][:spans[0].End]
		}
	}
	return pieces
}

// sentence reports whether a text is plain language with a figure in it, not a
// number gone wrong: most of its letters and digits are Chinese, or it has
// several words and no capitals together.
func sentence(text string) bool {
	han, other := 0, 0
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Han, r):
			han++
		case unicode.IsLetter(r), unicode.IsDigit(r):
			other++
		}
	}
	if han > other {
		return true
	}
	words := strings.Fields(text)
	return len(words) > 4 && han == 0 && !strings.ContainsFunc(words[0], unicode.IsDigit)
}

// clip bounds a text that is shown only.
func clip(s string) string {
	s = strings.TrimSpace(s)
	if utf8.RuneCountInString(s) <= longestShown {
		return s
	}
	return string([]rune(s)[:longestShown]) + "…"
}
