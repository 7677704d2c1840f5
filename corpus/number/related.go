package number

import "strings"

// Amended is the document that an amendment, a corrigendum or a supplement
// changes: GB 9744-2024 for GB 9744-2024/XG1-2025, and the amended document
// for a change to an amendment. ok is false when the number names no change.
func (n Number) Amended() (base Number, ok bool) {
	if len(n.amds) == 0 {
		return n, false
	}
	base = n
	base.amds = n.amds[:len(n.amds)-1]
	base.dual, base.suffix, base.mark = nil, "", ""
	return base, true
}

// Consolidated reports whether every change that the number names is worked
// into the text: EN 196-3:2005+A1:2008.
func (n Number) Consolidated() bool {
	for _, a := range n.amds {
		if !a.Consolidated {
			return false
		}
	}
	return len(n.amds) > 0
}

// Untranslated is the number without the mark of its language edition: GB/T
// 18264-2018 for GB/T 18264-2018E. ok is false when there is no such mark.
func (n Number) Untranslated() (base Number, ok bool) {
	base = n
	base.language = ""
	return base, n.language != ""
}

// Undated is the number without what tells its editions apart.
func (n Number) Undated() Number {
	return Number{fam: n.fam, rules: n.rules, chain: n.chain, word: n.word, org: n.org, region: n.region, committee: n.committee, typ: n.typ,
		prefix: n.prefix, serial: n.serial, letters: n.letters, parts: n.parts, mandate: n.mandate}
}

// Whole is the number without parts and editions: GB/T 5606 for GB/T
// 5606.1-2004. ok is false when the number has no parts.
func (n Number) Whole() (whole Number, ok bool) {
	whole = n.Undated()
	whole.parts = ""
	return whole, n.parts != "" && n.fam != notice
}

// OtherMandate is a Chinese number with the letter T where it has none and
// without where it has T; other numbers stay as they are.
func (n Number) OtherMandate() Number {
	if n.fam == nil || n.fam.traits&chinese == 0 {
		return n
	}
	switch n.mandate {
	case 'T':
		n.mandate = 0
	case 0:
		if n.Mandatory() {
			n.mandate = 'T'
		}
	}
	return n
}

// Adopted is the number that a national or regional adoption carries within
// its own: EN ISO 9001:2015 for DIN EN ISO 9001:2015. The year is the
// adopting body's and may be another than that of the standard adopted. ok is
// false for every other number.
func (n Number) Adopted() (Number, bool) {
	_, rest, ok := strings.Cut(n.chain, " ")
	if !ok {
		return Number{}, false
	}
	a, err := Parse(rest + strings.TrimPrefix(n.String(), n.chain))
	return a, err == nil && a.fam != nil
}

// jointPublishers are the publishers who issue standards together under one
// serial, and the name that people shorten the joint form to.
var jointPublishers = map[string]string{
	"ISO/IEC": "ISO", "IEC/ISO": "ISO", "ISO/IEC/IEEE": "ISO", "ISO/IEEE": "ISO", "ISO/ASTM": "ISO", "ISO/IDF": "ISO", "ISO/CIE": "ISO", "CIE/ISO": "ISO",
	"ISO/OIML": "ISO", "ISO/HL7": "ISO", "ISO/IULTCS": "ISO", "ISO/SAE": "ISO", "ISO/UNDP": "ISO", "IEC/IEEE": "IEC", "IEEE/IEC": "IEC", "IEC/CISPR": "CISPR", "AS/NZS": "AS",
	"ANSI/ASME": "ASME", "ASME/ANSI": "ASME", "ANSI/IEEE": "IEEE", "IEEE/ANSI": "IEEE", "ANSI/ASHRAE": "ASHRAE", "ANSI/NSF": "NSF", "NSF/ANSI": "NSF", "ANSI/UL": "UL", "UL/ANSI": "UL", "ANSI/AAMI": "AAMI",
}

// appendShortChain writes a chain of publishers with joint ones shortened:
// people write ISO 27001 for ISO/IEC 27001.
func appendShortChain(b []byte, chain string) []byte {
	for i := 0; len(chain) > 0; i++ {
		word, rest, _ := strings.Cut(chain, " ")
		if short := jointPublishers[word]; short != "" {
			word = short
		}
		if i > 0 {
			b = append(b, ' ')
		}
		b, chain = append(b, word...), rest
	}
	return b
}
