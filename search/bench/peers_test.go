package bench

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"chabiao/indexer/schema"
	"chabiao/search/bench/peer"
)

// Peers that are asked the same find as many, and count the same facets.
func TestPeersAgree(t *testing.T) {
	opt := options(t)
	opt.PeerDir, opt.Queries = t.TempDir(), 12
	queries := drawAll(t, &opt)
	s, err := walk(t.Context(), &opt)
	if err != nil {
		t.Fatal(err)
	}
	peers, builds, err := openPeers(t.Context(), s, &opt)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range peers {
		defer p.Close()
	}
	for _, b := range builds {
		if b.Kept || b.Bytes == 0 || b.Entries != s.entries {
			t.Errorf("built: %+v", b)
		}
	}
	fields := map[string]string{"source": schema.FieldSource}
	for name, field := range filterFields {
		fields[name] = field
	}
	e := &engine{opt.Engine, nil}
	compared := make(map[string]int)
	for _, c := range classes {
		for _, q := range queries[c.name] {
			for _, p := range peers {
				total, err := p.Ask(t.Context(), q, !q.Suggest)
				if err != nil {
					t.Fatalf("%s, %v: %v", p.Name(), q, err)
				}
				if q.Suggest && total != Untold {
					t.Errorf("%s, %v: a total of suggestions", p.Name(), q)
				}
				if !p.Comparable(q) {
					continue
				}
				compared[c.name]++
				if total != q.Hits {
					t.Errorf("%s, class %s, %v: %d hits, the engine has %d", p.Name(), c.name, q, total, q.Hits)
				}
				if len(q.Request.Filters) > 0 { // a filter does not narrow the engine's counts of its own facet
					continue
				}
				resp, err := e.search(t.Context(), q, true)
				if err != nil {
					t.Fatal(err)
				}
				a, err := p.Peer.Ask(t.Context(), q.Question, true)
				if err != nil {
					t.Fatal(err)
				}
				for name, list := range resp.Facets {
					for _, f := range list {
						if len(list) < 50 && a.Facets[fields[name]][f.Value] != f.Count {
							t.Errorf("%s, %v, facet %s: %s %d, the engine has %d", p.Name(), q, name, f.Value, a.Facets[fields[name]][f.Value], f.Count)
						}
					}
				}
			}
		}
	}
	for _, name := range []string{"number", "undated", "rare", "common", "two", "filter", "filtered", "all", "deep"} {
		if compared[name] == 0 {
			t.Errorf("no query of class %s can be compared", name)
		}
	}
}

// An index is kept between runs, and made again where it does not fit.
func TestPeersKept(t *testing.T) {
	opt := options(t)
	opt.PeerDir, opt.Classes, opt.Queries = t.TempDir(), []string{"all", "rare"}, 2
	first, err := Run(t.Context(), opt)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Run(t.Context(), opt)
	if err != nil {
		t.Fatal(err)
	}
	for i, b := range again.Builds {
		if !b.Kept || first.Builds[i].Kept || b.Bytes != first.Builds[i].Bytes || b.Seconds != first.Builds[i].Seconds {
			t.Errorf("built %+v, then %+v", first.Builds[i], b)
		}
	}
	engines := make(map[string]bool)
	for _, l := range again.Latencies {
		engines[l.Engine] = true
		if l.Engine != InProcess && (l.TimesSlower <= 0 || l.Compared == 0) {
			t.Errorf("row %+v", l)
		}
	}
	for _, name := range peer.Names {
		if !engines[name] {
			t.Errorf("%s was not measured", name)
		}
	}
	for _, name := range peer.Names {
		if err := os.Remove(filepath.Join(opt.PeerDir, name, "made_of.json")); err != nil {
			t.Fatal(err)
		}
	}
	anew, err := Run(t.Context(), opt)
	if err != nil {
		t.Fatal(err)
	}
	if slices.ContainsFunc(anew.Builds, func(b Build) bool { return b.Kept }) {
		t.Errorf("kept without knowing of what: %+v", anew.Builds)
	}
	if left, _ := filepath.Glob(filepath.Join(opt.PeerDir, "*.new")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
