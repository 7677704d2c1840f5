package columns

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"chabiao/corpus/number"
	"chabiao/indexer/problem"
)

// Title cleans a title: HTML decoded, full-width letters and digits made
// half-width (Chinese punctuation stays), spaces inside Chinese taken out
// where they part single characters (质 量 管 理), title marks around the whole
// taken off. lang is the title's language, "" if not known: Japanese keeps
// its widths. told are the changes that a reader would see.
func Title(text, lang string) (title string, told []problem.Kind) {
	if cleanTitle(text) {
		return text, nil
	}
	title, changed := unescape(text)
	if changed {
		told = append(told, problem.Markup)
	}
	joined := joinSpaced(title)
	title = line(title)
	if joined != "" {
		title = joined
		told = append(told, problem.TitleSpaces)
	}
	if lang != "ja" {
		narrow, letters := narrowTitle(title)
		if title = narrow; letters {
			told = append(told, problem.TitleWidth)
		}
	}
	if tight := joinHan(title); tight != title {
		title = tight
		told = append(told, problem.TitleSpaces)
	}
	if inner, ok := strings.CutPrefix(title, "《"); ok {
		if inner, ok = strings.CutSuffix(inner, "》"); ok && inner != "" && !strings.ContainsAny(inner, "《》") {
			title = trim(inner)
			told = append(told, problem.TitleMarks)
		}
	}
	return title, told
}

// cleanTitle reports whether Title would leave a title as it is, as it does
// most: it looks only for what could need a change.
func cleanTitle(s string) bool {
	if !tidy(s) {
		return false
	}
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '<', '&':
			return false
		case 0xef: // U+F000 to U+FFFF: full-width forms, except punctuation
			if i+2 < len(s) && (s[i+1] == 0xbc && fullWidth(rune(s[i+2])+0xff00-0x80) || s[i+1] == 0xbd && s[i+2] < 0x9f) {
				return false
			}
		case ' ':
			// A space two characters behind another: 质 量 管.
			if i >= 4 && s[i-4] == ' ' && s[i-1] >= 0x80 || i == 3 && s[0] >= 0xe3 {
				return false
			}
		}
	}
	return !strings.HasPrefix(s, "《")
}

// fullWidth reports whether a character is a full-width letter, digit or sign
// that narrowTitle may change.
func fullWidth(r rune) bool {
	switch {
	case r >= 0xff10 && r <= 0xff19, r >= 0xff21 && r <= 0xff3a, r >= 0xff41 && r <= 0xff5a:
		return true
	}
	return r == '／' || r == '．' || r == '－' || r == '＋' || r == '＆' || r == '％' || r == '＿'
}

// narrowTitle makes full-width letters and digits half-width, and signs
// between them. letters is true when it changed more than digits.
func narrowTitle(s string) (narrow string, letters bool) {
	if !strings.ContainsFunc(s, fullWidth) {
		return s, false
	}
	runes := []rune(s)
	ascii := func(i int) bool {
		if i < 0 || i >= len(runes) {
			return false
		}
		r := runes[i]
		if r >= 0xff01 && r <= 0xff5e {
			r -= 0xfee0
		}
		return r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r))
	}
	out := make([]rune, len(runes))
	for i, r := range runes {
		out[i] = r
		if !fullWidth(r) {
			continue
		}
		half := r - 0xfee0
		switch {
		case half >= '0' && half <= '9':
		case unicode.IsLetter(half):
			letters = true
		case !ascii(i-1) || !ascii(i+1) && r != '％':
			continue
		}
		out[i] = half
	}
	return string(out), letters
}

// singleHan reports whether a word is one Han character.
func singleHan(w string) bool {
	r, n := utf8.DecodeRuneInString(w)
	return n == len(w) && isHan(r)
}

// joinSpaced joins a title that is spaced out throughout, with wider spaces
// between its words: 体 系  要 求 is 体系 要求. It gives "" for any other.
func joinSpaced(s string) string {
	s = strings.ReplaceAll(s, "\u3000", "  ")
	if !strings.Contains(s, "  ") {
		return ""
	}
	var words []string
	for group := range strings.SplitSeq(s, "  ") {
		var word strings.Builder
		characters := 0
		for part := range strings.FieldsSeq(group) {
			if !singleHan(part) {
				return ""
			}
			word.WriteString(part)
			characters++
		}
		switch {
		case characters == 1:
			return ""
		case characters > 1:
			words = append(words, word.String())
		}
	}
	if len(words) < 2 {
		return ""
	}
	return strings.Join(words, " ")
}

// joinHan takes the spaces out of 质 量 管 理: those between single Han
// characters, three of them in a row or a whole title of them.
func joinHan(s string) string {
	if !strings.Contains(s, " ") {
		return s
	}
	words := strings.Split(s, " ")
	var out strings.Builder
	for i := 0; i < len(words); {
		run := i
		for run < len(words) && singleHan(words[run]) {
			run++
		}
		if i > 0 {
			out.WriteByte(' ')
		}
		if n := run - i; n >= 3 || n >= 2 && n == len(words) {
			out.WriteString(strings.Join(words[i:run], ""))
			i = run
			continue
		}
		out.WriteString(words[i])
		i++
	}
	return out.String()
}

// cutNumber cuts the row's own number off the front of a title: "GB/T
// 19001-2016 质量管理体系 要求". other is a number there that is not the row's;
// then the title is left as it is.
func cutNumber(title string, own number.Number) (rest string, cut bool, other string) {
	head := strings.TrimLeft(title, "《\"“ ")
	if head == "" || !letter(head[0]) || !strings.ContainsAny(head[:min(len(head), 40)], "0123456789") {
		return title, false, ""
	}
	end := min(len(head), 120)
	for end < len(head) && !utf8.RuneStart(head[end]) {
		end++
	}
	spans := number.Find(head[:end])
	if len(spans) == 0 || spans[0].Start != 0 {
		return title, false, ""
	}
	rest = openTitle(head[spans[0].End:])
	if head != title {
		rest = strings.TrimRight(rest, "》\"” ")
	}
	if rest == "" || !hasHan(rest) && !looksTitle(head[spans[0].End:]) {
		return title, false, "" // the title is the number, or a sentence about it
	}
	found := spans[0].Number
	parted := hasHan(rest) || strings.ContainsRune(":：,，-—–", firstRune(strings.TrimLeft(head[spans[0].End:], " ")))
	if found.Key() == own.Key() || found.Year() == 0 && parted && found.SeriesKey() == own.SeriesKey() {
		return rest, true, ""
	}
	if found.SeriesKey() == own.SeriesKey() {
		return title, false, found.String()
	}
	return title, false, ""
}

// Pages reads a number of pages: 16, 16页, 16P, 共16页, 16 pages; 12 + 4 counts
// the pages before and behind together. ok is false when it says none.
func Pages(text string) (pages int, ok bool) {
	s := strings.ToLower(line(halve(trim(text))))
	for _, cut := range [...]string{"共", "约", "全", "总"} {
		s = strings.TrimPrefix(s, cut)
	}
	for _, cut := range [...]string{"pages", "page", "pp.", "pp", "p.", "p", "页", "頁", "seiten", "s."} {
		s = strings.TrimSpace(s)
		s = strings.TrimSuffix(strings.TrimPrefix(s, cut), cut)
	}
	const most = 100_000
	parts := strings.Split(strings.TrimSpace(s), "+")
	if len(parts) > 4 {
		return 0, false
	}
	for _, p := range parts {
		p = strings.TrimSpace(p)
		if whole, frac, point := strings.Cut(p, "."); point && strings.Trim(frac, "0") == "" {
			p = whole
		}
		if len(p) > 6 {
			return 0, false
		}
		n, err := strconv.Atoi(p)
		if err != nil || n < 0 {
			return 0, false
		}
		pages += n
	}
	return pages, pages <= most
}
