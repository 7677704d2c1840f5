package number

import (
	"strings"
	"testing"
)

func BenchmarkParse(b *testing.B) {
	for _, s := range []string{"GB/T 19001-2016", "GB/T 5606.1—2004", "DB11/T 1010-2019", "T/CECS 123-2018", "gbt50001", "ISO/IEC 27001:2022", "IEC 60034-12:1980+AMD1:1992 CSV"} {
		b.Run(strings.NewReplacer("/", "_", " ", "_").Replace(s), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Parse(s); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkKey(b *testing.B) {
	n, err := Parse("GB/T 19001-2016")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		_ = n.Key()
	}
}

func BenchmarkFind(b *testing.B) {
	text := strings.Repeat("本标准按照GB/T 1.1—2020的规则起草，代替GB/T 19001-2008《质量管理体系 要求》，等同采用ISO 9001:2015。", 20)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if len(Find(text)) == 0 {
			b.Fatal("nothing found")
		}
	}
}
