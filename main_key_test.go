package main

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

const staffKey = "a-key-that-nobody-guesses"

// startKeyed runs a server whose imports need a key.
func startKeyed(t *testing.T) (addr, data string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(file, []byte(staffKey+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return startServer(t, "--staff-key-file", file)
}

// TestCommandsOfAKeyedServer lets the commands work with a server that has a
// key without being told it, and nobody else.
func TestCommandsOfAKeyedServer(t *testing.T) {
	addr, data := startKeyed(t)
	ask := func(key string) int {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+addr+"/api/v1/imports", nil)
		if err != nil {
			t.Fatal(err)
		}
		if key != "" {
			req.Header.Set("Authorization", "Bearer "+key)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		return resp.StatusCode
	}
	if none, wrong, right := ask(""), ask("another-key-of-somebody"), ask(staffKey); none != 401 || wrong != 401 || right != 200 {
		t.Errorf("without a key %d, with a wrong one %d, with the right one %d", none, wrong, right)
	}
	token := filepath.Join(data, tokenFile)
	if info, err := os.Stat(token); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the token: %v %v", info, err)
	}
	if b, err := os.ReadFile(filepath.Join(data, holderFile)); err != nil || bytes.Contains(b, []byte(staffKey)) {
		t.Errorf("the holder: %s %v", b, err)
	}
	file := filepath.Join(t.TempDir(), "new.csv")
	if err := os.WriteFile(file, []byte("标准号,中文名称\nGB/T 99901-2026,会说话的茶壶\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args string
		says string
	}{
		{"import FILE --dry-run --save-mapping x", "1 new"},
		{"import FILE", "1 new"},
		{"imports mappings delete x", "deleted"},
		{"imports undo 2", "taken back by import 3"},
		{"index stats", "entries"},
		{"search 9001", "ISO 9001"},
	} {
		args := append([]string{"--data", data}, strings.Fields(strings.Replace(c.args, "FILE", file, 1))...)
		var out, errs bytes.Buffer
		if code := run(t.Context(), args, nil, &out, &errs); code != 0 || !strings.Contains(out.String(), c.says) {
			t.Errorf("%s: %d %s %s", c.args, code, out.String(), errs.String())
		}
	}
	if err := os.Remove(token); err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	if code := run(t.Context(), []string{"--data", data, "import", file}, nil, &out, &errs); code != 1 || !strings.Contains(errs.String(), "run this as the user that runs the server") {
		t.Errorf("without the token: %d %s %s", code, out.String(), errs.String())
	}
}

// TestCommandsOfAPublishedServer: where a proxy may make everybody look like
// this machine and there is no key, the commands are let in and nobody else.
func TestCommandsOfAPublishedServer(t *testing.T) {
	addr, data := startServer(t, "--base-url", "https://standards.example.org")
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+addr+"/api/v1/imports/1/undo", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusForbidden {
		t.Errorf("taking back without a key: %s", resp.Status)
	}
	var out, errs bytes.Buffer
	if code := run(t.Context(), []string{"--data", data, "imports", "undo", "1"}, nil, &out, &errs); code != 0 || !strings.Contains(out.String(), "taken back by import 2") {
		t.Errorf("the command: %d %s %s", code, out.String(), errs.String())
	}
}

// TestStaffKeyPages signs in and out in a browser.
func TestStaffKeyPages(t *testing.T) {
	addr, _ := startKeyed(t)
	b := newBrowser(t, addr)
	b.open("/imports/1?lang=zh")
	b.says(`main`, "请用密钥登录", "检索不需要密钥")
	b.both("signin-zh")
	act(t, b.ctx, chromedp.SendKeys(`#key`, "not the key\r"))
	b.wait(`.trouble`)
	b.says(`.trouble`, "密钥不对")
	b.both("wrongkey-zh")
	act(t, b.ctx, chromedp.SendKeys(`#key`, staffKey+"\r"))
	b.wait(`.state.done`)
	b.says(`h1`, "导入 1")
	if seen := act(t, b.ctx, chromedp.Evaluate[string](`document.cookie`)); seen != "" {
		t.Errorf("scripts see the cookie %s", seen)
	}
	// The cookie is for pages: a download must be one.
	if link := act(t, b.ctx, chromedp.Evaluate[string](`document.querySelector("a[href*=delta]").pathname`)); link != "/imports/1/delta" {
		t.Errorf("what changed is downloaded from %s", link)
	}
	b.open("/imports?lang=zh")
	b.both("imports-keyed-zh")
	b.click(`header a[href*="/imports/state"]`, `#by-status`)
	b.says(`main`, "检索包含目录的全部内容", "最近的导入", "sample.jsonl", "状态与日期矛盾")
	b.both("state-zh")
	b.click(`header a[href^="/imports?"]`, `#file`)
	b.click(`header a.lang`, `html[lang=en] #file`)
	b.click(`form.out button`, `#key`)
	b.says(`main`, "Sign in with the key")
	b.open("/imports?lang=en")
	b.says(`main`, "Sign in with the key")
}
