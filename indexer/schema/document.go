package schema

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"chabiao/corpus"
	"chabiao/corpus/class"
	"chabiao/corpus/han"
	"chabiao/corpus/number"
	"chabiao/corpus/segment"

	"github.com/blevesearch/bleve/v2/document"
	index "github.com/blevesearch/bleve_index_api"
)

// DocID is the index's name for the catalogue's row: eight hexadecimal digits,
// so that it orders as the rows do.
func DocID(row int64) string { return fmt.Sprintf("%08x", row) }

// ParseDocID is the inverse of DocID.
func ParseDocID(id string) (int64, error) { return strconv.ParseInt(id, 16, 64) }

// DateTerm is a date as a term: its digits, so that terms order as dates do.
func DateTerm(d corpus.Date) string {
	return fmt.Sprintf("%04d%02d%02d", d.Year, d.Month, d.Day)
}

// ParseDateTerm is the inverse of DateTerm.
func ParseDateTerm(t string) corpus.Date {
	if len(t) != 8 {
		return corpus.Date{}
	}
	n := func(s string) int { v, _ := strconv.Atoi(s); return v }
	return corpus.Date{Year: int16(n(t[:4])), Month: uint8(n(t[4:6])), Day: uint8(n(t[6:]))}
}

// Facts are what the index says of a document beside its words.
type Facts struct {
	Level, Body, Country string
	Year                 int
	Mandatory, Amendment bool
}

// FactsOf derives them from the entry and its number.
func FactsOf(e *corpus.Entry, n number.Number) Facts {
	f := Facts{Level: string(n.Level()), Body: n.Body(), Country: n.Country(), Year: n.Year(), Mandatory: n.Mandatory(), Amendment: len(n.Amendments()) > 0}
	if f.Year == 0 {
		f.Year = int(e.Published.Year)
	}
	return f
}

// Builder makes index documents. One builder serves one goroutine.
type Builder struct {
	cut   *segment.Cutter
	terms map[string]*term
	met   []*term // terms of the field being cut
	stamp uint32
	// values are the fields that hold one value, by name and value: they are
	// the same for every document that has them.
	values map[[2]string]*field
}

// term is a term that the builder has met. Postings carry no frequencies, so
// that what bleve is told of a term is the same in every document.
type term struct {
	text    string
	tf      *index.TokenFreq
	repeats [MaxTF - 1]*term // Repeated(text, 2) and so on, once they were needed
	stamp   uint32           // of the field that it was met in last
	count   int              // in that field
}

// Bounds of what a builder remembers.
const (
	maxTerms  = 1 << 16
	maxValues = 1 << 14
)

// NewBuilder returns a builder that cuts text with seg.
func NewBuilder(seg *segment.Segmenter) *Builder {
	return &Builder{cut: seg.NewCutter(), terms: make(map[string]*term), values: make(map[[2]string]*field)}
}

func newTerm(text string) *term {
	return &term{text: text, tf: &index.TokenFreq{Term: []byte(text)}}
}

// term finds or makes a term.
func (b *Builder) term(text []byte) *term {
	t := b.terms[string(text)]
	if t == nil {
		t = newTerm(string(text))
		b.terms[t.text] = t
	}
	return t
}

// value is the field that holds one value.
func (b *Builder) value(name, value string) *field {
	key := [2]string{name, value}
	f := b.values[key]
	if f == nil {
		if len(b.values) >= maxValues {
			clear(b.values)
		}
		f = values(name, 0, value)
		b.values[key] = f
	}
	return f
}

// Document is the index document of the entry in a catalogue row.
func (b *Builder) Document(row int64, e *corpus.Entry) *document.Document {
	doc := document.NewDocument(DocID(row))
	n, err := number.Parse(e.Number)
	if err == nil {
		b.numberFields(doc, e, n)
	}
	b.valueFields(doc, e, FactsOf(e, n))

	lengths := &field{name: FieldLength, options: textOptions, freqs: make(index.TokenFrequencies, len(TextFields))}
	for i, text := range texts(e) {
		if text == "" {
			continue
		}
		f, length := b.textField(TextFields[i], text)
		doc.AddField(f)
		lengths.add(LengthTerm(i, LengthStep(length)), 0)
	}
	doc.AddField(lengths)
	return doc
}

// texts gives the text of each of TextFields.
func texts(e *corpus.Entry) [7]string {
	var more []string
	for _, lang := range slices.Sorted(maps.Keys(e.Titles)) {
		if lang != "zh" && lang != "en" {
			more = append(more, e.Titles[lang])
		}
	}
	var abstracts []string
	for _, lang := range slices.Sorted(maps.Keys(e.Abstracts)) {
		abstracts = append(abstracts, e.Abstracts[lang])
	}
	bodies := slices.Concat([]string{e.IssuingBody}, e.Committee, e.Drafters)
	if e.CompetentBody != e.IssuingBody {
		bodies = append(bodies, e.CompetentBody)
	}
	return [7]string{
		e.Titles["zh"], e.Titles["en"], strings.Join(more, "\n"), e.Number,
		strings.Join(e.Keywords, "\n"), strings.Join(abstracts, "\n"), strings.Join(bodies, "\n"),
	}
}

// TextSize is about how many bytes of text a document of the entry would cut
// into words.
func TextSize(e *corpus.Entry) int {
	n := 0
	for _, t := range texts(e) {
		n += len(t)
	}
	return n
}

func (b *Builder) textField(name, text string) (*field, int) {
	if len(b.terms) >= maxTerms { // between fields, whose terms must stay one
		clear(b.terms)
	}
	b.stamp++
	b.met = b.met[:0]
	total := 0
	length := b.cut.Index(text, func(bytes []byte) {
		t := b.term(bytes)
		if t.stamp != b.stamp {
			t.stamp, t.count = b.stamp, 0
			b.met = append(b.met, t)
		}
		if t.count++; t.count <= MaxTF {
			total++
		}
	})
	f := &field{name: name, options: textOptions, length: length, freqs: make(index.TokenFrequencies, total)}
	for _, t := range b.met {
		f.freqs[t.text] = t.tf
		for i := 2; i <= t.count && i <= MaxTF; i++ {
			r := t.repeats[i-2]
			if r == nil {
				r = newTerm(Repeated(t.text, i))
				t.repeats[i-2] = r
			}
			f.freqs[r.text] = r.tf
		}
	}
	return f, length
}

func (b *Builder) numberFields(doc *document.Document, e *corpus.Entry, n number.Number) {
	keys := &field{name: FieldNumber, options: NumberOptions, length: 1, freqs: make(index.TokenFrequencies, 4)}
	series := n.SeriesKey()
	keys.add(KeyExact+n.Key(), 1)
	keys.add(KeySeries+series, 1)
	keys.add(KeyLoose+n.TypedKey(), 1)
	if family := n.FamilyKey(); family != series {
		keys.add(KeyFamily+family, 1)
	}
	for _, d := range n.Dual() {
		keys.add(KeyDual+d.SeriesKey(), 1)
	}
	for _, text := range speaking(e) {
		for _, m := range mentioned(text) {
			if k := m.SeriesKey(); k != series {
				keys.add(KeyMention+k, 1)
			}
		}
	}
	doc.AddField(keys)
	doc.AddField(values(FieldSort, 1, n.SortKey()))
}

// speaking are the texts in which an entry may name other standards.
func speaking(e *corpus.Entry) []string {
	out := slices.Clone(e.Keywords)
	for _, t := range e.Titles {
		out = append(out, t)
	}
	for _, t := range e.Abstracts {
		out = append(out, t)
	}
	return out
}

// mayMention reports whether a text can hold a number at all: a digit not far
// behind a capital or a character that is not ASCII. Most texts can't.
func mayMention(text string) bool {
	const far = 12
	last := -far - 1
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c-'A' < 26 || c >= 0x80:
			last = i
		case c-'0' < 10 && i-last <= far:
			return true
		}
	}
	return false
}

// mentioned are the numbers that stand in a text.
func mentioned(text string) []number.Number {
	if !mayMention(text) {
		return nil
	}
	spans := number.Find(text)
	out := make([]number.Number, len(spans))
	for i := range spans {
		out[i] = spans[i].Number
	}
	return out
}

func (b *Builder) valueFields(doc *document.Document, e *corpus.Entry, facts Facts) {
	put := func(name, value string) {
		if value != "" {
			doc.AddField(b.value(name, value))
		}
	}
	put(FieldStatus, e.Status.String())
	put(FieldLevel, facts.Level)
	put(FieldBody, facts.Body)
	put(FieldCountry, facts.Country)
	put(FieldSource, strings.TrimSpace(e.Source))
	if facts.Year > 0 {
		put(FieldYear, fmt.Sprintf("%04d", facts.Year))
	}
	if !e.Published.IsZero() {
		put(FieldDate, DateTerm(e.Published))
	}
	classes := func(name string, scheme class.Scheme, codes []string) {
		var all []string
		for _, code := range codes {
			if norm, ok := class.Normalize(scheme, code); ok {
				all = append(all, class.Ancestors(scheme, norm)...)
			}
		}
		if len(all) > 0 {
			doc.AddField(values(name, 0, all...))
		}
	}
	classes(FieldICS, class.ICS, e.ICS)
	classes(FieldCCS, class.CCS, e.CCS)

	var flags []string
	for flag, on := range map[string]bool{FlagAdopted: len(e.Adopts) > 0, FlagAbstract: len(e.Abstracts) > 0, FlagMandatory: facts.Mandatory, FlagAmendment: facts.Amendment} {
		if on {
			flags = append(flags, flag)
		}
	}
	if len(flags) > 0 {
		doc.AddField(values(FieldFlag, 0, flags...))
	}
}

// Folded is a filter value as a reader may type it, for comparing without
// regard to case and width.
func Folded(value string) string { return han.Fold(strings.TrimSpace(value)) }

// field is a field whose terms are known already.
type field struct {
	name    string
	options index.FieldIndexingOptions
	length  int
	freqs   index.TokenFrequencies
}

// values is a field that holds the values as they are; freq as in add.
func values(name string, freq int, terms ...string) *field {
	f := &field{name: name, options: textOptions, length: len(terms), freqs: make(index.TokenFrequencies, len(terms))}
	if freq > 0 {
		f.options = NumberOptions
	}
	for _, t := range terms {
		f.add(t, freq)
	}
	return f
}

// add adds a term; frequency 0 writes a posting without frequency and norm.
func (f *field) add(term string, freq int) {
	tf := &index.TokenFreq{Term: []byte(term)}
	tf.SetFrequency(freq)
	f.freqs[term] = tf
}

func (f *field) Name() string                                     { return f.name }
func (f *field) ArrayPositions() []uint64                         { return nil }
func (f *field) Options() index.FieldIndexingOptions              { return f.options }
func (f *field) Analyze()                                         {}
func (f *field) Value() []byte                                    { return nil }
func (f *field) NumPlainTextBytes() uint64                        { return 0 }
func (f *field) Size() int                                        { return 64 + 96*len(f.freqs) }
func (f *field) EncodedFieldType() byte                           { return 't' }
func (f *field) AnalyzedLength() int                              { return f.length }
func (f *field) AnalyzedTokenFrequencies() index.TokenFrequencies { return f.freqs }
