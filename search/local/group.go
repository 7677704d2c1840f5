package local

import (
	"cmp"

	"chabiao/corpus/number"
)

// edition is what decides which of a standard's editions is the one to use.
type edition struct {
	standing float32 // weight of its status
	plain    bool    // no amendment, and no redline, extended or consolidated print
	sortKey  string  // grows with the date
}

func (a edition) compare(b edition) int {
	plain := 0
	if a.plain != b.plain {
		plain = 1
		if b.plain {
			plain = -1
		}
	}
	return cmp.Or(cmp.Compare(a.standing, b.standing), plain, cmp.Compare(a.sortKey, b.sortKey))
}

// lead puts the edition to use in front of the others of its standard: who
// asks for the words of an old edition's title wants the standard, and of it what
// is in force. docs have their records; what lacks one is left alone.
func lead(docs []found) {
	type group struct {
		head  int // place of the edition to use
		use   edition
		best  float32
		count int
	}
	groups := make(map[string]*group)
	for i := range docs {
		f := &docs[i]
		if f.rec == nil {
			continue
		}
		n, err := number.Parse(f.rec.Entry.Number)
		if err != nil {
			continue
		}
		f.series = n.SeriesKey()
		e := edition{standing: standingWeight[f.rec.Entry.Status], plain: len(n.Amendments()) == 0 && n.Mark() == "" && n.Language() == "", sortKey: n.SortKey()}
		g := groups[f.series]
		if g == nil {
			groups[f.series] = &group{head: i, use: e, best: f.score, count: 1}
			continue
		}
		g.count++
		g.best = max(g.best, f.score)
		if e.compare(g.use) > 0 {
			g.head, g.use = i, e
		}
	}
	for i := range docs {
		f := &docs[i]
		g := groups[f.series]
		switch {
		case f.series == "" || g.count == 1:
		case g.head == i && f.score > 0:
			f.lent = g.best / f.score
			f.weigh(f.lent)
		default:
			f.edition = editionWeight
			f.weigh(editionWeight)
		}
	}
}

// fold puts the further editions of a standard under the first of them.
// Documents that have not been looked at stay as they are.
func fold(docs []found) []found {
	out := make([]found, 0, len(docs))
	at := make(map[string]int)
	for _, f := range docs {
		if i, ok := at[f.series]; ok && f.series != "" {
			out[i].under = append(out[i].under, f)
			continue
		}
		at[f.series] = len(out)
		out = append(out, f)
	}
	return out
}
