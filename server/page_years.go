package server

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"chabiao/search"
)

// yearChart is the histogram of years, each bar a link to what it counts.
type yearChart struct {
	Width, Height int
	Bars          []yearBar
	From, To      string // of the years chosen, for the fields
	Hidden        state
	First, Last   string // below the axis
	Anchor        string // the bar chosen, where another makes a span with it
	BarWidth      string // with the gap beside it
}

type yearBar struct {
	X, Y, W, H string // of the bar
	Whole      string // where the link begins: all above the bar can be pressed too
	URL        string
	Title      string
	Chosen     bool
}

// Measures of the chart, in its own units.
const (
	chartWidth  = 272
	chartHeight = 64
	maxBars     = 34
)

// newYearChart draws the years counted, of several years a bar where they are
// many. The few entries that are far older than the others share the first bar.
func (d *pageData) newYearChart(counts []search.FacetCount) *yearChart {
	n := make(map[int]int64)
	var years []int
	total := int64(0)
	for _, c := range counts {
		if y, err := strconv.Atoi(c.Value); err == nil && y > 0 && c.Count > 0 {
			n[y] += c.Count
			years = append(years, y)
			total += c.Count
		}
	}
	chosen := d.state.q["year"]
	if len(years) < 2 && len(chosen) == 0 || len(years) == 0 {
		return nil
	}
	slices.Sort(years)
	last := years[len(years)-1]
	start, old := years[0], int64(0)
	for _, y := range years {
		if old+n[y] > total/100 || last-y < maxBars {
			start = y
			break
		}
		old += n[y]
	}
	step := 1
	for _, s := range []int{1, 2, 5, 10, 20, 50, 100} {
		if step = s; last/s-start/s < maxBars {
			break
		}
	}
	type bin struct {
		from, to int
		count    int64
	}
	var bins []bin
	if old > 0 {
		bins = append(bins, bin{0, start - start%step - 1, 0})
	}
	for y := start - start%step; y <= last; y += step {
		bins = append(bins, bin{y, min(y+step-1, last), 0})
	}
	highest := int64(1)
	for i := range bins {
		b := &bins[i]
		for _, y := range years {
			if b.from <= y && y <= b.to {
				b.count += n[y]
			}
		}
		highest = max(highest, b.count)
	}
	c := &yearChart{Width: chartWidth, Height: chartHeight, Hidden: d.state.without("year")}
	c.From, c.To = spanOf(chosen)
	// With one bar chosen, another chooses the years from one to the other.
	low, high, one := 0, 0, false
	if len(chosen) == 1 {
		low, high = bounds(chosen[0])
		one = slices.ContainsFunc(bins, func(b bin) bool { return b.from <= low && high <= b.to })
	}
	if one && len(bins) > 1 {
		c.Anchor = d.valueText("year", yearSpan(low, high))
	}
	w := float64(chartWidth) / float64(len(bins))
	c.BarWidth = decimal(w)
	for i, b := range bins {
		if b.count == 0 {
			continue
		}
		h := max(2, float64(b.count)/float64(highest)*chartHeight)
		value := yearSpan(b.from, b.to)
		x := float64(i) * w
		bar := yearBar{X: decimal(x + w*0.08), W: decimal(w * 0.84), Y: decimal(chartHeight - h), H: decimal(h), Whole: decimal(x),
			Title: d.valueText("year", value) + d.L("：", ": ") + d.N(b.count), Chosen: slices.ContainsFunc(chosen, func(v string) bool { return meets(v, b.from, b.to) })}
		if one && !bar.Chosen {
			value = yearSpan(min(low, b.from), max(high, b.to))
			bar.Title += d.L("（选 ", " (choose ") + d.valueText("year", value) + d.L("）", ")")
		}
		bar.URL = d.state.with("year", value).url()
		c.Bars = append(c.Bars, bar)
	}
	c.First, c.Last = strconv.Itoa(start), strconv.Itoa(last)
	if old > 0 {
		c.First = d.L("…", "… ") + c.First
	}
	return c
}

func decimal(f float64) string { return strings.TrimSuffix(fmt.Sprintf("%.1f", f), ".0") }

// yearSpan is the filter of some years; from 0 means all before.
func yearSpan(from, to int) string {
	switch from {
	case to:
		return strconv.Itoa(to)
	case 0:
		return fmt.Sprintf("..%d", to)
	}
	return fmt.Sprintf("%d..%d", from, to)
}

// bounds are the years of a filter's value.
func bounds(value string) (from, to int) {
	a, b, isSpan := strings.Cut(value, "..")
	if !isSpan {
		b = a
	}
	from, to = 0, 9999
	if y, err := strconv.Atoi(a); err == nil {
		from = y
	}
	if y, err := strconv.Atoi(b); err == nil {
		to = y
	}
	return from, to
}

// meets reports whether a filter's value and some years have one in common.
func meets(value string, from, to int) bool {
	a, b := bounds(value)
	return a <= to && from <= b
}

// spanOf are the first and the last year of all values, as the fields show
// them.
func spanOf(values []string) (from, to string) {
	if len(values) == 0 {
		return "", ""
	}
	low, high := bounds(values[0])
	for _, v := range values[1:] {
		a, b := bounds(v)
		low, high = min(low, a), max(high, b)
	}
	if low > 0 {
		from = strconv.Itoa(low)
	}
	if high < 9999 {
		to = strconv.Itoa(high)
	}
	return from, to
}

// Fields for the first and the last year. They have no shorter names, for
// addresses that are shared in WeChat get a parameter from of its own.
const (
	fieldFirstYear = "year_from"
	fieldLastYear  = "year_to"
)

// yearsPicked turns the two fields of years, which a form without a script
// sends, into the filter of years; ok is false where they are not sent.
func yearsPicked(q url.Values) (to string, ok bool) {
	if !q.Has(fieldFirstYear) && !q.Has(fieldLastYear) {
		return "", false
	}
	first, last := digitsOf(q.Get(fieldFirstYear)), digitsOf(q.Get(fieldLastYear))
	a, aerr := strconv.Atoi(first)
	b, berr := strconv.Atoi(last)
	if aerr == nil && berr == nil && a > b {
		first, last = last, first
	}
	years := first + ".." + last
	if first == last {
		years = first
	}
	return newState(q).with("year", years).url(), true
}
