package local

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"

	"chabiao/corpus"
	"chabiao/corpus/catalogue"
	"chabiao/corpus/class"
	"chabiao/corpus/lexicon"
)

// lexiconFile is where a generation keeps the words learnt from its titles.
const lexiconFile = "lexicon"

// maxLinks is how many adoptions are kept until their other ends are looked up.
const maxLinks = 50_000

// titles gathers what a lexicon is learnt from, from entries in any order.
type titles struct {
	pairs *lexicon.Sample[lexicon.Pair]
	links *lexicon.Sample[link]
}

// link is a title of an entry that adopts the standard with the key.
type link struct{ han, key string }

func newTitles() *titles {
	t := &titles{pairs: lexicon.Pairs(), links: lexicon.NewSample(maxLinks, func(l link) uint64 { return lexicon.Hash(l.han, l.key) })}
	t.classes()
	return t
}

// classes takes the names of classes.
func (t *titles) classes() {
	for _, scheme := range []class.Scheme{class.ICS, class.CCS} {
		todo := slices.Clone(class.Roots(scheme))
		for len(todo) > 0 {
			n := todo[len(todo)-1]
			todo = append(todo[:len(todo)-1], class.Children(scheme, n.Code)...)
			t.pair(n.NameZH, n.NameEN)
		}
	}
}

func (t *titles) pair(han, latin string) {
	if han != "" && latin != "" {
		t.pairs.Add(lexicon.Pair{Han: han, Latin: latin})
	}
}

// languages are those written in Han characters, of whose words a Chinese reader
// knows most.
var languages = []string{"zh", "ja"}

// entry takes the titles of an entry. It may be called from many goroutines.
func (t *titles) entry(e *corpus.Entry) {
	for _, lang := range languages {
		t.pair(e.Titles[lang], e.Titles["en"])
	}
	zh := e.Titles["zh"]
	if zh == "" || len(e.Adopts) == 0 {
		return
	}
	for _, to := range catalogue.Targets(e) {
		if to.Kind == corpus.Adopts && to.Degree.Close() {
			t.links.Add(link{zh, to.Key})
		}
	}
}

// resolve pairs the titles of adopting entries with those of what they adopt.
func (t *titles) resolve(ctx context.Context, cat *catalogue.Catalogue) error {
	list := t.links.Items()
	for some := range slices.Chunk(list, readBatch) {
		keys := make([]string, len(some))
		for i, l := range some {
			keys[i] = l.key
		}
		slices.Sort(keys)
		records, err := cat.ByKeys(ctx, slices.Compact(keys))
		if err != nil {
			return err
		}
		en := make(map[string]string, len(records))
		for _, r := range records {
			en[r.Key] = r.Entry.Titles["en"]
		}
		for _, l := range some {
			t.pair(l.han, en[l.key])
		}
	}
	return nil
}

// learn makes the lexicon of the titles and writes it into a generation's folder.
func (ix *Index) learn(ctx context.Context, t *titles, revision int64, path string) (*lexicon.Lexicon, error) {
	if err := t.resolve(ctx, ix.cat); err != nil {
		return nil, err
	}
	pairs := t.pairs.Items()
	l := lexicon.New(revision, len(pairs), lexicon.Learn(ix.seg, pairs))
	return l, writeFileAtomic(filepath.Join(path, lexiconFile), l.Encode())
}

// Changes since a lexicon was learnt that make it worth learning anew: so many,
// and one in so many of the catalogue's entries.
const (
	relearnFloor = 1000
	relearnShare = 10
)

// Learn learns the words of the titles anew if there is no lexicon, or if much of
// the catalogue has changed since. It walks the whole catalogue, which takes some
// 10 s for a million entries; searches and writes go on meanwhile.
func (ix *Index) Learn(ctx context.Context) (err error) {
	defer corpus.Wrap(&err, "learn translations from titles")
	ix.learning.Lock()
	defer ix.learning.Unlock()
	g := ix.Acquire()
	if g == nil {
		return nil
	}
	defer g.Release()
	revision, err := ix.cat.Revision(ctx)
	if err != nil {
		return err
	}
	if old := g.Lexicon(); old != nil {
		entries, err := ix.cat.Count(ctx)
		if err != nil || revision-old.Revision < max(relearnFloor, entries/relearnShare) {
			return err
		}
	}
	t := newTitles()
	for r, err := range ix.cat.All(ctx) {
		if err != nil {
			return err
		}
		t.entry(r.Entry)
	}
	l, err := ix.learn(ctx, t, revision, g.Path)
	if err == nil {
		g.lexicon.Store(l)
	}
	return err
}

// Lexicon is what was learnt from the titles; nil if nothing was yet.
func (g *Generation) Lexicon() *lexicon.Lexicon {
	if g == nil {
		return nil
	}
	return g.lexicon.Load()
}

// loadLexicon reads the lexicon of a generation. Searches do without one that is
// missing or damaged; the next Learn makes it anew.
func (g *Generation) loadLexicon() {
	l, err := readLexicon(filepath.Join(g.Path, lexiconFile))
	if err == nil {
		g.lexicon.Store(l)
		return
	}
	if n, cerr := g.Bleve.DocCount(); errors.Is(err, fs.ErrNotExist) && (cerr != nil || n == 0) {
		return // begun just now
	}
	slog.Warn("index has no usable lexicon: words are not translated until it is learnt anew", "generation", g.Name, "error", err)
}

func readLexicon(path string) (*lexicon.Lexicon, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	b, err := io.ReadAll(io.LimitReader(f, lexicon.MaxFile+1))
	if err = errors.Join(err, f.Close()); err != nil {
		return nil, err
	}
	return lexicon.Decode(b)
}
