package main

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// TestProgress watches an import: the page tells how far it is without being
// loaded anew, with scripts and without ends where the import has ended.
func TestProgress(t *testing.T) {
	addr, _ := startServer(t)
	pages, stop := underWay(t, addr)
	b := newBrowser(t, addr)
	b.show(pages[0], "zh")
	b.wait(`.work .progress`)
	act(t, b.ctx, chromedp.Evaluate[any](`window.before = document.querySelector(".work .progress").textContent; null`))
	b.holds("the figures go on in the same page", `window.before !== undefined && document.querySelector(".work .progress")?.textContent !== window.before`)
	b.holds("no figures are read out", `!document.querySelector("[role=status] .progress, [aria-live] .progress")`)
	stop()
	b.wait(`main:not(:has(.work))`)

	// A server that fails is asked again, not for ever.
	pages, stop = underWay(t, addr)
	b.show(pages[0], "zh")
	b.wait(`.work .progress`)
	act(t, b.ctx, chromedp.Evaluate[any](`window.asked = 0; window.fetch = async () => { window.asked++; return new Response("", {status: 500}) }; null`))
	b.holds("it says that the server fails", `document.querySelector(".work .said").textContent.includes("正在重试")`)
	act(t, b.ctx, chromedp.Evaluate[any](`window.setTimeout = (f) => { queueMicrotask(f); return 0 }; null`))
	b.holds("it gives up", `document.querySelector(".work .said").textContent.includes("不再更新") && !document.querySelector(".auto") && window.asked === 12`)
	b.both("progress-lost-zh")
	// Who is not let in any more is told so by the page itself.
	act(t, b.ctx, chromedp.Evaluate[any](`window.fetch = async () => new Response("", {status: 401}); import("/progress.js?anew"); null`))
	b.holds("the page is opened anew", `window.asked === undefined`)
	stop()

	b.script(false)
	pages, stop = underWay(t, addr)
	b.show(pages[0], "en")
	b.wait(`.work .progress`)
	stop()
	b.wait(`main:not(:has(.work))`)
}
