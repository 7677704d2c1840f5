package main

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// term is a candidate with the figures that speak for it.
type term struct {
	text                     string
	count                    int
	cohesion, freedom, stick float64
}

// Least figures of a term. They were set by reading what came out: with less
// cohesion come accidental neighbours (品中), with less freedom come torn
// words (曲霉毒), with less stick come phrases that any words could form.
const (
	leastCohesion = 4.0  // bits
	leastFreedom  = 1.5  // bits
	leastStick    = 0.25 // of what known words can form
	longStick     = 0.5  // the same, for more than 5 characters
	mostTorn      = 0.35 // share of places where an end belongs to a word outside
)

// Characters that no term begins or ends with: particles, numerals of parts,
// and words of relation that belong to the phrase and not to the term.
const (
	notFirst = "的和与及或中用第在对为由从被把之其等各该每本并且所于以至到将可应须宜未已者们了性率度类型式化法仪器机件部分章节项条款个只"
	notLast  = "的和与及或用第在对为由从被把之其各该每本并且所于以至到将可应须宜未已不无非部各可多新高大小"
)

// Strings that are no words wherever they stand.
var notInside = []string{"的", "部分", "第一", "第二", "第三", "第四", "以及", "和其", "及其", "与其", "用于", "中华人民共和国"}

// What titles end and begin with. A term that known words can form and that
// ends or begins so is two words: 栽培技术规程, 试验方法.
var (
	commonEnds   = strings.Fields("规程 规范 方法 通则 导则 指南 要求 条件 准则 标准 测定 测量 检定 检验 检测 鉴定 防治 诊断 管理 服务 技术 试验 系统 评价 控制 检疫 代码 指标 等级 工程 建设 质量 安全 分类 编码 数据 设备 术语 原则 生产 栽培 栽植 饲养 加工 处理 规则 细则 指标 体系 含量 性能 剂量 产品 用品 服务业")
	commonStarts = strings.Fields("技术 检测 测定 试验 检验 管理 质量 安全 服务 要求 方法 生产 通用 基本 一般 规范 饲料中 食品中 出口 进出口")
)

// mine returns the terms worth a look, the most frequent first. Shorter ones
// are taken before longer ones, which may then be put together from them.
func mine(s *statistics, general []word, least int) []term {
	known := make(map[string]float64, len(general))
	for _, w := range general {
		known[w.text] = w.freq
	}
	var terms []term
	for n := 2; n <= longest; n++ {
		var level []term
		for text, g := range s.grams {
			if g.count < least || utf8.RuneCountInString(text) != n || known[text] > 0 || !looksLikeTerm(text) {
				continue
			}
			t := term{text, g.count, s.cohesion(text), g.freedom(), s.stick(text)}
			if t.cohesion >= leastCohesion && t.freedom >= leastFreedom && g.torn(text, known) <= mostTorn && !isPhrase(t, n, known) {
				level = append(level, t)
			}
		}
		for _, t := range level {
			known[t.text] = float64(t.count)
		}
		terms = append(terms, level...)
	}
	slices.SortFunc(terms, func(a, b term) int {
		return cmp.Or(cmp.Compare(b.count, a.count), cmp.Compare(a.text, b.text))
	})
	return terms
}

// isPhrase reports whether a cutter that has the known words needs no word of
// its own for the text: its words go with others too.
func isPhrase(t term, n int, known map[string]float64) bool {
	if !puttable(t.text, known) {
		return false
	}
	if n <= 5 && t.stick < leastStick || n > 5 && t.stick < longStick {
		return true
	}
	return slices.ContainsFunc(commonEnds, func(s string) bool { return strings.HasSuffix(t.text, s) }) ||
		slices.ContainsFunc(commonStarts, func(s string) bool { return strings.HasPrefix(t.text, s) })
}

// torn is the share of places where the first or the last character forms a
// known word with its neighbour outside: 业机械 stands in 农业机械.
func (g *gram) torn(text string, known map[string]float64) float64 {
	first, _ := utf8.DecodeRuneInString(text)
	last, _ := utf8.DecodeLastRuneInString(text)
	var before, after, all int
	for r, n := range g.left {
		all += n
		if r != 0 && known[string([]rune{r, first})] > 0 {
			before += n
		}
	}
	for r, n := range g.right {
		if r != 0 && known[string([]rune{last, r})] > 0 {
			after += n
		}
	}
	return float64(max(before, after)) / float64(max(1, all))
}

func looksLikeTerm(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	last, _ := utf8.DecodeLastRuneInString(text)
	if strings.ContainsRune(notFirst, first) || strings.ContainsRune(notLast, last) {
		return false
	}
	return !slices.ContainsFunc(notInside, func(s string) bool { return strings.Contains(text, s) })
}

// puttable reports whether a text can be put together from known words of two
// characters or more.
func puttable(text string, known map[string]float64) bool {
	ends := make([]bool, len(text)+1)
	ends[0] = true
	for i := range text {
		if !ends[i] {
			continue
		}
		for j := i + 2*utf8.UTFMax - 2; j <= len(text); j++ {
			if (j == len(text) || utf8.RuneStart(text[j])) && j-i < len(text) && known[text[i:j]] > 0 {
				ends[j] = true
			}
		}
	}
	return ends[len(text)]
}
