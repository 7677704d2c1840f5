package local

import (
	"context"
	"strings"

	"chabiao/corpus/catalogue"
	"chabiao/search"
)

// Suggest implements search.Engine: numbers that begin as typed, in numeric
// order, then titles that hold the words.
func (e *Engine) Suggest(ctx context.Context, q string, size int, lang string) ([]search.Suggestion, error) {
	if size <= 0 || size > search.MaxSize {
		size = search.DefaultSize
	}
	out := []search.Suggestion{}
	q = strings.TrimSpace(q)
	if q == "" || len(q) > search.MaxQuery {
		return out, nil
	}
	numbers, err := e.suggestNumbers(ctx, q, size)
	if err != nil {
		return nil, err
	}
	seen := make(map[string]bool)
	add := func(s search.Suggestion) {
		if len(out) < size && !seen[s.ID] {
			seen[s.ID] = true
			out = append(out, s)
		}
	}
	for _, r := range numbers {
		add(suggestion(r, search.SuggestNumber, r.Entry.Number, lang))
	}
	if len(out) > 0 {
		return out, nil
	}
	resp, err := e.Search(ctx, search.Request{Query: q, Size: size, Lang: lang})
	if err != nil {
		return nil, err
	}
	for _, h := range resp.Hits {
		s := search.Suggestion{Text: h.Title, Kind: search.SuggestTitle, ID: h.ID, Number: h.Number, Title: h.Title, Status: h.Status, StatusLabel: h.StatusLabel}
		if h.Match.Kind == "number" || h.Title == "" {
			s.Text, s.Kind = h.Number, search.SuggestNumber
		}
		add(s)
	}
	return out, nil
}

func suggestion(r *catalogue.Record, kind, text, lang string) search.Suggestion {
	return search.Suggestion{Text: text, Kind: kind, ID: r.ID, Number: r.Entry.Number, Title: r.Entry.Title(lang),
		Status: r.Entry.Status.String(), StatusLabel: r.Entry.Status.Label(lang)}
}
