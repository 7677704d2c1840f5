package local

import (
	"sync"
	"sync/atomic"

	"github.com/RoaringBitmap/roaring/v2"
)

// counting counts the values of columns over a set of documents of a segment.
// Where more than half of the segment is in the set, it counts the rest and
// takes that from the segment's own counts.
type counting struct {
	r    *reader
	size int // documents in the set
	rest bool
	docs *roaring.Bitmap // those looked at: the set, or what is not in it
	ids  []uint32        // the same
	sc   *scratch
}

// newCounting makes ready to count over docs, to be released. Counts may run
// at the same time.
func newCounting(r *reader, docs *roaring.Bitmap) *counting {
	c := &counting{r: r, size: int(docs.GetCardinality()), docs: docs, sc: getScratch(0)}
	if c.rest = 2*c.size > r.size; c.rest {
		all := roaring.New()
		all.AddRange(0, uint64(r.size))
		c.docs = roaring.AndNot(all, docs)
	}
	c.ids = c.sc.of(c.docs)
	return c
}

func (c *counting) release() { scratches.Put(c.sc) }

// count adds the number of documents with each value of a field. Of a
// classification it counts the classes of the first level, or all with deep.
func (c *counting) count(field string, deep bool, sums map[string]int64) {
	var terms []string
	var whole, n []int64
	var shown []bool
	if one := c.r.singles[field]; one != nil {
		terms, whole, n = one.terms, one.whole, one.tally(c.ids)
	} else if many := c.r.multis[field]; many != nil {
		terms, whole, n = many.terms, many.whole, many.tally(c.docs, c.ids, deep)
		if !deep {
			shown = many.isTop
		}
	}
	for ord := 1; ord < len(terms); ord++ {
		if shown != nil && !shown[ord] {
			continue
		}
		k := n[ord]
		if c.rest {
			k = whole[ord] - k
		}
		if k > 0 {
			sums[terms[ord]] += k
		}
	}
}

// alongside calls do for the numbers below n, several at a time where cores are
// idle and the work, in documents, is large.
func alongside(n, docs int, do func(i int)) {
	var next atomic.Int64
	work := func() {
		for {
			i := int(next.Add(1)) - 1
			if i >= n {
				return
			}
			do(i)
		}
	}
	var g sync.WaitGroup
	for range help(docs) {
		g.Go(func() {
			defer func() { <-helpers }()
			work()
		})
	}
	work()
	g.Wait()
}
