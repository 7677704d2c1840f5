package columns

import (
	"encoding/json"
	"slices"
	"strings"

	"chabiao/corpus"
	"chabiao/corpus/number"
	"chabiao/indexer/problem"
	"chabiao/indexer/sheet"
)

// Object reads one JSON object: with the keys of the entry format, as
// corpus.DecodeEntry does, or with those of another system — headings in
// Chinese or English, codes of CNIS, ISO Open Data — whose objects are
// flattened by one level, title.en. Values are cleaned as cells are. The
// entry is nil, with a note of severity Error, when the text is no object or
// has no number.
func Object(data []byte, opt Options) (*corpus.Entry, []problem.Note) {
	data = trimJSON(data)
	if len(data) == 0 || data[0] != '{' || !json.Valid(data) {
		return nil, []problem.Note{note(problem.RowUnreadable, "", string(data[:min(len(data), 200)]), "")}
	}
	var stack [48]member
	all := members(data, stack[:0])
	o := objectReader{builder: builder{entry: &corpus.Entry{}}, opt: opt}
	if opt.Preset == "" && len(opt.Map) == 0 && ours(all) {
		o.known = true
	} else {
		all = flatten(all)
		keys := make([]string, len(all))
		for i, m := range all {
			keys[i] = m.key
		}
		p, err := findPreset(opt.Preset, keys)
		if err != nil {
			return nil, []problem.Note{note(problem.RowUnreadable, "preset", opt.Preset, err.Error())}
		}
		o.preset = p
	}
	// In the order of keys, so that of two keys with one field the same one
	// counts wherever they stand.
	slices.SortFunc(all, func(a, b member) int { return strings.Compare(a.key, b.key) })
	return o.read(all)
}

func trimJSON(data []byte) []byte {
	start, end := 0, len(data)
	if len(data) >= 3 && data[0] == 0xef && data[1] == 0xbb && data[2] == 0xbf {
		start = 3
	}
	start = skipBlank(data, start)
	for end > start && data[end-1] <= ' ' {
		end--
	}
	return data[start:end]
}

// ours reports whether an object has the keys of the entry format: a number,
// and no key that looks like another system's name for what we have.
func ours(all []member) bool {
	number, known, foreign := false, 0, 0
	for _, m := range all {
		r, _, ok := roleOf(m.key)
		switch {
		case m.key == "number":
			number = true
		case ok && r != roleExtra && r != roleStage && m.key != Ignored, derived[m.key], m.key == "extra":
			known++
		default:
			foreign++
		}
	}
	return number && (known > 0 || foreign == 0)
}

// derived are keys of an export that follow from the number.
var derived = map[string]bool{"id": true, "level": true, "country": true, "body": true, "year": true, "mandatory": true, "editions": true, "relations_resolved": true}

// flatten brings the members of inner objects up: title.en. Bounded by the
// size of the text, since it goes one level deep.
func flatten(all []member) []member {
	out := make([]member, 0, len(all)+4)
	for _, m := range all {
		if m.value[0] != '{' {
			out = append(out, m)
			continue
		}
		for _, inner := range members(m.value, nil) {
			out = append(out, member{m.key + "." + inner.key, inner.value})
		}
	}
	return out
}

// objectReader lays the members of one object over an entry.
type objectReader struct {
	builder
	opt    Options
	preset *preset
	known  bool // keys are those of the entry format
}

// field says what a key means. by extra keys only the name is kept.
func (o *objectReader) field(m member) (r role, field, lang string) {
	if o.known {
		if derived[m.key] {
			return roleIgnore, m.key, ""
		}
		if r, lang, ok := roleOf(m.key); ok && r != roleStage && m.key != Ignored && m.key != "+" && m.key != "" {
			if r >= rolePrefix && r <= roleYear || r == roleDegree {
				return roleExtra, m.key, "" // of tables only
			}
			return r, m.key, lang
		}
		if !hasHan(m.key) {
			return roleExtra, m.key, ""
		}
	}
	if f, ok := mapped(o.opt.Map, m.key); ok {
		r, lang, _ := roleOf(f)
		return r, f, lang
	}
	if o.preset != nil {
		if f, ok := o.preset.fields[foldPreset(m.key)]; ok {
			r, lang, _ := roleOf(f)
			return r, f, lang
		}
	}
	for _, may := range lookup(m.key) {
		if may.doubt && !o.fits(may.field, m.value) {
			continue
		}
		r, lang, _ := roleOf(may.field)
		return r, may.field, lang
	}
	return roleExtra, m.key, ""
}

// fits reports whether a value looks like what a doubtful key may mean.
func (o *objectReader) fits(field string, v json.RawMessage) bool {
	s, ok := scalar(v)
	if !ok || s == "" {
		return false
	}
	switch field {
	case "title_zh":
		return hasHan(s)
	case "title":
		return true
	}
	var c census
	c.count(sheet.Cell{Text: s})
	return c.share(field) > 0
}

// mapped finds the field that the options give a heading or key.
func mapped(m map[string]string, heading string) (field string, ok bool) {
	if f, ok := m[heading]; ok {
		return f, true
	}
	if len(m) == 0 {
		return "", false
	}
	folded := foldHeading(heading)
	for _, h := range slices.Sorted(mapKeys(m)) {
		if folded != "" && foldHeading(h) == folded {
			return m[h], true
		}
	}
	return "", false
}

func (o *objectReader) read(all []member) (*corpus.Entry, []problem.Note) {
	var parts [3]string
	raw, numberKey := "", ""
	fields := make([]source, len(all))
	for i, m := range all {
		v := &fields[i]
		if m.value[0] == 'n' {
			v.role = roleIgnore
			continue
		}
		v.role, v.field, v.lang = o.field(m)
		v.heading = m.key
		s, ok := scalar(m.value)
		if !ok || Blank(s) {
			s = ""
		}
		switch v.role {
		case roleNumber:
			if raw == "" && s != "" {
				raw, numberKey = s, m.key
			}
		case rolePrefix, roleSerial, roleYear:
			parts[v.role-rolePrefix] = s
		}
	}
	joined := raw == "" && parts[1] != "" || raw != "" && parts[0] != "" && digit(raw[0])
	if joined {
		if raw == "" {
			raw = parts[1]
		}
		raw = joinParts(parts[0], raw, parts[2])
	}
	if raw == "" {
		return nil, []problem.Note{note(problem.NumberMissing, "number", "", "")}
	}
	d, err := NumberCell(raw)
	if letter(raw[len(raw)-1]) && !joined {
		for i := range fields {
			if fields[i].role != roleTitle {
				continue
			}
			title, _ := scalar(all[i].value)
			if more, _, ok := stuck(raw, title); ok {
				o.note(problem.NumberJoined, "number", raw+" | "+title, more.Text)
				o.letters, raw, d, err = raw, more.Text, more, nil
				break
			}
		}
	}
	if err != nil {
		return nil, []problem.Note{note(problem.NumberUnreadable, "number", raw, err.Error())}
	}
	if joined {
		o.note(problem.NumberJoined, "number", raw, d.Text)
	}
	o.takeNumber(raw, d)
	for i, m := range all {
		v := &fields[i]
		switch {
		case v.role == roleNumber && m.key == numberKey, v.role >= rolePrefix && v.role <= roleYear && joined:
			continue
		case v.role == roleNumber, v.role >= rolePrefix && v.role <= roleYear:
			v.role = roleExtra
		}
		o.value(v, m.value)
	}
	o.settleNumber(raw, d)
	o.settle()
	return o.entry, o.notes
}

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
	}
	if s, ok := scalar(value); ok {
		o.scalar(v, s)
		return
	}
	list := value[0] == '['
	if list && o.preset != nil && o.preset.name == "iso" && (v.role == roleReplaces || v.role == roleReplacedBy) && numbersOnly(value) {
		o.extraValue(v.heading, value) // ids of ISO projects
		return
	}
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

func numbersOnly(list json.RawMessage) bool {
	only := true
	elements(list, func(item json.RawMessage) { only = only && (digit(item[0]) || item[0] == 'n') })
	return only
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
