package number

import (
	"strconv"
	"strings"
)

// Key is equal for two spellings exactly when they mean the same document.
// Year, parts, amendments, mandate, language, version and product mark count;
// leading zeros, case, the century of a year, dual numbers, reaffirmations
// and remarks do not.
func (n Number) Key() string { return n.write(keyed, whole) }

// SeriesKey is the key of all editions of one standard: "GB/T 19001".
func (n Number) SeriesKey() string { return n.write(keyed, series) }

// FamilyKey is the key of all parts of one standard: "GB/T 5606" for GB/T
// 5606.1-2004.
func (n Number) FamilyKey() string { return n.write(keyed, group) }

// LooseKey is the series key without the mandate letter, the document type and
// the partners of joint publishers: "GB 9774" for GB 9774 and GB/T 9774, "ISO
// 27001" for ISO/IEC 27001.
func (n Number) LooseKey() string { return n.write(keyed, loose) }

// SortKey orders numbers by its bytes as people count: by body, then by the
// values of serial and parts, then by year, then by the rest.
func (n Number) SortKey() string {
	if n.serial == "" && n.prefix == "" {
		return ""
	}
	var buf [192]byte
	b := n.appendBody(buf[:0], n.mandate)
	upperFrom(b, 0)
	b = append(b, '!')
	b = append(b, strings.ToUpper(n.prefix)...)
	b = append(b, '!')
	b = appendNatural(b, n.serial)
	b = appendNatural(b, strings.ToUpper(n.letters))
	b = appendNatural(b, strings.ToUpper(n.parts))
	b = append(b, '!')
	if n.year < 1000 {
		b = append(b, '0')
	}
	b = strconv.AppendInt(b, int64(n.year), 10)
	b = appendTwo(b, int(n.month))
	b = append(b, '!')
	return string(appendNatural(b, n.Key()))
}

// Natural is a key or any other text in a form whose bytes order as people
// count: "5606.2" before "5606.10".
func Natural(s string) string { return string(appendNatural(nil, s)) }

// appendNatural writes text so that runs of digits order by value: each run
// without its zeros, behind a byte that says how long it is.
func appendNatural(b []byte, s string) []byte {
	for i := 0; i < len(s); {
		if !isDigit(s[i]) {
			c := s[i]
			if c == '-' || c == '/' || c == ' ' {
				c = '.' // separators of parts order alike
			}
			b = append(b, c)
			i++
			continue
		}
		end := skipDigits(s, i)
		digits := trimZeros(s[i:end])
		b = append(b, byte('0'+min(len(digits), 70)))
		b = append(b, digits...)
		i = end
	}
	return b
}
