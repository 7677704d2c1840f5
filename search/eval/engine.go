package eval

import (
	"context"
	"maps"

	"chabiao/search"
)

// engine measures a search.Engine.
type engine struct{ search.Engine }

// Engine is a search.Engine as it is measured: as a reader of Chinese would
// use it.
func Engine(e search.Engine) Searcher { return engine{e} }

// Name implements Searcher.
func (engine) Name() string { return "chabiao" }

// Search implements Searcher.
func (e engine) Search(ctx context.Context, text string, filters map[string][]string, size int) ([]Line, error) {
	resp, err := e.Engine.Search(ctx, search.Request{Query: text, Filters: filters, Size: size, Editions: search.EditionsGrouped})
	if err != nil {
		return nil, err
	}
	return linesOf(resp), nil
}

func linesOf(resp *search.Response) []Line {
	out := make([]Line, len(resp.Hits))
	for i, h := range resp.Hits {
		out[i] = Line{Number: h.Number}
		for _, ed := range h.Editions {
			out[i].Also = append(out[i].Also, ed.Number)
		}
	}
	return out
}

// maxPages is how many pages are turned to find one entry.
const maxPages = 50

// Reaches implements Searcher. Filters of the entry's own values, which do not
// change what words find, spare turning thousands of pages; where the engine
// reads the narrowed query otherwise, the pages of the whole are turned.
func (e engine) Reaches(ctx context.Context, text string, t *Target) (Reach, error) {
	whole := search.Request{Query: text, Size: search.MaxSize}
	resp, err := e.Engine.Search(ctx, whole)
	if err != nil {
		return Missed, err
	}
	if has(resp, t.Key) {
		return Reached, nil
	}
	if resp.NextCursor == nil {
		return Missed, nil
	}
	narrow := whole
	narrow.Filters = maps.Clone(t.Narrow)
	some, err := e.Engine.Search(ctx, narrow)
	if err != nil {
		return Missed, err
	}
	if alike(&resp.Interpretation, &some.Interpretation) && some.Total <= resp.Total {
		whole, resp = narrow, some
	}
	for range maxPages {
		if has(resp, t.Key) {
			return Reached, nil
		}
		if resp.NextCursor == nil {
			return Missed, nil
		}
		whole.Cursor = *resp.NextCursor
		if resp, err = e.Engine.Search(ctx, whole); err != nil {
			return Missed, err
		}
	}
	return Unknown, nil
}

// has reports whether the page has the entry.
func has(resp *search.Response, key string) bool {
	for _, l := range linesOf(resp) {
		if Key(l.Number) == key {
			return true
		}
	}
	return false
}

// alike reports whether two searches understood their query the same way.
func alike(a, b *search.Interpretation) bool {
	return a.Relaxed == b.Relaxed && (a.Corrected == nil) == (b.Corrected == nil)
}
