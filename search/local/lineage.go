package local

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"chabiao/corpus"
	"chabiao/corpus/catalogue"
	"chabiao/corpus/number"
	"chabiao/search"
)

// Bounds of a lineage. Chains in catalogues have some ten links; a bound keeps
// what is entered in circles or by thousands from being read to its end.
const (
	maxSteps = 24 // links followed from the standard, each way
	maxKin   = 96 // standards read
	maxDrawn = 14 // standards told of
	maxNext  = 16 // statements of others read about one standard
)

// toCome is where drafts without a date stand in time.
const toCome = math.MaxInt32

// kin is a standard of a lineage.
type kin struct {
	key   string
	ref   search.Ref
	rec   *catalogue.Record // nil where the catalogue lacks it
	n     number.Number
	date  int32  // that it stands at in time; 0 when not known
	loose string // keys of n
	order string
	olds  map[*kin]bool // what it replaces: true where a source says so
	news  map[*kin]bool // what replaces it
	skips map[*kin]int  // editions left out on the way to a newer one
	far   int           // links away from the standard itself
}

// lineage is collected from what entries state of each other and from the
// editions of one number.
type lineage struct {
	e    *Engine
	s    *snapshot
	lang string
	self *kin
	kin  map[string]*kin
}

// lineage tells what a standard came from, what became of it, and what to use
// in its place. family are the entries of the same standard: see kindred.
func (e *Engine) lineage(ctx context.Context, s *snapshot, rec *catalogue.Record, family []*catalogue.Record, lang string) (search.Lineage, []search.Ref, error) {
	l, err := e.kinship(ctx, s, rec, family, lang, true)
	if err != nil {
		return search.Lineage{}, nil, err
	}
	use := l.instead()
	omitted := l.thin(use)
	out := l.told()
	out.Omitted = omitted
	return out, refsOf(use), nil
}

// kinship collects the lineage of a standard; without its past only what became
// of it.
func (e *Engine) kinship(ctx context.Context, s *snapshot, rec *catalogue.Record, family []*catalogue.Record, lang string, past bool) (*lineage, error) {
	l := &lineage{e: e, s: s, lang: lang, kin: make(map[string]*kin)}
	l.self = l.add(rec.Key, rec, search.Ref{})
	line := l.editions(family)
	at := slices.Index(line, l.self)
	if err := l.walk(ctx, line[at:], true); err != nil {
		return nil, err
	}
	if past {
		if err := l.walk(ctx, line[:at+1], false); err != nil {
			return nil, err
		}
	}
	follow(line)
	l.uncircle()
	for key, k := range l.kin {
		if k != l.self && len(k.olds)+len(k.news) == 0 {
			delete(l.kin, key) // all that was said of it led in a circle
		}
	}
	return l, nil
}

func refsOf(list []*kin) []search.Ref {
	refs := make([]search.Ref, len(list))
	for i, k := range list {
		refs[i] = k.ref
	}
	return refs
}

func (l *lineage) add(key string, rec *catalogue.Record, ref search.Ref) *kin {
	if k := l.kin[key]; k != nil {
		return k
	}
	k := &kin{key: key, rec: rec, ref: ref, olds: make(map[*kin]bool), news: make(map[*kin]bool), skips: make(map[*kin]int), far: maxKin}
	text := ref.Number
	if rec != nil {
		k.ref, text = refTo(rec, l.lang), rec.Entry.Number
	}
	if n, err := number.Parse(text); err == nil {
		k.n, k.loose, k.order = n, n.LooseKey(), n.SortKey()
		k.date = corpus.Date{Year: int16(n.Year()), Month: uint8(n.Month())}.Ordinal()
	}
	switch {
	case rec == nil:
	case rec.Entry.Published.IsZero():
		if k.date == 0 && isDraft(rec, k.n) {
			k.date = toCome
		}
	case k.date == 0 || int(rec.Entry.Published.Year) == k.n.Year():
		k.date = rec.Entry.Published.Ordinal()
	}
	l.kin[key] = k
	return k
}

// walk follows the replacements from some editions, to what is newer or to
// what is older, level by level.
func (l *lineage) walk(ctx context.Context, from []*kin, forward bool) error {
	level := from
	seen := make(map[*kin]bool)
	for _, k := range from {
		seen[k] = true
	}
	for step := 1; step <= maxSteps && len(level) > 0; step++ {
		var asked []string
		for _, k := range level {
			asked = append(asked, keysOf(k.rec)...)
		}
		said, err := l.e.cat.IncomingEach(ctx, asked, maxNext)
		if err != nil {
			return err
		}
		var next []*kin
		for _, k := range level {
			list, err := l.neighbours(ctx, k, said, forward)
			if err != nil {
				return err
			}
			for _, other := range list {
				if forward {
					k.news[other], other.olds[k] = true, true
				} else {
					k.olds[other], other.news[k] = true, true
				}
				other.far = min(other.far, k.far+1)
				if other.rec != nil && !seen[other] {
					seen[other] = true
					next = append(next, other)
				}
			}
		}
		level = next
	}
	return nil
}

// neighbours are what replaces a standard, or what it replaces, by its own
// entry and by those of others.
func (l *lineage) neighbours(ctx context.Context, k *kin, said incoming, forward bool) ([]*kin, error) {
	states, told := corpus.Replaces, corpus.ReplacedBy
	if forward {
		states, told = told, states
	}
	var out []*kin
	take := func(key string, rec *catalogue.Record, ref search.Ref) {
		if rec != nil {
			key = rec.Key
		}
		if len(l.kin) >= maxKin && l.kin[key] == nil {
			return
		}
		known := l.kin[key] != nil
		other := l.add(key, rec, ref)
		if other == k || slices.Contains(out, other) || l.strange(k, other, forward) {
			if !known {
				delete(l.kin, key)
			}
			return
		}
		out = append(out, other)
	}
	for _, t := range catalogue.Targets(k.rec.Entry) {
		if t.Kind != states {
			continue
		}
		rec, err := l.e.meet(ctx, l.s, t)
		if err != nil && corpus.KindOf(err) != corpus.NotFound {
			return nil, err
		}
		if err != nil {
			rec = nil
		}
		take(t.Key, rec, search.Ref{Number: canonical(t.Number)})
	}
	for _, key := range keysOf(k.rec) {
		for _, rec := range said[key][told] {
			take(rec.Key, rec, search.Ref{})
		}
	}
	return out, nil
}

// strange reports whether a replacement that some entry states does not belong
// in the lineage: amendments, which their standard's page lists; the drafts
// that a standard came from, or what became of other drafts; and what would lead back in time within one
// number, as statements without a year do.
func (l *lineage) strange(k, other *kin, forward bool) bool {
	if amends(other.n) && !amends(l.self.n) {
		return true
	}
	if !forward && other.rec != nil && isDraft(other.rec, other.n) || forward && k != l.self && isDraft(k.rec, k.n) {
		return true
	}
	older, newer := k, other
	if !forward {
		older, newer = newer, older
	}
	return older.date != 0 && older.date != toCome && newer.date != 0 && older.date > newer.date && older.loose == newer.loose
}

// amends reports whether a number is that of a change beside the text.
func amends(n number.Number) bool { return len(n.Amendments()) > 0 && !n.Consolidated() }

// editions lists the editions of the number, the standard itself among them,
// oldest first.
func (l *lineage) editions(family []*catalogue.Record) []*kin {
	l.self.far = 0
	line := []*kin{l.self}
	if amends(l.self.n) || isDraft(l.self.rec, l.self.n) {
		return line
	}
	loose := l.self.loose
	for _, r := range family {
		n, err := number.Parse(r.Entry.Number)
		product := len(n.Amendments()) > 0 || n.Mark() != "" || n.Language() != "" // of an edition that stands in the line itself
		if err == nil && n.LooseKey() == loose && !product && !isDraft(r, n) && len(l.kin) < maxKin {
			line = append(line, l.add(r.Key, r, search.Ref{}))
		}
	}
	slices.SortFunc(line, byTime)
	at := slices.Index(line, l.self)
	for i, k := range line {
		k.far = max(at-i, i-at)
	}
	return line
}

// follow links editions of which no source says what replaced them, each to
// the next in time of its own letter and type, else to the next of all, unless
// it is in force itself: a report that came out later does not end a standard.
func follow(line []*kin) {
	for i, prev := range line {
		later := line[i+1:]
		if prev.date == 0 || len(prev.news) > 0 || len(later) == 0 {
			continue
		}
		next := slices.IndexFunc(later, func(k *kin) bool { return prev.n.Likeness(k.n) >= number.Likely })
		if next < 0 && prev.inForce() {
			continue
		}
		k := later[max(next, 0)]
		// 代替 GB/T 1, without a year, is said of the edition before.
		stated := slices.ContainsFunc(catalogue.Targets(k.rec.Entry), func(t catalogue.Target) bool {
			return t.Kind == corpus.Replaces && t.Key == prev.n.Undated().Key()
		})
		prev.news[k], k.olds[prev] = stated, stated
	}
}

func isDraft(r *catalogue.Record, n number.Number) bool {
	return r.Entry.Status == corpus.StatusDraft || n.Stage() != "" || n.Draft() != ""
}

// draft reports whether a standard is a draft, in the catalogue or not.
func (k *kin) draft() bool {
	return k.n.Stage() != "" || k.n.Draft() != "" || k.rec != nil && k.rec.Entry.Status == corpus.StatusDraft
}

// byTime orders by date; versions, which several releases count side by side,
// by their numbers.
func byTime(a, b *kin) int {
	if a.n.Version() != "" && b.n.Version() != "" && a.loose == b.loose {
		return cmp.Or(strings.Compare(a.order, b.order), strings.Compare(a.key, b.key))
	}
	return cmp.Or(cmp.Compare(a.date, b.date), strings.Compare(a.order, b.order), strings.Compare(a.key, b.key))
}
