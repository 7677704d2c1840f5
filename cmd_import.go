package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/user"
	"strings"

	"chabiao/corpus"
	"chabiao/corpus/catalogue"
	"chabiao/indexer"
	"chabiao/server"
)

type importCmd struct {
	Files   []string `arg:"" name:"file" help:"Files; - reads standard input; .gz is unpacked."`
	Format  string   `help:"Format of the files, jsonl or csv, where their names do not tell."`
	DryRun  bool     `help:"Read everything, change nothing 试运行."`
	Report  string   `help:"Write the counts and remarks as JSON to this file." placeholder:"FILE"`
	Rejects string   `help:"Write the rows that were not taken to this CSV file." placeholder:"FILE"`
}

// maxRemarks bounds the remarks that a report lists.
const maxRemarks = 1000

type remark struct {
	File string `json:"file"`
	Line int64  `json:"line"`
	corpus.Warning
}

// Run imports the files: here, or in the server that holds the directory.
func (c *importCmd) Run(e *env) error {
	bar := newProgress(e)
	d, err := openDataDir(e.ctx, e.data, "import "+strings.Join(c.Files, " "), bar.indexing)
	bar.end()
	var held *heldError
	if errors.As(err, &held) && held.by.Addr != "" {
		return c.handOver(e, held.by.Addr)
	}
	if err != nil {
		return err
	}
	defer d.close()

	var remarks []remark
	opt := indexer.Options{Format: c.Format, DryRun: c.DryRun, Who: userName(), Progress: bar.show,
		Warn: func(file string, line int64, w corpus.Warning) {
			if len(remarks) < maxRemarks {
				remarks = append(remarks, remark{file, line, w})
			}
		}}
	rep, err := importAndIndex(e.ctx, d, c.Files, opt)
	bar.end()
	if rep.Read > 0 || err == nil {
		if werr := c.finish(e, d.cat, rep, remarks); err == nil {
			err = werr
		}
	}
	return err
}

func userName() string {
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return "unknown"
}

// finish prints the counts and writes the report and the rejects.
func (c *importCmd) finish(e *env, cat *catalogue.Catalogue, rep indexer.Report, remarks []remark) error {
	if c.Report != "" {
		b, err := json.MarshalIndent(struct {
			indexer.Report
			Remarks []remark `json:"remarks"`
		}{rep, remarks}, "", "  ")
		if err == nil {
			err = os.WriteFile(c.Report, append(b, '\n'), 0o644)
		}
		if err != nil {
			return err
		}
	}
	walk := func(limit int) func(func(*catalogue.Reject) error) error {
		return func(each func(*catalogue.Reject) error) error {
			for r, err := range cat.Rejects(e.ctx, rep.Batch, limit) {
				if err != nil {
					return err
				}
				if err := each(r); err != nil {
					return err
				}
			}
			return nil
		}
	}
	if c.Rejects != "" {
		if err := writeFile(c.Rejects, func(w io.Writer) error { return server.WriteRejects(w, walk(0)) }); err != nil {
			return err
		}
	}
	if e.json {
		return e.print(rep)
	}
	printReport(e, rep)
	if rep.Rejected > 0 && !c.DryRun {
		fmt.Fprintln(e.stdout, "first rows not taken:")
		err := walk(5)(func(r *catalogue.Reject) error {
			_, err := fmt.Fprintf(e.stdout, "  %s line %d: %s\n", r.File, r.At, r.Reason)
			return err
		})
		if err != nil {
			return err
		}
		if c.Rejects == "" {
			fmt.Fprintf(e.stdout, "all of them: chabiao imports show %d --rejects FILE\n", rep.Batch)
		}
	}
	return nil
}

func printReport(e *env, rep indexer.Report) {
	fmt.Fprintf(e.stdout, "import %d: %d rows read = %d new + %d changed + %d unchanged + %d rejected; %d remarks; %.1f s, %.0f rows/s; revision %d\n",
		rep.Batch, rep.Read, rep.New, rep.Changed, rep.Unchanged, rep.Rejected, rep.Warnings, rep.Seconds, rep.RowsPerSecond, rep.Revision)
}

func writeFile(path string, write func(io.Writer) error) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(write(f), f.Close())
}

type importsCmd struct {
	List struct{} `cmd:"" default:"1" help:"List imports, newest first."`
	Show struct {
		ID      int64  `arg:"" help:"Number of the import."`
		Rejects string `help:"Write the rows that were not taken to this CSV file." placeholder:"FILE"`
	} `cmd:"" help:"Show one import."`
}

// Run lists or shows imports. It only reads, also beside a server.
func (c *importsCmd) Run(e *env) error {
	cat, err := catalogue.OpenReadOnly(e.data)
	if err != nil {
		return err
	}
	defer cat.Close()
	var list []*catalogue.Batch
	if c.Show.ID != 0 {
		b, err := cat.Batch(e.ctx, c.Show.ID)
		if err != nil {
			return err
		}
		list = append(list, b)
		if c.Show.Rejects != "" {
			err := writeFile(c.Show.Rejects, func(w io.Writer) error {
				return server.WriteRejects(w, func(each func(*catalogue.Reject) error) error {
					for r, err := range cat.Rejects(e.ctx, b.ID, 0) {
						if err != nil {
							return err
						}
						if err := each(r); err != nil {
							return err
						}
					}
					return nil
				})
			})
			if err != nil {
				return err
			}
		}
	} else if list, err = cat.Batches(e.ctx, 100); err != nil {
		return err
	}
	for _, b := range list {
		if e.json {
			if err := e.print(b); err != nil {
				return err
			}
			continue
		}
		names := make([]string, len(b.Files))
		for i, f := range b.Files {
			names[i] = f.Name
		}
		fmt.Fprintf(e.stdout, "%d  %s  %s  %s  %s\n    %d rows = %d new + %d changed + %d unchanged + %d rejected; %d remarks\n",
			b.ID, b.Started.Local().Format("2006-01-02 15:04"), b.State, b.Who, strings.Join(names, " "), b.Read, b.New, b.Changed, b.Unchanged, b.Rejected, b.Warnings)
		if b.Error != "" {
			fmt.Fprintf(e.stdout, "    %s\n", b.Error)
		}
	}
	return nil
}
