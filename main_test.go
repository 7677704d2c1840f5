package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"chabiao/corpus/sample"

	"github.com/chromedp/chromedp"
	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"chabiao": main})
}

func TestCommands(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script"})
}

// program is this test binary, which is chabiao under that name.
func program(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), "chabiao")
	if err := os.Symlink(exe, link); err != nil {
		t.Fatal(err)
	}
	return exec.Command(link, args...)
}

type counts struct{ Read, New, Changed, Unchanged, Rejected int64 }

// TestKilledImports kills an import twenty times at random moments. What had
// been committed must stand, the index must catch up, and importing the file
// in peace must bring in the rest, no entry twice.
func TestKilledImports(t *testing.T) {
	dir := t.TempDir()
	data := filepath.Join(dir, "data")
	file := filepath.Join(dir, "rows.jsonl")
	const rows = 60000
	var b bytes.Buffer
	if err := sample.Generate(&b, rows, 5); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 1))
	committed := int64(0)
	for i := range 20 {
		cmd := program(t, "--data", data, "import", file)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(rng.IntN(4000)) * time.Millisecond)
		cmd.Process.Kill()
		cmd.Wait()
		out, err := program(t, "--data", data, "imports", "--json").Output()
		if err != nil {
			continue // killed before there was a catalogue
		}
		var sum int64
		for line := range strings.Lines(string(out)) {
			var c counts
			if err := json.Unmarshal([]byte(line), &c); err != nil {
				t.Fatal(err)
			}
			if c.New+c.Changed+c.Unchanged+c.Rejected != c.Read {
				t.Errorf("kill %d: counts do not add up: %+v", i, c)
			}
			sum += c.New
		}
		if sum < committed {
			t.Fatalf("kill %d: %d entries were acknowledged, now %d", i, committed, sum)
		}
		committed = sum
	}
	verify := func() (v struct {
		Entries, Indexed int64
		OK               bool
	}) {
		out, err := program(t, "--data", data, "index", "verify", "--json").Output()
		if err != nil {
			t.Fatalf("verify: %v %s", err, out)
		}
		if err := json.Unmarshal(out, &v); err != nil {
			t.Fatal(err)
		}
		return v
	}
	if v := verify(); !v.OK || v.Entries != committed {
		t.Errorf("after the kills: %+v, %d committed", v, committed)
	}
	if out, err := program(t, "--data", data, "import", file).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if v := verify(); !v.OK || v.Entries != rows {
		t.Errorf("at the end: %+v, want %d", v, rows)
	}
}

// startServer runs a server on a new data directory, with the sample and with
// more flags, and returns its address.
func startServer(t *testing.T, flags ...string) (addr, data string) {
	t.Helper()
	data = filepath.Join(t.TempDir(), "data")
	return serveData(t, data, flags...), data
}

// serveData runs a server on a data directory until the test ends.
func serveData(t *testing.T, data string, flags ...string) (addr string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr = l.Addr().String()
	l.Close()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan int, 1)
	var log bytes.Buffer
	go func() {
		done <- run(ctx, append([]string{"--data", data, "serve", "--listen", addr}, flags...), strings.NewReader(""), io.Discard, &log)
	}()
	t.Cleanup(func() {
		cancel()
		if code := <-done; code != 0 {
			t.Errorf("serve ended with %d: %s", code, log.String())
		}
	})
	for range 300 {
		resp, err := http.Get("http://" + addr + "/readyz")
		if err == nil {
			resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				return addr
			}
		}
		select {
		case code := <-done:
			done <- code
			t.Fatalf("serve ended with %d: %s", code, log.String())
		case <-time.After(100 * time.Millisecond):
		}
	}
	t.Fatal("the server does not get ready")
	return ""
}

// get reads an answer of the API.
func get[T any](t *testing.T, addr, path string) (v T) {
	t.Helper()
	resp, err := http.Get("http://" + addr + path)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	decode(t, resp, &v)
	return v
}

func decode(t *testing.T, resp *http.Response, v any) {
	t.Helper()
	if err := json.NewDecoder(resp.Body).Decode(v); err != nil {
		t.Fatal(err)
	}
}

func TestServer(t *testing.T) {
	addr, data := startServer(t)
	ask := func(path string, want ...string) {
		t.Helper()
		resp, err := http.Get("http://" + addr + path)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		b, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range want {
			if !strings.Contains(string(b), w) {
				t.Errorf("%s: no %s in %.600s", path, w, b)
			}
		}
	}
	ask("/api/v1/search?q=GB/T+19001&facets=all", `"id":"gb-t-19001-2016"`, `"status":[{"value":`, `"total_relation":"eq"`, `"next_cursor":null`)
	ask("/api/v1/search?q=%E8%B4%A8%E9%87%8F%E7%AE%A1%E7%90%86%E4%BD%93%E7%B3%BB", "GB/T 19001-2016", "<mark>")
	ask("/api/v1/search?q=pressure+vessel&lang=en", "GB/T 150.1-2024", "In force")
	ask("/api/v1/standards/GB%2FT%2019001-2008", `"replaced_by":["GB/T 19001-2016"]`, `"editions":[`)
	ask("/api/v1/resolve?number=gbt19001", `"kind":"year_missing"`)
	ask("/api/v1/suggest?q=iso+90", `"kind":"number"`)
	ask("/api/v1/facets/ics", `"code":"03"`)
	ask("/api/v1/stats", `"entries":`)

	// Commands find the server that holds the directory.
	file := filepath.Join(t.TempDir(), "new.csv")
	if err := os.WriteFile(file, []byte("标准号,中文名称,标准状态\nGB/T 99901-2026,会说话的茶壶,现行\n没有号,x,\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	if code := run(t.Context(), []string{"--data", data, "--json", "import", file}, nil, &out, &errs); code != 0 || !strings.Contains(out.String(), `"new":1,"changed":0,"unchanged":0,"rejected":1`) {
		t.Errorf("import through the server: %d %s %s", code, out.String(), errs.String())
	}
	out.Reset()
	if code := run(t.Context(), []string{"--data", data, "search", "会说话的茶壶"}, nil, &out, &errs); code != 0 || !strings.Contains(out.String(), "GB/T 99901-2026") {
		t.Errorf("search through the server: %d %s %s", code, out.String(), errs.String())
	}
	ask("/api/v1/imports/2", `"state":"done"`, `"first_rejects":[{"row":2,"file":"new.csv","line":3`)
	ask("/api/v1/imports/2/rejects", "没有号")
	if code := run(t.Context(), []string{"--data", data, "import", file, "--dry-run", "--save-mapping", "a/b 甲"}, nil, &out, &errs); code != 0 {
		t.Errorf("keep a mapping through the server: %d %s", code, errs.String())
	}
	for _, want := range []int{0, 1} { // it is gone the second time
		if code := run(t.Context(), []string{"--data", data, "imports", "mappings", "delete", "a/b 甲"}, nil, &out, &errs); code != want {
			t.Errorf("delete a mapping through the server: %d %s", code, errs.String())
		}
	}
	if code := run(t.Context(), []string{"--data", data, "index", "rebuild"}, nil, &out, &errs); code != 1 || !strings.Contains(errs.String(), "held by 'chabiao serve'") {
		t.Errorf("rebuild beside the server: %d %s", code, errs.String())
	}
}

// TestPage looks at the search page in a real browser.
func TestPage(t *testing.T) {
	addr, _ := startServer(t)
	b := newBrowser(t, addr)
	b.open("/?lang=zh")
	act(t, b.ctx, chromedp.SendKeys(`input[type=search]`, "质量管理体系\r"))
	b.wait(`input[type=search][value="质量管理体系"]`) // of the page that answers, not the one that asked
	b.wait(`.hits li`)
	number, status := b.text(`.hits li .number`), b.text(`.hits li .status`)
	b.click(`[aria-labelledby=facet-status] a`, `.facets a.chosen`)
	chosen := b.text(`.facets a.chosen`)
	b.click(`a.lang`, `html[lang=en] .hits li`)
	if english := b.text(`.hits li h2`); number != "GB/T 19001-2016" || status != "现行" || chosen == "" || !strings.Contains(english, "uality management") {
		t.Errorf("number %q, status %q, chosen %q, English title %q", number, status, chosen, english)
	}
	b.open("/?lang=zh&q=%E5%85%85%E7%94%B5")
	b.both("page")
}
