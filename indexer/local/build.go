package local

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"chabiao/corpus"
	"chabiao/corpus/catalogue"
	"chabiao/indexer/inverted"
	"chabiao/indexer/schema"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"
	"golang.org/x/sync/errgroup"
)

// Progress is told how many documents of how many are in the index.
type Progress func(done, total int64)

const (
	chunkDocs = 1 << 16  // documents that a segment starts with, at the most
	chunkSize = 96 << 20 // bytes of memory that they take, about
	readBatch = 1000     // records that are handed over together
	roundText = 48 << 20 // bytes of records that a goroutine takes in one round of an update

	wholeUpdate = 10000 // changes of an update that become searchable all at once
	// An update of many more changes than the index has documents costs more than
	// building it anew.
	rebuildFloor = 30000
	rebuildTimes = 4
)

// CatchUp brings the index to the catalogue's revision: by the changes it
// lacks, or by building it anew when there is none or when most has changed.
func (ix *Index) CatchUp(ctx context.Context, progress Progress) (err error) {
	defer corpus.Wrap(&err, "bring the index up to date")
	ix.write.Lock()
	defer ix.write.Unlock()
	for {
		behind, err := ix.Behind(ctx)
		if err != nil {
			return err
		}
		g := ix.Acquire()
		if g == nil {
			return ix.rebuild(ctx, progress)
		}
		count, err := g.Bleve.DocCount()
		if err == nil && behind > 0 && behind > rebuildFloor && behind > rebuildTimes*int64(count) {
			g.Release()
			return ix.rebuild(ctx, progress)
		}
		if err == nil && behind > 0 {
			workers := 1
			if behind > wholeUpdate {
				workers = runtime.GOMAXPROCS(0)
			}
			err = ix.update(ctx, g, behind, workers, progress)
		}
		g.Release()
		if err != nil || behind == 0 {
			return err
		}
	}
}

// firstFollow is how many changes an index is begun for while more come in. Few
// are built at the end, as a whole.
const firstFollow = chunkDocs / 2

// Follow takes in what has been committed so far without ever building the index
// anew, so that entries can be found soon while an import goes on, and so that
// the index grows while the catalogue does.
func (ix *Index) Follow(ctx context.Context) (err error) {
	defer corpus.Wrap(&err, "follow the catalogue")
	ix.write.Lock()
	defer ix.write.Unlock()
	behind, err := ix.Behind(ctx)
	if err != nil || behind == 0 {
		return err
	}
	g := ix.Acquire()
	if g == nil {
		if behind < firstFollow {
			return nil
		}
		if err := ix.begin(ctx); err != nil {
			return err
		}
		g = ix.Acquire()
	}
	defer g.Release()
	return ix.update(ctx, g, behind, 1, nil) // the import has the other cores
}

// begin swaps in an empty generation.
func (ix *Index) begin(ctx context.Context) error {
	return ix.replace(func(path string) (*Generation, error) {
		return ix.create(path, func(b bleve.Index) error { return seal(b, 0, 0) })
	})
}

// update lays the changes that g lacks over it, round by round, in so many
// goroutines; it ends when it has come as far as behind says.
func (ix *Index) update(ctx context.Context, g *Generation, behind int64, workers int, progress Progress) error {
	adv, err := g.Bleve.Advanced()
	if err != nil {
		return err
	}
	rounds := make([]*round, workers)
	for i := range rounds {
		rounds[i] = &round{builder: schema.NewBuilder(ix.seg), chunk: inverted.NewChunk(schema.Fields)}
	}
	for total := behind; behind > 0; {
		from, err := g.Revision()
		if err != nil {
			return err
		}
		to, err := ix.round(ctx, g, adv, from, rounds)
		if err != nil {
			return err
		}
		if to == from {
			// Revisions past the last change belong to versions that a later
			// change of the same entry has covered.
			return ix.reach(ctx, g)
		}
		if progress != nil {
			progress(min(total, total-behind+to-from), total)
		}
		behind -= to - from
	}
	return nil
}

// round is what one goroutine does of a round of an update.
type round struct {
	builder *schema.Builder
	chunk   *inverted.Chunk
	old     []string // documents that the index may hold and that must go
}

// round takes in the changes behind revision from, up to a chunk for each
// goroutine, and tells which revision the index then reaches. The last batch
// carries it: after a crash before that, the round is done again.
func (ix *Index) round(ctx context.Context, g *Generation, to index.Index, from int64, rounds []*round) (reached int64, err error) {
	top, err := g.number(schema.TopRowKey)
	if err != nil {
		return 0, err
	}
	for _, r := range rounds {
		r.chunk.Reset()
		r.old = r.old[:0]
	}
	reached, newTop := from, top
	workers, wctx := errgroup.WithContext(ctx)
	records := make(chan []*catalogue.Record, len(rounds))
	workers.Go(func() error {
		defer close(records)
		bytes := 0
		for some, err := range inBatches(ix.cat.Changes(wctx, from, chunkDocs*len(rounds))) {
			if err != nil {
				return err
			}
			for _, r := range some {
				reached, newTop = r.Revision, max(newTop, r.Row)
				bytes += r.Size
			}
			select {
			case records <- some:
			case <-wctx.Done():
				return wctx.Err()
			}
			if bytes > roundText*len(rounds) {
				break
			}
		}
		return nil
	})
	for _, r := range rounds {
		workers.Go(func() error {
			for some := range records {
				for _, rec := range some {
					if rec.Row <= top {
						r.old = append(r.old, schema.DocID(rec.Row))
					}
					if !rec.Deleted {
						r.builder.Document(r.chunk, rec.Row, rec.Entry)
					}
				}
			}
			return nil
		})
	}
	if err := workers.Wait(); err != nil || reached == from {
		return reached, err
	}
	for i, r := range rounds {
		batch := r.chunk.Batch(r.old)
		batch.SetInternal(schema.TopRowKey, bigEndian(newTop))
		if i == len(rounds)-1 {
			batch.SetInternal(schema.RevisionKey, bigEndian(reached))
		}
		if err := to.Batch(batch); err != nil {
			return from, err
		}
	}
	return reached, nil
}

// reach notes that g holds all that the catalogue does.
func (ix *Index) reach(ctx context.Context, g *Generation) error {
	rev, err := ix.cat.Revision(ctx)
	if err != nil {
		return err
	}
	last := int64(0)
	for r, err := range ix.cat.Changes(ctx, mustRevision(g), 1) {
		if err != nil {
			return err
		}
		last = r.Revision
	}
	if last != 0 { // a change came in meanwhile: the next round takes it
		return nil
	}
	return g.Bleve.SetInternal(schema.RevisionKey, bigEndian(rev))
}

func mustRevision(g *Generation) int64 {
	rev, err := g.Revision()
	if err != nil {
		return 0
	}
	return rev
}

// Rebuild builds a new generation from the whole catalogue and swaps it in.
func (ix *Index) Rebuild(ctx context.Context, progress Progress) (err error) {
	defer corpus.Wrap(&err, "rebuild the index")
	ix.write.Lock()
	defer ix.write.Unlock()
	return ix.rebuild(ctx, progress)
}

func (ix *Index) rebuild(ctx context.Context, progress Progress) error {
	defer LimitMemory(buildMemory)()
	// The catalogue is read while it may change: what changes meanwhile has a
	// revision above this one and is taken in by the next catching up.
	revision, err := ix.cat.Revision(ctx)
	if err != nil {
		return err
	}
	return ix.replace(func(path string) (*Generation, error) {
		return ix.create(path, func(b bleve.Index) error { return ix.complete(ctx, b, revision, progress) })
	})
}

// replace makes a generation in a folder of its own and swaps it in.
func (ix *Index) replace(make func(path string) (*Generation, error)) error {
	path := filepath.Join(ix.dir, fmt.Sprintf("gen-%d", time.Now().UnixNano()))
	g, err := make(path)
	if err != nil {
		return errors.Join(err, os.RemoveAll(path))
	}
	if err := ix.swap(g); err != nil {
		g.gone.Store(true)
		g.Release()
		return err
	}
	return nil
}

// create makes a generation in path and fills it.
func (ix *Index) create(path string, fill func(bleve.Index) error) (_ *Generation, err error) {
	b, err := bleve.NewUsing(path, schema.Mapping(), scorch.Name, scorch.Name, config())
	if err != nil {
		return nil, err
	}
	if err = errors.Join(fill(b), b.Close()); err != nil {
		return nil, err
	}
	return openGeneration(path)
}

// complete fills an empty index, merges it and marks it as finished.
func (ix *Index) complete(ctx context.Context, b bleve.Index, revision int64, progress Progress) error {
	total, err := ix.cat.Count(ctx)
	if err != nil {
		return err
	}
	adv, err := b.Advanced()
	if err != nil {
		return err
	}
	t := newTitles()
	n, top, err := ix.fill(ctx, adv, total, t, progress)
	if err != nil {
		return err
	}
	// Merging leaves a core idle.
	beside, bctx := errgroup.WithContext(ctx)
	beside.Go(func() error {
		if _, err := ix.learn(bctx, t, revision, b.Name()); err != nil && bctx.Err() == nil {
			slog.Warn("no translations learnt from titles: words find their own language only", "error", err)
		}
		return nil
	})
	beside.Go(func() error { return merge(bctx, b, wholePlan) })
	if err := beside.Wait(); err != nil {
		return err
	}
	if count, err := b.DocCount(); err != nil || int64(count) != n {
		return fmt.Errorf("built index holds %d documents of %d: %w", count, n, err)
	}
	return seal(b, revision, top)
}

// seal notes what a built index holds: all up to a revision, no row above top.
func seal(b bleve.Index, revision, top int64) error {
	return errors.Join(
		b.SetInternal(schema.RevisionKey, bigEndian(revision)),
		b.SetInternal(schema.TopRowKey, bigEndian(top)),
		b.SetInternal(schema.VersionKey, bigEndian(schema.Version)))
}
