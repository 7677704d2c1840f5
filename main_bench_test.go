package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"chabiao/corpus/sample"
	"chabiao/indexer"
	"chabiao/search"
)

// benchRows is how many rows the benchmarks of imports use: CHABIAO_ROWS, or
// 50,000.
func benchRows(b *testing.B) int {
	n, err := strconv.Atoi(os.Getenv("CHABIAO_ROWS"))
	if err != nil {
		n = 50_000
	}
	return n
}

func generated(b *testing.B, n int, seed uint64) string {
	path := filepath.Join(b.TempDir(), fmt.Sprintf("rows-%d.jsonl", seed))
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	if err := sample.Generate(f, n, seed); err != nil {
		b.Fatal(err)
	}
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
	return path
}

// BenchmarkSearchWhileImporting searches a catalogue, first idle, then while as
// many rows again come in, and reports both latencies. It runs once.
func BenchmarkSearchWhileImporting(b *testing.B) {
	n := benchRows(b)
	d, err := openDataDir(b.Context(), b.TempDir(), "bench", nil)
	if err != nil {
		b.Fatal(err)
	}
	defer d.close()
	first, second := generated(b, n, 1), generated(b, n, 2)
	if _, err := importAndIndex(b.Context(), d, []string{first}, indexer.Options{}); err != nil {
		b.Fatal(err)
	}
	queries := []search.Request{
		{Query: "GB/T 19001"}, {Query: "gbt1234-2005"}, {Query: "质量管理体系"}, {Query: "压力容器 焊接"}, {Query: "safety requirements"}, {Query: "电动汽车 充电 安全要求"},
		{Query: "技术规范", Facets: []string{"all"}}, {Query: "测定", Filters: map[string][]string{"status": {"current"}}, Facets: []string{"all"}}, {Facets: []string{"all"}},
	}
	measure := func(stop <-chan struct{}) []time.Duration {
		var out []time.Duration
		for i := 0; ; i++ {
			select {
			case <-stop:
				slices.Sort(out)
				return out
			default:
			}
			start := time.Now()
			if _, err := d.engine.Search(b.Context(), queries[i%len(queries)]); err != nil {
				b.Error(err)
				return out
			}
			out = append(out, time.Since(start))
			time.Sleep(5 * time.Millisecond) // a load, not a flood
		}
	}
	for range b.N {
		idle := make(chan struct{})
		time.AfterFunc(10*time.Second, func() { close(idle) })
		before := measure(idle)

		done := make(chan struct{})
		var during []time.Duration
		var wg sync.WaitGroup
		wg.Go(func() { during = measure(done) })
		start := time.Now()
		if _, err := importAndIndex(b.Context(), d, []string{second}, indexer.Options{}); err != nil {
			b.Fatal(err)
		}
		seconds := time.Since(start).Seconds()
		close(done)
		wg.Wait()
		at := func(list []time.Duration, p float64) float64 {
			return float64(list[int(float64(len(list)-1)*p)].Microseconds()) / 1000
		}
		b.ReportMetric(at(before, .5), "idle-p50-ms")
		b.ReportMetric(at(before, .99), "idle-p99-ms")
		b.ReportMetric(at(during, .5), "importing-p50-ms")
		b.ReportMetric(at(during, .99), "importing-p99-ms")
		b.ReportMetric(float64(n)/seconds, "rows/s")
	}
}
