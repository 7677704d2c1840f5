package peer

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"chabiao/corpus"
	"chabiao/indexer/schema"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/custom"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/keyword"
	"github.com/blevesearch/bleve/v2/analysis/tokenizer/whitespace"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search/query"
)

const (
	bleveFolder = "index"
	blanks      = "blanks" // the analyzer that cuts at blanks
	textField   = "text"   // every word of an entry
	topSuffix   = "_top"   // of the fields with the top classes
	facetSize   = 50       // values a facet, as ours shows
	yearSize    = 200      // of years all
)

// bleveValues are the fields with values, apart from the number's keys.
var bleveValues = []string{schema.FieldStatus, schema.FieldLevel, schema.FieldBody, schema.FieldCountry, schema.FieldICS, schema.FieldCCS,
	schema.FieldICS + topSuffix, schema.FieldCCS + topSuffix, schema.FieldYear, schema.FieldSource, schema.FieldFlag}

// bleveMapping is what somebody would write who knows bleve: one field for all
// words, which is quicker to search than a field each; nothing stored; doc
// values only where facets or the order need them; the default scoring.
func bleveMapping() (mapping.IndexMapping, error) {
	m := bleve.NewIndexMapping()
	if err := m.AddCustomAnalyzer(blanks, map[string]any{"type": custom.Name, "tokenizer": whitespace.Name}); err != nil {
		return nil, err
	}
	doc := bleve.NewDocumentStaticMapping()
	field := func(name, analyzer string, docValues bool) {
		f := bleve.NewTextFieldMapping()
		f.Analyzer, f.Store, f.IncludeInAll, f.IncludeTermVectors, f.DocValues = analyzer, false, false, false, docValues
		doc.AddFieldMappingsAt(name, f)
	}
	field(textField, blanks, false)
	field(schema.FieldNumber, keyword.Name, false)
	field(schema.FieldSort, keyword.Name, true)
	for _, name := range bleveValues {
		field(name, keyword.Name, true)
	}
	m.DefaultMapping = doc
	return m, nil
}

// buildBleve makes the index with bleve's builder: one segment.
func buildBleve(ctx context.Context, dir string, src Source, progress func(int64)) error {
	if src.Entries == 0 {
		return corpus.Errorf(corpus.InvalidArgument, "the catalogue is empty").WithHint("import a file first")
	}
	m, err := bleveMapping()
	if err != nil {
		return err
	}
	b, err := bleve.NewBuilder(filepath.Join(dir, bleveFolder), m, map[string]any{"buildPathPrefix": dir})
	if err != nil {
		return err
	}
	// A builder that is not closed leaves only files, in dir; closed without a
	// document it panics.
	if err := each(ctx, src, progress, func(_ int64, d *document) error { return b.Index(d.id, bleveDocument(d)) }); err != nil {
		return err
	}
	return b.Close()
}

func bleveDocument(d *document) map[string]any {
	var words []string
	for _, name := range schema.TextFields {
		words = append(words, d.of(name)...)
	}
	out := map[string]any{textField: strings.Join(words, " "), schema.FieldNumber: d.values(schema.FieldNumber), schema.FieldSort: d.one(schema.FieldSort)}
	for _, name := range bleveValues {
		if base, ok := strings.CutSuffix(name, topSuffix); ok {
			out[name] = d.tops(base)
		} else {
			out[name] = d.values(name)
		}
	}
	return out
}

// blevePeer searches with bleve.Search.
type blevePeer struct {
	index bleve.Index
	built Built
}

func openBleve(path string, built Built) (Peer, error) {
	ix, err := bleve.OpenUsing(filepath.Join(path, bleveFolder), map[string]any{"read_only": true})
	if err != nil {
		return nil, err
	}
	return &blevePeer{ix, built}, nil
}

// Name implements Peer.
func (p *blevePeer) Name() string { return Bleve }

// Built implements Peer.
func (p *blevePeer) Built() Built { return p.built }

// Close implements Peer.
func (p *blevePeer) Close() error { return p.index.Close() }

// Ask implements Peer.
func (p *blevePeer) Ask(ctx context.Context, q *Question, counts bool) (*Answer, error) {
	req := bleve.NewSearchRequestOptions(bleveQuery(q), q.Size, q.Offset, false)
	if q.Begins != "" {
		req.SortBy([]string{schema.FieldSort})
	}
	if counts {
		for _, f := range facets {
			name, size := f.field, facetSize
			if f.top {
				name += topSuffix
			}
			if f.field == schema.FieldYear {
				size = yearSize
			}
			req.AddFacet(f.field, bleve.NewFacetRequest(name, size))
		}
	}
	res, err := p.index.SearchInContext(ctx, req)
	if err != nil {
		return nil, err
	}
	a := &Answer{Total: int64(res.Total)}
	for _, h := range res.Hits {
		row, err := schema.ParseDocID(h.ID)
		if err != nil {
			return nil, fmt.Errorf("a document called %q: %w", h.ID, err)
		}
		a.Rows = append(a.Rows, row)
	}
	if counts {
		a.Facets = make(map[string]map[string]int64)
		for name, f := range res.Facets {
			a.Facets[name] = make(map[string]int64)
			for _, t := range f.Terms.Terms() {
				a.Facets[name][t.Term] = int64(t.Count)
			}
		}
	}
	return a, nil
}

// bleveQuery writes a question in bleve's queries.
func bleveQuery(q *Question) query.Query {
	var base query.Query
	switch {
	case len(q.Keys) > 0:
		any := bleve.NewDisjunctionQuery()
		for i, level := range q.Keys {
			for _, key := range level {
				t := term(schema.FieldNumber, key)
				t.SetBoost(float64(int64(1) << (4 * (len(q.Keys) - i)))) // better levels stand before all below
				any.AddQuery(t)
			}
		}
		base = any
	case q.Begins != "":
		p := bleve.NewPrefixQuery(q.Begins)
		p.SetField(schema.FieldNumber)
		base = p
	case len(q.Words) == 1:
		base = bleveWord(q.Words[0])
	case len(q.Words) > 1 && q.atleast() == len(q.Words):
		all := bleve.NewConjunctionQuery()
		for _, w := range q.Words {
			all.AddQuery(bleveWord(w))
		}
		base = all
	case len(q.Words) > 1:
		some := bleve.NewDisjunctionQuery()
		for _, w := range q.Words {
			some.AddQuery(bleveWord(w))
		}
		some.SetMin(float64(q.atleast()))
		base = some
	}
	filter := bleveFilter(q.Filters)
	switch {
	case base == nil && filter == nil:
		return bleve.NewMatchAllQuery()
	case base == nil:
		return filter
	case filter == nil:
		return base
	}
	both := bleve.NewBooleanQuery()
	both.AddMust(base)
	both.AddFilter(filter)
	return both
}

func bleveWord(w Word) query.Query {
	var ways []query.Query
	for _, terms := range w.Ways {
		var all []query.Query
		for _, t := range terms {
			if w.Start {
				p := bleve.NewPrefixQuery(t)
				p.SetField(textField)
				all = append(all, p)
			} else {
				all = append(all, term(textField, t))
			}
		}
		ways = append(ways, oneOr(all, func() query.Query { return bleve.NewConjunctionQuery(all...) }))
	}
	return oneOr(ways, func() query.Query { return bleve.NewDisjunctionQuery(ways...) })
}

func oneOr(list []query.Query, more func() query.Query) query.Query {
	if len(list) == 1 {
		return list[0]
	}
	return more()
}

// bleveFilter is nil where there are no filters.
func bleveFilter(filters map[string][]string) query.Query {
	var all []query.Query
	for _, field := range bleveValues {
		var any []query.Query
		for _, v := range filters[field] {
			any = append(any, term(field, v))
		}
		if len(any) > 0 {
			all = append(all, oneOr(any, func() query.Query { return bleve.NewDisjunctionQuery(any...) }))
		}
	}
	if len(all) == 0 {
		return nil
	}
	return oneOr(all, func() query.Query { return bleve.NewConjunctionQuery(all...) })
}

func term(field, value string) *query.TermQuery {
	t := bleve.NewTermQuery(value)
	t.SetField(field)
	return t
}
