package columns

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"
)

// invisible reports whether a character shows nothing and means nothing:
// zero-width characters, byte order marks, soft hyphens, controls.
func invisible(r rune) bool {
	switch {
	case r < ' ':
		return r != '\n' && r != '\t' && r != '\r'
	case r < 0x7f:
		return false
	}
	return r == 0x7f || r == 0xad || r >= 0x80 && r < 0xa0 && r != 0x85 || r >= 0x200b && r <= 0x200f || r >= 0x202a && r <= 0x202e || r >= 0x2060 && r <= 0x2064 || r == 0xfeff
}

func outside(r rune) bool { return unicode.IsSpace(r) || invisible(r) }

// trim takes off what surrounds a text without meaning anything.
func trim(s string) string {
	if s == "" || graphic(s[0]) && graphic(s[len(s)-1]) {
		return s
	}
	return strings.TrimFunc(s, outside)
}

func graphic(c byte) bool { return c > ' ' && c < 0x7f }

// nothing are the words with which systems fill an empty cell.
var nothing = map[string]bool{
	"无": true, "無": true, "暂无": true, "暫無": true, "空": true, "没有": true, "無し": true, "なし": true, "无数据": true, "暂无数据": true, "不适用": true, "未填": true, "未填写": true, "空白": true, "暂缺": true, "不详": true,
	"n/a": true, "#n/a": true, "n.a.": true, "n.a": true, "null": true, "(null)": true, "<null>": true, "none": true, "nil": true, "\\n": true, "nan": true, "undefined": true, "not applicable": true, "not available": true, "[]": true, "{}": true, "...": true,
}

// strokes are the signs of which a blank may be made: --, ——, /, ….
const strokes = "-/_\\—–－―─／…·~～*、。.| 　\u00a0−﹣‐‑‒"

// blankBegins are the characters that a blank may begin with: nearly every
// cell is told by its first.
const blankBegins = strokes + "nN#uU无無暂暫空没な不未（([【《<{\"“'"

// Blank reports whether a text says nothing: empty, a dash or slash, or a
// word such as 无, N/A or NULL.
func Blank(text string) bool {
	if len(text) > 24 {
		return false
	}
	if text = trim(text); text == "" {
		return true
	}
	first := firstRune(text)
	if !strings.ContainsRune(blankBegins, first) {
		return false
	}
	if strings.Trim(text, strokes) == "" || nothing[text] {
		return true
	}
	inner := strings.Trim(text, "（）()[]【】《》<>。.\"“”'")
	return nothing[inner] || nothing[strings.ToLower(text)] || nothing[strings.ToLower(inner)]
}

// line makes one line of a text: every run of spaces and line ends one space,
// nothing invisible, valid UTF-8.
func line(s string) string {
	if tidy(s) {
		return s
	}
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	out := make([]byte, 0, len(s))
	space := false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			space = true
		case invisible(r):
		default:
			if space && len(out) > 0 {
				out = append(out, ' ')
			}
			space = false
			out = utf8.AppendRune(out, r)
		}
	}
	return string(out)
}

// tidy reports whether line would leave a text as it is, as it does most.
func tidy(s string) bool {
	if s == "" {
		return true
	}
	if s[0] == ' ' || s[len(s)-1] == ' ' {
		return false
	}
	high := false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c < ' ', c == 0x7f, c == ' ' && s[i-1] == ' ':
			return false
		case c < 0x80:
		case c == 0xc2, c == 0xe2 && i+2 < len(s) && (s[i+1] == 0x81 || s[i+1] == 0x80 && (s[i+2] < 0x90 || s[i+2] >= 0xa8)), c == 0xe3 && i+2 < len(s) && s[i+1] == 0x80 && s[i+2] == 0x80, c == 0xef && i+1 < len(s) && s[i+1] == 0xbb, c == 0xe1 && i+1 < len(s) && s[i+1] == 0x9a:
			return false
		default:
			high = true
		}
	}
	return !high || utf8.ValidString(s)
}

// tags are the elements that come with text copied from pages; those with
// true end a line.
var tags = map[string]bool{
	"b": false, "i": false, "em": false, "strong": false, "sub": false, "sup": false, "span": false, "font": false, "a": false, "u": false, "s": false, "small": false, "mark": false, "img": false, "code": false, "o:p": false, "tt": false, "nobr": false,
	"br": true, "p": true, "div": true, "li": true, "ul": true, "ol": true, "tr": true, "td": true, "table": true, "tbody": true, "h1": true, "h2": true, "h3": true, "h4": true,
}

// unmark turns HTML into plain text: known elements are taken out, character
// references decoded. changed is false for a text without any.
func unmark(s string) (text string, changed bool) {
	if strings.IndexByte(s, '<') < 0 && strings.IndexByte(s, '&') < 0 {
		return s, false
	}
	var out strings.Builder
	for i := 0; i < len(s); {
		switch s[i] {
		case '<':
			if n, breaks := tagAt(s[i:]); n > 0 {
				if breaks {
					out.WriteByte('\n')
				}
				i, changed = i+n, true
				continue
			}
		case '&':
			if n := strings.IndexByte(s[i:min(len(s), i+12)], ';'); n > 1 {
				ref := s[i : i+n+1]
				if c := html.UnescapeString(ref); c != ref {
					out.WriteString(c)
					i, changed = i+n+1, true
					continue
				}
			}
		}
		out.WriteByte(s[i])
		i++
	}
	if !changed {
		return s, false
	}
	return out.String(), true
}

// tagAt gives the length of the known element's tag that s begins with, 0 if
// there is none.
func tagAt(s string) (n int, breaks bool) {
	const longest = 400
	i := 1
	if i < len(s) && s[i] == '/' {
		i++
	}
	start := i
	for i < len(s) && i-start < 6 && (s[i]|0x20 >= 'a' && s[i]|0x20 <= 'z' || s[i] >= '1' && s[i] <= '4' || s[i] == ':') {
		i++
	}
	breaks, known := tags[strings.ToLower(s[start:i])]
	if !known || i == len(s) || s[i] != '>' && s[i] != ' ' && s[i] != '/' {
		return 0, false
	}
	end := strings.IndexByte(s[i:min(len(s), i+longest)], '>')
	if end < 0 {
		return 0, false
	}
	return i + end + 1, breaks
}

// unescape decodes HTML that was escaped once or twice.
func unescape(s string) (text string, changed bool) {
	text = s
	for range 3 {
		next, more := unmark(text)
		if !more {
			break
		}
		text, changed = next, true
	}
	return text, changed
}

func isHan(r rune) bool {
	return r >= 0x4e00 && r <= 0x9fff || r >= 0x3400 && r <= 0x4dbf || r == 0x3007 || r >= 0x20000 && r <= 0x3134f
}

func hasHan(s string) bool { return strings.IndexFunc(s, isHan) >= 0 }

// halve makes full-width ASCII half-width, and dashes and spaces of all kinds
// the plain ones: for reading, not for keeping.
func halve(s string) string {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return strings.Map(func(r rune) rune {
				switch {
				case r < 0x80:
					return r
				case r >= 0xff01 && r <= 0xff5e:
					return r - 0xfee0
				case r >= 0x2010 && r <= 0x2015, r == 0x2212, r == 0x2500:
					return '-'
				case invisible(r):
					return -1
				case unicode.IsSpace(r):
					return ' '
				}
				return r
			}, s)
		}
	}
	return s
}
