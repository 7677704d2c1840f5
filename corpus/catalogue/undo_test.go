package catalogue

import (
	"context"
	"errors"
	"testing"

	"chabiao/corpus"

	"github.com/google/go-cmp/cmp"
)

func TestUndoRestores(t *testing.T) {
	ctx := t.Context()
	c := openTemp(t)
	importAll(t, c, Delivery{Source: "lda"},
		`{"number":"GB/T 1-2001","title_zh":"甲","replaces":["GB/T 1-1990"],"pages":3}`,
		`{"number":"GB/T 2-2001","title_zh":"乙","status":"现行"}`)
	before := contents(t, c)
	second := importAll(t, c, Delivery{Source: "lda"},
		`{"number":"GB/T 1-2001","title_zh":"甲甲","replaces":["GB/T 1-1995","GB/T 9-1991"]}`,
		`{"number":"GB/T 2-2001","title_zh":"乙","status":"现行"}`,
		`{"number":"GB/T 3-2001","title_zh":"丙","adopts":[{"number":"ISO 3:2000","degree":"IDT"}]}`)
	after := contents(t, c)
	rev, err := c.Revision(ctx)
	if err != nil {
		t.Fatal(err)
	}

	rep, err := c.Undo(ctx, second, UndoOptions{Who: "王"})
	if err != nil {
		t.Fatal(err)
	}
	want := UndoReport{Batch: 3, Undoes: second, Revision: rev + 2, Counts: Counts{Read: 2, Changed: 1, Removed: 1}}
	if diff := cmp.Diff(want, rep); diff != "" {
		t.Errorf("report (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(before, contents(t, c)); diff != "" {
		t.Errorf("not as before:\n%s", diff)
	}
	checkSound(t, c)
	b, err := c.Batch(ctx, second)
	if err != nil || b.State != BatchUndone || b.UndoneBy != rep.Batch {
		t.Errorf("batch %+v, %v", b, err)
	}
	if _, err := c.Undo(ctx, second, UndoOptions{}); corpus.KindOf(err) != corpus.Conflict {
		t.Errorf("undone twice: %v", err)
	}
	var deleted []string
	for r, err := range c.Changes(ctx, rev, 10) {
		if err != nil {
			t.Fatal(err)
		}
		if r.Deleted {
			deleted = append(deleted, r.ID)
		}
	}
	if diff := cmp.Diff([]string{"gb-t-3-2001"}, deleted); diff != "" {
		t.Errorf("the index is not told what is gone:\n%s", diff)
	}

	again, err := c.Undo(ctx, rep.Batch, UndoOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(Counts{Read: 2, New: 1, Changed: 1}, again.Counts); diff != "" {
		t.Errorf("counts of the undo's undo:\n%s", diff)
	}
	if diff := cmp.Diff(after, contents(t, c)); diff != "" {
		t.Errorf("not laid on again:\n%s", diff)
	}
	if b, err := c.Batch(ctx, second); err != nil || b.State != BatchDone || b.UndoneBy != 0 {
		t.Errorf("batch %+v, %v", b, err)
	}
	if _, err := c.Undo(ctx, rep.Batch, UndoOptions{}); corpus.KindOf(err) != corpus.Conflict {
		t.Errorf("an undo that has been undone is undone: %v", err)
	}
	checkSound(t, c)
}

func TestUndoConflict(t *testing.T) {
	base := `{"number":"GB/T 1-2001","title_zh":"旧","pages":1,"keywords":["a"],"origin":"x","status":"现行"}`
	first := `{"number":"GB/T 1-2001","title_zh":"新","title_en":"New","pages":2,"origin":"y","keywords":["b"],"status":"废止"}`
	cases := []struct {
		name, later string
		want        string // after a forced undo of first
	}{
		{"later changed another field", `{"number":"GB/T 1-2001","url":"http://u"}`,
			`{"number":"GB/T 1-2001","title_zh":"旧","status":"current","status_raw":"现行","keywords":["a"],"pages":1,"url":"http://u","extra":{"origin":"x"}}`},
		{"later changed the same field", `{"number":"GB/T 1-2001","title_zh":"最新","keywords":["c"]}`,
			`{"number":"GB/T 1-2001","title_zh":"最新","status":"current","status_raw":"现行","keywords":["c"],"pages":1,"extra":{"origin":"x"}}`},
		{"map keys one by one", `{"number":"GB/T 1-2001","title_en":"Newest","origin":"z","place":"p"}`,
			`{"number":"GB/T 1-2001","title_zh":"旧","title_en":"Newest","status":"current","status_raw":"现行","keywords":["a"],"pages":1,"extra":{"origin":"z","place":"p"}}`},
		{"later status stays with its word", `{"number":"GB/T 1-2001","status":"作废"}`,
			`{"number":"GB/T 1-2001","title_zh":"旧","status":"withdrawn","status_raw":"作废","keywords":["a"],"pages":1,"extra":{"origin":"x"}}`},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			ctx := t.Context()
			c := openTemp(t)
			importAll(t, c, Delivery{}, base)
			id := importAll(t, c, Delivery{}, first)
			later := importAll(t, c, Delivery{}, tc.later)
			held := contents(t, c)

			_, err := c.Undo(ctx, id, UndoOptions{})
			var conflict *UndoConflict
			if !errors.As(err, &conflict) || corpus.KindOf(err) != corpus.Conflict {
				t.Fatalf("no conflict: %v", err)
			}
			want := &UndoConflict{Batch: id, Total: 1, Entries: []ConflictEntry{{"gb-t-1-2001", "GB/T 1-2001", later}}}
			if diff := cmp.Diff(want, conflict); diff != "" {
				t.Errorf("conflict:\n%s", diff)
			}
			if diff := cmp.Diff(held, contents(t, c)); diff != "" {
				t.Errorf("a refused undo changed something:\n%s", diff)
			}
			if b, err := c.Batch(ctx, id); err != nil || b.State != BatchDone {
				t.Errorf("a refused undo left %+v, %v", b, err)
			}
			rep, err := c.Undo(ctx, id, UndoOptions{Force: true})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(map[string]string{"GB/T 1-2001": tc.want}, dump(t, c)); diff != "" {
				t.Errorf("forced:\n%s", diff)
			}
			checkSound(t, c)
			// Both undone, in whatever order, is as if neither had been.
			if _, err := c.Undo(ctx, later, UndoOptions{}); err != nil {
				t.Fatalf("the later one: %v", err)
			}
			wantBase := `{"number":"GB/T 1-2001","title_zh":"旧","status":"current","status_raw":"现行","keywords":["a"],"pages":1,"extra":{"origin":"x"}}`
			if diff := cmp.Diff(map[string]string{"GB/T 1-2001": wantBase}, dump(t, c)); diff != "" {
				t.Errorf("both undone:\n%s", diff)
			}
			if _, err := c.Undo(ctx, rep.Batch, UndoOptions{}); err != nil {
				t.Fatalf("lay the first one on again: %v", err)
			}
			checkSound(t, c)
		})
	}
}

func TestForcedUndoOfCreation(t *testing.T) {
	ctx := t.Context()
	c := openTemp(t)
	id := importAll(t, c, Delivery{}, `{"number":"GB/T 1-2001","title_zh":"甲","pages":1}`, `{"number":"GB/T 2-2001"}`)
	later := importAll(t, c, Delivery{}, `{"number":"GB/T 1-2001","pages":7}`)
	if _, err := c.Undo(ctx, id, UndoOptions{Force: true}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]string{"GB/T 1-2001": `{"number":"GB/T 1-2001","pages":7}`}, dump(t, c)); diff != "" {
		t.Errorf("what the later batch built on stays:\n%s", diff)
	}
	if _, err := c.Undo(ctx, later, UndoOptions{}); err != nil {
		t.Fatal(err)
	}
	if n := countOf(t, c); n != 0 {
		t.Errorf("%d entries are left that nobody gives", n)
	}
	checkSound(t, c)
	back := importAll(t, c, Delivery{}, `{"number":"GB/T 1-2001","title_zh":"回"}`)
	if b, err := c.Batch(ctx, back); err != nil || b.New != 1 {
		t.Errorf("a deleted entry that comes back is new: %+v, %v", b.Counts, err)
	}
	checkSound(t, c)
}

// An undo that stops after every transaction, whose process dies, ends as one
// that runs through.
func TestUndoGoesOn(t *testing.T) {
	ctx := t.Context()
	dir := t.TempDir()
	c := openTest(t, dir)
	defer func() { c.Close() }()
	first := syntheticGroups(t, 100, 3)
	var ids []int64
	for _, gs := range [][]Group{first[:60], first} {
		id, err := c.Begin(ctx, Delivery{Source: "s"})
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range gs[:20] {
			g[0].Entry = g[0].Entry.Clone()
			g[0].Entry.Pages += int(id)
		}
		if _, err := c.Apply(ctx, id, gs, nil); err != nil {
			t.Fatal(err)
		}
		if err := c.FinishBatch(id, nil); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	plain := t.TempDir()
	copyFiles(t, dir, plain)
	through := openTest(t, plain)
	defer through.Close()
	rep, err := through.Undo(ctx, ids[1], UndoOptions{})
	if err != nil {
		t.Fatal(err)
	}
	want := contents(t, through)

	stops := 0
	for done := false; !done; {
		c.undoChunk = 7
		stop, cancel := context.WithCancel(ctx)
		seen := [2]int64{}
		got, err := c.Undo(stop, ids[1], UndoOptions{Progress: func(d, total int64) { seen = [2]int64{d, total}; cancel() }})
		cancel()
		switch {
		case err == nil:
			done = true
			if diff := cmp.Diff(rep, got); diff != "" {
				t.Errorf("report:\n%s", diff)
			}
		case !errors.Is(err, context.Canceled):
			t.Fatal(err)
		case seen[0] != int64(stops+1)*7 || seen[1] != 60:
			t.Errorf("progress %v after %d transactions", seen, stops+1)
		}
		if done {
			break
		}
		stops++
		b, err := c.Batch(ctx, ids[1])
		if err != nil || b.State != BatchUndoing {
			t.Fatalf("stopped in the middle: %+v, %v", b, err)
		}
		if _, err := c.Undo(ctx, ids[0], UndoOptions{Force: true}); corpus.KindOf(err) != corpus.Conflict {
			t.Fatalf("another undo meanwhile: %v", err)
		}
		other, err := c.Begin(ctx, Delivery{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.Apply(ctx, other, first[:1], nil); corpus.KindOf(err) != corpus.Conflict {
			t.Fatalf("an import meanwhile: %v", err)
		}
		if _, err := c.w.Exec(`DELETE FROM batch WHERE id = ?`, other); err != nil {
			t.Fatal(err)
		}
		// The files as they lie are what a crash would leave.
		crashed := t.TempDir()
		copyFiles(t, dir, crashed)
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
		dir = crashed
		c = openTest(t, dir)
		if _, err := c.w.Exec(`UPDATE batch SET state = 'running' WHERE mode = 'undo' AND state = 'interrupted'`); err != nil { // as kill -9 leaves it
			t.Fatal(err)
		}
		if closed, err := c.CloseInterrupted(ctx); err != nil || len(closed) != 0 {
			t.Fatalf("closed %v, %v", closed, err)
		}
		if open, err := c.OpenBatches(ctx); err != nil || len(open) != 1 || open[0].ID != ids[1] {
			t.Fatalf("open batches %v, %v", open, err)
		}
	}
	if stops < 5 {
		t.Errorf("stopped %d times only", stops)
	}
	if diff := cmp.Diff(want, contents(t, c)); diff != "" {
		t.Errorf("an undo in pieces ends elsewhere:\n%s", diff)
	}
	checkSound(t, c)
}
