package catalogue

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"chabiao/corpus"
	"chabiao/corpus/number"

	"github.com/google/go-cmp/cmp"
)

// tester is what both testing.T and rapid.T are.
type tester interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

func openTest(t tester, dir string) *Catalogue {
	t.Helper()
	c, err := Open(dir)
	if err == nil {
		_, err = c.w.Exec(`PRAGMA synchronous = off`) // tests lose no power
	}
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func openTemp(t *testing.T) *Catalogue {
	t.Helper()
	c := openTest(t, t.TempDir())
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

// row makes a row of an entry in the entry format.
func row(t tester, line int64, object string) Row {
	t.Helper()
	e, _, err := corpus.DecodeEntry([]byte(object))
	if err != nil {
		t.Fatal(err)
	}
	n, err := number.Parse(e.Number)
	if err != nil {
		t.Fatal(err)
	}
	e.Number = n.String()
	return Row{Line: line, Key: n.Key(), ID: n.ID(), Entry: e, Raw: []byte(object)}
}

// groups makes groups of one row each.
func groups(t tester, objects ...string) []Group {
	t.Helper()
	var out []Group
	for i, o := range objects {
		out = append(out, Group{row(t, int64(i)+1, o)})
	}
	return out
}

// importAll runs a whole batch.
func importAll(t tester, c *Catalogue, d Delivery, objects ...string) int64 {
	t.Helper()
	ctx := context.Background()
	batch, err := c.Begin(ctx, d)
	if err != nil {
		t.Fatal(err)
	}
	gs := groups(t, objects...)
	if _, err := c.Apply(ctx, batch, gs, nil); err != nil {
		t.Fatal(err)
	}
	if d.Mode == ModeReplace {
		if _, err := c.Vanish(ctx, batch, d.Source, seenIn(gs)); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.FinishBatch(batch, nil); err != nil {
		t.Fatal(err)
	}
	return batch
}

func seenIn(gs []Group) func(string) bool {
	keys := make(map[string]bool)
	for _, g := range gs {
		keys[g[0].Key] = true
	}
	return func(key string) bool { return keys[key] }
}

// dump is every entry as JSON, by number.
func dump(t tester, c *Catalogue) map[string]string {
	t.Helper()
	out := make(map[string]string)
	for r, err := range c.All(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		b, err := json.Marshal(r.Entry)
		if err != nil {
			t.Fatal(err)
		}
		out[r.Entry.Number] = string(b)
	}
	return out
}

// contents is all that an undo must give back: entries, edges, source rows,
// memberships.
func contents(t tester, c *Catalogue) map[string]any {
	t.Helper()
	sources := make(map[string]string)
	for r, err := range c.All(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		raw, err := c.SourceRow(context.Background(), r)
		if err != nil {
			t.Fatalf("%s: %v", r.ID, err)
		}
		sources[r.ID] = string(raw)
	}
	return map[string]any{"entries": dump(t, c), "sources": sources, "edges": edgesOf(t, c), "members": membersOf(t, c)}
}

func edgesOf(t tester, c *Catalogue) []string {
	t.Helper()
	return texts(t, c, `SELECT target || ' ' || kind || ' ' || row FROM edge ORDER BY 1`)
}

// texts reads one column.
func texts(t tester, c *Catalogue, query string, args ...any) []string {
	t.Helper()
	out := []string{}
	err := eachRow(context.Background(), c.read, query, args, func(scan func(...any) error) error {
		var s string
		err := scan(&s)
		out = append(out, s)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// membersOf lists, by source, the keys of the entries that it holds.
func membersOf(t tester, c *Catalogue) map[string][]string {
	t.Helper()
	ctx := context.Background()
	dead, err := batchSet(ctx, c.read, `dead = 1`)
	if err != nil {
		t.Fatal(err)
	}
	out := make(map[string][]string)
	for _, name := range texts(t, c, `SELECT name FROM source ORDER BY name`) {
		id, err := queryInt(ctx, c.read, `SELECT id FROM source WHERE name = ?`, name)
		if err != nil {
			t.Fatal(err)
		}
		page, err := membersAfter(ctx, c.read, id, name, dead, 0, 1000)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range page.entries {
			if m.present {
				out[name] = append(out[name], m.key)
			}
		}
		slices.Sort(out[name])
	}
	return out
}

// checkSound checks what must always hold: the count, the edges and that a
// reader who takes the changes in ends with what All gives.
func checkSound(t tester, c *Catalogue) {
	t.Helper()
	ctx := context.Background()
	want := make(map[string]bool)
	n := int64(0)
	all := make(map[int64]string)
	for r, err := range c.All(ctx) {
		if err != nil {
			t.Fatal(err)
		}
		n++
		all[r.Row] = string(EncodeEntry(nil, r.Entry))
		for _, tg := range Targets(r.Entry) {
			want[fmt.Sprint(tg.Key, " ", uint8(tg.Kind), " ", r.Row)] = true
		}
	}
	if got := countOf(t, c); got != n {
		t.Fatalf("%d entries, the state says %d", n, got)
	}
	if diff := cmp.Diff(slices.Sorted(maps.Keys(want)), edgesOf(t, c)); diff != "" && len(want)+len(edgesOf(t, c)) > 0 {
		t.Fatalf("edges (-want +got):\n%s", diff)
	}
	mirror := make(map[int64]string)
	last := int64(0)
	for r, err := range c.Changes(ctx, 0, 1<<30) {
		if err != nil {
			t.Fatal(err)
		}
		if r.Revision <= last {
			t.Fatalf("revision %d after %d", r.Revision, last)
		}
		last = r.Revision
		if !r.Deleted {
			mirror[r.Row] = string(EncodeEntry(nil, r.Entry))
		}
	}
	if diff := cmp.Diff(all, mirror); diff != "" {
		t.Fatalf("changes do not lead to the entries:\n%s", diff)
	}
	rev, err := c.Revision(ctx)
	if err != nil || rev < last {
		t.Fatalf("revision %d, but an entry has %d (%v)", rev, last, err)
	}
	list, err := c.Batches(ctx, 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range list {
		if b.New+b.Changed+b.Unchanged+b.Rejected+b.Removed != b.Read {
			t.Fatalf("batch %d does not add up: %+v", b.ID, b.Counts)
		}
	}
}

func countOf(t tester, c *Catalogue) int64 {
	t.Helper()
	n, err := c.Count(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// copyFiles copies a catalogue as it lies on disk, as a crash would leave it.
func copyFiles(t tester, from, to string) {
	t.Helper()
	for _, suffix := range []string{"", "-wal"} {
		in, err := os.Open(filepath.Join(from, FileName+suffix))
		if os.IsNotExist(err) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		out, err := os.Create(filepath.Join(to, FileName+suffix))
		if err == nil {
			_, err = io.Copy(out, in)
		}
		if cerr := out.Close(); err == nil {
			err = cerr
		}
		in.Close()
		if err != nil {
			t.Fatal(err)
		}
	}
}
