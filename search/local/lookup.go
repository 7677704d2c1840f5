package local

import (
	"cmp"
	"slices"
	"strings"

	"chabiao/corpus"
	"chabiao/corpus/number"
	"chabiao/indexer/schema"

	"github.com/RoaringBitmap/roaring/v2"
)

// Bounds of what one number may bring up.
const (
	maxMatches    = 20  // matches told
	maxCandidates = 64  // documents of one kind that are looked at
	maxParts      = 512 // parts of one standard
	maxSerial     = 4000
)

// keyDocs finds the live documents with a key, those in force first and newer
// ones before older.
func (s *snapshot) keyDocs(term string) ([]found, error) {
	var out []found
	for _, r := range s.readers {
		docs, err := r.docs(schema.FieldNumber, term)
		if err != nil {
			return nil, err
		}
		out = r.appendFound(out, docs)
	}
	sortFound(out)
	return out, nil
}

func (r *reader) appendFound(out []found, docs *roaring.Bitmap) []found {
	eachDoc(docs, func(doc uint32) {
		if r.deleted == nil || !r.deleted.Contains(doc) {
			out = append(out, found{r: r, doc: doc, key: float64(r.standing[doc])})
		}
	})
	return out
}

// best is the first of the live documents of a set; false if there is none.
func (r *reader) best(docs *roaring.Bitmap) (best found, ok bool) {
	eachDoc(docs, func(doc uint32) {
		if r.deleted != nil && r.deleted.Contains(doc) {
			return
		}
		if f := (found{r: r, doc: doc, key: float64(r.standing[doc])}); !ok || order(&f, &best) < 0 {
			best, ok = f, true
		}
	})
	return best, ok
}

func sortFound(list []found) {
	if len(list) > 1 {
		slices.SortFunc(list, func(a, b found) int { return order(&a, &b) })
	}
}

// clip keeps the best of a sorted list.
func clip(list []found) []found { return list[:min(len(list), maxCandidates)] }

// inForce reports whether the standard may be worked to.
func (f found) inForce() bool {
	s, _ := corpus.ParseStatus(f.r.fact(f.doc, factStatus))
	return s.InForce()
}

// same reports whether two are one document.
func (f found) same(g found) bool { return f.row() == g.row() }

// without takes documents out of a list.
func without(list, drop []found) []found {
	return slices.DeleteFunc(list, func(f found) bool { return slices.ContainsFunc(drop, f.same) })
}

// candidates are the documents that one number may mean.
type candidates struct {
	exact  []found // the document
	series []found // its other editions and their amendments
	loose  []found // under another mandate letter, document type or joint publisher
	base   []found // what an amendment asked for amends, or the original of a translation
	dual   []found // documents that bear the number beside their own
	parts  []found // of every part the best edition, in natural order
	total  int     // parts in all
}

// all lists the documents of every kind.
func (c *candidates) all() []found {
	return slices.Concat(c.exact, c.base, c.dual, c.loose, c.series, c.parts)
}

// lookup finds the candidates of a number by its keys.
func (s *snapshot) lookup(n *number.Number) (c candidates, err error) {
	get := func(dst *[]found, prefix, key string) {
		if err == nil {
			*dst, err = s.keyDocs(prefix + key)
		}
	}
	if whole, from, to, ok := n.Spread(); ok {
		return s.lookupSpread(&whole, from, to)
	}
	seriesKey := n.SeriesKey()
	get(&c.exact, schema.KeyExact, n.Key())
	get(&c.series, schema.KeySeries, seriesKey)
	if err != nil {
		return c, err
	}
	c.series = without(c.series, c.exact)
	if len(c.exact) > 0 {
		// Beside the document itself only its amendments are of interest, and
		// what is in force when it is not.
		settled := c.exact[0].inForce()
		c.series = clip(slices.DeleteFunc(c.series, func(f found) bool { return !f.amends() && (settled || !f.inForce()) }))
		if !settled { // its number may go on under another letter
			get(&c.loose, schema.KeyLoose, n.TypedKey())
			c.loose = clip(slices.DeleteFunc(without(c.loose, slices.Concat(c.exact, c.series)), func(f found) bool { return f.amends() || !f.inForce() }))
		}
		return c, err
	}
	if base, ok := n.Amended(); ok {
		get(&c.base, schema.KeyExact, base.Key())
	} else if base, ok := n.Untranslated(); ok {
		get(&c.base, schema.KeyExact, base.Key())
	}
	get(&c.dual, schema.KeyDual, seriesKey)
	for _, d := range n.Dual() {
		var own, beside []found
		get(&own, schema.KeyExact, d.Key())
		get(&beside, schema.KeyDual, d.SeriesKey())
		c.dual = append(append(c.dual, own...), beside...)
	}
	looseKey := n.LooseKey()
	get(&c.loose, schema.KeyLoose, n.TypedKey())
	if err != nil {
		return c, err
	}
	c.series = clip(without(c.series, c.base))
	c.base, c.dual = clip(c.base), clip(without(c.dual, slices.Concat(c.base, c.series)))
	c.loose = clip(without(c.loose, slices.Concat(c.series, c.base, c.dual)))
	if len(c.series)+len(c.base)+len(c.dual) == 0 {
		c.parts, err = s.partsOf(seriesKey)
		if len(c.parts) == 0 && looseKey != seriesKey && err == nil && len(c.loose) == 0 {
			c.parts, err = s.partsOf(looseKey)
		}
		c.total = len(c.parts)
		c.parts = c.parts[:min(len(c.parts), maxMatches)]
	}
	return c, err
}

// lookupSpread finds the parts that a number stands for, all or a range of them.
func (s *snapshot) lookupSpread(whole *number.Number, from, to int) (c candidates, err error) {
	parts, err := s.partDocs(whole.SeriesKey())
	if err != nil {
		return c, err
	}
	if len(parts) == 0 { // never divided
		c.series, err = s.keyDocs(schema.KeySeries + whole.SeriesKey())
		c.series = clip(c.series)
		return c, err
	}
	prefix := len(schema.KeySeries + whole.SeriesKey())
	for _, p := range parts {
		part := 0
		for _, d := range p.term[min(prefix+1, len(p.term)):] {
			if d < '0' || d > '9' {
				break
			}
			part = part*10 + int(d-'0')
		}
		if part >= from && part <= to {
			c.parts = append(c.parts, p.found)
		}
	}
	c.total = len(c.parts)
	c.parts = c.parts[:min(len(c.parts), maxMatches)]
	return c, nil
}

// amends reports whether the document is an amendment or a corrigendum.
func (f found) amends() bool { return f.r.amendments != nil && f.r.amendments.Contains(f.doc) }

// partFound is the best edition of a part, with the term that it was found by.
type partFound struct {
	found
	term string
}

// partsOf is partDocs without the terms.
func (s *snapshot) partsOf(seriesKey string) ([]found, error) {
	parts, err := s.partDocs(seriesKey)
	out := make([]found, len(parts))
	for i, p := range parts {
		out[i] = p.found
	}
	return out, err
}

// partDocs finds the parts of a standard: of each the best edition, in
// natural order.
func (s *snapshot) partDocs(seriesKey string) ([]partFound, error) {
	type part struct {
		key  string
		best found
	}
	var parts []part
	prefix := schema.KeySeries + seriesKey
	for _, r := range s.readers {
		terms, err := r.terms(schema.FieldNumber, prefix)
		if err != nil {
			return nil, err
		}
		err = terms.first(maxParts).each(func(term string, docs *roaring.Bitmap) bool {
			if len(term) > len(prefix) && strings.ContainsRune(".-/ ", rune(term[len(prefix)])) {
				if f, ok := r.best(docs); ok {
					parts = append(parts, part{term, f})
				}
			}
			return true
		})
		if err != nil {
			return nil, err
		}
	}
	order := make(map[string]string, len(parts))
	for _, p := range parts {
		order[p.key] = number.Natural(p.key)
	}
	slices.SortFunc(parts, func(a, b part) int {
		return cmp.Or(strings.Compare(order[a.key], order[b.key]), cmp.Compare(b.best.key, a.best.key))
	})
	out := make([]partFound, 0, len(parts))
	for i, p := range parts {
		if i == 0 || p.key != parts[i-1].key { // two segments may hold editions of one part
			out = append(out, partFound{p.best, p.key})
		}
	}
	return out, nil
}

// serialDocs finds the standards of whatever body whose serial has these
// digits, the best first. A serial that thousands of numbers share as a part
// or a year is passed over.
func (s *snapshot) serialDocs(digits string, k int) ([]found, error) {
	best := newTopK(k)
	for _, r := range s.readers {
		docs, err := r.docs(schema.NumberRaw, digits)
		if err != nil {
			return nil, err
		}
		years, err := r.docs(schema.FieldYear, digits)
		if err != nil {
			return nil, err
		}
		docs = roaring.AndNot(docs, years)
		if docs.GetCardinality() > maxSerial {
			continue
		}
		for _, f := range r.appendFound(nil, docs) {
			best.offer(candidate{key: f.key, row: f.row(), doc: f.doc, r: r})
		}
	}
	return best.found(), nil
}
