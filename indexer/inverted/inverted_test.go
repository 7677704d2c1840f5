package inverted

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"
	index "github.com/blevesearch/bleve_index_api"
	segment "github.com/blevesearch/scorch_segment_api/v2"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var names = []string{"a", "b", "never"}

// doc is a document of the model: how often each term was added to each field.
type doc struct {
	id    string
	terms [2]map[string]int
}

func draw(t *rapid.T, label string) []doc {
	docs := make([]doc, rapid.IntRange(1, 80).Draw(t, label))
	word := rapid.SampledFrom([]string{"", "x", "xy", "钢", "钢管", "\x00", "\xff\xfe", "long enough to have a tail of its own"})
	for i := range docs {
		docs[i].id = fmt.Sprintf("%s%04d", label, (i*37+11)%1000)
		for f := range docs[i].terms {
			docs[i].terms[f] = map[string]int{}
			for range rapid.IntRange(0, 6).Draw(t, "terms") {
				docs[i].terms[f][word.Draw(t, "term")]++
			}
		}
	}
	return docs
}

// chunk gathers the documents and checks what Add tells.
func chunk(t interface{ Fatalf(string, ...any) }, c *Chunk, docs []doc) {
	c.Reset()
	for _, d := range docs {
		c.Begin(d.id)
		for f, terms := range d.terms {
			for term, n := range terms {
				for k := 1; k <= n; k++ {
					if got := c.Add(f, []byte(term)); got != k {
						t.Fatalf("Add of %q the %d. time gave %d", term, k, got)
					}
				}
			}
		}
	}
}

// lists reads a segment the way searches do: ids by term and field.
func lists(seg segment.Segment) (map[string][]string, error) {
	out := map[string][]string{}
	for _, name := range append(slices.Clone(names), "_id") {
		dict, err := seg.Dictionary(name)
		if err != nil {
			return nil, err
		}
		it := dict.AutomatonIterator(nil, nil, nil)
		for e, err := it.Next(); e != nil || err != nil; e, err = it.Next() {
			if err != nil {
				return nil, err
			}
			list, err := dict.PostingsList([]byte(e.Term), nil, nil)
			if err != nil {
				return nil, err
			}
			docs := list.Iterator(false, false, false, nil)
			for p, err := docs.Next(); p != nil || err != nil; p, err = docs.Next() {
				if err != nil {
					return nil, err
				}
				id, err := seg.DocID(p.Number())
				if err != nil {
					return nil, err
				}
				out[name+"/"+e.Term] = append(out[name+"/"+e.Term], string(id))
			}
		}
	}
	return out, nil
}

// want is what lists shall give.
func want(docs []doc) map[string][]string {
	out := map[string][]string{}
	for _, d := range docs {
		out["_id/"+d.id] = []string{d.id}
		for f, terms := range d.terms {
			for term := range terms {
				out[names[f]+"/"+term] = append(out[names[f]+"/"+term], d.id)
			}
		}
	}
	return out
}

// A segment, in memory, on disk and merged with others less some documents,
// holds exactly what was added.
func TestSegments(t *testing.T) {
	dir := t.TempDir()
	var n int
	rapid.Check(t, func(t *rapid.T) {
		c := NewChunk(names)
		var segs []segment.Segment
		var drops []*roaring.Bitmap
		var kept []doc
		for i := range rapid.IntRange(1, 4).Draw(t, "segments") {
			docs := draw(t, string(rune('p'+i)))
			chunk(t, c, docs)
			seg, _, err := plugin{}.New([]index.Document{&carrier{chunk: c}})
			if err != nil {
				t.Fatal(err)
			}
			if rapid.Bool().Draw(t, "on disk") {
				n++
				path := filepath.Join(dir, fmt.Sprint(n, ".zap"))
				if err := seg.(segment.UnpersistedSegment).Persist(path); err != nil {
					t.Fatal(err)
				}
				if seg, err = (plugin{}).Open(path); err != nil {
					t.Fatal(err)
				}
				defer seg.Close()
			}
			got, err := lists(seg)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(want(docs), got); d != "" {
				t.Fatalf("segment (-want +got):\n%s", d)
			}
			var drop *roaring.Bitmap
			if rapid.Bool().Draw(t, "drops") {
				drop = roaring.New()
			}
			for k, d := range docs {
				if drop != nil && rapid.Bool().Draw(t, "drop") {
					drop.Add(uint32(k))
				} else {
					kept = append(kept, d)
				}
			}
			segs, drops = append(segs, seg), append(drops, drop)
		}
		if len(kept) == 0 {
			return // bleve does not write segments of nothing
		}
		n++
		path := filepath.Join(dir, fmt.Sprint(n, ".zap"))
		numbers, _, err := plugin{}.Merge(segs, drops, path, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		merged, err := plugin{}.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer merged.Close()
		got, err := lists(merged)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want(kept), got); d != "" {
			t.Fatalf("merged (-want +got):\n%s", d)
		}
		next := uint64(0)
		for i, seg := range segs {
			for k := range seg.Count() {
				switch new := numbers[i][k]; {
				case drops[i] != nil && drops[i].Contains(uint32(k)):
					if new != dropped {
						t.Fatalf("document %d of segment %d was dropped and is %d", k, i, new)
					}
				case new != next:
					t.Fatalf("document %d of segment %d is %d, not %d", k, i, new, next)
				default:
					next++
				}
			}
		}
	})
}

// Small sets are written by hand; roaring must read what it would have written.
func TestSmallSet(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		set := map[uint32]bool{}
		for range 1 + r.IntN(smallSet) {
			set[r.Uint32()>>(r.UintN(32))] = true
		}
		docs := slices.Sorted(maps.Keys(set))
		b := appendSmallSet(nil, docs)
		if len(b) != smallSetSize(docs) {
			t.Fatalf("%d bytes, announced %d", len(b), smallSetSize(docs))
		}
		got := roaring.New()
		if n, err := got.FromBuffer(b); err != nil || n != int64(len(b)) {
			t.Fatalf("read %d of %d bytes: %v", n, len(b), err)
		}
		if !slices.Equal(got.ToArray(), docs) {
			t.Fatalf("%v became %v", docs, got.ToArray())
		}
	}
}

// A merge that the index tells to stop does.
func TestMergeStops(t *testing.T) {
	c := NewChunk(names)
	chunk(t, c, []doc{{id: "1", terms: [2]map[string]int{{"x": 1}, {}}}})
	seg, _, err := plugin{}.New([]index.Document{&carrier{chunk: c}})
	if err != nil {
		t.Fatal(err)
	}
	closed := make(chan struct{})
	close(closed)
	path := filepath.Join(t.TempDir(), "m.zap")
	if _, _, err := (plugin{}).Merge([]segment.Segment{seg}, nil, path, closed, nil); err != segment.ErrClosed {
		t.Errorf("merge gave %v", err)
	}
}
