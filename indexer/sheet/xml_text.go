package sheet

import (
	"bytes"
	"strconv"
	"unicode/utf8"
)

// attr is the value of the start tag's attribute of a local name; nil if it
// has none.
func (x *xmlReader) attr(local string) []byte {
	for rest := x.attrs; ; {
		name, value, more := nextAttr(&rest)
		if !more {
			return nil
		}
		if string(name) == local {
			return unescape(bytes.Clone(value)) // the tag stays as it is
		}
	}
}

// nextAttr takes the first attribute of rest; its name is without prefix.
func nextAttr(rest *[]byte) (name, value []byte, ok bool) {
	b := *rest
	i := 0
	for i < len(b) && space(b[i]) {
		i++
	}
	start := i
	for i < len(b) && b[i] != '=' {
		if b[i] == ':' {
			start = i + 1
		}
		i++
	}
	if i >= len(b) {
		return nil, nil, false
	}
	name = bytes.TrimRight(b[start:i], " \t\r\n")
	for i++; i < len(b) && space(b[i]); i++ {
	}
	if i >= len(b) || b[i] != '"' && b[i] != '\'' {
		return nil, nil, false
	}
	end := bytes.IndexByte(b[i+1:], b[i])
	if end < 0 {
		return nil, nil, false
	}
	value = b[i+1 : i+1+end]
	*rest = b[i+end+2:]
	return name, value, true
}

// unescape replaces XML's own entities and character references, and makes all
// line ends \n. What is no entity stays. It writes into b.
func unescape(b []byte) []byte {
	i := bytes.IndexByte(b, '&')
	if cr := bytes.IndexByte(b, '\r'); cr >= 0 && (i < 0 || cr < i) {
		i = cr
	}
	if i < 0 {
		return b
	}
	out := b[:i]
	for i < len(b) {
		switch c := b[i]; c {
		case '\r':
			out = append(out, '\n')
			if i++; i < len(b) && b[i] == '\n' {
				i++
			}
		case '&':
			n := bytes.IndexByte(b[i:min(len(b), i+12)], ';')
			r := rune(-1)
			if n > 0 {
				r = entity(b[i+1 : i+n])
			}
			if r < 0 {
				out = append(out, c)
				i++
				continue
			}
			// A reference is never shorter than what it stands for.
			out = utf8.AppendRune(out, r)
			i += n + 1
		default:
			out = append(out, c)
			i++
		}
	}
	return out
}

// entity is the character that an entity stands for; -1 if none.
func entity(name []byte) rune {
	switch string(name) {
	case "amp":
		return '&'
	case "lt":
		return '<'
	case "gt":
		return '>'
	case "quot":
		return '"'
	case "apos":
		return '\''
	}
	if len(name) < 2 || name[0] != '#' {
		return -1
	}
	digits, base := string(name[1:]), 10
	if digits[0] == 'x' || digits[0] == 'X' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || n > utf8.MaxRune || n == 0 {
		return -1
	}
	return rune(n)
}
