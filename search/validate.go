package search

import (
	"slices"
	"strings"
	"unicode/utf8"

	"chabiao/corpus"
)

// Normalize fills in defaults and checks limits; the error says which field is
// at fault and what it may be. Engines call it first.
func (r *Request) Normalize() error {
	bad := func(field, format string, args ...any) error {
		return corpus.Errorf(corpus.InvalidArgument, format, args...).WithField(field)
	}
	r.Query = strings.TrimSpace(r.Query)
	if len(r.Query) > MaxQuery {
		return bad("q", "the query has %d bytes; %d is the most", len(r.Query), MaxQuery)
	}
	if !utf8.ValidString(r.Query) {
		return bad("q", "the query is not UTF-8 text; send it percent-encoded as UTF-8")
	}
	if r.Classes = strings.TrimSpace(r.Classes); len(r.Classes) > MaxQuery || !utf8.ValidString(r.Classes) {
		return bad("classes", "classes has %d bytes; it may be UTF-8 text of %d at the most", len(r.Classes), MaxQuery)
	}
	if r.Size == 0 {
		r.Size = DefaultSize
	}
	if r.Size < 0 || r.Size > MaxSize {
		return bad("size", "size is %d; it may be 1 to %d", r.Size, MaxSize)
	}
	if r.FacetSize == 0 {
		r.FacetSize = DefaultFacetSize
	}
	if r.FacetSize < 0 || r.FacetSize > MaxFacetSize {
		return bad("facet_size", "facet_size is %d; it may be 1 to %d", r.FacetSize, MaxFacetSize)
	}
	if r.Page == 0 {
		r.Page = 1
	}
	if r.Page < 0 || r.Cursor == "" && r.Page*r.Size > MaxOffset {
		return bad("page", "page %d of size %d is deeper than %d results; narrow the search, or walk on with cursor=next_cursor", r.Page, r.Size, MaxOffset)
	}
	if r.Sort == "" {
		r.Sort = SortRelevance
	}
	if _, _, ok := DateSort(r.Sort); !ok && r.Sort != SortRelevance && r.Sort != SortNumber {
		return bad("sort", "sort is %q; it may be relevance, number, or published, implemented or withdrawn, with a dash in front for the newest first", r.Sort)
	}
	switch r.Editions {
	case "":
		r.Editions = EditionsAll
	case EditionsAll, EditionsGrouped:
	default:
		return bad("editions", "editions is %q; it may be all or grouped", r.Editions)
	}
	switch r.Lang {
	case "":
		r.Lang = "zh"
	case "zh", "en":
	default:
		return bad("lang", "lang is %q; it may be zh or en", r.Lang)
	}
	for name, values := range r.Filters {
		if !slices.Contains(Filters, name) {
			return bad(name, "no filter is called %q; filters are %s", name, strings.Join(Filters, ", "))
		}
		if len(values) > MaxValues {
			return bad(name, "%d values of a filter; %d are the most", len(values), MaxValues)
		}
		for _, v := range values {
			if len(v) > MaxValue {
				return bad(name, "a value of a filter has %d bytes; %d are the most", len(v), MaxValue)
			}
		}
	}
	if len(r.Facets) == 1 && r.Facets[0] == "all" {
		r.Facets = Facets
	}
	for _, name := range r.Facets {
		if !slices.Contains(Facets, name) {
			return bad("facets", "no facet is called %q; facets are %s, or all", name, strings.Join(Facets, ", "))
		}
	}
	return nil
}
