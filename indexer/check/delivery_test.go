package check

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"chabiao/corpus"
	"chabiao/corpus/number"
	"chabiao/indexer/problem"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// having is a catalogue that has the standards of these keys.
type having map[string]bool

func (h having) Exists(_ context.Context, keys []string) (map[string]bool, error) {
	out := make(map[string]bool)
	for _, k := range keys {
		out[k] = h[k]
	}
	return out, nil
}

// standard is a row: "1 current < 2 > 3" is number 1, which replaces 2 and is
// replaced by 3.
func standard(t interface{ Fatal(...any) }, text string) (string, *corpus.Entry) {
	words := strings.Fields(text)
	e := &corpus.Entry{Number: nameOf(words[0])}
	for i := 1; i < len(words); i++ {
		switch words[i] {
		case "<":
			i++
			e.Replaces = append(e.Replaces, nameOf(words[i]))
		case ">":
			i++
			e.ReplacedBy = append(e.ReplacedBy, nameOf(words[i]))
		case "~":
			i++
			e.References = append(e.References, nameOf(words[i]))
		default:
			s, ok := corpus.ParseStatus(words[i])
			if !ok {
				t.Fatal("no status", words[i])
			}
			e.Status = s
		}
	}
	n, err := number.Parse(e.Number)
	if err != nil {
		t.Fatal(err)
	}
	return n.Key(), e
}

func nameOf(n string) string { return "GB/T " + n + "-2000" }

// told adds rows and gives what is told of them: row, kind, value, became, with
// the numbers short again.
func told(t interface{ Fatal(...any) }, cat Catalogue, rows ...string) []string {
	d := NewDelivery()
	var numbers []string
	for i, text := range rows {
		key, e := standard(t, text)
		d.Add(uint32(i), key, e)
		numbers = append(numbers, e.Number)
	}
	out := []string{}
	short := strings.NewReplacer("GB/T ", "", "-2000", "")
	err := d.Finish(context.Background(), cat, func(row uint32) string { return numbers[row] }, func(row uint32, n problem.Note) {
		out = append(out, strings.TrimRight(fmt.Sprintf("%d %s %s: %s %s", row, n.Field, n.Kind, short.Replace(n.Value), short.Replace(n.Became)), " "))
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestDelivery(t *testing.T) {
	var long []string
	for i := 1; i < 5000; i++ {
		long = append(long, fmt.Sprintf("%d superseded > %d", i, i+1))
	}
	long = append(long, "5000 current")
	for _, tt := range []struct {
		name string
		rows []string
		want []string
	}{
		{"circle of two", []string{"1 < 2", "2 < 1"}, []string{"0 replaced_by replacement_cycle: 1 → 2 → 1"}},
		{"circle of two, edges both ways", []string{"1 < 2 > 2", "2"}, []string{"0 replaced_by replacement_cycle: 1 → 2 → 1"}},
		{"the same edge said from both ends is no circle", []string{"1 superseded > 2", "2 current < 1"}, []string{}},
		{"circle of three", []string{"1 > 2", "2 > 3", "3 > 1"}, []string{"0 replaced_by replacement_cycle: 1 → 2 → 3 → 1"}},
		{"circle of three the other way round", []string{"1 < 2", "2 < 3", "3 < 1"}, []string{"0 replaced_by replacement_cycle: 1 → 3 → 2 → 1"}},
		{"two circles", []string{"3 < 4", "1 < 2", "2 < 1", "4 < 3"}, []string{"0 replaced_by replacement_cycle: 3 → 4 → 3", "1 replaced_by replacement_cycle: 1 → 2 → 1"}},
		{"a tail of a circle is not in it", []string{"9 > 1", "1 > 2", "2 > 1", "8 < 2"}, []string{"1 replaced_by replacement_cycle: 1 → 2 → 1"}},
		{"a diamond is no circle", []string{"1 superseded > 2 > 3", "2 superseded > 4", "3 superseded > 4", "4 current"}, []string{}},
		{"a long chain is no circle", long, []string{}},
		{"a long circle is told in short", append(long[:19:19], "20 > 1"), []string{"0 replaced_by replacement_cycle: 1 → 2 → 3 → 4 → 5 → 6 → 7 → 8 → 9 → 10 → 11 → 12 → …"}},
		{"itself", []string{"1 current < 1 > 1"}, []string{}}, // told of the row by itself

		{"replaced, but in force", []string{"1 current", "2 current < 1"}, []string{"0 status replaced_but_in_force: 1 2"}},
		{"replaced by two, told once", []string{"2 current < 1", "1 current", "3 current < 1"}, []string{"1 status replaced_but_in_force: 1 2"}},
		{"its own row says so already", []string{"1 current > 2", "2 current < 1"}, []string{}},
		{"its successor is still to come", []string{"1 current", "2 upcoming < 1"}, []string{}},
		{"its successor is gone", []string{"1 current", "2 withdrawn < 1"}, []string{}},
		{"superseded as it should be", []string{"1 superseded", "2 current < 1"}, []string{}},

		{"unknown to all", []string{"1 < 77"}, []string{"0 replaces relation_unknown: 77"}},
		{"unknown to all, told once", []string{"1 < 77", "2 ~ 77"}, []string{"0 replaces relation_unknown: 77"}},
		{"known to the catalogue", []string{"1 < 88"}, []string{}},
		{"in the delivery, before or behind", []string{"1", "2 ~ 1 ~ 3", "3"}, []string{}},
	} {
		key, _ := standard(t, "88")
		if diff := cmp.Diff(tt.want, told(t, having{key: true}, tt.rows...)); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
}

// refusing is a catalogue that fails.
type refusing struct{}

var errRefused = errors.New("refused")

func (refusing) Exists(context.Context, []string) (map[string]bool, error) { return nil, errRefused }

func TestCatalogueFails(t *testing.T) {
	d := NewDelivery()
	key, e := standard(t, "1 < 2")
	d.Add(0, key, e)
	err := d.Finish(context.Background(), refusing{}, func(uint32) string { return "" }, func(uint32, problem.Note) {})
	if !errors.Is(err, errRefused) {
		t.Errorf("got %v", err)
	}
}

// TestCirclesAgainstSearch holds the circles that are told to those of a search
// from every standard: one for each set of standards that reach each other,
// shown as a way along edges that are there.
func TestCirclesAgainstSearch(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const most = 7
		n := rapid.IntRange(1, most).Draw(t, "standards")
		var next [most][most]bool
		var rows []string
		for i := range n {
			row := fmt.Sprint(i)
			for range rapid.IntRange(0, 3).Draw(t, "edges") {
				other := rapid.IntRange(0, n-1).Draw(t, "other")
				if rapid.Bool().Draw(t, "by") {
					row += fmt.Sprint(" > ", other)
					next[i][other] = true
				} else {
					row += fmt.Sprint(" < ", other)
					next[other][i] = true
				}
			}
			rows = append(rows, row)
		}
		var reach [most][most]bool
		var walk func(from, at int)
		walk = func(from, at int) {
			for w := range n {
				if next[at][w] && w != at && !reach[from][w] {
					reach[from][w] = true
					walk(from, w)
				}
			}
		}
		for i := range n {
			walk(i, i)
		}
		var want []int // the first of every set
		for i := range n {
			if reach[i][i] && !slices.ContainsFunc(want, func(w int) bool { return reach[w][i] && reach[i][w] }) {
				want = append(want, i)
			}
		}
		var got []int
		for _, text := range told(t, having{}, rows...) {
			var row int
			if _, err := fmt.Sscan(text, &row); err != nil {
				t.Fatal(err)
			}
			got = append(got, row)
			_, way, _ := strings.Cut(text, ": ")
			at := -1
			for _, name := range strings.Split(way, " → ") {
				var v int
				if _, err := fmt.Sscan(name, &v); err != nil {
					t.Fatal(err)
				}
				if at >= 0 && !next[at][v] {
					t.Fatalf("%s: %d is not replaced by %d", text, at, v)
				}
				at = v
			}
			if at != row {
				t.Fatalf("%s does not come back", text)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("rows %q: %s", rows, diff)
		}
	})
}
