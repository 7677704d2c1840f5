package local

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"

	"chabiao/corpus"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/index/scorch/mergeplan"
)

// Plans of merges: one segment of all, and few segments, the largest of which
// are left as they are.
var (
	wholePlan = mergeplan.MergePlanOptions{MaxSegmentsPerTier: 1, MaxSegmentSize: 1 << 30, TierGrowth: 1, SegmentsPerMergeTask: 1 << 16, FloorSegmentSize: 1 << 30}
	tidyPlan  = mergeplan.MergePlanOptions{MaxSegmentsPerTier: 4, MaxSegmentSize: 1 << 30, TierGrowth: 10, SegmentsPerMergeTask: 64, FloorSegmentSize: 10000, ReclaimDeletesWeight: 2}
)

// merging are the merges that run: the store of an index, and what stops the merge
// and says why. bleve tries a merge that failed again, without end and without a
// word to whoever asked for it; on a full disk it would never come back.
var merging sync.Map

// ofMerger reports whether an error of bleve's background work is a merge's.
func ofMerger(err error) bool {
	var e *scorch.ScorchError
	return errors.As(err, &e) && e.Source == "merger"
}

func merge(ctx context.Context, b bleve.Index, plan mergeplan.MergePlanOptions) error {
	adv, err := b.Advanced()
	if err != nil {
		return err
	}
	s, ok := adv.(*scorch.Scorch)
	if !ok {
		return fmt.Errorf("index is not of the scorch kind but %T", adv)
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	store := filepath.Join(b.Name(), "store")
	merging.Store(store, stop)
	defer merging.Delete(store)
	if err := s.ForceMerge(ctx, &plan); err != nil {
		return err
	}
	return context.Cause(ctx) // a merge that was stopped says nothing
}

// Tidy merges the segments that updates have left, if there are many: a search
// asks each of them. It may take seconds; searches go on, other writes wait.
func (ix *Index) Tidy(ctx context.Context) (err error) {
	defer corpus.Wrap(&err, "merge segments of the index")
	ix.write.Lock()
	defer ix.write.Unlock()
	g := ix.Acquire()
	if g == nil {
		return nil
	}
	defer g.Release()
	return merge(ctx, g.Bleve, tidyPlan)
}
