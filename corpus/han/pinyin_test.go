package han

import (
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"
)

func TestSyllables(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"", ""},
		{"质量管理体系", "zhi liang guan li ti xi"},
		{"質量管理體系", "zhi liang guan li ti xi"},
		{"重量", "zhong liang"},
		{"重复性", "chong fu xing"},
		{"重金属", "zhong jin shu"},
		{"严重复杂", "yan zhong fu za"},
		{"长度", "chang du"},
		{"头部长度", "tou bu chang du"},
		{"生长期", "sheng zhang qi"},
		{"银行业", "yin hang ye"},
		{"烟草行业", "yan cao hang ye"},
		{"进行业务", "jin xing ye wu"},
		{"测量", "ce liang"},
		{"调整", "tiao zheng"},
		{"调查", "diao cha"},
		{"空调色差", "kong tiao se cha"},
		{"频率", "pin lv"},
		{"数据传输", "shu ju chuan shu"},
		{"钻孔", "zuan kong"},
		{"屏幕", "ping mu"},
		{"供应链", "gong ying lian"},
		{"应力", "ying li"},
		{"载荷", "zai he"},
		{"参数", "can shu"},
		{"人参", "ren shen"},
		{"森林参数", "sen lin can shu"},
		{"着色", "zhuo se"},
		{"还原", "huan yuan"},
		{"单位", "dan wei"},
		{"石油", "shi you"},
		{"合金", "he jin"},
		{"给水排水", "ji shui pai shui"},
		{"朝阳", "chao yang"},
		{"热轧钢板", "re zha gang ban"},
		{"弹簧", "tan huang"},
		{"校准", "jiao zhun"},
		{"学校", "xue xiao"},
		{"粘度", "nian du"},
		{"模具", "mu ju"},
		{"大黄鱼", "da huang yu"},
		{"川芎", "chuan xiong"},
		{"女鞋", "nv xie"},
		{"策略", "ce lve"},
		{"〇", "ling"},
		{"鿏𬭊", "mai du"},
	} {
		if got := strings.Join(Syllables(c.in), " "); got != c.want {
			t.Errorf("Syllables(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestSyllablesLineUpWithFoldedRunes(t *testing.T) {
	want := []string{"", "", "", "", "", "jian", "ce", "", "", ""}
	if diff := cmp.Diff(want, Syllables("PM2.5檢測 ㎡")); diff != "" {
		t.Error(diff)
	}
}

func TestInitials(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"", ""},
		{"质量管理体系", "zlgltx"},
		{"品質管理體系　要求", "pzgltxyq"},
		{"5G网络", "5gwl"},
		{"PM2.5（细颗粒物）", "pm25xklw"},
		{"测量不确定度", "clbqdd"},
		{"アルミ", ""},
	} {
		if got := Initials(c.in); got != c.want {
			t.Errorf("Initials(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

// gb2312 are the characters of GB 2312, in two levels.
func gb2312(t *testing.T) (levels [2][]rune) {
	t.Helper()
	d := simplifiedchinese.GBK.NewDecoder()
	for hi := byte(0xb0); hi <= 0xf7; hi++ {
		for lo := byte(0xa1); lo <= 0xfe; lo++ {
			if hi == 0xd7 && lo > 0xf9 {
				continue // places that the standard leaves empty
			}
			s, err := d.Bytes([]byte{hi, lo})
			if err != nil {
				t.Fatal(err)
			}
			r, _ := utf8.DecodeRune(s)
			level := 0
			if hi >= 0xd8 {
				level = 1
			}
			levels[level] = append(levels[level], r)
		}
	}
	if len(levels[0]) != 3755 || len(levels[1]) != 3008 {
		t.Fatalf("GB 2312 has %d and %d characters", len(levels[0]), len(levels[1]))
	}
	return levels
}

func TestPinyinTable(t *testing.T) {
	want := map[rune]int{}
	for level, chars := range gb2312(t) {
		for _, r := range chars {
			if Simplify(r) == r {
				want[r] = level
			}
		}
	}
	known, total := map[rune]int{}, 0
	syllables := map[string]bool{}
	previous := ""
	for line := range strings.Lines(pinyinTable) {
		if line[0] == '#' {
			continue
		}
		f := strings.Fields(line)
		if len(f) != 4 {
			t.Fatalf("%.20q has %d columns, want 4", line, len(f))
		}
		if f[0] <= previous || len(f[0]) > maxSyllable || strings.Trim(f[0], "abcdefghijklmnopqrstuvwxyz") != "" {
			t.Errorf("syllable %q behind %q", f[0], previous)
		}
		previous = f[0]
		syllables[f[0]] = true
		for level, chars := range f[1:] {
			for _, r := range strings.Trim(chars, "-") {
				total++
				if _, twice := known[r]; twice {
					t.Errorf("%c stands twice", r)
				}
				if Simplify(r) != r {
					t.Errorf("%c folds to %c", r, Simplify(r))
				}
				known[r] = level
			}
		}
	}
	for r, level := range want {
		if got, ok := known[r]; !ok || got != level {
			t.Errorf("%c: level %d, known %v, want level %d", r, got+1, ok, level+1)
		}
	}
	if n := len(syllables); n < 400 || n > 415 {
		t.Errorf("%d syllables", n)
	}
	if total < 15000 {
		t.Errorf("%d characters", total)
	}
	for s := range strings.FieldsSeq("zhuang chuang er nv lve nve o e a hng m fiao yi wu yu") {
		if wrong := s == "hng" || s == "m" || s == "fiao"; syllables[s] == wrong {
			t.Errorf("syllable %s: %v", s, syllables[s])
		}
	}
}

func TestPolyphoneTable(t *testing.T) {
	given := map[string]bool{}
	for line := range strings.Lines(polyphoneTable) {
		if line[0] == '#' {
			continue
		}
		f := strings.Fields(line)
		if len(f) < 3 {
			t.Fatalf("%q has no words", line)
		}
		if utf8.RuneCountInString(f[0]) != 1 || !soundTables().valid[f[1]] {
			t.Errorf("%s %s is no character with a syllable", f[0], f[1])
		}
		for _, w := range f[2:] {
			if !strings.Contains(w, f[0]) || Fold(w) != w {
				t.Errorf("%s stands with %s", w, f[0])
			}
			if n := utf8.RuneCountInString(w); n < 2 || n > maxPolyphoneWord {
				t.Errorf("%s has %d characters, want 2 to %d", w, n, maxPolyphoneWord)
			}
			if given[f[0]+w] {
				t.Errorf("%s has two readings of %s", w, f[0])
			}
			given[f[0]+w] = true
		}
	}
	if len(given) < 300 {
		t.Errorf("%d words", len(given))
	}
}

func FuzzSyllables(f *testing.F) {
	for _, s := range []string{"", "质量", "進行業務", "重重重重重", "行\xff业", "㎡ﬀ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Syllables(s)
		folded := []rune(Fold(s))
		if len(got) != len(folded) {
			t.Fatalf("%d syllables for %d runes of %q", len(got), len(folded), s)
		}
		for i, syllable := range got {
			if syllable != "" && (!soundTables().valid[syllable] || !IsIdeographic(folded[i])) {
				t.Fatalf("%c reads %q", folded[i], syllable)
			}
		}
		if n := len(Initials(s)); n > len(got) {
			t.Fatalf("%d initials for %d runes", n, len(got))
		}
	})
}

func BenchmarkSyllables(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Syllables("质量管理体系 基础和术语")
	}
}

func BenchmarkInitials(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Initials("质量管理体系 基础和术语")
	}
}

// BenchmarkLoadSounds tells what the first use costs, and what stays in memory.
func BenchmarkLoadSounds(b *testing.B) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	kept := loadSounds()
	runtime.GC()
	runtime.ReadMemStats(&after)
	for b.Loop() {
		loadSounds()
	}
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/1024, "KiB-kept")
	runtime.KeepAlive(kept)
}
