package local

import (
	"strings"

	"chabiao/corpus"
	"chabiao/corpus/class"
	"chabiao/corpus/han"
	"chabiao/indexer/schema"
	"chabiao/search"

	"github.com/RoaringBitmap/roaring/v2"
)

// narrowing is what the filters of a request leave of the documents.
type narrowing struct {
	filters []filter
	picked  map[*reader][]*roaring.Bitmap // by filter
	left    map[*reader]*roaring.Bitmap   // by all of them; none of them: not there
}

func narrow(readers []*reader, filters map[string][]string) (*narrowing, error) {
	n := &narrowing{picked: make(map[*reader][]*roaring.Bitmap), left: make(map[*reader]*roaring.Bitmap)}
	var err error
	if n.filters, err = parseFilters(filters); err != nil || len(n.filters) == 0 {
		return n, err
	}
	for _, r := range readers {
		for _, f := range n.filters {
			docs, err := r.filterDocs(f)
			if err != nil {
				return nil, err
			}
			n.picked[r] = append(n.picked[r], docs)
		}
		n.left[r] = intersection(append([]*roaring.Bitmap(nil), n.picked[r]...))
	}
	return n, nil
}

// of are those of the documents that pass the filters.
func (n *narrowing) of(r *reader, docs *roaring.Bitmap) *roaring.Bitmap {
	if len(n.filters) == 0 {
		return docs
	}
	return roaring.And(docs, n.left[r])
}

// parseFilters reads the values that people may write in several ways.
func parseFilters(in map[string][]string) ([]filter, error) {
	var out []filter
	for _, name := range search.Filters {
		if len(in[name]) == 0 {
			continue
		}
		f := filter{name: name}
		for _, v := range in[name] {
			norm, ok := normalizeFilter(name, strings.TrimSpace(v))
			if !ok {
				return nil, corpus.Errorf(corpus.InvalidArgument, "%s=%q is no value of this filter", name, v).WithField(name).WithHint("%s", filterHints[name])
			}
			f.values = append(f.values, norm)
		}
		out = append(out, f)
	}
	return out, nil
}

const dateHint = "write 2026, 2026-11, 2026-11-01, or two of them with .. between, either of which may be left out"

var filterHints = map[string]string{
	"status":    "values are current, upcoming, partly_superseded, superseded, withdrawn, draft and unknown, or the Chinese words",
	"year":      "write 2016, 2010..2020, 2010.. or ..2020",
	"ics":       "write 03, 03.120 or 03.120.10",
	"ccs":       "write A, A12 or A10/19",
	"published": dateHint, "implemented": dateHint, "withdrawn": dateHint,
	"adopted": "write true or false", "has_abstract": "write true or false",
	"level": "values are national, industry, local, group, enterprise, international, regional and foreign",
}

func normalizeFilter(name, v string) (string, bool) {
	switch name {
	case "status":
		s, ok := corpus.ParseStatus(v)
		return s.String(), ok && v != ""
	case "level":
		return strings.ToLower(v), v != ""
	case "country":
		return strings.ToUpper(v), v != ""
	case "adopted", "has_abstract":
		v = strings.ToLower(v)
		return v, v == "true" || v == "false"
	case "year":
		from, to, isRange := strings.Cut(v, "..")
		year := func(s string) bool { return len(s) == 4 && atoi(s) >= 1000 }
		if isRange {
			return v, (from == "" || year(from)) && (to == "" || year(to)) && from+to != ""
		}
		return v, year(v)
	case "published", "implemented", "withdrawn":
		_, ok := search.ParseDateSpan(v)
		return v, ok
	case "ics":
		norm, ok := class.Normalize(class.ICS, v)
		return norm, ok || norm != "" && strings.Trim(norm, "0123456789.") == ""
	case "ccs":
		norm, ok := class.Normalize(class.CCS, v)
		return norm, ok || len(norm) == 2
	case "body":
		return strings.ToUpper(han.Fold(v)), v != ""
	}
	return v, v != ""
}

// filter is a facet's or flag's chosen values.
type filter struct {
	name   string
	values []string
}

// filterDocs finds the documents with any of the values.
func (r *reader) filterDocs(f filter) (*roaring.Bitmap, error) {
	var sets []*roaring.Bitmap
	for _, value := range f.values {
		docs, err := r.valueDocs(f.name, value)
		if err != nil {
			return nil, err
		}
		sets = append(sets, docs)
	}
	return union(sets), nil
}

func (r *reader) valueDocs(name, value string) (*roaring.Bitmap, error) {
	switch name {
	case "year":
		return r.yearDocs(value)
	case "adopted", "has_abstract":
		flag := map[string]string{"adopted": schema.FlagAdopted, "has_abstract": schema.FlagAbstract}[name]
		docs, err := r.docs(schema.FieldFlag, flag)
		if err == nil && value == "false" {
			out := r.all()
			out.AndNot(docs)
			return out, nil
		}
		return docs, err
	case "published", "implemented", "withdrawn":
		return r.dateDocs(name, value)
	case "ics", "ccs":
		docs, err := r.docs(facetField[name], value)
		if err != nil || !docs.IsEmpty() {
			return docs, err
		}
		return r.prefixDocs(facetField[name], value) // A1: A10 to A19
	}
	return r.docs(facetField[name], value)
}

// yearDocs reads 2016, 2010..2020, ..2020 and 2010.. .
func (r *reader) yearDocs(value string) (*roaring.Bitmap, error) {
	from, to, isRange := strings.Cut(value, "..")
	if !isRange {
		return r.docs(schema.FieldYear, value)
	}
	if to == "" {
		to = "9999"
	}
	d, err := r.dict(schema.FieldYear)
	if err != nil {
		return nil, err
	}
	return termRange{dict: d, from: []byte(from), to: []byte(to + "\x00")}.union()
}
