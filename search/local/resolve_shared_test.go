package local

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"chabiao/corpus/catalogue"
	"chabiao/corpus/number"
	"chabiao/corpus/number/numbertest"
	"chabiao/search"
)

// numbersOnly writes the numbers of the real catalogues, with their statuses
// and relations and without their texts, as a catalogue that is quick to import.
func numbersOnly(t *testing.T, path string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(filepath.Dir(path), "*.jsonl.gz"))
	if err != nil {
		t.Fatal(err)
	}
	out, err := os.Create(filepath.Join(t.TempDir(), "numbers.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(out)
	enc := json.NewEncoder(w)
	for _, file := range files {
		eachLine(t, file, func(line []byte) {
			var e struct {
				Number     string   `json:"number"`
				Status     string   `json:"status,omitempty"`
				Published  string   `json:"published,omitempty"`
				Replaces   []string `json:"replaces,omitempty"`
				ReplacedBy []string `json:"replaced_by,omitempty"`
			}
			if err := json.Unmarshal(line, &e); err != nil {
				t.Fatal(err)
			}
			if err := enc.Encode(e); err != nil {
				t.Fatal(err)
			}
		})
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Name()
}

func eachLine(t *testing.T, path string, do func(line []byte)) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	gz, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	sc := bufio.NewScanner(gz)
	sc.Buffer(nil, 16<<20)
	for sc.Scan() {
		do(sc.Bytes())
	}
	if err := sc.Err(); err != nil {
		t.Fatal(err)
	}
}

// TestResolveDistorted writes real numbers in every way in which people write
// them: each must be found, first, however it is spelt.
func TestResolveDistorted(t *testing.T) {
	path := sharedCatalog(t)
	if testing.Short() {
		t.Skip("imports 330,000 entries")
	}
	e, cat := openDir(t, t.TempDir(), numbersOnly(t, path))
	rng := rand.New(rand.NewPCG(7, 7))
	every := uint64(40)
	if os.Getenv("CHABIAO_ALL") != "" {
		every = 1
	}
	type asked struct{ id, number, distortion, spelling string }
	var batch []asked
	all, missed := 0, 0
	misses := make(map[string]int)
	flush := func() {
		inputs := make([]string, len(batch))
		for i := range batch {
			inputs[i] = batch[i].spelling
		}
		list, err := e.Resolve(t.Context(), inputs, "zh")
		if err != nil {
			t.Fatal(err)
		}
		for i, r := range list {
			all++
			if len(r.Matches) > 0 && r.Matches[0].ID == batch[i].id {
				continue
			}
			missed++
			misses[batch[i].distortion]++
			if misses[batch[i].distortion] <= 8 {
				first := "nothing, " + r.Hint
				if len(r.Matches) > 0 {
					first = r.Matches[0].Number
				}
				t.Logf("%s: %s, written %q, finds %s", batch[i].distortion, batch[i].number, batch[i].spelling, first)
			}
		}
		batch = batch[:0]
	}
	for rec, err := range cat.All(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if rng.Uint64N(every) != 0 {
			continue
		}
		n, err := number.Parse(rec.Entry.Number)
		if err != nil {
			t.Fatal(err)
		}
		list := numbertest.Common
		switch {
		case n.Country() == "CN":
			list = append(list[:len(list):len(list)], numbertest.Chinese...)
		case n.Family() == "ISO" || n.Family() == "IEC":
			list = append(list[:len(list):len(list)], numbertest.ISO...)
		}
		for _, d := range list {
			if s, ok := d.Apply(rec.Entry.Number); ok {
				batch = append(batch, asked{rec.ID, rec.Entry.Number, d.Name, s})
			}
			if len(batch) == search.MaxNumbers {
				flush()
			}
		}
	}
	flush()
	t.Logf("%d spellings, %d do not find their standard first: %v", all, missed, misses)
	if float64(missed) > 0.001*float64(all) {
		t.Errorf("%d of %d spellings do not find their standard first", missed, all)
	}
}

// TestRelationsMeet counts the relations of the real catalogue whose other end
// the catalogue has, and those that could not be read as a number at all.
func TestRelationsMeet(t *testing.T) {
	path := sharedCatalog(t)
	if testing.Short() {
		t.Skip("imports 50,000 entries")
	}
	_, cat := openDir(t, t.TempDir(), path)
	var all, numbers, met int
	var dirt []string
	for rec, err := range cat.All(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		for _, target := range catalogue.Targets(rec.Entry) {
			all++
			if _, err := number.Parse(target.Number); err != nil {
				dirt = append(dirt, rec.Entry.Number+" "+target.Kind.String()+" "+target.Number)
				continue
			}
			numbers++
			if _, err := cat.ByKey(t.Context(), target.Key); err == nil {
				met++
			}
		}
	}
	t.Logf("%d relations: %d to numbers, %d of them in the catalogue; %d are no numbers", all, numbers, met, len(dirt))
	for _, line := range dirt[:min(len(dirt), 30)] {
		t.Log("  " + line)
	}
	if float64(len(dirt)) > 0.005*float64(all) {
		t.Errorf("%d of %d relations could not be read", len(dirt), all)
	}
}
