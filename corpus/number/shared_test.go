package number

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// sharedFile is a file of the data that people share beside the repository:
// real numbers, which are not ours to copy. Tests that need it skip where it
// is missing.
func sharedFile(t testing.TB, name string) string {
	t.Helper()
	dir := os.Getenv("CHABIAO_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared")
	}
	path := filepath.Join(dir, filepath.FromSlash(name))
	if _, err := os.Stat(path); err != nil {
		t.Skipf("no shared data: %s is missing; set CHABIAO_SHARED to where it is", name)
	}
	return path
}

// table reads the rows of a tab-separated file behind its heading.
func table(t testing.TB, name string) [][]string {
	t.Helper()
	data, err := os.ReadFile(sharedFile(t, name))
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	for i, line := range strings.Split(strings.TrimRight(string(data), "\n"), "\n") {
		if i > 0 {
			rows = append(rows, strings.Split(line, "\t"))
		}
	}
	return rows
}

// catalogue gives every number of the shared catalogue with its file.
func catalogue(t testing.TB, each func(file, number string)) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(filepath.Dir(sharedFile(t, "catalog/cn_lda.jsonl.gz")), "*.jsonl.gz"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range files {
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		z, err := gzip.NewReader(f)
		if err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(z)
		lines.Buffer(nil, 16<<20)
		for lines.Scan() {
			var entry struct {
				Number string `json:"number"`
			}
			if err := json.Unmarshal(lines.Bytes(), &entry); err != nil {
				t.Fatal(err)
			}
			each(filepath.Base(path), entry.Number)
		}
		if err := lines.Err(); err != nil {
			t.Fatal(err)
		}
		f.Close()
	}
}

// misses collects examples of what failed, by class.
type misses map[string][]string

func (m misses) add(class, line string) { m[class] = append(m[class], line) }

// log prints up to limit examples of every class.
func (m misses) log(t testing.TB, limit int) {
	t.Helper()
	for class, lines := range m {
		t.Logf("%s: %d", class, len(lines))
		for i, line := range lines {
			if i == limit {
				break
			}
			t.Logf("    %s", line)
		}
	}
}
