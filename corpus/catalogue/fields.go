package catalogue

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"

	"chabiao/corpus"
)

// A field is a part of an entry that is compared, shown and taken back as a
// whole: a date, a list, the title in one language, one extra key.
type field struct {
	key   string // in the entry format; extra keys stand as "extra.KEY"
	same  func(a, b *corpus.Entry) bool
	put   func(dst, src *corpus.Entry) // dst may be changed, src not
	value func(e *corpus.Entry) any    // nil where the entry does not give the field
}

func scalarField[T comparable](key string, at func(e *corpus.Entry) *T, show func(T) any) field {
	var zero T
	return field{
		key:  key,
		same: func(a, b *corpus.Entry) bool { return *at(a) == *at(b) },
		put:  func(dst, src *corpus.Entry) { *at(dst) = *at(src) },
		value: func(e *corpus.Entry) any {
			if *at(e) == zero {
				return nil
			}
			return show(*at(e))
		},
	}
}

func listField[T comparable](key string, at func(e *corpus.Entry) *[]T) field {
	return field{
		key:  key,
		same: func(a, b *corpus.Entry) bool { return slices.Equal(*at(a), *at(b)) },
		put:  func(dst, src *corpus.Entry) { *at(dst) = slices.Clone(*at(src)) },
		value: func(e *corpus.Entry) any {
			if len(*at(e)) == 0 {
				return nil
			}
			return *at(e)
		},
	}
}

func textField(key string, at func(e *corpus.Entry) *string) field {
	return scalarField(key, at, func(s string) any { return s })
}

func dateField(key string, at func(e *corpus.Entry) *corpus.Date) field {
	return scalarField(key, at, func(d corpus.Date) any { return d.String() })
}

// plainFields are the fields that every entry has, in the order of the entry
// format.
var plainFields = []field{
	textField("number", func(e *corpus.Entry) *string { return &e.Number }),
	scalarField("status", func(e *corpus.Entry) *corpus.Status { return &e.Status }, func(s corpus.Status) any { return s.String() }),
	textField("status_raw", func(e *corpus.Entry) *string { return &e.StatusRaw }),
	dateField("published", func(e *corpus.Entry) *corpus.Date { return &e.Published }),
	dateField("implemented", func(e *corpus.Entry) *corpus.Date { return &e.Implemented }),
	dateField("withdrawn", func(e *corpus.Entry) *corpus.Date { return &e.Withdrawn }),
	dateField("confirmed", func(e *corpus.Entry) *corpus.Date { return &e.Confirmed }),
	listField("replaces", func(e *corpus.Entry) *[]string { return &e.Replaces }),
	listField("replaced_by", func(e *corpus.Entry) *[]string { return &e.ReplacedBy }),
	listField("adopts", func(e *corpus.Entry) *[]corpus.Adoption { return &e.Adopts }),
	listField("references", func(e *corpus.Entry) *[]string { return &e.References }),
	listField("ics", func(e *corpus.Entry) *[]string { return &e.ICS }),
	listField("ccs", func(e *corpus.Entry) *[]string { return &e.CCS }),
	textField("issuing_body", func(e *corpus.Entry) *string { return &e.IssuingBody }),
	textField("competent_body", func(e *corpus.Entry) *string { return &e.CompetentBody }),
	listField("committee", func(e *corpus.Entry) *[]string { return &e.Committee }),
	listField("drafters", func(e *corpus.Entry) *[]string { return &e.Drafters }),
	textField("doctype", func(e *corpus.Entry) *string { return &e.Doctype }),
	listField("language", func(e *corpus.Entry) *[]string { return &e.Language }),
	listField("keywords", func(e *corpus.Entry) *[]string { return &e.Keywords }),
	scalarField("pages", func(e *corpus.Entry) *int { return &e.Pages }, func(n int) any { return n }),
	textField("url", func(e *corpus.Entry) *string { return &e.URL }),
	textField("source", func(e *corpus.Entry) *string { return &e.Source }),
}

// mapField is one key of a map of an entry.
func mapField[V ~string | ~[]byte](key, name string, at func(e *corpus.Entry) *map[string]V, show func(V) any) field {
	return field{
		key: key,
		same: func(a, b *corpus.Entry) bool {
			x, inA := (*at(a))[name]
			y, inB := (*at(b))[name]
			return inA == inB && bytes.Equal([]byte(x), []byte(y))
		},
		put: func(dst, src *corpus.Entry) {
			m := at(dst)
			v, ok := (*at(src))[name]
			switch {
			case !ok:
				delete(*m, name)
				if len(*m) == 0 {
					*m = nil
				}
			case *m == nil:
				*m = map[string]V{name: v}
			default:
				(*m)[name] = v
			}
		},
		value: func(e *corpus.Entry) any {
			if v, ok := (*at(e))[name]; ok {
				return show(v)
			}
			return nil
		},
	}
}

// fieldsOf lists the fields that either entry has.
func fieldsOf(a, b *corpus.Entry) []field {
	out := slices.Clip(plainFields)
	text := func(s string) any { return s }
	for _, lang := range keysOf(a.Titles, b.Titles) {
		out = append(out, mapField("title_"+lang, lang, func(e *corpus.Entry) *map[string]string { return &e.Titles }, text))
	}
	for _, lang := range keysOf(a.Abstracts, b.Abstracts) {
		key := "abstract"
		if lang != "" {
			key += "_" + lang
		}
		out = append(out, mapField(key, lang, func(e *corpus.Entry) *map[string]string { return &e.Abstracts }, text))
	}
	extra := func(e *corpus.Entry) *map[string]json.RawMessage { return &e.Extra }
	for _, name := range keysOf(a.Extra, b.Extra) {
		out = append(out, mapField("extra."+name, name, extra, func(v json.RawMessage) any { return v }))
	}
	return out
}

func keysOf[V any](a, b map[string]V) []string {
	keys := slices.AppendSeq(slices.Collect(maps.Keys(a)), maps.Keys(b))
	slices.Sort(keys)
	return slices.Compact(keys)
}

// FieldChange is one field of an entry that differs: its key in the entry
// format ("title_zh", "published", "extra.origin") and its value before and
// after as JSON, null where the entry did not give it.
type FieldChange struct {
	Field string          `json:"field"`
	Old   json.RawMessage `json:"old"`
	New   json.RawMessage `json:"new"`
}

// Diff lists the fields in which two entries differ, in a fixed order; nil
// stands for no entry.
func Diff(old, new *corpus.Entry) []FieldChange {
	if old == nil {
		old = &corpus.Entry{}
	}
	if new == nil {
		new = &corpus.Entry{}
	}
	var out []FieldChange
	for _, f := range fieldsOf(old, new) {
		if !f.same(old, new) {
			out = append(out, FieldChange{Field: f.key, Old: asJSON(f.value(old)), New: asJSON(f.value(new))})
		}
	}
	return out
}

// asJSON writes a value of a field. An extra value that is no JSON is written
// as a text.
func asJSON(v any) json.RawMessage {
	switch v := v.(type) {
	case nil:
		return json.RawMessage("null")
	case string:
		return corpus.AppendJSONString(nil, v)
	case json.RawMessage:
		if json.Valid(v) {
			return v
		}
		return corpus.AppendJSONString(nil, string(v))
	}
	b, err := json.Marshal(v)
	if err != nil {
		return json.RawMessage("null")
	}
	return b
}
