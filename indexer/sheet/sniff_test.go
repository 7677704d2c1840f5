package sheet

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"chabiao/corpus"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"
)

func TestSniff(t *testing.T) {
	gb := encode(t, simplifiedchinese.GB18030, "标准号,名称\n")
	for head, want := range map[string]string{
		"":                                "empty",
		"a,b\n1,2":                        "text",
		gb:                                "text",
		"\uFEFF标准号\t名称":                   "text",
		"<10 mm, x":                       "text",
		"<tracked>":                       "text",
		"[1] 标准":                          "text",
		"\n {\"number\":\"GB/T 1\"}":      "json",
		"[\n {\"number\"":                 "json",
		"<html xmlns:x=\"x\">":            "html",
		" \r\n<!DOCTYPE HTML PUBLIC":      "html",
		"<!-- x --><TABLE>":               "html",
		"<?xml version='1.0'?><html>":     "html",
		"<?xml version='1.0'?><relaton/>": "xml",
		"<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>": "spreadsheetml",
		"PK\x03\x04....":           "zip",
		oleMagic + "....":          "xls",
		"\x1f\x8b\x08":             "gzip",
		"%PDF-1.7":                 "pdf",
		"\x01\x02\x03\x04\x05\x06": "binary",
		encode(t, utf16LESet.enc, "\uFEFF<table>"): "html",
		encode(t, utf16BESet.enc, "标准号,名称,abc\n"):  "text",
	} {
		if got := Sniff([]byte(head)); got != want {
			t.Errorf("%.30q is told as %s, want %s", head, got, want)
		}
	}
}

func TestIsXLSX(t *testing.T) {
	for name, c := range map[string]struct {
		data []byte
		want bool
	}{
		"workbook": {bookOf(t, worksheet("")), true},
		"xlsb":     {zipOf(t, "xl/workbook.bin", "x"), true},
		"zip":      {zipOf(t, "a.csv", "a,b"), false},
		"other":    {zipOf(t, "xl/workbook.xml", "<document/>"), false},
		"no zip":   {[]byte("a,b"), false},
		"empty":    {nil, false},
	} {
		if got := IsXLSX(bytes.NewReader(c.data), int64(len(c.data))); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestCustomDate(t *testing.T) {
	for code, want := range map[string]bool{
		"yyyy-mm-dd": true, `yyyy"年"m"月"d"日";@`: true, "[$-804]yyyy/m/d": true, "h:mm": true, "mmm-yy": true, "yyyy年m月d日": true, "[DBNum1][$-804]d": true,
		"General": false, "G/General": false, "0.00": false, `0"d"`: false, `0.0\m\m`: false, "#,##0_d": false, "[Red]0;[Blue]d": false, "[h]:mm:ss": false,
		"0;yyyy": false, "@": false, "": false, `"unclosed`: false, "[unclosed d": false, `\`: false, "[Magenta]0": false, "Standard": false,
	} {
		if got := customDate(code); got != want {
			t.Errorf("%q: %v", code, got)
		}
	}
}

func TestDecimal(t *testing.T) {
	for f, want := range map[float64]string{
		0: "0", 2016: "2016", -5: "-5", 1e5: "100000", 1e15: "1000000000000000", 1e20: "100000000000000000000", 0.1 + 0.2: "0.3", 1.1 * 1.1: "1.21",
		19001.2016: "19001.2016", 1.0 / 3: "0.333333333333333", 2e22: "2E+22", 1e-9: "0.000000001", 1e-11: "1E-11", 1.7976931348623157e308: "1.79769313486232E+308",
	} {
		if f > 1e308 {
			want = "1.7976931348623157E+308" // rounding would make it infinite
		}
		if got := string(decimal(nil, f)); got != want {
			t.Errorf("%v: %s, want %s", f, got, want)
		}
	}
}

func TestSerialDate(t *testing.T) {
	type result struct {
		Text string
		OK   bool
	}
	for _, c := range []struct {
		f        float64
		from1904 bool
		want     result
	}{
		{1, false, result{"1900-01-01", true}},
		{59, false, result{"1900-02-28", true}},
		{60, false, result{"1900-02-29", true}},
		{61, false, result{"1900-03-01", true}},
		{42734, false, result{"2016-12-30", true}},
		{42734.99999999, false, result{"2016-12-31", true}},
		{42734.5, false, result{"2016-12-30T12:00:00", true}},
		{0.25, false, result{"06:00:00", true}},
		{0, false, result{}},
		{0, true, result{"1904-01-01", true}},
		{41272, true, result{"2016-12-30", true}},
		{2958465, false, result{"9999-12-31", true}},
		{2958465, true, result{}},
		{2958466, false, result{}},
		{-1, false, result{}},
	} {
		var got result
		got.Text, got.OK = serialDate(c.f, c.from1904)
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%v, %v: %s", c.f, c.from1904, diff)
		}
	}
}

func TestChoose(t *testing.T) {
	sheets := []Sheet{{Name: "a", Hidden: true}, {Name: "3"}, {Name: "c"}}
	for name, want := range map[string]int{"": -1, "a": 0, "3": 1, "2": 1, "1": 0, "c": 2} {
		if got, err := Choose(sheets, name); got != want || err != nil {
			t.Errorf("%q: %d, %v", name, got, err)
		}
	}
	for _, name := range []string{"d", "0", "4", "-1"} {
		i, err := Choose(sheets, name)
		if !errors.Is(err, ErrNoSheet) || corpus.KindOf(err) != corpus.InvalidArgument {
			t.Errorf("%q: %d, %v", name, i, err)
		}
		if hint := hintOf(err); hint != "its sheets are 1 a 2 3 3 c" {
			t.Errorf("%q: hint %q", name, hint)
		}
	}
	if _, err := Choose(make([]Sheet, 1000), "d"); !strings.HasSuffix(hintOf(err), " 20  …") {
		t.Errorf("many sheets: %q", hintOf(err))
	}
}

func hintOf(err error) string {
	var e *corpus.Error
	if errors.As(err, &e) {
		return e.Hint
	}
	return ""
}
