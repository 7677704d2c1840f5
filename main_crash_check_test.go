package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"

	"chabiao/corpus"
	"chabiao/corpus/catalogue"

	"github.com/google/go-cmp/cmp"
)

func (w *crashWorld) same(what string, want, got map[string]string) {
	w.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		w.Errorf("%s: %.2000s", what, diff)
	}
}

// reading looks into the catalogue as the kill left it. It gives false where
// there is none yet.
func (w *crashWorld) reading(do func(*catalogue.Catalogue) error) bool {
	w.Helper()
	cat, err := catalogue.OpenReadOnly(w.data)
	if corpus.KindOf(err) == corpus.NotFound || corpus.KindOf(err) == corpus.Conflict && w.met["catalogue"] == 0 {
		return false // killed before, or while, it was made
	}
	if err == nil {
		w.met["catalogue"] = 1
		err = errors.Join(do(cat), cat.Close())
	}
	if err != nil {
		w.Fatal(err)
	}
	return true
}

// contents is the titles of all entries by number; no number may come twice.
func (w *crashWorld) contents() map[string]string {
	w.Helper()
	out := make(map[string]string)
	w.reading(func(cat *catalogue.Catalogue) error {
		for r, err := range cat.All(context.Background()) {
			if err != nil {
				return err
			}
			if _, twice := out[r.Entry.Number]; twice {
				w.Errorf("%s is there twice", r.Entry.Number)
			}
			out[r.Entry.Number] = r.Entry.Titles["en"]
		}
		n, err := cat.Count(context.Background())
		if err == nil && int(n) != len(out) {
			err = fmt.Errorf("%d entries, the count says %d", len(out), n)
		}
		return err
	})
	return out
}

// last is the newest import, nil when there is none; undos are no imports.
func (w *crashWorld) last() (last *catalogue.Batch) {
	w.Helper()
	w.reading(func(cat *catalogue.Catalogue) error {
		list, err := cat.Batches(context.Background(), 1000)
		for _, b := range list {
			if last == nil && b.Mode != catalogue.ModeUndo {
				last = b
			}
		}
		return err
	})
	return last
}

func (w *crashWorld) batch(id int64) (b *catalogue.Batch) {
	w.Helper()
	w.reading(func(cat *catalogue.Catalogue) (err error) {
		b, err = cat.Batch(context.Background(), id)
		return err
	})
	return b
}

// check looks whether the catalogue is whole after a kill, and has what the
// counts of its imports acknowledge.
func (w *crashWorld) check() {
	w.Helper()
	b := w.last()
	switch {
	case b == nil:
		w.met["nothing begun"]++
		return
	case b.State == catalogue.BatchRunning && b.Read == 0:
		w.met["reading"]++
	case b.State == catalogue.BatchRunning || b.State == catalogue.BatchInterrupted:
		w.met["committing"]++
	default:
		w.met[b.State]++
	}
	db, err := sql.Open("sqlite", "file:"+filepath.Join(w.data, catalogue.FileName)+"?mode=ro")
	if err != nil {
		w.Fatal(err)
	}
	defer db.Close()
	var verdict string
	if err := db.QueryRow(`PRAGMA quick_check`).Scan(&verdict); err != nil || verdict != "ok" {
		w.Fatalf("the catalogue is damaged: %s %v", verdict, err)
	}
	var written, twice int64
	err = errors.Join(db.QueryRow(`SELECT count(*) FROM (SELECT row FROM entry WHERE batch = ?1 UNION ALL SELECT row FROM version WHERE batch = ?1)`, b.ID).Scan(&written),
		db.QueryRow(`SELECT count(*) - count(DISTINCT key) + count(*) - count(DISTINCT id) FROM entry`).Scan(&twice))
	if err != nil {
		w.Fatal(err)
	}
	if b.New+b.Changed+b.Unchanged+b.Rejected != b.Read || written < b.New+b.Changed {
		w.Fatalf("import %d acknowledges %+v, %d rows are written", b.ID, b.Counts, written)
	}
	if twice != 0 {
		w.Fatalf("%d entries are there twice", twice)
	}
}

// whole lets the index catch up and holds it to the catalogue, as 'index verify'
// does; in this process, which has its dictionary already.
func (w *crashWorld) whole() {
	w.Helper()
	d, err := openDataDir(context.Background(), w.data, "index verify", nil)
	if err != nil {
		w.Fatal(err)
	}
	v, err := d.ix.Verify(context.Background(), nil)
	if err = errors.Join(err, d.close()); err != nil || !v.OK {
		w.Errorf("the index differs from the catalogue: %+v %v", v, err)
	}
}
