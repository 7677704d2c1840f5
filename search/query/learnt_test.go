package query

import (
	"slices"
	"testing"

	"chabiao/corpus/lexicon"
	"chabiao/corpus/segment"
)

// What was learnt from titles is attached to words that nobody has translated by
// hand, and counts less than what is.
func TestLearnt(t *testing.T) {
	p := parser(t)
	p.Lexicon = lexicon.New(1, 10, []lexicon.Translation{
		{Han: "拨浪鼓", Stems: "rattl drum", Latin: "rattle drums", Score: 1, Pairs: 9},
		{Han: "喷泉", Stems: "fountain", Latin: "fountains", Score: 0.5, Pairs: 4},
		{Han: "挂毯", Stems: "tapestri", Latin: "tapestry", Score: 0.8, Pairs: 3},
		{Han: "盐雾", Stems: "fog", Latin: "fog", Score: 1, Pairs: 3},
	})
	find := func(query, word, also string) (segment.Alternative, bool) {
		units := p.Parse(query).Words
		i := slices.IndexFunc(units, func(u segment.Unit) bool { return u.Text == word })
		if i < 0 {
			t.Errorf("%q has no word %q: %v", query, word, Plan{Words: units}.Units())
			return segment.Alternative{}, false
		}
		k := slices.IndexFunc(units[i].Also, func(a segment.Alternative) bool { return a.Text == also })
		if k < 0 {
			return segment.Alternative{}, false
		}
		return units[i].Also[k], true
	}
	drum, ok := find("拨浪鼓", "拨浪鼓", "rattle drums")
	if !ok || !slices.Equal(drum.Terms, []string{"rattl", "drum"}) || drum.Weight > learntMost {
		t.Errorf("拨浪鼓: %+v", drum)
	}
	fountain, ok := find("喷泉", "喷泉", "fountains")
	if !ok || fountain.Weight >= drum.Weight || fountain.Weight < learntLeast {
		t.Errorf("喷泉: %+v, and 拨浪鼓 %+v", fountain, drum)
	}
	if a, ok := find("tapestries", "tapestries", "挂毯"); !ok || !a.Ideographic {
		t.Errorf("tapestries: %+v", a)
	}
	if a, ok := find("盐雾", "盐雾", "fog"); ok {
		t.Errorf("盐雾 is translated by hand, and has %+v", a)
	}
	if _, ok := find("喷泉", "喷泉", "tapestry"); ok {
		t.Error("喷泉 is tapestry")
	}
}
