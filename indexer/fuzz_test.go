package indexer

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"chabiao/corpus/catalogue"
	"chabiao/indexer/source"
)

// FuzzImport imports any bytes under any name's ending: nothing panics, memory
// and time are bounded by the bounds of what is read, and the counts of a dry
// run add up.
func FuzzImport(f *testing.F) {
	cat, err := catalogue.Open(f.TempDir())
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { cat.Close() })
	for _, d := range deliveries() {
		if data := d.data(f); len(data) < 8<<10 {
			f.Add(data, filepath.Ext(d.file))
		}
	}
	for _, s := range []string{"", "\ufeff", "{", "[{}]", "标准号\n", "\xff\xfe", "PK\x03\x04", "\x1f\x8b", "---\n- id: x\n"} {
		f.Add([]byte(s), ".csv")
	}
	f.Fuzz(func(t *testing.T, data []byte, ending string) {
		if len(data) > 1<<20 || len(ending) > 20 || filepath.Base("a"+ending) != "a"+ending {
			t.Skip("more than the test needs")
		}
		dir := t.TempDir()
		path := filepath.Join(dir, "a"+ending)
		if os.WriteFile(path, data, 0o644) != nil {
			t.Skip("no name of a file")
		}
		rep, err := DryRun(context.Background(), cat, dir, []string{path}, Options{Today: today, Read: source.Options{MaxUnpacked: 16 << 20}})
		if err != nil {
			return
		}
		if n := rep.Counts; n.New+n.Changed+n.Unchanged+n.Rejected != n.Read {
			t.Errorf("counts do not add up: %+v", n)
		}
		parts := int64(0)
		for _, p := range rep.Parts {
			parts += p.Rows
		}
		if parts != rep.Read {
			t.Errorf("parts have %d rows of %d", parts, rep.Read)
		}
	})
}
