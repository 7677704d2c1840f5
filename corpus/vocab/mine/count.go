package main

import "math"

// longest is the length of the longest term looked for, in characters.
const longest = 8

// gram is what is known of a string of characters: how many times it stands in
// the titles, and what stands before and after it.
type gram struct {
	count       int
	left, right map[rune]int // the edge of a run is neighbour 0, each time another
}

// statistics holds the grams of 1 to longest characters.
type statistics struct {
	grams map[string]*gram
	total int // characters
}

// of is how often a string stands in the titles.
func (s *statistics) of(text string) int {
	if g := s.grams[text]; g != nil {
		return g.count
	}
	return 0
}

// count counts the strings that stand at least so many times. A string can be
// as frequent only if both strings of one character less are: level by level,
// few have to be kept.
func count(runs [][]rune, least int) *statistics {
	s := &statistics{grams: make(map[string]*gram)}
	for n := 1; n <= longest; n++ {
		level := make(map[string]int)
		for _, run := range runs {
			for i := 0; i+n <= len(run); i++ {
				if n == 1 || s.grams[string(run[i:i+n-1])] != nil && s.grams[string(run[i+1:i+n])] != nil {
					level[string(run[i:i+n])]++
				}
			}
			if n == 1 {
				s.total += len(run)
			}
		}
		for text, c := range level {
			if c >= least || n == 1 {
				s.grams[text] = &gram{count: c}
			}
		}
	}
	if least > 1 {
		s.neighbours(runs)
	}
	return s
}

func (s *statistics) neighbours(runs [][]rune) {
	for _, run := range runs {
		for i := range run {
			for n := 2; n <= longest && i+n <= len(run); n++ {
				g := s.grams[string(run[i:i+n])]
				if g == nil {
					break
				}
				if g.left == nil {
					g.left, g.right = make(map[rune]int), make(map[rune]int)
				}
				var before, after rune
				if i > 0 {
					before = run[i-1]
				}
				if i+n < len(run) {
					after = run[i+n]
				}
				g.left[before]++
				g.right[after]++
			}
		}
	}
}

// cohesion is the pointwise mutual information, in bits, of the weakest
// division of the string: how much more often its halves stand together than
// by chance.
func (s *statistics) cohesion(text string) float64 {
	low := math.Inf(1)
	for i := range text {
		if i == 0 {
			continue
		}
		a, b := s.of(text[:i]), s.of(text[i:])
		if a == 0 || b == 0 {
			return 0
		}
		low = min(low, math.Log2(float64(s.of(text))*float64(s.total)/float64(a)/float64(b)))
	}
	return low
}

// stick is the share of the rarer half, at the weakest division, that stands
// in this string: near 1, one of its halves hardly occurs otherwise.
func (s *statistics) stick(text string) float64 {
	low := math.Inf(1)
	for i := range text {
		if i > 0 {
			low = min(low, float64(s.of(text))/float64(max(1, min(s.of(text[:i]), s.of(text[i:])))))
		}
	}
	return low
}

// freedom is the entropy, in bits, of the neighbours on the side where there
// is less choice. An edge is a different neighbour each time: whatever ends
// there is free.
func (g *gram) freedom() float64 { return min(entropy(g.left), entropy(g.right)) }

func entropy(neighbours map[rune]int) float64 {
	var total, bits float64
	for _, n := range neighbours {
		total += float64(n)
	}
	for r, n := range neighbours {
		if r == 0 {
			bits += float64(n) / total * math.Log2(total)
			continue
		}
		p := float64(n) / total
		bits -= p * math.Log2(p)
	}
	return bits
}
