package report

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode/utf8"

	"chabiao/corpus"
)

// shownValue is one field of an entry as a report shows it.
type shownValue struct{ Name, Label, Value string }

// longestShown is how many characters of a value a report shows.
const longestShown = 300

// entryFields takes the JSON of an entry apart, in its own order.
func entryFields(raw json.RawMessage, lang string) []shownValue {
	var out []shownValue
	walk(raw, func(key string, value json.RawMessage) {
		if key == "extra" {
			walk(value, func(k string, v json.RawMessage) {
				out = append(out, shownValue{"extra." + k, k, Value(v)})
			})
			return
		}
		out = append(out, shownValue{key, FieldLabel(key, lang), FieldValue(key, value, lang)})
	})
	return out
}

// walk gives the members of a JSON object in order; nothing of what is none.
func walk(raw json.RawMessage, member func(string, json.RawMessage)) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return
	}
	for dec.More() {
		t, err := dec.Token()
		key, ok := t.(string)
		if err != nil || !ok {
			return
		}
		var value json.RawMessage
		if dec.Decode(&value) != nil {
			return
		}
		member(key, value)
	}
}

// FieldValue shows the value of a field of an entry as Value does, and a status
// in the reader's language.
func FieldValue(key string, raw json.RawMessage, lang string) string {
	text := Value(raw)
	if key == "status" {
		if status, ok := corpus.ParseStatus(text); ok {
			return status.Label(lang)
		}
	}
	return text
}

// Value shows the JSON value of a field as people write it: a text without its
// quotes, a list with semicolons, an adoption as "ISO 9001:2015 IDT", null as
// nothing. Long ones are cut.
func Value(raw json.RawMessage) string {
	text := plain(raw)
	if utf8.RuneCountInString(text) <= longestShown {
		return text
	}
	return string([]rune(text)[:longestShown]) + "…"
}

func plain(raw json.RawMessage) string {
	switch raw = bytes.TrimSpace(raw); {
	case len(raw) == 0 || string(raw) == "null":
		return ""
	case raw[0] == '"':
		var s string
		if json.Unmarshal(raw, &s) == nil {
			return s
		}
	case raw[0] == '[':
		var list []json.RawMessage
		if json.Unmarshal(raw, &list) == nil {
			parts := make([]string, len(list))
			for i, v := range list {
				parts[i] = plain(v)
			}
			return strings.Join(parts, "; ")
		}
	case raw[0] == '{':
		var adopts struct {
			Number, Degree string
		}
		dec := json.NewDecoder(bytes.NewReader(raw))
		dec.DisallowUnknownFields()
		if dec.Decode(&adopts) == nil && adopts.Number != "" {
			return strings.TrimSpace(adopts.Number + " " + adopts.Degree)
		}
	}
	return string(raw)
}
