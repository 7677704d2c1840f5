package local

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"chabiao/corpus"
	index "chabiao/indexer/local"
	"chabiao/indexer/schema"
	"chabiao/search/suggest"

	"github.com/RoaringBitmap/roaring/v2"
)

// WordsFile is the name of the table of words in the index's folder.
const WordsFile = "words"

// Bounds of the changes that are counted beside a table. When more have come the
// table is made anew.
const (
	leastRecount = 20000
	recountShare = 8 // of the titles counted, one in so many
)

// wordTable keeps the words of the titles: a table from the file beside the
// index, or counted anew, and a small one of what has changed since. What has
// changed is counted beside what it was before, so counts run ahead a little;
// nothing is suggested without a look at the index, so that a word that no title
// has any more isn't either.
type wordTable struct {
	now atomic.Pointer[suggest.Set]
	// made counts the sets that were put to use: answers to pinyin depend on it.
	made atomic.Int64

	mu      sync.Mutex // held while the tables are made
	looked  bool       // for a file
	since   *suggest.Counter
	reached int64 // the revision that the tables reach
	changed int   // entries in since
}

// words are the words of the titles as far as they are ready. Where nobody else
// sees to it (Keep) they are brought up to date first.
func (e *Engine) words(ctx context.Context, s *snapshot) (suggest.Set, error) {
	if e.kept.Load() == 0 {
		if err := e.countWords(ctx, s, false); err != nil {
			return suggest.Set{}, err
		}
	}
	if set := e.table.now.Load(); set != nil {
		return *set, nil
	}
	return suggest.Set{}, nil
}

// CountWords makes the table of words ready that suggestions and queries in
// pinyin use, and writes it to its file. It reads all titles where there is no
// table, an old one, or more has changed than is counted beside it.
func (e *Engine) CountWords(ctx context.Context) (err error) {
	defer corpus.Wrap(&err, "count the words of the titles")
	s, err := e.open()
	if err != nil {
		return err
	}
	defer s.close()
	return e.countWords(ctx, s, true)
}

// LoadWords makes the table ready if there is one; else one of the words that
// the index has, which takes a second where there are many.
func (e *Engine) LoadWords(ctx context.Context) (err error) {
	defer corpus.Wrap(&err, "load the words of the titles")
	s, err := e.open()
	if err != nil {
		return err
	}
	defer s.close()
	t := &e.table
	t.mu.Lock()
	defer t.mu.Unlock()
	return e.firstWords(ctx, s)
}

// firstWords looks for the file, once.
func (e *Engine) firstWords(ctx context.Context, s *snapshot) error {
	t := &e.table
	if t.looked || s.st.gen == nil {
		return nil
	}
	revision, err := e.cat.Revision(ctx)
	if err != nil {
		return err
	}
	base, err := readWords(wordsPath(s.st.gen))
	if err == nil && base.Revision > revision {
		err = errors.New("it is of another catalogue")
	}
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			slog.Warn("table of words can't be used and will be made anew", "error", err)
		}
		if base, err = indexWords(s); err != nil {
			return err
		}
	}
	t.use(base)
	t.looked = true
	return nil
}

// use puts a new table in the place of the one before. The caller holds mu.
func (t *wordTable) use(base *suggest.Table) {
	t.since, t.changed, t.reached = nil, 0, base.Revision
	t.now.Store(&suggest.Set{Base: base})
	t.made.Add(1)
}

// countWords brings the tables up to the catalogue's revision; whole asks for
// one with phrases, of the generation in use.
func (e *Engine) countWords(ctx context.Context, s *snapshot, whole bool) error {
	if s.st.gen == nil {
		return nil
	}
	t := &e.table
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := e.firstWords(ctx, s); err != nil {
		return err
	}
	revision, err := e.cat.Revision(ctx)
	if err != nil {
		return err
	}
	base := t.now.Load().Base
	few := len(s.readers) == 0 || s.size() <= leastRecount
	if anew := !base.Whole || base.Generation != s.st.gen.Name; anew && (whole || few) {
		return e.recount(ctx, s)
	}
	if revision == t.reached {
		return nil
	}
	limit := max(leastRecount, int(base.Counted)/recountShare)
	if revision-t.reached > int64(limit-t.changed) {
		if whole || few {
			return e.recount(ctx, s)
		}
		return nil // a command that asks once does not wait for it
	}
	if t.since == nil {
		t.since = suggest.NewCounter(e.seg)
	}
	for rec, err := range e.cat.Changes(ctx, t.reached, limit) {
		if err != nil {
			t.use(base) // count the changes again from the start
			return err
		}
		if !rec.Deleted {
			t.since.Add(rec.Entry.Titles, rec.Entry.Status.InForce())
		}
		t.changed++
		revision = max(revision, rec.Revision)
	}
	t.reached = revision
	t.now.Store(&suggest.Set{Base: base, Since: t.since.Table(revision, base.Generation), Changed: t.changed})
	t.made.Add(1)
	return nil
}

// size is how many documents the snapshot has, deleted ones included.
func (s *snapshot) size() int {
	n := 0
	for _, r := range s.readers {
		n += r.size
	}
	return n
}

// recount counts all titles and writes the table. That it can't be written
// harms nothing but the next start.
func (e *Engine) recount(ctx context.Context, s *snapshot) error {
	revision, err := e.cat.Revision(ctx)
	if err != nil {
		return err
	}
	start := time.Now()
	c := suggest.NewCounter(e.seg)
	for rec, err := range e.cat.All(ctx) {
		if err != nil {
			return err
		}
		c.Add(rec.Entry.Titles, rec.Entry.Status.InForce())
	}
	base := c.Table(revision, s.st.gen.Name)
	e.table.use(base)
	slog.Debug("words counted", "titles", base.Counted, "completions", base.Len(), "bytes", base.Bytes(), "took", time.Since(start))
	if err := writeWords(wordsPath(s.st.gen), base); err != nil {
		slog.Warn("table of words can't be written and will be made again at the next start", "error", err)
	}
	return nil
}

// indexWords makes a table of the words that the index has: all pairs of
// characters, and longer words of the dictionary.
func indexWords(s *snapshot) (*suggest.Table, error) {
	c := suggest.NewCounter(nil)
	for _, r := range s.readers {
		current, err := r.inForce()
		if err != nil {
			return nil, err
		}
		terms, err := r.terms(schema.TitleZH, "")
		if err != nil {
			return nil, err
		}
		err = terms.each(func(term string, docs *roaring.Bitmap) bool {
			if isWord(term) {
				c.AddWord(term, uint32(docs.GetCardinality()), uint32(docs.AndCardinality(current)))
			}
			return true
		})
		if err != nil {
			return nil, err
		}
	}
	return c.Table(0, ""), nil
}

// isWord reports whether a term of Chinese titles is two to eight Han characters.
func isWord(term string) bool {
	n := 0
	for _, r := range term {
		if n++; r < 0x3400 {
			return false
		}
	}
	return n >= 2 && n <= 8
}

// inForce are the documents of standards in force.
func (r *reader) inForce() (*roaring.Bitmap, error) {
	out := roaring.New()
	for _, st := range []corpus.Status{corpus.StatusCurrent, corpus.StatusPartlySuperseded} {
		docs, err := r.docs(schema.FieldStatus, st.String())
		if err != nil {
			return nil, err
		}
		out.Or(docs)
	}
	return r.live(out), nil
}

func wordsPath(g *index.Generation) string { return filepath.Join(filepath.Dir(g.Path), WordsFile) }

func readWords(path string) (*suggest.Table, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return suggest.Read(f)
}

// writeWords replaces the file, so that a crash leaves the old one or the new.
func writeWords(path string, t *suggest.Table) error {
	tmp := path + ".tmp"
	f, err := os.Create(tmp)
	if err != nil {
		return err
	}
	if err := errors.Join(t.Write(f), f.Sync(), f.Close()); err != nil {
		return errors.Join(err, os.Remove(tmp))
	}
	return os.Rename(tmp, path)
}

// Words are counted when the catalogue has been still for a moment, so that the
// counting does not take an import's processor, or when it never is, after a
// while.
const (
	wordsEvery = time.Second
	wordsAfter = 30 * time.Second
)

// keepWords keeps the table of words up to date until ctx ends.
func (e *Engine) keepWords(ctx context.Context) {
	tick := time.NewTicker(wordsEvery)
	defer tick.Stop()
	type place struct {
		generation string
		revision   int64
	}
	var done place
	last, counted := int64(-1), time.Now()
	var failed time.Time // a count takes long: what fails is not tried again at once
	for {
		revision, err := e.cat.Revision(ctx)
		at := place{e.generation(), revision}
		if err == nil && at != done && !failed.After(time.Now().Add(-wordsAfter)) && (revision == last || last < 0 || time.Since(counted) > wordsAfter) {
			if err = e.CountWords(ctx); err == nil {
				done, counted = at, time.Now()
			}
		}
		if err != nil && ctx.Err() == nil {
			slog.Error("words of the titles can't be counted", "error", err)
			failed = time.Now()
		}
		last = revision
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

// generation names the generation of the index in use.
func (e *Engine) generation() string {
	g := e.ix.Acquire()
	defer g.Release()
	if g == nil {
		return ""
	}
	return g.Name
}
