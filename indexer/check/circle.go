package check

import (
	"cmp"
	"slices"
	"sort"
	"strings"

	"chabiao/indexer/problem"
)

// maxCircle is how many numbers of a circle a note names.
const maxCircle = 12

// circles tells of the standards that, by what the rows say, replace one
// another in a circle, in the order of the rows.
func (d *Delivery) circles(number func(uint32) string, tell func(uint32, problem.Note)) {
	var found []circle
	d.connected(func(part []uint64) {
		if c, ok := d.circle(part); ok {
			found = append(found, c)
		}
	})
	slices.SortFunc(found, func(a, b circle) int { return cmp.Compare(a.row, b.row) })
	for _, c := range found {
		var names []string
		for _, r := range c.way[:min(len(c.way), maxCircle)] {
			names = append(names, number(r))
		}
		if len(c.way) > maxCircle {
			names = append(names, "…")
		}
		tell(c.row, problem.Note{Kind: problem.ReplacementCycle, Field: "replaced_by", Value: strings.Join(names, " → ")})
	}
}

// connected gives the strongly connected parts of the graph of replacements
// that have more than one standard (Tarjan 1972, Depth-First Search and Linear
// Graph Algorithms), walked without recursion since chains of editions may be
// long.
func (d *Delivery) connected(part func([]uint64)) {
	type state struct {
		index, low int
		on         bool
	}
	states := make(map[uint64]*state)
	var stack []uint64
	next := 1
	type frame struct {
		v  uint64
		at int // next edge of v
	}
	visit := func(root uint64) {
		frames := []frame{{root, d.first(root)}}
		states[root] = &state{index: next, low: next, on: true}
		stack = append(stack, root)
		next++
		for len(frames) > 0 {
			f := &frames[len(frames)-1]
			v := f.v
			s := states[v]
			if f.at < len(d.edges) && d.edges[f.at].old == v {
				w := d.edges[f.at].new
				f.at++
				switch t := states[w]; {
				case t == nil:
					states[w] = &state{index: next, low: next, on: true}
					stack = append(stack, w)
					next++
					frames = append(frames, frame{w, d.first(w)})
				case t.on:
					s.low = min(s.low, t.index)
				}
				continue
			}
			frames = frames[:len(frames)-1]
			if len(frames) > 0 {
				p := states[frames[len(frames)-1].v]
				p.low = min(p.low, s.low)
			}
			if s.low != s.index {
				continue
			}
			i := len(stack) - 1
			for stack[i] != v {
				i--
			}
			if len(stack)-i > 1 {
				part(stack[i:])
			}
			for _, w := range stack[i:] {
				states[w].on = false
			}
			stack = stack[:i]
		}
	}
	for i, e := range d.edges {
		if (i == 0 || d.edges[i-1].old != e.old) && states[e.old] == nil {
			visit(e.old)
		}
	}
}

// first is the first edge that leaves a standard.
func (d *Delivery) first(old uint64) int {
	return sort.Search(len(d.edges), func(i int) bool { return d.edges[i].old >= old })
}

// circle is a way around from the first row of a strongly connected part.
type circle struct {
	row uint32
	way []uint32 // rows, each replaced by the next; begins and ends with row
}

// circle finds the way; standards on it that no row is are left out. ok is
// false when no row is in the part.
func (d *Delivery) circle(part []uint64) (c circle, ok bool) {
	inside := make(map[uint64]bool, len(part))
	var start uint64
	for _, h := range part {
		inside[h] = true
		if n, there := d.nodes[h]; there && (!ok || n.row < c.row) {
			start, c.row, ok = h, n.row, true
		}
	}
	if !ok {
		return c, false
	}
	from := make(map[uint64]uint64, len(part)) // whence each was reached first
	for queue := []uint64{start}; len(queue) > 0; queue = queue[1:] {
		for _, w := range d.successors(queue[0], inside) {
			if _, seen := from[w]; !seen {
				from[w] = queue[0]
				queue = append(queue, w)
			}
		}
	}
	c.way = []uint32{c.row}
	for h := from[start]; h != start; h = from[h] {
		if n, there := d.nodes[h]; there {
			c.way = append(c.way, n.row)
		}
	}
	c.way = append(c.way, c.row)
	slices.Reverse(c.way)
	return c, true
}

// successors are what replaces a standard, in the order of the rows.
func (d *Delivery) successors(of uint64, inside map[uint64]bool) []uint64 {
	var out []uint64
	for at := d.first(of); at < len(d.edges) && d.edges[at].old == of; at++ {
		if inside[d.edges[at].new] {
			out = append(out, d.edges[at].new)
		}
	}
	slices.SortFunc(out, func(a, b uint64) int {
		x, here := d.nodes[a]
		y, there := d.nodes[b]
		if here && there {
			return cmp.Compare(x.row, y.row)
		}
		if here != there {
			return map[bool]int{true: -1, false: 1}[here]
		}
		return cmp.Compare(d.beyond[a].key, d.beyond[b].key)
	})
	return out
}
