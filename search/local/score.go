package local

import (
	"runtime"
	"sync"

	seg "chabiao/corpus/segment"
	"chabiao/indexer/schema"

	"github.com/RoaringBitmap/roaring/v2"
)

// part is a set of documents in which a word occurs in a field once more than
// the parts before say; weight is what an occurrence counts.
type part struct {
	docs   *roaring.Bitmap
	field  int
	weight float32
}

// parts tells where and how often a word occurs in the documents: a word of one
// term also by how often, up to schema.MaxTF. What means the same counts only in
// documents that have the word itself nowhere, and each with the surest of it: a
// title in two languages must not count twice.
func (r *reader) parts(u *seg.Unit, l *lists, docs *roaring.Bitmap, out []part) ([]part, error) {
	counted := len(u.Terms) == 1 && !u.Prefix
	for f, field := range schema.TextFields {
		had := roaring.And(l.word[f], docs)
		if had.IsEmpty() {
			continue
		}
		out = append(out, part{had, f, 1})
		for n := 2; counted && n <= schema.MaxTF; n++ {
			more, err := r.docs(field, schema.Repeated(u.Terms[0], n))
			if err != nil {
				return nil, err
			}
			if more = roaring.And(more, docs); more.IsEmpty() {
				break
			}
			out = append(out, part{more, f, 1})
		}
	}
	if in := roaring.And(l.classes, docs); !in.IsEmpty() {
		out = append(out, part{in, fieldClass, 1})
	}
	for i := range l.also {
		for f := range schema.TextFields {
			if has := l.also[i].docs[f]; !has.IsEmpty() {
				if has = roaring.And(has, docs); !has.IsEmpty() {
					out = append(out, part{has, f, l.also[i].weight})
				}
			}
		}
	}
	return out, nil
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

// newScoring finds where the words occur in documents.
func newScoring(r *reader, p *prepared, docs *roaring.Bitmap, sc *scratch) (*scoring, error) {
	s := &scoring{r: r, p: p, words: make([][]part, len(p.words)), sc: sc}
	for i := range p.words {
		var err error
		if s.words[i], err = r.parts(&p.words[i], p.lists[r][i], docs, nil); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// add adds the words' BM25F to the scores of some of the documents, which span a
// range; nil: all of them.
func (s *scoring) add(some []uint32, span *roaring.Bitmap) {
	sums := s.sc.sums
	for i, parts := range s.words {
		weight := s.p.wordWeight(i)
		for _, pt := range parts {
			docs := pt.docs
			if span != nil {
				docs = roaring.And(docs, span)
			}
			var gain [64]float32
			for step, temper := range s.p.tempers[pt.field] {
				gain[step] = pt.weight * temper
			}
			if pt.field == fieldClass { // which has no length
				eachSome(docs, func(docs []uint32) {
					for _, doc := range docs {
						sums[doc].tf += gain[0]
					}
				})
				continue
			}
			lengths := s.r.lengths[pt.field]
			if len(parts) == 1 { // what saturates is known at once
				for step, tf := range gain {
					gain[step] = saturate(weight, tf)
				}
				eachSome(docs, func(docs []uint32) {
					for _, doc := range docs {
						sums[doc].score += gain[lengths[doc]&63]
					}
				})
				continue
			}
			eachSome(docs, func(docs []uint32) {
				for _, doc := range docs {
					sums[doc].tf += gain[lengths[doc]&63]
				}
			})
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

// slack keeps the ceiling above scores that are added up and multiplied in
// another order.
const slack = 1 + 1e-5

// ceiling is more than the words can give any document of the segment: each as
// often as it occurs anywhere, in the shortest text of every field that it
// stands in.
func (r *reader) ceiling(p *prepared) (float32, error) {
	sum := float32(0)
	for i := range p.words {
		u, l := &p.words[i], p.lists[r][i]
		counted := len(u.Terms) == 1 && !u.Prefix
		own := float32(0)
		var also [len(fieldWeight)]float32
		for f, field := range schema.TextFields {
			most := p.tempers[f][r.shortest[f]]
			if !l.word[f].IsEmpty() {
				n := float32(1)
				for counted && n < schema.MaxTF {
					more, err := r.docs(field, schema.Repeated(u.Terms[0], int(n)+1))
					if err != nil {
						return 0, err
					}
					if more.IsEmpty() {
						break
					}
					n++
				}
				own += n * most
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
	return min(sum, maxText) * slack, nil
}

// helpers lets a search work on several cores as long as there are idle ones:
// so many goroutines may help, in the whole process.
var helpers = make(chan struct{}, max(runtime.GOMAXPROCS(0)-1, 0))

// parallelFrom is how many documents make it worth while to be helped.
const parallelFrom = 1 << 15

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
// each of several, with the range that it spans, where they are many and cores
// idle.
func split(ids []uint32, do func(some []uint32, span *roaring.Bitmap)) {
	workers := 1 + help(len(ids))
	if workers == 1 {
		do(ids, nil)
		return
	}
	var g sync.WaitGroup
	for i := range workers {
		some := ids[i*len(ids)/workers : (i+1)*len(ids)/workers]
		span := roaring.New()
		span.AddRange(uint64(some[0]), uint64(some[len(some)-1])+1)
		if i == workers-1 {
			do(some, span)
			break
		}
		g.Go(func() {
			defer func() { <-helpers }()
			do(some, span)
		})
	}
	g.Wait()
}
