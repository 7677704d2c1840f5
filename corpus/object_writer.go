package corpus

import (
	"encoding/json"
	"unicode/utf8"
)

// ObjectWriter appends one JSON object key by key, in the order of the calls,
// without reflection for strings. Empty strings and lists are left out. Text
// is not escaped for HTML: it goes into JSON bodies and files.
type ObjectWriter struct {
	buf   []byte
	first bool
}

// NewObjectWriter opens an object at the end of buf.
func NewObjectWriter(buf []byte) *ObjectWriter {
	return &ObjectWriter{buf: append(buf, '{'), first: true}
}

// Close ends the object and returns the buffer.
func (w *ObjectWriter) Close() []byte { return append(w.buf, '}') }

func (w *ObjectWriter) key(key string) {
	if !w.first {
		w.buf = append(w.buf, ',')
	}
	w.first = false
	w.buf = append(AppendJSONString(w.buf, key), ':')
}

// String writes a text unless it is empty.
func (w *ObjectWriter) String(key, s string) {
	if s != "" {
		w.key(key)
		w.buf = AppendJSONString(w.buf, s)
	}
}

// Strings writes a list of texts unless it is empty.
func (w *ObjectWriter) Strings(key string, list []string) {
	if len(list) == 0 {
		return
	}
	w.key(key)
	w.buf = append(w.buf, '[')
	for i, s := range list {
		if i > 0 {
			w.buf = append(w.buf, ',')
		}
		w.buf = AppendJSONString(w.buf, s)
	}
	w.buf = append(w.buf, ']')
}

// Value writes anything that encoding/json can; a value that it can't is
// written as null.
func (w *ObjectWriter) Value(key string, v any) {
	w.key(key)
	b, err := json.Marshal(v)
	if err != nil {
		b = []byte("null")
	}
	w.buf = append(w.buf, b...)
}

// AppendJSONString appends s as a JSON string. Bytes that are not UTF-8 become
// U+FFFD.
func AppendJSONString(buf []byte, s string) []byte {
	const hex = "0123456789abcdef"
	buf = append(buf, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && size == 1 || r == '\u2028' || r == '\u2029' {
				buf = append(buf, s[start:i]...)
				switch r {
				case '\u2028':
					buf = append(buf, `\u2028`...)
				case '\u2029':
					buf = append(buf, `\u2029`...)
				default:
					buf = append(buf, `\ufffd`...)
				}
				start = i + size
			}
			i += size
			continue
		}
		if c >= 0x20 && c != '"' && c != '\\' {
			i++
			continue
		}
		buf = append(buf, s[start:i]...)
		switch c {
		case '"', '\\':
			buf = append(buf, '\\', c)
		case '\n':
			buf = append(buf, `\n`...)
		case '\r':
			buf = append(buf, `\r`...)
		case '\t':
			buf = append(buf, `\t`...)
		default:
			buf = append(buf, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		}
		i++
		start = i
	}
	return append(append(buf, s[start:]...), '"')
}
