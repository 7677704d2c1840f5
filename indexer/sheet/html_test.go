package sheet

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"
)

func htmlRows(t *testing.T, page string, opt Options) ([]Row, Info) {
	t.Helper()
	table, err := OpenHTML(strings.NewReader(page), opt)
	if err != nil {
		t.Fatal(err)
	}
	return readAll(t, table), table.Info()
}

func TestHTML(t *testing.T) {
	for name, c := range map[string]struct {
		page string
		want [][]string
		at   []int64
	}{
		"plain":            {"<html><head><title>no</title><style>td{}</style></head><body>text<table border=1><tr><th>标准号</th><th>名称</th></tr>\n<tr><td>GB/T&nbsp;1</td><td>a &lt; b</td></tr></table></body>", [][]string{{"标准号", "名称"}, {"GB/T\u00A01", "a < b"}}, []int64{1, 2}},
		"no end tags":      {"<TABLE><TR><TD>a<TD>b<TR><TD>c<TD>d", [][]string{{"a", "b"}, {"c", "d"}}, []int64{1, 2}},
		"sections":         {"<table><caption>x</caption><colgroup><col></colgroup><thead><tr><td>a</td></tr></thead><tbody><tr><td>b</td></tr></tbody></table>", [][]string{{"a"}, {"b"}}, []int64{1, 2}},
		"white space":      {"<table><tr><td>\n  a\n  b <br> c<p>d</p> </td><td>&nbsp;</td><td>e</td><td> </td></tr><tr><td>&nbsp;</td></tr></table>", [][]string{{"a b\nc\nd", "", "e"}}, []int64{1}},
		"spans":            {"<table><tr><td colspan=3>banner</td></tr><tr><td rowspan=2>no</td><td colspan=\"2\">title</td></tr><tr><td>zh</td><td>en</td></tr><tr><td>1</td><td>2</td><td>3</td></tr></table>", [][]string{{"banner", "+banner", "+banner"}, {"no", "title", "+title"}, {"+no", "zh", "en"}, {"1", "2", "3"}}, []int64{1, 2, 3, 4}},
		"span at the end":  {"<table><tr><td>a</td><td rowspan=2>b</td><td rowspan=2>c</td></tr><tr><td>d</td></tr></table>", [][]string{{"a", "b", "c"}, {"d", "+b", "+c"}}, []int64{1, 2}},
		"span behind gap":  {"<table><tr><td>a</td><td>b</td><td rowspan=2>c</td></tr><tr><td>d</td></tr></table>", [][]string{{"a", "b", "c"}, {"d", "", "+c"}}, []int64{1, 2}},
		"span ends":        {"<table><tr><td rowspan=9>a</td></tr></table><table><tr><td>b</td></tr></table>", [][]string{{"a"}, {"b"}}, []int64{1, 2}},
		"nested":           {"<table><tr><td>a<table><tr><td>x</td><td>y</td></tr></table></td><td>b</td></tr></table>", [][]string{{"a\nx y", "b"}}, []int64{1}},
		"script in a cell": {"<table><tr><td>a<script>if (a<b) '</td>'</script>b</td></tr></table>", [][]string{{"ab"}}, []int64{1}},
		"no table":         {"<html><p>nothing", nil, nil},
		"silly spans":      {"<table><tr><td colspan=-1 rowspan=x>a</td><td colspan=0>b</td></tr></table>", [][]string{{"a", "b"}}, []int64{1}},
	} {
		rows, _ := htmlRows(t, c.page, Options{})
		if diff := cmp.Diff(c.want, show(rows)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if diff := cmp.Diff(c.at, ats(rows)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		wantRowErr(t, rows, -1, nil)
	}
}

func TestHTMLEncodings(t *testing.T) {
	page := "<html><head>META</head><table><tr><td>标准</td></tr></table>"
	gb := encode(t, simplifiedchinese.GB18030, page)
	meta := func(page, set string) string {
		return strings.Replace(page, "META", `<meta http-equiv="Content-Type" content="text/html; charset=`+set+`">`, 1)
	}
	for name, c := range map[string]struct{ page, want string }{
		"UTF-8":                     {page, "UTF-8"},
		"GB18030":                   {gb, "GB18030"},
		"gb2312 declared":           {meta(gb, "gb2312"), "GB18030"},
		"gb2312 declared, is UTF-8": {meta(page, "gb2312"), "UTF-8"},
		"UTF-16":                    {encode(t, utf16LESet.enc, "\uFEFF"+page), "UTF-16LE"},
	} {
		rows, info := htmlRows(t, c.page, Options{})
		if diff := cmp.Diff([][]string{{"标准"}}, texts(rows)); diff != "" || info.Encoding != c.want || info.Format != "html" {
			t.Errorf("%s: %+v %s", name, info, diff)
		}
	}
	rows, _ := htmlRows(t, "<table><tr><td>标准标准标准标准标准标准标准标准</td></tr><tr><td>标准标准标准标准标准标准标准\xff</td></tr></table>", Options{})
	wantRowErr(t, rows, 1, ErrBadBytes)
}

func TestHTMLBounds(t *testing.T) {
	part := func(n int) io.Reader {
		readers := make([]io.Reader, n)
		for i := range readers {
			readers[i] = strings.NewReader(strings.Repeat("x", 1<<20))
		}
		return io.MultiReader(readers...)
	}
	table, err := OpenHTML(io.MultiReader(strings.NewReader("<table><tr><td>a</td></tr><tr><td>b</td><td>"), part(40), strings.NewReader("</td><td>c</td></tr><tr><td>d</td></tr></table>")), Options{})
	if err != nil {
		t.Fatal(err)
	}
	rows := readAll(t, table)
	wantRowErr(t, rows, 1, ErrRowTooLong)
	if len(rows) != 3 || rows[2].Cells[0].Text != "d" {
		t.Errorf("%d rows: %v", len(rows), texts(rows))
	}
	rows, _ = htmlRows(t, "<table><tr><td rowspan=3 colspan=99999>a</td><td>b</td></tr><tr><td>c</td></tr><tr></tr><tr><td>d</td></tr></table>", Options{})
	if !errors.Is(rows[0].Err, ErrTooManyColumns) || !errors.Is(rows[1].Err, ErrTooManyColumns) {
		t.Errorf("too wide: %v, %v", rows[0].Err, rows[1].Err)
	}
	if last := rows[len(rows)-1]; last.Cells[0].Text != "d" || last.Err != nil {
		t.Errorf("the last row is %v", last)
	}
}
