package sample

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed gen_bodies.tsv
var bodiesTable string

// share says how many entries of a thousand are of one level or body.
type share struct {
	name     string
	thousand int
}

// shares are those of a national resource centre: a fifth national standards,
// two fifths other Chinese ones, the rest international and foreign.
var shares = []share{
	{"GB", 200}, {"IND", 150}, {"DB", 120}, {"T", 80}, {"JJ", 30},
	{"ISO", 66}, {"IEC", 38}, {"ITU", 9}, {"EN", 42}, {"ETSI", 12},
	{"DIN", 56}, {"BS", 48}, {"NF", 28}, {"ASTM", 34}, {"JIS", 22},
	{"ANSI", 8}, {"IEEE", 6}, {"ASME", 5}, {"GOST", 18}, {"KS", 10},
	{"SAE", 8}, {"API", 3}, {"AS", 4}, {"UL", 3},
}

// family is a prefix of numbers: how its body numbers standards, which topics
// it has and in which languages it writes.
type family struct {
	share     int // index in shares
	prefix    string
	glued     bool // no space before the serial
	style     style
	first     int // first serial
	scope     int // families of one scope never use one serial twice
	topics    weights
	body      string // who issues; for national standards it depends on the year
	place     *place // of local standards and associations
	languages []language
	since     int // no editions before this year
}

func (f *family) chinese() bool { return f.languages[0] == zh }

func (f *family) in(name string) bool { return shares[f.share].name == name }

// families lists all families by share.
type families struct {
	list   []family
	by     [][]*family // by share
	weight []weights
	scopes []int // first serial of every scope
	named  map[string]*family
}

var allFamilies = sync.OnceValue(func() *families {
	v, fs := words(), &families{named: make(map[string]*family)}
	index, scopes := make(map[string]int), make(map[string]int)
	for i, s := range shares {
		index[s.name] = i
	}
	var each []int
	add := func(shareName string, weight int, f family) {
		f.share = index[shareName]
		scope, _, _ := strings.Cut(strings.TrimPrefix(f.prefix, "T/"), "/")
		if !f.chinese() && f.style != styleJIS && f.style != styleASTM && !f.glued {
			scope = shareName
		}
		id, ok := scopes[scope]
		if !ok {
			id = len(fs.scopes)
			scopes[scope] = id
			fs.scopes = append(fs.scopes, f.first)
		}
		f.scope = id
		fs.list = append(fs.list, f)
		each = append(each, weight)
	}
	eachLine(bodiesTable, func(c []string) {
		f := family{style: styles[c[3]], first: integer(c[4]), topics: v.pool(c[5]), body: c[6], since: 1964}
		f.prefix, f.glued = strings.CutSuffix(c[2], "+")
		for code := range strings.FieldsSeq(c[7]) {
			for l, known := range languageCodes {
				if code == known {
					f.languages = append(f.languages, language(l))
				}
			}
		}
		switch c[0] {
		case "T":
			f.since = 2014
		case "EN", "ETSI":
			f.since = 1985
		}
		add(c[0], integer(c[1]), f)
	})
	local, chinese := v.pool("cn"), []language{zh}
	for i := range v.places {
		p := &v.places[i]
		f := family{prefix: "DB" + p.code + "/T", style: styleCN, first: 10000, topics: local, place: p, languages: chinese, since: 1985}
		add("DB", 10+p.weight*92, f)
		if len(p.code) > 2 {
			continue
		}
		f.prefix = "DB" + p.code
		add("DB", 10+p.weight*8, f)
		for _, field := range v.fields {
			add("T", 3, family{prefix: "T/" + p.abbr + field.abbr + "A", style: styleCN, first: 20000, topics: local, place: p, body: p.name.zh + field.zh + "行业协会", languages: chinese, since: 2015})
		}
	}
	fs.by, fs.weight = make([][]*family, len(shares)), make([]weights, len(shares))
	for i := range fs.list {
		f := &fs.list[i]
		fs.by[f.share] = append(fs.by[f.share], f)
		fs.weight[f.share].add(each[i])
		fs.named[f.prefix] = f
	}
	return fs
})

// pool weighs all topics for a family.
func (v *vocabulary) pool(spec string) weights {
	weight := make([]int, len(v.topics))
	for _, token := range strings.Fields(spec) {
		for i := range v.topics {
			t := &v.topics[i]
			switch token {
			case "m":
				if t.is('m') {
					weight[i] += 1000
				}
			case "*":
				weight[i] += v.byLetter(t, &v.letters)
			case "cn":
				// Half by the sample, which leans to classes A to C, half even-handed.
				weight[i] += v.byLetter(t, &v.lettersCN) + v.byLetter(t, &v.letters)
			default:
				for _, code := range t.ccs {
					if strings.HasPrefix(code, token) {
						weight[i] += 1000
						break
					}
				}
			}
		}
	}
	var out weights
	for i, w := range weight {
		if spec != "m" && v.topics[i].is('m') {
			w /= 5 // measuring instruments are for metrology
		}
		out.add(w)
	}
	return out
}

// byLetter is a topic's part of its letter's weight, per million.
func (v *vocabulary) byLetter(t *topic, letters *[256]int) int {
	total, same := 0, 0
	for _, w := range letters {
		total += w
	}
	for i := range v.topics {
		if v.topics[i].letter() == t.letter() {
			same++
		}
	}
	return letters[t.letter()] * 1_000_000 / total / same
}
