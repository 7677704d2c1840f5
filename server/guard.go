package server

import (
	"math"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// refusal is the error for who asks, whatever is asked for.
type refusal struct {
	reason refusalReason
	text   string
	wait   time.Duration // tooOften: after which it may be tried again
}

type refusalReason uint8

const (
	otherMachine refusalReason = iota // the client is on another machine, or behind a proxy
	foreignName                       // the address it used is not this machine's own
	otherSite                         // a page of somebody else's sent it through a browser here
	noKey                             // the key was not given
	wrongKey                          // another key was given
	tooOften                          // wrong keys were given too often to look at one more
	published                         // the site has an address for others, and no key
)

func (e *refusal) Error() string { return e.text }

func (e *refusal) status() int {
	switch e.reason {
	case noKey, wrongKey:
		return http.StatusUnauthorized
	case tooOften:
		return http.StatusTooManyRequests
	}
	return http.StatusForbidden
}

// code is the refusal as the API names it.
func (e *refusal) code() string {
	switch e.reason {
	case noKey, wrongKey:
		return "unauthorized"
	case tooOften:
		return "too_many_requests"
	}
	return "forbidden"
}

// headers says with an answer how to get through.
func (e *refusal) headers(h http.Header) {
	switch e.reason {
	case noKey, wrongKey:
		h.Set("WWW-Authenticate", `Bearer realm="chabiao imports"`)
	case tooOften:
		h.Set("Retry-After", strconv.Itoa(e.seconds()))
	}
}

// seconds is how long to wait, in whole ones.
func (e *refusal) seconds() int { return int(math.Ceil(e.wait.Seconds())) }

// admit refuses who may not see or change imports.
//
// With a key it is the key that counts, wherever the client is, this machine
// included: a proxy, a forwarded port and a container all look like it, and
// other people may work on it. A name of theirs that others point here gets
// them nothing then, for a browser gives the key's cookie to the name only that
// it has it from. Without a key, clients of this machine are let through, unless
// the site has an address for others: then whoever asks may have come by it.
// The commands of this machine have their token either way.
//
// Whoever it is, what changes something must come from a page of ours: pages of
// others drive a browser too.
func (s *Server) admit(r *http.Request) error {
	var err error
	switch {
	case s.command(r):
	case s.cfg.StaffKey != "":
		err = s.keyed(r)
	case s.Published():
		err = &refusal{reason: published, text: "the site is published at " + s.cfg.BaseURL + " and has no staff key, so nobody can be told from its readers; " +
			"start the server with --staff-key-file FILE, or run 'chabiao import' where it runs"}
	default:
		err = local(r)
	}
	if err == nil && s.origins.Check(r) != nil {
		err = &refusal{reason: otherSite, text: "the request comes from a page of another site; start from the server's own page /imports"}
	}
	return err
}

// staffLink reports whether pages for readers lead to those of imports: to who
// may open them, and where there is a key to everybody, for anybody may have it.
// The cookie of a session does not come with requests for readers' pages.
func (s *Server) staffLink(r *http.Request) bool {
	return s.cfg.StaffKey != "" || !s.Published() && local(r) == nil
}

// Published reports whether the site has an address that is not this machine's
// own, so that requests that seem to come from here may be those of a proxy.
func (s *Server) Published() bool {
	u, err := url.Parse(s.cfg.BaseURL)
	return s.cfg.BaseURL != "" && (err != nil || !ownName(u.Host))
}

// local refuses clients on other machines. Being on this machine is not enough
// for a browser: the name in the address must be this machine's, else a name of
// others, pointed here, would make their page one of ours.
func local(r *http.Request) error {
	switch {
	case !loopback(r) || proxied(r):
		return &refusal{reason: otherMachine, text: "imports are taken from this machine only while the server has no staff key; " +
			"run 'chabiao import' where the server runs, or start it with --staff-key-file FILE"}
	case !ownName(r.Host):
		return &refusal{reason: foreignName, text: "imports are taken at this machine's own address only; use http://127.0.0.1 and the server's port"}
	}
	return nil
}

// proxied reports whether a request says that it came through a proxy. One that
// doesn't may have all the same: many proxies add nothing unless they are told to.
func proxied(r *http.Request) bool {
	for name := range r.Header {
		if name == "Via" || name == "Forwarded" || name == "X-Real-Ip" || strings.HasPrefix(name, "X-Forwarded-") {
			return true
		}
	}
	return false
}

// loopback reports whether the other end of the connection is on this machine.
func loopback(r *http.Request) bool {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	ip := net.ParseIP(host)
	return err == nil && ip != nil && ip.IsLoopback()
}

// clientOf is the address of who asks. A proxy on this machine says whom it
// asks for in the last part of X-Forwarded-For; what others say is not believed.
func clientOf(r *http.Request) string {
	if loopback(r) {
		all := strings.Join(r.Header.Values("X-Forwarded-For"), ",")
		if ip := net.ParseIP(strings.TrimSpace(all[strings.LastIndexByte(all, ',')+1:])); ip != nil {
			return ip.String()
		}
	}
	if host, _, err := net.SplitHostPort(r.RemoteAddr); err == nil {
		return host
	}
	return r.RemoteAddr
}

// ownName reports whether the Host of a request means this machine without
// asking a name server: localhost, or a loopback address. The unspecified
// address, which a server that listens everywhere gives, means it too.
func ownName(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && (ip.IsLoopback() || ip.IsUnspecified())
}

// here lets only those that admit lets through to a handler of the API.
func (s *Server) here(h handler) handler {
	return func(w http.ResponseWriter, r *http.Request) (any, error) {
		if err := s.admit(r); err != nil {
			return nil, err
		}
		return h(w, r)
	}
}

// whoIs is who asks, for the record.
func whoIs(r *http.Request, name string) string {
	from := "http " + clientOf(r)
	if name = clipText(strings.TrimSpace(name), 100); name == "" {
		return from
	}
	return name + " (" + from + ")"
}

// clipText bounds a text in bytes, at the boundary of a character.
func clipText(s string, bytes int) string {
	if len(s) > bytes {
		s = s[:bytes]
	}
	return strings.ToValidUTF8(s, "")
}
