package vocab

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWordsLoad(t *testing.T) {
	words, err := Words()
	if err != nil {
		t.Fatal(err)
	}
	titles := make(map[string]int, len(words))
	for _, w := range words {
		titles[w.Text] = w.Titles
	}
	for _, want := range []string{"黄曲霉毒素", "三聚氰胺", "邻苯二甲酸酯", "苯并芘", "电磁兼容", "等级保护", "压力容器", "化学需氧量", "热轧带肋钢筋"} {
		if _, ok := titles[want]; !ok {
			t.Errorf("%s is no word of the field", want)
		}
	}
	if titles["气相色谱"] < 100 {
		t.Errorf("气相色谱 was found in %d titles", titles["气相色谱"])
	}
	// Phrases: any cutter finds their words, and their words go with others too.
	for _, not := range []string{"质量管理体系", "试验方法", "栽培技术规程", "食品中"} {
		if _, ok := titles[not]; ok {
			t.Errorf("%s is a phrase or no word, and stands in the lists", not)
		}
	}
}

func TestParseWords(t *testing.T) {
	for _, c := range []struct {
		counted, byHand string
		want            []Word
		err             string
	}{
		{"# list\n\n液相色谱\t528\n", "# 水\n浊度 色度\n余氯\n", []Word{{"液相色谱", 528}, {"浊度", 0}, {"色度", 0}, {"余氯", 0}}, ""},
		{"液相色谱 528\n", "", nil, "terms.txt line 1"},
		{"液相色谱\t0\n", "", nil, "number of titles"},
		{"", "浊度\n色度 浊度\n", nil, "terms_hand.txt line 2: \"浊度\" stands in the lists twice"},
		{"浊度\t4\n", "浊度", nil, "twice"},
		{"", "铜", nil, "1 characters"},
		{"", "挥发性有机化合物测定", nil, "10 characters"},
		{"", "無縫鋼管", nil, "simplified"},
		{"", "V带轮", nil, "simplified"},
	} {
		got, err := parseWords(c.counted, c.byHand)
		if c.err == "" {
			if d := cmp.Diff(c.want, got); d != "" || err != nil {
				t.Errorf("%q, %q: %v %s", c.counted, c.byHand, err, d)
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), c.err) {
			t.Errorf("%q, %q: error %v, want %q", c.counted, c.byHand, err, c.err)
		}
	}
}
