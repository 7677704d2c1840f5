package local

import (
	"context"
	"slices"
	"strings"

	"chabiao/corpus"
	"chabiao/corpus/catalogue"
	"chabiao/corpus/number"
	"chabiao/indexer/schema"
	"chabiao/search"
)

// Standard implements search.Engine.
func (e *Engine) Standard(ctx context.Context, idOrNumber, lang string) (*search.Standard, error) {
	rec, err := e.cat.ByID(ctx, idOrNumber)
	if corpus.KindOf(err) == corpus.NotFound && err != nil {
		n, perr := number.Parse(idOrNumber)
		if perr != nil {
			return nil, corpus.Errorf(corpus.NotFound, "no standard has the id %q, and it is no standard number: %v", idOrNumber, perr)
		}
		s, oerr := e.open()
		if oerr != nil {
			return nil, oerr
		}
		records, aerr := e.answering(ctx, s, &n)
		s.close()
		if aerr != nil {
			return nil, aerr
		}
		if len(records) == 0 {
			return nil, corpus.Errorf(corpus.NotFound, "the catalogue has no %s", n.String()).WithHint("GET /api/v1/resolve tells what is near it")
		}
		rec, err = records[0], nil
	}
	if err != nil {
		return nil, err
	}
	n, _ := number.Parse(rec.Entry.Number)
	f := schema.FactsOf(rec.Entry, n)
	st := &search.Standard{ID: rec.ID, Entry: rec.Entry, Level: f.Level, Body: f.Body, Country: f.Country, Year: f.Year, Mandatory: f.Mandatory,
		StatusLabel: rec.Entry.Status.Label(lang), Revision: rec.Revision, Batch: rec.Batch, Line: rec.Line}
	s, err := e.open()
	if err != nil {
		return nil, err
	}
	defer s.close()
	family, parts, err := e.family(ctx, s, rec, &n)
	if err != nil {
		return nil, err
	}
	st.MoreParts = max(0, parts-maxCandidates)
	st.Editions = editions(family, &n, lang)
	if st.Relations, err = e.relations(ctx, s, rec, lang); err != nil {
		return nil, err
	}
	if st.Lineage, st.UseInstead, err = e.lineage(ctx, s, rec, family, lang); err != nil {
		return nil, err
	}
	switch b, err := e.cat.Batch(ctx, rec.Batch); {
	case err == nil:
		st.Imported = b.Started
	case corpus.KindOf(err) != corpus.NotFound:
		return nil, err
	}
	return st, nil
}

// family is what stands under a standard's number besides itself: its other
// editions, its amendments and its sister parts, of which there are parts in
// all; see kindred for what does not.
func (e *Engine) family(ctx context.Context, s *snapshot, rec *catalogue.Record, n *number.Number) (list []*catalogue.Record, parts int, err error) {
	docs, err := s.familyDocs(n)
	if err != nil {
		return nil, 0, err
	}
	if n.Family() != "3GPP" { // whose 23.501 is no part of a standard 23
		whole := n.Undated()
		if w, ok := n.Whole(); ok {
			whole = w
			of, err := s.keyDocs(schema.KeySeries + w.SeriesKey())
			if err != nil {
				return nil, 0, err
			}
			docs = append(docs, clip(without(of, docs))...)
		}
		all, err := s.partsOf(whole.SeriesKey())
		if err != nil {
			return nil, 0, err
		}
		sisters := without(all, docs)
		parts = len(sisters)
		docs = append(docs, clip(sisters)...)
	}
	records, err := e.records(ctx, docs)
	if err != nil {
		return nil, 0, err
	}
	others := slices.DeleteFunc(present(records), func(r *catalogue.Record) bool { return r.Row == rec.Row })
	return kindred(rec, *n, others), parts, nil
}

// editions lists a family in natural order, each with its kind.
func editions(family []*catalogue.Record, n *number.Number, lang string) []search.Ref {
	type keyed struct {
		key string
		ref search.Ref
	}
	var all []keyed
	for _, r := range family {
		m, err := number.Parse(r.Entry.Number)
		if err != nil {
			continue
		}
		ref := refTo(r, lang)
		switch {
		case !slices.Equal(m.Parts(), n.Parts()):
			ref.Kind = search.EditionPart
		case len(m.Amendments()) > 0:
			ref.Kind = search.EditionAmendment
		case isDraft(r, m):
			ref.Kind = search.EditionDraft
		default:
			ref.Kind = search.EditionOther
		}
		all = append(all, keyed{m.SortKey(), ref})
	}
	slices.SortFunc(all, func(a, b keyed) int { return strings.Compare(a.key, b.key) })
	out := []search.Ref{}
	for _, k := range all {
		out = append(out, k.ref)
	}
	return out
}

func refTo(r *catalogue.Record, lang string) search.Ref {
	title, in := r.Entry.TitleIn(lang)
	return search.Ref{Number: r.Entry.Number, ID: r.ID, Title: title, TitleLang: in, Status: r.Entry.Status.String(), Published: r.Entry.Published.String()}
}

// relations joins what the entry states with what others state of it.
func (e *Engine) relations(ctx context.Context, snap *snapshot, rec *catalogue.Record, lang string) (map[string][]search.Ref, error) {
	out := make(map[string][]search.Ref)
	seen := make(map[string]bool)
	add := func(name, key string, ref search.Ref) {
		if k := name + " " + key; !seen[k] {
			seen[k] = true
			out[name] = append(out[name], ref)
		}
	}
	for _, t := range catalogue.Targets(rec.Entry) {
		ref := search.Ref{Number: t.Number}
		other, err := e.meet(ctx, snap, t)
		switch {
		case err == nil:
			ref = refTo(other, lang)
		case corpus.KindOf(err) != corpus.NotFound:
			return nil, err
		}
		ref.Degree = string(t.Degree)
		add(t.Kind.String(), t.Key, ref)
	}
	n, err := number.Parse(rec.Entry.Number)
	if err != nil {
		return nil, err
	}
	keys := mentions(n)
	incoming, err := e.cat.Incoming(ctx, keys...)
	if err != nil {
		return nil, err
	}
	inverse := map[corpus.RelationKind]string{corpus.Replaces: "replaced_by", corpus.ReplacedBy: "replaces", corpus.Adopts: "adopted_by", corpus.References: "referenced_by"}
	for _, kind := range []corpus.RelationKind{corpus.Replaces, corpus.ReplacedBy, corpus.Adopts, corpus.References} {
		for _, r := range incoming[kind] {
			ref := refTo(r, lang)
			for _, t := range catalogue.Targets(r.Entry) {
				if t.Kind == kind && slices.Contains(keys, t.Key) {
					ref.Degree = string(t.Degree)
				}
			}
			add(inverse[kind], r.Key, ref)
		}
	}
	dropReverse(out, isDraft(rec, n))
	return out, nil
}

// dropReverse drops what sources state of a draft and a standard both ways round:
// the standard that a draft is to replace does not replace the draft. draft tells
// whether it is the draft of which the relations are.
func dropReverse(relations map[string][]search.Ref, draft bool) {
	right, wrong := "replaced_by", "replaces"
	if draft {
		right, wrong = wrong, right
	}
	left := slices.DeleteFunc(relations[wrong], func(r search.Ref) bool {
		both := slices.ContainsFunc(relations[right], func(s search.Ref) bool { return s.Number == r.Number })
		return both && (draft || r.Status == corpus.StatusDraft.String())
	})
	if len(left) == 0 {
		delete(relations, wrong)
		return
	}
	relations[wrong] = left
}

// meet finds the entry that a relation points at: the very document, or what
// the number means when it was written without a year or under the letter it
// had before.
func (e *Engine) meet(ctx context.Context, s *snapshot, t catalogue.Target) (*catalogue.Record, error) {
	rec, err := e.cat.ByKey(ctx, t.Key)
	if err == nil || corpus.KindOf(err) != corpus.NotFound {
		return rec, err
	}
	n, perr := number.Parse(t.Number)
	if perr != nil {
		return nil, err
	}
	list, aerr := e.answering(ctx, s, &n)
	if aerr != nil {
		return nil, aerr
	}
	for _, r := range list {
		m, perr := number.Parse(r.Entry.Number)
		sameYear := perr == nil && m.Year() == n.Year()
		if perr == nil && (sameYear && m.Likeness(n) != number.Apart || n.Year() == 0 && m.SeriesKey() == n.SeriesKey()) {
			return r, nil
		}
	}
	return nil, err
}

// mentions are the keys under which other entries may speak of a number: its
// own, that without a year, and those of the other mandate letter.
func mentions(n number.Number) []string {
	keys := []string{n.Key()}
	if len(n.Amendments()) > 0 {
		return keys
	}
	for _, m := range []number.Number{n, n.OtherMandate()} {
		for _, k := range []string{m.Key(), m.Undated().Key()} {
			if k != "" && !slices.Contains(keys, k) {
				keys = append(keys, k)
			}
		}
	}
	return keys
}
