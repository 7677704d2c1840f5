package han

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestParsePinyin(t *testing.T) {
	for _, c := range []struct {
		in   string
		want []string // splits, their syllables parted by blanks
	}{
		{"zhiliangguanli", []string{"zhi liang guan li", "zhi liang gu an li", "zhi li ang guan li", "zhi li ang gu an li"}},
		{"zhi liang", []string{"zhi liang", "zhi li ang"}},
		{"zhi li ang", []string{"zhi li ang"}},
		{"xian", []string{"xian", "xi an"}},
		{"xi'an", []string{"xi an"}},
		{"Xi’an ", []string{"xi an"}},
		{"  xi' an'", []string{"xi an"}},
		{"change", []string{"chang e", "chan ge"}},
		{"fangan", []string{"fang an", "fan gan"}},
		{"PINLV", []string{"pin lv"}},
		{"nüxie", []string{"nv xie", "nv xi e"}},
		{"celve", []string{"ce lve", "ce lv e"}},
		{"celue", []string{"ce lve", "ce lu e"}},
		{"zhuang", []string{"zhuang", "zhu ang"}},
		{"e", []string{"e"}},
		{"", nil},
		{" ' ", nil},
		{"zlgltx", nil},
		{"steel", nil},
		{"zhi4liang4", nil},
		{"z hi", nil},
		{"gb/t", nil},
		{"质量", nil},
		{"zhiliangx", nil},
		{strings.Repeat("a", maxPinyinInput+1), nil},
	} {
		var got []string
		for _, split := range ParsePinyin(c.in) {
			got = append(got, strings.Join(split, " "))
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("ParsePinyin(%q): %s", c.in, diff)
		}
	}
}

// The bound keeps the best of very many splits.
func TestParsePinyinIsBounded(t *testing.T) {
	in := strings.Repeat("xian", 32)
	splits := ParsePinyin(in)
	if len(splits) != maxPinyinSplits {
		t.Fatalf("%d splits, want %d", len(splits), maxPinyinSplits)
	}
	if len(splits[0]) != 32 || len(splits[1]) != 33 {
		t.Errorf("the best have %d and %d syllables, want 32 and 33", len(splits[0]), len(splits[1]))
	}
}

// Every title's own syllables, typed without blanks, are among the splits.
func TestParsePinyinFindsTitles(t *testing.T) {
	for _, title := range []string{"质量管理体系要求", "电安全", "西安方案", "女鞋策略", "饮用水标准", "压力容器焊接", "盐雾试验方案"} {
		want := strings.Join(Syllables(title), " ")
		typed := strings.ReplaceAll(want, " ", "")
		found := false
		for _, split := range ParsePinyin(typed) {
			found = found || strings.Join(split, " ") == want
		}
		if !found {
			t.Errorf("%s: %q is not among %v", title, want, ParsePinyin(typed))
		}
	}
}

func FuzzParsePinyin(f *testing.F) {
	for _, s := range []string{"zhiliang", "xi'an", "xianxianxianxianxian", "celue nue", "nü", "aaaaaaaaaaaaaaaaaaaaaaaaaaaa", " '", "K", "\xff"} {
		f.Add(s)
	}
	lue := strings.NewReplacer("lve", "lue", "nve", "nue")
	f.Fuzz(func(t *testing.T, s string) {
		start := time.Now()
		splits := ParsePinyin(s)
		if took := time.Since(start); took > time.Second {
			t.Fatalf("%v for %q", took, s)
		}
		if len(splits) > maxPinyinSplits {
			t.Fatalf("%d splits", len(splits))
		}
		typed := strings.NewReplacer(" ", "", "\t", "", "'", "", "’", "", "　", "", "ü", "v", "Ü", "v").Replace(s)
		typed = lue.Replace(strings.ToLower(typed))
		seen := map[string]bool{}
		for i, split := range splits {
			if got := lue.Replace(strings.Join(split, "")); got != typed {
				t.Fatalf("%v joins to %q, want %q", split, got, typed)
			}
			if i > 0 && len(split) < len(splits[i-1]) {
				t.Fatalf("%v stands behind the longer %v", split, splits[i-1])
			}
			for _, syllable := range split {
				if !soundTables().valid[syllable] {
					t.Fatalf("%q is no syllable", syllable)
				}
			}
			if key := strings.Join(split, " "); seen[key] {
				t.Fatalf("%q twice", key)
			} else {
				seen[key] = true
			}
		}
	})
}

func BenchmarkParsePinyin(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		ParsePinyin("zhiliangguanlitixiyaoqiu")
	}
}
