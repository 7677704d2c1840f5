package catalogue

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"hash/fnv"
	"strings"

	"chabiao/corpus"
	"chabiao/corpus/han"
	"chabiao/corpus/number"
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
// them: after a crash the counts tell exactly what is in.
//
// Within one file each row of a group is laid over the entry as it was before
// the file, so that two rows of one file do not mix; rows of different files
// add up. A group that ends where the entry stands already changes nothing,
// whatever its rows are in between: importing a file twice is the same as
// importing it once.
func (c *Catalogue) Apply(ctx context.Context, batch int64, groups []Group, rejects []Reject) (counts Counts, err error) {
	defer corpus.Wrap(&err, "write to the catalogue")
	tx, err := c.w.BeginTx(ctx, nil)
	if err != nil {
		return counts, err
	}
	defer tx.Rollback()
	a, err := newApplier(ctx, tx, batch)
	if err != nil {
		return counts, err
	}
	defer a.close()
	for _, g := range groups {
		if err := a.group(g); err != nil {
			return Counts{}, err
		}
	}
	for _, r := range rejects {
		if _, err := tx.ExecContext(ctx, `INSERT INTO reject (batch, line, file, at, reason, raw) VALUES (?, ?, ?, ?, ?, ?)`,
			batch, r.Line, r.File, r.At, r.Reason, r.Raw); err != nil {
			return Counts{}, err
		}
		a.counts.Read++
		a.counts.Rejected++
	}
	if err := a.finish(); err != nil {
		return Counts{}, err
	}
	return a.counts, tx.Commit()
}

// applier is one transaction's work.
type applier struct {
	ctx      context.Context
	tx       *sql.Tx
	batch    int64
	revision int64
	entries  int64
	counts   Counts

	find, insert, update, archive, addEdge, dropEdge *sql.Stmt

	block   []byte // source rows of what changed
	blockID int64  // the id under which it will be written
}

func newApplier(ctx context.Context, tx *sql.Tx, batch int64) (*applier, error) {
	a := &applier{ctx: ctx, tx: tx, batch: batch}
	if err := tx.QueryRowContext(ctx, `SELECT revision, entries FROM state`).Scan(&a.revision, &a.entries); err != nil {
		return nil, err
	}
	last, err := queryInt(ctx, tx, `SELECT coalesce(max(id), 0) FROM source_block`)
	if err != nil {
		return nil, err
	}
	a.blockID = last + 1
	for _, s := range []struct {
		stmt **sql.Stmt
		sql  string
	}{
		{&a.find, `SELECT ` + recordColumns + ` FROM entry WHERE key = ?`},
		{&a.insert, `INSERT INTO entry (key, id, revision, batch, line, block, record) VALUES (?, ?, ?, ?, ?, ?, ?)`},
		{&a.update, `UPDATE entry SET revision = ?, batch = ?, line = ?, block = ?, deleted = 0, record = ? WHERE row = ?`},
		{&a.archive, `INSERT INTO version (row, revision, batch, line, block, deleted, record) VALUES (?, ?, ?, ?, ?, ?, ?)`},
		{&a.addEdge, `INSERT OR IGNORE INTO edge (target, kind, row) VALUES (?, ?, ?)`},
		{&a.dropEdge, `DELETE FROM edge WHERE target = ? AND kind = ? AND row = ?`},
	} {
		var err error
		if *s.stmt, err = tx.PrepareContext(ctx, s.sql); err != nil {
			a.close()
			return nil, err
		}
	}
	return a, nil
}

func (a *applier) close() {
	for _, s := range []*sql.Stmt{a.find, a.insert, a.update, a.archive, a.addEdge, a.dropEdge} {
		if s != nil {
			s.Close()
		}
	}
}

// group lays the rows of one number over its entry.
func (a *applier) group(g Group) error {
	if len(g) == 0 {
		return nil
	}
	cur, err := scanRecord(a.find.QueryRowContext(a.ctx, g[0].Key).Scan)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	var now []byte // the entry's record; nil when there is none
	var base *corpus.Entry
	if cur != nil && !cur.Deleted {
		base, now = cur.Entry, EncodeEntry(nil, cur.Entry)
	}
	states := make([]*corpus.Entry, len(g))
	for i := range g {
		if i > 0 && g[i].File != g[i-1].File {
			base = states[i-1]
		}
		states[i] = laidOver(base, g[i].Entry)
		a.counts.Read++
		a.counts.Warnings += g[i].Warnings
	}
	if now != nil && bytes.Equal(EncodeEntry(nil, states[len(g)-1]), now) {
		a.counts.Unchanged += int64(len(g))
		return nil
	}
	for i := range g {
		record := EncodeEntry(nil, states[i])
		switch {
		case now == nil && cur == nil:
			if cur, err = a.create(&g[i], states[i], record); err != nil {
				return err
			}
			a.counts.New++
		case now != nil && bytes.Equal(record, now):
			a.counts.Unchanged++
			continue
		default:
			if cur.Deleted {
				a.counts.New++
				a.entries++
			} else {
				a.counts.Changed++
			}
			if err := a.change(cur, &g[i], states[i], record); err != nil {
				return err
			}
		}
		now = record
		if err := a.keepSource(&g[i]); err != nil {
			return err
		}
	}
	return nil
}

// laidOver is the entry after a row. The number keeps the first spelling.
func laidOver(base, row *corpus.Entry) *corpus.Entry {
	if base == nil {
		return row
	}
	return corpus.Update(base, row)
}

func (a *applier) create(r *Row, e *corpus.Entry, record []byte) (*Record, error) {
	a.revision++
	id := r.ID
	res, err := a.insert.ExecContext(a.ctx, r.Key, id, a.revision, a.batch, r.Line, a.blockID, record)
	if err != nil && strings.Contains(err.Error(), "entry.id") {
		// Two numbers may share an id's spelling; the second one gets a mark
		// made from its key, so that it is the same in every catalogue.
		h := fnv.New32a()
		h.Write([]byte(r.Key))
		id = fmt.Sprintf("%s~%08x", r.ID, h.Sum32())
		res, err = a.insert.ExecContext(a.ctx, r.Key, id, a.revision, a.batch, r.Line, a.blockID, record)
	}
	if err != nil {
		return nil, err
	}
	row, err := res.LastInsertId()
	if err != nil {
		return nil, err
	}
	a.entries++
	rec := &Record{Row: row, Key: r.Key, ID: id, Revision: a.revision, Batch: a.batch, Line: r.Line, Block: a.blockID, Entry: e}
	return rec, a.edges(rec.Row, nil, e)
}

func (a *applier) change(cur *Record, r *Row, e *corpus.Entry, record []byte) error {
	if _, err := a.archive.ExecContext(a.ctx, cur.Row, cur.Revision, cur.Batch, cur.Line, cur.Block, cur.Deleted, EncodeEntry(nil, cur.Entry)); err != nil {
		return err
	}
	a.revision++
	if _, err := a.update.ExecContext(a.ctx, a.revision, a.batch, r.Line, a.blockID, record, cur.Row); err != nil {
		return err
	}
	if err := a.edges(cur.Row, cur.Entry, e); err != nil {
		return err
	}
	cur.Revision, cur.Batch, cur.Line, cur.Block, cur.Deleted, cur.Entry = a.revision, a.batch, r.Line, a.blockID, false, e
	return nil
}

// edges replaces the relations that an entry stated by those it states now.
func (a *applier) edges(row int64, old, now *corpus.Entry) error {
	if old != nil {
		for _, t := range Targets(old) {
			if _, err := a.dropEdge.ExecContext(a.ctx, t.Key, t.Kind, row); err != nil {
				return err
			}
		}
	}
	for _, t := range Targets(now) {
		if _, err := a.addEdge.ExecContext(a.ctx, t.Key, t.Kind, row); err != nil {
			return err
		}
	}
	return nil
}

// sourceBlock is how many bytes of source rows are compressed together.
const sourceBlock = 256 << 10

func (a *applier) keepSource(r *Row) error {
	a.block = appendSourceRow(a.block, r.Line, r.Raw)
	if len(a.block) < sourceBlock {
		return nil
	}
	return a.flushSource()
}

func (a *applier) flushSource() error {
	if len(a.block) == 0 {
		return nil
	}
	_, err := a.tx.ExecContext(a.ctx, `INSERT INTO source_block (id, batch, data) VALUES (?, ?, ?)`, a.blockID, a.batch, blockEncoder.EncodeAll(a.block, nil))
	a.block = a.block[:0]
	a.blockID++
	return err
}

func (a *applier) finish() error {
	if err := a.flushSource(); err != nil {
		return err
	}
	if _, err := a.tx.ExecContext(a.ctx, `UPDATE state SET revision = ?, entries = ?`, a.revision, a.entries); err != nil {
		return err
	}
	n := a.counts
	_, err := a.tx.ExecContext(a.ctx, `UPDATE batch SET read = read + ?, new = new + ?, changed = changed + ?, unchanged = unchanged + ?,
		rejected = rejected + ?, warnings = warnings + ?, revision = ? WHERE id = ?`,
		n.Read, n.New, n.Changed, n.Unchanged, n.Rejected, n.Warnings, a.revision, a.batch)
	return err
}

// Target is the far end of a relation.
type Target struct {
	corpus.Relation
	Key string // key of the other standard's number; the folded text where it is none
}

// Targets lists the relations that an entry states with the keys of the
// standards they point at. A cell that holds several numbers gives several.
func Targets(e *corpus.Entry) []Target {
	var out []Target
	for _, rel := range e.Relations() {
		if n, err := number.Parse(rel.Number); err == nil {
			out = append(out, Target{rel, n.Key()})
			continue
		}
		spans := number.Find(rel.Number)
		for _, s := range spans {
			one := rel
			one.Number = rel.Number[s.Start:s.End]
			out = append(out, Target{one, s.Number.Key()})
		}
		if text := strings.TrimSpace(rel.Number); len(spans) == 0 && text != "" {
			out = append(out, Target{rel, han.Fold(text)})
		}
	}
	return out
}
