package columns

import (
	"errors"
	"strings"
	"testing"
)

func TestNumberCell(t *testing.T) {
	for _, c := range []struct{ in, number, title, status string }{
		{"GB/T 19001-2016", "GB/T 19001-2016", "", ""},
		{"GB/T19001—2016", "GB/T 19001-2016", "", ""},
		{"ＧＢ／Ｔ　19001－2016", "GB/T 19001-2016", "", ""},
		{"GB/T\u00a019001-2016", "GB/T 19001-2016", "", ""},
		{"GB/T\n19001-2016", "GB/T 19001-2016", "", ""},
		{"GB/T 19001-\n2016", "GB/T 19001-2016", "", ""},
		{"GB/T 19001\r\n-2016", "GB/T 19001-2016", "", ""},
		{"GB/T 19001-2016 质量管理体系 要求", "GB/T 19001-2016", "质量管理体系 要求", ""},
		{"GB/T 19001-2016质量管理体系 要求", "GB/T 19001-2016", "质量管理体系 要求", ""},
		{"GB/T 19001-2016《质量管理体系 要求》", "GB/T 19001-2016", "质量管理体系 要求", ""},
		{"GB/T 19001-2016：质量管理体系 GB/T 19000 的应用", "GB/T 19001-2016", "质量管理体系 GB/T 19000 的应用", ""},
		{"GB/T 19001-2016\n质量管理体系 要求", "GB/T 19001-2016", "质量管理体系 要求", ""},
		{"《质量管理体系 要求》GB/T 19001-2016", "GB/T 19001-2016", "质量管理体系 要求", ""},
		{"质量管理体系 要求（GB/T 19001-2016）", "GB/T 19001-2016", "质量管理体系 要求", ""},
		{"ISO 9001:2015 Quality management systems", "ISO 9001:2015", "Quality management systems", ""},
		{"GB/T 1-2000(已作废)", "GB/T 1-2000", "", "withdrawn"},
		{"GB/T 1-2000【现行】", "GB/T 1-2000", "", "current"},
		{"GB/T 1-2000 现行", "GB/T 1-2000", "", "current"},
		{"GB/T 1-2000废止", "GB/T 1-2000", "", "withdrawn"},
		{"GB/T 1-2000 某种方法（作废）", "GB/T 1-2000", "某种方法", "withdrawn"},
		{"GB/T 19001-2016(E)", "GB/T 19001-2016E", "", ""},
		{"标准号：GB/T 19001-2016", "GB/T 19001-2016", "", ""},
		{"ETSI EN 300 328 V2.2.2 (2019-07)", "ETSI EN 300 328 V2.2.2 (2019-07)", "", ""},
		{"ISO 9001:2008/Cor 1:2009", "ISO 9001:2008/Cor 1:2009", "", ""},
		{"GB 7000.1-2015/XG1-2020", "GB 7000.1-2015/XG1-2020", "", ""},
	} {
		d, err := NumberCell(c.in)
		if err != nil {
			t.Errorf("NumberCell(%q): %v", c.in, err)
			continue
		}
		status := ""
		if d.StatusWord != "" {
			status = d.Status.String()
		}
		if d.Text != c.number || d.Title != c.title || status != c.status {
			t.Errorf("NumberCell(%q) = %q, %q, %q; want %q, %q, %q", c.in, d.Text, d.Title, status, c.number, c.title, c.status)
		}
	}
	for _, in := range []string{"", "合计", "标准编号", "2016-12-30", "共 20 条", "GB/T", "质量管理体系 要求", strings.Repeat("GB/T 1-2000 质量 ", 300)} {
		if d, err := NumberCell(in); err == nil {
			t.Errorf("NumberCell(%.40q) = %q, want an error", in, d.Text)
		}
	}
	if _, err := NumberCell("GB/T 1-2000，GB/T 2-2000"); !errors.Is(err, ErrSeveral) {
		t.Errorf("two numbers: %v", err)
	}
}
