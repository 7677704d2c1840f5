package sample

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

//go:embed gen_subjects.tsv
var subjectsTable string

//go:embed gen_words.tsv
var wordsTable string

//go:embed gen_endings.tsv
var endingsTable string

//go:embed gen_polyglot.tsv
var polyglotTable string

//go:embed gen_places.tsv
var placesTable string

//go:embed gen_distributions.tsv
var distributionsTable string

// phrase is a piece of a title in both languages.
type phrase struct{ zh, en string }

// pattern is a phrase with a place for the subject: Chinese goes behind it,
// English around it.
type pattern struct {
	zh            string
	before, after string
	bare          bool // the subject alone
	activity      bool // may follow an activity such as 安装
}

func (p pattern) around(en string) string { return p.before + en + p.after }

// topic is a group of subjects, with the words and classes that go with them.
type topic struct {
	kinds      string
	ccs, ics   []string
	subjects   []phrase
	bySubject  weights
	mods       []phrase
	byMod      weights
	acts       []pattern
	props      []phrase
	ends       []pattern
	byEnd      weights
	nouns      []polyphrase
	committees [2]string // Chinese, international
}

func (t *topic) is(kind byte) bool { return strings.IndexByte(t.kinds, kind) >= 0 }

func (t *topic) letter() byte { return t.ccs[0][0] }

// language indexes the languages of a title.
type language int

const (
	zh language = iota
	en
	fr
	de
	ja
	ru
	languageCount
)

var languageCodes = [languageCount]string{"zh", "en", "fr", "de", "ja", "ru"}

// polyphrase is a piece of a title in all languages.
type polyphrase [languageCount]string

// place is a province or a city.
type place struct {
	code, abbr      string
	name, short     phrase
	weight          int
	bureau, quality string // its authority since 2018, and before
}

// organization is the trade or the kind of an institution.
type organization struct{ zh, abbr string }

type vocabulary struct {
	topics                               []topic
	uses, analytes, methods, first, rest []phrase
	polyUses, polyEnds                   []polyphrase
	places                               []place
	byPlace                              weights
	fields, orgs                         []organization
	years                                []int
	byYear                               weights
	letters, lettersCN                   [256]int
	measuring                            []pattern // endings of metrology
	byMeasuring                          weights
}

// words is the vocabulary, read once from the embedded tables.
var words = sync.OnceValue(func() *vocabulary {
	v := &vocabulary{}
	v.readSubjects()
	v.readWords()
	v.readEndings()
	v.readPolyglot()
	v.readPlaces()
	v.readDistributions()
	return v
})

// eachLine gives the cells of every line of a table but comments.
func eachLine(table string, do func(cells []string)) {
	for line := range strings.Lines(table) {
		if line = strings.TrimRight(line, "\r\n"); line != "" && line[0] != '#' {
			do(strings.Split(line, "\t"))
		}
	}
}

// integer reads a weight of the embedded tables, which are right.
func integer(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		panic("sample: " + err.Error())
	}
	return n
}

func (v *vocabulary) readSubjects() {
	eachLine(subjectsTable, func(c []string) {
		if c[0] == "@" {
			v.topics = append(v.topics, topic{kinds: c[1], ccs: strings.Fields(c[2]), ics: strings.Fields(c[3])})
			return
		}
		t := &v.topics[len(v.topics)-1]
		t.subjects = append(t.subjects, phrase{c[0], c[1]})
	})
	for i := range v.topics {
		t := &v.topics[i]
		t.bySubject = zipf(len(t.subjects))
		n, first := strconv.Itoa(601+i), t.subjects[0]
		t.committees = [2]string{"全国" + first.zh + "标准化技术委员会（SAC/TC " + n + "）", "TC " + n + " " + capital(first.en)}
	}
}

// matching calls do for the topics that a column of kinds names.
func (v *vocabulary) matching(kinds string, do func(t *topic)) {
	for i := range v.topics {
		if t := &v.topics[i]; kinds == "*" || strings.ContainsAny(t.kinds, kinds) {
			do(t)
		}
	}
}

func (v *vocabulary) readWords() {
	lists := map[string]*[]phrase{"use": &v.uses, "analyte": &v.analytes, "method": &v.methods, "first": &v.first, "part": &v.rest}
	eachLine(wordsTable, func(c []string) {
		p := phrase{c[3], c[4]}
		switch c[0] {
		case "mod":
			// A Chinese "industrial" suits a machine and not a crop: the general
			// modifiers are those of products.
			kinds := c[1]
			if kinds == "*" {
				kinds = "pm"
			}
			v.matching(kinds, func(t *topic) {
				t.mods = append(t.mods, p)
				t.byMod.add(integer(c[2]))
			})
		case "act":
			v.matching(c[1], func(t *topic) { t.acts = append(t.acts, newPattern(p, "")) })
		case "prop":
			v.matching(c[1], func(t *topic) { t.props = append(t.props, p) })
		case "field":
			v.fields = append(v.fields, organization{c[3], c[5]})
		case "org":
			v.orgs = append(v.orgs, organization{zh: c[3]})
		default:
			*lists[c[0]] = append(*lists[c[0]], p)
		}
	})
}

// newPattern reads an ending: manner "b" is bare, "s" stands after a space.
func newPattern(p phrase, manner string) pattern {
	out := pattern{zh: p.zh, bare: strings.Contains(manner, "b"), activity: strings.Contains(manner, "a")}
	if strings.Contains(manner, "s") {
		out.zh = " " + p.zh
	}
	out.before, out.after, _ = strings.Cut(p.en, "~")
	return out
}

func (v *vocabulary) readEndings() {
	eachLine(endingsTable, func(c []string) {
		p, weight := newPattern(phrase{c[3], c[4]}, c[2]), integer(c[1])
		if c[0] == "m" {
			v.measuring = append(v.measuring, p)
			v.byMeasuring.add(weight)
			return
		}
		v.matching(c[0], func(t *topic) {
			t.ends = append(t.ends, p)
			t.byEnd.add(weight)
		})
	})
}

func (v *vocabulary) readPolyglot() {
	eachLine(polyglotTable, func(c []string) {
		p := polyphrase(c[2:8])
		switch c[0] {
		case "noun":
			for i := range v.topics {
				if t := &v.topics[i]; t.ccs[0] == c[1] {
					t.nouns = append(t.nouns, p)
				}
			}
		case "use":
			v.polyUses = append(v.polyUses, p)
		case "end":
			v.polyEnds = append(v.polyEnds, p)
		}
	})
}

func (v *vocabulary) readPlaces() {
	eachLine(placesTable, func(c []string) {
		p := place{code: c[0], name: phrase{c[1], c[2]}, abbr: c[3], weight: integer(c[4])}
		p.short = p.name
		for _, s := range []string{"壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "省", "市"} {
			p.short.zh = strings.TrimSuffix(p.short.zh, s)
		}
		for _, s := range []string{" Province", " Zhuang Autonomous Region", " Hui Autonomous Region", " Uygur Autonomous Region", " Autonomous Region"} {
			p.short.en = strings.TrimSuffix(p.short.en, s)
		}
		p.bureau, p.quality = c[1]+"市场监督管理局", c[1]+"质量技术监督局"
		v.places = append(v.places, p)
		v.byPlace.add(p.weight)
	})
}

func (v *vocabulary) readDistributions() {
	eachLine(distributionsTable, func(c []string) {
		switch weight := integer(c[2]); c[0] {
		case "year":
			v.years = append(v.years, integer(c[1]))
			v.byYear.add(weight)
		case "letter":
			v.letters[c[1][0]] = weight
		case "letter-cn":
			v.lettersCN[c[1][0]] = weight
		}
	})
}

// capital writes the first letter large.
func capital(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if !unicode.IsLower(r) {
		return s
	}
	return string(unicode.ToUpper(r)) + s[size:]
}

// lower undoes capital, but for words such as PCR.
func lower(s string) string {
	if len(s) > 1 && s[1] >= 'a' && s[1] <= 'z' {
		return strings.ToLower(s[:1]) + s[1:]
	}
	return s
}
