package server

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"chabiao/corpus"
	"chabiao/search"

	"github.com/google/go-cmp/cmp"
)

func feed(t *testing.T, s *Server, target string) atomFeed {
	t.Helper()
	return holdFeed(t, target, do(s, httptest.NewRequest(http.MethodGet, target, nil)))
}

// holdFeed reads a feed and holds it to RFC 4287: what must be there, once, whole
// addresses, ids that differ, times, no more entries than 200, newest first.
func holdFeed(t *testing.T, target string, w *httptest.ResponseRecorder) atomFeed {
	t.Helper()
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "application/atom+xml; charset=utf-8" || w.Header().Get("ETag") == "" {
		t.Fatalf("%s: %d %v %.300s", target, w.Code, w.Header(), w.Body)
	}
	var f atomFeed
	dec := xml.NewDecoder(strings.NewReader(w.Body.String()))
	if err := dec.Decode(&f); err != nil {
		t.Fatalf("%s: %v in %.500s", target, err, w.Body)
	}
	whole := func(what, address string) {
		u, err := url.Parse(address)
		if err != nil || u.Scheme == "" || u.Host == "" || strings.ContainsAny(address, " <>\"") {
			t.Errorf("%s: %s is %q", target, what, address)
		}
	}
	at := func(text string) time.Time {
		d, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Errorf("%s: %v", target, err)
		}
		return d
	}
	if f.XMLName.Space != "http://www.w3.org/2005/Atom" || f.Title == "" || f.Author.Name == "" || len(f.Entries) > maxFeed {
		t.Errorf("%s: %+v", target, f)
	}
	whole("the feed's id", f.ID)
	rels := map[string]int{}
	for _, l := range f.Links {
		whole(l.Rel, l.Href)
		rels[l.Rel]++
	}
	if rels["self"] != 1 || rels["alternate"] != 1 {
		t.Errorf("%s: links %v", target, f.Links)
	}
	ids := map[string]bool{f.ID: true}
	newest := at(f.Updated)
	for i, e := range f.Entries {
		whole("an id", e.ID)
		if ids[e.ID] || e.Title == "" || e.Summary == "" || len(e.Links) != 1 || e.Links[0].Rel != "alternate" {
			t.Errorf("%s: entry %+v", target, e)
		}
		ids[e.ID] = true
		whole("a link", e.Links[0].Href)
		if d := at(e.Updated); d.After(newest) {
			t.Errorf("%s: entry %d of %s is newer than the feed, %s", target, i, e.Updated, f.Updated)
		}
		for _, c := range e.Categories {
			whole("a scheme", c.Scheme)
			if c.Term == "" {
				t.Errorf("%s: a category without a term in %s", target, e.ID)
			}
		}
	}
	return f
}

func TestFeeds(t *testing.T) {
	b := &library{hits: dated()}
	s := reading(t, b, "")
	for _, c := range []struct {
		target, title string
		ids           []string
	}{
		{"/calendar/2026-11/implemented.atom", "2026 年 11 月 · 实施 · 查标", []string{"gb-1-2026#implemented-2026-11-30", "gb-3-2026#implemented-2026-11-01"}},
		{"/calendar/2026-11/withdrawn.atom?lang=en", "November 2026 · Withdrawn · chabiao", []string{"gb-1-2001#withdrawn-2026-11-01"}},
		{"/calendar/2026-11/published.atom", "2026 年 11 月 · 发布 · 查标", []string{"gb-1-2026#published-2026-11-02", "iso-2-2026#published-2026-11"}},
		{"/calendar/2027-01/published.atom", "2027 年 1 月 · 发布 · 查标", nil},
		// What is to come is not told before its day.
		{"/calendar/implemented.atom", "实施 · 查标", []string{"gb-3-2026#implemented-2026-11-01", "gb-1-2001#implemented-2001-05"}},
		{"/feed?q=%E5%A3%B6&status=current&page=3&size=5&lang=zh", "壶 · 状态：现行 · 查标", []string{"gb-1-2026#published-2026-11-02", "iso-2-2026#published-2026-11", "gb-3-2026#published-2026-10-01", "gb-1-2001#published-2001", "gb-4#published"}},
		{"/feed?sort=-withdrawn&lang=en&withdrawn=2026", "Withdrawn: 2026 · chabiao", []string{"gb-1-2001#withdrawn-2026-11-01"}},
		{"/feed?lang=zh&status=draft,upcoming&body=ISO&adopted=true&year=2010..2020&published=2027", "状态：草案、即将实施 · 代号：ISO 国际标准化组织 · 年份：2010–2020 · 发布日期：2027 · 采用其他标准 · 查标", nil},
		{"/feed", "最新发布的标准 · 查标", []string{"gb-1-2026#published-2026-11-02", "iso-2-2026#published-2026-11", "gb-3-2026#published-2026-10-01", "gb-1-2001#published-2001", "gb-4#published"}},
	} {
		f := feed(t, s, c.target)
		var ids []string
		for _, e := range f.Entries {
			ids = append(ids, strings.TrimPrefix(e.ID, "http://example.com/standards/"))
		}
		if d := cmp.Diff(c.ids, ids); d != "" || f.Title != c.title {
			t.Errorf("%s: title %q, entries (-want +got):\n%s", c.target, f.Title, d)
		}
	}
	f := feed(t, s, "/feed?lang=zh&status=current")
	if e := f.Entries[0]; e.Title != `GB 1-2026 壶 <script>alert(1)</script> & "嘴"` || !strings.Contains(e.Summary, "发布 2026-11-02；实施 2026-11-30") || e.Categories[0].Term != "03.120.10" || e.Categories[0].Label == "" {
		t.Errorf("%+v", e)
	}
	if e := f.Entries[4]; e.Updated != "2026-11-20T00:00:00Z" { // without a date: that of the data
		t.Errorf("%+v", e)
	}
	// Nothing was updated on a day to come.
	f = feed(t, s, "/calendar/2026-11/implemented.atom")
	if e := f.Entries[0]; e.Updated != "2026-11-20T00:00:00Z" || f.Updated != "2026-11-20T00:00:00Z" {
		t.Errorf("%s, updated %s, of %+v", f.ID, f.Updated, e)
	}
	f = feed(t, s, "/feed?lang=zh&status=current")
	if got := f.Links[1].Href; got != "http://example.com/?lang=zh&sort=-published&status=current" {
		t.Errorf("the page of a search is %s", got)
	}
	if r := b.asked[len(b.asked)-1]; r.Sort != search.SortNewest || !r.Verbatim || r.Filters["status"][0] != "current" {
		t.Errorf("asked %+v", r)
	}
	for target, want := range map[string]int{"/feed?colour=red": 400, "/feed?status=%zz": 400, "/feed?q=fail": 500} {
		if w := do(s, httptest.NewRequest(http.MethodGet, target, nil)); w.Code != want || strings.Contains(w.Body.String(), "unexpected EOF") {
			t.Errorf("%s: %d %.200s", target, w.Code, w.Body)
		}
	}
}

// TestFeedBounds holds that a feed ends with 200 entries, says nothing twice,
// and is not sent again to who has it.
func TestFeedBounds(t *testing.T) {
	var many []search.Hit
	for i := range 450 {
		many = append(many, search.Hit{ID: fmt.Sprint("x", i), Number: fmt.Sprint("X ", i), StatusLabel: "现行", Published: fmt.Sprintf("%04d-01-01", 1500+i)})
	}
	many = append(many, many[:50]...) // as if pages had shifted
	s := reading(t, &library{hits: many}, "https://standards.example.org/")
	f := feed(t, s, "/feed")
	if len(f.Entries) != maxFeed || f.Entries[0].ID != "https://standards.example.org/standards/x449#published-1949-01-01" {
		t.Errorf("%d entries, first %s", len(f.Entries), f.Entries[0].ID)
	}
	for i := 1; i < len(f.Entries); i++ {
		if f.Entries[i].Updated > f.Entries[i-1].Updated {
			t.Errorf("entry %d is newer than the one before", i)
		}
	}
	r := httptest.NewRequest(http.MethodGet, "/feed", nil)
	r.Header.Set("If-None-Match", do(s, r).Header().Get("ETag"))
	if w := do(s, r); w.Code != http.StatusNotModified || w.Body.Len() > 0 {
		t.Errorf("what is known is sent again: %d, %d bytes", w.Code, w.Body.Len())
	}
	if f := feed(t, s, "/calendar/2026-01/published.atom"); len(f.Entries) != 0 || f.Updated != "2026-11-20T00:00:00Z" {
		t.Errorf("an empty feed: %+v", f)
	}
	for _, base := range []string{"standards.example.org", "ftp://x", "https://x/path", "https://u:p@x", "http://", "https://x?y"} {
		if _, err := New(Config{BaseURL: base}); corpus.KindOf(err) != corpus.InvalidArgument || err == nil {
			t.Errorf("the base %q: %v", base, err)
		}
	}
}
