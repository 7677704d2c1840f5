package main

import (
	"bufio"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"chabiao/corpus"
	"chabiao/corpus/number"
	"chabiao/indexer/schema"
	"chabiao/search"
)

type searchCmd struct {
	Query  []string `arg:"" optional:"" help:"A number, words, or both."`
	Filter []string `help:"Only entries with this value, such as status=current; repeatable." placeholder:"K=V"`
	Sort   string   `help:"relevance, number, or published, implemented or withdrawn, with - in front for the newest first."`
	Size   int      `default:"10" help:"How many, at most 100."`
	Facets bool     `help:"Count the values of all facets."`
	Lang   string   `default:"zh" enum:"zh,en" help:"zh or en."`
}

// filters reads k=v arguments.
func filters(args []string) (map[string][]string, error) {
	out := make(map[string][]string)
	for _, a := range args {
		k, v, ok := strings.Cut(a, "=")
		if !ok || !slices.Contains(search.Filters, k) {
			return nil, usageError{fmt.Errorf("filter %q: write one of %s, = and a value", a, strings.Join(search.Filters, ", "))}
		}
		for part := range strings.SplitSeq(v, ",") {
			out[k] = append(out[k], part)
		}
	}
	return out, nil
}

// engine gives do an engine on the data directory, or the address of the
// server that holds it.
func (e *env) engine(command string, do func(search.Engine) error, ask func(client) error) error {
	d, err := openDataDir(e.ctx, e.data, command, nil)
	var held *heldError
	if errors.As(err, &held) && held.by.Addr != "" {
		return ask(held.client())
	}
	if err != nil {
		return err
	}
	return errors.Join(do(d.engine), d.close())
}

// Run searches.
func (c *searchCmd) Run(e *env) error {
	f, err := filters(c.Filter)
	if err != nil {
		return err
	}
	req := search.Request{Query: strings.Join(c.Query, " "), Filters: f, Sort: c.Sort, Size: c.Size, Lang: c.Lang}
	if c.Facets {
		req.Facets = []string{"all"}
	}
	var resp *search.Response
	err = e.engine("search", func(eng search.Engine) (err error) {
		resp, err = eng.Search(e.ctx, req)
		return err
	}, func(cl client) error {
		q := url.Values{"q": {req.Query}, "sort": {req.Sort}, "size": {strconv.Itoa(req.Size)}, "lang": {req.Lang}}
		if c.Facets {
			q.Set("facets", "all")
		}
		for k, v := range f {
			q[k] = v
		}
		return cl.get(e.ctx, "/search", q, &resp)
	})
	if err != nil {
		return err
	}
	if e.json {
		return e.print(resp)
	}
	fmt.Fprintf(e.stdout, "%d hits, %.1f ms\n", resp.Total, resp.TookMS)
	for _, h := range resp.Hits {
		fmt.Fprintf(e.stdout, "%-28s %s  %s  %s\n", h.Number, h.StatusLabel, h.Title, h.Published)
	}
	for _, name := range search.Facets {
		for i, v := range resp.Facets[name] {
			if i == 0 {
				fmt.Fprintf(e.stdout, "\n%s\n", name)
			}
			if i < 10 {
				fmt.Fprintf(e.stdout, "  %8d  %s %s\n", v.Count, v.Value, v.Label)
			}
		}
	}
	return nil
}

type resolveCmd struct {
	Number []string `arg:"" help:"Numbers in any spelling; - reads one a line from standard input."`
	Lang   string   `default:"zh" enum:"zh,en" help:"zh or en."`
}

// lines are the arguments, or the lines of standard input for "-".
func (e *env) lines(args []string) ([]string, error) {
	var out []string
	for _, a := range args {
		if a != "-" {
			out = append(out, a)
			continue
		}
		sc := bufio.NewScanner(e.stdin)
		sc.Buffer(nil, 1<<20)
		for sc.Scan() {
			out = append(out, strings.TrimRight(sc.Text(), "\r"))
		}
		if err := sc.Err(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Run resolves numbers, ten thousand at a time.
func (c *resolveCmd) Run(e *env) error {
	numbers, err := e.lines(c.Number)
	if err != nil {
		return err
	}
	show := func(list []search.Resolution) error {
		for _, r := range list {
			if e.json {
				if err := e.print(r); err != nil {
					return err
				}
				continue
			}
			fmt.Fprintf(e.stdout, "%s\n", r.Input)
			for _, m := range r.Matches {
				fmt.Fprintf(e.stdout, "  %-12s %s  %s\n               %s\n", m.Kind, m.Number, m.Title, m.Explain)
			}
			if r.Hint != "" {
				fmt.Fprintf(e.stdout, "  %s\n", r.Hint)
			}
		}
		return nil
	}
	return e.engine("resolve", func(eng search.Engine) error {
		for part := range slices.Chunk(numbers, search.MaxNumbers) {
			list, err := eng.Resolve(e.ctx, part, c.Lang)
			if err == nil {
				err = show(list)
			}
			if err != nil {
				return err
			}
		}
		return nil
	}, func(cl client) error {
		for part := range slices.Chunk(numbers, search.MaxNumbers) {
			var list []search.Resolution
			if err := cl.post(e.ctx, "/resolve", url.Values{"lang": {c.Lang}}, map[string]any{"numbers": part}, &list); err != nil {
				return err
			}
			if err := show(list); err != nil {
				return err
			}
		}
		return nil
	})
}

type parseCmd struct {
	Number []string `arg:"" help:"Numbers in any spelling; - reads one a line from standard input."`
	Lang   string   `default:"zh" enum:"zh,en" help:"zh or en."`
}

// Run parses numbers. It needs no data directory.
func (c *parseCmd) Run(e *env) error {
	numbers, err := e.lines(c.Number)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(e.stdout)
	buffered := *e
	buffered.stdout = out
	for _, in := range numbers {
		p := number.Read(in, c.Lang)
		switch {
		case e.json:
			err = buffered.print(p)
		case p.OK:
			_, err = fmt.Fprintf(out, "%s  →  %s  (id %s, body %s, serial %s, parts %s, year %d)\n", in, p.Number, p.ID, p.Body, p.Serial, strings.Join(p.Parts, "."), p.Year)
		default:
			_, err = fmt.Fprintf(out, "%s  →  %s\n", in, p.Error)
		}
		if err != nil {
			return err
		}
	}
	return out.Flush()
}

// entryFilter is a test of entries for commands that walk the catalogue.
func entryFilter(args []string) (func(*corpus.Entry) bool, error) {
	want, err := filters(args)
	if err != nil {
		return nil, err
	}
	for name, values := range want {
		for i, v := range values {
			if name == "status" {
				s, ok := corpus.ParseStatus(v)
				if !ok {
					return nil, usageError{fmt.Errorf("status=%s: no such status", v)}
				}
				values[i] = s.String()
			}
		}
	}
	return func(en *corpus.Entry) bool {
		n, _ := number.Parse(en.Number)
		f := schema.FactsOf(en, n)
		for name, values := range want {
			if !slices.ContainsFunc(values, func(v string) bool { return entryHas(en, f, name, v) }) {
				return false
			}
		}
		return true
	}, nil
}

func entryHas(en *corpus.Entry, f schema.Facts, name, v string) bool {
	below := func(codes []string) bool {
		return slices.ContainsFunc(codes, func(c string) bool { return strings.HasPrefix(c, v) })
	}
	switch name {
	case "status":
		return en.Status.String() == v
	case "level":
		return f.Level == v
	case "body":
		return strings.EqualFold(f.Body, v)
	case "country":
		return strings.EqualFold(f.Country, v)
	case "ics":
		return below(en.ICS)
	case "ccs":
		return below(en.CCS)
	case "source":
		return en.Source == v
	case "adopted":
		return strconv.FormatBool(len(en.Adopts) > 0) == v
	case "has_abstract":
		return strconv.FormatBool(len(en.Abstracts) > 0) == v
	case "year":
		from, to, isRange := strings.Cut(v, "..")
		if !isRange {
			to = from
		}
		year := fmt.Sprintf("%04d", f.Year)
		return year >= from && (to == "" || year <= to)
	}
	return false
}
