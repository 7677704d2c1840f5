package bench

import (
	"context"
	"fmt"
	"math"
	"slices"

	"chabiao/corpus/catalogue"
	"chabiao/corpus/number"
	"chabiao/indexer/schema"
	"chabiao/search"
	"chabiao/search/bench/peer"
	"chabiao/search/query"
)

// peerAsker asks a peer, and reads the records of what it finds from the
// catalogue, as the engine does.
type peerAsker struct {
	peer.Peer
	cat *catalogue.Catalogue
}

// Ask implements Asker.
func (p *peerAsker) Ask(ctx context.Context, q *Query, facets bool) (int64, error) {
	a, err := p.Peer.Ask(ctx, q.Question, facets)
	if err != nil {
		return 0, err
	}
	records, err := p.cat.ByRows(ctx, a.Rows)
	if err != nil {
		return 0, err
	}
	if slices.Contains(records, nil) {
		return 0, fmt.Errorf("%s found an entry that the catalogue lacks; remove its index", p.Name())
	}
	if q.Suggest {
		return Untold, nil
	}
	return a.Total, nil
}

// Comparable reports whether the peers' question means the same to the entry.
func (p *peerAsker) Comparable(q *Query) bool { return q.Same }

// openPeers opens the peers and makes their indexes where need be.
func openPeers(ctx context.Context, s *survey, opt *Options) (list []*peerAsker, builds []Build, err error) {
	for _, name := range peer.Names {
		src := peer.Source{Mark: s.mark(), Entries: s.entries, All: opt.Catalogue.All(ctx), Segment: opt.Parser.Segmenter}
		p, err := peer.Open(ctx, name, opt.PeerDir, src, func(done int64) { opt.Progress("indexing for "+name, done, s.entries) })
		if err != nil {
			for _, open := range list {
				open.Close()
			}
			return nil, nil, err
		}
		list = append(list, &peerAsker{p, opt.Catalogue})
		b := p.Built()
		builds = append(builds, Build{Table: "build", Engine: name, Entries: s.entries, Seconds: math.Round(b.Seconds*10) / 10, Bytes: b.Bytes,
			BytesPerEntry: math.Round(float64(b.Bytes) / float64(s.entries)), Kept: b.Kept})
	}
	return list, builds, nil
}

// filterFields are the fields of the index that filters look at.
var filterFields = map[string]string{"status": schema.FieldStatus, "level": schema.FieldLevel, "body": schema.FieldBody, "country": schema.FieldCountry,
	"ics": schema.FieldICS, "ccs": schema.FieldCCS, "year": schema.FieldYear}

// rephrase writes a query as peers are asked it: what the engine looks up of
// it, number keys or terms of the words that must be found, with what means
// the same. same tells whether that is exactly what the engine looks for: it
// wants the terms of a word in one field, peers in the entry, and members of the
// classes that a word names, which peers know nothing of.
func rephrase(q *Query, p *query.Parser) (out *peer.Question, same bool) {
	out = &peer.Question{Size: search.DefaultSize, Atleast: q.Atleast, Uncount: q.Suggest, Filters: make(map[string][]string)}
	out.Offset = max(q.Request.Page-1, 0) * search.DefaultSize
	for name, values := range q.Request.Filters {
		out.Filters[filterFields[name]] = values
	}
	plan := p.Parse(q.Request.Query)
	switch {
	case plan.Number != nil && q.Suggest:
		out.Begins = schema.KeyLoose + plan.Number.TypedPrefixes()[0]
		return out, false
	case plan.Number != nil:
		out.Keys = numberKeys(plan.Number)
		return out, true
	}
	same = !q.Suggest
	for _, u := range plan.Words {
		if u.Optional || u.Weak {
			continue
		}
		w := peer.Word{Ways: [][]string{u.Terms}, Start: u.Prefix}
		for _, a := range u.Also {
			w.Ways = append(w.Ways, a.Terms)
		}
		same = same && len(u.Classes) == 0 && !slices.ContainsFunc(w.Ways, func(terms []string) bool { return len(terms) > 1 })
		out.Words = append(out.Words, w)
	}
	if q.Suggest && len(out.Words) > 0 { // the last word may not have been typed to its end
		out.Words[len(out.Words)-1].Start = true
	}
	return out, same
}

// numberKeys are the keys under which the engine looks a number up, best first
// (docs/numbers.md).
func numberKeys(n *number.Number) [][]string {
	var out [][]string
	for _, terms := range schema.NumberKeys(n) {
		if len(terms) > 0 {
			out = append(out, terms)
		}
	}
	return append(out, []string{schema.KeyMention + n.SeriesKey()})
}
