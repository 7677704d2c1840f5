package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
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
func (b *browser) readable(name string) {
	b.t.Helper()
	for _, scheme := range []string{"dark", "light"} {
		b.scheme(scheme)
		if out := act(b.t, b.ctx, chromedp.Evaluate[string](faint)); out != "" {
			b.t.Errorf("%s, %s: too faint:\n%s", name, scheme, out)
		}
	}
}

func (b *browser) scheme(name string) {
	b.t.Helper()
	act(b.t, b.ctx, func(ctx context.Context, tab *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: name}}})
		return chromedp.Void{}, err
	})
}

// narrow looks at the page that is open as a phone shows it.
func (b *browser) narrow(name string) {
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
func (b *browser) shoot(name string) {
	b.t.Helper()
	dir := os.Getenv("CHABIAO_SCREENSHOTS")
	if dir == "" {
		return
	}
	width := act(b.t, b.ctx, chromedp.Evaluate[int](`innerWidth`))
	for _, scheme := range []string{"light", "dark"} {
		b.scheme(scheme)
		png := act(b.t, b.ctx, chromedp.FullScreenshot(100))
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%s-%d-%s.png", name, width, scheme)), png, 0o644); err != nil {
			b.t.Fatal(err)
		}
	}
	b.scheme("light")
}

// both takes pictures of a page, wide and narrow.
func (b *browser) both(name string) {
	b.t.Helper()
	b.shoot(name)
	b.narrow(name)
}
