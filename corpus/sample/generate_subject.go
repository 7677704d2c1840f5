package sample

import "strconv"

// subject is what a standard is about.
type subject struct {
	topic    *topic
	zh, en   string
	noun     phrase
	keywords []phrase
}

// newSubject draws a subject of a topic and dresses it up: with modifiers, a
// use, a type, a second subject or a place, so that titles are as varied and
// as long as real ones.
func (g *generator) newSubject(f *family, t *topic) subject {
	d := g.dice
	noun := t.subjects[t.bySubject.draw(d)]
	if t.is('x') && t.letter() == 'G' && d.percent(12) {
		noun = g.compound()
	}
	long := d.percent(8) // a tail of titles twice as long as most
	s := subject{topic: t, zh: noun.zh, en: noun.en, noun: noun, keywords: []phrase{noun}}
	if long || d.percent(13) {
		for range 1 + d.below(2) {
			more := t.subjects[t.bySubject.draw(d)]
			if len(s.keywords) == 1 && more != noun {
				s.zh, s.en = s.zh+"和"+more.zh, s.en+" and "+more.en
			} else if len(s.keywords) == 2 && more != noun && more != s.keywords[1] {
				s.zh, s.en = noun.zh+"、"+s.keywords[1].zh+"和"+more.zh, noun.en+", "+s.keywords[1].en+" and "+more.en
			} else {
				continue
			}
			s.keywords = append(s.keywords, more)
		}
	}
	chance := 66
	if long {
		chance = 100
	}
	for ; len(t.mods) > 0 && d.percent(chance); chance /= 2 {
		m := t.mods[t.byMod.draw(d)]
		s.zh, s.en = m.zh+s.zh, m.en+" "+s.en
		s.keywords = append(s.keywords, m)
	}
	if t.is('p') && d.percent(3) {
		code := g.typeCode()
		s.zh, s.en = code+"型"+s.zh, "type "+code+" "+s.en
	}
	if (t.is('p') || t.is('e')) && (long || d.percent(24)) {
		use := g.words.uses[g.byUse.draw(d)]
		s.zh, s.en = use.zh+"用"+s.zh, s.en+" for "+use.en
		s.keywords = append(s.keywords, use)
	}
	if f.chinese() {
		g.locate(f, &s)
	}
	return s
}

// locate names a place in a subject: local standards do so at times, products
// of geographical indication always.
func (g *generator) locate(f *family, s *subject) {
	d, t := g.dice, s.topic
	at := f.place
	switch {
	case (t.is('c') || t.is('f') || t.letter() == 'X') && d.percent(3):
		if at == nil {
			at = &g.words.places[g.words.byPlace.draw(d)]
		}
		s.zh, s.en = "地理标志产品 "+at.short.zh+s.zh, "product of geographical indication - "+at.short.en+" "+s.en
	case at != nil && f.in("DB") && d.percent(9):
		s.zh, s.en = at.name.zh+s.zh, s.en+" in "+at.name.en
	}
}

// typeCode is a designation such as ZGC-200, for the long tail of words.
func (g *generator) typeCode() string {
	var b []byte
	for range 1 + g.dice.below(3) {
		b = append(b, "ABCDFGHJKLMQRSTXYZ"[g.dice.below(18)])
	}
	if g.dice.percent(60) {
		b = append(b, '-')
	}
	return string(strconv.AppendInt(b, int64(1+g.dice.below(160))*5, 10))
}

var (
	substituents = []phrase{
		{"甲基", "methyl"}, {"乙基", "ethyl"}, {"丙基", "propyl"}, {"丁基", "butyl"}, {"氯", "chloro"}, {"溴", "bromo"}, {"氟", "fluoro"},
		{"硝基", "nitro"}, {"氨基", "amino"}, {"羟基", "hydroxy"}, {"甲氧基", "methoxy"}, {"苯基", "phenyl"}, {"乙酰基", "acetyl"}, {"氰基", "cyano"},
	}
	parents = []phrase{
		{"苯胺", "aniline"}, {"苯酚", "phenol"}, {"苯甲酸", "benzoic acid"}, {"吡啶", "pyridine"}, {"甲苯", "toluene"}, {"萘", "naphthalene"},
		{"苯甲醛", "benzaldehyde"}, {"咪唑", "imidazole"}, {"喹啉", "quinoline"}, {"噻吩", "thiophene"}, {"己酸", "hexanoic acid"}, {"丁醇", "butanol"},
		{"丙酸", "propionic acid"}, {"苯磺酸", "benzenesulfonic acid"}, {"苯乙酮", "acetophenone"}, {"蒽醌", "anthraquinone"},
	}
)

// compound makes up the name of an organic compound: names that few titles
// share, as real catalogues have by the thousand.
func (g *generator) compound() phrase {
	d := g.dice
	parent, first := parents[d.below(len(parents))], substituents[d.below(len(substituents))]
	at := 2 + d.below(3)
	name := strconv.Itoa(at) + "-"
	p := phrase{name + first.zh, name + first.en}
	if second := substituents[d.below(len(substituents))]; second != first && d.percent(50) {
		name = "-" + strconv.Itoa(at+1+d.below(3)) + "-"
		p = phrase{p.zh + name + second.zh, p.en + name + second.en}
	}
	return phrase{p.zh + parent.zh, p.en + parent.en}
}
