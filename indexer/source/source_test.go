package source

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chabiao/corpus"
	"chabiao/indexer/columns"

	"github.com/google/go-cmp/cmp"
)

const table = "标准号,标准名称\nGB/T 1-2001,甲\n"

// walk gives, for every part, its name, format and numbers, or why it is
// passed over.
func walk(t *testing.T, path string, opt Options) ([]string, error) {
	t.Helper()
	opt.TempDir = t.TempDir()
	s, err := Open(context.Background(), path, opt)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	var out []string
	for p, err := range s.Parts() {
		if err != nil {
			return out, err
		}
		text := p.Name + " " + p.Info.Format + ":"
		if p.Skipped != nil {
			text += " skipped"
			out = append(out, text)
			continue
		}
		for {
			row, err := p.Next()
			if err == io.EOF {
				break
			}
			if err != nil {
				return out, err
			}
			if e, _ := p.Understand(row); e != nil {
				text += fmt.Sprintf(" %d %s", row.At, e.Number)
			}
		}
		out = append(out, text)
	}
	return out, nil
}

func file(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestFormats(t *testing.T) {
	object := `{"number":"GB/T 1-2001"}`
	for _, tt := range []struct {
		name, text string
		opt        Options
		want       string // "" for an error
	}{
		{"a.csv", table, Options{}, "a.csv csv: 2 GB/T 1-2001"},
		{"a.dat", table, Options{}, "a.dat csv: 2 GB/T 1-2001"},
		{"a.csv", strings.ReplaceAll(table, ",", "\t"), Options{}, "a.csv tsv: 2 GB/T 1-2001"},
		{"a.txt", table, Options{Format: TSV, Separator: ","}, "a.txt csv: 2 GB/T 1-2001"},
		{"a.jsonl", object + "\n", Options{}, "a.jsonl json: 1 GB/T 1-2001"},
		{"a.csv", object + "\n" + object, Options{}, "a.csv json: 1 GB/T 1-2001 2 GB/T 1-2001"}, // told by what it holds
		{"a.json", "[" + object + "]", Options{}, "a.json json: 1 GB/T 1-2001"},
		{"a.xls", "<table><tr><td>标准号</td></tr><tr><td>GB/T 1-2001</td></tr></table>", Options{}, "a.xls html: 2 GB/T 1-2001"},
		{"a.yaml", "- docid:\n  - id: ISO 1:2016\n    type: ISO\n", Options{}, "a.yaml relaton: 1 ISO 1:2016"},
		{"a.csv", "PK\x03\x04", Options{Format: CSV}, ""}, // a zip is no text, whatever is said
		{"a.csv", table, Options{Format: XLSX}, "a.csv csv: 2 GB/T 1-2001"},
		{"a.pdf", "%PDF-1.4\n", Options{}, ""},
		{"a.csv", "", Options{}, ""},
		{"a.csv", table, Options{Format: "odt"}, ""},
		// The header as deep as docs/import.md says.
		{"a.csv", strings.Repeat("说明\n", 59) + strings.Repeat("\n", 100) + table, Options{}, "a.csv csv: 161 GB/T 1-2001"},
		{"a.csv", strings.Repeat("说明\n", 259) + table, Options{Columns: columns.Options{HeaderRow: 260}}, "a.csv csv: 261 GB/T 1-2001"},
		{"a.csv", strings.Repeat("说明\n", 260) + table, Options{Columns: columns.Options{HeaderRow: 261}}, ""},
	} {
		got, err := walk(t, file(t, tt.name, tt.text), tt.opt)
		if tt.want == "" {
			if k := corpus.KindOf(err); k != corpus.InvalidArgument {
				t.Errorf("%s: %v, %v", tt.name, got, err)
			}
			continue
		}
		if diff := cmp.Diff([]string{tt.want}, got); diff != "" || err != nil {
			t.Errorf("%s: %v %s", tt.name, err, diff)
		}
	}
}

// TestSkipped: what is no catalogue is passed over beside others, and is an
// error where there is nothing else.
func TestSkipped(t *testing.T) {
	pack := func(files ...string) string {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for i, text := range files {
			w, err := z.Create(fmt.Sprint(i, ".csv"))
			if err == nil {
				_, err = io.WriteString(w, text)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return file(t, "a.zip", b.String())
	}
	got, err := walk(t, pack("姓名,电话\n张三,1\n", table, "%PDF-1.4\n", table), Options{})
	want := []string{"a.zip/0.csv : skipped", "a.zip/1.csv csv: 2 GB/T 1-2001", "a.zip/2.csv : skipped", "a.zip/3.csv csv: 2 GB/T 1-2001"}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v %s", err, diff)
	}
	if got, err := walk(t, pack("姓名,电话\n张三,1\n", "%PDF-1.4\n"), Options{}); corpus.KindOf(err) != corpus.InvalidArgument {
		t.Errorf("nothing to read: %v, %v", got, err)
	}
}

// TestCancelled: a cancelled context ends the walk.
func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	s, err := Open(ctx, file(t, "a.csv", table), Options{TempDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	cancel()
	for p, err := range s.Parts() {
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("%v, %v", p, err)
		}
	}
}
