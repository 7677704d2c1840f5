package bench

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/pprof"
	"time"
)

// profile asks the queries of a class of the engine in process, with and without
// facets in turn, for as long as a class is measured, and writes what the
// processor did meanwhile to a file of the class's name. It is a pass of its own:
// measured answers are not slowed by it.
func profile(ctx context.Context, c *class, queries []*Query, a Asker, opt *Options) (err error) {
	if err := os.MkdirAll(opt.ProfileDir, 0o755); err != nil {
		return err
	}
	f, err := os.Create(filepath.Join(opt.ProfileDir, c.name+".pprof"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := pprof.StartCPUProfile(f); err != nil {
		return err
	}
	defer pprof.StopCPUProfile()
	deadline := time.Now().Add(opt.Each)
	for i := 0; i == 0 || time.Now().Before(deadline); i++ {
		q := queries[i%len(queries)]
		for _, facets := range []bool{false, true} {
			if facets && c.suggest {
				continue
			}
			if _, err := a.Ask(ctx, q, facets); err != nil {
				return fmt.Errorf("class %s, %v: %w", c.name, q, err)
			}
		}
	}
	return nil
}
