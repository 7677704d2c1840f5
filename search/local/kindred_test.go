package local_test

import (
	"testing"

	"chabiao/search"

	"github.com/google/go-cmp/cmp"
)

// strangers are real entries: serials that are used by documents of two types or
// letters, by one standard and by two.
const strangers = `{"number":"GB/T 155-2006","title_zh":"原木缺陷","status":"废止"}
{"number":"GB/T 155-2017","title_zh":"原木缺陷","status":"现行"}
{"number":"GB/Z 155-2025","title_zh":"钠离子电池正极材料通则","status":"现行"}
{"number":"GB/Z 155-2025/XG1-2026","title_zh":"第1号修改单","status":"现行"}
{"number":"GB 154-1984","title_zh":"枕木","status":"废止"}
{"number":"GB/Z 154-2025","title_zh":"安全与韧性 城市韧性 框架和原则","status":"现行"}
{"number":"GB 12346-1990","title_zh":"经穴部位","status":"废止"}
{"number":"GB/T 12346-2021","title_zh":"经穴名称与定位","status":"现行"}
{"number":"GB 7408-1987","title_zh":"星期编号","status":"废止"}
{"number":"GB/T 7408-2005","title_zh":"数据元和交换格式 信息交换 日期和时间表示法","status":"现行"}
{"number":"GB/Z 22553-2010","title_zh":"利用重复性、再现性和正确度的估计值评估测量不确定度的指南","status":"废止"}
{"number":"GB/T 22553-2023","title_zh":"利用重复性、再现性和正确度的估计值评定测量不确定度的指南","status":"现行"}
{"number":"YY 0032-1990","title_zh":"硬质合金镶片持针钳","status":"废止"}
{"number":"YY/T 0032-2004","title_zh":"血红蛋白计","status":"现行"}
{"number":"GA 701-2007","title_zh":"指纹防盗锁通用技术条件","status":"废止"}
{"number":"GA/T 701-2024","title_zh":"安全防范 指纹识别应用 出入口控制指纹识别模块通用规范","status":"现行"}
{"number":"JIS TR B 0001:1997","title_en":"Manipulating industrial robots -- EMC test methods","status":"废止"}
{"number":"JIS B 0001:2019","title_en":"Technical drawings for mechanical engineering","status":"现行"}
{"number":"JIS TR X 0003:2000","title_ja":"フォント情報処理用語","status":"废止"}
{"number":"JIS X 0003:2001","title_ja":"情報処理用語（装置技術）","status":"现行"}
{"number":"ISO Guide 9:1976","title_en":"Courses in standardization","status":"废止"}
{"number":"ISO 9:1995","title_en":"Transliteration of Cyrillic characters into Latin characters","status":"现行"}
{"number":"ISO/R 835:1968","title_en":"Withdrawal of ISO/R 835-1968","status":"废止"}
{"number":"ISO 835:2007","title_en":"Laboratory glassware - Graduated pipettes","status":"现行"}
{"number":"IEC PAS 62050:2004","title_en":"Board level drop test method of components for handheld electronic products","status":"废止"}
{"number":"IEC 62050:2005","title_en":"VHDL Register Transfer Level (RTL) synthesis","status":"现行"}
{"number":"ISO/TR 6306:1989","title_en":"Chemical analysis of steel - Order of listing elements","status":"废止"}
{"number":"ISO 6306:2020","title_en":"Chemical analysis of steel - Order of listing elements in steel standards","status":"现行"}
{"number":"ANSI/IEEE C37.010-1979","title_en":"Application Guide for AC High-Voltage Circuit Breakers","status":"废止"}
{"number":"IEEE C37.10-1995","title_en":"Guide for Diagnostics and Failure Investigation of Power Transformers","status":"现行"}
{"number":"CY/Z 99-2010","title_zh":"书刊印刷标准体系","status":"废止","replaced_by":["CY/T 99-2012"]}
{"number":"CY/T 99-2012","title_zh":"出版物发行","status":"现行"}
{"number":"GB/T 98-2000","title_zh":"统计技术指南","status":"废止"}
{"number":"GB/T 98-2010","title_zh":"统计技术指南","status":"现行"}
{"number":"GB/Z 98-2020","title_zh":"统计技术指南 解释","status":"现行"}`

// What shares but the digits is neither told as what to use, nor drawn, nor
// listed as an edition.
func TestKindred(t *testing.T) {
	e, _, _ := open(t, []byte(strangers))
	for _, c := range []struct {
		ask             string
		editions, links []string
		use             []string
	}{
		{"GB/T 155-2006", []string{"GB/T 155-2017"}, []string{"GB/T 155-2006 ~> GB/T 155-2017"}, []string{"GB/T 155-2017"}},
		{"GB/Z 155-2025", []string{"GB/Z 155-2025/XG1-2026"}, []string{}, []string{}},
		{"GB 154-1984", []string{}, []string{}, []string{}},
		{"GB 12346-1990", []string{"GB/T 12346-2021"}, []string{"GB 12346-1990 ~> GB/T 12346-2021"}, []string{"GB/T 12346-2021"}},
		{"GB 7408-1987", []string{"GB/T 7408-2005"}, []string{"GB 7408-1987 ~> GB/T 7408-2005"}, []string{"GB/T 7408-2005"}},
		{"GB/Z 22553-2010", []string{"GB/T 22553-2023"}, []string{"GB/Z 22553-2010 ~> GB/T 22553-2023"}, []string{"GB/T 22553-2023"}},
		{"YY 0032-1990", []string{}, []string{}, []string{}},
		{"GA 701-2007", []string{"GA/T 701-2024"}, []string{"GA 701-2007 ~> GA/T 701-2024"}, []string{"GA/T 701-2024"}},
		{"JIS TR B 0001:1997", []string{}, []string{}, []string{}},
		{"JIS TR X 0003:2000", []string{}, []string{}, []string{}},
		{"ISO Guide 9:1976", []string{}, []string{}, []string{}},
		{"ISO/R 835:1968", []string{"ISO 835:2007"}, []string{"ISO/R 835:1968 ~> ISO 835:2007"}, []string{"ISO 835:2007"}},
		{"IEC PAS 62050:2004", []string{}, []string{}, []string{}},
		{"ISO/TR 6306:1989", []string{"ISO 6306:2020"}, []string{"ISO/TR 6306:1989 ~> ISO 6306:2020"}, []string{"ISO 6306:2020"}},
		{"ANSI/IEEE C37.010-1979", []string{}, []string{}, []string{}},
		// what a source states counts, whatever titles say
		{"CY/Z 99-2010", []string{}, []string{"CY/Z 99-2010 => CY/T 99-2012"}, []string{"CY/T 99-2012"}},
		// the same letter first; what is in force is not ended by another type
		{"GB/T 98-2000", []string{"GB/T 98-2010", "GB/Z 98-2020"}, []string{"GB/T 98-2000 ~> GB/T 98-2010"}, []string{"GB/T 98-2010"}},
	} {
		st, err := e.Standard(t.Context(), c.ask, "zh")
		if err != nil {
			t.Fatal(err)
		}
		lives, err := e.Standing(t.Context(), []string{st.ID}, "zh")
		if err != nil {
			t.Fatal(err)
		}
		editions := []string{}
		for _, r := range st.Editions {
			if r.Kind != search.EditionPart {
				editions = append(editions, r.Number)
			}
		}
		for what, d := range map[string]string{
			"editions": cmp.Diff(c.editions, editions), "links": cmp.Diff(c.links, drawn(st)),
			"use": cmp.Diff(c.use, numbers(st.UseInstead)), "use, in a list": cmp.Diff(c.use, numbers(lives[0].UseInstead)),
		} {
			if d != "" {
				t.Errorf("%s, %s: %s", c.ask, what, d)
			}
		}
	}
}

// Of a number that is there, what shares but the digits is no answer; of one
// that is not, it is as another type of document.
func TestResolveStrangers(t *testing.T) {
	e, _, _ := open(t, []byte(strangers))
	asked := []string{"GB/T 155-2006", "GB/T 155", "GB/T 155-1990", "GB/T 155-2025", "GB 154-2025", "JIS B 0001", "GB/Z 22553-2010", "GB 12346-1990", "GB/T 154"}
	want := [][]string{
		{"GB/T 155-2006 exact", "GB/T 155-2017 other_year"},
		{"GB/T 155-2017 year_missing", "GB/T 155-2006 year_missing"},
		{"GB/T 155-2017 other_year", "GB/T 155-2006 other_year"},
		{"GB/Z 155-2025 mandate 文件种类不同：GB/Z 155-2025 现行。", "GB/T 155-2017 other_year", "GB/T 155-2006 other_year"},
		{"GB/Z 154-2025 mandate 文件种类不同：GB/Z 154-2025 现行。", "GB 154-1984 other_year"},
		{"JIS B 0001:2019 year_missing"},
		{"GB/Z 22553-2010 exact", "GB/T 22553-2023 mandate 文件种类不同：GB/T 22553-2023 现行。"},
		{"GB 12346-1990 exact", "GB/T 12346-2021 mandate 标准性质代号不同：GB/T 12346-2021 现行。"},
		{"GB/Z 154-2025 mandate 文件种类不同：GB/Z 154-2025 现行。", "GB 154-1984 mandate 标准性质代号不同，目录中没有 GB/T 154；GB 154-1984 已废止。"},
	}
	list, err := e.Resolve(t.Context(), asked, "zh")
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range list {
		var got []string
		for _, m := range r.Matches {
			line := m.Number + " " + m.Kind
			if m.Kind == search.KindMandate {
				line += " " + m.Explain
			}
			got = append(got, line)
		}
		if d := cmp.Diff(want[i], got); d != "" {
			t.Errorf("%s: %s", asked[i], d)
		}
	}
}
