package main

import (
	"fmt"
	"math"
	"strings"
	"text/tabwriter"

	"chabiao/search/bench"
)

// printBench prints what was measured: the machine, how long each class takes
// on each engine, and the mixed load.
func printBench(e *env, rep *bench.Report) error {
	for _, name := range rep.Empty {
		fmt.Fprintf(e.stderr, "class %s: this catalogue has no such queries\n", name)
	}
	if e.json {
		return e.print(rep.Rows())
	}
	m := rep.Machine
	limit := "no memory limit"
	if m.MemoryLimit > 0 {
		limit = fmt.Sprintf("memory limit %d MiB", m.MemoryLimit>>20)
	}
	fmt.Fprintf(e.stdout, "%s, %d cores, %s, GOGC %d, %s; %d entries; %s; seed %d\n", m.CPU, m.Cores, m.Go, m.GOGC, limit, m.Entries, m.Date, m.Seed)
	fmt.Fprintf(e.stdout, "每类至多 %d 个检索式，各 %d 次或共 %g 秒 · up to %d queries a class, %d times each or %g s; warmed up, no result cache; ten hits with records; milliseconds\n\n",
		m.Queries, m.Runs, m.Seconds, m.Queries, m.Runs, m.Seconds)
	for _, b := range rep.Builds {
		kept := ""
		if b.Kept {
			kept = " (by an earlier run)"
		}
		fmt.Fprintf(e.stdout, "%s: index built in %.0f s%s, %.0f bytes an entry\n", b.Engine, b.Seconds, kept, b.BytesPerEntry)
	}
	w := tabwriter.NewWriter(e.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "class\tfacets\thits\tengine\tp50\tp95\tp99\t×\tn\ttotals agree\t")
	last := ""
	for _, l := range rep.Latencies {
		class, facets, hits := l.Class, "-", hitsText(l.Hits)
		if l.AnyWord != nil {
			hits += fmt.Sprintf(", any word ≈ %d", l.AnyWord.Median)
		}
		if l.Facets {
			facets = "all"
		}
		if key := fmt.Sprint(l.Class, l.Facets); key == last {
			class, facets, hits = "", "", ""
		} else {
			last = key
		}
		times, agree := "", ""
		if l.TimesSlower > 0 {
			times = fmt.Sprintf("%.1f", l.TimesSlower)
		}
		if l.Compared > 0 {
			agree = fmt.Sprintf("%d of %d", l.Agree, l.Compared)
		}
		fmt.Fprintln(w, strings.Join([]string{class, facets, hits, l.Engine, ms(l.P50), ms(l.P95), ms(l.P99), times, fmt.Sprint(l.Samples), agree}, "\t")+"\t")
	}
	if err := w.Flush(); err != nil {
		return err
	}
	for _, l := range rep.Loads {
		if _, err := fmt.Fprintf(e.stdout, "\n%s, mixed load, %d workers, %.0f s: %.0f requests/s, p50 %s, p95 %s, p99 %s\n", l.Engine, l.Workers, l.Seconds, l.Rate, ms(l.P50), ms(l.P95), ms(l.P99)); err != nil {
			return err
		}
	}
	return nil
}

func hitsText(h *bench.Hits) string {
	switch {
	case h == nil:
		return "-"
	case h.Least == h.Most:
		return fmt.Sprint(h.Median)
	}
	return fmt.Sprintf("%d (%d–%d)", h.Median, h.Least, h.Most)
}

// ms writes milliseconds with three digits that count.
func ms(v float64) string {
	if v == 0 {
		return "0"
	}
	return fmt.Sprintf("%.*f", max(0, 2-int(math.Floor(math.Log10(v)))), v)
}
