// Package vocab is what is known about the words of the standards field: which
// mean the same (synonyms.txt), what they are called in English
// (translations.txt), and which words of a question need not be found in a
// title (queries.txt). The files are for people to read and mend.
//
// It neither cuts words nor searches: it tells callers what stands in a text,
// and what they do with it is theirs. Texts come folded, as package han folds
// them: lower case, half width, simplified Chinese.
package vocab

import (
	_ "embed"
	"slices"
	"sync"
)

//go:embed synonyms.txt
var synonymsFile string

//go:embed queries.txt
var queriesFile string

// Vocabulary is the three files, read. It does not change and is safe for
// concurrent use.
type Vocabulary struct {
	terms    map[string]*entry // by key, see tokens.go
	longest  map[string]int    // by first token: how many tokens its longest term has
	kinds    map[string]WordKind
	rewrites rewriter
}

// entry is a term and what it also means.
type entry struct {
	text         string
	han          bool // has Han characters
	synonyms     []Synonym
	translations []Synonym
	own          []translation // of its lines, while the files are read
	synonym      bool          // stands in synonyms.txt
	equal        bool          // stands in a group of equals
	apart        bool          // no term: a word that terms within it do not count in
	translated   bool          // stands on the left of a translation
}

// How surely a synonym means what was typed.
const (
	WeightEqual       = 1   // the same word: plain equality, a spelling variant
	WeightTranslation = 0.8 // another language, or an abbreviation, which may stand for other things too
	WeightImplied     = 0.6 // one way: who asks for the left also means the right

	// Of translations.txt, whose words mean several things out of their
	// context: the most usual translation, and the others.
	WeightGlossary      = 0.6
	WeightGlossaryOther = 0.5
)

// Synonym is another way of saying a term.
type Synonym struct {
	Text   string  // folded; words of Latin script with single blanks between them
	Weight float32 // one of the weights above; where one thing means the other by way of a third, their product
}

// Load reads the embedded files, once. An error names file and line.
var Load = sync.OnceValues(func() (*Vocabulary, error) { return parse(synonymsFile, translationsFile, queriesFile) })

// Synonyms are the other ways of saying a folded term, surest first. None if
// the term is not known. Plural and singular of a Latin word are one term.
func (v *Vocabulary) Synonyms(term string) []Synonym {
	if e := v.terms[keyOf(term)]; e != nil {
		return slices.Clone(e.synonyms)
	}
	return nil
}

// Terms are all terms that stand in the synonyms, in order of their bytes, for
// dictionaries that are to know them as words.
func (v *Vocabulary) Terms() []string {
	out := make([]string, 0, len(v.terms))
	for _, e := range v.terms {
		if e.synonym && !e.apart {
			out = append(out, e.text)
		}
	}
	slices.Sort(out)
	return out
}
