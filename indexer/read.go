package indexer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"

	"chabiao/corpus"
	"chabiao/corpus/catalogue"
	"chabiao/indexer/check"
	"chabiao/indexer/problem"
	"chabiao/indexer/source"

	"golang.org/x/sync/errgroup"
)

// readChunk is how many rows one worker understands at a time.
const readChunk = 256

// reading is an import while its files are read.
type reading struct {
	opt    *Options
	stage  *stage
	whole  *check.Delivery
	detail *Detail
}

// file stages what one file holds.
func (r *reading) file(ctx context.Context, path string) error {
	src, err := source.Open(ctx, path, r.opt.Read)
	if err != nil {
		return err
	}
	defer src.Close()
	named := &links{}
	for p, err := range src.Parts() {
		if err != nil {
			return err
		}
		r.detail.Parts = append(r.detail.Parts, PartReport{Name: p.Name, Info: p.Info})
		rep := &r.detail.Parts[len(r.detail.Parts)-1]
		if p.Skipped != nil {
			rep.Skipped, rep.SkippedZH = p.Skipped.Error(), corpus.Chinese(p.Skipped)
			continue
		}
		if p.Layout != nil {
			rep.HeaderRows, rep.Preset, rep.Columns = p.Layout.HeaderRows, p.Layout.Preset, p.Layout.Columns
		}
		if err := r.part(ctx, src, p, rep, named); err != nil {
			return err
		}
		rep.Info = p.Info
	}
	if err := r.link(named); err != nil {
		return err
	}
	sum, err := src.Sum()
	if err != nil {
		return err
	}
	r.detail.Sources = append(r.detail.Sources, catalogue.File{Name: src.Name, Bytes: src.Size(), SHA256: sum})
	return nil
}

// job is a run of rows on its way from the reader through a worker to the
// stage, in order.
type job struct {
	rows []source.Row
	out  []staged
	done chan struct{}
}

// part reads, understands and stages the rows of a part: one goroutine reads,
// all cores understand, one stages in the order of the rows.
func (r *reading) part(ctx context.Context, src *source.Source, p *source.Part, rep *PartReport, named *links) error {
	index := r.stage.part(p.Name, named)
	g, ctx := errgroup.WithContext(ctx)
	workers := runtime.GOMAXPROCS(0)
	work, ordered := make(chan *job, workers), make(chan *job, 2*workers)
	g.Go(func() error {
		defer close(work)
		defer close(ordered)
		for {
			j := &job{done: make(chan struct{})}
			var end error
			for len(j.rows) < readChunk && end == nil {
				var row source.Row
				if row, end = p.Next(); end == nil {
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
			if errors.Is(end, io.EOF) && !errors.Is(end, io.ErrUnexpectedEOF) {
				return nil
			}
			if end != nil {
				return unreadable(p.Name, end)
			}
		}
	})
	for range workers {
		g.Go(func() error {
			for j := range work {
				j.out = make([]staged, len(j.rows))
				for i, row := range j.rows {
					j.out[i] = understand(p, index, row, r.opt.Today)
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
				if err := r.take(p, rep, j.rows[i], &j.out[i], named); err != nil {
					return err
				}
			}
			rows := r.stage.rows()
			r.opt.Progress(Progress{Stage: "reading", Rows: rows, Total: estimate(rows, src)})
		}
		return nil
	})
	return g.Wait()
}

// unreadable says that a part ends before its end.
func unreadable(name string, err error) error {
	if errors.Is(err, context.Canceled) || corpus.KindOf(err) != corpus.Internal {
		return err
	}
	return corpus.Errorf(corpus.InvalidArgument, "%s can't be read on: %w", name, err).
		WithHint("nothing was changed; is the file complete?").WithZH("%s 读到一半就读不下去了，可能不完整。目录没有改动。请重新导出或重新下载。", name)
}

// take stages one row and keeps what is told of it.
func (r *reading) take(p *source.Part, rep *PartReport, row source.Row, s *staged, named *links) error {
	shown := len(rep.Sample) < sampleRows && (s.entry != nil || s.reason != "")
	if shown {
		rep.Sample = append(rep.Sample, s.sample(row))
	}
	r.tell(p.Name, s.at, s.notes)
	if s.entry == nil && s.reason == "" {
		rep.PassedOver++
		r.detail.PassedOver++
		return nil
	}
	rep.Rows++
	if s.entry == nil {
		rep.Rejected++
	}
	place, again, err := r.stage.add(s)
	if err != nil {
		return err
	}
	if again.Kind != "" {
		r.tell(p.Name, s.at, []problem.Note{again})
	}
	if s.entry != nil {
		r.whole.Add(place, s.key, s.entry)
		if named.add(place, s.entry) && shown {
			named.shown = append(named.shown, shownRow{len(r.detail.Parts) - 1, len(rep.Sample) - 1, place})
		}
	}
	return nil
}

// link brings in what only the whole file tells: which rows the ids of others
// mean.
func (r *reading) link(named *links) error {
	if len(named.wanting) == 0 {
		return nil
	}
	if err := r.stage.w.Flush(); err != nil {
		return full(err)
	}
	for _, place := range named.wanting {
		row, _, err := r.stage.at(place)
		if err != nil {
			return err
		}
		r.whole.Add(place, row.Key, row.Entry)
	}
	for _, s := range named.shown {
		row, _, err := r.stage.at(s.row)
		if err != nil {
			return err
		}
		if r.detail.Parts[s.part].Sample[s.sample].Entry, err = json.Marshal(row.Entry); err != nil {
			return err
		}
	}
	named.wanting, named.shown = nil, nil
	return nil
}

func (r *reading) tell(part string, at int64, notes []problem.Note) {
	r.detail.Problems.Add(part, "", at, notes...)
	if r.opt.Note != nil {
		for _, n := range notes {
			r.opt.Note(problem.Example{File: part, Row: at, Note: n})
		}
	}
}

// judge checks the rows against each other and against the catalogue.
func (r *reading) judge(ctx context.Context, cat *catalogue.Catalogue) error {
	r.opt.Progress(Progress{Stage: "checking", Total: r.stage.rows()})
	var failed error
	number := func(row uint32) string {
		n, _, _, err := r.stage.number(row)
		failed = errors.Join(failed, err)
		return n
	}
	err := r.whole.Finish(ctx, cat, number, func(row uint32, n problem.Note) {
		r.stage.doubt(row)
		_, part, at, err := r.stage.number(row)
		failed = errors.Join(failed, err)
		r.tell(part, at, []problem.Note{n})
	})
	if err = errors.Join(err, failed); err != nil {
		return fmt.Errorf("check the delivery: %w", err)
	}
	return nil
}

// estimate guesses the rows of a file from the part of it that has been read.
func estimate(rows int64, src *source.Source) int64 {
	if src.Size() == 0 || src.Read() == 0 {
		return 0
	}
	return int64(float64(rows) * max(1, float64(src.Size())/float64(src.Read())))
}
