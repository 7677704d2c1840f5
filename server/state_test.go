package server

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"chabiao/corpus"
	"chabiao/corpus/catalogue"
	"chabiao/search"
)

// counted is an engine that knows how many entries there are of each kind.
type counted struct{ search.Engine }

func (counted) Search(_ context.Context, req search.Request) (*search.Response, error) {
	if err := req.Normalize(); err != nil {
		return nil, err
	}
	resp := &search.Response{Total: 2000, DataDate: "2026-11-30"}
	switch {
	case len(req.Filters["has_abstract"]) > 0:
		resp.Total = 500
	case len(req.Filters["withdrawn"]) > 0:
		resp.Total = 1234
	case len(req.Filters) > 0:
		resp.Total = 0
	}
	if len(req.Facets) > 0 {
		resp.Facets = map[string][]search.FacetCount{
			"status": {{Value: "current", Label: corpus.StatusCurrent.Label(req.Lang), Count: 1999}, {Value: "draft", Label: corpus.StatusDraft.Label(req.Lang), Count: 1}},
			"level":  {{Value: "foreign", Label: "国外标准", Count: 1500}, {Value: "national", Label: "国家标准", Count: 500}},
			"body":   {{Value: "GB/T", Label: "GB/T", Count: 500}},
		}
		for y := 2026; y > 2010; y-- {
			resp.Facets["year"] = append(resp.Facets["year"], search.FacetCount{Value: fmt.Sprint(y), Label: fmt.Sprint(y), Count: 10})
		}
	}
	return resp, nil
}

func stateServer(t *testing.T) (*Server, *fakeImporter) {
	t.Helper()
	var im *fakeImporter
	s, im, _ := staffServer(t, func(c *Config) {
		c.Engine = counted{}
		c.Stats = func(ctx context.Context) (Stats, error) {
			revision, err := im.cat.Revision(ctx)
			return Stats{Entries: 2000, CatalogueRevision: revision, Revision: max(0, revision-1), Generation: "gen-1", Schema: 9, CatalogueBytes: 5 << 20}, err
		}
	})
	s.now = func() time.Time { return time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC) }
	return s, im
}

const withRelations = `{"number":"GB/T 99901-2026","replaces":["GB/T 99901-1999"],"adopts":[{"number":"ISO 99999","degree":"IDT"}]}` + "\n"

func TestStatePage(t *testing.T) {
	s, im := stateServer(t)
	s.relations.wait = time.Minute // a machine may be busy
	want(t, "an empty catalogue", look(t, s, "/imports/state?lang=zh", 200), "还没有导入过", "检索包含目录的全部内容")
	sendForm(t, s, "/api/v1/imports", part{"file", "a.jsonl", withRelations})
	text := look(t, s, "/imports/state?lang=zh", 200)
	want(t, "state", text, "2,000", "500 <span class=\"share\">25.0 %", "检索还没有跟上：目录又有 1 处改动", "现行</a>", "1,999", "&lt; 0.1 %", "5 MiB", "gen-1",
		`<a href="/?lang=zh&amp;status=current%2Cpartly_superseded&amp;withdrawn=..2025%2C2026-01..2026-10%2C2026-11-01..2026-11-29">标为现行，废止日期却已过</a> <span class="n">1,234`,
		"<span>标为即将实施，实施日期却已过</span> <span class=\"n\">0", "year=2026", ">2020–2021</a>", `href="/standards/gb-t-99901-2026?lang=zh"`, "GB/T 99901-1999", "ISO 99999", "a.jsonl")
	if national, foreign := strings.Index(text, "国家标准"), strings.Index(text, "国外标准"); national > foreign {
		t.Error("levels are out of their order")
	}
	want(t, "state in English", look(t, s, "/imports/state?lang=en", 200), "Searches are behind", "Standards that are named most often and are not there", "In force</a>")

	v := described(t, http.MethodGet, "/state", do(s, localRequest(http.MethodGet, "/api/v1/state", nil)))
	rel, _ := v["relations"].(map[string]any)
	if v["behind"] != 1.0 || v["with_abstract"] != 500.0 || len(rel["missing"].([]any)) != 2 {
		t.Errorf("%v", v)
	}
	described(t, http.MethodGet, "/stats", do(s, localRequest(http.MethodGet, "/api/v1/stats", nil)))

	// What is counted is kept until the catalogue changes.
	kept := s.relations.last
	look(t, s, "/imports/state", 200)
	if s.relations.last != kept {
		t.Error("the relations were counted twice")
	}
	if _, err := im.cat.Undo(t.Context(), 1, catalogue.UndoOptions{}); err != nil {
		t.Fatal(err)
	}
	if text := look(t, s, "/imports/state?lang=zh", 200); strings.Contains(text, "ISO 99999") {
		t.Error("relations of an import that was taken back")
	}
}

// TestStateWhileCounting shows the page without waiting for relations that are
// still being counted, and with the last figures if there are some.
func TestStateWhileCounting(t *testing.T) {
	s, _ := stateServer(t)
	s.relations.flight = make(chan struct{}) // somebody counts
	v := described(t, http.MethodGet, "/state", do(s, localRequest(http.MethodGet, "/api/v1/state", nil)))
	if v["relations"] != nil {
		t.Errorf("%v", v["relations"])
	}
	want(t, "for the first time", look(t, s, "/imports/state?lang=zh", 200), "正在统计")
	s.relations.last = &catalogue.Relations{Revision: 77}
	want(t, "anew", look(t, s, "/imports/state?lang=zh", 200), "修订号 77")
}

// TestDaysAround holds the spans of days before and after a day to what they
// mean, for dates of all precisions.
func TestDaysAround(t *testing.T) {
	in := func(spans []string, d corpus.Date) bool {
		return slices.ContainsFunc(spans, func(text string) bool {
			span, ok := search.ParseDateSpan(text)
			if !ok {
				t.Fatalf("%s is no span", text)
			}
			return span.Compare(d) == 0
		})
	}
	for _, text := range []string{"2026-11-30", "2026-01-01", "2026-12-31", "2028-02-28", "2028-02-29", "2026-07-15"} {
		today, err := corpus.ParseDate(text)
		if err != nil {
			t.Fatal(err)
		}
		before, after := daysBefore(today), daysAfter(today)
		for y := today.Year - 2; y <= today.Year+2; y++ {
			for m := uint8(0); m <= 12; m++ {
				for d := uint8(0); d <= 28 && (m > 0 || d == 0); d++ {
					day := corpus.Date{Year: y, Month: m, Day: d}
					// A date is over when even its last day is, and has not begun when not
					// even its first day has.
					first, last := day, day
					if m == 0 {
						first.Month, last.Month = 1, 12
					}
					if d == 0 {
						first.Day, last.Day = 1, 31
					}
					if got, want := in(before, day), last.Compare(today) < 0; got != want {
						t.Errorf("%s is before %s: %v (%v)", day, today, got, before)
					}
					if got, want := in(after, day), first.Compare(today) > 0; got != want {
						t.Errorf("%s is after %s: %v (%v)", day, today, got, after)
					}
				}
			}
		}
	}
}

func TestShare(t *testing.T) {
	for _, c := range []struct {
		n, of int64
		want  string
	}{{0, 0, "0 %"}, {0, 5, "0 %"}, {5, 5, "100.0 %"}, {1, 3, "33.3 %"}, {1, 1001, "< 0.1 %"}, {1, 1000, "0.1 %"}} {
		if got := share(c.n, c.of); got != c.want {
			t.Errorf("%d of %d is %s, want %s", c.n, c.of, got, c.want)
		}
	}
}
