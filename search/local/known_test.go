package local

import (
	"math/rand/v2"
	"strconv"
	"testing"

	"chabiao/corpus/class"
	seg "chabiao/corpus/segment"

	"github.com/RoaringBitmap/roaring/v2"
)

// Words with other lists are told apart.
func TestSignature(t *testing.T) {
	seen := make(map[string]int)
	for i, u := range []seg.Unit{
		{Terms: []string{"a", "b"}},
		{Terms: []string{"ab"}},
		{Terms: []string{"ab"}, Prefix: true},
		{Terms: []string{"a"}, Also: []seg.Alternative{{Terms: []string{"b"}, Weight: 1}}},
		{Terms: []string{"a"}, Also: []seg.Alternative{{Terms: []string{"b"}, Weight: 0.5}}},
		{Terms: []string{"a"}, Also: []seg.Alternative{{Terms: []string{"b", "c"}, Weight: 1}}},
		{Terms: []string{"a"}, Also: []seg.Alternative{{Terms: []string{"b"}, Weight: 1}, {Terms: []string{"c"}, Weight: 1}}},
		{Terms: []string{"a"}, Classes: []class.Ref{{Scheme: class.ICS, Code: "13.060"}}},
		{Terms: []string{"a"}, Classes: []class.Ref{{Scheme: class.CCS, Code: "A12"}}},
	} {
		key := signature(&u)
		if before, ok := seen[key]; ok {
			t.Errorf("words %d and %d look alike: %q", before, i, key)
		}
		seen[key] = i
		u.Text, u.Optional, u.Start, u.Weak = "x", true, 3, true // what decides nothing
		if signature(&u) != key {
			t.Errorf("word %d looks otherwise where it only stands elsewhere", i)
		}
	}
}

// Lists are kept up to a bound, those asked for last.
func TestKnownLists(t *testing.T) {
	k := newKnownLists(0)
	rng := rand.New(rand.NewPCG(5, 6))
	for i := range 3000 {
		docs := roaring.New()
		for range rng.IntN(20000) {
			docs.Add(rng.Uint32N(1 << 20))
		}
		key := strconv.Itoa(i)
		k.put(key, &lists{own: docs, any: docs})
		if k.size() > k.most {
			t.Fatalf("%d bytes are kept, %d allowed", k.size(), k.most)
		}
		if i > 10 && k.get("0") == nil && i < 15 {
			t.Fatal("what is asked for all the time is gone")
		}
		if i == 20 && k.get("20") == nil {
			t.Error("what was put last is not there")
		}
	}
	if len(k.byKey) != k.order.Len() || len(k.byKey) == 0 || k.get("1") != nil {
		t.Errorf("%d words by key, %d in order; the oldest is there: %v", len(k.byKey), k.order.Len(), k.get("1") != nil)
	}
	sum := 0
	for e := k.order.Front(); e != nil; e = e.Next() {
		sum += e.Value.(*knownWord).bytes
	}
	if sum != k.size() {
		t.Errorf("%d bytes are counted, %d are there", k.size(), sum)
	}
}
