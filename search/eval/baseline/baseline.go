// Package baseline holds what chabiao is measured against: bleve as it comes,
// with an analyzer for Chinese and its default scoring, the way most programs
// use it. It is for measuring only; nothing that answers readers uses it.
package baseline

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"chabiao/corpus"
	"chabiao/corpus/number"
	"chabiao/search/eval"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/lang/cjk"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search/query"
)

// Kinds are the baselines: bleve's own analyzer for Chinese, Japanese and
// Korean (pairs of characters), and gse's words.
var Kinds = []string{"bleve-cjk", "bleve-gse"}

var analyzers = map[string]string{"bleve-cjk": cjk.AnalyzerName, "bleve-gse": gseAnalyzer}

// Index is a baseline over one catalogue.
type Index struct {
	kind  string
	bleve bleve.Index
}

var _ eval.Searcher = (*Index)(nil)

// textFields are searched alike; level is only filtered by.
var textFields = []string{"number", "title_zh", "title_en", "keywords", "abstract"}

const levelField = "level"

// format changes when indexes built before no longer serve.
const format = 1

// madeOf is written into an index's directory: what it was built from.
type madeOf struct {
	Format    int            `json:"format"`
	Catalogue eval.Catalogue `json:"catalogue"`
}

const madeOfFile = "made_of.json"

// Open opens the baseline in a folder of dir, building it if it is not there
// or was built from other numbers. Titles that changed under the same numbers
// do not show: remove the folder then.
func Open(ctx context.Context, kind, dir string, id eval.Catalogue, entries eval.Entries, progress func(done int64)) (_ *Index, err error) {
	defer corpus.Wrap(&err, "open the baseline %s", kind)
	if analyzers[kind] == "" {
		return nil, corpus.Errorf(corpus.InvalidArgument, "no baseline is called %q", kind).WithHint("there are %s", strings.Join(Kinds, ", "))
	}
	path := filepath.Join(dir, kind)
	want := madeOf{format, id}
	if readMadeOf(path) != want {
		if err := build(ctx, kind, path, want, entries, progress); err != nil {
			return nil, err
		}
	}
	ix, err := bleve.OpenUsing(path, map[string]any{"read_only": true})
	if err != nil {
		return nil, err
	}
	return &Index{kind, ix}, nil
}

func readMadeOf(path string) (m madeOf) {
	b, err := os.ReadFile(filepath.Join(path, madeOfFile))
	if err != nil || json.Unmarshal(b, &m) != nil {
		return madeOf{}
	}
	return m
}

// build makes the index beside its place and moves it there when it is whole.
func build(ctx context.Context, kind, path string, of madeOf, entries eval.Entries, progress func(int64)) (err error) {
	if of.Catalogue.Entries == 0 {
		return corpus.Errorf(corpus.InvalidArgument, "the catalogue is empty").WithHint("import a file first")
	}
	fresh := path + ".new"
	if err := errors.Join(os.RemoveAll(fresh), os.MkdirAll(filepath.Dir(path), 0o755)); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(fresh))
		}
	}()
	b, err := bleve.NewBuilder(fresh, newMapping(analyzers[kind]), map[string]any{"buildPathPrefix": filepath.Dir(path)})
	if err != nil {
		return err
	}
	if err := errors.Join(fill(ctx, b, entries, progress), b.Close()); err != nil {
		return err
	}
	note, err := json.Marshal(of)
	if err != nil {
		return err
	}
	return errors.Join(os.WriteFile(filepath.Join(fresh, madeOfFile), note, 0o644), os.RemoveAll(path), os.Rename(fresh, path))
}

func fill(ctx context.Context, b bleve.Builder, entries eval.Entries, progress func(int64)) error {
	var done int64
	for e, err := range entries(ctx) {
		if err != nil {
			return err
		}
		if err := b.Index(e.Number, document(e)); err != nil {
			return fmt.Errorf("%s: %w", e.Number, err)
		}
		if done++; progress != nil && done%1000 == 0 {
			progress(done)
		}
	}
	return ctx.Err()
}

func newMapping(analyzer string) mapping.IndexMapping {
	m := bleve.NewIndexMapping()
	doc := bleve.NewDocumentStaticMapping()
	for _, name := range textFields {
		f := bleve.NewTextFieldMapping()
		f.Analyzer, f.Store, f.IncludeInAll, f.IncludeTermVectors, f.DocValues = analyzer, false, false, false, false
		doc.AddFieldMappingsAt(name, f)
	}
	level := bleve.NewKeywordFieldMapping()
	level.Store, level.IncludeInAll = false, false
	doc.AddFieldMappingsAt(levelField, level)
	m.DefaultMapping = doc
	return m
}

func document(e *corpus.Entry) map[string]any {
	doc := map[string]any{"number": e.Number, "title_zh": e.Titles["zh"], "title_en": e.Titles["en"], "keywords": strings.Join(e.Keywords, " ")}
	var abstracts []string
	for _, lang := range []string{"", "zh", "en"} {
		if a := e.Abstracts[lang]; a != "" {
			abstracts = append(abstracts, a)
		}
	}
	doc["abstract"] = strings.Join(abstracts, "\n")
	if n, err := number.Parse(e.Number); err == nil {
		doc[levelField] = string(n.Level())
	}
	return doc
}

// Close closes the index.
func (ix *Index) Close() error { return ix.bleve.Close() }

// Name implements eval.Searcher.
func (ix *Index) Name() string { return ix.kind }

// Search implements eval.Searcher: a match query on every field, any of whose
// words will do, as bleve does by default.
func (ix *Index) Search(ctx context.Context, text string, filters map[string][]string, size int) ([]eval.Line, error) {
	q := match(text)
	if len(filters) > 0 {
		b := bleve.NewBooleanQuery()
		b.AddMust(q)
		f, err := filter(filters)
		if err != nil {
			return nil, err
		}
		b.AddFilter(f)
		q = b
	}
	res, err := ix.bleve.SearchInContext(ctx, bleve.NewSearchRequestOptions(q, size, 0, false))
	if err != nil {
		return nil, err
	}
	out := make([]eval.Line, len(res.Hits))
	for i, h := range res.Hits {
		out[i] = eval.Line{Number: h.ID}
	}
	return out, nil
}

func match(text string) query.Query {
	any := bleve.NewDisjunctionQuery()
	for _, name := range textFields {
		m := bleve.NewMatchQuery(text)
		m.SetField(name)
		any.AddQuery(m)
	}
	return any
}

// filter knows levels, the one filter that queries carry.
func filter(filters map[string][]string) (query.Query, error) {
	any := bleve.NewDisjunctionQuery()
	for name, values := range filters {
		if name != levelField {
			return nil, corpus.Errorf(corpus.InvalidArgument, "baselines have no filter %q", name)
		}
		for _, v := range values {
			t := bleve.NewTermQuery(v)
			t.SetField(levelField)
			any.AddQuery(t)
		}
	}
	return any, nil
}

// Reaches implements eval.Searcher, exactly: does the query match the one
// document?
func (ix *Index) Reaches(ctx context.Context, text string, t *eval.Target) (eval.Reach, error) {
	req := bleve.NewSearchRequestOptions(bleve.NewConjunctionQuery(match(text), bleve.NewDocIDQuery([]string{t.Number})), 1, 0, false)
	res, err := ix.bleve.SearchInContext(ctx, req)
	if err != nil {
		return eval.Missed, err
	}
	if res.Total > 0 {
		return eval.Reached, nil
	}
	return eval.Missed, nil
}
