package local_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chabiao/corpus/catalogue"
	"chabiao/corpus/segment"
	"chabiao/indexer"
	"chabiao/indexer/local"

	"github.com/google/go-cmp/cmp"
)

// dir is a data directory under test.
type dir struct {
	path string
	cat  *catalogue.Catalogue
	ix   *local.Index
}

func openDir(t *testing.T, path string) *dir {
	t.Helper()
	cat, err := catalogue.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cat.Close() })
	seg, err := segment.Default()
	if err != nil {
		t.Fatal(err)
	}
	ix, err := local.Open(path, cat, seg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ix.Close() })
	return &dir{path, cat, ix}
}

// take imports rows and catches up.
func (d *dir) take(t *testing.T, rows string) {
	t.Helper()
	path := filepath.Join(d.path, "rows.jsonl")
	if err := os.WriteFile(path, []byte(rows), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := indexer.Import(t.Context(), d.cat, d.path, []string{path}, indexer.Options{}); err != nil {
		t.Fatal(err)
	}
	if err := d.ix.CatchUp(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
}

// knows lists the English words that the index has learnt for a Chinese one.
func (d *dir) knows(word string) []string {
	g := d.ix.Acquire()
	defer g.Release()
	var out []string
	for _, t := range g.Lexicon().OfHan(word) {
		out = append(out, t.Latin)
	}
	return out
}

// adoptions are Chinese standards without an English title, with what they
// adopt, which has no Chinese one.
func adoptions() string {
	var b strings.Builder
	for i, p := range [][2]string{
		{"搪玻璃设备 热水试验", "Vitreous enamels - Hot water test"}, {"搪玻璃设备 瓷层厚度", "Vitreous enamels - Thickness of coatings"},
		{"搪玻璃设备 裂纹试验", "Vitreous enamels - Crack formation test"}, {"蜂胶 水分", "Propolis - Moisture"},
		{"蜂胶 厚度测量", "Propolis - Thickness measurement"}, {"蜂胶 裂纹检查", "Propolis - Crack examination"},
	} {
		degree := []string{"IDT", "MOD"}[i%2]
		fmt.Fprintf(&b, `{"number":"GB/T %d-2020","title_zh":%q,"adopts":[{"number":"ISO %d:2018","degree":%q}]}`+"\n", 41001+i, p[0], 91001+i, degree)
		fmt.Fprintf(&b, `{"number":"ISO %d:2018","title_en":%q}`+"\n", 91001+i, p[1])
	}
	return b.String()
}

// A build learns from adoptions, keeps what it learnt and finds it again.
func TestLearnWhileBuilding(t *testing.T) {
	path := t.TempDir()
	d := openDir(t, path)
	d.take(t, adoptions())
	check := func(d *dir) {
		t.Helper()
		if diff := cmp.Diff([]string{"propolis"}, d.knows("蜂胶")); diff != "" {
			t.Error(diff)
		}
		s, err := d.ix.Stats()
		if err != nil || s.Translations < 3 || s.TitlePairs < 6 {
			t.Errorf("%+v, %v", s, err)
		}
		if v, err := d.ix.Verify(t.Context(), nil); err != nil || !v.OK || v.Translations != s.Translations {
			t.Errorf("%+v, %v", v, err)
		}
	}
	check(d)
	if err := d.ix.Close(); err != nil {
		t.Fatal(err)
	}
	d.cat.Close()
	check(openDir(t, path))
}

// Standards that are not equivalent teach nothing.
func TestNotEquivalentTeachesNothing(t *testing.T) {
	d := openDir(t, t.TempDir())
	d.take(t, strings.NewReplacer("IDT", "NEQ", "MOD", "NEQ").Replace(adoptions()))
	if got := d.knows("蜂胶"); got != nil {
		t.Errorf("蜂胶 is %v", got)
	}
}

// A lexicon that is damaged or missing is none, and is learnt anew.
func TestDamagedLexicon(t *testing.T) {
	path := t.TempDir()
	d := openDir(t, path)
	d.take(t, adoptions())
	s, err := d.ix.Stats()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(path, "index", s.Generation, "lexicon")
	for name, spoil := range map[string]func() error{
		"damaged": func() error { return os.WriteFile(file, []byte("chabiao lexicon\n\x01 and nothing of it"), 0o644) },
		"missing": func() error { return os.Remove(file) },
	} {
		t.Run(name, func(t *testing.T) {
			if err := d.ix.Close(); err != nil {
				t.Fatal(err)
			}
			d.cat.Close()
			if err := spoil(); err != nil {
				t.Fatal(err)
			}
			d = openDir(t, path)
			if got := d.knows("蜂胶"); got != nil {
				t.Errorf("蜂胶 is %v", got)
			}
			if err := d.ix.CatchUp(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
			if err := d.ix.Learn(t.Context()); err != nil {
				t.Fatal(err)
			}
			if got := d.knows("蜂胶"); len(got) != 1 {
				t.Errorf("蜂胶 is %v", got)
			}
		})
	}
}

// What is learnt stays as it is while little changes, and is learnt anew when
// much has.
func TestLearnAgain(t *testing.T) {
	d := openDir(t, t.TempDir())
	d.take(t, adoptions())
	row := func(i int) string {
		thing := [][2]string{{"喷泉 维护", "Fountains - Upkeep"}, {"喷泉 验收", "Fountains - Acceptance"}, {"秋千 维护", "Swings - Upkeep"}}[i%3]
		return fmt.Sprintf(`{"number":"GB/T %d-2021","title_zh":"%s %d","title_en":"%s %d"}`+"\n", 50001+i, thing[0], i, thing[1], i)
	}
	learn := func(from, to int) []string {
		var rows strings.Builder
		for i := from; i < to; i++ {
			rows.WriteString(row(i))
		}
		d.take(t, rows.String())
		if err := d.ix.Learn(t.Context()); err != nil {
			t.Fatal(err)
		}
		return d.knows("喷泉")
	}
	if got := learn(0, 20); got != nil {
		t.Errorf("20 changes: 喷泉 is %v", got)
	}
	if got := learn(20, 1020); len(got) != 1 || got[0] != "fountains" {
		t.Errorf("1020 changes: 喷泉 is %v", got)
	}
	if got := d.knows("蜂胶"); len(got) != 1 {
		t.Errorf("蜂胶 is %v", got)
	}
}
