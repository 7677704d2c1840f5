package local

import (
	"math/bits"
	"runtime"
	"slices"
	"sync"

	"chabiao/indexer/schema"

	"github.com/RoaringBitmap/roaring/v2"
)

// part are those of the documents at hand that have a word in one of its places,
// in order.
type part struct {
	docs   []uint32
	field  int
	weight float32
}

// asked are documents to be looked at: as a set, in order, and as a plain array of
// bits where they are many.
type asked struct {
	docs *roaring.Bitmap
	ids  []uint32
	bits []uint64
}

// parts tells which of the documents have a word where. Their numbers are added to
// buf, which is returned.
func (l *lists) parts(of *asked, out []part, buf []uint32) ([]part, []uint32) {
	for i := range l.places {
		p := &l.places[i]
		from := len(buf)
		buf = p.appendTo(buf, of)
		if len(buf) > from {
			out = append(out, part{buf[from:len(buf):len(buf)], p.field, p.weight})
		}
	}
	return out, buf
}

// appendTo appends those of the documents that have the word here.
func (p *place) appendTo(buf []uint32, of *asked) []uint32 {
	switch {
	case p.bits != nil && of.bits != nil:
		for w, docs := range of.bits[:min(len(of.bits), len(p.bits))] {
			for docs &= p.bits[w]; docs != 0; docs &= docs - 1 {
				buf = append(buf, uint32(w*64+bits.TrailingZeros64(docs)))
			}
		}
	case p.bits != nil:
		for _, doc := range of.ids {
			if w := int(doc >> 6); w < len(p.bits) && p.bits[w]>>(doc&63)&1 == 1 {
				buf = append(buf, doc)
			}
		}
	case of.bits != nil:
		eachSome(p.docs, func(docs []uint32) {
			for _, doc := range docs {
				if w := int(doc >> 6); w < len(of.bits) && of.bits[w]>>(doc&63)&1 == 1 {
					buf = append(buf, doc)
				}
			}
		})
	default:
		eachSome(roaring.And(p.docs, of.docs), func(docs []uint32) { buf = append(buf, docs...) })
	}
	return buf
}

// tempers are, by text field, what an occurrence counts in a field of each
// length; see weights.go.
type tempers [len(fieldWeight)][64]float32

func (s stats) tempers() *tempers {
	var t tempers
	for f := range t {
		b := fieldWeight[f].b
		for step := range t[f] {
			t[f][step] = fieldWeight[f].weight / (1 - b + b*schema.StepLength(uint8(step))/s.avg[f])
		}
	}
	return &t
}

// saturate makes a word's score of its tempered frequency.
func saturate(weight, tf float32) float32 { return weight * (k1 + 1) * tf / (k1 + tf) }

// wordWeight is what a word counts beside its frequency.
func (p *prepared) wordWeight(i int) float32 {
	if p.words[i].Optional {
		return p.idf[i] * optionalWeight
	}
	return p.idf[i]
}

// sum is a document's score so far and the tempered frequency of the word at
// hand, side by side for the processor's cache.
type sum struct{ score, tf float32 }

// scratch holds one search's sums of a segment's documents: all zero between
// uses.
type scratch struct {
	sums []sum
	ids  []uint32
	hits []uint32 // of the words' parts
}

var scratches = sync.Pool{New: func() any { return new(scratch) }}

func getScratch(size int) *scratch {
	s := scratches.Get().(*scratch)
	if cap(s.sums) < size {
		s.sums = make([]sum, size)
	}
	s.sums = s.sums[:size]
	return s
}

// of fills ids with a set's documents.
func (s *scratch) of(docs *roaring.Bitmap) []uint32 {
	n := int(docs.GetCardinality())
	if cap(s.ids) < n {
		s.ids = make([]uint32, n+n/4)
	}
	s.ids = s.ids[:n]
	it := docs.ManyIterator()
	for at := 0; at < n; {
		got := it.NextMany(s.ids[at:])
		if got == 0 {
			break
		}
		at += got
	}
	return s.ids
}

// scoring is a search's words on their way to the scores of documents of a
// segment.
type scoring struct {
	r     *reader
	p     *prepared
	words [][]part
	sc    *scratch
}

// newScoring finds where the words occur in documents, the numbers of which it
// leaves in sc.ids.
func newScoring(r *reader, p *prepared, docs *roaring.Bitmap, sc *scratch) *scoring {
	s := &scoring{r: r, p: p, words: make([][]part, len(p.words)), sc: sc}
	of := asked{docs: docs, ids: sc.of(docs)}
	if len(of.ids) > r.size/denseShare {
		bits := getDense(wholeContainers((r.size + 63) / 64))
		defer denseWords.Put(bits)
		docs.WriteDenseTo(*bits)
		of.bits = *bits
	}
	sc.hits = sc.hits[:0]
	for i := range p.words {
		s.words[i], sc.hits = p.lists[r][i].parts(&of, nil, sc.hits)
	}
	return s
}

// add adds the words' BM25F to the scores of some of the documents, all of those
// from the first to the last.
func (s *scoring) add(some []uint32) {
	if len(some) == 0 {
		return
	}
	sums := s.sc.sums
	for i, parts := range s.words {
		weight := s.p.wordWeight(i)
		for _, pt := range parts {
			docs := between(pt.docs, some[0], some[len(some)-1])
			var gain [64]float32
			for step, temper := range s.p.tempers[pt.field] {
				gain[step] = pt.weight * temper
			}
			if pt.field == fieldClass { // which has no length
				for _, doc := range docs {
					sums[doc].tf += gain[0]
				}
				continue
			}
			lengths := s.r.lengths[pt.field]
			if len(parts) == 1 { // what saturates is known at once
				for step, tf := range gain {
					gain[step] = saturate(weight, tf)
				}
				for _, doc := range docs {
					sums[doc].score += gain[lengths[doc]&63]
				}
				continue
			}
			for _, doc := range docs {
				sums[doc].tf += gain[lengths[doc]&63]
			}
		}
		if len(parts) == 0 || len(parts) == 1 && parts[0].field != fieldClass {
			continue
		}
		for _, doc := range some {
			if d := &sums[doc]; d.tf > 0 {
				d.score += saturate(weight, d.tf)
				d.tf = 0
			}
		}
	}
}

// between are the documents of an ordered list from first to last.
func between(docs []uint32, first, last uint32) []uint32 {
	from, _ := slices.BinarySearch(docs, first)
	to, found := slices.BinarySearch(docs[from:], last)
	if found {
		to++
	}
	return docs[from : from+to]
}

// slack keeps the ceiling above scores that are added up and multiplied in
// another order.
const slack = 1 + 1e-5

// ceiling is more than the words can give any document of the segment: each as
// often as it occurs anywhere, in the shortest text of every field that it
// stands in.
func (r *reader) ceiling(p *prepared) float32 {
	sum := float32(0)
	for i := range p.words {
		l := p.lists[r][i]
		own := float32(0)
		var also [len(fieldWeight)]float32
		for f := range schema.TextFields {
			most := p.tempers[f][r.shortest[f]]
			if !l.word[f].IsEmpty() {
				own += float32(1+len(l.more[f])) * most
			}
			for j := range l.also {
				if !l.also[j].docs[f].IsEmpty() {
					also[f] = max(also[f], l.also[j].weight*most)
				}
			}
		}
		class := float32(0)
		if !l.classes.IsEmpty() {
			class = p.tempers[fieldClass][0]
		}
		other := float32(0)
		for _, tf := range also {
			other += tf
		}
		sum += saturate(p.wordWeight(i), class+max(own, other))
	}
	return min(sum, maxText) * slack
}

// helpers lets a search work on several cores as long as there are idle ones:
// so many goroutines may help, in the whole process.
var helpers = make(chan struct{}, max(runtime.GOMAXPROCS(0)-1, 0))

// parallelFrom is how many documents make it worth while to be helped.
var parallelFrom = 1 << 15 // a variable for tests

// help engages the goroutines that may help with so many documents: each leaves
// helpers when it is done.
func help(docs int) int {
	if docs < parallelFrom {
		return 0
	}
	n := 0
	for {
		select {
		case helpers <- struct{}{}:
			n++
		default:
			return n
		}
	}
}

// split hands out documents in order: all of them to one caller, or a share to
// each of several where they are many and cores idle.
func split(ids []uint32, do func(some []uint32)) {
	workers := 1 + help(len(ids))
	var g sync.WaitGroup
	for i := range workers {
		some := ids[i*len(ids)/workers : (i+1)*len(ids)/workers]
		if i == workers-1 {
			do(some)
			break
		}
		g.Go(func() {
			defer func() { <-helpers }()
			do(some)
		})
	}
	g.Wait()
}
