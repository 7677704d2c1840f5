package search

import "chabiao/corpus"

// Standing is where a standard stands in its life, as far as the catalogue
// tells, and what comes after it.
type Standing struct {
	ID          string
	Number      string
	Title       string
	TitleLang   string        // the language that Title is in
	Status      corpus.Status // on the day of the data
	Country     string
	Year        int // of the number; 0 when it has none
	Published   corpus.Date
	Implemented corpus.Date
	Withdrawn   corpus.Date
	// Next are the standards that replace it, without those behind them and
	// without drafts, which may.
	Next []Successor
	// UseInstead is what to work to in its place: see Standard.UseInstead.
	UseInstead []Ref
}

// Successor is a standard that replaces another.
type Successor struct {
	Ref
	Begins corpus.Date // when it came, or comes, into force: see Standing.Begins
	// Stated is false where no source says so: it is the next edition of the
	// same number in time.
	Stated bool
}

// Unpublished is the state of a standard on a day before it was published.
const Unpublished = "unpublished"

// State is where a standard stands on a day.
type State struct {
	Code string // a status such as "current", or Unpublished; "unknown" where the dates don't tell
	Why  Why
}

// Why says what a state on a day was told from.
type Why uint8

// What states are told from, and why they can't be.
const (
	BySource      Why = iota // what the catalogue says today
	ByPublished              // the date of publication
	ByImplemented            // the date from which it is in force
	ByWithdrawn              // the date of withdrawal
	BySuccessor              // the date from which what replaces it is in force
	NoBegin                  // it is not known when it came into force
	NoEnd                    // it is not known when it ceased to be in force
	NoStatus                 // the catalogue does not know its status
	Imprecise                // a date is known to the year or month only, and the day falls into it
	Contradicts              // the catalogue's status and its dates contradict each other
)

// Contradiction is how the status that the catalogue gives and a date that it
// gives contradict each other.
type Contradiction uint8

// What contradicts.
const (
	Consistent Contradiction = iota // nothing
	Begun                           // called upcoming, though the day of implementation has come
	Ended                           // called in force, though the day of withdrawal has come
	NotBegun                        // called in force, though the day of implementation is still to come
	Overtaken                       // called in force, though what replaces it is Begun: see Standing.Overtaking
)

// Contradiction tells whether the dates still bear out the status today. They
// may not where the data is older than its dates, or where a source has erred.
func (s *Standing) Contradiction(today corpus.Date) Contradiction {
	switch {
	case s.Status == corpus.StatusUpcoming && order(s.Implemented, today) == before:
		return Begun
	case s.Status.InForce() && order(s.Withdrawn, today) == before:
		return Ended
	case s.Status.InForce() && order(s.Implemented, today) == after:
		return NotBegun
	case s.Status == corpus.StatusCurrent && len(s.Overtaking(today)) > 0:
		return Overtaken
	}
	return Consistent
}

// Overtaking are those of Next that the catalogue calls upcoming though the day
// has come from which they are in force.
func (s *Standing) Overtaking(today corpus.Date) []Successor {
	var out []Successor
	for _, n := range s.Next {
		if n.Status == corpus.StatusUpcoming.String() && order(n.Begins, today) == before {
			out = append(out, n)
		}
	}
	return out
}

// Begins is when a standard comes into force: the date of implementation; where
// none is known, that of publication, which is the same of international
// standards. Chinese standards come into force some months after they are
// published, so that of them publication alone tells nothing.
func (s *Standing) Begins() corpus.Date {
	if !s.Implemented.IsZero() || s.Country == "CN" {
		return s.Implemented
	}
	return s.published()
}

// published is the date of publication, or the year in the number.
func (s *Standing) published() corpus.Date {
	if s.Published.IsZero() && s.Year > 0 && s.Year < 10000 {
		return corpus.Date{Year: int16(s.Year)}
	}
	return s.Published
}

// On tells where the standard stands on a day; today is the day of asking.
//
// Today counts what the catalogue says, unless dates contradict it (see
// Contradiction); what has no status there, and of which a source states that a standard in force
// replaces it, is superseded. On another day, in this order:
//
//  1. before it was published it is unpublished;
//  2. from the day on which it ends it is superseded or withdrawn: that is the
//     date of withdrawal, else the day on which the first standard that replaces
//     it comes into force. What is in force today ends on a day to come only;
//  3. of what is no longer in force, and of which no end is known, nothing is
//     known between its beginning and today;
//  4. before it came into force it is upcoming; where the beginning of a Chinese
//     standard is not given, the first year after publication is not known;
//  5. else it is in force.
//
// A date known to the year or month only tells nothing of days within it.
// Drafts stay drafts. Of a status that the catalogue does not know, the dates
// before the standard came into force and after its end are told all the same.
func (s *Standing) On(day, today corpus.Date) State {
	if day == today {
		return s.now(today)
	}
	if s.Status == corpus.StatusDraft {
		return State{s.Status.String(), BySource}
	}
	switch order(s.published(), day) {
	case after:
		return State{Unpublished, ByPublished}
	case within:
		return State{unknown, Imprecise}
	}
	over := s.Status == corpus.StatusSuperseded || s.Status == corpus.StatusWithdrawn
	if over && day.Compare(today) > 0 {
		return State{s.Status.String(), BySource}
	}
	end, why := s.ends(today)
	switch order(end, day) {
	case before:
		return State{s.ended(why), why}
	case within:
		return State{unknown, Imprecise}
	}
	begins := s.Begins()
	switch order(begins, day) {
	case after:
		return State{corpus.StatusUpcoming.String(), ByImplemented}
	case within:
		return State{unknown, Imprecise}
	}
	switch {
	case over && end.IsZero():
		return State{unknown, NoEnd}
	case s.Status == corpus.StatusUnknown:
		return State{unknown, NoStatus}
	case begins.IsZero() && (s.Status == corpus.StatusUpcoming || !s.longOut(day)):
		return State{unknown, NoBegin}
	case s.Status == corpus.StatusPartlySuperseded && (end.IsZero() || why != BySuccessor):
		return State{s.Status.String(), BySource}
	}
	return State{corpus.StatusCurrent.String(), ByImplemented}
}

const unknown = "unknown"

// now is the state on the day of asking.
func (s *Standing) now(today corpus.Date) State {
	if s.Contradiction(today) != Consistent {
		return State{s.Status.String(), Contradicts}
	}
	for _, n := range s.Next {
		if over := n.Stated && n.Status == corpus.StatusCurrent.String(); over && s.Status == corpus.StatusUnknown {
			return State{corpus.StatusSuperseded.String(), BySuccessor}
		}
	}
	return State{s.Status.String(), BySource}
}

// ends is the day from which the standard is no longer in force, and what tells
// it; zero when that is not known or has not been settled.
func (s *Standing) ends(today corpus.Date) (corpus.Date, Why) {
	inForce := s.Status.InForce() || s.Status == corpus.StatusUpcoming
	if !s.Withdrawn.IsZero() && !(inForce && order(s.Withdrawn, today) == before) {
		return s.Withdrawn, ByWithdrawn
	}
	var first corpus.Date
	for _, n := range s.Next {
		// What came into force without ending it, according to the catalogue, is
		// no end.
		if n.Begins.IsZero() || inForce && order(n.Begins, today) != after {
			continue
		}
		if first.IsZero() || n.Begins.Compare(first) < 0 {
			first = n.Begins
		}
	}
	return first, BySuccessor
}

// ended is the status behind the end.
func (s *Standing) ended(why Why) string {
	if s.Status == corpus.StatusPartlySuperseded && why == BySuccessor {
		return s.Status.String()
	}
	if s.Status == corpus.StatusWithdrawn || why == ByWithdrawn && len(s.Next) == 0 {
		return corpus.StatusWithdrawn.String()
	}
	return corpus.StatusSuperseded.String()
}

// longOut reports whether the standard was published more than a year before a
// day.
func (s *Standing) longOut(day corpus.Date) bool {
	p := s.published()
	if p.IsZero() {
		return false
	}
	p.Year++
	return order(p, day) == before
}

// side is where a date lies as seen from a day.
type side int8

const (
	unsaid side = iota // the date is not known
	before             // the date lies before the day, or is the day
	within             // the day lies in the month or year that the date is known to
	after              // the date lies behind the day
)

// order tells where a date lies as seen from a day.
func order(date, day corpus.Date) side {
	last := date
	if last.Month == 0 {
		last.Month, last.Day = 12, 31
	} else if last.Day == 0 {
		last.Day = 31
	}
	switch {
	case date.IsZero():
		return unsaid
	case last.Compare(day) <= 0:
		return before
	case date.Compare(day) <= 0:
		return within
	}
	return after
}
