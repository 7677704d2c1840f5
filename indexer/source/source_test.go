package source

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chabiao/corpus"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/gzip"
)

type read struct {
	At        int64
	Raw, JSON string
	Bad       bool
}

func readAll(t *testing.T, name string, data []byte) ([]read, *File) {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	f, err := Open(path, "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	var out []read
	for {
		r, err := f.Next()
		if err == io.EOF {
			return out, f
		}
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, read{r.At, string(r.Raw), string(r.JSON), r.Err != nil})
	}
}

func TestJSONL(t *testing.T) {
	data := []byte("\xef\xbb\xbf{\"number\":\"A 1\"}\r\n\n  \n{\"number\":\"B 2\"}")
	want := []read{{1, `{"number":"A 1"}`, `{"number":"A 1"}`, false}, {4, `{"number":"B 2"}`, `{"number":"B 2"}`, false}}
	got, f := readAll(t, "x.jsonl", data)
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if f.Read() != int64(len(data)) || len(f.Sum()) != 64 {
		t.Errorf("read %d bytes, sum %s", f.Read(), f.Sum())
	}
	var z bytes.Buffer
	w := gzip.NewWriter(&z)
	w.Write(data[3:])
	w.Close()
	got, _ = readAll(t, "x.jsonl.gz", z.Bytes())
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("gzip: %s", d)
	}
}

func TestCSV(t *testing.T) {
	data := []byte("标准号,标准名称,代替标准,采用标准,备注\n" +
		"GB 1-1999,\"名称, 两\n行\",GB 1-1990；GB 2-1990,\"ISO 1:1998 (IDT); MOD ISO 2\",旧\n" +
		"GB 2-1999,,,,\n" +
		"GB 3-1999,x,,,,多\n" +
		"GB 4-1999,\xff,,,\n")
	want := []read{
		{2, "GB 1-1999,\"名称, 两\n行\",GB 1-1990；GB 2-1990,\"ISO 1:1998 (IDT); MOD ISO 2\",旧",
			`{"number":"GB 1-1999","title_zh":"名称, 两\n行","replaces":["GB 1-1990","GB 2-1990"],"adopts":[{"number":"ISO 1:1998","degree":"IDT"},{"number":"ISO 2","degree":"MOD"}],"备注":"旧"}`, false},
		{4, "GB 2-1999,,,,", `{"number":"GB 2-1999"}`, false},
		{5, "GB 3-1999,x,,,,多", "", true},
		{6, "GB 4-1999,\xff,,,", "", true},
	}
	got, _ := readAll(t, "x.csv", data)
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestLongRowIsPassedOver(t *testing.T) {
	data := append(bytes.Repeat([]byte("x"), MaxRow+10), []byte("\n{\"number\":\"B 2\"}\n")...)
	got, _ := readAll(t, "x.jsonl", data)
	if len(got) != 2 || !got[0].Bad || len(got[0].Raw) > 2000 || got[1].At != 2 {
		t.Errorf("%d rows", len(got))
	}
}

func TestOpenErrors(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{"a.xyz": "?", "b.csv": "", "c.csv": "x,y\n1,2\n", "d.jsonl.gz": "\x1f\x8bnot gzip"} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		if f, err := Open(path, ""); err == nil || corpus.KindOf(err) != corpus.InvalidArgument {
			t.Errorf("%s: %v %v", name, f, err)
		}
	}
	if _, err := Open(filepath.Join(dir, "none"), ""); corpus.KindOf(err) != corpus.NotFound {
		t.Errorf("a file that is not there: %v", err)
	}
	if _, err := Open(dir, ""); corpus.KindOf(err) != corpus.InvalidArgument {
		t.Errorf("a folder: %v", err)
	}
}

func TestTruncatedGzipIsAnError(t *testing.T) {
	var z bytes.Buffer
	w := gzip.NewWriter(&z)
	io.WriteString(w, strings.Repeat("{\"number\":\"A 1\"}\n", 5000))
	w.Close()
	path := filepath.Join(t.TempDir(), "x.jsonl.gz")
	if err := os.WriteFile(path, z.Bytes()[:z.Len()/2], 0o644); err != nil {
		t.Fatal(err)
	}
	f, err := Open(path, "")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for err == nil {
		_, err = f.Next()
	}
	if errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Error("half a file is taken as a whole one")
	}
}

func FuzzCSV(f *testing.F) {
	f.Add([]byte("number,title_zh\nGB 1,\"a\"\"b\"\n\"GB 2\nx"))
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(t.TempDir(), "x.csv")
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
		file, err := Open(path, CSV)
		if err != nil {
			return
		}
		defer file.Close()
		for err == nil {
			_, err = file.Next()
		}
	})
}
