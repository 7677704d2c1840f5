package container

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"chabiao/corpus"

	"github.com/klauspost/compress/gzip"
)

// zeros packs n zero bytes: a thousand to one.
func zeros(t *testing.T, w io.Writer, n int64) {
	t.Helper()
	block := make([]byte, 1<<20)
	for ; n > 0; n -= int64(len(block)) {
		if _, err := w.Write(block[:min(n, int64(len(block)))]); err != nil {
			t.Fatal(err)
		}
	}
}

func bombGzip(t *testing.T, n int64) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := gzip.NewWriter(&buf)
	zeros(t, w, n)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func bombZip(t *testing.T, n int64) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	f, err := w.Create("a.csv")
	if err != nil {
		t.Fatal(err)
	}
	zeros(t, f, n)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func TestBombs(t *testing.T) {
	lying := bombZip(t, 80<<20)
	at := bytes.Index(lying, []byte("PK\x01\x02"))
	binary.LittleEndian.PutUint32(lying[at+24:], 1000) // the size unpacked
	for name, tc := range map[string]struct {
		data []byte
		kind corpus.Kind
		says string
	}{
		"a.gz":       {bombGzip(t, 80<<20), corpus.TooLarge, "made to fill disks"},
		"a.zip":      {bombZip(t, 80<<20), corpus.TooLarge, "made to fill disks"},
		"lying.zip":  {lying, corpus.InvalidArgument, "more than the archive says"},
		"nested.zip": {zipOf(t, member{"b.gz", bombGzip(t, 80<<20)}), corpus.TooLarge, "made to fill disks"},
		"in.zip.gz":  {gz(t, bombZip(t, 80<<20)), corpus.TooLarge, "made to fill disks"},
	} {
		t.Run(name, func(t *testing.T) {
			c, err := open(t, name, tc.data, Options{})
			if err == nil {
				var r io.ReadCloser
				if r, err = c.Files()[0].Open(); err == nil {
					var n int64
					n, err = io.Copy(io.Discard, r)
					if n > bombFrom+1<<20 {
						t.Errorf("%d bytes came out", n)
					}
					err = errors.Join(err, r.Close())
				}
			}
			checkError(t, err, tc.kind, tc.says)
		})
	}
	// Much of the same below the limit is no bomb.
	c, err := open(t, "small.gz", bombGzip(t, 32<<20), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if data, err := readFile(c.Files()[0]); err != nil || len(data) != 32<<20 {
		t.Errorf("%d bytes, %v", len(data), err)
	}
}

// TestHugeDirectory has a list of files that would take much memory to read.
func TestHugeDirectory(t *testing.T) {
	entry := zipOf(t, member{"a", nil})
	at := bytes.Index(entry, []byte("PK\x01\x02"))
	end := bytes.Index(entry, []byte("PK\x05\x06"))
	count := directoryBytes/(end-at) + 1000
	data := append(bytes.Clone(entry[:at]), bytes.Repeat(entry[at:end], count)...)
	tail := bytes.Clone(entry[end:])
	binary.LittleEndian.PutUint16(tail[8:], uint16(count))
	binary.LittleEndian.PutUint16(tail[10:], uint16(count))
	binary.LittleEndian.PutUint32(tail[12:], uint32(count*(end-at)))
	_, err := open(t, "huge.zip", append(data, tail...), Options{})
	checkError(t, err, corpus.TooLarge, "more than 10000 files")
}

func FuzzOpen(f *testing.F) {
	f.Add(zipOf(f, member{"a.csv", []byte("x,y")}, member{"b.gz", gz(f, []byte("z"))}))
	f.Add(gz(f, zipOf(f, member{"\xb1\xea\xd7\xbc", []byte("1")})))
	f.Add(zipOf(f, member{"i.zip", zipOf(f, member{"[Content_Types].xml", nil})}))
	f.Add([]byte("number,title\n"))
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(t.TempDir(), "x")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		c, err := Open(context.Background(), path, Options{TempDir: dir, MaxUnpacked: 1 << 24})
		if err != nil {
			var e *corpus.Error
			if !errors.As(err, &e) {
				t.Fatalf("an error without a kind: %v", err)
			}
			return
		}
		for _, file := range c.Files() {
			r, err := file.Open()
			if err != nil {
				continue
			}
			if _, err := io.Copy(io.Discard, r); err != nil {
				var e *corpus.Error
				if !errors.As(err, &e) {
					t.Errorf("an error without a kind: %v", err)
				}
			}
			if err := r.Close(); err != nil {
				t.Error(err)
			}
		}
		if n := c.Read(); n > c.Size {
			t.Errorf("read %d of %d bytes", n, c.Size)
		}
		if err := c.Close(); err != nil {
			t.Error(err)
		}
		checkEmpty(t, dir)
	})
}

func BenchmarkGzip(b *testing.B) {
	text := bytes.Repeat([]byte(`{"number":"GB/T 19001-2016","title_zh":"质量管理体系 要求"}`+"\n"), 1<<10)
	for i := range text {
		if i%97 == 0 {
			text[i] = byte('a' + i%23)
		}
	}
	text = bytes.Repeat(text, 100)
	c, err := open(b, "a.gz", gz(b, text), Options{MaxUnpacked: 1 << 50})
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		r, err := c.Files()[0].Open()
		if err != nil {
			b.Fatal(err)
		}
		if n, err := io.Copy(io.Discard, r); err != nil || n != int64(len(text)) {
			b.Fatal(n, err)
		}
		if err := r.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
