// Package numbertest holds the ways in which people write standard numbers
// otherwise than they are printed, for tests of whatever reads numbers.
package numbertest

import (
	"regexp"
	"strings"
)

// Distortion writes a canonical number in another way that means the same.
type Distortion struct {
	Name string
	// Apply gives the other spelling; ok is false where the number has none
	// or would mean something else in it.
	Apply func(number string) (spelling string, ok bool)
}

// replaced replaces old everywhere.
func replaced(name, old, new string) Distortion {
	return Distortion{name, func(s string) (string, bool) { return strings.ReplaceAll(s, old, new), strings.Contains(s, old) }}
}

// around puts text before and behind.
func around(name, before, behind string) Distortion {
	return Distortion{name, func(s string) (string, bool) { return before + s + behind, true }}
}

// mandate writes the letter of a recommended standard in another way. GBZ/T is
// left out where the slash goes: GBZ T and GB/Z T look alike.
func mandate(name, slash string) Distortion {
	return Distortion{name, func(s string) (string, bool) {
		return strings.Replace(s, "/T ", slash, 1), strings.Contains(s, "/T ") && !strings.HasPrefix(s, "GBZ")
	}}
}

// Dashes are the characters that stand for the dash of a number.
const Dashes = "‐‑‒–—―−－─━﹣"

var (
	chineseDated = regexp.MustCompile(`^(GB|GJB|[A-Z]{2}|DB[0-9]{2,6})(/T)? ?[0-9.]+-[0-9]{4}$`)
	nineties     = regexp.MustCompile(`^(GB|[A-Z]{2})(/T)? ?[0-9.]+-19[5-9][0-9]$`)
	isoDated     = regexp.MustCompile(`^(ISO|IEC|ISO/IEC) [0-9]+(-[0-9]+)*:[0-9]{4}$`)
	isoChanged   = regexp.MustCompile(`^(ISO|ISO/IEC) [0-9]+(-[0-9]+)*:[0-9]{4}/(Amd|Cor) [0-9]+:[0-9]{4}$`)
)

// Common are the distortions that fit the numbers of every body.
var Common = append([]Distortion{
	{"full width", fullWidth},
	{"lower case", func(s string) (string, bool) { return strings.ToLower(s), true }},
	replaced("no-break spaces", " ", "\u00a0"),
	replaced("two spaces", " ", "  "),
	replaced("ideographic spaces", " ", "\u3000"),
	around("book marks", "《", "》"),
	around("quotes", "“", "”"),
	around("spaces", "  ", "\u3000"),
	around("full stop", "", "。"),
	around("file", "", ".pdf"),
}, dashes()...)

// dashes are distortions for every kind of dash.
func dashes() []Distortion {
	var out []Distortion
	for _, d := range Dashes {
		out = append(out, replaced("dash "+string(d), "-", string(d)))
	}
	return append(out, replaced("double em dash", "-", "——"))
}

// Chinese are the distortions that fit the numbers of Chinese bodies beside
// the common ones.
var Chinese = []Distortion{
	replaced("no space", " ", ""),
	replaced("soft hyphen", "-", "\u00ad"),
	{"underscores", func(s string) (string, bool) {
		return strings.NewReplacer("/T ", "_T_", " ", "_").Replace(s), true
	}},
	around("replaces", "代替", ""),
	around("label", "标准号：", ""),
	around("title behind", "", " 通用技术条件"),
	around("title in marks behind", "", "《通用技术条件》"),
	mandate("no slash", "T "),
	mandate("space for slash", " T"),
	mandate("dash for slash", "-T "),
	mandate("slash and space", "/ T"),
	mandate("space and slash", " /T "),
	mandate("wide slash", "／T "),
	mandate("small letter", "/t "),
	{"space before the year", func(s string) (string, bool) {
		i := strings.LastIndexByte(s, '-')
		if !chineseDated.MatchString(s) {
			return s, false
		}
		return s[:i] + " " + s[i+1:], true
	}},
	{"short year", func(s string) (string, bool) {
		i := strings.LastIndexByte(s, '-')
		if !nineties.MatchString(s) {
			return s, false
		}
		return s[:i+1] + s[i+3:], true
	}},
	{"leading zero", func(s string) (string, bool) {
		i := strings.IndexByte(s, ' ')
		if !chineseDated.MatchString(s) || i < 0 {
			return s, false
		}
		return s[:i+1] + "0" + s[i+1:], true
	}},
}

// ISO are the distortions that fit the numbers of ISO and IEC beside the
// common ones.
var ISO = []Distortion{
	replaced("no space", " ", ""),
	replaced("wide colon", ":", "："),
	{"dash before the year", func(s string) (string, bool) {
		return strings.Replace(s, ":", "-", 1), isoDated.MatchString(s)
	}},
	{"dash for slash", func(s string) (string, bool) {
		return strings.Replace(s, "ISO/IEC", "ISO-IEC", 1), isoDated.MatchString(s) && strings.HasPrefix(s, "ISO/IEC")
	}},
	{"French initials", func(s string) (string, bool) {
		return strings.Replace(s, "IEC", "CEI", 1), isoDated.MatchString(s) && strings.Contains(s, "IEC")
	}},
	{"Cyrillic", func(s string) (string, bool) {
		return strings.Replace(s, "ISO", "ИСО", 1), isoDated.MatchString(s) && strings.HasPrefix(s, "ISO ")
	}},
	{"dotted amendment", func(s string) (string, bool) {
		return strings.NewReplacer("Amd ", "Amd.", "Cor ", "Cor.").Replace(s), isoChanged.MatchString(s)
	}},
	{"amendment in capitals", func(s string) (string, bool) {
		return strings.NewReplacer("Amd ", "AMD ", "Cor ", "COR ").Replace(s), isoChanged.MatchString(s)
	}},
	around("title behind", "", ", Requirements for the test"),
}

// fullWidth writes ASCII in its full-width forms.
func fullWidth(s string) (string, bool) {
	return strings.Map(func(r rune) rune {
		if r > ' ' && r < 0x7f {
			return r + 0xFEE0
		}
		return r
	}, s), true
}
