package server

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"chabiao/corpus/catalogue"

	"golang.org/x/net/html"
)

// holdPage holds a page to what every page keeps: ids unique, every field with
// a label, headings without gaps, nothing inline, nothing fetched from outside,
// and links that lead outside tell nobody where they were followed.
func holdPage(t *testing.T, name, text string) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	ids, labels := map[string]bool{}, map[string]bool{}
	var fields []map[string]string
	var names []string
	level, lang := 0, ""
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		a := map[string]string{}
		for _, x := range n.Attr {
			a[x.Key] = x.Val
			if strings.HasPrefix(x.Key, "on") || x.Key == "style" {
				t.Errorf("%s: <%s %s>", name, n.Data, x.Key)
			}
		}
		for key, val := range a {
			outside := (strings.HasPrefix(val, "http") || strings.HasPrefix(val, "//")) && !strings.HasPrefix(val, "http://127.0.0.1")
			if outside && !(n.Data == "a" && key == "href" && strings.Contains(a["rel"], "noreferrer")) {
				t.Errorf("%s leads outside: %s", name, val)
			}
		}
		if id, ok := a["id"]; ok {
			if ids[id] || id == "" {
				t.Errorf("%s: id %q twice or empty", name, id)
			}
			ids[id] = true
		}
		switch n.Data {
		case "script":
			if a["type"] != "module" || !strings.HasPrefix(a["src"], "/") || n.FirstChild != nil {
				t.Errorf("%s has a script of its own", name)
			}
		case "style", "iframe", "object", "font", "center":
			t.Errorf("%s has <%s>", name, n.Data)
		case "html":
			lang = a["lang"]
		case "label":
			labels[a["for"]] = true
		case "input", "select", "textarea":
			if a["type"] != "hidden" && a["aria-label"] == "" {
				fields = append(fields, a)
			}
			names = append(names, a["aria-describedby"], a["aria-labelledby"])
		case "form":
			if a["method"] == "post" && !strings.HasPrefix(a["action"], "/imports") && !strings.HasPrefix(a["action"], "/list") {
				t.Errorf("%s posts to %q", name, a["action"])
			}
		case "h1", "h2", "h3", "h4":
			now := int(n.Data[1] - '0')
			if now > level+1 {
				t.Errorf("%s: <%s> below <h%d>", name, n.Data, level)
			}
			level = now
		case "section":
			names = append(names, a["aria-labelledby"])
		case "th":
			if a["scope"] == "" {
				t.Errorf("%s: <th> without scope", name)
			}
		case "table":
			if n.Parent == nil || n.Parent.Data != "div" {
				t.Errorf("%s: a table outside a box that scrolls", name)
			}
		}
	}
	for _, a := range fields {
		if !labels[a["id"]] {
			t.Errorf("%s: the field %s has no label", name, a["name"])
		}
	}
	for _, id := range names {
		if id != "" && !ids[id] {
			t.Errorf("%s: nothing has the id %q", name, id)
		}
	}
	if lang == "" || !ids["main"] {
		t.Errorf("%s: language %q, main part: %v", name, lang, ids["main"])
	}
	if strings.Contains(text, "%!") || strings.Contains(text, "ZgotmplZ") || strings.Contains(text, "<no value>") {
		t.Errorf("%s: a template went wrong", name)
	}
}

// look gets a page as a client on this machine and holds it.
func look(t *testing.T, s http.Handler, target string, status int) string {
	t.Helper()
	w := do(s, localRequest(http.MethodGet, target, nil))
	text := w.Body.String()
	if w.Code != status {
		t.Fatalf("%s: %d, want %d: %.500s", target, w.Code, status, text)
	}
	policy := w.Header().Get("Content-Security-Policy")
	if strings.Contains(policy, "unsafe") || !strings.Contains(policy, "default-src 'none'") || w.Header().Get("Set-Cookie") != "" || w.Header().Get("Referrer-Policy") != "same-origin" {
		t.Errorf("%s: %v", target, w.Header())
	}
	holdPage(t, target, text)
	return text
}

// submit posts a form of a page and returns where it leads.
func submit(t *testing.T, s http.Handler, target string, form url.Values, status int) (to, text string) {
	t.Helper()
	r := localRequest(http.MethodPost, target, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", "http://127.0.0.1:8080")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	w := do(s, r)
	if w.Code != status {
		t.Fatalf("%s: %d, want %d: %s", target, w.Code, status, w.Body)
	}
	if status != http.StatusSeeOther {
		holdPage(t, target, w.Body.String())
	}
	return w.Header().Get("Location"), w.Body.String()
}

// want holds a page to parts of its text.
func want(t *testing.T, name, text string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(text, p) {
			t.Errorf("%s: no %q", name, p)
		}
	}
}

func upload(t *testing.T, s http.Handler, parts ...part) string {
	t.Helper()
	w := sendForm(t, s, "/imports?lang=zh", parts...)
	if w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	return w.Header().Get("Location")
}

const oddTable = "某某单位标准目录,,\n制表：张三,,\n标准号,名称1,名称2\nGB/T 99901-2026,会说话的茶壶,Talking teapot\n没有号,会走的门,\n"

func TestPagesOfAnImport(t *testing.T) {
	s, im, uploads := staffServer(t)
	want(t, "list", look(t, s, "/imports?lang=zh", 200), "还没有导入过", `type="file"`)
	want(t, "list in English", look(t, s, "/imports?lang=en", 200), "Nothing has been imported yet")

	to := upload(t, s, part{"file", "目录.csv", oddTable}, part{"who", "", "张三"}, part{"source", "", "某某"})
	if !strings.HasPrefix(to, "/imports/previews/1?") || !strings.Contains(to, "who=") {
		t.Fatalf("leads to %s", to)
	}
	text := look(t, s, to, 200)
	want(t, "preview", text, "这是预览", "表头在第 3", `name="field.0.1"`, "会说话的茶壶", "Talking teapot", "1 行将退回", "UTF-8", `value="张三"`, `value="某某"`, "标准号无法识别")
	if strings.Contains(text, "Number not readable") {
		t.Error("a page in Chinese says in English why a row is refused")
	}
	want(t, "list", look(t, s, "/imports?lang=zh", 200), "等待决定的预览", "目录.csv")

	form := url.Values{"field.0.0": {"number"}, "field.0.1": {"title_zh"}, "field.0.2": {"-"}, "source": {"某某"}, "who": {"张三"}}
	// What was changed and not looked at is not imported.
	to, _ = submit(t, s, "/imports/previews/1/import?lang=zh", form, http.StatusSeeOther)
	text = look(t, s, to, 200)
	want(t, "changed preview", text, "还没有按新的方式看过", "人工指定")
	form.Set("save_mapping", "某某单位")
	to, _ = submit(t, s, "/imports/previews/1/keep?lang=zh", form, http.StatusSeeOther)
	want(t, "kept", look(t, s, to, 200), "列对应已保存", `value="某某单位"`)
	to, _ = submit(t, s, "/imports/previews/1/import?lang=zh", form, http.StatusSeeOther)
	if to != "/imports/1?lang=zh" {
		t.Fatalf("leads to %s", to)
	}
	// Going back to the preview, or pressing the button twice, leads to the import.
	for _, form := range []string{"import", "look", "discard"} {
		if to, _ := submit(t, s, "/imports/previews/1/"+form+"?lang=zh", url.Values{}, http.StatusSeeOther); to != "/imports/1?lang=zh&note=imported" {
			t.Errorf("%s leads to %s", form, to)
		}
	}
	if w := do(s, localRequest(http.MethodGet, "/imports/previews/1?lang=zh", nil)); w.Header().Get("Location") != "/imports/1?lang=zh&note=imported" {
		t.Errorf("the preview leads to %s", w.Header().Get("Location"))
	}
	want(t, "after coming back", look(t, s, "/imports/1?lang=zh&note=imported", 200), "这个预览已经导入")
	if text := look(t, s, "/imports?lang=zh", 200); strings.Contains(text, "等待决定的预览") {
		t.Error("a preview that was imported waits for a decision")
	}
	text = look(t, s, to, 200)
	want(t, "import", text, `class="state done"`, "完成", "退回的行", "没有号", "rejects?format=jsonl", "delta?format=csv", "会说话的茶壶", "张三 (http 127.0.0.1)", "SHA-256", "撤回…", `<td class="text">没有数字，标准号要有顺序号</td>`, `<td class="text refused">标准号无法识别：“没有号”：没有数字，标准号要有顺序号</td>`)
	want(t, "import in English", look(t, s, "/imports/1?lang=en", 200), "Rejected rows", "Take back…", "What changed", "Chinese", `<td class="text">no digits: a standard number needs a serial</td>`, `<td class="text refused">Number not readable: &#34;没有号&#34;: no digits: a standard number needs a serial</td>`)
	w := do(s, localRequest(http.MethodGet, "/imports/1/report.html?lang=en", nil))
	want(t, "report", w.Body.String(), "Import report 1", "<style>", "Number not readable")
	if !strings.Contains(w.Header().Get("Content-Disposition"), "attachment") {
		t.Errorf("%v", w.Header())
	}

	// The kept mapping reads the next delivery.
	to = upload(t, s, part{"file", "下次.csv", strings.ReplaceAll(oddTable, "99901", "99902")}, part{"mapping", "", "某某单位"})
	want(t, "next preview", look(t, s, to, 200), "人工指定", `<option value="title_zh" selected>`)
	to, _ = submit(t, s, "/imports/previews/2/discard?lang=zh", url.Values{}, http.StatusSeeOther)
	want(t, "discarded", look(t, s, to, 200), "上传的文件已删除")
	empty(t, uploads)
	want(t, "list", look(t, s, "/imports?lang=zh", 200), "已保存的列对应", `name="name" value="某某单位"`, "<option>某某单位</option>")
	submit(t, s, "/imports/mappings/delete?lang=zh", url.Values{"name": {"别的"}}, http.StatusNotFound)
	if m, err := im.cat.Mappings(t.Context()); err != nil || len(m) != 1 {
		t.Errorf("%v %v", m, err)
	}
	to, _ = submit(t, s, "/imports/mappings/delete?lang=zh", url.Values{"name": {"某某单位"}}, http.StatusSeeOther)
	if text := look(t, s, to, 200); !strings.Contains(text, "列对应已删除") || strings.Contains(text, "某某单位</option>") || strings.Contains(text, "已保存的列对应") {
		t.Errorf("after deleting the mapping: %s", text)
	}
}

// TestHistoryPages leads from the newest imports to all others.
func TestHistoryPages(t *testing.T) {
	s, im, _ := staffServer(t)
	for range someBatches + 5 {
		if _, err := im.cat.Begin(t.Context(), catalogue.Delivery{Who: "x", Files: []catalogue.File{{Name: "a.csv"}}}); err != nil {
			t.Fatal(err)
		}
	}
	text := look(t, s, "/imports?lang=en", 200)
	want(t, "the newest", text, `href="/imports/105?lang=en"`, `href="/imports/6?lang=en"`, `href="/imports?before=6&amp;lang=en#history"`)
	if strings.Contains(text, `href="/imports/5?lang=en"`) || strings.Contains(text, "The newest") {
		t.Error("more than a page of imports, or a way to where one is")
	}
	text = look(t, s, "/imports?before=6&lang=en", 200)
	want(t, "the others", text, `href="/imports/5?lang=en"`, `href="/imports/1?lang=en"`, "The newest")
	if strings.Contains(text, "Older ones") || strings.Contains(text, `href="/imports/6?lang=en"`) {
		t.Error("more than the rest")
	}
	look(t, s, "/imports?before=x&lang=en", 400)
	if list := call(t, s, http.MethodGet, "/imports", "/imports?before=3&size=5", 200)["imports"].([]any); len(list) != 2 {
		t.Errorf("%d before the third", len(list))
	}
	call(t, s, http.MethodGet, "/imports", "/imports?before=0", 400)
}

func TestPagesOfAnUndo(t *testing.T) {
	s, _, _ := staffServer(t)
	sendForm(t, s, "/api/v1/imports", part{"file", "a.csv", twoRows})
	sendForm(t, s, "/api/v1/imports", part{"file", "b.csv", strings.Replace(twoRows, "茶壶", "茶杯", 1)})
	sendForm(t, s, "/api/v1/imports", part{"file", "c.csv", "标准号,标准状态\nGB/T 99909-2026,现行\n"})
	sendForm(t, s, "/api/v1/imports", part{"file", "c.csv", "标准号,标准状态\nGB/T 99909-2026,废止\n"})
	want(t, "changes of a status", look(t, s, "/imports/4?lang=zh", 200), "<del>现行</del>", "<ins>废止</ins>")
	want(t, "changes", look(t, s, "/imports/2?lang=zh", 200), "<del>会说话的茶壶</del>", "<ins>会说话的茶杯</ins>", "中文名称")
	want(t, "asking", look(t, s, "/imports/1/undo?lang=zh", 200), "恢复为导入前的样子")
	_, text := submit(t, s, "/imports/1/undo?lang=zh", url.Values{"who": {"李四"}}, http.StatusConflict)
	want(t, "conflict", text, "GB/T 99901-2026", `href="/imports/2?lang=zh"`, "强制撤回", `value="李四"`)
	_, text = submit(t, s, "/imports/1/undo?lang=en", url.Values{}, http.StatusConflict)
	want(t, "conflict in English", text, "field by field")
	to, _ := submit(t, s, "/imports/1/undo?lang=zh", url.Values{"force": {"true"}, "who": {"李四"}}, http.StatusSeeOther)
	want(t, "undone", look(t, s, to, 200), "撤回的导入", "李四", "涉及题录")
	want(t, "taken back", look(t, s, "/imports/1?lang=zh", 200), "已撤回", "撤回记录")
	want(t, "no more", look(t, s, "/imports/1/undo?lang=zh", 200), "现在不能撤回")
	submit(t, s, "/imports/1/undo?lang=zh", url.Values{}, http.StatusConflict)
}

func TestPagesOfWork(t *testing.T) {
	s, im, _ := staffServer(t)
	im.hold = true
	to := upload(t, s, part{"file", "a.csv", twoRows})
	want(t, "preview under way", look(t, s, to, 200), `http-equiv="refresh"`, "排队等待", "放弃")
	submit(t, s, "/imports/previews/1/import?lang=zh", url.Values{}, http.StatusConflict)
	sendForm(t, s, "/api/v1/imports", part{"file", "a.csv", twoRows})
	want(t, "import under way", look(t, s, "/imports/1?lang=zh", 200), `http-equiv="refresh"`, "正在读取", "1,234", "停止", `value="1234"`)
	text := look(t, s, "/imports?lang=zh", 200)
	want(t, "list", text, "正在进行", "进行中")
	if strings.Contains(text, "http-equiv") {
		t.Error("the list refreshes itself, and takes from its form what has been typed")
	}
	to, _ = submit(t, s, "/imports/1/cancel?lang=en", url.Values{}, http.StatusSeeOther)
	want(t, "cancelled", look(t, s, to, 200), "told to stop")
	delete(im.running, 1)
	submit(t, s, "/imports/1/cancel?lang=en", url.Values{}, http.StatusConflict)
	if _, err := im.cat.CloseInterrupted(t.Context()); err != nil {
		t.Fatal(err)
	}
	want(t, "interrupted", look(t, s, "/imports?lang=zh", 200), "没有完成的导入", "/imports/1/resume", "/imports/1/undo")
	want(t, "interrupted import", look(t, s, "/imports/1?lang=en", 200), "interrupted", "Go on", "Take back")
	to, _ = submit(t, s, "/imports/1/resume?lang=zh", url.Values{}, http.StatusSeeOther)
	if !strings.Contains(to, "note=resumed") || len(im.resumed) != 1 {
		t.Errorf("leads to %s, resumed %v", to, im.resumed)
	}
	to, _ = submit(t, s, "/imports/1/undo?lang=zh", url.Values{}, http.StatusSeeOther)
	if !strings.Contains(to, "note=undoing") {
		t.Errorf("leads to %s", to)
	}
}

func TestPagesThatFail(t *testing.T) {
	s, _, uploads := staffServer(t, func(c *Config) { c.MaxUpload = 10 << 10 })
	want(t, "no import", look(t, s, "/imports/77?lang=zh", 404), "没有找到", "返回导入")
	want(t, "no preview", look(t, s, "/imports/previews/77?lang=en", 404), "Not found")
	look(t, s, "/imports/abc?lang=zh", 400)
	w := sendForm(t, s, "/imports?lang=zh", part{"file", "a.csv", strings.Repeat("x", 11<<10)})
	holdPage(t, "too large", w.Body.String())
	want(t, "too large", w.Body.String(), "上传的内容太大", "10 KiB")
	w = sendForm(t, s, "/imports?lang=zh", part{"file", "a.csv", twoRows}, part{"replace", "", "true"})
	holdPage(t, "wrong field", w.Body.String())
	want(t, "wrong field", w.Body.String(), "<code>source</code>", "必须填写来源")
	if w.Code != 400 {
		t.Errorf("%d", w.Code)
	}
	empty(t, uploads)

	// A table in which no column can be told: the columns are named by hand.
	to := upload(t, s, part{"file", "a.csv", "甲,乙\n一,会说话的茶壶\n二,会走的门\n"})
	text := look(t, s, to, 200)
	want(t, "unreadable", text, "文件不能这样读取", "没有找到表头", `name="hand.0.column"`, "逐列指定")
	to, _ = submit(t, s, "/imports/previews/1/look?lang=zh", url.Values{"header_row": {"1"}, "hand.0.column": {"甲"}, "hand.0.field": {"number"}, "hand.1.column": {"B"}, "hand.1.field": {"title_zh"}}, http.StatusSeeOther)
	want(t, "by hand", look(t, s, to, 200), "人工指定", "忘掉人工指定")
	for _, c := range []struct {
		form url.Values
		says string
	}{{url.Values{"header_row": {"1"}, "hand.0.column": {"丙"}, "hand.0.field": {"number"}}, "指定的列在表里不存在"}, {url.Values{"header_row": {"77"}}, "指定的表头行不在"}} {
		to, _ = submit(t, s, "/imports/previews/1/look?lang=zh", c.form, http.StatusSeeOther)
		want(t, "failed", look(t, s, to, 200), c.says)
	}
	want(t, "empty", look(t, s, upload(t, s, part{"file", "a.csv", ""}), 200), "a.csv 是空的。请重新导出。")
	// An import that failed says it in the language of the page, the original
	// beside for who has to report it; what the program does not say itself stays.
	sendForm(t, s, "/api/v1/imports", part{"file", "empty.csv", ""})
	want(t, "failed import", look(t, s, "/imports/1?lang=zh", 200), `class="state failed"`, "<p>empty.csv 是空的。请重新导出。</p>", `<p class="small" lang="en">empty.csv is empty; export it again</p>`)
	if text := look(t, s, "/imports/1?lang=en", 200); strings.Contains(text, "是空的") || !strings.Contains(text, "<p>empty.csv is empty; export it again</p>") {
		t.Errorf("failed import in English: %s", text)
	}
	b := call(t, s, http.MethodGet, "/imports/{id}", "/imports/1", 200)
	if b["error_zh"] != "empty.csv 是空的。请重新导出。" {
		t.Errorf("%v", b)
	}
	_, text = submit(t, s, "/imports/1/resume?lang=zh", url.Values{}, http.StatusConflict)
	want(t, "an error without Chinese", text, "import 1 is failed", "请看它现在的状态")
	want(t, "no import, in Chinese", look(t, s, "/imports/77?lang=zh", 404), "<p>没有编号为 77 的导入。</p>", `lang="en"`)
	submit(t, s, "/imports/previews/1/look?lang=zh", url.Values{"header_row": {"x"}}, http.StatusBadRequest)
	submit(t, s, "/imports/previews/1/keep?lang=zh", url.Values{"save_mapping": {""}}, http.StatusBadRequest)
}

// TestSeveralTables sets one heading to different fields in two tables.
func TestSeveralTables(t *testing.T) {
	s, im, _ := staffServer(t)
	upload(t, s, part{"file", "a.csv", oddTable}, part{"file", "b.csv", strings.NewReplacer("99901", "99905", "标准号,名称1,名称2", "标准号,名称1,说明").Replace(oddTable)})
	form := url.Values{"field.0.1": {"title_zh"}, "field.1.1": {"abstract_zh"}, "field.1.2": {"title_en"}}
	submit(t, s, "/imports/previews/1/look?lang=zh", form, http.StatusSeeOther)
	p, err := im.PreviewState(1)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, part := range p.Detail.Parts {
		for _, c := range part.Columns {
			got[part.Name+" "+c.Heading] = c.Field
		}
	}
	for key, field := range map[string]string{"a.csv 名称1": "title_zh", "b.csv 名称1": "abstract_zh", "b.csv 说明": "title_en"} {
		if got[key] != field {
			t.Errorf("%s is %q: %s (settings %v)", key, got[key], p.Error, p.Settings)
		}
	}
	// The header of both is asked for elsewhere: columns go on by letter.
	form.Set("header_row", "3")
	for _, f := range []string{"field.0.1", "field.1.1", "field.1.2"} {
		form.Set(f, map[string]string{"field.0.1": "title_zh", "field.1.1": "abstract_zh", "field.1.2": "title_en"}[f])
	}
	submit(t, s, "/imports/previews/1/look?lang=zh", form, http.StatusSeeOther)
	if p, err = im.PreviewState(1); err != nil || p.State != PreviewDone || p.Settings.Tables["b.csv"]["B"] != "abstract_zh" {
		t.Errorf("%v %+v %s", err, p.Settings, p.Error)
	}
	form.Set("forget", "true")
	submit(t, s, "/imports/previews/1/look?lang=zh", form, http.StatusSeeOther)
	if p, err = im.PreviewState(1); err != nil || len(p.Settings.Tables)+len(p.Settings.Map) != 0 {
		t.Errorf("%v %+v", err, p.Settings)
	}
}

// TestWideTable holds the page within bounds where a table has columns without
// end.
func TestWideTable(t *testing.T) {
	s, _, _ := staffServer(t)
	var head, row strings.Builder
	for i := range 2000 {
		fmt.Fprintf(&head, ",列%d", i)
		row.WriteString(",值")
	}
	to := upload(t, s, part{"file", "wide.csv", "标准号,中文名称" + head.String() + "\nGB/T 99901-2026,会说话的茶壶" + row.String() + "\n"})
	text := look(t, s, to, 200)
	if n := strings.Count(text, "<select "); n > maxShownColumns+10 || len(text) > 4<<20 {
		t.Errorf("%d menus, %d bytes", n, len(text))
	}
}

func TestHostileText(t *testing.T) {
	s, _, _ := staffServer(t)
	evil := `"><script>alert(1)</script>`
	to := upload(t, s, part{"file", "a.csv", "标准号,\"名称1" + strings.ReplaceAll(evil, `"`, `""`) + "\"\nGB/T 99901-2026,<img src=x onerror=alert(1)>\n<b>x</b>,<i>\n"}, part{"who", "", evil}, part{"source", "", evil})
	look(t, s, to, 200)
	submit(t, s, "/imports/previews/1/import?lang=zh", url.Values{"source": {clipText(evil, 200)}, "who": {evil}}, http.StatusSeeOther)
	for _, target := range []string{"/imports?lang=zh", "/imports/1?lang=zh", "/imports/1/undo?lang=zh", "/imports?lang=zh&note=" + url.QueryEscape(evil)} {
		look(t, s, target, 200)
	}
}

func TestLanguageOfPages(t *testing.T) {
	s, _, _ := staffServer(t)
	for accept, lang := range map[string]string{"": "zh-CN", "en-US,en;q=0.9": "en", "zh-TW": "zh-CN", "fr, en;q=0.5, zh;q=0.4": "en", "ja": "zh-CN", ";;;": "zh-CN"} {
		r := localRequest(http.MethodGet, "/imports", nil)
		r.Header.Set("Accept-Language", accept)
		want(t, accept, do(s, r).Body.String(), `<html lang="`+lang+`">`)
	}
}

func TestSearchPageLeadsToImports(t *testing.T) {
	s, _, _ := staffServer(t)
	want(t, "here", do(s, localRequest(http.MethodGet, "/?lang=zh", nil)).Body.String(), `href="/imports?lang=zh"`)
	r := localRequest(http.MethodGet, "/?lang=zh", nil)
	r.RemoteAddr = "203.0.113.9:1"
	if strings.Contains(do(s, r).Body.String(), "/imports") {
		t.Error("a client elsewhere is led to pages that it can't open")
	}
	// Where there is a key anybody may have it.
	keyed, _ := keyedServer(t, func(c *Config) { c.BaseURL = "https://standards.example.org" })
	for _, target := range []string{"/?lang=zh", "/list?lang=zh"} {
		r := httptest.NewRequest(http.MethodGet, target, nil)
		want(t, target, do(keyed, r).Body.String(), `href="/imports?lang=zh"`)
	}
	public, _, _ := staffServer(t, func(c *Config) { c.BaseURL = "https://standards.example.org" })
	if strings.Contains(do(public, localRequest(http.MethodGet, "/?lang=zh", nil)).Body.String(), "/imports") {
		t.Error("a site for others without a key leads to pages that nobody can open")
	}
	r = localRequest(http.MethodGet, "/imports?lang=zh", nil)
	r.RemoteAddr = "203.0.113.9:1"
	w := do(s, r)
	holdPage(t, "refused", w.Body.String())
	want(t, "refused", w.Body.String(), "chabiao import", "http://127.0.0.1:8080/imports", "ssh -L")
}

func TestStatesHaveWords(t *testing.T) {
	for _, state := range []string{catalogue.BatchRunning, catalogue.BatchDone, catalogue.BatchFailed, catalogue.BatchInterrupted, catalogue.BatchUndoing, catalogue.BatchUndone} {
		for _, lang := range []string{"zh", "en"} {
			if w := (staffPage{Lang: lang}).State(state); w == "" || lang == "zh" && w == state {
				t.Errorf("%s in %s is %q", state, lang, w)
			}
		}
	}
}
