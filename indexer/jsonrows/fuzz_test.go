package jsonrows

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func FuzzRows(f *testing.F) {
	for _, s := range []string{"{\"a\":1}\n{\"b\":\"\\\"\"}", "[{\"a\":[1,{}]},\n2]", "{\"data\":{\"rows\":[{}]}}", "{\n\"a\":\n[]}\n{", "\xff\xfe{\x00}\x00", "{\"a\":\"\xb1\xea\xd7\xbc\"}", "{\"x\":[{}]}", "\x00{"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		whole := read(bytes.NewReader(data))
		if d := cmp.Diff(whole, read(iotest.OneByteReader(bytes.NewReader(data)))); d != "" {
			t.Fatalf("depends on how the text is cut: %s", d)
		}
		last := int64(0)
		for row, err := range Rows(bytes.NewReader(data)) {
			if err != nil {
				continue
			}
			if row.At < last || row.At > int64(len(data))+1 {
				t.Fatalf("row at line %d behind line %d", row.At, last)
			}
			last = row.At
			if row.Err == nil && (len(row.Raw) < 2 || row.Raw[0] != '{' || row.Raw[len(row.Raw)-1] != '}') {
				t.Fatalf("row %q is no object", row.Raw)
			}
		}
	})
}

// FuzzValidLines holds that a valid object on a line of its own is a row.
func FuzzValidLines(f *testing.F) {
	f.Add(`{"a":1}`, `{"b":[{"c":"\\\""}]}`)
	f.Fuzz(func(t *testing.T, a, b string) {
		for _, s := range []*string{&a, &b} {
			// What is no UTF-8 is read as GB18030, where a character may end in a
			// byte that looks like a backslash.
			if !utf8.ValidString(*s) || !json.Valid([]byte(*s)) || !strings.HasPrefix(*s, "{") || strings.ContainsAny(*s, "\n") {
				t.Skip()
			}
		}
		// A first row with a number wraps nothing.
		text := "{\"number\":\"x\"}\n" + a + "\n" + b + "\n"
		var got []string
		for row, err := range Rows(strings.NewReader(text)) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, string(row.Raw))
			if row.Err != nil && strings.Contains(row.Err.Error(), "broken") {
				t.Fatalf("%s: %v", row.Raw, row.Err)
			}
		}
		if len(got) != 3 {
			t.Fatalf("%d rows of 3: %q", len(got), got)
		}
	})
}

func BenchmarkLines(b *testing.B) { bench(b, func(rows string) string { return rows }) }
func BenchmarkArray(b *testing.B) {
	bench(b, func(rows string) string {
		return "[" + strings.ReplaceAll(strings.TrimSpace(rows), "}\n", "},\n") + "]"
	})
}

func bench(b *testing.B, layout func(string) string) {
	const row = `{"number":"GB/T 19001-2016","title_zh":"质量管理体系 要求","title_en":"Quality management systems - Requirements","status":"现行","published":"2016-12-30","implemented":"2017-07-01","replaces":["GB/T 19001-2008"],"adopts":[{"number":"ISO 9001:2015","degree":"IDT"}],"ics":["03.120.10"],"ccs":["A00"],"committee":["全国质量管理和质量保证标准化技术委员会"]}` + "\n"
	text := layout(strings.Repeat(row, 100000))
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		for r, err := range Rows(strings.NewReader(text)) {
			if err != nil || r.Err != nil {
				b.Fatal(err, r.Err)
			}
			n++
		}
		if n != 100000 {
			b.Fatalf("%d rows", n)
		}
	}
}
