package number_test

import (
	"fmt"
	"strings"
	"testing"

	"chabiao/corpus/number"
	"chabiao/corpus/number/numbertest"

	"pgregory.net/rapid"
)

func TestDistortions(t *testing.T) {
	all := append(append([]numbertest.Distortion(nil), numbertest.Common...), numbertest.Chinese...)
	rapid.Check(t, func(t *rapid.T) {
		body := rapid.SampledFrom([]string{"GB", "GB/T", "JB/T", "YY/T", "YY", "SJ/T", "DL/T", "DB11/T", "DB4403/T", "GBZ/T", "HJ", "JGJ/T"}).Draw(t, "body")
		s := fmt.Sprintf("%s %d", body, rapid.IntRange(1, 99999).Draw(t, "serial"))
		for range rapid.IntRange(0, 2).Draw(t, "parts") {
			s += fmt.Sprintf(".%d", rapid.IntRange(1, 99).Draw(t, "part"))
		}
		s += fmt.Sprintf("-%d", rapid.IntRange(1960, 2030).Draw(t, "year"))
		distorted(t, s, rapid.SampledFrom(all).Draw(t, "distortion"))
	})
}

func TestISODistortions(t *testing.T) {
	all := append(append([]numbertest.Distortion(nil), numbertest.Common...), numbertest.ISO...)
	rapid.Check(t, func(t *rapid.T) {
		s := fmt.Sprintf("%s %d", rapid.SampledFrom([]string{"ISO", "IEC", "ISO/IEC"}).Draw(t, "body"), rapid.IntRange(1, 99999).Draw(t, "serial"))
		if rapid.Bool().Draw(t, "parted") {
			s += fmt.Sprintf("-%d", rapid.IntRange(1, 99).Draw(t, "part"))
		}
		s += fmt.Sprintf(":%d", rapid.IntRange(1960, 2030).Draw(t, "year"))
		if rapid.Bool().Draw(t, "amended") && strings.HasPrefix(s, "ISO") {
			s += fmt.Sprintf("/%s %d:%d", rapid.SampledFrom([]string{"Amd", "Cor"}).Draw(t, "kind"), rapid.IntRange(1, 9).Draw(t, "amendment"), rapid.IntRange(1960, 2030).Draw(t, "amended in"))
		}
		distorted(t, s, rapid.SampledFrom(all).Draw(t, "distortion"))
	})
}

// distorted checks that a number and its distortion mean the same.
func distorted(t *rapid.T, s string, d numbertest.Distortion) {
	want, err := number.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	spelling, ok := d.Apply(s)
	if !ok {
		return
	}
	got, err := number.Parse(spelling)
	if err != nil || got.Key() != want.Key() {
		t.Fatalf("%s: Parse(%q) = %q, %v; want %q", d.Name, spelling, got.Key(), err, want.Key())
	}
}

var fixedSeeds = []string{
	"GB/T 19001-2016", "GBn 193-1983", "DB11/T 1010—2019", "T/SZZX 014-2023 T/SAMD 0002-2023", "JJG (电子) 02001-1988", "农业部2122号公告-10.2-2014", "GB 50016-2014(2018年版)",
	"ISO/IEC/IEEE 8802-22:2015/Amd 2:2017(E)", "IEC 60811-1-3:1993+AMD1:2001 CSV", "NA+A1:2014 to BS EN 1997-1:2004+A1:2013", "ITU-T G.7041/Y.1303 (2001) Amd. 1 (06/2002)", "IEEE P1734/D3, June 2010",
	"ГОСТ Р 58904-2020/ISO/TR 25901-1:2016", "ETSI EN 300 328 V2.2.2 (2019-07)", "19-079r2", "ASHRAE Addendum y to Standard 90.1-2001", "3GPP TS 22.818:REL-14/14.0.0", "NBS CIRC 25supp-1928",
}

func TestFixedPoint(t *testing.T) {
	for _, s := range fixedSeeds {
		n, err := number.Parse(s)
		if err != nil {
			t.Errorf("%q: %v", s, err)
			continue
		}
		again, err := number.Parse(n.Print())
		if err != nil || again.Key() != n.Key() || again.ID() != n.ID() {
			t.Errorf("%q prints as %q, which is %q, not %q: %v", s, n.Print(), again.Key(), n.Key(), err)
		}
	}
}

// TestSuffixReadsBack holds text that nothing was made of behind what was
// understood, so that both are read again as what they were.
func TestSuffixReadsBack(t *testing.T) {
	for _, s := range []string{
		"GB 0E/X-!", "GB 0E/X", "GB 5E X", "GB 5E-x", "GB 5E.x", "GB 1(法文版)/X-!", "GB 5(R2016)q!", "JJG(电子) 1E/X-!", "GB/T 1-2000E/X-!", "ISO 1:2000(E)/X-!", "ISO 1(fr) X9q",
		"ASTM A1-16(2021) xyz!", "GB/T 19001-2016/ISO 9001:2015 !q", "GB/T 19001-2016 ISO 9001:2015/X-!", "CIE S 016/E:2005 !x", "农业部2122号公告-10.2-2014/X!",
	} {
		n, err := number.Parse(s)
		if err != nil {
			t.Errorf("%q: %v", s, err)
			continue
		}
		for _, written := range []string{n.String(), n.Print()} {
			again, err := number.Parse(written)
			if err != nil || again.Key() != n.Key() || again.Language() != n.Language() || again.String() != n.String() {
				t.Errorf("%q is written %q, which is %q in %q, not %q in %q: %v", s, written, again.Key(), again.Language(), n.Key(), n.Language(), err)
			}
		}
	}
}

// TestTypedPrefixes holds what is typed to what it may become, in order.
func TestTypedPrefixes(t *testing.T) {
	parse := func(s string) number.Number {
		n, err := number.Parse(s)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	for typed, may := range map[string][]string{
		"GB/T 190": {"GB/T 190-2000", "GB 190.2-1999", "GB/T 1901-2000", "GB/T 19001-2016"}, "iso 90": {"ISO 90-1:1997", "ISO 901", "ISO/TS 9002:2016", "ISO/IEC 90003:2018"},
		"IEC 60335-2": {"IEC 60335-2:1988", "IEC 60335-2-2:2019", "IEC 60335-21"}, "T/CECS 1": {"T/CECS 1-2000", "T/CECS 10-2001"},
	} {
		n := parse(typed)
		prefixes := n.TypedPrefixes()
		last := -1
		for _, s := range may {
			m := parse(s)
			at := -1
			for i, p := range prefixes {
				if strings.HasPrefix(m.TypedKey(), p) {
					at = i
					break
				}
			}
			if at < last {
				t.Errorf("%s: %s comes at %d, before what stands above it (%d)", typed, s, at, last)
			}
			last = at
		}
	}
	typing := parse("GB/T 190")
	for _, s := range []string{"GB/T 191-2000", "GB/T 1190", "JB/T 190-1999"} {
		key := parse(s)
		for _, p := range typing.TypedPrefixes() {
			if strings.HasPrefix(key.TypedKey(), p) {
				t.Errorf("GB/T 190 may not become %s", s)
			}
		}
	}
}
