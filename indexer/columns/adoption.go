package columns

import (
	"strings"

	"chabiao/corpus"
	"chabiao/corpus/number"
)

// degreeWords are the words and symbols for degrees of adoption, longest
// first. The symbols stood in Chinese standards and foreign catalogues before
// 2001: ≡ identical, = equivalent, ≠ not equivalent. 参照 was what is now
// non-equivalent.
var degreeWords = []struct {
	word   string
	degree corpus.Degree
}{
	{"非等效采用", corpus.NEQ}, {"修改采用", corpus.MOD}, {"等同采用", corpus.IDT}, {"等效采用", corpus.EQV}, {"参照采用", corpus.NEQ}, {"参考采用", corpus.NEQ},
	{"非等效", corpus.NEQ}, {"不等效", corpus.NEQ}, {"等同", corpus.IDT}, {"修改", corpus.MOD}, {"等效", corpus.EQV}, {"参照", corpus.NEQ},
	{"not equivalent", corpus.NEQ}, {"non-equivalent", corpus.NEQ}, {"identical", corpus.IDT}, {"modified", corpus.MOD}, {"equivalent", corpus.EQV},
	{"idt", corpus.IDT}, {"mod", corpus.MOD}, {"neq", corpus.NEQ}, {"eqv", corpus.EQV},
	{"≡", corpus.IDT}, {"≠", corpus.NEQ}, {"≈", corpus.EQV}, {"=", corpus.EQV}, {"＝", corpus.EQV},
}

// degreeIn finds the first degree in a text that stands beside a number. rest
// is the text without it.
func degreeIn(s string) (degree corpus.Degree, rest string, ok bool) {
	low := strings.ToLower(s)
	if len(low) != len(s) {
		low = s
	}
	best, length := -1, 0
	for _, w := range degreeWords {
		i := strings.Index(low, w.word)
		if i < 0 || best >= 0 && i >= best {
			continue
		}
		if w.word[0] >= 'a' && w.word[0] <= 'z' && (i > 0 && letter(low[i-1]) || i+len(w.word) < len(low) && letter(low[i+len(w.word)])) {
			continue
		}
		best, length, degree, ok = i, len(w.word), w.degree, true
	}
	if !ok {
		return "", s, false
	}
	return degree, s[:best] + s[best+length:], true
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// Degree reads a degree of adoption in a cell of its own: IDT, 等同采用, ≡. ok
// is false for any other word, which is given back as it is.
func Degree(text string) (degree corpus.Degree, ok bool) {
	switch d := corpus.NormalizeDegree(text); d {
	case "", corpus.IDT, corpus.MOD, corpus.NEQ, corpus.EQV:
		return d, true
	}
	s := line(trim(text))
	d, rest, ok := degreeIn(s)
	if !ok || len(foldHeading(rest)) > len("国际标准") {
		return corpus.Degree(s), false
	}
	return d, true
}

// Adoptions reads what a standard adopts, and how closely: "ISO 9001:2015,
// IDT", "eqv ISO 3508：1976；eqv ISO 4755：1983", "等同采用 ISO 9001:2015". The
// degree stands behind its number or before it. beside is what stands with
// them that is neither.
func Adoptions(text string) (list []corpus.Adoption, beside string) {
	if plainNumber(text) {
		return []corpus.Adoption{{Number: text}}, ""
	}
	const longest = 100_000 // bytes
	if len(text) > longest {
		text = strings.ToValidUTF8(text[:longest], "")
	}
	text, _ = unescape(text)
	s := line(rejoinSpaces(text))
	var rest []string
	for _, piece := range pieces(s, "；;|、") {
		if piece = trim(piece); Blank(piece) {
			continue
		}
		found, left := adoptionsIn(piece)
		list = append(list, found...)
		if left != "" {
			rest = append(rest, left)
		}
	}
	return list, strings.Join(rest, "；")
}

// rejoinSpaces keeps line ends as separators and nothing else.
func rejoinSpaces(s string) string {
	if !strings.ContainsAny(s, "\r\n") {
		return s
	}
	return strings.ReplaceAll(rejoin(s), "\n", "；")
}

// adoptionsIn reads a piece that may hold several numbers behind each other.
func adoptionsIn(s string) (list []corpus.Adoption, beside string) {
	spans := number.Find(s)
	if len(spans) == 0 {
		d, bare := withoutDegree(s)
		if _, err := number.Parse(bare); err == nil && bare != "" && !hasHan(bare) {
			return []corpus.Adoption{{Number: bare, Degree: d}}, ""
		}
		return nil, s
	}
	// gaps[i] stands before span i, the last behind the last span.
	gaps := make([]string, 0, len(spans)+1)
	end := 0
	for _, span := range spans {
		gaps = append(gaps, s[end:span.Start])
		end = span.End
	}
	gaps = append(gaps, s[end:])
	_, _, behind := degreeIn(gaps[len(spans)])
	_, _, before := degreeIn(gaps[0])
	var around []string
	for i, span := range spans {
		a := corpus.Adoption{Number: s[span.Start:span.End]}
		own := i + 1
		if before && !behind {
			own = i
		}
		a.Degree, gaps[own], _ = degreeIn(gaps[own])
		list = append(list, a)
	}
	for _, gap := range gaps {
		if gap = strings.Trim(cutRelationWords(strings.Trim(gap, " ,，")), " ,，()（）[]【】:：/.。和与及&《》\"-—"); gap != "" && gap != "采用" {
			around = append(around, gap)
		}
	}
	beside = strings.Join(around, " ")
	if len(spans) == 1 && beside != "" && !hasHan(beside) {
		// ETSI before EN: the number is more than what was found of it.
		_, bare := withoutDegree(s)
		if _, err := number.Parse(bare); err == nil && !looksTitle(s[spans[0].End:]) {
			list[0].Number = bare
			return list, ""
		}
	}
	return list, beside
}

// withoutDegree takes the degree out of a text, with the brackets it stood in.
func withoutDegree(s string) (degree corpus.Degree, bare string) {
	degree, bare, _ = degreeIn(s)
	for _, empty := range [...]string{"()", "（）", "[]", "【】", "( )"} {
		bare = strings.ReplaceAll(bare, empty, " ")
	}
	return degree, line(strings.Trim(bare, " ,，:："))
}
