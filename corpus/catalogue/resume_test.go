package catalogue

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"

	"chabiao/corpus"

	"github.com/google/go-cmp/cmp"
)

// delivery is a batch in several transactions: new, changed, unchanged and
// rejected rows, and numbers with two rows.
func delivery(t tester) (parts [][]Group, rejects [][]Reject) {
	two := func(line int64, a, b string, secondFile int) Group {
		g := Group{row(t, line, a), row(t, line+1, b)}
		g[1].File = secondFile
		return g
	}
	parts = [][]Group{
		{{row(t, 1, `{"number":"GB/T 1-2001","title_zh":"新","replaces":["GB/T 1-1990"]}`)}, {row(t, 2, `{"number":"GB/T 5-2001","title_zh":"五"}`)}},
		{two(3, `{"number":"GB/T 6-2001","title_zh":"六"}`, `{"number":"GB/T 6-2001","pages":6}`, 1),
			two(5, `{"number":"GB/T 2-2001","pages":9}`, `{"number":"GB/T 2-2001","title_zh":"乙"}`, 0)},
		{{row(t, 7, `{"number":"GB/T 3-2001","title_zh":"丙"}`)}, two(8, `{"number":"GB/T 1-2002","pages":1}`, `{"number":"GB/T 1-2002","pages":2}`, 0)},
	}
	parts[0][0][0].Warnings = 2
	rejects = [][]Reject{{{Line: 10, File: "a.csv", At: 4, Reason: "no number"}}, nil, {{Line: 11, File: "a.csv", At: 5, Reason: "no number"}}}
	return parts, rejects
}

func catalogueBefore(t *testing.T) *Catalogue {
	c := openTemp(t)
	importAll(t, c, Delivery{}, `{"number":"GB/T 1-2001","title_zh":"旧","replaces":["GB/T 1-1980"]}`, `{"number":"GB/T 2-2001","title_zh":"乙"}`, `{"number":"GB/T 3-2001","title_zh":"丙"}`)
	return c
}

func layParts(t *testing.T, c *Catalogue, id int64, parts [][]Group, rejects [][]Reject) {
	t.Helper()
	for i := range parts {
		if _, err := c.Apply(t.Context(), id, parts[i], rejects[i]); err != nil {
			t.Fatal(err)
		}
	}
}

// Killed after any transaction, any number of times, and laid again: the
// counts and the catalogue are those of an import that ran through.
func TestReopenCountsOnce(t *testing.T) {
	ctx := t.Context()
	parts, rejects := delivery(t)
	c := catalogueBefore(t)
	d := Delivery{Who: "王", Source: "lda", Options: json.RawMessage(`{"preset":"cnis"}`), Paths: []string{"/in/a.csv"}, Files: []File{{Name: "a.csv"}}}
	id, err := c.Begin(ctx, d)
	if err != nil {
		t.Fatal(err)
	}
	layParts(t, c, id, parts, rejects)
	through, err := c.Batch(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	// 6 and 1-2002 are new by their first rows and changed by their second; the
	// rows of 2 end where it stood.
	want := Counts{Read: 11, New: 3, Changed: 3, Unchanged: 3, Rejected: 2, Warnings: 2}
	if diff := cmp.Diff(want, through.Counts); diff != "" {
		t.Fatalf("counts (-want +got):\n%s", diff)
	}
	wantEntries := dump(t, c)

	for first := range len(parts) + 1 {
		for second := range len(parts) + 1 {
			c := catalogueBefore(t)
			id, err := c.Begin(ctx, d)
			if err != nil {
				t.Fatal(err)
			}
			for _, upto := range []int{first, second} {
				layParts(t, c, id, parts[:upto], rejects)
				if closed, err := c.CloseInterrupted(ctx); err != nil || !slices.Equal(closed, []int64{id}) {
					t.Fatalf("closed %v, %v", closed, err)
				}
				open, err := c.OpenBatches(ctx)
				if err != nil || len(open) != 1 || string(open[0].Options) != `{"preset":"cnis"}` || !slices.Equal(open[0].Paths, d.Paths) {
					t.Fatalf("open batches %+v, %v", open, err)
				}
				if b, err := c.Reopen(ctx, id); err != nil || b.State != BatchRunning || b.Read != 0 {
					t.Fatalf("reopened %+v, %v", b, err)
				}
			}
			layParts(t, c, id, parts, rejects)
			if err := c.FinishBatch(id, nil); err != nil {
				t.Fatal(err)
			}
			b, err := c.Batch(ctx, id)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, b.Counts); diff != "" {
				t.Errorf("killed after %d and %d: counts (-want +got):\n%s", first, second, diff)
			}
			if diff := cmp.Diff(wantEntries, dump(t, c)); diff != "" {
				t.Errorf("killed after %d and %d:\n%s", first, second, diff)
			}
			if n := len(texts(t, c, `SELECT line FROM reject WHERE batch = ?`, id)); n != 2 {
				t.Errorf("%d rejects", n)
			}
			checkSound(t, c)
			if _, err := c.Reopen(ctx, id); corpus.KindOf(err) != corpus.Conflict {
				t.Errorf("what is done is reopened: %v", err)
			}
		}
	}
}

// What a later batch changed while an import lay interrupted stays.
func TestReopenAfterLaterBatch(t *testing.T) {
	ctx := t.Context()
	parts, rejects := delivery(t)
	c := catalogueBefore(t)
	id, err := c.Begin(ctx, Delivery{Source: "lda"})
	if err != nil {
		t.Fatal(err)
	}
	layParts(t, c, id, parts[:2], rejects)
	if _, err := c.CloseInterrupted(ctx); err != nil {
		t.Fatal(err)
	}
	importAll(t, c, Delivery{}, `{"number":"GB/T 5-2001","title_zh":"伍"}`)
	if _, err := c.Reopen(ctx, id); err != nil {
		t.Fatal(err)
	}
	layParts(t, c, id, parts, rejects)
	if err := c.FinishBatch(id, nil); err != nil {
		t.Fatal(err)
	}
	if got := dump(t, c)["GB/T 5-2001"]; got != `{"number":"GB/T 5-2001","title_zh":"伍"}` {
		t.Errorf("the older batch overrode the newer: %s", got)
	}
	b, err := c.Batch(ctx, id)
	if err != nil || b.Read != 11 || b.New+b.Changed+b.Unchanged+b.Rejected != 11 {
		t.Errorf("counts %+v, %v", b.Counts, err)
	}
	if _, err := c.Undo(ctx, id, UndoOptions{}); corpus.KindOf(err) != corpus.Conflict {
		t.Errorf("the later batch is not seen: %v", err)
	}
	checkSound(t, c)
}

func TestRollBackInterrupted(t *testing.T) {
	ctx := t.Context()
	parts, rejects := delivery(t)
	c := catalogueBefore(t)
	want := contents(t, c)
	id, err := c.Begin(ctx, Delivery{})
	if err != nil {
		t.Fatal(err)
	}
	layParts(t, c, id, parts[:2], rejects)
	if _, err := c.Undo(ctx, id, UndoOptions{}); corpus.KindOf(err) != corpus.Conflict {
		t.Fatalf("a running import is taken back: %v", err)
	}
	if _, err := c.CloseInterrupted(ctx); err != nil {
		t.Fatal(err)
	}
	rep, err := c.Undo(ctx, id, UndoOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, contents(t, c)); diff != "" {
		t.Errorf("not as before:\n%s", diff)
	}
	if open, err := c.OpenBatches(ctx); err != nil || len(open) != 0 {
		t.Errorf("still open: %v, %v", open, err)
	}
	if _, err := c.Undo(ctx, rep.Batch, UndoOptions{}); err != nil {
		t.Fatal(err)
	}
	if b, err := c.Batch(ctx, id); err != nil || b.State != BatchInterrupted {
		t.Errorf("laid on again it is %+v, %v", b, err)
	}
	if _, err := c.Reopen(ctx, id); err != nil {
		t.Errorf("and can go on: %v", err)
	}
}

func TestFinishSortsFailures(t *testing.T) {
	ctx := t.Context()
	c := openTemp(t)
	for _, tc := range []struct {
		failure error
		want    string
	}{
		{nil, BatchDone},
		{errors.New("broken file"), BatchFailed},
		{corpus.Errorf(corpus.Unavailable, "disk full"), BatchInterrupted},
	} {
		id, err := c.Begin(ctx, Delivery{})
		if err != nil {
			t.Fatal(err)
		}
		if err := c.FinishBatch(id, tc.failure); err != nil {
			t.Fatal(err)
		}
		if b, err := c.Batch(ctx, id); err != nil || b.State != tc.want {
			t.Errorf("%v: %+v, %v", tc.failure, b, err)
		}
	}
	for _, d := range []Delivery{{Mode: "x"}, {Mode: ModeReplace}, {Options: json.RawMessage(`{`)}, {Source: "\xff"}, {Source: "a\nb"}} {
		if _, err := c.Begin(ctx, d); corpus.KindOf(err) != corpus.InvalidArgument {
			t.Errorf("%+v: %v", d, err)
		}
	}
}
