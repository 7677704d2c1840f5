package server

import (
	"crypto/rand"
	"net/http"
	"strings"
	"sync"
	"time"
)

// sessionCookie is set for who gives the staff key, and for nobody else: readers
// get no cookie. Its path keeps it from their pages and from the API.
const (
	sessionCookie = "chabiao_staff"
	sessionPath   = "/imports"
)

const (
	sessionTime = 8 * time.Hour // a day's work; then the key is asked for again
	maxSessions = 1000          // the oldest goes for a new one
)

// sessions are browsers that have given the staff key, by random ids. They live
// in memory: when the server starts anew, or has another key, all are over.
type sessions struct {
	mu   sync.Mutex
	ends map[string]time.Time
}

// begin makes a session and returns its id.
func (s *sessions) begin(now time.Time) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ends == nil {
		s.ends = make(map[string]time.Time)
	}
	if len(s.ends) >= maxSessions {
		s.shrink(now)
	}
	id := rand.Text()
	s.ends[id] = now.Add(sessionTime)
	return id
}

// shrink drops the sessions that are over, or else the oldest.
func (s *sessions) shrink(now time.Time) {
	oldest := ""
	for id, end := range s.ends {
		if !end.After(now) {
			delete(s.ends, id)
		} else if oldest == "" || end.Before(s.ends[oldest]) {
			oldest = id
		}
	}
	if len(s.ends) >= maxSessions {
		delete(s.ends, oldest)
	}
}

// end is when a session ends; ok is false when there is none of that id.
func (s *sessions) end(id string, now time.Time) (end time.Time, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	end, ok = s.ends[id]
	if ok && !end.After(now) {
		delete(s.ends, id)
		return end, false
	}
	return end, ok
}

func (s *sessions) drop(id string) {
	s.mu.Lock()
	delete(s.ends, id)
	s.mu.Unlock()
}

// session is when the session ends that a request belongs to.
func (s *Server) session(r *http.Request) (end time.Time, ok bool) {
	c, err := r.Cookie(sessionCookie)
	if err != nil {
		return end, false
	}
	return s.sessions.end(c.Value, s.now())
}

// cookie is the cookie of a session. It ends with the browser, or with the
// session.
func (s *Server) cookie(r *http.Request, id string) *http.Cookie {
	return &http.Cookie{Name: sessionCookie, Value: id, Path: sessionPath, HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: s.encrypted(r)}
}

// encrypted reports whether the client reaches the server over TLS, here or at
// a proxy. Who says so falsely has only a cookie of his own that does not work.
func (s *Server) encrypted(r *http.Request) bool {
	return r.TLS != nil || strings.EqualFold(r.Header.Get("X-Forwarded-Proto"), "https") || strings.HasPrefix(s.cfg.BaseURL, "https:")
}
