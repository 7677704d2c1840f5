package indexer

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"chabiao/corpus"
)

// However the rows are ordered for writing, each comes once, those of a number
// together, and refused ones too.
func TestStageGroups(t *testing.T) {
	for _, size := range []struct{ few, window int }{{1000, 1000}, {0, 1000}, {0, 7}, {0, 1}} {
		s, err := newStage(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		defer s.close()
		s.fewRows, s.window = size.few, size.window
		s.part("a", &links{})
		const rows = 60
		for i := range rows {
			r := &staged{at: int64(i + 2), raw: fmt.Append(nil, i)}
			if i%10 == 9 {
				r.reason = "no number"
			} else {
				r.key, r.id = fmt.Sprintf("k%02d", i*7%20), fmt.Sprint("i", i*7%20)
				r.entry = &corpus.Entry{Number: r.key}
			}
			if _, _, err := s.add(r); err != nil {
				t.Fatal(err)
			}
		}
		var lines []int64
		var keys []string
		for g, err := range s.groups(context.Background()) {
			if err != nil {
				t.Fatal(err)
			}
			if g.reject != nil {
				lines = append(lines, g.reject.Line)
				continue
			}
			keys = append(keys, g.rows[0].Key)
			for i, r := range g.rows {
				if r.Key != g.rows[0].Key || i > 0 && r.Line < g.rows[i-1].Line {
					t.Errorf("%+v: group %s holds %s of line %d", size, g.rows[0].Key, r.Key, r.Line)
				}
				lines = append(lines, r.Line)
			}
		}
		if n := len(slices.Compact(slices.Sorted(slices.Values(keys)))); n != len(keys) {
			t.Errorf("%+v: %d groups of %d keys", size, len(keys), n)
		}
		if size.few == 0 && size.window >= rows && !slices.IsSorted(keys) {
			t.Errorf("%+v: keys out of order: %v", size, keys)
		}
		slices.Sort(lines)
		if len(lines) != rows || len(slices.Compact(lines)) != rows {
			t.Errorf("%+v: lines %v", size, lines)
		}
	}
}
