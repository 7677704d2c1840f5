package enginetest

import (
	"testing"

	"chabiao/corpus"
	"chabiao/search"

	"github.com/google/go-cmp/cmp"
)

// testStanding holds the standings of standards to what their entries say, and
// what to use instead to what their pages say.
func testStanding(t *testing.T, e search.Engine) {
	ids := []string{"gb-t-19001-2000", "no-such-thing", "gb-t-19001-2016", "iso-9001-2008", "gb-t-19001-2000"}
	list, err := e.Standing(t.Context(), ids, "zh")
	if err != nil || len(list) != len(ids) {
		t.Fatalf("%d answers, %v", len(list), err)
	}
	if list[1] != nil {
		t.Errorf("an id that nothing has: %+v", list[1])
	}
	today := corpus.Date{Year: 2026, Month: 1, Day: 1}
	// The sample does not say when the successor of the first came into force.
	for i, want := range map[int][3]string{0: {"superseded", "gb-t-19001-2008", "unknown"}, 2: {"current", "", "unpublished"}, 3: {"superseded", "iso-9001-2015", "current"}} {
		s := list[i]
		if s == nil || s.ID != ids[i] {
			t.Fatalf("%s: %+v", ids[i], s)
		}
		next := ""
		if len(s.Next) > 0 {
			next = s.Next[0].ID
		}
		got := [3]string{s.Status.String(), next, s.On(corpus.Date{Year: 2009, Month: 6, Day: 1}, today).Code}
		if got != want || s.Number == "" || s.Title == "" {
			t.Errorf("%s: %v, want %v in %+v", s.ID, got, want, s)
		}
		st, err := e.Standard(t.Context(), ids[i], "zh")
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(st.UseInstead, s.UseInstead); d != "" && len(st.UseInstead)+len(s.UseInstead) > 0 {
			t.Errorf("%s: what to use instead (-its page, +its standing):\n%s", s.ID, d)
		}
	}
	if _, err := e.Standing(t.Context(), make([]string, search.MaxNumbers+1), "zh"); corpus.KindOf(err) != corpus.TooLarge {
		t.Errorf("too many ids: %v", err)
	}
}
