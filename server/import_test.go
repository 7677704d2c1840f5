package server

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"

	"chabiao/indexer"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/google/go-cmp/cmp"
)

// staffServer is a server with a fake importer, and where uploads arrive.
func staffServer(t *testing.T, change ...func(*Config)) (*Server, *fakeImporter, string) {
	t.Helper()
	im := newFakeImporter(t)
	uploads := t.TempDir()
	cfg := Config{Engine: &stub{}, Importer: im, UploadDir: uploads, Logger: slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn}))}
	for _, c := range change {
		c(&cfg)
	}
	s, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return s, im, uploads
}

// part is a field of a form, or with a name of a file one of its files.
type part struct{ field, file, value string }

func multipartBody(t *testing.T, parts ...part) (io.Reader, string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, p := range parts {
		var out io.Writer
		var err error
		if p.file != "" {
			out, err = w.CreateFormFile(p.field, p.file)
		} else {
			out, err = w.CreateFormField(p.field)
		}
		if err == nil {
			_, err = io.WriteString(out, p.value)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return &b, w.FormDataContentType()
}

// localRequest is a request of a client on this machine.
func localRequest(method, target string, body io.Reader) *http.Request {
	r := httptest.NewRequest(method, target, body)
	r.RemoteAddr, r.Host = "127.0.0.1:40000", "127.0.0.1:8080"
	return r
}

func do(s http.Handler, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func sendForm(t *testing.T, s http.Handler, target string, parts ...part) *httptest.ResponseRecorder {
	t.Helper()
	body, kind := multipartBody(t, parts...)
	r := localRequest(http.MethodPost, target, body)
	r.Header.Set("Content-Type", kind)
	return do(s, r)
}

// described holds an answer to what openapi.yaml says of it.
func described(t *testing.T, method, path string, w *httptest.ResponseRecorder) map[string]any {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData(openAPI)
	if err != nil {
		t.Fatal(err)
	}
	resp := doc.Paths.Value(path).GetOperation(method).Responses.Status(w.Code)
	if resp == nil {
		t.Fatalf("%s %s: openapi.yaml does not tell of %d: %s", method, path, w.Code, w.Body)
	}
	var v map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil {
		t.Fatalf("%s %s: %v in %s", method, path, err, w.Body)
	}
	if err := resp.Value.Content["application/json"].Schema.Value.VisitJSON(v); err != nil {
		t.Errorf("%s %s: %d is not as openapi.yaml has it: %v\n%s", method, path, w.Code, err, w.Body)
	}
	return v
}

func call(t *testing.T, s http.Handler, method, path, target string, status int) map[string]any {
	t.Helper()
	w := do(s, localRequest(method, "/api/v1"+target, nil))
	if w.Code != status {
		t.Fatalf("%s %s: %d, want %d: %s", method, target, w.Code, status, w.Body)
	}
	return described(t, method, path, w)
}

func empty(t *testing.T, dir string) {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range list {
		t.Errorf("%s was left behind", e.Name())
	}
}

const twoRows = "标准号,中文名称,标准状态\nGB/T 99901-2026,会说话的茶壶,现行\n没有号,x,\n"

func TestImportOverHTTP(t *testing.T) {
	s, _, uploads := staffServer(t)
	w := sendForm(t, s, "/api/v1/imports", part{"file", "a.csv", twoRows}, part{"who", "", "张三"}, part{"source", "", "试验"})
	v := described(t, http.MethodPost, "/imports", w)
	if w.Code != http.StatusAccepted || v["batch"] != 1.0 || v["url"] != "/api/v1/imports/1" {
		t.Fatalf("%d %v", w.Code, v)
	}
	v = call(t, s, http.MethodGet, "/imports/{id}", "/imports/1", 200)
	if v["state"] != "done" || v["new"] != 1.0 || v["rejected"] != 1.0 || v["who"] != "张三 (http 127.0.0.1)" || v["source"] != "试验" {
		t.Errorf("%v", v)
	}
	list := call(t, s, http.MethodGet, "/imports", "/imports?size=5", 200)["imports"].([]any)
	if len(list) != 1 {
		t.Errorf("%d imports", len(list))
	}
	call(t, s, http.MethodGet, "/imports/{id}/report", "/imports/1/report", 200)
	for target, want := range map[string]struct{ kind, name, text string }{
		"/imports/1/rejects":                    {"text/csv", "rejects-1.csv", "没有号"},
		"/imports/1/rejects?format=jsonl":       {"application/x-ndjson", "rejects-1.jsonl", `"_row 行号":3`},
		"/imports/1/delta":                      {"application/x-ndjson", "delta-1.jsonl", `"kind":"new"`},
		"/imports/1/delta?format=csv":           {"text/csv", "delta-1.csv", "title_zh,,会说话的茶壶"},
		"/imports/1/report?format=html":         {"text/html", "report-1.html", "导入报告 1"},
		"/imports/1/report?format=html&lang=en": {"text/html", "report-1.html", "Import report 1"},
	} {
		w := do(s, localRequest(http.MethodGet, "/api/v1"+target, nil))
		if w.Code != 200 || !strings.HasPrefix(w.Header().Get("Content-Type"), want.kind) || !strings.Contains(w.Header().Get("Content-Disposition"), want.name) || !strings.Contains(w.Body.String(), want.text) {
			t.Errorf("%s: %d %v %.300s", target, w.Code, w.Header(), w.Body)
		}
	}
	empty(t, uploads)
}

func TestRejectsComeBackInTheirColumns(t *testing.T) {
	s, _, _ := staffServer(t)
	sendForm(t, s, "/api/v1/imports", part{"file", "a.csv", twoRows})
	w := do(s, localRequest(http.MethodGet, "/api/v1/imports/1/rejects", nil))
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(w.Body.String(), "\ufeff"))).ReadAll()
	if err != nil || len(rows) != 2 {
		t.Fatalf("%v %v", rows, err)
	}
	if d := cmp.Diff([]string{"标准号", "中文名称", "标准状态", indexer.RejectReason, indexer.RejectFile, indexer.RejectRow}, rows[0]); d != "" {
		t.Error(d)
	}
	// Mended, they come in.
	mended := strings.Replace(w.Body.String(), "没有号", "GB/T 99902-2026", 1)
	sendForm(t, s, "/api/v1/imports", part{"file", "mended.csv", mended})
	if v := call(t, s, http.MethodGet, "/imports/{id}", "/imports/2", 200); v["new"] != 1.0 || v["rejected"] != 0.0 {
		t.Errorf("%v", v)
	}
}

// TestDeltaRunsNoFormulas downloads changes whose texts a spreadsheet would run.
func TestDeltaRunsNoFormulas(t *testing.T) {
	s, _, _ := staffServer(t)
	sendForm(t, s, "/api/v1/imports", part{"file", "a.csv", "标准号,中文名称,@备注\nGB/T 99901-2026,\"=HYPERLINK(\"\"http://evil.example\"\")\",+SUM(A1)\n"})
	for _, path := range []string{"/api/v1", ""} {
		w := do(s, localRequest(http.MethodGet, path+"/imports/1/delta?format=csv", nil))
		rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(w.Body.String(), "\ufeff"))).ReadAll()
		if err != nil || len(rows) < 3 {
			t.Fatalf("%v %v", rows, err)
		}
		if !strings.Contains(w.Body.String(), "'=HYPERLINK") {
			t.Errorf("the title is not there: %s", w.Body)
		}
		for _, row := range rows {
			for _, cell := range row {
				if strings.ContainsAny(cell[:min(1, len(cell))], "=+-@") {
					t.Errorf("a formula: %q", cell)
				}
			}
		}
	}
}

func TestDeltaLinesAsDescribed(t *testing.T) {
	s, _, _ := staffServer(t)
	sendForm(t, s, "/api/v1/imports", part{"file", "a.csv", twoRows})
	sendForm(t, s, "/api/v1/imports", part{"file", "b.csv", strings.Replace(twoRows, "茶壶", "茶杯", 1)})
	doc, err := openapi3.NewLoader().LoadFromData(openAPI)
	if err != nil {
		t.Fatal(err)
	}
	w := do(s, localRequest(http.MethodGet, "/api/v1/imports/2/delta", nil))
	var v map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil {
		t.Fatalf("%v in %s", err, w.Body)
	}
	if err := doc.Components.Schemas["Change"].Value.VisitJSON(v); err != nil {
		t.Error(err)
	}
	want := map[string]any{"kind": "changed", "number": "GB/T 99901-2026", "id": "gb-t-99901-2026",
		"fields": []any{map[string]any{"field": "title_zh", "old": "会说话的茶壶", "new": "会说话的茶杯"}}}
	if d := cmp.Diff(want, v); d != "" {
		t.Error(d)
	}
}

func TestUndoOverHTTP(t *testing.T) {
	s, im, _ := staffServer(t)
	sendForm(t, s, "/api/v1/imports", part{"file", "a.csv", twoRows})
	sendForm(t, s, "/api/v1/imports", part{"file", "b.csv", strings.Replace(twoRows, "茶壶", "茶杯", 1)})
	if v := call(t, s, http.MethodPost, "/imports/{id}/undo", "/imports/1/undo?force=maybe", 400); v["error"].(map[string]any)["field"] != "force" {
		t.Errorf("%v", v)
	}
	call(t, s, http.MethodPost, "/imports/{id}/undo", "/imports/99/undo", 404)
	v := call(t, s, http.MethodPost, "/imports/{id}/undo", "/imports/1/undo", 409)
	want := map[string]any{"batch": 1.0, "total": 1.0, "entries": []any{map[string]any{"id": "gb-t-99901-2026", "number": "GB/T 99901-2026", "batch": 2.0}}}
	if d := cmp.Diff(want, v["conflict"]); d != "" {
		t.Error(d)
	}
	v = call(t, s, http.MethodPost, "/imports/{id}/undo", "/imports/1/undo?force=true&who="+url.QueryEscape("李四"), 200)
	if v["undoes"] != 1.0 || v["batch"] != 3.0 {
		t.Errorf("%v", v)
	}
	call(t, s, http.MethodPost, "/imports/{id}/undo", "/imports/1/undo", 409) // already
	if b := call(t, s, http.MethodGet, "/imports/{id}", "/imports/3", 200); b["who"] != "李四 (http 127.0.0.1)" || b["mode"] != "undo" {
		t.Errorf("%v", b)
	}
	im.hold = true
	call(t, s, http.MethodPost, "/imports/{id}/undo", "/imports/2/undo", 202)
}

func TestCancelAndResume(t *testing.T) {
	s, im, _ := staffServer(t)
	im.hold = true
	sendForm(t, s, "/api/v1/imports", part{"file", "a.csv", twoRows})
	v := call(t, s, http.MethodGet, "/imports/{id}", "/imports/1", 200)
	if d := cmp.Diff(map[string]any{"stage": "reading", "rows": 1234.0, "total": 5000.0}, v["progress"]); d != "" || v["state"] != "running" {
		t.Errorf("%v %s", v, d)
	}
	call(t, s, http.MethodDelete, "/imports/{id}", "/imports/1", 202)
	call(t, s, http.MethodDelete, "/imports/{id}", "/imports/7", 404)
	call(t, s, http.MethodPost, "/imports/{id}/resume", "/imports/1/resume", 409)
	delete(im.running, 1)
	call(t, s, http.MethodDelete, "/imports/{id}", "/imports/1", 409)
	if _, err := im.cat.CloseInterrupted(t.Context()); err != nil {
		t.Fatal(err)
	}
	call(t, s, http.MethodPost, "/imports/{id}/resume", "/imports/1/resume", 202)
	call(t, s, http.MethodPost, "/imports/{id}/resume", "/imports/7/resume", 404)
	if d := cmp.Diff([][]int64{{1}, {1}}, [][]int64{im.canceled, im.resumed}); d != "" {
		t.Error(d)
	}
	// API, list and page agree that it runs.
	im.running[1] = indexer.Progress{Stage: "waiting"}
	one := call(t, s, http.MethodGet, "/imports/{id}", "/imports/1", 200)
	list := call(t, s, http.MethodGet, "/imports", "/imports", 200)["imports"].([]any)[0].(map[string]any)
	if one["state"] != "running" || list["state"] != "running" {
		t.Errorf("going on, it is %v, in the list %v", one["state"], list["state"])
	}
	want(t, "going on", look(t, s, "/imports/1?lang=en", 200), `class="state running"`)
	delete(im.running, 1)
	for target, path := range map[string]string{"/imports/1/report": "/imports/{id}/report", "/imports/9/rejects": "/imports/{id}/rejects", "/imports/9/delta": "/imports/{id}/delta"} {
		call(t, s, http.MethodGet, path, target, 404)
	}
	for target, path := range map[string]string{"/imports/1/report?format=pdf": "/imports/{id}/report", "/imports/1/rejects?format=pdf": "/imports/{id}/rejects", "/imports/1/delta?format=pdf": "/imports/{id}/delta"} {
		if v := call(t, s, http.MethodGet, path, target, 400); v["error"].(map[string]any)["field"] != "format" {
			t.Errorf("%s: %v", target, v)
		}
	}
	call(t, s, http.MethodGet, "/imports", "/imports?size=0", 400)
}

func TestPreviewOverHTTP(t *testing.T) {
	s, im, uploads := staffServer(t)
	wrong := strings.Replace(twoRows, "中文名称", "名称1", 1)
	v := described(t, http.MethodPost, "/imports", sendForm(t, s, "/api/v1/imports", part{"file", "a.csv", wrong}, part{"dry_run", "", "true"}))
	if v["preview"] != 1.0 || v["url"] != "/api/v1/previews/1" {
		t.Fatalf("%v", v)
	}
	v = call(t, s, http.MethodGet, "/previews/{id}", "/previews/1", 200)
	if v["state"] != "done" || v["report"].(map[string]any)["new"] != 1.0 {
		t.Errorf("%v", v)
	}
	again := func(body string, status int) map[string]any {
		t.Helper()
		w := do(s, localRequest(http.MethodPost, "/api/v1/previews/1", strings.NewReader(body)))
		if w.Code != status {
			t.Fatalf("%s: %d %s", body, w.Code, w.Body)
		}
		return described(t, http.MethodPost, "/previews/{id}", w)
	}
	again(`{`, 400)
	again(`{"colour":"red"}`, 400)
	if v := again(`{"tables":{"a.csv":{"名称1":"colour"}}}`, 400); v["error"].(map[string]any)["field"] != "map" {
		t.Errorf("%v", v)
	}
	again(`{"map":{"名称1":"abstract"}}`, 202)
	if v := call(t, s, http.MethodGet, "/previews/{id}", "/previews/1", 200); !strings.Contains(fmt.Sprint(v["report"]), "abstract") {
		t.Errorf("%v", v)
	}
	again(`{"map":{"不在":"title_zh"}}`, 202)
	if v := call(t, s, http.MethodGet, "/previews/{id}", "/previews/1", 200); v["state"] != "failed" || v["error"] == "" {
		t.Errorf("%v", v)
	}
	call(t, s, http.MethodPost, "/previews/{id}/import", "/previews/1/import", 409)
	im.hold = true
	again(`{}`, 202)
	call(t, s, http.MethodPost, "/previews/{id}/import", "/previews/1/import", 409)
	im.hold = false
	again(`{"tables":{"a.csv":{"名称1":"title_zh"}}}`, 202)
	if v := call(t, s, http.MethodPost, "/previews/{id}/import", "/previews/1/import?who=x", 202); v["batch"] != 1.0 {
		t.Errorf("%v", v)
	}
	if v := call(t, s, http.MethodGet, "/previews/{id}", "/previews/1", 200); v["state"] != "imported" || v["batch"] != 1.0 {
		t.Errorf("%v", v)
	}
	again(`{}`, 409)
	call(t, s, http.MethodPost, "/previews/{id}/import", "/previews/1/import", 409)
	call(t, s, http.MethodDelete, "/previews/{id}", "/previews/1", 409)
	described(t, http.MethodPost, "/imports", sendForm(t, s, "/api/v1/imports", part{"file", "a.csv", wrong}, part{"dry_run", "", "true"}, part{"save_mapping", "", "甲"}, part{"map", "", "名称1=title_zh"}))
	if v := call(t, s, http.MethodGet, "/mappings", "/mappings", 200)["mappings"].([]any); len(v) != 1 || fmt.Sprint(v[0].(map[string]any)["settings"]) != "map[map:map[名称1:title_zh]]" {
		t.Errorf("%v", v)
	}
	for _, name := range []string{"a/b", ".", ".."} {
		if err := im.cat.SaveMapping(t.Context(), name, []byte("{}")); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"%E7%94%B2", "a%2Fb", "%2E", "%2E%2E"} {
		if v := call(t, s, http.MethodDelete, "/mappings/{name}", "/mappings/"+name, 200); v["state"] != "deleted" {
			t.Errorf("%v", v)
		}
		call(t, s, http.MethodDelete, "/mappings/{name}", "/mappings/"+name, 404)
	}
	if v := call(t, s, http.MethodGet, "/mappings", "/mappings", 200)["mappings"].([]any); len(v) != 0 {
		t.Errorf("%v", v)
	}
	call(t, s, http.MethodDelete, "/previews/{id}", "/previews/2", 200)
	call(t, s, http.MethodDelete, "/previews/{id}", "/previews/2", 404)
	call(t, s, http.MethodPost, "/previews/{id}/import", "/previews/2/import", 404)
	call(t, s, http.MethodGet, "/fields", "/fields", 200)
	empty(t, uploads)
}

// TestFailedFileIsToldAsOne cuts a download whose source breaks off.
func TestFailedFileIsToldAsOne(t *testing.T) {
	s, _, _ := staffServer(t)
	broken := func(n int) func(io.Writer) error {
		return func(w io.Writer) error {
			if _, err := io.WriteString(w, strings.Repeat("x", n)); err != nil {
				return err
			}
			return io.ErrClosedPipe
		}
	}
	r := localRequest(http.MethodGet, "/x", nil)
	w := httptest.NewRecorder()
	if _, err := s.send(w, r, "text/csv", "x.csv", broken(10)); err == nil || w.Header().Get("Content-Disposition") != "" {
		t.Errorf("nothing was sent, yet %v %v", err, w.Header())
	}
	defer func() {
		if recover() != http.ErrAbortHandler {
			t.Error("half a file goes out as a whole one")
		}
	}()
	_, _ = s.send(httptest.NewRecorder(), r, "text/csv", "x.csv", broken(1<<20))
	t.Error("half a file was not noticed")
}
