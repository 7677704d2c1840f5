package local

import (
	"context"
	"iter"
	"runtime"
	"sync"

	"chabiao/corpus/catalogue"
	"chabiao/indexer/inverted"
	"chabiao/indexer/schema"

	index "github.com/blevesearch/bleve_index_api"
	"golang.org/x/sync/errgroup"
)

// fill makes the documents of the catalogue's entries on all cores, adds them and
// gathers their titles.
func (ix *Index) fill(ctx context.Context, to index.Index, total int64, t *titles, progress Progress) (n, top int64, err error) {
	workers := runtime.GOMAXPROCS(0)
	g, ctx := errgroup.WithContext(ctx)
	records := make(chan []*catalogue.Record, workers)
	g.Go(func() error {
		defer close(records)
		for some, err := range inBatches(ix.cat.All(ctx)) {
			if err != nil {
				return err
			}
			select {
			case records <- some:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	})
	var mu sync.Mutex
	count := func(some []*catalogue.Record) {
		mu.Lock()
		defer mu.Unlock()
		n += int64(len(some))
		for _, r := range some {
			top = max(top, r.Row)
		}
		if progress != nil {
			progress(n, max(n, total))
		}
	}
	for range workers {
		g.Go(func() error {
			builder, chunk := schema.NewBuilder(ix.seg), inverted.NewChunk(schema.Fields)
			for some := range records {
				for _, r := range some {
					builder.Document(chunk, r.Row, r.Entry)
					t.entry(r.Entry)
				}
				if chunk.Len() > chunkDocs-readBatch || chunk.Size() > chunkSize {
					if err := to.Batch(chunk.Batch(nil)); err != nil {
						return err
					}
					chunk.Reset()
				}
				count(some)
			}
			return to.Batch(chunk.Batch(nil))
		})
	}
	err = g.Wait()
	return n, top, err
}

// inBatches gathers what is read one by one.
func inBatches[T any](seq iter.Seq2[T, error]) iter.Seq2[[]T, error] {
	return func(yield func([]T, error) bool) {
		var some []T
		for v, err := range seq {
			if err != nil {
				yield(nil, err)
				return
			}
			if some = append(some, v); len(some) == readBatch {
				if !yield(some, nil) {
					return
				}
				some = nil
			}
		}
		if len(some) > 0 {
			yield(some, nil)
		}
	}
}
