package server

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"chabiao/search"
)

// slowly is an engine that resolves nothing until the time limit.
type slowly struct{ stub }

func (*slowly) Resolve(ctx context.Context, _ []string, _ string) ([]search.Resolution, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

// dial connects to a server; reading fails after a while, so that a server that
// never answers fails the test.
func dial(t *testing.T, hs *httptest.Server) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(hs.URL, "http://"))
	if err == nil {
		err = conn.SetReadDeadline(time.Now().Add(time.Minute))
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}

func answerOf(t *testing.T, conn net.Conn) (status int, body string) {
	t.Helper()
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(b)
}

// TestSlowBodies sends the first byte of many and waits.
func TestSlowBodies(t *testing.T) {
	s, _, _ := staffServer(t, func(c *Config) { c.Timeout = 100 * time.Millisecond })
	keyed, _ := keyedServer(t, func(c *Config) { c.Timeout = 100 * time.Millisecond })
	for _, c := range []struct {
		s      *Server
		path   string
		kind   string
		status int
		says   string
	}{
		{s, "/api/v1/resolve", "application/json", 400, "did not come whole within 100ms"},
		{s, "/api/v1/check", "application/json", 400, "did not come whole within 100ms"},
		{s, "/list?lang=zh", "application/x-www-form-urlencoded", 400, "没有收到完整的内容"},
		{s, "/imports/mappings/delete?lang=zh", "application/x-www-form-urlencoded", 400, "没有收到完整的内容"},
		{s, "/api/v1/imports/7/undo", "application/json", 404, "not_found"}, // looks at no body
		{s, "/nowhere", "text/plain", 404, "nothing is at"},
		{keyed, "/imports/signin?lang=zh", "application/x-www-form-urlencoded", 400, "没有收到完整的内容"},
		{keyed, "/api/v1/imports", "multipart/form-data; boundary=b", 401, "staff key"}, // a stranger's upload
	} {
		hs := httptest.NewServer(c.s)
		conn := dial(t, hs)
		fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: %s\r\nContent-Length: 1000\r\n\r\n{", c.path, strings.TrimPrefix(hs.URL, "http://"), c.kind)
		if status, body := answerOf(t, conn); status != c.status || !strings.Contains(body, c.says) {
			t.Errorf("%s: %d %s", c.path, status, body)
		}
		hs.Close()
	}
}

// TestUploadsAreNotHurried takes a file whose parts come further apart than the
// time limit.
func TestUploadsAreNotHurried(t *testing.T) {
	s, _, _ := staffServer(t, func(c *Config) { c.Timeout = 50 * time.Millisecond })
	hs := httptest.NewServer(s)
	defer hs.Close()
	body, kind := multipartBody(t, part{"file", "a.csv", twoRows})
	b, err := io.ReadAll(body)
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/api/v1/imports", "/imports"} {
		conn := dial(t, hs)
		fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s", path, strings.TrimPrefix(hs.URL, "http://"), kind, len(b), b[:100])
		time.Sleep(200 * time.Millisecond) // longer than the limit: only makes it harder
		if _, err := conn.Write(b[100:]); err != nil {
			t.Fatal(err)
		}
		if status, body := answerOf(t, conn); status != http.StatusAccepted && status != http.StatusSeeOther {
			t.Errorf("%s: %d %s", path, status, body)
		}
	}
}

// TestSlowAnswerIsNoClientThatLeft: a body that came whole leaves no deadline
// behind, which would look like a client that goes away.
func TestSlowAnswerIsNoClientThatLeft(t *testing.T) {
	s, err := New(Config{Engine: &slowly{}, Timeout: 50 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	hs := httptest.NewServer(s)
	defer hs.Close()
	resp, err := http.Post(hs.URL+"/api/v1/resolve", "application/json", strings.NewReader(`{"numbers":["GB/T 1"]}`))
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("%s", resp.Status)
	}
}
