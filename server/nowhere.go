package server

import (
	"net/http"
	"net/url"
	"strings"

	"chabiao/corpus"
	"chabiao/corpus/number"

	"github.com/gorilla/mux"
)

// faultView is the page for what is not there, or went wrong.
type faultView struct {
	layout
	Fault *fault
	// Meant is a standard number that the address holds where none belongs.
	Meant, MeantURL string
}

// faultPage tells an error to people.
func (s *Server) faultPage(w http.ResponseWriter, r *http.Request, f *fault) {
	l := s.layoutOf(r, f.Title)
	l.NoIndex = true
	v := &faultView{layout: l, Fault: f}
	if f.Status == http.StatusNotFound {
		if n, err := number.Parse(strings.Trim(r.URL.Path, "/")); err == nil && !n.Generic() {
			v.Meant, v.MeantURL = n.String(), l.StandardURL(n.String())
		}
	}
	s.readerPage(w, r, f.Status, "fault", v.layout, v)
}

// forPeople reports whether an answer shall be a page: the client is a browser,
// and does not ask the API.
func forPeople(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Accept"), "text/html") && !strings.HasPrefix(r.URL.Path, "/api/")
}

// nowhere answers where nothing is, or nothing for the method: without the slash
// that is too many at the end there may be something; else a page says so to
// people, JSON to programs.
func (s *Server) nowhere(w http.ResponseWriter, r *http.Request) {
	w.Header().Add("Vary", "Accept")
	// Asked here, because mux takes a wrong method below a prefix for a wrong path.
	if allowed := s.allowed(r); len(allowed) > 0 {
		s.notSo(w, r, strings.Join(allowed, ", "))
		return
	}
	if to := strings.TrimRight(r.URL.EscapedPath(), "/"); to != r.URL.EscapedPath() && to != "" && s.leads(r, to) {
		if r.URL.RawQuery != "" {
			to += "?" + r.URL.RawQuery
		}
		http.Redirect(w, r, to, http.StatusPermanentRedirect)
		return
	}
	if !forPeople(r) {
		s.answer(w, r, s.notFound)
		return
	}
	s.faultPage(w, r, s.faultOf(w, r, langOf(r), corpus.Errorf(corpus.NotFound, "nothing is at %s", r.URL.Path)))
}

// leads reports whether there is something at another path.
func (s *Server) leads(r *http.Request, path string) bool {
	u, err := url.Parse(path)
	if err != nil || u.Host != "" {
		return false
	}
	other := asGet(r).Clone(r.Context())
	other.URL = u
	var m mux.RouteMatch
	return s.router.Match(other, &m) && m.Route != nil && m.MatchErr == nil
}

// allowed are the methods that an address takes.
func (s *Server) allowed(r *http.Request) []string {
	var out []string
	for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodDelete} {
		try := r.Clone(r.Context())
		if try.Method = method; method == http.MethodHead {
			try.Method = http.MethodGet // answered as GET everywhere
		}
		var m mux.RouteMatch
		if s.router.Match(try, &m) && m.Route != nil && m.MatchErr == nil {
			out = append(out, method)
		}
	}
	return out
}

// notSo answers a method that an address does not take, and says which it does.
func (s *Server) notSo(w http.ResponseWriter, r *http.Request, allowed string) {
	w.Header().Set("Allow", allowed)
	if !forPeople(r) {
		s.answer(w, r, s.wrongMethod)
		return
	}
	lang := langOf(r)
	s.faultPage(w, r, &fault{Status: http.StatusMethodNotAllowed, Title: methodTitle.in(lang), Text: methodFault.in(lang), Detail: r.Method + " → " + allowed})
}
