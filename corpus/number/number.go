package number

// Number is one standard number, read into its parts. The zero Number is no
// number. Numbers are values: copy them freely; what two spellings have in
// common is in the keys, not in ==.
type Number struct {
	fam       *family // first publisher, nil for the generic form
	rules     *family // last publisher of a chain, whose serial it is
	chain     string  // all publishers where there are several: "DIN EN ISO"
	word      string  // the body's word in the generic form
	org       string  // CECS of T/CECS, ZQ of JB/ZQ
	region    string  // 11 of DB11
	committee string  // 电子 of JJG(电子)
	typ       string  // TR, TS, Guide
	stage     string  // DIS, CD2, pr
	iteration string  // 2 of CD 9001.2: of the drafts of one stage
	prefix    string  // letters before the serial: B of JIS B 8042
	serial    string  // digits as printed, groups joined
	letters   string  // letters that follow the serial's digits: A of 150A
	parts     string  // parts as printed, each with its separator: ".1", "-2-27"
	ranged    string  // the end of a range of parts: "5750.13"
	edition   string  // ordinal edition, or the year of 2018年版
	version   string  // V2.2.2, 18.0.0
	release   string  // REL-18
	draft     string  // D3
	tag       string  // letters behind the year: e1 of 07e1
	language  string  // E, F, zh, as printed
	mark      string  // RLV, CSV, Redline
	suffix    string  // whatever else belongs to the designation
	lead      string  // what the number is an annex or addendum of: "NA"
	amds      []Amendment
	dual      []Number
	year      int16
	confirmed int16 // year of reaffirmation
	month     int8
	day       int8
	mandate   byte // 'T', 'Z' or 0
	short     bool // the year was written with two digits
	project   bool // P before the serial
	allParts  bool
}

// Amendment is a change to a standard that its number names.
type Amendment struct {
	Kind         string // AMD, COR, SUP, ADD, EXT, ISH, FRAG, ERR, EXPL, APP, ANNEX or XG
	Number       string // as printed, "" where there is none
	Year         int    // 0 where none is given
	Month        int    // 0 where none is given
	Stage        string // DIS, CD of an amendment that is itself a draft
	Consolidated bool   // worked into the text (+A1), not beside it (/A1)
}

// Serial is the digits that people remember: 19001 of GB/T 19001-2016.
func (n Number) Serial() string { return n.serial }

// Prefix is the letters or words before the serial: B of JIS B 8042.
func (n Number) Prefix() string { return n.prefix }

// Parts are the part numbers behind the serial, first to last: 2 and 27 of
// IEC 60335-2-27.
func (n Number) Parts() []string {
	if n.parts == "" {
		return nil
	}
	var out []string
	start := 1
	for i := 1; i <= len(n.parts); i++ {
		if i == len(n.parts) || n.parts[i] == '.' || n.parts[i] == '-' || n.parts[i] == '/' {
			if i > start {
				out = append(out, n.parts[start:i])
			}
			start = i + 1
		}
	}
	return out
}

// Year is the year of publication, 0 when the number gives none. A year of
// two digits is resolved: 98 is 1998.
func (n Number) Year() int { return int(n.year) }

// Month is the month of publication where the number gives it, else 0.
func (n Number) Month() int { return int(n.month) }

// Body is whose number it is, with the letter of the mandate: GB/T, DB37,
// T/CECS, ISO/IEC, DIN EN ISO.
func (n Number) Body() string {
	if n.chain != "" {
		return n.chain
	}
	if n.fam == nil {
		return n.word
	}
	if n.org == "" && n.region == "" && n.committee == "" && n.mandate == 0 {
		return n.fam.name
	}
	var buf [64]byte
	return string(n.appendBody(buf[:0], n.mandate))
}

// Family is the name of the first publisher's series: GB, DB, T, ISO; "" for
// the generic form.
func (n Number) Family() string {
	if n.fam == nil {
		return ""
	}
	return n.fam.name
}

// Mandate is the letter of a Chinese number, "T" or "Z", or "".
func (n Number) Mandate() string {
	if n.mandate == 0 {
		return ""
	}
	return string(rune(n.mandate))
}

// Level says who stands behind the number; "" when that is not known.
func (n Number) Level() Level {
	if n.fam == nil {
		return ""
	}
	return n.fam.level
}

// Country is the ISO 3166 code of the first publisher's country; "" for
// international, regional and unknown bodies.
func (n Number) Country() string {
	if n.fam == nil {
		return ""
	}
	return n.fam.country
}

// Mandatory reports whether the number is that of a mandatory Chinese
// standard: national, industry or local, with no letter.
func (n Number) Mandatory() bool {
	if n.fam == nil || n.fam.traits&chinese == 0 || n.mandate != 0 {
		return false
	}
	switch n.fam.name {
	case "GSB", "CNAS", "CNCA", "GNZ", "JJF":
		return false // reference materials, accreditation rules, calibration specifications
	}
	return n.fam.level == National || n.fam.level == Industry || n.fam.level == Local
}

// Generic reports whether no known body matched and the number is kept as it
// was written, its body a word without a meaning.
func (n Number) Generic() bool { return n.fam == nil }

// Type is the kind of document the number names: TR, TS, Guide; "" for a
// standard.
func (n Number) Type() string { return n.typ }

// Stage is the stage of a draft: DIS, CD2, prEN's pr; "" for what is
// published. ISO/CD 9001.2 is of the stage CD2.
func (n Number) Stage() string { return n.stage + n.iteration }

// Draft is the draft's own number (D3 of IEEE P1734/D3), or "".
func (n Number) Draft() string { return n.draft }

// Edition is the ordinal edition, or the year of an edition such as 2018年版.
func (n Number) Edition() string { return n.edition }

// Version is the version of bodies that count versions: V2.2.2, 18.0.0.
func (n Number) Version() string { return n.version }

// Language is the language of the edition as the number marks it: E, fr.
func (n Number) Language() string { return n.language }

// Suffix is what stands behind the number and is none of the parts that are
// known; of a text that only begins with a number it is the rest.
func (n Number) Suffix() string { return n.suffix }

// Mark is the product's mark: CSV, RLV, REDLINE.
func (n Number) Mark() string { return n.mark }

// Reaffirmed is the year in which the text was reaffirmed, 0 when none is
// given.
func (n Number) Reaffirmed() int { return int(n.confirmed) }

// Amendments are the amendments, corrigenda and supplements named, outermost
// last.
func (n Number) Amendments() []Amendment { return n.amds }

// Dual are the other numbers of the same document that stand beside it.
func (n Number) Dual() []Number { return n.dual }

// AllParts reports whether the number names all parts of a series.
func (n Number) AllParts() bool { return n.allParts }
