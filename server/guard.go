package server

import (
	"net"
	"net/http"
	"strings"
)

// refusal is the error for who asks, whatever is asked for: 403.
type refusal struct {
	reason refusalReason
	text   string
}

type refusalReason uint8

const (
	otherMachine refusalReason = iota // the client is on another machine, or behind a proxy
	foreignName                       // the address it used is not this machine's own
	otherSite                         // a page of somebody else's sent it through a browser here
)

func (e *refusal) Error() string { return e.text }

// crossOrigin refuses what pages of other sites send through a browser here.
var crossOrigin = http.NewCrossOriginProtection()

// proxyHeaders tell of a client behind a proxy on this machine.
var proxyHeaders = []string{"X-Forwarded-For", "Forwarded", "X-Real-Ip"}

// local refuses clients on other machines: imports change the catalogue, and
// there is nobody to ask for a password yet. Being on this machine is not
// enough for a browser, which pages of others drive too: the name in the
// address must be this machine's (else a name of theirs, pointed here, would
// make their page one of ours), and what changes something must come from a
// page of ours.
func local(r *http.Request) error {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	ip := net.ParseIP(host)
	far := err != nil || ip == nil || !ip.IsLoopback()
	for _, name := range proxyHeaders {
		far = far || r.Header.Get(name) != ""
	}
	switch {
	case far:
		return &refusal{otherMachine, "imports are taken from this machine only; run 'chabiao import' where the server runs"}
	case !ownName(r.Host):
		return &refusal{foreignName, "imports are taken at this machine's own address only; use http://127.0.0.1 and the server's port"}
	case crossOrigin.Check(r) != nil:
		return &refusal{otherSite, "the request comes from a page of another site; start from the server's own page /imports"}
	}
	return nil
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

// here lets only clients on this machine through to a handler of the API.
func here(h handler) handler {
	return func(w http.ResponseWriter, r *http.Request) (any, error) {
		if err := local(r); err != nil {
			return nil, err
		}
		return h(w, r)
	}
}

// whoIs is who asks, for the record.
func whoIs(r *http.Request, name string) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	if name = clipText(strings.TrimSpace(name), 100); name == "" {
		return "http " + host
	}
	return name + " (http " + host + ")"
}

// clipText bounds a text in bytes, at the boundary of a character.
func clipText(s string, bytes int) string {
	if len(s) > bytes {
		s = s[:bytes]
	}
	return strings.ToValidUTF8(s, "")
}
