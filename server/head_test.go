package server

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestHead compares HEAD with GET: the same status and headers, no body.
func TestHead(t *testing.T) {
	s := shelved(t)
	ask := func(method, target string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		r := httptest.NewRequest(method, target, nil)
		r.Header.Set("X-Request-Id", "same")
		s.ServeHTTP(w, r)
		return w
	}
	for _, target := range []string{"/standards/gb-t-1-2001", "/standards/gb-t-1-2001.json", "/standards/nonesuch", "/style.css", "/copy.js", "/healthz", "/opensearch.xml", "/api/v1/openapi.yaml", "/nowhere"} {
		get, head := ask(http.MethodGet, target), ask(http.MethodHead, target)
		if get.Code != head.Code || head.Body.Len() != 0 || get.Body.Len() == 0 {
			t.Errorf("%s: GET %d with %d bytes, HEAD %d with %d bytes", target, get.Code, get.Body.Len(), head.Code, head.Body.Len())
		}
		for name := range get.Header() {
			if get.Header().Get(name) != head.Header().Get(name) {
				t.Errorf("%s: %s is %q of GET, %q of HEAD", target, name, get.Header().Get(name), head.Header().Get(name))
			}
		}
	}
	if !strings.Contains(ask(http.MethodGet, "/metrics").Body.String(), `method="HEAD",route="/standards/{id:.+}"`) {
		t.Error("HEAD is not counted under the route that answers it")
	}
}
