package lexicon

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"chabiao/corpus/segment"

	"github.com/google/go-cmp/cmp"
)

func segmenter(t testing.TB) *segment.Segmenter {
	t.Helper()
	seg, err := segment.Default()
	if err != nil {
		t.Fatal(err)
	}
	return seg
}

// bilingual makes titles of things and what is said of them, as catalogues do.
func bilingual() []Pair {
	things := [][2]string{
		{"阀门", "Valves"}, {"钢管", "Steel tubes"}, {"蓄电池", "Secondary batteries"}, {"玩具", "Toys"}, {"压力容器", "Pressure vessels"},
		{"轴承", "Bearings"}, {"涂料", "Paints"}, {"纺织品", "Textiles"}, {"輪胎", "Tyres"}, {"橡胶", "Rubber"},
	}
	said := [][2]string{
		{"盐雾试验", "Salt spray testing"}, {"安全要求", "Safety requirements"}, {"术语", "Vocabulary"}, {"耐久性", "Endurance"}, {"包装", "Packaging"},
	}
	var out []Pair
	for i, a := range things {
		for k, b := range said {
			out = append(out, Pair{a[0] + " " + b[0], a[1] + " - " + b[1]})
			if (i+k)%3 == 0 {
				out = append(out, Pair{a[0] + " 第2部分：" + b[0], a[1] + " - Part 2: " + b[1]})
			}
		}
	}
	return out
}

// say lists the English words for a Chinese one.
func say(l *Lexicon, word string) []string {
	var out []string
	for _, t := range l.OfHan(word) {
		out = append(out, t.Latin)
	}
	return out
}

func TestLearn(t *testing.T) {
	pairs := bilingual()
	l := New(7, len(pairs), Learn(segmenter(t), pairs))
	for han, want := range map[string][]string{
		"阀门": {"valves"}, "钢管": {"steel tubes"}, "蓄电池": {"secondary batteries"}, "压力容器": {"pressure vessels"}, "玩具": {"toys"},
		"盐雾试验": {"salt spray", "spray testing"}, "术语": {"vocabulary"}, "轮胎": {"tyres"}, // in traditional characters in the titles
		"水泵": nil, "": nil,
	} {
		if diff := cmp.Diff(want, say(l, han)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", han, diff)
		}
	}
	back := l.OfStems("salt spray")
	if len(back) != 1 || back[0].Han != "盐雾试验" || back[0].Score < leastScore || back[0].Pairs != 14 {
		t.Errorf("salt spray is %+v", back)
	}
}

// Japanese titles teach the words that they write in the same characters, and
// none in kana.
func TestLearnFromJapanese(t *testing.T) {
	var pairs []Pair
	for _, p := range [][2]string{{"鋼管の試験方法", "Test methods for steel pipes"}, {"鋼管", "Steel pipes"}, {"構造用鋼管", "Structural steel pipes"}, {"バルブの試験方法", "Test methods for valves"}, {"バルブ", "Valves"}, {"玉形バルブ", "Globe valves"}} {
		pairs = append(pairs, Pair{p[0], p[1]})
	}
	list := Learn(segmenter(t), pairs)
	l := New(0, len(pairs), list)
	if got := say(l, "钢管"); !slices.Equal(got, []string{"steel pipes"}) {
		t.Errorf("钢管 is %v", got)
	}
	for _, x := range list {
		if !onlyHan(x.Han) {
			t.Errorf("%s was learnt", x.Han)
		}
	}
}

// What stands together once, or with everything, is no translation.
func TestLearnNothing(t *testing.T) {
	seg := segmenter(t)
	for name, pairs := range map[string][]Pair{
		"none": nil,
		"once": {{"阀门", "Valves"}},
		"empty and signs": {
			{"", "Valves"}, {"阀门", ""}, {"——", "..."}, {"12 345", "2016"}, {"水", "of the"}, {"\xff\xfe", "\xff"},
		},
		"a title that is too long": {{string(make([]byte, maxTitle+1)), "Valves"}},
	} {
		if got := Learn(seg, pairs); len(got) > 0 {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// A lexicon depends on the pairs, not on the order in which they came.
func TestLearnInAnyOrder(t *testing.T) {
	seg, pairs := segmenter(t), bilingual()
	var want []byte
	for seed := range uint64(4) {
		s := Pairs()
		for _, i := range rand.New(rand.NewPCG(seed, 1)).Perm(len(pairs)) {
			s.Add(pairs[i])
			s.Add(pairs[(i+1)%len(pairs)]) // twice
		}
		items := s.Items()
		got := New(1, len(items), Learn(seg, items)).Encode()
		if want == nil {
			want = got
		}
		if !slices.Equal(got, want) {
			t.Fatalf("order %d teaches something else", seed)
		}
	}
}

func TestSample(t *testing.T) {
	const limit = 50
	all := make([]int, 1000)
	for i := range all {
		all[i] = i
	}
	hash := func(i int) uint64 { return Hash(fmt.Sprint(i)) }
	lowest := slices.Clone(all)
	slices.SortFunc(lowest, func(a, b int) int {
		if hash(a) < hash(b) {
			return -1
		}
		return 1
	})
	for seed := range uint64(3) {
		s := NewSample(limit, hash)
		for _, i := range rand.New(rand.NewPCG(seed, 2)).Perm(len(all)) {
			s.Add(i)
			s.Add(i)
			if len(s.items) > 2*limit {
				t.Fatalf("holds %d", len(s.items))
			}
		}
		if diff := cmp.Diff(lowest[:limit], s.Items()); diff != "" {
			t.Error(diff)
		}
	}
}

func TestNilLexicon(t *testing.T) {
	var l *Lexicon
	if l.Len() != 0 || l.OfHan("阀门") != nil || l.OfStems("valv") != nil {
		t.Error("no lexicon knows words")
	}
}

// BenchmarkLearn learns from as many different pairs as are ever taken.
func BenchmarkLearn(b *testing.B) {
	seg := segmenter(b)
	base := bilingual()
	pairs := make([]Pair, MaxPairs)
	for i := range pairs {
		p, q := base[i%len(base)], base[i/len(base)%len(base)]
		pairs[i] = Pair{p.Han + " " + q.Han, p.Latin + " " + q.Latin}
	}
	b.ReportAllocs()
	for b.Loop() {
		Learn(seg, pairs)
	}
}
