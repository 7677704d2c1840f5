package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// delivery is what a system exports: banners above the header, the title under
// a heading that nobody knows beside longer texts that look more like titles, a
// number that is none.
const delivery = "某某研究院标准目录（2026 年第 3 期）,,,,\n制表人：王五,,,,\n标准号,名称1,名称2,标准状态,发布日期\n" +
	"GB/T 99901-2026,会说话的茶壶,家用器皿系列 第一批制定计划 通用技术条件类,现行,2026-03-01\n" +
	"GB/T 99902-2026,会走路的门,建筑部件系列 第二批制定计划 安全要求类,即将实施,2026-10-01\n" +
	"企标（无号）,没有号的碗,家用器皿系列 第一批制定计划 产品类,现行,2026-01-01\n"

// writeFile18030 writes a text as old Chinese systems do.
func writeFile18030(t *testing.T, path, text string) string {
	t.Helper()
	b, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(b), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// staffBrowser is a browser at a server's pages.
type staffBrowser struct {
	t    *testing.T
	ctx  context.Context
	addr string

	mu     sync.Mutex
	strays []string // requests that leave the server, and complaints of the console
}

func newStaffBrowser(t *testing.T, addr string) *staffBrowser {
	t.Helper()
	exe, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("CI needs Debian's package chromium for this test")
		}
		t.Skip("no chromium here: install Debian's package chromium to run this test")
	}
	alloc, cancel := chromedp.NewExecAllocator(t.Context(), append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(exe), chromedp.NoSandbox, chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))...)
	t.Cleanup(cancel)
	b := &staffBrowser{t: t, addr: addr}
	ctx, cancel := chromedp.NewContext(alloc, chromedp.WithListener(b.hear))
	t.Cleanup(cancel)
	act(t, ctx, chromedp.EmulateViewport(1280, 900)) // starts the browser; only later ones may have a timeout
	ctx, cancel = context.WithTimeout(ctx, 3*time.Minute)
	t.Cleanup(cancel)
	b.ctx = ctx
	return b
}

// hear notes what a page must not do: ask elsewhere, or make the console
// complain. An answer of 4xx is told there too, and is none of that.
func (b *staffBrowser) hear(ev any) {
	stray := ""
	switch e := ev.(type) {
	case *network.EventRequestWillBeSent:
		if u := e.Request.URL; !strings.HasPrefix(u, "http://"+b.addr+"/") && !strings.HasPrefix(u, "data:") {
			stray = u
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError && !strings.HasPrefix(e.Entry.Text, "Failed to load resource") {
			stray = e.Entry.Text
		}
	case *runtime.EventExceptionThrown:
		stray = e.ExceptionDetails.Text
	}
	if stray != "" {
		b.mu.Lock()
		b.strays = append(b.strays, stray)
		b.mu.Unlock()
	}
}

func (b *staffBrowser) open(path string) {
	b.t.Helper()
	act(b.t, b.ctx, chromedp.Navigate("http://"+b.addr+path))
}

// click presses something and waits for what comes of it.
func (b *staffBrowser) click(what, then string) {
	b.t.Helper()
	act(b.t, b.ctx, chromedp.Click(what))
	b.wait(then)
}

func (b *staffBrowser) wait(what string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 30*time.Second)
	defer cancel()
	for {
		_, err := chromedp.Run(ctx, chromedp.WaitVisible(what))
		if err == nil {
			return
		}
		if ctx.Err() != nil {
			b.t.Fatalf("no %s: %v in %.2000s", what, err, b.text("body"))
		}
		time.Sleep(100 * time.Millisecond) // the page that it was on has gone, as pages that refresh themselves do
	}
}

// text is what stands in an element, of the page that is there: one that is
// replaced while it is read is read again.
func (b *staffBrowser) text(what string) string {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 30*time.Second)
	defer cancel()
	for {
		text, err := chromedp.Run(ctx, chromedp.Text(what))
		if err == nil {
			return text
		}
		if ctx.Err() != nil {
			b.t.Fatalf("no text of %s: %v", what, err)
		}
		time.Sleep(100 * time.Millisecond)
	}
}

func (b *staffBrowser) says(what string, parts ...string) {
	b.t.Helper()
	text := b.text(what)
	for _, p := range parts {
		if !strings.Contains(text, p) {
			b.t.Errorf("%s does not say %q: %.1500s", what, p, text)
		}
	}
}

func (b *staffBrowser) choose(menu, value string) {
	b.t.Helper()
	act(b.t, b.ctx, chromedp.SetValue(menu, value))
}

func (b *staffBrowser) upload(path, who string) {
	b.t.Helper()
	act(b.t, b.ctx, chromedp.SetUploadFiles(`#file`, []string{path}))
	act(b.t, b.ctx, chromedp.SendKeys(`#who`, who))
	b.click(`form[enctype] button`, `#encoding`)
}

// script turns the scripts of pages on or off.
func (b *staffBrowser) script(on bool) {
	b.t.Helper()
	act(b.t, b.ctx, func(ctx context.Context, tab *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, tab, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on})
		return chromedp.Void{}, err
	})
}

func (b *staffBrowser) scheme(name string) {
	b.t.Helper()
	act(b.t, b.ctx, func(ctx context.Context, tab *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: name}}})
		return chromedp.Void{}, err
	})
}

// narrow looks at the page that is open as a phone shows it.
func (b *staffBrowser) narrow(name string) {
	b.t.Helper()
	act(b.t, b.ctx, chromedp.EmulateViewport(360, 740))
	if wide := act(b.t, b.ctx, chromedp.Evaluate[int](`document.documentElement.scrollWidth`)); wide > 360 {
		b.t.Errorf("%s is %d pixels wide on a phone", name, wide)
	}
	// Everything that can be pressed must be reachable.
	if out := act(b.t, b.ctx, chromedp.Evaluate[string](`[...document.querySelectorAll("button, input, select, h1, h2")].filter(e => !e.closest(".scroll") && e.type != "hidden" && (e.getBoundingClientRect().right > 361 || e.getBoundingClientRect().left < 0)).map(e => e.outerHTML.slice(0, 80)).join("\n")`)); out != "" {
		b.t.Errorf("%s: cut off on a phone:\n%s", name, out)
	}
	b.shoot(name)
	act(b.t, b.ctx, chromedp.EmulateViewport(1280, 900))
}

// shoot keeps pictures of the page where CHABIAO_SCREENSHOTS names a folder.
func (b *staffBrowser) shoot(name string) {
	b.t.Helper()
	dir := os.Getenv("CHABIAO_SCREENSHOTS")
	if dir == "" {
		return
	}
	width := act(b.t, b.ctx, chromedp.Evaluate[int](`innerWidth`))
	for _, scheme := range []string{"light", "dark"} {
		b.scheme(scheme)
		png := act(b.t, b.ctx, chromedp.FullScreenshot(100))
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("staff-%s-%d-%s.png", name, width, scheme)), png, 0o644); err != nil {
			b.t.Fatal(err)
		}
	}
	b.scheme("light")
}

// both takes pictures of a page, wide and narrow.
func (b *staffBrowser) both(name string) {
	b.t.Helper()
	b.shoot(name)
	b.narrow(name)
}

// download reads what a link of the page leads to, as the browser would.
func (b *staffBrowser) download(link string) []byte {
	b.t.Helper()
	href := act(b.t, b.ctx, chromedp.Evaluate[string](fmt.Sprintf(`document.querySelector(%q).href`, link)))
	resp, err := http.Get(href)
	if err != nil {
		b.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		b.t.Fatalf("%s: %d %v %s", href, resp.StatusCode, err, body)
	}
	return body
}

// TestStaffPages brings a delivery in as a member of the staff does: looks at
// it, corrects the mapping, imports it, mends what came back, takes it back.
func TestStaffPages(t *testing.T) {
	addr, _ := startServer(t)
	b := newStaffBrowser(t, addr)
	dir := t.TempDir()

	b.open("/?lang=zh")
	b.click(`a.staff`, `#file`)
	b.both("imports-zh")
	b.upload(writeFile18030(t, filepath.Join(dir, "目录.csv"), delivery), "王五")
	b.says(`main`, "GB18030", "表头在第 3 行", "企标（无号）", "1 行将退回", "标准号无法识别")
	if got := act(t, b.ctx, chromedp.Value(`select[name="field.0.1"]`)); got != "+" {
		t.Errorf("名称1 is taken for %q; the test wants a mapping that is wrong", got)
	}
	b.choose(`select[name="field.0.1"]`, "title_zh")
	b.choose(`select[name="field.0.2"]`, "-")
	b.click(`form#look button`, `#forget`)
	b.says(`.sample`, "中文名称 会说话的茶壶", "状态 现行")
	b.says(`.mapping`, "人工指定")
	b.both("preview-zh")
	act(t, b.ctx, chromedp.SendKeys(`#save_mapping`, "某某研究院"))
	b.click(`button[formaction*="/keep"]`, `.note`)
	b.says(`.note`, "已保存")
	b.click(`.actions button[formaction*="/import"]`, `.state.done`)
	b.says(`main`, "王五", "退回的行 1", "企标（无号）", "会走路的门")
	b.both("import-zh")
	search := get[struct{ Total int }](t, addr, "/api/v1/search?q=%E4%BC%9A%E8%AF%B4%E8%AF%9D%E7%9A%84%E8%8C%B6%E5%A3%B6")
	if search.Total != 1 {
		t.Errorf("the teapot is found %d times", search.Total)
	}

	rejects := b.download(`a[href$="/rejects"]`)
	mended := bytes.Replace(rejects, []byte("企标（无号）"), []byte("Q/TP 1-2026"), 1)
	if bytes.Equal(mended, rejects) || !bytes.Contains(rejects, []byte("_reason")) {
		t.Fatalf("rejects: %s", rejects)
	}
	path := filepath.Join(dir, "rejects.csv")
	if err := os.WriteFile(path, mended, 0o644); err != nil {
		t.Fatal(err)
	}
	b.open("/imports?lang=zh")
	b.choose(`#mapping`, "某某研究院")
	b.upload(path, "王五")
	b.says(`.sample`, "没有号的碗", "Q/TP 1-2026")
	b.click(`.actions button[formaction*="/import"]`, `.state.done`)
	b.says(`.figures`, "1")
	if rep := string(b.download(`a[href*="report.html"]`)); !strings.Contains(rep, "<style>") || !strings.Contains(rep, "没有号的碗") {
		t.Errorf("report: %.500s", rep)
	}

	b.click(`a[href*="/undo"]`, `button.danger`)
	b.both("undo-zh")
	b.click(`button.danger`, `.note`)
	b.says(`main`, "已撤回", "撤回的导入", "移除")
	b.open("/imports?lang=zh")
	b.says(`.history`, "已撤回", "撤回导入 3", "目录.csv")
	b.both("history-zh")
	if len(b.strays) > 0 {
		t.Errorf("requests elsewhere or complaints: %q", b.strays)
	}
}

// TestStaffPagesWithoutScript goes the same way in English with scripts turned
// off, to where later imports are in the way of an undo.
func TestStaffPagesWithoutScript(t *testing.T) {
	addr, _ := startServer(t)
	b := newStaffBrowser(t, addr)
	b.script(false)
	dir := t.TempDir()
	first := writeFile18030(t, filepath.Join(dir, "first.csv"), delivery)
	second := writeFile18030(t, filepath.Join(dir, "second.csv"), strings.Replace(delivery, "会走路的门", "会走路的门和窗", 1))
	for i, path := range []string{first, second} {
		b.open("/imports?lang=en")
		b.upload(path, "Wang")
		b.choose(`select[name="field.0.1"]`, "title_zh")
		b.choose(`select[name="field.0.2"]`, "+")
		// Imported at once, what was changed is shown first.
		b.click(`.actions button[formaction*="/import"]`, `.note`)
		b.says(`.note`, "look before you import")
		if i == 0 {
			b.both("preview-en")
		}
		b.click(`.actions button[formaction*="/import"]`, `.state.done`)
	}
	b.says(`main`, "Rejected rows", "会走路的门和窗", "changed", "Title in Chinese")
	b.both("import-en")
	b.click(`header a.lang`, `html[lang=zh-CN] .state.done`)
	b.says(`h1`, "导入 3", "完成")
	b.open("/imports/2/undo?lang=en")
	b.click(`button.danger`, `.trouble`)
	b.says(`main`, "GB/T 99902-2026", "Import 3", "field by field")
	b.both("conflict-en")
	b.click(`button.danger`, `.note`)
	b.says(`main`, "Taken back", "entries touched")
	b.open("/imports/previews/999?lang=en")
	b.says(`main`, "Not found")
	b.narrow("error-en")
	if len(b.strays) > 0 {
		t.Errorf("requests elsewhere or complaints: %q", b.strays)
	}
}

// get reads an answer of the API.
func get[T any](t *testing.T, addr, path string) (v T) {
	t.Helper()
	resp, err := http.Get("http://" + addr + path)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if err := json.NewDecoder(resp.Body).Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

// TestUnreadableDelivery names the columns by hand where none can be told, and
// tries what a page elsewhere may send through the browser.
func TestUnreadableDelivery(t *testing.T) {
	addr, data := startServer(t)
	b := newStaffBrowser(t, addr)
	path := writeFile18030(t, filepath.Join(t.TempDir(), "odd.csv"), "甲,乙\n一,会说话的茶壶\n二,会走路的门\n")
	b.open("/imports?lang=zh")
	b.upload(path, "")
	b.says(`.trouble`, "文件不能这样读取", "没有找到表头")
	b.both("failed-zh")
	b.choose(`[name="hand.0.column"]`, "A")
	b.choose(`[name="hand.0.field"]`, "number")
	b.choose(`[name="hand.1.column"]`, "乙")
	b.choose(`[name="hand.1.field"]`, "title_zh")
	b.choose(`#header_row`, "1")
	b.click(`form#look button`, `.mapping`)
	b.says(`.mapping`, "人工指定")
	b.click(`button.quiet`, `#file`)
	b.says(`.note`, "已删除")
	if list, err := os.ReadDir(filepath.Join(data, "uploads")); err != nil || len(list) != 0 {
		t.Errorf("%d uploads are left, %v", len(list), err)
	}
	// A form on another site, sent by this browser: refused, and said why.
	act(t, b.ctx, chromedp.Navigate("about:blank"))
	act(t, b.ctx, chromedp.Evaluate[bool](fmt.Sprintf(`document.body.innerHTML = '<form method="post" action="http://%s/imports/1/undo?lang=zh"><button>x</button></form>', true`, addr)))
	b.click(`button`, `h1`)
	b.says(`main`, "别的网站")
	if state := get[struct{ State string }](t, addr, "/api/v1/imports/1").State; state != "done" {
		t.Errorf("import 1 is %s after a page elsewhere asked to take it back", state)
	}
}
