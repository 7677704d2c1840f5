package corpus

import (
	"fmt"
	"time"
)

// Date is a calendar date with the precision that its source gave: a year, a
// month or a day. The zero Date means "not known". Dates order by their
// earliest day, so 2016 sorts with 2016-01-01.
type Date struct {
	Year  int16 // 1..9999; 0 means no date
	Month uint8 // 1..12; 0 when only the year is known
	Day   uint8 // 1..31; 0 when the day is not known
}

// ParseDate reads YYYY, YYYY-MM or YYYY-MM-DD, the forms of the entry format.
// The empty string is the zero Date. Days that do not exist are an error.
func ParseDate(s string) (Date, error) {
	if s == "" {
		return Date{}, nil
	}
	bad := func() (Date, error) {
		return Date{}, fmt.Errorf("%q is not a date: want YYYY, YYYY-MM or YYYY-MM-DD", s)
	}
	digits := func(part string) (int, bool) {
		n := 0
		for i := 0; i < len(part); i++ {
			if part[i] < '0' || part[i] > '9' {
				return 0, false
			}
			n = n*10 + int(part[i]-'0')
		}
		return n, true
	}
	if len(s) != 4 && len(s) != 7 && len(s) != 10 {
		return bad()
	}
	year, ok := digits(s[:4])
	if !ok || year == 0 {
		return bad()
	}
	d := Date{Year: int16(year)}
	if len(s) >= 7 {
		month, ok := digits(s[5:7])
		if !ok || s[4] != '-' || month < 1 || month > 12 {
			return bad()
		}
		d.Month = uint8(month)
	}
	if len(s) == 10 {
		day, ok := digits(s[8:10])
		if !ok || s[7] != '-' || day < 1 || day > daysIn(year, int(d.Month)) {
			return bad()
		}
		d.Day = uint8(day)
	}
	return d, nil
}

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// IsZero reports whether the date is not known.
func (d Date) IsZero() bool { return d.Year == 0 }

// String writes the date with the precision it has; the zero Date is "".
func (d Date) String() string {
	switch {
	case d.Year == 0:
		return ""
	case d.Month == 0:
		return fmt.Sprintf("%04d", d.Year)
	case d.Day == 0:
		return fmt.Sprintf("%04d-%02d", d.Year, d.Month)
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// Compare orders dates by their earliest day; a date that is not known comes
// before every other.
func (d Date) Compare(e Date) int { return d.ordinal() - e.ordinal() }

// ordinal is a number that orders as the date does: 416 values a year.
func (d Date) ordinal() int { return int(d.Year)*416 + int(d.Month)*32 + int(d.Day) }

// Ordinal packs the date into an integer that orders as Compare does and that
// DateFromOrdinal reads back.
func (d Date) Ordinal() int32 { return int32(d.ordinal()) }

// DateFromOrdinal is the inverse of Ordinal.
func DateFromOrdinal(n int32) Date {
	return Date{Year: int16(n / 416), Month: uint8(n % 416 / 32), Day: uint8(n % 32)}
}
