// Package catalogue is the system of record: every entry with its revision,
// the row and batch it came from, its older versions and its relations, in one
// SQLite file. The search index is derived from it and can be rebuilt at any
// time. The package does not parse files and does not search words.
package catalogue

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	"chabiao/corpus"

	_ "modernc.org/sqlite" // the driver named "sqlite"
)

// FileName is the catalogue's file inside a data directory.
const FileName = "catalogue.db"

// Catalogue is an open catalogue. Reads run side by side; writes go through
// one connection, one at a time.
type Catalogue struct {
	path string
	read *sql.DB
	w    *sql.DB // nil when opened for reading only

	reads     *reads
	stmts     *statements // of w
	undoChunk int         // entries a transaction of an undo goes through
	walkChunk int         // entries a transaction of Vanish goes through
}

// Open opens the catalogue in dir for writing, creates it if need be and
// brings its schema up to date.
func Open(dir string) (*Catalogue, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	path := filepath.Join(dir, FileName)
	w, err := openDB(path, "rwc", writing)
	if err != nil {
		return nil, err
	}
	w.SetMaxOpenConns(1)
	if err := migrate(w); err != nil {
		return nil, closeAfter(err, w)
	}
	read, err := openDB(path, "ro", walking)
	if err != nil {
		return nil, closeAfter(err, w)
	}
	stmts, err := prepareStatements(w)
	if err != nil {
		return nil, errors.Join(err, read.Close(), w.Close())
	}
	reads, err := openReads(path)
	if err != nil {
		stmts.close()
		return nil, errors.Join(err, read.Close(), w.Close())
	}
	return &Catalogue{path: path, read: read, w: w, reads: reads, stmts: stmts, undoChunk: 5000, walkChunk: 5000}, nil
}

// OpenReadOnly opens an existing catalogue for reading, beside a process that
// writes to it.
func OpenReadOnly(dir string) (*Catalogue, error) {
	path := filepath.Join(dir, FileName)
	if _, err := os.Stat(path); err != nil {
		return nil, corpus.Errorf(corpus.NotFound, "no catalogue in %s", dir).
			WithHint("import a file first, or start the server, which loads a sample")
	}
	read, err := openDB(path, "ro", walking)
	if err != nil {
		return nil, err
	}
	c := &Catalogue{path: path, read: read}
	version, err := schemaVersion(read)
	if err == nil && version != len(migrations) {
		err = corpus.Errorf(corpus.Conflict, "catalogue has schema %d, this program wants %d", version, len(migrations)).
			WithHint("open it once for writing with this version, for example with 'chabiao index stats'")
	}
	if err == nil {
		c.reads, err = openReads(path)
	}
	if err != nil {
		return nil, closeAfter(err, read)
	}
	return c, nil
}

// What connections are for decides how they are set up.
var (
	// FULL: a commit that returned survives a loss of power, not only a kill.
	writing = []string{"journal_mode(wal)", "synchronous(full)", "cache_size(-65536)", "wal_autocheckpoint(40000)"}
	walking = []string{"cache_size(-16384)"}
	// Entries here and there are read from the mapped file, half as long as by
	// calls of the system; 2 GiB of it are the most that SQLite is built for here.
	// Walks are not: they would fill the memory with the file.
	looking = []string{"mmap_size(2147418112)", "cache_size(-4096)"}
)

func openDB(path, mode string, pragmas []string) (*sql.DB, error) {
	q := url.Values{}
	q.Set("mode", mode)
	q.Set("_txlock", "immediate")
	for _, p := range append([]string{"busy_timeout(10000)", "temp_store(memory)"}, pragmas...) {
		q.Add("_pragma", p)
	}
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?"+q.Encode())
	if err != nil {
		return nil, err
	}
	if err := db.Ping(); err != nil {
		return nil, closeAfter(fmt.Errorf("open catalogue %s: %w", path, err), db)
	}
	return db, nil
}

func closeAfter(err error, db *sql.DB) error {
	db.Close()
	return err
}

// Close folds the write-ahead log into the file and closes it.
func (c *Catalogue) Close() error {
	err := errors.Join(c.reads.close(), c.read.Close())
	if c.w != nil {
		c.stmts.close()
		if cerr := c.w.Close(); err == nil {
			err = cerr
		}
	}
	return err
}

// Size is the number of bytes of the catalogue's files on disk.
func (c *Catalogue) Size() int64 {
	var n int64
	for _, suffix := range []string{"", "-wal"} {
		if fi, err := os.Stat(c.path + suffix); err == nil {
			n += fi.Size()
		}
	}
	return n
}

// Revision is the catalogue's revision: every change of an entry adds one.
func (c *Catalogue) Revision(ctx context.Context) (int64, error) {
	return queryInt(ctx, c.read, `SELECT revision FROM state`)
}

// Count is the number of entries.
func (c *Catalogue) Count(ctx context.Context) (int64, error) {
	return queryInt(ctx, c.read, `SELECT entries FROM state`)
}

type rowQuerier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func queryInt(ctx context.Context, q rowQuerier, query string, args ...any) (n int64, err error) {
	err = q.QueryRowContext(ctx, query, args...).Scan(&n)
	return n, err
}
