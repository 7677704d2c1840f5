package local_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"chabiao/corpus"
	"chabiao/corpus/catalogue"
	"chabiao/corpus/sample"
	"chabiao/indexer"
	index "chabiao/indexer/local"
	"chabiao/search"
	"chabiao/search/enginetest"
	"chabiao/search/local"

	"github.com/google/go-cmp/cmp"
)

// open makes an engine on a catalogue of the given rows.
func open(t testing.TB, rows []byte) (search.Engine, *catalogue.Catalogue, *index.Index) {
	t.Helper()
	dir := t.TempDir()
	e, cat, ix := local.OpenDir(t, dir)
	load(t, cat, ix, dir, rows)
	return e, cat, ix
}

func load(t testing.TB, cat *catalogue.Catalogue, ix *index.Index, dir string, rows []byte) indexer.Report {
	t.Helper()
	path := filepath.Join(dir, "rows.jsonl")
	if err := os.WriteFile(path, rows, 0o644); err != nil {
		t.Fatal(err)
	}
	rep, err := indexer.Import(t.Context(), cat, dir, []string{path}, indexer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := ix.CatchUp(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	return rep.Report
}

func TestConformance(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, rows []byte) search.Engine {
		e, _, _ := open(t, rows)
		return e
	})
}

// TestSegments runs the same tests on an index of several segments with
// deleted documents, as updates leave it.
func TestSegments(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, rows []byte) search.Engine {
		lines := bytes.SplitAfter(rows, []byte("\n"))
		e, cat, ix := open(t, bytes.Join(lines[:len(lines)/2], nil))
		dir := t.TempDir()
		load(t, cat, ix, dir, bytes.Join(lines[len(lines)/2:], nil))
		// Every entry once changed and changed back.
		load(t, cat, ix, dir, []byte(strings.ReplaceAll(string(rows), `"source":`, `"doctype":"x","source":`)))
		v, err := ix.Verify(t.Context(), nil)
		if err != nil || !v.OK {
			t.Fatalf("index differs: %+v %v", v, err)
		}
		return e
	})
}

func TestUpdatesReachTheIndex(t *testing.T) {
	e, cat, ix := open(t, []byte(`{"number":"GB/T 1-2000","title_zh":"旧题名"}`))
	dir := t.TempDir()
	rep := load(t, cat, ix, dir, []byte(`{"number":"GB/T 1—2000","title_zh":"新题名","status":"废止"}
{"number":"no digits"}
{"number":"GB/T 2-2000"}
`))
	if rep.Read != 3 || rep.New != 1 || rep.Changed != 1 || rep.Rejected != 1 {
		t.Errorf("report %+v", rep)
	}
	for q, want := range map[string]int64{"旧题名": 0, "新题名": 1, "": 2} {
		resp, err := e.Search(t.Context(), search.Request{Query: q})
		if err != nil {
			t.Fatal(err)
		}
		if q != "旧题名" && resp.Total != want || q == "旧题名" && slices.ContainsFunc(resp.Hits, func(h search.Hit) bool { return strings.Contains(h.Title, "旧") }) {
			t.Errorf("%q: %d hits, want %d", q, resp.Total, want)
		}
	}
	rec, err := cat.ByID(t.Context(), "gb-t-1-2000")
	if err != nil {
		t.Fatal(err)
	}
	history, err := cat.History(t.Context(), rec.Row)
	if err != nil || len(history) != 1 || history[0].Entry.Titles["zh"] != "旧题名" {
		t.Errorf("history %v %v", history, err)
	}
	raw, err := cat.SourceRow(t.Context(), rec)
	if err != nil || !strings.Contains(string(raw), "GB/T 1—2000") {
		t.Errorf("source row %q %v", raw, err)
	}
}

// TestTotalsAndFacetsAreExact compares with a plain count over the entries.
// What a facet counts of words is what choosing it leaves, however many of the
// words are asked for.
func TestFacetsOfWords(t *testing.T) {
	var rows bytes.Buffer
	if err := sample.Generate(&rows, 3000, 8); err != nil {
		t.Fatal(err)
	}
	e, _, _ := open(t, rows.Bytes())
	relaxed := 0
	for _, query := range []string{"安全 要求", "金属材料 试验方法", "塑料 性能 测定", "general safety requirements", "钢管 焊接 检验", "质量 管理 术语 导则"} {
		all, err := e.Search(t.Context(), search.Request{Query: query, Facets: []string{"all"}})
		if err != nil {
			t.Fatal(err)
		}
		relaxed += all.Interpretation.Relaxed
		for _, name := range []string{"status", "level", "body", "year"} {
			for _, f := range all.Facets[name][:min(len(all.Facets[name]), 6)] {
				some, err := e.Search(t.Context(), search.Request{Query: query, Facets: []string{name}, Filters: map[string][]string{name: {f.Value}}})
				if err != nil {
					t.Fatal(err)
				}
				if some.Total != f.Count {
					t.Errorf("%q: %d of %s %s are counted, choosing it leaves %d", query, f.Count, name, f.Value, some.Total)
				}
				if d := cmp.Diff(all.Facets[name], some.Facets[name]); d != "" {
					t.Errorf("%q: choosing %s %s changes the facet's own counts: %s", query, name, f.Value, d)
				}
			}
		}
	}
	if relaxed == 0 {
		t.Error("no query asked for fewer words than it has: the test shows less than it should")
	}
}

func TestTotalsAndFacetsAreExact(t *testing.T) {
	var rows bytes.Buffer
	if err := sample.Generate(&rows, 5000, 7); err != nil {
		t.Fatal(err)
	}
	e, cat, _ := open(t, rows.Bytes())
	want := make(map[string]int64)
	var withdrawn int64
	for r, err := range cat.All(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		want[r.Entry.Status.String()]++
		if r.Entry.Status == corpus.StatusWithdrawn {
			withdrawn++
		}
	}
	resp, err := e.Search(t.Context(), search.Request{Facets: []string{"all"}, Filters: map[string][]string{"status": {"废止"}}})
	if err != nil {
		t.Fatal(err)
	}
	if resp.Total != withdrawn {
		t.Errorf("total %d, want %d", resp.Total, withdrawn)
	}
	for _, f := range resp.Facets["status"] {
		if f.Count != want[f.Value] {
			t.Errorf("%s: %d, want %d", f.Value, f.Count, want[f.Value])
		}
	}
}

// TestWalkByCursor reads a whole result, page by page, and meets every entry once.
func TestWalkByCursor(t *testing.T) {
	var rows bytes.Buffer
	if err := sample.Generate(&rows, 700, 9); err != nil {
		t.Fatal(err)
	}
	e, _, _ := open(t, rows.Bytes())
	for _, sort := range []string{search.SortRelevance, search.SortNewest, search.SortOldest, "-implemented", "implemented", "-withdrawn", "withdrawn", search.SortNumber} {
		seen := make(map[string]bool)
		req := search.Request{Size: 90, Sort: sort}
		for range 20 {
			resp, err := e.Search(context.Background(), req)
			if err != nil {
				t.Fatal(err)
			}
			for _, h := range resp.Hits {
				if seen[h.ID] {
					t.Fatalf("%s: %s comes twice", sort, h.ID)
				}
				seen[h.ID] = true
			}
			if resp.NextCursor == nil {
				break
			}
			req.Cursor = *resp.NextCursor
		}
		if len(seen) != 700 {
			t.Errorf("%s: met %d of 700", sort, len(seen))
		}
	}
}

func BenchmarkSearch(b *testing.B) {
	var rows bytes.Buffer
	if err := sample.Generate(&rows, 50000, 1); err != nil {
		b.Fatal(err)
	}
	e, _, _ := open(b, rows.Bytes())
	for _, q := range []string{"GB/T 100010", "技术规范", "盐雾试验方法", "technical specification", ""} {
		b.Run(fmt.Sprintf("q=%s", q), func(b *testing.B) {
			for b.Loop() {
				if _, err := e.Search(b.Context(), search.Request{Query: q, Facets: []string{"all"}}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
