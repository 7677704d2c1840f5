package columns

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"chabiao/corpus"
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
			return nil, []problem.Note{problem.Because(problem.RowUnreadable, "preset", opt.Preset, err)}
		}
		o.preset = p
	}
	// In the order of keys, so that of two keys with one field the same one
	// counts wherever they stand.
	slices.SortFunc(all, func(a, b member) int { return strings.Compare(a.key, b.key) })
	return o.read(all)
}

func trimJSON(data []byte) []byte {
	start := 0
	if len(data) >= 3 && data[0] == 0xef && data[1] == 0xbb && data[2] == 0xbf {
		start = 3
	}
	start = skipBlank(data, start)
	return bytes.TrimRight(data[start:], " \t\r\n")
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
		return nil, []problem.Note{problem.Because(problem.NumberUnreadable, "number", raw, err)}
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
