package sample

import (
	"slices"
	"strings"

	"chabiao/corpus"
)

// entry fills in an entry but for its status and relations.
func (g *generator) entry(s *series, f *family, number string, t title, published corpus.Date) corpus.Entry {
	d, topic := g.dice, s.heading.subject.topic
	e := corpus.Entry{Number: number, Published: published, Source: Source}
	e.Titles = make(map[string]string, 2)
	for l, text := range t {
		if text != "" && g.speaks(s, f, language(l)) {
			e.Titles[languageCodes[l]] = text
		}
	}
	if len(e.Titles) == 0 {
		e.Titles["en"] = t[en]
	}
	e.ICS = s.ics
	if f.chinese() {
		e.CCS = s.ccs
		e.Implemented = g.later(published)
		if d.percent(6) {
			e.Published = corpus.Date{Year: published.Year}
		}
	} else if d.percent(60) {
		e.CCS = s.ccs
	}
	e.Language = spoken(f)
	g.bodies(s, f, &e, topic)
	if d.percent(45) {
		e.Pages = 4 + d.below(20)*(1+d.below(6))
	}
	if d.percent(12) {
		e.Keywords = keywords(&s.heading.subject, f)
	}
	if d.percent(10) {
		g.abstract(s, f, &e)
	}
	if d.percent(6) && g.total > len(g.recent) {
		for range 1 + d.below(4) {
			if other := g.recent[d.below(len(g.recent))]; !slices.Contains(e.References, other) {
				e.References = append(e.References, other)
			}
		}
	}
	return e
}

// speaks says whether an entry has its title in a language: its body's own,
// English or Chinese where the catalogue has a translation.
func (g *generator) speaks(s *series, f *family, l language) bool {
	switch {
	case f.chinese():
		return l == zh || l == en && s.english
	case l == zh:
		return s.chinese
	}
	switch slices.Index(f.languages, l) {
	case -1:
		return false
	case 0:
		return true
	}
	return l == en && s.second || l != en && s.third
}

var (
	spokenZH = []string{"zh"}
	spokenEN = []string{"en"}
	spokenBy = map[language][]string{fr: {"fr"}, de: {"de"}, ja: {"ja"}, ru: {"ru"}}
)

// spoken is the language of a family's texts.
func spoken(f *family) []string {
	switch first := f.languages[0]; first {
	case zh:
		return spokenZH
	case en:
		return spokenEN
	default:
		return spokenBy[first]
	}
}

// bodies says who issued, keeps and drafted a standard.
func (g *generator) bodies(s *series, f *family, e *corpus.Entry, t *topic) {
	d := g.dice
	e.IssuingBody = issuer(f, int(e.Published.Year))
	if d.percent(15) && f.chinese() {
		e.IssuingBody = "" // sources leave it out
	}
	if !f.chinese() {
		if (f.in("ISO") || f.in("IEC") || f.in("EN")) && d.percent(70) {
			e.Committee = []string{shares[f.share].name + "/" + t.committees[1]}
			if f.in("EN") {
				e.Committee[0] = "CEN/" + t.committees[1]
			}
		}
		return
	}
	if f.in("IND") {
		e.CompetentBody = f.body
	}
	if !f.in("T") && !f.in("DB") && d.percent(50) {
		e.Committee = []string{t.committees[0]}
	}
	if d.percent(22) {
		for range 2 + d.below(5) {
			e.Drafters = append(e.Drafters, g.organization(f))
		}
	}
}

// issuer is the body that issues a family's standards; the authority over
// national and local ones has changed its name.
func issuer(f *family, year int) string {
	switch {
	case f.in("GB") && f.body == "" || f.in("JJ"):
		switch {
		case year < 1998:
			return "国家技术监督局"
		case year < 2001:
			return "国家质量技术监督局"
		case year < 2018:
			return "中华人民共和国国家质量监督检验检疫总局、中国国家标准化管理委员会"
		}
		return "国家市场监督管理总局、国家标准化管理委员会"
	case f.in("DB") && year < 2018:
		return f.place.quality
	case f.in("DB"):
		return f.place.bureau
	}
	return f.body
}

// organization makes up a drafting organization.
func (g *generator) organization(f *family) string {
	d, at := g.dice, f.place
	if at == nil || d.percent(30) {
		at = &g.words.places[g.words.byPlace.draw(d)]
	}
	return at.short.zh + g.words.fields[d.below(len(g.words.fields))].zh + g.words.orgs[d.below(len(g.words.orgs))].zh
}

func keywords(s *subject, f *family) []string {
	var out []string
	for _, k := range s.keywords {
		word := k.zh
		if !f.chinese() {
			word = k.en
		}
		if len(out) < 5 && !slices.Contains(out, word) {
			out = append(out, word)
		}
	}
	return out
}

// abstract writes what the scope of a standard says.
func (g *generator) abstract(s *series, f *family, e *corpus.Entry) {
	d, sub := g.dice, &s.heading.subject
	var what [4]phrase
	for i := range what {
		what[i] = g.words.rest[d.below(len(g.words.rest))]
		for i > 0 && what[i] == what[i-1] {
			what[i] = g.words.rest[d.below(len(g.words.rest))]
		}
	}
	if len(sub.topic.props) > 0 && d.percent(60) {
		what[1] = sub.topic.props[d.below(len(sub.topic.props))]
	}
	use := g.words.uses[g.byUse.draw(d)]
	var b strings.Builder
	if f.chinese() {
		document := "本标准"
		if e.Published.Year >= 2020 {
			document = "本文件"
		}
		for _, part := range []string{document, "规定了", sub.zh, "的", what[0].zh, "、", what[1].zh, "、", what[2].zh, "和", what[3].zh, "。", document, "适用于", use.zh, "领域", sub.zh, "的设计、生产、检验和使用，其他场合可参照执行。"} {
			b.WriteString(part)
		}
		e.Abstracts = map[string]string{"zh": b.String()}
		return
	}
	for _, part := range []string{"This document specifies ", lower(what[0].en), ", ", lower(what[1].en), ", ", lower(what[2].en), " and ", lower(what[3].en), " for ", sub.en,
		". It is applicable to ", sub.noun.en, " intended for ", use.en, " and to the organizations that design, produce, test and use them. It does not deal with transitional arrangements for products placed on the market before its publication."} {
		b.WriteString(part)
	}
	e.Abstracts = map[string]string{"en": b.String()}
}
