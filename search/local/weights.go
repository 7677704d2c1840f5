package local

import (
	"chabiao/corpus"

	"github.com/RoaringBitmap/roaring/v2"
)

// BM25F as in Robertson and Zaragoza, The Probabilistic Relevance Framework:
// BM25 and Beyond (2009), section 3.3: a word's frequencies in the fields are
// weighted, each tempered by its field's length, added up, and only then
// saturated: idf · tf / (k1 + tf) · (k1 + 1).
const k1 = 1.2

// fieldWeight says how much a word in a text field counts (weight) and how
// much a long field tempers it (b), in the order of schema.TextFields. A title
// says what a standard is; a keyword nearly so; an abstract mentions much; a
// body's name is shared by thousands of entries.
var fieldWeight = [...]struct{ weight, b float32 }{
	{3.0, 0.6},  // Chinese titles
	{3.0, 0.6},  // English titles
	{2.0, 0.6},  // titles in other languages
	{4.0, 0.0},  // the number
	{1.5, 0.3},  // keywords
	{0.6, 0.75}, // abstracts
	{0.3, 0.5},  // bodies
	{classWeight, 0},
}

// fieldClass is the place, behind the text fields, of the names of an entry's
// classes, which no index holds: what they name is known when they are asked for.
const fieldClass = 7

// classWeight is what a word counts that names one of an entry's classes: a
// class holds many standards, of which only some are about its name.
const classWeight = 0.8

// optionalWeight is what a word that was not asked for (的, 与) counts.
const optionalWeight = 0.2

// standingWeight multiplies a score by where the standard stands in its life:
// of two that are otherwise alike the one in force comes first, and a
// withdrawn one must match clearly better to pass it.
var standingWeight = map[corpus.Status]float32{
	corpus.StatusCurrent:          1,
	corpus.StatusUpcoming:         0.97,
	corpus.StatusPartlySuperseded: 0.95,
	corpus.StatusUnknown:          0.92,
	corpus.StatusDraft:            0.8,
	corpus.StatusSuperseded:       0.72,
	corpus.StatusWithdrawn:        0.68,
}

// liveStanding parts the weights of what is or may be in force from those of what
// is not worked to.
const liveStanding = 0.85

// yearWeight is what a year of publication adds to the multiplier: enough to
// order what is alike, too little to pass a standing (0.0002 · 150 years).
const yearWeight = 0.0002

// amendmentWeight is taken off the multiplier of amendments and corrigenda:
// who asks for ISO 9001 wants the standard before its amendments, though these
// are newer.
const amendmentWeight = 0.02

// What a title that has all the words adds to the factor of a score, by having
// them at all, together, in the order asked for, and by being filled by them;
// times the square of the words' share if it has only some. A word that stands
// there by what means the same shares by the root of its weight: the score has
// its weight already, and titles in another language are told apart by how they
// fit. Measured: docs/relevance.md.
const (
	titleWeight    = 0.6
	togetherWeight = 0.2
	orderWeight    = 0.1
	fillWeight     = 0.4
)

// alsoWeight multiplies the weight that the vocabulary gives a word which means
// the same: who types salt spray reads the title that says so before one that
// says 盐雾. Measured: docs/relevance.md.
const alsoWeight = 0.7

// soundWeight is what the rarer words of a sound count beside the most frequent
// one, in a query typed in pinyin: enough to decide between them.
const soundWeight = 0.9

// otherLanguage multiplies the score of an entry without a title in the language
// that was asked in: its reader may not be able to read it.
const otherLanguage = 0.65

// adoptedWeight multiplies the score of an entry for the standard that it adopts:
// it says the same, but not in the words that were asked for. It stands behind
// its adopter by otherLanguage too. Measured: docs/relevance.md.
const adoptedWeight = 0.95

// editionWeight multiplies what a further edition of a standard, a consolidated
// or a redline version is ordered by.
const editionWeight = 0.55

// A number that was asked for stands before every text. The levels are added to
// what words and standing make, which is held below their distance, so that the
// document asked for comes before its successor, withdrawn or not.
const (
	scoreExact    = 6000
	scoreBase     = 5000 // what an amendment amends, a translation's original, a dual number
	scoreSameYear = 4000 // the same year under another letter
	scoreSeries   = 3000
	scoreLoose    = 2000
	scoreFamily   = 1000
	maxText       = 900
)

// standings computes the multiplier of every document of a segment.
func standings(v *view, amendments *roaring.Bitmap) []float32 {
	byStatus := make([]float32, len(v.values[factStatus].terms))
	for i, term := range v.values[factStatus].terms {
		s, _ := corpus.ParseStatus(term)
		byStatus[i] = standingWeight[s]
	}
	byYear := make([]float32, len(v.values[factYear].terms))
	for i, term := range v.values[factYear].terms {
		byYear[i] = yearWeight * float32(min(max(atoi(term)-1900, 0), 150))
	}
	out := make([]float32, v.size)
	for doc := range out {
		out[doc] = byStatus[v.facts[doc][factStatus]] + byYear[v.facts[doc][factYear]]
	}
	eachDoc(amendments, func(doc uint32) { out[doc] -= amendmentWeight })
	return out
}

func atoi(s string) int {
	n := 0
	for i := 0; i < len(s) && s[i] >= '0' && s[i] <= '9'; i++ {
		n = n*10 + int(s[i]-'0')
	}
	return n
}
