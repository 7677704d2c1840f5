package main

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestAccessibility runs axe-core over every page, light and wide, dark and
// narrow: there may be no violation of WCAG 2, levels A and AA. CHABIAO_AXE
// names its axe.min.js, as `npm pack axe-core` brings it; .ci/run sees to it
// where npm's registry can be reached.
func TestAccessibility(t *testing.T) {
	script := axeScript(t)
	addr, _ := startServer(t)
	b := newBrowser(t, addr)
	for i, p := range slices.Concat(readerPages(t, addr), staffPages(t, addr)) {
		lang := []string{"zh", "en"}[i%2] // what the languages share is checked twice as it is
		b.show(p, lang)
		b.accessible(script, p.in(lang))
	}
	running, stop := underWay(t, addr)
	for _, p := range running {
		b.show(p, "zh")
		b.wait(`.work .progress`)
		b.accessible(script, p.path)
	}
	stop()
	keyed, _ := startKeyed(t)
	b = newBrowser(t, keyed)
	b.show(signIn, "zh")
	b.accessible(script, "the page to sign in")
}

func axeScript(t *testing.T) string {
	t.Helper()
	path := os.Getenv("CHABIAO_AXE")
	if path == "" {
		t.Skip("set CHABIAO_AXE to the axe.min.js of npm's axe-core to check the pages for accessibility")
	}
	script, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(script)
}

// show opens a page; one that answers a form, by sending it.
func (b *browser) show(p sitePage, lang string) {
	b.t.Helper()
	switch {
	case p.saved: // opened from the disk later, where the server's headers are gone
		text, err := json.Marshal(string(p.fetch(b.t, b.addr, lang)))
		if err != nil {
			b.t.Fatal(err)
		}
		act(b.t, b.ctx, chromedp.Navigate("about:blank"))
		act(b.t, b.ctx, chromedp.Evaluate[any](`document.open(); document.write(`+string(text)+`); document.close(); null`))
		return
	case p.form == nil:
		b.open(p.in(lang))
		return
	}
	b.open("/imports")
	act(b.t, b.ctx, chromedp.Evaluate[any](`document.body.replaceChildren(document.createElement("form")); null`))
	act(b.t, b.ctx, chromedp.Evaluate[any](fmt.Sprintf(`{ const f = document.forms[0]; f.method = "post"; f.action = %q;
		for (const [name, value] of new URLSearchParams(%q)) { const i = document.createElement("input"); i.name = name; i.value = value; f.append(i); }
		f.submit(); null }`, p.in(lang), p.form.Encode())))
	b.wait(`main`)
}

// looks are how a page is looked at: colours and widths are matters apart.
var looks = []struct {
	scheme string
	width  int64
}{{"light", 1280}, {"dark", 360}}

// accessible runs axe-core on the page that is open. What axe can't decide it
// calls incomplete, and that is not counted.
func (b *browser) accessible(script, name string) {
	b.t.Helper()
	act(b.t, b.ctx, chromedp.Evaluate[any](script+";null"))
	for _, look := range looks {
		act(b.t, b.ctx, chromedp.EmulateViewport(look.width, 900))
		b.scheme(look.scheme)
		act(b.t, b.ctx, chromedp.Evaluate[any](`window.axeSays = null;
			axe.run({runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], resultTypes: ["violations"]}).then(r => window.axeSays =
				r.violations.map(v => v.id + " (" + v.help + "): " + v.nodes.slice(0, 3).map(n => n.target.join(" ") + " " + n.failureSummary.split("\n")[1]).join("; ")).join("\n"),
				e => window.axeSays = "axe failed: " + e); null`))
		b.holds("axe has ended", `window.axeSays !== null`)
		if says := act(b.t, b.ctx, chromedp.Evaluate[string](`String(window.axeSays)`)); strings.TrimSpace(says) != "" {
			b.t.Errorf("%s, %s, %d px:\n%s", name, look.scheme, look.width, says)
		}
	}
	act(b.t, b.ctx, chromedp.EmulateViewport(1280, 900))
	b.scheme("light")
}
