package local

import (
	"os"
	"path/filepath"
	"testing"

	"chabiao/search"
	"chabiao/search/cache"
)

// An answer to pinyin is not kept when the table of words that it depends on is
// made anew.
func TestKeptAnswersKnowTheWords(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "rows.jsonl")
	row := `{"number":"GB/T 42001-2020","title_zh":"质量管理体系 要求","status":"current"}` + "\n"
	if err := os.WriteFile(path, []byte(row), 0o644); err != nil {
		t.Fatal(err)
	}
	e, _ := openDir(t, dir, path)
	if err := e.Warm(); err != nil {
		t.Fatal(err)
	}
	e.kept.Add(1) // as in a server: no search makes the table ready
	c, err := cache.New(e, e.Version, cache.DefaultLines)
	if err != nil {
		t.Fatal(err)
	}
	total := func() int64 {
		t.Helper()
		resp, err := c.Search(t.Context(), search.Request{Query: "zhiliang guanli tixi"})
		if err != nil {
			t.Fatal(err)
		}
		return resp.Total
	}
	total()
	if err := e.CountWords(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := total(); n != 1 {
		t.Errorf("pinyin finds %d after the words are counted, want 1", n)
	}
}
