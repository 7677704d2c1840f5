package body

import (
	"strings"
	"testing"
	"unicode"

	"chabiao/corpus/number"
)

func TestName(t *testing.T) {
	for code, want := range map[string]name{
		"GB":         {"强制性国家标准", "National standard, mandatory"},
		"GB/T":       {"推荐性国家标准", "National standard, voluntary"},
		"JB":         {"机械", "Machinery"},
		"JB/T":       {"机械", "Machinery"},
		"JB/ZQ":      {"机械", "Machinery"},
		"SY/Z":       {"石油天然气", "Petroleum and natural gas"},
		"DB37/T":     {"山东省", "Shandong"},
		"DB11":       {"北京市", "Beijing"},
		"DB4403/T":   {"广东省深圳市", "Shenzhen, Guangdong"},
		"DB3499/T":   {"安徽省", "Anhui"},
		"DB469022/T": {"海南省", "Hainan"},
		"DBS15":      {"内蒙古自治区食品安全地方标准", "Inner Mongolia, local food safety standard"},
		"DB/T":       {"地震", "Seismology"},
		"DB99/T":     {},
		"DB1":        {},
		"JJG(电子)":    {"计量检定规程（电子）", "Verification regulation"},
		"JJF(浙)":     {"计量技术规范（浙江省）", "Metrological specification, Zhejiang"},
		"X(浙)":       {},
		"T/CECS":     {"中国工程建设标准化协会", "China Association for Engineering Construction Standardization"},
		"T/NOBODY":   {},
		"Q/CNPC":     {},
		"ISO/IEC":    {"国际标准化组织、国际电工委员会", "ISO and IEC, jointly"},
		"ISO/ASTM":   {"国际标准化组织、美国材料与试验协会", "International Organization for Standardization / ASTM International"},
		"IEEE/CSA":   {"电气电子工程师学会、加拿大标准协会", "Institute of Electrical and Electronics Engineers / Canadian Standards Association"},
		"ISO/NOBODY": {},
		"":           {}, "/": {}, "()": {}, "T/": {}, "DB": {"地震", "Seismology"},
	} {
		if got := (name{Name(code, "zh"), Name(code, "en")}); got != want {
			t.Errorf("%q is %q, not %q", code, got, want)
		}
	}
}

// TestTables: every name is in both languages, and every code one that numbers
// have.
func TestTables(t *testing.T) {
	han := func(s string) bool {
		return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
	}
	for where, table := range map[string]map[string]name{"names": names, "associations": associations, "regions": regions, "cities": cities, "metrology": metrology} {
		for code, n := range table {
			if n.zh == "" || n.en == "" || han(n.en) || !han(n.zh) {
				t.Errorf("%s of %s: %q", code, where, n)
			}
		}
	}
	for code := range cities {
		if regions[code[:2]].zh == "" {
			t.Errorf("the city %s is in no province", code)
		}
	}
	for short, code := range shortRegions {
		if regions[code].zh == "" {
			t.Errorf("%s is no province", short)
		}
	}
	for code := range names {
		text := code + " 1234-2001"
		if strings.HasPrefix(code, "公告/") {
			continue
		}
		if n, err := number.Parse(text); err == nil && !n.Generic() && strings.TrimSuffix(n.Body(), "/T") != strings.TrimSuffix(code, "/T") {
			t.Errorf("%s: a number of %s has the body %s", text, code, n.Body())
		}
	}
}

func FuzzName(f *testing.F) {
	for _, code := range []string{"GB/T", "DB37/T", "JJF(浙)", "T/CECS", "ISO/IEC/IEEE", "", "DB", "((", "/////", "DB１1"} {
		f.Add(code)
	}
	f.Fuzz(func(t *testing.T, code string) {
		if zh, en := Name(code, "zh"), Name(code, "en"); (zh == "") != (en == "") {
			t.Errorf("%q is %q in Chinese and %q in English", code, zh, en)
		}
	})
}
