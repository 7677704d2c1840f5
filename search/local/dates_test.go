package local_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"chabiao/corpus"
	"chabiao/corpus/catalogue"
	"chabiao/corpus/sample"
	"chabiao/search"

	"github.com/google/go-cmp/cmp"
)

// TestDatesAreExact compares what the filters by date find, and the counts by
// date, with a plain count over the entries, also after entries have changed.
func TestDatesAreExact(t *testing.T) {
	var rows bytes.Buffer
	if err := sample.Generate(&rows, 3000, 5); err != nil {
		t.Fatal(err)
	}
	e, cat, ix := open(t, rows.Bytes())
	holdDates(t, e, cat)

	// A third of the entries get other dates, some of them less precise or none.
	rng := rand.New(rand.NewPCG(3, 5))
	var changed bytes.Buffer
	for line := range bytes.Lines(rows.Bytes()) {
		if rng.IntN(3) > 0 {
			continue
		}
		var entry map[string]any
		if err := json.Unmarshal(line, &entry); err != nil {
			t.Fatal(err)
		}
		for _, name := range search.DateNames {
			year, month, day := 1990+rng.IntN(40), 1+rng.IntN(12), 1+rng.IntN(28)
			switch rng.IntN(5) {
			case 0:
				entry[name] = fmt.Sprintf("%04d", year)
			case 1:
				entry[name] = fmt.Sprintf("%04d-%02d", year, month)
			case 2:
				delete(entry, name)
			default:
				entry[name] = fmt.Sprintf("%04d-%02d-%02d", year, month, day)
			}
		}
		if err := json.NewEncoder(&changed).Encode(entry); err != nil {
			t.Fatal(err)
		}
	}
	load(t, cat, ix, t.TempDir(), changed.Bytes())
	holdDates(t, e, cat)
}

func holdDates(t *testing.T, e search.Engine, cat *catalogue.Catalogue) {
	t.Helper()
	of := map[string]func(*corpus.Entry) corpus.Date{
		"published":   func(e *corpus.Entry) corpus.Date { return e.Published },
		"implemented": func(e *corpus.Entry) corpus.Date { return e.Implemented },
		"withdrawn":   func(e *corpus.Entry) corpus.Date { return e.Withdrawn },
	}
	all := make(map[string]map[corpus.Date]int64)
	for name := range of {
		all[name] = make(map[corpus.Date]int64)
	}
	for r, err := range cat.All(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		for name, date := range of {
			if d := date(r.Entry); !d.IsZero() {
				all[name][d]++
			}
		}
	}
	if len(all["published"]) < 100 || len(all["withdrawn"]) == 0 {
		t.Fatalf("too few dates to tell anything: %d, %d", len(all["published"]), len(all["withdrawn"]))
	}
	days := slices.SortedFunc(maps.Keys(all["published"]), corpus.Date.Compare)
	some := days[len(days)/2]
	spans := []string{"0001..", "..2010-06", fmt.Sprintf("%04d", some.Year), fmt.Sprintf("%04d..%04d", some.Year-2, some.Year), some.String(), "2016-12-05..2018-03", "1800"}
	for name := range of {
		for _, text := range spans {
			span, _ := search.ParseDateSpan(text)
			want := []search.DateCount{}
			total := int64(0)
			for d, n := range all[name] {
				if span.Compare(d) == 0 {
					want = append(want, search.DateCount{Date: d, Count: n})
					total += n
				}
			}
			slices.SortFunc(want, func(a, b search.DateCount) int { return a.Date.Compare(b.Date) })
			got, err := e.Dates(t.Context(), name, text)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("%s in %s (-want +got):\n%s", name, text, d)
			}
			resp, err := e.Search(t.Context(), search.Request{Filters: map[string][]string{name: {text}}, Sort: "-" + name})
			if err != nil || resp.Total != total {
				t.Errorf("%s=%s: %d found, want %d, %v", name, text, resp.Total, total, err)
			}
		}
	}
}

// What was dated to be published in days to come does not lead the newest; it
// does lead what is implemented last.
func TestNewestIsPublished(t *testing.T) {
	e, _, _ := open(t, []byte(`{"number":"GB 1","published":"2109-05-29"}
{"number":"GB 2","published":"2019-05-29","implemented":"2019-06-29"}
{"number":"GB 3"}
{"number":"GB 4","published":"2020","implemented":"2108-06-29"}
{"number":"GB 5","published":"2107-05"}`))
	for sort, want := range map[string][]string{
		"-published":   {"GB 4", "GB 2", "GB 5", "GB 1", "GB 3"},
		"published":    {"GB 2", "GB 4", "GB 5", "GB 1", "GB 3"},
		"-implemented": {"GB 4", "GB 2", "GB 1", "GB 3", "GB 5"},
	} {
		resp, err := e.Search(t.Context(), search.Request{Sort: sort})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, h := range resp.Hits {
			got = append(got, h.Number)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", sort, d)
		}
	}
}
