package catalogue

import (
	"context"
	"database/sql"
	"errors"
	"runtime"
	"strings"
	"sync/atomic"
	"time"
)

// reads are the queries that every search asks, prepared once: to prepare one
// takes longer than to run it. They run without the caller's context, which would
// cost two goroutines each; ask looks at it before, and whoever goes through many
// rows looks meanwhile.
type reads struct {
	db                *sql.DB
	byRows            [len(rowBlocks)]*sql.Stmt // of so many rows each
	incoming, reached *sql.Stmt
	reach             reach
}

// mostRows is how many rows one query reads at the most.
const mostRows = 256

// rowBlocks are how many rows one query reads; where fewer are wanted the last is
// asked for again. A list of parameters takes half as long as one in JSON.
var rowBlocks = [...]int{1, 4, 12, 32, 64, mostRows}

func openReads(path string) (*reads, error) {
	db, err := openDB(path, "ro", looking)
	if err != nil {
		return nil, err
	}
	// As many stay open as ask at the same time: to open one takes longer than any
	// query.
	db.SetMaxIdleConns(4 * runtime.GOMAXPROCS(0))
	r := &reads{db: db}
	prepare := func(stmt **sql.Stmt, text string) {
		if err == nil {
			*stmt, err = db.Prepare(text)
		}
	}
	for i, n := range rowBlocks {
		prepare(&r.byRows[i], `SELECT `+recordColumns+` FROM entry WHERE row IN (?`+strings.Repeat(",?", n-1)+`) AND deleted = 0`)
	}
	prepare(&r.incoming, `SELECT target, kind, row FROM edge WHERE target IN (SELECT value FROM json_each(?)) ORDER BY target, kind, row`)
	prepare(&r.reached, `SELECT revision, coalesce((SELECT max(id) FROM batch), 0), coalesce((SELECT started FROM batch ORDER BY id DESC LIMIT 1), '') FROM state`)
	if err != nil {
		return nil, errors.Join(err, r.close())
	}
	return r, nil
}

func (r *reads) close() error {
	var err error
	for _, s := range append(r.byRows[:], r.incoming, r.reached) {
		if s != nil {
			err = errors.Join(err, s.Close())
		}
	}
	return errors.Join(err, r.db.Close())
}

// rows asks for the entries of some rows, not more than the largest block.
func (r *reads) rows(ctx context.Context, some []int64) (*sql.Rows, error) {
	i := 0
	for rowBlocks[i] < len(some) {
		i++
	}
	args := make([]any, rowBlocks[i])
	for k := range args {
		args[k] = some[min(k, len(some)-1)]
	}
	return ask(ctx, r.byRows[i], args...)
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
	if err := c.reads.reached.QueryRowContext(context.WithoutCancel(ctx)).Scan(&m.revision, &m.batch, &started); err != nil {
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
