package columns

import (
	"slices"
	"strings"
	"unicode/utf8"

	"chabiao/corpus/number"
)

// Numbers takes the standard numbers out of a cell of a relation, as they are
// spelt, never cutting inside one: ranges such as GB/T 5750.1~5750.13-2023
// stay whole. beside is what stands with them that is neither a separator nor
// one of the words that say what the column says already (代替, 部分代替, 被…代替).
func Numbers(text string) (list []string, beside string) {
	list, beside, _ = numbers(text)
	return list, beside
}

// numbers also tells whether such words were cut.
func numbers(text string) (list []string, beside string, cut bool) {
	if plainNumber(text) {
		return []string{text}, "", false
	}
	const longest = 100_000 // bytes
	if len(text) > longest {
		text = strings.ToValidUTF8(text[:longest], "")
	}
	text, _ = unescape(text)
	var rest []string
	for _, piece := range pieces(rejoin(text), relationSeparators) {
		piece = line(piece)
		if Blank(piece) {
			continue
		}
		words := cutRelationWords(piece)
		cut = cut || words != piece
		found, left := pieceNumbers(words)
		list = append(list, found...)
		if len(found) > 0 && slices.Contains(relationWords, strings.ToLower(left)) {
			left, cut = "", true // GB 1-1999(部分代替)
		}
		if left != "" {
			rest = append(rest, left)
		}
	}
	return list, strings.Join(rest, "；"), cut
}

// plainNumber reports whether a text is one number in plain spelling, as most
// cells are.
func plainNumber(s string) bool {
	if len(s) < 4 || len(s) > 48 || s[0] < 'A' || s[0] > 'Z' || !digit(s[len(s)-1]) {
		return false
	}
	letters, spaces := 0, 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= 'A' && c <= 'Z':
			letters++
		case c >= '0' && c <= '9', c == '.', c == '-', c == ':', c == '/':
		case c == ' ':
			spaces++
		default:
			return false
		}
	}
	if spaces > 2 || letters > 12 {
		return false
	}
	n, err := number.Parse(s)
	return err == nil && !n.Generic() && len(n.Dual()) == 0
}

const relationSeparators = "，、；;|\n\t,"

// pieces cuts a text at separators that stand outside brackets.
func pieces(s, separators string) []string {
	if !strings.ContainsAny(s, separators) {
		return []string{s}
	}
	var out []string
	depth, start := 0, 0
	for i, r := range s {
		switch r {
		case '(', '（', '[', '【':
			depth++
		case ')', '）', ']', '】':
			depth = max(0, depth-1)
		default:
			if depth == 0 && strings.ContainsRune(separators, r) {
				out = append(out, s[start:i])
				start = i + utf8.RuneLen(r)
			}
		}
	}
	out = append(out, s[start:])
	if depth > 0 && len(out) == 1 {
		// A bracket that nobody closes must not hide the separators.
		return strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(separators, r) })
	}
	return out
}

// rejoin takes out line ends inside a number: behind letters without digits,
// and at a dash.
func rejoin(s string) string {
	if !strings.ContainsAny(s, "\r\n") {
		return s
	}
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.ReplaceAll(s, "\r", "\n")
	lines := strings.Split(s, "\n")
	var out strings.Builder
	for i, l := range lines {
		l = trim(l)
		if i > 0 {
			const back = 64 // bytes: longer than the letters of a number
			before := out.String()
			before = before[max(0, len(before)-back):]
			if k := strings.LastIndexAny(before, "\n，、；;|,"); k >= 0 {
				before = before[k:]
			}
			switch last := lastRune(before); {
			case last == '-' || last == '—' || last == '/' || firstRune(l) == '-' || firstRune(l) == '—':
			case last != utf8.RuneError && !strings.ContainsAny(before, "0123456789") && last < 0x80 && l != "" && l[0] >= '0' && l[0] <= '9':
				out.WriteByte(' ')
			default:
				out.WriteByte('\n')
			}
		}
		out.WriteString(l)
	}
	return out.String()
}

// relationWords are what people write at the numbers of a relation, longest
// first: the column says it already.
var relationWords = []string{"部分代替", "部分替代", "全部代替", "全部替代", "已被代替", "被代替", "被替代", "代替了", "代替标准", "替代标准", "代替", "替代", "取代", "被取代", "引用", "采用", "参照",
	"replaced by", "superseded by", "replaces", "supersedes", "partially replaces", "supersede", "replace"}

// cutRelationWords cuts such words before and behind: 代替GB 1-1999,
// 被GB/T 1-2020代替.
func cutRelationWords(s string) string {
	trimmed := strings.TrimSpace(s)
	if inner, ok := strings.CutPrefix(trimmed, "被"); ok {
		for _, end := range [...]string{"部分代替", "部分替代", "所代替", "代替", "替代", "取代"} {
			if inner, ok := strings.CutSuffix(strings.TrimRight(inner, "。 "), end); ok {
				return strings.TrimSpace(inner)
			}
		}
		s = strings.TrimSpace(inner)
	}
	for range 2 {
		low := strings.ToLower(s)
		for _, w := range relationWords {
			if !strings.HasPrefix(low, w) || len(low) != len(s) {
				continue
			}
			if rest := strings.TrimLeft(s[len(w):], "：: 　"); w[0] > 'z' || len(rest) < len(s)-len(w) {
				s = rest
				break
			}
		}
	}
	return s
}

// pieceNumbers takes the numbers out of a text without separators.
func pieceNumbers(s string) (list []string, beside string) {
	if s == "" {
		return nil, ""
	}
	if plainNumber(s) {
		return []string{s}, ""
	}
	spans := number.Find(s)
	_, err := number.Parse(s)
	if len(spans) == 0 {
		// Bare digits are an id of the source, or what a spreadsheet left.
		if _, digits := leading(s); err == nil && !hasHan(s) && digits < min(len(s), 9) {
			return []string{s}, ""
		}
		return nil, s
	}
	var around []string
	end, open := 0, 0
	for i, span := range spans {
		gap := s[end:span.Start]
		open += strings.Count(gap, "(") + strings.Count(gap, "（") - strings.Count(gap, ")") - strings.Count(gap, "）")
		end = span.End
		if i > 0 && open > 0 {
			// In brackets behind a number: what that one adopts, or came from.
			around = append(around, gap, s[span.Start:span.End])
			continue
		}
		around = append(around, gap)
		list = append(list, s[span.Start:span.End])
	}
	around = append(around, s[end:])
	beside = strings.Trim(strings.Join(around, " "), " \"'《》()（）[]【】.。:：~～-—_/&和与及、")
	if beside == "" {
		return list, ""
	}
	if len(list) == 1 && len(spans) == 1 && err == nil && !hasHan(beside) && !looksTitle(s[spans[0].End:]) {
		return []string{s}, "" // ETSI before EN, a suffix behind
	}
	return list, line(beside)
}
