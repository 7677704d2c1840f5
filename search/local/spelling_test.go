package local_test

import (
	"fmt"
	"testing"

	"chabiao/search"
)

// English words are put right as titles write them, and not as the index cuts
// them; what some title writes like the query is found, and the other spelling
// only proposed.
func TestEnglishSlips(t *testing.T) {
	titles := []string{"|Electric vehicle batteries", "|Charging of electric vehicles", "|Presure gauges", "|Presure gauges - Dials", "|Presure gauges - Hands", "|Qualty management of teapots", "|V-Interfaces of the service node"}
	for i := range 400 {
		titles = append(titles, fmt.Sprintf("|Pressure vessels - Part %d", i), fmt.Sprintf("|Quality management - Part %d", i))
	}
	e, _, _ := open(t, titled(titles...))
	for _, c := range []struct {
		query                string
		verbatim             bool
		corrected, suggested string
		first                string // number of the first hit; "" for any
	}{
		{query: "electric vehical", corrected: "electric vehicle"},
		{query: "electric vehicels", corrected: "electric vehicles"},
		{query: "viterfaces node", corrected: "v-interfaces node"},
		{query: "presure vessels", corrected: "pressure vessels"}, // though three titles have presure
		{query: "presure vesels", corrected: "pressure vessels"},
		{query: "presure", suggested: "pressure"},
		{query: "presure gauges", first: "GB/T 40003-2020"}, // pressure stands beside gauges nowhere
		{query: "qualty management", suggested: "quality management", first: "GB/T 40006-2020"},
		{query: "qualty management", verbatim: true, first: "GB/T 40006-2020"},
		{query: "teapots"},
		{query: "vessels"},
	} {
		resp, err := e.Search(t.Context(), search.Request{Query: c.query, Verbatim: c.verbatim})
		if err != nil {
			t.Fatal(err)
		}
		in := resp.Interpretation
		if deref(in.Corrected) != c.corrected || in.Suggested != c.suggested {
			t.Errorf("%q is corrected to %q, and %q is proposed; want %q, %q", c.query, deref(in.Corrected), in.Suggested, c.corrected, c.suggested)
		}
		if len(resp.Hits) == 0 {
			t.Errorf("%q finds nothing", c.query)
		} else if c.first != "" && resp.Hits[0].Number != c.first {
			t.Errorf("%q: first is %s, want %s", c.query, resp.Hits[0].Number, c.first)
		}
	}
}
