package catalogue

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRelations(t *testing.T) {
	c := openTemp(t)
	importAll(t, c, Delivery{Source: "s"},
		`{"number":"GB/T 1-2001","replaces":["GB/T 1-1991","GB/T 1.5-1990"],"references":["GB/T 2","GB/T 9"]}`,
		`{"number":"GB/T 2-2002","replaces":["GB/T 1-1991"],"adopts":[{"number":"ISO 7","degree":"IDT"}],"references":["GB/T 9-2001","GB/T 1-2001"]}`,
		`{"number":"GB/T 3-2003","replaced_by":["GB/T 3-2013"],"references":["GB/T 9-2001","GB/T 1-1991","ISO 7-1","GB/T"]}`,
		`{"number":"GB/T 4-2004","references":["GB/T 9-2001"]}`,
		`{"number":"ISO 7:2000"}`, `{"number":"GB/T 91-2001"}`, `{"number":"GB/T 9.1-2001"}`)
	gone := importAll(t, c, Delivery{Source: "s"}, `{"number":"GB/T 3-2013","references":["GB/T 4"]}`)
	if _, err := c.Undo(t.Context(), gone, UndoOptions{}); err != nil {
		t.Fatal(err)
	}
	got, err := c.Relations(t.Context(), 3)
	if err != nil {
		t.Fatal(err)
	}
	revision, err := c.Revision(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ref := func(id, number string) Ref { return Ref{id, number} }
	want := &Relations{
		Revision: revision,
		Kinds: []RelationCount{
			{Kind: "replaces", Stated: 3, Missing: 3, Standards: 2},
			{Kind: "replaced_by", Stated: 1, Missing: 1, Standards: 1}, // an undone import had it
			{Kind: "adopts", Stated: 1, Undated: 1},
			// GB/T 9 is none of GB/T 9.1 and GB/T 91.
			{Kind: "references", Stated: 9, Undated: 1, Missing: 7, Standards: 5},
		},
		Missing: []MissingStandard{
			{Number: "GB/T 1-1991", Count: 3, By: []Ref{ref("gb-t-1-2001", "GB/T 1-2001"), ref("gb-t-2-2002", "GB/T 2-2002"), ref("gb-t-3-2003", "GB/T 3-2003")}},
			{Number: "GB/T 9-2001", Count: 3, By: []Ref{ref("gb-t-2-2002", "GB/T 2-2002"), ref("gb-t-3-2003", "GB/T 3-2003"), ref("gb-t-4-2004", "GB/T 4-2004")}},
			{Number: "GB/T 1.5-1990", Count: 1, By: []Ref{ref("gb-t-1-2001", "GB/T 1-2001")}},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("relations:\n%s", diff)
	}
}

// TestMostMissing has more standards than are gathered at once.
func TestMostMissing(t *testing.T) {
	var m mostMissing
	for i := range 26 * 26 {
		number := string([]byte{byte('a' + i/26), byte('a' + i%26)})
		m.add(number, int64(i%7), 2)
		m.add(number, int64(i%11), 2) // of another kind
	}
	// 76 and 153 are the first that are 6 modulo 7 and 10 modulo 11.
	want := []MissingStandard{{Number: "cy", Count: 16}, {Number: "fx", Count: 16}}
	if diff := cmp.Diff(want, m.list(2)); diff != "" {
		t.Errorf("the most missing:\n%s", diff)
	}
}
