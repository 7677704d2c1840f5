package segment

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
)

var titles = []string{
	"食品中黄曲霉毒素B1的测定", "无缝钢管", "输送流体用无缝钢管", "质量管理体系 要求", "电动汽车传导充电系统 第1部分：通用要求",
	"環境試驗 第2部分：鹽霧", "圧力容器の構造", "水质 化学需氧量的测定 重铬酸盐法", "铜", "铜线", "乾隆年制瓷器鉴定", "Type-C 接口与 PM2.5 传感器通用技术条件",
	"中华人民共和国行政区划代码", "信息安全技术 网络安全等级保护基本要求", "㐂字", "建筑构件（耐火）试验方法",
}

func load(t testing.TB) *Segmenter {
	s, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func terms(s *Segmenter, text string) map[string]int {
	out := make(map[string]int)
	s.NewCutter().Index(text, func(term []byte) { out[string(term)]++ })
	return out
}

// finds tells whether every word asked for by query, or what means the same, is
// among the terms.
func finds(units []Unit, have map[string]int) bool {
	for _, u := range units {
		if u.Optional {
			continue
		}
		ok := hasAll(u.Terms, u.Prefix, have)
		for _, a := range u.Also {
			ok = ok || hasAll(a.Terms, false, have)
		}
		if !ok {
			return false
		}
	}
	return true
}

func hasAll(terms []string, prefix bool, have map[string]int) bool {
	for _, term := range terms {
		ok := have[term] > 0
		if prefix {
			for h := range have {
				ok = ok || strings.HasPrefix(h, term)
			}
		}
		if !ok {
			return false
		}
	}
	return true
}

func TestAnySubstringFindsItsTitle(t *testing.T) {
	s := load(t)
	for _, title := range titles {
		have := terms(s, title)
		runes := []rune(title)
		for i := range runes {
			for j := i + 1; j <= len(runes); j++ {
				han := !slices.ContainsFunc(runes[i:j], func(r rune) bool { return !unicode.Is(unicode.Han, r) })
				if !han && (i > 0 || j < len(runes)) {
					continue
				}
				q := string(runes[i:j])
				units := s.Query(q)
				if !finds(units, have) {
					t.Errorf("query %q does not find %q: %+v", q, title, units)
				}
				if len(units) == 0 || !slices.ContainsFunc(units, func(u Unit) bool { return !u.Optional }) {
					t.Errorf("query %q asks for nothing", q)
				}
			}
		}
	}
}

func TestRandomSubstrings(t *testing.T) {
	s := load(t)
	rng := rand.New(rand.NewPCG(1, 2))
	alphabet := []rune("中黄曲霉毒素质量管理体系电动汽车钢管测定方法的与第部分要求铜线充")
	for range 5000 {
		text := make([]rune, 2+rng.IntN(20))
		for i := range text {
			text[i] = alphabet[rng.IntN(len(alphabet))]
		}
		i := rng.IntN(len(text) - 1)
		j := i + 2 + rng.IntN(len(text)-i-1)
		if q := string(text[i:min(j, len(text))]); !finds(s.Query(q), terms(s, string(text))) {
			t.Fatalf("%q does not find %q", q, string(text))
		}
	}
}

func TestQuery(t *testing.T) {
	s := load(t)
	for _, c := range []struct {
		q    string
		want []string
	}{
		{"質量管理體系", []string{"质量", "管理体系"}},
		{"Pressure Vessels of the", []string{"pressure", "vessels", "of", "the"}},
		{"ＥＭＣ 试验", []string{"emc", "试验"}},
		{"  。，", nil},
	} {
		var got []string
		for _, u := range s.Query(c.q) {
			got = append(got, u.Text)
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("Query(%q): %s", c.q, d)
		}
	}
}

func TestSpans(t *testing.T) {
	s := load(t)
	for _, c := range []struct{ text, query, want string }{
		{"质量管理体系 要求", "管理体系", "质量<管理体系> 要求"},
		{"無縫鋼管", "无缝钢管", "<無縫鋼管>"},
		{"Pressure vessels & pipes", "vessel", "Pressure <vessels> & pipes"},
		{"ＰＭ２．５检测", "pm2.5", "<ＰＭ２>．<５>检测"},
		{"水质", "钢管", "水质"},
	} {
		got := Mark(c.text, NewMatcher(s.Query(c.query)).Spans(c.text, 0), "<", ">", func(s string) string { return s }, 0)
		if got != c.want {
			t.Errorf("marking %q in %q: %q, want %q", c.query, c.text, got, c.want)
		}
	}
}

func FuzzQuery(f *testing.F) {
	for _, t := range titles {
		f.Add(t)
	}
	s := load(f)
	f.Fuzz(func(t *testing.T, text string) {
		units := s.Query(text)
		if len(units) <= maxUnits-1 && len([]rune(text)) < 60 && !finds(units, terms(s, text)) {
			t.Errorf("%q does not find itself", text)
		}
		for _, sp := range NewMatcher(units).Spans(text, 0) {
			if sp.Start < 0 || sp.End > len(text) || sp.Start >= sp.End {
				t.Errorf("bad span %v in %q", sp, text)
			}
		}
	})
}

func BenchmarkIndex(b *testing.B) {
	s := load(b)
	for b.Loop() {
		s.NewCutter().Index("信息安全技术 网络安全等级保护基本要求 Information security technology", func([]byte) {})
	}
}
