package server

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"chabiao/corpus"
)

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
