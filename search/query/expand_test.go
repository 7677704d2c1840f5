package query

import (
	"slices"
	"strings"
	"testing"

	"chabiao/corpus/class"
	"chabiao/corpus/segment"
	"chabiao/corpus/vocab"

	"github.com/google/go-cmp/cmp"
)

func parser(t testing.TB) *Parser {
	t.Helper()
	seg, err := segment.Default()
	if err != nil {
		t.Fatal(err)
	}
	words, err := vocab.Load()
	if err != nil {
		t.Fatal(err)
	}
	return &Parser{Segmenter: seg, Vocab: words}
}

// Words as they are understood: those in brackets need not be found.
func TestWords(t *testing.T) {
	p := parser(t)
	for _, c := range []struct{ query, want string }{
		{"塑胶袋 标准", "塑胶 (袋) (标准)"},
		{"網路安全", "网路安全"},
		{"the noise of a machine", "(the) noise (of) (a) machine"},
		{"要求", "要求"}, // nothing else is asked for
	} {
		var got []string
		for _, u := range p.Parse(c.query).Words {
			if u.Optional || u.Weak {
				got = append(got, "("+u.Text+")")
			} else {
				got = append(got, u.Text)
			}
		}
		if g := strings.Join(got, " "); g != c.want {
			t.Errorf("%q: %q, want %q", c.query, g, c.want)
		}
	}
}

// What means the same, attached to the word that was typed.
func TestSynonymsAttach(t *testing.T) {
	p := parser(t)
	for _, c := range []struct{ query, word, also string }{
		{"EMC 测试", "emc", "电磁兼容"},
		{"电瓶", "电瓶", "蓄电池"},
		{"pressure vessel design", "pressure vessel", "压力容器"},
	} {
		units := p.Parse(c.query).Words
		i := slices.IndexFunc(units, func(u segment.Unit) bool { return u.Text == c.word })
		if i < 0 {
			t.Errorf("%q has no word %q: %v", c.query, c.word, Plan{Words: units}.Units())
			continue
		}
		if !slices.ContainsFunc(units[i].Also, func(a segment.Alternative) bool { return a.Text == c.also && a.Weight > 0 }) {
			t.Errorf("%q: %q is not also %q but %v", c.query, c.word, c.also, units[i].Also)
		}
	}
}

// Words that name classes, one by one and together.
func TestClasses(t *testing.T) {
	p := parser(t)
	for query, want := range map[string]string{
		"饮用水":            "13.060.20",
		"drinking water": "13.060.20",
		"压力容器焊接":         "23.020.30",
		"要求":             "",
	} {
		var got []string
		for _, u := range p.Parse(query).Words {
			first := ""
			for _, ref := range u.Classes {
				if ref.Scheme == class.ICS && (first == "" || len(ref.Code) > len(first)) {
					first = ref.Code
				}
			}
			got = append(got, first)
		}
		if !strings.HasPrefix(strings.Join(got, " "), want) || want == "" && strings.Join(got, "") != "" {
			t.Errorf("%q names %q, want %q", query, got, want)
		}
	}
}

// A term of several words asks for those that an index has.
func TestTermsOfATerm(t *testing.T) {
	p := parser(t)
	for query, want := range map[string]string{
		"safety of machinery": "safeti machineri",
		"故障模式与影响分析":           "故障 模式 影响 分析",
	} {
		units := p.Parse(query).Words
		if len(units) != 1 || len(units[0].Also) == 0 {
			t.Errorf("%q is not one word with synonyms: %v", query, units)
			continue
		}
		if got := strings.Join(units[0].Terms, " "); got != want {
			t.Errorf("%q asks for %q, want %q", query, got, want)
		}
	}
}

// Words behind a number are words.
func TestNumberAndWords(t *testing.T) {
	p := parser(t)
	for query, want := range map[string]string{
		"IEEE 1588 precision time protocol": "IEEE 1588 + precision time protocol",
		"ISO 9001 quality":                  "ISO 9001 + quality",
		"IEEE 802.11 Wireless LAN":          "IEEE 802.11 + wireless lan",
		"iso 9001 amendment 1":              "ISO 9001/Amd 1 + ",
		"ISO Guide 34":                      "ISO Guide 34 + ",
		"IEC 61000-4-4:2012 RLV":            "IEC 61000-4-4:2012 RLV + ",
	} {
		plan := p.Parse(query)
		if plan.Number == nil {
			t.Errorf("%q has no number", query)
			continue
		}
		if got := plan.Number.String() + " + " + strings.Join(plan.Units(), " "); got != want {
			t.Errorf("%q is %q, want %q", query, got, want)
		}
	}
}

// What reads as a number can be read as words too.
func TestWordsOfANumber(t *testing.T) {
	p := parser(t)
	if p.Parse("ISO 9001").Number == nil {
		t.Fatal("ISO 9001 is no number")
	}
	if d := cmp.Diff([]string{"iso", "9001"}, p.Words("ISO 9001").Units()); d != "" {
		t.Error(d)
	}
}
