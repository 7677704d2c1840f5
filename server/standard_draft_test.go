package server

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"chabiao/corpus"
	"chabiao/search"
)

// A draft would replace what it names; it has not yet.
func TestDraftWouldReplace(t *testing.T) {
	now := search.Ref{Number: "ISO 1:2015", ID: "iso-1-2015", Status: "current"}
	draft := search.Ref{Number: "ISO/CD 1.2", ID: "iso-cd-1.2", Status: "draft"}
	lineage := func(self int) search.Lineage {
		return search.Lineage{Nodes: []search.Ref{now, draft}, Self: self, Links: []search.LineageLink{{From: 0, To: 1, Stated: true}}}
	}
	s, err := New(Config{Engine: &shelf{list: map[string]*search.Standard{
		now.ID: {ID: now.ID, Entry: &corpus.Entry{Number: now.Number, Status: corpus.StatusCurrent}, StatusLabel: "现行",
			Relations: map[string][]search.Ref{"replaced_by": {draft}}, Lineage: lineage(0)},
		draft.ID: {ID: draft.ID, Entry: &corpus.Entry{Number: draft.Number, Status: corpus.StatusDraft}, StatusLabel: "草案",
			Relations: map[string][]search.Ref{"replaces": {now}}, Lineage: lineage(1)},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	for target, c := range map[string]struct{ has, lacks string }{
		"/standards/iso-1-2015?lang=zh": {"scope=\"row\">拟代替它的草案<", "row\">被代替<"},
		"/standards/iso-1-2015?lang=en": {"ISO/CD 1.2 would replace ISO 1:2015.", "row\">Replaced by<"},
		"/standards/iso-cd-1.2?lang=en": {"scope=\"row\">Would replace<", "row\">Replaces<"},
		"/standards/iso-cd-1.2?lang=zh": {"ISO/CD 1.2 拟代替 ISO 1:2015。", "row\">代替<"},
		"/standards/iso-1-2015.jsonld":  {"ISO 1:2015", "isReplacedBy"},
		"/standards/iso-cd-1.2.jsonld":  {"ISO/CD 1.2", "dcterms:replaces"},
	} {
		w := do(s, httptest.NewRequest(http.MethodGet, target, nil))
		if text := w.Body.String(); w.Code != http.StatusOK || !strings.Contains(text, c.has) || strings.Contains(text, c.lacks) {
			t.Errorf("%s: want %s and not %s in\n%s", target, c.has, c.lacks, text)
		}
	}
}
