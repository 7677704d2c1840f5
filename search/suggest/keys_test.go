package suggest

import (
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// The heaviest of any stretch of keys are those that sorting finds.
func TestHeaviest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfNDistinct(rapid.StringOfN(rapid.RuneFrom([]rune("ab质量")), 1, 6, -1), 0, 300, rapid.ID[string]).Draw(t, "keys")
		slices.Sort(list)
		m := newKeys(len(list))
		weight := make([]uint32, len(list))
		for i, key := range list {
			m.add(key)
			weight[i] = rapid.Uint32Range(0, 9).Draw(t, "weight")
		}
		k := m.done()
		k.plant(weight)

		prefix := rapid.StringOfN(rapid.RuneFrom([]rune("ab质量")), 0, 3, -1).Draw(t, "prefix")
		var want []uint32
		for i, key := range list {
			if strings.HasPrefix(key, prefix) && weight[i] > 0 {
				want = append(want, uint32(i))
			}
		}
		sort.SliceStable(want, func(a, b int) bool { return weight[want[a]] > weight[want[b]] })
		lo, hi := k.span(prefix)
		if diff := cmp.Diff(want, slices.Collect(k.heaviest(lo, hi, weight))); diff != "" {
			t.Errorf("keys that begin with %q (-want +got):\n%s", prefix, diff)
		}
		for i, key := range list {
			lo, hi := k.span(key)
			if lo != i || k.equal(lo, hi, key) != i+1 {
				t.Errorf("key %q stands at %d, found %d to %d", key, i, lo, k.equal(lo, hi, key))
			}
		}
	})
}
