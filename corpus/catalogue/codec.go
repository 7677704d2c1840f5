package catalogue

import (
	"fmt"
	"maps"
	"slices"

	"chabiao/corpus"

	"google.golang.org/protobuf/encoding/protowire"
)

// A stored record is a protocol-buffer message written without generated
// code. Field numbers are for ever: never reuse one. Readers skip fields they
// do not know. Equal entries have equal bytes, which is how an import tells
// changed from unchanged.
const (
	fNumber protowire.Number = iota + 1
	fTitle
	fAbstract
	fStatus
	fStatusRaw
	fPublished
	fImplemented
	fWithdrawn
	fConfirmed
	fReplaces
	fReplacedBy
	fAdoptNumber
	fAdoptDegree
	fReferences
	fICS
	fCCS
	fIssuingBody
	fCompetentBody
	fCommittee
	fDrafters
	fDoctype
	fLanguage
	fKeywords
	fPages
	fURL
	fSource
	fExtra
)

// EncodeEntry appends the entry's record to buf.
func EncodeEntry(buf []byte, e *corpus.Entry) []byte {
	str := func(f protowire.Number, s string) {
		if s != "" {
			buf = protowire.AppendString(protowire.AppendTag(buf, f, protowire.BytesType), s)
		}
	}
	list := func(f protowire.Number, items []string) {
		for _, s := range items {
			buf = protowire.AppendString(protowire.AppendTag(buf, f, protowire.BytesType), s)
		}
	}
	num := func(f protowire.Number, v uint64) {
		if v != 0 {
			buf = protowire.AppendVarint(protowire.AppendTag(buf, f, protowire.VarintType), v)
		}
	}
	texts := func(f protowire.Number, m map[string]string) {
		for _, lang := range slices.Sorted(maps.Keys(m)) {
			buf = protowire.AppendTag(buf, f, protowire.BytesType)
			buf = protowire.AppendString(buf, lang+"\x00"+m[lang])
		}
	}
	str(fNumber, e.Number)
	texts(fTitle, e.Titles)
	texts(fAbstract, e.Abstracts)
	num(fStatus, uint64(e.Status))
	str(fStatusRaw, e.StatusRaw)
	num(fPublished, uint64(e.Published.Ordinal()))
	num(fImplemented, uint64(e.Implemented.Ordinal()))
	num(fWithdrawn, uint64(e.Withdrawn.Ordinal()))
	num(fConfirmed, uint64(e.Confirmed.Ordinal()))
	list(fReplaces, e.Replaces)
	list(fReplacedBy, e.ReplacedBy)
	for _, a := range e.Adopts {
		buf = protowire.AppendString(protowire.AppendTag(buf, fAdoptNumber, protowire.BytesType), a.Number)
		str(fAdoptDegree, string(a.Degree))
	}
	list(fReferences, e.References)
	list(fICS, e.ICS)
	list(fCCS, e.CCS)
	str(fIssuingBody, e.IssuingBody)
	str(fCompetentBody, e.CompetentBody)
	list(fCommittee, e.Committee)
	list(fDrafters, e.Drafters)
	str(fDoctype, e.Doctype)
	list(fLanguage, e.Language)
	list(fKeywords, e.Keywords)
	num(fPages, uint64(e.Pages))
	str(fURL, e.URL)
	str(fSource, e.Source)
	for _, k := range slices.Sorted(maps.Keys(e.Extra)) {
		str(fExtra, k+"\x00"+string(e.Extra[k]))
	}
	return buf
}

// sharedText is the size of records up to which their texts share one string: a
// record has a dozen. Who keeps a title of a longer one, which has an abstract,
// need not keep all of it.
const sharedText = 768

// DecodeEntry reads a record.
func DecodeEntry(buf []byte) (*corpus.Entry, error) {
	e, texts := &corpus.Entry{}, ""
	if len(buf) <= sharedText {
		texts = string(buf)
	}
	for len(buf) > 0 {
		f, typ, n := protowire.ConsumeTag(buf)
		if n < 0 {
			return nil, fmt.Errorf("record: %w", protowire.ParseError(n))
		}
		buf = buf[n:]
		switch typ {
		case protowire.VarintType:
			v, n := protowire.ConsumeVarint(buf)
			if n < 0 {
				return nil, fmt.Errorf("record: %w", protowire.ParseError(n))
			}
			buf = buf[n:]
			setNumber(e, f, v)
		case protowire.BytesType:
			v, n := protowire.ConsumeBytes(buf)
			if n < 0 {
				return nil, fmt.Errorf("record: %w", protowire.ParseError(n))
			}
			text := ""
			if end := len(texts) - len(buf) + n; texts != "" {
				text = texts[end-len(v) : end]
			} else {
				text = string(v)
			}
			buf = buf[n:]
			setText(e, f, text)
		default:
			n := protowire.ConsumeFieldValue(f, typ, buf)
			if n < 0 {
				return nil, fmt.Errorf("record: %w", protowire.ParseError(n))
			}
			buf = buf[n:]
		}
	}
	return e, nil
}

func setNumber(e *corpus.Entry, f protowire.Number, v uint64) {
	switch f {
	case fStatus:
		e.Status = corpus.Status(v)
	case fPublished:
		e.Published = storedDate(v)
	case fImplemented:
		e.Implemented = storedDate(v)
	case fWithdrawn:
		e.Withdrawn = storedDate(v)
	case fConfirmed:
		e.Confirmed = storedDate(v)
	case fPages:
		e.Pages = int(v)
	}
}

// storedDate reads a date's ordinal; what is none, in a damaged record, is no
// date.
func storedDate(v uint64) corpus.Date {
	last := corpus.Date{Year: 9999, Month: 12, Day: 31}
	if v > uint64(last.Ordinal()) {
		return corpus.Date{}
	}
	return corpus.DateFromOrdinal(int32(v))
}

func setText(e *corpus.Entry, f protowire.Number, s string) {
	switch f {
	case fNumber:
		e.Number = s
	case fTitle:
		putPair(&e.Titles, s)
	case fAbstract:
		putPair(&e.Abstracts, s)
	case fStatusRaw:
		e.StatusRaw = s
	case fReplaces:
		e.Replaces = append(e.Replaces, s)
	case fReplacedBy:
		e.ReplacedBy = append(e.ReplacedBy, s)
	case fAdoptNumber:
		e.Adopts = append(e.Adopts, corpus.Adoption{Number: s})
	case fAdoptDegree:
		if n := len(e.Adopts); n > 0 {
			e.Adopts[n-1].Degree = corpus.Degree(s)
		}
	case fReferences:
		e.References = append(e.References, s)
	case fICS:
		e.ICS = append(e.ICS, s)
	case fCCS:
		e.CCS = append(e.CCS, s)
	case fIssuingBody:
		e.IssuingBody = s
	case fCompetentBody:
		e.CompetentBody = s
	case fCommittee:
		e.Committee = append(e.Committee, s)
	case fDrafters:
		e.Drafters = append(e.Drafters, s)
	case fDoctype:
		e.Doctype = s
	case fLanguage:
		e.Language = append(e.Language, s)
	case fKeywords:
		e.Keywords = append(e.Keywords, s)
	case fURL:
		e.URL = s
	case fSource:
		e.Source = s
	case fExtra:
		putPair(&e.Extra, s)
	}
}

// putPair files a value that was written as key, NUL, value.
func putPair[V ~string | ~[]byte](m *map[string]V, s string) {
	for i := 0; i < len(s); i++ {
		if s[i] == 0 {
			if *m == nil {
				*m = make(map[string]V, 2)
			}
			(*m)[s[:i]] = V(s[i+1:])
			return
		}
	}
}
