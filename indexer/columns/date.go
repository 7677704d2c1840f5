package columns

import (
	"strconv"
	"strings"

	"chabiao/corpus"
	"chabiao/indexer/problem"
	"chabiao/indexer/sheet"
)

// dayOrder says in which order a column writes day and month.
type dayOrder uint8

const (
	orderUnknown dayOrder = iota
	dayFirst
	monthFirst
)

// Date reads a date in any usual form: 2016-12-30 with its separators, months
// and years alone, 20161230, 2016年12月30日 in digits or Chinese numerals,
// 30.12.2016, 30/12/2016 and 12/30/2016 where only one reading exists, English
// months, ISO date-times, serials of Excel, years of Chinese and Japanese
// eras. The kind tells what was done or doubted: "" when nothing was; a
// Warning without a date when it could not be read.
func Date(text string, kind sheet.Kind) (corpus.Date, problem.Kind) {
	return readDate(text, kind, orderUnknown)
}

// Years that a catalogue may name. Dates before are slips of typing; how far
// in the future a date may lie is judged by whoever knows today's date.
const (
	firstYear = 1800
	lastYear  = 2199
)

func readDate(text string, kind sheet.Kind, order dayOrder) (corpus.Date, problem.Kind) {
	if len(text) == 10 && text[4] == '-' {
		if d, err := corpus.ParseDate(text); err == nil {
			return checked(int(d.Year), int(d.Month), int(d.Day))
		}
	}
	text = trim(text)
	if Blank(text) {
		return corpus.Date{}, ""
	}
	const longest = 120 // bytes
	if len(text) > longest {
		return corpus.Date{}, problem.DateUnreadable
	}
	s := strings.Trim(strings.TrimSpace(halve(text)), `"'()[]<>`)
	s = strings.TrimSpace(s)
	if d, k, ok := wholeDate(s, kind, order); ok {
		return d, k
	}
	// A date with words around it is still the date.
	start, end := dateRun(s)
	if start == end {
		return corpus.Date{}, problem.DateUnreadable
	}
	run := strings.Trim(s[start:end], "-/. :T")
	d, k, ok := wholeDate(run, sheet.Text, order)
	if !ok || d.IsZero() && k != problem.DateAmbiguous || len(run) < 6 {
		return corpus.Date{}, problem.DateUnreadable
	}
	if k == problem.DateAmbiguous {
		return d, k
	}
	return d, problem.DateTail
}

// dateRun is the first stretch of s that is made of what dates are made of.
func dateRun(s string) (start, end int) {
	start = strings.IndexAny(s, "0123456789")
	if start < 0 {
		return 0, 0
	}
	for end = start; end < len(s); {
		c := s[end]
		if c >= '0' && c <= '9' || c == '-' || c == '/' || c == '.' {
			end++
			continue
		}
		if n := dateUnit(s[end:]); n > 0 {
			end += n
			continue
		}
		break
	}
	return start, end
}

// dateUnit is the length of the unit 年, 月, 日 or 号 that s begins with.
func dateUnit(s string) int {
	for _, u := range [...]string{"年", "月", "日", "号"} {
		if strings.HasPrefix(s, u) {
			return len(u)
		}
	}
	return 0
}

// checked makes a date of its parts; zeros stand for parts that are not
// known. Placeholders of databases and spreadsheets are none.
func checked(y, m, d int) (corpus.Date, problem.Kind) {
	switch {
	case y <= 1, y >= 9000, y == 2999, y == 3000,
		y == 1900 && m <= 1 && d <= 1 && m+d > 0,
		y == 1899 && m == 12 && d >= 30:
		return corpus.Date{}, problem.DatePlaceholder
	case y < firstYear || y > lastYear || m > 12 || m < 0 || d < 0:
		return corpus.Date{}, problem.DateUnreadable
	case m == 0:
		return corpus.Date{Year: int16(y)}, ""
	case d > daysIn(y, m):
		return corpus.Date{}, problem.DateUnreadable
	}
	return corpus.Date{Year: int16(y), Month: uint8(m), Day: uint8(d)}, ""
}

func daysIn(y, m int) int {
	switch m {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if y%4 == 0 && (y%100 != 0 || y%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// wholeDate reads a text that is a date from end to end; ok is false when it
// has none of the forms.
func wholeDate(s string, kind sheet.Kind, order dayOrder) (d corpus.Date, k problem.Kind, ok bool) {
	if s == "" {
		return corpus.Date{}, "", false
	}
	if d, k, ok := yearFirst(s); ok {
		return d, k, true
	}
	if whole, frac, ok := decimal(s); ok {
		d, k := numericDate(whole, frac, kind)
		return d, k, k != problem.DateUnreadable
	}
	if strings.Contains(s, "年") {
		return chineseDate(s)
	}
	if parts, sep, ok := split(s); ok {
		d, k := separated(parts, sep, order)
		return d, k, true
	}
	return wordedDate(s)
}

// yearFirst reads 2016-12-30, 2016/1/2, 2016.12, with a time behind or not.
func yearFirst(s string) (corpus.Date, problem.Kind, bool) {
	if len(s) < 6 || s[4] != '-' && s[4] != '/' && s[4] != '.' {
		return corpus.Date{}, "", false
	}
	y, n := leading(s)
	if n != 4 {
		return corpus.Date{}, "", false
	}
	rest := strings.TrimLeft(s[5:], " ")
	m, n := leading(rest)
	if n < 1 || n > 2 {
		return corpus.Date{}, "", false
	}
	rest = strings.TrimLeft(rest[n:], " ")
	if rest == "" {
		if s[4] == '.' && n == 1 {
			// 2016.1 may be what a spreadsheet left of 2016.10: see numericDate.
			return corpus.Date{}, "", false
		}
		d, k := checked(y, m, 0)
		return d, k, true
	}
	if rest[0] != s[4] && rest[0] != '-' && rest[0] != '/' && rest[0] != '.' {
		return corpus.Date{}, "", false
	}
	rest = strings.TrimLeft(rest[1:], " ")
	if rest == "" {
		d, k := checked(y, m, 0)
		return d, k, true
	}
	day, n := leading(rest)
	if n < 1 || n > 2 || !timeOnly(rest[n:]) {
		return corpus.Date{}, "", false
	}
	d, k := checked(y, m, day)
	return d, k, true
}

// leading reads the digits that s begins with, at most nine.
func leading(s string) (value, n int) {
	for n < len(s) && n < 9 && s[n] >= '0' && s[n] <= '9' {
		value = value*10 + int(s[n]-'0')
		n++
	}
	return value, n
}

// timeOnly reports whether a text is nothing, or a time of day with its zone.
func timeOnly(s string) bool {
	if s = strings.TrimRight(s, ". /-"); s == "" {
		return true
	}
	if s[0] != 'T' && s[0] != ' ' {
		return false
	}
	s = strings.TrimLeft(s[1:], " ")
	for _, cut := range [...]string{"AM", "PM", "am", "pm", "上午", "下午", "Z", "UTC", "GMT", "CST"} {
		s = strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(s, cut), cut))
	}
	digits := false
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= '0' && c <= '9' {
			digits = true
		} else if c != ':' && c != '.' && c != '+' && c != '-' {
			return false
		}
	}
	return s == "" || digits && (strings.Contains(s, ":") || len(s) <= 6)
}

// decimal reports whether a text is a number, and cuts it at its point.
func decimal(s string) (whole, frac string, ok bool) {
	whole, frac, _ = strings.Cut(s, ".")
	if whole == "" || len(whole) > 14 || len(frac) > 17 {
		return "", "", false
	}
	for _, part := range [...]string{whole, frac} {
		for i := 0; i < len(part); i++ {
			if part[i] < '0' || part[i] > '9' {
				return "", "", false
			}
		}
	}
	return whole, frac, true
}

// numericDate reads a number: a year, 201612, 20161230, year and month with a
// point, a serial of Excel, or the milliseconds that programs write.
func numericDate(whole, frac string, kind sheet.Kind) (corpus.Date, problem.Kind) {
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return corpus.Date{}, problem.DateUnreadable
	}
	zeros := strings.Trim(frac, "0") == ""
	switch {
	case len(whole) == 4 && frac != "" && !(zeros && len(frac) == 1):
		m, _ := strconv.Atoi(frac)
		if len(frac) > 2 || m < 1 || m > 12 {
			return corpus.Date{}, problem.DateUnreadable
		}
		if frac == "1" && kind == sheet.Number {
			return corpus.Date{}, problem.DateAmbiguous // January, or October without its zero
		}
		return checked(int(n), m, 0)
	case len(whole) == 4:
		return checked(int(n), 0, 0)
	case len(whole) == 5:
		return excelDate(n)
	case n == 0 && len(whole) < 8:
		return corpus.Date{}, problem.DatePlaceholder
	case len(whole) == 8 && zeros, len(whole) == 14 && zeros && (whole[:2] == "19" || whole[:2] == "20"):
		n, _ := strconv.Atoi(whole[:8])
		return checked(n/10000, n/100%100, n%100)
	case len(whole) == 6 && zeros:
		if d, k := checked(int(n/100), int(n%100), 0); k == "" && n%100 > 0 {
			return d, k
		}
		d, k := checked(century(int(n/10000)), int(n/100%100), int(n%100))
		if k == "" && d.Day > 0 {
			return d, problem.DateCentury
		}
	case len(whole) == 13 && zeros:
		return unixDate(n)
	}
	return corpus.Date{}, problem.DateUnreadable
}

// century puts a year of two digits into the years 1950 to 2049: catalogues
// hold hardly a standard from before 1950.
func century(yy int) int {
	if yy < 50 {
		return 2000 + yy
	}
	return 1900 + yy
}
