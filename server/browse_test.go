package server

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"chabiao/corpus"
	"chabiao/search"
)

// library is an engine with a few classes and dated entries. It answers a
// search with the entries whose dates lie in the spans asked for, newest first
// or oldest first.
type library struct {
	search.Engine
	tree   []*search.TreeNode
	hits   []search.Hit
	facets map[string][]search.FacetCount
	asked  []search.Request
}

func (b *library) Tree(_ context.Context, scheme, _ string) ([]*search.TreeNode, error) {
	if scheme == "ccs" {
		return []*search.TreeNode{{Code: "A", Label: "综合", Count: 2, Children: []*search.TreeNode{{Code: "A00/09", Label: "x", Count: 2, Children: []*search.TreeNode{{Code: "A01", Label: "y", Count: 1}}}}}}, nil
	}
	return b.tree, nil
}

func (b *library) Search(_ context.Context, req search.Request) (*search.Response, error) {
	if err := req.Normalize(); err != nil {
		return nil, err
	}
	b.asked = append(b.asked, req)
	if req.Query == "fail" {
		return nil, io.ErrUnexpectedEOF
	}
	var out []search.Hit
	for _, h := range b.hits {
		in := true
		for _, name := range search.DateNames {
			for _, text := range req.Filters[name] {
				span, ok := search.ParseDateSpan(text)
				d, err := corpus.ParseDate(hitDate(&h, name))
				in = in && ok && err == nil && span.Compare(d) == 0
			}
		}
		if in {
			out = append(out, h)
		}
	}
	if name, newest, ok := search.DateSort(req.Sort); ok {
		slices.SortStableFunc(out, func(x, y search.Hit) int {
			c := strings.Compare(hitDate(&x, name), hitDate(&y, name))
			if newest {
				return -c
			}
			return c
		})
	}
	resp := &search.Response{Total: int64(len(out)), DataDate: "2026-11-20", Facets: map[string][]search.FacetCount{}, Hits: []search.Hit{}}
	first := min((req.Page-1)*req.Size, len(out))
	last := min(first+req.Size, len(out))
	resp.Hits = out[first:last]
	if last < len(out) {
		more := "more"
		resp.NextCursor = &more
	}
	for _, name := range req.Facets {
		resp.Facets[name] = slices.Clone(b.facets[name])
	}
	return resp, nil
}

func (b *library) Dates(_ context.Context, name, text string) ([]search.DateCount, error) {
	span, ok := search.ParseDateSpan(text)
	if !ok {
		return nil, corpus.Errorf(corpus.InvalidArgument, "no span %q", text)
	}
	counts := make(map[corpus.Date]int64)
	for _, h := range b.hits {
		if d, err := corpus.ParseDate(hitDate(&h, name)); err == nil && !d.IsZero() && span.Compare(d) == 0 {
			counts[d]++
		}
	}
	var out []search.DateCount
	for d, n := range counts {
		out = append(out, search.DateCount{Date: d, Count: n})
	}
	slices.SortFunc(out, func(x, y search.DateCount) int { return x.Date.Compare(y.Date) })
	return out, nil
}

// reading makes a server on a library, on 25 November 2026.
func reading(t testing.TB, b *library, base string) *Server {
	t.Helper()
	if b.tree == nil {
		b.tree = []*search.TreeNode{{Code: "03", Label: "x", Count: 5, Children: []*search.TreeNode{
			{Code: "03.120", Label: "x", Count: 4, Children: []*search.TreeNode{{Code: "03.120.10", Label: "x", Count: 3}}}, {Code: "03.999", Label: "x", Count: 1}}}, {Code: "98", Label: "", Count: 1}}
	}
	if b.facets == nil {
		b.facets = map[string][]search.FacetCount{
			"status": {{Value: "current", Label: "现行", Count: 4}},
			"level":  {{Value: "group", Label: "团体标准", Count: 3}, {Value: "national", Label: "国家标准", Count: 2}},
			"body":   {{Value: "GB/T", Label: "GB/T", Count: 2}, {Value: `T/<b>"&`, Label: "x", Count: 1}},
			"year":   {{Value: "2021", Label: "2021", Count: 200}, {Value: "2019", Label: "2019", Count: 100}, {Value: "2010", Label: "2010", Count: 1}},
		}
	}
	s, err := New(Config{Engine: b, BaseURL: base})
	if err != nil {
		t.Fatal(err)
	}
	s.now = func() time.Time { return time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC) }
	return s
}

// dated are entries of November 2026, one of them meant to break pages.
func dated() []search.Hit {
	return []search.Hit{
		{ID: "gb-1-2026", Number: "GB 1-2026", Title: `壶 <script>alert(1)</script> & "嘴"`, Status: "upcoming", StatusLabel: "即将实施", Published: "2026-11-02", Implemented: "2026-11-30", ICS: []string{"03.120.10", "bad"}, CCS: []string{"A00"}},
		{ID: "gb-1-2001", Number: "GB 1-2001", Status: "withdrawn", StatusLabel: "废止", Published: "2001", Implemented: "2001-05", Withdrawn: "2026-11-01", ReplacedBy: []string{"GB 1-2026"}},
		{ID: "iso-2-2026", Number: "ISO 2:2026", Title: "Pots\x0b", Status: "current", StatusLabel: "现行", Published: "2026-11"},
		{ID: "gb-3-2026", Number: "GB 3-2026", Title: "杯", Status: "current", StatusLabel: "现行", Published: "2026-10-01", Implemented: "2026-11-01"},
		{ID: "gb-4", Number: "GB 4", Title: "碗", Status: "unknown", StatusLabel: "未知"},
	}
}

func TestBrowsePages(t *testing.T) {
	s := reading(t, &library{hits: dated()}, "")
	for target, parts := range map[string][]string{
		"/browse?lang=zh": {"国际标准分类", `href="/browse/ics/03?lang=zh"`, `href="/?ics=03&amp;lang=zh"`, "分类表中没有的代码：1", `href="/browse/ccs/A?lang=zh"`, `href="/browse/body/group?lang=zh"`, `href="/?lang=zh&amp;year=2021"`, `href="/calendar?lang=zh"`, `<link rel="canonical" href="/browse">`},
		"/browse":         {`href="/browse/ics/03"`, `href="/?ics=03"`}, // no language in the address, none in the links
		"/browse/ics/03?lang=en": {"Services. Company organization", "Search all 5", `href="/browse/ics/03.120?lang=en"`, `href="/?ics=03&amp;lang=en&amp;status=current"`, "Codes that the table of classes lacks", `href="/feed?ics=03&amp;lang=en"`, `type="application/atom&#43;xml"`,
			"Newest", "GB 1-2026", "&lt;script&gt;alert(1)"},
		"/browse/ics/03.120.10?lang=zh": {`<li><a href="/browse/ics/03.120?lang=zh">03.120 `, `<span class="code">03.120.10</span>`, "检索全部 3"},
		"/browse/ics/03.999?lang=zh":    {"（分类表中没有）", "检索全部 1"},
		"/browse/ics/07?lang=zh":        {"数学、自然科学", "检索全部 0"}, // a class without entries
		"/browse/ccs/A00/09?lang=zh":    {`href="/browse/ccs/A01?lang=zh"`, `href="/?ccs=A00%2F09&amp;lang=zh"`},
		"/browse/body?lang=zh":          {"团体标准", `href="/?body=GB%2FT&amp;lang=zh&amp;level=group"`, `T/&lt;b&gt;&#34;&amp;`},
		"/browse/body/group?lang=en":    {"Search all 3", `href="/?body=GB%2FT&amp;lang=en&amp;level=group"`},
		"/browse/year?lang=zh":          {"2020 年代", "2010 年代", `href="/?lang=zh&amp;year=2010..2019"`, `<rect width="50"`},
	} {
		text := look(t, s, target, http.StatusOK)
		wellNested(t, target, text)
		for _, p := range parts {
			if !strings.Contains(text, p) {
				t.Errorf("%s lacks %q", target, p)
			}
		}
		for _, p := range []string{"<script>alert", "style=", "ZgotmplZ", "<no value>"} {
			if strings.Contains(text, p) {
				t.Errorf("%s holds %q", target, p)
			}
		}
	}
	if vary := do(s, httptest.NewRequest(http.MethodGet, "/browse", nil)).Header().Values("Vary"); !slices.Contains(vary, "Accept-Language") {
		t.Errorf("the page depends on the language, and says %q", vary)
	}
	text := look(t, s, "/browse/body?lang=zh", http.StatusOK)
	if strings.Index(text, "国家标准") > strings.Index(text, "团体标准") {
		t.Error("national standards do not come first")
	}
	for target, want := range map[string]string{
		"/browse/ics/03.120.": "302 /browse/ics/03.120", "/browse/ccs/a?lang=en": "302 /browse/ccs/A?lang=en", "/browse/ics/99": "404 ", "/browse/ics/x%3Cb%3E": "404 ", "/browse/udc": "404 ", "/browse/body/none": "404 ", "/browse/ics/%FF": "404 ",
	} {
		w := do(s, httptest.NewRequest(http.MethodGet, target, nil))
		if got := fmt.Sprint(w.Code, " ", w.Header().Get("Location")); got != want {
			t.Errorf("%s: %s, want %s", target, got, want)
		}
		if strings.Contains(w.Body.String(), "<b>") {
			t.Errorf("%s: %.500s", target, w.Body)
		}
	}
}

func TestCalendar(t *testing.T) {
	s := reading(t, &library{hits: dated()}, "")
	for target, parts := range map[string][]string{
		"/calendar?lang=zh": {"2026 年 11 月", `href="/calendar/2026-10?lang=zh"`, `href="/calendar/2026-12?lang=zh"`, `href="/calendar/2026?lang=zh"`, `<td class="today" aria-current="date"><time datetime="2026-11-25">25</time>`,
			`href="/?implemented=2026-11-30&amp;lang=zh" aria-label="实1 实施, 2026-11-30"`, `<a class="k on-withdrawn" href="/?lang=zh&amp;withdrawn=2026-11-01"`, "只知道月份的：发布", `<link rel="canonical" href="/calendar/2026-11">`,
			`href="/calendar/2026-11/withdrawn.atom?lang=zh"`, `href="/calendar/implemented.atom?lang=zh"`, "（目录中没有题名）", `被代替：<a href="/standards/GB%201-2026?lang=zh">`, "&lt;script&gt;alert(1)"},
		"/calendar/2026-11?lang=en": {"November 2026", "Taking effect", `title="Monday"`},
		"/calendar/2024-02?lang=zh": {"2024 年 2 月", `datetime="2024-02-29"`, "目录中没有本月废止的标准。"},
		"/calendar/2026?lang=zh":    {"2026 年", `href="/calendar/2026-11?lang=zh"`, `<a href="/?implemented=2026-11&amp;lang=zh">2</a>`, `class="today"`},
		"/calendar/2001?lang=en":    {"Known by the year only:"},
		"/calendar/2200-12":         {`href="/calendar/2200-11"`},
	} {
		text := look(t, s, target, http.StatusOK)
		wellNested(t, target, text)
		for _, p := range parts {
			if !strings.Contains(text, p) {
				t.Errorf("%s lacks %q", target, p)
			}
		}
		for _, p := range []string{"<script>alert", "style=", "ZgotmplZ", "2201"} {
			if strings.Contains(text, p) {
				t.Errorf("%s holds %q", target, p)
			}
		}
	}
	for _, target := range []string{"/calendar/2026-13", "/calendar/0000", "/calendar/1799-12", "/calendar/soon", "/calendar/2026-11/confirmed.atom", "/calendar/2026-00/published.atom"} {
		if w := do(s, httptest.NewRequest(http.MethodGet, target, nil)); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", target, w.Code)
		}
	}
	// The list stops where a search goes on.
	var many []search.Hit
	for i := range calendarRows + 5 {
		many = append(many, search.Hit{ID: fmt.Sprint("x", i), Number: fmt.Sprint("X ", i), Published: fmt.Sprintf("2026-11-%02d", 1+i%30)})
	}
	text := look(t, reading(t, &library{hits: many}, ""), "/calendar/2026-11?lang=zh", http.StatusOK)
	if n := strings.Count(text, `href="/standards/`); n != calendarRows {
		t.Errorf("%d entries listed, want %d", n, calendarRows)
	}
	if !strings.Contains(text, `href="/?lang=zh&amp;published=2026-11&amp;sort=published"`) {
		t.Error("no search for the whole month")
	}
	var day []search.Hit
	for i := range 1234 {
		day = append(day, search.Hit{ID: fmt.Sprint("x", i), Number: fmt.Sprint("X ", i), Status: "upcoming", Published: "2026-11-03", Implemented: "2026-11-24"})
	}
	text = look(t, reading(t, &library{hits: day}, ""), "/calendar/2026-11?lang=zh", http.StatusOK)
	want(t, "a long day", text, `<a href="/?lang=zh&amp;published=2026-11-03">这一天另有 1,204 项</a>`, `<span class="n">1,234</span>`, `<span class="bydate">按日期已实施</span>`, "这一天另有 1,204 项")
	if strings.Contains(text, "检索全部") {
		t.Error("the rest is told twice")
	}
}

// TestWeeks holds the grid to the calendar: each day of a month once, in order,
// Mondays first.
func TestWeeks(t *testing.T) {
	for year := int16(1999); year < 2003; year++ {
		for month := uint8(1); month <= 12; month++ {
			next := 1
			for _, week := range weeks(corpus.Date{Year: year, Month: month}, nil, corpus.Date{}) {
				if len(week) != 7 {
					t.Fatalf("%d-%d: a week of %d days", year, month, len(week))
				}
				for i, c := range week {
					if c.Date == "" {
						continue
					}
					d, err := time.Parse(time.DateOnly, c.Date)
					if err != nil || d.Day() != next || (int(d.Weekday())+6)%7 != i || c.Name != fmt.Sprint(next) {
						t.Errorf("%s in column %d, want day %d, %v", c.Date, i, next, err)
					}
					next++
				}
			}
			if last := time.Date(int(year), time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day(); next != last+1 {
				t.Errorf("%d-%d ends with day %d", year, month, next-1)
			}
		}
	}
}

// FuzzBrowseAddress asks for whatever may stand in the addresses of browsing.
func FuzzBrowseAddress(f *testing.F) {
	s := reading(f, &library{hits: dated()}, "")
	for _, seed := range [][2]string{{"ics/03.120", "lang=en"}, {"ccs/A00/09", ""}, {"ics/<script>", "lang=zh"}, {"body/\x00", ""}, {"ccs/Ａ", "x=%zz"}, {"year", "q=壶&sort=-withdrawn&published=2026.."}, {"2026-11", "status=<script>"}, {"2026-13/published.atom", ""}, {"../..", "page=-1"}} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, path, query string) {
		if q, err := url.ParseQuery(query); err != nil || q.Get("q") == "fail" {
			query = ""
		}
		for _, target := range []string{"/browse/" + (&url.URL{Path: path}).EscapedPath(), "/calendar/" + (&url.URL{Path: path}).EscapedPath(), "/feed"} {
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			u, err := url.Parse(target)
			if err != nil {
				return
			}
			u.RawQuery = query
			r.URL = u
			w := do(s, r)
			switch w.Code {
			case http.StatusOK, http.StatusFound, http.StatusMovedPermanently, http.StatusBadRequest, http.StatusNotFound:
			default:
				t.Errorf("%q %q: %d %.300s", target, query, w.Code, w.Body)
			}
			if strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") && strings.Contains(w.Body.String(), "<script>") {
				t.Errorf("%q %q is written as it is: %.500s", target, query, w.Body)
			}
			if w.Code == http.StatusOK && strings.HasPrefix(w.Header().Get("Content-Type"), atomType) {
				holdFeed(t, target+"?"+query, w)
			}
		}
	})
}
