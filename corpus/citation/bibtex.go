package citation

import (
	"strconv"
	"strings"

	"chabiao/corpus"
)

// months are the macros of BibTeX's own styles.
var months = [...]string{"", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}

// BibTeX is the entry for a .bib file in UTF-8, with a newline at its end.
func BibTeX(e *corpus.Entry) string {
	w := workOf(e)
	var b strings.Builder
	b.WriteString("@standard{" + w.key)
	field := func(name, value string) {
		if value != "" {
			b.WriteString(",\n  " + name + strings.Repeat(" ", len("institution")-len(name)) + " = " + value)
		}
	}
	text := func(name, value string) {
		if value != "" {
			field(name, "{"+escapeTeX(value)+"}")
		}
	}
	// A second pair of braces: names of bodies are no names of persons, and
	// styles leave the capitals of a title alone.
	whole := func(values ...string) string {
		for i, v := range values {
			values[i] = "{" + escapeTeX(v) + "}"
		}
		if len(values) == 0 {
			return ""
		}
		return "{" + strings.Join(values, " and ") + "}"
	}
	if w.chinese {
		field("author", whole(w.responsible(e)...))
	}
	if w.title != "" {
		field("title", whole(w.title))
	}
	text("number", w.number)
	if issuers := w.issuers(e); len(issuers) > 0 {
		field("institution", whole(strings.Join(issuers, ", ")))
	}
	if w.issued.Year > 0 {
		text("year", strconv.Itoa(int(w.issued.Year)))
	}
	if m := int(w.issued.Month); m > 0 && m < len(months) {
		field("month", months[m])
	}
	text("language", w.lang)
	if u := escapeURL(e.URL); u != "" {
		field("url", "{"+u+"}")
	}
	b.WriteString("\n}\n")
	return b.String()
}

// texEscapes writes what means something to TeX as text. Braces become
// commands, not \{: BibTeX counts braces without looking at backslashes.
var texEscapes = strings.NewReplacer(
	`\`, `\textbackslash{}`, `{`, `\textbraceleft{}`, `}`, `\textbraceright{}`, `~`, `\textasciitilde{}`, `^`, `\textasciicircum{}`,
	`$`, `\$`, `&`, `\&`, `#`, `\#`, `_`, `\_`, `%`, `\%`,
)

func escapeTeX(s string) string { return texEscapes.Replace(flat(s)) }

// urlEscapes are the characters that no URL has unescaped and that would end
// the field or the command \url.
var urlEscapes = strings.NewReplacer(`\`, "%5C", `{`, "%7B", `}`, "%7D", ` `, "%20", `"`, "%22", `<`, "%3C", `>`, "%3E", `^`, "%5E", "`", "%60", `|`, "%7C")

func escapeURL(s string) string { return urlEscapes.Replace(flat(s)) }
