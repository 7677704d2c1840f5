package sample

import (
	"strconv"

	"chabiao/corpus"
)

// style is a way of writing numbers.
type style uint8

const (
	styleCN       style = iota // GB/T 1.2-2016
	styleISO                   // ISO 1-2:2016/Amd 1:2018
	styleIEC                   // IEC 1-2:2016/AMD1:2018
	styleEN                    // EN 1-2:2016/A1:2018
	styleJIS                   // JIS B 1-2:2016
	styleASTM                  // ASTM D1-16
	styleDot                   // ASME B1.2-2016
	styleDotColon              // AS 1.2:2016
	styleDash                  // UL 1-2016
	styleETSI                  // ETSI EN 900 001-2 V1.1.1 (2016-05)
	styleITU                   // ITU-T G.1 (05/2016)
	styleITUR                  // ITU-R BT.1-2 (05/2016)
)

var styles = map[string]style{
	"cn": styleCN, "iso": styleISO, "iec": styleIEC, "en": styleEN, "jis": styleJIS, "nf": styleJIS, "astm": styleASTM,
	"dot": styleDot, "dot-colon": styleDotColon, "dash": styleDash, "etsi": styleETSI, "itu": styleITU, "itur": styleITUR,
}

// parted says whether bodies of the style publish standards in parts.
func (s style) parted() bool {
	return s != styleASTM && s != styleDash && s != styleITU && s != styleITUR
}

// part is the number of a part: none, "1", or "2-1" where sub is not zero.
type part struct{ main, sub int }

// String is the part as titles write it.
func (p part) String() string {
	s := strconv.Itoa(p.main)
	if p.sub > 0 {
		s += "-" + strconv.Itoa(p.sub)
	}
	return s
}

// numbering is what a number is made of.
type numbering struct {
	prefix  string
	glued   bool
	style   style
	serial  int
	part    part
	edition int // from 1; some bodies write it
	date    corpus.Date
}

func two(b []byte, n int) []byte { return append(b, '0'+byte(n/10%10), '0'+byte(n%10)) }

// String writes the number as its body does.
func (n numbering) String() string {
	b := append(make([]byte, 0, 40), n.prefix...)
	if !n.glued {
		b = append(b, ' ')
	}
	year := int(n.date.Year)
	switch n.style {
	case styleETSI:
		b = strconv.AppendInt(b, int64(n.serial/1000), 10)
		b = append(b, ' ', '0'+byte(n.serial/100%10))
		b = two(b, n.serial)
		b = n.appendPart(b, '-')
		b = append(b, " V1."...)
		b = strconv.AppendInt(b, int64(n.edition), 10)
		b = append(b, ".1 ("...)
		b = strconv.AppendInt(b, int64(year), 10)
		return string(append(two(append(b, '-'), int(n.date.Month)), ')'))
	case styleITU, styleITUR:
		b = strconv.AppendInt(b, int64(n.serial), 10)
		if n.style == styleITUR {
			b = strconv.AppendInt(append(b, '-'), int64(n.edition), 10)
		}
		b = two(append(b, " ("...), int(n.date.Month))
		return string(append(strconv.AppendInt(append(b, '/'), int64(year), 10), ')'))
	case styleASTM:
		b = strconv.AppendInt(b, int64(n.serial), 10)
		return string(two(append(b, '-'), year))
	}
	partMark, yearMark := byte('-'), byte(':')
	switch n.style {
	case styleCN, styleDot:
		partMark, yearMark = '.', '-'
	case styleDotColon:
		partMark = '.'
	case styleDash:
		yearMark = '-'
	}
	b = strconv.AppendInt(b, int64(n.serial), 10)
	b = n.appendPart(b, partMark)
	if year > 0 {
		b = strconv.AppendInt(append(b, yearMark), int64(year), 10)
	}
	return string(b)
}

// appendPart writes the part. Where parts follow a full stop there is one
// level of them, and part 2-1 becomes .201, as GB 9706.201 is IEC 60601-2-1.
func (n numbering) appendPart(b []byte, mark byte) []byte {
	if n.part.main == 0 {
		return b
	}
	if mark == '.' && n.part.sub > 0 {
		return strconv.AppendInt(append(b, '.'), int64(n.part.main*100+n.part.sub), 10)
	}
	b = strconv.AppendInt(append(b, mark), int64(n.part.main), 10)
	if n.part.sub > 0 {
		b = strconv.AppendInt(append(b, '-'), int64(n.part.sub), 10)
	}
	return b
}

// amended is the number of an amendment or corrigendum to base; "" where the
// body does not number them so.
func amended(base string, s style, corrigendum bool, n, year int) string {
	no, y := strconv.Itoa(n), strconv.Itoa(year)
	switch {
	case s == styleCN && !corrigendum:
		return base + "/XG" + no + "-" + y
	case s == styleISO && corrigendum:
		return base + "/Cor " + no + ":" + y
	case s == styleISO:
		return base + "/Amd " + no + ":" + y
	case s == styleIEC && corrigendum:
		return base + "/COR" + no + ":" + y
	case s == styleIEC:
		return base + "/AMD" + no + ":" + y
	case s == styleEN && !corrigendum:
		return base + "/A" + no + ":" + y
	}
	return ""
}
