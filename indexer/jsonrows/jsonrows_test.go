package jsonrows

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"chabiao/corpus"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// read writes rows as "line: text", with "!reason" behind a broken one; an
// error that ends the reading comes last, with "!!" before it.
func read(r io.Reader) []string {
	var out []string
	for row, err := range Rows(r) {
		switch {
		case err != nil:
			out = append(out, "!!"+err.Error())
		case row.Err != nil:
			out = append(out, fmt.Sprintf("%d: %s !%v", row.At, row.Raw, row.Err))
		default:
			out = append(out, fmt.Sprintf("%d: %s", row.At, row.Raw))
		}
	}
	return out
}

// like compares rows; what is wanted need only stand in a text with a "!".
func like(want, got []string) string {
	eq := cmp.Comparer(func(a, b string) bool {
		if len(a) > len(b) {
			a, b = b, a
		}
		if i := strings.IndexByte(a, '!'); i >= 0 {
			return strings.HasPrefix(b, a[:i]) && strings.Contains(b[i:], strings.TrimLeft(a[i:], "!"))
		}
		return a == b
	})
	return cmp.Diff(want, got, eq)
}

func TestRows(t *testing.T) {
	for _, tc := range []struct {
		name, text string
		want       []string
	}{
		{"nothing", "", nil},
		{"only space", " \n\r\n\t", nil},
		{"lines", "{\"a\":1}\r\n\n  \n {\"b\":\"}\"}\n{\"c\":{}}", []string{`1: {"a":1}`, `4: {"b":"}"}`, `5: {"c":{}}`}},
		{"mark", "\xef\xbb\xbf{\"a\":1}\n", []string{`1: {"a":1}`}},
		{"two on a line", `{"a":1} {"b":2},{"c":3}`, []string{`1: {"a":1}`, `1: {"b":2}`, `1: {"c":3}`}},
		{"escapes", `{"a":"\\"}` + "\n" + `{"a":"\\\"}"}`, []string{`1: {"a":"\\"}`, `2: {"a":"\\\"}"}`}},
		{"a broken line", "{\"a\":1}\n{\"b\":\n{\"c\":3}\n{\"d\":\"x\n{\"e\":5}",
			[]string{`1: {"a":1}`, `2: {"b": !broken JSON: the line ends inside the object`, `3: {"c":3}`, `4: {"d":"x !broken JSON: the line ends inside quotes`, `5: {"e":5}`}},
		{"the first line broken", "{\"a\":1,\n{\"b\":2}\n{\"c\":3}", []string{`1: {"a":1, !a new object or list begins`, `2: {"b":2}`, `3: {"c":3}`}},
		{"wrong brackets", "{\"a\":1}\n{\"a\":1]\n{\"a\" 1}\n{a:1}\n{“a”:1}", []string{`1: {"a":1}`, `2: {"a":1] !a bracket is closed`,
			`3: {"a" 1}`, `4: {a:1} !a key is not in quotes`, `5: {“a”:1} !there is a '“' outside quotes`}},
		{"no objects", "number,title\n{\"a\":1}\nnull\n", []string{"1: number,title !not a JSON object", `2: {"a":1}`, "3: null !not a JSON object"}},
		{"behind an object", "{\"a\":1}x\n{\"b\":2}", []string{`1: {"a":1}`, `1: x !not a JSON object`, `2: {"b":2}`}},
		{"not UTF-8", "{\"a\":\"标准标准标准标准\"}\n{\"a\":\"\xff\"}\n{\"b\":2}", []string{`1: {"a":"标准标准标准标准"}`, "2: {\"a\":\"\xff\"} !not UTF-8", `3: {"b":2}`}},
		{"cut short", "{\"a\":1}\n{\"b\":", []string{`1: {"a":1}`, `2: {"b": !the file ends inside the object`}},
		{"pretty", "{\n  \"a\": 1\n}\n{\n  \"b\": {\n \"c\": [\n{\n}\n]}\n}\n", []string{"1: {\n  \"a\": 1\n}", "4: {\n  \"b\": {\n \"c\": [\n{\n}\n]}\n}"}},
		{"pretty behind lines", "{\"a\":1}\n{\n\"b\":2\n}\n{\"c\":3}", []string{`1: {"a":1}`, "2: {\n\"b\":2\n}", `5: {"c":3}`}},
		{"pretty and broken", "{\n  \"a\": 1\n}\n{\n  \"b\": 2\n{\n  \"c\": 3\n}\n", []string{"1: {\n  \"a\": 1\n}", "4: {\n  \"b\": 2 !a new object or list begins", "6: {\n  \"c\": 3\n}"}},
		{"array", "[\n{\"a\":1},\n{\"b\":[{}]}\n , {\n\"c\":3}]\n", []string{`2: {"a":1}`, `3: {"b":[{}]}`, "4: {\n\"c\":3}"}},
		{"empty array", "[]", nil},
		{"two arrays", "[{\"a\":1}]\n[{\"b\":2}]", []string{`1: {"a":1}`, `2: {"b":2}`}},
		{"array of other things", `[1,"x]",null,[{"a":1}],{"b":2}]`, []string{"1: 1 !is a number or word", `1: "x]" !is a string`, "1: null !is a number", `1: [{"a":1}] !is a list`, `1: {"b":2}`}},
		{"array cut short", "[{\"a\":1},\n{\"b\":2}", []string{`1: {"a":1}`, `2: {"b":2}`, "!!line 2: the file ends before the closing ]"}},
		{"array cut in an object", "[{\"a\":1},\n{\"b\":", []string{`1: {"a":1}`, "!!line 2: broken JSON: the file ends inside the object (the object began in line 2)"}},
		{"array without comma", "[{\"a\":1}{\"b\":2}]", []string{`1: {"a":1}`, "!!broken JSON: there is a '{' where a comma or ] is wanted"}},
		{"array with rubbish", "[{\"a\":1},x]", []string{`1: {"a":1}`, "!!where an object is wanted"}},
		{"wrapped", "{\"total\":2,\"rows\":[\n{\"a\":1},\n{\"b\":2}],\"next\":{\"rows\":[]}}", []string{`2: {"a":1}`, `3: {"b":2}`}},
		{"wrapped twice", `{"code":0,"data":{"page":1,"list":[{"a":1}]},"msg":"ok"}`, []string{`1: {"a":1}`}},
		{"wrapped pages", "{\"data\":[{\"a\":1}]}\n{\"data\":[]}\n{\"data\":[{\"b\":2}]}\n", []string{`1: {"a":1}`, `3: {"b":2}`}},
		{"wrapped under a name of its own", `{"count":1,"标准目录":[{"标准号":"GB 1"}]}`, []string{`1: {"标准号":"GB 1"}`}},
		{"titled collection", `{"root":{"title":"x","items":[{"docid":[{"id":"A"}]}]}}`, []string{`1: {"docid":[{"id":"A"}]}`}},
		{"wrapped and cut short", "{\"data\":[{\"a\":1}],\n", []string{`1: {"a":1}`, "!!before the closing } around its list"}},
		{"wrapped and broken behind", "{\"data\":[{\"a\":1}]]", []string{`1: {"a":1}`, "!!a bracket is closed that was not opened"}},
		{"a row with lists", "{\"number\":\"GB 1\",\"adopts\":[{\"number\":\"ISO 1\"}]}", []string{`1: {"number":"GB 1","adopts":[{"number":"ISO 1"}]}`}},
		{"a row with sorted keys", "{\"adopts\":[{\"number\":\"ISO 1\"}],\"number\":\"GB 1\"}", []string{`1: {"adopts":[{"number":"ISO 1"}],"number":"GB 1"}`}},
		{"rows with lists of objects", "{\"编号\":\"GB 1\",\"部分\":[{\"x\":1}]}\n{\"编号\":\"GB 2\"}", []string{`1: {"编号":"GB 1","部分":[{"x":1}]}`, `2: {"编号":"GB 2"}`}},
		{"a relaton item", `{"title":[{"content":"x"}],"docid":[{"id":"A"}]}`, []string{`1: {"title":[{"content":"x"}],"docid":[{"id":"A"}]}`}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if d := like(tc.want, read(strings.NewReader(tc.text))); d != "" {
				t.Error(d)
			}
			// The same however the text is cut into pieces.
			if d := cmp.Diff(read(strings.NewReader(tc.text)), read(iotest.OneByteReader(strings.NewReader(tc.text)))); d != "" {
				t.Error("byte by byte:", d)
			}
		})
	}
}

func TestEncodings(t *testing.T) {
	text := strings.Repeat("{\"number\":\"GB/T 1\"}\n", 20000) + "{\"title_zh\":\"质量管理体系 要求，镕㐀𠮷\"}\n{\"b\":\"{乗\"}\n"
	want := read(strings.NewReader(text))
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	encoded := map[string]string{"GB18030": gb}
	for name, enc := range map[string]struct {
		e unicode.Endianness
		b unicode.BOMPolicy
	}{"UTF-16LE": {unicode.LittleEndian, unicode.UseBOM}, "UTF-16BE": {unicode.BigEndian, unicode.UseBOM}, "UTF-16LE without mark": {unicode.LittleEndian, unicode.IgnoreBOM}, "UTF-16BE without mark": {unicode.BigEndian, unicode.IgnoreBOM}} {
		if encoded[name], err = unicode.UTF16(enc.e, enc.b).NewEncoder().String(text); err != nil {
			t.Fatal(err)
		}
	}
	for name, s := range encoded {
		if d := cmp.Diff(want, read(strings.NewReader(s))); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
	if d := cmp.Diff(want, read(iotest.HalfReader(strings.NewReader(gb)))); d != "" {
		t.Errorf("in pieces: %s", d)
	}
}

// gen gives n copies of piece without holding them.
type gen struct {
	piece string
	n     int
	rest  string
}

func (g *gen) Read(p []byte) (int, error) {
	if g.rest == "" {
		if g.n == 0 {
			return 0, io.EOF
		}
		g.n--
		g.rest = g.piece
	}
	n := copy(p, g.rest)
	g.rest = g.rest[n:]
	return n, nil
}

func TestLongRows(t *testing.T) {
	long := func(head, tail string) io.Reader {
		return io.MultiReader(strings.NewReader(head), &gen{piece: strings.Repeat("x", 1<<16), n: 400}, strings.NewReader(tail))
	}
	for name, tc := range map[string]struct {
		head, tail string
		want       []string
	}{
		"in a line":     {`{"a":"`, "\"}\n{\"b\":2}", []string{"1: !longer than 16 MiB", `2: {"b":2}`}},
		"never closed":  {"{\"z\":0}\n{\"a\":\"", "\n{\"b\":2}", []string{`1: {"z":0}`, "2: !longer than 16 MiB", `3: {"b":2}`}},
		"behind others": {"{\"z\":0}\n{\"a\":\"", "\"} {\"b\":2}", []string{`1: {"z":0}`, "2: !longer than 16 MiB", `2: {"b":2}`}},
		"no object":     {"xx", "\n{\"b\":2}", []string{"1: !longer than 16 MiB", `2: {"b":2}`}},
		"in an array":   {`[{"a":"`, "\"},\n{\"b\":2}]", []string{"1: !longer than 16 MiB", `2: {"b":2}`}},
		"a string":      {`["`, "\"]", []string{"!!longer than 16 MiB"}},
		"broken line":   {"{\"z\":0}\n{\"a\":1]", "\n{\"b\":2}", []string{`1: {"z":0}`, "2: !longer than 16 MiB", `3: {"b":2}`}},
	} {
		var got []string
		for row, err := range Rows(long(tc.head, tc.tail)) {
			switch {
			case err != nil:
				got = append(got, "!!"+err.Error())
			case row.Err != nil:
				if len(row.Raw) > headKept || len(row.Raw) == 0 {
					t.Errorf("%s: %d bytes of the long row", name, len(row.Raw))
				}
				got = append(got, fmt.Sprintf("%d: !%v", row.At, row.Err))
			default:
				got = append(got, fmt.Sprintf("%d: %s", row.At, row.Raw))
			}
		}
		if d := like(tc.want, got); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

func TestReadErrors(t *testing.T) {
	fault := corpus.Errorf(corpus.Unavailable, "the disk is gone")
	for _, text := range []string{"", "{\"a\":1}\n", "{\"a\":1}\n{\"b\":", "[{\"a\":1}", "{\"data\":[{\"a\":1}]", "x", "[1"} {
		var last error
		for _, err := range Rows(io.MultiReader(strings.NewReader(text), iotest.ErrReader(fault))) {
			last = err
		}
		if !errors.Is(last, fault) || corpus.KindOf(last) != corpus.Unavailable {
			t.Errorf("%q: %v", text, last)
		}
	}
}

func TestStopping(t *testing.T) {
	for _, text := range []string{"{\"a\":1}\n{\"b\":2}", "[{\"a\":1},{\"b\":2}", "{\"data\":[{\"a\":1},{\"b\":2}", "x\ny", "[1,2]"} {
		n := 0
		for range Rows(strings.NewReader(text)) {
			n++
			break
		}
		if n != 1 {
			t.Errorf("%q: %d rows", text, n)
		}
	}
}

func TestDeepAndHostile(t *testing.T) {
	// Each line opens a bracket more: no row, and no reading again and again.
	text := "{\"a\":[\n" + strings.Repeat("{\"a\":[\n", 300000)
	if got := read(strings.NewReader(text)); len(got) == 0 || !strings.Contains(got[0], "nested deeper than 10000") {
		t.Errorf("%d rows", len(got))
	}
	if got := read(strings.NewReader(strings.Repeat("[", 1<<20))); len(got) != 1 || !strings.Contains(got[0], "nested deeper") {
		t.Errorf("%.300q", got)
	}
}
