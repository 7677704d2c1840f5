package search

import (
	"strings"
	"testing"

	"chabiao/corpus"
)

func TestDateSpan(t *testing.T) {
	for _, c := range []struct{ span, before, in, after string }{
		{"2026-11", "2026-10-31 2026 2026-10", "2026-11 2026-11-01 2026-11-30", "2026-12 2026-12-01 2027"},
		{"2026", "2025-12-31 2025", "2026 2026-01 2026-12-31", "2027"},
		{"2026-02-28", "2026-02-27 2026-02", "2026-02-28", "2026-03-01"},
		{"2025-07..2026", "2025-06-30 2025", "2025-07 2026 2026-12-31", "2027"},
		{"..2020-05", "", "0001 2020-05-31", "2020-06"},
		{"2020..", "2019-12-31", "2020 9999-12-31", ""},
	} {
		s, ok := ParseDateSpan(c.span)
		if !ok {
			t.Errorf("%s is no span", c.span)
			continue
		}
		for want, list := range map[int]string{-1: c.before, 0: c.in, 1: c.after} {
			for _, text := range strings.Fields(list) {
				d, err := corpus.ParseDate(text)
				if err != nil {
					t.Fatal(err)
				}
				if got := s.Compare(d); got != want {
					t.Errorf("%s against %s: %d, want %d", text, c.span, got, want)
				}
			}
		}
		if s.Compare(corpus.Date{}) != -1 {
			t.Errorf("no date lies in %s", c.span)
		}
	}
}

func FuzzDateSpan(f *testing.F) {
	for _, seed := range []string{"2026-11", "..", "2026..2025", "2026-02-30", "2026-1", "..2026-12-31", "2026...", "a..b", ""} {
		f.Add(seed, int32(2026*416+11*32))
	}
	f.Fuzz(func(t *testing.T, text string, day int32) {
		s, ok := ParseDateSpan(text)
		if !ok {
			return
		}
		if s.first < 1 || s.last < 1 {
			t.Errorf("%q: %+v", text, s)
		}
		d := corpus.DateFromOrdinal(max(day, 0) % (9999 * 416))
		if again := s.Compare(d); again == 0 != (s.first <= d.Ordinal() && d.Ordinal() <= s.last) {
			t.Errorf("%q has %v: %d", text, d, again)
		}
	})
}
