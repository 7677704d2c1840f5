package server

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"

	"chabiao/corpus"
	"chabiao/search"

	"github.com/gorilla/mux"
	"golang.org/x/text/language"
)

// handler answers with a value for the body, or an error.
type handler func(w http.ResponseWriter, r *http.Request) (any, error)

// statusOf maps the kinds of errors to HTTP statuses.
var statusOf = map[corpus.Kind]int{
	corpus.Internal:        http.StatusInternalServerError,
	corpus.InvalidArgument: http.StatusBadRequest,
	corpus.NotFound:        http.StatusNotFound,
	corpus.Conflict:        http.StatusConflict,
	corpus.Unavailable:     http.StatusServiceUnavailable,
	corpus.TooLarge:        http.StatusRequestEntityTooLarge,
	corpus.Canceled:        499, // nobody reads it; for the log
}

// api runs a handler within the time limit and writes its answer as JSON.
func (s *Server) api(h handler) http.Handler {
	return s.timed(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, s.cfg.MaxBody)
		s.answer(w, r, h)
	}))
}

func (s *Server) answer(w http.ResponseWriter, r *http.Request, h handler) {
	v, err := h(w, r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	if v == nil { // the handler has written by itself
		return
	}
	status := http.StatusOK
	if a, ok := v.(accepted); ok {
		status, v = http.StatusAccepted, a.body
	}
	writeJSON(w, status, v)
}

// accepted is an answer that says 202.
type accepted struct{ body any }

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.Encode(v)
}

// fail writes an error. What is our own fault is logged in full and told in
// brief.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	var refused *refusal
	if errors.As(err, &refused) {
		refused.headers(w.Header())
		writeJSON(w, refused.status(), map[string]any{"error": map[string]string{"code": refused.code(), "message": err.Error()}})
		return
	}
	kind, err := s.sort(err)
	body := map[string]string{"code": kind.String(), "message": err.Error()}
	if kind == corpus.Internal {
		s.cfg.Logger.Error("request failed", "path", r.URL.Path, "request_id", w.Header().Get("X-Request-Id"), "error", err)
		body["message"] = "something went wrong here; the server's log has it under request id " + w.Header().Get("X-Request-Id")
	}
	var e *corpus.Error
	if errors.As(err, &e) && e.Field != "" {
		body["field"] = e.Field
	}
	writeJSON(w, statusOf[kind], map[string]any{"error": body})
}

// sort finds the kind of an error, and puts those that the server's own limits
// cause in words.
func (s *Server) sort(err error) (corpus.Kind, error) {
	kind := corpus.KindOf(err)
	var big *http.MaxBytesError
	switch {
	case errors.As(err, &big) && kind != corpus.TooLarge:
		return corpus.TooLarge, corpus.Errorf(corpus.TooLarge, "the body has more than %d bytes", big.Limit).
			WithHint("send less at a time").WithZH("提交的内容超过 %d 字节。请减少后再提交。", big.Limit)
	case errors.Is(err, os.ErrDeadlineExceeded):
		return corpus.InvalidArgument, corpus.Errorf(corpus.InvalidArgument, "the body did not come whole within %s", s.cfg.Timeout).
			WithHint("send it again").WithZH("%s 之内没有收到完整的内容。请再提交一次。", s.cfg.Timeout)
	case errors.Is(err, context.DeadlineExceeded):
		return corpus.Unavailable, corpus.Errorf(corpus.Unavailable, "no answer within %s", s.cfg.Timeout).
			WithHint("narrow the request, or try again later").WithZH("%s 之内没有结果。请稍后再试。", s.cfg.Timeout)
	case errors.Is(err, context.Canceled):
		kind = corpus.Canceled
	}
	return kind, err
}

// searchParams are the query parameters of a search beside the filters.
var searchParams = []string{"q", "sort", "size", "page", "cursor", "facets", "facet_size", "lang", "explain", "verbatim", "editions", "classes"}

// parseSearch reads a search from the address.
func parseSearch(q url.Values) (search.Request, error) {
	req := search.Request{Query: q.Get("q"), Sort: q.Get("sort"), Cursor: q.Get("cursor"), Lang: q.Get("lang"), Editions: q.Get("editions"), Classes: q.Get("classes"), Filters: map[string][]string{}}
	for name, values := range q {
		if slices.Contains(searchParams, name) {
			continue
		}
		req.Filters[name] = append(req.Filters[name], split(values)...)
	}
	req.Facets = split(q["facets"])
	for name, dst := range map[string]*int{"size": &req.Size, "page": &req.Page, "facet_size": &req.FacetSize} {
		text := q.Get(name)
		if text == "" {
			continue
		}
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return req, corpus.Errorf(corpus.InvalidArgument, "%s is %q; it must be a whole number from 1", name, text).WithField(name)
		}
		*dst = n
	}
	for name, dst := range map[string]*bool{"explain": &req.Explain, "verbatim": &req.Verbatim} {
		switch q.Get(name) {
		case "", "0", "false":
		case "1", "true":
			*dst = true
		default:
			return req, corpus.Errorf(corpus.InvalidArgument, "%s is %q; it may be true or false", name, q.Get(name)).WithField(name)
		}
	}
	return req, nil
}

// split reads values that are repeated or comma-separated.
func split(values []string) []string {
	var out []string
	for _, v := range values {
		for part := range strings.SplitSeq(v, ",") {
			if part = strings.TrimSpace(part); part != "" {
				out = append(out, part)
			}
		}
	}
	return out
}

func (s *Server) search(_ http.ResponseWriter, r *http.Request) (any, error) {
	q, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, corpus.Errorf(corpus.InvalidArgument, "the query string is malformed: %w", err)
	}
	req, err := parseSearch(q)
	if err != nil {
		return nil, err
	}
	return s.cfg.Engine.Search(r.Context(), req)
}

// pathVar is a part of the path, unescaped.
func pathVar(r *http.Request, name string) (string, error) {
	v, err := url.PathUnescape(mux.Vars(r)[name])
	if err != nil {
		return "", corpus.Errorf(corpus.InvalidArgument, "the path is malformed: %w", err)
	}
	return v, nil
}

func (s *Server) standard(_ http.ResponseWriter, r *http.Request) (any, error) {
	id, err := pathVar(r, "id")
	if err != nil {
		return nil, err
	}
	return s.cfg.Engine.Standard(r.Context(), id, langOf(r))
}

// languages are those that the pages speak, the first where a browser wants
// none of them.
var languages = language.NewMatcher([]language.Tag{language.Chinese, language.English})

// langOf is the language asked for: the parameter, else the browser's, else
// Chinese.
func langOf(r *http.Request) string {
	if l := r.URL.Query().Get("lang"); l == "zh" || l == "en" {
		return l
	}
	wants, _, err := language.ParseAcceptLanguage(r.Header.Get("Accept-Language"))
	if err != nil || len(wants) == 0 {
		return "zh"
	}
	if _, i, _ := languages.Match(wants...); i == 1 {
		return "en"
	}
	return "zh"
}

func (s *Server) suggest(_ http.ResponseWriter, r *http.Request) (any, error) {
	size, _ := strconv.Atoi(r.URL.Query().Get("size"))
	list, err := s.cfg.Engine.Suggest(r.Context(), r.URL.Query().Get("q"), size, langOf(r))
	return map[string]any{"suggestions": list}, err
}

func (s *Server) tree(_ http.ResponseWriter, r *http.Request) (any, error) {
	scheme, err := pathVar(r, "scheme")
	if err != nil {
		return nil, err
	}
	nodes, err := s.cfg.Engine.Tree(r.Context(), scheme, langOf(r))
	return map[string]any{"scheme": scheme, "tree": nodes}, err
}

func (s *Server) notFound(_ http.ResponseWriter, r *http.Request) (any, error) {
	return nil, corpus.Errorf(corpus.NotFound, "nothing is at %s", r.URL.Path).WithHint("GET /api/v1/openapi.yaml lists the addresses")
}

func (s *Server) wrongMethod(w http.ResponseWriter, r *http.Request) (any, error) {
	writeJSON(w, http.StatusMethodNotAllowed, map[string]any{"error": map[string]string{
		"code": "method_not_allowed", "message": r.Method + " is not for " + r.URL.Path + "; GET /api/v1/openapi.yaml lists what is"}})
	return nil, nil
}
