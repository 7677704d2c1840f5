package catalogue

import (
	"context"
	"fmt"
	"testing"
	"time"
)

// TestByRows asks for more and fewer rows than a query takes, for some twice, for
// some that are not there.
func TestByRows(t *testing.T) {
	c := openTemp(t)
	var list []string
	for i := range 600 {
		list = append(list, fmt.Sprintf(`{"number": "GB/T %d-2020"}`, i+1))
	}
	importAll(t, c, Delivery{Who: "tester"}, list...)
	for _, n := range []int{0, 1, 2, 4, 5, 13, 33, 65, 256, 257, 513} {
		var rows []int64
		for i := range n {
			rows = append(rows, int64(1+(i*7)%620)) // some are not there
		}
		if n > 2 {
			rows[n-1] = rows[0]
		}
		got, err := c.ByRows(t.Context(), rows)
		if err != nil || len(got) != n {
			t.Fatalf("%d rows: %d records, %v", n, len(got), err)
		}
		for i, r := range got {
			if there := rows[i] <= 600; there != (r != nil) || there && r.Row != rows[i] {
				t.Errorf("%d rows: asked for %d, got %+v", n, rows[i], r)
			}
		}
	}
}

// TestReached: what is remembered of how far the catalogue has come is what the
// file says, after whatever may move it on, also for who reads beside.
func TestReached(t *testing.T) {
	dir := t.TempDir()
	c := openTest(t, dir)
	defer c.Close()
	beside, err := OpenReadOnly(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer beside.Close()
	seen := int64(-1)
	check := func(what string, moved bool) {
		t.Helper()
		var revision, batch int64
		var started string
		if err := c.w.QueryRow(`SELECT revision, coalesce((SELECT max(id) FROM batch), 0), coalesce((SELECT started FROM batch ORDER BY id DESC LIMIT 1), '') FROM state`).Scan(&revision, &batch, &started); err != nil {
			t.Fatal(err)
		}
		for name, c := range map[string]*Catalogue{"writer": c, "beside": beside} {
			gotRevision, gotBatch, err := c.Reached(t.Context())
			newest, err2 := c.NewestBatch(t.Context())
			want := time.Time{}
			if started != "" {
				want = parseTime(started)
			}
			if err != nil || err2 != nil || gotRevision != revision || gotBatch != batch || !newest.Equal(want) {
				t.Errorf("%s, %s: %d, %d, %v, want %d, %d, %v (%v, %v)", what, name, gotRevision, gotBatch, newest, revision, batch, want, err, err2)
			}
		}
		if moved != (revision != seen) {
			t.Errorf("%s: revision %d after %d", what, revision, seen)
		}
		seen = revision
	}
	check("empty", true)
	first, err := c.Begin(t.Context(), Delivery{Who: "tester"})
	if err != nil {
		t.Fatal(err)
	}
	check("begun", false)
	if _, err := c.Apply(t.Context(), first, groups(t, `{"number": "GB/T 1-2020"}`, `{"number": "GB/T 2-2020"}`), nil); err != nil {
		t.Fatal(err)
	}
	check("applied", true)
	if err := c.FinishBatch(first, nil); err != nil {
		t.Fatal(err)
	}
	check("done", false)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.begin(ctx); err == nil {
		t.Error("a transaction of who has gone")
	}
	tx, err := c.begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec(`UPDATE state SET revision = revision + 1`); err != nil {
		t.Fatal(err)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	check("rolled back", false)
	if _, err := c.Undo(t.Context(), first, UndoOptions{Who: "tester"}); err != nil {
		t.Fatal(err)
	}
	check("taken back", true)
}

// TestReachedWhileWriting: nobody sees less than had been committed before it
// asked.
func TestReachedWhileWriting(t *testing.T) {
	c := openTemp(t)
	id, err := c.Begin(t.Context(), Delivery{Who: "tester"})
	if err != nil {
		t.Fatal(err)
	}
	var changes [][]Group
	for i := range 50 {
		changes = append(changes, groups(t, fmt.Sprintf(`{"number": "GB/T %d-2020"}`, i+1)))
	}
	told := make(chan int64)
	go func() {
		defer close(told)
		for i, g := range changes {
			if _, err := c.Apply(t.Context(), id, g, nil); err != nil {
				t.Error(err)
				return
			}
			told <- int64(i + 1)
		}
	}()
	for n := range told {
		if revision, _, err := c.Reached(t.Context()); err != nil || revision < n {
			t.Fatalf("revision %d after %d changes, %v", revision, n, err)
		}
	}
}
