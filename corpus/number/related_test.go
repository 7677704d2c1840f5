package number

import "testing"

func TestRelatedNumbers(t *testing.T) {
	str := func(n Number, ok bool) string {
		if !ok {
			return ""
		}
		return n.String()
	}
	for _, c := range []struct{ in, amended, untranslated, undated, whole, adopted, loose string }{
		{"GB 9744-2024/XG1-2025", "GB 9744-2024", "", "GB 9744", "", "", "GB 9744"},
		{"GB/T 18264-2018E", "", "GB/T 18264-2018", "GB/T 18264", "", "", "GB 18264"},
		{"GB/T 5606.1-2004", "", "", "GB/T 5606.1", "GB/T 5606", "", "GB 5606.1"},
		{"DIN EN ISO 9001:2015-11", "", "", "DIN EN ISO 9001", "", "EN ISO 9001:2015-11", "DIN EN ISO 9001"},
		{"BS EN 60335-2-27:2013+A1:2020", "BS EN 60335-2-27:2013", "", "BS EN 60335-2-27", "BS EN 60335", "EN 60335-2-27:2013+A1:2020", "BS EN 60335-2-27"},
		{"ISO/IEC 27001:2022", "", "", "ISO/IEC 27001", "", "", "ISO 27001"},
		{"ISO/TS 9002:2016", "", "", "ISO/TS 9002", "", "", "ISO 9002"},
		{"ISO/CD 9001.2", "", "", "ISO 9001", "", "", "ISO 9001"},
		{"ISO/IEC DIS 7816-4.2:2012", "", "", "ISO/IEC 7816-4", "ISO/IEC 7816", "", "ISO 7816-4"},
		{"ISO/IEC/IEEE FDIS P29119.4-2020-12", "", "", "ISO/IEC/IEEE 29119-4", "ISO/IEC/IEEE 29119", "", "ISO 29119-4"},
		{"ISO 9001:2015/Amd 1:2024", "ISO 9001:2015", "", "ISO 9001", "", "", "ISO 9001"},
		{"AS/NZS 60335.2.27:2020", "", "", "AS/NZS 60335.2.27", "AS/NZS 60335", "", "AS 60335.2.27"},
	} {
		n, err := Parse(c.in)
		if err != nil {
			t.Error(err)
			continue
		}
		got := []string{str(n.Amended()), str(n.Untranslated()), n.Undated().String(), str(n.Whole()), str(n.Adopted()), n.LooseKey()}
		for i, want := range []string{c.amended, c.untranslated, c.undated, c.whole, c.adopted, c.loose} {
			if got[i] != want {
				t.Errorf("%s: %q, want %q (%d)", c.in, got[i], want, i)
			}
		}
	}
}

// TestIteration holds that the drafts of one stage are documents of their own.
func TestIteration(t *testing.T) {
	first, second := Read("ISO/CD 9001", "en"), Read("iso cd 9001.2", "en")
	if second.Number != "ISO/CD 9001.2" || second.Stage != "CD2" || second.Parts != nil || second.Key == first.Key || second.ID != "iso-cd-9001.2" {
		t.Errorf("%+v", second)
	}
}

func TestRead(t *testing.T) {
	r := Read("gb 9744—2024/xg1—2025", "zh")
	if !r.OK || r.Number != "GB 9744-2024/XG1-2025" || r.Amendment == nil || r.Amendment.Kind != "XG" || r.Amendment.Number != "1" || r.Amendment.Year != 2025 {
		t.Errorf("%+v", r)
	}
	for lang, want := range map[string]string{"zh": reasonsZH[ErrDigits], "en": ErrDigits.Error()} {
		if r := Read("没有", lang); r.OK || r.Error != want {
			t.Errorf("%+v, want %q", r, want)
		}
	}
	for _, err := range []error{ErrEmpty, ErrDigits, ErrLong, ErrText, ErrSeveral, ErrDate, ErrShort} {
		if reasonsZH[err] == "" {
			t.Errorf("no Chinese for %v", err)
		}
	}
}
