package sample

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
)

//go:embed gen_subjects.tsv
var subjectsTable string

//go:embed gen_prefixes.tsv
var prefixesTable string

//go:embed gen_years.tsv
var yearsTable string

// phrase is a piece of a title in both languages. In English, of comes before
// the subject ("Determination of …"), others behind it ("… - Requirements").
type phrase struct {
	zh, en string
	before bool
}

// topic is a group of subjects with the classes that they may carry.
type topic struct {
	ccs, ics []string
	subjects []phrase
}

type vocabulary struct {
	topics   []topic
	prefixes []string
	years    []int
	byPrefix weighted
	byYear   weighted
}

// weighted draws indexes by weight.
type weighted struct{ sums []int }

func (w *weighted) add(weight int) {
	total := 0
	if n := len(w.sums); n > 0 {
		total = w.sums[n-1]
	}
	w.sums = append(w.sums, total+weight)
}

// draw finds the index for r below the total weight.
func (w *weighted) draw(r int) int {
	lo, hi := 0, len(w.sums)-1
	for lo < hi {
		mid := (lo + hi) / 2
		if r < w.sums[mid] {
			hi = mid
		} else {
			lo = mid + 1
		}
	}
	return lo
}

func (w *weighted) total() int { return w.sums[len(w.sums)-1] }

var words = sync.OnceValue(func() *vocabulary {
	v := &vocabulary{}
	eachLine(subjectsTable, func(cells []string) {
		if cells[0] == "@" && len(cells) == 3 {
			v.topics = append(v.topics, topic{ccs: strings.Fields(cells[1]), ics: strings.Fields(cells[2])})
		} else if len(cells) == 2 && len(v.topics) > 0 {
			t := &v.topics[len(v.topics)-1]
			t.subjects = append(t.subjects, phrase{zh: cells[0], en: cells[1]})
		}
	})
	eachLine(prefixesTable, func(cells []string) {
		weight, _ := strconv.Atoi(cells[1])
		v.prefixes = append(v.prefixes, cells[0])
		v.byPrefix.add(weight)
	})
	eachLine(yearsTable, func(cells []string) {
		year, _ := strconv.Atoi(cells[0])
		weight, _ := strconv.Atoi(cells[1])
		v.years = append(v.years, year)
		v.byYear.add(weight)
	})
	return v
})

func eachLine(table string, do func(cells []string)) {
	for line := range strings.Lines(table) {
		line = strings.TrimRight(line, "\r\n")
		if line != "" && line[0] != '#' {
			do(strings.Split(line, "\t"))
		}
	}
}

var modifiers = []phrase{
	{zh: "", en: ""}, {zh: "工业用", en: "industrial"}, {zh: "家用", en: "household"}, {zh: "民用", en: "civil"}, {zh: "医用", en: "medical"}, {zh: "船用", en: "marine"},
	{zh: "车用", en: "automotive"}, {zh: "矿用", en: "mining"}, {zh: "农用", en: "agricultural"}, {zh: "便携式", en: "portable"}, {zh: "固定式", en: "stationary"}, {zh: "智能", en: "smart"},
	{zh: "高温", en: "high-temperature"}, {zh: "低温", en: "low-temperature"}, {zh: "高压", en: "high-pressure"}, {zh: "低压", en: "low-pressure"}, {zh: "耐腐蚀", en: "corrosion-resistant"}, {zh: "阻燃", en: "flame-retardant"},
	{zh: "小型", en: "small"}, {zh: "大型", en: "large"}, {zh: "数字化", en: "digital"}, {zh: "绿色", en: "green"}, {zh: "出口", en: "export"}, {zh: "城镇", en: "urban"}, {zh: "农村", en: "rural"},
	{zh: "不锈钢", en: "stainless steel"}, {zh: "铝合金", en: "aluminium alloy"}, {zh: "塑料", en: "plastics"}, {zh: "复合材料", en: "composite"}, {zh: "无机", en: "inorganic"}, {zh: "有机", en: "organic"}, {zh: "电动", en: "electric"},
}

// endings follow the commonest endings of Chinese titles; the first are drawn
// most often.
var endings = []phrase{
	{zh: "技术规范", en: "Technical specification"}, {zh: "技术规程", en: "Technical code of practice"}, {zh: "试验方法", en: "Test methods"}, {zh: "技术要求", en: "Technical requirements"},
	{zh: "检定规程", en: "Verification regulation"}, {zh: "生产技术规程", en: "Technical code for production"}, {zh: "管理规范", en: "Management specification"}, {zh: "技术条件", en: "Specifications"},
	{zh: "服务规范", en: "Service specification"}, {zh: "校准规范", en: "Calibration specification"}, {zh: "测试方法", en: "Methods of measurement"}, {zh: "通用技术条件", en: "General specification"},
	{zh: "术语", en: "Vocabulary"}, {zh: "安全要求", en: "Safety requirements"}, {zh: "检测方法", en: "Detection methods"}, {zh: "通用要求", en: "General requirements"}, {zh: "指南", en: "Guidelines"},
	{zh: "导则", en: "Directives"}, {zh: "检验规则", en: "Inspection rules"}, {zh: "鉴定方法", en: "Methods of identification"}, {zh: "分类与代码", en: "Classification and codes"}, {zh: "质量评价", en: "Quality evaluation"},
	{zh: "能效限定值及能效等级", en: "Minimum allowable values of energy efficiency and energy efficiency grades"}, {zh: "包装、标志、运输和贮存", en: "Packaging, marking, transport and storage"},
	{zh: "中铅含量的测定 原子吸收光谱法", en: "Determination of lead content - Atomic absorption spectrometry", before: true}, {zh: "中水分的测定 重量法", en: "Determination of moisture - Gravimetric method", before: true},
	{zh: "中农药残留量的测定 液相色谱-质谱法", en: "Determination of pesticide residues - Liquid chromatography-mass spectrometry", before: true}, {zh: "的测定 电感耦合等离子体质谱法", en: "Determination by inductively coupled plasma mass spectrometry", before: true},
	{zh: "盐雾试验方法", en: "Salt spray test methods"}, {zh: "电磁兼容性要求", en: "Electromagnetic compatibility requirements"}, {zh: "环境试验方法", en: "Environmental test methods"}, {zh: "焊接工艺规程", en: "Welding procedure specification"},
	{zh: "数据采集与交换接口规范", en: "Interface specification for data acquisition and exchange"}, {zh: "风险评估规范", en: "Specification for risk assessment"}, {zh: "应急处置指南", en: "Guidelines for emergency response"}, {zh: "维护与保养规程", en: "Code of practice for maintenance"},
}

var partNames = []phrase{
	{zh: "总则", en: "General"}, {zh: "通用要求", en: "General requirements"}, {zh: "术语和定义", en: "Terms and definitions"}, {zh: "试验方法", en: "Test methods"}, {zh: "安全要求", en: "Safety requirements"},
	{zh: "分类", en: "Classification"}, {zh: "设计", en: "Design"}, {zh: "安装", en: "Installation"}, {zh: "验收", en: "Acceptance"}, {zh: "数据格式", en: "Data formats"},
}

var regions = []string{"华东", "华南", "华北", "西南", "西北", "东北", "华中", "沿海"}
