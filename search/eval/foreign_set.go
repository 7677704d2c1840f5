package eval

import (
	"iter"
	"maps"
	"slices"
	"strings"

	"chabiao/corpus"
)

// offerForeign makes a query of the main words of the Chinese title, for the
// foreign standard that it adopts, among standards that are not Chinese.
func (m *maker) offerForeign(d *draw[Query], set, target string, a adopter) {
	h := hash(set, target)
	if !d.wants(h) {
		return
	}
	words := mainWords(cutTitle(m.opt.Segmenter, a.title, hanWords), m.df[hanWords])
	if len(words) < 2 {
		return
	}
	d.offer(h, Query{Set: set, Text: strings.Join(words, " "), Filters: map[string][]string{"level": abroad},
		Wants: []Want{{Grade: GradeExact, Keys: []string{target}}}, Members: true})
}

// foreignSets makes the sets of Chinese words for foreign standards: "foreign" by
// the pairs of adoptions.tsv that the catalogue does not state, and
// "foreign_linked" by those that it does; each also without the filter.
func (m *maker) foreignSets() []Query {
	f := m.survey.foreign
	open := newDraw[Query](m.opt.Size)
	for series, target := range f.unlinked() {
		for _, ed := range f.english[target] {
			m.keys[target] = append(m.keys[target], ed.key)
		}
		m.offerForeign(open, "foreign", target, f.chinese[series])
	}
	var out []Query
	for _, d := range []*draw[Query]{open, m.linked} {
		list := d.sorted()
		for i := range list {
			list[i].Wants[0].Keys = m.keys[list[i].Wants[0].Keys[0]]
		}
		out = append(out, list...)
		for _, q := range list {
			q.Set, q.Filters = q.Set+"_open", nil
			out = append(out, q)
		}
	}
	return out
}

// unlinked walks the pairs of the file both of whose sides the catalogue has
// and that it does not link, in a fixed order.
func (f *foreign) unlinked() iter.Seq2[string, string] {
	return func(yield func(series, target string) bool) {
		for _, series := range slices.Sorted(maps.Keys(f.chinese)) {
			target := f.pairs[series]
			if !f.linked[target] && len(f.english[target]) > 0 && !yield(series, target) {
				return
			}
		}
	}
}

// half gives every other pair as an entry that states the adoption, for a
// catalogue that then knows half of the links: the other half shows what is
// learnt from them.
func (f *foreign) half() []*corpus.Entry {
	var out []*corpus.Entry
	for series, target := range f.unlinked() {
		if hash("half", target)%2 == 0 {
			out = append(out, &corpus.Entry{Number: f.chinese[series].num, Adopts: []corpus.Adoption{{Number: f.adopted(target, f.chinese[series].year), Degree: corpus.IDT}}})
		}
	}
	return out
}

// adopted is the edition that a Chinese standard of that year may have adopted:
// the newest before it, else the oldest.
func (f *foreign) adopted(target string, year int) string {
	best := f.english[target][0]
	for _, ed := range f.english[target][1:] {
		switch before := ed.year <= year; {
		case before != (best.year <= year):
			if before {
				best = ed
			}
		case before == (ed.year > best.year) && ed.year != best.year, ed.year == best.year && ed.num < best.num:
			best = ed
		}
	}
	return best.num
}
