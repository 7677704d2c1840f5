package local

import (
	"context"
	"strings"

	"chabiao/corpus/catalogue"
	"chabiao/corpus/number"
)

// reason says how an entry answers to the number of a query, in a word and in
// a sentence; none where there is nothing to say, as of the amendments of
// other editions.
func (e *Engine) reason(ctx context.Context, p *prepared, rec *catalogue.Record, d found, lang string) (kind, sentence string, err error) {
	n := p.plan.Number
	if n.Body() == "" {
		return "", "", nil // digits alone name no document
	}
	m, err := number.Parse(rec.Entry.Number)
	if err != nil {
		return "", "", nil // kept from an older version that read it
	}
	j := judge{input: strings.TrimSpace(p.plan.Raw), n: *n, key: n.Key(), lang: lang, there: p.there, own: true}
	if needsSuccessor(rec.Entry) && len(rec.Entry.ReplacedBy) == 0 {
		if j.told, err = e.cat.IncomingEach(ctx, keysOf(rec), maxNamed); err != nil {
			return "", "", err
		}
	}
	j.add(rec, d, originOf(n, &m))
	for _, v := range j.verdicts() {
		return v.kind, v.explain, nil
	}
	return "", "", nil
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
// query; "" where the catalogue has the very document.
func (e *Engine) numberHint(ctx context.Context, s *snapshot, p *prepared, lang string) (string, error) {
	n := p.plan.Number
	if n == nil || n.Generic() {
		return "", nil
	}
	q := question{input: p.plan.Raw, n: *n}
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
