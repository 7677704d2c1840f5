package container

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chabiao/corpus"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/gzip"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// member is a file to be put into a zip.
type member struct {
	name string
	data []byte
}

func zipOf(t testing.TB, members ...member) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for _, m := range members {
		f, err := w.CreateHeader(&zip.FileHeader{Name: m.name, Method: zip.Deflate, NonUTF8: true})
		if err == nil {
			_, err = f.Write(m.data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func gz(t testing.TB, data []byte) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := gzip.NewWriter(&buf)
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// open puts data into a file of that name and opens it, with a temporary
// folder that must be empty in the end.
func open(t testing.TB, name string, data []byte, opt Options) (*Container, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	opt.TempDir = t.TempDir()
	t.Cleanup(func() { checkEmpty(t, opt.TempDir) })
	c, err := Open(context.Background(), path, opt)
	if err == nil {
		t.Cleanup(func() {
			if err := c.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	return c, err
}

func checkEmpty(t testing.TB, dir string) {
	t.Helper()
	left, err := os.ReadDir(dir)
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

func readFile(f *File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(r)
	return data, errors.Join(err, r.Close())
}

// contents reads every file, as a stream and at random.
func contents(t testing.TB, c *Container) []string {
	t.Helper()
	var out []string
	for _, f := range c.Files() {
		data, err := readFile(f)
		if err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		at, size, done, err := f.ReaderAt("")
		if err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		again, err := io.ReadAll(io.NewSectionReader(at, 0, size))
		if err = errors.Join(err, done()); err != nil || !bytes.Equal(data, again) {
			t.Errorf("%s: %d bytes as a stream, %d at random, %v", f.Name, len(data), len(again), err)
		}
		if f.Size >= 0 && f.Size != int64(len(data)) {
			t.Errorf("%s: %d bytes, said to be %d", f.Name, len(data), f.Size)
		}
		out = append(out, f.Name+"="+string(data))
	}
	return out
}

func TestOpen(t *testing.T) {
	gbk, err := simplifiedchinese.GBK.NewEncoder().String("目录/国家标准.csv")
	if err != nil {
		t.Fatal(err)
	}
	xlsx := zipOf(t, member{"[Content_Types].xml", nil}, member{"xl/workbook.xml", []byte("<x/>")})
	odd := zipOf(t, member{"docProps/app.xml", nil}, member{"xl/workbook.xml", nil})
	ods := zipOf(t, member{"mimetype", []byte("application/vnd.oasis.opendocument.spreadsheet")}, member{"META-INF/manifest.xml", nil})
	for _, tc := range []struct {
		name string
		data []byte
		want []string
	}{
		{"a.csv", []byte("x,y"), []string{"a.csv=x,y"}},
		{"empty", nil, []string{"empty="}},
		{"a.csv.gz", gz(t, []byte("x,y")), []string{"a.csv=x,y"}},
		{"misnamed.csv", gz(t, []byte("x,y")), []string{"misnamed.csv=x,y"}},
		{"two.gz", append(gz(t, []byte("x")), gz(t, []byte("y"))...), []string{"two=xy"}},
		{"a.csv.gz.gz", gz(t, gz(t, []byte("x"))), []string{"a.csv=x"}},
		{"a.zip", zipOf(t, member{"p10.csv", []byte("3")}, member{"p2.csv", []byte("2")}, member{"d/", nil}, member{"d/p1.csv", nil}), []string{"a.zip/d/p1.csv=", "a.zip/p2.csv=2", "a.zip/p10.csv=3"}},
		{"noise.zip", zipOf(t, member{"__MACOSX/._a.csv", []byte("m")}, member{".DS_Store", nil}, member{"~$a.xlsx", nil}, member{"d/Thumbs.db", nil}, member{"a.csv", []byte("1")}), []string{"noise.zip/a.csv=1"}},
		{"gbk.zip", zipOf(t, member{gbk, []byte("1")}), []string{"gbk.zip/目录/国家标准.csv=1"}},
		{"utf8.zip", zipOf(t, member{"目录/标准.csv", []byte("1")}), []string{"utf8.zip/目录/标准.csv=1"}},
		{"evil.zip", zipOf(t, member{"../../etc/passwd", []byte("1")}, member{`..\b.csv`, []byte("2")}, member{"/c\n.csv", []byte("3")}), []string{"evil.zip/b.csv=2", "evil.zip/c\ufffd.csv=3", "evil.zip/etc/passwd=1"}},
		{"gz in.zip", zipOf(t, member{"a.csv.gz", gz(t, []byte("1"))}), []string{"gz in.zip/a.csv=1"}},
		{"zip in.zip", zipOf(t, member{"i.zip", zipOf(t, member{"a.csv", []byte("1")}, member{"b.csv", []byte("2")})}), []string{"zip in.zip/i.zip/a.csv=1", "zip in.zip/i.zip/b.csv=2"}},
		{"z.zip.gz", gz(t, zipOf(t, member{"a.csv", []byte("1")})), []string{"z.zip/a.csv=1"}},
		{"a.xlsx", xlsx, []string{"a.xlsx=" + string(xlsx)}},
		{"odd.xlsx", odd, []string{"odd.xlsx=" + string(odd)}},
		{"a.ods", ods, []string{"a.ods=" + string(ods)}},
		{"x.xlsx.gz", gz(t, odd), []string{"x.xlsx=" + string(odd)}},
		{"books.zip", zipOf(t, member{"a.xlsx", xlsx}, member{"b.xlsx", odd}), []string{"books.zip/a.xlsx=" + string(xlsx), "books.zip/b.xlsx=" + string(odd)}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c, err := open(t, tc.name, tc.data, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if c.Name != tc.name || c.Size != int64(len(tc.data)) {
				t.Errorf("%s of %d bytes", c.Name, c.Size)
			}
			if c.Read() != 0 {
				t.Errorf("%d bytes read before any", c.Read())
			}
			if d := cmp.Diff(tc.want, contents(t, c)); d != "" {
				t.Error(d)
			}
			if n := c.Read(); n > c.Size || n < c.Size*9/10 {
				t.Errorf("read %d of %d bytes in the end", n, c.Size)
			}
			checkSum(t, c, tc.data)
			// Standard input holds the same.
			dir := t.TempDir()
			in, err := Open(context.Background(), "-", Options{Stdin: bytes.NewReader(tc.data), TempDir: dir})
			if err != nil {
				t.Fatal(err)
			}
			checkEmpty(t, dir) // unlinked
			if len(in.Files()) != len(tc.want) || in.Name != "-" || in.Size != c.Size {
				t.Errorf("standard input: %s, %d bytes, %d files", in.Name, in.Size, len(in.Files()))
			}
			for i, s := range contents(t, in) {
				if _, data, _ := strings.Cut(tc.want[i], "="); !strings.HasSuffix(s, "="+data) {
					t.Errorf("standard input: %q", s)
				}
			}
			checkSum(t, in, tc.data)
			if err := in.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}

func checkSum(t *testing.T, c *Container, data []byte) {
	t.Helper()
	want := sha256.Sum256(data)
	if sum, err := c.Sum(); err != nil || sum != hex.EncodeToString(want[:]) {
		t.Errorf("sum %s, %v", sum, err)
	}
}

func TestSumKnownByReading(t *testing.T) {
	data := gz(t, []byte(strings.Repeat("row\n", 100000)))
	c, err := open(t, "a.gz", data, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := readFile(c.Files()[0]); err != nil {
		t.Fatal(err)
	}
	if c.sum == "" {
		t.Error("the sum is not known though all was read")
	}
	checkSum(t, c, data)
}

func TestProgress(t *testing.T) {
	data := make([]byte, 1<<20)
	if _, err := rand.Read(data); err != nil {
		t.Fatal(err)
	}
	c, err := open(t, "a.zip", zipOf(t, member{"a", data}, member{"b.zip", zipOf(t, member{"b", data})}), Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []int64{c.Size / 2, c.Size} {
		i := 0
		if want == c.Size {
			i = 1
		}
		for range 2 { // a second pass starts afresh
			if _, err := readFile(c.Files()[i]); err != nil {
				t.Fatal(err)
			}
		}
		if n := c.Read(); n < want*98/100 || n > want*102/100 {
			t.Errorf("read %d, want some %d", n, want)
		}
	}
}

func TestErrors(t *testing.T) {
	plain := []byte(strings.Repeat("some rows of text\n", 5000))
	noise := make([]byte, 1<<16)
	if _, err := rand.Read(noise); err != nil {
		t.Fatal(err)
	}
	packed, zipped := gz(t, noise), zipOf(t, member{"a.csv", noise})
	flip := func(data []byte, at int) []byte {
		out := bytes.Clone(data)
		out[at] ^= 0x55
		return out
	}
	patch := func(flags, method byte) []byte {
		out := bytes.Clone(zipped)
		at := bytes.Index(out, []byte("PK\x01\x02"))
		out[at+8] |= flags
		out[at+10] = method
		return out
	}
	many := make([]member, MaxMembers+1)
	for i := range many {
		many[i].name = fmt.Sprint(i)
	}
	deep := zipOf(t, member{"a.zip", zipOf(t, member{"b.zip", zipOf(t, member{"c.csv", plain})})})
	for _, tc := range []struct {
		name string
		data []byte
		max  int64
		kind corpus.Kind
		says string
	}{
		{"short.gz", packed[:len(packed)/2], 0, corpus.InvalidArgument, "cut short"},
		{"tiny.gz", packed[:3], 0, corpus.InvalidArgument, "cut short"},
		{"magic.gz", packed[:2], 0, corpus.InvalidArgument, "cut short"},
		{"sum.gz", flip(packed, len(packed)-6), 0, corpus.InvalidArgument, "damaged"},
		{"head.gz", flip(packed, 2), 0, corpus.InvalidArgument, "damaged"},
		{"short.zip", zipped[:len(zipped)/2], 0, corpus.InvalidArgument, "cut short"},
		{"flipped.zip", flip(zipped, len(zipped)/2), 0, corpus.InvalidArgument, "damaged"},
		{"password.zip", patch(1, 8), 0, corpus.InvalidArgument, "password"},
		{"method.zip", patch(0, 14), 0, corpus.InvalidArgument, "method"},
		{"none.zip", zipOf(t), 0, corpus.InvalidArgument, "holds no files"},
		{"onlynoise.zip", zipOf(t, member{".DS_Store", nil}), 0, corpus.InvalidArgument, "holds no files"},
		{"many.zip", zipOf(t, many...), 0, corpus.TooLarge, "more than 10000 files"},
		{"deep.zip", deep, 0, corpus.InvalidArgument, "inside 2 others"},
		{"deep.gz", gz(t, gz(t, packed)), 0, corpus.InvalidArgument, "inside 2 others"},
		{"big.gz", packed, 1000, corpus.TooLarge, "unpacked"},
		{"big.zip", zipped, 1000, corpus.TooLarge, "unpacked"},
		{"nested.zip", zipOf(t, member{"a.zip", zipOf(t, member{"a", noise})}), 80000, corpus.TooLarge, "unpacked"},
		{"x.rar", []byte("Rar!\x1a\x07\x00rest"), 0, corpus.InvalidArgument, "RAR"},
		{"x.tar.gz", gz(t, append(make([]byte, 257), "ustar\x0000"...)), 0, corpus.InvalidArgument, "tar"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c, err := open(t, tc.name, tc.data, Options{MaxUnpacked: tc.max})
			for i := 0; err == nil && i < len(c.Files()); i++ {
				_, err = readFile(c.Files()[i])
			}
			checkError(t, err, tc.kind, tc.says)
		})
	}
}

func checkError(t *testing.T, err error, kind corpus.Kind, says string) {
	t.Helper()
	var e *corpus.Error
	if !errors.As(err, &e) || e.Kind != kind || !strings.Contains(e.Msg, says) || e.Hint == "" {
		t.Errorf("want %v about %q with a hint, got %v", kind, says, err)
	}
}

func TestOpenErrors(t *testing.T) {
	dir := t.TempDir()
	_, err := Open(context.Background(), filepath.Join(dir, "none"), Options{})
	checkError(t, err, corpus.NotFound, "none")
	_, err = Open(context.Background(), dir, Options{})
	checkError(t, err, corpus.InvalidArgument, "is a folder")
	_, err = Open(context.Background(), "-", Options{Stdin: strings.NewReader("x"), TempDir: filepath.Join(dir, "none")})
	checkError(t, err, corpus.Unavailable, "can't keep")
	_, err = Open(context.Background(), "-", Options{Stdin: strings.NewReader("xx"), MaxUnpacked: 1, TempDir: dir})
	checkError(t, err, corpus.TooLarge, "unpacked")
	checkEmpty(t, dir)
}

func TestCanceled(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.csv")
	if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	c, err := Open(ctx, path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	cancel()
	_, err = readFile(c.Files()[0])
	if corpus.KindOf(err) != corpus.Canceled || !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if _, err := Open(ctx, "-", Options{Stdin: strings.NewReader("x"), TempDir: t.TempDir()}); corpus.KindOf(err) != corpus.Canceled {
		t.Error(err)
	}
}

func TestFileThatShrinks(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.csv")
	if err := os.WriteFile(path, []byte("number\nGB 1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := Open(context.Background(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := os.Truncate(path, 3); err != nil {
		t.Fatal(err)
	}
	_, err = readFile(c.Files()[0])
	checkError(t, err, corpus.Conflict, "became shorter")
}
