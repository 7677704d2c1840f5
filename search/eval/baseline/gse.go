package baseline

import (
	"strings"
	"sync"
	"unicode"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/token/lowercase"
	"github.com/blevesearch/bleve/v2/registry"
	"github.com/go-ego/gse"
)

const gseAnalyzer = "baseline_gse"

func init() {
	if err := registry.RegisterAnalyzer(gseAnalyzer, newGSE); err != nil {
		panic(err) // a second analyzer of this name: a mistake of the program, told at its start
	}
}

// dictionary is gse with its own simplified dictionary and its model for
// words that the dictionary lacks: what LoadDict gives.
var dictionary = sync.OnceValues(func() (*gse.Segmenter, error) {
	g := &gse.Segmenter{SkipLog: true}
	return g, g.LoadDictEmbed("zh_s")
})

func newGSE(_ map[string]any, cache *registry.Cache) (analysis.Analyzer, error) {
	g, err := dictionary()
	if err != nil {
		return nil, err
	}
	lower, err := cache.TokenFilterNamed(lowercase.Name)
	if err != nil {
		return nil, err
	}
	return &analysis.DefaultAnalyzer{Tokenizer: tokenizer{g}, TokenFilters: []analysis.TokenFilter{lower}}, nil
}

// tokenizer cuts as gse's own documentation shows it for search engines:
// CutSearch with the model. Pieces without a letter or a digit are dropped.
type tokenizer struct{ gse *gse.Segmenter }

// Tokenize implements analysis.Tokenizer. CutSearch tells no offsets; nothing
// here needs them.
func (t tokenizer) Tokenize(text []byte) analysis.TokenStream {
	var out analysis.TokenStream
	for _, word := range t.gse.CutSearch(string(text), true) {
		word = strings.TrimSpace(word)
		if strings.IndexFunc(word, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) < 0 {
			continue
		}
		out = append(out, &analysis.Token{Term: []byte(word), Position: len(out) + 1, Type: analysis.Ideographic})
	}
	return out
}
