package corpus

import (
	"encoding/json"
	"maps"
	"slices"
)

// Entry is one catalogue entry (标准题录): what the catalogue knows of one
// standard. Only Number is required. The zero value of any other field means
// that the source said nothing.
type Entry struct {
	Number    string            // as printed: "GB/T 19001-2016"
	Titles    map[string]string // by language: "zh", "en", "fr" …
	Abstracts map[string]string // by language; "" where the source named none

	Status    Status
	StatusRaw string // the source's own word, where it is not Status's code

	Published   Date
	Implemented Date
	Withdrawn   Date
	Confirmed   Date

	Replaces   []string
	ReplacedBy []string
	Adopts     []Adoption
	References []string

	ICS []string
	CCS []string

	IssuingBody   string
	CompetentBody string
	Committee     []string
	Drafters      []string

	Doctype  string
	Language []string
	Keywords []string
	Pages    int
	URL      string
	Source   string

	// Extra holds what the source gave and this format has no key for, each
	// value as JSON, so that an export gives it back.
	Extra map[string]json.RawMessage
}

// Adoption says that an entry adopts another standard, and how closely.
type Adoption struct {
	Number string `json:"number"`
	Degree Degree `json:"degree,omitempty"`
}

// Degree is the degree of adoption as ISO/IEC Guide 21-1 and GB/T 1.2 name
// it: IDT, MOD or NEQ; older catalogues say EQV. A word of a source that is
// none of these is kept as it was.
type Degree string

// The degrees of adoption.
const (
	IDT Degree = "IDT" // identical
	MOD Degree = "MOD" // modified
	NEQ Degree = "NEQ" // not equivalent
	EQV Degree = "EQV" // equivalent, before 2001
)

// Close reports whether a standard adopted so says the same things: identical,
// modified or equivalent, or of a degree that nobody told.
func (d Degree) Close() bool { return d == IDT || d == MOD || d == EQV || d == "" }

// RelationKind names an edge between two standards, read from the entry that
// carries it.
type RelationKind uint8

// The kinds of relations.
const (
	Replaces RelationKind = iota + 1
	ReplacedBy
	Adopts
	References
)

var relationNames = [...]string{"", "replaces", "replaced_by", "adopts", "references"}

// String is the relation's key in the entry format.
func (k RelationKind) String() string {
	if int(k) >= len(relationNames) {
		return ""
	}
	return relationNames[k]
}

// Relation is one edge that leaves an entry: its kind, the other standard's
// number as the source wrote it and, for adoptions, the degree.
type Relation struct {
	Kind   RelationKind
	Number string
	Degree Degree
}

// Relations lists the edges that the entry itself states, in a stable order.
func (e *Entry) Relations() []Relation {
	n := len(e.Replaces) + len(e.ReplacedBy) + len(e.Adopts) + len(e.References)
	if n == 0 {
		return nil
	}
	out := make([]Relation, 0, n)
	add := func(kind RelationKind, numbers []string) {
		for _, number := range numbers {
			out = append(out, Relation{Kind: kind, Number: number})
		}
	}
	add(Replaces, e.Replaces)
	add(ReplacedBy, e.ReplacedBy)
	for _, a := range e.Adopts {
		out = append(out, Relation{Kind: Adopts, Number: a.Number, Degree: a.Degree})
	}
	add(References, e.References)
	return out
}

// Title is the title a reader of lang ("zh" or "en") wants to see: in that
// language, else in the other of the two, else in any, else the empty string.
func (e *Entry) Title(lang string) string {
	title, _ := e.TitleIn(lang)
	return title
}

// TitleIn is Title with the language that the title is in; both are empty where
// the entry has none.
func (e *Entry) TitleIn(lang string) (title, in string) {
	other := "en"
	if lang == "en" {
		other = "zh"
	}
	for _, l := range []string{lang, other} {
		if t := e.Titles[l]; t != "" {
			return t, l
		}
	}
	for _, l := range slices.Sorted(maps.Keys(e.Titles)) {
		if e.Titles[l] != "" {
			return e.Titles[l], l
		}
	}
	return "", ""
}

// Clone copies the entry deeply, so that the copy can be changed.
func (e *Entry) Clone() *Entry {
	c := *e
	c.Titles, c.Abstracts, c.Extra = maps.Clone(e.Titles), maps.Clone(e.Abstracts), maps.Clone(e.Extra)
	for _, list := range []*[]string{&c.Replaces, &c.ReplacedBy, &c.References, &c.ICS, &c.CCS, &c.Committee, &c.Drafters, &c.Language, &c.Keywords} {
		*list = slices.Clone(*list)
	}
	c.Adopts = slices.Clone(e.Adopts)
	return &c
}
