package catalogue

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"testing"

	"chabiao/corpus"
	"chabiao/corpus/number"
	"chabiao/corpus/sample"
)

// syntheticGroups reads n synthetic entries as groups of one row each.
func syntheticGroups(t testing.TB, n int, seed uint64) []Group {
	t.Helper()
	var buf bytes.Buffer
	if err := sample.Generate(&buf, n, seed); err != nil {
		t.Fatal(err)
	}
	groups := make([]Group, 0, n)
	in := bufio.NewScanner(&buf)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		e, _, err := corpus.DecodeEntry(in.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		num, err := number.Parse(e.Number)
		if err != nil {
			t.Fatal(err)
		}
		line := int64(len(groups)) + 1
		groups = append(groups, Group{{Line: line, Key: num.Key(), ID: num.ID(), Entry: e, Raw: bytes.Clone(in.Bytes())}})
	}
	if err := in.Err(); err != nil {
		t.Fatal(err)
	}
	return groups
}

// BenchmarkApply measures transactions of 5,000 rows on a catalogue that
// already holds 20,000 entries: rows that are new, that change an entry, and
// that say nothing new.
func BenchmarkApply(b *testing.B) {
	const chunk, held = 5000, 20000
	all := syntheticGroups(b, held+20*chunk, 1)
	for _, kind := range []string{"new", "changed", "unchanged"} {
		b.Run(kind, func(b *testing.B) {
			ctx, cancel := context.WithCancel(b.Context()) // as an import's: it can be cancelled
			defer cancel()
			c, err := Open(b.TempDir())
			if err != nil {
				b.Fatal(err)
			}
			defer c.Close()
			batch, err := c.Begin(ctx, Delivery{Who: "bench"})
			if err != nil {
				b.Fatal(err)
			}
			for from := 0; from < held; from += chunk {
				if _, err := c.Apply(ctx, batch, all[from:from+chunk], nil); err != nil {
					b.Fatal(err)
				}
			}
			next, round := held, 0
			for b.Loop() {
				groups := all[:chunk]
				switch kind {
				case "new":
					if next == len(all) {
						b.Skipf("more than %d rounds: add synthetic rows", b.N)
					}
					groups, next = all[next:next+chunk], next+chunk
				case "changed":
					round++
					at := round % (held / chunk) * chunk
					groups = make([]Group, 0, chunk)
					for _, g := range all[at : at+chunk] {
						row := g[0]
						row.Entry = row.Entry.Clone()
						row.Entry.Keywords = []string{fmt.Sprint("round ", round)}
						groups = append(groups, Group{row})
					}
				}
				n, err := c.Apply(ctx, batch, groups, nil)
				if err != nil {
					b.Fatal(err)
				}
				if got := (map[string]int64{"new": n.New, "changed": n.Changed, "unchanged": n.Unchanged})[kind]; got != chunk {
					b.Fatalf("%d of %d rows %s: %+v", got, chunk, kind, n)
				}
			}
			b.ReportMetric(float64(b.N)*chunk/b.Elapsed().Seconds(), "rows/s")
		})
	}
}

// BenchmarkUndo measures taking an import of 20,000 new entries back and
// laying it on again, in entries a second.
func BenchmarkUndo(b *testing.B) {
	const n = 20000
	ctx := b.Context()
	c := filled(b, syntheticGroups(b, n, 2))
	id := int64(1)
	for b.Loop() {
		rep, err := c.Undo(ctx, id, UndoOptions{})
		if err != nil || rep.Removed+rep.New != n {
			b.Fatalf("%+v, %v", rep, err)
		}
		id = rep.Batch
	}
	b.ReportMetric(float64(b.N)*n/b.Elapsed().Seconds(), "entries/s")
}

// BenchmarkExists measures looking keys up, half of which are there.
func BenchmarkExists(b *testing.B) {
	const n = 20000
	all := syntheticGroups(b, 2*n, 2)
	c := filled(b, all[:n])
	keys := make([]string, 0, len(all))
	for _, g := range all {
		keys = append(keys, g[0].Key)
	}
	for b.Loop() {
		if _, err := c.Exists(b.Context(), keys); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)*2*n/b.Elapsed().Seconds(), "keys/s")
}

// BenchmarkVanish measures looking through a source that still holds all.
func BenchmarkVanish(b *testing.B) {
	const n = 20000
	c := filled(b, syntheticGroups(b, n, 2))
	for b.Loop() {
		if got, err := c.WouldVanish(b.Context(), "bench", func(string) bool { return true }); err != nil || got != 0 {
			b.Fatal(got, err)
		}
	}
	b.ReportMetric(float64(b.N)*n/b.Elapsed().Seconds(), "entries/s")
}

// filled is a catalogue with one import, of the source "bench".
func filled(b *testing.B, groups []Group) *Catalogue {
	c, err := Open(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { c.Close() })
	id, err := c.Begin(b.Context(), Delivery{Source: "bench"})
	for len(groups) > 0 && err == nil {
		n := min(5000, len(groups))
		_, err = c.Apply(b.Context(), id, groups[:n], nil)
		groups = groups[n:]
	}
	if err == nil {
		err = c.FinishBatch(id, nil)
	}
	if err != nil {
		b.Fatal(err)
	}
	return c
}
