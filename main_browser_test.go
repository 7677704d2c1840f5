package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// browser is Chromium at the pages of one server.
type browser struct {
	t    *testing.T
	ctx  context.Context
	addr string

	mu      sync.Mutex
	refused map[string]bool // pages that were answered with an error
	heard   []complaint
}

// newBrowser starts a browser, which must have nothing to complain of when the
// test ends.
func newBrowser(t *testing.T, addr string) *browser {
	t.Helper()
	b := startBrowser(t, addr)
	t.Cleanup(func() {
		if list := b.complaints(); len(list) > 0 {
			t.Errorf("requests elsewhere or complaints:\n%s", strings.Join(list, "\n"))
		}
	})
	return b
}

func startBrowser(t *testing.T, addr string) *browser {
	t.Helper()
	exe, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("CI needs Debian's package chromium for this test")
		}
		t.Skip("no chromium here: install Debian's package chromium to run this test")
	}
	alloc, cancel := chromedp.NewExecAllocator(t.Context(), append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(exe), chromedp.NoSandbox, chromedp.WSURLReadTimeout(2*time.Minute), // a machine may be busy
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))...)
	t.Cleanup(cancel)
	b := &browser{t: t, addr: addr, refused: map[string]bool{}}
	ctx, cancel := chromedp.NewContext(alloc, chromedp.WithListener(b.hear))
	t.Cleanup(cancel)
	// The first action starts the browser, which lives as long as its context.
	if _, err := chromedp.Run(ctx, chromedp.EmulateViewport(1280, 900)); err != nil {
		t.Fatal(err)
	}
	b.ctx = ctx
	return b
}

func (b *browser) open(path string) {
	b.t.Helper()
	act(b.t, b.ctx, chromedp.Navigate("http://"+b.addr+path))
}

// click presses something and waits for what comes of it.
func (b *browser) click(what, then string) {
	b.t.Helper()
	act(b.t, b.ctx, chromedp.Click(what))
	b.wait(then)
}

// wait waits until something can be seen.
func (b *browser) wait(what string) {
	b.t.Helper()
	if _, err := settled(b, chromedp.WaitVisible(what)); err != nil {
		b.t.Fatalf("no %s: %v in %.2000s", what, err, b.text("body"))
	}
}

// text is what stands in an element.
func (b *browser) text(what string) string {
	b.t.Helper()
	text, err := settled(b, chromedp.Text(what))
	if err != nil {
		b.t.Fatalf("no text of %s: %v", what, err)
	}
	return text
}

// settled asks for something for half a minute. A page that is replaced while
// it is asked, as those are that refresh themselves, is asked again.
func settled[T any](b *browser, a chromedp.Action[T]) (T, error) {
	ctx, cancel := context.WithTimeout(b.ctx, 30*time.Second)
	defer cancel()
	for {
		v, err := chromedp.Run(ctx, a)
		if err == nil || ctx.Err() != nil {
			return v, err
		}
		time.Sleep(100 * time.Millisecond)
	}
}

func (b *browser) says(what string, parts ...string) {
	b.t.Helper()
	text := b.text(what)
	for _, p := range parts {
		if !strings.Contains(text, p) {
			b.t.Errorf("%s does not say %q: %.1500s", what, p, text)
		}
	}
}

func (b *browser) choose(menu, value string) {
	b.t.Helper()
	act(b.t, b.ctx, chromedp.SetValue(menu, value))
}

func (b *browser) upload(path, who string) {
	b.t.Helper()
	act(b.t, b.ctx, chromedp.SetUploadFiles(`#file`, []string{path}))
	act(b.t, b.ctx, chromedp.SendKeys(`#who`, who))
	b.click(`form[enctype] button`, `#encoding`)
}

// script turns the scripts of pages on or off.
func (b *browser) script(on bool) {
	b.t.Helper()
	act(b.t, b.ctx, func(ctx context.Context, tab *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, tab, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on})
		return chromedp.Void{}, err
	})
}

// download reads what a link of the page leads to, as the browser would.
func (b *browser) download(link string) []byte {
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

// typeIn types into the search box and waits for what is suggested.
func (b *browser) typeIn(text string) {
	b.t.Helper()
	act(b.t, b.ctx, chromedp.SendKeys(`input[type=search]`, text))
	b.wait(`#suggestions li`)
}

// press presses a key in the search box.
func (b *browser) press(key string) {
	b.t.Helper()
	act(b.t, b.ctx, chromedp.SendKeys(`input[type=search]`, key))
}

// holds waits until a script says true.
func (b *browser) holds(what, script string) {
	b.t.Helper()
	for range 200 {
		if so, err := settled(b, chromedp.Evaluate[bool](script)); err != nil {
			b.t.Fatalf("%s: %v", what, err)
		} else if so {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	b.t.Errorf("not so: %s (%s)", what, script)
}

// at is the address of the page that is open.
func (b *browser) at() string {
	b.t.Helper()
	return act(b.t, b.ctx, chromedp.Location())
}

// act does one thing in the browser, which gets a minute for it.
func act[T any](t *testing.T, ctx context.Context, a chromedp.Action[T]) T {
	t.Helper()
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	v, err := chromedp.Run(ctx, a)
	if err != nil {
		t.Fatal(err)
	}
	return v
}
