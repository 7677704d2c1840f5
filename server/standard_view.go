package server

import (
	"html/template"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"chabiao/corpus"
	"chabiao/corpus/body"
	"chabiao/corpus/citation"
	"chabiao/corpus/class"
	"chabiao/corpus/number"
	"chabiao/search"
)

// standardView is what the page of a standard shows.
type standardView struct {
	layout
	St         *search.Standard
	Number     string // as its body prints it
	Whole      string // the number without part and year
	respelt    bool   // by more than the dash before the year
	life       *search.Standing
	today      corpus.Date
	Titles     []langText
	Abstracts  []langText
	Facts      []fact
	Extra      []fact
	Banner     *banner
	Picture    *picture // nil where there is one edition only
	Editions   []refRow
	Drafts     []refRow
	Amendments []refRow
	Parts      []refRow
	Adopts     []refRow
	AdoptedBy  []refRow
	References []refRow
	Referenced []refRow
	Citations  []cited
	Imported   string
}

type langText struct{ Lang, Text string }

// fact is a row of the table: its values one below the other.
type fact struct {
	Label  string
	Values []value
}

// value is a text, a link, or a chain of links.
type value struct {
	Text   string
	Lang   string
	URL    string // to a page of ours
	Out    string // to a page of somebody else
	Status string // code of a status, for its colour
	Path   []value
	Items  []fact // an object of the source
	Note   string
}

// refRow is another standard, with a link where the catalogue has it.
type refRow struct {
	search.Ref
	URL   string
	Label string // of its status
	Known bool
	Date  string // of publication, where the list shows it
	// Tongue is the language of the title as an attribute: see layout.Tongue.
	Tongue template.HTMLAttr
}

type cited struct{ ID, Name, Text, File string }

func newStandardView(l layout, st *search.Standard, life *search.Standing, today corpus.Date) *standardView {
	e := st.Entry
	v := &standardView{layout: l, St: st, life: life, today: today, Number: e.Number, Abstracts: texts(e.Abstracts, l.Lang), Titles: texts(e.Titles, l.Lang)}
	if n, err := number.Parse(e.Number); err == nil && !n.Generic() {
		v.Number, v.respelt = n.Print(), n.String() != e.Number
		whole, _ := n.Whole()
		v.Whole = whole.String()
	}
	for _, ref := range st.Editions {
		row := v.row(ref)
		row.Date = ref.Published
		if row.Title == e.Title(l.Lang) {
			row.Title = "" // said on top
		}
		switch ref.Kind {
		case search.EditionPart:
			v.Parts = append(v.Parts, row)
		case search.EditionAmendment:
			v.Amendments = append(v.Amendments, row)
		case search.EditionDraft:
			v.Drafts = append(v.Drafts, row)
		default:
			v.Editions = append(v.Editions, row)
		}
	}
	// Newest first, as people look for them.
	slices.Reverse(v.Editions)
	v.Adopts, v.AdoptedBy = v.rows("adopts"), v.rows("adopted_by")
	v.References, v.Referenced = v.rows("references"), v.rows("referenced_by")
	if !st.Imported.IsZero() {
		v.Imported = st.Imported.Local().Format(time.DateOnly)
	}
	v.Banner = v.banner()
	v.Picture = draw(l, st)
	v.Facts, v.Extra = v.facts(), v.extra()
	base := standardPath(st.ID)
	v.Citations = []cited{{"gbt2015", "GB/T 7714—2015", citation.GBT2015(e), ""}, {"gbt2025", "GB/T 7714—2025", citation.GBT2025(e), ""},
		{"bibtex", "BibTeX", citation.BibTeX(e), base + ".bib"}, {"ris", "RIS", strings.ReplaceAll(citation.RIS(e), "\r\n", "\n"), base + ".ris"}, {"csl", "CSL-JSON", citation.CSLJSON(e), base + ".csl.json"}}
	return v
}

// texts lists texts by language, that of the reader first, then Chinese and
// English.
func texts(m map[string]string, lang string) []langText {
	rank := func(l string) int {
		if l == lang {
			return 3
		}
		return slices.Index([]string{"en", "zh"}, l)
	}
	keys := slices.SortedStableFunc(maps.Keys(m), func(a, b string) int {
		if d := rank(b) - rank(a); d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	var out []langText
	for _, k := range keys {
		if t := strings.TrimSpace(m[k]); t != "" {
			out = append(out, langText{k, t})
		}
	}
	return out
}

func (v *standardView) row(ref search.Ref) refRow {
	row := refRow{Ref: ref, URL: v.URL("/", "q", ref.Number), Known: ref.ID != "", Tongue: v.layout.Tongue(ref.TitleLang)}
	if row.Known {
		row.URL = v.StandardURL(ref.ID)
		if s, ok := corpus.ParseStatus(ref.Status); ok && s != corpus.StatusUnknown {
			row.Label = s.Label(v.Lang)
		}
	}
	return row
}

func (v *standardView) rows(relation string) []refRow {
	var out []refRow
	for _, ref := range v.St.Relations[relation] {
		out = append(out, v.row(ref))
	}
	slices.SortStableFunc(out, func(a, b refRow) int { return strings.Compare(sortKey(a.Number), sortKey(b.Number)) })
	return out
}

// sortKey orders numbers as people count; what is none goes by its text.
func sortKey(text string) string {
	if n, err := number.Parse(text); err == nil {
		return n.SortKey()
	}
	return text
}

// amended is the standard that an amendment changes; ok is false for every
// other entry.
func (v *standardView) amended() (x value, ok bool) {
	n, err := number.Parse(v.St.Entry.Number)
	if err != nil {
		return value{}, false
	}
	base, ok := n.Amended()
	if !ok {
		return value{}, false
	}
	x.Text = base.String()
	for _, r := range v.Editions {
		if m, err := number.Parse(r.Number); err == nil && m.Key() == base.Key() {
			x.URL = r.URL
		}
	}
	return x, true
}

// refList is a list of standards under a heading.
type refList struct {
	ID, Name, More string
	Rows           []refRow
	Shown          int // without opening the list
}

// How many standards of a list are shown without opening it.
const (
	shownRefs   = 10
	shownBanner = 5
)

// First are the rows that are shown at once.
func (l refList) First() []refRow {
	if len(l.Rows) <= l.Shown+2 { // nobody opens a list for two more
		return l.Rows
	}
	return l.Rows[:l.Shown]
}

// Rest are the rows to open.
func (l refList) Rest() []refRow { return l.Rows[len(l.First()):] }

// List is a list for the template, its name in the page's language.
func (v *standardView) List(id, zh, en string, rows []refRow) refList {
	return v.cut(refList{ID: id, Name: v.L(zh, en), Rows: rows, Shown: shownRefs})
}

// Use is the list of the banner.
func (v *standardView) Use() refList {
	return v.cut(refList{Rows: v.Banner.Use, Shown: shownBanner})
}

func (v *standardView) cut(l refList) refList {
	n := strconv.Itoa(len(l.Rest()))
	l.More = v.L("另有 "+n+" 项", n+" more")
	return l
}

// facts are the rows of the table, by the names and in the order of the
// national portal; what is not known has no row.
func (v *standardView) facts() []fact {
	e, st := v.St.Entry, v.St
	var out []fact
	add := func(zh, en string, values ...value) {
		values = slices.DeleteFunc(values, func(x value) bool { return x.Text == "" && x.Path == nil })
		if len(values) > 0 {
			out = append(out, fact{v.L(zh, en), values})
		}
	}
	text := func(zh, en string, list ...string) {
		var values []value
		for _, s := range list {
			values = append(values, value{Text: strings.TrimSpace(s)})
		}
		add(zh, en, values...)
	}
	source := func(zh, en string, list ...string) { // in the words of the source
		var values []value
		for _, s := range list {
			values = append(values, value{Text: strings.TrimSpace(s), Lang: v.Script(s, st.Country)})
		}
		add(zh, en, values...)
	}
	refs := func(zh, en string, rows []refRow) {
		var values []value
		for _, r := range rows {
			x := value{Text: r.Number, URL: r.URL, Note: r.Degree}
			if !r.Known {
				x.Note = strings.TrimSpace(x.Note + " " + v.L("（目录中没有）", "(not in the catalogue)"))
			}
			values = append(values, x)
		}
		add(zh, en, values...)
	}
	spelt := value{Text: v.Number}
	if v.respelt {
		spelt.Note = v.L("目录写作 ", "in the catalogue: ") + e.Number
	}
	add("标准号", "Number", spelt)
	for _, t := range []struct{ lang, zh, en string }{{"zh", "中文名称", "Title in Chinese"}, {"en", "英文名称", "Title in English"}, {"fr", "法文名称", "Title in French"}, {"ja", "日文名称", "Title in Japanese"}, {"ru", "俄文名称", "Title in Russian"}, {"de", "德文名称", "Title in German"}, {"es", "西班牙文名称", "Title in Spanish"}} {
		add(t.zh, t.en, value{Text: e.Titles[t.lang], Lang: t.lang})
	}
	for _, t := range v.Titles {
		if !slices.Contains([]string{"zh", "en", "fr", "ja", "ru", "de", "es"}, t.Lang) {
			add("名称（"+t.Lang+"）", "Title ("+t.Lang+")", value{Text: t.Text, Lang: langTag(t.Lang)})
		}
	}
	status := value{Text: st.StatusLabel, Status: e.Status.String()}
	if e.StatusRaw != "" && e.StatusRaw != e.Status.Label("zh") && e.StatusRaw != e.Status.Label("en") {
		status.Note = v.L("来源写作 ", "the source says ") + e.StatusRaw
	}
	add("状态", "Status", status)
	if st.Country == "CN" && st.Level != string(number.Group) && st.Level != string(number.Enterprise) {
		nature := v.L("推荐性", "voluntary")
		if st.Mandatory {
			nature = v.L("强制性", "mandatory")
		}
		text("性质", "Nature", nature)
	}
	text("级别", "Level", number.Level(st.Level).Label(v.Lang))
	if st.Body != "" {
		add("代号", "Series", value{Text: st.Body, URL: v.URL("/", "body", st.Body), Note: body.Name(st.Body, v.Lang)})
	}
	text("发布日期", "Published", e.Published.String())
	text("实施日期", "In force from", e.Implemented.String())
	text("废止日期", "Withdrawn on", e.Withdrawn.String())
	text("确认日期", "Reviewed and confirmed", e.Confirmed.String())
	if x, ok := v.amended(); ok {
		add("修改的标准", "Amends", x)
	}
	if e.Status == corpus.StatusDraft {
		refs("拟代替", "Would replace", v.rows("replaces"))
	} else {
		refs("代替", "Replaces", v.rows("replaces"))
	}
	var by, drafts []refRow
	for _, r := range v.rows("replaced_by") {
		if r.Status == corpus.StatusDraft.String() {
			drafts = append(drafts, r)
		} else {
			by = append(by, r)
		}
	}
	refs("被代替", "Replaced by", by)
	refs("拟代替它的草案", "Drafts that would replace it", drafts)
	refs("采用标准", "Adopts", v.rows("adopts"))
	add("ICS 分类", "ICS", v.classes(class.ICS, e.ICS)...)
	add("CCS 分类", "CCS", v.classes(class.CCS, e.CCS)...)
	source("主管部门", "Competent authority", e.CompetentBody)
	source("归口单位", "Committee", e.Committee...)
	if strings.ReplaceAll(e.IssuingBody, "; ", "/") != st.Body { // said by the series
		source("发布单位", "Issued by", e.IssuingBody)
	}
	source("起草单位", "Drafted by", e.Drafters...)
	text("文献类型", "Kind of document", doctypeName(e.Doctype, v.Lang))
	text("文种", "Language", languageNames(e.Language, v.Lang))
	if e.Pages > 0 {
		text("页数", "Pages", strconv.Itoa(e.Pages))
	}
	source("关键词", "Keywords", strings.Join(e.Keywords, v.L("、", ", ")))
	if web(e.URL) {
		add("来源网页", "Page of the source", value{Text: e.URL, Out: e.URL})
	} else {
		text("来源网页", "Page of the source", e.URL)
	}
	text("数据来源", "Source of the data", e.Source)
	return out
}

// classes names the classes of a scheme from the top down, each with a link to
// all that is in it.
func (v *standardView) classes(s class.Scheme, codes []string) []value {
	var out []value
	for _, code := range codes {
		var path []value
		last := ""
		for _, c := range class.Ancestors(s, code) {
			label := class.Label(s, c, v.Lang)
			if label == last {
				label = "" // a class without a name of its own
			} else {
				last = label
			}
			path = append(path, value{Text: strings.TrimSpace(c + " " + label), URL: v.URL("/", s.String(), c)})
		}
		if path == nil {
			out = append(out, value{Text: code})
			continue
		}
		out = append(out, value{Path: path})
	}
	return out
}

// web reports whether an address is one that a browser may be sent to.
func web(u string) bool {
	return (strings.HasPrefix(u, "https://") || strings.HasPrefix(u, "http://")) && !strings.ContainsAny(u, " \"<>\\")
}
