package indexer

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"chabiao/corpus"
	"chabiao/corpus/catalogue"
	"chabiao/indexer/sheet/sheettest"
	"chabiao/indexer/source"
)

const table = "标准号,中文名称\nGB/T 1.1-2020,标准化工作导则\n"

// TestErrors holds what is said of deliveries that can't be imported to a
// golden file: each message says what is wrong and what to do. Nothing may have
// been changed.
func TestErrors(t *testing.T) {
	of := func(s string) func(testing.TB) []byte { return func(testing.TB) []byte { return []byte(s) } }
	gb := encodedText(t, table)
	book := workbook("a.xlsx", []sheettest.Sheet{mergedSheet()})(t)
	cases := []delivery{
		{name: "password-protected workbook", file: "secret.xlsx", data: protected},
		{name: "truncated workbook", file: "cut.xlsx", data: func(testing.TB) []byte { return book[:len(book)/2] }},
		{name: "truncated gzip", file: "cut.csv.gz", data: func(t testing.TB) []byte { b := gzipped("utf8.csv")(t); return b[:len(b)/2] }},
		{name: "truncated zip", file: "cut.zip", data: func(t testing.TB) []byte { b := zipped("utf8.csv")(t); return b[:len(b)-30] }},
		{name: "zip bomb", file: "bomb.zip", data: bomb},
		{name: "PDF", file: "scan.pdf", data: of("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n")},
		{name: "picture under the name of a table", file: "table.csv", data: of("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x10")},
		{name: "table without a column of numbers", file: "people.csv", data: of("姓名,电话\n张三,123\n李四,456\n")},
		{name: "empty file", file: "empty.csv", data: of("")},
		{name: "blank file", file: "blank.csv", data: of("\n \n\n")},
		{name: "empty list", file: "empty.json", data: of("[]")},
		{name: "unknown field in a map", file: "a.csv", data: of(table), set: Settings{Map: map[string]string{"标准号": "nummer"}}},
		{name: "unknown column in a map", file: "a.csv", data: of(table), set: Settings{Map: map[string]string{"编号": "number"}}},
		{name: "unknown preset", file: "a.csv", data: of(table), set: Settings{Preset: "samr"}},
		{name: "unknown format", file: "a.csv", data: of(table), set: Settings{Format: "dbf"}},
		{name: "unknown encoding", file: "a.csv", data: of(table), set: Settings{Encoding: "klingon"}},
		{name: "wrong encoding", file: "a.csv", data: of(gb), set: Settings{Encoding: "utf-16le"}},
		{name: "separator of two characters", file: "a.csv", data: of(table), set: Settings{Separator: "||"}},
		{name: "unknown sheet", file: "a.xlsx", data: func(testing.TB) []byte { return book }, set: Settings{Sheet: "不存在"}},
		{name: "header row that is none", file: "a.csv", data: of(table), set: Settings{HeaderRow: 9}},
		{name: "replacement of nobody's", file: "a.csv", data: of(table), set: Settings{Replace: true}},
		{name: "replacement by nothing", file: "empty.json", data: of("[]"), set: Settings{Replace: true, Source: "us"}},
		{name: "unknown mapping", file: "a.csv", data: of(table), set: Settings{Mapping: "去年的"}},
		{name: "table said to be objects", file: "a.csv", data: of(table), set: Settings{Format: source.JSONL}},
	}
	var b strings.Builder
	for _, d := range cases {
		cat := openTemp(t)
		path := d.write(t)
		rep, err := importAs(t, cat, Options{Settings: d.set}, path)
		fmt.Fprintf(&b, "== %s\n", d.name)
		switch {
		case err != nil:
			fmt.Fprintf(&b, "%s: %s\n", corpus.KindOf(err), strings.ReplaceAll(err.Error(), path, d.file))
			var e *corpus.Error
			if !errors.As(err, &e) || e.Hint == "" && !strings.Contains(err.Error(), "; ") {
				t.Errorf("%s: the message does not say what to do: %v", d.name, err)
			}
			zh := strings.ReplaceAll(corpus.Chinese(err), path, d.file)
			fmt.Fprintf(&b, "%s\n", zh)
			if zh == "" || !strings.HasSuffix(zh, "。") {
				t.Errorf("%s: nothing is said in Chinese: %v", d.name, err)
			}
		default:
			fmt.Fprintf(&b, "%d rows, %d rejected\n", rep.Read, rep.Rejected)
			for _, g := range rep.Problems.Groups() {
				fmt.Fprintf(&b, "%s %d: %q\n", g.Kind, g.Count, g.Examples[0].Note)
			}
		}
		if n, _ := cat.Count(context.Background()); n != 0 {
			t.Errorf("%s: %d entries came in", d.name, n)
		}
		if list, _ := cat.Batches(context.Background(), 9); len(list) > 0 && err != nil && (list[0].State != catalogue.BatchFailed || list[0].Error == "" || list[0].ErrorZH != corpus.Chinese(err)) {
			t.Errorf("%s: the batch is %s, %q, %q", d.name, list[0].State, list[0].Error, list[0].ErrorZH)
		}
	}
	holdTo(t, filepath.Join("testdata", "errors.golden"), b.String())
}

// protected is the container of a workbook with a password: [MS-OFFCRYPTO].
func protected(t testing.TB) []byte {
	var b bytes.Buffer
	if err := sheettest.WriteOLE(&b, "EncryptedPackage", make([]byte, 5000)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// bomb is a small archive of a large file.
func bomb(t testing.TB) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("all.csv")
	if err == nil {
		_, err = io.WriteString(w, table)
	}
	for range 100 {
		if err == nil {
			_, err = w.Write(bytes.Repeat([]byte("\n"), 1<<20))
		}
	}
	if err != nil || z.Close() != nil {
		t.Fatal("no archive", err)
	}
	return b.Bytes()
}

// endless is a table with one cell of a length.
func endless(cell int64) io.Reader {
	return io.MultiReader(strings.NewReader("标准号,中文名称\nGB/T 1.1-2020,\""), io.LimitReader(letters{}, cell), strings.NewReader("\"\nGB/T 1.2-2020,标准化工作导则 第2部分\n"))
}

type letters struct{}

func (letters) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'a' + byte(i%23)
	}
	return len(p), nil
}

// TestHugeCell brings a cell of a gigabyte: its row is rejected, the next one
// lands, and memory stays bounded.
func TestHugeCell(t *testing.T) {
	if testing.Short() {
		t.Skip("a gigabyte takes some seconds; run without -short")
	}
	cat := openTemp(t)
	var peak atomic.Uint64
	stop := make(chan struct{})
	defer close(stop)
	go func() {
		for {
			select {
			case <-stop:
				return
			case <-time.After(20 * time.Millisecond):
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				peak.Store(max(peak.Load(), m.HeapAlloc))
			}
		}
	}()
	rep, err := importAs(t, cat, Options{Read: source.Options{Stdin: endless(1 << 30)}}, "-")
	if err != nil {
		t.Fatal(err)
	}
	if rep.Read != 2 || rep.New != 1 || rep.Rejected != 1 || rep.Problems.Count("row_unreadable") != 1 {
		t.Errorf("%+v", rep.Counts)
	}
	t.Logf("at most %d MiB", peak.Load()>>20)
	if peak.Load() > 256<<20 {
		t.Errorf("%d MiB for a cell that is too long", peak.Load()>>20)
	}
}

// TestCancelledBeforeItBegins holds that a batch whose turn comes when it has
// been cancelled ends as any other, and can go on.
func TestCancelledBeforeItBegins(t *testing.T) {
	cat := openTemp(t)
	path := filepath.Join(t.TempDir(), "a.csv")
	if err := os.WriteFile(path, []byte(table), 0o644); err != nil {
		t.Fatal(err)
	}
	id, err := Begin(t.Context(), cat, []string{path}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Import(ctx, cat, t.TempDir(), []string{path}, Options{Batch: id}); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled import ends with %v", err)
	}
	if b, err := cat.Batch(t.Context(), id); err != nil || b.State != catalogue.BatchFailed {
		t.Fatalf("the batch is %+v, %v", b, err)
	}
	if rep, err := Resume(t.Context(), cat, t.TempDir(), id, Options{}); err != nil || rep.New != 1 {
		t.Errorf("the batch does not go on: %+v, %v", rep, err)
	}
}
