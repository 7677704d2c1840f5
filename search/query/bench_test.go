package query

import "testing"

func BenchmarkParse(b *testing.B) {
	p := parser(b)
	for b.Loop() {
		if len(p.Parse("电动车充电安全 wireless charging emc").Words) == 0 {
			b.Fatal("no words")
		}
	}
}
