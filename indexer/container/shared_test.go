package container

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"chabiao/corpus"
	"chabiao/indexer/jsonrows"
)

// TestRealCatalogues reads catalogues that are not part of this project from
// packed file to rows, and counts what came.
func TestRealCatalogues(t *testing.T) {
	dir := os.Getenv("CHABIAO_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared")
	}
	names, err := filepath.Glob(filepath.Join(dir, "catalog", "*.jsonl.gz"))
	if err != nil || len(names) == 0 {
		t.Skip("no catalogues: set CHABIAO_SHARED to the folder that has them under catalog/")
	}
	if testing.Short() {
		t.Skip("reads some 200 MB")
	}
	for _, name := range names {
		c, err := Open(context.Background(), name, Options{})
		if err != nil {
			t.Fatal(err)
		}
		r, err := c.Files()[0].Open()
		if err != nil {
			t.Fatal(err)
		}
		rows := int64(0)
		for row, err := range jsonrows.Rows(r) {
			if err != nil || row.Err != nil {
				t.Fatalf("%s: row %d: %v %v", name, row.At, err, row.Err)
			}
			if rows++; row.At != rows {
				t.Fatalf("%s: row %d stands in line %d", name, rows, row.At)
			}
			if rows%1000 == 1 {
				if _, _, err := corpus.DecodeEntry(row.Raw); err != nil {
					t.Fatalf("%s: line %d: %v", name, row.At, err)
				}
			}
		}
		if c.Read() != c.Size || rows < 100 {
			t.Errorf("%s: %d rows, %d of %d bytes", name, rows, c.Read(), c.Size)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	}
}
