package number

import "slices"

// Likeness is what two numbers tell by themselves of whether they are editions
// of one standard. More is more certain.
type Likeness uint8

// What numbers tell.
const (
	// Apart: other digits, or documents whose serials are counted apart, such as
	// ISO 50 and ISO/IEC Guide 50, JIS X 0025 and JIS TR X 0025.
	Apart Likeness = iota
	// Perhaps: documents of two types that share a serial where one became the
	// other (ISO/TS 9002 and ISO 9002, GB/Z 22553 and GB/T 22553) and by chance
	// (GB/Z 155 and GB/T 155). Their titles must agree.
	Perhaps
	// Likely: only the letter T came or went, of a body that has used serials
	// again. Their titles must have something in common.
	Likely
	// Alike: the same series; one of GB and GB/T, which are counted together; an
	// ISO recommendation and the standard it became; another joint publisher.
	Alike
)

// sharedSerials are the types of documents that take the serial of the standard
// they may become, or became.
var sharedSerials = map[string]bool{"": true, "R": true, "TR": true, "TS": true, "PAS": true, "ISP": true}

// Likeness tells whether two numbers may name editions of one standard, whatever
// their years and amendments are.
func (n Number) Likeness(m Number) Likeness {
	if n.LooseKey() != m.LooseKey() {
		return Apart
	}
	switch a, b := n.typ, m.typ; {
	case a == b:
	case !sharedSerials[a] || !sharedSerials[b] || n.Family() == "JIS":
		return Apart
	case a+b != "R": // either is no recommendation, or no standard
		return Perhaps
	}
	switch {
	case !slices.Equal(n.Parts(), m.Parts()):
		return Perhaps // IEEE C37.010 is not C37.10
	case n.mandate == m.mandate:
		return Alike
	case n.mandate == 'Z' || m.mandate == 'Z':
		return Perhaps
	case n.Family() == "GB":
		return Alike
	}
	return Likely
}
