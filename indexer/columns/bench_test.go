//go:build unix

package columns

import (
	"path/filepath"
	"syscall"
	"testing"

	"chabiao/corpus"
	"chabiao/corpus/number"
)

// cpuTime reports what the process used of a core, since a machine that
// others work on tells little by the clock.
func cpuTime(b *testing.B) func() {
	b.Helper()
	used := func() float64 {
		var r syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
			b.Fatal(err)
		}
		return float64(r.Utime.Nano() + r.Stime.Nano())
	}
	start := used()
	return func() {
		cpu := used() - start
		b.ReportMetric(cpu/float64(b.N), "cpu-ns/op")
		b.ReportMetric(float64(b.N)/cpu*1e9, "rows/cpu-s")
	}
}

const fifteen = `
标准编号|中文名称|英文名称|标准状态|发布日期|实施日期|代替标准|采用标准|采标程度|国际标准分类号|中国标准分类号|发布单位|归口单位|起草单位|页数
GB/T 19001-2016|质量管理体系 要求|Quality management systems - Requirements|现行|2016-12-30|2017-07-01|GB/T 19001-2008|ISO 9001:2015|IDT|03.120.10|A00|国家质量监督检验检疫总局|全国质量管理和质量保证标准化技术委员会|中国标准化研究院|16`

// BenchmarkRead reads a clean row of fifteen columns: at least 60,000 a
// second are wanted of one core.
func BenchmarkRead(b *testing.B) {
	rows := table(fifteen)
	l, err := Detect(rows, Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	defer cpuTime(b)()
	for b.Loop() {
		if e, notes := l.Read(rows[1].Cells); e == nil || len(notes) > 0 {
			b.Fatal(e, notes)
		}
	}
}

func BenchmarkDetect(b *testing.B) {
	rows := table(fifteen)
	for len(rows) < 60 {
		rows = append(rows, rows[1])
	}
	for b.Loop() {
		if _, err := Detect(rows, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkObject reads entries of a real catalogue, beside
// corpus.DecodeEntry with the number read as the import does.
func BenchmarkObject(b *testing.B) {
	dir := shared(b)
	for _, name := range []string{"cn_lda", "iso"} {
		var lines [][]byte
		eachLine(b, filepath.Join(dir, "catalog", name+".jsonl.gz"), func(data []byte) {
			if len(lines) < 5000 {
				lines = append(lines, append([]byte(nil), data...))
			}
		})
		b.Run(name+"/Object", func(b *testing.B) {
			b.ReportAllocs()
			defer cpuTime(b)()
			i := 0
			for b.Loop() {
				Object(lines[i%len(lines)], Options{})
				i++
			}
		})
		b.Run(name+"/DecodeEntry", func(b *testing.B) {
			b.ReportAllocs()
			defer cpuTime(b)()
			i := 0
			for b.Loop() {
				if e, _, err := corpus.DecodeEntry(lines[i%len(lines)]); err == nil {
					if n, err := number.Parse(e.Number); err == nil {
						e.Number = n.String()
					}
				}
				i++
			}
		})
	}
}
