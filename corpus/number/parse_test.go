package number

import (
	"errors"
	"testing"
)

// TestSpellings gives every form of the conventions with what it means.
func TestSpellings(t *testing.T) {
	for input, want := range map[string]string{
		"GB50362": "GB 50362", "gb 50362": "GB 50362", "GBT50001": "GB/T 50001", "GB T50001": "GB/T 50001", "GB/ T50001": "GB/T 50001",
		"gb_t_50001": "GB/T 50001", "GB-T 50001": "GB/T 50001", "ＧＢ／Ｔ ５０００１": "GB/T 50001", "《GB/T 19001－2016》": "GB/T 19001-2016",
		"DB 11/T 1010—2019": "DB11/T 1010-2019", "DB31/ 282-2013": "DB31 282-2013", "DB11-T 1033-2025": "DB11/T 1033-2025", "DB4403/T 586—2025": "DB4403/T 586-2025",
		"国标19001": "GB 19001", "行业标准YY0109—2013": "YY 0109-2013", "代替GB/T 19001-2008": "GB/T 19001-2008", "标准号：GB 30078-2013": "GB 30078-2013",
		"GB/T 1-98": "GB/T 1-98", "SJ 346-73": "SJ 346-73", "GB 50001 2017": "GB 50001-2017", "GB 50016-2014(2018年版)": "GB 50016-2014(2018年版)",
		"GB\u00a0/T 5606.1—2004": "GB/T 5606.1-2004", "NY 1500.3.5-2007": "NY 1500.3.5-2007", "GB/T 5606（所有部分）": "GB/T 5606 (all parts)", "GB/T 5606 (all parts)": "GB/T 5606 (all parts)",
		"GB/T 5750.1～5750.13-2023": "GB/T 5750.1~13-2023", "JT/T 307.1~5-1997": "JT/T 307.1~5-1997",
		"GB 9744-2024/XG1-2025": "GB 9744-2024/XG1-2025", "GB 15629.11-2003-XG1-2006": "GB 15629.11-2003/XG1-2006", "GB 150-2011第1号修改单": "GB 150-2011/XG1",
		"GB/T 18264-2018E": "GB/T 18264-2018E", "GB/T 18264-2018（英文版）": "GB/T 18264-2018E", "GBZ/T 2.1-2019": "GBZ/T 2.1-2019", "GB/Z 18842-2024": "GB/Z 18842-2024", "GBZ 2.1-2019": "GBZ 2.1-2019",
		"GBn 193-1983": "GBn 193-1983", "GJB 9001C-2017": "GJB 9001C-2017", "JJG (电子) 02001-1988": "JJG(电子) 02001-1988", "JJF(津)53-2021": "JJF(津) 53-2021",
		"T/GZAEPI 001-2018": "T/GZAEPI 001-2018", "t/cecs 123-2018": "T/CECS 123-2018", "T/CECA-G 0022-2019": "T/CECA-G 0022-2019", "Q/GDW 1234-2012": "Q/GDW 1234-2012",
		"CECS 123:2002": "CECS 123:2002", "TSG D3001-2009": "TSG D3001-2009", "ZB B 93016.1-1989": "ZB B 93016.1-1989", "CNAS-CL01:2018": "CNAS-CL01:2018",
		"农业部2122号公告-10.2-2014": "农业部2122号公告-10.2-2014", "农业农村部公告第111号-8-2018": "农业农村部111号公告-8-2018", "YB/T 036.1": "YB/T 036.1", "GB/T 19001-2016idt ISO 9001:2015": "GB/T 19001-2016/ISO 9001:2015", "ISO 14001:2015 Environmental management systems": "ISO 14001:2015", "DGJ 08-1985-2000": "DGJ 08-1985-2000",
		"GB/T 19001-2016/ISO 9001:2015": "GB/T 19001-2016/ISO 9001:2015", "T/SZZX 014-2023 T/SAMD 0002-2023": "T/SZZX 014-2023 T/SAMD 0002-2023", "GB_T 19001-2016 质量管理体系 要求.pdf": "GB/T 19001-2016",

		"ISO/IEC/IEEE 8802-22:2015/Amd 2:2017(E)": "ISO/IEC/IEEE 8802-22:2015/Amd 2:2017(E)", "ISO 9001：2015": "ISO 9001:2015", "ISO 9001-2015": "ISO 9001:2015", "iso9001": "ISO 9001",
		"ISO/CD2 14065": "ISO/CD2 14065", "ISO/R 170-1960": "ISO/R 170:1960", "Guide ISO/CEI 51": "ISO/IEC Guide 51", "ИСО 37001": "ISO 37001", "ISO TR 12802:2010": "ISO/TR 12802:2010",
		"ISO/CEI 17025:2005/Cor.1:2006(fr)": "ISO/IEC 17025:2005/Cor 1:2006(fr)", "IEC 60811-1-3:1993+AMD1:2001 CSV": "IEC 60811-1-3:1993+AMD1:2001 CSV", "IEC 61000-4-2-2008": "IEC 61000-4-2:2008",
		"IEC 60034-9:2021 RLV": "IEC 60034-9:2021 RLV", "IEC 60076-11:2018/ISH1:2020": "IEC 60076-11:2018/ISH1:2020", "IEC 60335-2-101:2024 EXV-CMV": "IEC 60335-2-101:2024 EXV-CMV",
		"EN 196-3:2005+A1:2008": "EN 196-3:2005+A1:2008", "EN ISO 13485:2016/AC:2018": "EN ISO 13485:2016/AC:2018", "FprISO 16119-5": "FprISO 16119-5", "prEN 1234": "prEN 1234", "DIN EN ISO 9001": "DIN EN ISO 9001",
		"DIN EN 462-1-1994": "DIN EN 462-1:1994", "BS EN 60335-2-27": "BS EN 60335-2-27", "BSENISO15652-2017": "BS EN ISO 15652:2017", "PD IEC/TR 63051:2017": "PD IEC TR 63051:2017", "DD CEN ISO/TS 18234-3:2006": "DD CEN ISO/TS 18234-3:2006",
		"NA+A1:2014 to BS EN 1997-1:2004+A1:2013": "NA+A1:2014 to BS EN 1997-1:2004+A1:2013", "AS/NZS ISO 9001:2016": "AS/NZS ISO 9001:2016", "SN EN ISO 9001:2015": "SN EN ISO 9001:2015", "SN 0182.1-1993": "SN 0182.1-1993",
		"CAN/CSA-ISO 9241-7-00 (R2016)": "CAN/CSA-ISO 9241-7-00(R2016)", "ASTM A945/A945M-16(2021)": "ASTM A945/A945M-16(2021)", "ASTM C1028-07e1": "ASTM C1028-07e1", "JIS B 8042-5:2001": "JIS B 8042-5:2001", "TR X 0001:1996": "JIS TR X 0001:1996",
		"ASME BPVC.III.3-2019": "ASME BPVC.III.3-2019", "ASME B16.5": "ASME B16.5", "API SPEC 5L": "API SPEC 5L", "MIL-STD-810G": "MIL-STD-810G", "ITU-T G.992.1 (06/99)": "ITU-T G.992.1 (06/1999)",
		"ETSI EN 300 328 V2.2.2 (2019-07)": "ETSI EN 300 328 V2.2.2 (2019-07)", "IEEE Std 1734-2011": "IEEE 1734-2011", "IEEE P1017.3/D3": "IEEE P1017.3/D3", "3GPP TS 22.818:R99/14.0.0": "3GPP TS 22.818:REL-99/14.0.0",
		"GOST 8.417.2": "GOST 8.417.2", "ГОСТ Р 58904-2020/ISO/TR 25901-1:2016": "GOST R 58904-2020/ISO/TR 25901-1:2016", "ECMA-119": "ECMA-119", "ECMA TR/53": "ECMA TR/53", "CCSDS 131.0-B-4": "CCSDS 131.0-B-4",
		"GB 0E/X-!": "GB 0(英文版)/X-!", "ISO 1:2000(E)/X-!": "ISO 1:2000(E)/X-!", "ASTM A1-16(2021) xyz": "ASTM A1-16(2021) xyz",
		"OIML R 76-1, edition 1992 (E)": "OIML R 76-1:1992(E)", "19-079r2": "19-079r2", "XYZ 1234-2010": "XYZ 1234-2010",
	} {
		n, err := Parse(input)
		if err != nil {
			t.Errorf("Parse(%q): %v", input, err)
		} else if n.String() != want {
			t.Errorf("Parse(%q) = %q, want %q", input, n, want)
		}
	}
}

func TestRefused(t *testing.T) {
	for input, want := range map[string]error{
		"": ErrEmpty, "  《》": ErrEmpty, "质量管理": ErrDigits, "hello": ErrDigits, "第3章": ErrText, "2016年": ErrText, "M8": ErrShort, "2016-12-30": ErrDate,
		"ISO 9001 is the standard of 2015": ErrText, "GB/T 1-2020、GB/T 2-2021": ErrSeveral, "5G网络": ErrShort,
	} {
		if n, err := Parse(input); !errors.Is(err, want) {
			t.Errorf("Parse(%q) = %q, %v; want %v", input, n, err, want)
		}
	}
}

func TestParts(t *testing.T) {
	n, err := Parse("GB/T 5606.1-98E")
	if err != nil {
		t.Fatal(err)
	}
	for got, want := range map[string]string{
		n.Serial(): "5606", n.Parts()[0]: "1", n.Body(): "GB/T", n.Mandate(): "T", n.Language(): "E", string(n.Level()): "national", n.Country(): "CN",
		n.Key(): "GB/T 5606.1-1998E", n.SeriesKey(): "GB/T 5606.1", n.FamilyKey(): "GB/T 5606", n.LooseKey(): "GB 5606.1", n.ID(): "gb-t-5606.1-1998e", n.Print(): "GB/T 5606.1—98E",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if n.Year() != 1998 || n.Mandatory() || n.Generic() {
		t.Errorf("year %d, mandatory %v, generic %v", n.Year(), n.Mandatory(), n.Generic())
	}
}

// TestApart shows numbers that look alike and are different documents.
func TestApart(t *testing.T) {
	for _, pair := range [][2]string{
		{"GB 9774-2010", "GB/T 9774-2010"}, {"GBZ/T 2.1-2019", "GB/Z 2.1-2019"}, {"GB 50016-2014", "GB 50016-2014(2018年版)"}, {"GB/T 18264-2018", "GB/T 18264-2018E"},
		{"EN 196-3:2005+A1:2008", "EN 196-3:2005/A1:2008"}, {"IEC 60034-9:2021", "IEC 60034-9:2021 RLV"}, {"GB/T 1.1-2020", "GB/T 1.10-2020"}, {"ISO 9001:2015", "ISO 9002:2015"},
		{"ISO 9001:2015(E)", "ISO 9001:2015(F)"}, {"GB 9744-2024", "GB 9744-2024/XG1-2025"}, {"3GPP TS 23.501:REL-18/18.0.0", "3GPP TS 23.501:REL-18/18.1.0"},
	} {
		a, err1 := Parse(pair[0])
		b, err2 := Parse(pair[1])
		if err1 != nil || err2 != nil || a.Key() == b.Key() || a.ID() == b.ID() {
			t.Errorf("%v: keys %q %q, ids %q %q, errors %v %v", pair, a.Key(), b.Key(), a.ID(), b.ID(), err1, err2)
		}
	}
}

func TestSortKey(t *testing.T) {
	last := ""
	for _, s := range []string{"GB 2-2000", "GB 10-2000", "GB 10.1-1999", "GB 10.2-1998", "GB 10.11-1998", "GB/T 2-1990", "GB/T 2-2000", "GB/T 2-2000/XG1-2001", "GB/T 2-2010", "GB/T 11-1990", "ISO 1", "ISO 1:2000", "ISO 1-1:1990", "ISO 1-2", "ISO 9"} {
		n, err := Parse(s)
		if err != nil {
			t.Fatal(err)
		}
		if key := n.SortKey(); key <= last {
			t.Errorf("%s sorts before what stands above it: %q <= %q", s, key, last)
		} else {
			last = key
		}
	}
}
