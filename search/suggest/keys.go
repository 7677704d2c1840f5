package suggest

import (
	"container/heap"
	"iter"
	"sort"
	"strings"
)

// keys are strings in order, each of a term. Above them stands a tree of the
// greatest weights, so that the heaviest of any stretch of keys are found
// without walking it.
type keys struct {
	blob string
	offs []uint32 // where each key begins in the blob; one more than keys
	ids  []uint32 // the term of each key; nil: terms are in the order of the keys
	// tree is a heap-shaped binary tree over blocks of keys: node i has the
	// greatest weight of nodes 2i and 2i+1; the blocks are its second half.
	tree []uint32
}

// blockKeys are the keys of a leaf of the tree.
const blockKeys = 32

func (k *keys) len() int { return max(0, len(k.offs)-1) }

func (k *keys) key(i int) string { return k.blob[k.offs[i]:k.offs[i+1]] }

func (k *keys) id(i int) uint32 {
	if k.ids == nil {
		return uint32(i)
	}
	return k.ids[i]
}

// span is the stretch of keys that begin with a prefix.
func (k *keys) span(prefix string) (lo, hi int) {
	lo = sort.Search(k.len(), func(i int) bool { return k.key(i) >= prefix })
	hi = lo + sort.Search(k.len()-lo, func(i int) bool { return !strings.HasPrefix(k.key(lo+i), prefix) })
	return lo, hi
}

// equal is the end of the keys that are s, of a stretch of those that begin with it.
func (k *keys) equal(lo, hi int, s string) int {
	return lo + sort.Search(hi-lo, func(i int) bool { return k.key(lo+i) != s })
}

// plant makes the tree.
func (k *keys) plant(weight []uint32) {
	leaves := 1
	for leaves*blockKeys < k.len() {
		leaves *= 2
	}
	k.tree = make([]uint32, 2*leaves)
	for i := range k.len() {
		leaf := &k.tree[leaves+i/blockKeys]
		*leaf = max(*leaf, weight[k.id(i)])
	}
	for i := leaves - 1; i > 0; i-- {
		k.tree[i] = max(k.tree[2*i], k.tree[2*i+1])
	}
}

// heaviest walks the terms of a stretch of keys by weight, of equal weights in
// the order of the keys; those without weight are left out.
func (k *keys) heaviest(lo, hi int, weight []uint32) iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		var h branches
		items := func(lo, hi int) {
			for i := lo; i < hi; i++ {
				if w := weight[k.id(i)]; w > 0 {
					h = append(h, branch{weight: w, first: i, item: true})
				}
			}
		}
		leaves := len(k.tree) / 2
		from, to := (lo+blockKeys-1)/blockKeys, hi/blockKeys // whole blocks
		if from >= to {
			items(lo, hi)
		} else {
			items(lo, from*blockKeys)
			items(to*blockKeys, hi)
			for a, b, size := from+leaves, to+leaves, 1; a < b; a, b, size = a/2, b/2, 2*size {
				if a%2 == 1 {
					h = append(h, k.branch(a, size, leaves))
					a++
				}
				if b%2 == 1 {
					b--
					h = append(h, k.branch(b, size, leaves))
				}
			}
		}
		heap.Init(&h)
		for len(h) > 0 {
			top := heap.Pop(&h).(branch)
			switch {
			case top.weight == 0:
				return
			case top.item:
				if !yield(k.id(top.first)) {
					return
				}
			case top.node >= leaves:
				for i := top.first; i < min(top.first+blockKeys, k.len()); i++ {
					if w := weight[k.id(i)]; w > 0 {
						heap.Push(&h, branch{weight: w, first: i, item: true})
					}
				}
			default:
				heap.Push(&h, k.branch(2*top.node, top.blocks/2, leaves))
				heap.Push(&h, k.branch(2*top.node+1, top.blocks/2, leaves))
			}
		}
	}
}

// branch is a node of the tree, or a key below one.
type branch struct {
	weight uint32
	first  int // its first key
	node   int
	blocks int // below the node
	item   bool
}

func (k *keys) branch(node, blocks, leaves int) branch {
	return branch{weight: k.tree[node], first: (node*blocks - leaves) * blockKeys, node: node, blocks: blocks}
}

// branches is a heap of branches, the heaviest on top, then the one that is
// first in order.
type branches []branch

func (b branches) Len() int { return len(b) }
func (b branches) Less(i, j int) bool {
	if b[i].weight != b[j].weight {
		return b[i].weight > b[j].weight
	}
	return b[i].first < b[j].first || b[i].first == b[j].first && !b[i].item && b[j].item
}
func (b branches) Swap(i, j int) { b[i], b[j] = b[j], b[i] }
func (b *branches) Push(x any)   { *b = append(*b, x.(branch)) }
func (b *branches) Pop() any {
	last := len(*b) - 1
	x := (*b)[last]
	*b = (*b)[:last]
	return x
}
