package server

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"chabiao/corpus"
	"chabiao/corpus/number"
	"chabiao/search"

	"github.com/google/go-cmp/cmp"
)

// counter is an engine whose searches find what a function says.
type counter struct {
	shelf
	find func(search.Request) *search.Response
}

func (c *counter) Search(_ context.Context, req search.Request) (*search.Response, error) {
	if err := req.Normalize(); err != nil {
		return nil, err
	}
	if v := req.Filters["year"]; len(v) > 0 && strings.Trim(v[0], "0123456789.") != "" {
		return nil, corpus.Errorf(corpus.InvalidArgument, "year=%q is no value of this filter", v[0]).WithField("year")
	}
	resp := c.find(req)
	if resp.Interpretation.Filters == nil {
		resp.Interpretation.Filters = req.Filters
	}
	return resp, nil
}

func counting(t testing.TB, find func(search.Request) *search.Response) *Server {
	t.Helper()
	s, err := New(Config{Engine: &counter{shelf{list: map[string]*search.Standard{"gb-t-1-2001": whole(t)}}, find}})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// teapots answers with hits of every kind and facets of every size.
func teapots(req search.Request) *search.Response {
	count := func(value, label string, n int64) search.FacetCount {
		return search.FacetCount{Value: value, Label: label, Count: n}
	}
	var bodies, years []search.FacetCount
	for i := range 50 {
		bodies = append(bodies, count(fmt.Sprintf("B%d", i), "", int64(100-i)))
		years = append(years, count(fmt.Sprint(2020-i), "", int64(1000-20*i)))
	}
	years = append(years, count("1860", "", 1))
	next := "more"
	corrected := "茶壶"
	return &search.Response{Query: req.Query, Total: 12345, Lines: 12300, TookMS: 1.25, DataDate: "2026-11-22", NextCursor: &next,
		Interpretation: search.Interpretation{Corrected: &corrected, Relaxed: 2, Hint: "目录中有 GB/T 2-2002。"},
		Hits: []search.Hit{
			{ID: "gb-t-1-2001", Number: "GB/T 1-2001", Titles: map[string]string{"zh": "茶壶 <b>", "en": "Teapots & spouts", "ja": "急須"}, Status: "withdrawn", StatusLabel: "废止", Published: "2001-02-03", Withdrawn: "2010",
				Level: "national", LevelLabel: "国家标准", IssuingBody: "茶部", ICS: []string{"03.120.10"}, CCS: []string{"A00"}, ReplacedBy: []string{"GB/T 2-2002", "Q/ABC 9"},
				Match: search.Match{Kind: search.MatchNumber, Relation: search.KindOtherYear, Explain: "另一版，见 GB/T 2-2002。"}, Highlights: map[string]string{"title_zh": "<mark>茶壶</mark> &lt;b&gt;", "abstract_en": "of <mark>tea</mark>"},
				Editions: []search.EditionHit{{ID: "gb-t-1-1990", Number: "GB/T 1-1990", Title: "老茶壶", Status: "superseded", StatusLabel: "被代替"}}},
			{ID: "jis-1", Number: "JIS A 1", Titles: map[string]string{"ja": "急須"}, Status: "current", StatusLabel: "现行", Match: search.Match{Kind: search.MatchTranslation, Explain: "按另一种语言的词找到：茶壶 = 急須。"}},
			{ID: "x-1", Number: "X 1", Status: "unknown", StatusLabel: "未知", Match: search.Match{Kind: search.MatchText}},
		},
		Facets: map[string][]search.FacetCount{"status": {count("current", "现行", 9000), count("withdrawn", "废止", 3345)}, "level": {count("national", "国家标准", 12345)}, "body": bodies, "year": years,
			"ics":     {count("03", "", 300), count("03.120", "", 200), count("03.120.10", "", 150), count("03.100", "", 20), count("25", "", 10), count("25.160", "", 5)},
			"ccs":     {count("A", "", 10)},
			"country": {count("CN", "", 9000), count("JP", "", 3)}, "source": {count("one", "", 9003)}}}
}

func TestSearchPageHTML(t *testing.T) {
	s := counting(t, teapots)
	for target, c := range map[string]struct{ has, lacks []string }{
		"/?q=GB/T+1-2010&lang=zh": {has: []string{"<h1>“GB/T 1-2010”的检索结果</h1>", "<strong>12,345</strong> 条", "1.2 毫秒", `最近导入于 <time datetime="2026-11-22">2026-11-22</time>`, "按更正后的词检索：", "verbatim=true", "至少包含其中的 2 个词", `href="/standards/GB%2FT%202-2002?lang=zh"`,
			`href="/standards/gb-t-1-2001?lang=zh"`, `<span class="status withdrawn">废止</span>`, "<mark>茶壶</mark> &lt;b&gt;", `<p class="second" lang="en">Teapots &amp; spouts</p>`, `<p class="abstract" lang="en">of <mark>tea</mark></p>`,
			"现在应使用：", `href="/standards/gb-t-2-2002?lang=zh"`, "新茶壶", "被代替：", "Q/ABC 9", "另一版，见", "发布 <time datetime=\"2001-02-03\">", "茶部", "质量管理", "同一标准的其他版本：1", "老茶壶", `lang="ja">急須`, "茶壶 = 急須", "目录中没有题名",
			"逐条列出各版本", "editions=all", `aria-current="page">1</strong>`, "下一页", "page=2", "中国", "日本", "更多", `<title>2020：1,000</title>`, `name="year_from"`, "在分类中查找", `<script type="module" src="/suggest.js">`},
			lacks: []string{"数据来源", "上一页", "03.100", `class="chips"`}},
		"/?q=x&lang=en&page=3&editions=all&status=current&year=2010..2015&ics=03.120.10": {has: []string{"Results for &#34;x&#34;", "Status: In force", "2010–2015", "Clear all", "Previous", `value="2010"`, `value="2015"`, "Put editions of a standard together", `start="21"`, "03.100", `class="chosen" aria-current="true">03.120.10`,
			`class="open"`, `class="on"`, `<input type="hidden" name="editions" value="all">`}},
		"/?q=x&sort=-implemented&status=current&lang=zh": {has: []string{`<strong aria-current="true">最新实施</strong>`, "最早实施", `sort=-withdrawn`, `sort=number`, `href="/feed?lang=zh&amp;q=x&amp;sort=-implemented&amp;status=current"`}, lacks: []string{"最早发布", "最早废止"}},
		"/?classes=25.16&lang=zh":                        {has: []string{`id="found-ics"`, "25.160", "收起查找", "标准目录"}},
		"/?classes=nonesuch":                             {has: []string{"结果中没有这样的分类"}, lacks: []string{"lang=zh", `name="lang"`}},
		"/?lang=zh":                                      {has: []string{"<h1>标准检索</h1>", "全部列出", "例如", `class="search home"`, "autofocus"}, lacks: []string{`class="hits"`, "排序"}},
	} {
		text := look(t, s, target, http.StatusOK)
		wellNested(t, target, text)
		if len(text) > 60_000 {
			t.Errorf("%s has %d bytes", target, len(text))
		}
		for _, p := range c.has {
			if !strings.Contains(text, p) {
				t.Errorf("%s lacks %q", target, p)
			}
		}
		for _, p := range append(c.lacks, "style=", "onclick", "ZgotmplZ", "<b>") {
			if strings.Contains(text, p) {
				t.Errorf("%s holds %q", target, p)
			}
		}
	}
	for target, part := range map[string]string{"/?q=x&page=1001&lang=zh": "最多翻到第 10,000 条", "/?year=soon&q=x&lang=zh": "年份写作", "/?size=500&lang=en": "1 to 100 results"} {
		if text := look(t, s, target, http.StatusBadRequest); !strings.Contains(text, part) || !strings.Contains(text, `href="/?`) {
			t.Errorf("%s does not say %q with a way on: %s", target, part, text)
		}
	}
}

// TestDidYouMean proposes another spelling with the filters kept, and the list
// from its beginning.
func TestDidYouMean(t *testing.T) {
	s := counting(t, func(req search.Request) *search.Response {
		resp := teapots(req)
		resp.Interpretation = search.Interpretation{Suggested: "tea pots"}
		return resp
	})
	if text, want := look(t, s, "/?q=tea+potts&status=current&page=2&lang=en", http.StatusOK), `Did you mean <a href="/?lang=en&amp;q=tea&#43;pots&amp;status=current">tea pots</a>?`; !strings.Contains(text, want) {
		t.Errorf("the page lacks %s: %s", want, text)
	}
}

// TestNothingFound says which part of a search to drop, and only what then
// finds something.
func TestNothingFound(t *testing.T) {
	asked := 0
	s := counting(t, func(req search.Request) *search.Response {
		asked++
		resp := &search.Response{Query: req.Query, Interpretation: search.Interpretation{Words: strings.Fields(req.Query)}, Hits: []search.Hit{}}
		switch {
		case len(req.Filters["status"]) == 0 && len(req.Filters["year"]) == 1 && req.Query == "红 茶壶":
			resp.Total = 7
		case req.Query == "茶壶" && len(req.Filters) == 0:
			resp.Total = 5
		}
		return resp
	})
	text := look(t, s, "/?q=红+茶壶&status=draft&year=1990&lang=zh", http.StatusOK)
	wellNested(t, "nothing", text)
	for _, p := range []string{"没有找到标准", "去掉“状态：草案”", `<span class="n">7</span>`, "只检索“茶壶”，不筛选", `<span class="n">5</span>`, "按分类浏览"} {
		if !strings.Contains(text, p) {
			t.Errorf("the page lacks %q", p)
		}
	}
	for _, p := range []string{"去掉“年份", "去掉所有筛选", "只检索“红”"} {
		if strings.Contains(text, p) {
			t.Errorf("the page offers %q, which finds nothing", p)
		}
	}
	asked = 0
	look(t, s, "/?lang=zh&status=draft&q="+url.QueryEscape(strings.Repeat("词 ", 60)), http.StatusOK)
	if asked > tries+1 {
		t.Errorf("%d searches for one page", asked)
	}
}

// TestYearFields turns what the two fields send into the address of the filter.
func TestYearFields(t *testing.T) {
	s := counting(t, teapots)
	for target, want := range map[string]string{
		"/?q=x&year_from=2010&year_to=2015&page=4&lang=en": "/?lang=en&q=x&year=2010..2015",
		"/?q=x&year_from=2015&year_to=2010&year=1999":      "/?q=x&year=2010..2015",
		"/?q=x&year_from=２０１０&year_to=":                    "/?q=x&year=2010..",
		"/?year_from=&year_to=2010&status=":                "/?year=..2010",
		"/?q=x&year_from=2010&year_to=2010":                "/?q=x&year=2010",
		"/?q=x&year_from=&year_to=&year=2001":              "/?q=x",
		"/?year_from=900&year_to=2000":                     "/?year=900..2000",
		"/?year_from=2000&year_to=900&utm_source=x":        "/?year=900..2000",
	} {
		w := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.URL.RawQuery = strings.TrimPrefix(target, "/?")
		s.ServeHTTP(w, r)
		if got := w.Header().Get("Location"); w.Code != http.StatusSeeOther || got != want {
			t.Errorf("%s leads to %d %s, not %s", target, w.Code, got, want)
		}
	}
}

// TestForeignParameters: an address that was shared finds what it found, and
// what has been hung on it is gone from the links of the page.
func TestForeignParameters(t *testing.T) {
	s := counting(t, teapots)
	text := look(t, s, "/?q=x&status=current&lang=en&from=singlemessage&isappinstalled=0&utm_source=mail&fbclid=1", http.StatusOK)
	want(t, "shared", text, `Results for &#34;x&#34;`, "status=current")
	for _, part := range []string{"singlemessage", "isappinstalled", "utm_source", "fbclid"} {
		if strings.Contains(text, part) {
			t.Errorf("%s goes on", part)
		}
	}
	want(t, "the start page, shared", look(t, s, "/?from=timeline&lang=en", http.StatusOK), "<h1>Standards search</h1>")
}

// TestYearBars: the first bar chooses its years, a second those from one to the
// other, and a bar of a span that was chosen its own again.
func TestYearBars(t *testing.T) {
	counts := []search.FacetCount{{Value: "2010", Count: 1}, {Value: "2011", Count: 2}, {Value: "2013", Count: 4}}
	for chosen, want := range map[string][]string{
		"":           {"2010", "2011", "2013"},
		"2011":       {"2010..2011", "2011", "2011..2013"},
		"2010..2011": {"2010", "2011", "2013"},
		"2011..":     {"2010", "2011", "2013"},
	} {
		d := &pageData{layout: layout{Lang: "en"}, state: newState(url.Values{"year": {chosen}})}
		c := d.newYearChart(counts)
		var got []string
		for i, b := range c.Bars {
			u, err := url.Parse(b.URL)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, u.Query().Get("year"))
			if span := strings.Contains(got[i], ".."); span != strings.Contains(b.Title, "(choose ") {
				t.Errorf("%s is titled %q", b.URL, b.Title)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("with %q: %s", chosen, diff)
		}
		if (c.Anchor == "2011") != (chosen == "2011") {
			t.Errorf("with %q the anchor is %q", chosen, c.Anchor)
		}
	}
}

// TestClassChoice: a class takes the place of those above and below it.
func TestClassChoice(t *testing.T) {
	for _, c := range []struct {
		chosen []string
		code   string
		want   []string
	}{
		{nil, "03", []string{"03"}},
		{[]string{"03", "25"}, "03.120", []string{"25", "03.120"}},
		{[]string{"03.120.10", "25"}, "03", []string{"25", "03"}},
		{[]string{"03.120.10"}, "03.120.20", []string{"03.120.10", "03.120.20"}},
		{[]string{"03.120.10", "25"}, "03.120.10", []string{"25"}},
	} {
		d := &pageData{state: newState(url.Values{"ics": c.chosen})}
		u, err := url.Parse(d.classRow(1, search.FacetCount{Value: c.code}).URL)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, u.Query()["ics"]); diff != "" {
			t.Errorf("%s with %v: %s", c.code, c.chosen, diff)
		}
	}
}

// FuzzYearChart: bars lie within the chart and count everything.
func FuzzYearChart(f *testing.F) {
	f.Add([]byte{1, 2, 3}, uint16(1990), "2010..")
	f.Add(slices.Repeat([]byte{9}, 120), uint16(1900), "1850..1860")
	f.Add([]byte{255, 0, 0, 1}, uint16(9998), "..")
	f.Fuzz(func(t *testing.T, counts []byte, first uint16, chosen string) {
		var list []search.FacetCount
		for i, n := range counts[:min(len(counts), 300)] {
			list = append(list, search.FacetCount{Value: fmt.Sprint(int(first) + i), Count: int64(n)})
		}
		d := &pageData{state: state{url.Values{"year": {chosen}}}}
		c := d.newYearChart(list)
		if c == nil {
			return
		}
		if len(c.Bars) > maxBars+2 {
			t.Errorf("%d bars", len(c.Bars))
		}
		for _, b := range c.Bars {
			var y, h, x, w float64
			if _, err := fmt.Sscan(b.Y+" "+b.H+" "+b.X+" "+b.W, &y, &h, &x, &w); err != nil || y < 0 || h <= 0 || y+h > chartHeight+0.2 || x < 0 || x+w > chartWidth+0.2 {
				t.Errorf("bar %+v: %v", b, err)
			}
		}
	})
}

// TestSorts: every order of the engine can be reached by links of the page, and
// one is chosen.
func TestSorts(t *testing.T) {
	want := []string{"", search.SortNumber}
	for _, name := range search.DateNames {
		want = append(want, name, "-"+name)
	}
	reached := map[string]bool{"": true}
	for range 2 {
		for sort := range maps.Clone(reached) {
			d := &pageData{layout: layout{Lang: "en", Query: "x"}, state: newState(url.Values{"q": {"x"}, "sort": {sort}}), Req: search.Request{Sort: sort}}
			d.sorts()
			chosen := 0
			for _, l := range d.Sorts {
				u, err := url.Parse(l.URL)
				if err != nil {
					t.Fatal(err)
				}
				reached[u.Query().Get("sort")] = true
				if l.Chosen {
					chosen++
				}
			}
			if chosen != 1 {
				t.Errorf("sorted by %q: %d are chosen", sort, chosen)
			}
		}
	}
	for _, sort := range want {
		if !reached[sort] {
			t.Errorf("no link leads to the order %q", sort)
		}
	}
}

// TestHitOrigin: a hit says once whose it is.
func TestHitOrigin(t *testing.T) {
	for _, c := range []struct {
		level, body, issuing, lang string
		want                       []string
	}{
		{"national", "GB/T", "国家标准化管理委员会", "zh", []string{"推荐性国家标准", "国家标准化管理委员会"}},
		{"industry", "JB/T", "", "zh", []string{"行业标准", "机械"}},
		{"local", "DB37/T", "", "en", []string{"Local standard", "Shandong"}},
		{"international", "ISO", "ISO", "zh", []string{"国际标准", "国际标准化组织"}},
		{"international", "ISO/IEC", "ISO; IEC", "en", []string{"International standard", "ISO and IEC, jointly"}},
		{"group", "T/CAS", "中国标准化协会", "zh", []string{"团体标准", "中国标准化协会"}},
		{"group", "T/NOBODY", "某协会", "zh", []string{"团体标准", "某协会"}},
		{"", "", "", "zh", nil},
	} {
		d := &pageData{layout: layout{Lang: c.lang}}
		p := &pageHit{Hit: search.Hit{Level: c.level, LevelLabel: number.Level(c.level).Label(c.lang), Body: c.body, IssuingBody: c.issuing}}
		d.origin(p)
		var got []string
		for _, l := range []*pageLink{p.Level, p.Series} {
			if l != nil {
				got = append(got, l.Text)
			}
		}
		if p.IssuingBody != "" {
			got = append(got, p.IssuingBody)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s of %q: %s", c.body, c.issuing, diff)
		}
	}
}
