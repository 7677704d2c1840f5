package local

import (
	"sync"

	"github.com/RoaringBitmap/roaring/v2"
)

// sums are the numbers of documents with each value of some facts.
type sums [nFacts]map[string]int64

// countValues adds, for the facts wanted, how many of the documents have which
// value. Of a classification it counts the classes of the first level, or all of
// them where deep says so. Where more than half of a segment's documents are
// asked for, the others are counted and taken from the segment's own counts.
func (r *reader) countValues(docs *roaring.Bitmap, want []int, deep [nFacts]bool, out *sums) {
	rest := 2*docs.GetCardinality() > uint64(r.size)
	if rest {
		all := roaring.New()
		all.AddRange(0, uint64(r.size))
		docs = roaring.AndNot(all, docs)
	}
	sc := getScratch(0)
	defer scratches.Put(sc)
	ids := sc.of(docs)
	n := r.tally(ids, want)
	for _, fact := range want {
		counts, shown := n[fact], []bool(nil)
		if fact == factICS || fact == factCCS {
			c := r.classes[fact-factICS]
			if deep[fact] {
				counts = c.tally(ids)
			} else {
				shown = c.isTop
				eachDoc(roaring.And(c.several, docs), func(doc uint32) {
					for _, ord := range c.of(doc) {
						if c.isTop[ord] && ord != r.facts[doc][fact] {
							counts[ord]++
						}
					}
				})
			}
		}
		v := &r.values[fact]
		for ord := 1; ord < len(v.terms); ord++ {
			k := int64(counts[ord])
			if rest {
				k = v.whole[ord] - k
			}
			if k > 0 && (shown == nil || shown[ord]) {
				out[fact][v.terms[ord]] += k
			}
		}
	}
}

// tally counts the documents with each ordinal of the facts wanted.
func (r *reader) tally(ids []uint32, want []int) [nFacts][]uint32 {
	zero := func() (n [nFacts][]uint32) {
		for _, fact := range want {
			n[fact] = make([]uint32, len(r.values[fact].terms))
		}
		return n
	}
	workers := 1 + help(len(ids))
	parts := make([][nFacts][]uint32, workers)
	var g sync.WaitGroup
	for i := range workers {
		parts[i] = zero()
		some := ids[i*len(ids)/workers : (i+1)*len(ids)/workers]
		if i == workers-1 {
			tallyInto(&parts[i], r.facts, some, want)
			break
		}
		g.Go(func() {
			defer func() { <-helpers }()
			tallyInto(&parts[i], r.facts, some, want)
		})
	}
	g.Wait()
	for _, fact := range want {
		for _, part := range parts[1:] {
			for ord, k := range part[fact] {
				parts[0][fact][ord] += k
			}
		}
	}
	return parts[0]
}

func tallyInto(n *[nFacts][]uint32, list []facts, ids []uint32, want []int) {
	if len(want) < nFacts {
		for _, fact := range want {
			counts := n[fact]
			for _, doc := range ids {
				counts[list[doc][fact]]++
			}
		}
		return
	}
	status, level, body, country := n[factStatus], n[factLevel], n[factBody], n[factCountry]
	year, source, ics, ccs := n[factYear], n[factSource], n[factICS], n[factCCS]
	for _, doc := range ids {
		f := &list[doc]
		status[f[factStatus]]++
		level[f[factLevel]]++
		body[f[factBody]]++
		country[f[factCountry]]++
		year[f[factYear]]++
		source[f[factSource]]++
		ics[f[factICS]]++
		ccs[f[factCCS]]++
	}
}

// tally counts the documents with each class, of every level.
func (c *classes) tally(ids []uint32) []uint32 {
	n := make([]uint32, len(c.terms))
	for _, doc := range ids {
		for _, ord := range c.of(doc) {
			n[ord]++
		}
	}
	return n
}
