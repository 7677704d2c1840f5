package sheet

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"chabiao/corpus"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

// charset is an encoding of text files by the name that Info shows.
type charset struct {
	name    string
	enc     encoding.Encoding // nil: UTF-8, nothing to decode
	aliases string            // other names, folded by foldName
}

var (
	utf8Set    = &charset{"UTF-8", nil, "utf8 utf8sig utf8bom cp65001"}
	utf16LESet = &charset{"UTF-16LE", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), "utf16le unicode ucs2 ucs2le cp1200"}
	utf16BESet = &charset{"UTF-16BE", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), "utf16be unicodebe ucs2be cp1201"}
	gb18030Set = &charset{"GB18030", simplifiedchinese.GB18030, "gb18030 gbk gb2312 gb231280 cp936 ms936 windows936 xgbk euccn chinese ansi"}
	big5Set    = &charset{"Big5", traditionalchinese.Big5, "big5 big5hkscs cp950 windows950"}
	latin1Set  = &charset{"windows-1252", charmap.Windows1252, "windows1252 cp1252 latin1 iso88591 usascii ascii"}
)

// charsets are all that can be asked for by name. GBK and GB 2312 are read as
// GB 18030, which contains them; Latin-1 as windows-1252, as browsers do.
var charsets = []*charset{
	utf8Set, utf16LESet, utf16BESet, gb18030Set, big5Set, latin1Set,
	{"HZ-GB-2312", simplifiedchinese.HZGB2312, "hzgb2312 hz"},
	{"Shift_JIS", japanese.ShiftJIS, "shiftjis sjis cp932 ms932 windows31j"},
	{"EUC-JP", japanese.EUCJP, "eucjp"},
	{"EUC-KR", korean.EUCKR, "euckr cp949 windows949"},
	{"windows-1250", charmap.Windows1250, "windows1250 cp1250"},
	{"windows-1251", charmap.Windows1251, "windows1251 cp1251"},
	{"ISO-8859-2", charmap.ISO8859_2, "iso88592 latin2"},
	{"ISO-8859-15", charmap.ISO8859_15, "iso885915 latin9"},
	{"KOI8-R", charmap.KOI8R, "koi8r"},
}

// foldName is a name of an encoding without case and punctuation.
func foldName(name string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '-', '_', ' ', '.', ':':
			return -1
		}
		return r
	}, strings.ToLower(name))
}

// findCharset is the encoding that a name means; nil if none.
func findCharset(name string) *charset {
	folded := foldName(name)
	for _, c := range charsets {
		for alias := range strings.FieldsSeq(c.aliases) {
			if alias == folded {
				return c
			}
		}
	}
	return nil
}

// CheckEncoding says whether Options.Encoding can be that name; empty means
// told from the file.
func CheckEncoding(name string) error {
	if name == "" || foldName(name) == "utf16" || findCharset(name) != nil {
		return nil
	}
	names := make([]string, len(charsets))
	for i, c := range charsets {
		names[i] = c.name
	}
	return corpus.Errorf(corpus.InvalidArgument, "%w %q", ErrUnknownCharset, name).
		WithHint("use one of GBK, GB2312, Latin1, UTF-16, %s, or leave it out to have it told from the file", strings.Join(names, ", ")).
		WithZH("不认识编码“%s”。请从列表中选，或留空由文件判断。", name).WithField("encoding")
}

// bom is the encoding that a byte order mark names, and the mark's length.
func bom(head []byte) (*charset, int) {
	switch {
	case bytes.HasPrefix(head, []byte("\xEF\xBB\xBF")):
		return utf8Set, 3
	case bytes.HasPrefix(head, []byte("\xFF\xFE")):
		return utf16LESet, 2
	case bytes.HasPrefix(head, []byte("\xFE\xFF")):
		return utf16BESet, 2
	}
	return nil, 0
}

// utf16ByZeros tells UTF-16 without a mark by the zero bytes that separators,
// digits and line ends have on one side; nil if it is not evident.
func utf16ByZeros(head []byte) *charset {
	units := len(head) / 2
	if units < 2 || len(head)%2 != 0 && units < 8 {
		return nil
	}
	var even, odd int
	for i := 0; i+1 < len(head); i += 2 {
		if head[i] == 0 {
			even++
		}
		if head[i+1] == 0 {
			odd++
		}
	}
	switch {
	case odd*20 >= units && even*10 <= odd:
		return utf16LESet
	case even*20 >= units && odd*10 <= even:
		return utf16BESet
	}
	return nil
}

// byBytes tells UTF-8 from GB 18030 by text that is not pure ASCII. A few bad
// bytes among much good UTF-8 — cells cut at a byte — do not make it GB 18030:
// Chinese text of one is hardly ever well-formed in the other.
func byBytes(head []byte) *charset {
	var good, bad int
	for i := 0; i < len(head); {
		if head[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(head[i:])
		switch {
		case r != utf8.RuneError || n > 1:
			good++
		case !utf8.FullRune(head[i:]):
			return verdict(good, bad) // cut by the end of the head
		default:
			bad++
		}
		i += n
	}
	return verdict(good, bad)
}

func verdict(good, bad int) *charset {
	if bad*20 <= good {
		return utf8Set
	}
	return gb18030Set
}
