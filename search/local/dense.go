package local

import (
	"math/bits"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"
)

// Sets of many documents are joined and counted word by word of a plain array of
// bits, 156 kB for a million and a quarter documents: roaring makes a new container
// for every two that it joins, and goes through those of runs value by value.

// containerWords are the words of one of roaring's containers.
const containerWords = 1 << 16 / 64

// Which part of a segment's documents makes a set worth an array, which is as long
// as one for all of them: a set at hand, which is given up after the search, and
// one that is kept, where an array takes no more memory than the set.
const (
	denseShare = 64
	keptShare  = 16
)

// denseFrom is how many documents the sets must have in all, of a hundred that the
// arrays have room for, so that the arrays are quicker.
const denseFrom = 3

var denseWords = sync.Pool{New: func() any { return new([]uint64) }}

// getDense gives an array of zeros, to be put back.
func getDense(words int) *[]uint64 {
	p := denseWords.Get().(*[]uint64)
	if cap(*p) < words {
		*p = make([]uint64, words)
	} else {
		*p = (*p)[:words]
		clear(*p)
	}
	return p
}

// wholeContainers is a length in words that covers whole containers, which
// WriteDenseTo copies.
func wholeContainers(words int) int {
	return (words + containerWords - 1) / containerWords * containerWords
}

// denseSize is how long arrays must be for some sets; 0 where the sets are too
// small for arrays.
func denseSize(sets []*roaring.Bitmap) int {
	words, docs := 0, uint64(0)
	for _, s := range sets {
		words = max(words, int(s.DenseSize()))
		docs += s.GetCardinality()
	}
	words = wholeContainers(words)
	if 100*docs < denseFrom*uint64(words)*64 {
		return 0
	}
	return words
}

// overlap tells which documents stand in how many of some sets.
type overlap struct {
	sets []*roaring.Bitmap
	// planes are the binary digits of how many sets each document stands in, the
	// lowest first, once they are needed.
	planes []*[]uint64
}

// atLeast are the documents in at least n of the sets.
func (o *overlap) atLeast(n int) *roaring.Bitmap {
	switch {
	case len(o.sets) == 0 || n > len(o.sets):
		return roaring.New()
	case n == len(o.sets):
		return intersection(o.sets)
	}
	if o.planes == nil {
		words := denseSize(o.sets)
		if words == 0 {
			return o.fewAtLeast(n)
		}
		o.count(words)
	}
	// Compared digit by digit from the highest: more says that a document stands
	// in more sets than n, same that the digits so far are those of n.
	more, same := getDense(len(*o.planes[0])), getDense(len(*o.planes[0]))
	defer denseWords.Put(more)
	defer denseWords.Put(same)
	for w := range *same {
		(*same)[w] = ^uint64(0)
	}
	for k := len(o.planes) - 1; k >= 0; k-- {
		digit := *o.planes[k]
		more, same := (*more)[:len(digit)], (*same)[:len(digit)]
		if n>>k&1 == 1 {
			for w, d := range digit {
				same[w] &= d
			}
			continue
		}
		for w, d := range digit {
			more[w] |= same[w] & d
			same[w] &^= d
		}
	}
	for w, docs := range *same {
		(*more)[w] |= docs
	}
	return roaring.FromDense(*more, true)
}

// count adds up the sets, 64 documents at a time.
func (o *overlap) count(words int) {
	o.planes = make([]*[]uint64, bits.Len(uint(len(o.sets))))
	for k := range o.planes {
		o.planes[k] = getDense(words)
	}
	for _, set := range o.sets {
		carry := getDense(words)
		set.WriteDenseTo(*carry)
		for _, p := range o.planes {
			carry, digit := *carry, (*p)[:words]
			any := uint64(0)
			for w, c := range carry {
				d := digit[w]
				digit[w], carry[w] = d^c, d&c
				any |= d & c
			}
			if any == 0 {
				break
			}
		}
		denseWords.Put(carry)
	}
}

// fewAtLeast is atLeast for sets that arrays are too large for.
func (o *overlap) fewAtLeast(n int) *roaring.Bitmap {
	have := make([]*roaring.Bitmap, n) // have[k]: in at least k+1 of those seen so far
	for k := range have {
		have[k] = none
	}
	for _, s := range o.sets {
		for k := n - 1; k > 0; k-- {
			have[k] = union([]*roaring.Bitmap{have[k], roaring.And(have[k-1], s)})
		}
		have[0] = union([]*roaring.Bitmap{have[0], s})
	}
	return have[n-1]
}

// release gives back the arrays.
func (o *overlap) release() {
	for _, p := range o.planes {
		denseWords.Put(p)
	}
	o.planes = nil
}

// denseUnion joins sets in an array; nil where they are too small for it.
func denseUnion(sets []*roaring.Bitmap) *roaring.Bitmap {
	words := denseSize(sets)
	if words == 0 {
		return nil
	}
	all := getDense(words)
	defer denseWords.Put(all)
	for _, s := range sets {
		if s.GetCardinality() < uint64(words/2) { // sooner done one by one
			out := *all
			eachSome(s, func(docs []uint32) {
				for _, doc := range docs {
					out[doc>>6] |= 1 << (doc & 63)
				}
			})
			continue
		}
		buf := getDense(words)
		s.WriteDenseTo(*buf)
		out := (*all)[:len(*buf)]
		for w, docs := range *buf {
			out[w] |= docs
		}
		denseWords.Put(buf)
	}
	return roaring.FromDense(*all, true)
}

// plain is a set without containers of runs, which are slow to join with others.
func plain(docs *roaring.Bitmap) *roaring.Bitmap {
	if !docs.HasRunCompression() {
		return docs
	}
	buf := getDense(wholeContainers(int(docs.DenseSize())))
	defer denseWords.Put(buf)
	docs.WriteDenseTo(*buf)
	return roaring.FromDense(*buf, true)
}
