package eval

import (
	"maps"
	"slices"
	"strings"
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
	for _, series := range slices.Sorted(maps.Keys(f.chinese)) {
		target := f.pairs[series]
		if f.linked[target] || len(f.english[target]) == 0 {
			continue
		}
		m.keys[target] = f.english[target]
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
