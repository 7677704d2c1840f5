package vocab

import (
	"errors"
	"strings"
	"testing"

	"chabiao/corpus"
	"chabiao/corpus/han"

	"github.com/google/go-cmp/cmp"
)

func load(t testing.TB) *Vocabulary {
	t.Helper()
	v, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestFilesLoad(t *testing.T) {
	v := load(t)
	terms := v.Terms()
	if len(terms) < 1000 {
		t.Errorf("%d terms, fewer than synonyms.txt has", len(terms))
	}
	for _, term := range terms {
		synonyms := v.Synonyms(term)
		for i, s := range synonyms {
			if s.Text == term {
				t.Errorf("%q is its own synonym", term)
			}
			if i > 0 && s.Weight > synonyms[i-1].Weight {
				t.Errorf("%q: %q is surer than the one before it", term, s.Text)
			}
			if s.Weight == WeightImplied {
				continue
			}
			back := false
			for _, b := range v.Synonyms(s.Text) {
				back = back || b == Synonym{term, s.Weight}
			}
			if !back {
				t.Errorf("%q = %q holds one way only", term, s.Text)
			}
		}
		if v.Kind(term) == Drop {
			t.Errorf("%q is a synonym and dropped from queries", term)
		}
	}
}

func TestSynonyms(t *testing.T) {
	v, err := parse(`
# groups
电磁兼容 = emc = electromagnetic compatibility
网络安全等级保护 = 等保
aluminium = aluminum = 铝材
waste water = wastewater
电动自行车 = electric bicycle
蓄电池 = 电瓶
x射线 = x光 = x ray
电瓶车 > 电动自行车
电瓶 > 电瓶车
`, "", "")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		term string
		want []Synonym
	}{
		{"电磁兼容", []Synonym{{"emc", 0.8}, {"electromagnetic compatibility", 0.8}}},
		{"emc", []Synonym{{"电磁兼容", 0.8}, {"electromagnetic compatibility", 0.8}}},
		{"等保", []Synonym{{"网络安全等级保护", 0.8}}},
		{"aluminum", []Synonym{{"aluminium", 1}, {"铝材", 0.8}}},
		{"waste-waters", []Synonym{{"wastewater", 1}}},
		{"x 射线", []Synonym{{"x光", 1}, {"x ray", 0.8}}},
		{"电瓶车", []Synonym{{"电动自行车", 0.6}, {"electric bicycle", 0.6}}},
		{"electric bicycles", []Synonym{{"电动自行车", 0.8}}},
		{"蓄电池", []Synonym{{"电瓶", 1}, {"电瓶车", 0.6}}}, // not on to 电动自行车
		{"电池", nil},
		{"", nil},
	} {
		if diff := cmp.Diff(c.want, v.Synonyms(c.term)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.term, diff)
		}
	}
	v.Synonyms("等保")[0].Text = "changed"
	if got := v.Synonyms("等保")[0].Text; got != "网络安全等级保护" {
		t.Errorf("a caller changed the vocabulary to %q", got)
	}
}

func TestParseRefuses(t *testing.T) {
	for _, c := range []struct{ name, synonyms, queries, want string }{
		{"capitals", "# c\n电磁兼容 = EMC", "", `synonyms.txt line 2: "EMC" is not folded: write "emc"`},
		{"traditional", "塑料 = 塑膠", "", `line 1: "塑膠" is not folded: write "塑胶"`},
		{"full width", "塑料 = ｐｖｃ", "", `write "pvc"`},
		{"twice in a group", "塑料 = 塑胶 = 塑料", "", `line 1: "塑料" stands twice`},
		{"plural twice", "toy = toys", "", `"toy" stands twice`},
		{"two groups", "塑料 = 塑胶\n\n塑胶 = plastic", "", `line 3: "塑胶" stands in an earlier group`},
		{"one Han character", "铝 = 铝材", "", `line 1: "铝" has one character`},
		{"one letter", "安培 = a", "", `"a" has one character`},
		{"missing term", "塑料 = = 塑胶", "", "line 1: a term is missing"},
		{"trailing sign", "塑料 = 塑胶 =", "", "a term is missing"},
		{"no sign", "塑料", "", `"塑料" has neither = nor >`},
		{"hyphen", "无线网 = wi-fi", "", `write "wi fi"`},
		{"two blanks", "electric  bicycle = e bike", "", `write "electric bicycle"`},
		{"only signs", "塑料 = ((", "", "0 characters or words"},
		{"long", "塑料 = " + strings.Repeat("塑", 17), "", "17 characters or words"},
		{"large group", "塑料" + strings.Repeat(" = 塑胶", 32), "", "33 terms in a group"},
		{"not UTF-8", "塑料 = \xff\xfe", "", "is not UTF-8"},
		{"one way to itself", "塑料 > 塑料", "", "stands on both sides"},
		{"one way twice", "塑料 > 塑胶\n塑料 > 塑胶", "", "line 2: \"塑料\" > \"塑胶\" stands in line 1"},
		{"one way and back in a line", "塑料 > 塑胶 > 塑料", "", "signs or blanks"},
		{"word apart is a term", "塑料 = 塑胶\n! 塑料", "", "line 2: \"塑料\" is a term or a word apart already"},
		{"term is a word apart", "! 塑料\n塑料 = 塑胶", "", "is a word apart"},
		{"one way from a word apart", "! 塑料\n塑料 > 塑胶", "", "is a word apart"},
		{"kind twice", "", "drop: 怎么\nweak: 怎么", `queries.txt line 2: "怎么" is drop already`},
		{"kind not known", "", "maybe: 怎么", "neither with drop:"},
		{"rewriting twice", "", "怎么测 > 测定\n怎么测 > 测量", "line 2: \"怎么测\" is rewritten in an earlier line"},
		{"rewriting of one character", "", "测 > 测定", "two characters or more"},
		{"rewriting to nothing", "", "怎么测 >", "something on its right"},
		{"query capitals", "", "drop: HOW", `write "drop: how"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := parse(c.synonyms, "", c.queries)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("got %v, want %q", err, c.want)
			}
			var e *corpus.Error
			if !errors.As(err, &e) || e.Hint == "" {
				t.Errorf("%v says nothing about what to do", err)
			}
		})
	}
}

// TestMatches shows a match as term:first synonym.
func TestMatches(t *testing.T) {
	v, err := parse(`
塑料 = 塑胶
盐雾 = 盐水喷雾
盐雾试验 = salt spray test
空调 = 空气调节器
调节阀 = control valve
emc = 电磁兼容
wireless charging = 无线充电
toy = 玩具
pm2.5 = 细颗粒物
x射线 = x光
家电 = 家用电器
! 国家电网
`, "", "")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ text, want string }{
		{"聚乙烯塑料管材", "塑料:塑胶"},
		{"盐雾试验箱", "盐雾试验:salt spray test"},
		{"盐雾箱", "盐雾:盐水喷雾"},
		{"中空调节阀", "调节阀:control valve"}, // the longer, though 空调 begins before it
		{"wireless charging emc", "wireless charging:无线充电 emc:电磁兼容"},
		{"wireless-charging", "wireless-charging:无线充电"},
		{"wireless, charging", ""},
		{"wireless chargingx", ""},
		{"emc测试", "emc:电磁兼容"},
		{"bemc emc2", ""},
		{"toys' safety", "toys:玩具"},
		{"pm2.5 监测", "pm2.5:细颗粒物"},
		{"pm2.50", ""},
		{"x 射线 探伤", "x 射线:x光"},
		{"max射线", ""},
		{"国家电网", ""},
		{"家电 国家电力", "家电:家用电器 家电:家用电器"},
		{"塑 料", ""},
		{"塑料塑料", "塑料:塑胶 塑料:塑胶"},
		{"", ""},
		{strings.Repeat("塑料", 4000), ""}, // too long a text
	} {
		var got []string
		for _, m := range v.Matches(c.text) {
			got = append(got, c.text[m.Start:m.End]+":"+m.Synonyms[0].Text)
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%q: got %q, want %q", c.text, s, c.want)
		}
	}
}

func TestKind(t *testing.T) {
	v := load(t)
	for word, want := range map[string]WordKind{
		"怎么": Drop, "最新": Drop, "现行": Drop, "国标": Drop, "how": Drop, "the": Drop,
		"要求": Weak, "规定": Weak, "方法": Weak, "标准": Weak, "国家标准": Weak, "requirements": Weak, "standards": Weak,
		"盐雾": Plain, "测定": Plain, "在线": Plain, "can": Plain, "free": Plain, "current": Plain, "code": Plain, "": Plain,
	} {
		if got := v.Kind(word); got != want {
			t.Errorf("%q is %v, want %v", word, got, want)
		}
	}
}

func TestRewrite(t *testing.T) {
	v := load(t)
	for in, want := range map[string]string{
		"甲醛怎么测":                    "甲醛测定",
		"甲醛咋测":                     "甲醛测定",
		"厚度怎么测量":                   "厚度测量",
		"电梯怎么检 怎么装":                "电梯检验 安装",
		"标准怎么写":                    "标准编写",
		"论文怎么写作":                   "论文写作",
		"防水如何选型":                   "防水选型",
		"how to store paint":       "storage paint",
		"how to test toys":         "test toys",
		"how to testify":           "how to testify",
		"somehow to test":          "somehow to test",
		"how to measure 甲醛如何检测的标准": "measurement 甲醛检测的标准",
		"盐雾试验":                     "盐雾试验",
		"":                         "",
	} {
		if got := v.Rewrite(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("塑料 = 塑胶\n电瓶车 > 电动自行车", "测定 = determination; measurement", "drop: 怎么\n怎么测 > 测定")
	f.Add("x射线 = x光 = x ray\npm2.5 = 细颗粒物", "x光 = x ray", "weak: 要求")
	f.Add("a = b >\n#", "; = ", ":>")
	f.Fuzz(func(t *testing.T, synonyms, translations, queries string) {
		v, err := parse(synonyms, translations, queries)
		if err != nil {
			if !strings.Contains(err.Error(), " line ") {
				t.Errorf("%v names no line", err)
			}
			return
		}
		for _, term := range v.Terms() {
			ms := v.Matches(term)
			if len(v.Synonyms(term)) == 0 { // only implied by others
				continue
			}
			if len(ms) != 1 || ms[0].Start != 0 || ms[0].End != len(term) {
				t.Errorf("%q does not match itself: %v", term, ms)
			}
			if len(v.Synonyms(term)) != len(ms[0].Synonyms) {
				t.Errorf("%q: Synonyms and Matches differ", term)
			}
		}
	})
}

func FuzzMatches(f *testing.F) {
	v := load(f)
	f.Add("电动车充电安全 wireless charging emc")
	f.Add("pm2.5 x-射线 . 1.a ß \xff")
	f.Add("甲醛怎么测 how to test")
	f.Fuzz(func(t *testing.T, text string) {
		text = han.Fold(text)
		end := 0
		for _, m := range v.Matches(text) {
			if m.Start < end || m.End <= m.Start || m.End > len(text) {
				t.Fatalf("%q: %d–%d after %d", text, m.Start, m.End, end)
			}
			end = m.End
			if diff := cmp.Diff(v.Synonyms(text[m.Start:m.End]), m.Synonyms); diff != "" {
				t.Errorf("%q: %s", text[m.Start:m.End], diff)
			}
		}
		if out := v.Rewrite(text); len(out) > 4*len(text) {
			t.Errorf("%q grew to %q", text, out)
		}
	})
}
