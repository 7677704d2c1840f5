package number

import (
	"strings"
	"testing"
)

var fuzzSeeds = []string{
	"GB/T 19001-2016", "gbt５０００１", "DB 11/T 1010—2019", "T/SZZX 014-2023 T/SAMD 0002-2023", "JJG (电子) 02001-1988", "农业部2122号公告-10.2-2014", "GB 50016-2014(2018年版)",
	"ISO/IEC/IEEE 8802-22:2015/Amd 2:2017(E)", "IEC 60811-1-3:1993+AMD1:2001 CSV", "NA+A1:2014 to BS EN 1997-1:2004+A1:2013", "ITU-T G.7041/Y.1303 (2001) Amd. 1 (06/2002)", "IEEE P1734/D3, June 2010",
	"ГОСТ Р 58904-2020/ISO/TR 25901-1:2016", "ETSI EN 300 328 V2.2.2 (2019-07)", "19-079r2", "ASHRAE Addendum y to Standard 90.1-2001", "3GPP TS 22.818:REL-14/14.0.0", "NBS CIRC 25supp-1928", "第3章",
}

// FuzzParse looks for panics and for keys and ids that break their promises.
func FuzzParse(f *testing.F) {
	for _, s := range fuzzSeeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, err := Parse(s)
		if err != nil {
			return
		}
		for _, key := range []string{n.Key(), n.SeriesKey(), n.FamilyKey(), n.LooseKey(), n.SortKey(), n.String(), n.Print()} {
			if strings.ContainsAny(key, "\x00\n") {
				t.Errorf("%q: unprintable %q", s, key)
			}
		}
		if strings.ContainsAny(n.ID(), "/\\ ?#%\x00") {
			t.Errorf("%q: id %q is not path-safe", s, n.ID())
		}
		n.Parts()
		n.Year()
		n.Mandatory()
	})
}

// FuzzFind looks for panics and for spans out of order or out of the text.
func FuzzFind(f *testing.F) {
	for _, s := range fuzzSeeds {
		f.Add("见" + s + "，和 " + s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		last := 0
		for _, span := range Find(s) {
			if span.Start < last || span.End <= span.Start || span.End > len(s) {
				t.Fatalf("%q: span %d-%d after %d", s, span.Start, span.End, last)
			}
			last = span.End
		}
	})
}
