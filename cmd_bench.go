package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"chabiao/corpus/segment"
	"chabiao/corpus/vocab"
	"chabiao/indexer"
	"chabiao/search/bench"
	"chabiao/search/query"
	"chabiao/server"
)

type benchCmd struct {
	Class   []string `help:"Only these classes of queries; repeatable." placeholder:"NAME"`
	Queries int      `default:"30" help:"Different queries a class, at the most."`
	Runs    int      `default:"20" help:"How often each is asked, at the most."`
	Seconds float64  `default:"10" help:"How long the runs of a class may take; a few queries are asked once in any case."`
	Load    float64  `default:"10" help:"How long the mixed load goes on, in seconds; 0 leaves it out."`
	Seed    uint64   `default:"1" help:"Other seeds draw other queries."`
	NoHTTP  bool     `name:"no-http" help:"Measure in process only."`
	Peers   bool     `help:"Measure bleve's own search and SQLite's FTS5 beside it, on the same entries and terms."`
	Profile string   `help:"Write a profile of the processor for each class, CLASS.pprof, of the engine in process." placeholder:"DIR"`
	PeerDir string   `help:"Keep the peers' indexes here between runs." placeholder:"DIR"`
}

func (c *benchCmd) check() error {
	switch {
	case c.Queries < 1 || c.Queries > 1000:
		return usageError{fmt.Errorf("--queries is %d; it may be 1 to 1000", c.Queries)}
	case c.Runs < 1 || c.Runs > 10_000:
		return usageError{fmt.Errorf("--runs is %d; it may be 1 to 10000", c.Runs)}
	case !(c.Seconds >= 0 && c.Seconds <= 3600):
		return usageError{fmt.Errorf("--seconds is %g; it may be 0 to 3600", c.Seconds)}
	case c.PeerDir != "" && !c.Peers:
		return usageError{errors.New("--peer-dir goes with --peers")}
	case !(c.Load >= 0 && c.Load <= 3600):
		return usageError{fmt.Errorf("--load is %g; it may be 0 to 3600", c.Load)}
	}
	for _, name := range c.Class {
		if !bench.HasClass(name) {
			return usageError{fmt.Errorf("no class %q; there are %s", name, strings.Join(bench.ClassNames(), ", "))}
		}
	}
	return nil
}

// Run measures how fast searches are answered.
func (c *benchCmd) Run(e *env) error {
	if err := c.check(); err != nil {
		return err
	}
	return e.withDir("bench", func(d *dataDir) error {
		rep, err := c.measure(e, d)
		if err != nil {
			return err
		}
		return printBench(e, rep)
	})
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

func (c *benchCmd) measure(e *env, d *dataDir) (_ *bench.Report, err error) {
	seg, err := segment.Default()
	if err != nil {
		return nil, err
	}
	words, err := vocab.Load()
	if err != nil {
		return nil, err
	}
	if err := d.engine.Warm(); err != nil {
		return nil, err
	}
	bar := newProgress(e)
	defer bar.end()
	opt := bench.Options{
		Engine: d.engine, Catalogue: d.cat, Parser: &query.Parser{Segmenter: seg, Vocab: words},
		Header:  http.Header{"Cache-Control": {"no-cache"}},
		Classes: c.Class, Queries: c.Queries, Runs: c.Runs, Each: seconds(c.Seconds), Load: seconds(c.Load), Seed: c.Seed, ProfileDir: c.Profile,
		Progress: func(stage string, done, total int64) {
			bar.show(indexer.Progress{Stage: stage, Rows: done, Total: total})
		},
	}
	if c.Peers {
		if opt.PeerDir = c.PeerDir; opt.PeerDir == "" {
			if opt.PeerDir, err = os.MkdirTemp("", "chabiao-peers-"); err != nil {
				return nil, err
			}
			defer func() { err = errors.Join(err, os.RemoveAll(opt.PeerDir)) }()
		}
	}
	if !c.NoHTTP {
		url, stop, err := serveBench(e.ctx, d)
		if err != nil {
			return nil, err
		}
		defer func() { err = errors.Join(err, stop()) }()
		opt.URL = url
	}
	return bench.Run(e.ctx, opt)
}

// serveBench serves the engine on a port of its own, on this machine only, by
// the handler that readers get. Imports are not served.
func serveBench(ctx context.Context, d *dataDir) (url string, stop func() error, err error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, fmt.Errorf("can't listen on a port of this machine: %w; --no-http measures without", err)
	}
	s, err := server.New(server.Config{Engine: d.engine, Ready: d.engine.Warm, Stats: d.stats})
	if err != nil {
		return "", nil, errors.Join(err, l.Close())
	}
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() { done <- s.Serve(ctx, l, time.Second) }()
	return "http://" + l.Addr().String(), func() error {
		cancel()
		return <-done
	}, nil
}
