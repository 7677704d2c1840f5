package main

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// maxWeight is how many bytes a page may have before what it says of the
// catalogue, with all that it loads, without compression.
const maxWeight = 60_000

// TestPageWeight adds up pages that have next to nothing to show and everything
// that a browser loads for them.
func TestPageWeight(t *testing.T) {
	addr, _ := startServer(t)
	for _, p := range complete([]sitePage{
		{path: "/?q=qqqqqqqq"}, {path: "/standards/gb-t-99999-1999", status: http.StatusNotFound}, {path: "/browse/ics/99.999", status: http.StatusNotFound},
		{path: "/calendar/1899"}, {path: "/list"}, {path: "/imports"},
	}) {
		for _, lang := range []string{"zh", "en"} {
			text := p.fetch(t, addr, lang)
			sum, loads := len(text), loaded(t, text)
			for _, href := range loads {
				sum += weigh(t, addr, href)
			}
			if sum > maxWeight || len(loads) < 2 {
				t.Errorf("%s has %d bytes with %q; %d are the most", p.in(lang), sum, loads, maxWeight)
			}
		}
	}
}

// loaded are the addresses of what a browser loads to show a page.
func loaded(t *testing.T, page []byte) (out []string) {
	t.Helper()
	doc, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		attr := map[string]string{}
		for _, a := range n.Attr {
			attr[a.Key] = a.Val
		}
		switch {
		case n.Data == "link" && (attr["rel"] == "stylesheet" || attr["rel"] == "icon"):
			out = append(out, attr["href"])
		case (n.Data == "script" || n.Data == "img") && attr["src"] != "":
			out = append(out, attr["src"])
		}
	}
	return out
}

// weigh gives the bytes of what an address leads to. Nothing that is loaded
// loads more in turn.
func weigh(t *testing.T, addr, href string) int {
	t.Helper()
	if strings.HasPrefix(href, "data:") {
		return 0 // stands in the page itself
	}
	base, err := url.Parse("http://" + addr + "/")
	if err != nil {
		t.Fatal(err)
	}
	at, err := base.Parse(href)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.Get(at.String())
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body) // inflated
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d %v", href, resp.StatusCode, err)
	}
	for _, more := range []string{"@import", "url(", "import "} {
		if bytes.Contains(text, []byte(more)) {
			t.Errorf("%s loads more by %s, which is not weighed", href, more)
		}
	}
	return len(text)
}
