package server

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"net/url"
	"strings"

	"chabiao/corpus"

	"github.com/dustin/go-humanize"
)

//go:embed pages/*.html
var pageFiles embed.FS

//go:embed pages/style.css
var styleCSS []byte

//go:embed pages/suggest.js
var suggestJS []byte

//go:embed pages/copy.js
var copyJS []byte

// pageTemplates are the pages for readers. Each begins with the template "top"
// and ends with "bottom", which pages/layout.html defines, and is executed with
// a value that embeds layout.
var pageTemplates = template.Must(template.New("pages").ParseFS(pageFiles, "pages/*.html"))

// layout is what every page for readers has around its content.
type layout struct {
	Lang      string
	Title     string // of the window, without the name of the site
	Canonical string // lasting address of the page, a path; may be empty
	Switch    string // address of the page in the other language
	Query     string // what the search box holds
	Hidden    url.Values
	Focus     bool // the search box takes the focus
	NoIndex   bool // search engines shall leave the page out
	Staff     bool // there is a link to the pages of imports
	Modules   []string
	// Alternates are the page's content in other formats.
	Alternates []alternate

	explicit bool // the language was asked for in the address
}

type alternate struct{ Type, Href string }

// layoutOf fills in what the request says.
func (s *Server) layoutOf(r *http.Request, title string) layout {
	q := r.URL.Query()
	l := layout{Lang: langOf(r), Title: title, Staff: s.staffLink(r)}
	l.explicit = q.Get("lang") == l.Lang
	q.Set("lang", l.L("en", "zh"))
	l.Switch = r.URL.EscapedPath() + "?" + q.Encode()
	return l
}

// L chooses between the words of two languages.
func (l layout) L(zh, en string) string { return words{zh, en}.in(l.Lang) }

// N writes a count, with its thousands apart.
func (l layout) N(n int64) string { return humanize.Comma(n) }

// NamesLang reports whether the page's address names its language, so that
// forms name it too.
func (l layout) NamesLang() bool { return l.explicit }

// Tongue is the attribute that names the language of a text on the page; none
// where that is the page's own, or is not known.
func (l layout) Tongue(code string) template.HTMLAttr {
	if tag := langTag(code); tag != "" && tag != l.Lang {
		return template.HTMLAttr(` lang="` + tag + `"`)
	}
	return ""
}

// Script guesses the language of a text of the source, as Tongue takes it, where
// the page's readers may not read its script; "" where they do. country is that
// of the standard: Japanese names are often without kana.
func (l layout) Script(text, country string) string {
	lang := corpus.ScriptLanguage(text)
	switch {
	case lang == "zh" && country == "JP":
		return "ja"
	case lang == "en" || lang == l.Lang: // Latin may be any language
		return ""
	}
	return lang
}

// HTMLLang is the language as HTML names it.
func (l layout) HTMLLang() string { return l.L("zh-CN", "en") }

// URL is the address of a page with parameters as names and values in turn;
// empty values are left out. It names the language where this page's address
// does, so that addresses without it stay short and lasting.
func (l layout) URL(path string, more ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(more); i += 2 {
		if more[i+1] != "" {
			q.Set(more[i], more[i+1])
		}
	}
	if l.explicit {
		q.Set("lang", l.Lang)
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// StandardURL is the address of a standard's page, by id or by any spelling.
func (l layout) StandardURL(id string) string { return l.URL(standardPath(id)) }

func standardPath(id string) string { return "/standards/" + url.PathEscape(id) }

// readerPage writes a page whole or not at all. data embeds l.
func (s *Server) readerPage(w http.ResponseWriter, r *http.Request, status int, name string, l layout, data any) {
	var b bytes.Buffer
	if err := pageTemplates.ExecuteTemplate(&b, name, data); err != nil {
		s.cfg.Logger.Error("page not made", "path", r.URL.Path, "error", err)
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	pageHeaders(w, l.Lang)
	if !strings.Contains(strings.Join(w.Header().Values("Vary"), ","), "Accept-Language") {
		w.Header().Add("Vary", "Accept-Language") // compression has added its own
	}
	for _, a := range l.Alternates {
		w.Header().Add("Link", "<"+a.Href+`>; rel="alternate"; type="`+a.Type+`"`)
	}
	w.WriteHeader(status)
	if _, err := w.Write(b.Bytes()); err != nil {
		s.cfg.Logger.Warn("page not written", "error", err)
	}
}

// module serves an ES module.
func (s *Server) module(text []byte) http.HandlerFunc {
	return asset("text/javascript; charset=utf-8", text)
}

// css serves a style sheet.
func (s *Server) css(text []byte) http.HandlerFunc { return asset("text/css; charset=utf-8", text) }

// asset serves what pages load. Browsers ask again after five minutes: its
// address does not change when it does.
func asset(media string, text []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", media)
		w.Header().Set("Cache-Control", "max-age=300")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Write(text)
	}
}

// windowTitle joins what is not empty.
func windowTitle(parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, " · ")
}
