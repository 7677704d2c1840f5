package columns

import (
	"testing"

	"chabiao/corpus"
	"chabiao/indexer/problem"
	"chabiao/indexer/sheet"
)

func TestDate(t *testing.T) {
	for _, c := range []struct {
		text string
		kind sheet.Kind
		want string
		told problem.Kind
	}{
		{"2016-12-30", sheet.Text, "2016-12-30", ""},
		{"2016/12/30", sheet.Text, "2016-12-30", ""},
		{"2016/1/2", sheet.Text, "2016-01-02", ""},
		{"2016-1-2", sheet.Text, "2016-01-02", ""},
		{"20161230", sheet.Text, "2016-12-30", ""},
		{"20161230", sheet.Number, "2016-12-30", ""},
		{"2016年12月30日", sheet.Text, "2016-12-30", ""},
		{"2016 年 1 月 2 日", sheet.Text, "2016-01-02", ""},
		{"2016年12月", sheet.Text, "2016-12", ""},
		{"2016年", sheet.Text, "2016", ""},
		{"2016.12.30", sheet.Text, "2016-12-30", ""},
		{"2016.12", sheet.Text, "2016-12", ""},
		{"2016.1", sheet.Text, "2016-01", ""},
		{"2016.1", sheet.Number, "", problem.DateAmbiguous},
		{"2016.12", sheet.Number, "2016-12", ""},
		{"2016-12", sheet.Text, "2016-12", ""},
		{"2016/12", sheet.Text, "2016-12", ""},
		{"12/2016", sheet.Text, "2016-12", ""},
		{"2016", sheet.Text, "2016", ""},
		{"2016", sheet.Number, "2016", ""},
		{"201612", sheet.Text, "2016-12", ""},
		{"30.12.2016", sheet.Text, "2016-12-30", ""},
		{"03.04.2016", sheet.Text, "2016-04-03", ""},
		{"30/12/2016", sheet.Text, "2016-12-30", ""},
		{"12/30/2016", sheet.Text, "2016-12-30", ""},
		{"03/04/2016", sheet.Text, "", problem.DateAmbiguous},
		{"04/04/2016", sheet.Text, "2016-04-04", ""},
		{"13/13/2016", sheet.Text, "", problem.DateUnreadable},
		{"Dec 30, 2016", sheet.Text, "2016-12-30", ""},
		{"30 December 2016", sheet.Text, "2016-12-30", ""},
		{"30-Dec-2016", sheet.Text, "2016-12-30", ""},
		{"30-Dec-16", sheet.Text, "2016-12-30", problem.DateCentury},
		{"December 2016", sheet.Text, "2016-12", ""},
		{"30th of December, 2016", sheet.Text, "2016-12-30", ""},
		{"Fri Dec 30 08:00:00 CST 2016", sheet.Text, "2016-12-30", ""},
		{"2016-12-30T08:00:00", sheet.Date, "2016-12-30", ""},
		{"2016-12-30T08:00:00.000+08:00", sheet.Text, "2016-12-30", ""},
		{"2016-12-30 00:00:00.0", sheet.Text, "2016-12-30", ""},
		{"2016/12/30 0:00", sheet.Text, "2016-12-30", ""},
		{"42734", sheet.Number, "2016-12-30", problem.DateSerial},
		{"42734", sheet.Text, "2016-12-30", problem.DateSerial},
		{"42734.5", sheet.Number, "2016-12-30", problem.DateSerial},
		{"99999", sheet.Text, "", problem.DateUnreadable},
		{"1483027200000", sheet.Number, "2016-12-30", problem.DateSerial},
		{"1900-01-01", sheet.Text, "", problem.DatePlaceholder},
		{"1900/1/1", sheet.Text, "", problem.DatePlaceholder},
		{"1900-01-00", sheet.Text, "", problem.DatePlaceholder},
		{"0000-00-00", sheet.Text, "", problem.DatePlaceholder},
		{"0000-00-00 00:00:00", sheet.Text, "", problem.DatePlaceholder},
		{"0001-01-01", sheet.Text, "", problem.DatePlaceholder},
		{"0001/1/1 0:00:00", sheet.Text, "", problem.DatePlaceholder},
		{"9999-12-31", sheet.Text, "", problem.DatePlaceholder},
		{"1899-12-30", sheet.Date, "", problem.DatePlaceholder},
		{"1899-12-31", sheet.Date, "", problem.DatePlaceholder},
		{"0", sheet.Number, "", problem.DatePlaceholder},
		{"2016-00-00", sheet.Text, "2016", ""},
		{"2016-12-00", sheet.Text, "2016-12", ""},
		{"-", sheet.Text, "", ""},
		{"——", sheet.Text, "", ""},
		{"无", sheet.Text, "", ""},
		{"", sheet.Text, "", ""},
		{"98-12-30", sheet.Text, "1998-12-30", problem.DateCentury},
		{"98.12.30", sheet.Text, "1998-12-30", problem.DateCentury},
		{"981230", sheet.Text, "1998-12-30", problem.DateCentury},
		{"98年12月30日", sheet.Text, "1998-12-30", problem.DateCentury},
		{"05-06-07", sheet.Text, "", problem.DateAmbiguous},
		{"２０１６－１２－３０", sheet.Text, "2016-12-30", ""},
		{"２０１６年１２月３０日", sheet.Text, "2016-12-30", ""},
		{"二〇一六年十二月三十日", sheet.Text, "2016-12-30", ""},
		{"二○一六年一月二日", sheet.Text, "2016-01-02", ""},
		{"二零一六年十月", sheet.Text, "2016-10", ""},
		{"平成28年12月30日", sheet.Text, "2016-12-30", problem.DateEra},
		{"昭和63年3月1日", sheet.Text, "1988-03-01", problem.DateEra},
		{"令和元年5月1日", sheet.Text, "2019-05-01", problem.DateEra},
		{"民国105年12月30日", sheet.Text, "2016-12-30", problem.DateEra},
		{"2016-12-30实施", sheet.Text, "2016-12-30", problem.DateTail},
		{"2016年12月30日起实施", sheet.Text, "2016-12-30", problem.DateTail},
		{"发布：2016-12-30", sheet.Text, "2016-12-30", problem.DateTail},
		{"2016-02-30", sheet.Text, "", problem.DateUnreadable},
		{"1216-02-03", sheet.Text, "", problem.DateUnreadable},
		{"质量管理", sheet.Text, "", problem.DateUnreadable},
		{"GB/T 19001-2016", sheet.Text, "", problem.DateUnreadable},
		{"123", sheet.Text, "", problem.DateUnreadable},
	} {
		d, told := Date(c.text, c.kind)
		if d.String() != c.want || told != c.told {
			t.Errorf("Date(%q, %d) = %q, %q; want %q, %q", c.text, c.kind, d, told, c.want, c.told)
		}
	}
}

func TestDayOrder(t *testing.T) {
	for _, c := range []struct {
		column []string
		text   string
		want   string
	}{
		{[]string{"30/12/2016", "01/02/2016"}, "03/04/2016", "2016-04-03"},
		{[]string{"12/30/2016", "01/02/2016"}, "03/04/2016", "2016-03-04"},
		{[]string{"12/30/2016", "30/12/2016"}, "03/04/2016", ""},
		{[]string{"01/02/2016"}, "03/04/2016", ""},
		{nil, "03/04/2016", ""},
	} {
		d, k := readDate(c.text, sheet.Text, orderIn(c.column))
		if d.String() != c.want || (k == problem.DateOrder) != (c.want != "") {
			t.Errorf("%q under %q = %q, %s; want %q", c.text, c.column, d, k, c.want)
		}
	}
}

func FuzzDate(f *testing.F) {
	for _, s := range []string{"2016-12-30", "30/12/2016", "二〇一六年十二月", "平成元年", "42734.25", "Dec 30, 2016", "2016年", "1483027200000", "十十年", "0000-00-00"} {
		f.Add(s, uint8(0))
		f.Add(s, uint8(1))
	}
	f.Fuzz(func(t *testing.T, s string, kind uint8) {
		d, k := Date(s, sheet.Kind(kind%5))
		if d.IsZero() {
			return
		}
		// What is read is a date that exists, in the range, and reads back.
		back, err := corpus.ParseDate(d.String())
		if err != nil || back != d || d.Year < firstYear || d.Year > lastYear {
			t.Errorf("Date(%q) = %v, which is no date: %v", s, d, err)
		}
		if k != "" && (!k.Known() || k == problem.DateUnreadable || k == problem.DateAmbiguous || k == problem.DatePlaceholder) {
			t.Errorf("Date(%q) gives %v and says %q", s, d, k)
		}
	})
}
