package main

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestSearchPage searches, chooses values of facets and takes them away again,
// goes down a tree of classes, picks years, and looks at the page wide and
// narrow, light and dark, in both languages.
func TestSearchPage(t *testing.T) {
	addr, _ := startServer(t)
	b := newBrowser(t, addr)
	b.open("/?lang=zh")
	b.says(`h1`, "标准检索")
	b.readable("home")
	b.both("search-home-zh")
	act(t, b.ctx, chromedp.SendKeys(`input[type=search]`, "管理体系"+kb.Enter))
	b.wait(`.hits li`)
	b.says(`h1`, "管理体系")
	b.readable("search")
	b.both("search-zh")

	// Two values of one facet: what has either of them.
	all := act(t, b.ctx, chromedp.Text(`.count strong`))
	b.click(`[aria-labelledby=facet-status] li:nth-child(1) a`, `.chips li`)
	one := act(t, b.ctx, chromedp.Text(`.count strong`))
	b.click(`[aria-labelledby=facet-status] li:nth-child(2) a`, `.chips li:nth-child(2)`)
	two := act(t, b.ctx, chromedp.Text(`.count strong`))
	if len(one) > len(two) || one == two || strings.Count(b.at(), "status=") != 2 {
		t.Errorf("%s, of one status %s, of two %s at %s", all, one, two, b.at())
	}
	if chosen := act(t, b.ctx, chromedp.Evaluate[int](`document.querySelectorAll("[aria-labelledby=facet-status] a.chosen").length`)); chosen != 2 {
		t.Errorf("%d values are marked as chosen", chosen)
	}
	b.both("search-chosen-zh")
	b.click(`.chips li:nth-child(1) a`, `.chips li:only-child`) // only one is left, which needs no link to clear all
	b.click(`.chips li a`, `main:not(:has(.chips)) .hits`)
	if text := act(t, b.ctx, chromedp.Text(`.count strong`)); text != all {
		t.Errorf("%s results after everything is taken away, %s before", text, all)
	}

	// A class opens what is below it.
	b.open("/?lang=zh&ics=03.120.10")
	b.says(`[aria-labelledby=facet-ics]`, "03.120.10")
	b.wait(`[aria-labelledby=facet-ics] li > ul > li > ul > li > a.chosen`)
	act(t, b.ctx, chromedp.SendKeys(`#classes`, "质量"+kb.Enter))
	b.wait(`.found li`)
	b.says(`.found`, "质量")
	b.readable("classes")
	b.both("search-classes-zh")

	// Years by the two fields, and by a bar of the chart.
	b.open("/?lang=zh&q=" + "%E8%A6%81%E6%B1%82")
	act(t, b.ctx, chromedp.SendKeys(`input[name=year_from]`, "2016"))
	act(t, b.ctx, chromedp.SendKeys(`input[name=year_to]`, "2017"+kb.Enter))
	b.wait(`.chips li`)
	b.says(`.chips`, "2016–2017")
	if !strings.Contains(b.at(), "year=2016..2017") || strings.Contains(b.at(), "year_from=") {
		t.Errorf("years are not in the address as it is shared: %s", b.at())
	}
	bar := act(t, b.ctx, chromedp.Evaluate[string](`document.querySelector(".years svg a").getAttribute("href")`))
	b.open(bar)
	b.wait(`.chips li`)

	// The other language keeps all the rest.
	b.open("/?q=GB%2FT+19001-2008&status=superseded&lang=zh")
	b.says(`.hits`, "现在应使用", "GB/T 19001-2016")
	b.click(`a.lang`, `html[lang=en] .hits li`)
	b.says(`.hits`, "Use now", "GB/T 19001-2016")
	b.says(`.chips`, "Status: Superseded")
	b.readable("search, in English")
	b.both("search-en")

	// An answer without hits says what would find something.
	b.open("/?lang=zh&q=GB%2FT+19001-2016&status=draft&year=1990")
	b.says(`.results`, "没有找到", "去掉所有筛选")
	b.readable("nothing found")
	b.both("search-nothing-zh")
	b.click(`.looser a`, `.hits li`)
}

// TestSuggestions completes what is typed, by the keyboard alone.
func TestSuggestions(t *testing.T) {
	addr, _ := startServer(t)
	b := newBrowser(t, addr)
	b.open("/?lang=zh")
	b.typeIn("GB/T 19001")
	b.says(`#suggestions`, "GB/T 19001-2016", "现行", "标准号")
	b.readable("suggestions")
	b.shoot("suggestions")
	b.press(kb.ArrowDown)
	b.holds("the first suggestion is chosen", `document.querySelector("input[type=search]").getAttribute("aria-activedescendant") == "suggestion-0" && document.querySelector("#suggestion-0").getAttribute("aria-selected") == "true"`)
	b.press(kb.ArrowUp)
	b.holds("what was typed is back", `document.querySelector("input[type=search]").value == "GB/T 19001"`)
	b.press(kb.ArrowDown + kb.Escape)
	b.holds("Escape closes and gives back what was typed", `document.querySelector("#suggestions").hidden && document.querySelector("input[type=search]").value == "GB/T 19001" && document.querySelector("input[type=search]").getAttribute("aria-expanded") == "false"`)
	b.press(kb.ArrowDown) // opens it again
	b.wait(`#suggestions li`)
	b.press(kb.ArrowDown)
	b.press(kb.Enter)
	b.wait(`main.standard`)
	b.says(`h1`, "GB/T 19001")

	// On every page for readers; Enter without a choice searches for what was typed.
	b.open("/standards/gb-t-19001-2016?lang=zh")
	act(t, b.ctx, chromedp.Evaluate[string](`document.querySelector("input[type=search]").value = ""`))
	b.typeIn("管理")
	b.press(kb.Enter)
	b.wait(`.hits li`)
	b.says(`h1`, "管理")

	// A title leads to its standard by the mouse too.
	act(t, b.ctx, chromedp.Evaluate[string](`document.querySelector("input[type=search]").value = ""`))
	b.typeIn("质量管理体系 要")
	act(t, b.ctx, chromedp.EmulateViewport(360, 740))
	if wide := act(t, b.ctx, chromedp.Evaluate[int](`document.documentElement.scrollWidth`)); wide > 360 {
		t.Errorf("with suggestions the page is %d pixels wide on a phone", wide)
	}
	b.shoot("suggestions-narrow")
	b.click(`#suggestions li:has(.also)`, `main.standard`)
}

// TestSearchPageWithoutScript reads the page as a browser without scripts, on a
// phone: the facets stand behind something to open.
func TestSearchPageWithoutScript(t *testing.T) {
	addr, _ := startServer(t)
	b := newBrowser(t, addr)
	b.script(false)
	b.open("/?lang=zh")
	act(t, b.ctx, chromedp.SendKeys(`input[type=search]`, "管理体系"+kb.Enter))
	b.wait(`.hits li`)
	act(t, b.ctx, chromedp.EmulateViewport(360, 740))
	hidden := act(t, b.ctx, chromedp.Evaluate[bool](`document.querySelector(".facets").getClientRects().length == 0`))
	b.click(`details.narrow summary`, `.facets [aria-labelledby=facet-status] a`)
	wide := act(t, b.ctx, chromedp.Evaluate[int](`document.documentElement.scrollWidth`))
	if !hidden || wide > 360 {
		t.Errorf("facets hidden at first: %v, %d pixels wide", hidden, wide)
	}
	b.shoot("search-noscript-facets")
	b.click(`.facets [aria-labelledby=facet-status] a`, `.chips li`)
	act(t, b.ctx, chromedp.EmulateViewport(1280, 900))
	act(t, b.ctx, chromedp.SendKeys(`input[name=year_from]`, "2000"+kb.Enter))
	b.wait(`.chips li:nth-child(3)`) // the status, the years and the link to clear all
	b.click(`.chips a.clear`, `main:not(:has(.chips)) .hits`)
	b.click(`.hits h2 a`, `main.standard`)
}
