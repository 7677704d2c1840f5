package indexer

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// deliveries are the fixtures: texts lie in testdata/deliveries, what is binary
// is made here.
func deliveries() []delivery {
	text := func(name string, set Settings) delivery {
		return delivery{name: withoutExt(name), file: name, data: fixture(name), set: set}
	}
	var out []delivery
	out = append(out, text("utf8.csv", Settings{}))
	for _, e := range []struct {
		name string
		enc  encoding.Encoding
	}{
		{"utf8-bom", unicode.UTF8BOM}, {"gb18030", simplifiedchinese.GB18030},
		{"utf16le", unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)}, {"utf16be", unicode.UTF16(unicode.BigEndian, unicode.UseBOM)},
	} {
		out = append(out, delivery{name: e.name, file: "utf8.csv", data: encoded("utf8.csv", e.enc), like: "utf8"})
	}
	for _, name := range []string{"tab.tsv", "semicolons.csv", "sep-line.csv", "multiline.csv", "banner.csv", "two-rows.csv", "parts.csv", "cnis.csv", "portal.csv", "iso.csv",
		"html.xls", "lines.jsonl", "array.json", "wrapped.json", "chinese-keys.json", "iso.jsonl", "relaton.yaml", "relaton.json",
		"stuck.csv", "statuses.csv", "lists.csv", "dates.csv", "nothing.csv", "texts.csv", "duplicates.csv", "replacements.csv", "doubts.csv", "rows.csv", "adoptions.csv"} {
		d := text(name, Settings{})
		switch name {
		case "iso.jsonl", "relaton.json":
			d.name += "-" + filepath.Ext(name)[1:]
		}
		out = append(out, d)
	}
	return append(out, binaryDeliveries()...)
}

func withoutExt(name string) string { return name[:len(name)-len(filepath.Ext(name))] }

func fixture(name string) func(testing.TB) []byte {
	return func(t testing.TB) []byte {
		t.Helper()
		data, err := os.ReadFile(filepath.Join("testdata", "deliveries", name))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
}

func encoded(name string, e encoding.Encoding) func(testing.TB) []byte {
	return func(t testing.TB) []byte {
		t.Helper()
		data, err := e.NewEncoder().Bytes(fixture(name)(t))
		if err != nil {
			t.Fatal(err)
		}
		return bytes.Clone(data)
	}
}

// encodedText is a text in GB18030.
func encodedText(t testing.TB, s string) string {
	t.Helper()
	out, err := simplifiedchinese.GB18030.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}
