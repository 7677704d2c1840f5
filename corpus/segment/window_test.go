package segment

import (
	"strings"
	"testing"
)

// TestMarkWindow: what is cut out of a long text begins and ends with whole
// words where a script has spaces between them.
func TestMarkWindow(t *testing.T) {
	plain := func(s string) string { return s }
	for _, c := range []struct {
		text, word string
		limit      int
		want       string
	}{
		{"provides guidance on the description of soil in the field and its surroundings", "soil", 40, "…of <soil> in the field and its…"},
		{"soil in the field and its surroundings", "soil", 20, "<soil> in the field…"},
		{"the field and its surroundings and the soil", "soil", 16, "…the <soil>"},
		{"本标准规定了食品中黄曲霉毒素的测定方法和步骤要求", "测定", 12, "…毒素的<测定>方法和步骤要求"},
		{strings.Repeat("x", 50) + "soil" + strings.Repeat("y", 50), "soil", 20, "…<soil>yyyyyyyyyyy…"},
		{"short", "short", 20, "<short>"},
	} {
		at := strings.Index(c.text, c.word)
		if got := Mark(c.text, []Span{{at, at + len(c.word)}}, "<", ">", plain, c.limit); got != c.want {
			t.Errorf("%q in %q: %q, not %q", c.word, c.text, got, c.want)
		}
	}
}
