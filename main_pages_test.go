package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"chabiao/corpus/sample"
	"chabiao/search"
)

// sitePage is a page of the server as a reader or the staff come to it.
type sitePage struct {
	path   string     // with query, without language
	form   url.Values // sent where a page is the answer to a form; nil: opened
	status int
	saved  bool // browsers keep it as a file and do not show it
}

// in is the address of the page in a language.
func (p sitePage) in(lang string) string {
	sep := "?"
	if strings.Contains(p.path, "?") {
		sep = "&"
	}
	return p.path + sep + "lang=" + lang
}

// fetch asks for a page in a language, as a browser does.
func (p sitePage) fetch(t *testing.T, addr, lang string) []byte {
	t.Helper()
	method, body := http.MethodGet, ""
	if p.form != nil {
		method, body = http.MethodPost, p.form.Encode()
	}
	req, err := http.NewRequest(method, "http://"+addr+p.in(lang), strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
	if p.form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode != p.status || !strings.HasPrefix(resp.Header.Get("Content-Type"), "text/html") {
		t.Errorf("%s is answered with %d %s, not %d and a page: %.200s", p.in(lang), resp.StatusCode, resp.Header.Get("Content-Type"), p.status, text)
	}
	return text
}

// readerPages are the pages for readers of a server with the sample: every kind
// of page in every state that it can have.
func readerPages(t *testing.T, addr string) []sitePage {
	t.Helper()
	pages := []sitePage{
		{path: "/"},
		{path: "/?q=" + url.QueryEscape("管理体系")},
		{path: "/?q=" + url.QueryEscape("管理体系") + "&page=2&editions=all"},
		{path: "/?q=" + url.QueryEscape("质量管里体系")}, // corrected
		{path: "/?q=vessel&status=current&ics=23"},
		{path: "/?q=" + url.QueryEscape("要求") + "&status=current&status=superseded&year=2010..2020&level=national&body=GB%2FT&sort=-published"},
		{path: "/?q=" + url.QueryEscape("电动汽车 充电 茶壶")}, // with most of the words
		{path: "/?q=9001"},
		{path: "/?ics=03.120.10&ccs=A00&classes=" + url.QueryEscape("质量")},
		{path: "/?classes=qqqq"},
		{path: "/?implemented=2017-07-01"},
		{path: "/?page=900&q=" + url.QueryEscape("质量")},
		{path: "/?q=qqqqqqqq"},
		{path: "/?q=GB%2FT+19001-2016&status=draft&year=1990"},
		{path: "/?q=GB%2FT+19001-2011"},
		{path: "/?size=500", status: http.StatusBadRequest},
		{path: "/?q=x&page=1001", status: http.StatusBadRequest},
		{path: "/?q=x&year=soon", status: http.StatusBadRequest},
		{path: "/standards/gb-t-99999-1999", status: http.StatusNotFound},
		{path: "/standards/GB/T%2019001-2011", status: http.StatusNotFound},
		{path: "/standards/" + strings.Repeat("9", 1200), status: http.StatusBadRequest},
		{path: "/nothing/here", status: http.StatusNotFound},
		{path: "/browse"}, {path: "/browse/ics"}, {path: "/browse/ics/03"}, {path: "/browse/ics/03.120"}, {path: "/browse/ics/03.120.10"},
		{path: "/browse/ccs"}, {path: "/browse/ccs/A"}, {path: "/browse/ccs/A00"},
		{path: "/browse/body"}, {path: "/browse/body/national"}, {path: "/browse/year"},
		{path: "/browse/ics/99", status: http.StatusNotFound}, {path: "/browse/body/nobody", status: http.StatusNotFound},
		{path: "/calendar"}, {path: "/calendar/2016"}, {path: "/calendar/2016-12"}, {path: "/calendar/2017-07"}, {path: "/calendar/1899"},
		{path: "/calendar/2016-13", status: http.StatusNotFound},
		{path: "/list"}, {path: "/list?numbers=ISO+9001%0AGB+5749&date=2018-06-01"}, {path: "/list/NOSUCHLIST", status: http.StatusNotFound},
		{path: "/list", form: url.Values{"numbers": {""}}, status: http.StatusBadRequest},
		{path: "/list", form: url.Values{"numbers": {"ISO 9001"}, "date": {"soon"}}, status: http.StatusBadRequest},
	}
	// Of every status and level, the standard that the most is known of stands
	// for its kind; and one that has a title in Japanese.
	found := get[search.Response](t, addr, "/api/v1/search?facets=status,level&size=1")
	for _, facet := range []string{"status", "level"} {
		for _, v := range found.Facets[facet] {
			hits := get[search.Response](t, addr, "/api/v1/search?size=1&"+facet+"="+v.Value).Hits
			if len(hits) == 0 {
				t.Fatalf("nothing has the %s %s", facet, v.Value)
			}
			pages = append(pages, sitePage{path: "/standards/" + hits[0].ID})
		}
	}
	for _, id := range []string{"gb-t-19001-2016", "gb-t-19001-2008", "iso-9001-2008", "gb-t-150.1-2024", "jis-q-9001-2015"} {
		pages = append(pages, sitePage{path: "/standards/" + id})
	}
	list := send(t, addr, "/list", qualityList(t))
	for _, query := range []string{"", "?only=action", "?date=2018-06-01&column=C", "?all=1"} {
		pages = append(pages, sitePage{path: list + query})
	}
	return complete(pages)
}

// signIn is the page that a server with a staff key answers with instead of one
// of imports.
var signIn = sitePage{path: "/imports", status: http.StatusUnauthorized}

// complete sets what most pages have.
func complete(pages []sitePage) []sitePage {
	for i := range pages {
		if pages[i].status == 0 {
			pages[i].status = http.StatusOK
		}
	}
	return pages
}

// staffPages brings deliveries in, some with faults, takes one back, and gives
// the pages of imports in the states that come of it.
func staffPages(t *testing.T, addr string) []sitePage {
	t.Helper()
	dir := t.TempDir()
	pages := []sitePage{{path: "/imports"}} // before anything has been brought in
	for _, page := range pages {
		page.status = http.StatusOK
		page.fetch(t, addr, "zh")
	}
	first := writeFile18030(t, filepath.Join(dir, "目录.csv"), delivery)
	second := writeFile18030(t, filepath.Join(dir, "目录 2.csv"), strings.Replace(delivery, "会走路的门", "会走路的门和窗", 1))
	odd := writeFile18030(t, filepath.Join(dir, "odd.csv"), "甲,乙\n一,会说话的茶壶\n二,会走路的门\n")
	for _, path := range []string{first, odd, qualityList(t)} {
		preview := send(t, addr, "/imports", path)
		ended(t, addr, strings.TrimPrefix(preview, "/imports"))
		pages = append(pages, sitePage{path: preview})
	}
	var batches []string
	for _, path := range []string{first, second} {
		id := begin(t, addr, "/api/v1/imports", path)
		ended(t, addr, "/imports/"+id)
		batches = append(batches, "/imports/"+id)
	}
	pages = append(pages, sitePage{path: batches[0]}, sitePage{path: batches[1]}, sitePage{path: batches[0] + "/report.html", saved: true},
		sitePage{path: batches[0] + "/undo"},
		sitePage{path: batches[0] + "/undo", form: url.Values{"who": {"王五"}}, status: http.StatusConflict})
	third := begin(t, addr, "/api/v1/imports", writeFile18030(t, filepath.Join(dir, "mapped.csv"), delivery+"GB/T 99903-2026,会唱歌的碗,家用器皿系列,现行,2026-03-01\n"), "save_mapping", "某某研究院", "map", "名称1=title_zh")
	ended(t, addr, "/imports/"+third)
	undo, err := http.PostForm("http://"+addr+"/imports/"+third+"/undo", url.Values{"who": {"王五"}})
	if err != nil {
		t.Fatal(err)
	}
	undo.Body.Close()
	if undo.StatusCode != http.StatusOK {
		t.Fatalf("import %s can't be taken back: %d", third, undo.StatusCode)
	}
	return complete(append(pages,
		sitePage{path: "/imports/state"}, sitePage{path: "/imports/" + third}, sitePage{path: undo.Request.URL.Path}, sitePage{path: undo.Request.URL.Path + "?note=undone"},
		sitePage{path: "/imports/999", status: http.StatusNotFound}, sitePage{path: "/imports/previews/999", status: http.StatusNotFound},
		sitePage{path: "/imports/x", status: http.StatusBadRequest}))
}

// underWay has an import begin that goes on for a while, and a preview wait for
// it, and gives their pages. stop ends the import.
func underWay(t *testing.T, addr string) (pages []sitePage, stop func()) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "many.jsonl")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(sample.Generate(f, 100_000, 7), f.Close()); err != nil {
		t.Fatal(err)
	}
	batch := "/imports/" + begin(t, addr, "/api/v1/imports", path)
	preview := send(t, addr, "/imports", writeFile18030(t, filepath.Join(t.TempDir(), "next.csv"), delivery))
	stop = func() {
		t.Helper()
		resp, err := http.PostForm("http://"+addr+batch+"/cancel", nil)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		ended(t, addr, batch)
		ended(t, addr, strings.TrimPrefix(preview, "/imports"))
	}
	return complete([]sitePage{{path: batch}, {path: preview}}), stop
}

// post sends a file by a form with more fields, given as names and values in turn.
func post(t *testing.T, address, path string, fields ...string) *http.Response {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for i := 0; i+1 < len(fields); i += 2 {
		if err := form.WriteField(fields[i], fields[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	part, err := form.CreateFormFile("file", filepath.Base(path))
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	part.Write(data) // into memory
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	resp, err := http.Post(address, form.FormDataContentType(), &body)
	if err != nil {
		t.Fatal(err)
	}
	return resp
}

// send sends a file as the form of a page does and gives the path of the page
// that it leads to.
func send(t *testing.T, addr, to, path string) string {
	t.Helper()
	resp := post(t, "http://"+addr+to, path)
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK || resp.Request.URL.Path == to {
		t.Fatalf("%s with %s leads to %d %s", to, filepath.Base(path), resp.StatusCode, resp.Request.URL)
	}
	return resp.Request.URL.Path
}

// begin starts an import by the API and gives its number.
func begin(t *testing.T, addr, to, path string, fields ...string) string {
	t.Helper()
	resp := post(t, "http://"+addr+to, path, fields...)
	defer resp.Body.Close()
	var begun struct{ Batch int64 }
	decode(t, resp, &begun)
	if begun.Batch == 0 {
		t.Fatalf("no import began: %d", resp.StatusCode)
	}
	return fmt.Sprint(begun.Batch)
}

// ended waits until an import or a preview is no longer running.
func ended(t *testing.T, addr, path string) {
	t.Helper()
	for range 600 {
		if get[struct{ State string }](t, addr, "/api/v1"+path).State != "running" {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("%s does not come to its end", path)
}
