// Package report writes the report of an import as a page that a person reads:
// what came in, how each table was read, what was doubted and what to do about
// it. It is one file that needs nothing beside it. The pages of the server show
// the same, or sections of it, through Body, Figures, Problems, Reading and
// Rows. It computes nothing: the figures are the importer's.
package report

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strings"

	"chabiao/corpus/catalogue"
	"chabiao/indexer"
	"chabiao/indexer/columns"
	"chabiao/indexer/problem"
)

//go:embed report.html
var page string

//go:embed report.css
var css string

var templates = template.Must(template.New("report").Funcs(template.FuncMap{
	"comma": Comma, "fieldLabel": FieldLabel, "entry": entryFields, "rows": rowList, "confidence": func(c float64) string { return fmt.Sprintf("%.0f %%", c*100) },
	"css": func() template.CSS { return template.CSS(css) },
}).Parse(page))

// view is a report, or a section of it, in one language.
type view struct {
	Lang string
	T    map[string]string
	D    *indexer.Detail
	// Groups are the problems, the gravest first.
	Groups []group
	Counts catalogue.Counts
	Undo   bool
	Part   indexer.PartReport
}

type group struct {
	problem.Group
	Title, Advice, Label string
}

func newView(d *indexer.Detail, lang string) view {
	if lang != "en" {
		lang = "zh"
	}
	v := view{Lang: lang, T: texts[lang], D: d}
	if d == nil {
		return v
	}
	v.Counts = d.Counts
	if d.Problems == nil {
		return v
	}
	for _, g := range d.Problems.Groups() {
		v.Groups = append(v.Groups, group{g, g.Kind.Title(lang), g.Kind.Advice(lang), g.Severity.Label(lang)})
	}
	return v
}

// WriteHTML writes the whole page, in Chinese ("zh") or English.
func WriteHTML(w io.Writer, d *indexer.Detail, lang string) error {
	return templates.ExecuteTemplate(w, "page", newView(d, lang))
}

func section(name string, v view) (template.HTML, error) {
	var b strings.Builder
	err := templates.ExecuteTemplate(&b, name, v)
	return template.HTML(b.String()), err
}

// Body is the inside of the page, for a page of somebody else's: all that
// follows in one.
func Body(d *indexer.Detail, lang string) (template.HTML, error) {
	return section("body", newView(d, lang))
}

// Figures are the counts of a batch, written so that they are seen to add up.
// For an undo they count entries, not rows.
func Figures(n catalogue.Counts, undo bool, lang string) (template.HTML, error) {
	v := newView(nil, lang)
	v.Counts, v.Undo = n, undo
	return section("figures", v)
}

// Problems are what was told of the rows, by kind, the gravest first, with
// examples and advice.
func Problems(d *indexer.Detail, lang string) (template.HTML, error) {
	return section("problems", newView(d, lang))
}

// Reading says how each table was read, with its first rows.
func Reading(d *indexer.Detail, lang string) (template.HTML, error) {
	return section("reading", newView(d, lang))
}

// Rows are the first rows of a table as they stood and as understood.
func Rows(p indexer.PartReport, lang string) (template.HTML, error) {
	return section("sample", newView(nil, lang).With(p))
}

// CSS styles what the sections give, inside an element of class report.
func CSS() string { return css }

// Comma writes a count with its thousands apart.
func Comma(n int64) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

func rowList(n []int64) string {
	return strings.Trim(strings.ReplaceAll(fmt.Sprint(n), " ", "、"), "[]")
}

// fieldLabels are the words for keys of an entry that no column can be mapped
// to, or that only a part of a column gives.
var fieldLabels = map[string][2]string{
	"extra": {"附加字段", "Extra"}, "title_es": {"西班牙文名称", "Title in Spanish"}, "vanished": {"来源不再列出", "No longer listed"},
}

// FieldLabel names a field of an entry as people do; a name nobody knows stays
// as it is.
func FieldLabel(name, lang string) string {
	for _, f := range columns.Fields() {
		if f.Name != name {
			continue
		}
		if lang == "zh" {
			return f.LabelZH
		}
		return f.LabelEN
	}
	key, rest, _ := strings.Cut(name, ".")
	if l, ok := fieldLabels[key]; ok {
		label := l[1]
		if lang == "zh" {
			label = l[0]
		}
		if rest != "" {
			label += " " + rest
		}
		return label
	}
	return name
}

// By says in words how a column's field was told.
func By(how, lang string) string { return newView(nil, lang).By(how) }

// With is the view of one of the report's tables.
func (v view) With(p indexer.PartReport) view {
	v.Part = p
	return v
}

// By says in words how a column's field was told.
func (v view) By(how string) string { return v.T[how+"_"] }
