package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
)

// complaint is something that no page may cause.
type complaint struct {
	url  string // that could not be loaded, if it is about that
	text string
}

// hear notes what no page may do: ask another host, throw, make the console
// complain, refer to what is not there.
func (b *browser) hear(ev any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := ev.(type) {
	case *network.EventRequestWillBeSent:
		if u := e.Request.URL; !strings.HasPrefix(u, "http://"+b.addr+"/") && !strings.HasPrefix(u, "data:") {
			b.heard = append(b.heard, complaint{text: "request of " + u})
		}
	case *network.EventWebSocketCreated:
		b.heard = append(b.heard, complaint{text: "socket to " + e.URL})
	case *network.EventResponseReceived:
		if e.Type == network.ResourceTypeDocument && e.Response.Status >= http.StatusBadRequest {
			b.refused[e.Response.URL] = true
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			b.heard = append(b.heard, complaint{e.Entry.URL, fmt.Sprintf("%s: %s %s", e.Entry.Source, e.Entry.Text, e.Entry.URL)})
		}
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning || e.Type == runtime.ConsoleAPICalledTypeAssert {
			b.heard = append(b.heard, complaint{text: "console: " + remoteText(e.Args...)})
		}
	case *runtime.EventExceptionThrown:
		b.heard = append(b.heard, complaint{text: e.ExceptionDetails.Text + " " + remoteText(e.ExceptionDetails.Exception)})
	}
}

func remoteText(list ...*runtime.RemoteObject) string {
	var out []string
	for _, o := range list {
		if o != nil {
			out = append(out, o.Description+string(o.Value))
		}
	}
	return strings.Join(out, " ")
}

// complaints are all that was heard, but for pages that are errors themselves:
// the console tells of these too.
func (b *browser) complaints() (out []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, c := range b.heard {
		if c.url == "" || !b.refused[c.url] {
			out = append(out, c.text)
		}
	}
	return out
}

// TestComplaints holds that the browser of the tests hears what pages must not do.
func TestComplaints(t *testing.T) {
	elsewhere := httptest.NewServer(http.NotFoundHandler())
	defer elsewhere.Close()
	pages := map[string]string{
		"/fine":      `fine`,
		"/throws":    `<script>throw new Error("broken teapot")</script>`,
		"/rejects":   `<script>Promise.reject(new Error("cold tea"))</script>`,
		"/complains": `<script>console.error("no tea"); console.warn("no milk")</script>`,
		"/lacks":     `<link rel="stylesheet" href="/lacking.css">`,
		"/leaves":    `<img src="` + elsewhere.URL + `/pixel.png" alt="">`,
		"/inline":    `<p style="color: red">x`,
	}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, ok := pages[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		if r.URL.Path == "/inline" {
			w.Header().Set("Content-Security-Policy", "style-src 'self'")
		}
		fmt.Fprint(w, `<!doctype html><title>x</title><link rel="icon" href="data:,">`+body)
	}))
	defer s.Close()
	b := startBrowser(t, s.Listener.Addr().String())
	for _, c := range []struct {
		path  string
		parts []string
	}{
		{"/fine", nil}, {"/throws", []string{"broken teapot"}}, {"/rejects", []string{"cold tea"}}, {"/complains", []string{"no tea", "no milk"}}, {"/lacks", []string{"/lacking.css"}},
		{"/leaves", []string{elsewhere.URL}}, {"/inline", []string{"Content Security Policy"}},
	} {
		b.open(c.path)
		said := func() string { return strings.Join(b.complaints(), "\n") }
		lacking := func(part string) bool { return !strings.Contains(said(), part) }
		for range 200 { // what a page causes may come after it has loaded
			if !slices.ContainsFunc(c.parts, lacking) {
				break
			}
			time.Sleep(50 * time.Millisecond)
		}
		if slices.ContainsFunc(c.parts, lacking) || (len(c.parts) == 0 && said() != "") {
			t.Errorf("%s: want %q, heard %q", c.path, c.parts, said())
		}
		b.mu.Lock()
		b.heard = nil
		b.mu.Unlock()
	}
}
