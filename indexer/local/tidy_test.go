package local_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"chabiao/corpus/catalogue"
	"chabiao/corpus/segment"
	"chabiao/indexer"
	"chabiao/indexer/local"
)

// A merge that can't write comes back with an error, leaves the index as it was,
// and can be made again.
func TestTidy(t *testing.T) {
	dir := t.TempDir()
	cat, err := catalogue.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer cat.Close()
	seg, err := segment.Default()
	if err != nil {
		t.Fatal(err)
	}
	ix, err := local.Open(dir, cat, seg)
	if err != nil {
		t.Fatal(err)
	}
	defer ix.Close()
	const updates = 8
	for i := range updates {
		path := filepath.Join(dir, "row.jsonl")
		row := fmt.Sprintf(`{"number":"GB/T %d-2020","title_zh":"管道阀门"}`+"\n", 100+i)
		if err := os.WriteFile(path, []byte(row), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := indexer.Import(t.Context(), cat, dir, []string{path}, indexer.Options{}); err != nil {
			t.Fatal(err)
		}
		if err := ix.CatchUp(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
	}
	before, err := ix.Stats()
	if err != nil || before.Segments != updates {
		t.Fatalf("%d segments after %d updates: %v", before.Segments, updates, err)
	}
	store := filepath.Join(dir, "index", before.Generation, "store")
	if err := os.Rename(store, store+".away"); err != nil {
		t.Fatal(err)
	}
	err = ix.Tidy(t.Context())
	if rerr := os.Rename(store+".away", store); rerr != nil {
		t.Fatal(rerr)
	}
	if err == nil {
		t.Error("a merge that can't write has no error")
	}
	if err := ix.Tidy(t.Context()); err != nil {
		t.Fatal(err)
	}
	after, err := ix.Stats()
	if err != nil || after.Segments >= before.Segments {
		t.Errorf("%d segments became %d: %v", before.Segments, after.Segments, err)
	}
	if v, err := ix.Verify(t.Context(), nil); err != nil || !v.OK || v.Indexed != updates {
		t.Errorf("%+v, %v", v, err)
	}
}
