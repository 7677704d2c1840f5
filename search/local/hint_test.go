package local

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chabiao/search"
)

// A search says nothing of how many matches are listed, for it lists them; and
// what has the same serial is named of bodies that are spelt alike only.
func TestHintOfSearch(t *testing.T) {
	var rows strings.Builder
	for year := 1980; year < 2006; year++ {
		fmt.Fprintf(&rows, "{\"number\": \"GB/T 5000-%d\", \"title_zh\": \"轴\"}\n", year)
	}
	rows.WriteString(`{"number": "ITU-T K.21", "title_en": "Resistibility"}` + "\n" + `{"number": "CECA 21-1990", "title_zh": "门"}` + "\n")
	dir := t.TempDir()
	path := filepath.Join(dir, "rows.jsonl")
	if err := os.WriteFile(path, []byte(rows.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	e, _ := openDir(t, filepath.Join(dir, "data"), path)
	resp, err := e.Search(t.Context(), search.Request{Query: "GB/T 5000"})
	if err != nil || resp.Total != 26 || resp.Interpretation.Hint != "" {
		t.Errorf("search: %d hits, hint %q, %v", resp.Total, resp.Interpretation.Hint, err)
	}
	list, err := e.Resolve(t.Context(), []string{"GB/T 5000", "CECS 21"}, "zh")
	if err != nil {
		t.Fatal(err)
	}
	if want := "共 26 条，列出前 20 条。"; list[0].Hint != want {
		t.Errorf("resolve says %q, want %q", list[0].Hint, want)
	}
	if h := list[1].Hint; !strings.Contains(h, "CECA 21-1990") || strings.Contains(h, "ITU") {
		t.Errorf("beside a number that is not there: %q", h)
	}
}
