package sample

import (
	"slices"
	"strconv"

	"chabiao/corpus"
)

// series is one standard: its parts, each with its editions.
type series struct {
	family   *family
	serial   int
	heading  heading
	parts    []partSeries
	ics, ccs []string
	catalogued
}

// catalogued says what the catalogue has of a series beside the titles of its
// body's first language.
type catalogued struct {
	english bool // English titles of a Chinese standard
	chinese bool // Chinese titles of a foreign one
	second  bool // English titles of a body that writes in another language
	third   bool // titles in further languages
}

// partSeries is a part, or the standard where it has none: its title and the
// cluster's entries for its editions, oldest first.
type partSeries struct {
	part     part
	title    title
	years    []int
	editions []int
}

// standard makes a cluster: a standard with everything that belongs to it.
func (g *generator) standard(f *family) {
	g.clear()
	s := g.newSeries(f)
	for _, p := range g.parts(f) {
		ps := partSeries{part: p, years: g.years(f)}
		if len(s.parts) > 0 && g.dice.percent(60) {
			ps.years = s.parts[0].years // parts often come out together
		}
		if p.main == 0 {
			ps.title = g.whole(f, &s.heading)
		} else {
			ps.title = g.partTitle(&s.heading, p)
		}
		g.editions(s, &ps)
		s.parts = append(s.parts, ps)
	}
	if len(s.parts) > 1 && g.dice.percent(20) {
		g.undivided(s)
	}
	g.adoptions(s)
	g.amendments(s)
	g.draft(s)
}

// single makes a cluster of one entry.
func (g *generator) single(f *family) {
	g.clear()
	s := g.newSeries(f)
	ps := partSeries{years: g.years(f)[:1], title: g.whole(f, &s.heading)}
	g.editions(s, &ps)
}

func (g *generator) newSeries(f *family) *series {
	d, t := g.dice, g.topic(f)
	return &series{
		family: f, serial: g.serial(f), heading: g.newHeading(f, t), catalogued: g.catalogued(),
		ics: []string{t.ics[d.below(len(t.ics))]}, ccs: []string{t.ccs[d.below(len(t.ccs))]},
	}
}

func (g *generator) catalogued() catalogued {
	d := g.dice
	return catalogued{english: d.percent(60), chinese: d.percent(35), second: d.percent(70), third: d.percent(60)}
}

// parts draws the parts that a standard comes in.
func (g *generator) parts(f *family) []part {
	d, chance := g.dice, 5
	switch f.style {
	case styleISO, styleIEC, styleEN:
		chance = 14
	}
	if f.in("T") || f.in("JJ") {
		chance = 1
	}
	if !f.style.parted() || f.in("JJ") || !d.percent(chance) {
		return []part{{}}
	}
	n := 2
	for n < 12 && d.percent(62) {
		n++
	}
	out := make([]part, n)
	for i := range out {
		out[i] = part{main: i + 1}
		// As IEC 60335-2: particular requirements, numbered below a part.
		if f.style == styleIEC && i >= 2 && n > 5 {
			out[i] = part{main: 2, sub: i - 1}
		}
	}
	return out
}

// years draws the years of a standard's editions, oldest first. All are drawn
// alike, so that the years of all entries follow the table.
func (g *generator) years(f *family) []int {
	d := g.dice
	n := 1
	for _, chance := range []int{32, 38, 33, 33} {
		if !d.percent(chance) {
			break
		}
		n++
	}
	years := make([]int, 0, n)
	for range n {
		year := 0
		for range 6 {
			if year = g.words.years[g.words.byYear.draw(d)]; year >= f.since {
				break
			}
		}
		if year < f.since {
			year = f.since + d.below(int(today.Year)-f.since)
		}
		years = append(years, year)
	}
	slices.Sort(years)
	// Two years at least from one edition to the next.
	kept := years[:1]
	for _, y := range years[1:] {
		if y >= kept[len(kept)-1]+2 {
			kept = append(kept, y)
		}
	}
	return kept
}

// editions adds the editions of a part and links them.
func (g *generator) editions(s *series, ps *partSeries) {
	f := s.family
	older := ""
	if f.prefix == "GB/T" && g.dice.percent(20) {
		older = "GB" // mandatory once
	}
	for i, year := range ps.years {
		date := g.published(f, year)
		n := numbering{prefix: f.prefix, glued: f.glued, style: f.style, serial: s.serial, part: ps.part, edition: i + 1, date: date}
		if older != "" && i+1 < len(ps.years) && year < 2003 {
			n.prefix = older
		}
		t := ps.title
		if i+1 < len(ps.years) && ps.part.main == 0 && g.dice.percent(20) {
			t = g.whole(f, &s.heading) // editions do change their titles
		}
		number, confirmed := n.String(), corpus.Date{}
		if f.style == styleASTM && i+1 == len(ps.years) && year < int(today.Year)-6 && g.dice.percent(25) {
			// Reapproved: ASTM D20001-10(2016)
			confirmed.Year = int16(min(year+5+g.dice.below(6), int(today.Year)-1))
			number += "(" + confirmed.String() + ")"
		}
		e := g.entry(s, f, number, t, date)
		e.Confirmed = confirmed
		ps.editions = append(ps.editions, g.add(f, e))
	}
	g.chain(ps.editions)
}

// undivided adds the edition from before a standard was divided into parts,
// which its parts replace, all or some of them.
func (g *generator) undivided(s *series) {
	f, first := s.family, 9999
	for _, ps := range s.parts {
		first = min(first, ps.years[0])
	}
	year := first - 4 - g.dice.below(8)
	if year < f.since || f.style == styleETSI {
		return
	}
	date := g.published(f, year)
	n := numbering{prefix: f.prefix, glued: f.glued, style: f.style, serial: s.serial, edition: 1, date: date}
	old := g.add(f, g.entry(s, f, n.String(), g.whole(f, &s.heading), date))
	e := &g.cluster[old]
	heirs := s.parts
	if g.dice.percent(40) {
		heirs = heirs[:1+g.dice.below(len(heirs)-1)]
	}
	var latest corpus.Date
	for _, ps := range heirs {
		heir := &g.cluster[ps.editions[0]]
		heir.Replaces = append(heir.Replaces, e.Number)
		e.ReplacedBy = append(e.ReplacedBy, heir.Number)
		if in := inForce(heir); in.Compare(latest) > 0 {
			latest = in
		}
	}
	e.Status, e.Withdrawn = corpus.StatusSuperseded, latest
	if len(heirs) < len(s.parts) || latest.Compare(today) > 0 {
		e.Status, e.Withdrawn = corpus.StatusPartlySuperseded, corpus.Date{}
	}
}

// amendments adds amendments and corrigenda to some editions.
func (g *generator) amendments(s *series) {
	f := s.family
	chance := map[style]int{styleCN: 1, styleISO: 9, styleIEC: 12, styleEN: 7}[f.style]
	for _, ps := range s.parts {
		for i, at := range ps.editions {
			if !g.dice.percent(chance) || g.cluster[at].Status == corpus.StatusUpcoming {
				continue
			}
			end := int(today.Year)
			if i+1 < len(ps.years) {
				end = ps.years[i+1]
			}
			year, corrigendum := ps.years[i], f.style != styleCN && g.dice.percent(20)
			for no := 1; no <= 3; no++ {
				if year += 1 + g.dice.below(3); year > end {
					break
				}
				base := g.cluster[at]
				number := amended(base.Number, f.style, corrigendum, no, year)
				if number == "" {
					break
				}
				e := g.entry(s, f, number, ps.title.amendment(strconv.Itoa(no), corrigendum), g.published(f, year))
				e.Abstracts, e.References = nil, []string{base.Number}
				e.Status, e.Withdrawn = base.Status, base.Withdrawn
				if e.Status == corpus.StatusCurrent && e.Implemented.Compare(today) > 0 {
					e.Status = corpus.StatusUpcoming
				}
				if e.Withdrawn.Compare(e.Published) < 0 {
					e.Withdrawn = corpus.Date{}
				}
				g.add(f, e)
				if !g.dice.percent(25) {
					break
				}
			}
		}
	}
}

// draft adds the next edition in the making to some international and
// European standards: its number has no year yet.
func (g *generator) draft(s *series) {
	prefix := map[string]string{"ISO": "ISO/DIS", "EN": "prEN"}[s.family.prefix]
	if prefix == "" || !g.dice.percent(4) {
		return
	}
	ps := s.parts[0]
	n := numbering{prefix: prefix, style: s.family.style, serial: s.serial, part: ps.part}
	date := g.published(s.family, int(today.Year))
	e := g.entry(s, s.family, n.String(), ps.title, date)
	e.Status, e.Published = corpus.StatusDraft, corpus.Date{}
	g.add(s.family, e)
}
