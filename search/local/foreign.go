package local

import (
	"fmt"
	"slices"
	"strings"

	"chabiao/corpus/catalogue"
	"chabiao/corpus/class"
	seg "chabiao/corpus/segment"
	"chabiao/indexer/schema"
	"chabiao/search"
)

// textMatch says why an entry was found that answers to words: by words of its
// own, of another language, or of an entry that adopts it.
func (p *prepared) textMatch(d *found, from map[uint32]*catalogue.Record, lang string) search.Match {
	if a, ok := p.adopterOf(d); ok && from[a.row()] != nil {
		by := from[a.row()]
		return search.Match{Kind: search.MatchAdoption, Via: by.Entry.Number, Explain: adoptionSentence(by, a.series, lang)}
	}
	if in := p.inClass(d.r, d.doc); len(in) > 0 {
		return search.Match{Kind: search.MatchClass, Explain: classSentence(in, lang)}
	}
	if words := p.translated(d.r, d.doc); len(words) > 0 {
		return search.Match{Kind: search.MatchTranslation, Explain: translationSentence(words, lang)}
	}
	return search.Match{Kind: search.MatchText}
}

// across reports whether what means the same as a word is in another script.
func across(u *seg.Unit, a *seg.Alternative) bool { return u.Ideographic != a.Ideographic }

// translated tells by which words of another language a document was found, each
// behind the word that was asked for; none if it has any of these in their own.
func (p *prepared) translated(r *reader, doc uint32) []string {
	var out []string
	for i := range p.lists[r] {
		u, l := &p.words[i], p.lists[r][i]
		if u.Optional || !l.any.Contains(doc) {
			continue
		}
		if l.own.Contains(doc) {
			return nil
		}
		by := ""
		for k := range u.Also {
			if !r.says(doc, u.Also[k].Terms) {
				continue
			}
			if !across(u, &u.Also[k]) {
				return nil
			}
			if by == "" { // the surest
				by = u.Text + " = " + u.Also[k].Text
			}
		}
		if by != "" { // else by its class
			out = append(out, by)
		}
	}
	return out
}

// inClass tells by which classes a document was found that has none of the
// words asked for, in any language; none if it has one.
func (p *prepared) inClass(r *reader, doc uint32) []class.Ref {
	var out []class.Ref
	for i := range p.lists[r] {
		u, l := &p.words[i], p.lists[r][i]
		if u.Optional || !l.any.Contains(doc) {
			continue
		}
		if l.own.Contains(doc) || slices.ContainsFunc(u.Also, func(a seg.Alternative) bool { return r.says(doc, a.Terms) }) {
			return nil
		}
		for _, ref := range u.Classes {
			if !slices.Contains(out, ref) {
				if docs, err := r.docs(facetField[ref.Scheme.String()], ref.Code); err == nil && docs.Contains(doc) {
					out = append(out, ref)
				}
			}
		}
	}
	return out
}

// classSentence says by which classes an entry was found.
func classSentence(in []class.Ref, lang string) string {
	var names []string
	for _, ref := range in {
		names = append(names, strings.ToUpper(ref.Scheme.String())+" "+ref.Code+" "+class.Label(ref.Scheme, ref.Code, lang))
	}
	if lang == "en" {
		return "Found by its class: " + strings.Join(names, "; ") + "."
	}
	return "按所属分类找到：" + strings.Join(names, "；") + "。"
}

// says reports whether a document has all the terms in one text field.
func (r *reader) says(doc uint32, terms []string) bool {
	for _, field := range schema.TextFields {
		if saidOneWay(field) {
			continue
		}
		has := 0
		for _, term := range terms {
			if docs, err := r.docs(field, term); err != nil || !docs.Contains(doc) {
				break
			}
			has++
		}
		if has == len(terms) {
			return true
		}
	}
	return false
}

// translationSentence says by which words an entry was found.
func translationSentence(words []string, lang string) string {
	if lang == "en" {
		return "Found by words of another language: " + strings.Join(words, "; ") + "."
	}
	return "按另一种语言的词找到：" + strings.Join(words, "；") + "。"
}

// adoptionSentence says which entry led to one that it adopts.
func adoptionSentence(by *catalogue.Record, series, lang string) string {
	stated := series
	for _, a := range by.Entry.Adopts {
		for _, n := range schema.Adopted(a.Number) {
			if n.SeriesKey() == series {
				stated = strings.TrimSpace(a.Number + " " + string(a.Degree))
			}
		}
	}
	title := by.Entry.Title(lang)
	if lang == "en" {
		return fmt.Sprintf("Found by the title of %s (%s), which adopts %s.", by.Entry.Number, title, stated)
	}
	return fmt.Sprintf("按 %s《%s》的题名找到，该标准采用 %s。", by.Entry.Number, title, stated)
}
