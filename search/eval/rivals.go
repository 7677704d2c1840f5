package eval

import (
	"slices"

	"chabiao/corpus/segment"
)

// Parts of the sets of known items: queries whose words stand together in one
// title alone, and those that fit several titles equally well, of which a
// searcher can't know the one they were taken from.
const (
	One     = "one title"
	Several = "several titles"
)

// rivalry prepares counting, for each query of a known item, the titles that
// have all its words.
func (m *maker) rivalry() {
	m.rivals = make([]map[uint64]bool, len(m.made))
	for i, q := range m.made {
		if q.Set != knownSets[q.script] && q.Set != randomSets[q.script] {
			continue
		}
		m.rivals[i] = make(map[uint64]bool)
		stem := stems(rarest(q.words, m.df[q.script], 1, dice()))[0]
		m.rival[q.script][stem] = append(m.rival[q.script][stem], i)
	}
	for sc := range m.seen {
		clear(m.seen[sc])
	}
}

// compete notes the queries that a title fits.
func (m *maker) compete(sc script, title, folded string) {
	h := hash(folded)
	if m.seen[sc][h] {
		return
	}
	m.seen[sc][h] = true
	words := stems(cutTitle(m.opt.Segmenter, title, sc))
	for _, w := range words {
		for _, i := range m.rival[sc][w] {
			if len(m.rivals[i]) > 1 { // enough is known
				continue
			}
			if !slices.ContainsFunc(stems(m.made[i].words), func(s string) bool { return !slices.Contains(words, s) }) {
				m.rivals[i][h] = true
			}
		}
	}
}

// stems are the words as the index may know them: English without endings.
func stems(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i], _ = segment.Stem(w)
	}
	return out
}
