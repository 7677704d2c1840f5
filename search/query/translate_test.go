package query

import (
	"slices"
	"testing"

	"chabiao/corpus/segment"
	"chabiao/corpus/vocab"
)

// What words are called in the other language. A phrase stays words.
func TestTranslate(t *testing.T) {
	p := parser(t)
	for _, c := range []struct{ query, word, also string }{
		{"水分测定", "测定", "determination"},
		{"determination of moisture", "determination", "测定"},
		{"测定方法 手册", "手册", "handbook"},
		{"深沟球轴承", "深沟球轴承", "deep groove ball bearing"},
		{"宏观 断口", "断口", "fracture"},
		{"chemical analysis", "chemical", "化学分析"},       // the phrase
		{"chemical analysis", "analysis", "化学分析"},       // at each of its words
		{"chemical analysis", "analysis", "分析"},         // which keep their own
		{"化学 分析", "分析", "chemical analysis"},            // with a blank within
		{"塑胶 表征", "表征", "characterization"},             // 塑胶 is a synonym
		{"characterization plastics", "plastics", "塑料"}, // the other way
		{"方法 测定", "方法", "method"},                       // weak words too
	} {
		units := p.Parse(c.query).Words
		i := slices.IndexFunc(units, func(u segment.Unit) bool { return u.Text == c.word })
		if i < 0 {
			t.Errorf("%q has no word %q: %v", c.query, c.word, Plan{Words: units}.Units())
			continue
		}
		if !slices.ContainsFunc(units[i].Also, func(a segment.Alternative) bool { return a.Text == c.also }) {
			t.Errorf("%q: %q is not also %q but %v", c.query, c.word, c.also, units[i].Also)
		}
		if !slices.IsSortedFunc(units[i].Also, surestFirst) {
			t.Errorf("%q: %v is not in order", c.query, units[i].Also)
		}
	}
	for _, u := range p.Parse("测定方法").Words {
		if u.Text == "方法" && !u.Weak {
			t.Error("a translation made 方法 a word that must be found")
		}
	}
}

// A word that only its pieces are known of.
func TestPieced(t *testing.T) {
	p := parser(t)
	for _, c := range []struct {
		word, want string
	}{
		{"热轧钢板", "hot rolled steel plate"},
		{"塑料齿轮", "plastic gear"}, // by synonyms.txt
		{"热轧钢板轧", ""},            // a character is left
		{"钢板", ""},
		{"", ""},
	} {
		got := ""
		if list := p.pieced(c.word); len(list) > 0 {
			got = list[0].Text
			if w := list[0].Weight; len(list) != 1 || w <= 0 || w >= vocab.WeightGlossary {
				t.Errorf("%q: %v", c.word, list)
			}
		}
		if got != c.want {
			t.Errorf("%q: %q, want %q", c.word, got, c.want)
		}
	}
}

func FuzzTranslate(f *testing.F) {
	p := parser(f)
	f.Add("深沟球轴承 chemical-analysis, 测定方法")
	f.Add("热轧钢板热轧钢板热轧钢板热轧钢板")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1000 {
			return
		}
		for _, u := range p.Words(text).Words {
			for _, a := range u.Also {
				if len(a.Terms) == 0 || a.Weight <= 0 {
					t.Errorf("%q: %q is also %+v", text, u.Text, a)
				}
			}
		}
	})
}
