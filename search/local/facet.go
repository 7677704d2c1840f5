package local

import (
	"cmp"
	"context"
	"html"
	"slices"

	"chabiao/corpus"
	"chabiao/corpus/class"
	"chabiao/corpus/number"
	seg "chabiao/corpus/segment"
	"chabiao/indexer/schema"
	"chabiao/search"

	"github.com/RoaringBitmap/roaring/v2"
)

func markHTML(text string, spans []seg.Span, limit int) string {
	return seg.Mark(text, spans, "<mark>", "</mark>", html.EscapeString, limit)
}

// facetField names the index field of each facet.
var facetField = map[string]string{
	"status": schema.FieldStatus, "level": schema.FieldLevel, "body": schema.FieldBody, "country": schema.FieldCountry,
	"ics": schema.FieldICS, "ccs": schema.FieldCCS, "year": schema.FieldYear, "source": schema.FieldSource,
}

// factOf names the fact of each facet.
var factOf = map[string]int{"status": factStatus, "level": factLevel, "body": factBody, "country": factCountry,
	"ics": factICS, "ccs": factCCS, "year": factYear, "source": factSource}

// facets counts the values of the facets asked for, exactly. A facet's own
// filter does not narrow its own counts, so that further values can be chosen.
func (p *prepared) facets(readers []*reader, req search.Request) map[string][]search.FacetCount {
	var out sums
	var deep [nFacts]bool
	var shared []int // counted over the same documents: all that match
	var own []string
	for _, name := range req.Facets {
		fact := factOf[name]
		if out[fact] != nil {
			continue // asked for twice
		}
		out[fact] = make(map[string]int64)
		// The classes around and below those chosen are shown, and those asked
		// for by name.
		deep[fact] = len(req.Filters[name]) > 0 || req.Classes != ""
		if len(req.Filters[name]) > 0 {
			own = append(own, name)
		} else {
			shared = append(shared, fact)
		}
	}
	for _, r := range readers {
		r.countValues(p.match[r], shared, deep, &out)
		for _, name := range own {
			r.countValues(p.without(r, name), []int{factOf[name]}, deep, &out)
		}
	}
	lists := make(map[string][]search.FacetCount, len(req.Facets))
	for _, name := range req.Facets {
		lists[name] = facetList(name, out[factOf[name]], req)
	}
	return lists
}

// without are the documents that pass every filter but that of one facet.
func (p *prepared) without(r *reader, name string) *roaring.Bitmap {
	if !slices.ContainsFunc(p.narrow.filters, func(f filter) bool { return f.name == name }) {
		return p.match[r]
	}
	docs := p.base[r]
	for i, f := range p.narrow.filters {
		if f.name != name {
			docs = roaring.And(docs, p.narrow.picked[r][i])
		}
	}
	return docs
}

// facetList orders and names the values. Of a classification it shows the top
// classes, the classes beside and below each one chosen as a filter, all the way
// down to it, and those that req.Classes names.
func facetList(name string, counts map[string]int64, req search.Request) []search.FacetCount {
	out := []search.FacetCount{}
	shown := func(string) bool { return true }
	if scheme, ok := class.ParseScheme(name); ok {
		shown = shownClasses(scheme, req.Filters[name], req.Classes)
	}
	for value, n := range counts {
		if shown(value) {
			out = append(out, search.FacetCount{Value: value, Label: facetLabel(name, value, req.Lang), Count: n})
		}
	}
	slices.SortFunc(out, func(a, b search.FacetCount) int {
		if name == "year" {
			return cmp.Compare(b.Value, a.Value)
		}
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
	})
	if name != "year" && len(out) > req.FacetSize {
		out = out[:req.FacetSize]
	}
	return out
}

// shownClasses tells which classes a facet lists.
func shownClasses(scheme class.Scheme, chosen []string, text string) func(code string) bool {
	open := make(map[string]bool) // classes whose children are listed
	for _, c := range chosen {
		for _, up := range class.Ancestors(scheme, c) {
			open[up] = true
		}
	}
	named := make(map[string]bool)
	for _, n := range class.Find(scheme, text) {
		named[n.Code] = true
	}
	return func(code string) bool {
		path := class.Ancestors(scheme, code)
		switch len(path) {
		case 0:
			return false
		case 1:
			return true
		}
		return open[path[len(path)-2]] || open[code] || named[code]
	}
}

func facetLabel(name, value, lang string) string {
	switch name {
	case "status":
		s, _ := corpus.ParseStatus(value)
		return s.Label(lang)
	case "level":
		return number.Level(value).Label(lang)
	case "ics", "ccs":
		scheme, _ := class.ParseScheme(name)
		if label := class.Label(scheme, value, lang); label != "" {
			return label
		}
	}
	return value
}

// Tree implements search.Engine.
func (e *Engine) Tree(ctx context.Context, scheme, lang string) ([]*search.TreeNode, error) {
	sch, ok := class.ParseScheme(scheme)
	if !ok {
		return nil, corpus.Errorf(corpus.NotFound, "no classification %q", scheme).WithHint("there are ics and ccs")
	}
	s, err := e.open()
	if err != nil {
		return nil, err
	}
	defer s.close()
	fact := factOf[scheme]
	counts := make(map[string]int64)
	var out sums
	var deep [nFacts]bool
	out[fact], deep[fact] = counts, true
	for _, r := range s.readers {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		r.countValues(r.all(), []int{fact}, deep, &out)
	}
	nodes := make(map[string]*search.TreeNode, len(counts))
	codes := make([]string, 0, len(counts))
	for code, n := range counts {
		nodes[code] = &search.TreeNode{Code: code, Label: class.Label(sch, code, lang), Count: n}
		codes = append(codes, code)
	}
	slices.Sort(codes)
	roots := []*search.TreeNode{}
	for _, code := range codes {
		path := class.Ancestors(sch, code)
		if len(path) > 1 && nodes[path[len(path)-2]] != nil {
			parent := nodes[path[len(path)-2]]
			parent.Children = append(parent.Children, nodes[code])
			continue
		}
		roots = append(roots, nodes[code])
	}
	return roots, nil
}
