package search

import (
	"slices"
	"strings"

	"chabiao/corpus"
)

// DateNames are the dates of an entry that requests filter and sort by: when it
// was published, took effect and was withdrawn. They are the names of filters.
var DateNames = []string{"published", "implemented", "withdrawn"}

// DateSort reads an order by one of DateNames: its name, with a dash in front
// for the newest first. Entries without that date are last in both; of the newest
// publications, those dated after today stand just before them.
func DateSort(sort string) (name string, newest, ok bool) {
	name, newest = strings.CutPrefix(sort, "-")
	return name, newest, slices.Contains(DateNames, name)
}

// DateSpan is a stretch of time, by the ordinals of corpus.Date.
type DateSpan struct{ first, last int32 }

// ParseDateSpan reads a day, a month or a year, or two of them with .. between,
// either of which may be left out: 2026-11, 2026-11-01..2026-11-15, ..2020.
// ok is false for anything else.
func ParseDateSpan(text string) (span DateSpan, ok bool) {
	from, to, isRange := strings.Cut(text, "..")
	if !isRange {
		to = from
	}
	a, aErr := corpus.ParseDate(from)
	b, bErr := corpus.ParseDate(to)
	if aErr != nil || bErr != nil || from+to == "" {
		return DateSpan{}, false
	}
	span.first, span.last = max(a.Ordinal(), 1), endOf(b)
	return span, true
}

// endOf is the last ordinal that a date may stand for.
func endOf(d corpus.Date) int32 {
	switch {
	case d.IsZero():
		d = corpus.Date{Year: 9999, Month: 12, Day: 31}
	case d.Month == 0:
		d.Month, d.Day = 12, 31
	case d.Day == 0:
		d.Day = 31
	}
	return d.Ordinal()
}

// Compare tells whether a date lies before the span (-1), in it (0) or after it
// (1). One that is known to the month or the year only lies before its first
// day, as dates order: 2026 is in 2026 and in 2025-07..2026-07, and before 2026-01.
func (s DateSpan) Compare(d corpus.Date) int {
	switch n := d.Ordinal(); {
	case n < s.first:
		return -1
	case n > s.last:
		return 1
	}
	return 0
}

// DateCount is how many entries bear a date, which is as precise as they give it.
type DateCount struct {
	Date  corpus.Date
	Count int64
}
