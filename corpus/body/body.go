// Package body says whose standards a code stands for: GB/T, JB, DB37/T,
// T/CECS, ISO/IEC, ASTM, as number.Number.Body gives them. It names publishers,
// series and regions for readers; how numbers are read, and what they belong to,
// is the business of package number.
package body

import "strings"

// Name is what a body's code stands for, in Chinese ("zh") or English ("en");
// "" where that is not known. Of a Chinese industry it is the industry, of a
// local standard the region; the letter of the mandate is told only where the
// series has a name of its own with it, as GB/T has.
func Name(code, lang string) string {
	if n, ok := names[code]; ok {
		return n.in(lang)
	}
	if org, ok := strings.CutPrefix(code, "T/"); ok {
		return associations[org].in(lang)
	}
	if series, of, ok := strings.Cut(strings.TrimSuffix(code, ")"), "("); ok {
		return committee(series, of, lang)
	}
	base := strings.TrimSuffix(strings.TrimSuffix(code, "/T"), "/Z")
	if n, ok := names[base]; ok {
		return n.in(lang)
	}
	if n := local(base, lang); n != "" {
		return n
	}
	return joint(base, lang)
}

// name is the same in two languages.
type name struct{ zh, en string }

func (n name) in(lang string) string {
	if lang == "en" {
		return n.en
	}
	return n.zh
}

// committee names the metrological documents that a ministry or a province
// issues: JJG(电子), JJF(浙).
func committee(series, of, lang string) string {
	n, ok := metrology[series]
	if !ok {
		return ""
	}
	if lang == "en" {
		if region, ok := shortRegions[of]; ok {
			return n.en + ", " + regions[region].en
		}
		return n.en
	}
	if region, ok := shortRegions[of]; ok {
		of = regions[region].zh
	}
	return n.zh + "（" + of + "）"
}

// local names the region of a local standard: of its city where that is known,
// else of its province.
func local(code, lang string) string {
	at := strings.IndexAny(code, "0123456789")
	if at < 0 {
		return ""
	}
	series, ok := localSeries[code[:at]]
	if !ok {
		return ""
	}
	digits := code[at:]
	if len(digits) < 2 {
		return ""
	}
	region := regions[digits[:2]]
	if region.zh == "" {
		return ""
	}
	if len(digits) >= 4 {
		if city, ok := cities[digits[:4]]; ok {
			region = name{region.zh + city.zh, city.en + ", " + region.en}
		}
	}
	if series.zh == "" {
		return region.in(lang)
	}
	if lang == "en" {
		return region.en + ", " + series.en
	}
	return region.zh + series.zh
}

// joint names all publishers of ISO/IEC and the like; "" unless each is known.
func joint(code, lang string) string {
	var all []string
	for part := range strings.SplitSeq(code, "/") {
		n, ok := names[part]
		switch {
		case ok && n.in(lang) != "":
			all = append(all, n.in(lang))
		case len(all) > 0 && industries[all[0]]:
			return all[0] // JB/ZQ is a series of the same industry
		default:
			return ""
		}
	}
	if lang == "en" {
		return strings.Join(all, " / ")
	}
	return strings.Join(all, "、")
}
