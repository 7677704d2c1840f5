// Package bench measures how fast searches are answered, on the catalogue at
// hand: classes of queries drawn from it by rule, asked of the engine in
// process and over HTTP and of peers on the same entries (package peer), query
// by query in turn, so that whatever disturbs the machine disturbs all alike.
// Then a mixed load on all cores.
//
// How good the answers are is the business of package eval. Nothing that
// answers readers depends on this package.
package bench

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"chabiao/corpus"
	"chabiao/corpus/catalogue"
	"chabiao/search"
	"chabiao/search/query"
)

// Options say what is measured.
type Options struct {
	Engine    search.Engine
	Catalogue *catalogue.Catalogue
	Parser    *query.Parser // the engine's own: which words a query has

	// URL is the root of a server on the same engine, measured too; empty
	// leaves it out.
	URL string
	// Header goes with every request to it, and Adjust changes every request in
	// process before it is asked: how a cache of results is passed by.
	Header http.Header
	Adjust func(*search.Request)

	// PeerDir is the folder that keeps the peers' indexes; empty leaves the
	// peers out.
	PeerDir string

	Classes []string // only these; empty means all
	Queries int      // a class, at the most
	Runs    int      // of each query, at the most
	// Each bounds the runs of a class. A few queries are asked once whatever
	// that takes.
	Each time.Duration
	Load time.Duration // of the mixed load; 0 leaves it out
	Seed uint64        // of the draws: equal queries for an equal catalogue

	// ProfileDir is the folder that takes a profile of the processor for each
	// class, of the engine in process; empty leaves them out.
	ProfileDir string

	Progress func(stage string, done, total int64)
}

// Asker is what is measured.
type Asker interface {
	Name() string
	// Ask answers a query as a reader gets it: ten hits with their records and,
	// if asked for, the counts of all facets. It tells how many hits there are
	// in all, or Untold.
	Ask(ctx context.Context, q *Query, facets bool) (total int64, err error)
}

// Untold is the total of an answer that has none, such as suggestions.
const Untold = -1

// Names of the engine in process and over HTTP.
const (
	InProcess = "chabiao"
	OverHTTP  = "chabiao-http"
)

// Run draws the queries and measures.
func Run(ctx context.Context, opt Options) (_ *Report, err error) {
	defer corpus.Wrap(&err, "measure")
	if opt.Progress == nil {
		opt.Progress = func(string, int64, int64) {}
	}
	list, err := chosen(opt.Classes)
	if err != nil {
		return nil, err
	}
	s, err := walk(ctx, &opt)
	if err != nil {
		return nil, err
	}
	askers := []Asker{&engine{opt.Engine, opt.Adjust}}
	if opt.URL != "" {
		h := newHTTPAsker(opt.URL, opt.Header)
		defer h.close()
		askers = append(askers, h)
	}
	rep := &Report{Machine: machine(s.entries, &opt)}
	loaded := askers // peers bear no load: one question after the other is slow enough
	if opt.PeerDir != "" {
		peers, builds, err := openPeers(ctx, s, &opt)
		if err != nil {
			return nil, err
		}
		for _, p := range peers {
			defer p.Close() // only read: nothing can be lost
			askers = append(askers, p)
		}
		rep.Builds = builds
	}
	var drawn []measured
	for i, c := range list {
		opt.Progress("measuring "+c.name, int64(i), int64(len(list)))
		queries, err := c.prepare(ctx, s, &opt)
		if err != nil {
			return nil, err
		}
		if len(queries) == 0 {
			rep.Empty = append(rep.Empty, c.name)
			continue
		}
		rows, err := measure(ctx, c, queries, askers, &opt)
		if err != nil {
			return nil, err
		}
		rep.Latencies = append(rep.Latencies, rows...)
		if opt.ProfileDir != "" {
			if err := profile(ctx, c, queries, askers[0], &opt); err != nil {
				return nil, err
			}
		}
		drawn = append(drawn, measured{c, queries})
	}
	if opt.Load > 0 && len(drawn) > 0 {
		opt.Progress("mixed load", 0, 1)
		for _, a := range loaded {
			row, err := load(ctx, a, drawn, &opt)
			if err != nil {
				return nil, err
			}
			rep.Loads = append(rep.Loads, row)
		}
	}
	return rep, nil
}

// chosen are the classes named, or all.
func chosen(names []string) ([]*class, error) {
	if len(names) == 0 {
		return classes, nil
	}
	var out []*class
	for _, name := range names {
		i := slices.IndexFunc(classes, func(c *class) bool { return c.name == name })
		if i < 0 {
			return nil, corpus.Errorf(corpus.InvalidArgument, "no class %q", name).WithField("class").WithHint("there are %s", strings.Join(ClassNames(), ", "))
		}
		out = append(out, classes[i])
	}
	return out, nil
}

// ClassNames lists the classes of queries.
func ClassNames() []string {
	out := make([]string, len(classes))
	for i, c := range classes {
		out[i] = c.name
	}
	return out
}

// HasClass reports whether there is a class of that name.
func HasClass(name string) bool { return slices.Contains(ClassNames(), name) }

// engine asks in process.
type engine struct {
	search.Engine
	adjust func(*search.Request)
}

// Name implements Asker.
func (e *engine) Name() string { return InProcess }

// Ask implements Asker.
func (e *engine) Ask(ctx context.Context, q *Query, facets bool) (int64, error) {
	if q.Suggest {
		list, err := e.Suggest(ctx, q.Request.Query, search.DefaultSize, "zh")
		if err == nil && len(list) == 0 {
			err = fmt.Errorf("no suggestion for %q", q.Request.Query)
		}
		return Untold, err
	}
	resp, err := e.search(ctx, q, facets)
	if err != nil {
		return 0, err
	}
	return resp.Total, nil
}

func (e *engine) search(ctx context.Context, q *Query, facets bool) (*search.Response, error) {
	req := q.Request
	if facets {
		req.Facets = []string{"all"}
	}
	if e.adjust != nil {
		e.adjust(&req)
	}
	return e.Search(ctx, req)
}
