package local

import (
	"context"
	"strings"

	"chabiao/corpus/number"
	"chabiao/indexer/schema"
	"chabiao/search"
)

// suggestScan bounds how many keys one suggestion looks at.
const suggestScan = 200

// Suggest implements search.Engine: numbers that begin as typed, in natural
// order, then titles that hold the words.
func (e *Engine) Suggest(ctx context.Context, q string, size int, lang string) ([]search.Suggestion, error) {
	if size <= 0 || size > search.MaxSize {
		size = search.DefaultSize
	}
	out := []search.Suggestion{}
	q = strings.TrimSpace(q)
	if q == "" {
		return out, nil
	}
	seen := make(map[string]bool)
	if n, err := number.Parse(q); err == nil && !n.Generic() {
		s, err := e.open()
		if err != nil {
			return nil, err
		}
		docs, err := s.byKeyPrefix(schema.KeyExact+n.Key(), size)
		if err == nil {
			var records, rerr = e.records(ctx, docs)
			err = rerr
			for _, r := range records {
				if r != nil && !seen[r.ID] {
					seen[r.ID] = true
					out = append(out, search.Suggestion{Text: r.Entry.Number, Kind: "number", ID: r.ID})
				}
			}
		}
		s.close()
		if err != nil {
			return nil, err
		}
	}
	if len(out) >= size {
		return out[:size], nil
	}
	resp, err := e.Search(ctx, search.Request{Query: q, Size: size, Lang: lang})
	if err != nil {
		return nil, err
	}
	for _, h := range resp.Hits {
		if !seen[h.ID] && len(out) < size {
			kind, text := "title", h.Title
			if h.Match.Kind == "number" || text == "" {
				kind, text = "number", h.Number
			}
			out = append(out, search.Suggestion{Text: text, Kind: kind, ID: h.ID})
		}
	}
	return out, nil
}

// byKeyPrefix finds documents whose key begins with a prefix, in the order of
// the keys.
func (s *snapshot) byKeyPrefix(prefix string, size int) ([]found, error) {
	var out []found
	for seq, r := range s.readers {
		d, err := r.dict(schema.FieldNumber)
		if err != nil {
			return nil, err
		}
		it := d.AutomatonIterator(nil, []byte(prefix), prefixEnd(prefix))
		for n := 0; n < suggestScan && len(out) < size*(seq+1); n++ {
			t, err := it.Next()
			if err != nil {
				return nil, err
			}
			if t == nil {
				break
			}
			docs, err := postings(d, t.Term)
			if err != nil {
				return nil, err
			}
			eachDoc(docs, func(doc uint32) {
				if r.deleted == nil || !r.deleted.Contains(doc) {
					out = append(out, found{r: r, seq: seq, doc: doc})
				}
			})
		}
	}
	return out, nil
}
