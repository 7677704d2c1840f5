package main

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"chabiao/search"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/xuri/excelize/v2"
)

// TestRealEntries goes through the pages with real entries, as the tests beside
// it do with the sample: titles of five hundred letters, of one character, in
// one language only, dirt of every kind. One server holds them for all.
func TestRealEntries(t *testing.T) {
	c := readReal(t)
	addr := c.serve(t)
	for _, part := range []struct {
		name string
		do   func(*testing.T, *realCatalogue, string)
	}{
		{"search", realSearch}, {"suggestions", realSuggestions}, {"standard", realStandard}, {"list", realList}, {"import", realImport},
		{"without script", realWithoutScript}, {"titles", realTitles}, {"valid", realValid}, {"accessible", realAccessible}, {"feeds", realFeeds},
	} {
		t.Run(part.name, func(t *testing.T) { part.do(t, c, addr) })
	}
}

// realSearch searches in both languages and holds facets to what they find.
func realSearch(t *testing.T, _ *realCatalogue, addr string) {
	b := newBrowser(t, addr)
	for lang, query := range map[string]string{"zh": "试验方法", "en": "test methods"} {
		b.open("/?lang=" + lang)
		act(t, b.ctx, chromedp.SendKeys(`input[type=search]`, query+kb.Enter))
		b.wait(`.hits li`)
		if !strings.Contains(b.text(`h1`), query) {
			t.Errorf("the answer is headed %q", b.text(`h1`))
		}
		for _, facet := range []string{"status", "level", "body"} {
			first := fmt.Sprintf(`[aria-labelledby=facet-%s] li:nth-child(1)`, facet)
			count := b.text(first + ` .n`)
			b.click(first+` a`, fmt.Sprintf(`[aria-labelledby=facet-%s] a.chosen`, facet))
			if found := b.text(`.count strong`); found != count {
				t.Errorf("%s: the first of %s counts %s and finds %s", query, facet, count, found)
			}
		}
		b.narrow("real-search-" + lang)
		b.readable("search for " + query)
		all := b.text(`.count strong`)
		b.click(`a.lang`, fmt.Sprintf(`html:not([lang^=%s]) .hits li`, lang))
		if other := b.text(`.count strong`); other != all {
			t.Errorf("%s: %s hits, %s in the other language", query, all, other)
		}
	}
}

// realSuggestions completes a number and a title by the keyboard alone.
func realSuggestions(t *testing.T, c *realCatalogue, addr string) {
	b := newBrowser(t, addr)
	b.open("/?lang=zh")
	b.typeIn(c.current.Number)
	b.press(kb.ArrowDown)
	b.holds("the first suggestion is chosen", `document.querySelector("#suggestion-0").getAttribute("aria-selected") == "true"`)
	b.press(kb.Enter)
	b.wait(`main.standard`)
	if head := b.text(`h1`); squeeze(head) != squeeze(c.current.Number) && !strings.HasPrefix(squeeze(head), squeeze(c.current.Number)) {
		t.Errorf("%s leads to %s", c.current.Number, head)
	}

	// What is in the way of a title of hundreds of letters is a narrow screen.
	act(t, b.ctx, chromedp.EmulateViewport(360, 740))
	b.open("/?lang=en")
	words := strings.Fields(c.longEN.TitleEN)
	b.typeIn(strings.Join(words[:min(5, len(words))], " "))
	b.press(kb.ArrowDown)
	b.holds("a suggestion is chosen", `document.querySelector("#suggestions [aria-selected=true]") !== null`)
	b.fits("suggestions of a long title")
	b.press(kb.Enter)
	b.wait(`main.standard, .hits li`)
}

// squeeze is a number without what its spellings differ in.
func squeeze(number string) string {
	return strings.NewReplacer(" ", "", "—", "-", "\u00a0", "").Replace(number)
}

// realStandard goes from an edition that was replaced to the one to use.
func realStandard(t *testing.T, c *realCatalogue, addr string) {
	b := newBrowser(t, addr)
	b.open(c.old.path() + "?lang=zh")
	b.says(`.banner`, "现在应使用", c.current.Number)
	b.says(`.facts`, strings.Fields(c.old.TitleZH)[0])
	b.readable("replaced")
	b.both("real-replaced-zh")
	b.click(`a.lang`, `html[lang=en] .banner`)
	b.says(`.banner`, "Use now", c.current.Number)
	b.click(`.banner a`, `main.standard h1 .current`)
	b.says(`.facts`, strings.Fields(c.current.TitleZH)[0], "In force")
	b.says(`.cite`, "[S]")
	b.wait(`svg.lineage a`)
	b.both("real-current-en")
}

// realList checks a workbook of real numbers.
func realList(t *testing.T, c *realCatalogue, addr string) {
	f := excelize.NewFile()
	rows := [][]any{{"编号", "标准", "备注"}, {1, c.old.Number, "旧版"}, {2, c.current.Number, ""}, {3, strings.ToLower(strings.ReplaceAll(c.current.Number, " ", "")), "小写"},
		{4, c.longEN.Number, c.longEN.TitleEN}, {5, c.longJA.Number, c.longJA.TitleJA}, {6, "GB/T 99999-2031", "没有"}}
	for i, row := range rows {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "在用标准.xlsx")
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	b := newBrowser(t, addr)
	b.open("/list?lang=zh")
	act(t, b.ctx, chromedp.SetUploadFiles(`#file`, []string{path}))
	b.click(`form.send button`, `.checked`)
	b.says(`.checked tbody tr:nth-child(1)`, c.old.Number, "需更换", c.current.Number)
	b.says(`.checked tbody tr:nth-child(2)`, "现行")
	b.says(`.checked tbody tr:nth-child(3)`, c.current.Number, "现行")
	b.says(`.checked tbody tr:nth-child(4)`, c.longEN.Number)
	b.says(`.checked tbody tr:nth-child(5)`, c.longJA.Number)
	b.says(`.checked tbody tr:nth-child(6)`, "未找到")
	b.readable("list")
	b.both("real-list-zh")
	book, err := excelize.OpenReader(bytes.NewReader(b.download(`a.xlsx`)))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	got, err := book.GetRows("核查结果")
	if err != nil || len(got) != len(rows) || got[1][1] != c.old.Number || got[1][2] != "旧版" || got[1][3] != "需更换" {
		t.Errorf("%v %q", err, got)
	}
}

// realImport brings real entries in under headings that mislead, corrects the
// mapping, finds them, and takes them back.
func realImport(t *testing.T, c *realCatalogue, addr string) {
	var text strings.Builder
	text.WriteString("标准号,名称1,名称2,标准状态,发布日期\n")
	for _, row := range c.more {
		// The second column has longer texts, which look more like titles.
		fmt.Fprintf(&text, "%s,%s,%s,%s,%s\n", row.Number, quoted(row.TitleZH), quoted("归口资料："+row.TitleZH+"及其编制说明、征求意见稿和送审稿"), row.Status, row.Published)
	}
	path := writeFile18030(t, filepath.Join(t.TempDir(), "目录.csv"), text.String())
	row := c.more[0]
	found := func() search.Resolution {
		list := get[[]search.Resolution](t, addr, "/api/v1/resolve?number="+url.QueryEscape(row.Number))
		if len(list) != 1 {
			t.Fatalf("%d answers about %s", len(list), row.Number)
		}
		return list[0]
	}
	if found().Found {
		t.Fatalf("%s is there before it is imported", row.Number)
	}
	b := newBrowser(t, addr)
	b.open("/imports?lang=zh")
	b.upload(path, "王五")
	if got := act(t, b.ctx, chromedp.Value(`select[name="field.0.1"]`)); got == "title_zh" {
		t.Errorf("名称1 is taken for %q; the test wants a mapping that is wrong", got)
	}
	b.choose(`select[name="field.0.1"]`, "title_zh")
	b.choose(`select[name="field.0.2"]`, "-")
	b.click(`form#look button`, `#forget`)
	b.says(`.mapping`, "人工指定")
	b.says(`.sample`, row.Number)
	b.both("real-preview-zh")
	b.click(`.actions button[formaction*="/import"]`, `.state.done`)
	b.both("real-import-zh")
	if r := found(); !r.Found || r.Matches[0].Title != strings.Join(strings.Fields(row.TitleZH), " ") {
		t.Errorf("%v comes out as %+v", row, r)
	}
	b.click(`a[href*="/undo"]`, `button.danger`)
	b.click(`button.danger`, `.note`)
	b.says(`main`, "已撤回")
	if found().Found {
		t.Errorf("%s is there after the import was taken back", row.Number)
	}
}

// quoted writes a text as a field of a table with commas.
func quoted(text string) string { return `"` + strings.ReplaceAll(text, `"`, `""`) + `"` }

// realWithoutScript reads what readers read with scripts switched off.
func realWithoutScript(t *testing.T, c *realCatalogue, addr string) {
	b := newBrowser(t, addr)
	b.script(false)
	b.open("/?lang=zh")
	act(t, b.ctx, chromedp.SendKeys(`input[type=search]`, c.current.Number+kb.Enter))
	b.click(`.hits li .number`, `main.standard`)
	b.says(`h1`, "现行")
	b.open("/?lang=zh&q=" + url.QueryEscape("试验方法"))
	act(t, b.ctx, chromedp.EmulateViewport(360, 740))
	b.click(`details.narrow summary`, `.facets [aria-labelledby=facet-status] a`)
	b.click(`.facets [aria-labelledby=facet-status] a`, `.chips li`)
	act(t, b.ctx, chromedp.EmulateViewport(1280, 900))
	b.open("/browse?lang=en")
	b.click(`main a[href^="/browse/ics/"]`, `.crumbs`)
	b.open("/calendar?lang=zh")
	b.click(`.around a[rel=prev]`, `main.calendar, main`)
	b.open("/list?lang=zh")
	act(t, b.ctx, chromedp.SendKeys(`#numbers`, c.old.Number))
	b.click(`form.send button`, `.checked`)
	b.says(`.checked`, "需更换", c.current.Number)
}

// fits holds that nothing has to be scrolled sideways.
func (b *browser) fits(name string) {
	b.t.Helper()
	if out := act(b.t, b.ctx, chromedp.Evaluate[string](`document.scrollingElement.scrollWidth <= innerWidth ? "" : document.scrollingElement.scrollWidth + " of " + innerWidth`)); out != "" {
		b.t.Errorf("%s is wider than the window: %s pixels", name, out)
	}
}

// titled are the entries whose titles try the pages, by what they have of it.
func (c *realCatalogue) titled() map[string]realRow {
	return map[string]realRow{"long-zh": c.longZH, "long-en": c.longEN, "long-ja": c.longJA, "short": c.short}
}

// realTitles shows titles that are very long, very short, or in one language
// only, wide and narrow, in both languages.
func realTitles(t *testing.T, c *realCatalogue, addr string) {
	b := newBrowser(t, addr)
	for name, row := range c.titled() {
		title := cmp.Or(row.TitleZH, row.TitleEN, row.TitleJA)
		for _, lang := range []string{"zh", "en"} {
			b.open(row.path() + "?lang=" + lang)
			b.says(`main.standard`, strings.Fields(title)[0])
			b.both("real-" + name + "-" + lang)
			b.open("/?lang=" + lang + "&q=" + url.QueryEscape(row.Number))
			b.wait(`.hits li`)
			b.both("real-" + name + "-found-" + lang)
		}
		b.readable(name)
	}
}

// realValid gives pages of real entries to the Nu Html Checker.
func realValid(t *testing.T, c *realCatalogue, addr string) {
	v := newValidator(t)
	pages := []sitePage{{path: "/browse/ics"}, {path: "/browse/ccs"}, {path: "/browse/body"}, {path: "/browse/body/group"}, {path: "/browse/year"}, {path: "/calendar/2016-12"}, {path: "/calendar/2016"}}
	for _, row := range c.titled() {
		pages = append(pages, sitePage{path: row.path()})
	}
	for _, sort := range []string{"number", "published", "-published"} {
		for _, status := range []string{"current", "withdrawn", "upcoming", "unknown"} {
			query := "?status=" + status + "&sort=" + sort
			pages = append(pages, sitePage{path: "/" + query + "&page=3"})
			for _, h := range get[search.Response](t, addr, "/api/v1/search"+query+"&size=20").Hits {
				pages = append(pages, sitePage{path: "/standards/" + h.ID})
			}
		}
	}
	for i, p := range complete(pages) {
		lang := []string{"zh", "en"}[i%2]
		v.add(p.in(lang)+".html", p.fetch(t, addr, lang))
	}
	v.check()
}

// realAccessible runs axe-core over titles that try the pages.
func realAccessible(t *testing.T, c *realCatalogue, addr string) {
	script := axeScript(t)
	b := newBrowser(t, addr)
	for _, row := range append([]realRow{c.old, c.current}, c.longZH, c.longEN, c.longJA, c.short) {
		for _, path := range []string{row.path() + "?lang=zh", "/?lang=en&q=" + url.QueryEscape(row.Number)} {
			b.open(path)
			b.accessible(script, path)
		}
	}
}

// realFeeds reads feeds over real titles as XML.
func realFeeds(t *testing.T, _ *realCatalogue, addr string) {
	for _, path := range []string{"/feed?q=" + url.QueryEscape("试验"), "/feed?sort=-withdrawn&lang=en", "/calendar/published.atom", "/calendar/implemented.atom", "/calendar/withdrawn.atom", "/calendar/2016-12/published.atom"} {
		resp, err := http.Get("http://" + addr + path)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		var feed struct {
			XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
			ID      string   `xml:"id"`
			Updated string   `xml:"updated"`
			Entry   []struct {
				ID      string `xml:"id"`
				Title   string `xml:"title"`
				Updated string `xml:"updated"`
				Link    []struct {
					Href string `xml:"href,attr"`
				} `xml:"link"`
			} `xml:"entry"`
		}
		if err := xml.Unmarshal(text, &feed); err != nil || resp.StatusCode != http.StatusOK {
			t.Errorf("%s: %d %v", path, resp.StatusCode, err)
			continue
		}
		if feed.ID == "" || feed.Updated == "" || (len(feed.Entry) == 0 && !strings.Contains(path, "withdrawn")) { // few sources say when
			t.Errorf("%s has no id, no date or no entries: %.300s", path, text)
		}
		ids := map[string]bool{}
		for _, e := range feed.Entry {
			if e.ID == "" || e.Title == "" || e.Updated == "" || len(e.Link) == 0 || ids[e.ID] {
				t.Errorf("%s has the entry %+v", path, e)
			}
			ids[e.ID] = true
		}
	}
}
