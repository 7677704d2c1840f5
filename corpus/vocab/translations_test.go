package vocab

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTranslationsLoad(t *testing.T) {
	v := load(t)
	chinese := 0
	for key, e := range v.terms {
		if e.translated {
			chinese++
			if len(e.translations) == 0 {
				t.Errorf("%s has none of its translations", e.text)
			}
		}
		for i, tr := range e.translations {
			if hasHan(tr.Text) == hasHan(e.text) {
				t.Errorf("%s is translated to %s, in the same language", e.text, tr.Text)
			}
			if tr.Weight <= 0 || tr.Weight > WeightGlossary {
				t.Errorf("%s: %s weighs %v", e.text, tr.Text, tr.Weight)
			}
			if i > 0 && tr.Weight > e.translations[i-1].Weight {
				t.Errorf("%s: %s is surer than the one before it", e.text, tr.Text)
			}
		}
		if key != keyOf(e.text) || len(e.translations) > maxTranslations {
			t.Errorf("%s: key %q, %d translations", e.text, key, len(e.translations))
		}
	}
	if chinese < 4000 {
		t.Errorf("%d Chinese terms, fewer than translations.txt has", chinese)
	}
}

func TestTranslations(t *testing.T) {
	v, err := parse(`
塑料 = 塑胶
塑胶袋 > 塑料
colour = color
测定仪器 = analyser
表面粗糙度 = surface roughness
`, `
# words
塑料 = plastic; resin
测定 = determination; measurement
测量 = measurement
色泽 = colour
`, "")
	if err != nil {
		t.Fatal(err)
	}
	const first, other = float32(WeightGlossary), float32(WeightGlossaryOther)
	implied := float32(WeightImplied)
	for _, c := range []struct {
		term string
		want []Synonym
	}{
		{"塑料", []Synonym{{"plastic", first}, {"resin", other}}},
		{"塑胶", []Synonym{{"plastic", first}, {"resin", other}}},
		{"塑胶袋", []Synonym{{"plastic", implied * first}, {"resin", implied * other}}},
		{"plastics", []Synonym{{"塑料", first}, {"塑胶", first}}},
		{"测定", []Synonym{{"determination", first}, {"measurement", other}}},
		{"measurement", []Synonym{{"测量", first}, {"测定", other}}},
		{"色泽", []Synonym{{"color", first}, {"colour", first}}},
		{"color", []Synonym{{"色泽", first}}},
		{"表面粗糙度", nil}, // of synonyms.txt
		{"", nil},
	} {
		if diff := cmp.Diff(c.want, v.Translations(c.term)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.term, diff)
		}
	}
	if got := v.Synonyms("测定"); got != nil {
		t.Errorf("a translation is the synonym %v", got)
	}
	if got := v.Matches("塑料测定"); len(got) != 1 {
		t.Errorf("%v: only 塑料 has synonyms", got)
	}
	v.Translations("测定")[0].Text = "changed"
	if got := v.Translations("测定")[0].Text; got != "determination" {
		t.Errorf("a caller changed the vocabulary to %q", got)
	}
	for _, term := range v.Terms() {
		if term == "测定" {
			t.Error("测定 is a word of translations.txt only, and stands among the terms of synonyms")
		}
	}
}

func TestTranslationsRefused(t *testing.T) {
	for _, c := range []struct{ name, line, want string }{
		{"no sign", "测定", `translations.txt line 2: "测定" has no =`},
		{"nothing in English", "测定 =", "line 2: a term is missing"},
		{"missing translation", "测定 = determination;", "a term is missing"},
		{"one character", "钢 = steel", `"钢" has one character`},
		{"the wrong way round", "determination = 测定", `"determination" is not Chinese`},
		{"Chinese on the right", "测定 = 测量", `"测量" is not English`},
		{"capitals", "测定 = Determination", `write "determination"`},
		{"traditional", "測定 = determination", `write "测定"`},
		{"hyphen", "无损 = non-destructive", `write "non destructive"`},
		{"twice", "测定 = determination\n测定 = measurement", `line 3: "测定" stands in an earlier line`},
		{"plural twice", "测定 = test; tests", `"test" stands twice`},
		{"in synonyms.txt", "塑料 = plastics", `"塑料" is "plastic" in synonyms.txt`},
		{"word apart", "软体家具 = furniture", "is a word apart"},
		{"many", "测定 = aa" + strings.Repeat("; bb", maxGroup), "33 translations"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := parse("塑料 = plastic\n! 软体家具", "\n"+c.line, "")
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("got %v, want %q", err, c.want)
			}
		})
	}
}
