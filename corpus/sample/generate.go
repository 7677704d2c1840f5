package sample

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"

	"chabiao/corpus"
)

// Source is the mark of a synthetic entry.
const Source = "chabiao synthetic"

// firstSerial keeps synthetic numbers above real ones, so that a synthetic
// catalogue adds to a real one and does not change it.
const firstSerial = 100000

// today decides what is upcoming. It is fixed: same seed, same bytes.
var today = corpus.Date{Year: 2026, Month: 11, Day: 1}

// Generate writes n synthetic entries as JSON Lines. The families of numbers,
// the years, the endings of titles and the shares of statuses are those of a
// real catalogue; standards come with older editions, parts, amendments and
// the international standards that they adopt. Equal n and seed give equal
// bytes. Numbers are unique.
func Generate(w io.Writer, n int, seed uint64) error {
	g := &generator{rng: rand.New(rand.NewPCG(seed, 0x6368616269616f)), v: words(), serials: make(map[string]int), out: bufio.NewWriterSize(w, 1<<18), left: n}
	for g.left > 0 {
		if err := g.standard(); err != nil {
			return err
		}
	}
	return g.out.Flush()
}

type generator struct {
	rng     *rand.Rand
	v       *vocabulary
	serials map[string]int
	out     *bufio.Writer
	left    int
}

// one is true once in n.
func (g *generator) one(n int) bool { return g.rng.IntN(n) == 0 }

// zipf draws an index below n, the first ones most often.
func (g *generator) zipf(n int) int {
	x := g.rng.Float64()
	return int(float64(n) * x * x)
}

func (g *generator) emit(e *corpus.Entry) error {
	if g.left <= 0 {
		return nil
	}
	g.left--
	e.Source = Source
	b, err := e.MarshalJSON()
	if err != nil {
		return err
	}
	_, err = g.out.Write(append(b, '\n'))
	return err
}

// standard writes one standard with all that belongs to it.
func (g *generator) standard() error {
	prefix := g.v.prefixes[g.v.byPrefix.draw(g.rng.IntN(g.v.byPrefix.total()))]
	s := g.newSubject()
	serial := g.serial(prefix)
	parts := 1
	if g.one(8) {
		parts = 2 + g.rng.IntN(5)
	}
	for part := 1; part <= parts; part++ {
		p := 0
		if parts > 1 {
			p = part
		}
		if err := g.editions(prefix, serial, p, s); err != nil {
			return err
		}
	}
	return nil
}

// serial gives the next number of a prefix.
func (g *generator) serial(prefix string) int {
	n := g.serials[prefix]
	if n == 0 {
		n = firstSerial
	}
	n += 1 + g.rng.IntN(3)
	g.serials[prefix] = n
	return n
}

// subject is what a standard is about.
type subject struct {
	zh, en   string
	ics, ccs []string
	end      phrase
}

func (g *generator) newSubject() subject {
	t := &g.v.topics[g.zipf(len(g.v.topics))]
	what := t.subjects[g.zipf(len(t.subjects))]
	s := subject{end: endings[g.zipf(len(endings))], ics: []string{t.ics[g.rng.IntN(len(t.ics))]}, ccs: []string{t.ccs[g.rng.IntN(len(t.ccs))]}}
	zh, en := what.zh, what.en
	if g.one(2) {
		m := modifiers[g.rng.IntN(len(modifiers))]
		zh, en = m.zh+zh, strings.TrimSpace(m.en+" "+en)
	}
	if g.one(6) { // a longer one: a second subject
		other := t.subjects[g.rng.IntN(len(t.subjects))]
		zh, en = zh+"与"+other.zh, en+" and "+other.en
	}
	if g.one(25) {
		zh = regions[g.rng.IntN(len(regions))] + "地区" + zh
	}
	s.zh, s.en = zh, strings.ToUpper(en[:1])+en[1:]
	return s
}

// titles writes a standard's titles.
func (s subject) titles(part int, name phrase) (zh, en string) {
	zh, en = s.zh+s.end.zh, s.en+" - "+s.end.en
	if s.end.before {
		en = s.end.en + " - " + s.en
	}
	if part > 0 {
		zh, en = fmt.Sprintf("%s 第%d部分：%s", zh, part, name.zh), fmt.Sprintf("%s - Part %d: %s", en, part, name.en)
	}
	return zh, en
}

// format writes a number as its body does.
func format(prefix string, serial, part, year int) string {
	dash, colon := "-", ":"
	switch prefix {
	case "ISO", "IEC", "ISO/IEC", "EN", "DIN EN ISO", "DIN", "BS EN", "NF EN", "KS":
	case "JIS":
		prefix = "JIS " + string(rune('A'+serial%17))
	case "ASTM":
		if part > 0 {
			serial = serial*10 + part
		}
		return fmt.Sprintf("ASTM %c%d-%02d", 'A'+serial%7, serial, year%100)
	default:
		dash, colon = ".", "-"
	}
	if part > 0 {
		return fmt.Sprintf("%s %d%s%d%s%d", prefix, serial, dash, part, colon, year)
	}
	return fmt.Sprintf("%s %d%s%d", prefix, serial, colon, year)
}

func chinese(prefix string) bool {
	switch prefix {
	case "ISO", "IEC", "ISO/IEC", "EN", "DIN EN ISO", "DIN", "BS EN", "NF EN", "ASTM", "JIS", "IEEE", "ANSI", "ASME", "KS", "GOST":
		return false
	}
	return true
}

// editions writes the editions of one number, oldest first, its amendment and
// what it adopts.
func (g *generator) editions(prefix string, serial, part int, s subject) error {
	years := []int{g.v.years[g.v.byYear.draw(g.rng.IntN(g.v.byYear.total()))]}
	for len(years) < 4 && g.rng.IntN(100) < 38 {
		older := years[0] - 4 - g.rng.IntN(9)
		if older < 1960 || prefix == "ASTM" && years[len(years)-1]-older >= 90 {
			break
		}
		years = append([]int{older}, years...)
	}
	name := partNames[g.rng.IntN(len(partNames))]
	withEnglish := !chinese(prefix) || g.rng.IntN(100) < 60
	var before string
	for i, year := range years {
		e := g.entry(prefix, serial, part, year, s, name, withEnglish)
		if before != "" {
			e.Replaces = []string{before}
		}
		if i+1 < len(years) {
			next := format(prefix, serial, part, years[i+1])
			e.Status, e.ReplacedBy = corpus.StatusSuperseded, []string{next}
			if g.one(3) {
				e.Status = corpus.StatusWithdrawn
			}
			e.Withdrawn = g.date(years[i+1])
		} else {
			g.stand(e)
			if prefix == "GB/T" && g.one(4) {
				adopted, degree, err := g.adopted(serial, part, year, s, name)
				if err != nil {
					return err
				}
				e.Adopts = []corpus.Adoption{{Number: adopted, Degree: degree}}
			}
		}
		before = e.Number
		if err := g.emit(e); err != nil {
			return err
		}
		if i+1 == len(years) && g.one(40) {
			if err := g.emit(g.amendment(e, prefix, year)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (g *generator) entry(prefix string, serial, part, year int, s subject, name phrase, withEnglish bool) *corpus.Entry {
	zh, en := s.titles(part, name)
	e := &corpus.Entry{Number: format(prefix, serial, part, year), Titles: map[string]string{}, Published: g.date(year), ICS: s.ics}
	if chinese(prefix) {
		e.Titles["zh"] = zh
		e.CCS = s.ccs
		e.Language = []string{"zh"}
		e.Implemented = g.later(e.Published)
		if g.one(2) {
			e.IssuingBody = "国家标准化管理委员会"
		}
	} else {
		e.Language = []string{"en"}
		e.IssuingBody, _, _ = strings.Cut(prefix, " ")
	}
	if withEnglish {
		e.Titles["en"] = en
	}
	if g.one(10) {
		if chinese(prefix) {
			e.Abstracts = map[string]string{"zh": "本文件规定了" + s.zh + "的要求、试验方法、检验规则以及标志、包装、运输和贮存。本文件适用于" + s.zh + "的生产、检验和使用。"}
		} else {
			e.Abstracts = map[string]string{"en": "This document specifies requirements and test methods for " + strings.ToLower(s.en) + ". It applies to design, production and inspection."}
		}
	}
	if g.one(6) {
		e.Keywords = []string{s.zh, s.end.zh}
		if !chinese(prefix) {
			e.Keywords = []string{s.en, s.end.en}
		}
	}
	return e
}

// stand gives the newest edition its status.
func (g *generator) stand(e *corpus.Entry) {
	switch r := g.rng.IntN(100); {
	case e.Implemented.Compare(today) > 0 || e.Published.Compare(today) > 0:
		e.Status = corpus.StatusUpcoming
	case r < 14:
		e.Status = corpus.StatusWithdrawn
		e.Withdrawn = g.date(min(int(e.Published.Year)+5, 2025))
		if e.Withdrawn.Compare(e.Published) < 0 {
			e.Withdrawn = corpus.Date{}
		}
	case r < 20:
		e.Status = corpus.StatusUnknown
	default:
		e.Status = corpus.StatusCurrent
	}
}

// adopted writes an international standard with the same subject, for a
// Chinese one to adopt.
func (g *generator) adopted(serial, part, year int, s subject, name phrase) (string, corpus.Degree, error) {
	prefix := "ISO"
	if g.one(3) {
		prefix = "IEC"
	}
	e := g.entry(prefix, g.serial(prefix), part, year-1-g.rng.IntN(5), s, name, true)
	g.stand(e)
	degree := []corpus.Degree{corpus.IDT, corpus.IDT, corpus.MOD, corpus.MOD, corpus.NEQ}[g.rng.IntN(5)]
	if year < 2001 && g.one(2) {
		degree = corpus.EQV
	}
	return e.Number, degree, g.emit(e)
}

func (g *generator) amendment(of *corpus.Entry, prefix string, year int) *corpus.Entry {
	year = min(year+1+g.rng.IntN(4), 2026)
	number, zh, en := fmt.Sprintf("%s/XG1-%d", of.Number, year), "《%s》第1号修改单", "%s - Amendment 1"
	if !chinese(prefix) {
		number = fmt.Sprintf("%s/Amd 1:%d", of.Number, year)
	}
	e := &corpus.Entry{Number: number, Titles: map[string]string{}, Published: g.date(year), Status: of.Status, ICS: of.ICS, CCS: of.CCS, Language: of.Language}
	if t := of.Titles["zh"]; t != "" {
		e.Titles["zh"] = fmt.Sprintf(zh, t)
	}
	if t := of.Titles["en"]; t != "" {
		e.Titles["en"] = fmt.Sprintf(en, t)
	}
	return e
}

// date is a day of a year.
func (g *generator) date(year int) corpus.Date {
	return corpus.Date{Year: int16(year), Month: uint8(1 + g.rng.IntN(12)), Day: uint8(1 + g.rng.IntN(28))}
}

// later is the first of a month some half a year behind a date.
func (g *generator) later(d corpus.Date) corpus.Date {
	month := int(d.Month) + 3 + g.rng.IntN(7)
	return corpus.Date{Year: d.Year + int16((month-1)/12), Month: uint8((month-1)%12 + 1), Day: 1}
}
