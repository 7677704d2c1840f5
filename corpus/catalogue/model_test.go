package catalogue

import (
	"context"
	"encoding/json"
	"flag"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"chabiao/corpus"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var modelNumbers = []string{"GB/T 1-2001", "GB/T 2-2001", "GB/T 3-2001", "ISO 4:2000"}

var modelFields = []struct {
	key    string
	values []any
}{
	{"title_zh", []any{"甲", "乙", "丙"}}, {"title_en", []any{"A", "B"}}, {"pages", []any{1, 2}}, {"published", []any{"2001", "2001-02"}},
	{"status", []any{"现行", "废止", "current", "被代替"}}, {"withdrawn", []any{"2005"}}, {"replaced_by", []any{[]string{"GB/T 3-2001"}}},
	{"replaces", []any{[]string{"GB/T 9-1990"}, []string{"GB/T 9-1990", "GB/T 8-1990"}}}, {"x", []any{1, 2}}, {"y", []any{"z"}},
}

// drawEntry is a row that says something about some fields.
func drawEntry(t *rapid.T) string {
	fields := map[string]any{"number": rapid.SampledFrom(modelNumbers).Draw(t, "number")}
	for _, f := range modelFields {
		if rapid.IntRange(0, 3).Draw(t, f.key) == 0 {
			fields[f.key] = rapid.SampledFrom(f.values).Draw(t, f.key+" value")
		}
	}
	b, err := json.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// modelRun is a catalogue beside its model.
type modelRun struct {
	*rapid.T
	ctx   context.Context
	dir   string
	c     *Catalogue
	m     *model
	since map[int64]map[string]int // by undo: how many events each entry that it changed had
}

// TestModel runs random imports, crashes and undos over few numbers, and
// compares with the model after each.
func TestModel(t *testing.T) {
	// Every check runs some thirty imports and undos: fewer than rapid's own
	// number will do, unless another one is asked for.
	if f := flag.Lookup("rapid.checks"); f != nil && f.Value.String() == f.DefValue {
		if err := flag.Set("rapid.checks", "20"); err != nil {
			t.Fatal(err)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		dir, err := os.MkdirTemp("", "model")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(dir)
		r := &modelRun{T: t, ctx: context.Background(), dir: dir, c: openTest(t, dir), since: map[int64]map[string]int{},
			m: &model{events: map[string][]event{}, members: map[string]map[string][]news{}, dead: map[int64]bool{}, turns: map[int64][]int64{}}}
		defer func() { r.c.Close() }()
		t.Repeat(map[string]func(*rapid.T){
			"":       func(t *rapid.T) { r.T = t; r.check() },
			"import": func(t *rapid.T) { r.T = t; r.importSome() },
			"undo":   func(t *rapid.T) { r.T = t; r.undo() },
			"redo":   func(t *rapid.T) { r.T = t; r.redo() },
		})
	})
}

func (r *modelRun) check() {
	got := map[string]flat{}
	for rec, err := range r.c.All(r.ctx) {
		if err != nil {
			r.Fatal(err)
		}
		got[rec.Entry.Number] = flatten(r, rec.Entry)
	}
	if diff := cmp.Diff(r.m.states(), got); diff != "" {
		r.Fatalf("entries (-model +catalogue):\n%s", diff)
	}
	checkSound(r, r.c)
	want := map[string][]string{}
	for source, nums := range r.m.members {
		for num := range nums {
			if r.m.holds(source, num) {
				want[source] = append(want[source], row(r, 1, `{"number":"`+num+`"}`).Key)
			}
		}
		slices.Sort(want[source])
	}
	if diff := cmp.Diff(want, nonEmpty(membersOf(r, r.c))); diff != "" && len(want) > 0 {
		r.Fatalf("members (-model +catalogue):\n%s", diff)
	}
}

func nonEmpty(m map[string][]string) map[string][]string {
	maps.DeleteFunc(m, func(_ string, v []string) bool { return len(v) == 0 })
	return m
}

// entryNow is the entry as it stands; nil when there is none.
func (r *modelRun) entryNow(key string) *corpus.Entry {
	rec, err := r.c.ByKey(r.ctx, key)
	if corpus.KindOf(err) == corpus.NotFound && err != nil {
		return nil
	}
	if err != nil {
		r.Fatal(err)
	}
	return rec.Entry
}

// importSome runs a batch, which may die between its transactions and be laid
// again.
func (r *modelRun) importSome() {
	d := Delivery{Source: rapid.SampledFrom([]string{"", "s", "t"}).Draw(r.T, "source")}
	if d.Source != "" && rapid.Bool().Draw(r.T, "replace") {
		d.Mode = ModeReplace
	}
	var parts [][]Group
	seen := map[string]bool{}
	var want Counts
	for line := range rapid.IntRange(1, 4).Draw(r.T, "rows") {
		rw := row(r, int64(line)+1, drawEntry(r.T))
		if seen[rw.Key] {
			continue
		}
		seen[rw.Key] = true
		g := Group{rw}
		if rapid.IntRange(0, 4).Draw(r.T, "second row") == 0 {
			second := rw
			second.Line, second.Entry = rw.Line+100, rw.Entry.Clone()
			second.File = rapid.IntRange(0, 1).Draw(r.T, "second file")
			second.Entry.Pages = 7
			g = append(g, second)
		}
		parts = append(parts, []Group{g})
		want.Read += int64(len(g))
	}
	id, err := r.c.Begin(r.ctx, d)
	if err != nil {
		r.Fatal(err)
	}
	before := map[string]*corpus.Entry{}
	for _, num := range modelNumbers {
		before[num] = r.entryNow(row(r, 1, `{"number":"`+num+`"}`).Key)
	}
	for kills := rapid.IntRange(0, 2).Draw(r.T, "kills"); kills > 0; kills-- {
		for _, gs := range parts[:rapid.IntRange(0, len(parts)).Draw(r.T, "parts before the kill")] {
			if _, err := r.c.Apply(r.ctx, id, gs, nil); err != nil {
				r.Fatal(err)
			}
		}
		r.crash()
		if _, err := r.c.Reopen(r.ctx, id); err != nil {
			r.Fatal(err)
		}
	}
	for _, gs := range parts {
		if _, err := r.c.Apply(r.ctx, id, gs, nil); err != nil {
			r.Fatal(err)
		}
	}
	if d.Mode == ModeReplace {
		if _, err := r.c.Vanish(r.ctx, id, d.Source, func(key string) bool { return seen[key] }); err != nil {
			r.Fatal(err)
		}
	}
	if err := r.c.FinishBatch(id, nil); err != nil {
		r.Fatal(err)
	}
	r.expectImport(id, d, parts, before, want)
}

// expectImport notes in the model what the import should have done.
func (r *modelRun) expectImport(id int64, d Delivery, parts [][]Group, before map[string]*corpus.Entry, want Counts) {
	added := map[string]bool{}
	for _, gs := range parts {
		g := gs[0]
		num := g[0].Entry.Number
		added[num] = true
		base, e := before[num], before[num]
		for i, rw := range g {
			if i > 0 && rw.File != g[i-1].File {
				base = e
			}
			if e = rw.Entry; base != nil {
				e = corpus.Update(base, e)
			}
		}
		var was flat
		if before[num] != nil {
			was = flatten(r, before[num])
		}
		is := flatten(r, e)
		if d.Source != "" {
			delete(is, "gone/"+d.Source)
		}
		if was == nil || !maps.Equal(was, is) {
			r.m.events[num] = append(r.m.events[num], event{id, was, is})
		}
		if d.Source != "" && !r.m.holds(d.Source, num) {
			r.m.tell(d.Source, num, id, true)
		}
	}
	if d.Mode == ModeReplace {
		for num := range r.m.members[d.Source] {
			if !added[num] && r.m.holds(d.Source, num) {
				was := r.m.state(num)
				is := maps.Clone(was)
				is["gone/"+d.Source] = goneBy(id)
				r.m.events[num] = append(r.m.events[num], event{id, was, is})
				r.m.tell(d.Source, num, id, false)
				want.Vanished++
			}
		}
	}
	r.m.imports = append(r.m.imports, id)
	b, err := r.c.Batch(r.ctx, id)
	if err != nil {
		r.Fatal(err)
	}
	if b.Read != want.Read || b.Vanished != want.Vanished {
		r.Fatalf("counts %+v, want %+v", b.Counts, want)
	}
	r.checkDelta(id)
}

// checkDelta compares what a batch did by its own account with the model.
func (r *modelRun) checkDelta(id int64) {
	got, want := map[string]ChangeKind{}, map[string]ChangeKind{}
	for ch, err := range r.c.Delta(r.ctx, id) {
		if err != nil {
			r.Fatal(err)
		}
		got[ch.Number] = ch.Kind
	}
	for num, evs := range r.m.events {
		for _, ev := range evs {
			if ev.batch != id {
				continue
			}
			want[num] = ChangeChanged
			if ev.before == nil {
				want[num] = ChangeNew
			}
			for k, v := range ev.after {
				if strings.HasPrefix(k, "gone/") && v == goneBy(id) {
					want[num] = ChangeVanished
				}
			}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		r.Fatalf("delta of %d (-model +catalogue):\n%s", id, diff)
	}
}

// crash goes on with the files as they lie, as after kill -9.
func (r *modelRun) crash() {
	dir, err := os.MkdirTemp(r.dir, "crash")
	if err != nil {
		r.Fatal(err)
	}
	copyFiles(r, r.c.dir(), dir)
	if err := r.c.Close(); err != nil {
		r.Fatal(err)
	}
	r.c = openTest(r, dir)
	if _, err := r.c.CloseInterrupted(r.ctx); err != nil {
		r.Fatal(err)
	}
}

func (r *modelRun) undo() {
	if len(r.m.imports) == 0 {
		return
	}
	id := rapid.SampledFrom(r.m.imports).Draw(r.T, "import")
	r.turn(id, id, nil)
}

func (r *modelRun) redo() {
	var undone []int64
	for id, turns := range r.m.turns {
		if len(turns) > 0 {
			undone = append(undone, id)
		}
	}
	if len(undone) == 0 {
		return
	}
	slices.Sort(undone)
	id := rapid.SampledFrom(undone).Draw(r.T, "turned import")
	turns := r.m.turns[id]
	last := turns[len(turns)-1]
	r.turn(last, id, r.since[last])
}

// turn takes a batch back whose effect is that of the import root, in pieces
// and over crashes.
func (r *modelRun) turn(batch, root int64, since map[string]int) {
	force := rapid.Bool().Draw(r.T, "force")
	conflicts := r.m.conflicts(root, since)
	r.c.undoChunk = rapid.IntRange(1, 3).Draw(r.T, "chunk")
	before := r.m.states()
	opt := UndoOptions{Force: force}
	crashes := rapid.IntRange(0, 2).Draw(r.T, "crashes")
	var rep UndoReport
	for {
		ctx, cancel := context.WithCancel(r.ctx)
		if opt.Progress = nil; crashes > 0 {
			opt.Progress = func(int64, int64) { cancel() }
		}
		var err error
		rep, err = r.c.Undo(ctx, batch, opt)
		stopped := ctx.Err() != nil
		cancel()
		if err == nil {
			break
		}
		if !stopped || crashes == 0 {
			if corpus.KindOf(err) != corpus.Conflict {
				r.Fatal(err)
			}
			if batch == root && r.m.dead[root] || conflicts > 0 && !force {
				return
			}
			r.Fatalf("undo of %d refused: %v; the model knows %d conflicts", batch, err, conflicts)
		}
		crashes--
		chunk := r.c.undoChunk
		r.crash()
		r.c.undoChunk = chunk
	}
	if batch == root && r.m.dead[root] || conflicts > 0 && !force {
		r.Fatalf("undo of %d was not refused; the model knows %d conflicts", batch, conflicts)
	}
	r.m.dead[root] = !r.m.dead[root]
	r.m.turns[root] = append(r.m.turns[root], rep.Batch)
	r.check()
	r.expectCounts(rep, before)
}

// expectCounts compares what an undo counted with what became of the entries.
func (r *modelRun) expectCounts(rep UndoReport, before map[string]flat) {
	var want Counts
	r.since[rep.Batch] = map[string]int{}
	for num, evs := range r.m.events {
		was, now := before[num], r.m.state(num)
		switch {
		case was == nil && now == nil || was != nil && maps.Equal(was, now):
			continue
		case now == nil:
			want.Removed++
		case was == nil:
			want.New++
		default:
			want.Changed++
		}
		r.since[rep.Batch][num] = len(evs)
	}
	got := rep.Counts
	if got.New != want.New || got.Changed != want.Changed || got.Removed != want.Removed {
		r.Fatalf("undo counted %+v, the model %+v; before (-) and after (+):\n%s", got, want, cmp.Diff(before, r.m.states()))
	}
}

// dir is where the catalogue lies.
func (c *Catalogue) dir() string { return c.path[:len(c.path)-len("/"+FileName)] }
