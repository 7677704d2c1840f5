package columns

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestNumbersOfParts: what stands behind a slash and is no body's belongs to the
// number before; two numbers with a slash between stay two.
func TestNumbersOfParts(t *testing.T) {
	for text, want := range map[string][]string{
		"ISO 3758:1991/SUP:1993":            {"ISO 3758:1991/SUP:1993"},
		"ISO 3758:1991/Suppl:1993":          {"ISO 3758:1991/Suppl:1993"},
		"ISO 3758:1991/ISO 8501:1988":       {"ISO 3758:1991", "ISO 8501:1988"},
		"GB/T 5750.6-2006(部分代替)":            {"GB/T 5750.6-2006"},
		"ISO 3758:1991/SUP:1993；ISO 1:2016": {"ISO 3758:1991/SUP:1993", "ISO 1:2016"},
	} {
		got, beside := Numbers(text)
		if diff := cmp.Diff(want, got); diff != "" || beside != "" {
			t.Errorf("%s: beside %q: %s", text, beside, diff)
		}
	}
}
