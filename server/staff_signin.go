package server

import (
	"net/http"
	"net/url"
	urlpath "path"
	"strconv"
	"strings"
)

// signInData is what the page that asks for the key shows.
type signInData struct {
	Next    string // address to go on to
	Problem string // why the key was not taken
	Lost    bool   // a form was sent without a session
	Open    bool   // the key would be sent for others on the way to read
}

// signInPage asks for the staff key; refused says why, nil where somebody has
// come for it.
func (s *Server) signInPage(r *http.Request, refused *refusal, next string) *page {
	d := &signInData{Next: next, Open: !s.encrypted(r) && local(r) != nil}
	p := &page{template: "signin", title: [2]string{"登录", "Sign in"}, refused: refused, data: d}
	if refused == nil {
		return p
	}
	lang := langOf(r)
	switch refused.reason {
	case wrongKey:
		d.Problem = words{"密钥不对。请核对后再输入，或向管理员索取。", "This is not the key. Check it, or ask whoever runs the server."}.in(lang)
	case tooOften:
		d.Problem = words{"输错的次数太多。请过 ", "Wrong too often. Try again in "}.in(lang) + strconv.Itoa(refused.seconds()) + words{" 秒再试。", " seconds."}.in(lang)
	default:
		d.Lost = r.Method == http.MethodPost
	}
	return p
}

// nextPage is the page of ours that an address means; /imports where it means
// something else.
func nextPage(address string) string {
	u, err := url.Parse(address)
	inside := err == nil && u.Scheme == "" && u.Host == "" && u.User == nil && urlpath.Clean(u.Path) == u.Path &&
		(u.Path == sessionPath || strings.HasPrefix(u.Path, sessionPath+"/")) && u.Path != sessionPath+"/signin"
	if !inside {
		return sessionPath
	}
	return (&url.URL{Path: u.Path, RawQuery: u.RawQuery}).String()
}

// signIn asks for the key, and takes it.
func (s *Server) signIn(w http.ResponseWriter, r *http.Request) {
	p, err := s.takeKey(w, r)
	if err != nil {
		p = s.errorPage(w, r, err)
	}
	if p != nil {
		s.render(w, r, p)
	}
}

func (s *Server) takeKey(w http.ResponseWriter, r *http.Request) (*page, error) {
	if s.cfg.StaffKey == "" {
		return seeOther(w, r, sessionPath)
	}
	if r.Method == http.MethodGet {
		if s.admit(r) == nil {
			return seeOther(w, r, sessionPath)
		}
		return s.signInPage(r, nil, sessionPath), nil
	}
	if s.origins.Check(r) != nil {
		return nil, &refusal{reason: otherSite, text: "the form comes from a page of another site"}
	}
	r.Body = http.MaxBytesReader(w, r.Body, s.cfg.MaxBody)
	if err := parseForm(r); err != nil {
		return nil, err
	}
	next := nextPage(r.PostForm.Get("next"))
	if refused := s.tryKey(r, strings.TrimSpace(r.PostForm.Get("key"))); refused != nil {
		return s.signInPage(r, refused, next), nil
	}
	http.SetCookie(w, s.cookie(r, s.sessions.begin(s.now())))
	s.cfg.Logger.Info("staff signed in", "client", clientOf(r))
	http.Redirect(w, r, next, http.StatusSeeOther)
	return nil, nil
}

// signOut ends the session.
func (s *Server) signOut(w http.ResponseWriter, r *http.Request) {
	if s.origins.Check(r) != nil {
		s.render(w, r, s.errorPage(w, r, &refusal{reason: otherSite, text: "the form comes from a page of another site"}))
		return
	}
	if c, err := r.Cookie(sessionCookie); err == nil {
		s.sessions.drop(c.Value)
		gone := s.cookie(r, "")
		gone.MaxAge = -1
		http.SetCookie(w, gone)
	}
	seeOther(w, r, "/imports/signin")
}
