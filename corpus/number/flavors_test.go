package number

import (
	"sort"
	"strings"
	"testing"
)

// lossy says why the source's canonical form names less than its input, so
// that the two can't be compared; "" when it does not.
func lossy(input, canonical string) string {
	digits := func(s string) int {
		n := 0
		for i := range len(s) {
			if isDigit(s[i]) {
				n++
			}
		}
		return n
	}
	mark := func(s string) bool { return strings.Contains(strings.ToLower(s), "redline") }
	switch {
	case canonical == "":
		return "no canonical form"
	case strings.ContainsAny(canonical, "!") || strings.Contains(canonical, "addendum_code"):
		return "canonical form broken"
	case strings.HasSuffix(input, " "+canonical):
		return "canonical form without the publisher"
	case digits(canonical) < digits(input):
		return "canonical form without the year, part, amendment or remark"
	case mark(input) != mark(canonical):
		return "canonical form without the redline mark"
	}
	return ""
}

// TestIdentifiers measures the identifiers of foreign and international
// bodies, body by body.
func TestIdentifiers(t *testing.T) {
	type count struct{ all, parsed, same, lost int }
	flavors, m := map[string]*count{}, misses{}
	for _, row := range table(t, "numbers/identifiers.tsv") {
		flavor, input, canonical := row[0], row[2], row[3]
		if flavor == "flavor" || input == "" {
			continue // a heading and a row without input stand among the rows
		}
		if strings.Contains(row[1], "draft") && flavor == "ieee" {
			flavor = "ieee drafts"
		}
		c := flavors[flavor]
		if c == nil {
			c = &count{}
			flavors[flavor] = c
		}
		c.all++
		got, err := Parse(input)
		if err != nil {
			m.add(flavor+" refused", input+" | "+err.Error())
			continue
		}
		c.parsed++
		want, err := Parse(canonical)
		if err == nil && got.Key() == want.Key() {
			c.same++
			continue
		}
		if why := lossy(input, canonical); why != "" {
			c.lost++
			m.add(flavor+" "+why, input+" | "+canonical)
			continue
		}
		m.add(flavor+" different", input+" | "+canonical+" | "+got.Key()+" | "+want.Key())
	}
	m.log(t, limit())
	var total count
	names := make([]string, 0, len(flavors))
	for name := range flavors {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		c := flavors[name]
		total.all, total.parsed, total.same, total.lost = total.all+c.all, total.parsed+c.parsed, total.same+c.same, total.lost+c.lost
		good := share(c.same+c.lost, c.all)
		t.Logf("%-14s %6d lines, parsed %6.2f%%, same key %6.2f%%, with lossy canonical forms %6.2f%%", name, c.all, share(c.parsed, c.all), share(c.same, c.all), good)
		floor := 97.0
		if name == "nist" || name == "ieee drafts" || name == "ashrae" {
			floor = 90
		}
		if c.all >= 100 && good < floor {
			t.Errorf("%s: %.2f%% is below %.0f%%", name, good, floor)
		}
	}
	good := share(total.same+total.lost, total.all)
	t.Logf("all: %d lines, parsed %.2f%%, same key %.2f%%, with lossy canonical forms %.2f%%", total.all, share(total.parsed, total.all), share(total.same, total.all), good)
	if good < 99 {
		t.Error("below 99% over all")
	}
}
