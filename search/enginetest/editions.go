package enginetest

import (
	"testing"

	"chabiao/search"
)

// testEditions holds lists of words to one line a standard where that is asked
// for, and to every entry once in either form.
func testEditions(t *testing.T, e search.Engine) {
	ask := func(req search.Request) *search.Response {
		t.Helper()
		resp, err := e.Search(t.Context(), req)
		if err != nil {
			t.Fatal(err)
		}
		return resp
	}
	// The edition in force stands first, whichever the words fit best.
	for _, c := range []struct{ query, first, under string }{
		{"质量管理体系 要求", "GB/T 19001-2016", "GB/T 19001-2008"},
		{"quality management systems requirements", "GB/T 19001-2016", "GB/T 19001-2000"},
	} {
		hit := ask(search.Request{Query: c.query, Editions: search.EditionsGrouped, Size: 1}).Hits[0]
		found := false
		for _, ed := range hit.Editions {
			found = found || ed.Number == c.under && ed.ID != "" && ed.StatusLabel != ""
		}
		if hit.Number != c.first || !found {
			t.Errorf("%q: first is %s with %v under it, want %s with %s", c.query, hit.Number, hit.Editions, c.first, c.under)
		}
	}
	for _, query := range []string{"质量管理体系", "安全", "requirements", "GB/T 19001"} {
		var seen []map[string]int
		var total int64
		for _, editions := range []string{search.EditionsAll, search.EditionsGrouped} {
			ids := make(map[string]int)
			req := search.Request{Query: query, Editions: editions, Size: 7}
			for {
				resp := ask(req)
				total = resp.Total
				for _, h := range resp.Hits {
					ids[h.ID]++
					for _, ed := range h.Editions {
						ids[ed.ID]++
					}
					if editions == search.EditionsAll && len(h.Editions) > 0 {
						t.Errorf("%q: %s has editions under it, though each has its line", query, h.Number)
					}
				}
				if resp.NextCursor == nil {
					break
				}
				req.Cursor = *resp.NextCursor
			}
			for id, n := range ids {
				if n != 1 {
					t.Errorf("%q, editions %s: %s comes %d times", query, editions, id, n)
				}
			}
			seen = append(seen, ids)
		}
		if len(seen[0]) != int(total) || len(seen[1]) != int(total) {
			t.Errorf("%q: total %d, %d entries in single lines, %d in groups", query, total, len(seen[0]), len(seen[1]))
		}
	}
}
