package bench

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"runtime"
	"strconv"
	"time"
)

// httpAsker asks a server as a client on the same machine does: over
// connections that stay open, without compression.
type httpAsker struct {
	root   string
	header http.Header
	client *http.Client
}

func newHTTPAsker(root string, header http.Header) *httpAsker {
	return &httpAsker{root + "/api/v1", header, &http.Client{
		Transport: &http.Transport{MaxIdleConnsPerHost: 4 * runtime.GOMAXPROCS(0), DisableCompression: true},
		Timeout:   time.Minute,
	}}
}

func (h *httpAsker) close() { h.client.CloseIdleConnections() }

// Name implements Asker.
func (h *httpAsker) Name() string { return OverHTTP }

// Ask implements Asker: the answer is read to its end, and not decoded.
func (h *httpAsker) Ask(ctx context.Context, q *Query, facets bool) (int64, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, h.root+address(q, facets), nil)
	if err != nil {
		return 0, err
	}
	for name, values := range h.header {
		req.Header[name] = values
	}
	resp, err := h.client.Do(req)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	switch {
	case err != nil:
		return 0, err
	case resp.StatusCode != http.StatusOK:
		return 0, fmt.Errorf("the server answered %s: %s", resp.Status, bytes.TrimSpace(body[:min(len(body), 500)]))
	case q.Suggest:
		return Untold, nil
	}
	return totalIn(body)
}

// maxAnswer bounds an answer, in bytes. Ours have some 20,000.
const maxAnswer = 8 << 20

// address is the path and query of a question.
func address(q *Query, facets bool) string {
	v := url.Values{}
	if q.Request.Query != "" {
		v.Set("q", q.Request.Query)
	}
	if q.Suggest {
		return "/suggest?" + v.Encode()
	}
	for name, values := range q.Request.Filters {
		v[name] = values
	}
	if q.Request.Page > 1 {
		v.Set("page", strconv.Itoa(q.Request.Page))
	}
	if facets {
		v.Set("facets", "all")
	}
	return "/search?" + v.Encode()
}

// totalIn finds the total in an answer: the first key of that name stands
// before any text of the catalogue's, but for the query, where quotes are
// escaped.
func totalIn(body []byte) (int64, error) {
	_, rest, ok := bytes.Cut(body, []byte(`"total":`))
	if !ok {
		return 0, fmt.Errorf("the server's answer has no total: %s", body[:min(len(body), 200)])
	}
	end := bytes.IndexFunc(rest, func(r rune) bool { return r < '0' || r > '9' })
	if end < 0 {
		end = len(rest)
	}
	return strconv.ParseInt(string(rest[:end]), 10, 64)
}
