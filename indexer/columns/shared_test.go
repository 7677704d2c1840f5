package columns

import (
	"bufio"
	"compress/gzip"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"chabiao/corpus"
	"chabiao/corpus/number"
	"chabiao/indexer/problem"

	"github.com/google/go-cmp/cmp"
)

// shared is the folder of real catalogues; the test is skipped without it.
func shared(tb testing.TB) string {
	dir := os.Getenv("CHABIAO_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared")
	}
	if _, err := os.Stat(filepath.Join(dir, "catalog")); err != nil {
		tb.Skipf("no real catalogues: %v; set CHABIAO_SHARED to their folder", err)
	}
	return dir
}

func eachLine(tb testing.TB, path string, f func([]byte)) {
	file, err := os.Open(path)
	if err != nil {
		tb.Fatal(err)
	}
	defer file.Close()
	gz, err := gzip.NewReader(file)
	if err != nil {
		tb.Fatal(err)
	}
	s := bufio.NewScanner(gz)
	s.Buffer(make([]byte, 1<<20), 16<<20)
	for s.Scan() {
		f(s.Bytes())
	}
	if err := s.Err(); err != nil {
		tb.Fatal(err)
	}
}

// TestSharedCatalogues holds Object to corpus.DecodeEntry over real entries:
// where that had nothing to warn of and Object tells nothing, both must be
// equal, save for what is tidied without a note: spaces, invisible
// characters, the width of digits. It reads all Chinese entries and every
// fifth of the others. What Object tells must be rare.
func TestSharedCatalogues(t *testing.T) {
	dir := shared(t)
	paths, err := filepath.Glob(filepath.Join(dir, "catalog", "*.jsonl.gz"))
	if err != nil || len(paths) == 0 {
		t.Fatal("no catalogues", err)
	}
	var all problem.Collector
	rows, equal, told, different := 0, 0, 0, 0
	for _, path := range paths {
		at, step := int64(0), int64(5)
		if strings.HasPrefix(filepath.Base(path), "cn") {
			step = 1
		}
		eachLine(t, path, func(data []byte) {
			if at++; at%step != 0 {
				return
			}
			want, warnings, err := corpus.DecodeEntry(data)
			got, notes := Object(data, Options{})
			all.Add(filepath.Base(path), "", at, notes...)
			if err != nil {
				if got != nil {
					t.Errorf("%s: DecodeEntry refuses it: %v", data, err)
				}
				return
			}
			n, parseErr := number.Parse(want.Number)
			if parseErr != nil {
				if got != nil && got.Number == "" {
					t.Errorf("%q is taken", want.Number)
				}
				return
			}
			rows++
			if got == nil {
				t.Errorf("%s: refused: %v", want.Number, notes)
				return
			}
			if len(notes) > 0 || len(warnings) > 0 {
				told++
				return
			}
			want.Number = n.String()
			normal(want)
			normal(got)
			if reflect.DeepEqual(want, got) {
				equal++
			} else if different++; different <= 10 {
				t.Errorf("%s:%d: %s", filepath.Base(path), at, cmp.Diff(want, got))
			}
		})
	}
	t.Logf("%d rows: %d equal, %d with notes, %d different", rows, equal, told, different)
	for _, g := range all.Groups() {
		var examples []string
		for _, x := range g.Examples[:min(3, len(g.Examples))] {
			examples = append(examples, x.Note.String())
		}
		t.Logf("%s %s %d: %s", g.Severity, g.Kind, g.Count, strings.Join(examples, " | "))
	}
	if told*20 > rows {
		t.Errorf("%d of %d rows of clean catalogues have notes", told, rows)
	}
}

// normal takes out of an entry what Object tidies without a note.
func normal(e *corpus.Entry) {
	for lang, v := range e.Titles {
		e.Titles[lang], _ = Title(v, lang)
	}
	for lang, v := range e.Abstracts {
		if e.Abstracts[lang] = line(v); Blank(v) {
			delete(e.Abstracts, lang)
		}
	}
	if len(e.Abstracts) == 0 {
		e.Abstracts = nil
	}
	for _, s := range []*string{&e.IssuingBody, &e.CompetentBody, &e.Doctype, &e.URL, &e.Source, &e.StatusRaw} {
		*s = line(*s)
	}
	for _, list := range []*[]string{&e.Replaces, &e.ReplacedBy, &e.References, &e.Committee, &e.Drafters, &e.Keywords, &e.Language} {
		for i := range *list {
			(*list)[i] = line((*list)[i])
		}
		*list = slices.DeleteFunc(*list, Blank)
		if len(*list) == 0 {
			*list = nil
		}
	}
}
