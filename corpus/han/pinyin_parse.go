package han

import "strings"

// Bounds of ParsePinyin: longer input is no pinyin that somebody typed, and
// further splits are no use to a search.
const (
	maxPinyinInput  = 128 // bytes
	maxPinyinSplits = 16
	maxSyllable     = 6 // letters: zhuang
)

// ParsePinyin is all ways to read s wholly as toneless syllables, at most 16,
// best first: fewest syllables, then the longer syllable first, as input
// methods cut (fangan is fang an before fan gan). Letters may be in upper
// case; blanks and apostrophes part syllables and count for nothing else. ü is
// v, and also the u of lue and nue, which come out as lve and nve, as
// Syllables writes them. It is nil when s cannot be read so, is empty, is
// longer than 128 bytes, or holds anything else (digits, tone marks).
func ParsePinyin(s string) (splits [][]string) {
	if len(s) > maxPinyinInput {
		return nil
	}
	valid := soundTables().valid
	in := strings.NewReplacer("ü", "v", "Ü", "v", "’", "'", "　", " ").Replace(s)
	in = strings.ToLower(strings.TrimRight(in, " \t'"))
	// best[i] are the readings of in[i:], best first. What is best of a rest is
	// best behind any syllable too, so that no more than the bound is kept.
	best := make([][]tail, len(in)+1)
	best[len(in)] = []tail{{}}
	for i := len(in) - 1; i >= 0; i-- {
		if isPinyinBreak(in[i]) {
			best[i] = best[i+1]
			continue
		}
		best[i] = readingsFrom(in, i, best, valid)
	}
	if in == "" || len(best[0]) == 0 {
		return nil
	}
	for _, t := range best[0] {
		splits = append(splits, t.syllables(in, best))
	}
	return splits
}

// tail is a way to read the input from some place on.
type tail struct {
	count int // syllables
	size  int // bytes of the first syllable
	rest  int // which of the readings behind it
}

func readingsFrom(in string, i int, best [][]tail, valid map[string]bool) []tail {
	var out []tail
	for size := min(maxSyllable, len(in)-i); size > 0; size-- {
		if _, ok := pinyinSyllable(in[i:i+size], valid); !ok {
			continue
		}
		for k, t := range best[i+size] {
			out = append(out, tail{count: t.count + 1, size: size, rest: k})
		}
	}
	// Longer first syllables were added first, so a stable sort by count keeps
	// them ahead among equals. There are at most 6 × 16.
	for a := 1; a < len(out); a++ {
		for b := a; b > 0 && out[b].count < out[b-1].count; b-- {
			out[b], out[b-1] = out[b-1], out[b]
		}
	}
	return out[:min(len(out), maxPinyinSplits)]
}

func (t tail) syllables(in string, best [][]tail) []string {
	valid := soundTables().valid
	out := make([]string, 0, t.count)
	for i := 0; t.count > 0; {
		for isPinyinBreak(in[i]) {
			i++
		}
		syllable, _ := pinyinSyllable(in[i:i+t.size], valid)
		out = append(out, syllable)
		i += t.size
		t = best[i][t.rest]
	}
	return out
}

func pinyinSyllable(s string, valid map[string]bool) (string, bool) {
	switch s {
	case "lue":
		return "lve", true
	case "nue":
		return "nve", true
	}
	return s, valid[s]
}

func isPinyinBreak(c byte) bool { return c == ' ' || c == '\t' || c == '\'' }
