package catalogue

import (
	"cmp"
	"context"
	"slices"

	"chabiao/corpus"
)

// Relations is what the relations that entries state lead to, as of a revision.
type Relations struct {
	Revision int64           `json:"revision"`
	Kinds    []RelationCount `json:"kinds"` // all kinds, in their order
	// Missing are the standards that the catalogue lacks and relations point at
	// most often.
	Missing []MissingStandard `json:"missing"`
}

// RelationCount counts the relations of a kind.
type RelationCount struct {
	Kind      string `json:"kind"`      // corpus.RelationKind.String
	Stated    int64  `json:"stated"`    // all of them
	Undated   int64  `json:"undated"`   // name no edition, and the catalogue has editions only
	Missing   int64  `json:"missing"`   // point at what the catalogue has in no edition, or not in the one that is named
	Standards int64  `json:"standards"` // that are missing, each counted once
}

// MissingStandard is a standard that the catalogue lacks.
type MissingStandard struct {
	Number string `json:"number"` // its key: canonical, or the folded text where it is no number
	Count  int64  `json:"count"`  // relations that point at it
	By     []Ref  `json:"by"`     // the first of the entries that state them
}

// Ref names an entry.
type Ref struct {
	ID     string `json:"id"`
	Number string `json:"number"`
}

// shownBy is how many entries are named for a missing standard.
const shownBy = 3

// Relations counts what the relations lead to, and names so many of the missing
// standards. It reads all relations: a second for a million.
func (c *Catalogue) Relations(ctx context.Context, most int) (*Relations, error) {
	rel := &Relations{Missing: []MissingStandard{}}
	var err error
	if rel.Revision, err = c.Revision(ctx); err != nil {
		return nil, err
	}
	kinds := make(map[corpus.RelationKind]*RelationCount)
	for _, k := range []corpus.RelationKind{corpus.Replaces, corpus.ReplacedBy, corpus.Adopts, corpus.References} {
		rel.Kinds = append(rel.Kinds, RelationCount{Kind: k.String()})
	}
	for i := range rel.Kinds {
		kinds[corpus.Replaces+corpus.RelationKind(i)] = &rel.Kinds[i]
	}
	// An edition's key is that of the standard with a dash or a colon and the
	// year behind it. Targets come in the order of the table's key, so that those
	// of several kinds lie together.
	rows, err := c.read.QueryContext(ctx, `SELECT target, kind, count(*), CASE
		WHEN EXISTS (SELECT 1 FROM entry WHERE key = target AND deleted = 0) THEN 0
		WHEN EXISTS (SELECT 1 FROM entry WHERE key > target || '-1' AND key < target || '-3' AND substr(key, length(target) + 1) GLOB '-[12][0-9][0-9][0-9]' AND deleted = 0)
		  OR EXISTS (SELECT 1 FROM entry WHERE key > target || ':1' AND key < target || ':3' AND substr(key, length(target) + 1) GLOB ':[12][0-9][0-9][0-9]' AND deleted = 0) THEN 1
		ELSE 2 END
		FROM edge GROUP BY target, kind ORDER BY target, kind`)
	var top mostMissing
	err = scanAll(rows, err, func(scan func(...any) error) error {
		var target string
		var kind corpus.RelationKind
		var n int64
		var there int
		if err := scan(&target, &kind, &n, &there); err != nil {
			return err
		}
		k := kinds[kind]
		if k == nil {
			return corpus.Errorf(corpus.Internal, "the catalogue has relations of the unknown kind %d", kind)
		}
		k.Stated += n
		switch there {
		case 1:
			k.Undated += n
		case 2:
			k.Missing, k.Standards = k.Missing+n, k.Standards+1
			top.add(target, n, most)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	rel.Missing = append(rel.Missing, top.list(most)...)
	return rel, c.namedBy(ctx, rel.Missing)
}

// namedBy finds entries that point at missing standards.
func (c *Catalogue) namedBy(ctx context.Context, missing []MissingStandard) error {
	keys := make([]string, len(missing))
	for i, m := range missing {
		keys[i] = m.Number
	}
	by, err := c.IncomingEach(ctx, keys, shownBy)
	if err != nil {
		return err
	}
	for i := range missing {
		m := &missing[i]
		m.By = []Ref{}
		for kind := corpus.Replaces; kind <= corpus.References; kind++ {
			for _, r := range by[m.Number][kind] {
				ref := Ref{r.ID, r.Entry.Number}
				if len(m.By) < shownBy && !slices.Contains(m.By, ref) {
					m.By = append(m.By, ref)
				}
			}
		}
	}
	return nil
}

// mostMissing gathers the standards that are named most often. Those of one
// standard are added one after the other.
type mostMissing []MissingStandard

func (m *mostMissing) add(number string, n int64, most int) {
	if last := len(*m) - 1; last >= 0 && (*m)[last].Number == number {
		(*m)[last].Count += n
		return
	}
	if len(*m) >= 16*(most+1) { // seldom, so that adding costs next to nothing
		*m = m.list(most)
	}
	*m = append(*m, MissingStandard{Number: number, Count: n})
}

// list gives the first of them, the most named first.
func (m mostMissing) list(most int) []MissingStandard {
	slices.SortFunc(m, func(a, b MissingStandard) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Number, b.Number))
	})
	return m[:min(len(m), most)]
}
