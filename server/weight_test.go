package server

import (
	"net/http"
	"regexp"
	"testing"

	"chabiao/search"
)

// TestPageWeight: what a page loads before any data, with its style sheets and
// modules, stays below 60 kB uncompressed; and all of it is ours.
func TestPageWeight(t *testing.T) {
	linked := regexp.MustCompile(`(?:src|<link rel="(?:stylesheet|icon|modulepreload)" href)="([^"]+)"`)
	empty := reading(t, &library{tree: []*search.TreeNode{}, facets: map[string][]search.FacetCount{}}, "")
	lists := listServer(t)
	for _, page := range []struct {
		s      http.Handler
		target string
		status int
	}{
		{empty, "/?lang=en", 200}, {empty, "/?lang=en&status=draft", 200}, {empty, "/browse?lang=en", 200}, {empty, "/browse/ics?lang=en", 200}, {empty, "/browse/year?lang=en", 200},
		{empty, "/calendar/2026-11?lang=en", 200}, {empty, "/calendar/2026?lang=en", 200}, {lists, "/list?lang=en", 200}, {shelved(t), "/standards/gb-t-2-2002?lang=en", 200}, {shelved(t), "/standards/nonesuch?lang=en", 404},
	} {
		text := look(t, page.s, page.target, page.status)
		weight := len(text)
		for _, m := range linked.FindAllStringSubmatch(text, -1) {
			if m[1] == "data:," {
				continue
			}
			w := do(page.s, localRequest(http.MethodGet, m[1], nil))
			if w.Code != http.StatusOK {
				t.Errorf("%s loads %s, which is not there: %d", page.target, m[1], w.Code)
			}
			weight += w.Body.Len()
		}
		if weight > 60_000 || weight == len(text) {
			t.Errorf("%s weighs %d bytes, %d of them the page", page.target, weight, len(text))
		}
		t.Logf("%s: %d bytes", page.target, weight)
	}
}
