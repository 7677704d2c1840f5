package catalogue

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// reads are the queries that every search asks, prepared once: to prepare one
// takes longer than to run it.
type reads struct {
	byRows, incoming, newest, reached *sql.Stmt
}

func prepareReads(db *sql.DB) (*reads, error) {
	r := &reads{}
	for _, q := range []struct {
		stmt **sql.Stmt
		text string
	}{
		{&r.byRows, `SELECT ` + recordColumns + ` FROM entry WHERE row IN (SELECT value FROM json_each(?)) AND deleted = 0`},
		{&r.incoming, `SELECT target, kind, row FROM edge WHERE target IN (SELECT value FROM json_each(?)) ORDER BY target, kind, row`},
		{&r.reached, `SELECT revision, (SELECT coalesce(max(id), 0) FROM batch) FROM state`},
		{&r.newest, `SELECT started FROM batch ORDER BY id DESC LIMIT 1`},
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
	for _, s := range []*sql.Stmt{r.byRows, r.incoming, r.newest, r.reached} {
		if s != nil {
			err = errors.Join(err, s.Close())
		}
	}
	return err
}

// NewestBatch is when the newest batch began; the zero time if there is none.
func (c *Catalogue) NewestBatch(ctx context.Context) (time.Time, error) {
	var started string
	err := c.reads.newest.QueryRowContext(ctx).Scan(&started)
	if errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, err
	}
	return parseTime(started), nil
}

// Reached tells the revision of the newest change and the newest batch, 0 where
// there is none: as long as both are the same nothing has been changed.
func (c *Catalogue) Reached(ctx context.Context) (revision, batch int64, err error) {
	err = c.reads.reached.QueryRowContext(ctx).Scan(&revision, &batch)
	return revision, batch, err
}
