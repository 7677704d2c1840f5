package peer

import (
	"context"
	"errors"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"chabiao/corpus"
	"chabiao/corpus/catalogue"
	"chabiao/corpus/segment"
	"chabiao/indexer/schema"

	"github.com/google/go-cmp/cmp"
)

// source is a catalogue of a few entries.
func source(t *testing.T, list ...*corpus.Entry) Source {
	t.Helper()
	seg, err := segment.Default()
	if err != nil {
		t.Fatal(err)
	}
	var all iter.Seq2[*catalogue.Record, error] = func(yield func(*catalogue.Record, error) bool) {
		for i, e := range list {
			if !yield(&catalogue.Record{Row: int64(i + 1), Entry: e}, nil) {
				return
			}
		}
	}
	return Source{Mark: "a", Entries: int64(len(list)), All: all, Segment: seg}
}

func steel(t *testing.T) Source {
	status := func(s string) corpus.Status {
		out, ok := corpus.ParseStatus(s)
		if !ok {
			t.Fatal(s)
		}
		return out
	}
	return source(t,
		&corpus.Entry{Number: "GB/T 8163-2018", Titles: map[string]string{"zh": "输送流体用无缝钢管", "en": "Seamless steel tubes for liquid service"}, Status: status("现行"), ICS: []string{"77.140.75"}, CCS: []string{"H48"}},
		&corpus.Entry{Number: "GB/T 3087-2022", Titles: map[string]string{"zh": "低中压锅炉用钢管"}, Status: status("现行"), ICS: []string{"77.140.75", "27.060.30"}},
		&corpus.Entry{Number: "GB/T 3087-2008", Titles: map[string]string{"zh": "低中压锅炉用无缝钢管"}, Status: status("废止")},
		&corpus.Entry{Number: "ISO 9329-1:1989", Titles: map[string]string{"en": `Seamless "steel" tubes, tubes PM2.5`}, Status: status("废止")},
	)
}

func ways(terms ...string) Word { return Word{Ways: [][]string{terms}} }

// What peers find, whatever they are.
func TestAsk(t *testing.T) {
	dir := t.TempDir()
	for _, name := range Names {
		p, err := Open(t.Context(), name, dir, steel(t), nil)
		if err != nil {
			t.Fatal(err)
		}
		defer p.Close()
		if p.Name() != name || p.Built().Bytes == 0 || p.Built().Kept {
			t.Errorf("%s: built %+v", p.Name(), p.Built())
		}
		for _, c := range []struct {
			what string
			q    Question
			want []int64 // rows, in any order
		}{
			{"everything", Question{}, []int64{1, 2, 3, 4}},
			{"a word", Question{Words: []Word{ways("无缝")}}, []int64{1, 3}},
			{"either way", Question{Words: []Word{{Ways: [][]string{{"无缝"}, {"seamless"}}}}}, []int64{1, 3, 4}},
			{"all words", Question{Words: []Word{ways("无缝"), ways("锅炉")}, Atleast: 2}, []int64{3}},
			{"most words", Question{Words: []Word{ways("无缝"), ways("锅炉"), ways("tube")}, Atleast: 2}, []int64{1, 3}},
			{"all terms of a word", Question{Words: []Word{ways("无缝", "流体")}}, []int64{1}},
			{"a word of letters, a point and digits", Question{Words: []Word{ways("pm2.5")}}, []int64{4}},
			{"the beginning of a word", Question{Words: []Word{{Ways: [][]string{{"seaml"}}, Start: true}}}, []int64{1, 4}},
			{"no such word", Question{Words: []Word{ways("盐雾")}}, nil},
			{"quotes and stars", Question{Words: []Word{ways(`"* OR `)}}, nil},
			{"no such number", Question{Keys: [][]string{{schema.KeyExact + "no such"}, {schema.KeySeries + "nor this", schema.KeyLoose}}}, nil},
			{"a filter", Question{Filters: map[string][]string{schema.FieldStatus: {"current"}}}, []int64{1, 2}},
			{"a class and a status", Question{Filters: map[string][]string{schema.FieldICS: {"77"}, schema.FieldStatus: {"current"}}}, []int64{1, 2}},
			{"a class below", Question{Filters: map[string][]string{schema.FieldICS: {"27.060"}}}, []int64{2}},
			{"a word with a filter", Question{Words: []Word{ways("无缝")}, Filters: map[string][]string{schema.FieldStatus: {"current"}}}, []int64{1}},
			{"a word with a class", Question{Words: []Word{ways("钢管")}, Filters: map[string][]string{schema.FieldCCS: {"H48"}}}, []int64{1}},
			{"a page behind the last", Question{Offset: 10}, nil},
		} {
			c.q.Size = 10
			a, err := p.Ask(t.Context(), &c.q, false)
			if err != nil {
				t.Errorf("%s, %s: %v", name, c.what, err)
				continue
			}
			slices.Sort(a.Rows)
			if d := cmp.Diff(c.want, a.Rows); d != "" {
				t.Errorf("%s, %s: %s", name, c.what, d)
			}
			if c.q.Offset == 0 && a.Total != int64(len(c.want)) {
				t.Errorf("%s, %s: total %d", name, c.what, a.Total)
			}
		}
		testNumbers(t, p)
		testFacets(t, p)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*.new")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// keysOf are the keys of the entries' numbers that begin so.
func keysOf(t *testing.T, prefix string) (out [][]string) {
	t.Helper()
	err := each(t.Context(), steel(t), nil, func(_ int64, d *document) error {
		for _, k := range d.values(schema.FieldNumber) {
			if strings.HasPrefix(k, prefix) {
				out = append(out, []string{k})
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Better keys stand in front; beginnings come in the order of keys.
func testNumbers(t *testing.T, p Peer) {
	t.Helper()
	exact, series := keysOf(t, schema.KeyExact), keysOf(t, schema.KeySeries)
	q := &Question{Keys: [][]string{exact[2], series[2]}, Size: 10}
	a, err := p.Ask(t.Context(), q, false)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(&Answer{Total: 2, Rows: []int64{3, 2}}, a); d != "" {
		t.Errorf("%s, a number: %s", p.Name(), d)
	}
	loose := keysOf(t, schema.KeyLoose)
	begins := loose[0][0][:len(schema.KeyLoose)+2]
	if a, err = p.Ask(t.Context(), &Question{Begins: begins, Size: 10, Uncount: true}, false); err != nil {
		t.Fatal(err)
	}
	slices.Sort(a.Rows)
	if d := cmp.Diff([]int64{1, 2, 3}, a.Rows); d != "" {
		t.Errorf("%s, numbers that begin with %q: %s", p.Name(), begins, d)
	}
}

func testFacets(t *testing.T, p Peer) {
	t.Helper()
	for _, c := range []struct {
		what string
		q    Question
		want map[string]map[string]int64
	}{
		{"everything", Question{}, map[string]map[string]int64{
			schema.FieldStatus: {"current": 2, "withdrawn": 2}, schema.FieldLevel: {"national": 3, "international": 1}, schema.FieldBody: {"GB/T": 3, "ISO": 1}, schema.FieldCountry: {"CN": 3},
			schema.FieldICS: {"77": 2, "27": 1}, schema.FieldCCS: {"H": 1}, schema.FieldYear: {"2018": 1, "2022": 1, "2008": 1, "1989": 1}, schema.FieldSource: {}}},
		{"a word with a filter", Question{Words: []Word{ways("钢管")}, Filters: map[string][]string{schema.FieldStatus: {"current"}}}, map[string]map[string]int64{
			schema.FieldStatus: {"current": 2}, schema.FieldLevel: {"national": 2}, schema.FieldBody: {"GB/T": 2}, schema.FieldCountry: {"CN": 2},
			schema.FieldICS: {"77": 2, "27": 1}, schema.FieldCCS: {"H": 1}, schema.FieldYear: {"2018": 1, "2022": 1}, schema.FieldSource: {}}},
	} {
		a, err := p.Ask(t.Context(), &c.q, true)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(c.want, a.Facets); d != "" {
			t.Errorf("%s, facets of %s: %s", p.Name(), c.what, d)
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	if _, err := Open(t.Context(), "lucene", t.TempDir(), steel(t), nil); corpus.KindOf(err) != corpus.InvalidArgument || !strings.Contains(err.Error(), Bleve) {
		t.Errorf("no such peer: %v", err)
	}
	for _, name := range Names {
		if _, err := Open(t.Context(), name, t.TempDir(), source(t), nil); corpus.KindOf(err) != corpus.InvalidArgument {
			t.Errorf("%s, an empty catalogue: %v", name, err)
		}
		dir := t.TempDir()
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := Open(ctx, name, dir, steel(t), nil); !errors.Is(err, context.Canceled) {
			t.Errorf("%s, given up: %v", name, err)
		}
		if left, _ := os.ReadDir(dir); len(left) > 0 {
			t.Errorf("%s, given up, left %v", name, left)
		}
	}
	p, err := Open(t.Context(), SQLite, t.TempDir(), steel(t), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	if _, err := p.Ask(t.Context(), &Question{Filters: map[string][]string{"colour": {"red"}}}, false); corpus.KindOf(err) != corpus.InvalidArgument {
		t.Errorf("no such filter: %v", err)
	}
}

// A document has every occurrence of a term, and no terms that count others.
func TestDocument(t *testing.T) {
	var got []string
	err := each(t.Context(), steel(t), nil, func(row int64, d *document) error {
		if row == 4 {
			got = append(got, d.text(schema.TitleEN))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"seamless steel tube tube pm2 5 pm2.5"}, got); d != "" {
		t.Error(d)
	}
}

func TestChoose(t *testing.T) {
	list := func(n, k int) (out [][]int) {
		choose(n, k, func(pick []int) { out = append(out, slices.Clone(pick)) })
		return out
	}
	if d := cmp.Diff([][]int{{0, 1}, {0, 2}, {1, 2}}, list(3, 2)); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([][]int{{0, 1, 2}}, list(3, 3)); d != "" {
		t.Error(d)
	}
	if n := len(list(64, 32)); n != maxChoices {
		t.Errorf("%d ways, want %d", n, maxChoices)
	}
}
