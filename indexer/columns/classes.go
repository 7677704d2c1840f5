package columns

import (
	"slices"
	"strings"

	"chabiao/corpus/class"
	"chabiao/indexer/problem"
	"chabiao/indexer/sheet"
)

// ICS reads the codes of the International Classification for Standards in a
// cell: 13.030.01；13.060 or 01.040.91/91.010.30. Codes that a spreadsheet took for numbers are
// repaired where one class only fits: 13.03 was 13.030, 3.12 was 03.120. What
// has not the form of a code is left out and told.
func ICS(text string, kind sheet.Kind) (codes []string, notes []problem.Note) {
	if icsForm(text) {
		return []string{text}, nil
	}
	if kind == sheet.Date {
		if code, ok := icsOfDate(text); ok {
			return []string{code}, []problem.Note{note(problem.ClassRepaired, "ics", text, code)}
		}
		return nil, []problem.Note{note(problem.ClassUnreadable, "ics", text, "")}
	}
	for _, item := range codesIn(icsApart(text), "ICS") {
		code, name := cutClassName(item)
		switch norm, ok := class.Normalize(class.ICS, code); {
		case icsForm(code):
			codes = append(codes, code)
			if name != "" {
				notes = append(notes, note(problem.ClassNameCut, "ics", item, code))
			}
		case ok && icsForm(norm):
			codes = append(codes, norm)
			notes = append(notes, note(problem.ClassRewritten, "ics", item, norm))
		default:
			fixed := repairICS(halve(code))
			if fixed == "" {
				notes = append(notes, note(problem.ClassUnreadable, "ics", item, ""))
				continue
			}
			codes = append(codes, fixed)
			notes = append(notes, note(problem.ClassRepaired, "ics", item, fixed))
		}
	}
	return codes, notes
}

// icsForm reports whether a code is written as the tables do: 13, 13.030,
// 13.030.01.
func icsForm(s string) bool {
	switch len(s) {
	case 2:
		return digit(s[0]) && digit(s[1])
	case 6, 9:
		for i := 0; i < len(s); i++ {
			if point := i == 2 || i == 6; point != (s[i] == '.') || !point && !digit(s[i]) {
				return false
			}
		}
		return true
	}
	return false
}

// icsApart puts semicolons in place of the slashes in front of codes of ICS,
// which have no slash of their own. Of 3/12 or 13.060/2 nothing is made: bare
// numbers are taken for codes only where all of the cell is codes.
func icsApart(text string) string {
	if !strings.ContainsAny(text, "/／") {
		return text
	}
	parts := strings.Split(strings.ReplaceAll(text, "／", "/"), "/")
	allCodes := !slices.ContainsFunc(parts, func(p string) bool { return !icsForm(trim(halve(p))) })
	var b strings.Builder
	for i, p := range parts {
		switch code := strings.TrimPrefix(strings.ToUpper(trim(halve(p))), "ICS "); {
		case i == 0:
		case allCodes, startsCode(code, "ICS") && strings.Contains(code[:min(3, len(code))], "."):
			b.WriteByte(';')
		default:
			b.WriteByte('/')
		}
		b.WriteString(p)
	}
	return b.String()
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

// repairICS gives back the zeros that a spreadsheet drops from the ends of a
// number: a group has three digits, so that those that are missing are zeros.
// It gives "" when the class can't exist, or when more was lost.
func repairICS(s string) string {
	parts := strings.Split(s, ".")
	if len(parts) > 3 || len(parts[0]) > 2 || parts[0] == "" {
		return ""
	}
	for _, p := range parts {
		if _, n := leading(p); n != len(p) || n == 0 {
			return ""
		}
	}
	if len(parts[0]) == 1 {
		parts[0] = "0" + parts[0]
	}
	if len(parts) > 1 {
		if len(parts[1]) > 3 || len(parts) == 3 && len(parts[1]) != 3 {
			return ""
		}
		for len(parts[1]) < 3 {
			parts[1] += "0"
		}
	}
	code := strings.Join(parts, ".")
	if !icsForm(code) || !icsMay(code) {
		return ""
	}
	return code
}

// icsMay reports whether a class may exist: as far as the table goes, it does.
func icsMay(code string) bool {
	if _, known := class.Lookup(class.ICS, code); known {
		return true
	}
	parent := code[:2]
	if len(code) == 9 {
		parent = code[:6]
	} else if len(code) == 2 {
		return false
	}
	return len(class.Children(class.ICS, parent)) == 0 && icsMay(parent)
}

// icsOfDate finds the one class that a spreadsheet can have taken for a date:
// 13.06, the thirteenth of June, was 13.060.
func icsOfDate(iso string) (string, bool) {
	if len(iso) < 10 || iso[4] != '-' || iso[7] != '-' {
		return "", false
	}
	month, day := iso[5:7], iso[8:10]
	a, b := repairICS(day+"."+month), repairICS(month+"."+day)
	if a == b {
		return a, a != ""
	}
	return a + b, a == "" || b == ""
}

// CCS reads the codes of the Chinese Classification for Standards in a cell:
// C51, "C 51", c51, Y10/19. What has not the form of a code is left out and
// told.
func CCS(text string) (codes []string, notes []problem.Note) {
	if ccsForm(text) {
		return []string{text}, nil
	}
	for _, item := range codesIn(text, "CCS") {
		code, name := cutClassName(item)
		if strings.Contains(code, "/") && !ccsForm(code) {
			// C51/C52 are two codes, Y10/19 is one.
			if parts := strings.Split(code, "/"); len(parts) <= 8 && allCCS(parts) {
				codes = append(codes, parts...)
				continue
			}
		}
		norm, ok := class.Normalize(class.CCS, ccsDash(code))
		if !ok || !ccsForm(norm) {
			notes = append(notes, note(problem.ClassUnreadable, "ccs", item, ""))
			continue
		}
		codes = append(codes, norm)
		switch {
		case name != "":
			notes = append(notes, note(problem.ClassNameCut, "ccs", item, norm))
		case norm != item:
			notes = append(notes, note(problem.ClassRewritten, "ccs", item, norm))
		}
	}
	return codes, notes
}

// ccsForm reports whether a code is written as the table does: C, C51,
// Y10/19.
func ccsForm(s string) bool {
	if s == "" || s[0] < 'A' || s[0] > 'Z' {
		return false
	}
	switch len(s) {
	case 1:
		return true
	case 3:
		return digit(s[1]) && digit(s[2])
	case 6:
		return digit(s[1]) && digit(s[2]) && s[3] == '/' && digit(s[4]) && digit(s[5])
	}
	return false
}

func allCCS(codes []string) bool {
	for _, c := range codes {
		if !ccsForm(c) || len(c) == 6 {
			return false
		}
	}
	return true
}

// ccsDash writes the range of a group, A00~09 or A00-A09, with its slash.
func ccsDash(s string) string {
	s = strings.ToUpper(halve(s))
	for _, dash := range [...]string{"~", "-"} {
		if a, b, ok := strings.Cut(s, dash); ok && len(a) == 3 {
			if b = strings.TrimPrefix(b, a[:1]); len(b) == 2 {
				return a + "/" + b
			}
		}
	}
	return s
}

// codesIn cuts a cell of class codes into items, each a code with or without
// its name. The name of the scheme before them is dropped.
func codesIn(text, scheme string) []string {
	const longest = 20_000 // bytes
	if len(text) > longest {
		text = strings.ToValidUTF8(text[:longest], "")
	}
	var out []string
	for _, piece := range pieces(text, "，、；;|\n\t,") {
		piece = line(piece)
		if rest, ok := strings.CutPrefix(strings.ToUpper(piece), scheme); ok {
			piece = strings.TrimLeft(piece[len(piece)-len(rest):], " :：.")
		}
		if Blank(piece) {
			continue
		}
		// Codes behind each other: a part with a digit begins a new one. "C 51"
		// is one code, its letter alone.
		var item string
		for part := range strings.FieldsSeq(piece) {
			letterAlone := len(item) == 1 && scheme == "CCS"
			if item != "" && startsCode(part, scheme) && !letterAlone {
				out = append(out, item)
				item = part
				continue
			}
			switch {
			case item == "":
				item = part
			case letterAlone && digit(part[0]):
				item += part
			default:
				item += " " + part
			}
		}
		out = append(out, item)
	}
	return out
}

func startsCode(part, scheme string) bool {
	part = halve(part)
	if scheme == "ICS" {
		_, n := leading(part)
		return n > 0 && n <= 2 && (n == len(part) || part[n] == '.')
	}
	return len(part) >= 3 && letter(part[0]) && digit(part[1]) && digit(part[2])
}

// cutClassName cuts the name off that stands behind a code: 13.030.01 废物,
// C51（环境卫生）.
func cutClassName(item string) (code, name string) {
	i := strings.IndexFunc(item, func(r rune) bool {
		return r > 0x7f && !(r >= 0xff01 && r <= 0xff5e && r != '（' && r != '：') || r == ' ' || r == '(' || r == ':' || r == '（' || r == '：'
	})
	if i <= 0 {
		return strings.TrimRight(item, "."), ""
	}
	return strings.TrimRight(item[:i], "."), strings.Trim(item[i:], " ()（）:：-—")
}
