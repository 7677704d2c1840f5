package check

import (
	"slices"
	"sort"
	"strings"

	"chabiao/indexer/problem"
)

// maxCircle is how many numbers of a circle a note names.
const maxCircle = 12

// circles finds the standards that, by what the rows say, replace one another
// in a circle: the strongly connected parts of the graph of replacements
// (Tarjan 1972, Depth-First Search and Linear Graph Algorithms), walked without
// recursion since chains of editions may be long.
func (d *Delivery) circles(number func(uint32) string, tell func(uint32, problem.Note)) {
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
			if part := stack[i:]; len(part) > 1 {
				d.circle(part, number, tell)
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

// circle tells of one circle, at the row of the delivery that comes first.
func (d *Delivery) circle(part []uint64, number func(uint32) string, tell func(uint32, problem.Note)) {
	var rows []uint32
	for _, h := range part {
		if n, ok := d.nodes[h]; ok {
			rows = append(rows, n.row)
		}
	}
	if len(rows) == 0 {
		return
	}
	slices.Sort(rows)
	var names []string
	for _, r := range rows[:min(len(rows), maxCircle)] {
		names = append(names, number(r))
	}
	tell(rows[0], problem.Note{Kind: problem.ReplacementCycle, Field: "replaces", Value: strings.Join(names, " → ")})
}
