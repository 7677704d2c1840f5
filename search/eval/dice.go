package eval

import (
	"container/heap"
	"hash/fnv"
	"math/rand/v2"
	"slices"
)

// hash is a number that depends on the texts alone, spread evenly.
func hash(texts ...string) uint64 {
	h := fnv.New64a()
	for _, t := range texts {
		h.Write([]byte(t))
		h.Write([]byte{0})
	}
	// FNV's upper bits hardly change with the last bytes: mix them, as
	// SplitMix64 does.
	x := h.Sum64()
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// dice are random numbers that depend on the texts alone, so that a set stays
// the same from run to run and changes little with the catalogue.
func dice(texts ...string) *rand.Rand {
	h := hash(texts...)
	return rand.New(rand.NewPCG(h, h^0x9e3779b97f4a7c15))
}

// draw keeps the n things with the lowest hashes: a sample without order,
// equal for equal things.
type draw[T any] struct {
	n    int
	list []drawn[T]
	have map[uint64]bool
}

type drawn[T any] struct {
	hash  uint64
	thing T
}

func newDraw[T any](n int) *draw[T] { return &draw[T]{n: n, have: make(map[uint64]bool)} }

func (d *draw[T]) Len() int           { return len(d.list) }
func (d *draw[T]) Less(i, j int) bool { return d.list[i].hash > d.list[j].hash }
func (d *draw[T]) Swap(i, j int)      { d.list[i], d.list[j] = d.list[j], d.list[i] }

// Push implements heap.Interface.
func (d *draw[T]) Push(x any) { d.list = append(d.list, x.(drawn[T])) }

// Pop implements heap.Interface.
func (d *draw[T]) Pop() any {
	last := d.list[len(d.list)-1]
	d.list = d.list[:len(d.list)-1]
	return last
}

// wants reports whether a thing of this hash would be kept, so that making it
// can be spared.
func (d *draw[T]) wants(h uint64) bool {
	return d.n > 0 && !d.have[h] && (len(d.list) < d.n || h < d.list[0].hash)
}

// offer keeps the thing if it is wanted.
func (d *draw[T]) offer(h uint64, thing T) {
	if !d.wants(h) {
		return
	}
	d.have[h] = true
	heap.Push(d, drawn[T]{h, thing})
	if len(d.list) > d.n {
		delete(d.have, heap.Pop(d).(drawn[T]).hash)
	}
}

// sorted gives what was kept, in the order of the hashes.
func (d *draw[T]) sorted() []T {
	slices.SortFunc(d.list, func(a, b drawn[T]) int {
		if a.hash < b.hash {
			return -1
		}
		return 1
	})
	out := make([]T, len(d.list))
	for i, x := range d.list {
		out[i] = x.thing
	}
	return out
}
