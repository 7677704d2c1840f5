package number

import (
	"errors"
	"testing"
)

func TestReasonsAreInBothLanguages(t *testing.T) {
	for text, want := range map[string]error{"": ErrEmpty, "无号": ErrDigits, "2016-12-30": ErrDate} {
		_, err := Parse(text)
		var zh interface{ Chinese() string }
		if !errors.Is(err, want) || !errors.As(err, &zh) || zh.Chinese() == "" {
			t.Errorf("%q: %v", text, err)
		}
	}
}
