package local

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chabiao/corpus/sample"
	"chabiao/search"

	"github.com/RoaringBitmap/roaring/v2"
)

// generated makes a data directory of so many generated entries.
func generated(t testing.TB, n int) *Engine {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, "generated.jsonl")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := sample.Generate(f, n, 7); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	e, _ := openDir(t, dir, path)
	return e
}

// The first of a search are those of scoring everything that it finds: whatever
// is left out could not have been among them.
func TestFirstOfAll(t *testing.T) {
	many := parallelFrom
	parallelFrom = 500 // so that scores are added up on several cores
	t.Cleanup(func() { parallelFrom = many })
	e := generated(t, 30000)
	rng := rand.New(rand.NewPCG(1, 2))
	common := strings.Fields("技术 规范 要求 方法 试验 通用 系统 设备 安全 测定 产品 检验 设计 管理 术语 general requirements test methods systems safety determination products")
	leftOut := 0
	for range 150 {
		var words []string
		for range 1 + rng.IntN(3) {
			words = append(words, common[rng.IntN(len(common))])
		}
		req := search.Request{Query: strings.Join(words, " ")}
		if rng.IntN(3) == 0 {
			req.Filters = map[string][]string{"level": {"national", "industry", "international"}}
		}
		if err := req.Normalize(); err != nil {
			t.Fatal(err)
		}
		s, err := e.open()
		if err != nil {
			t.Fatal(err)
		}
		p, err := e.prepare(t.Context(), s, req)
		if err != nil {
			t.Fatal(err)
		}
		k := 1 + rng.IntN(100)
		got, err := e.collect(t.Context(), s, p, search.SortRelevance, k)
		if err != nil {
			t.Fatal(err)
		}
		leftOut += int(p.total) - int(p.looked)
		all := newTopK(int(p.total))
		for _, r := range s.readers {
			if err := r.offerTier(t.Context(), p, p.match[r], all); err != nil {
				t.Fatal(err)
			}
		}
		want := all.found()
		if len(want) != int(p.total) || len(got) != min(k, len(want)) {
			t.Fatalf("%q: %d scored of %d, %d of %d first", req.Query, len(want), p.total, len(got), k)
		}
		for i := range got {
			if got[i].row() != want[i].row() || got[i].key != want[i].key {
				t.Errorf("%q, place %d of %d: row %d with %v, want row %d with %v", req.Query, i+1, k, got[i].row(), got[i].key, want[i].row(), want[i].key)
				break
			}
		}
		s.close()
	}
	if leftOut == 0 {
		t.Error("nothing was ever left out: the test shows nothing")
	}
}

// Documents that standing orders come in its order, wherever they stand in it.
func TestFirstByStanding(t *testing.T) {
	e := generated(t, 4000)
	for _, filters := range []map[string][]string{nil, {"status": {"withdrawn"}}, {"status": {"superseded", "withdrawn"}}, {"level": {"national"}}, {"year": {"..1990"}}} {
		s, err := e.open()
		if err != nil {
			t.Fatal(err)
		}
		req := search.Request{Filters: filters}
		if err := req.Normalize(); err != nil {
			t.Fatal(err)
		}
		p, err := e.prepare(t.Context(), s, req)
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range []int{1, 60, 1000} {
			got, err := e.collect(t.Context(), s, p, search.SortRelevance, k)
			if err != nil {
				t.Fatal(err)
			}
			all := newTopK(int(p.total))
			for _, r := range s.readers {
				eachDoc(p.match[r], func(doc uint32) {
					all.offer(candidate{key: float64(r.standing[doc]), row: r.rows[doc], doc: doc, r: r})
				})
			}
			want := all.found()
			if len(want) == 0 || len(got) != min(k, len(want)) {
				t.Fatalf("%v: %d of %d", filters, len(got), len(want))
			}
			for i := range got {
				if got[i].row() != want[i].row() {
					t.Errorf("%v, place %d of %d: row %d, want %d", filters, i+1, k, got[i].row(), want[i].row())
					break
				}
			}
		}
		s.close()
	}
}

// A document's score is never above the ceiling, by which others are left out.
func TestCeiling(t *testing.T) {
	e := generated(t, 3000)
	for _, query := range []string{"技术规范", "试验方法 金属材料", "塑料 测定", "general requirements", "safety requirements", "EMC", "水质 检测"} {
		s, err := e.open()
		if err != nil {
			t.Fatal(err)
		}
		req := search.Request{Query: query}
		if err := req.Normalize(); err != nil {
			t.Fatal(err)
		}
		p, err := e.prepare(t.Context(), s, req)
		if err != nil {
			t.Fatal(err)
		}
		if p.total == 0 {
			t.Errorf("%q finds nothing", query)
		}
		for _, r := range s.readers {
			ceiling := r.ceiling(p)
			for _, tier := range r.tiers[p.language()] {
				top := newTopK(1)
				docs := tier.docs.Clone()
				docs.And(p.match[r])
				if err := r.offerTier(t.Context(), p, docs, top); err != nil {
					t.Fatal(err)
				}
				for _, f := range top.found() {
					if f.key > float64(ceiling*tier.most) {
						t.Errorf("%q: row %d has %v, above the ceiling %v of its tier", query, f.row(), f.key, ceiling*tier.most)
					}
				}
			}
		}
		s.close()
	}
}

// Sets joined in any number are the sets joined one by one.
func TestUnion(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for range 200 {
		sets, want := randomSets(rng)
		if got := union(sets); !got.Equals(want) {
			t.Fatalf("union of %d sets has %d documents, want %d", len(sets), got.GetCardinality(), want.GetCardinality())
		}
	}
}

// randomSets are sets of documents, sparse, dense and in runs, and their union.
func randomSets(rng *rand.Rand) (sets []*roaring.Bitmap, all *roaring.Bitmap) {
	all = roaring.New()
	for range rng.IntN(9) {
		s := roaring.New()
		for range rng.IntN(40) {
			from := rng.Uint64N(200000)
			s.AddRange(from, from+1+rng.Uint64N(1+uint64(rng.IntN(3000))))
		}
		for range rng.IntN(5000) {
			s.Add(rng.Uint32N(200000))
		}
		if rng.IntN(2) == 0 {
			s.RunOptimize()
		}
		for _, doc := range s.ToArray() {
			all.Add(doc)
		}
		sets = append(sets, s)
	}
	return append(sets, nil), all
}
