package local_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"chabiao/corpus"
	"chabiao/search"

	"github.com/google/go-cmp/cmp"
)

// drawn writes a lineage in lines: => where a source states the replacement,
// ~> where only the years tell.
func drawn(st *search.Standard) []string {
	out := []string{}
	for _, l := range st.Lineage.Links {
		arrow := " ~> "
		if l.Stated {
			arrow = " => "
		}
		if l.Skipped > 0 {
			arrow = fmt.Sprintf(" ..%d..%s", l.Skipped, arrow)
		}
		out = append(out, st.Lineage.Nodes[l.From].Number+arrow+st.Lineage.Nodes[l.To].Number)
	}
	return out
}

func numbers(refs []search.Ref) []string {
	out := []string{}
	for _, r := range refs {
		out = append(out, r.Number)
	}
	return out
}

func TestLineage(t *testing.T) {
	var many strings.Builder
	for y := 1981; y <= 2010; y++ {
		status := "废止"
		if y == 2010 {
			status = "现行"
		}
		fmt.Fprintf(&many, `{"number":"GB/T 900-%d","status":%q}`+"\n", y, status)
	}
	for _, c := range []struct {
		name, rows, ask string
		links, use      []string
	}{
		{"one edition", `{"number":"GB/T 1-2001","status":"现行"}`, "gb-t-1-2001", []string{}, []string{}},
		{"stated, to the end of the chain", `{"number":"GB/T 1-1990","status":"被代替","replaced_by":["GB/T 1-2000"]}
{"number":"GB/T 1-2000","status":"被代替"}
{"number":"GB/T 7-2010","status":"现行","replaces":["GB/T 1-2000"]}`, "gb-t-1-1990",
			[]string{"GB/T 1-1990 => GB/T 1-2000", "GB/T 1-2000 => GB/T 7-2010"}, []string{"GB/T 7-2010"}},
		{"editions that no source links", `{"number":"GB/T 1-2016","status":"现行"}
{"number":"GB 1-1990","status":"废止"}
{"number":"GB/T 1-2008","status":"废止"}`, "gb-1-1990",
			[]string{"GB 1-1990 ~> GB/T 1-2008", "GB/T 1-2008 ~> GB/T 1-2016"}, []string{"GB/T 1-2016"}},
		{"split into three, one withdrawn since", `{"number":"GB/T 1-1990","status":"被代替","replaced_by":["GB/T 2.1-2000","GB/T 2.2-2000","GB/T 2.3-2000"]}
{"number":"GB/T 2.1-2000","status":"现行"}
{"number":"GB/T 2.2-2000","status":"废止"}
{"number":"GB/T 2.3-2000","status":"被代替","replaced_by":["GB/T 2.3-2010"]}
{"number":"GB/T 2.3-2010","status":"现行"}`, "gb-t-1-1990",
			[]string{"GB/T 1-1990 => GB/T 2.1-2000", "GB/T 1-1990 => GB/T 2.2-2000", "GB/T 1-1990 => GB/T 2.3-2000", "GB/T 2.3-2000 => GB/T 2.3-2010"},
			[]string{"GB/T 2.1-2000", "GB/T 2.3-2010"}},
		{"two become one", `{"number":"GB/T 3-2010","status":"现行","replaces":["GB/T 1-1990","GB/T 2-1991"]}
{"number":"GB/T 1-1990","status":"被代替"}
{"number":"GB/T 2-1991","status":"被代替"}`, "gb-t-3-2010",
			[]string{"GB/T 1-1990 => GB/T 3-2010", "GB/T 2-1991 => GB/T 3-2010"}, []string{}},
		{"a successor that the catalogue lacks", `{"number":"GB/T 1-1990","status":"废止","replaced_by":["GB/T 5—2003"]}`, "gb-t-1-1990",
			[]string{"GB/T 1-1990 => GB/T 5-2003"}, []string{"GB/T 5-2003"}},
		{"all withdrawn", `{"number":"GB/T 1-1990","status":"废止","replaced_by":["GB/T 1-2000"]}
{"number":"GB/T 1-2000","status":"废止"}`, "gb-t-1-1990", []string{"GB/T 1-1990 => GB/T 1-2000"}, []string{}},
		{"a statement without a year concerns older editions only", `{"number":"GB/T 1-1990","status":"废止"}
{"number":"GB/T 1-2000","status":"废止","replaces":["GB/T 1"]}
{"number":"GB/T 1-2010","status":"现行"}`, "gb-t-1-2010", []string{"GB/T 1-1990 => GB/T 1-2000", "GB/T 1-2000 ~> GB/T 1-2010"}, []string{}},
		{"not in force yet", `{"number":"GB/T 1-2020","status":"现行"}
{"number":"GB/T 1-2030","status":"即将实施","replaces":["GB/T 1-2020"]}`, "gb-t-1-2030", []string{"GB/T 1-2020 => GB/T 1-2030"}, []string{"GB/T 1-2020"}},
		{"only what comes next", `{"number":"GB/T 1-2020","status":"废止"}
{"number":"GB/T 1-2030","status":"即将实施","replaces":["GB/T 1-2020"]}`, "gb-t-1-2020", []string{"GB/T 1-2020 => GB/T 1-2030"}, []string{"GB/T 1-2030"}},
		{"amendments and drafts are no editions", `{"number":"ISO 1:2000","status":"废止"}
{"number":"ISO 1:2000/Cor 1:2001","status":"废止","replaced_by":["ISO 1:2015"]}
{"number":"ISO 1:2015","status":"现行","replaces":["ISO 1:2000","ISO 1:2000/Cor 1:2001"]}
{"number":"ISO 1:2015+Amd 1:2018 CSV","status":"现行"}
{"number":"ISO/CD 1","status":"草案","replaced_by":["ISO 1:2015"]}`, "iso-1-2000", []string{"ISO 1:2000 => ISO 1:2015"}, []string{"ISO 1:2015"}},
		{"a draft to come", `{"number":"ISO 1:2000","status":"现行"}
{"number":"ISO/DIS 1:2026","status":"草案","replaces":["ISO 1:2000"]}`, "iso-1-2000", []string{"ISO 1:2000 => ISO/DIS 1:2026"}, []string{}},
		{"a draft that says it is replaced by what it replaces", `{"number":"ISO 1:2000","status":"现行"}
{"number":"ISO/CD 1","status":"草案","replaces":["ISO 1:2000"],"replaced_by":["ISO 1:2000"]}`, "iso-1-2000", []string{"ISO 1:2000 => ISO/CD 1"}, []string{}},
		{"releases side by side", `{"number":"3GPP TS 23.501:REL-15/15.1.0","published":"2019-01-01"}
{"number":"3GPP TS 23.501:REL-16/16.0.0","published":"2018-01-01"}
{"number":"3GPP TS 23.501:REL-15/15.0.0","published":"2017-01-01"}`, "3GPP TS 23.501:REL-15/15.0.0",
			[]string{"3GPP TS 23.501:REL-15/15.0.0 ~> 3GPP TS 23.501:REL-15/15.1.0", "3GPP TS 23.501:REL-15/15.1.0 ~> 3GPP TS 23.501:REL-16/16.0.0"}, []string{}},
		{"in a circle", `{"number":"GB/T 1-2000","status":"废止","replaced_by":["GB/T 2-2001"]}
{"number":"GB/T 2-2001","status":"废止","replaced_by":["GB/T 3-2002"]}
{"number":"GB/T 3-2002","status":"废止","replaced_by":["GB/T 1-2000"]}`, "gb-t-2-2001",
			[]string{"GB/T 1-2000 => GB/T 2-2001", "GB/T 2-2001 => GB/T 3-2002"}, []string{}},
		{"too many to draw", many.String(), "gb-t-900-2004",
			[]string{"GB/T 900-1981 ..16.. ~> GB/T 900-1998", "GB/T 900-1998 ~> GB/T 900-1999", "GB/T 900-1999 ~> GB/T 900-2000", "GB/T 900-2000 ~> GB/T 900-2001", "GB/T 900-2001 ~> GB/T 900-2002", "GB/T 900-2002 ~> GB/T 900-2003", "GB/T 900-2003 ~> GB/T 900-2004",
				"GB/T 900-2004 ~> GB/T 900-2005", "GB/T 900-2005 ~> GB/T 900-2006", "GB/T 900-2006 ~> GB/T 900-2007", "GB/T 900-2007 ~> GB/T 900-2008", "GB/T 900-2008 ~> GB/T 900-2009", "GB/T 900-2009 ~> GB/T 900-2010"}, []string{"GB/T 900-2010"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			e, _, _ := open(t, []byte(c.rows))
			st, err := e.Standard(t.Context(), c.ask, "zh")
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(c.links, drawn(st)); d != "" {
				t.Errorf("links (-want +got):\n%s", d)
			}
			if d := cmp.Diff(c.use, numbers(st.UseInstead)); d != "" {
				t.Errorf("use instead (-want +got):\n%s", d)
			}
			if self := st.Lineage.Nodes[st.Lineage.Self]; self.ID != st.ID || st.Imported.IsZero() {
				t.Errorf("itself %+v, imported %v", self, st.Imported)
			}
		})
	}
}

// TestManyParts leaves out parts and says how many; the serials of 3GPP are no
// parts of their series.
func TestManyParts(t *testing.T) {
	var rows strings.Builder
	for i := range 100 {
		fmt.Fprintf(&rows, `{"number":"GB/T 5.%d-2000"}`+"\n"+`{"number":"3GPP TS 23.%03d:REL-15/15.1.0"}`+"\n", i+1, i+1)
	}
	e, _, _ := open(t, []byte(rows.String()))
	st, err := e.Standard(t.Context(), "gb-t-5.7-2000", "zh")
	if err != nil {
		t.Fatal(err)
	}
	if len(st.Editions)+st.MoreParts != 99 || st.MoreParts == 0 {
		t.Errorf("%d parts and %d more", len(st.Editions), st.MoreParts)
	}
	if st, err = e.Standard(t.Context(), "3GPP TS 23.007:REL-15/15.1.0", "zh"); err != nil || len(st.Editions) != 0 {
		t.Errorf("3GPP TS 23.007: %v, %v", numbers(st.Editions), err)
	}
}

func TestEditionKinds(t *testing.T) {
	e, _, _ := open(t, []byte(`{"number":"GB/T 5.1-2000"}
{"number":"GB/T 5.1-2010"}
{"number":"GB/T 5.1-2010/XG1-2012"}
{"number":"GB/T 5.2-2004"}
{"number":"GB/T 5-1988"}`))
	st, err := e.Standard(t.Context(), "gb-t-5.1-2010", "zh")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range st.Editions {
		got = append(got, r.Number+" "+r.Kind)
	}
	want := []string{"GB/T 5-1988 part", "GB/T 5.1-2000 edition", "GB/T 5.1-2010/XG1-2012 amendment", "GB/T 5.2-2004 part"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

// TestLineageOfAnything draws whatever sources may state: a hundred small
// worlds in one catalogue, by a fixed seed.
func TestLineageOfAnything(t *testing.T) {
	rnd := rand.New(rand.NewPCG(7, 14))
	some := func(world []string) []string {
		out := []string{}
		for range rnd.IntN(4) {
			out = append(out, world[rnd.IntN(len(world))])
		}
		return out
	}
	var rows []byte
	var asked []string
	for w := range 100 {
		var world []string
		for _, n := range []string{"GB/T %d1", "GB/T %d1-1990", "GB %d1-1991", "GB/T %d1-2000", "GB/T %d1-2010", "GB/T %d2-1995", "GB/T %d2-2005", "GB/T %d3-2001", "ISO %d4:2000", "ISO %d4:2000/Amd 1:2003", "ISO/DIS %d4", "GB/T %d9-2099"} {
			world = append(world, fmt.Sprintf(n, w+1))
		}
		for _, n := range world[1:] {
			status := []string{"现行", "废止", "被代替", "即将实施", "部分代替", ""}[rnd.IntN(6)]
			line, err := json.Marshal(map[string]any{"number": n, "status": status, "replaces": some(world), "replaced_by": some(world)})
			if err != nil {
				t.Fatal(err)
			}
			rows = append(append(rows, line...), '\n')
		}
		asked = append(asked, world[1:]...)
	}
	e, _, _ := open(t, rows)
	links := 0
	for _, n := range asked {
		st, err := e.Standard(t.Context(), n, "en")
		if err != nil {
			t.Fatal(err)
		}
		if st.Lineage.Nodes[st.Lineage.Self].ID != st.ID {
			t.Errorf("%s is not itself in %v", n, numbers(st.Lineage.Nodes))
		}
		seen := make(map[[2]int]bool)
		for _, l := range st.Lineage.Links {
			if l.From >= l.To || seen[[2]int{l.From, l.To}] {
				t.Errorf("%s: link %+v", n, l)
			}
			seen[[2]int{l.From, l.To}] = true
		}
		links += len(seen)
		all := numbers(st.Lineage.Nodes)
		slices.Sort(all)
		if len(slices.Compact(all)) != len(st.Lineage.Nodes) {
			t.Errorf("%s: twice in %v", n, all)
		}
		for _, u := range st.UseInstead {
			if st.Entry.Status == corpus.StatusCurrent || u.Number == st.Entry.Number || !slices.Contains(all, u.Number) {
				t.Errorf("%s, %s: use %s", n, st.StatusLabel, u.Number)
			}
		}
	}
	if links < 1000 {
		t.Errorf("only %d links in all", links)
	}
}
