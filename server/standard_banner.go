package server

import (
	"slices"
	"strings"

	"chabiao/corpus"
	"chabiao/search"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// banner stands on top of the page of a standard that may not simply be worked
// to.
type banner struct {
	Class string // of the colour: a status
	Text  string
	Lead  string   // before the standards to use
	Use   []refRow // what to work to
	After string
}

// banner says what a reader must know before anything else; nil of a standard
// that is in force and stays so.
func (v *standardView) banner() *banner {
	if b := v.doubt(); b != nil {
		return b
	}
	e := v.St.Entry
	b := &banner{Class: e.Status.String()}
	for _, ref := range v.St.UseInstead {
		b.Use = append(b.Use, v.row(ref))
	}
	date := func(d corpus.Date, zh, en string) string {
		if d.IsZero() {
			return ""
		}
		return v.L(strings.ReplaceAll(zh, "DATE", d.String()), strings.ReplaceAll(en, "DATE", d.String()))
	}
	switch e.Status {
	case corpus.StatusCurrent:
		next := v.successors(corpus.StatusUpcoming)
		if len(next) == 0 {
			return nil
		}
		b.Class, b.Use = corpus.StatusUpcoming.String(), next
		b.Text = v.L("现行；将被代替。", "In force; to be replaced.")
		b.Lead = v.L("即将实施：", "To come into force: ")
	case corpus.StatusUpcoming:
		b.Text = v.L("即将实施", "Not in force yet") + date(e.Implemented, "，自 DATE 起实施。", "; it comes into force on DATE.")
		if e.Implemented.IsZero() {
			b.Text += v.L("。", ".")
		}
		b.Lead = v.L("在此之前仍用：", "Until then use ")
	case corpus.StatusSuperseded:
		b.Text = v.L("已被代替，不再现行。", "Superseded: no longer in force.")
	case corpus.StatusWithdrawn:
		b.Text = v.L("已废止", "Withdrawn") + date(e.Withdrawn, "（DATE）", " on DATE") + v.L("，不再现行。", ": no longer in force.")
	case corpus.StatusPartlySuperseded:
		b.Text = v.L("部分被代替：其余部分仍现行。", "Partly superseded: the rest is still in force.")
		b.Lead = v.L("另见：", "See also ")
	case corpus.StatusDraft:
		b.Text = v.L("这是草案，不是已发布的标准。", "This is a draft, not a published standard.")
	default:
		if len(b.Use) == 0 {
			return nil
		}
		b.Text = v.L("目录没有说明它是否现行。", "The catalogue does not say whether it is in force.")
		b.Lead = v.L("它之后有：", "After it came ")
	}
	if b.Lead == "" && len(b.Use) > 0 {
		b.Lead = v.L("现在应使用：", "Use now: ")
	}
	over := e.Status == corpus.StatusSuperseded || e.Status == corpus.StatusWithdrawn
	switch {
	case over && len(b.Use) == 0 && len(v.St.Lineage.Links) > 0 && v.hasSuccessor():
		b.After = v.L("代替它的标准也已不再现行，目录中没有现行的后继标准。", "What replaced it is no longer in force either; the catalogue has no successor in force.")
	case over && len(b.Use) == 0:
		b.After = v.L("目录中没有代替它的标准。", "The catalogue knows no standard that replaces it.")
	case over && len(b.Use) > 1:
		b.After = v.L("内容分入多项标准，请核对适用范围。", "Its content went into several standards; check which applies.")
	}
	if over && len(b.Use) > 0 && !v.successionStated() {
		b.After = strings.TrimSpace(b.After + v.L("", " ") + v.unstated())
	}
	return b
}

// unstated says where a replacement comes from that no source states.
func (v *standardView) unstated() string {
	return v.L("来源没有写明代替关系，这里按同一标准号的较新版本给出。", "No source states the replacement; it is a later edition of the same number. ")
}

// hasSuccessor reports whether a link leads from the standard to a newer one.
func (v *standardView) hasSuccessor() bool {
	l := &v.St.Lineage
	for _, link := range l.Links {
		if link.From == l.Self {
			return true
		}
	}
	return false
}

// successionStated reports whether a source names what replaced the standard.
func (v *standardView) successionStated() bool {
	l := &v.St.Lineage
	for _, link := range l.Links {
		if link.From == l.Self && link.Stated {
			return true
		}
	}
	return false
}

// successors are the standards that replace this one and have one of the
// statuses.
func (v *standardView) successors(statuses ...corpus.Status) []refRow {
	var out []refRow
	for _, n := range v.life.Next {
		if s, ok := corpus.ParseStatus(n.Status); ok && slices.Contains(statuses, s) {
			out = append(out, v.next(n))
		}
	}
	return out
}

// next is a successor with the day from which one to come is in force.
func (v *standardView) next(n search.Successor) refRow {
	row := v.row(n.Ref)
	if n.Status == corpus.StatusUpcoming.String() && !n.Begins.IsZero() {
		row.Date = v.L(n.Begins.String()+" 起实施", "in force from "+n.Begins.String())
	}
	return row
}

// langTag is a language code of a source as HTML may name it; "" where it is
// none.
func langTag(code string) string {
	if t, err := language.Parse(code); err == nil {
		return t.String()
	}
	return ""
}

// LanguageName names a language for the reader.
func (v *standardView) LanguageName(code string) string {
	return languageNames([]string{code}, v.Lang)
}

// languageNames names languages for a reader.
func languageNames(codes []string, lang string) string {
	namer := display.Chinese.Tags()
	if lang == "en" {
		namer = display.English.Tags()
	}
	var out []string
	for _, c := range codes {
		name := ""
		if t, err := language.Parse(c); err == nil {
			name = namer.Name(t)
		}
		if name == "" {
			name = c
		}
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	if lang == "en" {
		return strings.Join(out, ", ")
	}
	return strings.Join(out, "、")
}
