package main

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/html"
)

// TestTongues holds the pages in English to naming the language of what is in
// Chinese or Japanese: titles, bodies, citations, the name of the site (WCAG
// 3.1.2). What the reader typed or sent is the reader's.
func TestTongues(t *testing.T) {
	addr, _ := startServer(t)
	seen := 0
	for _, page := range readerPages(t, addr) {
		root, err := html.Parse(bytes.NewReader(page.fetch(t, addr, "en")))
		if err != nil {
			t.Fatal(err)
		}
		walkTongues(root, "", func(text, lang, at string) {
			seen++
			if lang == "en" {
				t.Errorf("%s: %q stands as English in %s", page.path, text, at)
			}
		})
	}
	if seen < 100 {
		t.Errorf("only %d texts with Han characters were seen", seen)
	}
}

// walkTongues gives every text that has Han characters with its language, and
// where it stands, but for those that repeat a query or a file.
func walkTongues(n *html.Node, lang string, do func(text, lang, at string)) {
	if slices.Contains([]string{"title", "h1", "option"}, n.Data) {
		return
	}
	for _, a := range n.Attr {
		switch {
		case a.Key == "class" && (a.Val == "note said" || a.Val == "file"):
			return
		case a.Key == "lang":
			lang = a.Val
		}
	}
	if n.Type == html.TextNode && strings.ContainsFunc(n.Data, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		do(n.Data, lang, n.Parent.Data)
	}
	for c := range n.ChildNodes() {
		walkTongues(c, lang, do)
	}
}
