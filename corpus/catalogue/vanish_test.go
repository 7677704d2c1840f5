package catalogue

import (
	"encoding/json"
	"testing"
	"unicode/utf8"

	"chabiao/corpus"

	"github.com/google/go-cmp/cmp"
)

func vanishedFrom(t tester, c *Catalogue) map[string]string {
	t.Helper()
	out := make(map[string]string)
	for r, err := range c.All(t.(*testing.T).Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if raw := r.Entry.Extra[VanishedKey]; raw != nil {
			var list []vanishedMark
			if err := json.Unmarshal(raw, &list); err != nil {
				t.Fatal(err)
			}
			for _, m := range list {
				if len(m.Date) != len("2026-01-02") || m.Batch == 0 {
					t.Fatalf("mark %+v", m)
				}
				out[r.Entry.Number] += m.Source + ";"
			}
		}
	}
	return out
}

func TestReplaceSource(t *testing.T) {
	ctx := t.Context()
	c := openTemp(t)
	const one, two, three = `{"number":"GB/T 1-2001","status":"现行"}`, `{"number":"GB/T 2-2001","status":"现行"}`, `{"number":"GB/T 3-2001"}`
	// 9 came before sources were named, and says itself where it is from.
	importAll(t, c, Delivery{}, `{"number":"GB/T 9-2001","source":"lda"}`, `{"number":"GB/T 8-2001","source":"other"}`)
	importAll(t, c, Delivery{Source: "lda", Mode: ModeReplace}, one, two, three, `{"number":"GB/T 9-2001"}`)
	importAll(t, c, Delivery{Source: "cnis"}, two, three)
	if got := vanishedFrom(t, c); len(got) != 0 {
		t.Fatalf("vanished too early: %v", got)
	}
	before := contents(t, c)

	id := importAll(t, c, Delivery{Source: "lda", Mode: ModeReplace}, one)
	want := map[string]string{"GB/T 2-2001": "lda;", "GB/T 3-2001": "lda;", "GB/T 9-2001": "lda;"}
	if diff := cmp.Diff(want, vanishedFrom(t, c)); diff != "" {
		t.Errorf("vanished:\n%s", diff)
	}
	b, err := c.Batch(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(Counts{Read: 1, Unchanged: 1, Vanished: 3}, b.Counts); diff != "" {
		t.Errorf("counts:\n%s", diff)
	}
	if r, err := c.ByID(ctx, "gb-t-2-2001"); err != nil || r.Entry.Status != corpus.StatusCurrent {
		t.Errorf("a vanished entry keeps its status: %+v, %v", r, err)
	}
	if again := importAll(t, c, Delivery{Source: "lda", Mode: ModeReplace}, one); again == 0 {
		t.Fatal("no batch")
	} else if b, err := c.Batch(ctx, again); err != nil || b.Vanished != 0 || b.Unchanged != 1 {
		t.Errorf("the same delivery again: %+v, %v", b.Counts, err)
	}
	importAll(t, c, Delivery{Source: "cnis", Mode: ModeReplace}, three)
	want["GB/T 2-2001"] = "lda;cnis;"
	if diff := cmp.Diff(want, vanishedFrom(t, c)); diff != "" {
		t.Errorf("from two sources:\n%s", diff)
	}
	// Back in lda: that mark goes, the other stays.
	back := importAll(t, c, Delivery{Source: "lda"}, two)
	want["GB/T 2-2001"] = "cnis;"
	if diff := cmp.Diff(want, vanishedFrom(t, c)); diff != "" {
		t.Errorf("back again:\n%s", diff)
	}
	if b, err := c.Batch(ctx, back); err != nil || b.Changed != 1 {
		t.Errorf("coming back is a change: %+v, %v", b.Counts, err)
	}
	checkSound(t, c)
	for _, undo := range []int64{back, 6, 5, id} {
		if _, err := c.Undo(ctx, undo, UndoOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(before, contents(t, c)); diff != "" {
		t.Errorf("undone:\n%s", diff)
	}
	checkSound(t, c)
}

// The mark names the newest batch that counts: where that one is taken back,
// it goes back to the older one that had found the same entry vanished, which
// is a change like any other.
func TestUndoOfVanishingTwice(t *testing.T) {
	ctx := t.Context()
	c := openTemp(t)
	importAll(t, c, Delivery{Source: "a"}, `{"number":"GB/T 1-2001"}`, `{"number":"GB/T 2-2001"}`)
	first := importAll(t, c, Delivery{Source: "a", Mode: ModeReplace}, `{"number":"GB/T 2-2001"}`)
	before := dump(t, c)
	undone, err := c.Undo(ctx, first, UndoOptions{})
	if err != nil {
		t.Fatal(err)
	}
	second := importAll(t, c, Delivery{Source: "a", Mode: ModeReplace}, `{"number":"GB/T 2-2001"}`)
	after := dump(t, c)
	if _, err := c.Undo(ctx, undone.Batch, UndoOptions{Force: true}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(after, dump(t, c)); diff != "" {
		t.Errorf("the newer batch's mark stays:\n%s", diff)
	}
	rep, err := c.Undo(ctx, second, UndoOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(Counts{Read: 1, Changed: 1}, rep.Counts); diff != "" {
		t.Errorf("counts:\n%s", diff)
	}
	if diff := cmp.Diff(before, dump(t, c)); diff != "" {
		t.Errorf("the older batch's mark:\n%s", diff)
	}
	checkSound(t, c)
}

func TestForcedUndoOfVanishing(t *testing.T) {
	ctx := t.Context()
	c := openTemp(t)
	importAll(t, c, Delivery{Source: "a"}, `{"number":"GB/T 1-2001"}`)
	importAll(t, c, Delivery{Source: "b"}, `{"number":"GB/T 1-2001"}`)
	first := importAll(t, c, Delivery{Source: "a", Mode: ModeReplace}, `{"number":"GB/T 2-2001"}`)
	importAll(t, c, Delivery{Source: "b", Mode: ModeReplace}, `{"number":"GB/T 3-2001"}`)
	if _, err := c.Undo(ctx, first, UndoOptions{Force: true}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]string{"GB/T 1-2001": "b;"}, vanishedFrom(t, c)); diff != "" {
		t.Errorf("marks go one by one:\n%s", diff)
	}
	if diff := cmp.Diff(map[string][]string{"a": {row(t, 1, `{"number":"GB/T 1-2001"}`).Key}, "b": {row(t, 1, `{"number":"GB/T 3-2001"}`).Key}}, membersOf(t, c)); diff != "" {
		t.Errorf("members:\n%s", diff)
	}
}

// Killed inside Vanish and laid again, the count is that of one run.
func TestVanishGoesOn(t *testing.T) {
	ctx := t.Context()
	c := openTemp(t)
	gs := syntheticGroups(t, 50, 5)
	id, err := c.Begin(ctx, Delivery{Source: "s"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Apply(ctx, id, gs, nil); err != nil {
		t.Fatal(err)
	}
	if err := c.FinishBatch(id, nil); err != nil {
		t.Fatal(err)
	}
	seen := seenIn(gs[:10])
	if n, err := c.WouldVanish(ctx, "s", seen); err != nil || n != 40 {
		t.Fatalf("would vanish: %d, %v", n, err)
	}
	if n, err := c.WouldVanish(ctx, "nobody", seen); err != nil || n != 0 {
		t.Fatalf("would vanish from nobody: %d, %v", n, err)
	}
	if id, err = c.Begin(ctx, Delivery{Source: "s", Mode: ModeReplace}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Apply(ctx, id, gs[:10], nil); err != nil {
		t.Fatal(err)
	}
	c.walkChunk = 6
	// What a kill after some transactions leaves: marks, but not all.
	var n Counts
	for after, i := int64(0), 0; i < 4; i++ {
		if after, err = c.vanishSome(ctx, id, "s", after, seen, &n); err != nil {
			t.Fatal(err)
		}
	}
	if n.Vanished == 0 || n.Vanished == 40 {
		t.Fatalf("%d vanished in the middle", n.Vanished)
	}
	if _, err := c.CloseInterrupted(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Vanish(ctx, id, "s", seen); corpus.KindOf(err) != corpus.Conflict {
		t.Fatalf("an interrupted batch is written: %v", err)
	}
	if _, err := c.Reopen(ctx, id); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Apply(ctx, id, gs[:10], nil); err != nil {
		t.Fatal(err)
	}
	for range 2 { // a second call counts the same
		got, err := c.Vanish(ctx, id, "s", seen)
		if err != nil || got.Vanished != 40 {
			t.Fatalf("vanished %+v, %v", got, err)
		}
	}
	if b, err := c.Batch(ctx, id); err != nil || b.Vanished != 40 || b.Unchanged != 10 {
		t.Errorf("counts %+v, %v", b.Counts, err)
	}
	if _, err := c.Vanish(ctx, id, "other", seen); corpus.KindOf(err) != corpus.InvalidArgument {
		t.Errorf("another source: %v", err)
	}
	checkSound(t, c)
}

func FuzzMarks(f *testing.F) {
	f.Add(`[{"source":"a","date":"2026-01-01","batch":1}]`, "a")
	f.Add(`{"source":"a"}`, "b")
	f.Add(`not JSON`, "a")
	f.Add(`[1,null,"x",{"source":""}]`, "b")
	f.Fuzz(func(t *testing.T, raw, source string) {
		if source == "" || !utf8.ValidString(source) {
			return // Begin refuses such a name
		}
		e := &corpus.Entry{Number: "GB/T 1", Extra: map[string]json.RawMessage{VanishedKey: json.RawMessage(raw)}}
		m, err := vanished(e, vanishedMark{Source: source, Date: "2026-01-01", Batch: 2})
		if err != nil {
			t.Fatal(err)
		}
		if string(e.Extra[VanishedKey]) != raw {
			t.Fatal("the argument was changed")
		}
		if !json.Valid(m.Extra[VanishedKey]) || !vanishedBy(m, 2) {
			t.Fatalf("%q gives %q", raw, m.Extra[VanishedKey])
		}
		if back := cameBack(m, source); vanishedBy(back, 2) && !vanishedBy(e, 2) {
			t.Fatalf("%q does not go: %q", source, back.Extra[VanishedKey])
		}
	})
}

func FuzzRecord(f *testing.F) {
	f.Add(EncodeEntry(nil, &corpus.Entry{Number: "GB/T 1", Source: "lda", Titles: map[string]string{"zh": "甲"}}))
	f.Add([]byte{0xff, 0xff})
	f.Fuzz(func(t *testing.T, b []byte) {
		e, err := DecodeEntry(b)
		if err != nil {
			return
		}
		once := EncodeEntry(nil, e)
		if got := recordSource(once); got != e.Source {
			t.Fatalf("source %q, decoded %q", got, e.Source)
		}
		again, err := DecodeEntry(once)
		if err != nil || len(Diff(e, again)) != 0 {
			t.Fatalf("written and read again: %v, %v", Diff(e, again), err)
		}
	})
}
