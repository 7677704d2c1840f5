package local

import (
	"context"
	"runtime"
	"sync"

	seg "chabiao/corpus/segment"
	"chabiao/indexer/schema"

	"github.com/RoaringBitmap/roaring/v2"
	"golang.org/x/sync/errgroup"
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
	if len(l.also) == 0 {
		return out, nil
	}
	left := roaring.AndNot(docs, l.own)
	for f := range schema.TextFields {
		if left.IsEmpty() {
			break
		}
		seen := none
		for i := range l.also { // surest first
			has := l.also[i][f]
			if has.IsEmpty() {
				continue
			}
			has = roaring.And(has, left)
			if i > 0 {
				has.AndNot(seen)
			}
			if !has.IsEmpty() {
				seen = union([]*roaring.Bitmap{seen, has})
				out = append(out, part{has, f, u.Also[i].Weight})
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

// scratch holds one search's scores of a segment's documents: all zero between
// uses.
type scratch struct {
	scores, tf []float32
	ids        []uint32
}

var scratches = sync.Pool{New: func() any { return new(scratch) }}

func getScratch(size int) *scratch {
	s := scratches.Get().(*scratch)
	if cap(s.scores) < size {
		s.scores, s.tf = make([]float32, size), make([]float32, size)
	}
	s.scores, s.tf = s.scores[:size], s.tf[:size]
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

// release clears the scores of the documents that were scored.
func (s *scratch) release(ids []uint32) {
	for _, doc := range ids {
		s.scores[doc] = 0
	}
	scratches.Put(s)
}

// score adds the words' BM25F to the scores of documents, which ids lists.
func (r *reader) score(ctx context.Context, p *prepared, docs *roaring.Bitmap, s *scratch, ids []uint32) error {
	words := make([][]part, len(p.words))
	for i := range p.words {
		var err error
		if words[i], err = r.parts(&p.words[i], &p.lists[r][i], docs, nil); err != nil {
			return err
		}
	}
	return split(ids, func(some []uint32, within *roaring.Bitmap) error {
		for i, parts := range words {
			if err := ctx.Err(); err != nil {
				return err
			}
			for _, pt := range parts {
				had := pt.docs
				if within != nil {
					had = roaring.And(had, within)
				}
				occur(s.tf, had, r.lengths[pt.field], &p.tempers[pt.field], pt.weight)
			}
			weight := p.wordWeight(i)
			for _, doc := range some {
				if tf := s.tf[doc]; tf > 0 {
					s.tf[doc] = 0
					s.scores[doc] += saturate(weight, tf)
				}
			}
		}
		return nil
	})
}

// occur adds an occurrence in a field to the frequencies of documents.
func occur(tf []float32, docs *roaring.Bitmap, lengths []uint8, temper *[64]float32, weight float32) {
	var buf [1024]uint32
	it := docs.ManyIterator()
	for n := it.NextMany(buf[:]); n > 0; n = it.NextMany(buf[:]) {
		for _, doc := range buf[:n] {
			tf[doc] += weight * temper[lengths[doc]&63]
		}
	}
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
func split(ids []uint32, do func(some []uint32, within *roaring.Bitmap) error) error {
	workers := 1 + help(len(ids))
	if workers == 1 {
		return do(ids, nil)
	}
	var g errgroup.Group
	for i := range workers {
		some := ids[i*len(ids)/workers : (i+1)*len(ids)/workers]
		g.Go(func() error {
			if i > 0 {
				defer func() { <-helpers }()
			}
			span := roaring.New()
			span.AddRange(uint64(some[0]), uint64(some[len(some)-1])+1)
			return do(some, span)
		})
	}
	return g.Wait()
}
