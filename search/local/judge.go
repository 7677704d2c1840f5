package local

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"chabiao/corpus"
	"chabiao/corpus/catalogue"
	"chabiao/corpus/number"
	"chabiao/search"
)

// origin is the way in which a candidate was found.
type origin uint8

const (
	fromExact origin = iota
	fromBase
	fromDual
	fromLoose
	fromSeries
	fromParts
)

// verdict says how one entry answers to a number.
type verdict struct {
	rec        *catalogue.Record
	m          number.Number
	rank       int // less is better
	standing   float64
	kind       string
	explain    string
	successors []string
}

// judge collects the verdicts on the candidates of one number.
type judge struct {
	input string
	n     number.Number
	key   string
	lang  string
	told  incoming
	there bool // the catalogue has the very document, or what the amendment asked for amends
	own   bool // the catalogue has editions under the very letter asked for
	list  []verdict
	years []int // of editions other than the one asked for
}

// Ranks of verdicts. Within a rank, standards in force come first and newer
// ones before older; parts keep their order.
const (
	rankExact = iota
	rankLanguage
	rankSameAmendment // the amendment, its year left out
	rankDual
	rankSameYear    // another letter or joint publisher, the year asked for
	rankAmended     // what the amendment asked for amends
	rankInForce     // no year asked for: the edition in force
	rankLooseForce  // the same under another letter
	rankEdition     // editions
	rankLoose       // editions under another letter
	rankSuccessor   // beside what is not in force: the edition that is
	rankAmendment   // amendments of what was asked for
	rankPart        // parts of what was asked for
	rankUnconcerned // amendments of other editions: left out
)

// add judges a candidate.
func (j *judge) add(rec *catalogue.Record, d found, from origin) {
	m, err := number.Parse(rec.Entry.Number)
	if err != nil {
		return
	}
	v := verdict{rec: rec, m: m, standing: d.key}
	switch from {
	case fromExact:
		v.rank, v.kind = rankExact, search.KindFormat
		if j.input == rec.Entry.Number {
			v.kind = search.KindExact
		}
	case fromBase:
		v.rank, v.kind = rankAmended, search.KindAmendment
		if _, ok := j.n.Amended(); !ok {
			v.rank, v.kind = rankLanguage, search.KindLanguageEdition
		}
	case fromDual:
		v.rank, v.kind = rankDual, search.KindDual
	case fromParts:
		v.rank, v.kind = rankPart, search.KindPartMissing
	default:
		j.own = j.own || from == fromSeries
		j.edition(&v, from == fromSeries)
	}
	if v.rank == rankUnconcerned {
		return
	}
	j.list = append(j.list, v)
}

// edition judges an entry of the same series, or of the series under another
// mandate letter, document type or joint publisher.
func (j *judge) edition(v *verdict, same bool) {
	base, amends := v.m.Amended()
	if amends && v.m.Consolidated() {
		amends = false // the text with its amendments worked in is an edition
	}
	_, askedAmendment := j.n.Amended()
	original, translated := v.m.Untranslated()
	inForce := v.rec.Entry.Status.InForce()
	switch {
	case amends && askedAmendment && sameAmendment(j.n, v.m):
		v.rank, v.kind = rankSameAmendment, search.KindAmendment
	case amends && askedAmendment && sameBase(j.n, v.m):
		v.rank, v.kind = rankAmendment, search.KindAmendment // another change to the same document
	case amends && !askedAmendment && base.Key() == j.key:
		v.rank, v.kind = rankAmendment, search.KindAmendment
	case amends && !askedAmendment && j.n.Year() == 0 && base.SeriesKey() == j.n.SeriesKey():
		v.rank, v.kind = rankAmendment, search.KindAmendment
	case amends:
		v.rank = rankUnconcerned
	case translated && original.Key() == j.key:
		v.rank, v.kind = rankLanguage, search.KindLanguageEdition
	case !same && j.n.Year() == v.m.Year() && j.n.Year() != 0:
		v.rank, v.kind = rankSameYear, search.KindMandate
	case !same && j.n.Year() == 0 && inForce:
		v.rank, v.kind = rankLooseForce, search.KindMandate
	case !same:
		v.rank, v.kind = rankLoose, search.KindMandate
	case !j.n.Dated() && inForce:
		v.rank, v.kind = rankInForce, search.KindYearMissing
	case !j.n.Dated():
		v.rank, v.kind = rankEdition, search.KindYearMissing
	case j.n.Year() != 0 && j.n.Year() == v.m.Year() && !askedAmendment:
		v.rank, v.kind = rankSameYear, search.KindFormat // apart from a month, a language or a mark
	default:
		v.rank, v.kind = rankEdition, search.KindOtherYear
	}
	if !amends && v.m.Year() != 0 && v.m.Year() != j.n.Year() {
		j.years = append(j.years, v.m.Year())
	}
	if v.kind == search.KindMandate && v.m.Body() != j.n.Body() && v.m.Mandate() == j.n.Mandate() && v.m.Type() == j.n.Type() {
		// only the joint publishers differ
		switch {
		case j.n.Year() == 0:
			v.kind = search.KindYearMissing
		case j.n.Year() == v.m.Year():
			v.kind = search.KindFormat
		default:
			v.kind = search.KindOtherYear
		}
	}
}

// sameAmendment reports whether two numbers name the same change to the same
// document, where one leaves out the year of the change or both.
func sameAmendment(a, b number.Number) bool {
	x, y := a.Amendments(), b.Amendments()
	if len(x) != len(y) {
		return false
	}
	baseA, _ := a.Amended()
	baseB, _ := b.Amended()
	p, q := x[len(x)-1], y[len(y)-1]
	ordinal := func(s string) string { return strings.TrimLeft(s, "0") }
	same := baseA.Key() == baseB.Key() || !baseA.Dated() && baseA.SeriesKey() == baseB.SeriesKey()
	return same && p.Kind == q.Kind && ordinal(p.Number) == ordinal(q.Number) && (p.Year == 0 || q.Year == 0 || p.Year == q.Year)
}

// sameBase reports whether two amendments change the same document.
func sameBase(a, b number.Number) bool {
	x, _ := a.Amended()
	y, _ := b.Amended()
	return x.Key() == y.Key()
}

// verdicts are the judgements, best first, each with its sentence. What would
// only drown the answer is left out.
func (j *judge) verdicts() []verdict {
	exact := slices.ContainsFunc(j.list, func(v verdict) bool { return v.rank == rankExact })
	j.there = j.there || slices.ContainsFunc(j.list, func(v verdict) bool { return v.rank == rankExact || v.rank == rankAmended })
	if exact {
		for i := range j.list {
			if r := j.list[i].rank; r == rankEdition || r == rankSameYear || r == rankLooseForce || r == rankLoose {
				j.list[i].rank = rankSuccessor
			}
		}
	}
	if len(j.list) > 0 && !slices.ContainsFunc(j.list, func(v verdict) bool { return v.rank < rankAmendment }) {
		// nothing but parts, or amendments whose standard the catalogue lacks
		slices.SortStableFunc(j.list, func(a, b verdict) int { return a.rank - b.rank })
	} else {
		slices.SortStableFunc(j.list, func(a, b verdict) int {
			return cmp.Or(a.rank-b.rank, cmp.Compare(b.standing, a.standing))
		})
	}
	for i := range j.list {
		v := &j.list[i]
		if i < maxMatches {
			v.successors = j.successors(v)
			v.explain = j.sentence(v)
		}
	}
	return j.list
}

// maxNamed is how many standards an answer names as successors, adopters and
// the like.
const maxNamed = 5

// needsSuccessor reports whether somebody who finds the entry must be told what
// to use instead.
func needsSuccessor(en *corpus.Entry) bool {
	return !en.Status.InForce() && en.Status != corpus.StatusUpcoming && en.Status != corpus.StatusDraft
}

// successors names what replaced a standard that is no longer in force: what
// its entry says, else what other entries say.
func (j *judge) successors(v *verdict) []string {
	en := v.rec.Entry
	if !needsSuccessor(en) {
		return nil
	}
	var out []string
	for _, t := range catalogue.Targets(en) {
		if t.Kind == corpus.ReplacedBy {
			out = append(out, canonical(t.Number))
		}
	}
	if len(out) == 0 {
		for _, key := range mentions(v.m) {
			for _, r := range j.told[key][corpus.Replaces] {
				if r.Row != v.rec.Row && !slices.Contains(out, r.Entry.Number) {
					out = append(out, r.Entry.Number)
				}
			}
		}
	}
	return out[:min(len(out), maxNamed)]
}

func canonical(s string) string {
	if n, err := number.Parse(s); err == nil {
		return n.String()
	}
	return s
}

// say picks the sentence in the language of the answer.
func say(lang, zh, en string) string {
	if lang == "en" {
		return en
	}
	return zh
}

// life says where a standard stands: "GB/T 19001-2008 已被 GB/T 19001-2016 代替".
func (v *verdict) life(lang string) string {
	en := v.rec.Entry
	name := en.Number
	if len(v.successors) > 0 {
		list := strings.Join(v.successors, say(lang, "、", ", "))
		return say(lang, name+" 已被 "+list+" 代替", name+" has been replaced by "+list)
	}
	status := en.Status.Label(lang)
	date := corpus.Date{}
	switch en.Status {
	case corpus.StatusUpcoming:
		date = en.Implemented
	case corpus.StatusWithdrawn, corpus.StatusSuperseded:
		date = en.Withdrawn
	case corpus.StatusUnknown:
		return say(lang, name+" 状态不详", "the status of "+name+" is not known")
	}
	when := ""
	if !date.IsZero() {
		when = say(lang, "（"+date.String()+"）", " ("+date.String()+")")
	}
	switch en.Status {
	case corpus.StatusWithdrawn:
		return say(lang, name+" 已废止"+when, name+" was withdrawn"+when)
	case corpus.StatusSuperseded:
		return say(lang, name+" 已被代替"+when, name+" has been superseded"+when)
	case corpus.StatusDraft:
		return say(lang, name+" 为草案", name+" is a draft")
	}
	return say(lang, name+" "+status+when, name+" is "+strings.ToLower(status)+when)
}

// sentence says why an entry is an answer.
func (j *judge) sentence(v *verdict) string {
	life := v.life(j.lang)
	asked := j.n.String()
	switch v.kind {
	case search.KindExact:
		return say(j.lang, life+"。", life+".")
	case search.KindFormat:
		if v.rec.Key != j.key {
			return say(j.lang, "同年的文件 "+v.rec.Entry.Number+"；"+life+"。", "the document of that year is "+v.rec.Entry.Number+"; "+life+".")
		}
		return say(j.lang, "即 "+v.rec.Entry.Number+"；"+life+"。", "this is "+v.rec.Entry.Number+"; "+life+".")
	case search.KindLanguageEdition:
		return say(j.lang, "同一标准的其他语种版本；"+life+"。", "the same standard in another language; "+life+".")
	case search.KindDual:
		return say(j.lang, "双编号："+v.rec.Entry.Number+" 与 "+asked+" 为同一文件；"+life+"。", "dual number: "+v.rec.Entry.Number+" and "+asked+" are one document; "+life+".")
	case search.KindAmendment:
		return j.amendmentSentence(v, life)
	case search.KindYearMissing:
		return say(j.lang, "未写年份；"+life+"。", "no year given; "+life+".")
	case search.KindOtherYear:
		if v.rank == rankSuccessor {
			return say(j.lang, "现行版本："+life+"。", "the edition in force: "+life+".")
		}
		if j.there { // the catalogue has the document itself
			return say(j.lang, "其他版本："+life+"。", "another edition: "+life+".")
		}
		if j.n.Year() == 0 {
			return say(j.lang, "目录中没有 "+asked+"；"+life+"。", "the catalogue has no "+asked+"; "+life+".")
		}
		return say(j.lang, fmt.Sprintf("目录中没有 %d 年版；%s。", j.n.Year(), life), fmt.Sprintf("no %d edition in the catalogue; %s.", j.n.Year(), life))
	case search.KindMandate:
		return j.mandateSentence(v, life)
	}
	return say(j.lang, asked+" 分为若干部分；"+life+"。", asked+" has parts; "+life+".")
}

func (j *judge) amendmentSentence(v *verdict, life string) string {
	asked := j.n.String()
	switch v.rank {
	case rankSameAmendment:
		return say(j.lang, "即 "+v.rec.Entry.Number+"；"+life+"。", "this is "+v.rec.Entry.Number+"; "+life+".")
	case rankAmended:
		return say(j.lang, "目录中没有 "+asked+"；它修改的是："+life+"。", "the catalogue has no "+asked+"; what it amends: "+life+".")
	}
	if _, other := j.n.Amended(); other {
		return say(j.lang, "同一标准的另一修改："+life+"。", "another change to the same standard: "+life+".")
	}
	return say(j.lang, "对 "+asked+" 的修改；"+life+"。", "amends "+asked+"; "+life+".")
}

// conversion is the year in which 1,077 mandatory national standards became
// recommended ones and kept number and year (announcement 2017 No. 7 of SAC).
const conversion = 2017

func (j *judge) mandateSentence(v *verdict, life string) string {
	asked, name := j.n.String(), v.rec.Entry.Number
	if j.n.Family() == "GB" && v.m.Family() == "GB" && j.n.Year() == v.m.Year() && j.n.Year() != 0 && j.n.Year() <= conversion {
		switch {
		case j.n.Mandate() == "" && v.m.Mandate() == "T" && alwaysRecommended(v.rec.Entry):
			// of a standard that had the letter before: nobody took it off
		case j.n.Mandate() == "" && v.m.Mandate() == "T":
			return say(j.lang, fmt.Sprintf("强制性标准 %s 于 %d 年转为推荐性，现为 %s；%s。", asked, conversion, name, life),
				fmt.Sprintf("mandatory %s became recommended in %d: it is now %s; %s.", asked, conversion, name, life))
		case j.n.Mandate() == "T" && v.m.Mandate() == "":
			return say(j.lang, fmt.Sprintf("目录中仍为强制性编号 %s（一批强制性国家标准于 %d 年转为推荐性）；%s。", name, conversion, life),
				fmt.Sprintf("the catalogue still has it under the mandatory number %s (many became recommended in %d); %s.", name, conversion, life))
		}
	}
	if v.m.Type() != j.n.Type() || (v.m.Mandate() == "Z") != (j.n.Mandate() == "Z") {
		return say(j.lang, "文件种类不同："+life+"。", "another type of document: "+life+".")
	}
	if j.own || j.there {
		return say(j.lang, "标准性质代号不同："+life+"。", "another mandate letter: "+life+".")
	}
	return say(j.lang, fmt.Sprintf("标准性质代号不同，目录中没有 %s；%s。", asked, life), fmt.Sprintf("another mandate letter: the catalogue has no %s; %s.", asked, life))
}

// alwaysRecommended reports whether the edition that a standard replaces was
// recommended already: then its number has not changed its letter in 2017.
func alwaysRecommended(en *corpus.Entry) bool {
	for _, r := range en.Replaces {
		if n, err := number.Parse(r); err == nil && n.Family() == "GB" {
			return n.Mandate() == "T"
		}
	}
	return false
}
