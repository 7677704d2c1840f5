package eval

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"unicode"
	"unicode/utf8"

	"chabiao/corpus/segment"
)

// script is a kind of words that a query can be made of.
type script int

const (
	hanWords   script = iota // dictionary words of two and more Han characters
	latinWords               // English words of two and more letters
	scripts
)

// language is the title that words of a script are taken from.
var language = [scripts]string{hanWords: "zh", latinWords: "en"}

// cutTitle gives the distinct words of one script in a title, folded, in its
// order. Single characters, stop words, numbers and words with digits are not
// among them.
func cutTitle(seg *segment.Segmenter, title string, s script) []string {
	var out []string
	for _, u := range seg.Query(title) {
		if u.Optional || u.Ideographic != (s == hanWords) || utf8.RuneCountInString(u.Text) < 2 || slices.Contains(out, u.Text) {
			continue
		}
		if of(u.Text, func(r rune) bool {
			if s == hanWords {
				return unicode.Is(unicode.Han, r)
			}
			return 'a' <= r && r <= 'z'
		}) {
			out = append(out, u.Text)
		}
	}
	return out
}

// of reports whether every character of a text is one of those.
func of(text string, one func(rune) bool) bool {
	for _, r := range text {
		if !one(r) {
			return false
		}
	}
	return true
}

// rarest picks the n words that fewest titles have, in a drawn order.
func rarest(words []string, df map[string]uint32, n int, rng *rand.Rand) []string {
	out := slices.Clone(words)
	slices.SortStableFunc(out, func(a, b string) int { return cmp.Or(cmp.Compare(df[a], df[b]), cmp.Compare(a, b)) })
	return shuffled(out[:min(n, len(out))], rng)
}

// random picks n words.
func random(words []string, n int, rng *rand.Rand) []string {
	return shuffled(slices.Clone(words), rng)[:min(n, len(words))]
}

func shuffled(words []string, rng *rand.Rand) []string {
	rng.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
	return words
}

// generic words say what kind of document a standard is, not what it is about.
var generic = map[string]bool{}

func init() {
	for _, w := range []string{
		"部分", "要求", "方法", "通用", "规范", "标准", "总则", "通则", "导则", "指南", "规程", "规则", "技术", "试验", "测定", "测试", "评价", "评定", "应用", "使用", "用于",
		"一般", "基本", "专用", "产品", "系统", "设备", "术语", "第一", "第二", "第三", "第四", "第五",
	} {
		generic[w] = true
	}
}

// mainWords picks the two to four words of a title that say most: half of
// those that are not generic, the rarest, in the title's order.
func mainWords(words []string, df map[string]uint32) []string {
	list := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return generic[w] })
	if len(list) < 2 {
		list = slices.Clone(words)
	}
	byRarity := slices.Clone(list)
	slices.SortStableFunc(byRarity, func(a, b string) int { return cmp.Or(cmp.Compare(df[a], df[b]), cmp.Compare(a, b)) })
	keep := byRarity[:min(len(list), max(2, min(4, (len(list)+1)/2)))]
	return slices.DeleteFunc(list, func(w string) bool { return !slices.Contains(keep, w) })
}

// hanRuns are the stretches of Han characters of a title, two and longer.
func hanRuns(title string) [][]rune {
	var out [][]rune
	var run []rune
	flush := func() {
		if len(run) >= 2 {
			out = append(out, run)
		}
		run = nil
	}
	for _, r := range title {
		if unicode.Is(unicode.Han, r) {
			run = append(run, r)
			continue
		}
		flush()
	}
	flush()
	return out
}

// substring draws 2 to 12 neighbouring Han characters of a title.
func substring(title string, rng *rand.Rand) string {
	runs := hanRuns(title)
	if len(runs) == 0 {
		return ""
	}
	run := runs[rng.IntN(len(runs))]
	n := 2 + rng.IntN(min(12, len(run))-1)
	from := rng.IntN(len(run) - n + 1)
	return string(run[from : from+n])
}
