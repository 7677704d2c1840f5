package catalogue

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"chabiao/corpus"
)

// Record is an entry with what the catalogue knows about it.
type Record struct {
	Row      int64 // stable number of the entry; the index's document
	Key, ID  string
	Revision int64
	Batch    int64
	Line     int64 // number of the source row in the batch, from 1
	Block    int64 // where the catalogue keeps that row
	Deleted  bool
	Entry    *corpus.Entry
	Size     int // bytes that the entry takes in the catalogue
}

const recordColumns = `row, key, id, revision, batch, line, block, deleted, record`

func scanRecord(scan func(...any) error) (*Record, error) {
	return scanInto(scan, new([]byte))
}

// scanInto reads a record by way of a buffer, which may be sql.RawBytes where the
// rows go on.
func scanInto[B ~[]byte](scan func(...any) error, buf *B) (*Record, error) {
	var r Record
	if err := scan(&r.Row, &r.Key, &r.ID, &r.Revision, &r.Batch, &r.Line, &r.Block, &r.Deleted, buf); err != nil {
		return nil, err
	}
	e, err := DecodeEntry(*buf)
	if err != nil {
		return nil, fmt.Errorf("entry %s: %w", r.ID, err)
	}
	r.Entry, r.Size = e, len(*buf)
	return &r, nil
}

func (c *Catalogue) one(ctx context.Context, where string, arg any) (*Record, error) {
	r, err := scanRecord(c.read.QueryRowContext(ctx, `SELECT `+recordColumns+` FROM entry WHERE deleted = 0 AND `+where, arg).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, corpus.Errorf(corpus.NotFound, "no standard %v in the catalogue", arg)
	}
	return r, err
}

// ByID finds an entry by its id.
func (c *Catalogue) ByID(ctx context.Context, id string) (*Record, error) {
	return c.one(ctx, `id = ?`, id)
}

// ByKey finds an entry by its number's key.
func (c *Catalogue) ByKey(ctx context.Context, key string) (*Record, error) {
	return c.one(ctx, `key = ?`, key)
}

// ByRows finds entries by their rows, in the order asked for; a row that is
// not there gives nil.
func (c *Catalogue) ByRows(ctx context.Context, rows []int64) ([]*Record, error) {
	out := make([]*Record, len(rows))
	if len(rows) == 0 {
		return out, nil
	}
	// One query for many rows: a query costs several times what a row does.
	places := make(map[int64][]int, len(rows))
	for i, row := range rows {
		places[row] = append(places[row], i)
	}
	for block := range slices.Chunk(rows, mostRows) {
		found, err := c.reads.rows(ctx, block)
		if err != nil {
			return nil, err
		}
		var buf sql.RawBytes
		for found.Next() {
			r, err := scanInto(found.Scan, &buf)
			if err != nil {
				return nil, errors.Join(err, found.Close())
			}
			for _, i := range places[r.Row] {
				out[i] = r
			}
		}
		if err := errors.Join(found.Err(), found.Close()); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// All walks every entry that is not deleted, in the order of rows.
func (c *Catalogue) All(ctx context.Context) iter.Seq2[*Record, error] {
	return c.walk(ctx, `SELECT `+recordColumns+` FROM entry WHERE deleted = 0 ORDER BY row`)
}

// Changes walks the entries changed after a revision, in the order of their
// last change, deleted ones included, limit at the most.
func (c *Catalogue) Changes(ctx context.Context, after int64, limit int) iter.Seq2[*Record, error] {
	return c.walk(ctx, `SELECT `+recordColumns+` FROM entry WHERE revision > ? ORDER BY revision LIMIT ?`, after, limit)
}

func (c *Catalogue) walk(ctx context.Context, query string, args ...any) iter.Seq2[*Record, error] {
	return func(yield func(*Record, error) bool) {
		rows, err := c.read.QueryContext(ctx, query, args...)
		if err != nil {
			yield(nil, err)
			return
		}
		defer rows.Close()
		var buf sql.RawBytes
		for rows.Next() {
			r, err := scanInto(rows.Scan, &buf)
			if !yield(r, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(nil, err)
		}
	}
}

// Exists tells of many keys at once which ones are in the catalogue.
func (c *Catalogue) Exists(ctx context.Context, keys []string) (map[string]bool, error) {
	out := make(map[string]bool, len(keys))
	for _, k := range keys {
		out[k] = false
	}
	stmt, err := c.read.PrepareContext(ctx, inSQL(keysThere))
	if err != nil {
		return nil, err
	}
	defer stmt.Close()
	err = lookUp(ctx, stmt, nil, keys, func(scan func(...any) error) error {
		var key string
		err := scan(&key)
		out[key] = true
		return err
	})
	return out, err
}

// Incoming finds the entries that state a relation to the standard with the
// key, by the kind of relation.
func (c *Catalogue) Incoming(ctx context.Context, keys ...string) (map[corpus.RelationKind][]*Record, error) {
	if len(keys) == 0 {
		return nil, nil
	}
	args := make([]any, len(keys))
	for i, k := range keys {
		args[i] = k
	}
	rows, err := c.read.QueryContext(ctx, `SELECT DISTINCT edge.kind, e.row, e.key, e.id, e.revision, e.batch, e.line, e.block, e.deleted, e.record
		FROM edge JOIN entry e USING (row)
		WHERE target IN (?`+strings.Repeat(`, ?`, len(keys)-1)+`) AND e.deleted = 0 ORDER BY edge.kind, e.row LIMIT 2000`, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := make(map[corpus.RelationKind][]*Record)
	for rows.Next() {
		var kind corpus.RelationKind
		r, err := scanRecord(func(dst ...any) error { return rows.Scan(append([]any{&kind}, dst...)...) })
		if err != nil {
			return nil, err
		}
		out[kind] = append(out[kind], r)
	}
	return out, rows.Err()
}

// IncomingEach finds, for each of many keys at once, the entries that state a
// relation to the standard with that key, limit of each kind at the most. Every
// key is in the answer.
func (c *Catalogue) IncomingEach(ctx context.Context, keys []string, limit int) (map[string]map[corpus.RelationKind][]*Record, error) {
	out := make(map[string]map[corpus.RelationKind][]*Record, len(keys))
	for _, k := range keys {
		out[k] = nil
	}
	if len(keys) == 0 {
		return out, nil
	}
	list, err := json.Marshal(keys)
	if err != nil {
		return nil, err
	}
	type end struct {
		target string
		kind   corpus.RelationKind
	}
	var ends []end
	var rows []int64
	count := make(map[end]int)
	edges, err := ask(ctx, c.reads.incoming, string(list))
	err = scanAll(edges, err,
		func(scan func(...any) error) error {
			var e end
			var row int64
			if err := scan(&e.target, &e.kind, &row); err != nil {
				return err
			}
			if count[e]++; count[e] <= limit {
				ends, rows = append(ends, e), append(rows, row)
			}
			if count[e]%1024 == 0 { // a standard may be named by tens of thousands
				return ctx.Err()
			}
			return nil
		})
	if err != nil {
		return nil, err
	}
	records, err := c.ByRows(ctx, rows)
	if err != nil {
		return nil, err
	}
	for i, r := range records {
		if r == nil {
			continue
		}
		if out[ends[i].target] == nil {
			out[ends[i].target] = make(map[corpus.RelationKind][]*Record)
		}
		out[ends[i].target][ends[i].kind] = append(out[ends[i].target][ends[i].kind], r)
	}
	return out, nil
}

// History lists the older versions of an entry, newest first.
func (c *Catalogue) History(ctx context.Context, row int64) ([]*Record, error) {
	rows, err := c.read.QueryContext(ctx, `SELECT v.row, e.key, e.id, v.revision, v.batch, v.line, v.block, v.deleted, v.record
		FROM version v JOIN entry e USING (row) WHERE v.row = ? ORDER BY v.revision DESC`, row)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []*Record
	for rows.Next() {
		r, err := scanRecord(rows.Scan)
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, rows.Err()
}

// ByKeys finds entries by their numbers' keys, in no particular order; a key that
// is not there is passed over.
func (c *Catalogue) ByKeys(ctx context.Context, keys []string) ([]*Record, error) {
	var out []*Record
	for block := range slices.Chunk(keys, mostRows) {
		list, err := json.Marshal(block)
		if err != nil {
			return nil, err
		}
		for r, err := range c.walk(ctx, `SELECT `+recordColumns+` FROM entry WHERE key IN (SELECT value FROM json_each(?)) AND deleted = 0`, string(list)) {
			if err != nil {
				return nil, err
			}
			out = append(out, r)
		}
	}
	return out, nil
}
