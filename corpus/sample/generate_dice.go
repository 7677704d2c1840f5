package sample

import (
	"math/bits"
	"math/rand/v2"
	"slices"
)

// dice draws from PCG with integers only, so that a seed gives the same bytes
// on every machine and in every version of Go.
type dice struct{ pcg *rand.PCG }

func newDice(seed uint64) dice { return dice{rand.NewPCG(seed, 0x9E3779B97F4A7C15)} }

// below draws from 0 to n-1.
func (d dice) below(n int) int {
	hi, _ := bits.Mul64(d.pcg.Uint64(), uint64(n))
	return int(hi)
}

// percent is true p times in a hundred.
func (d dice) percent(p int) bool { return d.below(100) < p }

// weights holds running sums: index i is drawn in proportion to what it adds.
type weights []int

func (w *weights) add(weight int) {
	sum := 0
	if n := len(*w); n > 0 {
		sum = (*w)[n-1]
	}
	*w = append(*w, sum+weight)
}

// draw picks an index; there must be one of positive weight.
func (w weights) draw(d dice) int {
	r := d.below(w[len(w)-1])
	i, _ := slices.BinarySearchFunc(w, r, func(sum, r int) int {
		if sum <= r {
			return -1
		}
		return 1
	})
	return i
}

// zipf weighs n places by rank, as words of a language are used.
func zipf(n int) weights {
	var w weights
	for rank := range n {
		w.add(1_000_000 / (rank + 3))
	}
	return w
}
