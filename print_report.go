package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"chabiao/indexer"
	"chabiao/indexer/problem"
	"chabiao/indexer/report"
)

// writeReport writes a report as a page to read, or as JSON for machines.
func writeReport(path string, rep *indexer.Detail) error {
	switch filepath.Ext(path) {
	case "", ".jsonl": // none, or written note by note
		return nil
	case ".html", ".htm":
		return writeFile(path, func(w io.Writer) error { return report.WriteHTML(w, rep, "zh") })
	}
	b, err := json.MarshalIndent(rep, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(b, '\n'), 0o644)
}

// printDetail prints a report for people.
func printDetail(e *env, rep *indexer.Detail) {
	name := fmt.Sprintf("import %d", rep.Batch)
	if rep.DryRun {
		name = "dry run, nothing changed"
	}
	fmt.Fprintf(e.stdout, "%s: %d rows read = %d new + %d changed + %d unchanged + %d rejected", name, rep.Read, rep.New, rep.Changed, rep.Unchanged, rep.Rejected)
	if rep.Vanished > 0 {
		fmt.Fprintf(e.stdout, "; %d no longer listed by %s", rep.Vanished, rep.Settings.Source)
	}
	fmt.Fprintf(e.stdout, "; %d warnings; %.1f s, %.0f rows/s; revision %d\n", rep.Warnings, rep.Seconds, rep.RowsPerSecond, rep.Revision)
	printParts(e, rep)
	printProblems(e, rep)
}

// printParts says how each table was read.
func printParts(e *env, rep *indexer.Detail) {
	for _, p := range rep.Parts {
		how := []string{p.Info.Format}
		for _, s := range []string{p.Info.Encoding, p.Preset} {
			if s != "" {
				how = append(how, s)
			}
		}
		if len(p.HeaderRows) > 0 {
			how = append(how, "header in row "+strings.Trim(strings.ReplaceAll(fmt.Sprint(p.HeaderRows), " ", ", "), "[]"))
		}
		if p.Skipped != "" {
			fmt.Fprintf(e.stdout, "%s: not read: %s\n", p.Name, p.Skipped)
			continue
		}
		fmt.Fprintf(e.stdout, "%s: %s; %d rows", p.Name, strings.Join(how, ", "), p.Rows)
		if p.PassedOver > 0 {
			fmt.Fprintf(e.stdout, ", %d more that are no entries", p.PassedOver)
		}
		fmt.Fprintln(e.stdout)
		if len(p.Columns) == 0 {
			continue
		}
		var read, kept []string
		for _, c := range p.Columns {
			head := c.Heading
			if head == "" {
				head = c.Letter
			}
			if c.Field == "" {
				kept = append(kept, head)
			} else {
				read = append(read, head+" → "+c.Field)
			}
		}
		fmt.Fprintf(e.stdout, "  columns 列: %s\n", strings.Join(read, "; "))
		if len(kept) > 0 {
			fmt.Fprintf(e.stdout, "  kept as they are 原样保留: %s\n", strings.Join(kept, "; "))
		}
	}
}

// printedExamples is how many examples of a kind of problem are printed.
const printedExamples = 3

// printProblems prints what was doubted, the gravest first.
func printProblems(e *env, rep *indexer.Detail) {
	for _, g := range rep.Problems.Groups() {
		if g.Severity == problem.Info {
			continue
		}
		fmt.Fprintf(e.stdout, "%s %d × %s %s\n", g.Severity.Label("zh"), g.Count, g.TitleZH, g.TitleEN)
		for i, x := range g.Examples {
			if i == printedExamples {
				break
			}
			fmt.Fprintf(e.stdout, "    %s, row %d: %s", x.File, x.Row, strings.TrimSpace(x.Field+" "+x.Value))
			if x.Became != "" {
				fmt.Fprintf(e.stdout, " (%s)", x.Became)
			}
			fmt.Fprintln(e.stdout)
		}
	}
}
