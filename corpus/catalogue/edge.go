package catalogue

import (
	"slices"
	"strings"

	"chabiao/corpus"
	"chabiao/corpus/han"
	"chabiao/corpus/number"
)

// Target is the far end of a relation.
type Target struct {
	corpus.Relation
	Key string // key of the other standard's number; the folded text where it is none
}

// Targets lists the relations that an entry states with the keys of the
// standards they point at. A cell that holds several numbers gives several.
func Targets(e *corpus.Entry) []Target {
	var out []Target
	for _, rel := range e.Relations() {
		if n, err := number.Parse(rel.Number); err == nil {
			parts := n.Each() // a range points at every part of it
			for _, part := range parts {
				one := rel
				if len(parts) > 1 {
					one.Number = part.String()
				}
				out = append(out, Target{one, part.Key()})
			}
			continue
		}
		spans := number.Find(rel.Number)
		for _, s := range spans {
			one := rel
			one.Number = rel.Number[s.Start:s.End]
			out = append(out, Target{one, s.Number.Key()})
		}
		if text := strings.TrimSpace(rel.Number); len(spans) == 0 && text != "" {
			out = append(out, Target{rel, han.Fold(text)})
		}
	}
	return out
}

// edge is a relation as the table edge holds it, without its entry's row.
type edge struct {
	target string
	kind   corpus.RelationKind
}

// edgeChange tells which relations an entry loses and gains; nil stands for no
// entry.
func edgeChange(old, now *corpus.Entry) (drop, add []edge) {
	var was, is []corpus.Relation
	if old != nil {
		was = old.Relations()
	}
	if now != nil {
		is = now.Relations()
	}
	// Numbers are parsed only where something differs.
	if slices.Equal(was, is) {
		return nil, nil
	}
	before, after := edgeSet(old), edgeSet(now)
	for e := range before {
		if !after[e] {
			drop = append(drop, e)
		}
	}
	for e := range after {
		if !before[e] {
			add = append(add, e)
		}
	}
	return drop, add
}

func edgeSet(e *corpus.Entry) map[edge]bool {
	if e == nil {
		return nil
	}
	out := make(map[edge]bool)
	for _, t := range Targets(e) {
		out[edge{t.Key, t.Kind}] = true
	}
	return out
}
