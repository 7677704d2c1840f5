package sample

import "chabiao/corpus"

// adoptions adds the standards that adopt an international or a European one.
func (g *generator) adoptions(s *series) {
	d := g.dice
	var european *series
	switch s.family.prefix {
	case "ISO", "ISO/IEC", "IEC":
		if d.percent(45) {
			european = g.adopt(s, "EN", func(year int) string {
				switch {
				case s.family.prefix != "IEC":
					return "EN " + s.family.prefix
				case year >= 2018:
					return "EN IEC" // EN alone before
				}
				return "EN"
			}, 1)
		}
		if d.percent(40) {
			g.adopt(s, "GB/T", nil, 7)
		}
		if d.percent(6) {
			g.adopt(s, "GOST R", func(int) string { return "GOST R " + s.family.prefix }, 5)
		}
		if d.percent(6) {
			g.adopt(s, "KS B", func(int) string { return "KS B " + s.family.prefix }, 5)
		}
	case "EN":
		european = s
	case "ISO/TR", "ISO/TS", "IEC TR":
		if d.percent(30) {
			g.adopt(s, "GB/Z", nil, 6)
		}
	}
	if european == nil {
		return
	}
	source := "EN"
	if s != european {
		source = "EN " + s.family.prefix
	}
	for _, by := range []struct {
		family, prefix string
		chance         int
	}{{"DIN", "DIN ", 80}, {"BS", "BS ", 75}, {"NF A", "NF ", 42}} {
		if d.percent(by.chance) {
			prefix := func(year int) string {
				if source == "EN IEC" && year < 2018 {
					return by.prefix + "EN"
				}
				return by.prefix + source
			}
			g.adopt(european, by.family, prefix, 1)
		}
	}
}

// adopt adds a standard that follows another edition by edition, each at most
// lag years later. Without a prefix it gets a serial of its own; with one it
// keeps that of the other.
func (g *generator) adopt(from *series, name string, prefix func(year int) string, lag int) *series {
	d, f := g.dice, g.families.named[name]
	s := &series{family: f, serial: from.serial, heading: from.heading, ics: from.ics, ccs: from.ccs, catalogued: g.catalogued()}
	st := f.style
	if prefix == nil {
		s.serial = g.serial(f)
	} else {
		st = from.family.style // GOST R ISO 1-1-2016 keeps ISO's hyphen
		if st == styleISO || st == styleIEC {
			st = styleEN
		}
		if f.in("GOST") {
			st = styleDash
		}
	}
	for _, source := range from.parts {
		ps := partSeries{part: source.part, title: source.title}
		last := 0
		for i, at := range source.editions {
			year := source.years[i] + d.below(lag+1)
			if year <= last || year > int(today.Year) || d.percent(8) {
				continue
			}
			date := g.published(f, year)
			if of := g.cluster[at].Published; date.Compare(of) < 0 {
				date = of // nobody adopts what is not out yet
				if f.chinese() && date.Day == 0 {
					date.Day = 28
				}
			}
			last = int(date.Year) + 1
			n := numbering{prefix: f.prefix, style: st, serial: s.serial, part: ps.part, edition: i + 1, date: date}
			if prefix != nil {
				n.prefix = prefix(year)
			}
			e := g.entry(s, f, n.String(), ps.title, date)
			e.Adopts = []corpus.Adoption{{Number: g.cluster[at].Number, Degree: g.degree(f, year)}}
			ps.years, ps.editions = append(ps.years, year), append(ps.editions, g.add(f, e))
		}
		if len(ps.editions) > 0 {
			g.chain(ps.editions)
			s.parts = append(s.parts, ps)
		}
	}
	return s
}

// degree draws how closely a standard follows what it adopts.
func (g *generator) degree(f *family, year int) corpus.Degree {
	switch r := g.dice.below(100); {
	case f.in("GB") && year < 2001:
		return []corpus.Degree{corpus.IDT, corpus.EQV, corpus.EQV, corpus.NEQ}[r%4]
	case !f.in("GB") || r < 58:
		return corpus.IDT
	case r < 90:
		return corpus.MOD
	}
	return corpus.NEQ
}
