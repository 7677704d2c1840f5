package local_test

import (
	"strings"
	"testing"

	"chabiao/search"
)

// A class's name finds its members, behind those that have the words, and says
// so; the sum of its score tells it too.
func TestNamesOfClasses(t *testing.T) {
	e, _, _ := open(t, []byte(`{"number":"GB/T 41001-2020","title_zh":"饮用水处理装置","ics":["91.140.60"],"status":"current"}
{"number":"GB/T 41002-2020","title_zh":"水样中余氯的测定","ics":["13.060.20"],"status":"current"}
{"number":"ISO 41003:2020","title_en":"Determination of residual chlorine","ics":["13.060.20"],"status":"current"}
{"number":"GB/T 41004-2020","title_zh":"起重机械安全规程","ics":["53.020.20"],"status":"current"}
`))
	for _, c := range []struct {
		query string
		want  string // number and kind of match of each hit
	}{
		{"饮用水", "GB/T 41001-2020 text, GB/T 41002-2020 class, ISO 41003:2020 class"},
		{"drinking water", "GB/T 41001-2020 translation, ISO 41003:2020 class, GB/T 41002-2020 class"},
		{"饮用水 余氯", "GB/T 41002-2020 text"},
	} {
		resp, err := e.Search(t.Context(), search.Request{Query: c.query, Explain: true})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, h := range resp.Hits {
			got = append(got, h.Number+" "+h.Match.Kind)
			if h.Match.Kind == search.MatchClass && (!strings.Contains(h.Match.Explain, "ICS 13.060.20 饮用水") || !strings.Contains(h.Match.Explain, "类名")) {
				t.Errorf("%q: %s is explained by %q", c.query, h.Number, h.Match.Explain)
			}
		}
		if !strings.HasPrefix(strings.Join(got, ", "), c.want) {
			t.Errorf("%q: %v, want %s", c.query, got, c.want)
		}
	}
}
