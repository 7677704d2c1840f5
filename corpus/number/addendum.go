package number

import "strings"

// leads are the words of publications that name the number they belong to:
// "ASHRAE Addendum y to Standard 90.1-2001", "NA+A1:2014 to BS EN 1997-1:2004".
var leads = [...]struct{ word, kind string }{
	{"ADDENDUM", "ADD"}, {"ADDENDA", "ADD"}, {"AMENDMENT", "AMD"}, {"CORRIGENDUM", "COR"}, {"SUPPLEMENT", "SUP"}, {"ERRATA", "ERR"},
	{"INTERPRETATIONS", "INTERP"}, {"NA", "NA"}, {"ANNEX", "ANNEX"},
}

// parseAddendum reads a number that is told through another: lead, "to" or
// "for", number.
func parseAddendum(text string) (Number, bool) {
	at := -1
	width := 0
	for _, joint := range [...]string{" to ", " for "} {
		if i := strings.Index(text[:min(len(text), 80)], joint); i > 0 && (at < 0 || i < at) {
			at, width = i, len(joint)
		}
	}
	if at < 0 {
		return Number{}, false
	}
	lead, rest := text[:at], text[at+width:]
	for _, l := range leads {
		i := wordIndex(lead, l.word)
		if i < 0 {
			continue
		}
		publisher := strings.TrimSpace(lead[:i])
		if l.word == "NA" && publisher != "" {
			continue
		}
		p := scan{s: rest, n: Number{lead: l.kind}}
		if !p.number() {
			if publisher == "" && (wordIs(rest, 0, "STANDARD") || wordIs(rest, 0, "GUIDELINE")) {
				publisher = "ASHRAE" // the only body whose own lists leave it out
			}
			p = scan{s: publisher + " " + rest, n: Number{lead: l.kind}}
			if publisher == "" || !p.number() {
				return Number{}, false
			}
		}
		n, err := p.finish()
		if err != nil {
			return Number{}, false
		}
		n.lead = ""
		n.attach(l.kind, strings.TrimSpace(lead[i+len(l.word):]))
		return n, true
	}
	return Number{}, false
}

// wordIndex is where an upper-case word stands in s as a word, or -1.
func wordIndex(s, word string) int {
	for i := 0; i+len(word) <= len(s); i++ {
		if (i == 0 || !isAlnum(s[i-1])) && wordIs(s, i, word) {
			return i
		}
	}
	return -1
}

// attach adds what a lead says to the number it belongs to.
func (n *Number) attach(kind, designation string) {
	if kind == "INTERP" {
		n.mark = kind
		return
	}
	if kind == "NA" {
		n.lead = kind
		// An annex has amendments of its own: NA+A1:2014.
		for part := range strings.SplitSeq(designation, "+") {
			if part = strings.TrimSpace(part); part != "" {
				name, year, _ := strings.Cut(part, ":")
				if len(year) == 2 {
					year = "20" + year
				}
				n.lead += "+" + strings.ToUpper(name)
				if year != "" {
					n.lead += ":" + year
				}
			}
		}
		return
	}
	a := Amendment{Kind: kind}
	if year, ok := strings.CutPrefix(designation, "("); ok && len(year) == 5 && year[4] == ')' {
		a.Year = value(year[:4])
	} else {
		a.Number = letterList(designation)
	}
	n.amds = append(n.amds, a)
}

// letterList writes "a, b and c" as "a,b,c".
func letterList(s string) string {
	s = strings.ReplaceAll(s, " and ", ",")
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' }), ",")
}
