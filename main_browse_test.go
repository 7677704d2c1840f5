package main

import (
	"fmt"
	"html"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"chabiao/search"

	"github.com/chromedp/chromedp"
)

// TestBrowse walks a reader from the top of ICS down to a class and from there
// to a search, which finds as many as the class counts; then through the
// calendar. No script is needed for any of it.
func TestBrowse(t *testing.T) {
	addr, _ := startServer(t)
	b := newBrowser(t, addr)
	b.script(false)
	b.open("/?lang=zh")
	b.click(`footer a[href^="/browse"]`, `main.browse`)
	b.says(`main`, "国际标准分类", "中国标准文献分类", "级别与代号", "年份")
	b.readable("browse")
	b.both("browse-zh")
	b.click(`a[href="/browse/ics/03?lang=zh"]`, `.crumbs`)
	b.click(`a[href="/browse/ics/03.120?lang=zh"]`, `.entries`)
	b.says(`h1`, "03.120", "质量")
	b.says(`.entries`, "GB/T 19001")
	b.readable("class")
	b.both("class-zh")
	b.click(`a[href="/browse/ics/03.120.10?lang=zh"]`, `.all`)
	count := regexp.MustCompile(`\d+`).FindString(b.text(`.all a`))
	b.click(`.all a`, `.hits`)
	if found := b.text(`.count strong`); found != count || count == "" {
		t.Errorf("the class counts %s entries, the search finds %s", count, found)
	}

	b.open("/browse/body?lang=en")
	b.says(`main`, "National standard", "GB/T", "International standard", "ISO")
	b.readable("bodies")
	b.both("bodies-en")
	b.open("/browse/year?lang=zh")
	b.says(`main`, "2010 年代", "2016")
	b.readable("years")
	b.both("years-zh")

	b.open("/calendar/2017-07?lang=zh")
	b.says(`h1`, "2017 年 7 月")
	b.says(`section`, "实施", "GB/T 19001-2016")
	b.readable("calendar")
	b.both("calendar-zh")
	b.click(`.month a[href="/?implemented=2017-07-01&lang=zh"]`, `.hits`)
	b.says(`.hits`, "GB/T 19001-2016", "2017-07-01")
	b.open("/calendar/2017-07?lang=zh")
	b.click(`.around a[rel=next]`, `time[datetime="2017-08-31"]`)
	b.click(`.crumbs li:last-child a`, `table.year`)
	b.readable("year")
	b.both("year-zh")
	b.click(`table.year a[href="/calendar/2017-07?lang=zh"]`, `.month`)
	if text := string(b.download(`#implemented-h .feed`)); !strings.Contains(text, "<id>http://"+addr+"/standards/gb-t-19001-2016#implemented-2017-07-01</id>") {
		t.Errorf("the feed of the month lacks GB/T 19001-2016: %.1000s", text)
	}
	if cookie := act(t, b.ctx, chromedp.Evaluate[string](`document.cookie`)); cookie != "" {
		t.Errorf("a reader has the cookie %q", cookie)
	}
}

// TestBrowseCounts holds every count that browsing shows to the total of the
// search that it leads to.
func TestBrowseCounts(t *testing.T) {
	addr, _ := startServer(t)
	row := regexp.MustCompile(`<li><a href="([^"]*)">.*?</a>(?: <svg.*?</svg>)? <(?:span|a) class="n"(?: href="([^"]*)")?[^>]*>(\d+)<`)
	checked := 0
	next := []string{"/browse", "/browse/body", "/browse/year"}
	seen := map[string]bool{}
	for len(next) > 0 && checked < 400 {
		path := next[0]
		next = next[1:]
		if seen[path] {
			continue
		}
		seen[path] = true
		resp, err := http.Get("http://" + addr + path)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil || resp.StatusCode != http.StatusOK {
			t.Fatalf("%s: %d %v", path, resp.StatusCode, err)
		}
		for _, m := range row.FindAllStringSubmatch(string(text), -1) {
			at := html.UnescapeString(m[1])
			if strings.HasPrefix(at, "/browse/") {
				next = append(next, at)
				at = html.UnescapeString(m[2])
			}
			resp := get[search.Response](t, addr, "/api/v1/search"+strings.TrimPrefix(at, "/"))
			if fmt.Sprint(resp.Total) != m[3] {
				t.Errorf("%s counts %s, %s finds %d", path, m[3], at, resp.Total)
			}
			checked++
		}
	}
	if checked < 150 {
		t.Errorf("only %d counts seen", checked)
	}
}
