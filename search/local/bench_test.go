package local

import (
	"bufio"
	"os"
	"strings"
	"testing"

	"chabiao/search"
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

// BenchmarkLarge searches with ten records, with and without all the facets.
func BenchmarkLarge(b *testing.B) {
	e := benchEngine(b)
	for _, q := range []string{"GB/T 19001", "技术规范", "食品安全国家标准", "safety requirements", "质量管理体系", "电动汽车 充电 安全要求", "general requirements for test methods", ""} {
		for _, facets := range []string{"", "all"} {
			b.Run(strings.ReplaceAll(q, "/", "_")+"|"+facets, func(b *testing.B) {
				req := search.Request{Query: q}
				if facets != "" {
					req.Facets = []string{facets}
				}
				total := int64(0)
				for b.Loop() {
					resp, err := e.Search(b.Context(), req)
					if err != nil {
						b.Fatal(err)
					}
					total = resp.Total
				}
				b.ReportMetric(float64(total), "hits")
			})
		}
	}
}
