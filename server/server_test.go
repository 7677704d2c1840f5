package server

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"chabiao/corpus/number"
	"chabiao/search"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/google/go-cmp/cmp"
	"github.com/gorilla/mux"
)

func TestOpenAPIHoldsTheRoutes(t *testing.T) {
	doc, err := openapi3.NewLoader().LoadFromData(openAPI)
	if err != nil {
		t.Fatal(err)
	}
	var described, served []string
	for path, item := range doc.Paths.Map() {
		for method := range item.Operations() {
			described = append(described, method+" /api/v1"+path)
		}
	}
	s, err := New(Config{})
	if err != nil {
		t.Fatal(err)
	}
	err = s.router.Walk(func(r *mux.Route, _ *mux.Router, _ []*mux.Route) error {
		path, err := r.GetPathTemplate()
		methods, merr := r.GetMethods()
		if err == nil && merr == nil && strings.HasPrefix(path, "/api/v1") {
			for _, m := range methods {
				served = append(served, m+" "+path)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(described)
	slices.Sort(served)
	if d := cmp.Diff(described, served); d != "" {
		t.Errorf("openapi.yaml (-) and the routes (+) differ:\n%s", d)
	}
	// Every filter and facet is described.
	var params []string
	for _, p := range doc.Paths.Value("/search").Get.Parameters {
		params = append(params, p.Value.Name)
	}
	for _, name := range slices.Concat(search.Filters, searchParams) {
		if !slices.Contains(params, name) {
			t.Errorf("openapi.yaml lacks the parameter %s", name)
		}
	}
}

// stub is an engine that only tells what it was asked; Search panics and
// fails on demand.
type stub struct {
	search.Engine
	asked search.Request
}

func (s *stub) Search(_ context.Context, req search.Request) (*search.Response, error) {
	if err := req.Normalize(); err != nil {
		return nil, err
	}
	switch req.Query {
	case "panic":
		panic("boom")
	case "fail":
		return nil, errors.New("disk on fire")
	}
	s.asked = req
	return &search.Response{Query: req.Query, Hits: []search.Hit{}, TotalRelation: "eq"}, nil
}

func get(t *testing.T, h http.Handler, target string) (*http.Response, string) {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, target, nil))
	resp := w.Result()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(b)
}

func TestErrors(t *testing.T) {
	s, err := New(Config{Engine: &stub{}})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		target      string
		status      int
		code, field string
	}{
		{"/api/v1/search?q=x&size=0", 400, "invalid_argument", "size"},
		{"/api/v1/search?q=x&size=101", 400, "invalid_argument", "size"},
		{"/api/v1/search?q=x&page=abc", 400, "invalid_argument", "page"},
		{"/api/v1/search?q=x&colour=red", 400, "invalid_argument", "colour"},
		{"/api/v1/search?q=%FF", 400, "invalid_argument", "q"},
		{"/api/v1/search?q=%zz", 400, "invalid_argument", ""},
		{"/api/v1/search?explain=maybe", 400, "invalid_argument", "explain"},
		{"/api/v1/search?q=fail", 500, "internal", ""},
		{"/api/v1/search?q=panic", 500, "internal", ""},
		{"/api/v1/resolve", 400, "invalid_argument", "number"},
		{"/api/v1/parse", 400, "invalid_argument", "number"},
		{"/api/v1/imports/abc", 403, "forbidden", ""}, // asked from another machine,
		{"/api/v2/search", 404, "not_found", ""},
	} {
		resp, body := get(t, s, c.target)
		var e struct {
			Error struct{ Code, Message, Field string }
		}
		if err := json.Unmarshal([]byte(body), &e); err != nil {
			t.Errorf("%s: %q is no JSON", c.target, body)
			continue
		}
		if resp.StatusCode != c.status || e.Error.Code != c.code || e.Error.Field != c.field || e.Error.Message == "" {
			t.Errorf("%s: %d %+v", c.target, resp.StatusCode, e.Error)
		}
		if strings.Contains(body, "disk on fire") || strings.Contains(body, "boom") {
			t.Errorf("%s tells our inside: %s", c.target, body)
		}
		if resp.Header.Get("X-Request-Id") == "" {
			t.Errorf("%s has no request id", c.target)
		}
	}
}

// TestParse reads numbers over HTTP: one answer an input, in order, the same
// number twice included.
func TestParse(t *testing.T) {
	s, err := New(Config{Engine: &stub{}})
	if err != nil {
		t.Fatal(err)
	}
	post := func(body string) (int, []number.Reading) {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/api/v1/parse?lang=en", strings.NewReader(body)))
		var list []number.Reading
		if w.Code == http.StatusOK {
			if err := json.Unmarshal(w.Body.Bytes(), &list); err != nil {
				t.Fatal(err)
			}
		}
		return w.Code, list
	}
	inputs := []string{"gbt19001—2016", "nothing", "gbt19001—2016", "ISO 9001:2015/Amd 1:2024"}
	body, err := json.Marshal(map[string][]string{"numbers": inputs})
	if err != nil {
		t.Fatal(err)
	}
	code, list := post(string(body))
	if code != http.StatusOK || len(list) != len(inputs) {
		t.Fatalf("%d, %d answers", code, len(list))
	}
	for i, r := range list {
		if d := cmp.Diff(number.Read(inputs[i], "en"), r); d != "" {
			t.Errorf("%s: %s", inputs[i], d)
		}
	}
	many, err := json.Marshal(map[string][]string{"numbers": make([]string, search.MaxNumbers+1)})
	if err != nil {
		t.Fatal(err)
	}
	if code, _ := post(string(many)); code != http.StatusRequestEntityTooLarge {
		t.Errorf("%d numbers: %d", search.MaxNumbers+1, code)
	}
	if code, _ := post("{"); code != http.StatusBadRequest {
		t.Errorf("half a body: %d", code)
	}
}

func TestSearchParameters(t *testing.T) {
	e := &stub{}
	s, err := New(Config{Engine: e})
	if err != nil {
		t.Fatal(err)
	}
	get(t, s, "/api/v1/search?q=%E9%92%A2%E7%AE%A1&status=current,withdrawn&status=draft&year=2010..2020&sort=-published&size=20&page=3&facets=all&lang=en&explain=true&editions=grouped")
	want := search.Request{Query: "钢管", Filters: map[string][]string{"status": {"current", "withdrawn", "draft"}, "year": {"2010..2020"}},
		Sort: "-published", Size: 20, Page: 3, Facets: search.Facets, FacetSize: search.DefaultFacetSize, Lang: "en", Explain: true, Editions: search.EditionsGrouped}
	if d := cmp.Diff(want, e.asked); d != "" {
		t.Error(d)
	}
}

func TestStaticAnswers(t *testing.T) {
	s, err := New(Config{Engine: &stub{}, Ready: func() error { return errors.New("warming up") }})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]struct {
		status int
		part   string
	}{
		"/healthz": {200, "ok"}, "/readyz": {503, "warming up"}, "/metrics": {200, "chabiao_http_request_seconds"}, "/opensearch.xml": {200, "{searchTerms}"},
		"/api/v1/openapi.yaml": {200, "openapi: 3.1"}, "/style.css": {200, "mark"}, "/": {200, `role="search"`}, "/?q=%3Cscript%3E": {200, "&lt;script&gt;"}, "/?size=500&lang=en": {400, "size"},
	}
	for _, target := range slices.Backward(slices.Sorted(maps.Keys(want))) {
		resp, body := get(t, s, target)
		if resp.StatusCode != want[target].status || !strings.Contains(body, want[target].part) {
			t.Errorf("%s: %d %s", target, resp.StatusCode, body)
		}
	}
}
