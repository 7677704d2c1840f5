package main

import (
	"context"
	"slices"

	"chabiao/corpus"
	"chabiao/indexer"
	"chabiao/server"
)

// maxPreviews is how many previews, with the files behind them, are kept.
const maxPreviews = 20

// preview is a dry run over uploaded files, which an import may follow.
type preview struct {
	paths []string
	state server.Preview
	stop  context.CancelFunc
}

// Preview implements server.Importer.
func (im *importer) Preview(paths []string, settings indexer.Settings) (int64, error) {
	im.mu.Lock()
	im.last++
	id := im.last
	p := &preview{paths: paths}
	p.state.ID = id
	im.previews[id] = p
	var old []*preview
	if len(im.previews) > maxPreviews {
		ids := make([]int64, 0, len(im.previews))
		for k := range im.previews {
			ids = append(ids, k)
		}
		slices.Sort(ids)
		for _, k := range ids[:len(ids)-maxPreviews] {
			old = append(old, im.previews[k])
			delete(im.previews, k)
		}
	}
	im.mu.Unlock()
	for _, o := range old {
		im.drop(o)
	}
	return id, im.look(p, settings)
}

// PreviewAgain implements server.Importer.
func (im *importer) PreviewAgain(id int64, settings indexer.Settings) error {
	p, err := im.preview(id)
	if err != nil {
		return err
	}
	return im.look(p, settings)
}

func (im *importer) preview(id int64) (*preview, error) {
	im.mu.Lock()
	defer im.mu.Unlock()
	if p := im.previews[id]; p != nil {
		return p, nil
	}
	return nil, noPreview(id)
}

func noPreview(id int64) error {
	return corpus.Errorf(corpus.NotFound, "no preview %d", id).
		WithHint("upload the file again; previews are kept until the server stops").WithZH("没有预览 %d：预览只保留到服务停止，或被新的预览挤掉。请重新上传。", id)
}

// look makes the dry run of a preview when its turn comes.
func (im *importer) look(p *preview, settings indexer.Settings) error {
	if im.ctx.Err() != nil {
		return errShuttingDown
	}
	im.mu.Lock()
	if p.state.State == server.PreviewImported {
		im.mu.Unlock()
		return server.Imported(p.state.ID, p.state.Batch)
	}
	ctx, cancel := context.WithCancel(im.ctx)
	paths := p.paths
	if p.stop != nil {
		p.stop()
	}
	p.stop = cancel
	p.state.State, p.state.Settings, p.state.Progress, p.state.Detail = server.PreviewRunning, settings, indexer.Progress{Stage: "waiting"}, nil
	p.state.Error, p.state.ErrorZH = "", ""
	im.mu.Unlock()
	im.wg.Go(func() {
		defer cancel()
		im.turn.Lock()
		defer im.turn.Unlock()
		opt := indexer.Options{Settings: settings, Progress: func(now indexer.Progress) {
			im.mu.Lock()
			p.state.Progress = now
			im.mu.Unlock()
		}}
		d, err := indexer.DryRun(ctx, im.d.cat, im.d.dir, paths, opt)
		im.mu.Lock()
		defer im.mu.Unlock()
		if ctx.Err() != nil && im.ctx.Err() == nil {
			return // another look has begun
		}
		p.state.Detail, p.state.State = d, server.PreviewDone
		if err != nil {
			p.state.State, p.state.Error, p.state.ErrorZH = server.PreviewFailed, err.Error(), corpus.Chinese(err)
		}
	})
	return nil
}

// PreviewState implements server.Importer.
func (im *importer) PreviewState(id int64) (server.Preview, error) {
	p, err := im.preview(id)
	if err != nil {
		return server.Preview{}, err
	}
	im.mu.Lock()
	defer im.mu.Unlock()
	return p.state, nil
}

// ImportPreview implements server.Importer.
func (im *importer) ImportPreview(ctx context.Context, id int64, seen indexer.Settings, who string) (int64, error) {
	p, paths, err := im.take(id, seen)
	if err != nil {
		return 0, err
	}
	batch, err := im.Start(ctx, paths, indexer.Options{Settings: seen, Who: who})
	im.mu.Lock()
	defer im.mu.Unlock()
	switch {
	case err == nil:
		p.state.Batch, p.state.Detail = batch, nil
	case im.previews[id] == p: // it can be tried again
		p.paths, p.state.State = paths, server.PreviewDone
	default: // newer ones have pushed it out
		im.removeUploads(paths)
	}
	return batch, err
}

// take marks a preview as imported and takes the files over from it, if it is
// done and was made with the settings that somebody has seen: others may have it
// looked at again, or imported, meanwhile.
func (im *importer) take(id int64, seen indexer.Settings) (*preview, []string, error) {
	im.mu.Lock()
	defer im.mu.Unlock()
	p := im.previews[id]
	switch {
	case p == nil:
		return nil, nil, noPreview(id)
	case p.state.State == server.PreviewImported:
		return nil, nil, server.Imported(id, p.state.Batch)
	case p.state.State != server.PreviewDone || !p.state.Settings.Equal(seen):
		return nil, nil, corpus.Errorf(corpus.Conflict, "preview %d was looked at again meanwhile, by somebody else", id).
			WithHint("open it anew and see what it says now").WithZH("预览 %d 刚被别人按另外的方式重新读取。请重新打开，核对后再导入。", id)
	}
	paths := p.paths
	p.paths, p.state.State = nil, server.PreviewImported
	return p, paths, nil
}

// DropPreview implements server.Importer.
func (im *importer) DropPreview(id int64) error {
	im.mu.Lock()
	p := im.previews[id]
	if p != nil && p.state.State == server.PreviewImported {
		im.mu.Unlock()
		return server.Imported(id, p.state.Batch)
	}
	delete(im.previews, id)
	im.mu.Unlock()
	if p == nil {
		return noPreview(id)
	}
	im.drop(p)
	return nil
}

// drop ends the look at a preview that is out of the list, and removes its
// files; those of an import are no longer its own.
func (im *importer) drop(p *preview) {
	im.mu.Lock()
	stop, paths := p.stop, p.paths
	im.mu.Unlock()
	if stop != nil {
		stop()
	}
	im.removeUploads(paths)
}
