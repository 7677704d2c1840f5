package vocab

import "testing"

func BenchmarkMatches(b *testing.B) {
	v := load(b)
	for b.Loop() {
		if len(v.Matches("电动车充电安全 wireless charging emc")) != 3 {
			b.Fatal("not three matches")
		}
	}
}

func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		if _, err := parse(synonymsFile, translationsFile, queriesFile); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkTranslations(b *testing.B) {
	v := load(b)
	for b.Loop() {
		if len(v.Translations("测定")) == 0 {
			b.Fatal("no translation")
		}
	}
}
