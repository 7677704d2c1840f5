package main

import (
	"errors"
	"fmt"

	"chabiao/server"
)

type indexCmd struct {
	Rebuild indexRebuildCmd `cmd:"" help:"Build the index anew from the catalogue."`
	Verify  indexVerifyCmd  `cmd:"" help:"Compare the index with the catalogue, entry by entry."`
	Stats   indexStatsCmd   `cmd:"" help:"Show the figures of catalogue and index."`
}

type (
	indexRebuildCmd struct{}
	indexVerifyCmd  struct{}
	indexStatsCmd   struct{}
)

// withDir runs do on the data directory while this process holds it.
func (e *env) withDir(command string, do func(*dataDir) error) error {
	bar := newProgress(e)
	d, err := openDataDir(e.ctx, e.data, command, bar.indexing)
	bar.end()
	if err != nil {
		return err
	}
	return errors.Join(do(d), d.close())
}

// Run rebuilds the index.
func (indexRebuildCmd) Run(e *env) error {
	d, err := holdDataDir(e.ctx, e.data, "index rebuild")
	if err != nil {
		return err
	}
	bar := newProgress(e)
	err = d.ix.Rebuild(e.ctx, bar.indexing)
	bar.end()
	if err == nil {
		d.countWords(e.ctx)
		err = printStats(e, d)
	}
	return errors.Join(err, d.close())
}

// Run verifies the index; a difference is a failure.
func (indexVerifyCmd) Run(e *env) error {
	return e.withDir("index verify", func(d *dataDir) error {
		v, err := d.ix.Verify(e.ctx, nil)
		if err != nil {
			return err
		}
		if e.json {
			err = e.print(v)
		} else {
			_, err = fmt.Fprintf(e.stdout, "%d entries, %d indexed: %d missing, %d extra, %d different %v\n%d translations learnt from titles\n", v.Entries, v.Indexed, v.Missing, v.Extra, v.Different, v.Examples, v.Translations)
		}
		if err == nil && !v.OK {
			err = errors.New("the index differs from the catalogue; 'chabiao index rebuild' mends it")
		}
		return err
	})
}

// Run prints the figures, asking the server where one holds the directory.
func (indexStatsCmd) Run(e *env) error {
	err := e.withDir("index stats", func(d *dataDir) error { return printStats(e, d) })
	var held *heldError
	if !errors.As(err, &held) || held.by.Addr == "" {
		return err
	}
	var s server.Stats
	if err := held.client().get(e.ctx, "/stats", nil, &s); err != nil {
		return err
	}
	return showStats(e, s)
}

func printStats(e *env, d *dataDir) error {
	s, err := d.stats(e.ctx)
	if err != nil {
		return err
	}
	return showStats(e, s)
}

func showStats(e *env, s server.Stats) error {
	if e.json {
		return e.print(s)
	}
	per := float64(s.IndexBytes) / float64(max(s.Entries, 1))
	_, err := fmt.Fprintf(e.stdout, "%d entries, revision %d; searches have reached %d\nindex %s: schema %d, %d segments, %d bytes (%.0f an entry)\ncatalogue: %d bytes\ncolumns in memory: %d bytes\ntranslations: %d, learnt from %d pairs of titles\n",
		s.Entries, s.CatalogueRevision, s.Revision, s.Generation, s.Schema, s.Segments, s.IndexBytes, per, s.CatalogueBytes, s.ColumnsBytes, s.Translations, s.TitlePairs)
	return err
}
