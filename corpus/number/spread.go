package number

import "strconv"

// lastPart is the end of a spread over all parts.
const lastPart = 1 << 20

// Spread is what a number names that stands for several parts: the standard as
// a whole and the first and last of the parts. GB/T 5750 (all parts) spreads
// over all of them, GB/T 5750.1~5750.13-2023 from 1 to 13. ok is false for
// every other number.
func (n Number) Spread() (whole Number, from, to int, ok bool) {
	whole = n.Undated()
	if n.allParts {
		return whole, 0, lastPart, true
	}
	if n.ranged == "" || len(n.parts) < 2 {
		return n, 0, 0, false
	}
	from, err1 := strconv.Atoi(n.parts[1:])
	to, err2 := strconv.Atoi(n.ranged)
	if err1 != nil || err2 != nil || from > to || to > lastPart {
		return n, 0, 0, false
	}
	whole.parts = ""
	return whole, from, to, true
}

// longestSpread is how many numbers a range may stand for.
const longestSpread = 200

// Each are the numbers that a range of parts stands for, each with the range's
// year: GB/T 801.1-1990, GB/T 801.2-1990 and GB/T 801.3-1990 for GB/T
// 801.1~801.3-1990. For every other number it is the number itself.
func (n Number) Each() []Number {
	_, from, to, ok := n.Spread()
	if !ok || n.allParts || to-from >= longestSpread {
		return []Number{n}
	}
	out := make([]Number, 0, to-from+1)
	for i := from; i <= to; i++ {
		one := n
		one.ranged, one.parts = "", n.parts[:1]+strconv.Itoa(i)
		out = append(out, one)
	}
	return out
}

// Dated reports whether the number names one edition: by its year, its version,
// its ordinal edition or the letter of a revision.
func (n Number) Dated() bool { return n.Key() != n.Undated().Key() || n.revision() }

// revision reports whether the letters behind the serial tell an edition.
func (n Number) revision() bool {
	return n.letters != "" && n.rules != nil && n.rules.traits&revised != 0
}
