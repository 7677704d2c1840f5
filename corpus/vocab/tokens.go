package vocab

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"chabiao/corpus/han"
)

// A text is looked at as tokens: every ideographic character is one, and so is
// every word of another script. A point between digits belongs to its word
// (pm2.5). Terms are keyed by their tokens, so that blanks and hyphens between
// Latin words, and between Latin and Han, make no difference.
type token struct {
	start, end  int // bytes
	ideographic bool
	joined      bool   // may follow the token before it within a term
	key         string // the character, or the word in the singular
}

// appendTokens cuts a folded text into tokens.
func appendTokens(dst []token, text string) []token {
	before := 0 // where the last token ended
	for pos := 0; pos < len(text); {
		r, size := utf8.DecodeRuneInString(text[pos:])
		t := token{start: pos, end: pos + size}
		switch {
		case han.IsIdeographic(r):
			t.ideographic = true
			t.key = text[t.start:t.end]
		case isWordRune(r):
			t.end = wordEnd(text, pos)
			t.key = singular(text[t.start:t.end])
		default:
			pos += size
			continue
		}
		if n := len(dst); n > 0 {
			gap := text[before:t.start]
			t.joined = gap == "" || !(t.ideographic && dst[n-1].ideographic) && isJoint(gap)
		}
		dst = append(dst, t)
		pos, before = t.end, t.end
	}
	return dst
}

func isWordRune(r rune) bool {
	return r != utf8.RuneError && !han.IsIdeographic(r) && (unicode.IsLetter(r) || unicode.IsNumber(r))
}

// wordEnd is where the word that begins at pos ends.
func wordEnd(text string, pos int) int {
	digit := false
	for pos < len(text) {
		r, size := utf8.DecodeRuneInString(text[pos:])
		if !isWordRune(r) {
			next := byte(0)
			if pos+1 < len(text) {
				next = text[pos+1]
			}
			if r != '.' || !digit || next < '0' || next > '9' {
				break
			}
		}
		digit = '0' <= r && r <= '9'
		pos += size
	}
	return pos
}

// isJoint reports whether what stands between two words may do so within a
// term: a blank, a hyphen, or both around each other; not a comma.
func isJoint(gap string) bool {
	return len(gap) <= 3 && strings.Trim(gap, " -/'") == "" || gap == "‐" || gap == "·"
}

// singular takes the plural off an English word. It need not be right for
// every word, only the same for the file and for what was typed.
func singular(word string) string {
	n := len(word)
	if n < 4 || word[n-1] != 's' || strings.HasSuffix(word, "ss") || strings.HasSuffix(word, "us") || strings.HasSuffix(word, "is") {
		return word
	}
	if n > 4 && strings.HasSuffix(word, "ies") {
		return word[:n-3] + "y"
	}
	for _, hissing := range []string{"shes", "ches", "xes", "sses"} {
		if strings.HasSuffix(word, hissing) {
			return word[:n-2]
		}
	}
	return word[:n-1]
}

// appendKey adds a token to the key of those before it.
func appendKey(key []byte, before *token, t *token) []byte {
	if before != nil && !before.ideographic && !t.ideographic {
		key = append(key, ' ')
	}
	return append(key, t.key...)
}

// keyOf is the key of a term; empty if it has no tokens.
func keyOf(term string) string {
	var buf [maxTokens]token
	return keyOfTokens(appendTokens(buf[:0], term))
}

func keyOfTokens(tokens []token) string {
	var buf [64]byte
	key := buf[:0]
	var before *token
	for i := range tokens {
		key = appendKey(key, before, &tokens[i])
		before = &tokens[i]
	}
	return string(key)
}
