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
	for _, h := range d.around(part, rows[0]) {
		if len(names) == maxCircle {
			names = append(names, "…")
			break
		}
		if n, ok := d.nodes[h]; ok {
			names = append(names, number(n.row))
		}
	}
	tell(rows[0], problem.Note{Kind: problem.ReplacementCycle, Field: "replaced_by", Value: strings.Join(names, " → ")})
}

// around is a shortest way from a row's standard through those that replace it
// back to it, which it ends with too.
func (d *Delivery) around(part []uint64, row uint32) []uint64 {
	from := make(map[uint64]uint64, len(part)) // whence each was reached first
	inside := make(map[uint64]bool, len(part))
	var start uint64
	for _, h := range part {
		inside[h] = true
		if n, ok := d.nodes[h]; ok && n.row == row {
			start = h
		}
	}
	for queue := []uint64{start}; len(queue) > 0; queue = queue[1:] {
		v := queue[0]
		for at := d.first(v); at < len(d.edges) && d.edges[at].old == v; at++ {
			w := d.edges[at].new
			if w == start {
				way := []uint64{start}
				for ; v != start; v = from[v] {
					way = append(way, v)
				}
				way = append(way, start)
				slices.Reverse(way)
				return way
			}
			if _, ok := from[w]; !ok && inside[w] {
				from[w] = v
				queue = append(queue, w)
			}
		}
	}
	return nil // not in a strongly connected part
}
