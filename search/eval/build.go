package eval

import (
	"context"
	"maps"
	"slices"
	"strings"

	"chabiao/corpus"
)

// Collection is all that is asked of a searcher.
type Collection struct {
	Catalogue Catalogue
	Queries   []Query  // set by set
	Missing   []string // judged numbers that the catalogue lacks, with set and line
	Skipped   int      // judged queries none of whose numbers it has
	// Adoptions are entries that state half of the adoptions that the catalogue
	// lacks and adoptions.tsv knows.
	Adoptions []*corpus.Entry

	judged map[string]bool // sets that people judged
}

// Build makes the queries for a catalogue: the judged ones, and those made by
// rule, which depend on nothing but the catalogue and the options.
func Build(ctx context.Context, entries Entries, opt Options) (_ *Collection, err error) {
	defer corpus.Wrap(&err, "make queries from the catalogue")
	s, err := newSurvey(opt)
	if err != nil {
		return nil, err
	}
	if err := s.walk(ctx, entries); err != nil {
		return nil, err
	}
	c := &Collection{Catalogue: s.id, judged: make(map[string]bool), Adoptions: s.foreign.half()}
	for _, set := range opt.Judged {
		queries, missing, skipped := set.join(func(key string) bool { return s.has[key] })
		c.judged[set.Name] = true
		c.Queries = append(c.Queries, queries...)
		c.Missing = append(c.Missing, missing...)
		c.Skipped += skipped
	}
	if opt.Saved != nil {
		c.Queries = append(c.Queries, opt.Saved...)
		return c.only(opt.Sets)
	}
	m := newMaker(s)
	m.known()
	m.distorted()
	if err := m.walk(ctx, entries); err != nil {
		return nil, err
	}
	c.Queries = append(c.Queries, m.knownItems()...)
	c.Queries = append(c.Queries, s.within.sorted()...)
	c.Queries = append(c.Queries, m.foreignSets()...)
	return c.only(opt.Sets)
}

// only keeps the sets asked for; all where none are.
func (c *Collection) only(sets []string) (*Collection, error) {
	if len(sets) == 0 {
		return c, nil
	}
	have := make(map[string]bool)
	var kept []Query
	for _, q := range c.Queries {
		have[q.Set] = true
		if slices.Contains(sets, q.Set) {
			kept = append(kept, q)
		}
	}
	for _, set := range sets {
		if !have[set] {
			return nil, corpus.Errorf(corpus.NotFound, "no set %q can be made of this catalogue", set).WithField("set").
				WithHint("there are %s", strings.Join(slices.Sorted(maps.Keys(have)), ", "))
		}
	}
	c.Queries = kept
	return c, nil
}
