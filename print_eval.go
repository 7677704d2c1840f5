package main

import (
	"fmt"
	"math"
	"slices"

	"chabiao/search/eval"
)

// evalRow is a row of the table of 'eval --json'.
type evalRow struct {
	Searcher string               `json:"searcher"`
	Set      string               `json:"set"`
	Part     string               `json:"part,omitempty"`
	Queries  int                  `json:"queries"`
	Unknown  int                  `json:"unknown,omitempty"`
	Figures  map[string]evalValue `json:"figures"`
}

type evalValue struct {
	Value      float64  `json:"value"`
	Golden     *float64 `json:"golden,omitempty"`
	Difference *float64 `json:"difference,omitempty"`
}

// printEval prints the table: each set with the engine's figure, the golden's
// and the difference, then the baselines' figures.
func printEval(e *env, list []eval.Compared, others []*eval.Result) error {
	var rows []evalRow
	for _, c := range list {
		rows = append(rows, newEvalRow("chabiao", &c.Figure, c.Golden))
		for _, r := range others {
			for i := range r.Figures {
				if f := &r.Figures[i]; f.Set == c.Set && f.Part == c.Part {
					rows = append(rows, newEvalRow(r.Searcher, f, nil))
				}
			}
		}
	}
	if e.json {
		return e.print(rows)
	}
	heads := []string{eval.MRR10.String(), eval.NDCG10.String(), eval.Recall10.String(), eval.Recall50.String(), eval.Success1.String(), eval.RecallAll.String()}
	fmt.Fprintf(e.stdout, "%-20s %-10s %5s", "set", "", "n")
	for _, h := range heads {
		fmt.Fprintf(e.stdout, "  %-20s", h)
	}
	fmt.Fprintln(e.stdout)
	for _, r := range rows {
		if _, err := fmt.Fprintf(e.stdout, "%-20s %-10s %5d", r.Set, r.Searcher, r.Queries); err != nil {
			return err
		}
		for _, h := range heads {
			fmt.Fprintf(e.stdout, "  %-20s", r.cell(h))
		}
		fmt.Fprintln(e.stdout, r.Part)
	}
	return nil
}

func newEvalRow(searcher string, f, golden *eval.Figure) evalRow {
	r := evalRow{Searcher: searcher, Set: f.Set, Part: f.Part, Queries: f.Queries, Unknown: f.Unknown, Figures: make(map[string]evalValue)}
	for m, v := range f.Scores {
		m := eval.Metric(m)
		if math.IsNaN(v) {
			continue
		}
		value := evalValue{Value: round4(v)}
		if golden != nil && golden.Has(m) {
			old, diff := golden.Scores[m], round4(value.Value-golden.Scores[m])
			value.Golden, value.Difference = &old, &diff
		}
		r.Figures[m.String()] = value
	}
	return r
}

func round4(v float64) float64 { return math.Round(v*1e4) / 1e4 }

func (r *evalRow) cell(metric string) string {
	v, ok := r.Figures[metric]
	switch {
	case !ok:
		return "-"
	case v.Golden == nil:
		return fmt.Sprintf("%.3f", v.Value)
	}
	return fmt.Sprintf("%.3f %.3f %+.3f", v.Value, *v.Golden, *v.Difference)
}

// remarks says, on stderr, what the table can't.
func (c *evalCmd) remarks(e *env, golden *eval.Golden, list []eval.Compared, all *eval.Collection) {
	switch {
	case golden == nil:
		fmt.Fprintf(e.stderr, "no golden is of a catalogue like this one (%d entries); --update writes one\n", all.Catalogue.Entries)
	case golden.Catalogue != all.Catalogue:
		fmt.Fprintf(e.stderr, "the golden %s is of a catalogue of %d entries, this one has %d or other numbers\n", golden.Name, golden.Catalogue.Entries, all.Catalogue.Entries)
	}
	var other []string
	for _, f := range list {
		if f.Other && !slices.Contains(other, f.Set) {
			other = append(other, f.Set)
		}
	}
	if len(other) > 0 {
		fmt.Fprintf(e.stderr, "other queries than the golden's, not compared: %v\n", other)
	}
	for _, f := range list {
		if f.Unknown > 0 {
			fmt.Fprintf(e.stderr, "%s %s: %d queries have too many hits to tell, not counted\n", f.Set, f.Part, f.Unknown)
		}
	}
	if len(all.Missing) > 0 {
		fmt.Fprintf(e.stderr, "%d judged numbers are not in this catalogue and left out; %d queries have no other\n", len(all.Missing), all.Skipped)
		if c.Verbose {
			for _, m := range all.Missing {
				fmt.Fprintln(e.stderr, "  "+m)
			}
		}
	}
}
