package number

import "testing"

func TestLikeness(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want Likeness
	}{
		{"GB/T 155-2006", "GB/T 155-2017", Alike},
		{"GB 155-1984", "GB/T 155-2017", Alike},
		{"GB/T 155-2017", "GB/Z 155-2025", Perhaps},
		{"GB 154-2013", "GB/Z 154-2025", Perhaps},
		{"GB/T 155-2017", "GB/T 156-2017", Apart},
		{"YY 0032-1990", "YY/T 0032-2004", Likely},
		{"YY 0032-1990", "YY 32-2004", Alike},
		{"JIS TR B 0001:1997", "JIS B 0001:2019", Apart},
		{"JIS TR B 0001:1997", "JIS TR B 0001:2000", Alike},
		{"ISO/TS 9002:2016", "ISO 9002:1994", Perhaps},
		{"ISO/TR 79:2015", "ISO/R 79:1968", Perhaps},
		{"ISO/R 835:1968", "ISO 835:2007", Alike},
		{"ISO/IEC Guide 50:1987", "ISO 50:1977", Apart},
		{"ISO/IEC Guide 51:1990", "ISO Guide 51:1999", Alike},
		{"ISO 27001:2005", "ISO/IEC 27001:2022", Alike},
		{"API SPEC 5L:2018", "API RP 5L:1990", Apart},
		{"IEEE C37.010-1979", "IEEE C37.10-1995", Perhaps},
	} {
		a, err := Parse(c.a)
		if err != nil {
			t.Error(err)
			continue
		}
		b, err := Parse(c.b)
		if err != nil {
			t.Error(err)
			continue
		}
		if ab, ba := a.Likeness(b), b.Likeness(a); ab != c.want || ba != c.want {
			t.Errorf("%s and %s: %d and %d, want %d", c.a, c.b, ab, ba, c.want)
		}
	}
}
