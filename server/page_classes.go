package server

import (
	"slices"

	"chabiao/corpus/class"
	"chabiao/search"
)

// classSearch is the field that finds classes by name.
type classSearch struct {
	Text   string
	Any    bool // some were found
	Hidden state
	Clear  string
}

// HasClasses reports whether there are classes to find.
func (d *pageData) HasClasses() bool {
	return d.Classes.Text != "" || slices.ContainsFunc(d.Facets, func(f pageFacet) bool { return f.Class })
}

// foundMost is how many classes found by name are listed.
const foundMost = 30

// classRows make a tree of the classes counted: those of the first level and,
// where a class is chosen, what stands beside and below it.
func (d *pageData) classRows(scheme class.Scheme, counts []search.FacetCount) []*facetRow {
	open := make(map[string]bool)
	for _, v := range d.state.q[scheme.String()] {
		for _, up := range class.Ancestors(scheme, v) {
			open[up] = true
		}
	}
	rows := make(map[string]*facetRow, len(counts))
	for _, c := range counts {
		rows[c.Value] = d.classRow(scheme, c)
		rows[c.Value].Open = open[c.Value]
	}
	var roots []*facetRow
	for _, c := range counts { // in their order, the largest first
		path := class.Ancestors(scheme, c.Value)
		if len(path) == 1 {
			roots = append(roots, rows[c.Value])
			continue
		}
		for i := len(path) - 2; i >= 0; i-- {
			if up := rows[path[i]]; up != nil && (open[path[i]] || open[c.Value]) {
				up.Children = append(up.Children, rows[c.Value])
				break
			}
		}
	}
	return roots
}

// classRow is a class to choose. It takes the place of the classes above and
// below it: as alternatives these would not narrow the search, or not widen it.
func (d *pageData) classRow(scheme class.Scheme, c search.FacetCount) *facetRow {
	name := scheme.String()
	chosen := slices.Contains(d.state.q[name], c.Value)
	next := d.state.toggled(name, c.Value)
	if !chosen {
		kept := slices.DeleteFunc(slices.Clone(next.q[name]), func(v string) bool {
			return v != c.Value && (slices.Contains(class.Ancestors(scheme, c.Value), v) || slices.Contains(class.Ancestors(scheme, v), c.Value))
		})
		next = next.with(name, kept...)
	}
	return &facetRow{Value: c.Value, Text: d.valueText(name, c.Value), Count: c.Count, URL: next.url(), Chosen: chosen}
}

// foundClasses are the classes that the reader asked for by name, the largest
// first.
func (d *pageData) foundClasses(scheme class.Scheme, counts []search.FacetCount) []*facetRow {
	named := make(map[string]bool)
	for _, n := range class.Find(scheme, d.Req.Classes) {
		named[n.Code] = true
	}
	var out []*facetRow
	for _, c := range counts {
		if named[c.Value] && len(out) < foundMost {
			out = append(out, d.classRow(scheme, c))
		}
	}
	return out
}
