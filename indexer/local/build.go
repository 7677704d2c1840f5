package local

import (
	"context"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"chabiao/corpus"
	"chabiao/corpus/catalogue"
	"chabiao/indexer/schema"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/index/scorch/mergeplan"
	"golang.org/x/sync/errgroup"
)

// Progress is told how many documents of how many are in the index.
type Progress func(done, total int64)

const (
	buildBatch  = 4000    // documents a segment of a build starts with, at the most
	buildText   = 2 << 20 // bytes of text in them, about: what memory a batch takes goes by its text
	updateBatch = 2000    // documents of an update that become searchable together
	wholeUpdate = 10000   // changes of an update that become searchable all at once
	// An update of more than this share of the index costs more than building
	// it anew.
	rebuildShare = 5 // a fifth
	rebuildFloor = 30000
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
		if err == nil && behind > 0 && behind > rebuildFloor && behind > int64(count)/rebuildShare {
			g.Release()
			return ix.rebuild(ctx, progress)
		}
		if err == nil && behind > 0 {
			err = ix.update(ctx, g, behind, progress)
		}
		g.Release()
		if err != nil || behind == 0 {
			return err
		}
	}
}

// Follow takes in what has been committed so far without ever building the index
// anew, so that entries can be found soon while an import goes on.
func (ix *Index) Follow(ctx context.Context) (err error) {
	defer corpus.Wrap(&err, "follow the catalogue")
	ix.write.Lock()
	defer ix.write.Unlock()
	g := ix.Acquire()
	if g == nil {
		return nil
	}
	defer g.Release()
	behind, err := ix.Behind(ctx)
	if err == nil && behind > 0 {
		err = ix.update(ctx, g, behind, nil)
	}
	return err
}

// update lays the changes that g lacks over it, batch by batch; each batch
// carries the revision it reaches.
func (ix *Index) update(ctx context.Context, g *Generation, behind int64, progress Progress) error {
	b := schema.NewBuilder(ix.seg)
	total, size := behind, updateBatch
	if behind <= wholeUpdate {
		size = wholeUpdate
	}
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		from, err := g.Revision()
		if err != nil {
			return err
		}
		batch := g.Bleve.NewBatch()
		to := from
		for r, err := range ix.cat.Changes(ctx, from, size) {
			if err != nil {
				return err
			}
			if r.Deleted {
				batch.Delete(schema.DocID(r.Row))
			} else if err := batch.IndexAdvanced(b.Document(r.Row, r.Entry)); err != nil {
				return err
			}
			to = r.Revision
		}
		if to == from {
			// Revisions past the last change belong to versions that a later
			// change of the same entry has covered.
			return ix.reach(ctx, g)
		}
		batch.SetInternal(schema.RevisionKey, revisionBytes(to))
		if err := g.Bleve.Batch(batch); err != nil {
			return err
		}
		if progress != nil {
			progress(min(total, total-behind+to-from), total)
		}
		behind -= to - from
	}
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
	return g.Bleve.SetInternal(schema.RevisionKey, revisionBytes(rev))
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
	path := filepath.Join(ix.dir, fmt.Sprintf("gen-%d", time.Now().UnixNano()))
	g, err := ix.build(ctx, path, progress)
	if err != nil {
		os.RemoveAll(path)
		return err
	}
	if err := ix.swap(g); err != nil {
		g.gone.Store(true)
		g.Release()
		return err
	}
	return nil
}

// build makes a generation in path. The catalogue is read while it may change:
// what changes meanwhile has a revision above the one noted at the start and
// is taken in by the next catching up.
func (ix *Index) build(ctx context.Context, path string, progress Progress) (_ *Generation, err error) {
	revision, err := ix.cat.Revision(ctx)
	if err != nil {
		return nil, err
	}
	total, err := ix.cat.Count(ctx)
	if err != nil {
		return nil, err
	}
	cfg := config()
	// Merging is left to one pass at the end. Batches wait until they are on
	// disk, which keeps what is in memory small.
	cfg["scorchMergePlanOptions"] = map[string]any{"MaxSegmentsPerTier": 20, "MaxSegmentSize": 1 << 30, "SegmentsPerMergeTask": 20, "FloorSegmentSize": 1000}
	b, err := bleve.NewUsing(path, schema.Mapping(), scorch.Name, scorch.Name, cfg)
	if err != nil {
		return nil, err
	}
	err = ix.complete(ctx, b, total, revision, progress)
	if cerr := b.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return nil, err
	}
	return openGeneration(path) // with the settings for updates
}

// complete fills an empty index, merges it and marks it as finished.
func (ix *Index) complete(ctx context.Context, b bleve.Index, total, revision int64, progress Progress) error {
	n, err := ix.fill(ctx, b, total, progress)
	if err != nil {
		return err
	}
	adv, err := b.Advanced()
	if err != nil {
		return err
	}
	if s, ok := adv.(*scorch.Scorch); ok && n > buildBatch {
		if err := s.ForceMerge(ctx, &mergeplan.SingleSegmentMergePlanOptions); err != nil {
			return err
		}
	}
	if err := b.SetInternal(schema.RevisionKey, revisionBytes(revision)); err != nil {
		return err
	}
	if err := b.SetInternal(schema.VersionKey, revisionBytes(schema.Version)); err != nil {
		return err
	}
	if count, err := b.DocCount(); err != nil || int64(count) != n {
		return fmt.Errorf("built index holds %d documents of %d: %w", count, n, err)
	}
	return nil
}

// fill analyses the catalogue's entries on all cores and adds them.
func (ix *Index) fill(ctx context.Context, b bleve.Index, total int64, progress Progress) (int64, error) {
	workers := runtime.GOMAXPROCS(0)
	g, ctx := errgroup.WithContext(ctx)
	chunks := make(chan []*catalogue.Record, workers)
	done := make(chan int64, workers)
	g.Go(func() error {
		defer close(chunks)
		for chunk, err := range inChunks(ix.cat.All(ctx)) {
			if err != nil {
				return err
			}
			select {
			case chunks <- chunk:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	})
	work := func() error {
		builder := schema.NewBuilder(ix.seg)
		for chunk := range chunks {
			batch := b.NewBatch()
			for _, r := range chunk {
				doc := builder.Document(r.Row, r.Entry)
				if err := batch.IndexAdvanced(doc); err != nil {
					return err
				}
			}
			if err := b.Batch(batch); err != nil {
				return err
			}
			select {
			case done <- int64(len(chunk)):
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	}
	for range workers {
		g.Go(work)
	}
	var n int64
	finished := make(chan struct{})
	go func() {
		defer close(finished)
		for k := range done {
			n += k
			if progress != nil {
				progress(n, max(n, total))
			}
		}
	}()
	err := g.Wait()
	close(done)
	<-finished
	return n, err
}

// inChunks gathers records into what one batch takes.
func inChunks(seq iter.Seq2[*catalogue.Record, error]) iter.Seq2[[]*catalogue.Record, error] {
	return func(yield func([]*catalogue.Record, error) bool) {
		var chunk []*catalogue.Record
		text := 0
		for r, err := range seq {
			if err != nil {
				yield(nil, err)
				return
			}
			chunk = append(chunk, r)
			text += schema.TextSize(r.Entry)
			if len(chunk) == buildBatch || text >= buildText {
				if !yield(chunk, nil) {
					return
				}
				chunk, text = nil, 0
			}
		}
		if len(chunk) > 0 {
			yield(chunk, nil)
		}
	}
}
