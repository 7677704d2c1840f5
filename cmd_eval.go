package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"chabiao/corpus"
	"chabiao/corpus/segment"
	"chabiao/corpus/vocab"
	"chabiao/indexer"
	"chabiao/search"
	"chabiao/search/eval"
	"chabiao/search/eval/baseline"
)

type evalCmd struct {
	Set         []string `help:"Only these sets; repeatable." placeholder:"NAME"`
	Size        int      `default:"500" help:"Queries a set made by rule."`
	HeldOut     bool     `help:"Also the judged queries set aside; not for tuning."`
	Baselines   bool     `help:"Measure stock bleve beside it, with the cjk analyzer and with gse."`
	BaselineDir string   `help:"Keep the baselines' indexes here between runs." placeholder:"DIR"`
	Golden      string   `default:"search/eval/golden" help:"Folder of the golden figures; where it is missing the embedded ones serve." placeholder:"DIR"`
	Update      bool     `help:"Write the figures and ranked lists as the new golden."`
	Name        string   `default:"catalogue" help:"Name of a golden written for a catalogue that has none."`
	Tolerance   float64  `default:"0.01" help:"How far a figure may fall below the golden."`
	SaveSets    string   `help:"Write the queries made by rule, to ask the same ones after a change." placeholder:"FILE"`
	Sets        string   `help:"Ask the queries of a file that --save-sets wrote." placeholder:"FILE"`
	WriteLinks  string   `help:"Only write half of the adoptions that the catalogue lacks, as JSON Lines to import into a copy." placeholder:"FILE"`
	Show        []string `help:"Only show the first five lines of this query; repeatable." placeholder:"QUERY"`
	Verbose     bool     `help:"List the judged numbers that the catalogue lacks."`
}

// Run measures how well queries are answered.
func (c *evalCmd) Run(e *env) error {
	if c.Size < 1 || c.Size > 100_000 {
		return usageError{fmt.Errorf("--size is %d; it may be 1 to 100000", c.Size)}
	}
	return e.withDir("eval", func(d *dataDir) error {
		judged, err := eval.JudgedSets(c.HeldOut)
		if err != nil {
			return err
		}
		if len(c.Show) > 0 {
			return c.show(e, d.engine, judged)
		}
		return c.measure(e, d, judged)
	})
}

func (c *evalCmd) measure(e *env, d *dataDir, judged []eval.JudgedSet) error {
	all, err := c.collect(e, d, judged)
	if err != nil {
		return err
	}
	if c.WriteLinks != "" {
		return c.writeLinks(all)
	}
	results, err := c.ask(e, d, all)
	if err != nil {
		return err
	}
	goldens, err := c.goldens()
	if err != nil {
		return err
	}
	golden := eval.GoldenFor(goldens, all.Catalogue)
	compared := eval.Compare(results[0], golden)
	if err := printEval(e, compared, results[1:]); err != nil {
		return err
	}
	c.remarks(e, golden, compared, all)
	if c.Update {
		if golden == nil {
			golden = &eval.Golden{Name: c.Name}
		}
		golden.Take(results[0])
		return golden.Write(c.Golden)
	}
	if fallen := eval.Fallen(compared, c.Tolerance); len(fallen) > 0 {
		return fmt.Errorf("%d figures fell below the golden: %s; mend it, or accept it with --update", len(fallen), strings.Join(fallen, "; "))
	}
	return nil
}

// entries walks the catalogue's entries.
func entriesOf(d *dataDir) eval.Entries {
	return func(ctx context.Context) iter.Seq2[*corpus.Entry, error] {
		return func(yield func(*corpus.Entry, error) bool) {
			for r, err := range d.cat.All(ctx) {
				var en *corpus.Entry
				if err == nil {
					en = r.Entry
				}
				if !yield(en, err) {
					return
				}
			}
		}
	}
}

// collect makes the queries, or reads those saved.
func (c *evalCmd) collect(e *env, d *dataDir, judged []eval.JudgedSet) (*eval.Collection, error) {
	seg, err := segment.Default()
	if err != nil {
		return nil, err
	}
	words, err := vocab.Load()
	if err != nil {
		return nil, err
	}
	synonyms := func(word string) (out []string) {
		for _, s := range words.Synonyms(word) {
			if s.Weight == vocab.WeightEqual { // a translation is a query of another kind
				out = append(out, s.Text)
			}
		}
		return out
	}
	opt := eval.Options{Size: c.Size, Segmenter: seg, Judged: judged, Sets: c.Set, Synonyms: synonyms}
	if c.Sets != "" {
		f, err := os.Open(c.Sets)
		if err != nil {
			return nil, err
		}
		opt.Saved, err = eval.Load(f)
		if err := errors.Join(err, f.Close()); err != nil {
			return nil, fmt.Errorf("%s: %w", c.Sets, err)
		}
	}
	all, err := eval.Build(e.ctx, entriesOf(d), opt)
	if err != nil || c.SaveSets == "" {
		return all, err
	}
	f, err := os.Create(c.SaveSets)
	if err != nil {
		return nil, err
	}
	return all, errors.Join(all.Save(f), f.Close())
}

// writeLinks writes entries that state adoptions.
func (c *evalCmd) writeLinks(all *eval.Collection) error {
	f, err := os.Create(c.WriteLinks)
	if err != nil {
		return err
	}
	enc := json.NewEncoder(f)
	for _, en := range all.Adoptions {
		if err := enc.Encode(en); err != nil {
			return errors.Join(err, f.Close())
		}
	}
	return f.Close()
}

// ask measures the engine, first, and the baselines.
func (c *evalCmd) ask(e *env, d *dataDir, all *eval.Collection) (results []*eval.Result, err error) {
	bar := newProgress(e)
	defer bar.end()
	run := func(s eval.Searcher) error {
		r, err := eval.Run(e.ctx, s, all, func(done, total int) {
			bar.show(indexer.Progress{Stage: s.Name(), Rows: int64(done), Total: int64(total)})
		})
		results = append(results, r)
		return err
	}
	if err := run(eval.Engine(d.engine)); err != nil || !c.Baselines {
		return results, err
	}
	dir := c.BaselineDir
	if dir == "" {
		if dir, err = os.MkdirTemp("", "chabiao-baseline-"); err != nil {
			return nil, err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	}
	for _, kind := range baseline.Kinds {
		ix, err := baseline.Open(e.ctx, kind, dir, all.Catalogue, entriesOf(d), func(done int64) {
			bar.show(indexer.Progress{Stage: "building " + kind, Rows: done, Total: all.Catalogue.Entries})
		})
		if err != nil {
			return nil, err
		}
		if err := errors.Join(run(ix), ix.Close()); err != nil {
			return nil, err
		}
	}
	return results, nil
}

// goldens reads the folder where there is one, else those embedded.
func (c *evalCmd) goldens() ([]*eval.Golden, error) {
	if fi, err := os.Stat(c.Golden); err == nil && fi.IsDir() {
		return eval.ReadGoldens(os.DirFS(c.Golden))
	}
	if c.Update {
		return nil, usageError{fmt.Errorf("--update writes to %s, which is no folder; run in the source tree or give --golden DIR", filepath.Clean(c.Golden))}
	}
	return eval.Goldens()
}

// show prints what a reader sees of a query, with grade and reason.
func (c *evalCmd) show(e *env, eng search.Engine, judged []eval.JudgedSet) error {
	for _, q := range c.Show {
		resp, err := eng.Search(e.ctx, search.Request{Query: q, Size: 5, Explain: true})
		if err != nil {
			return err
		}
		grades := eval.GradesOf(judged, q)
		if e.json {
			for i, h := range resp.Hits {
				if err := e.print(map[string]any{"query": q, "rank": i + 1, "number": h.Number, "status": h.Status, "title": h.Title, "published": h.Published, "grade": grades[eval.Key(h.Number)], "explain": h.Match.Explain}); err != nil {
					return err
				}
			}
			continue
		}
		fmt.Fprintf(e.stdout, "? %s   %d hits\n", q, resp.Total)
		for i, h := range resp.Hits {
			grade := "-"
			if g := grades[eval.Key(h.Number)]; g > 0 {
				grade = fmt.Sprint(g)
			}
			fmt.Fprintf(e.stdout, "%d. [%s] %-26s %s  %s  %s\n       %s\n", i+1, grade, h.Number, h.StatusLabel, h.Title, h.Published, h.Match.Explain)
		}
	}
	return nil
}
