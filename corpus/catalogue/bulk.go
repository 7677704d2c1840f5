package catalogue

import (
	"context"
	"database/sql"
	"strings"
)

const (
	bulkRows = 32  // rows one statement writes
	inBlock  = 200 // values one statement looks up
)

// A bulkText is a statement that takes one tuple or bulkRows of them: most of
// the cost of a small statement is its call.
type bulkText struct{ head, tuple, tail string }

var (
	insertEntry = &bulkText{`INSERT INTO entry (row, key, id, revision, batch, line, block, record) VALUES `, `(?, ?, ?, ?, ?, ?, ?, ?)`, ``}
	updateEntry = &bulkText{`INSERT INTO entry (row, key, id, revision, batch, line, block, deleted, record) VALUES `, `(?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		` ON CONFLICT (row) DO UPDATE SET revision = excluded.revision, batch = excluded.batch, line = excluded.line, block = excluded.block, deleted = excluded.deleted, record = excluded.record`}
	insertVersion = &bulkText{`INSERT INTO version (row, revision, batch, line, block, deleted, record) VALUES `, `(?, ?, ?, ?, ?, ?, ?)`, ``}
	addEdge       = &bulkText{`INSERT OR IGNORE INTO edge (target, kind, row) VALUES `, `(?, ?, ?)`, ``}
	dropEdge      = &bulkText{`DELETE FROM edge WHERE (target, kind, row) IN (VALUES `, `(?, ?, ?)`, `)`}
	insertReject  = &bulkText{`INSERT INTO reject (batch, line, file, at, reason, reason_zh, raw) VALUES `, `(?, ?, ?, ?, ?, ?, ?)`, ``}
	upsertHolding = &bulkText{`INSERT INTO holding (source, row, batch, at, gone) VALUES `, `(?, ?, ?, ?, ?)`,
		` ON CONFLICT (source, row, batch) DO UPDATE SET at = excluded.at, gone = excluded.gone`}

	bulkTexts = []*bulkText{insertEntry, updateEntry, insertVersion, addEdge, dropEdge, insertReject, upsertHolding}
)

// Look-ups of inBlock values at a time; @ stands for them.
const (
	heldByKey   = `SELECT ` + rawColumns + ` FROM entry WHERE key IN (@)`
	heldByRow   = `SELECT ` + rawColumns + ` FROM entry WHERE row IN (@)`
	idsTaken    = `SELECT id FROM entry WHERE id IN (@)`
	versionsOf  = `SELECT row, revision, batch, line, block, deleted, record FROM version WHERE row IN (@) ORDER BY row, revision`
	batchesOf   = `SELECT row, revision, batch FROM version WHERE row IN (@)`
	keysThere   = `SELECT key FROM entry WHERE deleted = 0 AND key IN (@)`
	holdingRows = `SELECT row, batch, at, gone FROM holding WHERE source = ? AND row IN (@)`
)

func inSQL(text string) string {
	return strings.Replace(text, "@", "?"+strings.Repeat(", ?", inBlock-1), 1)
}

// statements are those that write transactions use again and again, prepared
// once on the writing connection.
type statements struct {
	one, many map[*bulkText]*sql.Stmt
	in        map[string]*sql.Stmt
}

func prepareStatements(db *sql.DB) (*statements, error) {
	s := &statements{one: make(map[*bulkText]*sql.Stmt), many: make(map[*bulkText]*sql.Stmt), in: make(map[string]*sql.Stmt)}
	var err error
	prepare := func(text string) *sql.Stmt {
		if err != nil {
			return nil
		}
		var stmt *sql.Stmt
		stmt, err = db.Prepare(text)
		return stmt
	}
	for _, t := range bulkTexts {
		s.one[t] = prepare(t.head + t.tuple + t.tail)
		s.many[t] = prepare(t.head + t.tuple + strings.Repeat(", "+t.tuple, bulkRows-1) + t.tail)
	}
	for _, text := range []string{heldByKey, heldByRow, idsTaken, versionsOf, batchesOf, holdingRows} {
		s.in[text] = prepare(inSQL(text))
	}
	if err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

func (s *statements) close() {
	for _, m := range []map[*bulkText]*sql.Stmt{s.one, s.many} {
		for _, stmt := range m {
			if stmt != nil {
				stmt.Close()
			}
		}
	}
	for _, stmt := range s.in {
		if stmt != nil {
			stmt.Close()
		}
	}
}

// txn is a write transaction with the prepared statements. Its statements run
// without the caller's context, since the driver starts a goroutine for each
// one that could be cancelled; whoever loops looks at the context himself.
type txn struct {
	*sql.Tx
	ctx   context.Context
	reach *reach
	stmts *statements
	bound map[*sql.Stmt]*sql.Stmt
	bulks map[*bulkText]*bulk
}

// begin opens the transaction; it ends by Commit or Rollback, not with ctx.
func (c *Catalogue) begin(ctx context.Context) (*txn, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	bare := context.WithoutCancel(ctx)
	tx, err := c.w.BeginTx(bare, nil)
	if err != nil {
		return nil, err
	}
	return &txn{Tx: tx, ctx: bare, reach: &c.reads.reach, stmts: c.stmts, bound: make(map[*sql.Stmt]*sql.Stmt), bulks: make(map[*bulkText]*bulk)}, nil
}

func (t *txn) bind(s *sql.Stmt) *sql.Stmt {
	b := t.bound[s]
	if b == nil {
		b = t.StmtContext(t.ctx, s)
		t.bound[s] = b
	}
	return b
}

// Commit writes what the bulks still hold and commits.
func (t *txn) Commit() error {
	if err := t.flush(); err != nil {
		return err
	}
	defer t.reach.moved()
	return t.Tx.Commit()
}

func (t *txn) flush() error {
	for _, text := range bulkTexts {
		if b := t.bulks[text]; b != nil {
			if err := b.flush(); err != nil {
				return err
			}
		}
	}
	return nil
}

// add puts one tuple into the table that text writes, now or soon: the tuples
// of one text keep their order, those of different texts do not.
func (t *txn) add(text *bulkText, tuple ...any) error {
	b := t.bulks[text]
	if b == nil {
		b = &bulk{t: t, text: text}
		t.bulks[text] = b
	}
	b.width = len(tuple)
	b.args = append(b.args, tuple...)
	if len(b.args) < bulkRows*b.width {
		return nil
	}
	_, err := t.bind(t.stmts.many[text]).ExecContext(t.ctx, b.args...)
	b.args = b.args[:0]
	return err
}

type bulk struct {
	t     *txn
	text  *bulkText
	width int
	args  []any
}

func (b *bulk) flush() error {
	for at := 0; at < len(b.args); at += b.width {
		if _, err := b.t.bind(b.t.stmts.one[b.text]).ExecContext(b.t.ctx, b.args[at:at+b.width]...); err != nil {
			return err
		}
	}
	b.args = b.args[:0]
	return nil
}

// lookUp runs an IN query over values in blocks; each is called per row.
func lookUp[V any](ctx context.Context, stmt *sql.Stmt, before []any, values []V, each func(scan func(...any) error) error) error {
	args := make([]any, 0, len(before)+inBlock)
	for len(values) > 0 {
		n := min(inBlock, len(values))
		args = append(args[:0], before...)
		for i := range inBlock {
			args = append(args, values[min(i, n-1)]) // the last value fills the block up
		}
		values = values[n:]
		rows, err := stmt.QueryContext(ctx, args...)
		if err := scanAll(rows, err, each); err != nil {
			return err
		}
	}
	return nil
}

// querier is a database or a transaction.
type querier interface {
	rowQuerier
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

func eachRow(ctx context.Context, q querier, query string, args []any, each func(scan func(...any) error) error) error {
	rows, err := q.QueryContext(ctx, query, args...)
	return scanAll(rows, err, each)
}

func scanAll(rows *sql.Rows, err error, each func(scan func(...any) error) error) error {
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := each(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}
