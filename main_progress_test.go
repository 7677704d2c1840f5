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
	stop()
	b.wait(`main:not(:has(.work))`)

	b.script(false)
	pages, stop = underWay(t, addr)
	b.show(pages[0], "en")
	b.wait(`.work .progress`)
	stop()
	b.wait(`main:not(:has(.work))`)
}
