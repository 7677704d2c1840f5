package peer

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"

	"chabiao/corpus"
	"chabiao/indexer/schema"

	_ "modernc.org/sqlite" // the driver named "sqlite": SQLite in Go, with FTS5
)

const sqliteFile = "peer.db"

// columns are the fields with one value, which are columns of the table of
// entries; classes are those with several, which have tables of their own.
var (
	columns = []string{schema.FieldStatus, schema.FieldLevel, schema.FieldBody, schema.FieldCountry, schema.FieldYear, schema.FieldSource}
	several = []string{schema.FieldICS, schema.FieldCCS, schema.FieldFlag}
)

// sqliteSchema is what somebody would write who knows SQLite. The words' table
// keeps no text of its own. Its tokenizer leaves every character of a term
// where it is: letters of ASCII are small already, and no term has quotes.
func sqliteSchema() []string {
	out := []string{
		fmt.Sprintf(`CREATE VIRTUAL TABLE words USING fts5(%s, content='', tokenize="ascii tokenchars '!#$%%&()*+,-./:;<=>?@[\]^_{|}~'")`, strings.Join(schema.TextFields, ", ")),
		`INSERT INTO words(words, rank) VALUES ('hashsize', 67108864)`, // bytes gathered before they are written: fewer merges
		fmt.Sprintf(`CREATE TABLE entry (row INTEGER PRIMARY KEY, %s TEXT)`, strings.Join(columns, " TEXT, ")),
		`CREATE TABLE number (key TEXT, row INTEGER, PRIMARY KEY (key, row)) WITHOUT ROWID`,
	}
	for _, name := range several {
		out = append(out, fmt.Sprintf(`CREATE TABLE %s (value TEXT, row INTEGER, PRIMARY KEY (value, row)) WITHOUT ROWID`, manyTable(name)))
	}
	for _, f := range facets {
		if f.top {
			out = append(out, fmt.Sprintf(`CREATE TABLE %s (row INTEGER, value TEXT, PRIMARY KEY (row, value)) WITHOUT ROWID`, topTable(f.field)))
		}
	}
	return out
}

// sqliteIndexes are made when all rows are in.
func sqliteIndexes() []string {
	out := []string{`INSERT INTO words(words) VALUES ('optimize')`}
	for _, name := range columns {
		out = append(out, fmt.Sprintf(`CREATE INDEX entry_%s ON entry (%s)`, name, name))
	}
	for _, f := range facets {
		if f.top {
			out = append(out, fmt.Sprintf(`CREATE INDEX %s_value ON %s (value)`, topTable(f.field), topTable(f.field)))
		}
	}
	return append(out, `ANALYZE`)
}

func manyTable(field string) string { return "of_" + field }
func topTable(field string) string  { return "top_" + field }

// rowsTogether are written in one transaction.
const rowsTogether = 20_000

func buildSQLite(ctx context.Context, dir string, src Source, progress func(int64)) (err error) {
	if src.Entries == 0 {
		return corpus.Errorf(corpus.InvalidArgument, "the catalogue is empty").WithHint("import a file first")
	}
	db, err := openSQLiteFile(filepath.Join(dir, sqliteFile), "rwc", "journal_mode(off)", "synchronous(off)")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := run(ctx, db, sqliteSchema()); err != nil {
		return err
	}
	w := &sqliteWriter{db: db}
	err = each(ctx, src, progress, func(row int64, d *document) error { return w.write(ctx, row, d) })
	if err := errors.Join(err, w.end(err == nil)); err != nil {
		return err
	}
	return run(ctx, db, sqliteIndexes())
}

func openSQLiteFile(path, mode string, pragmas ...string) (*sql.DB, error) {
	q := url.Values{"mode": {mode}, "_pragma": append(pragmas, "temp_store(memory)", "cache_size(-262144)")}
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?"+q.Encode())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return db, nil
}

func run(ctx context.Context, db *sql.DB, statements []string) error {
	for _, s := range statements {
		if _, err := db.ExecContext(ctx, s); err != nil {
			return fmt.Errorf("%s: %w", s, err)
		}
	}
	return nil
}

// sqliteWriter writes documents, many in one transaction.
type sqliteWriter struct {
	db    *sql.DB
	tx    *sql.Tx
	stmts map[string]*sql.Stmt
	rows  int
}

func (w *sqliteWriter) exec(ctx context.Context, statement string, args ...any) error {
	st := w.stmts[statement]
	if st == nil {
		var err error
		if st, err = w.tx.PrepareContext(ctx, statement); err != nil {
			return err
		}
		w.stmts[statement] = st
	}
	_, err := st.ExecContext(ctx, args...)
	return err
}

func (w *sqliteWriter) write(ctx context.Context, row int64, d *document) (err error) {
	if w.tx == nil {
		if w.tx, err = w.db.BeginTx(ctx, nil); err != nil {
			return err
		}
		w.stmts, w.rows = make(map[string]*sql.Stmt), 0
	}
	words, entry := []any{row}, []any{row}
	for _, name := range schema.TextFields {
		words = append(words, d.text(name))
	}
	for _, name := range columns {
		var value any // NULL where there is none, which is no value of a facet
		if v := d.one(name); v != "" {
			value = v
		}
		entry = append(entry, value)
	}
	err = errors.Join(w.exec(ctx, insert("words", len(words), "rowid", schema.TextFields...), words...), w.exec(ctx, insert("entry", len(entry), "row", columns...), entry...))
	list := func(table string, values []string) {
		for _, v := range values {
			err = errors.Join(err, w.exec(ctx, fmt.Sprintf("INSERT INTO %s VALUES (?1, ?2)", table), v, row))
		}
	}
	list("number", d.values(schema.FieldNumber))
	for _, name := range several {
		list(manyTable(name), d.values(name))
	}
	for _, f := range facets {
		if f.top {
			for _, v := range d.tops(f.field) {
				err = errors.Join(err, w.exec(ctx, fmt.Sprintf("INSERT INTO %s VALUES (?1, ?2)", topTable(f.field)), row, v))
			}
		}
	}
	if w.rows++; err == nil && w.rows == rowsTogether {
		err = w.end(true)
	}
	return err
}

func insert(table string, n int, first string, names ...string) string {
	return fmt.Sprintf("INSERT INTO %s (%s, %s) VALUES (?%s)", table, first, strings.Join(names, ", "), strings.Repeat(", ?", n-1))
}

// end ends the transaction, if there is one.
func (w *sqliteWriter) end(commit bool) error {
	if w.tx == nil {
		return nil
	}
	tx := w.tx
	w.tx = nil
	if commit {
		return tx.Commit()
	}
	return tx.Rollback()
}
