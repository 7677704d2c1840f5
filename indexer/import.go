// Package indexer brings catalogue files in: rows to entries, entries into the
// catalogue, the catalogue's changes into the index. It answers no queries.
package indexer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"chabiao/corpus"
	"chabiao/corpus/catalogue"
	"chabiao/indexer/check"
	"chabiao/indexer/problem"
)

// applyChunk is how many rows one transaction writes.
const applyChunk = 5000

// Import reads the files, stages what they say on disk under dir, checks it,
// and only then changes the catalogue, as one batch: files that can't be read
// leave nothing behind. The index is brought up to date by the caller. On an
// error or a crash what has been committed stands: Resume goes on with it,
// catalogue.Undo takes it back.
func Import(ctx context.Context, cat *catalogue.Catalogue, dir string, paths []string, opt Options) (*Detail, error) {
	if err := opt.prepare(ctx, cat, dir); err != nil {
		return nil, err
	}
	if opt.Batch != 0 {
		return run(ctx, cat, dir, paths, opt)
	}
	r, done, err := read(ctx, cat, dir, paths, &opt)
	if err != nil {
		return nil, err
	}
	defer done()
	if opt.Batch, err = Begin(ctx, cat, paths, opt); err != nil {
		return nil, err
	}
	r.detail.Batch = opt.Batch
	return r.close(ctx, cat, r.write(ctx, cat))
}

// DryRun reads and understands everything, tells what an import would do, and
// changes nothing.
func DryRun(ctx context.Context, cat *catalogue.Catalogue, dir string, paths []string, opt Options) (*Detail, error) {
	if err := opt.prepare(ctx, cat, dir); err != nil {
		return nil, err
	}
	r, done, err := read(ctx, cat, dir, paths, &opt)
	if err != nil {
		return nil, err
	}
	defer done()
	r.detail.DryRun = true
	var counts catalogue.Counts
	err = r.chunks(ctx, func(groups []catalogue.Group, rejects []catalogue.Reject) (catalogue.Counts, error) {
		n, err := cat.Foresee(ctx, opt.Source, groups)
		n.Read += int64(len(rejects))
		n.Rejected += int64(len(rejects))
		counts.Add(n)
		return n, err
	})
	if err != nil {
		return nil, err
	}
	if opt.Replace {
		if counts.Vanished, err = cat.WouldVanish(ctx, opt.Source, r.stage.has); err != nil {
			return nil, err
		}
	}
	r.finish(counts)
	r.detail.Revision, err = cat.Revision(ctx)
	return r.detail, err
}

// Begin opens a batch for files that Import will read with opt.Batch set.
func Begin(ctx context.Context, cat *catalogue.Catalogue, paths []string, opt Options) (int64, error) {
	if err := opt.TakeMapping(ctx, cat); err != nil {
		return 0, err
	}
	settings, err := json.Marshal(opt.Settings)
	if err != nil {
		return 0, err
	}
	d := catalogue.Delivery{Who: opt.Who, Source: opt.Source, Options: settings}
	if opt.Replace {
		d.Mode = catalogue.ModeReplace
	}
	for _, p := range paths {
		d.Files = append(d.Files, catalogue.File{Name: filepath.Base(p)})
	}
	if d.Paths, err = absolute(paths); err != nil {
		return 0, err
	}
	return cat.Begin(ctx, d)
}

// Resume goes on with an interrupted or failed import: its files, which must be
// where they were and as they were, are laid again from their first row, and
// the counts come out as if it had run through.
func Resume(ctx context.Context, cat *catalogue.Catalogue, dir string, id int64, opt Options) (*Detail, error) {
	b, err := cat.Batch(ctx, id)
	if err != nil {
		return nil, err
	}
	if len(b.Paths) == 0 {
		return nil, corpus.Errorf(corpus.Conflict, "import %d came over standard input, which can't be read again", id).
			WithHint("take it back with 'chabiao imports undo %d', then import again", id)
	}
	if err := json.Unmarshal(b.Options, &opt.Settings); err != nil {
		return nil, fmt.Errorf("settings of import %d: %w", id, err)
	}
	if err := opt.prepare(ctx, cat, dir); err != nil {
		return nil, err
	}
	if b, err = cat.Reopen(ctx, id); err != nil {
		return nil, err
	}
	opt.Batch, opt.Who = id, b.Who
	return run(ctx, cat, dir, b.Paths, opt)
}

// run does the work of a batch that is open, and closes it.
func run(ctx context.Context, cat *catalogue.Catalogue, dir string, paths []string, opt Options) (*Detail, error) {
	// One that is cancelled before its turn comes must be closed too.
	before, err := cat.Batch(context.WithoutCancel(ctx), opt.Batch)
	if err != nil {
		return nil, err
	}
	r, done, err := read(ctx, cat, dir, paths, &opt)
	if err != nil {
		return nil, fmt.Errorf("import %d: %w", opt.Batch, errors.Join(err, cat.FinishBatch(opt.Batch, err)))
	}
	defer done()
	if err = sameFiles(before.Files, r.detail.Sources); err == nil {
		err = r.write(ctx, cat)
	}
	return r.close(ctx, cat, err)
}

// close ends the batch, with the error that stopped it if one did, and keeps
// its report.
func (r *reading) close(ctx context.Context, cat *catalogue.Catalogue, err error) (*Detail, error) {
	ctx = context.WithoutCancel(ctx)
	id := r.detail.Batch
	if ferr := cat.FinishBatch(id, err); err == nil {
		err = ferr
	}
	b, berr := cat.Batch(ctx, id)
	if berr == nil {
		r.finish(b.Counts)
		r.detail.Revision = b.Revision
		var data []byte
		if data, berr = json.Marshal(r.detail); berr == nil {
			berr = cat.SetReport(ctx, id, data)
		}
	}
	if err != nil {
		return r.detail, fmt.Errorf("import %d stopped with %d rows taken: %w", id, r.detail.Read, err)
	}
	return r.detail, berr
}

// sameFiles holds the files of a batch that goes on to those it began with.
func sameFiles(before, now []catalogue.File) error {
	for i, f := range before {
		if f.SHA256 != "" && (i >= len(now) || now[i].SHA256 != f.SHA256) {
			return corpus.Errorf(corpus.Conflict, "%s is not the file that the import began with", f.Name).
				WithHint("put that file back, or take the import back and import the new file").WithZH("%s 不是导入开始时的那个文件。请放回原来的文件，或撤回这次导入后导入新文件。", f.Name)
		}
	}
	return nil
}

// read stages and checks the files.
func read(ctx context.Context, cat *catalogue.Catalogue, dir string, paths []string, opt *Options) (*reading, func(), error) {
	st, err := newStage(dir)
	if err != nil {
		return nil, nil, err
	}
	r := &reading{opt: opt, stage: st, whole: check.NewDelivery(), detail: &Detail{
		Report: Report{Batch: opt.Batch, Files: len(paths)}, Started: time.Now(), Who: opt.Who, Settings: opt.Settings, Problems: &problem.Collector{}}}
	for _, path := range paths {
		if err := r.file(ctx, path); err != nil {
			st.close()
			return nil, nil, err
		}
	}
	if opt.Replace && st.n.Read == st.n.Rejected {
		st.close()
		return nil, nil, corpus.Errorf(corpus.InvalidArgument, "the delivery has no entries, and all that %s had would count as vanished", opt.Source).
			WithField("replace").WithHint("check the files; import them without replacing if that is all there is").
			WithZH("文件里没有一条题录，而全量替换会把来源“%s”的题录都标记为不再列出，所以没有执行。请核对文件；如果只有这些，请不要勾选全量替换。", opt.Source)
	}
	if err := r.judge(ctx, cat); err != nil {
		st.close()
		return nil, nil, err
	}
	return r, st.close, nil
}

// write lays what was staged over the catalogue, in transactions of some
// thousand rows.
func (r *reading) write(ctx context.Context, cat *catalogue.Catalogue) error {
	batch := r.opt.Batch
	if err := cat.SetFiles(ctx, batch, r.detail.Sources); err != nil {
		return err
	}
	err := r.chunks(ctx, func(groups []catalogue.Group, rejects []catalogue.Reject) (catalogue.Counts, error) {
		return cat.Apply(ctx, batch, groups, rejects)
	})
	if err == nil && r.opt.Replace {
		_, err = cat.Vanish(ctx, batch, r.opt.Source, r.stage.has)
	}
	return err
}

// chunks walks the staged rows in runs of some thousand.
func (r *reading) chunks(ctx context.Context, do func([]catalogue.Group, []catalogue.Reject) (catalogue.Counts, error)) error {
	var groups []catalogue.Group
	var rejects []catalogue.Reject
	var written int64
	pending := 0
	flush := func() error {
		if pending == 0 {
			return nil
		}
		counts, err := do(groups, rejects)
		if err != nil {
			return err
		}
		written += counts.Read
		groups, rejects, pending = groups[:0], rejects[:0], 0
		r.opt.Progress(Progress{Stage: "writing", Rows: written, Total: r.stage.rows()})
		return nil
	}
	for g, err := range r.stage.groups(ctx) {
		if err != nil {
			return err
		}
		if g.reject != nil {
			rejects = append(rejects, *g.reject)
			pending++
		} else {
			groups = append(groups, g.rows)
			pending += len(g.rows)
		}
		if pending >= r.opt.chunk {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	return flush()
}

// finish puts the figures into the report. Warnings are all that was told, of
// rows and of the whole.
func (r *reading) finish(n catalogue.Counts) {
	d := r.detail
	d.Counts = n
	d.Seconds = time.Since(d.Started).Seconds()
	if d.Seconds > 0 {
		d.RowsPerSecond = float64(d.Read) / d.Seconds
	}
}

// ReportOf reads the report that an import left.
func ReportOf(ctx context.Context, cat *catalogue.Catalogue, id int64) (*Detail, error) {
	data, err := cat.Report(ctx, id)
	if err != nil {
		return nil, err
	}
	d := &Detail{Problems: &problem.Collector{}}
	if err := json.Unmarshal(data, d); err != nil {
		return nil, fmt.Errorf("report of import %d: %w", id, err)
	}
	return d, nil
}
