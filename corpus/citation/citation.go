// Package citation writes a catalogue entry as a reference in other people's
// works: by the rules of GB/T 7714, as BibTeX, as RIS and as CSL-JSON. Its
// functions are pure: the same entry gives the same text. It does not look
// things up and invents nothing: what a catalogue does not know, such as the
// publishing house of a printed standard, is left to the author who cites.
//
// # Where the rules come from
//
// GB/T 7714—2015, 4.1.2 with 8.2.3 and the standards among the examples of
// annex A: 主要责任者. 题名: 标准号[S]. 出版地: 出版者, 出版年. The number is
// "other title information" behind the title. The party responsible is, of a
// Chinese standard, the technical committee that it belongs to, else those who
// issued it, at most three (8.1.2); the examples name none for a standard of
// ISO, whose number tells the body. Place and publisher stand in no catalogue
// and are left out with their marks.
//
// GB/T 7714—2025, in force from 2026-07-01, has a rule for standards alone:
// 标准编号 标准名称[S]. Nobody is named, and no year, which the number has.
//
// Both write the number as its body prints it: with a dash (—) before the year
// of a Chinese standard. The examples of both put a space behind the colon of
// ISO's numbers; ISO does not, and the number is kept as ISO prints it.
//
// BibTeX: the entry type standard, known to biblatex, IEEEtran, gbt7714 and
// biblatex-gb7714, with its fields number and institution. Styles that do not
// know it treat it as misc.
//
// RIS: the type STAND of the tables that EndNote publishes, where SN is the
// number of the document; M1 says it once more for readers of the older
// specification. Lines end with CR LF.
//
// CSL-JSON: the type standard of CSL 1.0.2, with number and authority.
package citation

import (
	"slices"
	"strings"

	"chabiao/corpus"
)

// GBT2015 is the reference by GB/T 7714—2015 (sequential numbering), in one
// line.
func GBT2015(e *corpus.Entry) string {
	w := workOf(e)
	var b strings.Builder
	if w.chinese {
		if names := w.responsible(e); len(names) > 0 {
			if len(names) > 3 {
				names = append(slices.Clone(names[:3]), "等")
			}
			b.WriteString(strings.Join(names, ", ") + ". ")
		}
	}
	if w.title != "" {
		b.WriteString(w.title + ": ")
	}
	b.WriteString(w.number + "[S].")
	if y := w.issued.String(); y != "" {
		b.WriteString(" " + y[:4] + ".")
	}
	return b.String()
}

// GBT2025 is the reference by GB/T 7714—2025, in one line.
func GBT2025(e *corpus.Entry) string {
	w := workOf(e)
	if w.title == "" {
		return w.number + "[S]."
	}
	return w.number + " " + w.title + "[S]."
}
