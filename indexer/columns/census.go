package columns

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"chabiao/corpus/number"
	"chabiao/indexer/problem"
	"chabiao/indexer/sheet"
)

// census counts what the cells of one column look like. A cell may look like
// several things: 2016 is a year, a date and a count of pages.
type census struct {
	cells int // that say something

	numbers, weak   int // numbers of known bodies; whatever else parses as one
	withTitle       int // numbers that have a title behind them
	prefixes        int // GB/T
	serials, years  int // 19001; 2016
	sequence        int // one more than the number above
	dates, days     int // all dates; those with a day
	statuses        int
	ics, ccs        int
	degrees         int
	counts          int // small whole numbers
	han, latin      int // texts in Chinese; in Latin letters, of several words
	texts, short    int // neither numbers nor dates; of them up to 12 characters
	urls            int
	last            int
	dateCells       []string // for the order of day and month
	length, longest int      // characters, all and most
}

// sampleText is how many bytes of a cell are looked at, and sampleCells how
// many of its dates are kept.
const (
	sampleText  = 400
	sampleCells = 200
)

func (c *census) count(cell sheet.Cell) {
	text, _ := cellText(cell)
	if text == "" {
		return
	}
	c.cells++
	if len(text) > sampleText {
		text = strings.ToValidUTF8(text[:sampleText], "")
	}
	n := utf8.RuneCountInString(text)
	c.length += n
	c.longest = max(c.longest, n)
	plain := strings.TrimSpace(halve(text))
	v, digits := leading(plain)
	whole := digits > 0 && digits == len(plain)
	switch {
	case cell.Kind == sheet.Date:
		c.dates++
		c.days++
		return
	case strings.HasPrefix(plain, "http://") || strings.HasPrefix(plain, "https://"):
		c.urls++
		return
	}
	if whole {
		if v == c.last+1 {
			c.sequence++
		}
		c.last = v
		if v > 0 && v < 5000 && digits <= 4 {
			c.counts++
		}
	} else if n, ok := Pages(plain); ok && n > 0 && n < 5000 && hasDigit(plain) {
		c.counts++
	}
	if s, ok := statusWord(text); ok && s != 0 && utf8.RuneCountInString(foldHeading(text)) >= 2 {
		c.statuses++
	}
	if looksICS(plain, cell.Kind) {
		c.ics++
	}
	if looksCCS(plain) {
		c.ccs++
	}
	if d, ok := Degree(text); ok && d != "" {
		c.degrees++
	}
	if hasDigit(plain) || strings.ContainsRune(plain, '年') {
		if d, k := Date(plain, cell.Kind); k == problem.DateAmbiguous || k == problem.DatePlaceholder || !d.IsZero() && k.Severity() == problem.Info {
			c.dates++
			if d.Day > 0 || k != "" {
				c.days++
			}
			if len(c.dateCells) < sampleCells {
				c.dateCells = append(c.dateCells, plain)
			}
		}
	}
	if whole || digits > 0 && strings.Trim(plain, "0123456789.-/") == "" && !looksICS(plain, sheet.Text) {
		c.serials++
		if v >= 1900 && v <= 2100 && digits == 4 && whole || whole && digits == 2 {
			c.years++
		}
	}
	if looksPrefix(plain) {
		c.prefixes++
	}
	if strong, title := looksNumber(text); strong {
		c.numbers++
		if title {
			c.withTitle++
		}
		if !title {
			return
		}
	} else if _, err := number.Parse(text); err == nil && !whole {
		c.weak++
	}
	c.script(text, n)
}

func (c *census) script(text string, n int) {
	letters := strings.ContainsFunc(text, unicode.IsLetter)
	if !letters {
		return
	}
	c.texts++
	if n <= 12 {
		c.short++
	}
	if hasHan(text) {
		c.han++
	} else if strings.Contains(text, " ") || n >= 6 {
		c.latin++
	}
}

func hasDigit(s string) bool { return strings.ContainsAny(s, "0123456789") }

// looksNumber reports whether a cell holds the number of a known body, and
// whether a title stands with it.
func looksNumber(text string) (strong, title bool) {
	if len(text) > sampleText || !strings.ContainsFunc(text, unicode.IsDigit) {
		return false, false
	}
	d, err := NumberCell(text)
	if err != nil || d.Number.Generic() || len(d.Number.Serial()) == 0 {
		return false, false
	}
	return true, d.Title != ""
}

// looksPrefix reports whether a text is the letters of a number alone: GB/T,
// DB11/T, T/CECS.
func looksPrefix(s string) bool {
	if len(s) == 0 || len(s) > 14 || !letter(s[0]) || strings.ContainsAny(s, " .-—:") {
		return false
	}
	upper := 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= 'A' && c <= 'Z':
			upper++
		case digit(c), c == '/', letter(c):
		default:
			return false
		}
	}
	n, err := number.Parse(s + " 1234-2020")
	return upper > 0 && err == nil && (!n.Generic() || strings.Contains(s, "/"))
}

func looksICS(s string, kind sheet.Kind) bool {
	first, _, _ := strings.Cut(strings.NewReplacer(";", " ", ",", " ", "，", " ", "；", " ", "、", " ", "\n", " ").Replace(s), " ")
	first = strings.TrimRight(first, ".")
	if icsForm(first) && len(first) > 2 {
		return true
	}
	return kind == sheet.Number && strings.Contains(s, ".") && repairICS(s) != ""
}

func looksCCS(s string) bool {
	codes, notes := CCS(s)
	if len(codes) == 0 || len(notes) > len(codes) {
		return false
	}
	for _, n := range notes {
		if n.Kind == problem.ClassUnreadable {
			return false
		}
	}
	for _, c := range codes {
		if len(c) < 3 {
			return false
		}
	}
	return true
}

// share is how much of the column looks like what a field demands, from 0 to
// 1; untested where any text will do.
func (c *census) share(field string) float64 {
	if c.cells == 0 {
		return 0
	}
	n := 0
	switch r, lang, _ := roleOf(field); {
	case r == roleNumber:
		n = c.numbers
		if n*2 < c.cells {
			n += c.weak
		}
	case r == rolePrefix:
		n = c.prefixes
	case r == roleSerial:
		n = c.serials
		if c.sequence*2 >= c.cells && c.cells > 2 {
			n = 0
		}
	case r == roleYear:
		n = c.years
	case r == roleTitle && lang == "zh":
		n = c.han
	case r == roleTitle && lang == "en":
		n = c.latin
	case r == roleTitle:
		n = c.texts
	case r == roleStatus:
		n = c.statuses
	case r.isDate():
		n = c.dates
	case r == roleICS:
		n = c.ics
	case r == roleCCS:
		n = c.ccs
	case r == roleDegree:
		n = c.degrees
	case r == rolePages:
		n = c.counts
	case r == roleReplaces, r == roleReplacedBy, r == roleAdopts:
		n = c.numbers + c.weak
	case r == roleURL:
		n = c.urls
	case r == roleIgnore:
		if n = c.sequence; n >= 2 {
			n++ // the first of a list that goes on from elsewhere
		}
	default:
		return untested
	}
	return min(1, float64(n)/float64(c.cells))
}

// untested is the share of a field whose cells may be anything.
const untested = 0.6

// titled reports whether the column holds numbers with titles behind them.
func (c *census) titled() bool { return c.cells > 0 && c.withTitle*2 >= c.cells }

// title is the field of a column of titles, told from the script of its
// cells.
func (c *census) title() string {
	switch {
	case c.han*10 >= c.cells*9:
		return "title_zh"
	case c.latin*10 >= c.cells*9:
		return "title_en"
	}
	return "title"
}
