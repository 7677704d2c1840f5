package sheet

import "testing"

func TestInert(t *testing.T) {
	for in, want := range map[string]string{"": "", "GB 1": "GB 1", "=1": "'=1", "+1": "+1", "-3.5": "-3.5", "-A1": "'-A1", "@x": "'@x", "\tx": "'\tx", " =1": "' =1", "＝1+1": "'＝1+1", "a=b": "a=b", "'GB 1": "'GB 1", "'": "'"} {
		got := Inert(in)
		if got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
		if back := Original(got); back != in {
			t.Errorf("%q becomes %q, which comes back as %q", in, got, back)
		}
	}
}
