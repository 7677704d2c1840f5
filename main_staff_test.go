package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

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

// TestStaffPages brings a delivery in as a member of the staff does: looks at
// it, corrects the mapping, imports it, mends what came back, takes it back.
func TestStaffPages(t *testing.T) {
	addr, _ := startServer(t)
	b := newBrowser(t, addr)
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
}

// TestStaffPagesWithoutScript goes the same way in English with scripts turned
// off, to where later imports are in the way of an undo.
func TestStaffPagesWithoutScript(t *testing.T) {
	addr, _ := startServer(t)
	b := newBrowser(t, addr)
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
}

// TestUnreadableDelivery names the columns by hand where none can be told, and
// tries what a page elsewhere may send through the browser.
func TestUnreadableDelivery(t *testing.T) {
	addr, data := startServer(t)
	b := newBrowser(t, addr)
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
