package sheet

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// decimal writes a workbook's number as its shortest decimal of at most 15
// significant digits, which is all that Excel shows: 2016, not 2016.0 or
// 2.016E+03; 0.3, not 0.30000000000000004. Only numbers of 22 digits and more
// before or 10 zeros and more behind the point keep an exponent.
func decimal(dst []byte, f float64) []byte {
	if f == 0 {
		return append(dst, '0')
	}
	if a := math.Abs(f); a < 1e15 && f == math.Trunc(f) {
		return strconv.AppendInt(dst, int64(f), 10)
	}
	var room [32]byte
	rounded, err := strconv.ParseFloat(string(strconv.AppendFloat(room[:0], f, 'e', 14, 64)), 64)
	if err != nil { // rounding up the very largest overflows
		rounded = f
	}
	if a := math.Abs(rounded); a >= 1e22 || a < 1e-10 {
		return strconv.AppendFloat(dst, rounded, 'E', -1, 64)
	}
	return strconv.AppendFloat(dst, rounded, 'f', -1, 64)
}

// parseNumber reads the text of a number as OOXML writes it; false if it is
// none. Go reads more than XML Schema's double: hexadecimal and Inf.
func parseNumber(s string) (float64, bool) {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= '0' && c <= '9', c == '.', c == '-', c == '+', c == 'E', c == 'e':
		default:
			return 0, false
		}
	}
	f, err := strconv.ParseFloat(s, 64)
	return f, err == nil
}

// integer says whether s is a whole number as we write it, so that it needs no
// parsing and long ones keep all their digits.
func integer(s []byte) bool {
	if len(s) > 0 && s[0] == '-' {
		s = s[1:]
	}
	if len(s) == 0 || len(s) > 21 || s[0] == '0' && len(s) > 1 {
		return false
	}
	for _, c := range s {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// lastSerial is the day after 9999-12-31, where Excel's calendar ends.
const lastSerial = 2958466

// epoch1900 is right for serials from 1900-03-01 on.
var epoch1900 = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)

// offset1904 is how many days the 1904 system begins after the 1900 system.
const offset1904 = 1462

// serialDate writes an Excel serial — days since the epoch — as ISO 8601, to
// the second. False if the calendar has no such day: then it is a number.
//
// Excel's 1900 system counts a 29 February 1900 that never was, and shows it;
// so do we, as the cell stands so. A serial below 1 is a time of day.
func serialDate(f float64, from1904 bool) (string, bool) {
	if !(f >= 0 && f < lastSerial) || f == 0 && !from1904 {
		return "", false
	}
	day, frac := math.Modf(f)
	sec := int64(math.Round(frac * 86400))
	if sec == 86400 {
		day, sec = day+1, 0
	}
	if day >= lastSerial {
		return "", false
	}
	clock := time.Unix(sec, 0).UTC().Format("15:04:05")
	switch {
	case from1904:
		if day += offset1904; day >= lastSerial {
			return "", false
		}
	case day == 0:
		return clock, true
	case day == 60:
		return join("1900-02-29", clock, sec), true
	case day < 60:
		day++ // the days before the one that never was
	}
	return join(epoch1900.AddDate(0, 0, int(day)).Format("2006-01-02"), clock, sec), true
}

func join(date, clock string, sec int64) string {
	if sec == 0 {
		return date
	}
	return date + "T" + clock
}

// isoCell tidies an ISO 8601 date as strict workbooks hold it: midnight and
// fractions of a second are left out.
func isoCell(s string) string {
	s = strings.TrimSuffix(strings.TrimSpace(s), "Z")
	date, clock, ok := strings.Cut(s, "T")
	if !ok {
		return s
	}
	clock, _, _ = strings.Cut(clock, ".")
	if clock == "00:00:00" || clock == "" {
		return date
	}
	return date + "T" + clock
}
