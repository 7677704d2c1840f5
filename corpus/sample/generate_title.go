package sample

import "strings"

// title is a title by language; an empty one is not given.
type title [languageCount]string

// heading writes the titles of one standard and of its parts.
type heading struct {
	subject subject
	area    phrase        // the field that the title names first, if any
	poly    [2]polyphrase // noun and use, where the title is in several languages
	polyUse bool
}

func (g *generator) newHeading(f *family, t *topic) heading {
	h := heading{subject: g.newSubject(f, t)}
	// "道路车辆 电动汽车用…": the head of the topic leads many titles.
	if area := t.subjects[g.dice.below(4)]; !f.in("JJ") && area != h.subject.noun && g.dice.percent(23) {
		h.area = area
	}
	if len(f.languages) > 1 && len(t.nouns) > 0 && g.dice.percent(70) {
		h.poly[0] = t.nouns[g.dice.below(len(t.nouns))]
		if g.dice.percent(55) {
			h.poly[1], h.polyUse = g.words.polyUses[g.dice.below(len(g.words.polyUses))], true
		}
		h.subject = subject{topic: t, zh: h.poly[0][zh], en: h.poly[0][en], noun: phrase{h.poly[0][zh], h.poly[0][en]}}
		h.subject.keywords = []phrase{h.subject.noun}
	}
	return h
}

// whole is the title of a standard that has no parts.
func (g *generator) whole(f *family, h *heading) title {
	if h.poly[0][zh] != "" {
		return g.polyTitle(h, part{})
	}
	var t title
	switch s := &h.subject; {
	case f.in("JJ"):
		e := g.words.measuring[0]
		if f.prefix != "JJG" {
			e = g.words.measuring[1]
			if g.dice.percent(20) {
				e = g.words.measuring[g.words.byMeasuring.draw(g.dice)]
			}
		}
		t[zh], t[en] = s.zh+e.zh, e.around(s.en)
	case s.topic.is('x') && g.dice.percent(26), s.topic.letter() == 'C' && s.topic.is('c') && g.dice.percent(15):
		t = g.determination(s)
	case len(s.topic.props) > 0 && g.dice.percent(12):
		t = g.property(s)
	default:
		t = g.ended(s)
	}
	return h.led(t)
}

// led puts the area before a title.
func (h *heading) led(t title) title {
	t[en] = capital(t[en])
	if h.area.zh != "" {
		t[zh], t[en] = h.area.zh+" "+t[zh], capital(h.area.en)+" - "+t[en]
	}
	return t
}

// ended is a subject with an ending, and at times an activity between them.
func (g *generator) ended(s *subject) title {
	d := g.dice
	e := s.topic.ends[s.topic.byEnd.draw(d)]
	name, english := s.zh, s.en
	if e.activity && len(s.topic.acts) > 0 && d.percent(45) {
		act := s.topic.acts[d.below(len(s.topic.acts))]
		name, english = name+act.zh, act.around(english)
		// "数控机床 安装要求" has its space before the activity or none.
		return title{zh: name + strings.TrimPrefix(e.zh, " "), en: e.around(english)}
	}
	if e.bare && len(name) < 5*len("字") {
		e = s.topic.ends[s.topic.byEnd.draw(d)] // 煤 alone is no title
	}
	if e.bare {
		return title{zh: name, en: english}
	}
	return title{zh: name + e.zh, en: e.around(english)}
}

// determination is the title of a chemical test.
func (g *generator) determination(s *subject) title {
	d := g.dice
	what, how := g.analyte(s), g.words.methods[g.byMethod.draw(d)]
	switch d.below(5) {
	case 0:
		return title{zh: s.zh + "中" + what.zh + "的测定", en: "Determination of " + what.en + " in " + s.en}
	case 1:
		return title{zh: s.zh + " " + what.zh + "含量的测定 " + how.zh, en: s.en + " - Determination of " + what.en + " content - " + how.en}
	case 2:
		return title{zh: s.zh + "化学分析方法 " + what.zh + "含量的测定 " + how.zh, en: "Methods for chemical analysis of " + s.en + " - Determination of " + what.en + " content - " + how.en}
	case 3:
		return title{zh: s.zh + "中" + what.zh + "的检测方法", en: "Method for detection of " + what.en + " in " + s.en}
	}
	return title{zh: s.zh + "中" + what.zh + "的测定 " + how.zh, en: "Determination of " + what.en + " in " + s.en + " - " + how.en}
}

// analyte draws what is determined, sometimes two of them.
func (g *generator) analyte(s *subject) phrase {
	d := g.dice
	if d.percent(15) {
		return g.compound()
	}
	what := g.words.analytes[g.byAnalyte.draw(d)]
	s.keywords = append(s.keywords, what)
	if other := g.words.analytes[g.byAnalyte.draw(d)]; other != what && d.percent(18) {
		return phrase{what.zh + "和" + other.zh, what.en + " and " + other.en}
	}
	return what
}

// property is the title of a test of a property.
func (g *generator) property(s *subject) title {
	what := s.topic.props[g.dice.below(len(s.topic.props))]
	s.keywords = append(s.keywords, what)
	switch g.dice.below(4) {
	case 0:
		return title{zh: s.zh + what.zh + "试验方法", en: "Test method for " + what.en + " of " + s.en}
	case 1:
		return title{zh: s.zh + " " + what.zh + "测试方法", en: s.en + " - Test method for " + what.en}
	case 2:
		return title{zh: s.zh + what.zh + "测定方法", en: "Method for determination of " + what.en + " of " + s.en}
	}
	return title{zh: s.zh + " " + what.zh + "的测定", en: s.en + " - Determination of " + what.en}
}

// partTitle is the title of one part. The first part is a general one.
func (g *generator) partTitle(h *heading, p part) title {
	if h.poly[0][zh] != "" {
		return g.polyTitle(h, p)
	}
	d, s := g.dice, &h.subject
	var name phrase
	switch {
	case p.main == 1 && p.sub == 0:
		name = g.words.first[d.below(len(g.words.first))]
	case d.percent(25):
		other := s.topic.subjects[s.topic.bySubject.draw(d)]
		name = phrase{other.zh, capital(other.en)}
	case s.topic.is('x') && d.percent(60):
		what, how := g.analyte(s), g.words.methods[g.byMethod.draw(d)]
		name = phrase{what.zh + "含量的测定 " + how.zh, "Determination of " + what.en + " content - " + how.en}
	case len(s.topic.props) > 0 && d.percent(35):
		what := s.topic.props[d.below(len(s.topic.props))]
		name = phrase{what.zh + "的测定", "Determination of " + what.en}
	default:
		name = g.words.rest[d.below(len(g.words.rest))]
	}
	no := p.String()
	return h.led(title{zh: s.zh + " 第" + no + "部分：" + name.zh, en: s.en + " - Part " + no + ": " + name.en})
}

// polyTitle writes a title in all languages.
func (g *generator) polyTitle(h *heading, p part) title {
	end, noun, use := g.words.polyEnds[g.dice.below(len(g.words.polyEnds))], h.poly[0], h.poly[1]
	if h.polyUse {
		noun[zh] = use[zh] + "用" + noun[zh]
		noun[en] += " for " + use[en]
		noun[fr] += " pour " + use[fr]
		noun[de] += " für " + use[de]
		noun[ja] = use[ja] + "用" + noun[ja]
		noun[ru] += " для " + use[ru]
	}
	before := title{zh: " ", en: " - ", fr: " - ", de: " - ", ja: "－", ru: ". "}
	if p.main > 0 {
		no := p.String()
		before = title{
			zh: " 第" + no + "部分：", en: " - Part " + no + ": ", fr: " - Partie " + no + ": ",
			de: " - Teil " + no + ": ", ja: "－第" + no + "部：", ru: ". Часть " + no + ". ",
		}
	}
	var t title
	for l := range t {
		t[l] = capital(noun[l]) + before[l] + end[l]
	}
	return t
}

// amendment is the title of the first, second … amendment to a standard.
func (t title) amendment(no string, corrigendum bool) title {
	what := title{zh: "第" + no + "号修改单", en: "Amendment " + no, fr: "Amendement " + no, de: "Änderung " + no, ja: "追補" + no, ru: "Изменение " + no}
	if corrigendum {
		what = title{zh: "第" + no + "号技术勘误", en: "Technical Corrigendum " + no, fr: "Rectificatif technique " + no, de: "Berichtigung " + no, ja: "正誤票" + no, ru: "Поправка " + no}
	}
	var out title
	for l, s := range t {
		if s == "" {
			continue
		}
		switch language(l) {
		case zh:
			out[l] = "《" + s + "》" + what[l]
		case ja:
			out[l] = s + "（" + what[l] + "）"
		case ru:
			out[l] = s + ". " + what[l]
		default:
			out[l] = s + " - " + what[l]
		}
	}
	return out
}
