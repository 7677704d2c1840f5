package eval

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestSlip(t *testing.T) {
	h := newHomophones(map[rune]int{'压': 9, '雅': 3, '亚': 5, '力': 4, '容': 2})
	if diff := cmp.Diff([]rune{'压', '亚', '雅'}, h["ya"]); diff != "" {
		t.Error(diff)
	}
	for i := range 20 {
		got, ok := h.slip([]string{"压力", "容器"}, dice("slip", strings.Repeat("x", i)))
		if !ok || got[0] != "亚力" && got[0] != "雅力" || got[1] != "容器" {
			t.Errorf("slip gives %v %v", got, ok)
		}
	}
	if got, ok := h.slip([]string{"容器"}, dice()); ok {
		t.Errorf("no other character sounds like these, yet %v", got)
	}
}

func TestMistype(t *testing.T) {
	seen := make(map[string]bool)
	for i := range 200 {
		got, ok := mistype([]string{"emc", "charging"}, dice("mistype", strings.Repeat("x", i)))
		if !ok || got[0] != "emc" || got[1] == "charging" || got[1][0] != 'c' {
			t.Fatalf("mistype gives %v %v", got, ok)
		}
		seen[got[1]] = true
		a, b := []byte(got[1]), []byte("charging")
		if len(a) == len(b) {
			slices.Sort(a)
			slices.Sort(b)
			if string(a) != string(b) {
				t.Errorf("%s is not a swap", got[1])
			}
		} else if len(a) != len(b)-1 && len(a) != len(b)+1 {
			t.Errorf("%s", got[1])
		}
	}
	for _, want := range []string{"chaging", "chraging", "chharging"} {
		if !seen[want] {
			t.Errorf("%s never comes of 200 throws", want)
		}
	}
	if got, ok := mistype([]string{"emc"}, dice()); ok {
		t.Errorf("too short, yet %v", got)
	}
}

func TestSpelled(t *testing.T) {
	for word, want := range map[string]string{"压力容器": "yalirongqi", "长度": "changdu", "增长": "zengzhang", "校准": "jiaozhun", "绿色": "lvse", "行业": "hangye", "调味": "tiaowei"} {
		if got, ok := spell(word); !ok || got != want {
			t.Errorf("%s is spelt %s %v, want %s", word, got, ok, want)
		}
	}
	if got, ok := spelled([]string{"压力", "emc"}, nil); ok {
		t.Errorf("letters have no reading, yet %v", got)
	}
}

func TestTraditional(t *testing.T) {
	for in, want := range map[string]string{"电动汽车": "電動汽車", "无缝钢管": "無縫鋼管", "后里面": "后里面", "emc": "emc"} {
		if got := toTraditional(in); got != want {
			t.Errorf("%s becomes %s, want %s", in, got, want)
		}
	}
	if _, ok := inTraditional([]string{"卫生"}, nil); !ok {
		t.Error("卫生 has a traditional form")
	}
	if got, ok := inTraditional([]string{"水"}, nil); ok {
		t.Errorf("水 is the same, yet %v", got)
	}
}

func TestOtherwise(t *testing.T) {
	f := otherwise(func(w string) []string {
		if w == "塑胶" {
			return []string{"塑胶", "塑料"}
		}
		return nil
	})
	if got, ok := f([]string{"检验", "塑胶"}, dice()); !ok || got[1] != "塑料" {
		t.Errorf("%v %v", got, ok)
	}
	if got, ok := f([]string{"检验"}, dice()); ok {
		t.Errorf("no synonym, yet %v", got)
	}
}

func TestWords(t *testing.T) {
	df := map[string]uint32{"医疗": 50, "器械": 40, "致敏": 1, "刺激": 2, "试验": 90, "部分": 99}
	words := []string{"医疗", "器械", "部分", "刺激", "致敏", "试验"}
	if diff := cmp.Diff([]string{"刺激", "致敏"}, mainWords(words, df)); diff != "" {
		t.Error(diff)
	}
	got := rarest(words, df, 3, dice("x"))
	slices.Sort(got)
	if diff := cmp.Diff([]string{"刺激", "器械", "致敏"}, got); diff != "" {
		t.Error(diff)
	}
	if len(random(words, 3, dice("x"))) != 3 || len(random(words[:1], 3, dice("x"))) != 1 {
		t.Error("random gives another number of words")
	}
	title := "GB 标准 电动汽车传导充电系统 第1部分：通用要求"
	lengths := make(map[int]bool)
	for i := range 300 {
		s := substring(title, dice("s", strings.Repeat("x", i)))
		n := utf8.RuneCountInString(s)
		lengths[n] = true
		if !strings.Contains(title, s) || n < 2 || n > 12 || len(hanRuns(s)) != 1 {
			t.Fatalf("substring %q", s)
		}
	}
	if !lengths[2] || !lengths[10] {
		t.Errorf("lengths %v", lengths)
	}
	if s := substring("A 1 型", dice()); s != "" {
		t.Errorf("no two Han characters together, yet %q", s)
	}
}
