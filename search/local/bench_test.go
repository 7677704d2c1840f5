package local

import (
	"bufio"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"chabiao/corpus/han"
	seg "chabiao/corpus/segment"
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

// BenchmarkTyping types titles, numbers, pinyin and initials of entries of the
// catalogue, key by key, and tells how long suggestions take, by the clock and in
// processor time of their thread: the median and the 99th percentile.
func BenchmarkTyping(b *testing.B) {
	e := benchEngine(b)
	if err := e.LoadWords(b.Context()); err != nil {
		b.Fatal(err)
	}
	total, err := e.cat.Count(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	kinds := make(map[string][]string) // what is typed
	typing := func(kind, text string, most int) {
		runes := []rune(text)
		for i := 1; i <= min(len(runes), most); i++ {
			kinds[kind] = append(kinds[kind], string(runes[:i]))
		}
	}
	rng := rand.New(rand.NewPCG(1, 2))
	var rows []int64
	for range 400 {
		rows = append(rows, 1+rng.Int64N(total))
	}
	list, err := e.cat.ByRows(b.Context(), rows)
	if err != nil {
		b.Fatal(err)
	}
	for i, r := range present(list) {
		zh, en := seg.Folded(r.Entry.Titles["zh"]), r.Entry.Titles["en"]
		typing("titles_zh", zh, 12)
		typing("titles_en", en, 24)
		if i%4 == 0 {
			typing("numbers", r.Entry.Number, 20)
			run, _, _ := strings.Cut(zh, " ")
			typing("pinyin", strings.Join(han.Syllables(run), ""), 20)
			typing("initials", han.Initials(run), 8)
		}
	}
	for kind, keys := range kinds {
		b.Run(kind, func(b *testing.B) {
			var all, worked []float64
			clock := threadClock(b)
			for b.Loop() {
				for _, q := range keys {
					start, work := time.Now(), clock()
					if _, err := e.Suggest(b.Context(), q, 10, "zh"); err != nil {
						b.Fatal(err)
					}
					all = append(all, float64(time.Since(start).Nanoseconds())/1e3)
					worked = append(worked, float64((clock()-work).Nanoseconds())/1e3)
					if last := worked[len(worked)-1]; last > 2000 {
						b.Logf("%s: %.0f µs", q, last)
					}
				}
			}
			slices.Sort(all)
			slices.Sort(worked)
			b.ReportMetric(all[len(all)/2], "p50-µs")
			b.ReportMetric(all[len(all)*99/100], "p99-µs")
			b.ReportMetric(worked[len(worked)/2], "cpu-p50-µs")
			b.ReportMetric(worked[len(worked)*99/100], "cpu-p99-µs")
			b.ReportMetric(float64(len(keys)), "keys")
		})
	}
}

// BenchmarkSuggest completes what is being typed.
func BenchmarkSuggest(b *testing.B) {
	e := benchEngine(b)
	for _, q := range []string{"GB/T 1", "GB/T 190", "iso 90", "19001", "GB 4", "质量管理", "zlgltx", "s", "test me", "304室内", "pressure ves"} {
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

// BenchmarkCountWords counts the words of all titles.
func BenchmarkCountWords(b *testing.B) {
	e := benchEngine(b)
	s, err := e.open()
	if err != nil {
		b.Fatal(err)
	}
	defer s.close()
	for b.Loop() {
		if err := e.recount(b.Context(), s); err != nil {
			b.Fatal(err)
		}
	}
	base := e.table.now.Load().Base
	b.ReportMetric(float64(base.Bytes())/1e6, "MB")
	b.ReportMetric(float64(base.Len()), "completions")
}
