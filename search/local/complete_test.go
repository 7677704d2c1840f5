package local

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"chabiao/corpus/han"
	"chabiao/corpus/sample"
)

// Every term of a title in force is suggested for its pinyin, its initials and
// each beginning of two characters and more, unless the list is full of others.
func TestEveryTermIsFound(t *testing.T) {
	rows := filepath.Join(t.TempDir(), "rows.jsonl")
	if err := os.WriteFile(rows, sample.Entries(), 0o644); err != nil {
		t.Fatal(err)
	}
	e, _ := openDir(t, t.TempDir(), rows)
	if err := e.CountWords(t.Context()); err != nil {
		t.Fatal(err)
	}
	s, err := e.open()
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	words, err := e.words(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	asked := make(map[string][]completion)
	ask := func(typed string) []completion {
		list, ok := asked[typed]
		if !ok {
			if list, err = s.completions(newTyped(typed, "zh", words), maxTerms); err != nil {
				t.Fatal(err)
			}
			asked[typed] = list
		}
		return list
	}
	terms, tried := 0, 0
	for term := range e.table.now.Load().Base.All() {
		if term.InForce == 0 {
			continue
		}
		terms++
		var typed []string
		for i := range term.Key {
			if n := utf8.RuneCountInString(term.Key[:i]); n >= 2 {
				typed = append(typed, term.Key[:i])
			}
		}
		if !strings.ContainsFunc(term.Key, func(r rune) bool { return !han.IsIdeographic(r) }) {
			typed = append(typed, strings.Join(han.Syllables(term.Key), ""))
			if first := han.Initials(term.Key); len(first) > 2 {
				typed = append(typed, first)
			}
		}
		for _, q := range typed {
			if strings.HasSuffix(q, " ") {
				continue
			}
			tried++
			list := ask(q)
			found := slices.ContainsFunc(list, func(c completion) bool { return stemmed(c.key) == stemmed(term.Key) })
			if !found && len(list) < maxTerms {
				t.Errorf("%q does not suggest %q but %v", q, term.Text, list)
			}
		}
	}
	if terms < 1000 || tried < 3*terms {
		t.Errorf("only %d terms, typed in %d ways", terms, tried)
	}
}
