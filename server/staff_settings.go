package server

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"unicode"

	"chabiao/indexer"
	"chabiao/indexer/columns"
)

// settingsOf reads the form of a preview: the settings it was made with,
// changed as the form says.
//
// A menu of a column says what it meant when the page was made. Where the form
// changes what the columns are counted from (format, separator, sheet), the
// menus mean nothing any more and all columns are told anew; where it changes
// the words of the header (encoding, header row), columns are named by letter.
func (s *Server) settingsOf(r *http.Request, p Preview) (indexer.Settings, error) {
	form, next := r.PostForm, p.Settings
	next.Mapping = ""
	for _, name := range []string{"format", "encoding", "separator", "sheet", "header_row", "preset", "source"} {
		if !form.Has(name) {
			continue
		}
		if err := setField(&next, name, strings.TrimSpace(form.Get(name))); err != nil {
			return next, err
		}
	}
	if form.Has("source") { // a box that is not ticked is not sent
		if err := setField(&next, "replace", form.Get("replace")); err != nil {
			return next, err
		}
	}
	was := p.Settings
	switch {
	case form.Has("forget") || next.Format != was.Format || next.Separator != was.Separator || next.Sheet != was.Sheet:
		next.Map, next.Tables = nil, nil
	case form.Has("hand.0.column"):
		next.Map = handMap(form)
	case p.Detail != nil:
		chosen(&next, form, p.Detail, next.Encoding != was.Encoding || next.HeaderRow != was.HeaderRow)
	}
	return next, checkSettings(r.Context(), s.cfg.Importer.Catalogue(), next)
}

// handMap reads the lines in which columns are named by hand.
func handMap(form url.Values) map[string]string {
	out := make(map[string]string)
	for i := range maxShownColumns {
		col := strings.TrimSpace(form.Get(fmt.Sprintf("hand.%d.column", i)))
		if field := form.Get(fmt.Sprintf("hand.%d.field", i)); col != "" && field != "" {
			out[clipText(col, 500)] = field
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// chosen reads the menus of the columns: of a delivery of one table into Map,
// by headings where they are plain, so that it can be kept for the next one;
// else into the tables' own.
func chosen(next *indexer.Settings, form url.Values, d *indexer.Detail, byLetter bool) {
	tables := make(map[string]map[string]string)
	single := 0
	for i, p := range d.Parts {
		if len(p.Columns) > 0 {
			single++
		}
		m := make(map[string]string)
		for _, c := range p.Columns {
			now := choiceOf(c.Field)
			want := form.Get(fmt.Sprintf("field.%d.%d", i, c.Index))
			if want == "" { // not on the page
				want = now
			}
			if want != now || c.By == columns.ByMap {
				m[columnKey(p.Columns, c, byLetter)] = want
			}
		}
		if len(m) > 0 {
			tables[p.Name] = m
		}
	}
	next.Map, next.Tables = nil, nil
	switch {
	case len(tables) == 0:
	case single == 1:
		for _, m := range tables {
			next.Map = m
		}
	default:
		next.Tables = tables
	}
}

// columnKey names a column so that it is found again: by its heading, if no
// other column's could be taken for it, else by its letter.
func columnKey(all []columns.Column, c columns.Column, byLetter bool) string {
	fold := func(s string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				return unicode.ToLower(r)
			}
			return -1
		}, s)
	}
	heading := fold(c.Heading)
	if byLetter || heading == "" {
		return c.Letter
	}
	for _, other := range all {
		if other.Index != c.Index && (fold(other.Heading) == heading || strings.EqualFold(other.Letter, c.Heading)) {
			return c.Letter
		}
	}
	return c.Heading
}

// complete is what is worth keeping of settings: a mapping that names every
// column that the headings alone do not tell for sure.
func complete(set indexer.Settings, d *indexer.Detail) indexer.Settings {
	if d == nil || len(set.Tables) > 0 {
		return set
	}
	tables := 0
	for _, p := range d.Parts {
		if len(p.Columns) > 0 {
			tables++
		}
	}
	if tables != 1 {
		return set
	}
	set.Map = maps.Clone(set.Map)
	for _, p := range d.Parts {
		for _, c := range p.Columns {
			key := columnKey(p.Columns, c, false)
			if _, ok := set.Map[key]; ok || c.By != columns.ByContent || key == c.Letter {
				continue
			}
			if _, ok := set.Map[c.Letter]; ok {
				continue
			}
			if set.Map == nil {
				set.Map = make(map[string]string)
			}
			set.Map[key] = choiceOf(c.Field)
		}
	}
	return set
}
