package server

import (
	"bytes"
	"embed"
	"errors"
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"chabiao/corpus"
	"chabiao/indexer/report"
)

//go:embed staff/*.html
var staffFiles embed.FS

//go:embed staff/staff.css
var staffCSS []byte

//go:embed staff/progress.js
var progressJS []byte

var staffTemplates = template.Must(template.New("staff").Funcs(template.FuncMap{
	"comma": report.Comma, "count": func(n int) string { return report.Comma(int64(n)) }, "bytes": byteSize, "add": func(a, b int) int { return a + b },
	"when": func(t time.Time) string { return t.Local().Format("2006-01-02 15:04") },
	"stamp": func(t time.Time) string {
		return t.UTC().Format(time.RFC3339)
	},
}).ParseFS(staffFiles, "staff/*.html"))

// pagePolicy is the content security policy of all pages: what we serve
// ourselves, modules among it, nothing inline, in nobody's frame.
const pagePolicy = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

func pageHeaders(w http.ResponseWriter, lang string) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", pagePolicy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Language", lang)
	// Forms must tell where they come from: with no-referrer browsers say null.
	h.Set("Referrer-Policy", "same-origin")
}

// staffPage is what every page of imports shows.
type staffPage struct {
	Lang    string
	Title   string
	Path    string // of the page itself, without query
	Other   string // its address in the other language
	Refresh bool   // the page changes by itself
	Note    string // what has just been done
	Limit   int64  // bytes of an upload
	Keyed   bool   // there is a staff key
	Session bool   // the client has given it
	D       any    // what only this page shows
}

// L chooses between the words of two languages.
func (p staffPage) L(zh, en string) string {
	if p.Lang == "zh" {
		return zh
	}
	return en
}

// URL is the address of a page in the page's language, with more parameters as
// names and values in turn; empty values are left out.
func (p staffPage) URL(path string, more ...string) string { return pageURL(p.Lang, path, more...) }

func pageURL(lang, path string, more ...string) string {
	q := url.Values{"lang": {lang}}
	for i := 0; i+1 < len(more); i += 2 {
		if more[i+1] != "" {
			q.Set(more[i], more[i+1])
		}
	}
	return path + "?" + q.Encode()
}

// Batch is the address of an import's page.
func (p staffPage) Batch(id int64) string { return p.URL(batchPath(id)) }

// Standard is the address of a standard's page.
func (p staffPage) Standard(id string) string { return p.URL(standardPath(id)) }

func batchPath(id int64) string   { return "/imports/" + strconv.FormatInt(id, 10) }
func previewPath(id int64) string { return "/imports/previews/" + strconv.FormatInt(id, 10) }

// With is the page with something else to show, for a part of it.
func (p staffPage) With(d any) staffPage {
	p.D = d
	return p
}

// Field names a field of an entry.
func (p staffPage) Field(name string) string { return report.FieldLabel(name, p.Lang) }

// pageHandler makes a page, or answers by itself and gives none.
type pageHandler func(w http.ResponseWriter, r *http.Request) (*page, error)

// page is a page to show: a template and what goes into it.
type page struct {
	template string
	status   int // 200 when 0
	title    words
	refresh  bool
	refused  *refusal // why it is not the page that was asked for
	data     any
}

// asPage is a handler that writes a file, with errors shown as pages.
func asPage(h handler) pageHandler {
	return func(w http.ResponseWriter, r *http.Request) (*page, error) {
		_, err := h(w, r)
		return nil, err
	}
}

// staff runs the handler of a page for those that admit lets through, and shows
// errors as pages.
func (s *Server) staff(h pageHandler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		err := s.admit(r)
		var p *page
		if err == nil {
			p, err = h(w, r)
		}
		if err != nil {
			p = s.errorPage(w, r, err)
		}
		if p != nil {
			s.render(w, r, p)
		}
	}
}

// staffForm takes a form of a few kilobytes.
func (s *Server) staffForm(h pageHandler) http.Handler {
	return s.timed(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, s.cfg.MaxBody)
		s.staff(h).ServeHTTP(w, r)
	}))
}

// parseForm reads the fields of a form into r.PostForm.
func parseForm(r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return corpus.Errorf(corpus.InvalidArgument, "the form can't be read: %w", err).WithHint("go back and send it again").WithZH("表单读不出来。请返回重新提交。")
	}
	return nil
}

// staffUpload takes the form that brings files: its own limit and no time-out.
func (s *Server) staffUpload() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, s.cfg.MaxUpload)
		s.staff(s.importsUpload).ServeHTTP(w, r)
	})
}

// render writes a page whole or not at all.
func (s *Server) render(w http.ResponseWriter, r *http.Request, p *page) {
	lang := langOf(r)
	v := staffPage{Lang: lang, Path: r.URL.Path, Refresh: p.refresh, Note: noteText(r.URL.Query().Get("note"), lang), Limit: s.cfg.MaxUpload, Keyed: s.cfg.StaffKey != "", D: p.data}
	if p.refused == nil {
		_, v.Session = s.session(r)
	}
	v.Title = p.title.in(lang)
	q := r.URL.Query()
	q.Set("lang", v.L("en", "zh"))
	q.Del("note")
	v.Other = r.URL.Path + "?" + q.Encode()
	if r.Method != http.MethodGet {
		v.Other = pageURL(v.L("en", "zh"), "/imports")
	}
	var b bytes.Buffer
	if err := staffTemplates.ExecuteTemplate(&b, p.template, v); err != nil {
		s.cfg.Logger.Error("page not made", "path", r.URL.Path, "error", err)
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	pageHeaders(w, lang)
	w.Header().Set("Cache-Control", "no-store")
	switch {
	case p.refused != nil:
		p.refused.headers(w.Header())
		w.WriteHeader(p.refused.status())
	case p.status != 0:
		w.WriteHeader(p.status)
	}
	if _, err := w.Write(b.Bytes()); err != nil {
		s.cfg.Logger.Warn("page not written", "error", err)
	}
}

// errorData is what the page of an error shows.
type errorData struct {
	Status  int
	Message string
	// MessageZH is the same in Chinese, where there is such.
	MessageZH string
	Field     string
	Refused   bool
	Reason    refusalReason
	Port      string
}

func (s *Server) errorPage(w http.ResponseWriter, r *http.Request, err error) *page {
	var refused *refusal
	if errors.As(err, &refused) {
		return s.refusedPage(r, refused)
	}
	kind, err := s.sort(err)
	d := errorData{Status: statusOf[kind], Message: err.Error(), MessageZH: corpus.Chinese(err)}
	if kind == corpus.Internal {
		s.cfg.Logger.Error("page failed", "path", r.URL.Path, "request_id", w.Header().Get("X-Request-Id"), "error", err)
		d.Message, d.MessageZH = "request id "+w.Header().Get("X-Request-Id"), ""
	}
	var e *corpus.Error
	if errors.As(err, &e) {
		d.Field = e.Field
	}
	return &page{template: "error", status: d.Status, title: kindTitles[kind], data: d}
}

// refusedPage says why somebody is not let through, or asks for the key.
func (s *Server) refusedPage(r *http.Request, refused *refusal) *page {
	switch refused.reason {
	case noKey, wrongKey, tooOften:
		next := sessionPath
		if r.Method == http.MethodGet {
			next = nextPage(r.URL.RequestURI())
		}
		return s.signInPage(r, refused, next)
	}
	p := &page{template: "error", title: [2]string{"只能在本机打开", "Only on the server's own machine"}, refused: refused,
		data: errorData{Refused: true, Reason: refused.reason, Port: portOf(r.Host)}}
	switch refused.reason {
	case otherSite:
		p.title = [2]string{"没有执行", "Not carried out"}
	case published:
		p.title = [2]string{"导入需要密钥", "Imports need a key"}
	}
	return p
}

// portOf is the port in a Host, with its colon; empty when it is the usual one.
func portOf(host string) string {
	if i := strings.LastIndexByte(host, ':'); i >= 0 {
		if n, err := strconv.ParseUint(host[i+1:], 10, 16); err == nil {
			return ":" + strconv.FormatUint(n, 10)
		}
	}
	return ""
}

// seeOther leads to a page after a form has been taken.
func seeOther(w http.ResponseWriter, r *http.Request, path string, more ...string) (*page, error) {
	http.Redirect(w, r, pageURL(langOf(r), path, more...), http.StatusSeeOther)
	return nil, nil
}
