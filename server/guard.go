package server

import (
	"math"
	"net"
	"net/http"
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

// proxyHeaders tell of a client behind a proxy on this machine.
var proxyHeaders = []string{"X-Forwarded-For", "Forwarded", "X-Real-Ip"}

// admit refuses who may not see or change imports.
//
// With a key it is the key that counts, wherever the client is, this machine
// included: a proxy, a forwarded port and a container all look like it, and
// other people may work on it. A name of theirs that others point here gets
// them nothing then, for a browser gives the key's cookie to the name only that
// it has it from. Without a key, clients of this machine are let through.
//
// Either way, what changes something must come from a page of ours: pages of
// others drive a browser too.
func (s *Server) admit(r *http.Request) error {
	var err error
	if s.cfg.StaffKey != "" {
		err = s.keyed(r)
	} else {
		err = local(r)
	}
	if err == nil && s.origins.Check(r) != nil {
		err = &refusal{reason: otherSite, text: "the request comes from a page of another site; start from the server's own page /imports"}
	}
	return err
}

// local refuses clients on other machines. Being on this machine is not enough
// for a browser: the name in the address must be this machine's, else a name of
// others, pointed here, would make their page one of ours.
func local(r *http.Request) error {
	far := !loopback(r)
	for _, name := range proxyHeaders {
		far = far || r.Header.Get(name) != ""
	}
	switch {
	case far:
		return &refusal{reason: otherMachine, text: "imports are taken from this machine only while the server has no staff key; " +
			"run 'chabiao import' where the server runs, or start it with --staff-key-file FILE"}
	case !ownName(r.Host):
		return &refusal{reason: foreignName, text: "imports are taken at this machine's own address only; use http://127.0.0.1 and the server's port"}
	}
	return nil
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
