package number

import "strings"

// family is what has to be known of one publisher to read and write its
// numbers. A new body is a new line in families; its name is the word that
// stands in numbers, with the spellings that mean the same behind "=".
type family struct {
	name    string
	level   Level
	country string
	tier    tier
	traits  trait
	amd     amendmentStyle
}

// tier says who adopts whom: a publisher before one of a higher tier adopts
// its number ("DIN EN ISO", with spaces), before one of the same or a lower
// tier publishes with it ("ISO/IEC", "ISO/ASTM", with a slash).
type tier uint8

const (
	bare tier = iota // a word of its own, never part of a chain
	national
	regional
	international
)

// trait is one peculiarity of a body's numbers.
type trait uint32

const (
	chinese   trait = 1 << iota // GB/T 1.1 rules: year behind a dash, parts behind dots
	mandated                    // letter T or Z behind the word: GB/T, SJ/Z
	located                     // digits of a region behind the word: DB11, DB4403
	owned                       // an organization's code behind the word: T/CECS
	colon                       // year behind a colon
	shortYear                   // two digits are a year whatever they are: -16, :12
	revised                     // a letter at the serial is an edition: MIL-STD-810G
	spaced                      // the serial is written in groups: 300 328
	named                       // designators without digits exist
	dashed                      // the serial follows a dash: ECMA-119
	slashed                     // a slash before the document type: ISO/TR
	twinned                     // one slash joins two designators: A945/A945M, G.7041/Y.1303
	tight                       // a single letter joins the serial: C37.12, A945
	dotted                      // a single letter takes a dot: G.992
	adopting                    // the word means the publisher only before another: SN EN
	weak                        // in a text the word alone is too common to be a number's
	dotParts                    // dashes and dots before a part mean the same
	drafted                     // P before the serial is a project, /D a draft
	reported                    // the report codes of NIST and NBS
	editioned                   // ordinal editions and versions are the document's identity
)

// amendmentStyle is how a body writes an amendment behind a number.
type amendmentStyle uint8

const (
	amdISO amendmentStyle = iota // /Amd 1:2012
	amdIEC                       // /AMD1:2012
	amdEN                        // /A1:2012
	amdGB                        // /XG1-2025
	amdITU                       // Amd. 1 (10/1996)
	amdJIS                       // /AMENDMENT 1:2017
)

const (
	industryTraits = chinese | mandated | weak
	isoTraits      = colon | slashed
)

// families lists every body that is known by name.
var families = []family{
	// China: national. GB/T 1.1-2020 and the Standardization Law give the
	// forms; GBJ, GBn, JJG, ZB, TSG and the rest are older or special codes.
	{name: "GB", level: National, country: "CN", traits: chinese | mandated},
	{name: "GBZ", level: National, country: "CN", traits: chinese | mandated},
	{name: "GBn=GBN", level: National, country: "CN", traits: chinese},
	{name: "GBJ", level: National, country: "CN", traits: chinese | mandated},
	{name: "GBW", level: National, country: "CN", traits: chinese},
	{name: "GSB", level: National, country: "CN", traits: chinese | mandated},
	{name: "GJB", level: National, country: "CN", traits: chinese | mandated | revised},
	{name: "JJG", level: National, country: "CN", traits: chinese | mandated},
	{name: "JJF", level: National, country: "CN", traits: chinese | mandated},
	{name: "JJD", level: National, country: "CN", traits: chinese},
	{name: "GNZ", level: National, country: "CN", traits: chinese},
	{name: "ZB", level: Industry, country: "CN", traits: chinese | mandated | weak},
	{name: "TSG", level: National, country: "CN", traits: chinese | mandated | tight},
	{name: "CNAS", level: National, country: "CN", traits: chinese | colon | dashed},
	{name: "CNCA", level: National, country: "CN", traits: chinese | mandated},
	{name: "YBB", level: National, country: "CN", traits: chinese},

	// China: local, group, enterprise.
	{name: "DB", level: Local, country: "CN", traits: industryTraits | located},
	{name: "DBJ", level: Local, country: "CN", traits: chinese | mandated | located},
	{name: "DBS", level: Local, country: "CN", traits: chinese | mandated | located},
	{name: "DG", level: Local, country: "CN", traits: industryTraits | located},
	{name: "DGJ", level: Local, country: "CN", traits: chinese | mandated},
	{name: "SZDB", level: Local, country: "CN", traits: chinese | mandated},
	{name: "SZJG", level: Local, country: "CN", traits: chinese | mandated},
	{name: "T", level: Group, country: "CN", traits: chinese | owned},
	{name: "Q", level: Enterprise, country: "CN", traits: chinese | owned},
	{name: "CECS", level: Group, country: "CN", traits: chinese | colon},

	// International.
	{name: "ISO=ИСО", level: International, tier: international, traits: isoTraits},
	{name: "IEC=CEI=МЭК", level: International, tier: international, traits: colon, amd: amdIEC},
	{name: "CISPR", level: International, tier: international, traits: colon, amd: amdIEC},
	{name: "ITU-T=ITUT", level: International, tier: international, traits: dotted | twinned | named | editioned, amd: amdITU},
	{name: "ITU-R=ITUR", level: International, tier: international, traits: dotted | twinned | named, amd: amdITU},
	{name: "ITU-D=ITU", level: International, tier: international, traits: dotted | named, amd: amdITU},
	{name: "CCITT", level: International, tier: international, traits: dotted | twinned, amd: amdITU},
	{name: "IDF", level: International, tier: international, traits: isoTraits},
	{name: "OIML", level: International, tier: international, traits: colon | named, amd: amdISO},
	{name: "CIE", level: International, tier: international, traits: colon | named},
	{name: "CCSDS", level: International, tier: international, traits: tight},
	{name: "BIPM", level: International, tier: international, traits: colon | named},
	{name: "JCGM", level: International, tier: international, traits: colon | named},
	{name: "IHO", level: International, tier: international, traits: colon | named | editioned},
	{name: "IWA", level: International, tier: international, traits: colon},
	{name: "UIC", level: International, tier: international, traits: colon | weak},
	{name: "WMO", level: International, tier: international, traits: colon | weak},
	{name: "OGC", level: International, tier: international},
	{name: "3GPP", level: International, tier: international, traits: named | editioned},
	{name: "IETF", level: International, tier: international, traits: named},
	{name: "BCP", level: International, tier: bare, traits: weak},
	{name: "FYI", level: International, tier: bare, traits: weak},
	{name: "RFC", level: International, tier: bare},
	{name: "XEP", level: International, tier: bare},
	{name: "W3C", level: International, tier: international, traits: named},
	{name: "OASIS", level: International, tier: international, traits: named | weak | editioned},
	{name: "OMG", level: International, tier: international, traits: named | weak | editioned},
	{name: "IANA", level: International, tier: international, traits: named | weak},
	{name: "CC", level: International, tier: international, traits: isoTraits | weak},

	// Regional.
	{name: "EN=ЕН", level: Regional, tier: regional, traits: colon | weak, amd: amdEN},
	{name: "ENV", level: Regional, tier: regional, traits: colon | weak, amd: amdEN},
	{name: "HD", level: Regional, tier: regional, traits: colon | weak, amd: amdEN},
	{name: "CEN", level: Regional, tier: regional, traits: colon | slashed | weak, amd: amdEN},
	{name: "CLC=CENELEC", level: Regional, tier: regional, traits: colon | slashed | weak, amd: amdEN},
	{name: "CWA", level: Regional, tier: regional, traits: colon | weak, amd: amdEN},
	{name: "CR", level: Regional, tier: regional, traits: colon | weak, amd: amdEN},
	{name: "ETSI", level: Regional, tier: regional, traits: spaced | editioned, amd: amdEN},
	{name: "ECMA", level: International, tier: international, traits: dashed | editioned},
	{name: "GOST=ГОСТ", level: Regional, tier: national},
	{name: "GOST R=ГОСТР=GOSTR", level: Foreign, country: "RU", tier: national},
	{name: "RMG=РМГ", level: Regional, tier: bare, traits: weak},
	{name: "PMG=ПМГ", level: Regional, tier: bare, traits: weak},
	{name: "OVE", level: Foreign, country: "AT", tier: national, traits: colon},

	// Other countries: own series.
	{name: "DIN", level: Foreign, country: "DE", tier: national, traits: colon, amd: amdEN},
	{name: "VDE", level: Foreign, country: "DE", tier: national, traits: colon | weak},
	{name: "VDI", level: Foreign, country: "DE", tier: national, traits: colon | weak},
	{name: "BS", level: Foreign, country: "GB", tier: national, traits: colon | weak | named, amd: amdEN},
	{name: "BSI", level: Foreign, country: "GB", tier: national, traits: colon | weak | editioned, amd: amdEN},
	{name: "PD", level: Foreign, country: "GB", tier: national, traits: colon | weak, amd: amdEN},
	{name: "DD", level: Foreign, country: "GB", tier: national, traits: colon | weak, amd: amdEN},
	{name: "PAS", level: Foreign, country: "GB", tier: bare, traits: colon | weak, amd: amdEN},
	{name: "NF", level: Foreign, country: "FR", tier: national, traits: colon | weak, amd: amdEN},
	{name: "JIS", level: Foreign, country: "JP", tier: national, traits: colon, amd: amdJIS},
	{name: "KS", level: Foreign, country: "KR", tier: national, traits: colon | weak, amd: amdISO},
	{name: "CNS", level: Foreign, country: "TW", tier: national, traits: weak},
	{name: "AS", level: Foreign, country: "AU", tier: national, traits: colon | weak, amd: amdISO},
	{name: "NZS", level: Foreign, country: "NZ", tier: national, traits: colon | weak},
	{name: "CSA", level: Foreign, country: "CA", tier: national, traits: shortYear | tight | weak, amd: amdEN},
	{name: "CAN", level: Foreign, country: "CA", tier: national, traits: shortYear | tight | weak | slashed, amd: amdEN},
	{name: "ULC", level: Foreign, country: "CA", tier: national, traits: shortYear | tight | weak},
	{name: "CGSB", level: Foreign, country: "CA", tier: national, traits: shortYear | weak},
	{name: "ANSI", level: Foreign, country: "US", tier: international, traits: tight | shortYear | drafted},
	{name: "ASA", level: Foreign, country: "US", tier: national, traits: tight | weak},
	{name: "ASTM", level: Foreign, country: "US", tier: national, traits: tight | twinned | shortYear | named},
	{name: "ASME", level: Foreign, country: "US", tier: national, traits: tight | shortYear | named},
	{name: "API", level: Foreign, country: "US", tier: national, traits: tight | weak | named},
	{name: "IEEE", level: Foreign, country: "US", tier: international, traits: tight | drafted | dotParts | named},
	{name: "AIEE", level: Foreign, country: "US", tier: bare, traits: tight | dotParts | drafted},
	{name: "IRE", level: Foreign, country: "US", tier: bare, traits: tight | weak | dotParts | drafted},
	{name: "NESC", level: Foreign, country: "US", tier: bare, traits: named | weak},
	{name: "NIST", level: Foreign, country: "US", tier: national, traits: reported | named | weak},
	{name: "NBS", level: Foreign, country: "US", tier: national, traits: reported | named | weak},
	{name: "FIPS", level: Foreign, country: "US", tier: bare, traits: reported},
	{name: "MIL", level: Foreign, country: "US", tier: bare, traits: revised | dashed},
	{name: "SAE", level: Foreign, country: "US", tier: national, traits: tight},
	{name: "UL", level: Foreign, country: "US", tier: national, traits: weak},
	{name: "NFPA", level: Foreign, country: "US", tier: national},
	{name: "AWS", level: Foreign, country: "US", tier: national, traits: tight | weak},
	{name: "AWWA", level: Foreign, country: "US", tier: national, traits: tight | shortYear},
	{name: "AAMI", level: Foreign, country: "US", tier: national, traits: tight},
	{name: "AASHTO", level: Foreign, country: "US", tier: national, traits: tight},
	{name: "AMCA", level: Foreign, country: "US", tier: national, traits: shortYear},
	{name: "ASHRAE", level: Foreign, country: "US", tier: national},
	{name: "ACI", level: Foreign, country: "US", tier: national, traits: weak},
	{name: "TIA", level: Foreign, country: "US", tier: national, traits: weak},
	{name: "EIA", level: Foreign, country: "US", tier: national, traits: weak},
	{name: "IPC", level: Foreign, country: "US", tier: national, traits: weak | tight},
	{name: "NEMA", level: Foreign, country: "US", tier: national, traits: weak},
	{name: "CLSI", level: Foreign, country: "US", tier: national, traits: tight},
	{name: "SMPTE", level: Foreign, country: "US", tier: national},
	{name: "IES", level: Foreign, country: "US", tier: national, traits: weak},
	{name: "ASHE", level: Foreign, country: "US", tier: national, traits: weak},
	{name: "ASPE", level: Foreign, country: "US", tier: national, traits: weak},
	{name: "ACCA", level: Foreign, country: "US", tier: national, traits: weak},
	{name: "USGBC", level: Foreign, country: "US", tier: national, traits: weak},
	{name: "ANS", level: Foreign, country: "US", tier: national, traits: weak},
	{name: "USEMCSC", level: Foreign, country: "US", tier: national, traits: weak | tight},
	{name: "ICC", level: Foreign, country: "US", tier: national, traits: weak},
	{name: "NSF", level: Foreign, country: "US", tier: national, traits: weak},
	{name: "SMACNA", level: Foreign, country: "US", tier: national, traits: weak},
	{name: "PLATEAU", level: Foreign, country: "JP", tier: bare, traits: weak | named},
}

// industryCodes are the codes of the Chinese industries, those of the list of
// 1999 and its additions and the older ones that still stand in catalogues
// (the J at the end is construction: JGJ, CJJ, SLJ).
const industryCodes = "AQ BB CB CH CJ CY DA DL DY DZ EJ FZ GA GC GF GH GM GY HB HG HJ HS HY JB JC JG JR JS JT JY " +
	"KA LB LD LS LY MH MR MT MZ NB NY QB QC QJ QX RB RF SB SC SF SH SJ SL SN SW SY SZ TB TD TJ TY WB WH WJ WM WS WW " +
	"XB XF YB YC YD YJ YS YY YZ ZY " +
	"JGJ CJJ JTG JTJ JTS TBJ SLJ SDJ SD DLJ DLGJ HGJ YBJ YSJ SYJ SHJ CBJ FJJ LYJ GYJ YDJ YDB YDC YDN ZBJ KY CAS CSM JJ NJ ZYF CA MHJ HBJ GBJT RISN CQC WSB"

// adopters are the words of national bodies that matter here for what they
// adopt: word, country.
const adopters = "SN CH|SS SE|DS DK|NS NO|SFS FI|UNE ES|UNI IT|NEN NL|NBN BE|ONORM AT|ÖNORM AT|CSN CZ|STN SK|PN PL|MSZ HU|SR RO|BDS BG|" +
	"ELOT GR|TS TR|SIST SI|HRN HR|LST LT|LVS LV|EVS EE|IST IS|NP PT|SRPS RS|MKC MK|STB BY|DSTU UA|IS IN|MS MY|SI IL|SABS ZA|SANS ZA|NBR BR|NMX MX|IRAM AR|NTC CO|TCVN VN|SNI ID|INTE CR|SSA SA"

// documentTypes are the kinds of documents that stand between publisher and
// serial, by their words in Latin and Cyrillic.
var documentTypes = map[string]string{
	"TR": "TR", "ТО": "TR", "TS": "TS", "ТУ": "TS", "PAS": "PAS", "GUIDE": "Guide", "ISP": "ISP", "МФС": "ISP",
	"TTA": "TTA", "SRD": "SRD", "IWA": "IWA", "DIR": "DIR", "DIRECTIVES": "DIR", "DATA": "Data", "RM": "RM", "SPEC": "SPEC", "RP": "RP",
	"STD": "STD", "PUBL": "PUBL", "BULL": "BULL", "TSR": "TSR",
}

// stageCodes are the stages of a document before publication, as ISO/IEC
// Directives Part 1 and their older forms name them.
var stageCodes = map[string]string{
	"PWI": "PWI", "NP": "NP", "NWIP": "NP", "AWI": "AWI", "WD": "WD", "CD": "CD", "FCD": "FCD", "CDV": "CDV",
	"DIS": "DIS", "FDIS": "FDIS", "PRF": "PRF", "FPR": "PRF", "FPD": "DIS", "DTS": "DTS", "DTR": "DTR", "PDTR": "PDTR",
	"PDTS": "PDTS", "FDTR": "FDTR", "FDTS": "FDTS", "DPAS": "DPAS", "DP": "DP", "PRF.": "PRF", "DRM": "DRM", "FDRM": "FDRM", "PDRM": "PDRM",
}

// fillers are words that say "standard" and nothing else.
var fillers = map[string]bool{
	"STD": true, "STANDARD": true, "STANDARDS": true, "STAND": true, "PUBLICATION": true, "NO": true, "NUMBER": true,
	"DRAFT": true, "UNAPPROVED": true, "APPROVED": true, "ACTIVE": true, "REC": true, "RECOMMENDATION": true,
}

// words finds a family by the upper-case word that numbers show.
var words = buildWords()

func buildWords() map[string]*family {
	m := make(map[string]*family, 400)
	for i := range families {
		f := &families[i]
		names := strings.Split(f.name, "=")
		f.name = names[0]
		for _, name := range names {
			m[strings.ToUpper(name)] = f
		}
	}
	for _, code := range strings.Fields(industryCodes) {
		f := &family{name: code, level: Industry, country: "CN", traits: industryTraits, amd: amdGB}
		if len(code) > 2 {
			f.traits &^= weak
		}
		if code == "SL" || code == "CSM" {
			f.traits |= spaced
		}
		m[code] = f
	}
	for i := range families {
		if families[i].traits&chinese != 0 {
			families[i].amd = amdGB
		}
	}
	for _, line := range strings.Split(adopters, "|") {
		name, country, _ := strings.Cut(line, " ")
		f := &family{name: name, level: Foreign, country: country, tier: national, traits: colon | adopting | weak, amd: amdEN}
		if name == "ÖNORM" {
			f.name = "ONORM"
		}
		if m[name] != nil {
			name = "adopting " + name // SN is an industry unless EN or ISO follows
		} else if code, ok := strings.CutSuffix(name, "T"); ok && m[code] != nil && m[code].traits&mandated != 0 {
			name = "adopting " + name // LST without EN or ISO is LS/T without its slash
		}
		m[name] = f
	}
	return m
}
