package class

import (
	"slices"
	"strings"
	"sync"

	"chabiao/corpus/han"
)

// findable is a class with its names as Find compares them.
type findable struct {
	node Node
	text string // code and names, folded
}

var findables = sync.OnceValue(func() map[Scheme][]findable {
	out := make(map[Scheme][]findable)
	for s, t := range trees() {
		for _, n := range t.nodes {
			out[s] = append(out[s], findable{n, strings.ToLower(n.Code + "\n" + han.Fold(n.NameZH) + "\n" + han.Fold(n.NameEN))})
		}
		slices.SortFunc(out[s], func(a, b findable) int { return strings.Compare(a.node.Code, b.node.Code) })
	}
	return out
})

// Find lists the classes whose code begins with a text, or whose names, Chinese
// and English, hold all of its words, in code order; none for an empty text.
// Width, case and traditional characters do not matter.
func Find(s Scheme, text string) []Node {
	words := strings.Fields(strings.ToLower(han.Fold(text)))
	if len(words) == 0 {
		return nil
	}
	var out []Node
	for _, f := range findables()[s] {
		if len(words) == 1 && strings.HasPrefix(f.text, words[0]) || !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(f.text[len(f.node.Code):], w) }) {
			out = append(out, f.node)
		}
	}
	return out
}
