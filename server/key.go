package server

import (
	"crypto/sha256"
	"crypto/subtle"
	"maps"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"

	"chabiao/corpus"
)

// Bounds of a staff key in characters. What is shorter could be guessed.
const (
	minStaffKey = 16
	maxStaffKey = 1024
)

// CheckStaffKey reports what is wrong with a staff key. It travels in a header,
// so it is printable ASCII without spaces. The error does not repeat the key.
func CheckStaffKey(key string) error {
	wrong := func(what string) error {
		return corpus.Errorf(corpus.InvalidArgument, "the staff key %s", what).WithHint("make one with 'openssl rand -hex 24'")
	}
	switch {
	case len(key) < minStaffKey:
		return wrong("has less than 16 characters")
	case len(key) > maxStaffKey:
		return wrong("has more than 1024 characters")
	case strings.ContainsFunc(key, func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsGraphic(r) || r == ' ' }):
		return wrong("has spaces, or characters that are no letters, digits and signs of ASCII")
	}
	return nil
}

// equal compares secrets in a time that tells neither where they differ nor how
// long they are.
func equal(a, b string) bool {
	x, y := sha256.Sum256([]byte(a)), sha256.Sum256([]byte(b))
	return subtle.ConstantTimeCompare(x[:], y[:]) == 1
}

// bearer is the key or token that a request brings.
func bearer(r *http.Request) (key string, ok bool) {
	scheme, key, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	return strings.TrimSpace(key), strings.EqualFold(scheme, "Bearer")
}

// command reports whether a request brings the token of the commands.
func (s *Server) command(r *http.Request) bool {
	key, ok := bearer(r)
	return ok && s.cfg.StaffToken != "" && equal(key, s.cfg.StaffToken)
}

// keyed refuses requests that bring neither the staff key as a bearer nor the
// cookie of a session.
func (s *Server) keyed(r *http.Request) error {
	if key, ok := bearer(r); ok {
		if refused := s.tryKey(r, key); refused != nil {
			return refused
		}
		return nil
	}
	if _, ok := s.session(r); ok {
		return nil
	}
	return &refusal{reason: noKey, text: "imports need the staff key; send it in the header 'Authorization: Bearer KEY', or sign in at /imports"}
}

// tryKey compares a key with the staff key, unless wrong ones were given too
// often. The right one is taken at any time from this machine itself: a proxy
// that does not say whom it asks for makes all its clients look like this
// machine, and the wrong keys of one would shut everybody out.
func (s *Server) tryKey(r *http.Request, key string) *refusal {
	right := equal(key, s.cfg.StaffKey)
	if right && loopback(r) && !proxied(r) {
		return nil
	}
	if wait := s.misses.judge(clientOf(r), s.now(), right); wait > 0 {
		e := &refusal{reason: tooOften, wait: wait}
		e.text = "wrong staff keys were sent too often; try again in " + strconv.Itoa(e.seconds()) + " s"
		return e
	}
	if !right {
		s.cfg.Logger.Warn("wrong staff key", "client", clientOf(r))
		return &refusal{reason: wrongKey, text: "this is not the staff key; ask whoever runs the server"}
	}
	return nil
}

// Wrong keys that an address may give, and all addresses together, whose number
// a client may choose: some at once, then one in a while. The right one is not
// looked at meanwhile, else guessing would go on as fast.
const (
	missesAtOnce    = 5
	missEvery       = 10 * time.Second
	allMissesAtOnce = 1000
	anyMissEvery    = 100 * time.Millisecond
)

// maxMissers is how many addresses are remembered before those with nothing left
// to remember are cleared away: more than can have something. All together give
// allMissesAtOnce and those that anyMissEvery lets through, and none is
// remembered for longer than missesAtOnce times missEvery.
const maxMissers = 2 * allMissesAtOnce

// misses remembers who has given wrong keys.
type misses struct {
	mu sync.Mutex
	// until is when all of an address's wrong keys are forgotten: each adds
	// missEvery to it. all is the same of all addresses, with anyMissEvery.
	until map[string]time.Time
	all   time.Time
}

// judge takes note of a key that an address has given. It returns how long the
// address must wait before a key of it is looked at; 0 when this one was.
func (m *misses) judge(addr string, now time.Time, right bool) time.Duration {
	addr = network(addr)
	m.mu.Lock()
	defer m.mu.Unlock()
	own, all := m.until[addr], m.all
	if own.Before(now) {
		own = now
	}
	if all.Before(now) {
		all = now
	}
	wait := max(own.Sub(now)-(missesAtOnce-1)*missEvery, all.Sub(now)-(allMissesAtOnce-1)*anyMissEvery)
	if wait > 0 {
		return wait
	}
	if right {
		delete(m.until, addr)
		return 0
	}
	if m.until == nil {
		m.until = make(map[string]time.Time)
	}
	m.until[addr], m.all = own.Add(missEvery), all.Add(anyMissEvery)
	if len(m.until) > maxMissers {
		maps.DeleteFunc(m.until, func(_ string, until time.Time) bool { return !until.After(now) })
	}
	return 0
}

// network is what one client has many addresses of: a /64 in IPv6.
func network(addr string) string {
	ip, err := netip.ParseAddr(addr)
	if err != nil || ip.Unmap().Is4() {
		return addr
	}
	prefix, err := ip.WithZone("").Prefix(64)
	if err != nil {
		return addr
	}
	return prefix.String()
}
