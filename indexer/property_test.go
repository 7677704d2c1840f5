package indexer

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chabiao/corpus/catalogue"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// world is a catalogue in which deliveries of a few numbers follow each other.
type world struct {
	*rapid.T
	dir string
	cat *catalogue.Catalogue
}

func newWorld(t *testing.T, rt *rapid.T) *world {
	dir, err := os.MkdirTemp(t.TempDir(), "world")
	if err == nil {
		var cat *catalogue.Catalogue
		if cat, err = catalogue.Open(dir); err == nil {
			rt.Cleanup(func() { cat.Close() })
			return &world{rt, dir, cat}
		}
	}
	rt.Fatal(err)
	return nil
}

// errand is a delivery to be made.
type errand struct {
	paths []string
	opt   Options
}

// errand draws a delivery: one to three files as CSV or JSON Lines, rows that
// come twice, rows that are refused or none, sources that replace what they
// have.
func (w *world) errand(name string) errand {
	var e errand
	for i := range rapid.IntRange(1, 3).Draw(w.T, "files") {
		csv := rapid.Bool().Draw(w.T, "csv")
		var b strings.Builder
		ext := ".jsonl"
		if csv {
			ext = ".csv"
			b.WriteString("标准号,标准名称,状态,发布日期,代替标准,数据来源\nGB/T 7999-2015,头一行,,,,\n")
		} else {
			b.WriteString(`{"number":"GB/T 7998-2015"}` + "\n")
		}
		for range rapid.IntRange(0, 8).Draw(w.T, "rows") {
			w.row(&b, csv)
		}
		path := filepath.Join(w.dir, fmt.Sprint(name, i, ext))
		if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
			w.Fatal(err)
		}
		e.paths = append(e.paths, path)
	}
	e.opt = Options{Who: "tester", Today: today, chunk: rapid.IntRange(1, 4).Draw(w.T, "chunk")}
	e.opt.Source = rapid.SampledFrom([]string{"", "甲", "乙"}).Draw(w.T, "source")
	e.opt.Replace = e.opt.Source != "" && rapid.Bool().Draw(w.T, "replace")
	return e
}

func (w *world) row(b *strings.Builder, csv bool) {
	number := rapid.SampledFrom([]string{"GB/T 7001-2001", "GB/T 7002-2002", "GB/T7002—2002", "GB/T 7003-2003", "GB/T 7004-2004", "ISO 9001:2015", "读不出", ""}).Draw(w.T, "number")
	title := rapid.SampledFrom([]string{"", "名称一", "名称二"}).Draw(w.T, "title")
	status := rapid.SampledFrom([]string{"", "现行", "废止", "怪词"}).Draw(w.T, "status")
	published := rapid.SampledFrom([]string{"", "2001-01-01", "2015-05-05"}).Draw(w.T, "published")
	replaces := rapid.SampledFrom([]string{"", "GB/T 7001-2001", "GB/T 1-1990"}).Draw(w.T, "replaces")
	source := rapid.SampledFrom([]string{"", "", "甲"}).Draw(w.T, "of")
	if csv {
		fmt.Fprintf(b, "%s,%s,%s,%s,%s,%s\n", number, title, status, published, replaces, source)
		return
	}
	object := map[string]any{"number": number, "title_zh": title, "status": status, "published": published, "source": source}
	if replaces != "" {
		object["replaces"] = []string{replaces}
	}
	line, err := json.Marshal(object)
	if err != nil {
		w.Fatal(err)
	}
	b.Write(append(line, '\n'))
}

func (w *world) importing(ctx context.Context, e errand) (*Detail, error) {
	return Import(ctx, w.cat, w.dir, e.paths, e.opt)
}

func (w *world) must(rep *Detail, err error) *Detail {
	if err != nil {
		w.Fatal(err)
	}
	return rep
}

// contents is all entries with the rows that they came from. Of a mark that an
// entry vanished it leaves out by which batch.
func (w *world) contents() map[string]string {
	out := make(map[string]string)
	for r, err := range w.cat.All(context.Background()) {
		if err != nil {
			w.Fatal(err)
		}
		raw, err := w.cat.SourceRow(context.Background(), r)
		if err != nil {
			w.Fatal(err)
		}
		line, err := r.Entry.MarshalJSON()
		if err != nil {
			w.Fatal(err)
		}
		if out[r.ID] != "" {
			w.Fatalf("%s is there twice", r.ID)
		}
		out[r.ID] = string(line) + " " + string(raw)
	}
	return out
}

func (w *world) same(what string, want, got any) {
	if diff := cmp.Diff(want, got); diff != "" {
		w.Fatalf("%s:\n%s", what, diff)
	}
}

func (w *world) problems(rep *Detail) string {
	b, err := json.Marshal(rep.Problems)
	if err != nil {
		w.Fatal(err)
	}
	return string(b)
}

// TestForeseen: what a dry run tells is what an import then does; the dry run
// itself changes nothing, nor does the same delivery once more; and taking the
// import back gives the catalogue as it was.
func TestForeseen(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(t, rt)
		for i := range rapid.IntRange(0, 2).Draw(rt, "earlier") {
			w.must(w.importing(rt.Context(), w.errand(fmt.Sprint("earlier", i))))
		}
		e := w.errand("now")
		before := w.contents()
		foreseen := w.must(DryRun(rt.Context(), w.cat, w.dir, e.paths, e.opt))
		w.same("a dry run changes nothing", before, w.contents())
		if list, _ := w.cat.Batches(rt.Context(), 100); len(list) > 2 {
			rt.Fatal("a dry run leaves a batch")
		}
		rep := w.must(w.importing(rt.Context(), e))
		w.same("counts foreseen and done", foreseen.Counts, rep.Counts)
		w.same("problems foreseen and told", w.problems(foreseen), w.problems(rep))
		if rep.New+rep.Changed+rep.Unchanged+rep.Rejected != rep.Read {
			rt.Fatalf("counts do not add up: %+v", rep.Counts)
		}
		after := w.contents()

		again := w.must(w.importing(rt.Context(), e))
		if again.New+again.Changed+again.Vanished != 0 || again.Read != rep.Read || again.Rejected != rep.Rejected || again.Revision != rep.Revision {
			rt.Fatalf("the same delivery again: %+v after %+v", again, rep)
		}
		w.same("the same delivery again changes nothing", after, w.contents())

		undo, err := w.cat.Undo(rt.Context(), rep.Batch, catalogue.UndoOptions{})
		if err != nil {
			rt.Fatal(err)
		}
		w.same("taken back", before, w.contents())
		if _, err := w.cat.Undo(rt.Context(), undo.Batch, catalogue.UndoOptions{}); err != nil {
			rt.Fatal(err)
		}
		w.same("laid on again", after, w.contents())
	})
}

// TestResumed: an import that is cancelled after some transactions, as often as
// may be, and then goes on ends as one that ran through.
func TestResumed(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w, calm := newWorld(t, rt), newWorld(t, rt)
		for i := range rapid.IntRange(0, 2).Draw(rt, "earlier") {
			e := w.errand(fmt.Sprint("earlier", i))
			w.must(w.importing(rt.Context(), e))
			calm.must(calm.importing(rt.Context(), e))
		}
		e := w.errand("now")
		before := w.contents()
		last := w.newest(rt)
		want := calm.must(calm.importing(rt.Context(), e))
		rep, err := w.cancelled(rt, e, 0)
		stops := 0
		for ; err != nil; stops++ {
			id := w.newest(rt)
			if id == last { // it was stopped before anything was to change
				w.same("nothing begun", before, w.contents())
				rep, err = w.cancelled(rt, e, 0)
				continue
			}
			b, lerr := w.cat.Batch(rt.Context(), id)
			if lerr != nil || b.State != catalogue.BatchFailed {
				rt.Fatal(lerr, b, err)
			}
			if b.New+b.Changed+b.Unchanged+b.Rejected != b.Read {
				rt.Fatalf("in the middle counts do not add up: %+v", b.Counts)
			}
			if stops > 3 && rapid.Bool().Draw(rt, "undo") {
				break
			}
			rep, err = w.cancelled(rt, e, id)
		}
		if err == nil {
			w.same("counts", want.Counts, rep.Counts)
			w.same("problems", w.problems(want), w.problems(rep))
			w.same("entries", calm.contents(), w.contents())
		}
		if id := w.newest(rt); id != last {
			if _, err := w.cat.Undo(rt.Context(), id, catalogue.UndoOptions{}); err != nil {
				rt.Fatal(err)
			}
		}
		w.same("taken back", before, w.contents())
	})
}

// newest is the number of the newest batch, 0 when there is none.
func (w *world) newest(rt *rapid.T) int64 {
	list, err := w.cat.Batches(rt.Context(), 1)
	if err != nil {
		rt.Fatal(err)
	}
	if len(list) == 0 {
		return 0
	}
	return list[0].ID
}

// cancelled imports, or resumes, until some transactions have been written.
func (w *world) cancelled(rt *rapid.T, e errand, batch int64) (*Detail, error) {
	ctx, cancel := context.WithCancel(rt.Context())
	defer cancel()
	left := rapid.IntRange(0, 4).Draw(rt, "transactions")
	opt := e.opt
	opt.Progress = func(p Progress) {
		if p.Stage == "writing" || p.Stage == "checking" {
			if left--; left < 0 {
				cancel()
			}
		}
	}
	if batch == 0 {
		return Import(ctx, w.cat, w.dir, e.paths, opt)
	}
	return Resume(ctx, w.cat, w.dir, batch, Options{Today: today, Progress: opt.Progress, chunk: opt.chunk})
}
