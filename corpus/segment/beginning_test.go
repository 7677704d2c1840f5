package segment

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestBeginning(t *testing.T) {
	for text, want := range map[string]string{
		"质量管理体系 要求": "质量", "質量": "质量", "泵 试验": "泵", "Pressure vessels": "pressure", "5G网络": "5g",
		"“钢管”": "钢管", "": "", "——": "", "A-weighted": "a",
	} {
		if got := Beginning(text); got != want {
			t.Errorf("Beginning(%q) = %q, want %q", text, got, want)
		}
	}
}

// What is typed of a title begins as the title does.
func TestBeginningOfWhatIsTyped(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		title := rapid.StringOfN(rapid.RuneFrom([]rune("质量管理体系 ab5—-(é")), 0, 20, -1).Draw(t, "title")
		runes := []rune(title)
		typed := string(runes[:rapid.IntRange(0, len(runes)).Draw(t, "typed")])
		if !strings.HasPrefix(Beginning(title), Beginning(typed)) {
			t.Errorf("%q begins %q, and what is typed of it, %q, begins %q", title, Beginning(title), typed, Beginning(typed))
		}
	})
}
