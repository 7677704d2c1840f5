package eval

import (
	"cmp"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"chabiao/corpus"
)

//go:embed queries
var queryFiles embed.FS

// HeldOut is the end of the names of sets that are looked at only at the end:
// nobody tunes by them.
const HeldOut = "_held"

// Judgment is a query with the numbers judged for it.
type Judgment struct {
	Persona string // who asks, as the file says; may be empty
	Query   string
	Grades  []Graded
	Line    int // of the query in its file
}

// Graded is a judged number.
type Graded struct {
	Grade  int
	Number string
}

// Bounds of a file of judged queries.
const (
	maxJudgments = 100_000
	maxGraded    = 1000 // of one query
)

// ParseJudged reads a file of judged queries: "? query" begins one, lines
// "grade number" follow, a blank line ends it. "[persona: name]" says who asks
// from there on. "#" at the start of a line, or behind two spaces, begins a
// comment. Numbers may be spelt in any way; grades are 1 to 3. The error says
// which line is wrong.
func ParseJudged(text string) ([]Judgment, error) {
	if !utf8.ValidString(text) {
		return nil, corpus.Errorf(corpus.InvalidArgument, "judged queries: not UTF-8 text")
	}
	var out []Judgment
	persona, open, n := "", false, 0
	for line := range strings.Lines(strings.TrimPrefix(text, "\ufeff")) {
		n++
		bad := func(format string, args ...any) ([]Judgment, error) {
			return nil, corpus.Errorf(corpus.InvalidArgument, "judged queries, line %d: %s", n, fmt.Sprintf(format, args...))
		}
		line = strings.TrimSpace(uncomment(line))
		switch {
		case strings.HasPrefix(line, "#"):
		case line == "":
			open = false
		case strings.HasPrefix(line, "["):
			name, ok := strings.CutPrefix(line, "[persona:")
			name, closed := strings.CutSuffix(name, "]")
			if persona = strings.TrimSpace(name); !ok || !closed || persona == "" || strings.ContainsAny(persona, "[]\t") {
				return bad("%q is no persona; write [persona: name]", line)
			}
			open = false
		case strings.HasPrefix(line, "?"):
			q := strings.TrimSpace(line[1:])
			if q == "" || strings.Contains(q, "\t") {
				return bad("the query is empty or has a tab")
			}
			if len(out) == maxJudgments {
				return bad("more than %d queries", maxJudgments)
			}
			out = append(out, Judgment{Persona: persona, Query: q, Line: n})
			open = true
		default:
			if !open {
				return bad("%q stands under no query; a query begins with '?' and ends with a blank line", line)
			}
			grade, num, _ := strings.Cut(line, " ")
			num = strings.TrimSpace(num)
			if len(grade) != 1 || grade[0] < '1' || grade[0] > '3' || num == "" {
				return bad("%q: write a grade from 1 to 3, a space and a number", line)
			}
			j := &out[len(out)-1]
			key := Key(num)
			if slices.ContainsFunc(j.Grades, func(g Graded) bool { return Key(g.Number) == key }) {
				return bad("%s is judged twice", num)
			}
			if len(j.Grades) == maxGraded {
				return bad("more than %d numbers for one query", maxGraded)
			}
			j.Grades = append(j.Grades, Graded{Grade: int(grade[0] - '0'), Number: num})
		}
	}
	for _, j := range out {
		if len(j.Grades) == 0 {
			return nil, corpus.Errorf(corpus.InvalidArgument, "judged queries, line %d: nothing is judged for %q", j.Line, j.Query)
		}
	}
	return out, nil
}

// uncomment cuts a comment behind two spaces off.
func uncomment(line string) string {
	if i := strings.Index(line, "  #"); i >= 0 {
		return line[:i]
	}
	return line
}

// JudgedSet is a file of judged queries.
type JudgedSet struct {
	Name      string
	Judgments []Judgment
}

// JudgedSets reads the embedded files, by name; those held out only when asked
// for.
func JudgedSets(heldOut bool) ([]JudgedSet, error) { return judgedSets(queryFiles, "queries", heldOut) }

func judgedSets(files fs.FS, dir string, heldOut bool) ([]JudgedSet, error) {
	names, err := fs.Glob(files, path.Join(dir, "*.txt"))
	if err != nil {
		return nil, err
	}
	var out []JudgedSet
	for _, name := range names {
		set := strings.TrimSuffix(path.Base(name), ".txt")
		if strings.HasSuffix(set, HeldOut) && !heldOut {
			continue
		}
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		list, err := ParseJudged(string(text))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		out = append(out, JudgedSet{Name: set, Judgments: list})
	}
	slices.SortFunc(out, func(a, b JudgedSet) int { return cmp.Compare(a.Name, b.Name) })
	return out, nil
}

// join makes queries of judgments, leaving out the numbers that has does not
// know. It tells what was left out.
func (s *JudgedSet) join(has func(key string) bool) (queries []Query, missing []string, skipped int) {
	for _, j := range s.Judgments {
		q := Query{Set: s.Name, Part: j.Persona, Text: j.Query}
		for _, g := range j.Grades {
			key := Key(g.Number)
			if !has(key) {
				missing = append(missing, fmt.Sprintf("%s:%d %s", s.Name, j.Line, g.Number))
				continue
			}
			q.Wants = append(q.Wants, Want{Grade: g.Grade, Keys: []string{key}})
		}
		if len(q.Wants) == 0 {
			skipped++
			continue
		}
		queries = append(queries, q)
	}
	return queries, missing, skipped
}

// GradesOf gives what was judged for a query, by the numbers' keys.
func GradesOf(sets []JudgedSet, query string) map[string]int {
	out := make(map[string]int)
	for _, set := range sets {
		for _, j := range set.Judgments {
			if j.Query != query {
				continue
			}
			for _, g := range j.Grades {
				out[Key(g.Number)] = max(out[Key(g.Number)], g.Grade)
			}
		}
	}
	return out
}
