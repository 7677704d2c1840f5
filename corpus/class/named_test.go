package class

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chabiao/corpus/han"
)

func TestComponents(t *testing.T) {
	for name, want := range map[string][]string{
		"饮用水":                                   {"饮用水"},
		"轴承综合":                                  {"轴承"},
		"螺栓、螺钉、螺柱":                              {"螺栓", "螺钉", "螺柱"},
		"水果及其制品":                                {"水果"},
		"铰链、孔眼和其他活动连接件":                         {"铰链", "孔眼"},
		"其他轴承":                                  nil,
		"有关音频、视频的其他标准":                          nil,
		"铝和铝合金":                                 {"铝和铝合金", "铝", "铝合金"},
		"球阀和旋塞阀":                                {"球阀和旋塞阀", "球阀", "旋塞阀"},
		"橡胶和塑料软管":                               {"橡胶和塑料软管"},
		"矿井通风、空调和照明设备":                          {"空调和照明设备"},
		"农业机械、工具和设备":                            {"农业机械"},
		"核电站、安全":                                {"核电站"},
		"试验":                                    nil,
		"综合":                                    nil,
		"研究与开发":                                 nil,
		"全球移动通信系统（GSM）":                         {"全球移动通信系统", "gsm"},
		"公司（企业）服务":                              {"公司服务"},
		"噪声（与人有关的）":                             {"噪声"},
		"電動機":                                   {"电动机"},
		"":                                      nil,
		"、，（）（":                                 nil,
		"Drinking water":                        {"drinking water"},
		"Bearings in general":                   {"bearings"},
		"Bolts, screws, studs":                  {"bolts", "screws", "studs"},
		"Gas and steam turbines. Steam engines": {"gas and steam turbines", "steam engines"},
		"Measurement of volume, mass, density":  {"measurement of volume"},
		"Ventilation, air-conditioning and heating systems": {"air-conditioning and heating systems"},
		"Paints and varnishes":                              {"paints and varnishes", "paints", "varnishes"},
		"Copper and copper alloys":                          {"copper and copper alloys", "copper", "copper alloys"},
		"Fuses and other overcurrent protection devices":    {"fuses"},
		"Other standards related to quality, in general":    nil,
		"Equipment":                            nil,
		"Open systems interconnection (OSI)":   {"open systems interconnection", "osi"},
		"Terminology (principles and methods)": {"terminology"},
	} {
		if diff := cmp.Diff(want, components(name)); diff != "" && len(want)+len(components(name)) > 0 {
			t.Errorf("%q (-want +got):\n%s", name, diff)
		}
	}
}

func TestNamed(t *testing.T) {
	codes := func(name string) (out []string) {
		for _, p := range Named(ICS) {
			if p.Name == name {
				out = append(out, p.Code)
			}
		}
		return out
	}
	for name, want := range map[string][]string{
		"饮用水":            {"13.060.20"},
		"轴承":             {"21.100", "21.100.01"},
		"emc":            {"33.100", "33.100"}, // in either language
		"drinking water": {"13.060.20"},
		"设备":             nil,
		"equipment":      nil,
		"农业":             {"65.020", "65.020.01"}, // not the vocabularies of agriculture
	} {
		if diff := cmp.Diff(want, codes(name)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", name, diff)
		}
	}
}

// TestNamedHolds: whatever the tables say, a part is folded, names a class of
// the second or third level with characters of its name, and stands once, in order.
func TestNamedHolds(t *testing.T) {
	for _, s := range []Scheme{ICS, CCS} {
		parts := Named(s)
		for i, p := range parts {
			n, ok := Lookup(s, p.Code)
			if !ok || n.Level < 2 {
				t.Errorf("%v: no class of level 2 or 3", p)
			}
			name := n.NameZH
			if p.Lang == "en" {
				name = n.NameEN
			} else if p.Lang != "zh" {
				t.Errorf("%v: language", p)
			}
			if p.Name == "" || p.Name != han.Fold(strings.TrimSpace(p.Name)) || plain(p.Name) {
				t.Errorf("%v: no name of a subject", p)
			}
			if !runsThrough(p.Name, han.Fold(name)) {
				t.Errorf("%v: not of %q", p, name)
			}
			if i > 0 && !less(parts[i-1], p) {
				t.Errorf("%v stands behind %v", p, parts[i-1])
			}
		}
	}
}

// runsThrough reports whether the characters of part stand in name in their order.
func runsThrough(part, name string) bool {
	for _, r := range part {
		i := strings.IndexRune(name, r)
		if i < 0 {
			return false
		}
		name = name[i+len(string(r)):]
	}
	return true
}

func less(a, b NamedPart) bool {
	return slices.Compare([]string{a.Name, a.Code, a.Lang}, []string{b.Name, b.Code, b.Lang}) < 0
}

// TestPartsOfCCS: names of CCS come out as those of ICS do, and what every
// field has names none.
func TestPartsOfCCS(t *testing.T) {
	var table strings.Builder
	for _, field := range "BCDEFGH" {
		f := string(field)
		table.WriteString(f + "\t某业\n" + f + "00/09\t某业综合\n" + f + "02\t经济管理\n" + f + "0" + string('3'+field-'B') + "\t第" + f + "类谷物\n")
	}
	table.WriteString("C10/29\t医药\tMedicine\nC10\t抗生素、维生素\tAntibiotics. Vitamins\n")
	var got []string
	for _, p := range partsOf(CCS, load(CCS, table.String())) {
		got = append(got, p.Name+" "+p.Code+" "+p.Lang)
	}
	want := []string{"antibiotics C10 en", "medicine C10/29 en", "vitamins C10 en", "医药 C10/29 zh", "抗生素 C10 zh",
		"第b类谷物 B03 zh", "第c类谷物 C04 zh", "第d类谷物 D05 zh", "第e类谷物 E06 zh", "第f类谷物 F07 zh", "第g类谷物 G08 zh", "第h类谷物 H09 zh", "维生素 C10 zh"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestICSGroupsAreFound: few groups have no name of their own by which they are found.
func TestICSGroupsAreFound(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		found := map[string]bool{}
		for _, p := range Named(ICS) {
			if p.Lang == lang {
				found[p.Code] = true
			}
		}
		total, without := 0, []string(nil)
		for _, root := range Roots(ICS) {
			for _, g := range Children(ICS, root.Code) {
				if total++; !found[g.Code] {
					without = append(without, g.Code)
				}
			}
		}
		if len(without)*100 > total*2 {
			t.Errorf("%s: %d of %d groups have no part: %v", lang, len(without), total, without)
		}
	}
}

func FuzzComponents(f *testing.F) {
	for _, seed := range []string{"法兰、管接头及其连接", "GSM（a（b）", "Noise. , and ", "和、的（）综合", "\xff、", " and  and "} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		for _, part := range components(name) {
			if part == "" || part != strings.TrimSpace(part) {
				t.Errorf("%q has the part %q", name, part)
			}
		}
	})
}
