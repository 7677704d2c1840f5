// Package cache keeps the answers of a search engine, so that the same question
// is not worked out twice: not again while nothing has changed, and not by two
// at the same time. It knows nothing of how an engine finds them, and keeps
// searches only: everything else is quick by itself.
package cache

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"chabiao/search"

	"github.com/maypok86/otter/v2"
)

// Version tells in a few bytes what answers depend on beside the question. It is
// another one after every change that can change an answer.
type Version func(context.Context) (string, error)

// Engine is an engine whose searches are kept. Responses are shared between
// those who ask the same: they must not be changed.
type Engine struct {
	search.Engine
	version Version
	kept    *otter.Cache[string, *search.Response]

	mu      sync.Mutex
	flights map[string]*flight
}

// flight is a search under way, for all who wait for it.
type flight struct {
	waiting int
	cancel  context.CancelFunc
	done    chan struct{} // closed when resp and err are there
	resp    *search.Response
	err     error
}

// DefaultLines is what New keeps unless told otherwise: some 60 MB.
const DefaultLines = 100_000

// lineBytes is about what a line takes, and maxKey the longest question that is
// worth keeping, in bytes.
const (
	lineBytes = 600
	maxKey    = 8 << 10
)

// New keeps the searches of an engine, so many lines (hits and values of facets)
// at the most; a line takes some 600 bytes.
func New(engine search.Engine, version Version, lines int) (*Engine, error) {
	kept, err := otter.New(&otter.Options[string, *search.Response]{
		MaximumWeight: uint64(lines),
		Weigher:       func(key string, r *search.Response) uint32 { return weight(r) + uint32(len(key)/lineBytes) },
	})
	if err != nil {
		return nil, err
	}
	return &Engine{Engine: engine, version: version, kept: kept, flights: make(map[string]*flight)}, nil
}

func weight(r *search.Response) uint32 {
	n := 1 + len(r.Hits)
	for i := range r.Hits {
		n += len(r.Hits[i].Editions)
	}
	for _, f := range r.Facets {
		n += len(f)
	}
	return uint32(n)
}

// Search implements search.Engine.
func (c *Engine) Search(ctx context.Context, req search.Request) (*search.Response, error) {
	start := time.Now()
	fresh := req.Fresh
	if err := req.Normalize(); err != nil || fresh {
		if err != nil {
			return nil, err
		}
		return c.Engine.Search(ctx, req)
	}
	version, err := c.version(ctx)
	if err != nil {
		return nil, err
	}
	question, err := json.Marshal(req)
	if err != nil {
		return nil, err
	}
	key := version + "\x00" + string(question)
	if len(key) > maxKey {
		return c.Engine.Search(ctx, req)
	}
	resp, ok := c.kept.GetIfPresent(key)
	if !ok {
		if resp, err = c.fly(ctx, key, req); err != nil {
			return nil, err
		}
	}
	answer := *resp
	answer.TookMS = float64(time.Since(start).Microseconds()) / 1000
	return &answer, nil
}

// fly joins the search of a key or begins it. It goes on as long as anybody
// waits for it.
func (c *Engine) fly(ctx context.Context, key string, req search.Request) (*search.Response, error) {
	c.mu.Lock()
	f := c.flights[key]
	if f == nil {
		f = &flight{done: make(chan struct{})}
		var all context.Context
		all, f.cancel = context.WithCancel(context.WithoutCancel(ctx))
		c.flights[key] = f
		go c.run(all, key, f, req)
	}
	f.waiting++
	c.mu.Unlock()
	select {
	case <-f.done:
		return f.resp, f.err
	case <-ctx.Done():
		c.mu.Lock()
		defer c.mu.Unlock()
		if f.waiting--; f.waiting == 0 {
			f.cancel()
			if c.flights[key] == f {
				delete(c.flights, key) // whoever asks now begins anew
			}
		}
		return nil, ctx.Err()
	}
}

func (c *Engine) run(ctx context.Context, key string, f *flight, req search.Request) {
	defer f.cancel()
	defer func() {
		if p := recover(); p != nil { // those who wait must not wait for ever
			f.err = fmt.Errorf("search %q: %v\n%s", req.Query, p, debug.Stack())
		}
		c.mu.Lock()
		if c.flights[key] == f {
			delete(c.flights, key)
		}
		c.mu.Unlock()
		close(f.done)
	}()
	f.resp, f.err = c.Engine.Search(ctx, req)
	if f.err == nil {
		c.kept.Set(key, f.resp)
	}
}
