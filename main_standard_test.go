package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// faint is a script that lists texts whose contrast with their background is
// below that of WCAG 2 AA.
const faint = `(() => {
  const parts = c => (c.match(/[\d.]+/g) || [0, 0, 0, 0]).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4).reduce((s, v, i) => s + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = e => { for (; e; e = e.parentElement) { const c = parts(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] > 0) return c; } return [255, 255, 255]; };
  const out = [];
  for (const e of document.querySelectorAll("body *")) {
    if (![...e.childNodes].some(n => n.nodeType == 3 && n.data.trim()) || !e.getClientRects().length) continue;
    const s = getComputedStyle(e), svg = e instanceof SVGElement;
    const a = light(parts(svg ? s.fill : s.color)), b = light(behind(e));
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) out.push(ratio.toFixed(2) + " " + e.outerHTML.slice(0, 80));
  }
  return out.join("\n");
})()`

// readable holds the contrast of the page that is open, light and dark.
func (b *staffBrowser) readable(name string) {
	b.t.Helper()
	for _, scheme := range []string{"dark", "light"} {
		b.scheme(scheme)
		if out := act(b.t, b.ctx, chromedp.Evaluate[string](faint)); out != "" {
			b.t.Errorf("%s, %s: too faint:\n%s", name, scheme, out)
		}
	}
}

// TestStandardPage goes from a search to a standard, along its lineage to an
// old edition and from its banner back, and takes a citation.
func TestStandardPage(t *testing.T) {
	addr, _ := startServer(t)
	b := newStaffBrowser(t, addr)
	b.open("/?lang=zh&q=GB%2FT+19001-2016")
	b.readable("search")
	b.click(`.hits li .number`, `main.standard`)
	b.says(`h1`, "GB/T 19001—2016", "现行")
	b.says(`.facts`, "中文名称", "质量管理体系 要求", "采用标准", "ISO 9001:2015", "IDT")
	b.says(`.cite`, "GB/T 19001—2016 质量管理体系 要求[S].")
	b.readable("standard")
	b.both("standard-zh")
	b.click(`.cite button.copy`, `.said`)
	b.wait(`.said:not(:empty)`)
	b.click(`.cite details summary`, `.cite details[open] pre`)
	b.says(`.cite details[open]`, "@standard{gb-t-19001-2016", "复制")

	b.click(`svg.lineage a[href*="gb-t-19001-2008"]`, `.banner.superseded, .banner.withdrawn`)
	b.says(`.banner`, "现在应使用", "GB/T 19001-2016")
	b.readable("superseded")
	b.both("superseded-zh")
	b.click(`a.lang`, `html[lang=en] .banner`)
	b.says(`.banner`, "Use now", "GB/T 19001-2016")
	b.says(`.facts`, "Status", "Replaced by")
	b.click(`.banner a`, `main.standard h1 .current`)

	// A spelling leads to the lasting address; what is lacking, to what is near.
	b.open("/standards/gbt19001")
	if at := act(t, b.ctx, chromedp.Location()); !strings.HasSuffix(at, "/standards/gb-t-19001-2016") {
		t.Errorf("gbt19001 leads to %s", at)
	}
	b.open("/standards/GB/T 19001-2011?lang=zh")
	b.says(`main`, "没有这个标准", "GB/T 19001-2016")
	b.readable("missing")
	b.narrow("missing-zh")
	if cookie := act(t, b.ctx, chromedp.Evaluate[string](`document.cookie`)); cookie != "" {
		t.Errorf("a reader has the cookie %q", cookie)
	}

	b.script(false)
	b.open("/standards/gb-t-19001-2016?lang=en")
	b.says(`.cite`, "[S].")
	if text := b.text(`.cite`); strings.Contains(text, "Copy") {
		t.Errorf("a button that does nothing without a script: %s", text)
	}
	if len(b.strays) > 0 {
		t.Errorf("requests elsewhere or complaints: %q", b.strays)
	}
	for _, width := range []int64{1280, 360} {
		act(t, b.ctx, chromedp.EmulateViewport(width, 800))
		b.shoot(fmt.Sprint("standard-noscript-", width))
	}
}
