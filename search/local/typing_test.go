package local

import (
	"math/rand/v2"
	"testing"

	"chabiao/corpus/number"

	"github.com/google/go-cmp/cmp"
)

// What is shown of a number being typed is the same as if all that it may become
// had been looked at.
func TestTypedStopsEarly(t *testing.T) {
	e := generated(t, 20000)
	s, err := e.open()
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	rng := rand.New(rand.NewPCG(11, 12))
	list, err := e.cat.ByRows(t.Context(), []int64{1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377, 610, 987, 1597, 2584, 4181, 6765, 10946, 17711})
	if err != nil {
		t.Fatal(err)
	}
	tried := 0
	for _, r := range present(list) {
		runes := []rune(r.Entry.Number)
		for i := 2; i <= len(runes); i++ {
			n, err := number.Parse(string(runes[:i]))
			if err != nil || n.Body() == "" || n.Year() != 0 {
				continue
			}
			size := 1 + rng.IntN(12)
			short, err := s.typed(&n, size, size)
			if err != nil {
				t.Fatal(err)
			}
			long, err := s.typed(&n, size, maxTyped*size)
			if err != nil {
				t.Fatal(err)
			}
			rows := func(docs []found) (out []uint32) {
				for _, f := range docs[:min(len(docs), size)] {
					out = append(out, f.row())
				}
				return out
			}
			if d := cmp.Diff(rows(long), rows(short)); d != "" {
				t.Errorf("%q, %d of them: %s", string(runes[:i]), size, d)
			}
			tried++
		}
	}
	if tried < 20 {
		t.Errorf("%d numbers tried only", tried)
	}
}
