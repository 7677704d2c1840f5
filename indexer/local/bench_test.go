package local_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"chabiao/corpus/catalogue"
	"chabiao/corpus/sample"
	"chabiao/corpus/segment"
	"chabiao/indexer"
	"chabiao/indexer/local"
)

// BenchmarkBuild builds an index of 50,000 synthetic entries, or of the
// catalogue file that CHABIAO_BENCH_FILE names.
func BenchmarkBuild(b *testing.B) {
	dir := b.TempDir()
	path := os.Getenv("CHABIAO_BENCH_FILE")
	if path == "" {
		var rows bytes.Buffer
		if err := sample.Generate(&rows, 50_000, 1); err != nil {
			b.Fatal(err)
		}
		path = filepath.Join(dir, "rows.jsonl")
		if err := os.WriteFile(path, rows.Bytes(), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	cat, err := catalogue.Open(dir)
	if err != nil {
		b.Fatal(err)
	}
	defer cat.Close()
	if _, err := indexer.Import(b.Context(), cat, dir, []string{path}, indexer.Options{}); err != nil {
		b.Fatal(err)
	}
	seg, err := segment.Default()
	if err != nil {
		b.Fatal(err)
	}
	ix, err := local.Open(dir, cat, seg)
	if err != nil {
		b.Fatal(err)
	}
	defer ix.Close()
	n, err := cat.Count(context.Background())
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if err := ix.Rebuild(b.Context(), nil); err != nil {
			b.Fatal(err)
		}
	}
	s, err := ix.Stats()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "entries/s")
	b.ReportMetric(float64(s.Bytes)/float64(n), "bytes/entry")
}
