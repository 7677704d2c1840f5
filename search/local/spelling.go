package local

import (
	"context"
	"iter"
	"strings"

	seg "chabiao/corpus/segment"
	"chabiao/indexer/schema"

	"github.com/RoaringBitmap/roaring/v2"
)

// maxSpellings bounds the titles that are read for how they write a word.
const maxSpellings = 64

// spelt is how titles write the word that a mender found, of which the index has
// the stem only: of the spellings in the titles that have the other words too, or
// else in any, the one nearest to what was typed, and of these the most frequent.
// It is "" where none is found.
func (e *Engine) spelt(ctx context.Context, m *mender, typed string) (string, error) {
	var beside, any []found
	for _, r := range m.readers {
		docs, err := r.docs(schema.TitleEN, m.best)
		if err != nil {
			return "", err
		}
		if rest := m.rest[r]; rest != nil {
			beside = r.firstDocs(beside, roaring.And(docs, rest))
		}
		any = r.firstDocs(any, docs)
	}
	if len(beside) == 0 {
		beside = any
	}
	records, err := e.records(ctx, beside)
	if err != nil {
		return "", err
	}
	times := make(map[string]int)
	for _, rec := range present(records) {
		for word := range e.written(rec.Entry.Titles["en"]) {
			if stem, ok := seg.Stem(strings.ReplaceAll(word, "-", "")); ok && stem == m.best {
				times[word]++
			}
		}
	}
	best, least := "", 0
	for word, n := range times {
		d := distance(typed, word)
		if best == "" || d < least || d == least && (n > times[best] || n == times[best] && word < best) {
			best, least = word, d
		}
	}
	return best, nil
}

// written are the words of an English title, and what it ties together by
// hyphens, as the title writes it but for capitals.
func (e *Engine) written(title string) iter.Seq[string] {
	return func(yield func(string) bool) {
		tokens := e.seg.Tokens(nil, title)
		for i := range tokens {
			word := tokens[i].Text
			if !yield(word) {
				return
			}
			for j := i + 1; j < len(tokens) && title[tokens[j-1].End:tokens[j].Start] == "-"; j++ {
				if word += "-" + tokens[j].Text; !yield(word) {
					return
				}
			}
		}
	}
}

// firstDocs adds the first documents of a set, up to maxSpellings in all.
func (r *reader) firstDocs(list []found, docs *roaring.Bitmap) []found {
	for it := docs.Iterator(); it.HasNext() && len(list) < maxSpellings; {
		list = append(list, found{r: r, doc: it.Next()})
	}
	return list
}

// distance is how many letters must be put in, left out, changed, or swapped with
// the next to make one word the other (optimal string alignment).
func distance(a, b string) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		before, last, row = last, row, before
		row[0] = i
		for j := 1; j <= len(b); j++ {
			change := last[j-1]
			if a[i-1] != b[j-1] {
				change++
			}
			row[j] = min(change, last[j]+1, row[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
	}
	return row[len(b)]
}
