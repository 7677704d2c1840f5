package class_test

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chabiao/corpus/class"
)

func TestKnown(t *testing.T) {
	for code, want := range map[string]bool{"67.060": true, "67": true, "13.030.01": true, "13.999": false, "98.100": false, "6706": false, "": false, "03.120.10": true} {
		if got := class.Known(class.ICS, code); got != want {
			t.Errorf("ICS %q: %v", code, got)
		}
	}
	for code, want := range map[string]bool{"A00": true, "C51": true, "Y10/19": true, "Y19/10": false, "Y10/10": false, "c 51": true, "C26": false, "K22": true, "D50": true, "Z79": true, "Z80": false, "A03": false, "A02": true, "I10": false, "O": false, "A": true, "": false, "AA1": false} {
		if got := class.Known(class.CCS, code); got != want {
			t.Errorf("CCS %q: %v", code, got)
		}
	}
}

// TestKnownAgainstTables holds Known to the tables of the classifications that
// people keep beside the repository.
func TestKnownAgainstTables(t *testing.T) {
	dir := os.Getenv("CHABIAO_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared")
	}
	for name, scheme := range map[string]class.Scheme{"ics.tsv": class.ICS, "ccs.tsv": class.CCS} {
		f, err := os.Open(filepath.Join(dir, "class", name))
		if err != nil {
			t.Skip("no tables of ICS and CCS here: set CHABIAO_SHARED to the folder that has class/ics.tsv")
		}
		defer f.Close()
		n := 0
		for sc := bufio.NewScanner(f); sc.Scan(); {
			var norm string
			for cell := range strings.SplitSeq(sc.Text(), "\t") {
				if code, ok := class.Normalize(scheme, cell); ok {
					norm = code
					break
				}
			}
			if norm == "" {
				continue // a heading
			}
			n++
			if !class.Known(scheme, norm) {
				t.Errorf("%s %s is not known", scheme, norm)
			}
		}
		if n < 1000 {
			t.Errorf("%s: %d codes", name, n)
		}
	}
}
