package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"

	"chabiao/corpus"
	"chabiao/corpus/catalogue"
	"chabiao/indexer"
)

// importer runs the imports of a server, one after the other.
type importer struct {
	d    *dataDir
	ctx  context.Context // ends with the server
	turn sync.Mutex      // held by the import that runs
	wg   sync.WaitGroup

	mu      sync.Mutex
	running map[int64]*task
}

type task struct {
	cancel   context.CancelFunc
	progress indexer.Progress
}

func newImporter(ctx context.Context, d *dataDir) *importer {
	return &importer{d: d, ctx: ctx, running: make(map[int64]*task)}
}

// Start implements server.Importer.
func (im *importer) Start(ctx context.Context, paths []string, opt indexer.Options) (int64, error) {
	if im.ctx.Err() != nil {
		return 0, corpus.Errorf(corpus.Unavailable, "the server is shutting down").WithHint("import again when it is back")
	}
	id, err := indexer.Begin(ctx, im.d.cat, paths, opt)
	if err != nil {
		return 0, err
	}
	tctx, cancel := context.WithCancel(im.ctx)
	t := &task{cancel: cancel, progress: indexer.Progress{Stage: "waiting"}}
	im.mu.Lock()
	im.running[id] = t
	im.mu.Unlock()
	opt.Batch = id
	opt.Progress = func(p indexer.Progress) {
		im.mu.Lock()
		t.progress = p
		im.mu.Unlock()
	}
	im.wg.Go(func() {
		defer func() {
			cancel()
			im.mu.Lock()
			delete(im.running, id)
			im.mu.Unlock()
			removeUploads(paths)
		}()
		im.turn.Lock()
		defer im.turn.Unlock()
		if _, err := importAndIndex(tctx, im.d, paths, opt); err != nil {
			logError("import failed", "batch", id, "error", err)
		}
	})
	return id, nil
}

// removeUploads removes the folder that each uploaded file came in.
func removeUploads(paths []string) {
	for _, p := range paths {
		if err := os.RemoveAll(filepath.Dir(filepath.Dir(p))); err != nil {
			logError("upload not removed", "error", err)
		}
	}
}

// importAndIndex imports files and makes them searchable.
func importAndIndex(ctx context.Context, d *dataDir, paths []string, opt indexer.Options) (indexer.Report, error) {
	rep, err := indexer.Import(ctx, d.cat, d.dir, paths, opt)
	if opt.DryRun {
		return rep, err
	}
	// What has been committed becomes searchable even if the import stopped.
	ierr := d.ix.CatchUp(context.WithoutCancel(ctx), func(done, total int64) {
		if opt.Progress != nil {
			opt.Progress(indexer.Progress{Stage: "indexing", Rows: done, Total: total})
		}
	})
	if ierr == nil {
		ierr = d.engine.Warm()
	}
	return rep, errors.Join(err, ierr)
}

// Cancel implements server.Importer.
func (im *importer) Cancel(id int64) error {
	im.mu.Lock()
	defer im.mu.Unlock()
	t := im.running[id]
	if t == nil {
		return corpus.Errorf(corpus.Conflict, "import %d is not running", id)
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

// Batches implements server.Importer.
func (im *importer) Batches(ctx context.Context, limit int) ([]*catalogue.Batch, error) {
	return im.d.cat.Batches(ctx, limit)
}

// Batch implements server.Importer.
func (im *importer) Batch(ctx context.Context, id int64) (*catalogue.Batch, error) {
	return im.d.cat.Batch(ctx, id)
}

// Rejects implements server.Importer.
func (im *importer) Rejects(ctx context.Context, id int64, limit int, each func(*catalogue.Reject) error) error {
	for r, err := range im.d.cat.Rejects(ctx, id, limit) {
		if err != nil {
			return err
		}
		if err := each(r); err != nil {
			return err
		}
	}
	return nil
}

// wait returns when no import runs any more.
func (im *importer) wait() { im.wg.Wait() }
