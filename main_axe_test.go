package main

import (
	"os"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestAccessibility runs axe-core over every page, light and dark, wide and
// narrow: there may be no violation of WCAG 2.1, levels A and AA. CHABIAO_AXE
// names its axe.min.js, as `npm pack axe-core` brings it; .ci/run sees to it
// where npm's registry can be reached.
func TestAccessibility(t *testing.T) {
	path := os.Getenv("CHABIAO_AXE")
	if path == "" {
		t.Skip("set CHABIAO_AXE to the axe.min.js of npm's axe-core to check the pages for accessibility")
	}
	script, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	addr, _ := startServer(t)
	b := newBrowser(t, addr)
	for _, page := range []string{
		"/?lang=zh", "/?lang=zh&q=%E7%AE%A1%E7%90%86%E4%BD%93%E7%B3%BB", "/?lang=en&q=vessel&status=current&ics=23", "/?lang=zh&q=qqqqqqqq",
		"/standards/gb-t-19001-2016?lang=zh", "/standards/iso-9001-2008?lang=en", "/standards/gb-t-99999-1999?lang=zh",
		"/browse?lang=zh", "/browse/ics/03?lang=en", "/browse/ccs?lang=zh", "/browse/body?lang=zh", "/browse/year?lang=en", "/calendar/2016-12?lang=zh",
		"/list?lang=zh", "/imports?lang=zh", "/imports?lang=en", "/imports/state?lang=zh", "/imports/1?lang=en",
	} {
		for _, scheme := range []string{"light", "dark"} {
			for _, width := range []int64{1280, 360} {
				act(t, b.ctx, chromedp.EmulateViewport(width, 900))
				b.scheme(scheme)
				b.open(page)
				act(t, b.ctx, chromedp.Evaluate[any](string(script)+";null"))
				act(t, b.ctx, chromedp.Evaluate[any](`window.axeSays = null;
					axe.run({runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}).then(r => window.axeSays =
						r.violations.map(v => v.id + " (" + v.help + "): " + v.nodes.slice(0, 3).map(n => n.target.join(" ") + " " + n.failureSummary.split("\n")[1]).join("; ")).join("\n"),
						e => window.axeSays = "axe failed: " + e); null`))
				b.holds("axe has ended", `window.axeSays !== null`)
				if says := act(t, b.ctx, chromedp.Evaluate[string](`String(window.axeSays)`)); strings.TrimSpace(says) != "" {
					t.Errorf("%s, %s, %d px:\n%s", page, scheme, width, says)
				}
			}
		}
	}
}
