package columns

import (
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// The functions here walk JSON text that json.Valid has accepted. They keep
// to slices of it, since an object of the entry format is read a million
// times and nearly all its strings are plain.

// member is one key of an object and its value.
type member struct {
	key   string
	value json.RawMessage
}

// members gives the members of a valid object in their order, nulls left out.
// Of a key that stands twice the last counts, as for encoding/json.
func members(obj []byte, out []member) []member {
	// Few keys are compared one by one, many through a map.
	const few = 48
	var index map[string]int
	find := func(key string) int {
		if index != nil {
			if at, ok := index[key]; ok {
				return at
			}
			return len(out)
		}
		for k := range out {
			if out[k].key == key {
				return k
			}
		}
		return len(out)
	}
	i := skipBlank(obj, 0) + 1
	for {
		i = skipBlank(obj, i)
		if i >= len(obj) || obj[i] == '}' {
			return out
		}
		if obj[i] == ',' {
			i++
			continue
		}
		end := valueEnd(obj, i)
		key := text(obj[i:end])
		i = skipBlank(obj, skipBlank(obj, end)+1) // the colon
		end = valueEnd(obj, i)
		if end <= i {
			return out // can't be: the text is valid
		}
		m := member{key, obj[i:end]}
		i = end
		at := find(key)
		if at < len(out) {
			out[at] = m
			continue
		}
		out = append(out, m)
		if index == nil && len(out) == few {
			index = make(map[string]int, 4*few)
			for k := range out {
				index[out[k].key] = k
			}
		} else if index != nil {
			index[key] = at
		}
	}
}

// elements calls f for every element of a valid array.
func elements(arr []byte, f func(json.RawMessage)) {
	i := skipBlank(arr, 0) + 1
	for {
		i = skipBlank(arr, i)
		if i >= len(arr) || arr[i] == ']' {
			return
		}
		if arr[i] == ',' {
			i++
			continue
		}
		end := valueEnd(arr, i)
		if end <= i {
			return
		}
		f(arr[i:end])
		i = end
	}
}

func skipBlank(s []byte, i int) int {
	for i < len(s) && (s[i] == ' ' || s[i] == '\t' || s[i] == '\n' || s[i] == '\r') {
		i++
	}
	return i
}

// valueEnd is the offset behind the value that begins at i.
func valueEnd(s []byte, i int) int {
	if i >= len(s) {
		return i
	}
	switch s[i] {
	case '"':
		for i++; i < len(s); i++ {
			switch s[i] {
			case '\\':
				i++
			case '"':
				return i + 1
			}
		}
		return len(s)
	case '{', '[':
		depth := 0
		for i < len(s) {
			switch s[i] {
			case '"':
				i = valueEnd(s, i)
				continue
			case '{', '[':
				depth++
			case '}', ']':
				if depth--; depth == 0 {
					return i + 1
				}
			}
			i++
		}
		return len(s)
	}
	for i < len(s) && s[i] != ',' && s[i] != '}' && s[i] != ']' && s[i] > ' ' {
		i++
	}
	return i
}

// text decodes a valid JSON string.
func text(v []byte) string {
	if len(v) < 2 || v[0] != '"' {
		return string(v)
	}
	inner := v[1 : len(v)-1]
	escaped := false
	for _, c := range inner {
		if c == '\\' {
			escaped = true
			break
		}
	}
	if !escaped {
		if utf8.Valid(inner) {
			return string(inner)
		}
		return strings.ToValidUTF8(string(inner), "\uFFFD")
	}
	var s string
	if json.Unmarshal(v, &s) != nil {
		return string(inner)
	}
	return s
}

// scalar is a string, number or truth value as text; ok is false for lists,
// objects and null.
func scalar(v json.RawMessage) (s string, ok bool) {
	switch v[0] {
	case '"':
		return trim(text(v)), true
	case '{', '[', 'n':
		return "", false
	}
	return string(v), true
}
