package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/user"
	"path/filepath"
	"strings"
	"time"

	"chabiao/corpus/catalogue"
	"chabiao/indexer"
	"chabiao/indexer/problem"
)

type importCmd struct {
	Files     []string `arg:"" name:"file" help:"Files: Excel, CSV, TSV, JSON Lines, JSON, Relaton; plain, zip or gzip; - is standard input."`
	Format    string   `help:"Format, where the files do not tell: csv, tsv, xlsx, xls, html, jsonl, json, relaton." placeholder:"F"`
	Encoding  string   `help:"Encoding of texts, such as gb18030 编码." placeholder:"E"`
	Separator string   `help:"Separator of columns: one character, or tab 分隔符." placeholder:"C"`
	Sheet     string   `help:"Sheet of a workbook, by name or number; all that can be seen by default 工作表." placeholder:"NAME"`
	HeaderRow int      `help:"Row of the header; found by default, -1: there is none 表头行." placeholder:"N"`
	Preset    string   `help:"System that the table comes from: portal, cnis, iso, chabiao 预设." placeholder:"P"`
	Map       string   `help:"Columns by heading, letter or number, and their fields: 名称=title_zh,C=published; - ignores one 列对应." placeholder:"COL=FIELD,…"`
	Mapping   string   `help:"Read the columns as kept under this name 用已存的列对应." placeholder:"NAME"`
	Save      string   `name:"save-mapping" help:"Keep how the columns are read under this name 保存列对应." placeholder:"NAME"`
	Source    string   `help:"Whose delivery it is 数据来源." placeholder:"NAME"`
	Replace   bool     `help:"The delivery is all that the source has: mark what it no longer lists 全量替换."`
	DryRun    bool     `help:"Read everything, say what would be, change nothing 试运行."`
	Report    string   `help:"Write the report to this file: .json, .html, or .jsonl for every single note 报告." placeholder:"FILE"`
	Rejects   string   `help:"Write the rows that were not taken, ready to be mended, to this file: .csv or .jsonl 退回的行." placeholder:"FILE"`
}

func (c *importCmd) settings() (indexer.Settings, error) {
	m, err := indexer.ParseMap(c.Map)
	if err != nil {
		return indexer.Settings{}, usageError{err}
	}
	if len(m) == 0 {
		m = nil
	}
	return indexer.Settings{Format: c.Format, Encoding: c.Encoding, Separator: c.Separator, Sheet: c.Sheet, HeaderRow: c.HeaderRow, Preset: c.Preset,
		Map: m, Mapping: c.Mapping, Source: c.Source, Replace: c.Replace}, nil
}

// Run imports the files: here, or in the server that holds the directory.
func (c *importCmd) Run(e *env) error {
	settings, err := c.settings()
	if err != nil {
		return err
	}
	bar := newProgress(e)
	d, err := c.hold(e, bar)
	bar.end()
	var held *heldError
	if errors.As(err, &held) && held.by.Addr != "" {
		return c.handOver(e, held.client(), settings)
	}
	if err != nil {
		return err
	}
	defer d.close()
	opt := indexer.Options{Settings: settings, Who: userName(), Progress: bar.show}
	opt.Read.Stdin = e.stdin
	notes, err := c.notes(&opt)
	if err != nil {
		return err
	}
	var rep *indexer.Detail
	if c.DryRun {
		rep, err = indexer.DryRun(e.ctx, d.cat, d.dir, c.Files, opt)
	} else {
		rep, err = importAndIndex(e.ctx, d, c.Files, opt)
	}
	bar.end()
	err = errors.Join(err, notes())
	if err == nil && c.Save != "" {
		err = indexer.SaveMapping(e.ctx, d.cat, c.Save, settings)
	}
	if rep != nil {
		err = errors.Join(err, c.finish(e, d.cat, rep))
	}
	if !c.DryRun {
		d.finish(e.ctx)
	}
	return err
}

// hold takes the data directory; where another import has it, after that.
func (c *importCmd) hold(e *env, bar *progress) (*dataDir, error) {
	told := false
	for {
		d, err := openDataDir(e.ctx, e.data, "import "+strings.Join(c.Files, " "), bar.indexing)
		var held *heldError
		if !errors.As(err, &held) || held.by.Addr != "" || !strings.HasPrefix(held.by.Command, "import ") {
			return d, err
		}
		if !told {
			fmt.Fprintf(e.stderr, "waiting for process %d to end its import (%s)\n", held.by.PID, held.by.Command)
			told = true
		}
		select {
		case <-time.After(500 * time.Millisecond):
		case <-e.ctx.Done():
			return nil, e.ctx.Err()
		}
	}
}

// notes writes every note as it comes, when the report is to be JSON Lines.
func (c *importCmd) notes(opt *indexer.Options) (done func() error, err error) {
	if filepath.Ext(c.Report) != ".jsonl" {
		return func() error { return nil }, nil
	}
	f, err := os.Create(c.Report)
	if err != nil {
		return nil, err
	}
	out := bufio.NewWriter(f)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	var failed error
	opt.Note = func(x problem.Example) {
		if failed == nil {
			failed = enc.Encode(x)
		}
	}
	return func() error { return errors.Join(failed, out.Flush(), f.Close()) }, nil
}

func userName() string {
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return "unknown"
}

// finish prints what became of the import and writes the report and the
// rejects.
func (c *importCmd) finish(e *env, cat *catalogue.Catalogue, rep *indexer.Detail) error {
	if err := writeReport(c.Report, rep); err != nil {
		return err
	}
	if c.Rejects != "" && !rep.DryRun {
		if err := writeRejects(e.ctx, cat, rep.Batch, c.Rejects); err != nil {
			return err
		}
	}
	if e.json {
		return e.print(rep.Report)
	}
	printDetail(e, rep)
	if rep.Rejected > 0 && !rep.DryRun && c.Rejects == "" {
		fmt.Fprintf(e.stdout, "all rows not taken 全部退回的行: chabiao imports show %d --rejects FILE\n", rep.Batch)
	}
	return nil
}

// writeRejects writes the refused rows of an import to a file.
func writeRejects(ctx context.Context, cat *catalogue.Catalogue, id int64, path string) error {
	return writeFile(path, func(w io.Writer) error {
		if filepath.Ext(path) == ".jsonl" {
			return indexer.WriteRejectObjects(ctx, cat, id, w)
		}
		return indexer.WriteRejects(ctx, cat, id, w)
	})
}

func writeFile(path string, write func(io.Writer) error) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(write(f), f.Close())
}
