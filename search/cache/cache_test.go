package cache

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"chabiao/search"
)

// engine answers with how often it was asked, after as long as it is told.
type engine struct {
	search.Engine
	asked atomic.Int64
	takes time.Duration
	ended atomic.Int64 // searches that were cancelled
	fails error
}

func (e *engine) Search(ctx context.Context, req search.Request) (*search.Response, error) {
	n := e.asked.Add(1)
	select {
	case <-time.After(e.takes):
	case <-ctx.Done():
		e.ended.Add(1)
		return nil, ctx.Err()
	}
	if e.fails != nil {
		return nil, e.fails
	}
	if req.Query == "panic" {
		panic("in the engine")
	}
	return &search.Response{Query: req.Query, Total: n}, nil
}

func at(version *atomic.Int64) Version {
	return func(context.Context) (string, error) { return strconv.FormatInt(version.Load(), 10), nil }
}

func newCache(t *testing.T, e *engine, lines int) (*Engine, *atomic.Int64) {
	t.Helper()
	var version atomic.Int64
	c, err := New(e, at(&version), lines)
	if err != nil {
		t.Fatal(err)
	}
	return c, &version
}

func ask(t *testing.T, c *Engine, req search.Request) int64 {
	t.Helper()
	resp, err := c.Search(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	if resp.Query != req.Query {
		t.Errorf("%q is answered as %q", req.Query, resp.Query)
	}
	return resp.Total
}

// What is the same question, and what is not.
func TestKept(t *testing.T) {
	c, version := newCache(t, &engine{}, 1000)
	for i, step := range []struct {
		req  search.Request
		want int64 // the search that it is answered by
	}{
		{search.Request{Query: "a"}, 1},
		{search.Request{Query: "a"}, 1},
		{search.Request{Query: "a", Size: search.DefaultSize, Page: 1, Lang: "zh"}, 1}, // what is left out means this
		{search.Request{Query: "b"}, 2},
		{search.Request{Query: "a", Lang: "en"}, 3},
		{search.Request{Query: "a", Filters: map[string][]string{"status": {"current"}, "level": {"national"}}}, 4},
		{search.Request{Query: "a", Filters: map[string][]string{"level": {"national"}, "status": {"current"}}}, 4},
		{search.Request{Query: "a", Verbatim: true}, 5},
		{search.Request{Query: "a", Editions: search.EditionsGrouped}, 6},
		{search.Request{Query: "a", Fresh: true}, 7},
		{search.Request{Query: "a"}, 1}, // what was asked afresh is not kept either
	} {
		if got := ask(t, c, step.req); got != step.want {
			t.Errorf("step %d, %+v: answer of search %d, want %d", i, step.req, got, step.want)
		}
	}
	version.Add(1)
	if got := ask(t, c, search.Request{Query: "a"}); got != 8 {
		t.Errorf("after a change: answer of search %d, want a new one", got)
	}
	if _, err := c.Search(t.Context(), search.Request{Size: -1}); err == nil {
		t.Error("a request that can't be is answered")
	}
}

// An answer is the caller's own as far as callers differ.
func TestShared(t *testing.T) {
	c, _ := newCache(t, &engine{}, 1000)
	one, err := c.Search(t.Context(), search.Request{Query: "a"})
	if err != nil {
		t.Fatal(err)
	}
	one.TookMS = 1e6
	two, err := c.Search(t.Context(), search.Request{Query: "a"})
	if err != nil || two.TookMS == 1e6 {
		t.Errorf("took %v ms, the time of another", two.TookMS)
	}
}

// Those who ask the same at the same time wait for one search.
func TestOneFlight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := &engine{takes: time.Second}
		c, _ := newCache(t, e, 1000)
		var g sync.WaitGroup
		for range 20 {
			g.Go(func() { ask(t, c, search.Request{Query: "a"}) })
		}
		g.Wait()
		if n := e.asked.Load(); n != 1 {
			t.Errorf("%d searches for one question", n)
		}
	})
}

// A search ends when all have left, and not before.
func TestLeaving(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := &engine{takes: time.Second}
		c, _ := newCache(t, e, 1000)
		first, leave := context.WithCancel(t.Context())
		var g sync.WaitGroup
		g.Go(func() {
			if _, err := c.Search(first, search.Request{Query: "a"}); !errors.Is(err, context.Canceled) {
				t.Errorf("who left got %v", err)
			}
		})
		synctest.Wait()
		g.Go(func() {
			if got := ask(t, c, search.Request{Query: "a"}); got != 1 {
				t.Errorf("who stayed got the answer of search %d", got)
			}
		})
		synctest.Wait()
		leave()
		g.Wait()
		if e.ended.Load() != 0 {
			t.Error("the search was ended though somebody waited")
		}
		only, leave := context.WithCancel(t.Context())
		g.Go(func() { c.Search(only, search.Request{Query: "b"}) })
		synctest.Wait()
		leave()
		g.Wait()
		synctest.Wait()
		if e.ended.Load() != 1 {
			t.Error("the search goes on though nobody waits")
		}
		if got := ask(t, c, search.Request{Query: "b"}); got != 3 {
			t.Errorf("asked again: answer of search %d, want a new one", got)
		}
	})
}

// Errors are told to those who waited and not kept.
func TestErrors(t *testing.T) {
	e := &engine{fails: errors.New("broken")}
	c, _ := newCache(t, e, 1000)
	if _, err := c.Search(t.Context(), search.Request{Query: "a"}); !errors.Is(err, e.fails) {
		t.Errorf("error %v", err)
	}
	e.fails = nil
	if _, err := c.Search(t.Context(), search.Request{Query: "panic"}); err == nil || !strings.Contains(err.Error(), "in the engine") {
		t.Errorf("a panic is told as %v", err)
	}
	if got := ask(t, c, search.Request{Query: "a"}); got != 3 {
		t.Errorf("after an error: answer of search %d", got)
	}
}

// The cache does not grow beyond what it was given.
func TestBounded(t *testing.T) {
	c, _ := newCache(t, &engine{}, 50)
	for i := range 1000 {
		ask(t, c, search.Request{Query: strconv.Itoa(i)})
	}
	c.kept.CleanUp()
	if n := c.kept.EstimatedSize(); n > 50 {
		t.Errorf("%d answers are kept, 50 lines are allowed", n)
	}
}
