package main

import (
	"errors"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"

	"chabiao/corpus"
	"chabiao/corpus/catalogue"
	"chabiao/indexer"
	"chabiao/server"
)

type importsCmd struct {
	List     importsListCmd   `cmd:"" default:"withargs" help:"List imports, newest first 导入记录."`
	Show     importsShowCmd   `cmd:"" help:"Show one import 查看一次导入."`
	Undo     importsUndoCmd   `cmd:"" help:"Take one import back 撤销一次导入."`
	Resume   importsResumeCmd `cmd:"" help:"Go on with an interrupted import 继续中断的导入."`
	Mappings mappingsCmd      `cmd:"" help:"List or delete the kept mappings of columns 已存的列对应."`
}

type (
	importsListCmd struct{}
	importsShowCmd struct {
		ID      int64  `arg:"" help:"Number of the import."`
		Report  string `help:"Write its report to this .json or .html file." placeholder:"FILE"`
		Rejects string `help:"Write the rows that were not taken to this .csv or .jsonl file." placeholder:"FILE"`
		Delta   string `help:"Write what it changed to this .jsonl or .csv file." placeholder:"FILE"`
	}
	importsUndoCmd struct {
		ID    int64 `arg:"" help:"Number of the import."`
		Force bool  `help:"Even where later imports built on it: what they changed stays."`
	}
	importsResumeCmd struct {
		ID int64 `arg:"" help:"Number of the import."`
	}
)

// reading opens the catalogue beside whatever process writes to it.
func (e *env) reading(do func(*catalogue.Catalogue) error) error {
	cat, err := catalogue.OpenReadOnly(e.data)
	if err != nil {
		return err
	}
	return errors.Join(do(cat), cat.Close())
}

// Run lists imports. It only reads, also beside a server.
func (importsListCmd) Run(e *env) error {
	return e.reading(func(cat *catalogue.Catalogue) error {
		list, err := cat.Batches(e.ctx, 100)
		if err != nil {
			return err
		}
		for _, b := range list {
			if err := e.showBatch(b); err != nil {
				return err
			}
		}
		return nil
	})
}

// Run shows one import. It only reads, also beside a server.
func (c *importsShowCmd) Run(e *env) error {
	return e.reading(func(cat *catalogue.Catalogue) error {
		b, err := cat.Batch(e.ctx, c.ID)
		if err != nil {
			return err
		}
		rep, err := indexer.ReportOf(e.ctx, cat, b.ID)
		if err != nil && corpus.KindOf(err) != corpus.NotFound {
			return err
		}
		if c.Report != "" {
			if rep == nil {
				return corpus.Errorf(corpus.NotFound, "import %d has left no report", b.ID)
			}
			if err := writeReport(c.Report, rep); err != nil {
				return err
			}
		}
		if c.Rejects != "" {
			if err := writeRejects(e.ctx, cat, b.ID, c.Rejects); err != nil {
				return err
			}
		}
		if c.Delta != "" {
			err := writeFile(c.Delta, func(w io.Writer) error {
				if filepath.Ext(c.Delta) == ".csv" {
					return server.WriteDeltaCSV(w, cat.Delta(e.ctx, b.ID))
				}
				return server.WriteDelta(w, cat.Delta(e.ctx, b.ID))
			})
			if err != nil {
				return err
			}
		}
		if err := e.showBatch(b); err != nil || e.json || rep == nil {
			return err
		}
		printParts(e, rep)
		printProblems(e, rep)
		return nil
	})
}

func (e *env) showBatch(b *catalogue.Batch) error {
	if e.json {
		return e.print(b)
	}
	names := make([]string, len(b.Files))
	for i, f := range b.Files {
		names[i] = f.Name
	}
	what := strings.Join(names, " ")
	if b.Undoes != 0 {
		what = fmt.Sprintf("takes back import %d", b.Undoes)
	}
	fmt.Fprintf(e.stdout, "%d  %s  %s  %s  %s\n    %d rows = %d new + %d changed + %d unchanged + %d rejected", b.ID, b.Started.Local().Format("2006-01-02 15:04"), b.State, b.Who, what,
		b.Read, b.New, b.Changed, b.Unchanged, b.Rejected)
	if b.Removed > 0 {
		fmt.Fprintf(e.stdout, " + %d removed", b.Removed)
	}
	if b.Vanished > 0 {
		fmt.Fprintf(e.stdout, "; %d no longer listed by %s", b.Vanished, b.Source)
	}
	fmt.Fprintf(e.stdout, "; %d warnings\n", b.Warnings)
	if b.UndoneBy != 0 {
		fmt.Fprintf(e.stdout, "    taken back by import %d\n", b.UndoneBy)
	}
	if b.Error != "" {
		fmt.Fprintf(e.stdout, "    %s\n", b.Error)
	}
	if b.State == catalogue.BatchInterrupted {
		fmt.Fprintf(e.stdout, "    go on: chabiao imports resume %d; take back: chabiao imports undo %d\n", b.ID, b.ID)
	}
	return nil
}

// Run takes an import back: here, or in the server that holds the directory.
func (c *importsUndoCmd) Run(e *env) error {
	bar := newProgress(e)
	d, err := openDataDir(e.ctx, e.data, fmt.Sprintf("imports undo %d", c.ID), bar.indexing)
	bar.end()
	var held *heldError
	var rep catalogue.UndoReport
	switch {
	case errors.As(err, &held) && held.by.Addr != "":
		rep, err = c.ask(e, held.client(), bar)
	case err != nil:
		return err
	default:
		rep, err = undoAndIndex(e.ctx, d, c.ID, userName(), c.Force, bar.show)
		d.finish(e.ctx)
		err = errors.Join(err, d.close())
	}
	bar.end()
	var conflict *catalogue.UndoConflict
	if errors.As(err, &conflict) && !e.json {
		for _, x := range conflict.Entries {
			fmt.Fprintf(e.stdout, "  %s (%s) was changed by import %d\n", x.Number, x.ID, x.Batch)
		}
	}
	if err != nil {
		return err
	}
	if e.json {
		return e.print(rep)
	}
	fmt.Fprintf(e.stdout, "import %d taken back by import %d: %d entries = %d came back + %d as they were before + %d left as later imports made them + %d removed\n",
		c.ID, rep.Batch, rep.Read, rep.New, rep.Changed, rep.Unchanged, rep.Removed)
	return nil
}

// ask lets the server take the import back.
func (c *importsUndoCmd) ask(e *env, cl client, bar *progress) (rep catalogue.UndoReport, err error) {
	q := url.Values{"who": {userName()}, "force": {strconv.FormatBool(c.Force)}}
	if err := cl.post(e.ctx, fmt.Sprintf("/imports/%d/undo", c.ID), q, struct{}{}, &rep); err != nil {
		return rep, err
	}
	if rep.Undoes != 0 {
		return rep, nil
	}
	b, err := cl.follow(e, c.ID, bar) // the work goes on
	if err != nil {
		return rep, err
	}
	var by catalogue.Batch
	if err := cl.get(e.ctx, fmt.Sprintf("/imports/%d", b.UndoneBy), nil, &by); err != nil {
		return rep, err
	}
	rep.Batch, rep.Undoes, rep.Counts = by.ID, c.ID, by.Counts
	return rep, nil
}

// Run goes on with an import: here, or in the server that holds the directory.
func (c *importsResumeCmd) Run(e *env) error {
	bar := newProgress(e)
	d, err := openDataDir(e.ctx, e.data, fmt.Sprintf("imports resume %d", c.ID), bar.indexing)
	bar.end()
	var held *heldError
	if errors.As(err, &held) && held.by.Addr != "" {
		cl := held.client()
		if err := cl.post(e.ctx, fmt.Sprintf("/imports/%d/resume", c.ID), nil, struct{}{}, nil); err != nil {
			return err
		}
		return cl.outcome(e, c.ID, bar, &importCmd{})
	}
	if err != nil {
		return err
	}
	rep, err := resumeAndIndex(e.ctx, d, c.ID, indexer.Options{Progress: bar.show})
	bar.end()
	if rep != nil {
		err = errors.Join(err, (&importCmd{}).finish(e, d.cat, rep))
	}
	d.finish(e.ctx)
	return errors.Join(err, d.close())
}
