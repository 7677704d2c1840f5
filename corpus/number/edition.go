package number

import "strings"

// appendEdition writes what distinguishes one edition of a standard from
// another: draft, year, language, version, amendments, marks.
func (n Number) appendEdition(b []byte, f form) []byte {
	key := f == keyed
	if n.draft != "" {
		start := len(b)
		b = append(append(b, "/D"...), n.draft...)
		if key {
			upperFrom(b, start)
		}
	}
	slashLanguage := n.fam != nil && n.fam.name == "CIE" && len(n.language) == 1
	if slashLanguage {
		b = append(b, '/', n.language[0])
	}
	b = n.appendDate(b, f)
	if n.edition != "" && (!key || n.editionCounts()) {
		switch {
		case n.rules != nil && n.rules.traits&chinese != 0 && key:
			b = append(append(append(b, '('), n.edition...), ')')
		case n.rules != nil && n.rules.traits&chinese != 0 && len(n.edition) == 4:
			b = append(append(append(b, '('), n.edition...), "年版)"...)
		case n.rules != nil && n.rules.traits&chinese != 0:
			b = append(append(append(b, "(第"...), n.edition...), "版)"...)
		default:
			b = append(append(b, " ed."...), n.edition...)
			if key {
				upperFrom(b, len(b)-len(n.edition)-3)
			}
		}
	}
	b = n.appendVersion(b, f)
	b = n.appendAmendments(b, f)
	if key {
		b = n.appendSuffix(b, true)
	}
	if n.language != "" && !slashLanguage && !(n.chineseRules() && n.year != 0) {
		switch {
		case key:
			b = append(append(append(b, '('), languageKey(n.language)...), ')')
		case n.chineseRules() && n.language == "E":
			b = append(b, "(英文版)"...)
		default:
			b = append(append(append(b, '('), n.language...), ')')
		}
	}
	if key {
		if n.project && n.year == 0 && n.draft == "" && len(n.dual) > 0 {
			b = n.dual[0].append(append(b, '/'), f, whole) // the partner carries the date
		}
		return b
	}
	if n.confirmed != 0 {
		b = append(b, '(')
		if n.rules == nil || n.rules.name != "ASTM" {
			b = append(b, 'R')
		}
		b = append(appendYear(b, int(n.confirmed), false), ')')
	}
	for i, d := range n.dual {
		joint := byte('/')
		if i > 0 || n.fam != nil && d.fam != nil && n.fam.traits&chinese != 0 && d.fam.traits&chinese != 0 {
			joint = ' '
		}
		b = d.append(append(b, joint), f, whole)
	}
	return n.appendSuffix(b, false)
}

// appendSuffix writes the text that nothing was made of. Reading leaves it to
// the last, so it is written last: before a remark it would take that with it,
// and before 英文版 it would read as a title. Keys have it before the language,
// where the catalogues in use hold it.
func (n Number) appendSuffix(b []byte, key bool) []byte {
	if n.suffix == "" {
		return b
	}
	start := len(b)
	if c := n.suffix[0]; c != '.' && c != '-' && c != '/' {
		b = append(b, ' ')
	}
	b = append(b, n.suffix...)
	if key {
		upperFrom(b, start)
	}
	return b
}

func (n Number) chineseRules() bool { return n.rules != nil && n.rules.traits&chinese != 0 }

// editionCounts reports whether the ordinal edition tells documents apart:
// not where a year already does.
func (n Number) editionCounts() bool {
	return n.year == 0 || n.rules != nil && n.rules.traits&(editioned|chinese|spaced) != 0
}

// yearJoint is the separator that the first publisher of a chain wants, ANSI
// excepted, which keeps that of the standard it endorses.
func (n Number) yearJoint() string {
	f := n.fam
	if f != nil && f.name == "ANSI" {
		f = n.rules
	}
	if f != nil && f.traits&colon != 0 {
		return ":"
	}
	return "-"
}

func (n Number) appendDate(b []byte, f form) []byte {
	if n.year == 0 {
		return b
	}
	key := f == keyed
	switch {
	case n.rules != nil && n.rules.traits&spaced != 0 && n.rules.name == "ETSI":
		if key && (n.version != "" || n.edition != "") {
			return b // the version is the document, the date its remark
		}
		if key {
			return n.appendYearMonth(append(b, " ("...), true, ')')
		}
		return b // written behind the version
	case n.rules != nil && n.rules.amd == amdITU:
		b = append(b, " ("...)
		if n.month != 0 {
			b = append(appendTwo(b, int(n.month)), '/')
		}
		return append(appendYear(b, int(n.year), false), ')')
	}
	if f == printed && n.chineseRules() {
		b = append(b, "—"...)
	} else if key && n.fam == nil {
		b = append(b, '-')
	} else {
		b = append(b, n.yearJoint()...)
	}
	b = appendYear(b, int(n.year), n.short && !key)
	if n.tag != "" {
		start := len(b)
		b = append(b, n.tag...)
		if key {
			upperFrom(b, start)
		}
	}
	if n.month != 0 && (!key || n.monthCounts()) {
		b = appendTwo(append(b, '-'), int(n.month))
		if n.day != 0 {
			b = appendTwo(append(b, '-'), int(n.day))
		}
	}
	if n.chineseRules() && n.language != "" {
		b = append(b, n.language...)
	}
	return b
}

func (n Number) appendYearMonth(b []byte, month bool, end byte) []byte {
	b = appendYear(b, int(n.year), false)
	if month && n.month != 0 {
		b = appendTwo(append(b, '-'), int(n.month))
	}
	return append(b, end)
}

// monthCounts reports whether the month tells documents apart: it does for
// drafts and reports, and is a remark at the year of an edition elsewhere.
func (n Number) monthCounts() bool {
	return n.rules == nil || n.project || n.draft != "" || n.rules.traits&(drafted|reported) != 0
}

func (n Number) appendVersion(b []byte, f form) []byte {
	key := f == keyed
	switch {
	case n.rules != nil && n.rules.name == "3GPP":
		if n.release != "" {
			b = append(append(b, ':'), n.release...)
		}
		if n.version != "" {
			b = append(append(b, '/'), n.version...)
		}
		return b
	case n.rules != nil && n.rules.name == "IHO" && n.version != "":
		return append(append(b, ' '), n.version...)
	case n.version != "" && (n.version[0]|0x20) == 'v':
		b = append(append(append(b, " ("...), n.version...), ')')
		if key {
			upperFrom(b, len(b)-len(n.version))
		}
	case n.version != "":
		b = append(append(b, " V"...), n.version...)
	}
	if n.year != 0 && !key && n.rules != nil && n.rules.name == "ETSI" {
		b = n.appendYearMonth(append(b, " ("...), true, ')')
	}
	return b
}

// appendAmendments writes the amendments as the body does, those worked into
// the text first, and the mark of the product between.
func (n Number) appendAmendments(b []byte, f form) []byte {
	consolidated := false
	for _, a := range n.amds {
		if a.Consolidated {
			b = n.appendAmendment(b, a, f)
			consolidated = true
		}
	}
	if n.mark != "" && !(f == keyed && consolidated && (n.mark == "CSV" || n.mark == "CONSOLIDATED")) {
		b = append(append(b, ' '), n.mark...)
	}
	for _, a := range n.amds {
		if !a.Consolidated {
			b = n.appendAmendment(b, a, f)
		}
	}
	return b
}

// amendmentNames are the words of each style; a kind without one is written
// as it is.
var amendmentNames = map[amendmentStyle]map[string]string{
	amdISO: {"AMD": "Amd ", "COR": "Cor ", "SUP": "Suppl ", "ADD": "Add ", "EXT": "Ext ", "ERR": "Errata ", "APP": "App ", "ANNEX": "Annex "},
	amdEN:  {"AMD": "A", "COR": "AC", "SUP": "Suppl ", "ADD": "Addendum ", "APP": "App ", "ANNEX": "Annex "},
	amdGB:  {"AMD": "Amd ", "COR": "Cor ", "SUP": "Suppl ", "ADD": "Add ", "APP": "App ", "ANNEX": "Annex "},
	amdITU: {"AMD": "Amd. ", "COR": "Cor. ", "SUP": "Suppl. ", "ADD": "Add. ", "ERR": "Err. ", "APP": "App. ", "ANNEX": "Annex "},
	amdJIS: {"AMD": "AMENDMENT ", "COR": "CORRIGENDUM ", "EXPL": "EXPL ", "SUP": "SUPPLEMENT ", "APP": "App ", "ANNEX": "Annex "},
}

func (n Number) appendAmendment(b []byte, a Amendment, f form) []byte {
	style := amdISO
	if n.fam != nil {
		style = n.fam.amd
	}
	key := f == keyed
	joint := byte('/')
	switch {
	case a.Consolidated:
		joint = '+'
	case style == amdITU && !key:
		joint = ' '
	}
	b = append(b, joint)
	if a.Stage != "" {
		b = append(append(b, a.Stage...), ' ')
	}
	start := len(b)
	name, ok := amendmentNames[style][a.Kind]
	if key || !ok {
		name = a.Kind
	}
	b = append(b, name...)
	if a.Number == "" && b[len(b)-1] == ' ' {
		b = b[:len(b)-1]
	}
	number := a.Number
	if key {
		number = trimZeros(number)
	}
	if b[len(b)-1] != ' ' && number != "" && isLetter(number[0]) {
		b = append(b, ' ')
	}
	b = append(b, number...)
	if key {
		upperFrom(b, start)
	}
	if a.Year == 0 {
		return b
	}
	switch {
	case style == amdITU:
		b = append(b, " ("...)
		if a.Month != 0 {
			b = append(appendTwo(b, a.Month), '/')
		}
		return append(appendYear(b, a.Year, false), ')')
	case style == amdGB && a.Kind == "XG":
		if f == printed {
			b = append(b, "—"...)
		} else {
			b = append(b, '-')
		}
	default:
		b = append(b, ':')
	}
	b = appendYear(b, a.Year, false)
	if n.project && a.Month != 0 {
		b = appendTwo(append(b, '-'), a.Month)
	}
	return b
}

// languageKeys are the codes of ISO 639 that the letters of ISO numbers stand
// for.
var languageKeys = map[string]string{"EN": "E", "FR": "F", "RU": "R", "ES": "S", "DE": "D", "AR": "A", "ZH": "C"}

// languageKey writes a language code one way.
func languageKey(code string) string {
	code = strings.ToUpper(strings.NewReplacer(",", "/", " ", "").Replace(code))
	if k, ok := languageKeys[code]; ok {
		return k
	}
	return code
}
