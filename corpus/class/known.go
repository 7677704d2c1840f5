package class

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed ccs_codes.txt
var ccsCodes string

// letterCodes are the numbers that exist below each letter of CCS.
var letterCodes = sync.OnceValue(func() map[byte]*[100]bool {
	out := make(map[byte]*[100]bool, 26)
	for line := range strings.Lines(ccsCodes) {
		letter, ranges, ok := strings.Cut(strings.TrimSpace(line), " ")
		if !ok || len(letter) != 1 || letter == "#" {
			continue
		}
		codes := new([100]bool)
		for r := range strings.SplitSeq(ranges, ",") {
			first, last, ok := strings.Cut(r, "-")
			if !ok {
				last = first
			}
			for n := twoDigits(first); n <= twoDigits(last); n++ {
				codes[n] = true
			}
		}
		out[letter[0]] = codes
	}
	return out
})

// twoDigits is the number that a text of two digits writes.
func twoDigits(s string) int { return int(s[0]-'0')*10 + int(s[1]-'0') }

// Known reports whether a class exists as far as is known here: of ICS down to
// the group (67.060), below which any number may be (editions of ICS differ there); of CCS down to the code
// (C51); a range of codes (Y10/19) if any of them exists. What is no code of
// the scheme's form is not known.
func Known(s Scheme, code string) bool {
	code, ok := Normalize(s, code)
	if !ok {
		return false
	}
	if s == ICS {
		_, ok := Lookup(ICS, code[:min(len(code), len("67.060"))])
		return ok
	}
	codes := letterCodes()[code[0]]
	switch {
	case codes == nil:
		return false
	case len(code) == 1:
		return true
	}
	first := twoDigits(code[1:])
	last := first
	if len(code) == 6 {
		last = twoDigits(code[4:])
	}
	for n := first; n <= last; n++ {
		if codes[n] {
			return true
		}
	}
	return false
}
