package segment

import (
	_ "embed"
	"strconv"
	"strings"

	"chabiao/corpus"
	"chabiao/corpus/vocab"

	"github.com/go-ego/gse"
)

// generalFile has the words of everyday Chinese that matter for titles: a
// sixth part of gse's own dictionary, thinned out by package mine, which says
// by what rules. Lines are `word<TAB>frequency`. gse's dictionary stays out of
// the program: the linker drops it, since nothing here calls LoadDictEmbed.
//
//go:embed general.txt
var generalFile string

// How often a term of the field is taken to stand in general text, to compare
// with the frequencies of general.txt: those count about 150 times as many
// words as the titles that the terms were found in. No term counts less than
// leastTermFrequency, so that it stands against two rare words that it could
// be torn into.
const (
	termFrequency      = 150
	leastTermFrequency = 500
)

// loadDictionary makes a segmenter from the general words and the terms of the
// field.
func loadDictionary() (*Segmenter, error) {
	terms, err := vocab.Words()
	if err != nil {
		return nil, err
	}
	frequency := make(map[string]float64, len(terms))
	for _, t := range terms {
		frequency[t.Text] = max(frequency[t.Text], leastTermFrequency, float64(t.Titles)*termFrequency)
	}
	g := &gse.Segmenter{SkipLog: true, NotLoadHMM: true, NotStop: true, Dict: gse.NewDict()}
	words := newWordSet()
	add := func(word string, f float64) error {
		words.add(word)
		return g.AddToken(word, f)
	}
	for line := range strings.Lines(generalFile) {
		word, count, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		f, err := strconv.ParseFloat(count, 64)
		if err != nil || f <= 0 {
			return nil, corpus.Errorf(corpus.Internal, "dictionary general.txt: %q is no word with its frequency", line).
				WithHint("write the file anew with corpus/vocab/mine")
		}
		if own, ok := frequency[word]; ok {
			f = max(f, own)
			delete(frequency, word)
		}
		if err := add(word, f); err != nil {
			return nil, corpus.Errorf(corpus.Internal, "dictionary general.txt: adding %q: %w", word, err)
		}
	}
	for _, t := range terms { // in the order of the list: a map's differs each time
		if f, ok := frequency[t.Text]; ok {
			delete(frequency, t.Text)
			if err := add(t.Text, f); err != nil {
				return nil, corpus.Errorf(corpus.Internal, "dictionary: adding %q: %w", t.Text, err)
			}
		}
	}
	g.CalcToken()
	return &Segmenter{cut: g.Segment, words: words}, nil
}
