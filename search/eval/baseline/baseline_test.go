package baseline

import (
	"context"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"chabiao/corpus"
	"chabiao/search/eval"

	"github.com/google/go-cmp/cmp"
)

func entries(list ...*corpus.Entry) eval.Entries {
	return func(context.Context) iter.Seq2[*corpus.Entry, error] {
		return func(yield func(*corpus.Entry, error) bool) {
			for _, e := range list {
				if !yield(e, nil) {
					return
				}
			}
		}
	}
}

func entry(num, zh, en string) *corpus.Entry {
	return &corpus.Entry{Number: num, Titles: map[string]string{"zh": zh, "en": en}}
}

func numbers(lines []eval.Line) (out []string) {
	for _, l := range lines {
		out = append(out, l.Number)
	}
	slices.Sort(out)
	return out
}

func TestBaselines(t *testing.T) {
	all := entries(entry("GB/T 8163-2018", "输送流体用无缝钢管", "Seamless steel tubes for liquid service"),
		entry("GB/T 3087-2022", "低中压锅炉用钢管", ""), entry("ISO 9329-1:1989", "", "Seamless steel tubes for pressure purposes"))
	dir := t.TempDir()
	for _, kind := range Kinds {
		ix, err := Open(t.Context(), kind, dir, eval.Catalogue{Entries: 3, Keys: "a"}, all, nil)
		if err != nil {
			t.Fatal(err)
		}
		if ix.Name() != kind {
			t.Errorf("name %s", ix.Name())
		}
		for _, c := range []struct {
			text   string
			levels []string
			want   []string
		}{
			{"锅炉", nil, []string{"GB/T 3087-2022"}},
			{"SEAMLESS pressure", nil, []string{"GB/T 8163-2018", "ISO 9329-1:1989"}},
			{"seamless", []string{"international", "foreign"}, []string{"ISO 9329-1:1989"}},
			{"盐雾", nil, nil},
		} {
			var filters map[string][]string
			if c.levels != nil {
				filters = map[string][]string{"level": c.levels}
			}
			lines, err := ix.Search(t.Context(), c.text, filters, 10)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, numbers(lines)); diff != "" {
				t.Errorf("%s %q: %s", kind, c.text, diff)
			}
		}
		for num, want := range map[string]eval.Reach{"GB/T 3087-2022": eval.Reached, "GB/T 8163-2018": eval.Missed} {
			if got, err := ix.Reaches(t.Context(), "锅炉", &eval.Target{Number: num}); err != nil || got != want {
				t.Errorf("%s %s: %v %v", kind, num, got, err)
			}
		}
		if _, err := ix.Search(t.Context(), "a", map[string][]string{"year": {"2000"}}, 1); corpus.KindOf(err) != corpus.InvalidArgument {
			t.Errorf("another filter: %v", err)
		}
		if err := ix.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestOpenKeeps(t *testing.T) {
	dir := t.TempDir()
	open := func(id eval.Catalogue, e eval.Entries) []string {
		ix, err := Open(t.Context(), "bleve-cjk", dir, id, e, nil)
		if err != nil {
			t.Fatal(err)
		}
		defer ix.Close()
		lines, err := ix.Search(t.Context(), "钢管", nil, 10)
		if err != nil {
			t.Fatal(err)
		}
		return numbers(lines)
	}
	one, two := entries(entry("GB 1-2000", "钢管", "")), entries(entry("GB 2-2000", "钢管", ""))
	open(eval.Catalogue{Entries: 1, Keys: "a"}, one)
	if got := open(eval.Catalogue{Entries: 1, Keys: "a"}, two); !slices.Equal(got, []string{"GB 1-2000"}) {
		t.Errorf("built again for the same catalogue: %v", got)
	}
	if got := open(eval.Catalogue{Entries: 1, Keys: "b"}, two); !slices.Equal(got, []string{"GB 2-2000"}) {
		t.Errorf("not built again for another catalogue: %v", got)
	}
	if _, err := Open(t.Context(), "bleve-cjk", t.TempDir(), eval.Catalogue{}, entries(), nil); corpus.KindOf(err) != corpus.InvalidArgument {
		t.Errorf("an empty catalogue: %v", err)
	}
	if _, err := Open(t.Context(), "lucene", dir, eval.Catalogue{Entries: 1}, one, nil); corpus.KindOf(err) != corpus.InvalidArgument {
		t.Errorf("no such kind: %v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*.new")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	if _, err := os.Stat(filepath.Join(dir, "bleve-cjk", madeOfFile)); err != nil {
		t.Error(err)
	}
}
