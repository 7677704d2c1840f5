package han

import "testing"

func TestFold(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"", ""},
		{"plain", "plain"},
		{"GB/T 19001—2016", "gb/t 19001—2016"},
		{"ＧＢ／Ｔ　１９００１", "gb/t 19001"},
		{"無縫鋼管", "无缝钢管"},
		{"圧力容器", "压力容器"},
		{"質量管理體系", "质量管理体系"},
		{"Électrotechnique", "electrotechnique"},
		{"ÄÖÜ straße", "aou straße"},
		{"100㎡", "100m2"},
		{"ГОСТ Р", "гост р"},
		{"アルミニウム", "アルミニウム"},
		{"ｱﾙﾐ", "アルミ"},
	} {
		if got := Fold(c.in); got != c.want {
			t.Errorf("Fold(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestFoldIsIdempotent(t *testing.T) {
	for r := rune(0x20); r < 0x30000; r++ {
		once := Fold(string(r))
		if twice := Fold(once); once != twice {
			t.Errorf("U+%04X %q folds to %q and then to %q", r, r, once, twice)
		}
	}
}

func BenchmarkFold(b *testing.B) {
	for b.Loop() {
		Fold("質量管理體系 要求 Quality management systems — Requirements")
	}
}
