package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"mime/multipart"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"chabiao/corpus"
	"chabiao/corpus/catalogue"
	"chabiao/corpus/number"
	"chabiao/corpus/sample"
	"chabiao/indexer"
)

// TestCrashes kills the program a hundred times, in two data directories side
// by side, at random moments of reading, committing, indexing and swapping
// index generations: as it imports, goes on with an import, takes one back,
// rebuilds the index, or serves uploads. After each kill the catalogue must be
// whole and have all that its counts acknowledge, no entry twice; where nothing
// is left open, it must be exactly what was imported, or what was there before
// an undo; and the index, once it has caught up, must be equal to it.
func TestCrashes(t *testing.T) {
	kills := 50 // in each of two
	if testing.Short() {
		kills = 6
	}
	for i := range 2 {
		t.Run(fmt.Sprint("world", i), func(t *testing.T) {
			t.Parallel()
			w := newCrashWorld(t, uint64(i))
			for w.kills < kills && !t.Failed() {
				w.cycle()
			}
			w.whole()
			t.Logf("%d kills, of them: %v", w.kills, w.met)
			if len(w.met) < 2 {
				t.Error("the kills did not come at different moments")
			}
		})
	}
}

const crashRows = 6000 // two transactions of an import

// crashWorld is a data directory whose processes die.
type crashWorld struct {
	*testing.T
	rng    *rand.Rand
	data   string
	files  []string            // deliveries of the same standards
	titles []map[string]string // what each makes of them, by id
	start  time.Duration       // until a process has its dictionary
	work   time.Duration       // of an import, from its start to its end
	kills  int
	met    map[string]int // what kills left, for the log
}

func newCrashWorld(t *testing.T, seed uint64) *crashWorld {
	now := uint64(time.Now().UnixNano())
	t.Logf("seed %d", now)
	dir := t.TempDir()
	w := &crashWorld{T: t, rng: rand.New(rand.NewPCG(now, seed)), data: filepath.Join(dir, "data"), met: make(map[string]int)}
	var b bytes.Buffer
	if err := sample.Generate(&b, crashRows, seed+5); err != nil {
		t.Fatal(err)
	}
	for variant := range 3 {
		w.variant(dir, b.String(), variant)
	}
	// One import in peace tells how long things take here.
	trial := filepath.Join(dir, "trial")
	began := time.Now()
	w.peace("--data", trial, "import", w.files[0])
	w.work = time.Since(began)
	began = time.Now()
	w.peace("--data", trial, "search", "x")
	w.start = time.Since(began)
	t.Logf("it starts in %v and imports in %v", w.start, w.work)
	return w
}

// variant writes a delivery in which most titles differ from those of others.
func (w *crashWorld) variant(dir, lines string, variant int) {
	titles := make(map[string]string)
	var out strings.Builder
	i := 0
	for line := range strings.Lines(lines) {
		e, _, err := corpus.DecodeEntry([]byte(line))
		if err != nil {
			w.Fatal(err)
		}
		n, err := number.Parse(e.Number)
		if err != nil {
			w.Fatal(err)
		}
		e.Number = n.String() // as the catalogue has it
		if i++; (i+variant)%3 != 0 {
			e.Titles["en"] = fmt.Sprintf("Edition %d of row %d", variant, i)
		} else {
			e.Titles["en"] = fmt.Sprintf("Row %d", i)
		}
		object, err := e.MarshalJSON()
		if err != nil {
			w.Fatal(err)
		}
		out.Write(append(object, '\n'))
		titles[e.Number] = e.Titles["en"]
	}
	if len(titles) != i {
		w.Fatalf("%d numbers in %d rows", len(titles), i)
	}
	path := filepath.Join(dir, fmt.Sprintf("delivery%d.jsonl", variant))
	if err := os.WriteFile(path, []byte(out.String()), 0o644); err != nil {
		w.Fatal(err)
	}
	w.files, w.titles = append(w.files, path), append(w.titles, titles)
}

// peace runs the program to its end, which must be a good one.
func (w *crashWorld) peace(args ...string) {
	w.Helper()
	if out, err := program(w.T, args...).CombinedOutput(); err != nil {
		w.Fatalf("%v: %v: %s", args, err, out)
	}
}

// moment is when to kill: one time in five while the program starts, which is
// half of its life here, else after.
func (w *crashWorld) moment() time.Duration {
	if w.rng.IntN(5) == 0 {
		return time.Duration(w.rng.Int64N(int64(w.start)))
	}
	return w.start*8/10 + time.Duration(w.rng.Int64N(int64(max(w.work-w.start, 100*time.Millisecond))))
}

// kill starts the program and kills it at a random moment; where it came to its
// end before, that must have been a good one.
func (w *crashWorld) kill(args ...string) {
	w.Helper()
	var out bytes.Buffer
	cmd := program(w.T, append([]string{"--data", w.data}, args...)...)
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		w.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	select {
	case err := <-ended:
		if err != nil {
			w.Fatalf("%v: %v: %s", args, err, &out)
		}
		w.met["ended before"]++
	case <-time.After(w.moment()):
		_ = cmd.Process.Kill() // it may have ended by now
		<-ended
		w.kills++
	}
	w.check()
}

// serve runs a server, uploads a delivery where it gets so far, and kills it.
func (w *crashWorld) serve(file, unfinished string) {
	w.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		w.Fatal(err)
	}
	addr := l.Addr().String()
	l.Close()
	var out bytes.Buffer
	cmd := program(w.T, "--data", w.data, "serve", "--listen", addr, "--unfinished", unfinished)
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		w.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	ready := w.ready(addr, ended)
	var id int64
	if ready && file != "" {
		id = w.upload(addr, file)
	}
	if ready {
		time.Sleep(time.Duration(w.rng.Int64N(int64(max(w.work-w.start, 100*time.Millisecond)))))
	}
	_ = cmd.Process.Kill() // it may have ended by now
	if err := <-ended; !ready || err == nil {
		w.Fatalf("the server did not serve: %v: %s", err, &out)
	}
	w.kills++
	w.check()
	if b := w.last(); id != 0 && (b == nil || b.ID < id) {
		w.Fatalf("import %d was acknowledged and is gone", id)
	}
}

// ready waits for a server; false when it ended or takes too long.
func (w *crashWorld) ready(addr string, ended chan error) bool {
	for range 3000 {
		resp, err := http.Get("http://" + addr + "/readyz")
		if err == nil {
			resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				return true
			}
		}
		select {
		case err := <-ended:
			ended <- err
			return false
		case <-time.After(20 * time.Millisecond):
		}
	}
	return false
}

// upload brings a file to a server and gives the number of the import that it
// acknowledged.
func (w *crashWorld) upload(addr, file string) int64 {
	w.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	if err := (&importCmd{Files: []string{file}}).writeForm(&env{}, form, indexer.Settings{}); err != nil {
		w.Fatal(err)
	}
	req, err := http.NewRequest(http.MethodPost, "http://"+addr+"/api/v1/imports", &body)
	if err != nil {
		w.Fatal(err)
	}
	req.Header.Set("Content-Type", form.FormDataContentType())
	var task struct{ Batch int64 }
	if err := (client{addr: addr}).do(req, &task); err != nil || task.Batch == 0 {
		w.Fatal("upload:", err)
	}
	return task.Batch
}

// cycle makes one change, or begins to and takes it back, dying on the way.
func (w *crashWorld) cycle() {
	before, was := w.contents(), w.last()
	variant := w.rng.IntN(len(w.files))
	switch n := w.rng.IntN(10); {
	case n == 0 && len(before) > 0:
		w.kill("index", "rebuild")
	case n <= 3 && len(before) > 0:
		w.serve(w.files[variant], "keep")
	default:
		w.kill("import", w.files[variant])
	}
	b := w.last()
	if b == nil || was != nil && b.ID == was.ID {
		w.same("nothing was begun", before, w.contents())
		return
	}
	id := b.ID
	for rounds := 0; b.State != catalogue.BatchDone && b.State != catalogue.BatchUndone; rounds++ {
		if b.State == catalogue.BatchFailed {
			w.Fatalf("import %d failed: %s", id, b.Error)
		}
		what := "resume"
		if b.State == catalogue.BatchUndoing || w.rng.IntN(4) == 0 {
			what = "undo"
		}
		switch {
		case rounds > 5:
			w.peace("--data", w.data, "imports", what, fmt.Sprint(id))
		case w.rng.IntN(4) == 0:
			w.serve("", what)
		default:
			w.kill("imports", what, fmt.Sprint(id))
		}
		b = w.batch(id)
	}
	if b.State == catalogue.BatchDone {
		w.done(b, variant)
		if w.rng.IntN(3) > 0 {
			return
		}
		for rounds := 0; w.batch(id).State != catalogue.BatchUndone; rounds++ {
			if rounds > 5 {
				w.peace("--data", w.data, "imports", "undo", fmt.Sprint(id))
			} else {
				w.kill("imports", "undo", fmt.Sprint(id))
			}
		}
	}
	w.same("taken back", before, w.contents())
	if w.rng.IntN(3) == 0 {
		w.whole()
	}
}

// done checks an import that came to its end.
func (w *crashWorld) done(b *catalogue.Batch, variant int) {
	w.Helper()
	if b.Read != crashRows || b.New+b.Changed+b.Unchanged+b.Rejected != b.Read {
		w.Errorf("counts of import %d do not add up: %+v", b.ID, b.Counts)
	}
	w.same("imported", w.titles[variant], w.contents())
}
