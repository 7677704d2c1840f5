package sheet

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestMergesBounds: what merged areas repeat is bounded by cells and by bytes.
func TestMergesBounds(t *testing.T) {
	var m merges
	m.add(area{0, 0, 0, 0})                     // one cell
	m.add(area{5, 0, 4, 0})                     // upside down
	m.add(area{-1, 0, 4, 0})                    // outside
	m.add(area{0, 2000, 0, 2001})               // right of what is read
	m.add(area{0, 0, maxAreaCells, MaxColumns}) // everything
	m.add(area{0, 0, 0, 16383})                 // a whole row
	m.add(area{1, 0, maxMergeCells, 0})         // too many rows
	m.add(area{1, 0, 700, 1})
	want := []area{{0, 0, 0, MaxColumns - 1}, {1, 0, 700, 1}}
	if diff := cmp.Diff(want, m.areas, cmp.AllowUnexported(area{})); diff != "" {
		t.Fatal(diff)
	}
	m.settle()
	if got := len(m.fill(0, []Cell{{Text: "a"}})); got != MaxColumns {
		t.Errorf("a whole row has %d cells", got)
	}
	long := strings.Repeat("x", 1<<20)
	repeated := 0
	for row := 1; row <= 700; row++ {
		for _, c := range m.fill(row, []Cell{{Text: long}, {}}) {
			if c.Merged {
				repeated += len(c.Text)
			}
		}
	}
	if repeated > maxRepeated || repeated < maxRepeated/2 {
		t.Errorf("%d MiB repeated", repeated>>20)
	}
	if got := m.fill(3, []Cell{{Text: "b"}}); len(got) != 1 || got[0].Merged {
		t.Errorf("a row out of order is filled: %v", got)
	}
}
