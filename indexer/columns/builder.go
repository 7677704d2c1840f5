package columns

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"chabiao/corpus"
	"chabiao/corpus/number"
	"chabiao/indexer/problem"
	"chabiao/indexer/sheet"
)

// builder makes one entry of the values of a row or an object, and keeps what
// there is to tell.
type builder struct {
	entry *corpus.Entry
	num   number.Number
	notes []problem.Note

	degree     string // a degree of adoption from a column of its own
	degreeFrom string // and that column's heading
	successors []string
	statusDate corpus.Date
	stage      string
	letters    string // of a number whose rest stands before the title
}

func (b *builder) note(kind problem.Kind, field, value, became string) {
	b.notes = append(b.notes, note(kind, field, value, became))
}

// extra keeps a JSON value under a key that is not taken yet.
func (b *builder) extra(key string, value json.RawMessage) {
	const longest = 200 // bytes of a key
	if key = line(trim(key)); key == "" {
		key = "column"
	}
	if len(key) > longest {
		key = strings.ToValidUTF8(key[:longest], "")
	}
	if b.entry.Extra == nil {
		b.entry.Extra = make(map[string]json.RawMessage, 4)
	}
	free := key
	for i := 2; b.entry.Extra[free] != nil; i++ {
		free = fmt.Sprint(key, " ", i)
	}
	b.entry.Extra[free] = value
}

func (b *builder) extraText(key, text string) {
	b.extra(key, corpus.AppendJSONString(nil, text))
}

// doubt keeps the raw text of what could not be read as its field demands.
func (b *builder) doubt(kind problem.Kind, field, raw, became string) {
	b.note(kind, field, raw, became)
	b.extraText(field+"_raw", raw)
}

// source is one value of a row: where it stands and what it says.
type source struct {
	role    role
	field   string
	lang    string // of titles and abstracts
	heading string // under which it is kept where it can't be taken
	text    string // trimmed, not blank
	kind    sheet.Kind
	order   dayOrder
	whole   bool // an item of a JSON list: a name in it is not cut again
}

// set lays one value over the entry.
func (b *builder) set(v *source) {
	e := b.entry
	switch v.role {
	case roleIgnore:
	case roleExtra:
		b.extra(v.heading, cellJSON(v.text, v.kind))
	case roleTitle:
		b.title(v)
	case roleAbstract:
		b.abstract(v)
	case roleStatus:
		if e.Status != corpus.StatusUnknown || len(b.successors) > 0 {
			b.second(v)
			return
		}
		b.status(v.text)
	case roleStatusRaw:
		e.StatusRaw = line(v.text)
	case roleStage:
		b.stage = v.text
	case rolePublished:
		b.date(v, &e.Published)
	case roleImplemented:
		b.date(v, &e.Implemented)
	case roleWithdrawn:
		b.date(v, &e.Withdrawn)
	case roleConfirmed:
		b.date(v, &e.Confirmed)
	case roleReplaces:
		b.relation(v, &e.Replaces)
	case roleReplacedBy:
		b.relation(v, &e.ReplacedBy)
	case roleReferences:
		b.relation(v, &e.References)
	case roleAdopts:
		b.adopts(v)
	case roleDegree:
		if b.degree == "" {
			b.degree, b.degreeFrom = v.text, v.heading
		} else {
			b.second(v)
		}
	case roleICS:
		codes, notes := ICS(v.text, v.kind)
		e.ICS = append(e.ICS, codes...)
		b.class(v, notes)
	case roleCCS:
		codes, notes := CCS(v.text)
		e.CCS = append(e.CCS, codes...)
		b.class(v, notes)
	case roleIssuing:
		b.text(v, &e.IssuingBody)
	case roleCompetent:
		b.text(v, &e.CompetentBody)
	case roleDoctype:
		b.text(v, &e.Doctype)
	case roleURL:
		b.text(v, &e.URL)
	case roleSource:
		b.text(v, &e.Source)
	case roleCommittee:
		b.words(v, &e.Committee)
	case roleDrafters:
		b.words(v, &e.Drafters)
	case roleKeywords:
		b.words(v, &e.Keywords)
	case roleLanguage:
		b.language(v)
	case rolePages:
		b.pages(v)
	}
}

// second keeps the value of a second column with one field.
func (b *builder) second(v *source) {
	b.note(problem.ColumnRepeated, v.field, v.text, "")
	b.extra(v.heading, cellJSON(v.text, v.kind))
}

// cellJSON is the value of a cell as JSON: numbers and truth values of
// workbooks keep their kind.
func cellJSON(text string, kind sheet.Kind) json.RawMessage {
	switch {
	case kind == sheet.Number && json.Valid([]byte(text)):
		return json.RawMessage(text)
	case kind == sheet.Bool && strings.EqualFold(text, "true"):
		return json.RawMessage("true")
	case kind == sheet.Bool && strings.EqualFold(text, "false"):
		return json.RawMessage("false")
	}
	return corpus.AppendJSONString(nil, text)
}

// text takes a text of one line.
func (b *builder) text(v *source, dst *string) {
	if *dst != "" {
		b.second(v)
		return
	}
	s := b.plain(v.field, v.text)
	*dst = line(s)
}

// plain decodes HTML and tells of it, and of what looks garbled.
func (b *builder) plain(field, s string) string {
	if Mojibake(s) {
		b.note(problem.Mojibake, field, s, "")
	}
	text, changed := unescape(s)
	if changed {
		b.note(problem.Markup, field, s, text)
	}
	return text
}

func (b *builder) words(v *source, dst *[]string) {
	text := b.plain(v.field, v.text)
	if v.whole {
		if text = line(trim(text)); text != "" {
			*dst = append(*dst, text)
		}
		return
	}
	*dst = append(*dst, words(text, v.role)...)
}

func (b *builder) title(v *source) {
	title, told := Title(v.text, v.lang)
	if title == "" {
		return
	}
	lang := v.lang
	if lang == "" {
		lang = corpus.ScriptLanguage(title)
	}
	if b.entry.Titles[lang] != "" && b.entry.Titles[lang] != title {
		b.second(v)
		return
	}
	if Mojibake(v.text) { // before what shows nothing was taken out of it
		b.note(problem.Mojibake, v.field, title, "")
	}
	for _, kind := range told {
		b.note(kind, v.field, v.text, title)
	}
	rest, cut, other := cutNumber(title, b.num)
	if b.letters != "" {
		if d, behind, ok := stuck(b.letters, title); ok && d.Text == b.entry.Number {
			rest, cut = behind, true
		}
	}
	switch {
	case cut:
		b.note(problem.TitleNumberCut, v.field, title, rest)
		title = rest
	case other != "":
		b.note(problem.NumberTitleDiffers, v.field, title, other)
	}
	if b.entry.Titles == nil {
		b.entry.Titles = make(map[string]string, 2)
	}
	b.entry.Titles[lang] = title
}

func (b *builder) abstract(v *source) {
	if b.entry.Abstracts[v.lang] != "" {
		b.second(v)
		return
	}
	s := trim(b.plain(v.field, v.text))
	if s == "" {
		return
	}
	if b.entry.Abstracts == nil {
		b.entry.Abstracts = make(map[string]string, 1)
	}
	b.entry.Abstracts[v.lang] = strings.ToValidUTF8(s, "\uFFFD")
}

func (b *builder) date(v *source, dst *corpus.Date) {
	d, kind := readDate(v.text, v.kind, v.order)
	if !dst.IsZero() {
		if d != *dst {
			b.second(v)
		}
		return
	}
	*dst = d
	switch {
	case kind == "":
	case kind.Severity() == problem.Warning:
		b.doubt(kind, v.field, v.text, d.String())
	default:
		b.note(kind, v.field, v.text, d.String())
	}
}

func (b *builder) class(v *source, notes []problem.Note) {
	unread := false
	for _, n := range notes {
		unread = unread || n.Kind == problem.ClassUnreadable
	}
	b.notes = append(b.notes, notes...)
	if unread {
		b.extraText(v.field+"_raw", v.text)
	}
}

func (b *builder) language(v *source) {
	items := []string{v.text}
	if !v.whole {
		items = words(v.text, roleLanguage)
	}
	for _, item := range items {
		code := languageCode(line(item))
		if code != item {
			b.note(problem.LanguageRead, v.field, item, code)
		}
		b.entry.Language = append(b.entry.Language, code)
	}
}

func (b *builder) pages(v *source) {
	if b.entry.Pages != 0 {
		b.second(v)
		return
	}
	n, ok := Pages(v.text)
	if !ok {
		b.doubt(problem.PagesUnreadable, v.field, v.text, "")
		return
	}
	b.entry.Pages = n
	if became := strconv.Itoa(n); became != v.text {
		b.note(problem.PagesRead, v.field, v.text, became)
	}
}
