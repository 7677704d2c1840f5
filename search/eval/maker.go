package eval

import (
	"context"
	"math/rand/v2"
	"strings"

	"chabiao/corpus/number"
	"chabiao/corpus/segment"
)

// maker makes the sets that need a second walk, to find every entry that
// answers a query.
type maker struct {
	*survey
	made   []made
	titles [scripts]map[string][]string // folded title: the keys of its entries
	linked *draw[Query]
	rival  [scripts]map[string][]int // by a stem: places in made of the queries whose rarest it is
	rivals []map[uint64]bool         // by place in made: the titles with all its words
	keys   map[string][]string       // of the foreign entries, by what adopts them names
}

// made is a query made of a title.
type made struct {
	Query
	script script
	title  string // folded
	words  []string
}

func newMaker(s *survey) *maker {
	m := &maker{survey: s, linked: newDraw[Query](s.opt.Size), keys: make(map[string][]string)}
	for sc := range m.titles {
		m.titles[sc], m.rival[sc] = make(map[string][]string), make(map[string][]int)
	}
	return m
}

var knownSets = [scripts]string{hanWords: "known_zh", latinWords: "known_en"}
var randomSets = [scripts]string{hanWords: "random_zh", latinWords: "random_en"}

// known makes, of each title drawn, a query of its two or three rarest words,
// and one of any two or three, both in a drawn order.
func (m *maker) known() {
	for sc := range scripts {
		list := m.survey.known[sc].sorted()
		for _, t := range list {
			words := cutTitle(m.opt.Segmenter, t.title, sc)
			rng := dice(knownSets[sc], t.title)
			m.add(knownSets[sc], "", sc, t.title, rarest(words, m.df[sc], 2+rng.IntN(2), rng))
		}
		for _, t := range list {
			words := cutTitle(m.opt.Segmenter, t.title, sc)
			rng := dice(randomSets[sc], t.title)
			m.add(randomSets[sc], "", sc, t.title, random(words, 2+rng.IntN(2), rng))
		}
	}
}

func (m *maker) add(set, part string, sc script, title string, words []string) {
	folded := segment.Folded(title)
	m.titles[sc][folded] = nil
	m.made = append(m.made, made{
		Query:  Query{Set: set, Part: part, Text: strings.Join(words, " "), Members: true},
		script: sc, title: folded, words: words,
	})
}

// distorted makes the known items' queries with a mistake or in another
// writing. Each set holds, as the part Plain, the same queries without.
func (m *maker) distorted() {
	homophones := newHomophones(m.chars)
	plain := m.made
	for _, d := range []struct {
		set    string
		script script
		do     func([]string, *rand.Rand) ([]string, bool)
	}{
		{"typo_zh", hanWords, homophones.slip},
		{"typo_en", latinWords, mistype},
		{"pinyin", hanWords, spelled},
		{"traditional", hanWords, inTraditional},
		{"synonym", hanWords, otherwise(m.opt.Synonyms)},
		{"synonym", latinWords, otherwise(m.opt.Synonyms)},
	} {
		if d.set == "synonym" && m.opt.Synonyms == nil {
			continue
		}
		for _, q := range plain {
			if q.Set != knownSets[d.script] {
				continue
			}
			words, ok := d.do(q.words, dice(d.set, q.title))
			if !ok {
				continue
			}
			other := q
			other.Set, other.Text = d.set, strings.Join(words, " ")
			same := q
			same.Set, same.Part = d.set, Plain
			m.made = append(m.made, other, same)
		}
	}
}

// walk finds the entries that answer.
func (m *maker) walk(ctx context.Context, entries Entries) error {
	m.rivalry()
	for e, err := range entries(ctx) {
		if err != nil {
			return err
		}
		for sc := range scripts {
			title := e.Titles[language[sc]]
			if title == "" {
				continue
			}
			folded := segment.Folded(title)
			if keys, asked := m.titles[sc][folded]; asked {
				m.titles[sc][folded] = append(keys, Key(e.Number))
			}
			m.compete(sc, title, folded)
		}
		n, err := number.Parse(e.Number)
		if err != nil {
			continue
		}
		if target, a, ok := m.survey.foreign.linkedTo(e, n); ok {
			m.keys[target] = append(m.keys[target], n.Key())
			m.offerForeign(m.linked, "foreign_linked", target, a)
		}
	}
	return ctx.Err()
}

// knownItems are the queries made of titles, with their answers: every entry
// with the same title.
func (m *maker) knownItems() []Query {
	out := make([]Query, 0, len(m.made))
	for i, q := range m.made {
		switch {
		case m.rivals[i] == nil:
		case len(m.rivals[i]) > 1:
			q.Part = Several
		default:
			q.Part = One
		}
		q.Wants = []Want{{Grade: GradeExact, Keys: m.titles[q.script][q.title]}}
		out = append(out, q.Query)
	}
	return out
}
