// Package indexer brings catalogue files in: rows to entries, entries into the
// catalogue, the catalogue's changes into the index. It answers no queries.
package indexer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"runtime"
	"time"
	"unicode/utf8"

	"chabiao/corpus"
	"chabiao/corpus/catalogue"
	"chabiao/corpus/number"
	"chabiao/indexer/source"

	"golang.org/x/sync/errgroup"
)

// Options of an import.
type Options struct {
	Format string // of every file; told by the names when empty
	Who    string // who imports, for the record
	DryRun bool   // read and understand everything, change nothing
	Batch  int64  // a batch that has been begun already; 0: the import begins one
	// Progress is told, from one goroutine at a time, how far the import is.
	Progress func(Progress)
	// Warn is told of every remark about a row that was taken, if not nil.
	Warn func(file string, line int64, w corpus.Warning)
}

// Progress of an import.
type Progress struct {
	Stage string `json:"stage"` // reading, writing, indexing
	Rows  int64  `json:"rows"`  // of the stage
	Total int64  `json:"total"` // rows of the stage; while reading, an estimate, or 0
}

// Report is what became of an import.
type Report struct {
	Batch int64 `json:"batch"`
	Files int   `json:"files"`
	catalogue.Counts
	Seconds       float64 `json:"seconds"`
	RowsPerSecond float64 `json:"rows_per_second"`
	Revision      int64   `json:"revision"`
}

// chunk is how many rows one worker reads, and one transaction writes.
const (
	parseChunk = 256
	applyChunk = 5000
)

// Import reads the files, stages what they say on disk under dir, and only
// then changes the catalogue, as one batch. The index is brought up to date by
// the caller. On an error or a crash what has been committed stands, and the
// same import run again goes on.
func Import(ctx context.Context, cat *catalogue.Catalogue, dir string, paths []string, opt Options) (rep Report, err error) {
	start := time.Now()
	defer func() {
		rep.Seconds = time.Since(start).Seconds()
		if rep.Seconds > 0 {
			rep.RowsPerSecond = float64(rep.Read) / rep.Seconds
		}
	}()
	if opt.Progress == nil {
		opt.Progress = func(Progress) {}
	}
	rep.Files = len(paths)
	if opt.DryRun {
		return dryRun(ctx, dir, paths, opt, rep)
	}
	if rep.Batch = opt.Batch; rep.Batch == 0 {
		if rep.Batch, err = Begin(ctx, cat, paths, opt); err != nil {
			return rep, err
		}
	}
	err = run(ctx, cat, dir, paths, rep.Batch, opt)
	if ferr := cat.FinishBatch(rep.Batch, err); err == nil {
		err = ferr
	}
	b, berr := cat.Batch(context.WithoutCancel(ctx), rep.Batch)
	if berr == nil {
		rep.Counts, rep.Revision = b.Counts, b.Revision
	}
	if err != nil {
		return rep, fmt.Errorf("import %d stopped with %d rows taken: %w", rep.Batch, rep.Read, err)
	}
	return rep, berr
}

// Begin opens a batch for files that Import will read with opt.Batch set.
func Begin(ctx context.Context, cat *catalogue.Catalogue, paths []string, opt Options) (int64, error) {
	return cat.BeginBatch(ctx, opt.Who, named(paths))
}

// named lists the files before anything is known of them but their names.
func named(paths []string) []catalogue.File {
	out := make([]catalogue.File, len(paths))
	for i, p := range paths {
		out[i].Name = filepath.Base(p)
	}
	return out
}

func dryRun(ctx context.Context, dir string, paths []string, opt Options, rep Report) (Report, error) {
	st, err := newStage(dir)
	if err != nil {
		return rep, err
	}
	defer st.close()
	for i, path := range paths {
		if _, err := readFile(ctx, st, i, path, opt); err != nil {
			return rep, err
		}
	}
	rep.Counts = st.counts()
	return rep, nil
}

// run stages the files and then writes them.
func run(ctx context.Context, cat *catalogue.Catalogue, dir string, paths []string, batch int64, opt Options) error {
	st, err := newStage(dir)
	if err != nil {
		return err
	}
	defer st.close()
	files := make([]catalogue.File, 0, len(paths))
	for i, path := range paths {
		f, err := readFile(ctx, st, i, path, opt)
		if err != nil {
			return err
		}
		files = append(files, f)
	}
	if err := cat.SetFiles(ctx, batch, files); err != nil {
		return err
	}
	return apply(ctx, cat, st, batch, opt)
}

// job is a run of rows on its way from the reader through a worker to the
// stage, in order.
type job struct {
	rows []source.Row
	out  []staged
	done chan struct{}
}

func readFile(ctx context.Context, st *stage, index int, path string, opt Options) (info catalogue.File, err error) {
	f, err := source.Open(path, opt.Format)
	if err != nil {
		return info, err
	}
	defer f.Close()
	g, ctx := errgroup.WithContext(ctx)
	workers := runtime.GOMAXPROCS(0)
	work, ordered := make(chan *job, workers), make(chan *job, 2*workers)
	g.Go(func() error {
		defer close(work)
		defer close(ordered)
		for {
			j := &job{done: make(chan struct{})}
			var rerr error
			for len(j.rows) < parseChunk && rerr == nil {
				var row source.Row
				if row, rerr = f.Next(); rerr == nil {
					j.rows = append(j.rows, row)
				}
			}
			if len(j.rows) > 0 {
				for _, ch := range []chan *job{ordered, work} {
					select {
					case ch <- j:
					case <-ctx.Done():
						return ctx.Err()
					}
				}
			}
			if errors.Is(rerr, io.EOF) {
				return nil
			}
			if rerr != nil {
				return corpus.Errorf(corpus.InvalidArgument, "%s can't be read on: %w", f.Name, rerr).
					WithHint("nothing was changed; is the file complete?")
			}
		}
	})
	for range workers {
		g.Go(func() error {
			for j := range work {
				for _, row := range j.rows {
					j.out = append(j.out, understand(index, row))
				}
				close(j.done)
			}
			return nil
		})
	}
	g.Go(func() error {
		for j := range ordered {
			select {
			case <-j.done:
			case <-ctx.Done():
				return ctx.Err()
			}
			for i := range j.out {
				if opt.Warn != nil {
					for _, w := range j.out[i].warnings {
						opt.Warn(f.Name, j.out[i].at, w)
					}
				}
				if err := st.add(&j.out[i], f.Name); err != nil {
					return err
				}
			}
			opt.Progress(Progress{Stage: "reading", Rows: int64(len(st.offsets)), Total: estimate(len(st.offsets), f)})
		}
		return nil
	})
	if err := g.Wait(); err != nil {
		return info, err
	}
	return catalogue.File{Name: f.Name, SHA256: f.Sum(), Bytes: f.Read()}, nil
}

// estimate guesses the rows of a file from the part of it that has been read.
func estimate(rows int, f *source.File) int64 {
	if f.Size == 0 || f.Read() == 0 {
		return 0
	}
	return int64(float64(rows) * max(1, float64(f.Size)/float64(f.Read())))
}

// understand reads a row as an entry; a reason says why it can't be taken.
func understand(file int, row source.Row) staged {
	s := staged{file: file, at: row.At, raw: row.Raw}
	if row.Err != nil {
		s.reason = row.Err.Error()
		return s
	}
	if !utf8.Valid(row.JSON) {
		s.reason = "not UTF-8 text"
		return s
	}
	e, warnings, err := corpus.DecodeEntry(row.JSON)
	if err != nil {
		s.reason = err.Error()
		return s
	}
	n, err := number.Parse(e.Number)
	if err != nil {
		s.reason = fmt.Sprintf("%q is not a standard number: %v", e.Number, err)
		return s
	}
	e.Number = n.String()
	s.entry, s.key, s.id, s.warnings = e, n.Key(), n.ID(), warnings
	return s
}

// apply writes what was staged, in transactions of some thousand rows.
func apply(ctx context.Context, cat *catalogue.Catalogue, st *stage, batch int64, opt Options) error {
	var groups []catalogue.Group
	var rejects []catalogue.Reject
	var written int64
	pending := 0
	flush := func() error {
		if pending == 0 {
			return nil
		}
		counts, err := cat.Apply(ctx, batch, groups, rejects)
		if err != nil {
			return err
		}
		written += counts.Read
		groups, rejects, pending = groups[:0], rejects[:0], 0
		opt.Progress(Progress{Stage: "writing", Rows: written, Total: int64(len(st.offsets))})
		return nil
	}
	for g, err := range st.groups(ctx) {
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
		if pending >= applyChunk {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	return flush()
}
