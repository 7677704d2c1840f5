package server

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"chabiao/corpus"
	"chabiao/corpus/number"
	"chabiao/indexer/checklist"
	"chabiao/search"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// cups is an engine that has GB 1 in two editions, some of it meant to break
// pages and files, and nothing else.
type cups struct{ search.Engine }

func (cups) Resolve(_ context.Context, numbers []string, _ string) ([]search.Resolution, error) {
	out := make([]search.Resolution, len(numbers))
	for i, text := range numbers {
		out[i] = search.Resolution{Input: text, Hint: "目录中没有 " + text + "。目录中有 GB 1-2016。"}
		n, err := number.Parse(text)
		if err != nil || n.Body() != "GB" || n.Serial() != "1" {
			continue
		}
		m := search.NumberMatch{ID: "gb-1-2016", Number: "GB 1-2016", Kind: search.KindExact, Explain: "GB 1-2016 现行。"}
		if n.Year() == 1990 {
			m = search.NumberMatch{ID: "gb-1-1990", Number: "GB 1-1990", Kind: search.KindExact, Explain: "GB 1-1990 已被 GB 1-2016 代替。"}
		}
		out[i].Found, out[i].Matches, out[i].Hint = true, []search.NumberMatch{m}, ""
	}
	return out, nil
}

func (cups) Standing(_ context.Context, ids []string, _ string) ([]*search.Standing, error) {
	now := search.Ref{ID: "gb-1-2016", Number: "GB 1-2016", Title: "=1+1 <b>茶壶</b>", Status: "current"}
	out := make([]*search.Standing, len(ids))
	for i, id := range ids {
		switch id {
		case "gb-1-2016":
			out[i] = &search.Standing{ID: id, Number: now.Number, Title: now.Title, Country: "CN", Status: corpus.StatusCurrent, Published: corpus.Date{Year: 2016, Month: 1, Day: 2}, Implemented: corpus.Date{Year: 2016, Month: 7, Day: 1}}
		case "gb-1-1990":
			out[i] = &search.Standing{ID: id, Number: "GB 1-1990", Title: "老茶壶", Country: "CN", Status: corpus.StatusSuperseded, Published: corpus.Date{Year: 1990, Month: 1, Day: 2}, Implemented: corpus.Date{Year: 1990, Month: 7, Day: 1},
				Next: []search.Successor{{Ref: now, Begins: corpus.Date{Year: 2016, Month: 7, Day: 1}, Stated: true}}, UseInstead: []search.Ref{now}}
		}
	}
	return out, nil
}

func listServer(t *testing.T) *Server {
	t.Helper()
	s, err := New(Config{Engine: cups{}, UploadDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// sent posts a list and gives the address of its page.
func sent(t *testing.T, s http.Handler, target string, parts ...part) string {
	t.Helper()
	w := sendForm(t, s, target, parts...)
	if w.Code != http.StatusSeeOther {
		t.Fatalf("%d: %s", w.Code, w.Body)
	}
	return w.Header().Get("Location")
}

func TestListPage(t *testing.T) {
	s := listServer(t)
	for _, lang := range []string{"zh", "en"} {
		page := look(t, s, "/list?lang="+lang, 200)
		want(t, lang, page, `enctype="multipart/form-data"`, "10,000")
		at := sent(t, s, "/list?lang="+lang, part{field: "numbers", value: "GB 1-1990\n\n<script>x</script>\nGB 2-1990\nGB 1\nGB 1-1990"}, part{field: "file"})
		page = look(t, s, at, 200)
		want(t, lang, page, "&lt;script&gt;", "=1&#43;1 &lt;b&gt;茶壶", "/standards/gb-1-2016?lang="+lang, "1–5", `<span class="n">2</span> `+map[string]string{"zh": "需更换", "en": "To be replaced"}[lang], `<meta name="robots" content="noindex">`)
		if strings.Count(page, `<tr class="v-`) != 5 {
			t.Errorf("%s: rows in %s", lang, page)
		}
		page = look(t, s, at+"&only=action", 200)
		if strings.Count(page, `<tr class="v-`) != 3 || strings.Contains(page, "v-in_force\"><td") {
			t.Errorf("%s: what needs action: %s", lang, page)
		}
		page = look(t, s, at+"&date=2010-05-05", 200)
		want(t, lang, page, "2010-05-05", `<span class="n">2</span> `+map[string]string{"zh": "现行", "en": "In force"}[lang])
		look(t, s, at+"&date=yesterday", 400)
		look(t, s, at+"&column=C", 400)
	}
	want(t, "no key", look(t, s, "/list/NOSUCHKEY?lang=en", 404), "forgotten")
	want(t, "no file", look(t, s, "/list", 200), "核查")
}

// TestListPages: a long list comes in pages, whole when asked for.
func TestListPages(t *testing.T) {
	s := listServer(t)
	at := sent(t, s, "/list?lang=en", part{field: "numbers", value: strings.Repeat("GB 1-1990\nGB 1\n", 600)})
	for _, c := range []struct {
		more string
		rows int
		says string
	}{{"", 500, "1–500 of 1,200"}, {"&page=3", 200, "1,001–1,200 of 1,200"}, {"&page=99", 200, "1,001–1,200"}, {"&all=1", 1200, "1–1,200"}, {"&only=action", 500, "1–500 of 600"}, {"&page=-1", 500, "1–500"}} {
		page := look(t, s, at+c.more, 200)
		want(t, c.more, page, c.says)
		if n := strings.Count(page, `<tr class="v-`); n != c.rows {
			t.Errorf("%s: %d rows, want %d", c.more, n, c.rows)
		}
	}
}

func TestListRefused(t *testing.T) {
	s := listServer(t)
	for name, c := range map[string]struct {
		parts  []part
		status int
		says   string
	}{
		"nothing":      {[]part{{field: "numbers", value: " \n"}}, 400, "Paste numbers or choose a file"},
		"both":         {[]part{{field: "numbers", value: "GB 1"}, {field: "file", file: "a.txt", value: "GB 1"}}, 400, "one of the two"},
		"two files":    {[]part{{field: "file", file: "a.txt", value: "GB 1"}, {field: "file", file: "b.txt", value: "GB 1"}}, 400, "more than one"},
		"a date":       {[]part{{field: "numbers", value: "GB 1"}, {field: "date", value: "2026-02-30"}}, 400, "2026-02-30"},
		"a field":      {[]part{{field: "colour", value: "red"}}, 400, "colour"},
		"a PDF":        {[]part{{field: "file", file: "a.pdf", value: "%PDF-1.4"}}, 400, "pdf"},
		"too much":     {[]part{{field: "file", file: "a.txt", value: strings.Repeat("x", maxListForm+1)}}, 413, "10 MiB"},
		"many numbers": {[]part{{field: "numbers", value: strings.Repeat("GB 1\n", checklist.MaxItems+1)}}, 413, "10000"},
	} {
		w := sendForm(t, s, "/list?lang=en", c.parts...)
		holdPage(t, name, w.Body.String())
		if w.Code != c.status || !strings.Contains(w.Body.String(), c.says) {
			t.Errorf("%s: %d %.3000s", name, w.Code, w.Body)
		}
	}
	// In Chinese a sentence says it, with the message below.
	for says, p := range map[string]part{fieldFaults["file"][0]: {field: "file", file: "a.pdf", value: "%PDF-1.4"}, fieldFaults["date"][0]: {field: "date", value: "x"}, kindFaults[corpus.TooLarge][0]: {field: "numbers", value: strings.Repeat("GB 1\n", checklist.MaxItems+1)}} {
		w := sendForm(t, s, "/list?lang=zh", p)
		holdPage(t, says, w.Body.String())
		want(t, says, w.Body.String(), says, `lang="en"`)
	}
	want(t, "gone", look(t, s, "/list/NOSUCHKEY?lang=zh", 404), fieldFaults["list"][0])
	body, kind := multipartBody(t, part{field: "numbers", value: "GB 1"})
	r := localRequest(http.MethodPost, "/list", body)
	r.Header.Set("Content-Type", kind)
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	if w := do(s, r); w.Code != http.StatusForbidden {
		t.Errorf("from a page of another site: %d", w.Code)
	}
}

// qualityBook is a workbook as somebody keeps it, with what a careless reader
// would run or lose.
func qualityBook(t *testing.T) string {
	t.Helper()
	f := excelize.NewFile()
	for i, row := range [][]any{{"受控标准"}, {"序号", "标准号", "备注", "日期", "金额"},
		{1, "GB 1-1990", "=HYPERLINK(1)", time.Date(2020, 3, 1, 0, 0, 0, 0, time.UTC), 12.5}, {2, nil, "没有号"}, {3, "GB 1-2016、GB 7-2001", "两个", nil, -3}, {4, "GB 7-2001", "藏起来的"}} {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.SetRowVisible("Sheet1", 6, false); err != nil {
		t.Fatal(err)
	}
	if _, err := f.NewSheet("旧"); err != nil {
		t.Fatal(err)
	}
	if err := f.SetCellValue("旧", "A1", "GB 1-1990"); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestListDownload(t *testing.T) {
	s := listServer(t)
	at := sent(t, s, "/list", part{field: "file", file: "清单.xlsx", value: qualityBook(t)})
	want(t, "page", look(t, s, at, 200), "清单.xlsx", "B · 标准号", ">旧</option>")
	get := func(target string) []byte {
		t.Helper()
		w := do(s, localRequest(http.MethodGet, target, nil))
		if w.Code != 200 || !strings.HasPrefix(w.Header().Get("Content-Disposition"), "attachment") || w.Header().Get("Cache-Control") != "private, no-store" {
			t.Fatalf("%s: %d %v", target, w.Code, w.Header())
		}
		return w.Body.Bytes()
	}
	book, err := excelize.OpenReader(bytes.NewReader(get(at + "/xlsx?only=action")))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	rows, err := book.GetRows("核查结果", excelize.Options{RawCellValue: true})
	if err != nil || len(rows) != 6 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for i := range rows {
		rows[i] = rows[i][:min(len(rows[i]), 8)]
	}
	wanted := [][]string{{"受控标准"}, {"序号", "标准号", "备注", "日期", "金额", "核查结论", "标准号", "标准名称"},
		{"1", "GB 1-1990", "=HYPERLINK(1)", "43891", "12.5", "需更换", "GB 1-1990", "老茶壶"}, {"2", "", "没有号", "", "", "无标准号", "", ""},
		{"3", "GB 1-2016、GB 7-2001", "两个", "", "-3", "现行\n未找到", "GB 1-2016\n", "=1+1 <b>茶壶</b>\n"}, {"4", "GB 7-2001", "藏起来的", "", "", "未找到", "", ""}}
	if d := cmp.Diff(wanted, rows); d != "" {
		t.Error(d)
	}
	if formula, err := book.GetCellFormula("核查结果", "C3"); err != nil || formula != "" {
		t.Errorf("a text became the formula %q, %v", formula, err)
	}

	text := string(get(at + "/csv?lang=en&date=2010-01-01"))
	if !strings.HasPrefix(text, "\ufeff") {
		t.Error("Excel would not know the encoding")
	}
	records, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff"))).ReadAll()
	if err != nil || len(records) != 6 || len(records[2]) != 16 {
		t.Fatalf("%d records, %v: %s", len(records), err, text)
	}
	if r := records[2]; r[2] != "'=HYPERLINK(1)" || r[5] != "In force" || r[6] != "GB 1-1990" || r[12] != "GB 1-2016" || r[13] != "'=1+1 <b>茶壶</b>" || r[15] != "http://127.0.0.1:8080/standards/gb-1-1990" || records[4][4] != "-3" || records[1][8] != "Status (2010-01-01)" {
		t.Errorf("%q\n%q", records[1], r)
	}

	// The other sheet, by the page's own form.
	want(t, "other sheet", look(t, s, at+"?sheet=%E6%97%A7&column=&date=&lang=zh", 200), "GB 1-1990", `<span class="n">1</span> 需更换`)
	look(t, s, at+"?sheet=nosuch", 400)
	// Lines of text get a heading.
	at = sent(t, s, "/list?lang=en", part{field: "numbers", value: "GB 1\nGB 1-1990"})
	path, query, _ := strings.Cut(at, "?")
	if text := string(get(path + "/csv?" + query)); !strings.HasPrefix(text, "\ufeffAs given,Finding,Standard") {
		t.Errorf("%s", text)
	}
}

func TestCheckAPI(t *testing.T) {
	s := listServer(t)
	post := func(kind, body string) (int, checked) {
		t.Helper()
		r := localRequest(http.MethodPost, "/api/v1/check?lang=en", strings.NewReader(body))
		r.Header.Set("Content-Type", kind)
		w := do(s, r)
		var out checked
		if w.Code == 200 {
			if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil {
				t.Fatal(err)
			}
			described(t, http.MethodPost, "/check", w)
		}
		return w.Code, out
	}
	verdicts := func(c checked) []string {
		out := []string{}
		for _, it := range c.Items {
			out = append(out, fmt.Sprint(it.Row, " ", it.Input, " ", it.Verdict))
		}
		return out
	}
	code, out := post("application/json", `{"numbers":["GB 1-1990","","GB 7-2001","GB 1-1990","GB 1、GB 7"],"date":"2010-01-01"}`)
	if d := cmp.Diff([]string{"1 GB 1-1990 in_force", "2  no_number", "3 GB 7-2001 not_found", "4 GB 1-1990 in_force", "5 GB 1 not_yet", "5 GB 7 not_found"}, verdicts(out)); d != "" || code != 200 || out.Date != "2010-01-01" || out.Counts["in_force"] != 2 {
		t.Errorf("%d %+v: %s", code, out, d)
	}
	w := sendForm(t, s, "/api/v1/check", part{field: "file", file: "a.xlsx", value: qualityBook(t)})
	var file checked
	if err := json.Unmarshal(w.Body.Bytes(), &file); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"3 GB 1-1990 replace", "4  no_number", "5 GB 1-2016 in_force", "5 GB 7-2001 not_found", "6 GB 7-2001 not_found"}, verdicts(file)); d != "" || file.Column != "B" || len(file.Columns) != 5 || len(file.Sheets) != 2 || file.Items[0].UseInstead[0].ID != "gb-1-2016" {
		t.Errorf("%+v: %s", file, d)
	}
	many, err := json.Marshal(map[string]any{"numbers": make([]string, checklist.MaxRows+1)})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		kind, body string
		status     int
	}{
		"no JSON": {"application/json", "{", 400}, "no list": {"application/json", "{}", 400}, "other types": {"application/json", `{"numbers":[1]}`, 400}, "a date": {"application/json", `{"numbers":[],"date":"2026"}`, 400},
		"many": {"application/json", string(many), 413}, "no form": {"multipart/form-data", "x", 400}, "form": {"application/x-www-form-urlencoded", "numbers=", 400},
	} {
		if code, _ := post(c.kind, c.body); code != c.status {
			t.Errorf("%s: %d, want %d", name, code, c.status)
		}
	}
}

// TestKeptLists: what has not been asked for the longest goes when there is no
// room.
func TestKeptLists(t *testing.T) {
	var k keptLists
	l, err := checklist.Text("GB 1", checklist.Options{})
	if err != nil {
		t.Fatal(err)
	}
	first, second := k.keep(l, nil, checklist.Options{}), k.keep(l, nil, checklist.Options{})
	if first == second || len(first) < 20 {
		t.Errorf("keys %s and %s", first, second)
	}
	k.lists[first].used = k.lists[first].used.Add(-time.Minute)
	if _, err := k.get(first); err != nil { // so that the second is the oldest
		t.Fatal(err)
	}
	k.lists[second].used = k.lists[second].used.Add(-time.Minute)
	k.bytes += keptBytes - 2*k.lists[first].bytes // as if others took the rest
	k.keep(l, nil, checklist.Options{})
	if _, err := k.get(second); corpus.KindOf(err) != corpus.NotFound {
		t.Errorf("the oldest is still there: %v", err)
	}
	if _, err := k.get(first); err != nil {
		t.Errorf("the other has gone: %v", err)
	}
	// What a list holds of another selection counts too.
	kept := k.lists[first]
	before := k.bytes
	other, err := checklist.Text("GB 1\nGB 2\nGB 3", checklist.Options{})
	if err != nil {
		t.Fatal(err)
	}
	k.charge(kept, other)
	if k.bytes <= before-kept.bytes || kept.bytes <= keptListBytes+2*l.Size()+answerBytes*len(l.Items) {
		t.Errorf("another selection is not counted: %d bytes of the list, %d of all", kept.bytes, k.bytes)
	}
	k.bytes = keptBytes + 1
	k.charge(kept, other)
	if _, err := k.get(first); err != nil || len(k.lists) > 1 && k.bytes > keptBytes {
		t.Errorf("%v; %d lists of %d bytes after one has grown", err, len(k.lists), k.bytes)
	}
	k.bytes = kept.bytes
	for key, other := range k.lists {
		if other != kept {
			k.bytes += k.lists[key].bytes
		}
	}
	for range 2 * maxKeptLists {
		k.keep(l, nil, checklist.Options{})
	}
	if len(k.lists) > maxKeptLists || k.bytes > keptBytes {
		t.Errorf("%d lists of %d bytes", len(k.lists), k.bytes)
	}
}
