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

// Sink takes the terms of documents.
type Sink interface {
	// Begin starts the next document.
	Begin(id string)
	// Add adds a term to a field of the document begun last, told by its place
	// in Fields, and tells how often that term has been added to it.
	Add(field int, term []byte) int
}

// Builder makes index documents. One builder serves one goroutine.
type Builder struct {
	cut *segment.Cutter
	buf []byte
}

// NewBuilder returns a builder that cuts text with seg.
func NewBuilder(seg *segment.Segmenter) *Builder { return &Builder{cut: seg.NewCutter()} }

// Document tells the sink the document of the entry in a catalogue row.
func (b *Builder) Document(to Sink, row int64, e *corpus.Entry) {
	to.Begin(DocID(row))
	n, err := number.Parse(e.Number)
	if err == nil {
		b.numberFields(to, e, n)
	}
	b.adoptions(to, e)
	b.valueFields(to, e, FactsOf(e, n))
	for i, text := range texts(e) {
		if text == "" {
			continue
		}
		length := b.textField(to, textFields[i], text)
		b.put(to, fieldLength, LengthTerm(i, LengthStep(length)))
	}
	for _, title := range e.Titles {
		if begin := segment.Beginning(title); begin != "" {
			b.put(to, fieldBegin, begin)
		}
	}
}

func (b *Builder) put(to Sink, field int, term string) {
	b.buf = append(b.buf[:0], term...)
	to.Add(field, b.buf)
}

// key puts a term that stands behind the prefix of its level.
func (b *Builder) key(to Sink, prefix, key string) {
	b.buf = append(append(b.buf[:0], prefix...), key...)
	to.Add(fieldNumber, b.buf)
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

// textField puts the words of a text, and tells how many it has.
func (b *Builder) textField(to Sink, field int, text string) int {
	return b.cut.Index(text, func(term []byte) {
		if n := to.Add(field, term); n > 1 && n <= MaxTF {
			b.buf = AppendRepeated(b.buf[:0], term, n)
			to.Add(field, b.buf)
		}
	})
}

func (b *Builder) numberFields(to Sink, e *corpus.Entry, n number.Number) {
	series := n.SeriesKey()
	b.key(to, KeyExact, n.Key())
	b.key(to, KeySeries, series)
	b.key(to, KeyLoose, n.TypedKey())
	if family := n.FamilyKey(); family != series {
		b.key(to, KeyFamily, family)
	}
	for _, d := range n.Dual() {
		b.key(to, KeyDual, d.SeriesKey())
	}
	for _, text := range speaking(e) {
		for _, m := range mentioned(text) {
			if k := m.SeriesKey(); k != series {
				b.key(to, KeyMention, k)
			}
		}
	}
	b.put(to, fieldSort, n.SortKey())
}

// adoptions puts which standards the entry says the same as. A number that can't
// be read leads nowhere.
func (b *Builder) adoptions(to Sink, e *corpus.Entry) {
	for _, a := range e.Adopts {
		if !a.Degree.Close() {
			continue
		}
		for _, m := range Adopted(a.Number) {
			b.key(to, KeyAdopts, m.SeriesKey())
		}
	}
}

// Adopted are the standards that an adoption names: one, the parts of a range, or
// those that stand in a longer text.
func Adopted(text string) []number.Number {
	if n, err := number.Parse(text); err == nil {
		return n.Each()
	}
	var out []number.Number
	for _, s := range number.Find(text) {
		out = append(out, s.Number)
	}
	return out
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

func (b *Builder) valueFields(to Sink, e *corpus.Entry, facts Facts) {
	put := func(field int, value string) {
		if value != "" {
			b.put(to, field, value)
		}
	}
	put(fieldStatus, e.Status.String())
	put(fieldLevel, facts.Level)
	put(fieldBody, facts.Body)
	put(fieldCountry, facts.Country)
	put(fieldSource, strings.TrimSpace(e.Source))
	if facts.Year > 0 {
		put(fieldYear, fmt.Sprintf("%04d", facts.Year))
	}
	date := func(field int, d corpus.Date) {
		if !d.IsZero() {
			put(field, DateTerm(d))
		}
	}
	date(fieldDate, e.Published)
	date(fieldImplemented, e.Implemented)
	date(fieldWithdrawn, e.Withdrawn)
	classes := func(field int, scheme class.Scheme, codes []string) {
		for _, code := range codes {
			if norm, ok := class.Normalize(scheme, code); ok {
				for _, c := range class.Ancestors(scheme, norm) {
					put(field, c)
				}
			}
		}
	}
	classes(fieldICS, class.ICS, e.ICS)
	classes(fieldCCS, class.CCS, e.CCS)
	flag := func(name string, on bool) {
		if on {
			put(fieldFlag, name)
		}
	}
	flag(FlagAdopted, len(e.Adopts) > 0)
	flag(FlagAbstract, len(e.Abstracts) > 0)
	flag(FlagMandatory, facts.Mandatory)
	flag(FlagAmendment, facts.Amendment)
}

// Folded is a filter value as a reader may type it, for comparing without
// regard to case and width.
func Folded(value string) string { return han.Fold(strings.TrimSpace(value)) }
