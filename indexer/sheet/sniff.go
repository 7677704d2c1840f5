package sheet

import (
	"bytes"
	"io"
	"strings"
)

// Formats that Sniff tells besides those of workbooks.
var magics = []struct{ magic, format string }{
	{"PK\x03\x04", "zip"}, {"PK\x05\x06", "zip"}, {"PK\x07\x08", "zip"},
	{oleMagic, "xls"},
	{"\x09\x08\x10\x00\x00\x06", "xls"}, {"\x09\x08\x08\x00\x00\x05", "xls"}, // BIFF without its container
	{"\x09\x00\x04\x00", "xls"}, {"\x09\x02\x06\x00", "xls"}, {"\x09\x04\x06\x00", "xls"}, // Excel 2 to 4
	{"\x1F\x8B", "gzip"}, {"BZh", "bzip2"}, {"\xFD7zXZ\x00", "xz"}, {"\x28\xB5\x2F\xFD", "zstd"},
	{"7z\xBC\xAF\x27\x1C", "7z"}, {"Rar!\x1A\x07", "rar"}, {"%PDF-", "pdf"}, {"SQLite format 3\x00", "sqlite"},
	{"\x89PNG\r\n", "image"}, {"\xFF\xD8\xFF", "image"}, {"GIF8", "image"},
}

const oleMagic = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"

// Sniff is the format of a file by its first bytes, a few hundred or more:
// zip, xls, gzip, bzip2, xz, zstd, 7z, rar, pdf, sqlite, image, html,
// spreadsheetml, xml, json, text, binary, or empty. A zip is a workbook when
// IsXLSX says so; an xls may hold any document of older Office programs, which
// OpenWorkbook finds out. Lines of JSON and a JSON array are both json.
func Sniff(head []byte) string {
	if len(head) == 0 {
		return "empty"
	}
	for _, m := range magics {
		if bytes.HasPrefix(head, []byte(m.magic)) {
			return m.format
		}
	}
	head = head[:min(len(head), 4096)]
	set, n := bom(head)
	if set == nil {
		set = utf16ByZeros(head[:len(head)&^1])
	}
	head = head[n:]
	if set != nil && set.enc != nil {
		head, _ = set.enc.NewDecoder().Bytes(head) // bad units become U+FFFD
	}
	text := strings.TrimLeft(string(head), " \t\r\n")
	low := strings.ToLower(text)
	switch {
	case strings.HasPrefix(low, "<?xml"), strings.HasPrefix(low, "<workbook"):
		return sniffXML(low)
	case htmlStart(low):
		return "html"
	case jsonStart(text):
		return "json"
	case controls(text) > len(text)/20:
		return "binary"
	}
	return "text"
}

func sniffXML(low string) string {
	switch {
	case strings.Contains(low, "urn:schemas-microsoft-com:office:spreadsheet"), strings.Contains(low, `progid="excel.sheet"`):
		return "spreadsheetml"
	case strings.Contains(low, "<html"), strings.Contains(low, "<!doctype html"):
		return "html"
	}
	return "xml"
}

// htmlStart says whether a text begins as a page or as part of one.
func htmlStart(low string) bool {
	for strings.HasPrefix(low, "<!--") {
		_, rest, ok := strings.Cut(low, "-->")
		if !ok {
			return false
		}
		low = strings.TrimLeft(rest, " \t\r\n")
	}
	for _, tag := range []string{"!doctype html", "html", "head", "body", "table", "meta", "style", "title", "div", "center", "script", "thead", "tr"} {
		rest, ok := strings.CutPrefix(low, "<"+tag)
		if ok && (rest == "" || strings.ContainsAny(rest[:1], "> \t\r\n/")) {
			return true
		}
	}
	return false
}

// jsonStart says whether a text begins as an object or as an array of them.
func jsonStart(text string) bool {
	if text == "" {
		return false
	}
	rest := strings.TrimLeft(text[1:], " \t\r\n")
	switch text[0] {
	case '{':
		return rest == "" || rest[0] == '"' || rest[0] == '}'
	case '[':
		return rest == "" || rest[0] == '{' || rest[0] == ']' || rest[0] == '['
	}
	return false
}

// controls counts control characters that text files do not have. Zero bytes
// are left out: lost writes leave them behind.
func controls(text string) int {
	n := 0
	for i := 0; i < len(text); i++ {
		if c := text[i]; c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != 0x1A && c != 0x1B && c != 0 || c == 0x7F {
			n++
		}
	}
	return n
}

// IsXLSX says whether a zip is a workbook of Excel 2007 or later. It is true
// of .xlsb too: OpenWorkbook then says that it can't be read, and why.
func IsXLSX(r io.ReaderAt, size int64) bool {
	pkg, err := openPackage(r, size)
	if err != nil {
		return false
	}
	main := pkg.main()
	return pkg.file(main) != nil && (strings.HasSuffix(main, "workbook.bin") || pkg.isWorkbook(main))
}
