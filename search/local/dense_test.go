package local

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"
)

// What arrays of bits and roaring find is what counting document by document does.
func TestOverlap(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	dense, few := 0, 0
	for range 300 {
		sets, _ := randomSets(rng)
		sets = slices.DeleteFunc(sets, func(s *roaring.Bitmap) bool { return s == nil })
		if rng.IntN(2) == 0 { // small ones only
			for i, s := range sets {
				sets[i] = roaring.And(s, roaring.BitmapOf(1, 2, 3, 65535, 65536, 199999, rng.Uint32N(200000)))
			}
		}
		count := make(map[uint32]int)
		for _, s := range sets {
			eachDoc(s, func(doc uint32) { count[doc]++ })
		}
		o := overlap{sets: sets}
		for n := 1; n <= len(sets)+1; n++ {
			want := roaring.New()
			for doc, k := range count {
				if k >= n {
					want.Add(doc)
				}
			}
			if got := o.atLeast(n); !got.Equals(want) {
				t.Fatalf("at least %d of %d sets: %d documents, want %d", n, len(sets), got.GetCardinality(), want.GetCardinality())
			}
		}
		if o.planes != nil {
			dense++
		} else {
			few++
		}
		o.release()
		for _, s := range sets {
			if got := plain(s); !got.Equals(s) || got.HasRunCompression() {
				t.Fatalf("a set of %d documents has %d without runs, runs left: %v", s.GetCardinality(), got.GetCardinality(), got.HasRunCompression())
			}
		}
	}
	if dense == 0 || few == 0 {
		t.Errorf("%d by arrays, %d by roaring: both must be tried", dense, few)
	}
}
