package server

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"chabiao/corpus"
	"chabiao/corpus/class"
	"chabiao/search"
)

const atomType = "application/atom+xml"

// maxFeed is how many entries a feed has at the most.
const maxFeed = 200

// atomFeed is a feed of Atom 1.0 (RFC 4287), and atomEntry what happened to a
// standard on a day. Its id names both, so that a standard that is published,
// takes effect and is withdrawn is told three times, and a reader that has seen
// one of them does not take it for new.
type atomFeed struct {
	XMLName   xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang      string      `xml:"xml:lang,attr"`
	ID        string      `xml:"id"`
	Title     string      `xml:"title"`
	Subtitle  string      `xml:"subtitle,omitempty"`
	Updated   string      `xml:"updated"`
	Author    atomPerson  `xml:"author"`
	Generator string      `xml:"generator"`
	Links     []atomLink  `xml:"link"`
	Entries   []atomEntry `xml:"entry"`
}

type atomPerson struct {
	Name string `xml:"name"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

type atomCategory struct {
	Term   string `xml:"term,attr"`
	Scheme string `xml:"scheme,attr"`
	Label  string `xml:"label,attr,omitempty"`
}

type atomEntry struct {
	ID         string         `xml:"id"`
	Title      string         `xml:"title"`
	Updated    string         `xml:"updated"`
	Links      []atomLink     `xml:"link"`
	Summary    string         `xml:"summary"`
	Categories []atomCategory `xml:"category"`
}

// checkBase makes sure that an address can stand before the paths of the site.
func checkBase(base string) (string, error) {
	if base == "" {
		return "", nil
	}
	u, err := url.Parse(base)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return "", corpus.Errorf(corpus.InvalidArgument, "the base address %q is none", base).WithField("base-url").WithHint("write scheme and host, as in https://standards.example.org")
	}
	return u.Scheme + "://" + u.Host, nil
}

// dateFeed is a list of the calendar as a feed: of a month, or of all days up to
// today.
func (s *Server) dateFeed(w http.ResponseWriter, r *http.Request) error {
	kind, err := pathVar(r, "kind")
	if err != nil {
		return err
	}
	i := slices.IndexFunc(search.DateNames, func(name string) bool { return name == kind })
	if i < 0 {
		return corpus.Errorf(corpus.NotFound, "no feed %s", kind)
	}
	k := calendarKinds[slices.IndexFunc(calendarKinds, func(k calendarKind) bool { return k.name == kind })]
	l := s.layoutOf(r, "")
	span, title, page := ".."+s.today().String(), l.L(k.zh, k.en), "/calendar"
	if month, err := pathVar(r, "month"); err != nil || month != "" {
		month, err := s.monthOf(r)
		if err != nil {
			return err
		}
		span, title, page = month.String(), l.monthName(month)+" · "+title, "/calendar/"+month.String()
	}
	return s.writeFeed(w, r, l, feedOf{
		title: title, page: l.URL(page), date: kind,
		req: search.Request{Filters: map[string][]string{kind: {span}}},
	})
}

// searchFeed is a search as a feed, the newest first.
func (s *Server) searchFeed(w http.ResponseWriter, r *http.Request) error {
	q, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return corpus.Errorf(corpus.InvalidArgument, "the query string is malformed: %w", err)
	}
	req, err := parseSearch(q)
	if err != nil {
		return err
	}
	l := s.layoutOf(r, "")
	date, newest, ok := search.DateSort(req.Sort)
	if !ok || !newest {
		date = "published"
	}
	parts := []string{req.Query}
	for _, name := range search.Filters {
		if values := req.Filters[name]; len(values) > 0 {
			parts = append(parts, l.filterText(name, values...))
		}
	}
	title := windowTitle(parts...)
	if title == "" {
		title = l.L("最新发布的标准", "Newest standards")
	}
	for _, name := range []string{"size", "page", "cursor", "facets", "facet_size", "explain", "editions"} {
		q.Del(name)
	}
	q.Set("sort", "-"+date)
	return s.writeFeed(w, r, l, feedOf{
		title: title, page: "/?" + q.Encode(), date: date,
		req: search.Request{Query: req.Query, Filters: req.Filters, Verbatim: true},
	})
}

// feedOf is what a feed tells: the first of a search by one of the dates.
type feedOf struct {
	title string
	page  string // with the same content for people
	date  string // one of search.DateNames
	req   search.Request
}

func (s *Server) writeFeed(w http.ResponseWriter, r *http.Request, l layout, of feedOf) error {
	hits, day, err := s.newest(r.Context(), l, of)
	if err != nil {
		return err
	}
	base := s.baseURL(r)
	self := r.URL.EscapedPath()
	if q := r.URL.Query().Encode(); q != "" {
		self += "?" + q
	}
	f := atomFeed{
		Lang: l.HTMLLang(), ID: base + self, Title: windowTitle(of.title, l.L("查标", "chabiao")), Updated: atomTime(day),
		Author: atomPerson{l.L("查标", "chabiao")}, Generator: "chabiao",
		Links: []atomLink{{"self", atomType, base + self}, {"alternate", "text/html", base + of.page}},
	}
	for i := range hits {
		f.Entries = append(f.Entries, newAtomEntry(l, base, &hits[i], of.date, day, s.today()))
	}
	for i, e := range f.Entries {
		if i == 0 || e.Updated > f.Updated {
			f.Updated = e.Updated
		}
	}
	var b bytes.Buffer
	b.WriteString(xml.Header)
	enc := xml.NewEncoder(&b)
	enc.Indent("", " ")
	if err := enc.Encode(f); err != nil {
		return fmt.Errorf("write a feed: %w", err)
	}
	h := w.Header()
	h.Set("Content-Type", atomType+"; charset=utf-8")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	h.Add("Vary", "Accept-Language") // compression has added its own
	h.Set("Cache-Control", "max-age=300")
	h.Set("ETag", fmt.Sprintf(`"%x"`, sha256.Sum256(b.Bytes())))
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(b.Bytes()))
	return nil
}

// newest finds what a feed tells, and the day of the data.
func (s *Server) newest(ctx context.Context, l layout, of feedOf) ([]search.Hit, string, error) {
	of.req.Sort, of.req.Size, of.req.Lang = "-"+of.date, search.MaxSize, l.Lang
	var hits []search.Hit
	seen := make(map[string]bool, maxFeed) // an import between two pages can shift them
	day := ""
	for page := 1; len(hits) < maxFeed; page++ {
		of.req.Page = page
		resp, err := s.cfg.Engine.Search(ctx, of.req)
		if err != nil {
			return nil, "", err
		}
		day = resp.DataDate
		for _, h := range resp.Hits {
			if !seen[h.ID] && len(hits) < maxFeed {
				seen[h.ID] = true
				hits = append(hits, h)
			}
		}
		if resp.NextCursor == nil || len(resp.Hits) == 0 {
			break
		}
	}
	return hits, day, nil
}

// newAtomEntry tells of a standard what happened on one of its dates. day is that of
// the data: what has no date, and what is to come, became known then.
func newAtomEntry(l layout, base string, h *search.Hit, date, day string, today corpus.Date) atomEntry {
	on := hitDate(h, date)
	e := atomEntry{
		ID:      base + standardPath(h.ID) + "#" + date,
		Title:   strings.TrimSpace(h.Number + " " + h.Title),
		Updated: atomTime(on),
		Links:   []atomLink{{"alternate", "text/html", base + l.StandardURL(h.ID)}},
	}
	if d, err := corpus.ParseDate(on); err != nil || d.IsZero() || d.Compare(today) > 0 {
		e.Updated = atomTime(day)
	}
	if on != "" {
		e.ID += "-" + on
	}
	parts := []string{h.StatusLabel}
	for _, k := range []struct{ name, date string }{{l.L("发布", "published"), h.Published}, {l.L("实施", "in force from"), h.Implemented}, {l.L("废止", "withdrawn"), h.Withdrawn}} {
		if k.date != "" {
			parts = append(parts, k.name+" "+k.date)
		}
	}
	if len(h.ReplacedBy) > 0 {
		parts = append(parts, l.L("被代替：", "replaced by ")+strings.Join(h.ReplacedBy, l.L("、", ", ")))
	}
	e.Summary = strings.Join(parts, l.L("；", "; "))
	for scheme, codes := range map[class.Scheme][]string{class.ICS: h.ICS, class.CCS: h.CCS} {
		for _, code := range codes {
			e.Categories = append(e.Categories, atomCategory{code, base + "/browse/" + scheme.String(), className(scheme, code, l.Lang)})
		}
	}
	slices.SortStableFunc(e.Categories, func(a, b atomCategory) int { return strings.Compare(b.Scheme, a.Scheme) })
	return e
}

// atomTime is the first moment of a date, in UTC; of none, the beginning of
// Unix time, since Atom wants one.
func atomTime(date string) string {
	d, err := corpus.ParseDate(date)
	if err != nil || d.IsZero() {
		d = corpus.Date{Year: 1970}
	}
	return time.Date(int(d.Year), time.Month(max(d.Month, 1)), int(max(d.Day, 1)), 0, 0, 0, 0, time.UTC).Format(time.RFC3339)
}
