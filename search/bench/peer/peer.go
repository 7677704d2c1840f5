// Package peer holds what package bench measures chabiao against, on the same
// entries and the same terms: bleve's own search on an index as bleve makes
// it, and SQLite's FTS5. Terms are those of package schema, joined with blanks
// and cut at blanks. It is for measuring only; nothing that answers readers
// uses it, and it writes nothing outside the folder it is given.
package peer

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"time"

	"chabiao/corpus"
	"chabiao/corpus/catalogue"
	"chabiao/corpus/segment"
	"chabiao/indexer/schema"
)

// Names of the peers.
const (
	Bleve  = "bleve"
	SQLite = "sqlite-fts5"
)

// Names lists them.
var Names = []string{Bleve, SQLite}

// Word is found in an entry that has all terms of one of the ways to say it.
type Word struct {
	Ways  [][]string
	Start bool // terms that begin so will do too
}

// Question is a query as a peer can be asked it. Of Keys, Words and Begins one
// at the most is set; none asks for everything that passes the filters.
type Question struct {
	Keys    [][]string // terms of schema.FieldNumber, best first: any of them
	Words   []Word
	Atleast int // so many of the words; 0: all
	// Begins asks for the terms of schema.FieldNumber that begin so, in order.
	Begins  string
	Filters map[string][]string // by field of package schema; values are alternatives
	Offset  int
	Size    int
	Uncount bool // the total is not wanted
}

func (q *Question) atleast() int {
	if q.Atleast <= 0 {
		return len(q.Words)
	}
	return min(q.Atleast, len(q.Words))
}

// Answer is what a peer found.
type Answer struct {
	Total  int64 // not set where it is not wanted
	Rows   []int64
	Facets map[string]map[string]int64 // by field: values and their counts
}

// Peer answers questions, one at a time.
type Peer interface {
	Name() string
	// Ask answers a question, with the counts of all facets if asked for: of
	// the entries that pass all filters, of a classification its top classes.
	Ask(ctx context.Context, q *Question, facets bool) (*Answer, error)
	Built() Built
	Close() error
}

// Built is how a peer's index was made.
type Built struct {
	Seconds float64 `json:"seconds"`
	Bytes   int64   `json:"-"`
	Kept    bool    `json:"-"` // by an earlier run
}

// Source is a catalogue to make indexes of.
type Source struct {
	Mark    string // equal for equal entries
	Entries int64
	All     iter.Seq2[*catalogue.Record, error]
	Segment *segment.Segmenter
}

// facet is a field whose values are counted.
type facet struct {
	field string // under which the counts are given
	top   bool   // of a classification the top classes only
}

var facets = []facet{{schema.FieldStatus, false}, {schema.FieldLevel, false}, {schema.FieldBody, false}, {schema.FieldCountry, false},
	{schema.FieldICS, true}, {schema.FieldCCS, true}, {schema.FieldYear, false}, {schema.FieldSource, false}}

// Open opens a peer's index in a folder of dir, and makes it if it is not there
// or is of other entries.
func Open(ctx context.Context, name, dir string, src Source, progress func(done int64)) (_ Peer, err error) {
	defer corpus.Wrap(&err, "open the peer %s", name)
	path := filepath.Join(dir, name)
	switch name {
	case Bleve:
		built, err := keep(path, src, func(fresh string) error { return buildBleve(ctx, fresh, src, progress) })
		if err != nil {
			return nil, err
		}
		return openBleve(path, built)
	case SQLite:
		built, err := keep(path, src, func(fresh string) error { return buildSQLite(ctx, fresh, src, progress) })
		if err != nil {
			return nil, err
		}
		return openSQLite(path, built)
	}
	return nil, corpus.Errorf(corpus.InvalidArgument, "no peer is called %q", name).WithHint("there are %s", strings.Join(Names, ", "))
}

// format changes when indexes made before no longer serve.
const format = 1

// madeOf is written beside an index: what it was made of.
type madeOf struct {
	Format int    `json:"format"`
	Schema int    `json:"schema"`
	Mark   string `json:"mark"`
	Built
}

const madeOfFile = "made_of.json"

// keep makes an index in a folder beside its own, and moves it there when it is
// whole; one that is there and of the same entries stays.
func keep(path string, src Source, build func(fresh string) error) (_ Built, err error) {
	want := madeOf{Format: format, Schema: schema.Version, Mark: src.Mark}
	have := readMadeOf(path)
	want.Seconds = have.Seconds
	if have == want {
		have.Kept = true
		have.Bytes, err = sizeOf(path)
		return have.Built, err
	}
	fresh := path + ".new"
	if err := errors.Join(os.RemoveAll(fresh), os.MkdirAll(fresh, 0o755)); err != nil {
		return Built{}, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(fresh))
		}
	}()
	start := time.Now()
	if err := build(fresh); err != nil {
		return Built{}, err
	}
	want.Seconds = time.Since(start).Seconds()
	note, err := json.Marshal(want)
	if err != nil {
		return Built{}, err
	}
	if err := errors.Join(os.WriteFile(filepath.Join(fresh, madeOfFile), note, 0o644), os.RemoveAll(path), os.Rename(fresh, path)); err != nil {
		return Built{}, err
	}
	want.Bytes, err = sizeOf(path)
	return want.Built, err
}

func readMadeOf(path string) (m madeOf) {
	b, err := os.ReadFile(filepath.Join(path, madeOfFile))
	if err != nil || json.Unmarshal(b, &m) != nil {
		return madeOf{}
	}
	return m
}

// sizeOf is the bytes of the files below a folder.
func sizeOf(path string) (n int64, err error) {
	err = filepath.WalkDir(path, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			n += info.Size()
		}
		return err
	})
	return n, err
}
