package local

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"chabiao/corpus/catalogue"
	"chabiao/corpus/number"
	"chabiao/indexer/schema"

	"github.com/RoaringBitmap/roaring/v2"
)

// Bounds of what one keystroke may cost.
const (
	maxTyped       = 30   // times as many standards of one length looked at as wanted
	maxTypedDigits = 2000 // serials looked at for digits without a body
	maxTypedDocs   = 64   // entries read to see whose serial the digits are
)

// suggestNumbers finds the standards whose numbers begin as typed: the editions
// of the number itself, then those in force in numeric order, then the others.
func (e *Engine) suggestNumbers(ctx context.Context, s *snapshot, q string, size int) ([]*catalogue.Record, error) {
	if digits := typedDigits(q); digits != "" {
		return e.suggestSerials(ctx, s, digits, size)
	}
	n, err := number.Parse(q)
	if err != nil || n.Body() == "" {
		return nil, nil // not a number yet
	}
	var docs []found
	if last := q[len(q)-1]; last == '.' && n.Year() == 0 { // the part is still to come
		parts, err := s.partsOf(n.SeriesKey())
		if err != nil {
			return nil, err
		}
		inForceFirst(parts)
		list, err := e.records(ctx, parts[:min(len(parts), size)])
		return present(list), err
	}
	leading := strings.HasPrefix(n.Serial(), "0") // more are looked at: see printedSo
	if n.Year() != 0 || len(n.Amendments()) > 0 {
		docs, err = s.keysBeginning(schema.KeyExact+n.Key(), size)
	} else {
		want := size
		if leading {
			want = maxTypedDocs
		}
		docs, err = s.typed(&n, size, want)
		if len(docs) == 0 && err == nil {
			docs, err = s.keysBeginning(schema.KeyExact+n.Key(), size) // a year not typed to its end
		}
	}
	if err != nil {
		return nil, err
	}
	if leading {
		return e.printedSo(ctx, docs, n.Serial(), size)
	}
	list, err := e.records(ctx, docs[:min(len(docs), size)])
	return present(list), err
}

// printedSo keeps the standards whose serials begin with the very digits that
// were typed: keys leave leading zeros out.
func (e *Engine) printedSo(ctx context.Context, docs []found, digits string, size int) ([]*catalogue.Record, error) {
	list, err := e.records(ctx, docs[:min(len(docs), maxTypedDocs)])
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(present(list), func(r *catalogue.Record) bool {
		n, err := number.Parse(r.Entry.Number)
		return err != nil || !strings.HasPrefix(n.Serial(), digits) && strings.TrimLeft(digits, "0") != strings.TrimLeft(n.Serial(), "0")
	})
	return list[:min(len(list), size)], nil
}

// typedDigits are the digits of a query that is nothing else, three or more.
func typedDigits(q string) string {
	q = strings.Map(func(r rune) rune {
		if r >= '０' && r <= '９' {
			return r - '０' + '0'
		}
		return r
	}, q)
	if len(q) < 3 || len(q) > 8 || strings.Trim(q, "0123456789") != "" {
		return ""
	}
	return q
}

// typedSeries is one standard among the suggestions, by the best of its editions.
type typedSeries struct {
	term string
	best found
}

// typed finds the standards whose loose keys n may still become, at least the
// first wanted in force where there are. Where a letter or a joint publisher was
// typed, those without it come only if there are none with it.
func (s *snapshot) typed(n *number.Number, size, wanted int) ([]found, error) {
	body := n.Body()
	strict := n.Mandate() != "" || strings.Contains(body, "/")
	if strict && len(s.readers) > 1 { // the best of a segment may not be the best of all
		wanted = maxTyped * size
	}
	var own []found
	var force, rest []typedSeries
	for i, prefix := range n.TypedPrefixes() {
		if i == 0 {
			var err error
			if own, err = s.keyDocs(schema.KeyLoose + prefix); err != nil {
				return nil, err
			}
		}
		list, err := s.seriesBeginning(schema.KeyLoose+prefix, maxTyped*size, func(f found) bool {
			return f.inForce() && !(strict && f.body() != body)
		}, wanted)
		if err != nil {
			return nil, err
		}
		for _, t := range list {
			switch {
			case i == 0 && t.term == schema.KeyLoose+prefix:
			case t.best.inForce():
				force = append(force, t)
				if !strict || t.best.body() == body { // none under another body is as good
					wanted--
				}
			default:
				rest = append(rest, t)
			}
		}
		if len(own)+len(force) >= size {
			break
		}
	}
	out := ownFirst(own, force, size)
	for _, t := range rest {
		out = append(out, t.best)
	}
	if strict {
		same := slices.DeleteFunc(slices.Clone(out), func(f found) bool { return f.body() != body })
		if len(same) > 0 {
			return same, nil
		}
	}
	return out, nil
}

// oldEditions are the editions of the number typed that have a place among the
// suggestions though they are no longer in force, and others are.
const oldEditions = 2

// ownFirst puts the editions of the number itself before the standards that it
// may become: those in force before all others, old ones behind unless there are
// none but old ones.
func ownFirst(own []found, force []typedSeries, size int) []found {
	sortFound(own)
	inForceFirst(own)
	old := 0
	for old < len(own) && own[old].inForce() {
		old++
	}
	if old == 0 {
		old = len(own)
	}
	out := slices.Clone(own[:old])
	room := max(0, size-old-min(oldEditions, len(own)-old))
	for i, t := range force {
		if i == room {
			out, own, old = append(out, own[old:]...), nil, 0
		}
		out = append(out, t.best)
	}
	return append(out, own[old:]...)
}

func (f found) body() string { return f.r.fact(f.doc, factBody) }

// seriesBeginning lists the terms of the number field that begin with a prefix,
// in order, with the best of their documents. Of each segment it looks at limit
// terms, and at no more once so many beside the term itself count.
func (s *snapshot) seriesBeginning(prefix string, limit int, counts func(found) bool, wanted int) ([]typedSeries, error) {
	var out []typedSeries
	for _, r := range s.readers {
		terms, err := r.terms(schema.FieldNumber, prefix)
		if err != nil {
			return nil, err
		}
		counted := 0
		err = terms.first(limit).each(func(term string, docs *roaring.Bitmap) bool {
			if f, ok := r.best(docs); ok {
				out = append(out, typedSeries{term, f})
				if term != prefix && counts(f) {
					counted++
				}
			}
			return counted < wanted
		})
		if err != nil {
			return nil, err
		}
	}
	if len(s.readers) < 2 {
		return out, nil
	}
	slices.SortFunc(out, func(a, b typedSeries) int {
		return cmp.Or(strings.Compare(a.term, b.term), order(&a.best, &b.best))
	})
	return slices.CompactFunc(out, func(a, b typedSeries) bool { return a.term == b.term }), nil
}

// keysBeginning finds documents whose key begins with a prefix, in the order of
// the keys, those in force first.
func (s *snapshot) keysBeginning(prefix string, size int) ([]found, error) {
	type keyed struct {
		key string
		found
	}
	var list []keyed
	for _, r := range s.readers {
		terms, err := r.terms(schema.FieldNumber, prefix)
		if err != nil {
			return nil, err
		}
		err = terms.first(maxTyped * size).each(func(term string, docs *roaring.Bitmap) bool {
			for _, f := range r.appendFound(nil, docs) {
				list = append(list, keyed{term, f})
			}
			return true
		})
		if err != nil {
			return nil, err
		}
	}
	slices.SortFunc(list, func(a, b keyed) int {
		return cmp.Or(strings.Compare(a.key, b.key), order(&a.found, &b.found))
	})
	out := make([]found, len(list))
	for i := range list {
		out[i] = list[i].found
	}
	inForceFirst(out)
	return out, nil
}

// inForceFirst brings what is in force to the front of a list and keeps the
// order otherwise.
func inForceFirst(list []found) {
	slices.SortStableFunc(list, func(a, b found) int {
		if a.inForce() == b.inForce() {
			return 0
		}
		if a.inForce() {
			return -1
		}
		return 1
	})
}

// suggestSerials finds the standards of whatever body whose serial begins with
// digits: shorter serials first, of one serial the national ones first.
func (e *Engine) suggestSerials(ctx context.Context, s *snapshot, digits string, size int) ([]*catalogue.Record, error) {
	terms, err := s.serials(digits)
	if err != nil {
		return nil, err
	}
	var out []*catalogue.Record
	read := 0
	for _, term := range terms {
		docs, err := s.serialDocs(term, min(2*size, maxTypedDocs-read))
		if err != nil {
			return nil, err
		}
		list, err := e.records(ctx, docs)
		if err != nil {
			return nil, err
		}
		read += len(docs)
		out = append(out, bestOfSeries(present(list), term)...)
		if len(out) >= size || read >= maxTypedDocs {
			break
		}
	}
	slices.SortStableFunc(out, func(a, b *catalogue.Record) int {
		if a.Entry.Status.InForce() == b.Entry.Status.InForce() {
			return 0
		}
		if a.Entry.Status.InForce() {
			return -1
		}
		return 1
	})
	return out[:min(len(out), size)], nil
}

// serials lists the words of numbers that are digits and begin with some, the
// shortest first.
func (s *snapshot) serials(digits string) ([]string, error) {
	var out []string
	for _, r := range s.readers {
		terms, err := r.terms(schema.NumberRaw, digits)
		if err != nil {
			return nil, err
		}
		err = terms.first(maxTypedDigits).keys(func(term string) bool {
			if len(term) <= len(digits)+3 && strings.Trim(term, "0123456789") == "" {
				out = append(out, term)
			}
			return true
		})
		if err != nil {
			return nil, err
		}
	}
	slices.SortFunc(out, func(a, b string) int { return cmp.Or(len(a)-len(b), strings.Compare(a, b)) })
	return slices.Compact(out), nil
}

// bestOfSeries keeps, of the entries whose serial it is, one edition of each
// standard: they come best first. Those of the country's own bodies lead.
func bestOfSeries(list []*catalogue.Record, serial string) []*catalogue.Record {
	type one struct {
		rec     *catalogue.Record
		foreign int
		order   string
	}
	var out []one
	seen := make(map[string]bool)
	for _, r := range list {
		n, err := number.Parse(r.Entry.Number)
		if err != nil || n.Serial() != serial || seen[n.SeriesKey()] {
			continue
		}
		seen[n.SeriesKey()] = true
		x := one{rec: r, order: n.SortKey()}
		switch {
		case n.Family() == "GB":
		case n.Level() == number.National:
			x.foreign = 1
		case n.Country() == "CN":
			x.foreign = 2
		case n.Level() == number.International:
			x.foreign = 3
		default:
			x.foreign = 4
		}
		if !r.Entry.Status.InForce() {
			x.foreign += 5
		}
		out = append(out, x)
	}
	slices.SortStableFunc(out, func(a, b one) int { return cmp.Or(a.foreign-b.foreign, strings.Compare(a.order, b.order)) })
	recs := make([]*catalogue.Record, len(out))
	for i, x := range out {
		recs[i] = x.rec
	}
	return recs
}
