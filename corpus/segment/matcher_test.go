package segment

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// locatePlainly is what Locate means, without shortcuts.
func locatePlainly(text string, units []Unit) (places []Place, length int) {
	type textRun struct {
		at    int
		runes []rune
		stem  string
	}
	var runs []textRun
	sc := scanner{text: text}
	for sc.next() {
		r := textRun{at: length}
		if sc.run.ideographic {
			r.runes = slices.Clone(sc.run.runes)
			length += len(r.runes)
		} else {
			r.stem, _ = Stem(string(sc.run.runes))
			length++
		}
		runs = append(runs, r)
	}
	find := func(text string, terms []string, ideographic bool) (at, length int) {
		if ideographic {
			for _, r := range runs {
				if before, _, ok := strings.Cut(string(r.runes), text); ok && r.runes != nil {
					return r.at + len([]rune(before)), len([]rune(text))
				}
			}
			return 0, 0
		}
		var all []int
		for _, t := range terms {
			i := slices.IndexFunc(runs, func(r textRun) bool { return r.stem == t && r.runes == nil })
			if i < 0 {
				return 0, 0
			}
			all = append(all, runs[i].at)
		}
		if len(all) == 0 {
			return 0, 0
		}
		return slices.Min(all), slices.Max(all) - slices.Min(all) + 1
	}
	for i, u := range units {
		if u.Optional {
			continue
		}
		ways := append([]Alternative{{Text: u.Text, Terms: u.Terms, Ideographic: u.Ideographic, Weight: 1}}, u.Also...)
		for _, w := range ways {
			if at, n := find(w.Text, w.Terms, w.Ideographic); n > 0 {
				places = append(places, Place{i, at, n, w.Weight})
				break
			}
		}
	}
	return places, length
}

// pieces gives titles by lot, and pieces of them.
func pieces(rng *rand.Rand) (pick func() string, part func(text string) string) {
	return func() string { return titles[rng.IntN(len(titles))] }, func(text string) string {
		r := []rune(text)
		from := rng.IntN(len(r))
		return string(r[from:min(len(r), from+1+rng.IntN(12))])
	}
}

// TestLocate asks titles for words of their own and of others, with other words
// that mean the same.
func TestLocate(t *testing.T) {
	s := load(t)
	rng := rand.New(rand.NewPCG(1, 2))
	pick, part := pieces(rng)
	some := 0
	for range 20_000 {
		text := pick()
		units := s.Query(part(text) + " " + part(pick()))
		for i := range units {
			for range rng.IntN(3) {
				if a := s.Alternative(part(pick())); len(a.Terms) > 0 {
					a.Weight = 0.5
					units[i].Also = append(units[i].Also, a)
				}
			}
		}
		m := NewMatcher(units)
		for _, text := range []string{text, pick()} {
			want, wantLength := locatePlainly(text, units)
			got, length := m.Locate(text, nil)
			if d := cmp.Diff(want, got); d != "" || length != wantLength {
				t.Fatalf("%+v in %q: length %d, want %d; %s", units, text, length, wantLength, d)
			}
			some += len(got)
		}
	}
	if some == 0 {
		t.Error("nothing was found anywhere")
	}
}

// TestStemsBeginAsTheirWords: what Matcher passes over unstemmed relies on it.
func TestStemsBeginAsTheirWords(t *testing.T) {
	words := strings.Fields("dying lying tying skis skies idly gently ugly early only singly news howe atlas cosmos bias andes yes youth yielded aged using ability")
	for _, title := range titles {
		for _, w := range strings.Fields(title) {
			words = append(words, strings.ToLower(w))
		}
	}
	for a := 'a'; a <= 'z'; a++ {
		for b := 'a'; b <= 'z'; b++ {
			for _, end := range []string{"ing", "ed", "ies", "ied", "ly", "s", "eed", "ization", "ousli", "'s", "ying"} {
				words = append(words, string(a)+string(b)+end, string(a)+"y"+string(b)+end)
			}
		}
	}
	for _, w := range words {
		if stem, _ := Stem(w); w != "" && stem[0] != w[0] {
			t.Errorf("%q has the stem %q", w, stem)
		}
	}
}

// TestSpansWithALimit: what is not shown need not be marked.
func TestSpansWithALimit(t *testing.T) {
	s := load(t)
	plain := func(s string) string { return s }
	rng := rand.New(rand.NewPCG(3, 4))
	for range 3000 {
		var text []string
		for range 1 + rng.IntN(20) {
			text = append(text, titles[rng.IntN(len(titles))])
		}
		abstract := strings.Join(text, " ")
		m := NewMatcher(s.Query(text[rng.IntN(len(text))]))
		for _, limit := range []int{1, 20, 120} {
			want := Mark(abstract, m.Spans(abstract, 0), "<", ">", plain, limit)
			if got := Mark(abstract, m.Spans(abstract, limit), "<", ">", plain, limit); got != want {
				t.Fatalf("at most %d: %q, want %q", limit, got, want)
			}
		}
	}
}

func BenchmarkMatcher(b *testing.B) {
	s := load(b)
	m := NewMatcher(s.Query("信息安全技术 网络安全 security requirements"))
	const text = "信息安全技术 网络安全等级保护基本要求 Information security technology — Baseline for classified protection of cybersecurity"
	b.Run("locate", func(b *testing.B) {
		var places []Place
		for b.Loop() {
			places, _ = m.Locate(text, places[:0])
		}
	})
	b.Run("spans", func(b *testing.B) {
		for b.Loop() {
			m.Spans(text, 0)
		}
	})
}
