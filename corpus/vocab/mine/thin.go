package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"chabiao/corpus/han"
)

// Bounds of what stays of a general dictionary. A word of two characters only
// decides where a query is cut; a longer one is also a term of the index, so
// it must be likelier to be typed, or to stand in a title.
const (
	commonPair  = 15   // frequency from which a word of two characters stays
	commonWord  = 60   // the same, of three and more
	titledPair  = 4    // frequency from which one that stands in titles stays
	commonName  = 2000 // persons' names: below, they tear words apart
	commonPlace = 300  // places outside titles
	phraseStick = 0.2  // see statistics.stick: 园林绿化 is two words in a title
	particles   = "的和与及或中用在对为由从之其等各该每并所于以至到将上下内外前后是有无不非可应按"
)

// Endings of the words of science and trade. Words that end so stay however
// rare they are in general text, since no catalogue names them all.
const craft = "酸酯酮醛醇胺烷烯炔苯酚醚素剂机器仪表管阀泵钢铁铜铝锌镍钛金线缆膜板材料性率度油漆胶塑布纸瓷砖璃电光波频体层件具车船炉窑锅罐瓶桶箱柜盐碱矿石砂粉液气灯镜针钉绳带链轮轴齿环圈垫销键栓螺钻刀锯锤钳尺计器泥灰药苗菌虫病毒糖醋酱茶酒奶蛋肉鱼虾果菜豆米麦薯棉麻丝毛绒革皮鞋帽服衣裤袜巾被毯"

// writeThinned writes the words that stay, by frequency.
func writeThinned(out io.Writer, words []word, s *statistics) {
	known := make(map[string]float64, len(words))
	for _, w := range words {
		known[w.text] = w.freq
	}
	kept := make(map[string]float64)
	for _, w := range words {
		if stays(w, s, known) {
			kept[w.text] = max(kept[w.text], w.freq)
		}
	}
	list := make([]word, 0, len(kept))
	for text, freq := range kept {
		list = append(list, word{text: text, freq: freq})
	}
	slices.SortFunc(list, func(a, b word) int {
		return cmp.Or(cmp.Compare(b.freq, a.freq), cmp.Compare(a.text, b.text))
	})
	for _, w := range list {
		fmt.Fprintf(out, "%s\t%.0f\n", w.text, w.freq)
	}
}

func stays(w word, s *statistics, known map[string]float64) bool {
	n := utf8.RuneCountInString(w.text)
	for _, r := range w.text {
		if r < 0x4e00 || r > 0x9fff || han.Simplify(r) != r {
			return false
		}
	}
	last, _ := utf8.DecodeLastRuneInString(w.text)
	titled := s.of(w.text)
	if strings.HasPrefix(w.class, "nr") && w.freq < commonName && titled < 3 {
		return false
	}
	switch {
	case n == 1:
		return strings.Contains(particles, w.text)
	case n == 2:
		if tornPair(w, last) {
			return false
		}
		return w.freq >= commonPair || titled > 0 && w.freq >= titledPair
	case n > longest:
		return false
	case w.class == "ns" || w.class == "nt":
		return titled > 0 || w.freq >= commonPlace
	case w.class == "m" || w.class == "t" || w.class == "i":
		return titled > 1
	case n == 3:
		return titled > 0 || w.freq >= commonWord || w.freq >= titledPair && isThing(w.class) && strings.ContainsRune(craft, last)
	}
	if titled > 0 {
		return s.stick(w.text) >= phraseStick || !puttable(w.text, known)
	}
	return w.class != "l" && isThing(w.class) && strings.ContainsRune(craft, last) && !puttable(w.text, known)
}

func isThing(class string) bool { return class == "n" || class == "nz" || class == "l" }

// tornPair tells the pairs that are most often torn from their neighbours, for
// they begin or end with a particle and are rare as words: 中黄 and 中铁 in 水中铁,
// 品中, 和钢. What is lost with them (中空, 中继) stands in terms_hand.txt.
func tornPair(w word, last rune) bool {
	const both, inFront = "的和与及或在等之中", "用"
	first, _ := utf8.DecodeRuneInString(w.text)
	return w.freq < 300 && (strings.ContainsRune(both, first) || strings.ContainsRune(both, last)) ||
		w.freq < 50 && strings.ContainsRune(inFront, first)
}
