// Package local keeps the search index of one data directory: a bleve index
// per generation, built whole from the catalogue or brought up to date from
// its changes, and swapped in atomically. It writes; package search/local
// reads what it hands out. It does not decide what a document contains: that
// is package schema.
package local

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"

	"chabiao/corpus"
	"chabiao/corpus/catalogue"
	"chabiao/corpus/lexicon"
	"chabiao/corpus/segment"
	"chabiao/indexer/inverted"
	"chabiao/indexer/schema"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
)

// currentFile names the generation in use. It is replaced by a rename, so that
// it always names a finished one.
const currentFile = "CURRENT"

// Index is the search index of a data directory.
type Index struct {
	dir string
	cat *catalogue.Catalogue
	seg *segment.Segmenter

	write    sync.Mutex // one writer at a time
	learning sync.Mutex // one learns at a time; taken before none of the others
	mu       sync.Mutex // guards cur
	cur      *Generation
}

// Generation is one built index. Readers hold it while they read.
type Generation struct {
	Name  string
	Path  string
	Bleve bleve.Index
	refs  atomic.Int64
	gone  atomic.Bool // its files are to be removed with the last reader

	lexicon atomic.Pointer[lexicon.Lexicon]
}

// Open opens the index in dir/index. An index that is missing, damaged or of
// another schema version is not an error: the next CatchUp builds it anew.
func Open(dir string, cat *catalogue.Catalogue, seg *segment.Segmenter) (*Index, error) {
	ix := &Index{dir: filepath.Join(dir, "index"), cat: cat, seg: seg}
	if err := os.MkdirAll(ix.dir, 0o755); err != nil {
		return nil, err
	}
	name, err := os.ReadFile(filepath.Join(ix.dir, currentFile))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if gen := strings.TrimSpace(string(name)); gen != "" {
		g, err := openGeneration(filepath.Join(ix.dir, gen))
		if err != nil {
			slog.Warn("index can't be used and will be rebuilt from the catalogue", "generation", gen, "error", err)
		} else {
			ix.cur = g
		}
	}
	return ix, ix.sweep()
}

// sweep removes generations that a crash or a swap left behind.
func (ix *Index) sweep() error {
	list, err := os.ReadDir(ix.dir)
	if err != nil {
		return err
	}
	for _, d := range list {
		if strings.HasPrefix(d.Name(), "gen-") && (ix.cur == nil || d.Name() != ix.cur.Name) {
			if err := os.RemoveAll(filepath.Join(ix.dir, d.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

// config of every index we open: our segments, merged when Tidy says so and not
// while an import wants the cores, no waiting for ever on a locked file, and
// background errors told.
func config() map[string]any {
	const never = 1 << 30
	return inverted.Config(map[string]any{
		"bolt_timeout":           "2s",
		"asyncErrorCallbackName": asyncErrors,
		"scorchMergePlanOptions": map[string]any{"MaxSegmentsPerTier": never, "MaxSegmentSize": never, "SegmentsPerMergeTask": never, "FloorSegmentSize": 1},
	})
}

const asyncErrors = "chabiao"

func init() {
	scorch.RegistryAsyncErrorCallbacks[asyncErrors] = func(err error, path string) {
		if stop, ok := merging.Load(path); ok && ofMerger(err) {
			stop.(context.CancelCauseFunc)(err)
			return
		}
		slog.Error("index: background work failed", "path", path, "error", err)
	}
}

func openGeneration(path string) (*Generation, error) {
	b, err := bleve.OpenUsing(path, config())
	if err != nil {
		return nil, err
	}
	v, err := b.GetInternal(schema.VersionKey)
	if err == nil && (len(v) != 8 || binary.BigEndian.Uint64(v) != schema.Version) {
		err = fmt.Errorf("it is of another schema version than %d", schema.Version)
	}
	if err != nil {
		b.Close()
		return nil, err
	}
	return newGeneration(path, b), nil
}

func newGeneration(path string, b bleve.Index) *Generation {
	g := &Generation{Name: filepath.Base(path), Path: path, Bleve: b}
	g.refs.Store(1)
	g.loadLexicon()
	return g
}

// Acquire is the generation in use, to be given back with Release; nil when
// nothing has been built yet.
func (ix *Index) Acquire() *Generation {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	if ix.cur != nil {
		ix.cur.refs.Add(1)
	}
	return ix.cur
}

// Release gives a generation back. The last one out closes it, and removes its
// files if another generation has taken its place.
func (g *Generation) Release() {
	if g == nil || g.refs.Add(-1) > 0 {
		return
	}
	if err := g.Bleve.Close(); err != nil {
		slog.Error("index: close generation", "generation", g.Name, "error", err)
	}
	if g.gone.Load() {
		if err := os.RemoveAll(g.Path); err != nil {
			slog.Error("index: remove generation", "generation", g.Name, "error", err)
		}
	}
}

// Revision is the catalogue revision that the generation reaches.
func (g *Generation) Revision() (int64, error) { return g.number(schema.RevisionKey) }

func (g *Generation) number(key []byte) (int64, error) {
	v, err := g.Bleve.GetInternal(key)
	if err != nil || len(v) != 8 {
		return 0, err
	}
	return int64(binary.BigEndian.Uint64(v)), nil
}

// Reader is a view of the generation at one moment; the caller closes it.
func (g *Generation) Reader() (*scorch.IndexSnapshot, error) {
	adv, err := g.Bleve.Advanced()
	if err != nil {
		return nil, err
	}
	r, err := adv.Reader()
	if err != nil {
		return nil, err
	}
	snap, ok := r.(*scorch.IndexSnapshot)
	if !ok {
		return nil, errors.Join(fmt.Errorf("index is not of the scorch kind but %T", r), r.Close())
	}
	return snap, nil
}

// Close waits for a running write and closes the index.
func (ix *Index) Close() error {
	ix.write.Lock()
	defer ix.write.Unlock()
	ix.mu.Lock()
	g := ix.cur
	ix.cur = nil
	ix.mu.Unlock()
	g.Release()
	return nil
}

// swap makes g the generation in use, on disk first.
func (ix *Index) swap(g *Generation) error {
	if err := writeFileAtomic(filepath.Join(ix.dir, currentFile), []byte(g.Name+"\n")); err != nil {
		return err
	}
	ix.mu.Lock()
	old := ix.cur
	ix.cur = g
	ix.mu.Unlock()
	if old != nil {
		old.gone.Store(true)
		old.Release()
	}
	return nil
}

// writeFileAtomic replaces a file so that a crash leaves the old or the new
// content, never a part.
func writeFileAtomic(path string, data []byte) error {
	tmp := path + ".tmp"
	f, err := os.Create(tmp)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Sync(), f.Close())
	if err != nil {
		return errors.Join(err, os.Remove(tmp))
	}
	if err := os.Rename(tmp, path); err != nil {
		return err
	}
	d, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// Stats describes the index on disk.
type Stats struct {
	Generation string
	Revision   int64
	Documents  uint64
	Segments   int
	Bytes      int64
	// Translations learnt from pairs of titles; see Learn.
	Translations, TitlePairs int
}

// Stats reads the figures of the generation in use.
func (ix *Index) Stats() (s Stats, err error) {
	g := ix.Acquire()
	if g == nil {
		return s, nil
	}
	defer g.Release()
	snap, err := g.Reader()
	if err != nil {
		return s, err
	}
	defer snap.Close()
	s.Generation, s.Segments = g.Name, len(snap.Segments())
	if l := g.Lexicon(); l != nil {
		s.Translations, s.TitlePairs = l.Len(), l.Pairs
	}
	if s.Documents, err = snap.DocCount(); err != nil {
		return s, err
	}
	if s.Revision, err = g.Revision(); err != nil {
		return s, err
	}
	err = filepath.WalkDir(g.Path, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return ignoreGone(err)
		}
		fi, err := d.Info()
		if err == nil {
			s.Bytes += fi.Size()
		}
		return ignoreGone(err)
	})
	return s, err
}

// ignoreGone passes over files that a merge removed while they were counted.
func ignoreGone(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

func bigEndian(n int64) []byte { return binary.BigEndian.AppendUint64(nil, uint64(n)) }

// Behind reports how many changes of the catalogue the index lacks.
func (ix *Index) Behind(ctx context.Context) (int64, error) {
	rev, err := ix.cat.Revision(ctx)
	if err != nil {
		return 0, err
	}
	g := ix.Acquire()
	if g == nil {
		return rev, nil
	}
	defer g.Release()
	have, err := g.Revision()
	if err == nil && have > rev {
		err = corpus.Errorf(corpus.Conflict, "index is at revision %d, ahead of the catalogue's %d", have, rev).
			WithHint("the catalogue was exchanged: run 'chabiao index rebuild'")
	}
	return rev - have, err
}
