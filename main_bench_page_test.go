package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"testing"
	"time"

	"chabiao/indexer"
	"chabiao/search"
	"chabiao/server"
)

// BenchmarkPages makes pages for readers and the staff, whole and in process: what
// a browser waits for before it can paint, but for the network. CHABIAO_DATA
// names the data directory, else there are as many generated entries as
// CHABIAO_ROWS says. No answer comes from the cache of a server. Beside the mean
// it reports the first and the slowest.
func BenchmarkPages(b *testing.B) {
	dir := os.Getenv("CHABIAO_DATA")
	filled := dir != ""
	if !filled {
		dir = b.TempDir()
	}
	d, err := openDataDir(b.Context(), dir, "bench", nil)
	if err != nil {
		b.Fatal(err)
	}
	defer d.close()
	if !filled {
		if _, err := importAndIndex(b.Context(), d, []string{generated(b, benchRows(b), 1)}, indexer.Options{}); err != nil {
			b.Fatal(err)
		}
	}
	if err := d.engine.Warm(); err != nil {
		b.Fatal(err)
	}
	if err := d.engine.LoadWords(b.Context()); err != nil {
		b.Fatal(err)
	}
	some, err := d.engine.Search(b.Context(), search.Request{Filters: map[string][]string{"status": {"current"}}, Size: 1})
	if err != nil || len(some.Hits) == 0 {
		b.Fatalf("no standard is in force: %v", err)
	}
	ctx, cancel := context.WithCancel(b.Context())
	im := newImporter(ctx, d, b.TempDir())
	defer im.wait()
	defer cancel()
	s, err := server.New(server.Config{Engine: d.engine, Importer: im, UploadDir: b.TempDir()})
	if err != nil {
		b.Fatal(err)
	}
	visit(s, "/?q=standard") // has tables made, as a server does when it starts
	for _, page := range []struct{ name, path string }{
		{"home", "/"},
		{"number", "/?q=GB%2FT+19001"},
		{"words", "/?q=" + url.QueryEscape("质量管理体系")},
		{"frequent", "/?q=" + url.QueryEscape("测定")},
		{"english", "/?lang=en&q=safety+requirements"},
		{"filters", "/?q=" + url.QueryEscape("技术规范") + "&status=current&year=2010..2020&sort=-published"},
		{"everything", "/?status=current"},
		{"nothing", "/?q=qqqqqqqq&status=draft&year=1990"},
		{"standard", "/standards/" + some.Hits[0].ID},
		{"browse", "/browse"},
		{"class", "/browse/ics/03.120"},
		{"bodies", "/browse/body"},
		{"month", "/calendar/2016-12"},
		{"year", "/calendar/2016"},
		{"list", "/list"},
		{"imports", "/imports"},
	} {
		b.Run(page.name, func(b *testing.B) {
			var first, worst time.Duration
			status, bytes := 0, 0
			for b.Loop() {
				start := time.Now()
				status, bytes = visit(s, page.path)
				took := time.Since(start)
				if first == 0 {
					first = took
				}
				worst = max(worst, took)
			}
			if status != http.StatusOK {
				b.Fatalf("%s: %d", page.path, status)
			}
			b.ReportMetric(float64(first.Microseconds())/1000, "first-ms")
			b.ReportMetric(float64(worst.Microseconds())/1000, "worst-ms")
			b.ReportMetric(float64(bytes), "bytes")
		})
	}
}

// visit asks for a page as a browser does and follows where it leads.
func visit(s http.Handler, path string) (status, bytes int) {
	for range 3 {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.Header.Set("Accept", "text/html")
		r.Header.Set("Accept-Language", "zh-CN")
		r.Host, r.RemoteAddr = "127.0.0.1:8080", "127.0.0.1:50000"
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if path = w.Header().Get("Location"); path == "" {
			return w.Code, w.Body.Len()
		}
	}
	return http.StatusLoopDetected, 0
}
