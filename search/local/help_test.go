package local

import (
	"testing"

	"chabiao/corpus/catalogue"
	"chabiao/corpus/segment"
	"chabiao/corpus/vocab"
	"chabiao/indexer"
	index "chabiao/indexer/local"
)

// openDir opens an engine on a data directory, after importing files into it.
func openDir(t testing.TB, dir string, paths ...string) (*Engine, *catalogue.Catalogue) {
	t.Helper()
	e, cat, _ := OpenDir(t, dir, paths...)
	return e, cat
}

// OpenDir is openDir with the index, also for tests from outside the package.
func OpenDir(t testing.TB, dir string, paths ...string) (*Engine, *catalogue.Catalogue, *index.Index) {
	t.Helper()
	must := func(err error) {
		if err != nil {
			t.Helper()
			t.Fatal(err)
		}
	}
	cat, err := catalogue.Open(dir)
	must(err)
	t.Cleanup(func() { cat.Close() })
	seg, err := segment.Default()
	must(err)
	words, err := vocab.Load()
	must(err)
	ix, err := index.Open(dir, cat, seg)
	must(err)
	t.Cleanup(func() { ix.Close() })
	if len(paths) > 0 {
		_, err := indexer.Import(t.Context(), cat, dir, paths, indexer.Options{})
		must(err)
		must(ix.CatchUp(t.Context(), nil))
	}
	e := New(cat, ix, seg, words)
	t.Cleanup(e.Close)
	return e, cat, ix
}
