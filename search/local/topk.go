package local

import (
	"cmp"
	"math"
	"slices"
	"sync"
)

// candidate is a document that may be among the first.
type candidate struct {
	key float64 // more is better
	row uint32  // of what is alike the lower comes first
	doc uint32
	r   *reader
	led bool // see found
}

func (a *candidate) compare(b *candidate) int {
	if a.key != b.key {
		return cmp.Compare(b.key, a.key)
	}
	return cmp.Compare(a.row, b.row)
}

// topK keeps the best k of the candidates that it is offered, in a heap with
// the worst of them first.
type topK struct {
	k    int
	list []candidate
	// least is a key below which nothing is wanted, from a share's beginning.
	least float64
	mu    sync.Mutex // held by merge
}

func newTopK(k int) *topK { return &topK{k: k, least: math.Inf(-1)} }

// floor is the key below which a candidate can't be among the best any more.
func (t *topK) floor() float64 {
	if len(t.list) < t.k {
		return t.least
	}
	return t.list[0].key
}

// share is an empty one for a part of the candidates, to be merged.
func (t *topK) share() *topK {
	t.mu.Lock()
	defer t.mu.Unlock()
	return &topK{k: t.k, least: t.floor()}
}

// merge offers what a share has kept. Shares may be merged at the same time.
func (t *topK) merge(share *topK) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, c := range share.list {
		t.offer(c)
	}
}

// offer keeps a candidate if it is among the best so far. Callers in a hurry
// compare with floor first.
func (t *topK) offer(c candidate) {
	if t.k <= 0 {
		return
	}
	if len(t.list) < t.k {
		t.list = append(t.list, c)
		for i := len(t.list) - 1; i > 0; {
			up := (i - 1) / 2
			if t.list[i].compare(&t.list[up]) <= 0 {
				break
			}
			t.list[i], t.list[up] = t.list[up], t.list[i]
			i = up
		}
		return
	}
	if c.compare(&t.list[0]) >= 0 {
		return
	}
	t.list[0] = c
	for i := 0; ; {
		worst := i
		for child := 2*i + 1; child <= 2*i+2 && child < len(t.list); child++ {
			if t.list[child].compare(&t.list[worst]) > 0 {
				worst = child
			}
		}
		if worst == i {
			return
		}
		t.list[i], t.list[worst] = t.list[worst], t.list[i]
		i = worst
	}
}

// found are the candidates kept, best first. Nothing may be offered after.
func (t *topK) found() []found {
	slices.SortFunc(t.list, func(a, b candidate) int { return a.compare(&b) })
	out := make([]found, len(t.list))
	for i, c := range t.list {
		out[i] = found{r: c.r, doc: c.doc, key: c.key, led: c.led}
	}
	return out
}
