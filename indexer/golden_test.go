package indexer

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"chabiao/corpus"
	"chabiao/corpus/catalogue"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files of what is understood now; read them before committing")

// today is the day as of which all tests check.
var today = corpus.Date{Year: 2026, Month: 6, Day: 1}

// delivery is one fixture: a file as somebody would bring it.
type delivery struct {
	name  string // of the golden file
	file  string // name under which it is imported
	data  func(t testing.TB) []byte
	set   Settings
	like  string // a delivery whose entries these must equal; "" for a golden of its own
	built bool   // by a library: its bytes may change
}

// TestDeliveries imports every fixture into an empty catalogue and holds the
// entries and the report to golden files.
func TestDeliveries(t *testing.T) {
	golden := make(map[string]string)
	for _, d := range deliveries() {
		t.Run(d.name, func(t *testing.T) {
			cat := openTemp(t)
			rep := importFile(t, cat, d.write(t), Options{Settings: d.set})
			if rep.New+rep.Changed+rep.Unchanged+rep.Rejected != rep.Read {
				t.Errorf("counts do not add up: %+v", rep.Counts)
			}
			entries := entriesOf(t, cat)
			if d.like == "" {
				golden[d.name] = entries
				holdTo(t, filepath.Join("testdata", "deliveries", d.name+".entries.jsonl"), entries)
			} else if diff := cmp.Diff(golden[d.like], entries); diff != "" {
				t.Errorf("entries (-%s +%s):\n%s", d.like, d.name, diff)
			}
			holdTo(t, filepath.Join("testdata", "deliveries", d.name+".report.json"), reportText(t, rep, d.built))
		})
	}
}

// write puts the delivery into a file.
func (d *delivery) write(t testing.TB) string {
	t.Helper()
	return writeTemp(t, d.file, d.data(t))
}

func writeTemp(t testing.TB, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// holdTo compares a text with a golden file, or writes that.
func holdTo(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; make it with go test -update, and read it", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-golden +got):\n%s", path, diff)
	}
}

func openTemp(t testing.TB) *catalogue.Catalogue {
	t.Helper()
	cat, err := catalogue.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := cat.Close(); err != nil {
			t.Error(err)
		}
	})
	return cat
}

// importFile imports one file, which must succeed.
func importFile(t testing.TB, cat *catalogue.Catalogue, path string, opt Options) *Detail {
	t.Helper()
	rep, err := importAs(t, cat, opt, path)
	if err != nil {
		t.Fatal(err)
	}
	return rep
}

func importAs(t testing.TB, cat *catalogue.Catalogue, opt Options, paths ...string) (*Detail, error) {
	t.Helper()
	opt.Today, opt.Who = today, "tester"
	return Import(context.Background(), cat, t.TempDir(), paths, opt)
}

// entriesOf is the catalogue as JSON Lines, in the order in which entries came.
func entriesOf(t testing.TB, cat *catalogue.Catalogue) string {
	t.Helper()
	var b strings.Builder
	for r, err := range cat.All(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		line, err := r.Entry.MarshalJSON() // json.Marshal would escape & and <
		if err != nil {
			t.Fatal(err)
		}
		b.Write(line)
		b.WriteByte('\n')
	}
	return b.String()
}

// reportText is a report without what differs from run to run, with what stands
// in the registry of problems anyway left out, and its lists one item a line.
func reportText(t testing.TB, rep *Detail, built bool) string {
	t.Helper()
	data, err := json.Marshal(rep)
	if err != nil {
		t.Fatal(err)
	}
	var d map[string]any
	if err := json.Unmarshal(data, &d); err != nil {
		t.Fatal(err)
	}
	delete(d, "started")
	delete(d, "seconds")
	delete(d, "rows_per_second")
	if built {
		for _, s := range d["sources"].([]any) {
			delete(s.(map[string]any), "bytes")
			delete(s.(map[string]any), "sha256")
		}
	}
	for _, g := range d["problems"].([]any) {
		for _, key := range []string{"title_zh", "title_en", "advice_zh", "advice_en", "severity"} {
			delete(g.(map[string]any), key)
		}
	}
	var b bytes.Buffer
	layOut(&b, d, "", false)
	b.WriteByte('\n')
	return b.String()
}

// oneLine are the keys of what stands on one line, and those of lists whose
// items do.
var oneLine, itemALine = regexp.MustCompile(`^(sources|settings|info|header_rows)$`), regexp.MustCompile(`^(columns|sample|examples)$`)

// layOut writes JSON with the items of lists on a line each.
func layOut(b *bytes.Buffer, v any, indent string, flat bool) {
	compact := func(v any) {
		enc := json.NewEncoder(b)
		enc.SetEscapeHTML(false)
		_ = enc.Encode(v) // what came out of JSON goes into it
		b.Truncate(b.Len() - 1)
	}
	comma := func(i int) {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("\n" + indent + " ")
	}
	switch v := v.(type) {
	case map[string]any:
		b.WriteString("{")
		for i, key := range slices.Sorted(maps.Keys(v)) {
			comma(i)
			compact(key)
			b.WriteString(": ")
			if oneLine.MatchString(key) {
				compact(v[key])
			} else {
				layOut(b, v[key], indent+" ", itemALine.MatchString(key))
			}
		}
		b.WriteString("\n" + indent + "}")
	case []any:
		b.WriteString("[")
		for i, item := range v {
			comma(i)
			if flat {
				compact(item)
			} else {
				layOut(b, item, indent+" ", false)
			}
		}
		b.WriteString("\n" + indent + "]")
	default:
		compact(v)
	}
}
