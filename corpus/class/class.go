// Package class holds the trees of the two classifications of standards: ICS
// (International Classification for Standards) and CCS (中国标准文献分类法). It
// names classes, checks codes and tells what stands above a code. It does not
// count entries.
package class

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"chabiao/corpus/han"
)

// Scheme is one of the two classifications.
type Scheme uint8

// The classifications.
const (
	ICS Scheme = iota + 1
	CCS
)

// ParseScheme reads "ics" or "ccs".
func ParseScheme(s string) (Scheme, bool) {
	switch s {
	case "ics":
		return ICS, true
	case "ccs":
		return CCS, true
	}
	return 0, false
}

// String is the scheme's name in the API.
func (s Scheme) String() string {
	if s == CCS {
		return "ccs"
	}
	return "ics"
}

// Ref names a class.
type Ref struct {
	Scheme Scheme
	Code   string
}

// Node is one class.
type Node struct {
	Code           string
	NameZH, NameEN string
	Parent         string // code of the class above; "" at the top
	Level          int    // 1 to 3
}

//go:embed ics.tsv
var icsTable string

//go:embed ccs.tsv
var ccsTable string

type tree struct {
	nodes    map[string]Node
	children map[string][]Node // by parent, in code order; "" holds the roots
	groups   []Node            // second level of CCS, for finding a code's group
}

var trees = sync.OnceValue(func() map[Scheme]*tree {
	return map[Scheme]*tree{ICS: load(ICS, icsTable), CCS: load(CCS, ccsTable)}
})

// load reads a table of code, Chinese name and English name. Parents come
// before their children.
func load(s Scheme, table string) *tree {
	t := &tree{nodes: make(map[string]Node), children: make(map[string][]Node)}
	for line := range strings.Lines(table) {
		cells := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
		if cells[0] == "" || cells[0][0] == '#' {
			continue
		}
		n := Node{Code: cells[0], Level: levelOf(s, cells[0])}
		if len(cells) > 1 {
			n.NameZH = cells[1]
		}
		if len(cells) > 2 {
			n.NameEN = cells[2]
		}
		switch {
		case n.Level == 1:
		case s == ICS:
			n.Parent = n.Code[:strings.LastIndexByte(n.Code, '.')]
		case n.Level == 2:
			n.Parent = n.Code[:1]
			t.groups = append(t.groups, n)
		default:
			n.Parent = t.group(n.Code)
		}
		t.nodes[n.Code] = n
		t.children[n.Parent] = append(t.children[n.Parent], n)
	}
	for _, list := range t.children {
		slices.SortFunc(list, func(a, b Node) int { return strings.Compare(a.Code, b.Code) })
	}
	return t
}

func levelOf(s Scheme, code string) int {
	if s == ICS {
		return 1 + strings.Count(code, ".")
	}
	switch len(code) {
	case 1:
		return 1
	case 3:
		return 3
	}
	return 2 // A00/09
}

// group is the second-level class that a CCS code such as A12 falls in, or
// the letter where none covers it.
func (t *tree) group(code string) string {
	for _, g := range t.groups {
		if g.Code[0] == code[0] && g.Code[1:3] <= code[1:] && code[1:] <= g.Code[4:] {
			return g.Code
		}
	}
	return code[:1]
}

// Lookup finds a class by its code.
func Lookup(s Scheme, code string) (Node, bool) {
	n, ok := trees()[s].nodes[code]
	return n, ok
}

// Roots lists the classes at the top.
func Roots(s Scheme) []Node { return trees()[s].children[""] }

// Children lists the classes right below one.
func Children(s Scheme, code string) []Node {
	if code == "" {
		return nil
	}
	return trees()[s].children[code]
}

// Label is the best name of a class in "zh" or "en": its own, in the other
// language if need be, else that of the nearest class above; "" when there is
// none.
func Label(s Scheme, code, lang string) string {
	path := Ancestors(s, code)
	for i := len(path) - 1; i >= 0; i-- {
		n, ok := Lookup(s, path[i])
		if !ok {
			continue
		}
		a, b := n.NameZH, n.NameEN
		if lang == "en" {
			a, b = b, a
		}
		if a != "" {
			return a
		}
		if b != "" {
			return b
		}
	}
	return ""
}

// Ancestors lists a code and all that stands above it, top first; nil when the
// code is malformed.
func Ancestors(s Scheme, code string) []string {
	norm, ok := Normalize(s, code)
	if !ok {
		return nil
	}
	if s == ICS {
		switch len(norm) {
		case 2:
			return []string{norm}
		case 6:
			return []string{norm[:2], norm}
		}
		return []string{norm[:2], norm[:6], norm}
	}
	switch len(norm) {
	case 1:
		return []string{norm}
	case 3:
		if g := trees()[CCS].group(norm); len(g) > 1 {
			return []string{norm[:1], g, norm}
		}
	}
	return []string{norm[:1], norm}
}

// Normalize writes a code as the tables do: half-width, capital, without
// spaces and trailing dots. ok is false when it is no code of the scheme's
// form; whether the class exists is another question, for Lookup.
func Normalize(s Scheme, code string) (norm string, ok bool) {
	norm = strings.TrimRight(strings.ToUpper(strings.ReplaceAll(han.Fold(code), " ", "")), ".")
	digits := func(s string) bool {
		for i := 0; i < len(s); i++ {
			if s[i] < '0' || s[i] > '9' {
				return false
			}
		}
		return true
	}
	if s == ICS {
		switch len(norm) {
		case 2:
			return norm, digits(norm)
		case 6:
			return norm, digits(norm[:2]) && norm[2] == '.' && digits(norm[3:])
		case 9:
			return norm, digits(norm[:2]) && norm[2] == '.' && digits(norm[3:6]) && norm[6] == '.' && digits(norm[7:])
		}
		return norm, false
	}
	if norm == "" || norm[0] < 'A' || norm[0] > 'Z' {
		return norm, false
	}
	switch len(norm) {
	case 1:
		return norm, true
	case 3:
		return norm, digits(norm[1:])
	case 6:
		return norm, digits(norm[1:3]) && norm[3] == '/' && digits(norm[4:])
	}
	return norm, false
}

// String shows a class as people cite it.
func (n Node) String() string { return fmt.Sprintf("%s %s", n.Code, n.NameZH) }
