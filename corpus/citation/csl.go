package citation

import (
	"strconv"
	"strings"

	"chabiao/corpus"
)

// CSLJSON is the entry as CSL-JSON, schema csl-data of CSL 1.0.2: a list of one
// item, a line for each of its keys, with a newline at its end.
func CSLJSON(e *corpus.Entry) string {
	w := workOf(e)
	buf := []byte("[{")
	key := func(name string) {
		if buf[len(buf)-1] != '{' {
			buf = append(buf, ',')
		}
		buf = append(corpus.AppendJSONString(append(buf, "\n  "...), name), ": "...)
	}
	text := func(name, value string) {
		if value = flat(value); value != "" {
			key(name)
			buf = corpus.AppendJSONString(buf, value)
		}
	}
	text("id", w.key)
	text("type", "standard")
	if names := w.responsible(e); w.chinese && len(names) > 0 {
		key("author")
		for i, name := range names {
			buf = append(buf, "[,"[min(i, 1)])
			buf = append(corpus.AppendJSONString(append(buf, `{"literal": `...), name), '}')
		}
		buf = append(buf, ']')
	}
	text("title", w.title)
	text("number", w.number)
	text("authority", strings.Join(w.issuers(e), ", "))
	if d := w.issued; d.Year > 0 {
		key("issued")
		buf = strconv.AppendInt(append(buf, `{"date-parts": [[`...), int64(d.Year), 10)
		if d.Month > 0 {
			buf = strconv.AppendInt(append(buf, ", "...), int64(d.Month), 10)
			if d.Day > 0 {
				buf = strconv.AppendInt(append(buf, ", "...), int64(d.Day), 10)
			}
		}
		buf = append(buf, "]]}"...)
	}
	if e.Pages > 0 {
		key("number-of-pages")
		buf = strconv.AppendInt(buf, int64(e.Pages), 10)
	}
	text("language", w.lang)
	text("keyword", strings.Join(e.Keywords, ", "))
	text("abstract", abstractOf(e, w.lang))
	text("URL", e.URL)
	return string(append(buf, "\n}]\n"...))
}
