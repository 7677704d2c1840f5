package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"chabiao/corpus"
	"chabiao/corpus/catalogue"
	"chabiao/corpus/segment"
	"chabiao/corpus/vocab"
	index "chabiao/indexer/local"
	"chabiao/indexer/schema"
	"chabiao/search/local"
	"chabiao/server"

	"github.com/gofrs/flock"
)

// dataDir is a data directory held by this process.
type dataDir struct {
	dir    string
	lock   *flock.Flock
	cat    *catalogue.Catalogue
	ix     *index.Index
	engine *local.Engine
}

// holder says who holds a data directory, for others to read.
type holder struct {
	PID     int       `json:"pid"`
	Command string    `json:"command"`
	Addr    string    `json:"addr,omitempty"` // of a server's API
	Since   time.Time `json:"since"`
}

const (
	lockFile   = "LOCK"
	holderFile = "HOLDER"
	tokenFile  = "TOKEN"
)

// heldError says that another process holds the directory.
type heldError struct {
	dir string
	by  holder
}

func (e *heldError) Error() string {
	if e.by.PID == 0 {
		return fmt.Sprintf("another process holds %s; wait for it to end", e.dir)
	}
	todo := "wait for it to end"
	if e.by.Addr != "" {
		todo = "stop it first"
	}
	return fmt.Sprintf("%s is held by 'chabiao %s', process %d, since %s; %s", e.dir, e.by.Command, e.by.PID, e.by.Since.Format(time.DateTime), todo)
}

// client asks the server that holds the directory.
func (e *heldError) client() client {
	// Who can't read the token asks without: for searches there is no need of it.
	token, err := os.ReadFile(filepath.Join(e.dir, tokenFile))
	if err != nil {
		token = nil
	}
	return client{e.by.Addr, string(token)}
}

// openDataDir takes the directory for this process, opens what is in it and
// brings the index up to date.
func openDataDir(ctx context.Context, dir, command string, progress index.Progress) (*dataDir, error) {
	d, err := holdDataDir(ctx, dir, command)
	if err != nil {
		return nil, err
	}
	if err := d.ix.CatchUp(ctx, progress); err != nil {
		return nil, errors.Join(err, d.close())
	}
	return d, nil
}

// holdDataDir takes the directory for this process and opens what is in it.
// The index may be behind the catalogue.
func holdDataDir(ctx context.Context, dir, command string) (_ *dataDir, err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	d := &dataDir{dir: dir, lock: flock.New(filepath.Join(dir, lockFile))}
	// A command that only looks something up holds the directory for a moment.
	wait, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	ok, err := d.lock.TryLockContext(wait, 50*time.Millisecond)
	if err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return nil, err
	}
	if !ok {
		return nil, &heldError{dir, readHolder(dir)}
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, d.close())
		}
	}()
	if err := d.announce(command, ""); err != nil {
		return nil, err
	}
	if d.cat, err = catalogue.Open(dir); err != nil {
		return nil, err
	}
	if _, err := d.cat.CloseInterrupted(ctx); err != nil {
		return nil, err
	}
	seg, err := segment.Default()
	if err != nil {
		return nil, err
	}
	if d.ix, err = index.Open(dir, d.cat, seg); err != nil {
		return nil, err
	}
	words, err := vocab.Load()
	if err != nil {
		return nil, err
	}
	d.engine = local.New(d.cat, d.ix, seg, words)
	return d, nil
}

func readHolder(dir string) (h holder) {
	b, err := os.ReadFile(filepath.Join(dir, holderFile))
	if err == nil {
		err = json.Unmarshal(b, &h)
	}
	if err != nil {
		return holder{}
	}
	return h
}

// announce writes down who holds the directory.
func (d *dataDir) announce(command, addr string) error {
	b, err := json.Marshal(holder{PID: os.Getpid(), Command: command, Addr: addr, Since: time.Now().Truncate(time.Second)})
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(d.dir, holderFile), b, 0o644)
}

// issueToken makes what the commands show a server that wants a key. It is new
// for every server, and for the eyes of who runs it: with the directory's files
// they could change the catalogue anyhow.
func (d *dataDir) issueToken() (string, error) {
	token := rand.Text()
	path := filepath.Join(d.dir, tokenFile)
	if err := remove(path); err != nil { // of a server that crashed
		return "", err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", err
	}
	_, err = f.WriteString(token)
	return token, errors.Join(err, f.Close())
}

// remove removes a file that may be gone.
func remove(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

func (d *dataDir) close() error {
	var errs []error
	if d.engine != nil {
		d.engine.Close()
	}
	if d.ix != nil {
		errs = append(errs, d.ix.Close())
	}
	if d.cat != nil {
		errs = append(errs, d.cat.Close())
	}
	if d.lock.Locked() {
		errs = append(errs, remove(filepath.Join(d.dir, tokenFile)), remove(filepath.Join(d.dir, holderFile)), d.lock.Unlock())
	}
	return errors.Join(errs...)
}

// tidy merges segments of the index and learns from its titles if many are new.
// That it fails harms nothing but speed and the words of other languages.
func (d *dataDir) tidy(ctx context.Context) {
	if err := d.ix.Tidy(ctx); err != nil && ctx.Err() == nil {
		logError("index not tidied", "error", err)
	}
	if err := d.ix.Learn(ctx); err != nil && ctx.Err() == nil {
		logError("no translations learnt", "error", err)
	}
}

// finish does what may follow an import or an undoing: in a server others do it.
func (d *dataDir) finish(ctx context.Context) {
	d.tidy(ctx)
	d.countWords(ctx)
}

// countWords makes the table of words, for suggestions and pinyin, so that no
// later command must. That it fails harms nothing but that.
func (d *dataDir) countWords(ctx context.Context) {
	if err := d.engine.CountWords(ctx); err != nil && ctx.Err() == nil {
		logError("words of the titles not counted", "error", err)
	}
}

// stats are the figures of the catalogue and the index.
func (d *dataDir) stats(ctx context.Context) (s server.Stats, err error) {
	defer corpus.Wrap(&err, "read the figures")
	if err := d.engine.Warm(); err != nil {
		return s, err
	}
	if s.Entries, err = d.cat.Count(ctx); err != nil {
		return s, err
	}
	if s.CatalogueRevision, err = d.cat.Revision(ctx); err != nil {
		return s, err
	}
	ix, err := d.ix.Stats()
	s.Revision, s.Generation, s.Segments, s.IndexBytes = ix.Revision, ix.Generation, ix.Segments, ix.Bytes
	s.Schema = schema.Version
	s.Translations, s.TitlePairs = ix.Translations, ix.TitlePairs
	s.CatalogueBytes, s.ColumnsBytes = d.cat.Size(), d.engine.ColumnBytes()
	return s, err
}
