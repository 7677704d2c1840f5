package server

import (
	"slices"
	"strings"

	"chabiao/corpus"
	"chabiao/corpus/body"
	"chabiao/corpus/class"
	"chabiao/corpus/number"
	"chabiao/search"

	"github.com/dustin/go-humanize"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// filterNames are what the filters are called.
var filterNames = map[string]words{
	"status": {"状态", "Status"}, "level": {"级别", "Level"}, "body": {"代号", "Body"}, "year": {"年份", "Year"}, "ics": {"ICS 分类", "ICS"}, "ccs": {"中标分类 CCS", "CCS"},
	"country": {"国家和地区", "Country"}, "source": {"数据来源", "Source"}, "adopted": {"采用其他标准", "Adopts another standard"}, "has_abstract": {"有摘要", "Has an abstract"},
	"published": {"发布日期", "Published"}, "implemented": {"实施日期", "In force from"}, "withdrawn": {"废止日期", "Withdrawn"},
}

// filterName is what a filter is called.
func (l layout) filterName(name string) string {
	if n, ok := filterNames[name]; ok {
		return n.in(l.Lang)
	}
	return name
}

// pageFacet is a facet of the page.
type pageFacet struct {
	ID, Name string
	Rows     []*facetRow
	Shown    int         // without opening the list
	Found    []*facetRow // classes found by name
	Class    bool

	FoundName, More string // headings of the lists
}

// facetRow is a value that can be chosen, with the classes below it.
type facetRow struct {
	Value    string
	Text     string
	Note     string // what Text, a code, stands for
	Count    int64  // -1 where it is not counted
	URL      string
	Chosen   bool
	Open     bool // on the way to what is chosen
	Children []*facetRow
}

// N writes the count.
func (r *facetRow) N() string { return humanize.Comma(r.Count) }

// How many values are shown at once, and how many when the list is opened.
const (
	facetShown = 8
	facetMost  = 40
)

// First are the rows shown at once: the largest, and those that are chosen.
func (f pageFacet) First() []*facetRow { return f.part(true) }

// Rest are the rows to open.
func (f pageFacet) Rest() []*facetRow { return f.part(false) }

func (f pageFacet) part(first bool) []*facetRow {
	var out []*facetRow
	for i, r := range f.Rows {
		// Nobody opens a list for two more.
		if (i < f.Shown || r.Chosen || r.Open || len(f.Rows) <= f.Shown+2) == first {
			out = append(out, r)
		}
	}
	return out
}

// facets makes the lists at the side. Of every facet several values may be
// chosen; choosing one again takes it away.
func (d *pageData) facets() {
	d.Classes = classSearch{Text: d.Req.Classes, Hidden: d.state.without("classes"), Clear: d.state.without("classes").url()}
	for _, name := range pageFacets {
		f := pageFacet{ID: name, Name: d.filterName(name), Shown: facetShown, More: d.L("更多", "More")}
		counts := d.Resp.Facets[name]
		switch scheme, isClass := class.ParseScheme(name); {
		case name == "year":
			d.Years = d.newYearChart(counts)
			continue
		case isClass:
			f.Class = true
			f.Rows = d.classRows(scheme, counts)
			f.Found, f.FoundName = d.foundClasses(scheme, counts), d.L("找到的 "+f.Name, f.Name+" found")
			d.Classes.Any = d.Classes.Any || len(f.Found) > 0
		default:
			for _, v := range counts {
				chosen := slices.Contains(d.state.q[name], v.Value)
				if len(f.Rows) < facetMost || chosen {
					row := &facetRow{Value: v.Value, Text: d.valueText(name, v.Value), Count: v.Count, URL: d.state.toggled(name, v.Value).url(), Chosen: chosen}
					if name == "body" {
						row.Text, row.Note = v.Value, body.Name(v.Value, d.Lang)
					}
					f.Rows = append(f.Rows, row)
				}
			}
		}
		few := name == "country" || name == "source" // hardly worth a list of one
		if len(f.Rows) > 1 || len(f.Rows) == 1 && (!few || f.Rows[0].Chosen) {
			d.Facets = append(d.Facets, f)
		}
	}
	more := pageFacet{ID: "more", Name: d.L("其他", "More"), Shown: facetShown}
	for _, name := range []string{"adopted", "has_abstract"} {
		if d.Resp.Total == 0 && !slices.Contains(d.state.q[name], "true") {
			continue // it would not find more
		}
		more.Rows = append(more.Rows, &facetRow{Text: d.filterName(name), Count: -1, URL: d.state.toggled(name, "true").url(), Chosen: slices.Contains(d.state.q[name], "true")})
	}
	if len(more.Rows) > 0 {
		d.Facets = append(d.Facets, more)
	}
}

// Side are the facets around the chart of years: those above it, and those
// below.
func (d *pageData) Side(below bool) []pageFacet {
	var out []pageFacet
	for _, f := range d.Facets {
		if above := f.ID == "status" || f.ID == "level" || f.ID == "body"; above != below {
			out = append(out, f)
		}
	}
	return out
}

// valueText is what a value of a filter is called.
func (l layout) valueText(name, value string) string {
	switch name {
	case "status":
		if s, ok := corpus.ParseStatus(value); ok {
			return s.Label(l.Lang)
		}
	case "body":
		return strings.TrimSpace(value + " " + body.Name(value, l.Lang))
	case "level":
		return number.Level(value).Label(l.Lang)
	case "country":
		namer := display.Chinese.Regions()
		if l.Lang == "en" {
			namer = display.English.Regions()
		}
		if r, err := language.ParseRegion(value); err == nil {
			if n := namer.Name(r); n != "" {
				return n
			}
		}
	case "ics", "ccs":
		scheme, _ := class.ParseScheme(name)
		return strings.TrimSpace(value + " " + class.Label(scheme, value, l.Lang))
	case "year", "published", "implemented", "withdrawn":
		from, to, isSpan := strings.Cut(value, "..")
		switch {
		case !isSpan:
		case from == "":
			return l.L(to+" 及以前", "until "+to)
		case to == "":
			return l.L(from+" 及以后", "from "+from)
		default:
			return from + "–" + to
		}
	}
	return value
}

// filterText is a filter with values that are alternatives, as in 状态：现行、废止.
func (l layout) filterText(name string, values ...string) string {
	if len(values) == 1 && values[0] == "true" {
		return l.filterName(name)
	}
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = l.valueText(name, v)
	}
	return l.filterName(name) + l.L("：", ": ") + strings.Join(texts, l.L("、", ", "))
}

// chips are the values chosen, each with the address of the search without it.
func (d *pageData) chips() {
	for _, name := range search.Filters {
		for _, v := range d.state.q[name] {
			d.Chips = append(d.Chips, pageLink{Text: d.filterText(name, v), URL: d.state.toggled(name, v).url()})
		}
	}
	if len(d.Chips) > 1 {
		d.Clear = d.state.unfiltered().url()
	}
}
