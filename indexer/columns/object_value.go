package columns

import (
	"encoding/json"
	"slices"

	"chabiao/corpus"
	"chabiao/corpus/number"
	"chabiao/indexer/problem"
)

// value takes one member's value, of whatever shape.
func (o *objectReader) value(v *source, value json.RawMessage) {
	switch {
	case v.role == roleIgnore:
		return
	case v.role == roleExtra:
		o.extraValue(v.heading, value)
		return
	case v.role == roleAdopts:
		o.adoptValue(v, value)
		return
	case o.preset != nil && o.preset.name == "iso" && (v.role == roleReplaces || v.role == roleReplacedBy):
		if ids, ok := idsIn(string(value)); ok {
			o.ids(v.heading, ids)
			return
		}
	}
	if s, ok := scalar(value); ok {
		o.scalar(v, s)
		return
	}
	list := value[0] == '['
	bad := !list
	if list && v.role.isList() {
		v.whole = true
		elements(value, func(item json.RawMessage) {
			s, ok := scalar(item)
			switch {
			case ok:
				o.scalar(v, s)
			case item[0] != 'n':
				bad = true
			}
		})
	} else if list {
		// One text where a list stands, as some systems write every value.
		s, one := onlyItem(value)
		if one {
			o.scalar(v, s)
		}
		bad = !one && len(value) > 2
	}
	if bad {
		o.note(problem.ValueShape, v.field, string(value[:min(len(value), 200)]), "")
		o.extra(v.heading, slices.Clone(value))
	}
}

func (o *objectReader) scalar(v *source, s string) {
	if Blank(s) {
		return
	}
	if v.text = s; v.role == roleStatusRaw {
		o.entry.StatusRaw = line(s)
		return
	}
	o.set(v)
}

// extraValue keeps a value as it stands. Those of the key extra of an export
// come up one by one.
func (o *objectReader) extraValue(key string, value json.RawMessage) {
	if value[0] == 'n' {
		return
	}
	if key == "extra" && value[0] == '{' {
		for _, m := range members(value, nil) {
			o.keep(m.key, m.value)
		}
		return
	}
	o.keep(key, value)
}

// keep puts a value under its own key, the later of two with one key counts:
// in the order of keys, as corpus.DecodeEntry has it.
func (o *objectReader) keep(key string, value json.RawMessage) {
	if o.entry.Extra == nil {
		o.entry.Extra = make(map[string]json.RawMessage, 8)
	}
	o.entry.Extra[key] = slices.Clone(value)
}

func onlyItem(list json.RawMessage) (s string, one bool) {
	n := 0
	elements(list, func(item json.RawMessage) {
		n++
		s, one = scalar(item)
	})
	return s, one && n == 1
}

// adoptValue takes adoptions in their three shapes: {number, degree}, a text,
// a list of either.
func (o *objectReader) adoptValue(v *source, value json.RawMessage) {
	bad := false
	one := func(item json.RawMessage) {
		switch item[0] {
		case '{':
			var a corpus.Adoption
			if json.Unmarshal(item, &a) != nil {
				bad = true
				return
			}
			o.adoption(v, a)
		case '"':
			if s, _ := scalar(item); !Blank(s) {
				v.text = s
				o.adopts(v)
			}
		case 'n':
		default:
			bad = true
		}
	}
	if value[0] == '[' {
		v.whole = true
		elements(value, one)
	} else {
		one(value)
	}
	if bad {
		o.note(problem.ValueShape, v.field, string(value[:min(len(value), 200)]), "")
		o.extra(v.heading, slices.Clone(value))
	}
}

func (o *objectReader) adoption(v *source, a corpus.Adoption) {
	a.Number = trim(a.Number)
	if Blank(a.Number) {
		return
	}
	d, ok := Degree(string(a.Degree))
	if !ok {
		o.note(problem.DegreeUnknown, v.field, string(a.Degree), "")
	}
	a.Degree = d
	if !plainItem(a.Number) {
		if list, beside := Adoptions(a.Number); len(list) > 0 && beside == "" {
			for _, more := range list {
				if more.Degree == "" {
					more.Degree = a.Degree
				}
				o.entry.Adopts = append(o.entry.Adopts, more)
			}
			return
		}
		if _, err := number.Parse(a.Number); err != nil {
			o.note(problem.RelationUnreadable, v.field, a.Number, a.Number)
		}
	}
	o.entry.Adopts = append(o.entry.Adopts, a)
}
