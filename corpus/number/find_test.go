package number

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFind(t *testing.T) {
	for text, want := range map[string][]string{
		"本标准代替ＧＢ／Ｔ 19001—2008和GB50016，见《GB/T 24001-2016》。":                   {"ＧＢ／Ｔ 19001—2008", "GB50016", "GB/T 24001-2016"},
		"eqv ISO 3508：1976；eqv ISO 4755：1983":                                {"ISO 3508：1976", "ISO 4755：1983"},
		"GB_T 5606.1-2004_卷烟.pdf":                                            {"GB_T 5606.1-2004"},
		"符合农业部2122号公告-10.2-2014的规定":                                          {"农业部2122号公告-10.2-2014"},
		"按国标19001执行":                                                         {"国标19001"},
		"see ISO/IEC 27001:2022 and EN ISO 13485:2016/A11:2021.":             {"ISO/IEC 27001:2022", "EN ISO 13485:2016/A11:2021"},
		"BSENISO15652-2017":                                                  {"BSENISO15652-2017"},
		"第3章 2016年 M8螺栓 5G PM2.5 Type-C B1 IPv6 16GB内存 A4纸 T-34 SC 27 3.5mm": nil,
		"we use 802.11 or wifi6, en 12 and 2016-12-30":                       nil,
		"": nil,
	} {
		var got []string
		for _, span := range Find(text) {
			got = append(got, text[span.Start:span.End])
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("Find(%q): %s", text, diff)
		}
	}
}

// TestHostile reads long texts made to be read again and again. It asserts
// nothing of time; a quadratic reading would not end within the test's limit.
func TestHostile(t *testing.T) {
	for _, unit := range []string{"GB", "GB/T ", "GB1.", "ISO1.", "(", "GB 1(", "ISO/IEC/", "GB 1-2000/ISO 1:2000/", "9", "1.1", "- ", "T/", "ISO 1 Amd ", "农业部", "国标", "aB1-", "EN ISO "} {
		text := strings.Repeat(unit, 100_000/len(unit))
		Find(text)
		Find(text + "x")
		if _, err := Parse(text); err == nil {
			t.Errorf("100 kB of %q is taken as a number", unit)
		}
	}
}
