package eval

import (
	"context"
	"fmt"
	"iter"
	"strconv"
	"unicode"

	"chabiao/corpus"
	"chabiao/corpus/number"
	"chabiao/corpus/segment"
	"chabiao/indexer/schema"
)

// Entries walks a catalogue, in the same order each time. It is called twice.
type Entries func(context.Context) iter.Seq2[*corpus.Entry, error]

// Options say what is asked.
type Options struct {
	Size      int // queries a set made by rule
	Segmenter *segment.Segmenter
	// Synonyms gives other words for a word, for the set of synonyms; nil
	// leaves that set out.
	Synonyms func(word string) []string
	Judged   []JudgedSet
	Saved    []Query  // instead of making queries by rule; nil makes them
	Sets     []string // only these; empty means all
}

// titled is a title with the number of an entry that bears it.
type titled struct {
	title, num string
}

// survey is what one walk over a catalogue tells: how often words stand in
// titles, the titles and entries drawn for the sets, and which of the numbers
// asked about are there.
type survey struct {
	opt   Options
	id    Catalogue
	df    [scripts]map[string]uint32 // by word: distinct titles with it
	seen  [scripts]map[uint64]bool
	chars map[rune]int
	has   map[string]bool // keys asked about: whether they are there

	known   [scripts]*draw[titled]
	within  *draw[Query]
	foreign *foreign
}

// Catalogue tells one catalogue from another.
type Catalogue struct {
	Entries int64  `json:"entries"`
	Keys    string `json:"keys"` // equal for the same numbers
}

func newSurvey(opt Options) (*survey, error) {
	s := &survey{opt: opt, chars: make(map[rune]int), has: make(map[string]bool), within: newDraw[Query](opt.Size)}
	for i := range s.df {
		s.df[i], s.seen[i], s.known[i] = make(map[string]uint32), make(map[uint64]bool), newDraw[titled](opt.Size)
	}
	for _, set := range opt.Judged {
		for _, j := range set.Judgments {
			for _, g := range j.Grades {
				s.has[Key(g.Number)] = false
			}
		}
	}
	var err error
	s.foreign, err = newForeign()
	return s, err
}

// walk reads the whole catalogue.
func (s *survey) walk(ctx context.Context, entries Entries) error {
	var sum uint64
	for e, err := range entries(ctx) {
		if err != nil {
			return err
		}
		n, parseErr := number.Parse(e.Number)
		key := Key(e.Number)
		s.id.Entries++
		sum += hash(key) // whatever the order
		if _, asked := s.has[key]; asked {
			s.has[key] = true
		}
		for sc := range scripts {
			s.title(e, sc)
		}
		if title := e.Titles["zh"]; title != "" && parseErr == nil {
			s.drawSubstring(e, n, key, title)
		}
		if parseErr == nil {
			s.foreign.note(e, n)
		}
	}
	s.id.Keys = fmt.Sprintf("%016x", sum)
	return ctx.Err()
}

// title counts the words of a title and draws it.
func (s *survey) title(e *corpus.Entry, sc script) {
	title := e.Titles[language[sc]]
	if title == "" {
		return
	}
	if sc == hanWords {
		for _, r := range title {
			if unicode.Is(unicode.Han, r) {
				s.chars[r]++
			}
		}
	}
	folded := segment.Folded(title)
	h := hash("known", language[sc], folded)
	if s.seen[sc][h] {
		return
	}
	s.seen[sc][h] = true
	words := cutTitle(s.opt.Segmenter, title, sc)
	for _, w := range words {
		s.df[sc][w]++
	}
	if len(words) >= 2 && s.known[sc].wants(h) {
		s.known[sc].offer(h, titled{title, e.Number})
	}
}

func (s *survey) drawSubstring(e *corpus.Entry, n number.Number, key, title string) {
	h := hash("substring", segment.Folded(title))
	if !s.within.wants(h) {
		return
	}
	text := substring(title, dice("substring", title))
	if text == "" {
		return
	}
	f := schema.FactsOf(e, n)
	narrow := make(map[string][]string)
	if f.Body != "" {
		narrow["body"] = []string{f.Body}
	}
	if f.Year >= 1000 && f.Year <= 9999 {
		narrow["year"] = []string{strconv.Itoa(f.Year)}
	}
	s.within.offer(h, Query{Set: "substring", Text: text, Reach: &Target{Key: key, Number: e.Number, Narrow: narrow}})
}
