package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"chabiao/corpus"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"
)

func openText(t testing.TB, text string, opt Options) Table {
	t.Helper()
	table, err := OpenText(strings.NewReader(text), opt)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func TestTextRecords(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		opt  Options
		want [][]string
		at   []int64
	}{
		"plain":                  {"a,b\n1,2\n", Options{}, [][]string{{"a", "b"}, {"1", "2"}}, []int64{1, 2}},
		"no line end at the end": {"a,b\n1,2", Options{}, [][]string{{"a", "b"}, {"1", "2"}}, []int64{1, 2}},
		"CRLF":                   {"a,b\r\n1,2\r\n", Options{}, [][]string{{"a", "b"}, {"1", "2"}}, []int64{1, 2}},
		"CR CR LF":               {"a,\"b\"\r\r\n1,2\r\r\n", Options{}, [][]string{{"a", "b"}, {"1", "2"}}, []int64{1, 2}},
		"CR":                     {"a,b\r1,\"2\r3\"\r4,5\r", Options{}, [][]string{{"a", "b"}, {"1", "2\r3"}, {"4", "5"}}, []int64{1, 2, 4}},
		"CR in a cell":           {"a,b\rc\n1,2\n", Options{}, [][]string{{"a", "b\rc"}, {"1", "2"}}, []int64{1, 2}},
		"tab":                    {"a\tb\n1,5\t2,5\n", Options{}, [][]string{{"a", "b"}, {"1,5", "2,5"}}, []int64{1, 2}},
		"semicolon":              {"a;b;c\n1,5;2;x\n2,5;3;y\n", Options{}, [][]string{{"a", "b", "c"}, {"1,5", "2", "x"}, {"2,5", "3", "y"}}, []int64{1, 2, 3}},
		"pipe":                   {"a|b\n1|2\n", Options{}, [][]string{{"a", "b"}, {"1", "2"}}, []int64{1, 2}},
		"separator in quotes": {"a;b\n\"x,y,z\";1\n\"u,v,w\";2\n", Options{},
			[][]string{{"a", "b"}, {"x,y,z", "1"}, {"u,v,w", "2"}}, []int64{1, 2, 3}},
		"banner rows": {"标准目录;;\n\nno;title;ics\n1;a, b;x\n2;c;y\n3;d, e, f;z\n", Options{},
			[][]string{{"标准目录"}, {"no", "title", "ics"}, {"1", "a, b", "x"}, {"2", "c", "y"}, {"3", "d, e, f", "z"}}, []int64{1, 3, 4, 5, 6}},
		"one column":       {"GB/T 1\nGB/T 2\n", Options{}, [][]string{{"GB/T 1"}, {"GB/T 2"}}, []int64{1, 2}},
		"sep=":             {"sep=|\r\na,x|b,y\r\n", Options{}, [][]string{{"a,x", "b,y"}}, []int64{2}},
		"sep= quoted":      {"\"sep=;\"\na;b\n", Options{}, [][]string{{"a", "b"}}, []int64{2}},
		"sep= tab":         {"sep=\t\na,c\tb,d\n", Options{}, [][]string{{"a,c", "b,d"}}, []int64{2}},
		"full-width comma": {"a，b\n1，\"2，3\"\n", Options{Separator: "，"}, [][]string{{"a", "b"}, {"1", "2，3"}}, []int64{1, 2}},
		"by name":          {"a,b\tc\n", Options{Separator: "tab"}, [][]string{{"a,b", "c"}}, []int64{1}},
		"quotes": {"\"a\"\"b\",\"c,d\",\"\",\"x\ny\"\n1\n", Options{Separator: ","},
			[][]string{{`a"b`, "c,d", "", "x\ny"}, {"1"}}, []int64{1, 3}},
		"quote inside":              {"管 6\" x,b\n", Options{}, [][]string{{`管 6" x`, "b"}}, []int64{1}},
		"lone quote in quotes":      {"\"6\" pipe\",b\n", Options{}, [][]string{{`6" pipe`, "b"}}, []int64{1}},
		"quote is a character":      {"\"一带一路\"标准,b\nc,d\n", Options{}, [][]string{{`"一带一路"标准`, "b"}, {"c", "d"}}, []int64{1, 2}},
		"blanks after the quote":    {"\"a\" ,\"b\" \nc,d\n", Options{}, [][]string{{"a", "b"}, {"c", "d"}}, []int64{1, 2}},
		"trailing separators":       {"a,b,,,\n,,,\n1,,3,,\n", Options{}, [][]string{{"a", "b"}, {"1", "", "3"}}, []int64{1, 3}},
		"blank lines":               {"\n\na,b\n \t\n\n1,2\n\x00\x00\x1a", Options{}, [][]string{{"a", "b"}, {"1", "2"}}, []int64{3, 6}},
		"NUL":                       {"a\x00b,c\n", Options{Encoding: "utf-8"}, [][]string{{"a\x00b", "c"}}, []int64{1}},
		"BOM":                       {"\uFEFFa,b\n", Options{}, [][]string{{"a", "b"}}, []int64{1}},
		"BOM and quotes":            {"\uFEFF\"a\",b\n", Options{}, [][]string{{"a", "b"}}, []int64{1}},
		"empty":                     {"", Options{}, nil, nil},
		"line ends only":            {"\r\n\r\n", Options{}, nil, nil},
		"quoted cell at the end":    {"a,\"b\nc\"", Options{}, [][]string{{"a", "b\nc"}}, []int64{1}},
		"empty quoted at the end":   {"a,\"\"", Options{}, [][]string{{"a"}}, []int64{1}},
		"quoted before a blank row": {"\"a\",b\n\n\"c\",d\n", Options{}, [][]string{{"a", "b"}, {"c", "d"}}, []int64{1, 3}},
	} {
		for _, small := range []bool{false, true} {
			var r io.Reader = strings.NewReader(c.text)
			if small {
				r = iotest.OneByteReader(r)
			}
			table, err := OpenText(r, c.opt)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			rows := readAll(t, table)
			if diff := cmp.Diff(c.want, texts(rows)); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
			if diff := cmp.Diff(c.at, ats(rows)); diff != "" {
				t.Errorf("%s: lines %s", name, diff)
			}
			wantRowErr(t, rows, -1, nil)
		}
	}
}

func TestTextRaw(t *testing.T) {
	rows := readAll(t, openText(t, "a,\"b\r\nc\",\r\n\"d\" \r\n", Options{}))
	var raws []string
	for _, r := range rows {
		raws = append(raws, string(r.Raw))
	}
	if diff := cmp.Diff([]string{"a,\"b\r\nc\",", "\"d\" "}, raws); diff != "" {
		t.Error(diff)
	}
}

const sampleText = "标准号,名称\nGB/T 19001-2016,质量管理体系 要求\nGB 1—2000,㐀丂\"引号\"\n"

var sampleCells = [][]string{{"标准号", "名称"}, {"GB/T 19001-2016", "质量管理体系 要求"}, {"GB 1—2000", "㐀丂\"引号\""}}

func encode(t testing.TB, enc encoding.Encoding, s string) string {
	t.Helper()
	out, err := enc.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestTextEncodings(t *testing.T) {
	gb := encode(t, simplifiedchinese.GB18030, sampleText)
	le := encode(t, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), sampleText)
	be := encode(t, unicode.UTF16(unicode.BigEndian, unicode.UseBOM), sampleText)
	for name, c := range map[string]struct{ text, option, want string }{
		"UTF-8":             {sampleText, "", "UTF-8"},
		"UTF-8 BOM":         {"\uFEFF" + sampleText, "", "UTF-8"},
		"UTF-8 BOM by name": {"\uFEFF" + sampleText, "utf_8", "UTF-8"},
		"GB18030":           {gb, "", "GB18030"},
		"GBK by name":       {gb, "GBK", "GB18030"},
		"gb2312 by name":    {gb, "gb2312", "GB18030"},
		"UTF-16LE BOM":      {le, "", "UTF-16LE"},
		"UTF-16BE BOM":      {be, "", "UTF-16BE"},
		"UTF-16LE":          {le[2:], "", "UTF-16LE"},
		"UTF-16BE":          {be[2:], "", "UTF-16BE"},
		"UTF-16LE by name":  {le, "utf-16le", "UTF-16LE"},
		"UTF-16 by name":    {le, "UTF-16", "UTF-16LE"},
	} {
		table := openText(t, c.text, Options{Encoding: c.option})
		if got := table.Info().Encoding; got != c.want {
			t.Errorf("%s: told as %s", name, got)
		}
		rows := readAll(t, table)
		if diff := cmp.Diff(sampleCells, texts(rows)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		wantRowErr(t, rows, -1, nil)
	}
	big5 := encode(t, traditionalchinese.Big5, "標準,品質\n")
	rows := readAll(t, openText(t, big5, Options{Encoding: "big5"}))
	if diff := cmp.Diff([][]string{{"標準", "品質"}}, texts(rows)); diff != "" {
		t.Error(diff)
	}
	rows = readAll(t, openText(t, "caf\xe9,b\n", Options{Encoding: "Latin1"}))
	if diff := cmp.Diff([][]string{{"café", "b"}}, texts(rows)); diff != "" {
		t.Error(diff)
	}
}

// TestTextPrivateGB: characters of the user-defined zones are no errors.
func TestTextPrivateGB(t *testing.T) {
	for gb, want := range map[string]string{
		"\xAA\xA1":                      "\uE000",
		"\xAF\xFE":                      "\uE233",
		"\xF8\xA1":                      "\uE234",
		"\xFE\xFE":                      "\uE4C5",
		"\xA1\x40":                      "\uE4C6",
		"\xA1\x7E\xA1\x80":              "\uE504\uE505",
		"\xA7\xA0":                      "\uE765",
		"\xB1\xEA\xAD\xE5\xD7\xBC":      "标\uE15E准",
		"\x81\x30\x81\x30\xAA\xA1\xA1A": "\u0080\uE000\uE4C7",
		"\x81\x30\x81\x30\x80":          "\u0080€",
	} {
		rows := readAll(t, openText(t, gb+",x\n", Options{Encoding: "gbk"}))
		if diff := cmp.Diff([][]string{{want, "x"}}, texts(rows)); diff != "" {
			t.Errorf("%x: %s", gb, diff)
		}
		wantRowErr(t, rows, -1, nil)
	}
}

// TestTextLateEncoding: a long head of pure ASCII says nothing; what comes
// then is told where it comes.
func TestTextLateEncoding(t *testing.T) {
	head := strings.Repeat("GB/T 1,plain text\n", 3*headSize/18)
	for want, tail := range map[string]string{
		"GB18030": encode(t, simplifiedchinese.GB18030, sampleText),
		"UTF-8":   sampleText,
	} {
		for _, r := range []io.Reader{strings.NewReader(head + tail), iotest.HalfReader(strings.NewReader(head + tail))} {
			table, err := OpenText(r, Options{})
			if err != nil {
				t.Fatal(err)
			}
			rows := readAll(t, table)
			if diff := cmp.Diff(sampleCells, texts(rows[len(rows)-3:])); diff != "" {
				t.Errorf("%s: %s", want, diff)
			}
			wantRowErr(t, rows, -1, nil)
			if got := table.Info().Encoding; got != want {
				t.Errorf("told as %s, want %s", got, want)
			}
		}
	}
}

func TestTextBadBytes(t *testing.T) {
	many := strings.Repeat("标准,名称\n", 20)
	rows := readAll(t, openText(t, many+"坏\xff字,b\n好,d\n", Options{}))
	wantRowErr(t, rows, 20, ErrBadBytes)
	if got := rows[20].Cells[0].Text; got != "坏\uFFFD字" {
		t.Errorf("bad cell reads %q", got)
	}
	gb := encode(t, simplifiedchinese.GB18030, many+"坏") + "\xff,b\n" + encode(t, simplifiedchinese.GB18030, "好,d\n")
	rows = readAll(t, openText(t, gb, Options{}))
	wantRowErr(t, rows, 20, ErrBadBytes)
	if len(rows) != 22 || rows[21].Cells[0].Text != "好" {
		t.Errorf("rows after the bad one: %q", texts(rows[20:]))
	}
	le := encode(t, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), "a,b\nc")
	rows = readAll(t, openText(t, le+"\x00\xd8,\x00d\x00\n\x00e\x00", Options{}))
	wantRowErr(t, rows, 1, ErrBadBytes)
}

func TestTextUnclosedQuote(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		bad  int
		want [][]string
	}{
		"at the end":       {"a,b\n\"c,d\n", 1, [][]string{{"a", "b"}, {`"c`, "d"}}},
		"lines follow":     {"a,b\n\"c,d\ne,f\n", 1, [][]string{{"a", "b"}, {`"c`, "d"}, {"e", "f"}}},
		"quotes follow":    {"a,b\nx,\"c\ne,\"f\"\ng,h\n", 1, [][]string{{"a", "b"}, {"x", `"c`}, {"e", "f"}, {"g", "h"}}},
		"a long way":       {"x,\"c\n" + strings.Repeat("a,b\n", 80000), 0, nil},
		"longer than rows": {"x,\"c\n" + strings.Repeat(strings.Repeat("a", 8000)+",b\n", MaxRow/8000+100), 0, nil},
	} {
		rows := readAll(t, openText(t, c.text, Options{}))
		wantRowErr(t, rows, c.bad, ErrUnclosedQuote)
		if c.want == nil {
			if want := strings.Count(c.text, "\n"); len(rows) != want {
				t.Errorf("%s: %d rows, want %d", name, len(rows), want)
			}
		} else if diff := cmp.Diff(c.want, texts(rows)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestTextRowTooLong(t *testing.T) {
	long := strings.Repeat("x", 1<<20)
	part := make([]io.Reader, 0, 100)
	for range 40 { // 40 MiB in one cell
		part = append(part, strings.NewReader(long))
	}
	for _, quote := range []string{"", `"`} {
		for i := range part {
			part[i] = strings.NewReader(long)
		}
		r := io.MultiReader(strings.NewReader("a,b\n"+quote), io.MultiReader(part...), strings.NewReader(quote+",c\nd,e\n"))
		table, err := OpenText(r, Options{})
		if err != nil {
			t.Fatal(err)
		}
		rows := readAll(t, table)
		wantRowErr(t, rows, 1, ErrRowTooLong)
		if len(rows) != 3 || rows[2].Cells[1].Text != "e" || rows[2].At != 3 {
			t.Errorf("%d rows, the last %v", len(rows), rows[len(rows)-1])
		}
	}
}

func TestTextTooManyColumns(t *testing.T) {
	rows := readAll(t, openText(t, "a,b\n"+strings.Repeat("x,", MaxColumns)+"y\nc"+strings.Repeat(",", 3000)+"\n", Options{}))
	wantRowErr(t, rows, 1, ErrTooManyColumns)
	if len(rows) != 3 || len(rows[1].Cells) != MaxColumns {
		t.Errorf("%d rows, %d cells", len(rows), len(rows[1].Cells))
	}
}

func TestTextOptionErrors(t *testing.T) {
	_, err := OpenText(strings.NewReader("a"), Options{Encoding: "ebcdic"})
	if !errors.Is(err, ErrUnknownCharset) || !strings.Contains(err.Error(), "GB18030") || corpus.KindOf(err) != corpus.InvalidArgument {
		t.Errorf("unknown encoding: %v", err)
	}
	for _, sep := range []string{"ab", "\n", `"`, "\xff"} {
		if _, err := OpenText(strings.NewReader("a"), Options{Separator: sep}); !errors.Is(err, ErrSeparator) {
			t.Errorf("separator %q: %v", sep, err)
		}
	}
}

func TestTextReadError(t *testing.T) {
	broken := errors.New("broken disk")
	text := strings.Repeat("a,b\n", headSize)
	table, err := OpenText(io.MultiReader(strings.NewReader(text+"half a ro"), iotest.ErrReader(broken)), Options{})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := drain(table)
	if !errors.Is(err, broken) || len(rows) != headSize {
		t.Errorf("%d rows, then %v", len(rows), err)
	}
}

// TestRecordReadsBack: what Record writes, OpenText reads.
func TestRecordReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var text bytes.Buffer
		var want [][]string
		for range rapid.IntRange(1, 5).Draw(t, "rows") {
			cells := rapid.SliceOfN(rapid.StringOfN(rapid.SampledFrom([]rune("ab,\"\n\r ;\t标")), 0, 8, -1), 1, 4).Draw(t, "cells")
			cells[0] = "x" + cells[0]
			cells = append(cells, "end")
			row := make([]Cell, len(cells))
			for i, c := range cells {
				row[i].Text = c
			}
			text.Write(Record(row))
			text.WriteByte('\n')
			want = append(want, cells)
		}
		table, err := OpenText(&text, Options{Separator: ",", Encoding: "utf-8"})
		if err != nil {
			t.Fatal(err)
		}
		rows, err := drain(table)
		if err != io.EOF {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, texts(rows)); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestRecord(t *testing.T) {
	for want, cells := range map[string][]Cell{
		"":                nil,
		"a,,b":            {{Text: "a"}, {}, {Text: "b"}},
		`"a,b","c""d"`:    {{Text: "a,b"}, {Text: `c"d`}},
		"\"x\ny\",2016,是": {{Text: "x\ny"}, {Text: "2016", Kind: Number}, {Text: "是", Merged: true}},
	} {
		if got := string(Record(cells)); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// wide makes a text of records such as catalogues have.
func wide(size int) []byte {
	var b bytes.Buffer
	b.WriteString("标准号,中文名称,英文名称,状态,发布日期,实施日期,ICS,CCS,归口单位\n")
	for i := 0; b.Len() < size; i++ {
		fmt.Fprintf(&b, "GB/T %d-2016,\"质量管理体系 要求, 第%d部分\",Quality management systems - Requirements - Part %d,现行,2016-12-30,2017-07-01,03.120.10,A00,全国质量管理和质量保证标准化技术委员会\n", i, i%50, i%50)
	}
	return b.Bytes()
}

func BenchmarkText(b *testing.B) {
	text := wide(8 << 20)
	gb, err := simplifiedchinese.GB18030.NewEncoder().Bytes(text)
	if err != nil {
		b.Fatal(err)
	}
	for name, data := range map[string][]byte{"UTF-8": text, "GB18030": gb} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			n := 0
			for b.Loop() {
				table, err := OpenText(bytes.NewReader(data), Options{})
				if err != nil {
					b.Fatal(err)
				}
				rows, err := drainCount(table)
				if err != io.EOF {
					b.Fatal(err)
				}
				n += rows
			}
			b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}

func drainCount(table Table) (n int, err error) {
	for {
		if _, err := table.Next(); err != nil {
			return n, err
		}
		n++
	}
}
