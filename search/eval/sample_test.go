package eval_test

import (
	"context"
	"flag"
	"iter"
	"os"
	"path/filepath"
	"testing"

	"chabiao/corpus"
	"chabiao/corpus/catalogue"
	"chabiao/corpus/sample"
	"chabiao/corpus/segment"
	"chabiao/corpus/vocab"
	"chabiao/indexer"
	index "chabiao/indexer/local"
	"chabiao/search/eval"
	"chabiao/search/local"
)

var update = flag.Bool("update", false, "write the golden of the sample anew")

// open makes an engine on the embedded sample.
func open(t *testing.T) (eval.Searcher, eval.Entries, *segment.Segmenter) {
	t.Helper()
	dir := t.TempDir()
	cat, err := catalogue.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cat.Close() })
	seg, err := segment.Default()
	if err != nil {
		t.Fatal(err)
	}
	ix, err := index.Open(dir, cat, seg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ix.Close() })
	path := filepath.Join(dir, "rows.jsonl")
	if err := os.WriteFile(path, sample.Entries(), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := indexer.Import(t.Context(), cat, dir, []string{path}, indexer.Options{}); err != nil {
		t.Fatal(err)
	}
	if err := ix.CatchUp(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	words, err := vocab.Load()
	if err != nil {
		t.Fatal(err)
	}
	e := local.New(cat, ix, seg, words)
	t.Cleanup(func() { e.Close() })
	entries := func(ctx context.Context) iter.Seq2[*corpus.Entry, error] {
		return func(yield func(*corpus.Entry, error) bool) {
			for r, err := range cat.All(ctx) {
				var en *corpus.Entry
				if err == nil {
					en = r.Entry
				}
				if !yield(en, err) {
					return
				}
			}
		}
	}
	return eval.Engine(e), entries, seg
}

// TestSample measures the engine on the embedded sample and holds it to the
// golden, so that a change of ranking is seen without a large catalogue.
func TestSample(t *testing.T) {
	engine, entries, seg := open(t)
	text, err := os.ReadFile("testdata/judged.txt")
	if err != nil {
		t.Fatal(err)
	}
	judged, err := eval.ParseJudged(string(text))
	if err != nil {
		t.Fatal(err)
	}
	c, err := eval.Build(t.Context(), entries, eval.Options{Size: 60, Segmenter: seg, Judged: []eval.JudgedSet{{Name: "judged", Judgments: judged}}})
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Missing) != 2 || c.Skipped != 1 {
		t.Errorf("missing %v, skipped %d", c.Missing, c.Skipped)
	}
	r, err := eval.Run(t.Context(), engine, c, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range r.Figures {
		if f.Set == "substring" && (f.Scores[eval.RecallAll] != 1 || f.Unknown != 0 || f.Queries != 60) {
			t.Errorf("a substring of a title must find it: %+v", f)
		}
		if f.Set == "known_zh" && f.Part == eval.One && f.Scores[eval.MRR10] < 0.95 {
			t.Errorf("words that only one title has: %+v", f)
		}
	}
	if *update {
		g := &eval.Golden{Name: "sample"}
		g.Take(r)
		if err := g.Write("golden"); err != nil {
			t.Fatal(err)
		}
		return
	}
	goldens, err := eval.ReadGoldens(os.DirFS("golden"))
	if err != nil {
		t.Fatal(err)
	}
	golden := eval.GoldenFor(goldens, c.Catalogue)
	if golden == nil {
		t.Fatal("no golden of the sample; run the test with -update")
	}
	compared := eval.Compare(r, golden)
	for _, f := range compared {
		if f.Other {
			t.Logf("%s %s: other queries than the golden's; run the test with -update", f.Set, f.Part)
		}
	}
	// Two of sixty queries: the order of equal scores may change from one build
	// of the index to the next.
	for _, f := range eval.Fallen(compared, 0.04) {
		t.Errorf("below the golden: %s; mend it, or accept it by running the test with -update", f)
	}
}

// TestReaches holds the way of looking for one entry among many hits.
func TestReaches(t *testing.T) {
	engine, _, _ := open(t)
	for _, c := range []struct {
		text, num string
		narrow    map[string][]string
		want      eval.Reach
	}{
		{"质量管理体系", "GB/T 19001-2016", map[string][]string{"body": {"GB/T"}, "year": {"2016"}}, eval.Reached},
		{"无缝钢管", "GB/T 19001-2016", map[string][]string{"body": {"GB/T"}, "year": {"2016"}}, eval.Missed},
		// More than a page of hits, first narrowed, then not.
		{"要求", "GB 9999-1899", map[string][]string{"body": {"GB"}}, eval.Missed},
		{"要求", "GB 9999-1899", nil, eval.Missed},
	} {
		got, err := engine.Reaches(t.Context(), c.text, &eval.Target{Key: eval.Key(c.num), Number: c.num, Narrow: c.narrow})
		if err != nil || got != c.want {
			t.Errorf("%s for %s: %v %v, want %v", c.num, c.text, got, err, c.want)
		}
	}
}
