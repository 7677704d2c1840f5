package corpus

import "maps"

// Update lays a newer row of the same standard over an entry: what the row
// gives replaces what was there, what it does not give stays. Titles,
// abstracts and extra keys are laid over one by one; lists are replaced whole.
// A row that newly calls the standard current or upcoming also takes away an
// older date of withdrawal and older successors that it does not repeat: they
// belonged to the older standing. Neither argument is changed.
func Update(old, row *Entry) *Entry {
	e := old.Clone()
	overlay(&e.Titles, row.Titles)
	overlay(&e.Abstracts, row.Abstracts)
	overlay(&e.Extra, row.Extra)

	if row.Status != StatusUnknown || row.StatusRaw != "" {
		revived := row.Status != old.Status && (row.Status == StatusCurrent || row.Status == StatusUpcoming)
		e.Status, e.StatusRaw = row.Status, row.StatusRaw
		if revived {
			e.Withdrawn, e.ReplacedBy = Date{}, nil
		}
	}
	for _, f := range []struct{ dst, src *Date }{
		{&e.Published, &row.Published}, {&e.Implemented, &row.Implemented},
		{&e.Withdrawn, &row.Withdrawn}, {&e.Confirmed, &row.Confirmed},
	} {
		if !f.src.IsZero() {
			*f.dst = *f.src
		}
	}
	for _, f := range []struct{ dst, src *[]string }{
		{&e.Replaces, &row.Replaces}, {&e.ReplacedBy, &row.ReplacedBy}, {&e.References, &row.References},
		{&e.ICS, &row.ICS}, {&e.CCS, &row.CCS}, {&e.Committee, &row.Committee}, {&e.Drafters, &row.Drafters},
		{&e.Language, &row.Language}, {&e.Keywords, &row.Keywords},
	} {
		if len(*f.src) > 0 {
			*f.dst = append([]string(nil), *f.src...)
		}
	}
	if len(row.Adopts) > 0 {
		e.Adopts = append([]Adoption(nil), row.Adopts...)
	}
	for _, f := range []struct{ dst, src *string }{
		{&e.IssuingBody, &row.IssuingBody}, {&e.CompetentBody, &row.CompetentBody},
		{&e.Doctype, &row.Doctype}, {&e.URL, &row.URL}, {&e.Source, &row.Source},
	} {
		if *f.src != "" {
			*f.dst = *f.src
		}
	}
	if row.Pages > 0 {
		e.Pages = row.Pages
	}
	return e
}

func overlay[V any](dst *map[string]V, src map[string]V) {
	if len(src) == 0 {
		return
	}
	if *dst == nil {
		*dst = make(map[string]V, len(src))
	}
	maps.Copy(*dst, src)
}
