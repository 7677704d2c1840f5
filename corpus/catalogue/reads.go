package catalogue

import (
	"context"
	"database/sql"
	"errors"
	"sync/atomic"
	"time"
)

// reads are the queries that every search asks, prepared once: to prepare one
// takes longer than to run it. They are short and run without the caller's
// context, which would cost two goroutines each.
type reads struct {
	byRows, incoming, reached *sql.Stmt
	reach                     reach
}

func prepareReads(db *sql.DB) (*reads, error) {
	r := &reads{}
	for _, q := range []struct {
		stmt **sql.Stmt
		text string
	}{
		{&r.byRows, `SELECT ` + recordColumns + ` FROM entry WHERE row IN (SELECT value FROM json_each(?)) AND deleted = 0`},
		{&r.incoming, `SELECT target, kind, row FROM edge WHERE target IN (SELECT value FROM json_each(?)) ORDER BY target, kind, row`},
		{&r.reached, `SELECT revision, coalesce((SELECT max(id) FROM batch), 0), coalesce((SELECT started FROM batch ORDER BY id DESC LIMIT 1), '') FROM state`},
	} {
		var err error
		if *q.stmt, err = db.Prepare(q.text); err != nil {
			return nil, errors.Join(err, r.close())
		}
	}
	return r, nil
}

func (r *reads) close() error {
	var err error
	for _, s := range []*sql.Stmt{r.byRows, r.incoming, r.reached} {
		if s != nil {
			err = errors.Join(err, s.Close())
		}
	}
	return err
}

// ask runs one of the prepared reads, unless ctx has ended.
func ask(ctx context.Context, stmt *sql.Stmt, args ...any) (*sql.Rows, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return stmt.QueryContext(context.WithoutCancel(ctx), args...)
}

// reach remembers how far the catalogue has come, between its changes: every
// search asks. Only the process that writes a catalogue can remember it.
type reach struct {
	changes atomic.Int64 // counts the commits of this process that may have moved it on
	last    atomic.Pointer[reached]
}

// reached is how far the catalogue has come.
type reached struct {
	changes  int64 // when it was read
	revision int64
	batch    int64     // the newest; 0: none
	started  time.Time // of it
}

// moved is called when something was committed, before whoever wrote it is told:
// nobody who knows of a change misses it.
func (r *reach) moved() { r.changes.Add(1) }

func (c *Catalogue) reached(ctx context.Context) (*reached, error) {
	now := c.reads.reach.changes.Load()
	if m := c.reads.reach.last.Load(); m != nil && m.changes == now && c.w != nil {
		return m, nil
	}
	m := &reached{changes: now}
	var started string
	if err := c.reads.reached.QueryRowContext(ctx).Scan(&m.revision, &m.batch, &started); err != nil {
		return nil, err
	}
	if started != "" {
		m.started = parseTime(started)
	}
	c.reads.reach.last.Store(m)
	return m, nil
}

// NewestBatch is when the newest batch began; the zero time if there is none.
func (c *Catalogue) NewestBatch(ctx context.Context) (time.Time, error) {
	m, err := c.reached(ctx)
	if err != nil {
		return time.Time{}, err
	}
	return m.started, nil
}

// Reached tells the revision of the newest change and the newest batch, 0 where
// there is none: as long as both are the same nothing has been changed.
func (c *Catalogue) Reached(ctx context.Context) (revision, batch int64, err error) {
	m, err := c.reached(ctx)
	if err != nil {
		return 0, 0, err
	}
	return m.revision, m.batch, nil
}
