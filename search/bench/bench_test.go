package bench

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"chabiao/corpus"
	"chabiao/corpus/catalogue"
	"chabiao/corpus/sample"
	"chabiao/corpus/segment"
	"chabiao/corpus/vocab"
	"chabiao/indexer"
	index "chabiao/indexer/local"
	"chabiao/search"
	"chabiao/search/local"
	"chabiao/search/query"

	"github.com/google/go-cmp/cmp"
)

// adoptions are those that entries state: peers don't follow them, and their
// totals could not be compared.
var adoptions = regexp.MustCompile(`,\s*"adopts":\s*\[[^\]]*\]`)

// options are for a short run on the embedded sample.
func options(t *testing.T) Options {
	t.Helper()
	must := func(err error) {
		if err != nil {
			t.Helper()
			t.Fatal(err)
		}
	}
	dir := t.TempDir()
	cat, err := catalogue.Open(dir)
	must(err)
	t.Cleanup(func() { cat.Close() })
	seg, err := segment.Default()
	must(err)
	ix, err := index.Open(dir, cat, seg)
	must(err)
	t.Cleanup(func() { ix.Close() })
	path := filepath.Join(dir, "rows.jsonl")
	must(os.WriteFile(path, adoptions.ReplaceAll(sample.Entries(), nil), 0o644))
	_, err = indexer.Import(t.Context(), cat, dir, []string{path}, indexer.Options{})
	must(err)
	must(ix.CatchUp(t.Context(), nil))
	words, err := vocab.Load()
	must(err)
	e := local.New(cat, ix, seg, words)
	t.Cleanup(e.Close)
	return Options{Engine: e, Catalogue: cat, Parser: &query.Parser{Segmenter: seg, Vocab: words}, Queries: 5, Runs: 2, Each: time.Minute, Seed: 1}
}

// serve answers like the API, as far as asking goes, and notes the requests.
func serve(t *testing.T, e search.Engine) (url string, seen *[]*http.Request) {
	t.Helper()
	var list []*http.Request
	var mu sync.Mutex
	note := func(r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		list = append(list, r)
	}
	answer := func(v any, err error) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if err != nil {
				http.Error(w, err.Error(), http.StatusBadRequest)
				return
			}
			json.NewEncoder(w).Encode(v)
		}
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/v1/search", func(w http.ResponseWriter, r *http.Request) {
		note(r)
		q := r.URL.Query()
		req := search.Request{Query: q.Get("q"), Facets: q["facets"], Filters: make(map[string][]string)}
		for name, values := range q {
			if slices.Contains(search.Filters, name) {
				req.Filters[name] = values
			}
		}
		if p := q.Get("page"); p != "" {
			if err := json.Unmarshal([]byte(p), &req.Page); err != nil {
				t.Error(err)
			}
		}
		answer(e.Search(r.Context(), req))(w, r)
	})
	mux.HandleFunc("GET /api/v1/suggest", func(w http.ResponseWriter, r *http.Request) {
		note(r)
		answer(e.Suggest(r.Context(), r.URL.Query().Get("q"), 10, "zh"))(w, r)
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s.URL, &list
}

func TestRun(t *testing.T) {
	opt := options(t)
	var seen *[]*http.Request
	opt.URL, seen = serve(t, opt.Engine)
	opt.Header = http.Header{"Cache-Control": {"no-cache"}}
	opt.Queries = 3
	adjusted := 0
	opt.Adjust = func(*search.Request) { adjusted++ }
	rep, err := Run(t.Context(), opt)
	if err != nil {
		t.Fatal(err)
	}
	if len(rep.Empty) > 0 {
		t.Errorf("no queries of %v", rep.Empty)
	}
	if rep.Machine.Entries < 100 || rep.Machine.Cores < 1 || rep.Machine.CPU == "" {
		t.Errorf("machine: %+v", rep.Machine)
	}
	want := make(map[string]int) // rows by class: each engine, with facets and without
	for _, c := range classes {
		want[c.name] = 4
		if c.suggest {
			want[c.name] = 2
		}
	}
	got := make(map[string]int)
	for _, l := range rep.Latencies {
		got[l.Class]++
		if l.Samples != l.Queries*opt.Runs || l.Queries == 0 || l.P50 <= 0 || l.P50 > l.P95 || l.P95 > l.P99 {
			t.Errorf("row %+v", l)
		}
		if suggest := l.Class == "prefix" || l.Class == "suggest"; (l.Hits == nil) != suggest {
			t.Errorf("%s: hits %v", l.Class, l.Hits)
		}
		if l.Engine == OverHTTP && l.Hits != nil && (l.Compared == 0 || l.Agree != l.Compared) {
			t.Errorf("%s over HTTP: %d of %d totals agree", l.Class, l.Agree, l.Compared)
		}
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if adjusted == 0 {
		t.Error("requests in process were not adjusted")
	}
	if len(*seen) == 0 {
		t.Fatal("the server was not asked")
	}
	for _, r := range *seen {
		if r.Header.Get("Cache-Control") != "no-cache" {
			t.Errorf("%s without the header", r.URL)
		}
	}
}

// The rows of JSON have the keys that docs/performance.md names.
func TestKeys(t *testing.T) {
	opt := options(t)
	opt.Classes, opt.Load = []string{"four", "rare"}, 20*time.Millisecond
	rep, err := Run(t.Context(), opt)
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(rep.Rows())
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]any
	if err := json.Unmarshal(b, &rows); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"machine": "table cpu cores go gogc entries queries runs seconds seed date",
		"latency": "table engine class what facets queries samples hits p50_ms p95_ms p99_ms agree compared",
		"load":    "table engine workers seconds requests requests_per_second p50_ms p95_ms p99_ms",
	}
	seen := make(map[any]bool)
	for _, r := range rows {
		seen[r["table"]] = true
		for key := range strings.FieldsSeq(want[r["table"].(string)]) {
			if _, ok := r[key]; !ok {
				t.Errorf("%v has no %s", r, key)
			}
		}
		if r["class"] == "four" && r["any_word"] == nil {
			t.Errorf("%v does not tell how many entries have any of the words", r)
		}
	}
	if len(seen) != len(want) {
		t.Errorf("tables %v", seen)
	}
	if !bytes.Contains(b, []byte(`"workers":`)) || rep.Loads[0].Requests == 0 {
		t.Errorf("load: %+v", rep.Loads)
	}
}

// drawAll draws the queries of all classes.
func drawAll(t *testing.T, opt *Options) map[string][]*Query {
	t.Helper()
	opt.Progress = func(string, int64, int64) {}
	s, err := walk(t.Context(), opt)
	if err != nil {
		t.Fatal(err)
	}
	out := make(map[string][]*Query)
	for _, c := range classes {
		if out[c.name], err = c.prepare(t.Context(), s, opt); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func TestDraws(t *testing.T) {
	opt := options(t)
	first := drawAll(t, &opt)
	if d := cmp.Diff(first, drawAll(t, &opt)); d != "" {
		t.Errorf("another draw by the same seed: %s", d)
	}
	opt.Seed = 2
	if other := drawAll(t, &opt); cmp.Equal(first["number"], other["number"]) {
		t.Error("another seed draws the same numbers")
	}
	for name, queries := range first {
		for _, q := range queries {
			text := q.Request.Query
			switch plan := opt.Parser.Parse(text); name {
			case "number":
				if plan.Number == nil || plan.Number.Year() == 0 || q.Hits < 1 {
					t.Errorf("%s: %q", name, text)
				}
			case "undated", "prefix":
				if plan.Number == nil || plan.Number.Year() != 0 {
					t.Errorf("%s: %q", name, text)
				}
			case "rare":
				if q.Hits > 2*rareTo {
					t.Errorf("%q is not rare: %d hits", text, q.Hits)
				}
			case "most":
				if q.Atleast < 2 || q.Atleast > 3 || q.AnyWord < q.Hits/2 {
					t.Errorf("%q: at least %d of its words in %d hits, any in %d", text, q.Atleast, q.Hits, q.AnyWord)
				}
			case "all":
				if text != "" || len(q.Request.Filters) > 0 || len(queries) != 1 {
					t.Errorf("all: %v", q)
				}
			case "filter", "filtered":
				if len(q.Request.Filters) == 0 || (text == "") != (name == "filter") {
					t.Errorf("%s: %v", name, q)
				}
			case "deep":
				if q.Request.Page < 2 {
					t.Errorf("deep: %v", q)
				}
			}
		}
	}
}

func TestChosen(t *testing.T) {
	if list, err := chosen(nil); err != nil || len(list) != len(classes) {
		t.Errorf("%d classes, %v", len(list), err)
	}
	if _, err := chosen([]string{"rare", "none"}); corpus.KindOf(err) != corpus.InvalidArgument || !strings.Contains(err.Error(), "undated") {
		t.Errorf("no such class: %v", err)
	}
	sum := 0
	for _, c := range classes {
		sum += c.share
	}
	if sum != 100 {
		t.Errorf("the shares of the mixed load add up to %d", sum)
	}
}

func TestEmptyCatalogue(t *testing.T) {
	cat, err := catalogue.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer cat.Close()
	if _, err := Run(t.Context(), Options{Catalogue: cat, Queries: 1, Runs: 1}); corpus.KindOf(err) != corpus.InvalidArgument {
		t.Errorf("an empty catalogue: %v", err)
	}
}

func TestPercentiles(t *testing.T) {
	var m millis
	for i := 100; i > 0; i-- {
		m.add(time.Duration(i) * time.Millisecond)
	}
	if d := cmp.Diff(Times{50, 95, 99}, m.times()); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(Times{2, 2, 2}, millis{2}.times()); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(Times{}, millis{}.times()); d != "" {
		t.Error(d)
	}
}

func TestTotalIn(t *testing.T) {
	for _, c := range []struct {
		body string
		want int64
	}{
		{`{"query":"a","took_ms":1.5,"total":1234,"total_relation":"eq"}`, 1234},
		{`{"query":"\"total\":7","total":0}`, 0},
		{`{"total":5`, 5},
	} {
		if got, err := totalIn([]byte(c.body)); err != nil || got != c.want {
			t.Errorf("%s: %d, %v", c.body, got, err)
		}
	}
	for _, body := range []string{`{}`, `{"total":}`, ``} {
		if got, err := totalIn([]byte(body)); err == nil {
			t.Errorf("%s: %d", body, got)
		}
	}
}

// What the server refuses ends the run and tells why.
func TestRefused(t *testing.T) {
	s := httptest.NewServer(http.NotFoundHandler())
	defer s.Close()
	opt := options(t)
	opt.URL, opt.Classes = s.URL, []string{"all"}
	if _, err := Run(t.Context(), opt); err == nil || !strings.Contains(err.Error(), "404") {
		t.Errorf("a server without the API: %v", err)
	}
}

func TestTogether(t *testing.T) {
	// Entries by the words they have: none, a, b, ab, c, … abcd.
	var sets [4]set
	for w := range sets {
		sets[w] = make(set, 1)
		for e := range 16 {
			if e>>w&1 == 1 {
				sets[w][0] |= 1 << e
			}
		}
	}
	if two, three := together(sets); two != 11 || three != 5 {
		t.Errorf("%d with two, %d with three", two, three)
	}
}
