package local

import (
	"testing"

	"chabiao/search"

	"github.com/google/go-cmp/cmp"
)

// TestClassesOfAFacet shows which classes are listed of those counted.
func TestClassesOfAFacet(t *testing.T) {
	counts := map[string]int64{"03": 9, "03.120": 8, "03.120.10": 7, "03.120.20": 6, "03.100": 5, "03.100.01": 4, "25": 3, "25.160": 2, "25.160.10": 1}
	for _, c := range []struct {
		chosen []string
		text   string
		want   []string
	}{
		{nil, "", []string{"03", "25"}},
		{[]string{"03"}, "", []string{"03", "03.120", "03.100", "25"}},
		{[]string{"03.120.10"}, "", []string{"03", "03.120", "03.120.10", "03.120.20", "03.100", "25"}},
		{nil, "焊接", []string{"03", "25", "25.160", "25.160.10"}},
		{nil, "25.160.1", []string{"03", "25", "25.160.10"}},
		{[]string{"25"}, "nonesuch", []string{"03", "25", "25.160"}},
	} {
		list := facetList("ics", counts, search.Request{Filters: map[string][]string{"ics": c.chosen}, Classes: c.text, FacetSize: 50, Lang: "zh"})
		var got []string
		for _, v := range list {
			got = append(got, v.Value)
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("chosen %v, %q: %s", c.chosen, c.text, d)
		}
	}
}
