package columns

import (
	"strconv"
	"strings"
	"time"

	"chabiao/corpus"
	"chabiao/indexer/problem"
)

// excelDate reads a serial of Excel, days since 1899-12-30. Those of Excel
// for old Macs, which begin in 1904, can't be told from them.
func excelDate(serial int64) (corpus.Date, problem.Kind) {
	t := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(serial))
	if t.Year() < 1900 || t.Year() > 2100 {
		return corpus.Date{}, problem.DateUnreadable
	}
	return corpus.Date{Year: int16(t.Year()), Month: uint8(t.Month()), Day: uint8(t.Day())}, problem.DateSerial
}

// unixDate reads milliseconds since 1970 that fall on midnight in China or in
// UTC, as programs write dates.
func unixDate(ms int64) (corpus.Date, problem.Kind) {
	for _, zone := range [...]int{8 * 3600, 0} {
		t := time.UnixMilli(ms).In(time.FixedZone("", zone))
		if h, m, s := t.Clock(); h == 0 && m == 0 && s == 0 {
			d, k := checked(t.Year(), int(t.Month()), t.Day())
			if k == "" {
				k = problem.DateSerial
			}
			return d, k
		}
	}
	return corpus.Date{}, problem.DateUnreadable
}

// split cuts 30.12.2016 or 12/2016 into its parts. All must be digits, with
// one separator between them.
func split(s string) (parts []string, sep byte, ok bool) {
	if cut := strings.IndexByte(s, ' '); cut > 0 && timeOnly(s[cut:]) {
		s = s[:cut]
	}
	i := strings.IndexAny(s, "-/.")
	if i < 1 {
		return nil, 0, false
	}
	sep = s[i]
	parts = strings.Split(strings.TrimSuffix(s, string(sep)), string(sep))
	if len(parts) < 2 || len(parts) > 3 {
		return nil, 0, false
	}
	for i, p := range parts {
		p = strings.TrimSpace(p)
		if _, n := leading(p); n == 0 || n != len(p) || n > 4 || n == 3 {
			return nil, 0, false
		}
		parts[i] = p
	}
	return parts, sep, true
}

// separated reads dates whose year is not written first with four digits.
func separated(parts []string, sep byte, order dayOrder) (corpus.Date, problem.Kind) {
	value := func(i int) int { n, _ := strconv.Atoi(parts[i]); return n }
	if len(parts) == 2 {
		if len(parts[1]) == 4 {
			return checked(value(1), value(0), 0) // 12/2016
		}
		return corpus.Date{}, problem.DateUnreadable
	}
	a, b, c := value(0), value(1), value(2)
	if len(parts[0]) > 2 {
		return corpus.Date{}, problem.DateUnreadable
	}
	type reading struct {
		y, m, d int
		order   dayOrder
	}
	var readings []reading
	add := func(y, m, d int, o dayOrder) {
		if m < 1 || m > 12 || d < 1 || d > daysIn(y, m) {
			return
		}
		for _, r := range readings {
			if r.y == y && r.m == m && r.d == d {
				return
			}
		}
		readings = append(readings, reading{y, m, d, o})
	}
	short := len(parts[2]) != 4
	year := c
	if short {
		year = century(c)
	}
	add(year, b, a, dayFirst)
	if sep != '.' { // with points the day is first wherever points are used: DIN 5008, GOST R 7.0.97
		add(year, a, b, monthFirst)
		if short {
			add(century(a), b, c, orderUnknown)
		}
	} else if short && len(readings) == 0 {
		add(century(a), b, c, orderUnknown) // 98.12.30
	}
	told := problem.Kind("")
	if len(readings) > 1 && order != orderUnknown {
		for _, r := range readings {
			if r.order == order {
				readings, told = []reading{r}, problem.DateOrder
				break
			}
		}
	}
	switch len(readings) {
	case 0:
		if a == 0 && b == 0 && c == 0 {
			return corpus.Date{}, problem.DatePlaceholder
		}
		return corpus.Date{}, problem.DateUnreadable
	case 1:
		d, k := checked(readings[0].y, readings[0].m, readings[0].d)
		if k == "" {
			k = told
			if short {
				k = problem.DateCentury
			}
		}
		return d, k
	}
	return corpus.Date{}, problem.DateAmbiguous
}

// orderIn tells from the cells of a column in which order it writes day and
// month: from those that can be read in one way only.
func orderIn(cells []string) dayOrder {
	day, month := 0, 0
	for _, c := range cells {
		parts, sep, ok := split(strings.TrimSpace(halve(c)))
		if !ok || sep == '.' || len(parts) != 3 || len(parts[2]) != 4 {
			continue
		}
		a, _ := strconv.Atoi(parts[0])
		b, _ := strconv.Atoi(parts[1])
		switch {
		case a > 12 && a <= 31 && b <= 12:
			day++
		case b > 12 && b <= 31 && a <= 12:
			month++
		}
	}
	switch {
	case day > 0 && month == 0:
		return dayFirst
	case month > 0 && day == 0:
		return monthFirst
	}
	return orderUnknown
}

// eras are the years before the first of each era.
var eras = []struct {
	name string
	base int
}{
	{"令和", 2018}, {"平成", 1988}, {"昭和", 1925}, {"大正", 1911}, {"明治", 1867},
	{"中华民国", 1911}, {"中華民國", 1911}, {"民国", 1911}, {"民國", 1911}, {"公元", 0}, {"西元", 0},
}

// chineseDate reads 2016年12月30日, 二〇一六年十二月, 平成28年12月30日.
func chineseDate(s string) (corpus.Date, problem.Kind, bool) {
	fail := func() (corpus.Date, problem.Kind, bool) { return corpus.Date{}, "", false }
	base, told := 0, problem.Kind("")
	for _, e := range eras {
		if rest, ok := strings.CutPrefix(s, e.name); ok {
			s, base = strings.TrimSpace(rest), e.base
			if base > 0 {
				told = problem.DateEra
			}
			break
		}
	}
	yearText, rest, _ := strings.Cut(s, "年")
	y, ok := chineseNumber(strings.TrimSpace(yearText))
	if !ok {
		return fail()
	}
	if base == 0 && len(strings.TrimSpace(yearText)) == 2 {
		y, told = century(y), problem.DateCentury
	}
	y += base
	m, d := 0, 0
	if rest = strings.TrimLeft(rest, " "); rest != "" && strings.Contains(rest, "月") {
		var monthText string
		monthText, rest, _ = strings.Cut(rest, "月")
		if m, ok = chineseNumber(strings.TrimSpace(monthText)); !ok || m < 1 {
			return fail()
		}
		rest = strings.TrimLeft(rest, " ")
		for _, unit := range [...]string{"日", "号", "號"} {
			if dayText, behind, cut := strings.Cut(rest, unit); cut {
				if d, ok = chineseNumber(strings.TrimSpace(dayText)); !ok || d < 1 {
					return fail()
				}
				rest = behind
				break
			}
		}
		if n, digits := leading(rest); d == 0 && digits > 0 && digits <= 2 && timeOnly(rest[digits:]) {
			d, rest = n, rest[digits:] // 2016年12月30
		}
	}
	if rest = strings.TrimSpace(rest); rest != "" && !timeOnly(" "+rest) {
		return fail()
	}
	date, k := checked(y, m, d)
	if k == "" {
		k = told
	}
	return date, k, true
}

var numerals = map[rune]int{'〇': 0, '○': 0, 'Ｏ': 0, '零': 0, '元': 1, '一': 1, '二': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9}

// chineseNumber reads digits, Chinese digits one by one (二〇一六) or with 十
// (三十一), up to four of them.
func chineseNumber(s string) (int, bool) {
	if v, n := leading(s); n > 0 {
		return v, n == len(s) && n <= 4
	}
	n, digits, tens := 0, 0, false
	for _, r := range s {
		if r == '十' {
			if tens || digits > 1 {
				return 0, false
			}
			if digits == 0 {
				n = 1
			}
			n, tens, digits = n*10, true, 0
			continue
		}
		v, ok := numerals[r]
		if !ok || digits >= 4 || tens && digits > 0 {
			return 0, false
		}
		if tens {
			n += v
		} else {
			n = n*10 + v
		}
		digits++
	}
	return n, digits > 0 || tens
}

var months = map[string]int{"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
	"january": 1, "february": 2, "march": 3, "april": 4, "june": 6, "july": 7, "august": 8, "september": 9, "october": 10, "november": 11, "december": 12}

var weekdays = map[string]bool{"mon": true, "tue": true, "wed": true, "thu": true, "fri": true, "sat": true, "sun": true, "monday": true, "tuesday": true,
	"wednesday": true, "thursday": true, "friday": true, "saturday": true, "sunday": true, "cst": true, "gmt": true, "utc": true, "of": true, "the": true}

// wordedDate reads dates with the month in English: Dec 30, 2016; 30 December
// 2016; 30-Dec-16; Fri Dec 30 08:00:00 CST 2016.
func wordedDate(s string) (corpus.Date, problem.Kind, bool) {
	fail := func() (corpus.Date, problem.Kind, bool) { return corpus.Date{}, "", false }
	y, m, d, told := 0, 0, 0, problem.Kind("")
	words := strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == ',' || r == '-' || r == '/' || r == '.' })
	if len(words) < 2 || len(words) > 8 {
		return fail()
	}
	for _, word := range words {
		low := strings.ToLower(word)
		v, n := leading(word)
		switch {
		case strings.Contains(word, ":"):
			if !timeOnly(" " + word) {
				return fail()
			}
		case n == 0 && months[low] > 0 && m == 0:
			m = months[low]
		case n == 0 && weekdays[low]:
		case n == 4 && n == len(word) && y == 0:
			y = v
		case n > 0 && n <= 2 && d == 0 && (n == len(word) || ordinal(low[n:])):
			d = v
		case n == 2 && n == len(word) && y == 0 && m > 0:
			y, told = century(v), problem.DateCentury
		default:
			return fail()
		}
	}
	if m == 0 || y == 0 {
		return fail()
	}
	date, k := checked(y, m, d)
	if k == "" {
		k = told
	}
	return date, k, true
}

func ordinal(s string) bool { return s == "st" || s == "nd" || s == "rd" || s == "th" }
