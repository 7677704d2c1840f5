package segment

import (
	"strings"
	"testing"
	"unicode"

	"chabiao/corpus/vocab"
)

// Cuts that a reader of standards would make. Words in parentheses need not be
// found.
var cuts = []string{
	"食品 (中) 黄曲霉毒素 b1 (的) 测定",
	"食品 (中) 邻苯二甲酸酯 (的) 测定",
	"电动汽车 传导 充电 系统",
	"信息安全 技术 网络安全 等级保护 基本 要求",
	"压力容器 焊接工艺 评定",
	"生活饮用水 卫生 标准",
	"输送 流体 (用) 无缝钢管",
	"塑料薄膜 (和) 薄片",
	"医用电气 设备",
	"电磁兼容 试验 (和) 测量 技术",
	"工业机器人",
	"农药 残留量",
	"水质 化学需氧量 (的) 测定 重铬酸盐 (法)",
	"家用 (和) 类似 用途 电器 (的) 安全",
	"钢筋混凝土 (用) 热轧带肋钢筋",
	"质量 管理体系 要求",
	"一次性使用 无菌 注射器",
	"大气污染物 综合 排放 标准",
	"爆炸性环境 (用) 防爆 电气设备",
	"消防 应急照明 (和) 疏散指示 系统",
	"儿童约束系统",
	"锂离子电池 安全 要求",
	"起重机械 安全 规程",
	"三聚氰胺 (和) 苯并芘",
	"中空玻璃",
}

func TestCuts(t *testing.T) {
	s := load(t)
	for _, want := range cuts {
		text := strings.NewReplacer(" ", "", "(", "", ")", "").Replace(want)
		var got []string
		for _, u := range s.Query(text) {
			if u.Optional {
				got = append(got, "("+u.Text+")")
			} else {
				got = append(got, u.Text)
			}
		}
		if got := strings.Join(got, " "); got != want {
			t.Errorf("%s is cut\n    %s, not\n    %s", text, got, want)
		}
	}
}

// A term with synonyms is found in a query where words begin and end as it
// does; a single character left over at its edge would hide it.
func TestTermsWithSynonymsAreWords(t *testing.T) {
	s := load(t)
	v, err := vocab.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, term := range v.Terms() {
		if n := len([]rune(term)); n > maxWord || strings.ContainsFunc(term, func(r rune) bool { return !unicode.Is(unicode.Han, r) }) {
			continue
		}
		for _, u := range s.Query(term) {
			if u.Prefix {
				t.Errorf("%s leaves %s over: add it, or its longer words, to corpus/vocab/terms_hand.txt", term, u.Text)
			}
		}
	}
}
