// Package check looks for what makes no sense in entries that are about to be
// imported: a status against its dates, a standard that replaces itself, a
// class that does not exist; and over a whole delivery, numbers that come
// twice, what is replaced and still in force, circles of replacement, relations
// to standards that nobody has. It tells what it finds as notes and changes
// nothing; whether a row is taken does not depend on it.
package check

import (
	"strings"

	"chabiao/corpus"
	"chabiao/corpus/class"
	"chabiao/corpus/number"
	"chabiao/indexer/problem"
)

// farYears is how many years ahead a date may lie: standards are published for
// years to come, hardly for decades.
const farYears = 5

// Row checks an entry by itself, as of a day.
func Row(e *corpus.Entry, n number.Number, today corpus.Date) []problem.Note {
	r := rowCheck{e: e, n: n, today: today}
	r.number()
	r.title()
	r.standing()
	r.dates()
	r.relations()
	r.classes(class.ICS, "ics", e.ICS)
	r.classes(class.CCS, "ccs", e.CCS)
	return r.notes
}

type rowCheck struct {
	e     *corpus.Entry
	n     number.Number
	today corpus.Date
	notes []problem.Note
}

func (r *rowCheck) note(kind problem.Kind, field, value, became string) {
	r.notes = append(r.notes, problem.Note{Kind: kind, Field: field, Value: value, Became: became})
}

func (r *rowCheck) number() {
	if r.n.Generic() && r.n.Body() != "" {
		r.note(problem.NumberPrefixUnknown, "number", r.e.Number, "")
	}
	if y := r.n.Year(); y > int(r.today.Year)+1 {
		r.note(problem.DateFarFuture, "number", r.e.Number, "")
	}
}

func (r *rowCheck) title() {
	if len(r.e.Titles) == 0 {
		r.note(problem.TitleMissing, "title", r.e.Number, "")
		return
	}
	for lang, title := range r.e.Titles {
		if len(title) > 80 {
			continue
		}
		if n, err := number.Parse(title); err == nil && n.Key() == r.n.Key() && !strings.ContainsFunc(strings.TrimPrefix(title, r.e.Number), isWord) {
			r.note(problem.TitleIsNumber, "title_"+lang, title, "")
		}
	}
}

// isWord reports whether a character can only be a title's.
func isWord(r rune) bool { return r >= 0x3400 && r <= 0x9FFF || r >= 'a' && r <= 'z' }

// past reports whether a date lies on or before today, by its latest day.
func (r *rowCheck) past(d corpus.Date) bool {
	if d.Month == 0 {
		d.Month = 12
	}
	if d.Day == 0 {
		d.Day = 31
	}
	return d.Compare(r.today) <= 0
}

func (r *rowCheck) standing() {
	e := r.e
	switch e.Status {
	case corpus.StatusCurrent:
		if !e.Withdrawn.IsZero() && r.past(e.Withdrawn) {
			r.note(problem.CurrentButWithdrawn, "withdrawn", e.Withdrawn.String(), "")
		}
		if !e.Implemented.IsZero() && e.Implemented.Compare(r.today) > 0 {
			r.note(problem.CurrentButNotImplemented, "implemented", e.Implemented.String(), "")
		}
		if len(e.ReplacedBy) > 0 {
			r.note(problem.ReplacedButInForce, "replaced_by", strings.Join(e.ReplacedBy, "; "), "")
		}
	case corpus.StatusUpcoming:
		if !e.Implemented.IsZero() && r.past(e.Implemented) {
			r.note(problem.UpcomingButImplemented, "implemented", e.Implemented.String(), "")
		}
	}
}

// before reports whether a lies before b as far as both are known: 2016 is not
// before 2016-12-30.
func before(a, b corpus.Date) bool {
	if a.IsZero() || b.IsZero() || a.Year != b.Year {
		return !a.IsZero() && !b.IsZero() && a.Year < b.Year
	}
	if a.Month == 0 || b.Month == 0 || a.Month != b.Month {
		return a.Month != 0 && b.Month != 0 && a.Month < b.Month
	}
	return a.Day != 0 && b.Day != 0 && a.Day < b.Day
}

func (r *rowCheck) dates() {
	e := r.e
	if before(e.Withdrawn, e.Published) {
		r.note(problem.WithdrawnBeforePublished, "withdrawn", e.Withdrawn.String(), e.Published.String())
	}
	if before(e.Implemented, e.Published) {
		r.note(problem.ImplementedBeforePublished, "implemented", e.Implemented.String(), e.Published.String())
	}
	for _, d := range []struct {
		field string
		date  corpus.Date
	}{{"published", e.Published}, {"implemented", e.Implemented}, {"withdrawn", e.Withdrawn}, {"confirmed", e.Confirmed}} {
		if int(d.date.Year) > int(r.today.Year)+farYears {
			r.note(problem.DateFarFuture, d.field, d.date.String(), "")
		}
	}
	// Chinese numbers carry the year of approval, which the year of
	// publication may follow by one.
	if y := r.n.Year(); r.n.Country() == "CN" && y != 0 && !e.Published.IsZero() && (int(e.Published.Year) < y-1 || int(e.Published.Year) > y+1) && len(r.n.Amendments()) == 0 {
		r.note(problem.DateYearDiffers, "published", e.Published.String(), r.e.Number)
	}
}

func (r *rowCheck) relations() {
	key := r.n.Key()
	for _, rel := range r.e.Relations() {
		if rel.Kind != corpus.Replaces && rel.Kind != corpus.ReplacedBy {
			continue
		}
		if n, err := number.Parse(rel.Number); err == nil && n.Key() == key {
			r.note(problem.SelfReplacement, rel.Kind.String(), rel.Number, "")
		}
	}
}

func (r *rowCheck) classes(s class.Scheme, field string, codes []string) {
	for _, code := range codes {
		if !class.Known(s, code) {
			r.note(problem.ClassUnknown, field, code, "")
		}
	}
}
