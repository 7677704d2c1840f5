package server

import (
	"html"
	"strings"
	"testing"
)

func TestMarks(t *testing.T) {
	for _, c := range []struct{ asked, marked, want string }{
		{"", "第<mark>1</mark>部分", "第<mark>1</mark>部分"},
		{"GB/T 1.1", "标准化工作导则 第<mark>1</mark>部分", ""},
		{"GB/T 1.1", "按照<mark>GB</mark>/T1.<mark>1</mark>-2009 &lt;起草&gt;", "按照<mark>GB/T1.1-2009</mark> &lt;起草&gt;"},
		{"GB/T 19001", "质量管理 <mark>GB</mark>/<mark>T</mark> <mark>19001</mark>-2016应用<mark>指南</mark>", "质量管理 <mark>GB/T 19001-2016</mark>应用<mark>指南</mark>"},
		{"GB 5749-2022", "菌种质量应符合<mark>GB</mark>/T23599的要求", ""},
		{"ISO 9001", "<mark>Quality</mark> &amp; <mark>ISO</mark>", "<mark>Quality</mark> &amp; ISO"},
	} {
		var asked *string
		if c.asked != "" {
			asked = &c.asked
		}
		if got := string(newMarks(asked).html(c.marked)); got != c.want {
			t.Errorf("%s in %s: %s, not %s", c.asked, c.marked, got, c.want)
		}
	}
}

// FuzzMarks: only marks are taken away or added, never a character of the text,
// and nothing unescaped comes out.
func FuzzMarks(f *testing.F) {
	f.Add("GB/T 1.1", "见GB/T 1.1-2009 <b>&", uint(2), uint(6))
	f.Add("ISO 9001:2015", "ISO 9001", uint(0), uint(3))
	f.Fuzz(func(t *testing.T, asked, text string, from, size uint) {
		text = strings.ToValidUTF8(strings.ReplaceAll(text, "\x00", ""), "")
		runes := []rune(text)
		a := min(int(from%256), len(runes))
		b := min(a+int(size%256), len(runes))
		marked := html.EscapeString(string(runes[:a])) + "<mark>" + html.EscapeString(string(runes[a:b])) + "</mark>" + html.EscapeString(string(runes[b:]))
		got := string(newMarks(&asked).html(marked))
		if got == "" {
			return
		}
		plain := strings.ReplaceAll(strings.ReplaceAll(got, "<mark>", ""), "</mark>", "")
		if strings.ContainsAny(plain, "<>") || html.UnescapeString(plain) != text {
			t.Errorf("%q has become %q", text, got)
		}
	})
}
