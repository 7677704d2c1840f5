package bench

import (
	"context"
	"errors"
	"math"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// mix is how many different requests of the mixed load are made up before it
// begins; then they come again.
const mix = 4096

// question is a query with or without facets.
type question struct {
	*Query
	facets bool
}

// mixed makes up the load: classes by their shares, one of a class's queries,
// every second search with all facets.
func mixed(drawn []measured, seed uint64) []question {
	rng := dice(seed, "load")
	sum := 0
	for _, m := range drawn {
		sum += m.share
	}
	out := make([]question, mix)
	for i := range out {
		at := rng.IntN(sum)
		for _, m := range drawn {
			if at -= m.share; at < 0 {
				out[i] = question{m.queries[rng.IntN(len(m.queries))], i%2 == 0 && !m.suggest}
				break
			}
		}
	}
	return out
}

// load keeps twice as many workers asking as there are cores, each its next
// question as soon as it has its answer.
func load(ctx context.Context, a Asker, drawn []measured, opt *Options) (Load, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	questions := mixed(drawn, opt.Seed)
	workers := 2 * runtime.GOMAXPROCS(0)
	times, errs := make([]millis, workers), make([]error, workers)
	var next atomic.Int64
	var wg sync.WaitGroup
	start := time.Now()
	for w := range workers {
		wg.Go(func() {
			for time.Since(start) < opt.Load && ctx.Err() == nil {
				q := questions[int(next.Add(1)-1)%len(questions)]
				began := time.Now()
				if _, err := a.Ask(ctx, q.Query, q.facets); err != nil {
					errs[w] = err
					cancel() // one wrong answer spoils the figure
					return
				}
				times[w].add(time.Since(began))
			}
		})
	}
	wg.Wait()
	if err := firstCause(errs); err != nil {
		return Load{}, err
	}
	if err := ctx.Err(); err != nil {
		return Load{}, err
	}
	var all millis
	for _, t := range times {
		all = append(all, t...)
	}
	seconds := time.Since(start).Seconds()
	return Load{Table: "load", Engine: a.Name(), Workers: workers, Seconds: math.Round(seconds*100) / 100, Requests: len(all), Rate: math.Round(float64(len(all)) / seconds), Times: all.times()}, nil
}

// firstCause is the first error that is not of the others' being called off.
func firstCause(errs []error) error {
	for _, err := range errs {
		if err != nil && !errors.Is(err, context.Canceled) {
			return err
		}
	}
	return nil
}
