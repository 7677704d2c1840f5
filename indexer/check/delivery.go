package check

import (
	"cmp"
	"context"
	"hash/maphash"
	"slices"

	"chabiao/corpus"
	"chabiao/corpus/catalogue"
	"chabiao/indexer/problem"
)

// Bounds of what a delivery's relations may take in memory. Past them the
// checks say less; what is imported does not depend on them.
const (
	maxRelations = 8 << 20
	maxBeyond    = 4 << 20 // distinct standards that no row of the delivery is
	askedAtOnce  = 4096    // keys asked of the catalogue at once
)

// Delivery checks the rows of a delivery against each other and against the
// catalogue. It holds some forty bytes a row and a relation.
type Delivery struct {
	seed   maphash.Seed
	nodes  map[uint64]node
	edges  []edge
	beyond map[uint64]target
}

// node is the standard of a row.
type node struct {
	row      uint32
	inForce  bool
	replaced bool // the row itself names what replaced it
}

// edge says that one standard is replaced by another, by hashes of their keys.
type edge struct{ old, new uint64 }

// target is a standard that rows name and none is so far.
type target struct {
	key    string
	first  uint32 // the row that names it first
	field  string
	number string
}

// NewDelivery returns an empty one.
func NewDelivery() *Delivery {
	return &Delivery{seed: maphash.MakeSeed(), nodes: make(map[uint64]node), beyond: make(map[uint64]target)}
}

// Add takes in what a row says of the standard of a key.
func (d *Delivery) Add(row uint32, key string, e *corpus.Entry) {
	self := maphash.String(d.seed, key)
	d.nodes[self] = node{row: row, inForce: e.Status == corpus.StatusCurrent, replaced: len(e.ReplacedBy) > 0}
	for _, t := range catalogue.Targets(e) {
		other := maphash.String(d.seed, t.Key)
		if other == self {
			continue
		}
		switch {
		case len(d.edges) >= maxRelations:
		case t.Kind == corpus.Replaces:
			d.edges = append(d.edges, edge{old: other, new: self})
		case t.Kind == corpus.ReplacedBy:
			d.edges = append(d.edges, edge{old: self, new: other})
		}
		if _, ok := d.beyond[other]; !ok && len(d.beyond) < maxBeyond {
			d.beyond[other] = target{key: t.Key, first: row, field: t.Kind.String(), number: t.Number}
		}
	}
}

// Catalogue tells what a catalogue holds already.
type Catalogue interface {
	Exists(ctx context.Context, keys []string) (map[string]bool, error)
}

// Finish looks over all that was added. It tells of each finding with the row
// that it is about; number gives the number of a row.
func (d *Delivery) Finish(ctx context.Context, cat Catalogue, number func(row uint32) string, tell func(row uint32, n problem.Note)) error {
	slices.SortFunc(d.edges, func(a, b edge) int { return cmp.Or(cmp.Compare(a.old, b.old), cmp.Compare(a.new, b.new)) })
	d.edges = slices.Compact(d.edges)
	d.stillInForce(number, tell)
	d.circles(number, tell)
	return d.unknown(ctx, cat, tell)
}

// stillInForce finds what another row replaces and its own row calls current.
func (d *Delivery) stillInForce(number func(uint32) string, tell func(uint32, problem.Note)) {
	type found struct{ old, by uint32 }
	var all []found
	var last uint64
	for _, e := range d.edges {
		old, ok := d.nodes[e.old]
		by, there := d.nodes[e.new]
		// A successor that is itself still to come leaves the old one in force.
		if !ok || !there || !old.inForce || old.replaced || !by.inForce {
			continue
		}
		if e.old != last {
			all = append(all, found{old.row, by.row})
		}
		last = e.old
		all[len(all)-1].by = min(all[len(all)-1].by, by.row)
	}
	// Edges lie in the order of their hashes, which is another in every run.
	slices.SortFunc(all, func(a, b found) int { return cmp.Compare(a.old, b.old) })
	for _, f := range all {
		tell(f.old, problem.Note{Kind: problem.ReplacedButInForce, Field: "status", Value: number(f.old), Became: number(f.by)})
	}
}

// unknown finds the related standards that neither the delivery nor the
// catalogue has.
func (d *Delivery) unknown(ctx context.Context, cat Catalogue, tell func(uint32, problem.Note)) error {
	var list []target
	for h, t := range d.beyond {
		if _, ok := d.nodes[h]; !ok {
			list = append(list, t)
		}
	}
	slices.SortFunc(list, func(a, b target) int { return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(a.key, b.key)) })
	for part := range slices.Chunk(list, askedAtOnce) {
		keys := make([]string, len(part))
		for i, t := range part {
			keys[i] = t.key
		}
		there, err := cat.Exists(ctx, keys)
		if err != nil {
			return err
		}
		for _, t := range part {
			if !there[t.key] {
				tell(t.first, problem.Note{Kind: problem.RelationUnknown, Field: t.field, Value: t.number})
			}
		}
	}
	return nil
}
