package sheet

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Inert keeps a text that is written as CSV from being run as a formula by who
// opens the file in a spreadsheet: an apostrophe before it says that it is text.
// Figures with a sign stay as they are.
func Inert(s string) string {
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, " "))
	if s == "" || !strings.ContainsRune("=+-@\t\r＝＋－＠", first) {
		return s
	}
	if _, err := strconv.ParseFloat(s, 64); err == nil {
		return s
	}
	return "'" + s
}

// Original is the text that Inert has made s of. Of a text that began with an
// apostrophe before a formula it takes that one away.
func Original(s string) string {
	if rest, ok := strings.CutPrefix(s, "'"); ok && Inert(rest) == s {
		return rest
	}
	return s
}
