package catalogue

import (
	"context"
	"fmt"
	"hash/fnv"

	"chabiao/corpus"
)

// Row is one row of an import, understood: whose number it bears and what it
// says.
type Row struct {
	Line     int64 // number of the row in the batch, from 1
	File     int   // which of the batch's files
	Key, ID  string
	Entry    *corpus.Entry
	Raw      []byte // the row as its file held it
	Warnings int64  // how many remarks it gave rise to
}

// Group is the rows of a batch that bear one number, in the order in which
// they shall be laid over the entry. Most groups have one row.
type Group []Row

// Apply writes groups and rejects in one transaction, the batch's counts with
// them: after a crash the counts tell exactly what is in. An error of kind
// Unavailable, such as a full disk, may pass; nothing of the call has been
// written then, and the same call can be made again.
//
// Within one file each row of a group is laid over the entry as it was before
// the file, so that two rows of one file do not mix; rows of different files
// add up. A group that ends where the entry stands already changes nothing,
// whatever its rows are in between: importing a file twice is the same as
// importing it once.
//
// All rows of one number shall come in one group. Where the batch names its
// source, the source is noted to hold the entries of all rows.
func (c *Catalogue) Apply(ctx context.Context, batch int64, groups []Group, rejects []Reject) (counts Counts, err error) {
	defer wrapFault(&err, "write to the catalogue")
	t, err := c.begin(ctx)
	if err != nil {
		return counts, err
	}
	defer t.Rollback()
	a, err := newApplier(t, batch)
	if err != nil {
		return counts, err
	}
	for len(groups) > 0 {
		if err := ctx.Err(); err != nil {
			return Counts{}, err
		}
		n := differentKeys(groups)
		if err := a.groups(groups[:n]); err != nil {
			return Counts{}, err
		}
		// A key that comes again must find what the first group wrote.
		if groups = groups[n:]; len(groups) > 0 {
			if err := a.t.flush(); err != nil {
				return Counts{}, err
			}
		}
	}
	for _, r := range rejects {
		if err := t.add(insertReject, batch, r.Line, r.File, r.At, r.Reason, r.ReasonZH, append([]byte{}, r.Raw...)); err != nil {
			return Counts{}, err
		}
		a.counts.Read++
		a.counts.Rejected++
	}
	if err := a.finish(); err != nil {
		return Counts{}, err
	}
	return a.counts, t.Commit()
}

// differentKeys is the length of the longest start of groups without a key
// that comes twice.
func differentKeys(groups []Group) int {
	seen := make(map[string]bool, len(groups))
	for i, g := range groups {
		if len(g) == 0 {
			continue
		}
		if seen[g[0].Key] {
			return i
		}
		seen[g[0].Key] = true
	}
	return len(groups)
}

// applier is one transaction's work.
type applier struct {
	t        *txn
	batch    *Batch
	state    catalogueState
	nextRow  int64
	counts   Counts
	source   *sourceWriter
	holdings *holdings // nil when the batch names no source
}

func newApplier(t *txn, batch int64) (*applier, error) {
	a := &applier{t: t}
	var err error
	if a.batch, err = t.writable(batch); err != nil {
		return nil, err
	}
	if a.state, err = t.state(); err != nil {
		return nil, err
	}
	if a.nextRow, err = queryInt(t.ctx, t, `SELECT coalesce(max(row), 0) + 1 FROM entry`); err != nil {
		return nil, err
	}
	if a.batch.Source != "" {
		if a.holdings, err = t.holdings(a.batch); err != nil {
			return nil, err
		}
	}
	a.source, err = newSourceWriter(t, batch)
	return a, err
}

// groups lays and writes groups of different keys.
func (a *applier) groups(groups []Group) error {
	l, groups, err := a.read(groups)
	if err != nil {
		return err
	}
	out, err := l.all(groups)
	if err != nil {
		return err
	}
	if err := a.uniqueIDs(groups, out); err != nil {
		return err
	}
	for i := range out {
		if err := a.write(groups[i], &out[i]); err != nil {
			return err
		}
	}
	if a.holdings != nil {
		return a.holdings.note(a, out)
	}
	return nil
}

// read fetches what the catalogue has under the groups' keys. It gives the
// groups back without the empty ones.
func (a *applier) read(groups []Group) (*layer, []Group, error) {
	l := &layer{batch: a.batch.ID, source: a.batch.Source, reopened: a.batch.reopened, held: make(map[string]*held, len(groups))}
	full := make([]Group, 0, len(groups))
	keys := make([]string, 0, len(groups))
	for _, g := range groups {
		if len(g) > 0 {
			full, keys = append(full, g), append(keys, g[0].Key)
		}
	}
	var rows []int64
	err := lookUp(a.t.ctx, a.t.bind(a.t.stmts.in[heldByKey]), nil, keys, func(scan func(...any) error) error {
		h, err := scanHeld(scan)
		if err == nil {
			l.held[h.key] = h
			rows = append(rows, h.row)
		}
		return err
	})
	if err == nil && l.reopened {
		l.older, err = a.t.versions(rows)
	}
	return l, full, err
}

// uniqueIDs gives new entries their rows and ids. Two numbers may share an id's
// spelling; the second one gets a mark made from its key, so that it is the
// same in every catalogue.
func (a *applier) uniqueIDs(groups []Group, out []laid) error {
	var ids []string
	for i, g := range groups {
		if out[i].held == nil {
			ids = append(ids, g[0].ID)
		}
	}
	taken := make(map[string]bool)
	err := lookUp(a.t.ctx, a.t.bind(a.t.stmts.in[idsTaken]), nil, ids, func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		taken[id] = true
		return err
	})
	if err != nil {
		return err
	}
	for i, g := range groups {
		if out[i].held != nil {
			continue
		}
		h := &held{row: a.nextRow, key: g[0].Key, id: g[0].ID, step: step{revision: 0}}
		if taken[h.id] {
			sum := fnv.New32a()
			sum.Write([]byte(h.key))
			h.id = fmt.Sprintf("%s~%08x", h.id, sum.Sum32())
		}
		taken[h.id] = true
		a.nextRow++
		out[i].held = h
	}
	return nil
}

func (a *applier) write(g Group, l *laid) error {
	a.counts.Add(l.counts)
	if len(l.states) == 0 {
		return nil
	}
	isNew := l.held.revision == 0
	if isNew || l.held.deleted {
		a.state.entries++
	}
	steps := make([]step, len(l.states))
	for i, s := range l.states {
		block, err := a.source.keep(s.row)
		if err != nil {
			return err
		}
		a.state.revision++
		steps[i] = step{revision: a.state.revision, batch: a.batch.ID, line: s.row.Line, block: block, record: s.record}
	}
	return a.t.put(l.held, isNew, steps, l.drop, l.add)
}

func (a *applier) finish() error {
	if err := a.source.finish(); err != nil {
		return err
	}
	if err := a.t.setState(a.state); err != nil {
		return err
	}
	return a.t.count(a.batch.ID, a.counts, a.state.revision)
}
