package vocab

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"chabiao/corpus"
	"chabiao/corpus/han"
)

//go:embed terms.txt
var termsFile string

//go:embed terms_hand.txt
var handTermsFile string

// Word is a word of the field that a cutter of Chinese text should know.
type Word struct {
	Text   string // folded, shortestWord to longestWord Han characters
	Titles int    // how many titles it was found in; 0 if written by hand
}

// Lengths of a word, in characters. A longer one is a phrase.
const (
	shortestWord = 2
	longestWord  = 8
)

// Words are the words of terms.txt and terms_hand.txt, read once; each stands
// in the lists once. An error names file and line. Do not change the slice.
var Words = sync.OnceValues(func() ([]Word, error) { return parseWords(termsFile, handTermsFile) })

func parseWords(counted, byHand string) ([]Word, error) {
	words := make([]Word, 0, 4096)
	seen := make(map[string]bool, 4096)
	add := func(w Word) error {
		if n := utf8.RuneCountInString(w.Text); n < shortestWord || n > longestWord {
			return fmt.Errorf("%q has %d characters, and words have %d to %d", w.Text, n, shortestWord, longestWord)
		}
		if han.Fold(w.Text) != w.Text || strings.ContainsFunc(w.Text, func(r rune) bool { return !unicode.Is(unicode.Han, r) }) {
			return fmt.Errorf("%q is not written in simplified characters alone", w.Text)
		}
		if seen[w.Text] {
			return fmt.Errorf("%q stands in the lists twice", w.Text)
		}
		seen[w.Text] = true
		words = append(words, w)
		return nil
	}
	err := eachLine("terms.txt", counted, func(line string) error {
		text, count, _ := strings.Cut(line, "\t")
		n, err := strconv.Atoi(count)
		if err != nil || n < 1 {
			return fmt.Errorf("%q is not a word, a tab and a number of titles", line)
		}
		return add(Word{text, n})
	})
	if err != nil {
		return nil, err
	}
	err = eachLine("terms_hand.txt", byHand, func(line string) error {
		for _, text := range strings.Fields(line) {
			if err := add(Word{Text: text}); err != nil {
				return err
			}
		}
		return nil
	})
	return words, err
}

// eachLine hands the lines of a list to read, without those that are empty or
// comments.
func eachLine(file, text string, read func(line string) error) error {
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if err := read(line); err != nil {
			return corpus.Errorf(corpus.Internal, "corpus/vocab/%s line %d: %w", file, n, err).WithHint("mend the line and build again")
		}
	}
	return nil
}
