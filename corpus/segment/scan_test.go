package segment

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"chabiao/corpus/han"

	"github.com/google/go-cmp/cmp"
)

type plainRun struct {
	Ideographic bool
	Runes       string
	Offsets     []int
}

// scanPlainly is what the scanner does, every character folded by han.
func scanPlainly(text string) []plainRun {
	var out []plainRun
	var run plainRun
	class, end := classNone, 0
	flush := func() {
		if class != classNone {
			run.Ideographic = class == classIdeographic
			run.Offsets = append(run.Offsets, end)
			out = append(out, run)
		}
		run, class = plainRun{}, classNone
	}
	for pos := 0; pos < len(text); {
		r, size := utf8.DecodeRuneInString(text[pos:])
		fold := []rune(string(han.AppendRune(nil, r)))
		classes := make([]int, len(fold))
		for i, f := range fold {
			classes[i] = classOf(f)
		}
		switch {
		case len(fold) == 0: // a mark
		case slices.Contains(classes, classNone) || slices.ContainsFunc(classes, func(c int) bool { return c != classes[0] }):
			flush()
		case class != classNone && classes[0] != class:
			flush()
			continue // it begins the next
		default:
			class = classes[0]
			for _, f := range fold {
				run.Runes += string(f)
				run.Offsets = append(run.Offsets, pos)
			}
		}
		pos += size
		end = pos
	}
	flush()
	return out
}

func scanned(text string) []plainRun {
	var out []plainRun
	sc := scanner{text: text}
	for sc.next() {
		out = append(out, plainRun{sc.run.ideographic, string(sc.run.runes), slices.Clone(sc.run.offsets)})
	}
	return out
}

func TestScanner(t *testing.T) {
	differ := func(text string) bool {
		// Where a run ends behind marks or before a blank is the same for marking.
		want, got := scanPlainly(text), scanned(text)
		for _, list := range [][]plainRun{want, got} {
			for i := range list {
				list[i].Offsets = list[i].Offsets[:len(list[i].Offsets)-1]
			}
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%q: %s", text, d)
			return true
		}
		return false
	}
	for r := rune(1); r < 0x30000; r++ {
		if differ("a" + string(r) + "中" + string(r)) {
			return
		}
	}
	pool := []rune("aZ0 -—.,;中無缝鋼管アｱガ한ГΩéß㎡½①ﬁ\u0301\u3099　１Ａ々〇\U00020000\ufffd")
	rng := rand.New(rand.NewPCG(7, 8))
	for range 20_000 {
		var b strings.Builder
		for range rng.IntN(12) {
			b.WriteRune(pool[rng.IntN(len(pool))])
		}
		if differ(b.String()) {
			return
		}
	}
}

// spansPlainly is what Spans means, unit by unit.
func spansPlainly(text string, units []Unit) []Span {
	var spans []Span
	for _, r := range scanPlainly(text) {
		occurrences := func(word string) (out []Span) {
			runes, want := []rune(r.Runes), []rune(word)
			for i := 0; i+len(want) <= len(runes); i++ {
				if slices.Equal(runes[i:i+len(want)], want) {
					out = append(out, Span{r.Offsets[i], r.Offsets[i+len(want)]})
				}
			}
			return out
		}
		for _, u := range units {
			if u.Optional {
				continue
			}
			for _, w := range append([]Alternative{{Text: u.Text, Terms: u.Terms, Ideographic: u.Ideographic}}, u.Also...) {
				switch stem, _ := Stem(r.Runes); {
				case r.Ideographic != w.Ideographic:
				case !w.Ideographic:
					if slices.Contains(w.Terms, stem) {
						spans = append(spans, Span{r.Offsets[0], r.Offsets[len(r.Offsets)-1]})
					}
				default:
					found := occurrences(w.Text)
					if len(found) == 0 && len(w.Terms) > 1 {
						for _, t := range w.Terms {
							found = append(found, occurrences(t)...)
						}
					}
					spans = append(spans, found...)
				}
			}
		}
	}
	return mergeSpans(spans)
}

func TestSpansOfManyWays(t *testing.T) {
	s := load(t)
	rng := rand.New(rand.NewPCG(9, 10))
	pick, part := pieces(rng)
	some := 0
	for range 10_000 {
		text := pick() + " " + pick()
		units := s.Query(part(text) + " " + part(pick()))
		for i := range units {
			if a := s.Alternative(part(pick())); len(a.Terms) > 0 {
				units[i].Also = append(units[i].Also, a)
			}
		}
		got := NewMatcher(units).Spans(text, 0)
		if d := cmp.Diff(spansPlainly(text, units), got); d != "" {
			t.Fatalf("%+v in %q: %s", units, text, d)
		}
		some += len(got)
	}
	if some == 0 {
		t.Error("nothing was found anywhere")
	}
}
