package sample

import (
	"bufio"
	"io"

	"chabiao/corpus"
)

// Source is the mark of a synthetic entry.
const Source = "chabiao synthetic"

// today decides what is upcoming. It is fixed: same seed, same bytes.
var today = corpus.Date{Year: 2026, Month: 7, Day: 1}

// Generate writes n synthetic entries as JSON Lines: the same bytes for the
// same n and seed. Families of numbers, years, classes, statuses and titles
// are distributed as in a real catalogue; editions replace each other, and
// Chinese, European and other standards adopt international ones. What belongs
// together is written together, so that memory does not grow with n. No two
// entries share a number, and serials lie above those of real standards.
func Generate(w io.Writer, n int, seed uint64) error {
	g := newGenerator(seed)
	out := bufio.NewWriterSize(w, 1<<18)
	var buf []byte
	for left := n; left > 0; {
		cluster := g.next(left)
		for i := range cluster {
			object := corpus.NewObjectWriter(buf[:0])
			cluster[i].AppendFields(object)
			buf = append(object.Close(), '\n')
			if _, err := out.Write(buf); err != nil {
				return err
			}
		}
		left -= len(cluster)
	}
	return out.Flush()
}

// generator makes clusters of entries that belong together: a standard's
// parts and editions and amendments, and the standards that adopt them.
type generator struct {
	dice     dice
	words    *vocabulary
	families *families

	byUse, byAnalyte, byMethod weights

	serials []int // the last serial by scope
	counts  []int // entries so far by share
	total   int
	recent  [64]string // numbers that references may name

	cluster []corpus.Entry
	shares  []int // of the cluster's entries
}

func newGenerator(seed uint64) *generator {
	g := &generator{dice: newDice(seed), words: words(), families: allFamilies()}
	g.byUse, g.byAnalyte, g.byMethod = zipf(len(g.words.uses)), zipf(len(g.words.analytes)), zipf(len(g.words.methods))
	g.serials = append(g.serials, g.families.scopes...)
	g.counts = make([]int, len(shares))
	return g
}

// next makes a cluster of at most left entries. Its memory is used again.
func (g *generator) next(left int) []corpus.Entry {
	f := g.nextFamily()
	g.standard(f)
	if len(g.cluster) > left {
		// A chain cut off would name entries that are not there.
		g.single(f)
	}
	for i := range g.cluster {
		g.counts[g.shares[i]]++
		g.recent[g.total%len(g.recent)] = g.cluster[i].Number
		g.total++
	}
	return g.cluster
}

// nextFamily draws a family from the shares that lag behind: adoptions bring
// in entries of shares other than that which was drawn.
func (g *generator) nextFamily() *family {
	var lag weights
	for i, s := range shares {
		lag.add(max(0, s.thousand*(g.total+256)-1000*g.counts[i]))
	}
	i := lag.draw(g.dice)
	return g.families.by[i][g.families.weight[i].draw(g.dice)]
}

// serial gives the next serial of a family.
func (g *generator) serial(f *family) int {
	n := &g.serials[f.scope]
	*n++
	if g.dice.percent(20) {
		*n++ // gaps, as in real catalogues
	}
	return *n
}

func (g *generator) topic(f *family) *topic { return &g.words.topics[f.topics.draw(g.dice)] }

// add puts an entry into the cluster and gives its index.
func (g *generator) add(f *family, e corpus.Entry) int {
	g.cluster = append(g.cluster, e)
	g.shares = append(g.shares, f.share)
	return len(g.cluster) - 1
}

func (g *generator) clear() {
	clear(g.cluster)
	g.cluster, g.shares = g.cluster[:0], g.shares[:0]
}
