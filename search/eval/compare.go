package eval

import "fmt"

// Compared is a figure beside that of the golden.
type Compared struct {
	Figure
	Golden *Figure // nil if the golden has none, or of other queries
	Other  bool    // the golden's queries were others
}

// Compare lays a result's figures beside a golden, which may be nil.
func Compare(r *Result, g *Golden) []Compared {
	out := make([]Compared, len(r.Figures))
	for i, f := range r.Figures {
		out[i].Figure = f
		if g == nil {
			continue
		}
		for j := range g.Figures {
			if old := &g.Figures[j]; old.Set == f.Set && old.Part == f.Part {
				if old.Made == f.Made && old.Queries+old.Unknown == f.Queries+f.Unknown {
					out[i].Golden = old
				} else {
					out[i].Other = true
				}
			}
		}
	}
	return out
}

// Fallen names the figures of whole sets that lie more than the tolerance below the golden.
func Fallen(list []Compared, tolerance float64) []string {
	var out []string
	for _, c := range list {
		if c.Golden == nil || c.Part != "" {
			continue
		}
		for m := range numMetrics {
			// Goldens are rounded to four digits.
			if c.Golden.Has(m) && !(c.Scores[m] >= c.Golden.Scores[m]-tolerance-0.00005) {
				out = append(out, fmt.Sprintf("%s %s %.3f, was %.3f", c.Set, m, c.Scores[m], c.Golden.Scores[m]))
			}
		}
	}
	return out
}
