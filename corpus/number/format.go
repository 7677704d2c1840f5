package number

import (
	"strconv"
	"strings"
)

// form is one of the ways to write a number.
type form uint8

const (
	ascii   form = iota // canonical: GB/T 19001-2016
	printed             // Chinese, as on the cover: GB/T 19001—2016
	keyed               // for comparison: upper case, zeros and centuries resolved, no remarks
)

// extent is how much of a number is written.
type extent uint8

const (
	whole  extent = iota // the document
	series               // without year, edition, version, amendments
	group                // without parts too
	loose                // series without mandate letter and document type
)

// String is the canonical form in ASCII: "GB/T 19001-2016", "ISO 9001:2015".
// Only what has no ASCII form, such as the committee in JJG(电子), stays as
// it is.
func (n Number) String() string { return n.write(ascii, whole) }

// Print is the form of Chinese covers, with an em dash before the year:
// "GB/T 19001—2016". Other numbers are printed as String writes them.
func (n Number) Print() string { return n.write(printed, whole) }

func (n Number) write(f form, e extent) string {
	var buf [128]byte
	return string(n.append(buf[:0], f, e))
}

func (n Number) append(b []byte, f form, e extent) []byte {
	if n.serial == "" && n.prefix == "" {
		return b
	}
	if n.fam == notice {
		return n.appendNotice(b, f, e)
	}
	if n.lead != "" && e == whole {
		b = append(append(b, n.lead...), " to "...)
	}
	b = n.appendHead(b, f, e)
	b = n.appendSerial(b, f, e)
	if e != group {
		b = n.appendParts(b, f)
	}
	if e != whole {
		return b
	}
	if n.iteration != "" {
		b = append(append(b, '.'), n.iteration...)
	}
	return n.appendEdition(b, f)
}

// appendNotice writes 农业部2122号公告-10.2-2014.
func (n Number) appendNotice(b []byte, f form, e extent) []byte {
	b = append(b, n.org...)
	b = append(b, n.serial...)
	b = append(b, "号公告"...)
	if e != group {
		b = n.appendParts(b, f)
	}
	if e == whole {
		b = n.appendEdition(b, f)
	}
	return b
}

// appendBody writes the body with a mandate letter or, for 0, without.
func (n Number) appendBody(b []byte, mandate byte) []byte {
	switch {
	case n.chain != "":
		return append(b, n.chain...)
	case n.fam == nil:
		return append(b, n.word...)
	}
	b = append(b, n.fam.name...)
	b = append(b, n.region...)
	if n.org != "" {
		b = append(append(b, '/'), upperText(n.org, n.fam.name == "T")...)
	}
	if mandate != 0 {
		b = append(b, '/', mandate)
	}
	if n.committee != "" {
		b = append(append(append(b, '('), n.committee...), ')')
	}
	return b
}

func upperText(s string, yes bool) string {
	if !yes {
		return s
	}
	return strings.ToUpper(s)
}

// appendHead writes body, stage and type, up to where the serial begins.
func (n Number) appendHead(b []byte, f form, e extent) []byte {
	mandate := n.mandate
	if e == loose {
		mandate = 0
	}
	start := len(b)
	if e == loose && n.chain != "" {
		b = appendShortChain(b, n.chain)
	} else {
		b = n.appendBody(b, mandate)
	}
	if f == keyed {
		upperFrom(b, start)
	}
	stage, typ := n.stage, n.typ
	if e != whole {
		stage = ""
	}
	if e == loose {
		typ = ""
	}
	if stage == "pr" || stage == "Fpr" {
		b = insertStage(b, start, stage)
		stage = ""
	}
	if strings.HasSuffix(stage, typ) {
		typ = "" // DTR says TR
	}
	if stage != "" {
		b = append(append(b, n.typeJoint()), stage...)
	}
	if typ != "" {
		joint := byte(' ')
		if typ != "Guide" && typ != "DIR" && stage == "" {
			joint = n.typeJoint()
		}
		b = append(append(b, joint), typ...)
		if f == keyed {
			upperFrom(b, len(b)-len(typ))
		}
	}
	return b
}

func (n Number) typeJoint() byte {
	if n.rules != nil && n.rules.traits&slashed != 0 {
		return '/'
	}
	return ' '
}

// insertStage puts pr or Fpr before the European or international publisher.
func insertStage(b []byte, start int, stage string) []byte {
	body := string(b[start:])
	i := 0
	for k := 0; k < len(body); {
		end := skipLetters(body, k)
		if f, ok := lookup(words, body[k:end]); ok && f.tier >= regional {
			i = k
			break
		}
		k = end + 1
	}
	return append(append(append(b[:start], body[:i]...), stage...), body[i:]...)
}

// joints are what stands between body and serial, and between a prefix and
// the serial, where a family has its own way.
func (n Number) bodyJoint() string {
	switch {
	case n.fam == nil && n.word == "":
		return ""
	case n.rules != nil && n.rules.traits&dashed != 0 && n.rules.name != "ETSI" && n.rules.name != "ECMA",
		n.rules != nil && n.rules.name == "ECMA" && n.prefix == "":
		return "-"
	}
	return " "
}

func (n Number) prefixJoint() string {
	if n.serial == "" {
		return ""
	}
	f := n.rules
	if f == nil {
		f = n.fam
	}
	single := len(n.prefix) == 1 || len(n.prefix) > 2 && n.prefix[len(n.prefix)-2] == ' '
	words := strings.IndexByte(n.prefix, ' ') >= 0
	switch {
	case f == nil:
		return " "
	case f.traits&chinese != 0:
		if f.traits&(owned|tight|dashed) != 0 || f.name == "JTG" {
			return ""
		}
		return " "
	case f.name == "ECMA":
		return "/"
	case strings.HasPrefix(n.prefix, "BPVC "):
		return "."
	case f.name == "MIL", f.name == "IHO":
		return "-"
	case f.name == "CIE":
		if n.prefix == "S" || words || strings.EqualFold(n.prefix, "DS") {
			return " "
		}
		return ""
	case f.traits&dotted != 0:
		if words {
			return " "
		}
		return "."
	case f.traits&tight != 0 && single:
		return ""
	case f.traits&tight != 0 && !words && f.name != "ASME" && f.name != "IEEE" && f.name != "API" && f.name != "CSA":
		return ""
	}
	return " "
}

func (n Number) appendSerial(b []byte, f form, e extent) []byte {
	if len(b) > 0 {
		b = append(b, n.bodyJoint()...)
	}
	project := n.project && (f != keyed || e == whole && n.draft == "" && n.month == 0)
	if project {
		b = append(b, 'P')
	}
	if n.prefix != "" {
		start := len(b)
		b = append(b, n.prefix...)
		switch {
		case n.rules == nil || f == keyed:
		case n.rules.name == "ETSI":
			hyphenate(b[start:])
		case strings.HasPrefix(n.prefix, "BPVC "):
			for i := start; i < len(b); i++ {
				if b[i] == ' ' {
					b[i] = '.'
				}
			}
		}
		if f == keyed {
			upperFrom(b, start)
			dashless(b[start:])
		}
		b = append(b, n.prefixJoint()...)
	}
	if n.rules != nil && n.rules.traits&reported != 0 && f == keyed {
		return append(b, n.serial...)
	}
	serial := n.serial
	if n.rules != nil && n.rules.name == "ETSI" && len(serial) == 6 {
		b = append(append(append(b, serial[:3]...), ' '), serial[3:]...)
	} else if f == keyed {
		b = append(b, trimZeros(serial)...)
	} else {
		b = append(b, serial...)
	}
	if n.letters != "" && (e == whole || n.rules == nil || n.rules.traits&revised == 0) {
		start := len(b)
		b = append(b, n.letters...)
		if f == keyed || n.rules != nil && n.rules.traits&chinese != 0 {
			upperFrom(b, start)
		}
	}
	return b
}

// hyphenate puts back the hyphens of ETSI's words: "GS NFV-IFA", "I-ETS".
func hyphenate(prefix []byte) {
	count := 0
	for i, c := range prefix {
		if c == ' ' {
			if count++; count > 1 || i == 1 {
				prefix[i] = '-'
			}
		}
	}
}

// dashless makes the words of a prefix compare equal however they were
// joined.
func dashless(prefix []byte) {
	for i, c := range prefix {
		if c == '-' || c == '_' {
			prefix[i] = ' '
		}
	}
}

func (n Number) appendParts(b []byte, f form) []byte {
	if f == keyed && n.rules != nil && n.rules.traits&reported != 0 {
		return n.appendReport(b)
	}
	if n.parts != "" {
		joint := byte(0)
		if n.rules != nil && n.rules.traits&dotParts != 0 {
			if joint = '.'; n.chain != "" && n.fam.traits&colon != 0 {
				joint = '-'
			}
		}
		b = appendComponents(b, n.parts, joint, f == keyed)
	}
	if n.ranged != "" {
		b = append(append(b, '~'), n.ranged...)
	}
	if n.allParts {
		b = append(b, " (all parts)"...)
	}
	return b
}

// appendComponents writes parts with their separators; joint, if not 0,
// stands for dots and dashes alike.
func appendComponents(b []byte, parts string, joint byte, key bool) []byte {
	for i := 0; i < len(parts); {
		c := parts[i]
		switch {
		case isDigit(c):
			end := skipDigits(parts, i)
			digits := parts[i:end]
			if key && (i == 0 || !isAlnum(parts[i-1])) {
				digits = trimZeros(digits)
			}
			b = append(b, digits...)
			i = end
			continue
		case key && c == ' ':
			// " NO. " of Canadian numbers
			for i < len(parts) && !isDigit(parts[i]) {
				i++
			}
			b = append(b, '-')
			continue
		case joint != 0 && (c == '.' || c == '-'):
			b = append(b, joint)
		case key:
			b = append(b, upper(c))
		default:
			b = append(b, c)
		}
		i++
	}
	return b
}

// trimZeros drops leading zeros: numbers match without them. A serial in
// groups keeps them, since they fill the group.
func trimZeros(digits string) string {
	if strings.IndexByte(digits, ' ') >= 0 {
		return digits
	}
	for len(digits) > 1 && digits[0] == '0' {
		digits = digits[1:]
	}
	return digits
}

// upperFrom writes b in upper case from start on.
func upperFrom(b []byte, start int) {
	for i := start; i < len(b); i++ {
		b[i] = upper(b[i])
	}
}

// appendYear writes the digits of a year, two of them where two were given.
func appendYear(b []byte, year int, short bool) []byte {
	if short {
		return append(b, byte('0'+year/10%10), byte('0'+year%10))
	}
	return strconv.AppendInt(b, int64(year), 10)
}

func appendTwo(b []byte, v int) []byte { return append(b, byte('0'+v/10), byte('0'+v%10)) }
