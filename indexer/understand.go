package indexer

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strings"

	"chabiao/corpus"
	"chabiao/corpus/number"
	"chabiao/indexer/check"
	"chabiao/indexer/problem"
	"chabiao/indexer/source"
)

// staged is a row that has been read: an entry, the reason why not, or neither
// when the row is none.
type staged struct {
	part    int
	at      int64
	raw     []byte
	entry   *corpus.Entry
	key, id string
	notes   []problem.Note
	// reason is why it is refused, reasonZH the same in Chinese.
	reason, reasonZH string
}

// understand reads a row as an entry and checks it by itself.
func understand(p *source.Part, part int, row source.Row, today corpus.Date) staged {
	s := staged{part: part, at: row.At, raw: row.Raw}
	e, notes := p.Understand(row)
	s.notes = notes
	if e == nil {
		s.reason, s.reasonZH = reasonOf(notes)
		return s
	}
	n, err := number.Parse(e.Number)
	if err != nil {
		s.notes = append(s.notes, problem.Because(problem.NumberUnreadable, "number", e.Number, err))
		s.reason, s.reasonZH = reasonOf(s.notes)
		return s
	}
	e.Number = n.String()
	s.entry, s.key, s.id = e, n.Key(), n.ID()
	s.notes = append(s.notes, check.Row(e, n, today)...)
	return s
}

// reasonOf says in English and in Chinese why a row is refused; "" when it is not.
func reasonOf(notes []problem.Note) (en, zh string) {
	var ens, zhs []string
	for _, n := range notes {
		if n.Severity() != problem.Error {
			continue
		}
		e, z := n.Kind.Title("en"), n.Kind.Title("zh")
		if n.Became != "" || n.Value != "" {
			e, z = e+fmt.Sprintf(": %q", clip(n.Value)), z+"：“"+clip(n.Value)+"”"
		}
		if n.Became != "" {
			e, z = e+": "+n.Became, z+"："+cmp.Or(n.BecameZH, n.Became)
		}
		ens, zhs = append(ens, e), append(zhs, z)
	}
	return strings.Join(ens, "; "), strings.Join(zhs, "；")
}

// clip shortens a text for a message, at a rune boundary.
func clip(s string) string {
	const longest = 80
	count := 0
	for i := range s {
		if count++; count > longest {
			return s[:i] + "…"
		}
	}
	return s
}

func (s *staged) warnings() int64 {
	n := int64(0)
	for _, note := range s.notes {
		if note.Severity() == problem.Warning {
			n++
		}
	}
	return n
}

func (s *staged) sample(row source.Row) Sample {
	out := Sample{At: s.at, Notes: s.notes, Reason: s.reason, ReasonZH: s.reasonZH}
	for _, c := range row.Cells {
		out.Cells = append(out.Cells, c.Text)
	}
	if s.entry != nil {
		out.Entry, _ = json.Marshal(s.entry)
	}
	return out
}
