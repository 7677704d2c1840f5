package local

import (
	"bufio"
	"os"
	"strings"
	"testing"
)

// benchEngine opens the data directory that CHABIAO_DATA names, which no other
// process may hold.
func benchEngine(b *testing.B) *Engine {
	dir := os.Getenv("CHABIAO_DATA")
	if dir == "" {
		b.Skip("set CHABIAO_DATA to a data directory with a large catalogue")
	}
	e, _ := openDir(b, dir)
	if err := e.Warm(); err != nil {
		b.Fatal(err)
	}
	return e
}

// BenchmarkResolve resolves the numbers in the file that CHABIAO_NUMBERS names,
// one a line, in one call.
func BenchmarkResolve(b *testing.B) {
	e := benchEngine(b)
	f, err := os.Open(os.Getenv("CHABIAO_NUMBERS"))
	if err != nil {
		b.Skip("set CHABIAO_NUMBERS to a file of numbers, one a line")
	}
	defer f.Close()
	var numbers []string
	for sc := bufio.NewScanner(f); sc.Scan(); {
		numbers = append(numbers, strings.TrimSpace(sc.Text()))
	}
	for b.Loop() {
		if _, err := e.Resolve(b.Context(), numbers, "zh"); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N)/float64(len(numbers))*1e6, "µs/number")
}

// BenchmarkResolveOne resolves one number a call.
func BenchmarkResolveOne(b *testing.B) {
	e := benchEngine(b)
	for b.Loop() {
		if _, err := e.Resolve(b.Context(), []string{"gbt19001"}, "zh"); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSuggest completes what is being typed.
func BenchmarkSuggest(b *testing.B) {
	e := benchEngine(b)
	for _, q := range []string{"GB/T 1", "GB/T 190", "iso 90", "19001", "GB 4", "质量管理", "pressure ves"} {
		b.Run(strings.ReplaceAll(q, "/", "_"), func(b *testing.B) {
			for b.Loop() {
				if _, err := e.Suggest(b.Context(), q, 10, "zh"); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
