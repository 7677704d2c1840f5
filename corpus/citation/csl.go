package citation

import (
	"bytes"
	"encoding/json"
	"strings"

	"chabiao/corpus"
)

// item is a reference in CSL-JSON, schema csl-data of CSL 1.0.2.
type item struct {
	ID        string `json:"id"`
	Type      string `json:"type"`
	Author    []name `json:"author,omitempty"`
	Title     string `json:"title,omitempty"`
	Number    string `json:"number"`
	Authority string `json:"authority,omitempty"`
	Issued    *date  `json:"issued,omitempty"`
	Pages     int    `json:"number-of-pages,omitempty"`
	Language  string `json:"language,omitempty"`
	Keyword   string `json:"keyword,omitempty"`
	Abstract  string `json:"abstract,omitempty"`
	URL       string `json:"URL,omitempty"`
}

type name struct {
	Literal string `json:"literal"`
}

type date struct {
	Parts [][]int `json:"date-parts"`
}

// CSLJSON is the entry as CSL-JSON: a list of one item, indented, with a
// newline at its end.
func CSLJSON(e *corpus.Entry) string {
	w := workOf(e)
	it := item{ID: w.key, Type: "standard", Title: w.title, Number: w.number, Authority: strings.Join(w.issuers(e), ", "), Pages: max(e.Pages, 0),
		Language: w.lang, Keyword: flat(strings.Join(e.Keywords, ", ")), Abstract: flat(abstractOf(e, w.lang)), URL: flat(e.URL)}
	if w.chinese {
		for _, n := range w.responsible(e) {
			it.Author = append(it.Author, name{n})
		}
	}
	if d := w.issued; d.Year > 0 {
		parts := []int{int(d.Year)}
		if d.Month > 0 {
			parts = append(parts, int(d.Month))
			if d.Day > 0 {
				parts = append(parts, int(d.Day))
			}
		}
		it.Issued = &date{[][]int{parts}}
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode([]item{it}); err != nil {
		return "" // strings and numbers always encode
	}
	return b.String()
}
