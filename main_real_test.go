package main

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"io"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// realDir holds entries from public sources, gzipped JSON Lines by source. They
// are other people's data and no part of the repository: where they lie beside
// it, the pages are looked at with them too.
const realDir = "../shared/catalog"

// realParts are what is taken of each source: whole families of numbers, so that
// editions and what replaces them come together, and few enough to be imported
// in some seconds.
var realParts = map[string][]string{
	"cn_lda": {"GB", "YY", "T/"},
	"iso":    {"ISO 10", "ISO 9"},
	"jis":    {"JIS B", "JIS C", "JIS Q"},
}

// realRow is what the tests want to know of an entry.
type realRow struct {
	Number    string
	TitleZH   string `json:"title_zh"`
	TitleEN   string `json:"title_en"`
	TitleJA   string `json:"title_ja"`
	Status    string
	Published string
	Replaces  []string
}

// realCatalogue is a part of the real entries, and which of them the tests look at.
type realCatalogue struct {
	file string // the part, JSON Lines
	rows int

	// A standard in force and the edition that it replaced, both with Chinese titles.
	current, old realRow
	// The longest titles in Chinese, in English without another, in Japanese, and
	// the shortest title.
	longZH, longEN, longJA, short realRow
	// Entries that are not among the part, with Chinese titles.
	more []realRow
}

// readReal takes the part out of the sources; the test is skipped where they
// are not there.
func readReal(t *testing.T) *realCatalogue {
	t.Helper()
	if _, err := os.Stat(realDir); err != nil {
		t.Skipf("no real entries here (%v): the pages are looked at with the sample only", err)
	}
	c := &realCatalogue{file: filepath.Join(t.TempDir(), "real.jsonl")}
	var part bytes.Buffer
	known := map[string]realRow{}
	var newer []realRow
	longest := func(to *realRow, row realRow, title func(realRow) string) {
		if title(row) != "" && utf8.RuneCountInString(title(row)) > utf8.RuneCountInString(title(*to)) {
			*to = row
		}
	}
	for _, source := range slices.Sorted(maps.Keys(realParts)) {
		eachLine(t, filepath.Join(realDir, source+".jsonl.gz"), func(line []byte) {
			var row realRow
			if err := json.Unmarshal(line, &row); err != nil {
				t.Fatalf("%s: %v", source, err)
			}
			if !slices.ContainsFunc(realParts[source], func(p string) bool { return strings.HasPrefix(row.Number, p) }) {
				if len(c.more) < 40 && row.TitleZH != "" && row.Status == "现行" && row.Published != "" {
					c.more = append(c.more, row)
				}
				return
			}
			part.Write(line)
			part.WriteByte('\n')
			c.rows++
			known[row.Number] = row
			if row.Status == "现行" && row.TitleZH != "" && len(row.Replaces) == 1 {
				newer = append(newer, row)
			}
			longest(&c.longZH, row, func(r realRow) string { return r.TitleZH })
			longest(&c.longJA, row, func(r realRow) string { return r.TitleJA })
			if row.TitleZH == "" && row.TitleJA == "" {
				longest(&c.longEN, row, func(r realRow) string { return r.TitleEN })
			}
			if n := utf8.RuneCountInString(row.TitleZH); n > 0 && (c.short.Number == "" || n < utf8.RuneCountInString(c.short.TitleZH)) {
				c.short = row
			}
		})
	}
	// The first pair whose newer edition nothing replaces in turn.
	slices.SortFunc(newer, func(a, b realRow) int { return cmp.Compare(a.Number, b.Number) })
	replaced := map[string]bool{}
	for _, row := range newer {
		replaced[row.Replaces[0]] = true
	}
	for _, row := range newer {
		if old, ok := known[row.Replaces[0]]; ok && old.TitleZH != "" && old.Status == "废止" && !replaced[row.Number] && c.current.Number == "" {
			c.current, c.old = row, old
		}
	}
	for name, row := range map[string]realRow{"in force": c.current, "long in Chinese": c.longZH, "long in English": c.longEN, "long in Japanese": c.longJA, "short": c.short} {
		if row.Number == "" {
			t.Fatalf("among %d real entries is none for %q", c.rows, name)
		}
	}
	if len(c.more) == 0 {
		t.Fatal("no real entries are left to import")
	}
	if err := os.WriteFile(c.file, part.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return c
}

// eachLine reads a gzipped file line by line.
func eachLine(t *testing.T, path string, do func([]byte)) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		do(lines.Bytes())
	}
	if err := lines.Err(); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}

// serve imports the part into a new data directory and serves it.
func (c *realCatalogue) serve(t *testing.T) (addr string) {
	t.Helper()
	data := filepath.Join(t.TempDir(), "data")
	var errs bytes.Buffer
	if code := run(t.Context(), []string{"--data", data, "import", c.file}, nil, io.Discard, &errs); code != 0 {
		t.Fatalf("import of %d real entries: %d %s", c.rows, code, errs.String())
	}
	return serveData(t, data)
}

// path is the address of an entry's page, by its number.
func (r realRow) path() string { return "/standards/" + url.PathEscape(r.Number) }
