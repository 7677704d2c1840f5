package columns

import (
	"strings"
	"testing"

	"chabiao/corpus"
	"chabiao/indexer/problem"
	"chabiao/indexer/sheet"

	"github.com/google/go-cmp/cmp"
)

func TestBlank(t *testing.T) {
	for _, s := range []string{"", " ", "　", "无", "暂无", "-", "—", "——", "－－", "/", "N/A", "n/a", "null", "NULL", "none", "nil", `\N`, "空", "（无）", "[无]", "无。", "\u00a0", "...", "…", "--"} {
		if !Blank(s) {
			t.Errorf("%q says something", s)
		}
	}
	for _, s := range []string{"0", "无缝钢管", "NA", "GB", "-1", "现行", "None of the above", "空气", "0000", "2016-12-30"} {
		if Blank(s) {
			t.Errorf("%q says nothing", s)
		}
	}
}

func TestStatus(t *testing.T) {
	for text, want := range map[string]string{
		"现行": "current", "有效": "current", "現行": "current", "现行 ▲": "current", "【现行】": "current", "●现行": "current", "现行有效": "current", "Active": "current", "CURRENT": "current", "Most Recent": "current", "现行（2017复审）": "current", "现行，有更新版": "current", "最新": "current", "现 行": "current",
		"即将实施": "upcoming", "即将实施（2026-07-01）": "upcoming", "未实施": "upcoming", "Not yet in force": "upcoming",
		"部分代替": "partly_superseded", "部分废止": "partly_superseded",
		"被代替": "superseded", "已被替代": "superseded", "被GB/T 1-2020代替": "superseded", "Superseded": "superseded", "Replaced by ISO 9001:2015": "superseded", "历史": "unknown?",
		"作废": "withdrawn", "作废(被GB/T 1-2020代替)": "withdrawn", "废止（2020年1月1日）": "withdrawn", "Withdrawn": "withdrawn", "已废止。": "withdrawn", "廢止": "withdrawn", "作废→GB/T 1-2020": "withdrawn",
		"征求意见稿": "draft", "Under development": "draft", "报批": "draft",
		"未知": "unknown", "": "unknown", "——": "unknown",
		"某种状态": "unknown?", "GB/T 1-2020": "unknown?",
	} {
		s, ok := Status(text)
		got := s.String()
		if !ok {
			got += "?"
		}
		if got != want {
			t.Errorf("Status(%q) = %s, want %s", text, got, want)
		}
	}
	for text, want := range map[string]StatusReading{
		"作废(被GB/T 1-2020代替)":         {Status: corpus.StatusWithdrawn, Known: true, Successors: []string{"GB/T 1-2020"}},
		"作废→GB/T 1-2020":             {Status: corpus.StatusWithdrawn, Known: true, Successors: []string{"GB/T 1-2020"}},
		"被GB/T 1-2020、GB/T 2-2020代替": {Status: corpus.StatusSuperseded, Known: true, Successors: []string{"GB/T 1-2020", "GB/T 2-2020"}},
		"即将实施（2026-07-01）":           {Status: corpus.StatusUpcoming, Known: true, Date: corpus.Date{Year: 2026, Month: 7, Day: 1}},
		"现行(代替GB/T 1-2000)":          {Status: corpus.StatusCurrent, Known: true},
	} {
		if d := cmp.Diff(want, ReadStatus(text)); d != "" {
			t.Errorf("%q: %s", text, d)
		}
	}
	for code, want := range map[string]string{"60.60": "current", "6060": "current", "9599": "withdrawn", "95.20": "withdrawn", "30.20": "draft", "40.98": "withdrawn", "9092": "current", "valid": "?", "1234": "?"} {
		s, ok := stageStatus(code)
		if got := s.String(); ok && got != want || !ok && want != "?" {
			t.Errorf("stage %s: %s %v, want %s", code, got, ok, want)
		}
	}
}

func TestNumbers(t *testing.T) {
	for _, c := range []struct {
		in     string
		want   []string
		beside string
	}{
		{"GB/T 19001-2008", []string{"GB/T 19001-2008"}, ""},
		{"GB 1-1999,GB 2-1999", []string{"GB 1-1999", "GB 2-1999"}, ""},
		{"GB 1-1999、GB 2-1999；GB 3-1999;GB 4-1999|GB 5-1999，GB 6-1999\nGB 7-1999", []string{"GB 1-1999", "GB 2-1999", "GB 3-1999", "GB 4-1999", "GB 5-1999", "GB 6-1999", "GB 7-1999"}, ""},
		{"GB 1-1999 GB 2-1999", []string{"GB 1-1999", "GB 2-1999"}, ""},
		{"GB/T 5750.1~5750.13-2023", []string{"GB/T 5750.1~5750.13-2023"}, ""},
		{"GB/T 5750.1～5750.13-2023；GB 1-1999", []string{"GB/T 5750.1～5750.13-2023", "GB 1-1999"}, ""},
		{"代替GB/T 14951-2007", []string{"GB/T 14951-2007"}, ""},
		{"部分代替：GB/T 14951-2007", []string{"GB/T 14951-2007"}, ""},
		{"被GB 25280-2016代替", []string{"GB 25280-2016"}, ""},
		{"替代 GBZ/T160.35-2004", []string{"GBZ/T160.35-2004"}, ""},
		{"无", nil, ""}, {"——", nil, ""}, {"/", nil, ""}, {"", nil, ""},
		{"GB/T 1-2000中的第3章", []string{"GB/T 1-2000"}, "中的第3章"},
		{"主管部门：云南省市场监督管理局", nil, "主管部门：云南省市场监督管理局"},
		{"GB/T\n19001-2008", []string{"GB/T 19001-2008"}, ""},
		{"GB/T 19001-\n2008", []string{"GB/T 19001-2008"}, ""},
		{"ETSI EN 300 328 V2.2.2 (2019-07)", []string{"ETSI EN 300 328 V2.2.2 (2019-07)"}, ""},
		{"ISO 9001:2008; ISO 9001:2008/Cor 1:2009", []string{"ISO 9001:2008", "ISO 9001:2008/Cor 1:2009"}, ""},
		{"GB 7000.1-2002（IEC 60598-1:1999，IDT）", []string{"GB 7000.1-2002"}, "IEC 60598-1:1999 ，IDT"},
		{"46486", nil, "46486"},
		{"00-028", []string{"00-028"}, ""},
		{"《GB/T 1-2000》", []string{"GB/T 1-2000"}, ""},
	} {
		got, beside := Numbers(c.in)
		if d := cmp.Diff(c.want, got); d != "" || beside != c.beside {
			t.Errorf("Numbers(%q): beside %q, want %q; %s", c.in, beside, c.beside, d)
		}
	}
}

func TestList(t *testing.T) {
	for _, c := range []struct {
		in, field string
		want      []string
	}{
		{"中国标准化研究院、北京大学；清华大学", "drafters", []string{"中国标准化研究院", "北京大学", "清华大学"}},
		{"中国标准化研究院 北京大学", "drafters", []string{"中国标准化研究院", "北京大学"}},
		{"张三 李四 王小二", "drafters", []string{"张三", "李四", "王小二"}},
		{"张 三、李四", "drafters", []string{"张三", "李四"}},
		{"Foo Co., Ltd.; Bar GmbH", "drafters", []string{"Foo Co., Ltd.", "Bar GmbH"}},
		{"甲公司（北京、上海）、乙公司", "drafters", []string{"甲公司（北京、上海）", "乙公司"}},
		{"全国质量管理和质量保证标准化技术委员会(SAC/TC 151)", "committee", []string{"全国质量管理和质量保证标准化技术委员会(SAC/TC 151)"}},
		{"全国消防标准化技术委员会消防器具、配件分会", "committee", []string{"全国消防标准化技术委员会消防器具、配件分会"}},
		{"TC113SC5 消防器具、配件分会；TC271 植物检疫标准化技术委员会", "committee", []string{"TC113SC5 消防器具、配件分会", "TC271 植物检疫标准化技术委员会"}},
		{"中国标准化研究院、全国质量管理标准化技术委员会", "committee", []string{"中国标准化研究院", "全国质量管理标准化技术委员会"}},
		{"ISO/TC 176/SC 2", "committee", []string{"ISO/TC 176/SC 2"}},
		{"Quality, measurement and control", "committee", []string{"Quality, measurement and control"}},
		{"质量 管理;体系", "keywords", []string{"质量", "管理", "体系"}},
		{"quality management, systems", "keywords", []string{"quality management", "systems"}},
		{"中文/英文", "language", []string{"中文", "英文"}},
		{"13.030.01；13.060", "ics", []string{"13.030.01", "13.060"}},
		{"C51,C52", "ccs", []string{"C51", "C52"}},
		{"ISO 9001:2015 IDT", "adopts", []string{"ISO 9001:2015"}},
		{"GB 1-1999,GB 2-1999", "replaces", []string{"GB 1-1999", "GB 2-1999"}},
		{"甲公司/乙公司", "drafters", []string{"甲公司", "乙公司"}},
		{"无", "drafters", nil}, {"、；", "drafters", nil},
	} {
		if d := cmp.Diff(c.want, List(c.in, c.field)); d != "" {
			t.Errorf("List(%q, %s): %s", c.in, c.field, d)
		}
	}
}

func TestAdoptions(t *testing.T) {
	type as = []corpus.Adoption
	for _, c := range []struct {
		in     string
		want   as
		beside string
	}{
		{"ISO 9001:2015", as{{Number: "ISO 9001:2015"}}, ""},
		{"ISO 9001:2015,IDT", as{{Number: "ISO 9001:2015", Degree: corpus.IDT}}, ""},
		{"ISO 9001:2015 (MOD)", as{{Number: "ISO 9001:2015", Degree: corpus.MOD}}, ""},
		{"IDT ISO 3508：1976", as{{Number: "ISO 3508：1976", Degree: corpus.IDT}}, ""},
		{"eqv ISO 3508：1976；eqv ISO 4755：1983", as{{Number: "ISO 3508：1976", Degree: corpus.EQV}, {Number: "ISO 4755：1983", Degree: corpus.EQV}}, ""},
		{"eqv ISO 3508:1976,neq ISO 4755:1983", as{{Number: "ISO 3508:1976", Degree: corpus.EQV}, {Number: "ISO 4755:1983", Degree: corpus.NEQ}}, ""},
		{"ISO 1:1999,IDT;ISO 2:2000,NEQ", as{{Number: "ISO 1:1999", Degree: corpus.IDT}, {Number: "ISO 2:2000", Degree: corpus.NEQ}}, ""},
		{"≡ISO 9001:1987", as{{Number: "ISO 9001:1987", Degree: corpus.IDT}}, ""},
		{"=ISO 9001:1987", as{{Number: "ISO 9001:1987", Degree: corpus.EQV}}, ""},
		{"≈ ISO 9001:1987", as{{Number: "ISO 9001:1987", Degree: corpus.EQV}}, ""},
		{"≠ISO 9001:1987", as{{Number: "ISO 9001:1987", Degree: corpus.NEQ}}, ""},
		{"等同采用ISO 9001:2015", as{{Number: "ISO 9001:2015", Degree: corpus.IDT}}, ""},
		{"修改采用 ISO 9001:2015", as{{Number: "ISO 9001:2015", Degree: corpus.MOD}}, ""},
		{"ISO 9001:2015，非等效", as{{Number: "ISO 9001:2015", Degree: corpus.NEQ}}, ""},
		{"ETSI EN 300 328 V2.2.2 (2019-07) IDT", as{{Number: "ETSI EN 300 328 V2.2.2 (2019-07)", Degree: corpus.IDT}}, ""},
		{"ISO 9001:2015中的第3章", as{{Number: "ISO 9001:2015"}}, "中的第3章"},
		{"无", nil, ""}, {"——", nil, ""}, {"IDT", nil, "IDT"}, {"国外先进标准", nil, "国外先进标准"},
	} {
		got, beside := Adoptions(c.in)
		if d := cmp.Diff(c.want, got); d != "" || beside != c.beside {
			t.Errorf("Adoptions(%q): beside %q, want %q; %s", c.in, beside, c.beside, d)
		}
	}
}

func kindsOf(notes []problem.Note) string {
	var out []string
	for _, n := range notes {
		out = append(out, string(n.Kind))
	}
	return strings.Join(out, " ")
}

func TestClasses(t *testing.T) {
	for _, c := range []struct {
		in   string
		kind sheet.Kind
		want string
		told string
	}{
		{"13.030.01", sheet.Text, "13.030.01", ""},
		{"13.030.01；13.060", sheet.Text, "13.030.01 13.060", ""},
		{"13.030.01 13.060", sheet.Text, "13.030.01 13.060", ""},
		{"ICS 13.060", sheet.Text, "13.060", ""},
		{"01.040.91/91.010.30", sheet.Text, "01.040.91 91.010.30", ""},
		{"01.040.91 / 91.010.30／13.060", sheet.Text, "01.040.91 91.010.30 13.060", ""},
		{"ICS 01.040.91/ICS 91.010.30", sheet.Text, "01.040.91 91.010.30", ""},
		{"01.040.91 词汇/术语/91.010.30 建筑", sheet.Text, "01.040.91 91.010.30", "class_name_cut class_name_cut"},
		{"3.12/13.06", sheet.Text, "03.120 13.060", "class_repaired class_repaired"},
		{"13/91；67.060", sheet.Text, "67.060", "class_unreadable"},
		{"13/91", sheet.Text, "13 91", ""},
		{"3/12", sheet.Text, "", "class_unreadable"},
		{"13.060/2", sheet.Text, "", "class_unreadable"},
		{"/", sheet.Text, "", ""},
		{"13.060.", sheet.Text, "13.060", ""},
		{"１３．０６０", sheet.Text, "13.060", "class_rewritten"},
		{"13.03", sheet.Number, "13.030", "class_repaired"},
		{"67.06", sheet.Number, "67.060", "class_repaired"},
		{"13.1", sheet.Number, "13.100", "class_repaired"},
		{"3.12", sheet.Number, "03.120", "class_repaired"},
		{"3.120.10", sheet.Text, "03.120.10", "class_repaired"},
		{"2.99", sheet.Number, "", "class_unreadable"},
		{"2013-11-03", sheet.Date, "", "class_unreadable"},
		{"2013-06-13", sheet.Date, "13.060", "class_repaired"},
		{"13.060.20 饮用水", sheet.Text, "13.060.20", "class_name_cut"},
		{"水质", sheet.Text, "", "class_unreadable"},
		{"无；-", sheet.Text, "", ""},
	} {
		codes, notes := ICS(c.in, c.kind)
		if got := strings.Join(codes, " "); got != c.want || kindsOf(notes) != c.told {
			t.Errorf("ICS(%q) = %q, %s; want %q, %s", c.in, got, kindsOf(notes), c.want, c.told)
		}
	}
	for _, c := range []struct{ in, want, told string }{
		{"C51", "C51", ""}, {"C 51", "C51", ""}, {"c51", "C51", "class_rewritten"}, {"Y10/19", "Y10/19", ""}, {"A00~09", "A00/09", "class_rewritten"},
		{"C51/C52", "C51 C52", ""}, {"C51,C52；Z32", "C51 C52 Z32", ""}, {"C51 C52", "C51 C52", ""}, {"CCS C51", "C51", ""}, {"Ｃ５１", "C51", "class_rewritten"},
		{"C51 环境卫生", "C51", "class_name_cut"}, {"C51（环境卫生）", "C51", "class_name_cut"}, {"P", "P", ""}, {"环境", "", "class_unreadable"}, {"无", "", ""},
	} {
		codes, notes := CCS(c.in)
		if got := strings.Join(codes, " "); got != c.want || kindsOf(notes) != c.told {
			t.Errorf("CCS(%q) = %q, %s; want %q, %s", c.in, got, kindsOf(notes), c.want, c.told)
		}
	}
}

func TestTitle(t *testing.T) {
	for _, c := range []struct{ in, want, told string }{
		{"质量管理体系 要求", "质量管理体系 要求", ""},
		{"质 量 管 理 体 系", "质量管理体系", "title_spaces"},
		{"质 量 管 理  体 系", "质量管理 体系", "title_spaces"},
		{"铅 锭", "铅锭", "title_spaces"},
		{"质量管理体系  要求", "质量管理体系 要求", ""},
		{"质量管理体系　要求", "质量管理体系 要求", ""},
		{"固定式 钢 直 梯 安全", "固定式 钢直梯 安全", "title_spaces"},
		{"Quality  management\nsystems", "Quality management systems", ""},
		{"Ｘ射线检测　第１部分：通则", "X射线检测 第1部分：通则", "title_width"},
		{"第１部分：通则", "第1部分：通则", ""},
		{"ＧＢ／Ｔ符号", "GB/T符号", "title_width"},
		{"《质量管理体系》", "质量管理体系", "title_marks"},
		{"《论语》与《孟子》", "《论语》与《孟子》", ""},
		{"Oil &amp; gas", "Oil & gas", "markup"},
		{"Oil &amp;amp; gas", "Oil & gas", "markup"},
		{"H<sub>2</sub>O 的测定", "H2O 的测定", "markup"},
		{"a < b, R&D; x <T> y", "a < b, R&D; x <T> y", ""},
		{"GB/T 1 与 ISO 9001 的关系", "GB/T 1 与 ISO 9001 的关系", ""},
		{" 标准化\u200b工作 ", "标准化工作", ""},
	} {
		got, told := Title(c.in, "")
		var kinds []string
		for _, k := range told {
			kinds = append(kinds, string(k))
		}
		if got != c.want || strings.Join(kinds, " ") != c.told {
			t.Errorf("Title(%q) = %q, %v; want %q, %q", c.in, got, kinds, c.want, c.told)
		}
		if again, told := Title(got, ""); again != got || len(told) > 0 {
			t.Errorf("Title(%q) = %q: cleaning twice changes it", got, again)
		}
	}
	if got, _ := Title("ＪＩＳ規格", "ja"); got != "ＪＩＳ規格" {
		t.Errorf("Japanese: %q", got)
	}
}

func TestPages(t *testing.T) {
	for in, want := range map[string]int{"16": 16, "16页": 16, "16P": 16, "16 pages": 16, "共16页": 16, "p.16": 16, "12 + 4": 16, "16.0": 16, "１６页": 16, "": -1, "约": -1, "A4": -1, "-3": -1, "99999999": -1, "1+1+1+1+1": -1} {
		n, ok := Pages(in)
		if ok != (want >= 0) || ok && n != want {
			t.Errorf("Pages(%q) = %d, %v; want %d", in, n, ok, want)
		}
	}
}

func TestMojibake(t *testing.T) {
	for _, s := range []string{"鏍囧噯鍖栧伐浣�", "鏍囧噯", "±ê×¼»¯¹¤×÷", "ÖÊÁ¿¹ÜÀíÌåÏµ", "æ\u00a0‡å‡†åŒ–", "标准\uFFFD化", "????????", "锟斤拷锟斤拷", "GB/T 1 鏍囧噯鍖栧伐浣"} {
		if !Mojibake(s) {
			t.Errorf("%q is not seen", s)
		}
	}
	for _, s := range []string{"标准化工作导则", "Systèmes de management de la qualité — Exigences", "Größe und Länge", "±5 °C", "是否有效？？", "××××", "鑫鑫镍铌钽铈", "建築のベーシックモジュール", "Управление качеством", "¿Qué?", "what???", "联通", "焊接——术语……", "élève déçu à Évreux"} {
		if Mojibake(s) {
			t.Errorf("%q is taken for garbled", s)
		}
	}
}

func FuzzList(f *testing.F) {
	for _, s := range []string{"GB 1-1999、GB 2-1999；GB/T 5750.1~5750.13-2023", "IDT ISO 1:2000", "C51/C52", "13.030.01 13.060", "甲（乙、丙", "GB/T\n1", "被GB 1-2代替", "(((((", "≡", "&lt;b>GB"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, field := range fields {
			for _, item := range List(s, field.Name) {
				if Blank(item) {
					t.Errorf("List(%q, %s) has an item that says nothing: %q", s, field.Name, item)
				}
			}
		}
		Adoptions(s)
		title, _ := Title(s, "zh")
		if strings.HasPrefix(title, " ") || strings.HasSuffix(title, " ") {
			t.Errorf("Title(%q) = %q", s, title)
		}
		Mojibake(s)
		Pages(s)
		ReadStatus(s)
		ICS(s, sheet.Number)
		ICS(s, sheet.Date)
	})
}
