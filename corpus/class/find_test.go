package class

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFind(t *testing.T) {
	for _, c := range []struct {
		scheme Scheme
		text   string
		want   []string // some of the codes
		not    string
	}{
		{ICS, "03.120", []string{"03.120", "03.120.10"}, "13.020"},
		{ICS, "０３．１２０．１０", []string{"03.120.10"}, "03.120"},
		{ICS, "焊接", []string{"25.160"}, "03"},
		{ICS, "銲接", nil, ""},
		{ICS, "Welding", []string{"25.160"}, "03"},
		{ICS, "quality management", []string{"03.120.10"}, "25.160"},
		{ICS, "management quality", []string{"03.120.10"}, ""},
		{CCS, "a0", []string{"A00", "A00/09"}, "B00"},
		{ICS, " ", nil, "03"},
		{ICS, "120.10", nil, "03.120.10"}, // a code is found from its beginning
	} {
		got := make(map[string]bool)
		last := ""
		for _, n := range Find(c.scheme, c.text) {
			if n.Code <= last {
				t.Errorf("%q: %s behind %s", c.text, n.Code, last)
			}
			last = n.Code
			got[n.Code] = true
		}
		have := make(map[string]bool)
		want := make(map[string]bool)
		for _, code := range c.want {
			want[code] = true
			if got[code] {
				have[code] = true
			}
		}
		if d := cmp.Diff(want, have); d != "" || got[c.not] {
			t.Errorf("%q finds %v: %s", c.text, got, d)
		}
	}
}
