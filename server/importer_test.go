package server

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"chabiao/corpus"
	"chabiao/corpus/catalogue"
	"chabiao/indexer"
)

// fakeImporter does its work at once, on a real catalogue without an index.
// With hold set, work stays queued until it is let go.
type fakeImporter struct {
	t   *testing.T
	dir string
	cat *catalogue.Catalogue

	previews map[int64]*Preview
	paths    map[int64][]string
	last     int64
	hold     bool
	running  map[int64]indexer.Progress
	canceled []int64
	resumed  []int64
}

func newFakeImporter(t *testing.T) *fakeImporter {
	t.Helper()
	dir := t.TempDir()
	cat, err := catalogue.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := cat.Close(); err != nil {
			t.Error(err)
		}
	})
	return &fakeImporter{t: t, dir: dir, cat: cat, previews: map[int64]*Preview{}, paths: map[int64][]string{}, running: map[int64]indexer.Progress{}}
}

func (f *fakeImporter) Catalogue() *catalogue.Catalogue { return f.cat }

func (f *fakeImporter) Start(ctx context.Context, paths []string, opt indexer.Options) (int64, error) {
	id, err := indexer.Begin(ctx, f.cat, paths, opt)
	if err != nil {
		return 0, err
	}
	if f.hold {
		f.running[id] = indexer.Progress{Stage: "reading", Rows: 1234, Total: 5000}
		return id, nil
	}
	opt.Batch = id
	_, _ = indexer.Import(ctx, f.cat, f.dir, paths, opt) // the batch says how it ended
	return id, removeUpload(paths)
}

func removeUpload(paths []string) error {
	return os.RemoveAll(filepath.Dir(filepath.Dir(paths[0])))
}

func (f *fakeImporter) Resume(ctx context.Context, id int64) error {
	b, err := f.cat.Batch(ctx, id)
	if err != nil {
		return err
	}
	if b.State != catalogue.BatchInterrupted {
		return corpus.Errorf(corpus.Conflict, "import %d is %s", id, b.State)
	}
	f.resumed = append(f.resumed, id)
	return nil
}

func (f *fakeImporter) Undo(ctx context.Context, id int64, who string, force bool) (*catalogue.UndoReport, error) {
	if f.hold {
		return nil, nil
	}
	rep, err := f.cat.Undo(ctx, id, catalogue.UndoOptions{Who: who, Force: force})
	return &rep, err
}

func (f *fakeImporter) Cancel(id int64) error {
	if _, ok := f.running[id]; !ok {
		return corpus.Errorf(corpus.Conflict, "import %d is not running", id)
	}
	f.canceled = append(f.canceled, id)
	return nil
}

func (f *fakeImporter) Progress(id int64) (indexer.Progress, bool) {
	p, ok := f.running[id]
	return p, ok
}

func (f *fakeImporter) Preview(paths []string, settings indexer.Settings) (int64, error) {
	f.last++
	f.paths[f.last] = paths
	f.previews[f.last] = &Preview{ID: f.last}
	return f.last, f.PreviewAgain(f.last, settings)
}

func (f *fakeImporter) PreviewAgain(id int64, settings indexer.Settings) error {
	p := f.previews[id]
	if p == nil {
		return corpus.Errorf(corpus.NotFound, "no preview %d", id)
	}
	if p.State == PreviewImported {
		return Imported(id, p.Batch)
	}
	*p = Preview{ID: id, State: PreviewRunning, Settings: settings, Progress: indexer.Progress{Stage: "waiting"}}
	if f.hold {
		return nil
	}
	d, err := indexer.DryRun(context.Background(), f.cat, f.dir, f.paths[id], indexer.Options{Settings: settings})
	p.State, p.Detail = PreviewDone, d
	if err != nil {
		p.State, p.Error, p.ErrorZH = PreviewFailed, err.Error(), corpus.Chinese(err)
	}
	return nil
}

func (f *fakeImporter) PreviewState(id int64) (Preview, error) {
	if p := f.previews[id]; p != nil {
		return *p, nil
	}
	return Preview{}, corpus.Errorf(corpus.NotFound, "no preview %d", id)
}

func (f *fakeImporter) ImportPreview(ctx context.Context, id int64, seen indexer.Settings, who string) (int64, error) {
	p := f.previews[id]
	if !p.Settings.Equal(seen) {
		return 0, corpus.Errorf(corpus.Conflict, "preview %d has changed", id)
	}
	batch, err := f.Start(ctx, f.paths[id], indexer.Options{Settings: p.Settings, Who: who})
	p.State, p.Batch, p.Detail = PreviewImported, batch, nil
	return batch, err
}

func (f *fakeImporter) DropPreview(id int64) error {
	if p := f.previews[id]; p != nil && p.State == PreviewImported {
		return Imported(id, p.Batch)
	}
	if f.previews[id] == nil {
		return corpus.Errorf(corpus.NotFound, "no preview %d", id)
	}
	delete(f.previews, id)
	return removeUpload(f.paths[id])
}
