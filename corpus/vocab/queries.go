package vocab

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// WordKind is what a word of a query is good for.
type WordKind uint8

// The kinds of words.
const (
	Plain WordKind = iota // has to be found
	Weak                  // stands in titles and helps to rank, but tells little: 要求, requirements
	Drop                  // belongs to the question, not to what is asked for: 怎么, 最新, how
)

// String is the kind's name in queries.txt.
func (k WordKind) String() string {
	switch k {
	case Weak:
		return "weak"
	case Drop:
		return "drop"
	}
	return "plain"
}

// Kind tells what a folded word of a query is good for. What to do with a
// query of nothing but dropped words is up to the caller.
func (v *Vocabulary) Kind(word string) WordKind { return v.kinds[word] }

// Rewrite puts a folded query into the words of titles: 怎么测 becomes 测定.
// Where two rewritings begin at one place the longer is taken; what was
// written is not rewritten again. Latin words are rewritten as whole words
// with single blanks between them.
func (v *Vocabulary) Rewrite(folded string) string {
	var b strings.Builder
	copied := 0
	for pos := 0; pos < len(folded); {
		_, size := utf8.DecodeRuneInString(folded[pos:])
		if from, to, ok := v.rewrites.at(folded, pos); ok {
			b.WriteString(folded[copied:pos])
			b.WriteString(to)
			size, copied = len(from), pos+len(from)
		}
		pos += size
	}
	if copied == 0 {
		return folded
	}
	b.WriteString(folded[copied:])
	return b.String()
}

// rewriter is the rewritings by their first character, longest first.
type rewriter map[rune][]rewriting

type rewriting struct{ from, to string }

func (w rewriter) add(from, to string) {
	first, _ := utf8.DecodeRuneInString(from)
	w[first] = append(w[first], rewriting{from, to})
	slices.SortStableFunc(w[first], func(a, b rewriting) int { return len(b.from) - len(a.from) })
}

// at is the rewriting that applies at a place of the text, if one does.
func (w rewriter) at(text string, pos int) (from, to string, ok bool) {
	first, _ := utf8.DecodeRuneInString(text[pos:])
	for _, r := range w[first] {
		if strings.HasPrefix(text[pos:], r.from) && !insideWord(text, pos) && !insideWord(text, pos+len(r.from)) {
			return r.from, r.to, true
		}
	}
	return "", "", false
}

// insideWord reports whether a place in a text has letters or digits of one
// word on both its sides.
func insideWord(text string, pos int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:pos])
	after, _ := utf8.DecodeRuneInString(text[pos:])
	return isWordRune(before) && isWordRune(after)
}
