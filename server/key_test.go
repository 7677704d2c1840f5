package server

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/mux"
)

const testKey = "a-key-that-nobody-guesses"

// keyedServer is a server with a staff key, and the hands of its clock.
func keyedServer(t *testing.T, change ...func(*Config)) (*Server, *time.Time) {
	t.Helper()
	s, _, _ := staffServer(t, append(change, func(c *Config) { c.StaffKey, c.StaffToken = testKey, "token-of-the-commands" })...)
	now := time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)
	s.now = func() time.Time { return now }
	return s, &now
}

// publicRoutes are for everybody. What is not among them needs the key where
// there is one.
var publicRoutes = strings.Fields(`
	/api/v1/search /api/v1/standards/{id} /api/v1/resolve /api/v1/check /api/v1/parse /api/v1/suggest /api/v1/facets/{scheme}
	/api/v1/stats /api/v1/fields /api/v1/openapi.yaml
	/healthz /readyz /metrics /opensearch.xml /style.css /staff.css /report.css /list.css /suggest.js /copy.js /list.js /progress.js
	/ /standards/{id:.+} /feed /list /list/{key} /list/{key}/{format:xlsx|csv}
	/browse /browse/{scheme:ics|ccs} /browse/{scheme:ics|ccs}/{code:.+} /browse/body /browse/body/{level} /browse/year
	/calendar /calendar/{year:[0-9]{4}} /calendar/{month:[0-9]{4}-[0-9]{2}}
	/calendar/{kind:published|implemented|withdrawn}.atom /calendar/{month:[0-9]{4}-[0-9]{2}}/{kind:published|implemented|withdrawn}.atom
	/imports/signin /imports/signout`)

// staffRoutes are all routes that need the key where there is one: method and
// path, with numbers in place of names.
func staffRoutes(t *testing.T, s *Server) (out []string) {
	t.Helper()
	seen := map[string]bool{}
	err := s.router.Walk(func(r *mux.Route, _ *mux.Router, _ []*mux.Route) error {
		path, err := r.GetPathTemplate()
		if err != nil || r.GetHandler() == nil { // a prefix
			return nil
		}
		seen[path] = true
		if slices.Contains(publicRoutes, path) {
			return nil
		}
		methods, err := r.GetMethods()
		if err != nil {
			t.Errorf("%s takes any method", path)
		}
		for _, m := range methods {
			out = append(out, m+" "+strings.NewReplacer("{id}", "1", "{name}", "1").Replace(path))
		}
		return nil
	})
	if err != nil || len(out) < 25 {
		t.Fatalf("%d routes, %v", len(out), err)
	}
	for _, path := range publicRoutes {
		if !seen[path] {
			t.Errorf("there is no %s", path)
		}
	}
	return out
}

func cookieOf(t *testing.T, s *Server) *http.Cookie {
	t.Helper()
	w := signIn(s, testKey, nil)
	list := w.Result().Cookies()
	if w.Code != http.StatusSeeOther || len(list) != 1 {
		t.Fatalf("%d, %d cookies: %s", w.Code, len(list), w.Body)
	}
	return list[0]
}

func signIn(s *Server, key string, change func(*http.Request)) *httptest.ResponseRecorder {
	r := localRequest(http.MethodPost, "/imports/signin?lang=en", strings.NewReader(url.Values{"key": {key}, "next": {"/imports/7?lang=en"}}.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if change != nil {
		change(r)
	}
	return do(s, r)
}

// TestEveryStaffRoute tries every route of the imports as all kinds of clients,
// of a server with a key and of one without.
func TestEveryStaffRoute(t *testing.T) {
	open, _, _ := staffServer(t)
	public, _, _ := staffServer(t, func(c *Config) { c.BaseURL, c.StaffToken = "https://standards.example.org", "token-of-the-commands" })
	inside, _, _ := staffServer(t, func(c *Config) { c.BaseURL = "http://127.0.0.1:8080" })
	keyed, _ := keyedServer(t)
	cookie := cookieOf(t, keyed)
	far := func(r *http.Request) { r.RemoteAddr, r.Host = "203.0.113.9:1", "standards.example.org" }
	proxied := func(r *http.Request) { r.Header.Set("X-Forwarded-For", "203.0.113.9") }
	bearer := func(key string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+key) }
	}
	with := func(all ...func(*http.Request)) func(*http.Request) {
		return func(r *http.Request) {
			for _, f := range all {
				f(r)
			}
		}
	}
	signed := func(r *http.Request) { r.AddCookie(cookie) }
	evil := func(r *http.Request) { r.Header.Set("Origin", "http://evil.example") }
	for _, c := range []struct {
		name   string
		s      *Server
		change func(*http.Request)
		status int // 0: let through
	}{
		{"no key set, here", open, with(), 0},
		{"no key set, far", open, far, 403},
		{"no key set, through a proxy", open, proxied, 403},
		{"no key set, far with a key", open, with(far, bearer(testKey)), 403},
		{"no key set, far, of a site for others", public, far, 403},
		{"no key set, here, of a site for others", public, with(), 403},
		{"no key set, the commands, of a site for others", public, bearer("token-of-the-commands"), 0},
		{"no key set, here, of a site for this machine", inside, with(), 0},
		{"none given, here", keyed, with(), 401},
		{"none given, far", keyed, far, 401},
		{"given, here", keyed, bearer(testKey), 0},
		{"given, far", keyed, with(far, bearer(testKey)), 0},
		{"given, through a proxy", keyed, with(proxied, bearer(testKey)), 0},
		{"token of the commands", keyed, bearer("token-of-the-commands"), 0},
		{"signed in, far", keyed, with(far, signed), 0},
		{"another cookie", keyed, func(r *http.Request) { r.AddCookie(&http.Cookie{Name: sessionCookie, Value: "x"}) }, 401},
		{"no bearer", keyed, func(r *http.Request) { r.SetBasicAuth("staff", testKey) }, 401},
	} {
		for _, route := range staffRoutes(t, c.s) {
			method, path, _ := strings.Cut(route, " ")
			r := localRequest(method, path, nil)
			c.change(r)
			w := do(c.s, r)
			if refused := w.Code == 401 || w.Code == 403 || w.Code == 429; refused != (c.status != 0) || refused && w.Code != c.status {
				t.Errorf("%s, %s: %d %.200s", c.name, route, w.Code, w.Body)
			}
			if w.Code == 401 && !strings.HasPrefix(w.Header().Get("WWW-Authenticate"), "Bearer") {
				t.Errorf("%s, %s: %v", c.name, route, w.Header())
			}
			// Whoever is let through, a page of another site changes nothing.
			if method == http.MethodGet || c.status != 0 {
				continue
			}
			r = localRequest(method, path, nil)
			with(c.change, evil)(r)
			if w := do(c.s, r); w.Code != http.StatusForbidden {
				t.Errorf("%s, %s from another site: %d", c.name, route, w.Code)
			}
		}
	}
}

// withCookie makes a request of a browser that has a session.
func withCookie(method, target string, c *http.Cookie) *http.Request {
	r := localRequest(method, target, nil)
	if c != nil {
		r.AddCookie(c)
	}
	return r
}

func TestSignIn(t *testing.T) {
	s, now := keyedServer(t)
	text := look(t, s, "/imports/7?lang=zh", 401)
	want(t, "asking", text, `type="password"`, `autocomplete="current-password"`, `value="/imports/7?lang=zh"`, "请用密钥登录", "检索不需要密钥")
	if strings.Contains(text, "退出</button>") || strings.Contains(text, "没有加密") {
		t.Error("a session before there is one, or a warning on this machine")
	}
	r := localRequest(http.MethodPost, "/imports/7/undo?lang=en", nil)
	r.RemoteAddr = "203.0.113.9:1"
	want(t, "a form without a session", do(s, r).Body.String(), "not encrypted", "was not carried out", `value="/imports"`)

	w := signIn(s, testKey, nil)
	if to := w.Header().Get("Location"); to != "/imports/7?lang=en" {
		t.Errorf("leads to %s", to)
	}
	c := cookieOf(t, s)
	if !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || c.Path != "/imports" || c.Secure || c.MaxAge != 0 || !c.Expires.IsZero() || len(c.Value) < 26 {
		t.Errorf("cookie %+v", c)
	}
	if list := signIn(s, testKey, func(r *http.Request) { r.Header.Set("X-Forwarded-Proto", "https") }).Result().Cookies(); len(list) != 1 || !list[0].Secure {
		t.Errorf("through a proxy with TLS: %v", list)
	}
	want(t, "signed in", do(s, withCookie(http.MethodGet, "/imports?lang=en", c)).Body.String(), "Sign out</button>", "Upload files")
	if w := do(s, withCookie(http.MethodGet, "/imports/signin", c)); w.Code != http.StatusSeeOther {
		t.Errorf("signing in twice: %d", w.Code)
	}
	*now = now.Add(sessionTime - time.Second)
	if w := do(s, withCookie(http.MethodGet, "/imports", c)); w.Code != http.StatusOK {
		t.Errorf("after almost eight hours: %d", w.Code)
	}
	*now = now.Add(time.Second)
	if w := do(s, withCookie(http.MethodGet, "/imports", c)); w.Code != http.StatusUnauthorized {
		t.Errorf("after eight hours: %d", w.Code)
	}

	c = cookieOf(t, s)
	r = withCookie(http.MethodPost, "/imports/signout?lang=en", c)
	r.Header.Set("Origin", "http://evil.example")
	if w := do(s, r); w.Code != http.StatusForbidden || len(w.Result().Cookies()) != 0 {
		t.Errorf("signed out by another site: %d", w.Code)
	}
	w = do(s, withCookie(http.MethodPost, "/imports/signout?lang=en", c))
	if list := w.Result().Cookies(); w.Code != http.StatusSeeOther || len(list) != 1 || list[0].MaxAge >= 0 || list[0].Path != "/imports" {
		t.Errorf("signing out: %d %v", w.Code, list)
	}
	if w := do(s, withCookie(http.MethodGet, "/imports", c)); w.Code != http.StatusUnauthorized {
		t.Errorf("after signing out: %d", w.Code)
	}

	// A page of another site can't sign somebody in.
	if w := signIn(s, testKey, func(r *http.Request) { r.Header.Set("Origin", "http://evil.example") }); w.Code != http.StatusForbidden || len(w.Result().Cookies()) != 0 {
		t.Errorf("from another site: %d", w.Code)
	}
	// Readers get no cookie, with a session or without.
	for _, target := range []string{"/", "/list", "/api/v1/fields", "/style.css"} {
		if w := do(s, withCookie(http.MethodGet, target, c)); w.Code != http.StatusOK || w.Header().Get("Set-Cookie") != "" {
			t.Errorf("%s: %d, cookie %q", target, w.Code, w.Header().Get("Set-Cookie"))
		}
	}
	open, _, _ := staffServer(t)
	if w := do(open, localRequest(http.MethodGet, "/imports/signin", nil)); w.Code != http.StatusSeeOther {
		t.Errorf("signing in where there is no key: %d", w.Code)
	}
}

// fromAfar makes a request of a client on another machine.
func fromAfar(r *http.Request) { r.RemoteAddr = "203.0.113.7:40000" }

// TestWrongKeys holds guessing back: on the page and in the API together, by
// address, and the right key too while it lasts.
func TestWrongKeys(t *testing.T) {
	s, now := keyedServer(t)
	for i := range missesAtOnce {
		if i%2 == 0 {
			w := signIn(s, "wrong", fromAfar)
			holdPage(t, "wrong key", w.Body.String())
			want(t, "wrong key", w.Body.String(), "This is not the key", `value="/imports/7?lang=en"`)
			if w.Code != http.StatusUnauthorized || w.Header().Get("Set-Cookie") != "" {
				t.Errorf("wrong key: %d", w.Code)
			}
			continue
		}
		r := localRequest(http.MethodGet, "/api/v1/imports", nil)
		fromAfar(r)
		r.Header.Set("Authorization", "Bearer wrong")
		if w := do(s, r); w.Code != http.StatusUnauthorized || !strings.Contains(w.Body.String(), `"unauthorized"`) {
			t.Errorf("wrong key: %d %s", w.Code, w.Body)
		}
	}
	w := signIn(s, testKey, fromAfar)
	if w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") != "10" || w.Header().Get("Set-Cookie") != "" {
		t.Errorf("the right key after wrong ones: %d %v", w.Code, w.Header())
	}
	want(t, "too often", w.Body.String(), "Try again in 10 seconds")
	r := localRequest(http.MethodGet, "/api/v1/imports", nil)
	fromAfar(r)
	r.Header.Set("Authorization", "Bearer "+testKey)
	described(t, http.MethodGet, "/imports", do(s, r))
	// The commands and other addresses are not held back; what others call
	// themselves does not count.
	r.Header.Set("Authorization", "Bearer token-of-the-commands")
	if w := do(s, r); w.Code != http.StatusOK {
		t.Errorf("the commands' token: %d", w.Code)
	}
	if w := signIn(s, testKey, func(r *http.Request) { r.RemoteAddr = "203.0.113.9:1" }); w.Code != http.StatusSeeOther {
		t.Errorf("another address: %d", w.Code)
	}
	if w := signIn(s, testKey, func(r *http.Request) { r.Header.Set("X-Forwarded-For", "203.0.113.7, 198.51.100.7") }); w.Code != http.StatusSeeOther {
		t.Errorf("another address behind a proxy: %d", w.Code)
	}
	if w := signIn(s, testKey, func(r *http.Request) { r.Header.Set("X-Forwarded-For", "127.0.0.1, 203.0.113.7") }); w.Code != http.StatusTooManyRequests {
		t.Errorf("the same address behind a proxy: %d", w.Code)
	}
	*now = now.Add(missEvery)
	if w := signIn(s, "wrong", fromAfar); w.Code != http.StatusUnauthorized {
		t.Errorf("one more try after a while: %d", w.Code)
	}
	if w := signIn(s, testKey, fromAfar); w.Code != http.StatusTooManyRequests {
		t.Errorf("a second one: %d", w.Code)
	}
	*now = now.Add(missEvery)
	if w := signIn(s, testKey, fromAfar); w.Code != http.StatusSeeOther {
		t.Errorf("the right key after a while: %d", w.Code)
	}
	for range missesAtOnce { // the right key has wiped the slate
		signIn(s, "wrong", fromAfar)
	}
	if w := signIn(s, "wrong", fromAfar); w.Code != http.StatusTooManyRequests {
		t.Errorf("wrong again: %d", w.Code)
	}
}

// TestNobodyIsShutOut: behind a proxy that says nothing of its clients one of
// them gives wrong keys; the others still sign in.
func TestNobodyIsShutOut(t *testing.T) {
	s, _ := keyedServer(t)
	for range missesAtOnce {
		signIn(s, "wrong", nil)
	}
	if w := signIn(s, "wrong", nil); w.Code != http.StatusTooManyRequests {
		t.Errorf("one wrong key more: %d", w.Code)
	}
	if w := signIn(s, testKey, nil); w.Code != http.StatusSeeOther {
		t.Errorf("the right key: %d", w.Code)
	}
}

// TestManyAddresses: who makes up an address for each try is held back too.
func TestManyAddresses(t *testing.T) {
	s, now := keyedServer(t)
	try := func(i int, key string) int {
		return signIn(s, key, func(r *http.Request) { r.Header.Set("X-Forwarded-For", fmt.Sprintf("10.0.%d.%d", i>>8, i&255)) }).Code
	}
	for i := range allMissesAtOnce {
		if code := try(i, "wrong"); code != http.StatusUnauthorized {
			t.Fatalf("try %d: %d", i, code)
		}
	}
	if code := try(allMissesAtOnce, testKey); code != http.StatusTooManyRequests {
		t.Errorf("the right key of yet another address: %d", code)
	}
	if code := signIn(s, testKey, nil).Code; code != http.StatusSeeOther {
		t.Errorf("the right key of this machine: %d", code)
	}
	*now = now.Add(anyMissEvery)
	if code := try(allMissesAtOnce, testKey); code != http.StatusSeeOther {
		t.Errorf("a little later: %d", code)
	}
}

func TestBounds(t *testing.T) {
	now := time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)
	var m misses
	for i := range 10 * maxMissers {
		m.judge(fmt.Sprintf("10.%d.%d.%d", i>>16, i>>8&255, i&255), now, false)
		now = now.Add(anyMissEvery / 2)
		if len(m.until) > maxMissers {
			t.Fatalf("%d addresses are remembered", len(m.until))
		}
	}
	m = misses{}
	for i := range missesAtOnce {
		m.judge(fmt.Sprintf("2001:db8::%d", i), now, false)
	}
	if m.judge("2001:db8::ffff", now, true) == 0 || m.judge("2001:db8:0:1::1", now, true) != 0 {
		t.Error("IPv6 addresses of one network count apart, or those of two together")
	}

	var s sessions
	first := s.begin(now)
	for range maxSessions {
		s.begin(now.Add(time.Second))
	}
	if _, ok := s.end(first, now); ok || len(s.ends) != maxSessions {
		t.Errorf("%d sessions, the oldest among them: %v", len(s.ends), ok)
	}
	last := s.begin(now.Add(sessionTime + time.Second))
	if _, ok := s.end(last, now.Add(sessionTime+time.Second)); !ok || len(s.ends) != 1 {
		t.Errorf("%d sessions after eight hours, the newest among them: %v", len(s.ends), ok)
	}
}

func TestNextPage(t *testing.T) {
	for in, out := range map[string]string{
		"/imports/7?lang=en": "/imports/7?lang=en", "/imports": "/imports", "": "/imports", "/importsx": "/imports", "/": "/imports", "/imports/signin": "/imports",
		"//evil.example/imports": "/imports", "https://evil.example/imports": "/imports", "/imports/../..//evil.example": "/imports", "/imports\\evil": "/imports", "/imports/%0d%0aX: y": "/imports/%0D%0AX:%20y", "javascript:1": "/imports",
	} {
		if got := nextPage(in); got != out {
			t.Errorf("%q leads to %q, want %q", in, got, out)
		}
	}
}

func TestCheckStaffKey(t *testing.T) {
	for key, says := range map[string]string{
		testKey: "", strings.Repeat("x", 16): "", strings.Repeat("x", 15): "less than 16", strings.Repeat("x", 1025): "more than 1024",
		"a key with spaces in it": "spaces", "一把没有人猜得到的密钥啊": "ASCII", "tab\tand more letters": "ASCII",
	} {
		err := CheckStaffKey(key)
		if (err == nil) != (says == "") || err != nil && (!strings.Contains(err.Error(), says) || !strings.Contains(err.Error(), "openssl") || strings.Contains(err.Error(), key)) {
			t.Errorf("%q: %v", key, err)
		}
	}
	if _, err := New(Config{StaffKey: "short"}); err == nil {
		t.Error("a server with a key that is too short")
	}
}
