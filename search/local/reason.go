package local

import (
	"context"
	"slices"
	"strings"

	"chabiao/corpus"
	"chabiao/corpus/catalogue"
	"chabiao/corpus/number"
	"chabiao/search"
)

// reason says how an entry answers to the number of a query, in a word and in
// a sentence; none where there is nothing to say, as of the amendments of
// other editions.
func (p *prepared) reason(rec *catalogue.Record, d found, told incoming, lang string) (kind, sentence string) {
	n := p.plan.Number
	if n.Body() == "" {
		return "", "" // digits alone name no document
	}
	m, err := number.Parse(rec.Entry.Number)
	if err != nil {
		return "", "" // kept from an older version that read it
	}
	j := judge{input: strings.TrimSpace(p.plan.Raw), n: *n, key: n.Key(), lang: lang, told: told, there: p.there, own: true}
	j.add(rec, d, originOf(n, &m))
	for _, v := range j.verdicts() {
		return v.kind, v.explain
	}
	return "", ""
}

// saysNoSuccessor reports whether what replaced a standard must be told and its
// entry does not.
func saysNoSuccessor(en *corpus.Entry) bool { return needsSuccessor(en) && len(en.ReplacedBy) == 0 }

// toldOf is what other entries say of those, among the documents that answer to a
// number, that are no longer in force and name no successor.
func (e *Engine) toldOf(ctx context.Context, p *prepared, docs []found) (incoming, error) {
	if p.plan.Number == nil || p.plan.Number.Body() == "" {
		return nil, nil // nothing is said of digits alone
	}
	var keys []string
	for i := range docs {
		if rec := docs[i].rec; rec != nil && saysNoSuccessor(rec.Entry) && p.kind(docs[i]) == search.MatchNumber {
			keys = append(keys, keysOf(rec)...)
		}
	}
	return e.cat.IncomingEach(ctx, keys, maxNamed)
}

// originOf says by which key a number is found that a query for n has found.
func originOf(n, m *number.Number) origin {
	if m.Key() == n.Key() {
		return fromExact
	}
	if base, ok := n.Amended(); ok && m.Key() == base.Key() {
		return fromBase
	}
	if base, ok := n.Untranslated(); ok && m.Key() == base.Key() {
		return fromBase
	}
	series := n.SeriesKey()
	if m.SeriesKey() == series {
		return fromSeries
	}
	for _, d := range m.Dual() {
		if d.SeriesKey() == series {
			return fromDual
		}
	}
	for _, d := range n.Dual() {
		if d.Key() == m.Key() {
			return fromDual
		}
	}
	if m.TypedKey() == n.TypedKey() {
		return fromLoose
	}
	return fromParts
}

// numberHint is what Resolve would say beside its matches of the number in a
// query; "" where the catalogue has the very document. What has been read already
// is not read again.
func (e *Engine) numberHint(ctx context.Context, s *snapshot, p *prepared, read []found, lang string) (string, error) {
	n := p.plan.Number
	if n == nil || n.Generic() {
		return "", nil
	}
	q := question{input: p.plan.Raw, n: *n, listed: true}
	var err error
	if q.cand, err = s.lookup(n); err != nil || len(q.cand.exact) > 0 {
		return "", err
	}
	docs := q.cand.all()
	if len(docs) == 0 && q.digits() != "" {
		if q.near, err = s.serialDocs(q.digits(), 4*maxNear); err != nil {
			return "", err
		}
		docs = q.near
	}
	for i := range docs {
		if at := slices.IndexFunc(read, docs[i].same); at >= 0 {
			docs[i].rec = read[at].rec
		}
	}
	known, err := e.recordsOf(ctx, docs)
	if err != nil {
		return "", err
	}
	told, err := e.cat.IncomingEach(ctx, q.asks(known), maxNamed)
	if err != nil {
		return "", err
	}
	res, err := e.answer(ctx, s, &q, known, told, lang)
	return res.Hint, err
}
