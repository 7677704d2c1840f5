package eval

import (
	"bufio"
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"chabiao/corpus"
)

//go:embed golden
var goldenFiles embed.FS

// Golden is the accepted state of the figures and ranked lists on one
// catalogue: the files NAME.figures.tsv and NAME.lists.tsv. The lists hold
// numbers, no titles.
type Golden struct {
	Name      string
	Catalogue Catalogue
	Figures   []Figure
	Lists     []Ranked
}

// Goldens are the embedded ones.
func Goldens() ([]*Golden, error) {
	sub, err := fs.Sub(goldenFiles, "golden")
	if err != nil {
		return nil, err
	}
	return ReadGoldens(sub)
}

const (
	figuresEnd = ".figures.tsv"
	listsEnd   = ".lists.tsv"
)

// ReadGoldens reads the goldens in a directory.
func ReadGoldens(files fs.FS) ([]*Golden, error) {
	names, err := fs.Glob(files, "*"+figuresEnd)
	if err != nil {
		return nil, err
	}
	var out []*Golden
	for _, name := range names {
		g := &Golden{Name: strings.TrimSuffix(path.Base(name), figuresEnd)}
		err := g.read(files, name, g.figure)
		if err == nil {
			err = g.read(files, g.Name+listsEnd, g.list)
		}
		if err != nil {
			return nil, err
		}
		out = append(out, g)
	}
	return out, nil
}

// read hands the cells of a file's lines to row.
func (g *Golden) read(files fs.FS, name string, row func(cells []string) error) error {
	text, err := fs.ReadFile(files, name)
	if err != nil {
		return err
	}
	n := 0
	for line := range strings.Lines(string(text)) {
		n++
		line = strings.TrimSuffix(line, "\n")
		if note, ok := strings.CutPrefix(line, "# catalogue\t"); ok {
			entries, keys, _ := strings.Cut(note, "\t")
			if g.Catalogue.Entries, err = strconv.ParseInt(entries, 10, 64); err != nil {
				return fmt.Errorf("%s, line %d: %w", name, n, err)
			}
			g.Catalogue.Keys = keys
		}
		if line == "" || line[0] == '#' {
			continue
		}
		if err := row(strings.Split(line, "\t")); err != nil {
			return corpus.Errorf(corpus.InvalidArgument, "%s, line %d: %w", name, n, err).WithHint("write it anew with 'chabiao eval --update'")
		}
	}
	return nil
}

const figureCells = 5 // before the metrics

func (g *Golden) figure(cells []string) error {
	if len(cells) != figureCells+int(numMetrics) {
		return fmt.Errorf("%d columns, want %d", len(cells), figureCells+int(numMetrics))
	}
	f := Figure{Set: cells[0], Part: cells[1], Made: cells[2], Scores: noScores()}
	var err1, err2 error
	f.Queries, err1 = strconv.Atoi(cells[3])
	f.Unknown, err2 = strconv.Atoi(cells[4])
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	for m, cell := range cells[figureCells:] {
		if cell == "-" {
			continue
		}
		v, err := strconv.ParseFloat(cell, 64)
		if err != nil {
			return err
		}
		f.Scores[m] = v
	}
	g.Figures = append(g.Figures, f)
	return nil
}

func (g *Golden) list(cells []string) error {
	if len(cells) != 5 {
		return fmt.Errorf("%d columns, want 5", len(cells))
	}
	rank, err1 := strconv.Atoi(cells[2])
	grade, err2 := strconv.Atoi(cells[4])
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	if rank <= 1 {
		g.Lists = append(g.Lists, Ranked{Set: cells[0], Text: cells[1]})
	}
	if rank == 0 { // nothing was found
		return nil
	}
	if len(g.Lists) == 0 {
		return errors.New("the first line of a list has rank 1")
	}
	l := &g.Lists[len(g.Lists)-1]
	l.Numbers, l.Grades = append(l.Numbers, cells[3]), append(l.Grades, grade)
	return nil
}

// maxDrift is the share of its entries by which a catalogue may differ from
// that of a golden and still be held to it.
const maxDrift = 0.01

// GoldenFor picks the golden of a catalogue; nil if there is none.
func GoldenFor(list []*Golden, c Catalogue) *Golden {
	var best *Golden
	least := maxDrift * float64(c.Entries)
	for _, g := range list {
		if g.Catalogue == c {
			return g
		}
		if d := math.Abs(float64(g.Catalogue.Entries - c.Entries)); d <= least {
			best, least = g, d
		}
	}
	return best
}

// Take replaces, set by set, what a result has figures of; other sets stay as
// they were.
func (g *Golden) Take(r *Result) {
	g.Catalogue = r.Catalogue
	has := make(map[string]bool)
	for _, f := range r.Figures {
		has[f.Set] = true
	}
	g.Figures = append(slices.DeleteFunc(g.Figures, func(f Figure) bool { return has[f.Set] }), r.Figures...)
	g.Lists = append(slices.DeleteFunc(g.Lists, func(l Ranked) bool { return has[l.Set] }), r.Lists...)
	slices.SortStableFunc(g.Figures, func(a, b Figure) int { return strings.Compare(a.Set, b.Set) })
	slices.SortStableFunc(g.Lists, func(a, b Ranked) int { return strings.Compare(a.Set, b.Set) })
}

// Write writes the golden's files into a directory that exists.
func (g *Golden) Write(dir string) (err error) {
	defer corpus.Wrap(&err, "write the golden %s", g.Name)
	var figures, lists bytes.Buffer
	fmt.Fprintf(&figures, "# catalogue\t%d\t%s\n# set\tpart\tqueries' hash\tqueries\tunknown", g.Catalogue.Entries, g.Catalogue.Keys)
	for m := range numMetrics {
		fmt.Fprintf(&figures, "\t%s", m)
	}
	figures.WriteByte('\n')
	for _, f := range g.Figures {
		fmt.Fprintf(&figures, "%s\t%s\t%s\t%d\t%d", f.Set, f.Part, f.Made, f.Queries, f.Unknown)
		for m := range numMetrics {
			if f.Has(m) {
				fmt.Fprintf(&figures, "\t%.4f", f.Scores[m])
			} else {
				figures.WriteString("\t-")
			}
		}
		figures.WriteByte('\n')
	}
	w := bufio.NewWriter(&lists)
	fmt.Fprintln(w, "# set\tquery\trank\tnumber\tgrade")
	for _, l := range g.Lists {
		if len(l.Numbers) == 0 {
			fmt.Fprintf(w, "%s\t%s\t0\t-\t0\n", l.Set, l.Text)
		}
		for i, num := range l.Numbers {
			fmt.Fprintf(w, "%s\t%s\t%d\t%s\t%d\n", l.Set, l.Text, i+1, num, l.Grades[i])
		}
	}
	return errors.Join(w.Flush(),
		os.WriteFile(filepath.Join(dir, g.Name+figuresEnd), figures.Bytes(), 0o644),
		os.WriteFile(filepath.Join(dir, g.Name+listsEnd), lists.Bytes(), 0o644))
}
