// Package schema is what the writer and the readers of the index share: the
// fields, what each holds and how it is cut, and the version of all that. It
// is the one place to look when the question is what the index contains.
//
// Postings carry neither frequencies nor norms: nearly every term of a title
// stands in it once, and a plain bitmap is both smaller and several times
// quicker to read. What ranking needs beside the bitmap is there as terms:
// a term that occurs n times in a field also stands as Repeated(term, 2) to
// Repeated(term, min(n, MaxTF)), and the lengths of a document's fields are
// terms of FieldLength.
package schema

import (
	"strconv"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/keyword"
	"github.com/blevesearch/bleve/v2/mapping"
	index "github.com/blevesearch/bleve_index_api"
)

// Version of everything that decides which terms a document has: this
// package, the segmenter and its dictionary, the folding tables, the number
// and class packages. An index of another version is rebuilt.
const Version = 3

// Fields whose terms are words of text, cut by package segment.
const (
	TitleZH   = "zh" // Chinese titles
	TitleEN   = "en" // English titles
	TitleMore = "ot" // titles in other languages
	NumberRaw = "no" // the number's letters and digits as words
	Keywords  = "kw"
	Abstract  = "ab" // abstracts in all languages
	Bodies    = "og" // issuing and competent bodies, committees, drafters
)

// TextFields lists the fields that words are looked up in, in the order of
// their length terms and of the engine's weights.
var TextFields = []string{TitleZH, TitleEN, TitleMore, NumberRaw, Keywords, Abstract, Bodies}

// Fields whose terms are values.
const (
	FieldNumber  = "nk" // keys of the number, each behind the prefix of its level
	FieldSort    = "ns" // the number's sort key
	FieldLength  = "ln" // lengths of the text fields, see LengthTerm
	FieldStatus  = "st"
	FieldLevel   = "lv"
	FieldBody    = "bo"
	FieldCountry = "co"
	FieldICS     = "ic" // every code with all that stand above it
	FieldCCS     = "cc" // the same
	FieldYear    = "yr"
	FieldDate    = "dt" // date of publication, as DateTerm
	FieldSource  = "so"
	FieldFlag    = "fl" // FlagAdopted …
)

// Flags of a document.
const (
	FlagAdopted   = "adopted"   // adopts another standard
	FlagAbstract  = "abstract"  // has an abstract
	FlagMandatory = "mandatory" // mandatory Chinese standard
	FlagAmendment = "amendment" // an amendment, a corrigendum or another supplement of a standard
)

// Prefixes of the terms of FieldNumber, from the exact document to the family.
const (
	KeyExact  = "k:" // Number.Key
	KeySeries = "s:" // Number.SeriesKey: all editions
	KeyLoose  = "l:" // Number.TypedKey: without the mandate letter, in numeric order
	KeyFamily = "f:" // Number.FamilyKey: all parts
	KeyDual   = "d:" // Number.SeriesKey of the numbers that the document bears beside its own
	// Number.SeriesKey of other standards that title, keywords or abstract name
	KeyMention = "m:"
)

// MaxTF is the highest term frequency that the index tells. With BM25's
// saturation at k1 = 1.2 a fifth occurrence would add 4 % to a term's score.
const MaxTF = 4

// Repeated is the term that stands for at least n occurrences of term.
func Repeated(term string, n int) string { return term + "\x00" + strconv.Itoa(n) }

// Internal keys of the index.
var (
	RevisionKey = []byte("chabiao.revision") // catalogue revision that the index reaches
	VersionKey  = []byte("chabiao.version")  // schema version
)

// Options of fields. Terms of NumberOptions occur in one document as a rule,
// and a frequency lets zap fold such a posting into the dictionary.
const (
	textOptions   = index.IndexField | index.SkipFreqNorm
	NumberOptions = index.IndexField
)

// Mapping is the bleve mapping of the index. Documents are built by Document,
// not by bleve's reflection; the mapping makes the fields known to bleve's own
// tools.
func Mapping() mapping.IndexMapping {
	m := bleve.NewIndexMapping()
	m.DefaultAnalyzer = keyword.Name
	m.DefaultMapping = bleve.NewDocumentStaticMapping()
	m.StoreDynamic, m.DocValuesDynamic, m.IndexDynamic = false, false, false
	add := func(name string, skipFreq bool) {
		f := bleve.NewTextFieldMapping()
		f.Analyzer = keyword.Name
		f.Store, f.IncludeInAll, f.IncludeTermVectors, f.DocValues, f.SkipFreqNorm = false, false, false, false, skipFreq
		m.DefaultMapping.AddFieldMappingsAt(name, f)
	}
	for _, name := range TextFields {
		add(name, true)
	}
	for _, name := range []string{FieldLength, FieldStatus, FieldLevel, FieldBody, FieldCountry, FieldICS, FieldCCS, FieldYear, FieldDate, FieldSource, FieldFlag} {
		add(name, true)
	}
	add(FieldNumber, false)
	add(FieldSort, false)
	return m
}
