package local

import (
	"context"
	"strings"

	"chabiao/corpus"
	"chabiao/corpus/catalogue"
	"chabiao/corpus/number"
	"chabiao/indexer/schema"
	"chabiao/search"
)

// records gives the entries of documents, from the catalogue where they have not
// been read yet. One that has gone since the index was read is nil.
func (e *Engine) records(ctx context.Context, docs []found) ([]*catalogue.Record, error) {
	out := make([]*catalogue.Record, len(docs))
	var rows []int64
	var at []int
	for i := range docs {
		if out[i] = docs[i].rec; out[i] == nil {
			rows, at = append(rows, int64(docs[i].row())), append(at, i)
		}
	}
	if len(rows) == 0 {
		return out, nil
	}
	read, err := e.cat.ByRows(ctx, rows)
	if err != nil {
		return nil, err
	}
	for i, rec := range read {
		out[at[i]] = rec
	}
	return out, nil
}

// hits reads and dresses the documents, which have their records then.
func (e *Engine) hits(ctx context.Context, p *prepared, docs []found, req search.Request) ([]search.Hit, error) {
	records, err := e.records(ctx, docs)
	if err != nil {
		return nil, err
	}
	for i, rec := range records {
		docs[i].rec = rec
	}
	from, err := e.adopters(ctx, p, docs)
	if err != nil {
		return nil, err
	}
	told, err := e.toldOf(ctx, p, docs)
	if err != nil {
		return nil, err
	}
	out := make([]search.Hit, 0, len(docs))
	for i, rec := range records {
		if rec == nil {
			continue
		}
		h := newHit(rec, req.Lang)
		h.Score = float64(docs[i].score)
		switch h.Match.Kind = p.kind(docs[i]); h.Match.Kind {
		case search.MatchNumber:
			h.Match.Relation, h.Match.Explain = p.reason(rec, docs[i], told, req.Lang)
		case search.MatchText:
			h.Match = p.textMatch(&docs[i], from, req.Lang)
		}
		if req.Explain && req.Sort == search.SortRelevance {
			sum, err := docs[i].explain(p, req.Lang)
			if err != nil {
				return nil, err
			}
			h.Match.Explain = strings.TrimSpace(h.Match.Explain + " " + sum)
		}
		h.Highlights = p.highlights(rec.Entry)
		for _, f := range docs[i].under {
			en := f.rec.Entry
			title, in := en.TitleIn(req.Lang)
			h.Editions = append(h.Editions, search.EditionHit{ID: f.rec.ID, Number: en.Number, Title: title, TitleLang: in,
				Status: en.Status.String(), StatusLabel: en.Status.Label(req.Lang)})
		}
		out = append(out, h)
	}
	return out, nil
}

func (p *prepared) kind(d found) string {
	for _, l := range p.levels[d.r] {
		if l.docs.Contains(d.doc) {
			return search.MatchNumber
		}
	}
	if len(p.words) > 0 {
		return search.MatchText
	}
	return search.MatchFilter
}

func newHit(rec *catalogue.Record, lang string) search.Hit {
	en := rec.Entry
	n, _ := number.Parse(en.Number)
	f := schema.FactsOf(en, n)
	title, in := en.TitleIn(lang)
	h := search.Hit{
		ID: rec.ID, Number: en.Number, Title: title, TitleLang: in, Titles: en.Titles,
		Status: en.Status.String(), StatusLabel: en.Status.Label(lang),
		Published: en.Published.String(), Implemented: en.Implemented.String(), Withdrawn: en.Withdrawn.String(),
		ReplacedBy: en.ReplacedBy, Level: f.Level, LevelLabel: number.Level(f.Level).Label(lang), Body: f.Body, Country: f.Country, IssuingBody: en.IssuingBody, ICS: en.ICS, CCS: en.CCS,
	}
	if h.Titles == nil {
		h.Titles = map[string]string{}
	}
	return h
}

// highlightRunes is about how much of an abstract a highlight shows.
const highlightRunes = 120

func (p *prepared) highlights(en *corpus.Entry) map[string]string {
	if len(p.words) == 0 {
		return nil
	}
	m := p.matching()
	out := make(map[string]string)
	mark := func(key, text string, limit int) {
		if spans := m.Spans(text, limit); len(spans) > 0 {
			out[key] = markHTML(text, spans, limit)
		}
	}
	for lang, title := range en.Titles {
		mark("title_"+lang, title, 0)
	}
	for lang, text := range en.Abstracts {
		mark(strings.TrimSuffix("abstract_"+lang, "_"), text, highlightRunes)
	}
	return out
}
