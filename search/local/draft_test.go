package local_test

import (
	"maps"
	"slices"
	"testing"

	"chabiao/search"

	"github.com/google/go-cmp/cmp"
)

// A second committee draft, of which its source says that it replaces the
// standard and, by the standard's entry, the other way round too.
func TestDrafts(t *testing.T) {
	e, _, _ := open(t, []byte(`{"number":"ISO 9001:2008","status":"废止","title_en":"Quality management systems - Requirements"}
{"number":"ISO 9001:2015","status":"现行","title_en":"Quality management systems - Requirements","replaces":["ISO 9001:2008","ISO/CD 9001.2"]}
{"number":"ISO 9001:2015/Amd 1:2024","status":"现行","replaces":["ISO/CD 9001.2"]}
{"number":"ISO/CD 9001","status":"草案","replaces":["ISO 9001:2015"]}
{"number":"ISO/CD 9001.2","status":"草案","replaces":["ISO 9001:2015","ISO 9001:2015/Amd 1:2024"]}
{"number":"ISO 9002:1994","status":"废止","replaced_by":["ISO/FDIS 9077"]}
{"number":"ISO/DIS 9003:2020","status":"草案","replaces":["ISO 9003:2000"]}
{"number":"ISO 9003:2000","status":"现行"}`))
	for _, c := range []struct {
		ask       string
		relations map[string][]string
		drafts    []string
		links     []string
		use, next []string
	}{
		{"ISO 9001:2015", map[string][]string{"replaces": {"ISO 9001:2008"}, "replaced_by": {"ISO/CD 9001", "ISO/CD 9001.2"}}, []string{"ISO/CD 9001", "ISO/CD 9001.2"},
			[]string{"ISO 9001:2008 => ISO 9001:2015", "ISO 9001:2015 => ISO/CD 9001", "ISO 9001:2015 => ISO/CD 9001.2"}, []string{}, []string{}},
		{"ISO/CD 9001.2", map[string][]string{"replaces": {"ISO 9001:2015", "ISO 9001:2015/Amd 1:2024"}}, []string{"ISO/CD 9001"},
			[]string{"ISO 9001:2008 => ISO 9001:2015", "ISO 9001:2015 => ISO/CD 9001", "ISO 9001:2015 => ISO/CD 9001.2"}, []string{}, []string{}},
		{"ISO 9001:2008", map[string][]string{"replaced_by": {"ISO 9001:2015"}}, []string{"ISO/CD 9001", "ISO/CD 9001.2"},
			[]string{"ISO 9001:2008 => ISO 9001:2015", "ISO 9001:2015 => ISO/CD 9001", "ISO 9001:2015 => ISO/CD 9001.2"}, []string{"ISO 9001:2015"}, []string{"ISO 9001:2015"}},
		{"ISO 9002:1994", map[string][]string{"replaced_by": {"ISO/FDIS 9077"}}, nil, []string{"ISO 9002:1994 => ISO/FDIS 9077"}, []string{}, []string{}},
		{"ISO 9003:2000", map[string][]string{"replaced_by": {"ISO/DIS 9003:2020"}}, []string{"ISO/DIS 9003:2020"}, []string{"ISO 9003:2000 => ISO/DIS 9003:2020"}, []string{}, []string{}},
	} {
		st, err := e.Standard(t.Context(), c.ask, "en")
		if err != nil {
			t.Fatal(err)
		}
		lives, err := e.Standing(t.Context(), []string{st.ID}, "en")
		if err != nil {
			t.Fatal(err)
		}
		relations := make(map[string][]string)
		for name, refs := range maps.All(st.Relations) {
			relations[name] = numbers(refs)
			slices.Sort(relations[name])
		}
		var drafts []string
		for _, r := range st.Editions {
			if r.Kind == search.EditionDraft {
				drafts = append(drafts, r.Number)
			}
		}
		next := []string{}
		for _, n := range lives[0].Next {
			next = append(next, n.Number)
		}
		for what, d := range map[string]string{
			"relations": cmp.Diff(c.relations, relations), "drafts": cmp.Diff(c.drafts, drafts), "links": cmp.Diff(c.links, drawn(st)),
			"use": cmp.Diff(c.use, numbers(st.UseInstead)), "next": cmp.Diff(c.next, next),
		} {
			if d != "" {
				t.Errorf("%s, %s (-want +got):\n%s", c.ask, what, d)
			}
		}
	}
}
