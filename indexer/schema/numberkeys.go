package schema

import "chabiao/corpus/number"

// NumberKeys are the terms of FieldNumber under which a number is looked up, from
// the very document to its family: the document; what it amends or translates,
// and documents that bear the number beside their own; the same year under another
// letter; all editions; all under another letter, type or joint publisher; the
// parts. A way that the number does not have is empty.
func NumberKeys(n *number.Number) [6][]string {
	series := n.SeriesKey()
	near := []string{KeyDual + series}
	if base, ok := n.Amended(); ok {
		near = append(near, KeyExact+base.Key())
	} else if base, ok := n.Untranslated(); ok {
		near = append(near, KeyExact+base.Key())
	}
	for _, d := range n.Dual() {
		near = append(near, KeyExact+d.Key(), KeyDual+d.SeriesKey())
	}
	var sameYear []string
	if n.Year() != 0 {
		sameYear = []string{KeyExact + n.OtherMandate().Key()}
	}
	return [...][]string{{KeyExact + n.Key()}, near, sameYear, {KeySeries + series}, {KeyLoose + n.TypedKey()}, {KeyFamily + series}}
}
