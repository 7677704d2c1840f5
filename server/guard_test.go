package server

import (
	"net/http"
	"os"
	"strings"
	"testing"

	"chabiao/corpus/catalogue"
)

// TestOnlyFromHere tries every route that changes something, and the pages, as
// clients that must not.
func TestOnlyFromHere(t *testing.T) {
	s, _, uploads := staffServer(t)
	sendForm(t, s, "/api/v1/imports", part{"file", "a.csv", twoRows})
	sendForm(t, s, "/api/v1/imports", part{"file", "a.csv", twoRows}, part{"dry_run", "", "true"})
	kept, err := os.ReadDir(uploads)
	if err != nil {
		t.Fatal(err)
	}
	strangers := map[string]func(*http.Request){
		"another machine":                func(r *http.Request) { r.RemoteAddr = "203.0.113.9:1" },
		"a proxy":                        func(r *http.Request) { r.Header.Set("X-Forwarded-For", "203.0.113.9") },
		"another proxy":                  func(r *http.Request) { r.Header.Set("Forwarded", "for=203.0.113.9") },
		"a proxy that names itself only": func(r *http.Request) { r.Header.Set("Via", "1.1 nginx") },
		"a proxy that tells the name":    func(r *http.Request) { r.Header.Set("X-Forwarded-Host", "std.example.org") },
		"a proxy that tells of TLS":      func(r *http.Request) { r.Header.Set("X-Forwarded-Proto", "https") },
		"rebinding": func(r *http.Request) {
			r.Host = "evil.example:8080"
			r.Header.Set("Origin", "http://evil.example:8080")
			r.Header.Set("Sec-Fetch-Site", "same-origin")
		},
	}
	sites := map[string]func(*http.Request){
		"another site": func(r *http.Request) { r.Header.Set("Origin", "http://evil.example") },
		"a sandbox":    func(r *http.Request) { r.Header.Set("Origin", "null") },
		"another port": func(r *http.Request) { r.Header.Set("Origin", "http://127.0.0.1:9999") },
		"cross-site":   func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") },
		"same-site":    func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "same-site") },
		"cross with name": func(r *http.Request) {
			r.Header.Set("Sec-Fetch-Site", "cross-site")
			r.Header.Set("Origin", "http://127.0.0.1:8080")
		},
	}
	changes := []string{"POST /api/v1/imports", "DELETE /api/v1/imports/1", "POST /api/v1/imports/1/undo", "POST /api/v1/imports/1/resume", "POST /api/v1/previews/1",
		"POST /api/v1/previews/1/import", "DELETE /api/v1/previews/1", "DELETE /api/v1/mappings/x", "POST /imports/mappings/delete", "POST /imports", "POST /imports/previews/1/look", "POST /imports/previews/1/keep", "POST /imports/previews/1/import",
		"POST /imports/previews/1/discard", "POST /imports/1/undo", "POST /imports/1/cancel", "POST /imports/1/resume"}
	reads := []string{"GET /api/v1/previews/1", "GET /imports", "GET /imports/1", "GET /imports/1/undo", "GET /imports/1/report.html", "GET /imports/previews/1"}
	try := func(route, name string, change func(*http.Request)) {
		t.Helper()
		method, path, _ := strings.Cut(route, " ")
		body, kind := multipartBody(t, part{"file", "b.csv", twoRows})
		r := localRequest(method, path, body)
		r.Header.Set("Content-Type", kind)
		change(r)
		if w := do(s, r); w.Code != http.StatusForbidden {
			t.Errorf("%s of %s: %d %.200s", route, name, w.Code, w.Body)
		}
	}
	for _, route := range changes {
		for name, change := range strangers {
			try(route, name, change)
		}
		for name, change := range sites {
			try(route, name, change)
		}
	}
	for _, route := range reads {
		for name, change := range strangers {
			try(route, name, change)
		}
	}
	for _, host := range []string{"localhost:8080", "LOCALHOST", "[::1]:8080", "127.0.0.1", "0.0.0.0:8080", "[::]:8080"} {
		r := localRequest(http.MethodGet, "/imports", nil)
		r.Host = host
		if w := do(s, r); w.Code != http.StatusOK {
			t.Errorf("at %s: %d", host, w.Code)
		}
	}
	if b := call(t, s, http.MethodGet, "/imports/{id}", "/imports/1", 200); b["state"] != catalogue.BatchDone {
		t.Errorf("%v", b)
	}
	if now, err := os.ReadDir(uploads); err != nil || len(now) != len(kept) {
		t.Errorf("%d uploads, %d before, %v", len(now), len(kept), err)
	}
}
