package server

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"chabiao/corpus"
	"chabiao/corpus/catalogue"
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

func TestWrongUploads(t *testing.T) {
	s, _, uploads := staffServer(t)
	file := part{"file", "a.csv", twoRows}
	for _, c := range []struct {
		name  string
		parts []part
		field string
	}{
		{"no file", []part{{"who", "", "x"}}, "file"},
		{"format", []part{file, {"format", "", "docx"}}, "format"},
		{"encoding", []part{file, {"encoding", "", "klingon"}}, "encoding"},
		{"separator", []part{file, {"separator", "", "ab"}}, "separator"},
		{"preset", []part{file, {"preset", "", "nobody"}}, "preset"},
		{"mapping", []part{file, {"mapping", "", "nobody's"}}, "mapping"},
		{"map", []part{file, {"map", "", "名称=colour"}}, "map"},
		{"map without field", []part{file, {"map", "", "名称"}}, "map"},
		{"header row", []part{file, {"header_row", "", "two"}}, "header_row"},
		{"header row below", []part{file, {"header_row", "", "-7"}}, "header_row"},
		{"dry run", []part{file, {"dry_run", "", "maybe"}}, "dry_run"},
		{"replace", []part{file, {"replace", "", "maybe"}}, "replace"},
		{"replace whom", []part{file, {"replace", "", "true"}}, "source"},
		{"name of a mapping", []part{file, {"save_mapping", "", "  "}}, "save_mapping"},
		{"unknown field", []part{file, {"colour", "", "red"}}, "colour"},
	} {
		w := sendForm(t, s, "/api/v1/imports", c.parts...)
		v := described(t, http.MethodPost, "/imports", w)
		e := v["error"].(map[string]any)
		if w.Code != 400 || e["field"] != c.field || e["code"] != "invalid_argument" {
			t.Errorf("%s: %d %v", c.name, w.Code, e)
		}
		empty(t, uploads)
	}
	r := localRequest(http.MethodPost, "/api/v1/imports", strings.NewReader("{}"))
	if w := do(s, r); w.Code != 400 || !strings.Contains(w.Body.String(), `"field":"file"`) {
		t.Errorf("no form: %d %s", w.Code, w.Body)
	}
	if list := call(t, s, http.MethodGet, "/imports", "/imports", 200)["imports"].([]any); len(list) != 0 {
		t.Errorf("wrong uploads began %d imports", len(list))
	}
}

func TestUploadLimits(t *testing.T) {
	s, _, uploads := staffServer(t, func(c *Config) { c.MaxUpload = 64 << 10 })
	big := part{"file", "a.csv", twoRows + strings.Repeat("x", 70<<10)}
	many := make([]part, maxFiles+1)
	for i := range many {
		many[i] = part{"file", "a", ""}
	}
	fields := []part{{"file", "a.csv", twoRows}}
	for range maxFields + 1 {
		fields = append(fields, part{"format", "", "csv"})
	}
	told := func(name string, w *httptest.ResponseRecorder, status int) {
		t.Helper()
		v := described(t, http.MethodPost, "/imports", w)
		if w.Code != status {
			t.Errorf("%s: %d %v", name, w.Code, v)
		}
		empty(t, uploads)
	}
	told("known length", sendForm(t, s, "/api/v1/imports", big), http.StatusRequestEntityTooLarge)
	body, kind := multipartBody(t, big)
	r := localRequest(http.MethodPost, "/api/v1/imports", io.MultiReader(body)) // of unknown length
	r.Header.Set("Content-Type", kind)
	w := do(s, r)
	told("unknown length", w, http.StatusRequestEntityTooLarge)
	if !strings.Contains(w.Body.String(), "64 KiB") {
		t.Errorf("the limit is not told: %s", w.Body)
	}
	s, _, uploads = staffServer(t)
	told("files", sendForm(t, s, "/api/v1/imports", many...), http.StatusRequestEntityTooLarge)
	told("fields", sendForm(t, s, "/api/v1/imports", fields...), http.StatusRequestEntityTooLarge)
	told("a field", sendForm(t, s, "/api/v1/imports", part{"map", "", strings.Repeat("a", maxFieldBytes+1)}), http.StatusRequestEntityTooLarge)
}

// TestClientGoesAway cuts the connection in the middle of a file.
func TestClientGoesAway(t *testing.T) {
	s, im, uploads := staffServer(t)
	hs := httptest.NewServer(s)
	defer hs.Close()
	addr := strings.TrimPrefix(hs.URL, "http://")
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(conn, "POST /api/v1/imports HTTP/1.1\r\nHost: %s\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 100000\r\n\r\n"+
		"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n%s", addr, twoRows)
	arrived := false
	for range 200 {
		if list, err := os.ReadDir(uploads); err == nil && len(list) > 0 {
			arrived = true
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	conn.Close()
	for range 200 {
		if list, err := os.ReadDir(uploads); err == nil && len(list) == 0 {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	empty(t, uploads)
	list, err := im.cat.Batches(t.Context(), 10)
	if err != nil || len(list) != 0 || !arrived {
		t.Errorf("%d imports of half a file, arrived: %v, %v", len(list), arrived, err)
	}
}

func FuzzFileName(f *testing.F) {
	for _, s := range []string{"a.csv", "../x", "\xff\x00", strings.Repeat("标", 100), "...", "a/b\\c"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, given string) {
		name := fileName(given)
		if name == "" || name == "." || name == ".." || len(name) > maxFileName+10 || strings.ContainsAny(name, "/\\\x00\n") || !utf8.ValidString(name) {
			t.Errorf("%q becomes %q", given, name)
		}
	})
}

// FuzzUpload takes bodies of any shape: never a panic, never a file left.
func FuzzUpload(f *testing.F) {
	f.Add("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nx\r\n--b--\r\n")
	f.Add("--b\r\nContent-Disposition: form-data; name=\"map\"\r\n\r\na=b\r\n--b")
	uploads := f.TempDir()
	s, err := New(Config{UploadDir: uploads, Importer: &fakeImporter{}})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, body string) {
		r := localRequest(http.MethodPost, "/api/v1/imports", strings.NewReader(body))
		r.Header.Set("Content-Type", "multipart/form-data; boundary=b")
		form, err := s.receive(r)
		if err == nil {
			err = form.drop(nil)
			if err != nil {
				t.Fatal(err)
			}
		} else if corpus.KindOf(err) == corpus.Internal {
			t.Errorf("%q is taken for a fault of ours: %v", body, err)
		}
		empty(t, uploads)
	})
}

func TestFileNames(t *testing.T) {
	for in, want := range map[string]string{
		"a.csv": "a.csv", `C:\目录\标准.xlsx`: "标准.xlsx", "../../etc/passwd": "passwd", "..": "upload", "": "upload", "a\x00\nb.csv": "ab.csv", " x ": "x", "\xff.csv": ".csv",
		strings.Repeat("标", 100) + ".csv": strings.Repeat("标", 38) + ".csv",
	} {
		if got := fileName(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	s, im, _ := staffServer(t)
	sendForm(t, s, "/api/v1/imports", part{"file", "a.csv", twoRows}, part{"file", "a.csv", strings.ReplaceAll(twoRows, "99901", "99903")})
	b, err := im.cat.Batch(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	if len(b.Files) != 2 || b.Files[0].Name != "a.csv" || b.Files[1].Name != "a (2).csv" || b.New != 2 {
		t.Errorf("%+v", b)
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
	call(t, s, http.MethodGet, "/previews/{id}", "/previews/1", 404)
	described(t, http.MethodPost, "/imports", sendForm(t, s, "/api/v1/imports", part{"file", "a.csv", wrong}, part{"dry_run", "", "true"}, part{"save_mapping", "", "甲"}, part{"map", "", "名称1=title_zh"}))
	if v := call(t, s, http.MethodGet, "/mappings", "/mappings", 200)["mappings"].([]any); len(v) != 1 || fmt.Sprint(v[0].(map[string]any)["settings"]) != "map[map:map[名称1:title_zh]]" {
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

// TestOnlyFromHere tries every route that changes something, and the pages, as
// clients that must not.
func TestOnlyFromHere(t *testing.T) {
	s, _, uploads := staffServer(t)
	sendForm(t, s, "/api/v1/imports", part{"file", "a.csv", twoRows})
	sendForm(t, s, "/api/v1/imports", part{"file", "a.csv", twoRows}, part{"dry_run", "", "true"})
	kept, err := os.ReadDir(uploads)
	if err != nil {
		t.Fatal(err)
	}
	strangers := map[string]func(*http.Request){
		"another machine": func(r *http.Request) { r.RemoteAddr = "203.0.113.9:1" },
		"a proxy":         func(r *http.Request) { r.Header.Set("X-Forwarded-For", "203.0.113.9") },
		"another proxy":   func(r *http.Request) { r.Header.Set("Forwarded", "for=203.0.113.9") },
		"rebinding": func(r *http.Request) {
			r.Host = "evil.example:8080"
			r.Header.Set("Origin", "http://evil.example:8080")
			r.Header.Set("Sec-Fetch-Site", "same-origin")
		},
	}
	sites := map[string]func(*http.Request){
		"another site": func(r *http.Request) { r.Header.Set("Origin", "http://evil.example") },
		"a sandbox":    func(r *http.Request) { r.Header.Set("Origin", "null") },
		"another port": func(r *http.Request) { r.Header.Set("Origin", "http://127.0.0.1:9999") },
		"cross-site":   func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") },
		"same-site":    func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "same-site") },
		"cross with name": func(r *http.Request) {
			r.Header.Set("Sec-Fetch-Site", "cross-site")
			r.Header.Set("Origin", "http://127.0.0.1:8080")
		},
	}
	changes := []string{"POST /api/v1/imports", "DELETE /api/v1/imports/1", "POST /api/v1/imports/1/undo", "POST /api/v1/imports/1/resume", "POST /api/v1/previews/1",
		"POST /api/v1/previews/1/import", "DELETE /api/v1/previews/1", "POST /imports", "POST /imports/previews/1/look", "POST /imports/previews/1/keep", "POST /imports/previews/1/import",
		"POST /imports/previews/1/discard", "POST /imports/1/undo", "POST /imports/1/cancel", "POST /imports/1/resume"}
	reads := []string{"GET /api/v1/previews/1", "GET /imports", "GET /imports/1", "GET /imports/1/undo", "GET /imports/1/report.html", "GET /imports/previews/1"}
	try := func(route, name string, change func(*http.Request)) {
		t.Helper()
		method, path, _ := strings.Cut(route, " ")
		body, kind := multipartBody(t, part{"file", "b.csv", twoRows})
		r := localRequest(method, path, body)
		r.Header.Set("Content-Type", kind)
		change(r)
		if w := do(s, r); w.Code != http.StatusForbidden {
			t.Errorf("%s of %s: %d %.200s", route, name, w.Code, w.Body)
		}
	}
	for _, route := range changes {
		for name, change := range strangers {
			try(route, name, change)
		}
		for name, change := range sites {
			try(route, name, change)
		}
	}
	for _, route := range reads {
		for name, change := range strangers {
			try(route, name, change)
		}
	}
	for _, host := range []string{"localhost:8080", "LOCALHOST", "[::1]:8080", "127.0.0.1", "0.0.0.0:8080", "[::]:8080"} {
		r := localRequest(http.MethodGet, "/imports", nil)
		r.Host = host
		if w := do(s, r); w.Code != http.StatusOK {
			t.Errorf("at %s: %d", host, w.Code)
		}
	}
	if b := call(t, s, http.MethodGet, "/imports/{id}", "/imports/1", 200); b["state"] != catalogue.BatchDone {
		t.Errorf("%v", b)
	}
	if now, err := os.ReadDir(uploads); err != nil || len(now) != len(kept) {
		t.Errorf("%d uploads, %d before, %v", len(now), len(kept), err)
	}
}
