package problem

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// MaxExamples is how many examples of a kind a Collector keeps.
const MaxExamples = 20

const (
	maxKinds = 512 // kinds beyond are counted as one
	maxText  = 300 // bytes of a text kept in an example
	// beyond is the kind that stands for all kinds beyond maxKinds.
	beyond Kind = "other"
)

// Example is a note and where it was made.
type Example struct {
	File  string `json:"file,omitempty"`
	Sheet string `json:"sheet,omitempty"`
	Row   int64  `json:"row"` // as the reader counts rows, from 1
	Note
}

// Group is all that was told of one kind.
type Group struct {
	Kind     Kind      `json:"kind"`
	Severity Severity  `json:"severity"`
	TitleZH  string    `json:"title_zh"`
	TitleEN  string    `json:"title_en"`
	AdviceZH string    `json:"advice_zh,omitempty"`
	AdviceEN string    `json:"advice_en,omitempty"`
	Count    int64     `json:"count"`
	Examples []Example `json:"examples"`
}

// Collector counts notes by kind and keeps the first MaxExamples of each. The
// zero Collector is ready. It is for one goroutine; those of several are
// merged.
type Collector struct {
	groups map[Kind]*collected
}

type collected struct {
	count    int64
	examples []Example
}

func (c *Collector) group(k Kind) *collected {
	g := c.groups[k]
	if g == nil {
		if c.groups == nil {
			c.groups = make(map[Kind]*collected)
		}
		if len(c.groups) >= maxKinds && k != beyond {
			return c.group(beyond)
		}
		g = &collected{}
		c.groups[k] = g
	}
	return g
}

// Add counts the notes of one row. Notes of the empty kind are none.
func (c *Collector) Add(file, sheet string, row int64, notes ...Note) {
	for _, n := range notes {
		if n.Kind == "" {
			continue
		}
		g := c.group(n.Kind)
		g.count++
		if len(g.examples) < MaxExamples {
			n.Field, n.Value, n.Became, n.BecameZH = clip(n.Field), clip(n.Value), clip(n.Became), clip(n.BecameZH)
			g.examples = append(g.examples, Example{File: clip(file), Sheet: clip(sheet), Row: row, Note: n})
		}
	}
}

// clip bounds a text at the boundary of a character and lets go of the larger
// text it may be part of.
func clip(s string) string {
	if len(s) <= maxText {
		return strings.Clone(s)
	}
	end := maxText
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end] + "…"
}

// Merge adds what another collector holds, its examples behind those already
// here. The other is left as it is.
func (c *Collector) Merge(other *Collector) {
	if other == nil {
		return
	}
	// In the order of codes, so that merging the same collectors gives the
	// same examples every time.
	for _, k := range slices.Sorted(maps.Keys(other.groups)) {
		from := other.groups[k]
		to := c.group(k)
		to.count += from.count
		room := MaxExamples - len(to.examples)
		to.examples = append(to.examples, from.examples[:min(room, len(from.examples))]...)
	}
}

// Count is how often a kind was told.
func (c *Collector) Count(k Kind) int64 {
	if g := c.groups[k]; g != nil {
		return g.count
	}
	return 0
}

// Totals counts all that was told by severity.
func (c *Collector) Totals() (infos, warnings, errors int64) {
	for k, g := range c.groups {
		switch k.Severity() {
		case Info:
			infos += g.count
		case Warning:
			warnings += g.count
		default:
			errors += g.count
		}
	}
	return infos, warnings, errors
}

// Groups gives what was told, the gravest first, then the most frequent.
func (c *Collector) Groups() []Group {
	out := make([]Group, 0, len(c.groups))
	for k, g := range c.groups {
		out = append(out, Group{Kind: k, Severity: k.Severity(), TitleZH: k.Title("zh"), TitleEN: k.Title("en"),
			AdviceZH: k.Advice("zh"), AdviceEN: k.Advice("en"), Count: g.count, Examples: slices.Clone(g.examples)})
	}
	slices.SortFunc(out, func(a, b Group) int {
		return cmp.Or(cmp.Compare(b.Severity, a.Severity), cmp.Compare(b.Count, a.Count), cmp.Compare(a.Kind, b.Kind))
	})
	return out
}

// MarshalJSON writes the groups in their order.
func (c *Collector) MarshalJSON() ([]byte, error) { return json.Marshal(c.Groups()) }

// UnmarshalJSON reads what MarshalJSON wrote, as from a report that was kept.
func (c *Collector) UnmarshalJSON(data []byte) error {
	var groups []Group
	if err := json.Unmarshal(data, &groups); err != nil {
		return err
	}
	c.groups = nil
	for _, in := range groups {
		g := c.group(in.Kind)
		g.count += in.Count
		room := MaxExamples - len(g.examples)
		g.examples = append(g.examples, in.Examples[:min(room, len(in.Examples))]...)
	}
	return nil
}
