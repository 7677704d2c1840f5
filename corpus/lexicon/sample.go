package lexicon

import (
	"cmp"
	"slices"
	"sync"
)

// MaxPairs is how many pairs of titles a lexicon is learnt from, at the most.
const MaxPairs = 150_000

// maxTitle is the length, in bytes, of a title worth learning from: what is
// longer is a list or an abstract.
const maxTitle = 300

// Pair is one thing said in two scripts: a title in Chinese or Japanese, and one
// in English.
type Pair struct{ Han, Latin string }

// Sample gathers items of which it keeps so many, those with the lowest hashes:
// what is kept depends on what was offered, and on nothing else. Each is kept
// once. It is safe for concurrent use.
type Sample[T any] struct {
	mu    sync.Mutex
	limit int
	hash  func(T) uint64
	items []hashed[T]
	below uint64 // hashes from here on are too high
}

type hashed[T any] struct {
	hash uint64
	item T
}

// NewSample returns an empty sample of up to limit items.
func NewSample[T any](limit int, hash func(T) uint64) *Sample[T] {
	return &Sample[T]{limit: max(limit, 1), hash: hash, below: 1<<64 - 1}
}

// Pairs returns an empty sample of pairs of titles.
func Pairs() *Sample[Pair] {
	return NewSample(MaxPairs, func(p Pair) uint64 { return Hash(p.Han, p.Latin) })
}

// Add offers an item.
func (s *Sample[T]) Add(item T) {
	h := s.hash(item)
	s.mu.Lock()
	defer s.mu.Unlock()
	if h >= s.below {
		return
	}
	s.items = append(s.items, hashed[T]{h, item})
	if len(s.items) >= s.limit+s.limit/2+1 {
		s.trim()
	}
}

// trim drops what is there twice, and the highest hashes above the limit.
func (s *Sample[T]) trim() {
	slices.SortFunc(s.items, func(a, b hashed[T]) int { return cmp.Compare(a.hash, b.hash) })
	s.items = slices.CompactFunc(s.items, func(a, b hashed[T]) bool { return a.hash == b.hash })
	if len(s.items) > s.limit {
		s.below = s.items[s.limit].hash
		clear(s.items[s.limit:])
		s.items = s.items[:s.limit]
	}
}

// Items are those kept, in the order of their hashes.
func (s *Sample[T]) Items() []T {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.trim()
	out := make([]T, len(s.items))
	for i := range s.items {
		out[i] = s.items[i].item
	}
	return out
}

// Hash is a hash of texts, the same in every run: FNV-1a, finished as murmur
// does, for FNV alone leaves the high bits of short texts alike.
func Hash(texts ...string) uint64 {
	h := uint64(14695981039346656037)
	for _, t := range texts {
		for i := range len(t) {
			h = (h ^ uint64(t[i])) * 1099511628211
		}
		h = (h ^ 0xff) * 1099511628211
	}
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	return h ^ h>>33
}
