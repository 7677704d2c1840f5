package catalogue

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// TestForesee tells, group by group, what Apply then counts, whatever the
// catalogue holds: entries new, changed, unchanged, deleted by an undo, and
// vanished from a source that brings them back.
func TestForesee(t *testing.T) {
	ctx := context.Background()
	c := openTemp(t)
	importAll(t, c, Delivery{Source: "a"}, `{"number":"GB/T 1.1-2000","title_zh":"一"}`, `{"number":"GB/T 1.2-2000","title_zh":"二"}`, `{"number":"GB/T 1.3-2000","title_zh":"三"}`)
	importAll(t, c, Delivery{Source: "a", Mode: ModeReplace}, `{"number":"GB/T 1.1-2000","title_zh":"一"}`) // the others vanish
	gone := importAll(t, c, Delivery{}, `{"number":"GB/T 1.4-2000","title_zh":"四"}`)
	if _, err := c.Undo(ctx, gone, UndoOptions{}); err != nil {
		t.Fatal(err)
	}
	two := Group{row(t, 1, `{"number":"GB/T 1.5-2000","title_zh":"五"}`), row(t, 2, `{"number":"GB/T 1.5-2000","title_zh":"又五"}`), row(t, 3, `{"number":"GB/T 1.5-2000","title_zh":"又五"}`)}
	for i := range two {
		two[i].Warnings = 2
	}
	for _, tt := range []struct {
		name, source string
		groups       []Group
		want         Counts
	}{
		{"none", "", nil, Counts{}},
		{"unchanged", "", groups(t, `{"number":"GB/T 1.1-2000","title_zh":"一"}`), Counts{Read: 1, Unchanged: 1}},
		{"changed", "", groups(t, `{"number":"GB/T 1.1-2000","title_zh":"壹"}`), Counts{Read: 1, Changed: 1}},
		{"deleted before", "", groups(t, `{"number":"GB/T 1.4-2000","title_zh":"四"}`), Counts{Read: 1, New: 1}},
		{"vanished, from another source", "b", groups(t, `{"number":"GB/T 1.2-2000","title_zh":"二"}`), Counts{Read: 1, Unchanged: 1}},
		{"vanished, comes back", "a", groups(t, `{"number":"GB/T 1.2-2000","title_zh":"二"}`), Counts{Read: 1, Changed: 1}},
		{"rows of one number", "", []Group{two}, Counts{Read: 3, New: 1, Changed: 1, Unchanged: 1, Warnings: 6}},
	} {
		before := contents(t, c)
		got, err := c.Foresee(ctx, tt.source, tt.groups)
		if err != nil {
			t.Fatal(tt.name, err)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
		if diff := cmp.Diff(before, contents(t, c)); diff != "" {
			t.Errorf("%s: the look changed something: %s", tt.name, diff)
		}
		batch, err := c.Begin(ctx, Delivery{Source: tt.source})
		if err != nil {
			t.Fatal(err)
		}
		done, err := c.Apply(ctx, batch, tt.groups, nil)
		if err != nil || done != got {
			t.Errorf("%s: foreseen %+v, done %+v, %v", tt.name, got, done, err)
		}
		if err := c.FinishBatch(batch, nil); err != nil {
			t.Fatal(err)
		}
		if _, err := c.Undo(ctx, batch, UndoOptions{}); err != nil {
			t.Fatal(tt.name, err)
		}
	}
}

// TestForeseeDrawn holds Foresee to Apply over random deliveries in a row.
func TestForeseeDrawn(t *testing.T) {
	ctx := context.Background()
	rapid.Check(t, func(rt *rapid.T) {
		c := openTest(rt, t.TempDir())
		defer c.Close()
		for range 4 {
			d := Delivery{Source: rapid.SampledFrom([]string{"", "a", "b"}).Draw(rt, "source")}
			if d.Source != "" && rapid.Bool().Draw(rt, "replace") {
				d.Mode = ModeReplace
			}
			var gs []Group
			for n := range 5 {
				var g Group
				for i := range rapid.IntRange(0, 2).Draw(rt, "rows") {
					r := row(rt, int64(n*10+i+1), fmt.Sprintf(`{"number":"GB/T %d-2000","title_zh":"%d","source":"%s"}`, n, rapid.IntRange(1, 2).Draw(rt, "title"), rapid.SampledFrom([]string{"", "a"}).Draw(rt, "of")))
					r.File = rapid.IntRange(0, 1).Draw(rt, "file") + 2*i
					g = append(g, r)
				}
				if len(g) > 0 {
					gs = append(gs, g)
				}
			}
			want, err := c.Foresee(ctx, d.Source, gs)
			if err != nil {
				rt.Fatal(err)
			}
			batch, err := c.Begin(ctx, d)
			if err != nil {
				rt.Fatal(err)
			}
			if d.Mode == ModeReplace {
				if want.Vanished, err = c.WouldVanish(ctx, d.Source, seenIn(gs)); err != nil {
					rt.Fatal(err)
				}
			}
			got, err := c.Apply(ctx, batch, gs, nil)
			if err != nil {
				rt.Fatal(err)
			}
			if d.Mode == ModeReplace {
				gone, err := c.Vanish(ctx, batch, d.Source, seenIn(gs))
				if err != nil {
					rt.Fatal(err)
				}
				got.Vanished = gone.Vanished
			}
			if diff := cmp.Diff(want, got); diff != "" {
				rt.Fatalf("foreseen and done: %s", diff)
			}
			if err := c.FinishBatch(batch, nil); err != nil {
				rt.Fatal(err)
			}
		}
	})
}
