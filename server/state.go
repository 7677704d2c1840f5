package server

import (
	"context"
	"net/http"
	"time"

	"chabiao/corpus"
	"chabiao/corpus/catalogue"
	"chabiao/search"
)

// State is the catalogue at a moment: what is in it, what does not fit together,
// whether searches have all of it.
type State struct {
	Index       Stats      `json:"index"`
	Behind      int64      `json:"behind"`                 // changes that searches do not know yet
	MemoryBytes int64      `json:"memory_bytes,omitempty"` // of the process; left out where the system does not tell
	Started     *time.Time `json:"started,omitempty"`
	DataDate    string     `json:"data_date"`

	Status []search.FacetCount `json:"status"`
	Level  []search.FacetCount `json:"level"`
	Body   []search.FacetCount `json:"body"` // those with the most entries
	Year   []search.FacetCount `json:"year"`
	Source []search.FacetCount `json:"source"`

	WithAbstract int64 `json:"with_abstract"`
	Adopting     int64 `json:"adopting"` // adopt another standard

	Contradictions []Contradiction `json:"contradictions"`
	// Relations as they were counted last, which may be a revision ago; null
	// while that goes on for the first time.
	Relations *catalogue.Relations `json:"relations"`
	Imports   []*catalogue.Batch   `json:"imports"` // the newest
}

// Contradiction is how many entries say one thing by their status and another
// by a date. Filters find them.
type Contradiction struct {
	Kind    string              `json:"kind"`
	Count   int64               `json:"count"`
	Filters map[string][]string `json:"filters"`
}

// Kinds of contradictions; see search.Contradicts.
const (
	withdrawnInForce   = "in_force_after_withdrawal"
	upcomingInEffect   = "upcoming_after_implementation"
	inForceBeforeStart = "in_force_before_implementation"
)

// Bounds of what the state lists.
const (
	stateBodies  = 20
	stateImports = 10
)

// state works out the state of the catalogue. Nothing of it is a walk over the
// entries.
func (s *Server) state(ctx context.Context, lang string) (*State, error) {
	st := &State{}
	var err error
	if st.Index, err = s.figures(ctx); err != nil {
		return nil, err
	}
	st.Behind = st.Index.Behind()
	if v, ok := s.gauge("process_resident_memory_bytes"); ok {
		st.MemoryBytes = int64(v)
	}
	if v, ok := s.gauge("process_start_time_seconds"); ok {
		at := time.Unix(int64(v), 0)
		st.Started = &at
	}
	all, err := s.cfg.Engine.Search(ctx, search.Request{Facets: []string{"status", "level", "body", "year", "source"}, FacetSize: stateBodies, Size: 1, Lang: lang})
	if err != nil {
		return nil, err
	}
	st.DataDate = all.DataDate
	for name, dst := range map[string]*[]search.FacetCount{"status": &st.Status, "level": &st.Level, "body": &st.Body, "year": &st.Year, "source": &st.Source} {
		if *dst = all.Facets[name]; *dst == nil {
			*dst = []search.FacetCount{}
		}
	}
	for name, dst := range map[string]*int64{"has_abstract": &st.WithAbstract, "adopted": &st.Adopting} {
		if *dst, err = s.total(ctx, map[string][]string{name: {"true"}}); err != nil {
			return nil, err
		}
	}
	st.Contradictions = contradictions(s.today())
	for i := range st.Contradictions {
		c := &st.Contradictions[i]
		if c.Count, err = s.total(ctx, c.Filters); err != nil {
			return nil, err
		}
	}
	cat := s.cfg.Importer.Catalogue()
	if st.Imports, err = cat.Batches(ctx, stateImports); err != nil {
		return nil, err
	}
	revision, err := cat.Revision(ctx)
	if err != nil {
		return nil, err
	}
	st.Relations = s.relationsNow(ctx, revision)
	return st, nil
}

// total counts the entries that pass filters.
func (s *Server) total(ctx context.Context, filters map[string][]string) (int64, error) {
	resp, err := s.cfg.Engine.Search(ctx, search.Request{Filters: filters, Size: 1})
	if err != nil {
		return 0, err
	}
	return resp.Total, nil
}

// stateNow is the state as the API gives it.
func (s *Server) stateNow(_ http.ResponseWriter, r *http.Request) (any, error) {
	return s.state(r.Context(), langOf(r))
}

// contradictions are the ways in which a status and a date can contradict each
// other today, without their counts.
func contradictions(today corpus.Date) []Contradiction {
	var inForce []string
	for _, status := range corpus.Statuses() {
		if status.InForce() {
			inForce = append(inForce, status.String())
		}
	}
	upcoming := []string{corpus.StatusUpcoming.String()}
	return []Contradiction{
		{Kind: withdrawnInForce, Filters: map[string][]string{"status": inForce, "withdrawn": daysBefore(today)}},
		{Kind: upcomingInEffect, Filters: map[string][]string{"status": upcoming, "implemented": daysBefore(today)}},
		{Kind: inForceBeforeStart, Filters: map[string][]string{"status": inForce, "implemented": daysAfter(today)}},
	}
}

// daysBefore are the spans that hold the dates that are over on a day. A date
// known to its year or month only is not over before that is, so the year and
// the month have spans of their own.
func daysBefore(day corpus.Date) []string {
	y, m, d := int(day.Year), int(day.Month), int(day.Day)
	spans := []string{".." + dateText(y-1, 0, 0)}
	if m > 1 {
		spans = append(spans, dateText(y, 1, 0)+".."+dateText(y, m-1, 0))
	}
	if d > 1 {
		spans = append(spans, dateText(y, m, 1)+".."+dateText(y, m, d-1))
	}
	return spans
}

// daysAfter are the spans that hold the dates that have not begun on a day.
func daysAfter(day corpus.Date) []string {
	y, m, d := int(day.Year), int(day.Month), int(day.Day)
	var spans []string
	if last := time.Date(y, time.Month(m)+1, 0, 0, 0, 0, 0, time.UTC).Day(); d < last {
		spans = append(spans, dateText(y, m, d+1)+".."+dateText(y, m, last))
	}
	if m < 12 {
		spans = append(spans, dateText(y, m+1, 0)+".."+dateText(y, 12, 0))
	}
	return append(spans, dateText(y+1, 0, 0)+"..")
}

func dateText(y, m, d int) string {
	return corpus.Date{Year: int16(y), Month: uint8(m), Day: uint8(d)}.String()
}
