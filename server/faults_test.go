package server

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"unicode"

	"chabiao/corpus"
	"chabiao/search"
)

// ask sends a request as a browser does, or as a program.
func ask(s http.Handler, method, target, accept string) *httptest.ResponseRecorder {
	r := localRequest(method, target, nil)
	r.Header.Set("Accept", accept)
	return do(s, r)
}

const browserAccepts = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

// TestNowhere asks for what is not there, as people and as programs.
func TestNowhere(t *testing.T) {
	s := shelved(t)
	for _, c := range []struct {
		method, target, accept string
		status                 int
		has                    string
	}{
		{http.MethodGet, "/nowhere?lang=zh", browserAccepts, 404, "<h1>没有找到</h1>"},
		{http.MethodGet, "/nowhere?lang=en", browserAccepts, 404, "<h1>Not found</h1>"},
		{http.MethodGet, "/nowhere", "*/*", 404, `"code":"not_found"`},
		{http.MethodGet, "/api/v1/nowhere", browserAccepts, 404, `"code":"not_found"`},
		{http.MethodGet, "/api/v9/search", browserAccepts, 404, `"code":"not_found"`},
		{http.MethodGet, "/gbt19001?lang=zh", browserAccepts, 404, `href="/standards/GB%2FT%2019001?lang=zh"`},
		{http.MethodDelete, "/browse?lang=zh", browserAccepts, 405, "<h1>不能这样请求</h1>"},
		{http.MethodDelete, "/browse", "*/*", 405, `"code":"method_not_allowed"`},
		{http.MethodPut, "/api/v1/resolve", browserAccepts, 405, `"code":"method_not_allowed"`},
	} {
		w := ask(s, c.method, c.target, c.accept)
		if w.Code != c.status || !strings.Contains(w.Body.String(), c.has) {
			t.Errorf("%s %s for %s: %d without %s: %s", c.method, c.target, c.accept, w.Code, c.has, w.Body)
		}
		if page := strings.HasPrefix(w.Header().Get("Content-Type"), "text/html"); page {
			holdPage(t, c.target, w.Body.String())
			if !strings.Contains(w.Body.String(), `role="search"`) {
				t.Errorf("%s has no search box", c.target)
			}
		}
	}
	for target, allow := range map[string]string{"/browse": "GET, HEAD", "/list": "GET, HEAD, POST", "/api/v1/resolve": "GET, HEAD, POST", "/api/v1/openapi.yaml": "GET, HEAD", "/api/v1/imports/1": "GET, HEAD, DELETE"} {
		if got := ask(s, http.MethodPut, target, "*/*").Header().Get("Allow"); got != allow {
			t.Errorf("%s allows %q, not %q", target, got, allow)
		}
	}
}

// TestTrailingSlash: a slash too many leads to the address without it, where
// there is one, and never to another host.
func TestTrailingSlash(t *testing.T) {
	s := shelved(t)
	for target, want := range map[string]string{
		"/browse/": "/browse", "/browse/ics/?lang=en": "/browse/ics?lang=en", "/calendar/2026-11/": "/calendar/2026-11", "/list/?date=2026-01-01": "/list?date=2026-01-01",
		"/api/v1/search/?q=x": "/api/v1/search?q=x", "/nowhere/": "", "/example.org/": "", "/%5Cexample.org/": "", "/%2Fexample.org/": "",
	} {
		w := ask(s, http.MethodGet, target, browserAccepts)
		if got := w.Header().Get("Location"); got != want || (w.Code == http.StatusPermanentRedirect) != (want != "") {
			t.Errorf("%s: %d to %q, not %q", target, w.Code, got, want)
		}
	}
}

// TestFileFaults: why a file can't be read is told in the reader's language, the
// file's name below.
func TestFileFaults(t *testing.T) {
	s := listServer(t)
	wide := "GB 1-1990" + strings.Repeat(",x", 2000)
	for name, c := range map[string]struct{ data, zh, en string }{
		"a.csv": {"", "文件是空的", "The file is empty"},
		"b.csv": {wide, "表格超过 1,024 列", "more than 1,024 columns"},
		"d.pdf": {"%PDF-1.4", "这个文件读不了", "Send one Excel, CSV"},
	} {
		for lang, says := range map[string]string{"zh": c.zh, "en": c.en} {
			text := sendForm(t, s, "/list?lang="+lang, part{field: "file", file: name, value: c.data}).Body.String()
			if !strings.Contains(text, says) || !strings.Contains(text, `class="error problem"`) {
				t.Errorf("%s in %s does not say %q:\n%s", name, lang, says, text)
			}
		}
	}
	for _, f := range fileFaults {
		if got, ok := fileFault(fmt.Errorf("a file: %w", f.err)); !ok || got != f.say || got[0] == "" || got[1] == "" {
			t.Errorf("%v is told as %q", f.err, got)
		}
	}
	if _, ok := fileFault(nil); ok {
		t.Error("no error is a fault of a file")
	}
}

// failing is an engine whose searches fail.
type failing struct {
	search.Engine
	err error
}

func (f *failing) Search(_ context.Context, req search.Request) (*search.Response, error) {
	if err := req.Normalize(); err != nil {
		return nil, err
	}
	return nil, f.err
}

// TestFaultWords: what is wrong with an address is told in the page's language,
// with the search without it.
func TestFaultWords(t *testing.T) {
	e := &failing{}
	s, err := New(Config{Engine: e})
	if err != nil {
		t.Fatal(err)
	}
	many := "/?q=x&body=" + strings.Repeat("A,", search.MaxValues) + "B"
	for target, has := range map[string][2]string{
		"/?q=x&page=abc":                   {"页码是从 1 起的整数", "A page is a whole number from 1"},
		"/?q=x&page=1001":                  {"最多翻到第 10,000 条", "10,000 results deep"},
		"/?q=" + strings.Repeat("x", 1001): {"检索词最长 1,000 字节", "at most 1,000 bytes"},
		"/?q=x&size=500":                   {"1 到 100", "1 to 100"},
		"/?q=x&sort=colour":                {"没有这种排序", "no such order"},
		"/?q=x&explain=perhaps":            {"true 或 false", "true or false"},
		many:                               {"最多 200 个", "at most 200 values"},
		"/?q=x&level=" + strings.Repeat("y", 201): {"最长 200 字节", "at most 200 bytes"},
	} {
		for i, lang := range []string{"zh", "en"} {
			text := look(t, s, target+"&lang="+lang, http.StatusBadRequest)
			if !strings.Contains(text, has[i]) || !strings.Contains(text, `<p><a href="/?`) {
				t.Errorf("%.60s in %s does not say %q with a way on:\n%s", target, lang, has[i], text)
			}
		}
	}
	for field, w := range fieldFaults {
		if w[0] == "" || !strings.ContainsFunc(w[0], func(r rune) bool { return unicode.Is(unicode.Han, r) }) || w[1] == "" || strings.ContainsFunc(w[1], func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
			t.Errorf("%s is said in %q and %q", field, w[0], w[1])
		}
	}
	for _, name := range append(search.Filters, "q", "page", "size", "facet_size", "facets", "sort", "cursor", "editions", "lang", "explain", "verbatim", "classes") {
		if name != "body" && name != "country" && name != "source" && fieldFaults[name][0] == "" { // these take any text
			t.Errorf("nothing is said of %s", name)
		}
	}
	e.err = corpus.Errorf(corpus.Internal, "secrets")
	if text := look(t, s, "/?q=x&lang=zh", http.StatusInternalServerError); strings.Contains(text, "secrets") || !strings.Contains(text, "request id") {
		t.Errorf("a fault of ours: %s", text)
	}
	e.err = context.DeadlineExceeded
	if text := look(t, s, "/?q=x&lang=zh", http.StatusServiceUnavailable); !strings.Contains(text, "没有及时得到答案") {
		t.Errorf("too late: %s", text)
	}
}
