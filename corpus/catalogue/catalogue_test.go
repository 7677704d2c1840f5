package catalogue

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"chabiao/corpus"

	"github.com/google/go-cmp/cmp"
)

// A catalogue of schema 1 opens, keeps what it holds and can do all that a new
// one can.
func TestOldCatalogueOpens(t *testing.T) {
	ctx := t.Context()
	dir := t.TempDir()
	db, err := sql.Open("sqlite", filepath.Join(dir, FileName))
	if err != nil {
		t.Fatal(err)
	}
	old := EncodeEntry(nil, &corpus.Entry{Number: "GB/T 1-2001", Pages: 1})
	now := EncodeEntry(nil, &corpus.Entry{Number: "GB/T 1-2001", Pages: 2, Replaces: []string{"GB/T 1-1990"}})
	key := row(t, 1, `{"number":"GB/T 1-2001"}`).Key
	target := row(t, 1, `{"number":"GB/T 1-1990"}`).Key
	for _, s := range []struct {
		sql  string
		args []any
	}{
		{migrations[0] + `; PRAGMA user_version = 1`, nil},
		{`INSERT INTO batch (id, state, who, started, files) VALUES (1, 'done', 'a', '2026-01-01T00:00:00Z', '[]'), (2, 'running', 'b', '2026-01-02T00:00:00Z', '[{"name":"b.csv"}]')`, nil},
		{`INSERT INTO version VALUES (1, 1, 1, 1, 1, 0, ?)`, []any{old}},
		{`INSERT INTO entry VALUES (1, ?, 'gb-t-1-2001', 2, 2, 1, 2, 0, ?)`, []any{key, now}},
		{`INSERT INTO edge VALUES (?, 1, 1)`, []any{target}},
		{`UPDATE state SET revision = 2, entries = 1`, nil},
	} {
		if _, err := db.Exec(s.sql, s.args...); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenReadOnly(dir); corpus.KindOf(err) != corpus.Conflict {
		t.Errorf("opened for reading before it was brought up to date: %v", err)
	}

	c := openTest(t, dir)
	defer c.Close()
	if ids, err := c.CloseInterrupted(ctx); err != nil || !slices.Equal(ids, []int64{2}) {
		t.Fatalf("closed %v, %v", ids, err)
	}
	b, err := c.Batch(ctx, 2)
	if err != nil || b.Mode != ModeUpdate || b.Files[0].Name != "b.csv" || b.Paths != nil {
		t.Errorf("old batch %+v, %v", b, err)
	}
	if _, err := c.Undo(ctx, 2, UndoOptions{}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]string{"GB/T 1-2001": `{"number":"GB/T 1-2001","pages":1}`}, dump(t, c)); diff != "" {
		t.Error(diff)
	}
	checkSound(t, c)
}

func TestReadOnlyBeside(t *testing.T) {
	ctx := t.Context()
	dir := t.TempDir()
	c := openTest(t, dir)
	defer c.Close()
	id := importAll(t, c, Delivery{}, `{"number":"GB/T 1-2001"}`)
	r, err := OpenReadOnly(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for range 3 { // while it is written to
		rep, err := c.Undo(ctx, id, UndoOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if got := dump(t, r); len(got) != 0 {
			t.Errorf("the reader sees %v", got)
		}
		if _, err := c.Undo(ctx, rep.Batch, UndoOptions{}); err != nil {
			t.Fatal(err)
		}
		if got := dump(t, r); len(got) != 1 {
			t.Errorf("the reader sees %v", got)
		}
	}
	for ch, err := range r.Delta(ctx, id) {
		if err != nil || ch.Kind != ChangeNew {
			t.Errorf("%+v, %v", ch, err)
		}
	}
	if b, err := r.Batches(ctx, 100); err != nil || len(b) != 7 {
		t.Errorf("%d batches, %v", len(b), err)
	}
}

// A full disk: nothing of the call is written, the error says what to do, and
// the same call succeeds once there is room.
func TestDiskFull(t *testing.T) {
	ctx := t.Context()
	c := openTemp(t)
	importAll(t, c, Delivery{}, `{"number":"GB/T 1-2001","replaces":["GB/T 1-1990"]}`)
	before := contents(t, c)
	id, err := c.Begin(ctx, Delivery{Source: "s"})
	if err != nil {
		t.Fatal(err)
	}
	gs := syntheticGroups(t, 2000, 9)
	pages, err := queryInt(ctx, c.w, `PRAGMA page_count`)
	if err != nil {
		t.Fatal(err)
	}
	limit := func(n int64) {
		t.Helper()
		if _, err := queryInt(ctx, c.w, fmt.Sprint(`PRAGMA max_page_count = `, n)); err != nil {
			t.Fatal(err)
		}
	}
	limit(pages + 20)
	_, err = c.Apply(ctx, id, gs, []Reject{{Line: 2001, Reason: "no number", Raw: []byte("x")}})
	var e *corpus.Error
	if !errors.As(err, &e) || e.Kind != corpus.Unavailable || !strings.Contains(e.Hint, "free") {
		t.Fatalf("a full disk gives %v", err)
	}
	if diff := cmp.Diff(before, contents(t, c)); diff != "" {
		t.Errorf("half written:\n%s", diff)
	}
	b, err := c.Batch(ctx, id)
	if err != nil || b.Counts != (Counts{}) {
		t.Errorf("counts %+v, %v", b.Counts, err)
	}
	limit(1 << 30)
	n, err := c.Apply(ctx, id, gs, nil)
	if err != nil || n.New != 2000 {
		t.Fatalf("with room again: %+v, %v", n, err)
	}
	if err := c.FinishBatch(id, nil); err != nil {
		t.Fatal(err)
	}
	whole := contents(t, c)

	// And in the middle of an undo.
	if pages, err = queryInt(ctx, c.w, `PRAGMA page_count`); err != nil {
		t.Fatal(err)
	}
	limit(pages + 1)
	c.undoChunk = 300
	if _, err := c.Undo(ctx, id, UndoOptions{}); corpus.KindOf(err) != corpus.Unavailable {
		t.Fatalf("an undo on a full disk: %v", err)
	}
	limit(1 << 30)
	if _, err := c.Undo(ctx, id, UndoOptions{}); err != nil {
		t.Fatal(err)
	}
	got := contents(t, c)
	delete(got["members"].(map[string][]string), "s")
	if diff := cmp.Diff(before, got); diff != "" {
		t.Errorf("undone after a full disk:\n%s", diff)
	}
	if len(whole["entries"].(map[string]string)) != 2001 {
		t.Errorf("%d entries", len(whole))
	}
	checkSound(t, c)
}

func TestApplyRefusesUnknownBatch(t *testing.T) {
	c := openTemp(t)
	if _, err := c.Apply(t.Context(), 7, groups(t, `{"number":"GB/T 1-2001"}`), nil); corpus.KindOf(err) != corpus.NotFound {
		t.Errorf("unknown batch: %v", err)
	}
	id := importAll(t, c, Delivery{}, `{"number":"GB/T 1-2001"}`)
	if _, err := c.Apply(t.Context(), id, groups(t, `{"number":"GB/T 2-2001"}`), nil); corpus.KindOf(err) != corpus.Conflict {
		t.Errorf("a batch that is done: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Apply(ctx, id, nil, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// One call may bring a key in two groups, and two numbers may share an id.
func TestApplyKeysAndIDs(t *testing.T) {
	ctx := t.Context()
	c := openTemp(t)
	id, err := c.Begin(ctx, Delivery{})
	if err != nil {
		t.Fatal(err)
	}
	a, b := row(t, 1, `{"number":"GB/T 1-2001","pages":1}`), row(t, 2, `{"number":"GB/T 2-2001"}`)
	b.ID = a.ID
	again := row(t, 3, `{"number":"GB/T 1-2001","title_zh":"甲"}`)
	n, err := c.Apply(ctx, id, []Group{{a}, {}, {b}, {again}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(Counts{Read: 3, New: 2, Changed: 1}, n); diff != "" {
		t.Errorf("counts:\n%s", diff)
	}
	if r, err := c.ByKey(ctx, b.Key); err != nil || !strings.HasPrefix(r.ID, a.ID+"~") {
		t.Errorf("the second id %+v, %v", r, err)
	}
	if got := dump(t, c)["GB/T 1-2001"]; got != `{"number":"GB/T 1-2001","title_zh":"甲","pages":1}` {
		t.Error(got)
	}
	there, err := c.Exists(ctx, []string{a.Key, b.Key, "nowhere"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]bool{a.Key: true, b.Key: true, "nowhere": false}, there); diff != "" {
		t.Errorf("exists:\n%s", diff)
	}
	checkSound(t, c)
}
