package local

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"unicode"

	"chabiao/corpus/number"
	"chabiao/indexer/schema"
	"chabiao/search"
)

// sharedCatalog is a folder with real catalogues, which are not ours to keep
// in the repository.
func sharedCatalog(t *testing.T) string {
	dir := os.Getenv("CHABIAO_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared")
	}
	path := filepath.Join(dir, "catalog", "cn_lda.jsonl.gz")
	if _, err := os.Stat(path); err != nil {
		t.Skip("no real catalogue here: set CHABIAO_SHARED to the folder that has catalog/cn_lda.jsonl.gz")
	}
	return path
}

// TestSubstringsOfRealTitles takes 10,000 titles and asks for a random run of
// two to eight Han characters of each: the entry must be among the hits.
func TestSubstringsOfRealTitles(t *testing.T) {
	path := sharedCatalog(t)
	if testing.Short() {
		t.Skip("takes half a minute")
	}
	e, cat := openDir(t, t.TempDir(), path)
	s, err := e.open()
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()

	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	gz, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	type row struct {
		Number string `json:"number"`
		Title  string `json:"title_zh"`
	}
	rng := rand.New(rand.NewPCG(42, 1))
	var rows []row
	sc := bufio.NewScanner(gz)
	sc.Buffer(nil, 16<<20)
	for sc.Scan() {
		var r row
		if json.Unmarshal(sc.Bytes(), &r) == nil {
			rows = append(rows, r)
		}
	}
	rng.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	tried, missed := 0, 0
	for _, r := range rows {
		if tried == 10000 {
			break
		}
		q := substring(rng, r.Title)
		n, err := number.Parse(r.Number)
		if q == "" || err != nil {
			continue
		}
		// A later row of the same number may have brought another title.
		rec, err := cat.ByKey(t.Context(), n.Key())
		if err != nil || rec.Entry.Titles["zh"] != r.Title {
			continue
		}
		tried++
		p, err := e.prepare(t.Context(), s, search.Request{Query: q})
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, rd := range s.readers {
			docs, err := rd.docs(schema.FieldNumber, schema.KeyExact+n.Key())
			if err != nil {
				t.Fatal(err)
			}
			found = found || docs.Intersects(p.match[rd])
		}
		if !found {
			if missed++; missed < 20 {
				t.Errorf("%q does not find %s %q", q, r.Number, r.Title)
			}
		}
	}
	if tried < 10000 {
		t.Errorf("only %d titles tried", tried)
	}
	t.Logf("%d substrings, %d missed", tried, missed)
}

// substring cuts two to eight Han characters that stand together.
func substring(rng *rand.Rand, title string) string {
	runes := []rune(title)
	var starts []int
	for i := 0; i+1 < len(runes); i++ {
		if unicode.Is(unicode.Han, runes[i]) && unicode.Is(unicode.Han, runes[i+1]) {
			starts = append(starts, i)
		}
	}
	if len(starts) == 0 {
		return ""
	}
	from := starts[rng.IntN(len(starts))]
	to, limit := from+2, from+2+rng.IntN(7)
	for to < len(runes) && to < limit && unicode.Is(unicode.Han, runes[to]) {
		to++
	}
	return string(runes[from:to])
}
