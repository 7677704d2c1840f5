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
	"slices"
	"strconv"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/keyword"
	"github.com/blevesearch/bleve/v2/mapping"
)

// Version of everything that decides which terms a document has: this
// package, the segmenter and its dictionary, the folding tables, the number
// and class packages. An index of another version is rebuilt.
const Version = 10

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
	FieldNumber      = "nk" // keys of the number, each behind the prefix of its level
	FieldSort        = "ns" // the number's sort key
	FieldLength      = "ln" // lengths of the text fields, see LengthTerm
	FieldStatus      = "st"
	FieldLevel       = "lv"
	FieldBody        = "bo"
	FieldCountry     = "co"
	FieldICS         = "ic" // every code with all that stand above it
	FieldCCS         = "cc" // the same
	FieldYear        = "yr"
	FieldDate        = "dt" // date of publication, as DateTerm
	FieldImplemented = "im" // date of taking effect, the same
	FieldWithdrawn   = "wd" // date of withdrawal, the same
	FieldSource      = "so"
	FieldFlag        = "fl" // FlagAdopted …
	FieldBegin       = "tb" // how a title begins, see Beginning
)

// Fields lists all fields, in the order of their names; a Sink is told a field
// by its place here.
var Fields = slices.Sorted(slices.Values(slices.Concat(TextFields, []string{
	FieldNumber, FieldSort, FieldLength, FieldStatus, FieldLevel, FieldBody, FieldCountry,
	FieldICS, FieldCCS, FieldYear, FieldDate, FieldImplemented, FieldWithdrawn, FieldSource, FieldFlag, FieldBegin})))

func place(name string) int { return slices.Index(Fields, name) }

// Places of fields in Fields.
var (
	fieldNumber, fieldSort, fieldLength         = place(FieldNumber), place(FieldSort), place(FieldLength)
	fieldStatus, fieldLevel, fieldBody          = place(FieldStatus), place(FieldLevel), place(FieldBody)
	fieldCountry, fieldSource                   = place(FieldCountry), place(FieldSource)
	fieldICS, fieldCCS                          = place(FieldICS), place(FieldCCS)
	fieldYear, fieldFlag                        = place(FieldYear), place(FieldFlag)
	fieldDate, fieldImplemented, fieldWithdrawn = place(FieldDate), place(FieldImplemented), place(FieldWithdrawn)
	fieldBegin                                  = place(FieldBegin)
	textFields                                  = func() (out []int) {
		for _, name := range TextFields {
			out = append(out, place(name))
		}
		return out
	}()
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
	KeyAdopts  = "a:" // Number.SeriesKey of the standards that the document adopts, save those not equivalent
)

// MaxTF is the highest term frequency that the index tells. With BM25's
// saturation at k1 = 1.2 a fifth occurrence would add 4 % to a term's score.
const MaxTF = 4

// Repeated is the term that stands for at least n occurrences of term.
func Repeated(term string, n int) string { return string(AppendRepeated(nil, []byte(term), n)) }

// AppendRepeated appends it.
func AppendRepeated(b, term []byte, n int) []byte {
	return strconv.AppendInt(append(append(b, term...), 0), int64(n), 10)
}

// Internal keys of the index.
var (
	RevisionKey = []byte("chabiao.revision") // catalogue revision that the index reaches
	TopRowKey   = []byte("chabiao.toprow")   // no document of a higher row has ever been in the index
	VersionKey  = []byte("chabiao.version")  // schema version
)

// Mapping is the bleve mapping of the index. Documents are made by a Builder,
// not by bleve's reflection; the mapping makes the fields known to bleve's own
// tools.
func Mapping() mapping.IndexMapping {
	m := bleve.NewIndexMapping()
	m.DefaultAnalyzer = keyword.Name
	m.DefaultMapping = bleve.NewDocumentStaticMapping()
	m.StoreDynamic, m.DocValuesDynamic, m.IndexDynamic = false, false, false
	for _, name := range Fields {
		f := bleve.NewTextFieldMapping()
		f.Analyzer = keyword.Name
		f.Store, f.IncludeInAll, f.IncludeTermVectors, f.DocValues, f.SkipFreqNorm = false, false, false, false, true
		m.DefaultMapping.AddFieldMappingsAt(name, f)
	}
	return m
}
