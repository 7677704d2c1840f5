package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestStandardPage goes from a search to a standard, along its lineage to an
// old edition and from its banner back, and takes a citation.
func TestStandardPage(t *testing.T) {
	addr, _ := startServer(t)
	b := newBrowser(t, addr)
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
	for _, width := range []int64{1280, 360} {
		act(t, b.ctx, chromedp.EmulateViewport(width, 800))
		b.shoot(fmt.Sprint("standard-noscript-", width))
	}
}
