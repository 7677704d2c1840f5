package server

import (
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"chabiao/corpus"
	"chabiao/corpus/citation"
	"chabiao/corpus/number"
	"chabiao/search"
)

// forms are what a standard can be had as beside its page, by the end of the
// address.
var forms = []struct {
	suffix, media string
	cite          func(*corpus.Entry) string // nil for JSON and JSON-LD
}{
	{".csl.json", "application/vnd.citationstyles.csl+json", citation.CSLJSON},
	{".jsonld", "application/ld+json", nil},
	{".json", "application/json", nil},
	{".bib", "application/x-bibtex", citation.BibTeX},
	{".ris", "application/x-research-info-systems", citation.RIS},
}

// standardPage is the page of a standard at its lasting address
// /standards/{id}. Any spelling of its number leads there; one that means no
// standard of the catalogue gives a page of what is near.
func (s *Server) standardPage(w http.ResponseWriter, r *http.Request) {
	w.Header().Add("Vary", "Accept, Accept-Language")
	asked, err := pathVar(r, "id")
	if err == nil && len(asked) > search.MaxQuery {
		err = corpus.Errorf(corpus.InvalidArgument, "a number of %d bytes is none", len(asked)).WithField("id").WithHint("give at most %d", search.MaxQuery)
	}
	if err != nil {
		s.missing(w, r, "", err)
		return
	}
	id, suffix := asked, ""
	for _, f := range forms {
		if rest, ok := strings.CutSuffix(asked, f.suffix); ok {
			id, suffix = rest, f.suffix
			break
		}
	}
	form := suffix
	if form == "" {
		form = wanted(r.Header.Get("Accept"))
	}
	st, err := s.theStandard(r, id)
	switch {
	case err != nil && form != "":
		s.fail(w, r, err)
	case err != nil:
		s.missing(w, r, id, err)
	case st.ID != id:
		u := url.URL{Path: "/standards/" + st.ID + suffix, RawQuery: r.URL.RawQuery}
		// Not for ever: without a year the same spelling means another edition
		// one day.
		http.Redirect(w, r, u.String(), http.StatusFound)
	default:
		s.standardAs(w, r, st, form)
	}
}

// wanted chooses a form by the media types that a client accepts: of those that
// there are the one it likes most (q, RFC 9110), or names first. It is "" for the
// page, also for who does not mind.
func wanted(accept string) string {
	best, most := "", 0.0
	for range maxAccepted {
		one, rest, more := strings.Cut(accept, ",")
		media, params, err := mime.ParseMediaType(one)
		q := 1.0
		if text, ok := params["q"]; ok && err == nil {
			q, err = strconv.ParseFloat(text, 64)
		}
		if err == nil && q > most {
			if media == "text/html" {
				best, most = "", q
			}
			for _, f := range forms {
				if f.media == media {
					best, most = f.suffix, q
				}
			}
		}
		if accept = rest; !more {
			break
		}
	}
	return best
}

// maxAccepted bounds the media types that are looked at.
const maxAccepted = 50

// theStandard finds a standard by id, or by a spelling that means that very
// standard: not one that is only near, as another edition than the one asked
// for is.
func (s *Server) theStandard(r *http.Request, id string) (*search.Standard, error) {
	lang := langOf(r)
	st, err := s.cfg.Engine.Standard(r.Context(), id, lang)
	if err != nil || st.ID == id {
		return st, err
	}
	res, err := s.cfg.Engine.Resolve(r.Context(), []string{id}, lang)
	if err != nil {
		return nil, err
	}
	if len(res) == 1 && len(res[0].Matches) > 0 {
		switch m := res[0].Matches[0]; m.Kind {
		case search.KindExact, search.KindFormat, search.KindYearMissing, search.KindDual:
			return s.cfg.Engine.Standard(r.Context(), m.ID, lang)
		}
	}
	return nil, corpus.Errorf(corpus.NotFound, "the catalogue has no %s", id).WithHint("GET /api/v1/resolve tells what is near it")
}

// standardAs writes a standard in one of its forms.
func (s *Server) standardAs(w http.ResponseWriter, r *http.Request, st *search.Standard, form string) {
	for _, f := range forms {
		switch {
		case f.suffix != form:
		case f.cite != nil:
			h := w.Header()
			h.Set("Content-Type", f.media+"; charset=utf-8")
			h.Set("X-Content-Type-Options", "nosniff")
			h.Set("Content-Disposition", `attachment; filename="`+st.ID+f.suffix+`"`) // ids are ASCII without quotes
			if _, err := w.Write([]byte(f.cite(st.Entry))); err != nil {
				s.cfg.Logger.Warn("reference not written", "error", err)
			}
			return
		case form == ".jsonld":
			w.Header().Set("Content-Type", f.media+"; charset=utf-8")
			writeLinked(w, st, s.baseURL(r))
			return
		default:
			writeJSON(w, http.StatusOK, st)
			return
		}
	}
	life, err := s.life(r, st)
	if err != nil {
		s.missing(w, r, st.ID, err)
		return
	}
	l := s.layoutOf(r, windowTitle(st.Entry.Number, st.Entry.Title(langOf(r))))
	l.Query, l.Canonical = st.Entry.Number, standardPath(st.ID)
	l.Modules = []string{"/copy.js"}
	for _, f := range forms {
		l.Alternates = append(l.Alternates, alternate{f.media, standardPath(st.ID) + f.suffix})
	}
	s.readerPage(w, r, http.StatusOK, "standard", l, newStandardView(l, st, life, s.today()))
}

// life is where a standard stands in its life.
func (s *Server) life(r *http.Request, st *search.Standard) (*search.Standing, error) {
	list, err := s.cfg.Engine.Standing(r.Context(), []string{st.ID}, langOf(r))
	if err != nil {
		return nil, err
	}
	if len(list) != 1 || list[0] == nil {
		return nil, corpus.Errorf(corpus.NotFound, "the catalogue has no %s any more", st.Entry.Number) // taken back meanwhile
	}
	return list[0], nil
}

// baseURL is the address of the site as the operator says, else as the client
// sees it.
func (s *Server) baseURL(r *http.Request) string {
	if s.cfg.BaseURL != "" {
		return s.cfg.BaseURL
	}
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	return scheme + "://" + r.Host
}

// missingView is the page for a number that the catalogue lacks.
type missingView struct {
	layout
	Asked string
	Hint  []hintPart
	Near  []search.NumberMatch
}

// hintPart is a piece of a sentence; one that is a standard number links to it.
type hintPart struct{ Text, URL string }

// missing says that there is no such standard, and what is near; or what else
// went wrong.
func (s *Server) missing(w http.ResponseWriter, r *http.Request, asked string, err error) {
	if corpus.KindOf(err) != corpus.NotFound {
		s.faultPage(w, r, s.faultOf(w, r, langOf(r), err))
		return
	}
	l := s.layoutOf(r, "")
	l.Title, l.Query, l.NoIndex = l.L("没有这个标准", "No such standard"), asked, true
	v := missingView{Asked: asked}
	if res, rerr := s.cfg.Engine.Resolve(r.Context(), []string{asked}, l.Lang); rerr == nil && len(res) == 1 {
		v.Near, v.Hint = res[0].Matches, linkNumbers(l, res[0].Hint, asked)
	}
	v.layout = l
	s.readerPage(w, r, http.StatusNotFound, "missing", l, v)
}

// linkNumbers links the standard numbers that a sentence names, but not the
// one that was asked for.
func linkNumbers(l layout, text, asked string) []hintPart {
	if text != "" && 'a' <= text[0] && text[0] <= 'z' && l.Lang == "en" {
		text = string(text[0]-'a'+'A') + text[1:] // sentences of the engine begin in the middle
	}
	a, err := number.Parse(asked)
	var out []hintPart
	at := 0
	for _, span := range number.Find(text) {
		if err == nil && span.Number.Key() == a.Key() || span.Start < at {
			continue
		}
		out = append(out, hintPart{Text: text[at:span.Start]}, hintPart{text[span.Start:span.End], l.StandardURL(text[span.Start:span.End])})
		at = span.End
	}
	return append(out, hintPart{Text: text[at:]})
}
