// Package check tells what a list of standard numbers comes to: which standard
// each means, where it stands on a day, and what to use in its place. It reads
// no files and knows no HTTP.
package check

import (
	"context"
	"slices"
	"strings"

	"chabiao/corpus"
	"chabiao/corpus/number"
	"chabiao/search"
)

// Verdicts on one number.
const (
	InForce  = "in_force"  // the standard meant is in force
	Replace  = "replace"   // it is no longer in force
	NotYet   = "not_yet"   // it is not in force yet, or was not published on that day
	Doubtful = "doubtful"  // which standard is meant, or where it stands, must be looked at
	NotFound = "not_found" // the catalogue has nothing that is meant
	NoNumber = "no_number" // there is no number to ask about
)

// Verdicts lists them in the order of a summary.
var Verdicts = []string{InForce, Replace, NotYet, Doubtful, NotFound, NoNumber}

// NeedsAction reports whether somebody must look at a number with this verdict.
func NeedsAction(verdict string) bool { return verdict != InForce && verdict != NoNumber }

// Answer is what a number comes to.
type Answer struct {
	Verdict     string `json:"verdict"`
	Number      string `json:"number,omitempty"` // of the standard meant; empty when not found
	ID          string `json:"id,omitempty"`
	Title       string `json:"title,omitempty"`
	TitleLang   string `json:"title_lang,omitempty"`
	Status      string `json:"status,omitempty"`       // on the day: a status, or "unpublished"
	StatusLabel string `json:"status_label,omitempty"` // the same in the language asked for
	Published   string `json:"published,omitempty"`
	Implemented string `json:"implemented,omitempty"`
	Withdrawn   string `json:"withdrawn,omitempty"`
	Kind        string `json:"kind,omitempty"` // of the match: see search.NumberMatch
	Reason      string `json:"reason"`         // one sentence or more in the language asked for
	// UseInstead are the standards to work to today where the one meant is not
	// in force.
	UseInstead []search.Ref `json:"use_instead,omitempty"`
}

// Options say how to ask.
type Options struct {
	Day   corpus.Date // on which the standards' states are asked; today when zero
	Today corpus.Date
	Lang  string // zh or en
}

// Ask tells what each number comes to, in order; an empty one has no number. At most
// search.MaxNumbers are taken.
func Ask(ctx context.Context, engine search.Engine, numbers []string, opt Options) ([]Answer, error) {
	if opt.Day.IsZero() {
		opt.Day = opt.Today
	}
	// Lists name a standard many times; it is looked up once.
	var unique []string
	at := make(map[string]int)
	for _, n := range numbers {
		if _, ok := at[n]; !ok && n != "" {
			at[n] = len(unique)
			unique = append(unique, n)
		}
	}
	found, err := engine.Resolve(ctx, unique, opt.Lang)
	if err != nil {
		return nil, err
	}
	standings, err := standings(ctx, engine, found, opt)
	if err != nil {
		return nil, err
	}
	answers := make([]Answer, len(unique))
	for i := range found {
		answers[i] = opt.judge(&found[i], standings)
	}
	out := make([]Answer, len(numbers))
	for i, n := range numbers {
		if n == "" {
			out[i] = Answer{Verdict: NoNumber, Reason: opt.say("没有标准号。", "There is no number.")}
			continue
		}
		out[i] = answers[at[n]]
	}
	return out, nil
}

// standings reads where the standards stand that may be meant: the best match
// of each number; on another day than today all editions of one that has no
// year, because then another may have been in force.
func standings(ctx context.Context, engine search.Engine, found []search.Resolution, opt Options) (map[string]*search.Standing, error) {
	out := make(map[string]*search.Standing)
	var ids []string
	want := func(id string) {
		if _, ok := out[id]; !ok {
			out[id] = nil
			ids = append(ids, id)
		}
	}
	for _, r := range found {
		for i, m := range r.Matches {
			if i == 0 || opt.Day != opt.Today && r.Matches[0].Kind == search.KindYearMissing && m.Kind == search.KindYearMissing {
				want(m.ID)
			}
		}
	}
	for part := range slices.Chunk(ids, search.MaxNumbers) {
		list, err := engine.Standing(ctx, part, opt.Lang)
		if err != nil {
			return nil, err
		}
		for i, s := range list {
			out[part[i]] = s
		}
	}
	return out, nil
}

// judge says what one number comes to.
func (o Options) judge(r *search.Resolution, standings map[string]*search.Standing) Answer {
	if len(r.Matches) == 0 {
		return Answer{Verdict: NotFound, Reason: strings.Join(filled([]string{r.Hint}), "")}
	}
	m, s := r.Matches[0], standings[r.Matches[0].ID]
	if s == nil { // it has gone while we looked
		return Answer{Verdict: NotFound, Reason: strings.Join(filled([]string{r.Hint}), "")}
	}
	state := s.On(o.Day, o.Today)
	if m.Kind == search.KindYearMissing {
		for _, other := range r.Matches[1:] {
			if state.Code == corpus.StatusCurrent.String() || other.Kind != search.KindYearMissing {
				break
			}
			if t := standings[other.ID]; t != nil {
				if then := t.On(o.Day, o.Today); then.Code == corpus.StatusCurrent.String() {
					m, s, state = other, t, then
				}
			}
		}
	}
	a := Answer{Number: s.Number, ID: s.ID, Title: s.Title, TitleLang: s.TitleLang, Status: state.Code, StatusLabel: o.label(state.Code), Kind: m.Kind,
		Published: s.Published.String(), Implemented: s.Implemented.String(), Withdrawn: s.Withdrawn.String()}
	a.Verdict, a.UseInstead = verdict(state), s.UseInstead
	if n := first(s); a.Verdict == Replace && len(a.UseInstead) == 0 && n != nil && state.Why == search.BySuccessor {
		a.UseInstead = []search.Ref{n.Ref} // it is to be replaced by that day
	}
	if state.Why == search.Contradicts && len(a.UseInstead) == 0 {
		for _, n := range s.Overtaking(o.Today) {
			a.UseInstead = append(a.UseInstead, n.Ref)
		}
	}
	if !direct(r.Input, &m) {
		a.Verdict = Doubtful
	}
	a.Reason = o.reason(r, &m, s, state)
	return a
}

// verdict is that of a standard that is meant beyond doubt.
func verdict(state search.State) string {
	if state.Why == search.Contradicts {
		return Doubtful
	}
	switch s, _ := corpus.ParseStatus(state.Code); s {
	case corpus.StatusCurrent:
		return InForce
	case corpus.StatusSuperseded, corpus.StatusWithdrawn:
		return Replace
	case corpus.StatusUpcoming:
		return NotYet
	}
	if state.Code == search.Unpublished {
		return NotYet
	}
	return Doubtful // drafts, what is superseded in part, what is not known
}

// direct reports whether a match is the very document that was asked for, or
// the edition of it where no year was given.
func direct(input string, m *search.NumberMatch) bool {
	switch m.Kind {
	case search.KindExact, search.KindFormat, search.KindDual, search.KindYearMissing:
		return true
	case search.KindAmendment:
		// GB 1-1990/XG1 for GB 1-1990/XG1-1992, but not the standard for it.
		a, err := number.Parse(input)
		b, err2 := number.Parse(m.Number)
		return err == nil && err2 == nil && len(a.Amendments()) > 0 && len(a.Amendments()) == len(b.Amendments()) &&
			strings.TrimLeft(a.Amendments()[0].Number, "0") == strings.TrimLeft(b.Amendments()[0].Number, "0")
	}
	return false
}

// Counts are how many answers have each verdict.
func Counts(answers []Answer) map[string]int {
	out := make(map[string]int, len(Verdicts))
	for _, v := range Verdicts {
		out[v] = 0
	}
	for i := range answers {
		out[answers[i].Verdict]++
	}
	return out
}
