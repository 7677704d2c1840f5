package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"time"

	"chabiao/corpus"
	"chabiao/corpus/catalogue"
	"chabiao/indexer"
	index "chabiao/indexer/local"
)

// importer runs the imports, previews and undoings of a server, one after the
// other.
type importer struct {
	d       *dataDir
	uploads string          // where uploaded files lie
	ctx     context.Context // ends with the server
	turn    sync.Mutex      // held by the work that runs
	wg      sync.WaitGroup

	mu       sync.Mutex
	running  map[int64]*task    // by batch
	previews map[int64]*preview // by their number
	last     int64              // number of the newest preview
}

// task is work on a batch.
type task struct {
	cancel   context.CancelFunc
	progress indexer.Progress
}

func newImporter(ctx context.Context, d *dataDir, uploads string) *importer {
	return &importer{d: d, ctx: ctx, uploads: uploads, running: make(map[int64]*task), previews: make(map[int64]*preview)}
}

var errShuttingDown = corpus.Errorf(corpus.Unavailable, "the server is shutting down").
	WithHint("try again when it is back").WithZH("服务正在停止。请等它重新启动后再试。")

// begin enters work on a batch into the list of what runs.
func (im *importer) begin(id int64) (context.Context, *task, error) {
	if im.ctx.Err() != nil {
		return nil, nil, errShuttingDown
	}
	im.mu.Lock()
	defer im.mu.Unlock()
	if im.running[id] != nil {
		return nil, nil, corpus.Errorf(corpus.Conflict, "import %d is being worked on", id).
			WithHint("wait for it to end, or cancel it").WithZH("导入 %d 正在进行。请等它结束，或停止它。", id)
	}
	ctx, cancel := context.WithCancel(im.ctx)
	t := &task{cancel: cancel, progress: indexer.Progress{Stage: "waiting"}}
	im.running[id] = t
	return ctx, t, nil
}

func (im *importer) end(id int64, t *task) {
	t.cancel()
	im.mu.Lock()
	delete(im.running, id)
	im.mu.Unlock()
}

func (im *importer) show(t *task) func(indexer.Progress) {
	return func(p indexer.Progress) {
		im.mu.Lock()
		t.progress = p
		im.mu.Unlock()
	}
}

// Start implements server.Importer.
func (im *importer) Start(ctx context.Context, paths []string, opt indexer.Options) (int64, error) {
	if im.ctx.Err() != nil {
		return 0, errShuttingDown
	}
	if err := opt.TakeMapping(ctx, im.d.cat); err != nil { // its turn may come later
		return 0, err
	}
	id, err := indexer.Begin(ctx, im.d.cat, paths, opt)
	if err != nil {
		return 0, err
	}
	opt.Batch = id
	return id, im.work(id, func(ctx context.Context, show func(indexer.Progress)) error {
		opt.Progress = show
		_, err := importAndIndex(ctx, im.d, paths, opt)
		return err
	})
}

// Resume implements server.Importer.
func (im *importer) Resume(ctx context.Context, id int64) error {
	b, err := im.d.cat.Batch(ctx, id)
	if err != nil {
		return err
	}
	if b.State != catalogue.BatchInterrupted && b.State != catalogue.BatchFailed {
		return corpus.Errorf(corpus.Conflict, "import %d is %s; only interrupted and failed imports go on", id, b.State).WithZH("导入 %d 不能继续：只有中断或失败的导入可以继续。", id)
	}
	return im.work(id, func(ctx context.Context, show func(indexer.Progress)) error {
		_, err := resumeAndIndex(ctx, im.d, id, indexer.Options{Progress: show})
		return err
	})
}

// work does something for a batch when its turn comes. Uploaded files of the
// batch go when it is done; a batch that may go on keeps them.
func (im *importer) work(id int64, do func(context.Context, func(indexer.Progress)) error) error {
	ctx, t, err := im.begin(id)
	if err != nil {
		return err
	}
	im.wg.Go(func() {
		defer im.tidy()
		defer im.end(id, t)
		im.turn.Lock()
		defer im.turn.Unlock()
		if err := do(ctx, im.show(t)); err != nil {
			logError("import failed", "batch", id, "error", err)
		}
		im.clean(id)
	})
	return nil
}

// tidy merges what work has left of segments; nobody waits for it.
func (im *importer) tidy() { im.d.tidy(im.ctx) }

// clean removes the uploaded files of a batch that is over.
func (im *importer) clean(id int64) {
	b, err := im.d.cat.Batch(context.Background(), id)
	if err != nil || b.State == catalogue.BatchInterrupted || b.State == catalogue.BatchRunning {
		return
	}
	im.removeUploads(b.Paths)
}

// removeUploads removes the folder that each uploaded file came in, and nothing
// that lies elsewhere.
func (im *importer) removeUploads(paths []string) {
	for _, p := range paths {
		dir := filepath.Dir(filepath.Dir(p))
		if filepath.Dir(dir) != im.uploads {
			continue
		}
		if err := os.RemoveAll(dir); err != nil {
			logError("upload not removed", "error", err)
		}
	}
}

// sweep removes uploads that no batch needs to go on.
func (im *importer) sweep(ctx context.Context) error {
	open, err := im.d.cat.OpenBatches(ctx)
	if err != nil {
		return err
	}
	keep := make(map[string]bool)
	for _, b := range open {
		for _, p := range b.Paths {
			keep[filepath.Dir(filepath.Dir(p))] = true
		}
	}
	list, err := os.ReadDir(im.uploads)
	if err != nil {
		return err
	}
	for _, d := range list {
		if path := filepath.Join(im.uploads, d.Name()); !keep[path] {
			if err := os.RemoveAll(path); err != nil {
				return err
			}
		}
	}
	return nil
}

// undoWait is how long an undo is waited for before the answer says that it
// goes on.
const undoWait = 5 * time.Second

// Undo implements server.Importer.
func (im *importer) Undo(ctx context.Context, id int64, who string, force bool) (*catalogue.UndoReport, error) {
	type outcome struct {
		rep catalogue.UndoReport
		err error
	}
	if _, err := im.d.cat.Batch(ctx, id); err != nil {
		return nil, err
	}
	done := make(chan outcome, 1)
	wctx, t, err := im.begin(id)
	if err != nil {
		return nil, err
	}
	im.wg.Go(func() {
		defer im.tidy()
		defer im.end(id, t)
		im.turn.Lock()
		defer im.turn.Unlock()
		rep, err := undoAndIndex(wctx, im.d, id, who, force, im.show(t))
		if err != nil && corpus.KindOf(err) == corpus.Internal {
			logError("undo failed", "batch", id, "error", err)
		}
		done <- outcome{rep, err}
		im.clean(id)
	})
	select {
	case o := <-done:
		return &o.rep, o.err
	case <-time.After(undoWait):
	case <-ctx.Done():
	}
	return nil, nil
}

// searchableSoon is how often what an import has committed is made searchable
// while it goes on.
const searchableSoon = 2 * time.Second

// importMemory is how much heap an import may take beside what was there
// before: some hundred bytes a row, and what is made and dropped meanwhile.
const importMemory = 384 << 20

// following makes searchable what is committed while do runs, and all of it
// at the end, even if do failed.
func following(ctx context.Context, d *dataDir, show func(indexer.Progress), do func() error) error {
	defer index.LimitMemory(importMemory)()
	fctx, stop := context.WithCancel(context.WithoutCancel(ctx))
	var wg sync.WaitGroup
	wg.Go(func() {
		tick := time.NewTicker(searchableSoon)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				if err := d.ix.Follow(fctx); err != nil && fctx.Err() == nil {
					logError("index does not follow", "error", err)
				}
			case <-fctx.Done():
				return
			}
		}
	})
	err := do()
	stop()
	wg.Wait()
	ierr := d.ix.CatchUp(context.WithoutCancel(ctx), func(done, total int64) {
		if show != nil {
			show(indexer.Progress{Stage: "indexing", Rows: done, Total: total})
		}
	})
	if ierr == nil {
		ierr = d.engine.Warm()
	}
	return errors.Join(err, ierr)
}

// importAndIndex imports files and makes them searchable.
func importAndIndex(ctx context.Context, d *dataDir, paths []string, opt indexer.Options) (rep *indexer.Detail, err error) {
	start := time.Now()
	err = following(ctx, d, opt.Progress, func() (err error) {
		rep, err = indexer.Import(ctx, d.cat, d.dir, paths, opt)
		return err
	})
	return timed(rep, start), err
}

// resumeAndIndex goes on with an import and makes it searchable.
func resumeAndIndex(ctx context.Context, d *dataDir, id int64, opt indexer.Options) (rep *indexer.Detail, err error) {
	start := time.Now()
	err = following(ctx, d, opt.Progress, func() (err error) {
		rep, err = indexer.Resume(ctx, d.cat, d.dir, id, opt)
		return err
	})
	return timed(rep, start), err
}

// timed puts the time until all could be found into a report.
func timed(rep *indexer.Detail, start time.Time) *indexer.Detail {
	if rep != nil {
		rep.Seconds = time.Since(start).Seconds()
		rep.RowsPerSecond = float64(rep.Read) / max(rep.Seconds, 1e-3)
	}
	return rep
}

// undoAndIndex takes a batch back and makes searches see it.
func undoAndIndex(ctx context.Context, d *dataDir, id int64, who string, force bool, show func(indexer.Progress)) (rep catalogue.UndoReport, err error) {
	err = following(ctx, d, show, func() (err error) {
		rep, err = d.cat.Undo(ctx, id, catalogue.UndoOptions{Force: force, Who: who, Progress: func(done, total int64) {
			if show != nil {
				show(indexer.Progress{Stage: "undoing", Rows: done, Total: total})
			}
		}})
		return err
	})
	return rep, err
}

// Cancel implements server.Importer.
func (im *importer) Cancel(id int64) error {
	im.mu.Lock()
	defer im.mu.Unlock()
	t := im.running[id]
	if t == nil {
		return corpus.Errorf(corpus.Conflict, "import %d is not running", id).WithZH("导入 %d 没有在进行。", id)
	}
	t.cancel()
	return nil
}

// Progress implements server.Importer.
func (im *importer) Progress(id int64) (indexer.Progress, bool) {
	im.mu.Lock()
	defer im.mu.Unlock()
	if t := im.running[id]; t != nil {
		return t.progress, true
	}
	return indexer.Progress{}, false
}

// Catalogue implements server.Importer.
func (im *importer) Catalogue() *catalogue.Catalogue { return im.d.cat }

// wait returns when no work runs any more.
func (im *importer) wait() { im.wg.Wait() }
