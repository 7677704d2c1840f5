package number

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// distortions are the ways in which people write a Chinese number; none
// changes what it means.
var distortions = map[string]func(string) string{
	"em dash":      func(s string) string { return strings.ReplaceAll(s, "-", "—") },
	"minus":        func(s string) string { return strings.ReplaceAll(s, "-", "−") },
	"full width":   fullWidth,
	"no space":     func(s string) string { return strings.ReplaceAll(s, " ", "") },
	"no-break":     func(s string) string { return strings.ReplaceAll(s, " ", "\u00a0") },
	"two spaces":   func(s string) string { return strings.ReplaceAll(s, " ", "  ") },
	"lower case":   strings.ToLower,
	"book marks":   func(s string) string { return "《" + s + "》" },
	"replaces":     func(s string) string { return "代替" + s },
	"space slash":  func(s string) string { return strings.Replace(s, "/T", " /T", 1) },
	"slash space":  func(s string) string { return strings.Replace(s, "/T", "/ T", 1) },
	"no slash":     func(s string) string { return strings.Replace(s, "/T", "T", 1) },
	"dash slash":   func(s string) string { return strings.Replace(s, "/T", "-T", 1) },
	"underscores":  func(s string) string { return strings.NewReplacer("/T", "_T", " ", "_").Replace(s) },
	"file":         func(s string) string { return s + ".pdf" },
	"title behind": func(s string) string { return s + " 通用技术条件" },
}

func fullWidth(s string) string {
	return strings.Map(func(r rune) rune {
		if r > ' ' && r < 0x7f {
			return r + 0xFEE0
		}
		return r
	}, s)
}

func TestDistortions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		body := rapid.SampledFrom([]string{"GB", "GB/T", "JB/T", "YY/T", "YY", "SJ/T", "DL/T", "DB11/T", "DB4403/T", "GBZ/T", "HJ", "JGJ/T"}).Draw(t, "body")
		s := fmt.Sprintf("%s %d", body, rapid.IntRange(1, 99999).Draw(t, "serial"))
		for range rapid.IntRange(0, 2).Draw(t, "parts") {
			s += fmt.Sprintf(".%d", rapid.IntRange(1, 99).Draw(t, "part"))
		}
		s += fmt.Sprintf("-%d", rapid.IntRange(1960, 2030).Draw(t, "year"))
		want, err := Parse(s)
		if err != nil {
			t.Fatal(err)
		}
		name := rapid.SampledFrom(slices.Sorted(maps.Keys(distortions))).Draw(t, "distortion")
		if name == "no slash" && body == "GBZ/T" {
			return
		}
		distorted := distortions[name](s)
		got, err := Parse(distorted)
		if err != nil || got.Key() != want.Key() {
			t.Fatalf("%s: Parse(%q) = %q, %v; want %q", name, distorted, got.Key(), err, want.Key())
		}
	})
}

// TestDistortedCatalogue distorts real Chinese numbers.
func TestDistortedCatalogue(t *testing.T) {
	m, all, good, i := misses{}, 0, 0, 0
	catalogue(t, func(file, number string) {
		if file != "cn_lda.jsonl.gz" {
			return
		}
		if i++; i%7 != 0 {
			return
		}
		want, err := Parse(number)
		if err != nil || want.Generic() {
			return
		}
		for name, distort := range distortions {
			all++
			got, err := Parse(distort(number))
			if err == nil && got.Key() == want.Key() {
				good++
				continue
			}
			m.add(name, number+" | "+distort(number)+" | "+got.Key())
		}
	})
	m.log(t, limit())
	t.Logf("distorted: %d of %d, %.2f%%", good, all, share(good, all))
	if share(good, all) < 99 {
		t.Error("below 99%")
	}
}

func TestFixedPoint(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.SampledFrom(fuzzSeeds).Draw(t, "seed")
		n, err := Parse(s)
		if err != nil {
			return
		}
		again, err := Parse(n.Print())
		if err != nil || again.Key() != n.Key() || again.ID() != n.ID() {
			t.Fatalf("%q prints as %q, which is %q, not %q: %v", s, n.Print(), again.Key(), n.Key(), err)
		}
	})
}
