package citation

import (
	"fmt"
	"strconv"
	"strings"

	"chabiao/corpus"
)

// RIS is the record for a .ris file in UTF-8; its lines end with CR LF.
func RIS(e *corpus.Entry) string {
	w := workOf(e)
	var b strings.Builder
	tag := func(name, value string) {
		if value = flat(value); value != "" {
			b.WriteString(name + "  - " + value + "\r\n")
		}
	}
	tag("TY", "STAND")
	tag("ID", w.key)
	names := w.issuers(e)
	if w.chinese {
		names = w.responsible(e)
	}
	for _, name := range names {
		// The specification allows no asterisk in a name, and a comma would part
		// a body into family and given name.
		tag("AU", strings.NewReplacer("*", "", ",", " ").Replace(name))
	}
	if w.title == "" {
		tag("TI", w.number)
	} else {
		tag("TI", w.title)
	}
	tag("SN", w.number)
	tag("M1", w.number)
	if w.issued.Year > 0 {
		tag("PY", strconv.Itoa(int(w.issued.Year)))
		if d := w.issued; d.Day > 0 {
			tag("DA", fmt.Sprintf("%04d/%02d/%02d", d.Year, d.Month, d.Day))
		} else if d.Month > 0 {
			tag("DA", fmt.Sprintf("%04d/%02d", d.Year, d.Month))
		}
	}
	if e.IssuingBody != "" {
		tag("PB", e.IssuingBody)
	}
	tag("LA", w.lang)
	for _, k := range e.Keywords {
		tag("KW", strings.ReplaceAll(k, "*", ""))
	}
	tag("AB", abstractOf(e, w.lang))
	tag("UR", e.URL)
	b.WriteString("ER  - \r\n")
	return b.String()
}

// abstractOf is the abstract in the language of the title, else the one whose
// language the source did not name.
func abstractOf(e *corpus.Entry, lang string) string {
	if a := e.Abstracts[lang]; a != "" {
		return a
	}
	return e.Abstracts[""]
}
