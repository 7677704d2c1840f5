package columns

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"chabiao/corpus"
	"chabiao/corpus/number"
)

// Designation is what a cell of the number column holds: the number, and what
// exports put into the same cell.
type Designation struct {
	Number     number.Number
	Text       string        // the number in canonical form
	Title      string        // a title that stands before or behind it
	Status     corpus.Status // of a word such as 已作废 behind it
	StatusWord string        // that word; "" if there is none
}

// ErrSeveral is the reason why a cell with more than one number names no
// entry.
var ErrSeveral = corpus.Reason("several numbers in one cell", "一格里有几个标准号")

// NumberCell reads the number of a row: "GB/T 19001-2016" in any spelling,
// with its title before or behind it, with a status word, broken over lines.
// The error says why the cell holds no number.
func NumberCell(text string) (Designation, error) {
	n, err := number.Parse(text)
	canonical := ""
	if err == nil {
		canonical = n.String()
		if canonical == text || sameLetters(canonical, text) && stable(n, canonical) {
			return Designation{Number: n, Text: canonical}, nil
		}
	}
	const longest = 2000 // bytes: a number with a long title
	if len(text) > longest {
		return Designation{}, fmt.Errorf("%d bytes are too many for a number and its title: %w", len(text), number.ErrLong)
	}
	s, _ := unescape(unwrap(text))
	s = line(s)
	d := Designation{}
	s, d.Status, d.StatusWord = cutStatus(s)
	if err := d.read(s); err != nil {
		return Designation{}, err
	}
	if d.Text = d.Number.String(); !stable(d.Number, d.Text) {
		return Designation{}, number.ErrText
	}
	return d, nil
}

// stable reports whether a number's canonical form is read as a number again,
// without a body that is known as the same. Signs and words that pass once and
// not twice would be lost when the entry is exported and imported again.
func stable(n number.Number, canonical string) bool {
	again, err := number.Parse(canonical)
	return err == nil && (!n.Generic() || again.String() == canonical)
}

// sameLetters reports whether two spellings have the same letters and digits,
// so that nothing was dropped from the one to the other.
func sameLetters(canonical, text string) bool {
	i := 0
	for _, r := range text {
		if r >= 0xff01 && r <= 0xff5e {
			r -= 0xfee0
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			continue
		}
		for i < len(canonical) {
			c, size := utf8.DecodeRuneInString(canonical[i:])
			if unicode.IsLetter(c) || unicode.IsDigit(c) {
				break
			}
			i += size
		}
		c, size := utf8.DecodeRuneInString(canonical[i:])
		if unicode.ToLower(c) != unicode.ToLower(r) {
			return false
		}
		i += size
	}
	return !strings.ContainsFunc(canonical[i:], func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// unwrap puts a number together that a cell broke over lines: at a dash, a
// slash or a point nothing stood there, elsewhere a space.
func unwrap(s string) string {
	if !strings.ContainsAny(s, "\r\n") {
		return s
	}
	lines := strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\r' })
	var out strings.Builder
	for i, l := range lines {
		l = trim(l)
		if i > 0 && l != "" && !joint(lastRune(out.String())) && !joint(firstRune(l)) {
			out.WriteByte(' ')
		}
		out.WriteString(l)
	}
	return out.String()
}

func joint(r rune) bool { return strings.ContainsRune("-—–－/／.", r) }

func firstRune(s string) rune { r, _ := utf8.DecodeRuneInString(s); return r }
func lastRune(s string) rune  { r, _ := utf8.DecodeLastRuneInString(s); return r }

// cutStatus cuts status words off the end: (已作废), 【现行】, 废止.
func cutStatus(s string) (rest string, status corpus.Status, word string) {
	rest = s
	for range 3 {
		open, ok := lastBracket(rest)
		candidate := ""
		switch {
		case ok:
			candidate = rest[open:]
		case strings.LastIndexAny(rest, " 　") > 0:
			open = strings.LastIndexAny(rest, " 　")
			candidate = rest[open:]
		}
		st, known := isStatusWord(strings.Trim(candidate, " 　"))
		if candidate == "" || !known || open == 0 {
			break
		}
		if word == "" {
			status, word = st, strings.Trim(candidate, " 　()（）[]【】")
		}
		rest = strings.TrimRight(rest[:open], " 　")
	}
	return rest, status, word
}

// lastBracket finds the bracket that the last character of s closes.
func lastBracket(s string) (open int, ok bool) {
	switch lastRune(s) {
	case ')', '）':
		open = strings.LastIndexAny(s, "(（")
	case ']', '】':
		open = strings.LastIndexAny(s, "[【")
	default:
		return 0, false
	}
	return open, open >= 0
}

// read takes number and title apart.
func (d *Designation) read(s string) error {
	parsed, parseErr := number.Parse(s)
	spans := number.Find(s)
	if len(spans) == 0 {
		if parseErr != nil {
			return parseErr
		}
		d.Number = parsed
		return nil
	}
	first := spans[0]
	before, behind := strings.Trim(s[:first.Start], titleEdges), s[first.End:]
	if parseErr == nil && parsed.String() != first.Number.String() && !looksTitle(behind) {
		d.Number = parsed // a publisher before it, an amendment behind it
		return nil
	}
	rest := strings.Trim(behind, titleEdges)
	switch {
	case before == "" || !hasHan(before) || prefaced(before):
		if rest == "" || !hasHan(rest) && !looksTitle(behind) {
			if parseErr != nil {
				return several(spans, parseErr)
			}
			d.Number = parsed
			return nil
		}
		if len(spans) > 1 && strings.Trim(s[first.End:spans[1].Start], " 、，,；;/|和与及") == "" {
			return several(spans, parseErr)
		}
		d.Number = first.Number
		if st, ok := isStatusWord(rest); ok {
			d.Status, d.StatusWord = st, rest
			return nil
		}
		d.Title = openTitle(behind)
		return nil
	case len(spans) == 1 && !hasHan(rest):
		d.Number, d.Title = first.Number, strings.Trim(openTitle(s[:first.Start]), "（([【 ")
		return nil
	}
	if parseErr != nil {
		return several(spans, parseErr)
	}
	d.Number = parsed
	return nil
}

func several(spans []number.Span, err error) error {
	if len(spans) > 1 {
		return fmt.Errorf("%w: %s and %s", ErrSeveral, spans[0].Number, spans[1].Number)
	}
	return err
}

// titleEdges is what stands between a number and its title.
const titleEdges = " 　-—–－_:：,，;；《》〈〉\"“”|/\t"

// openTitle trims a title that stood beside a number; brackets stay.
func openTitle(s string) string {
	s = strings.TrimSpace(s)
	s = strings.TrimLeft(s, " 　-—–－_:：,，;；|/\t")
	s = strings.TrimRight(s, " 　-—–－_:：,，;；|/\t")
	if inner, ok := strings.CutPrefix(s, "《"); ok && strings.HasSuffix(inner, "》") && !strings.ContainsAny(inner[:len(inner)-len("》")], "《》") {
		return strings.TrimSuffix(inner, "》")
	}
	if !strings.Contains(s, "《") {
		s = strings.TrimSuffix(s, "》") // its other half stood before the number
	}
	return s
}

// prefaced reports whether what stands before a number is a word for it, as
// in 标准号：GB/T 1-2020.
func prefaced(before string) bool {
	w := strings.TrimRight(foldHeading(before), " ")
	for _, word := range [...]string{"标准号", "标准编号", "编号", "标准", "国家标准", "推荐性国家标准", "强制性国家标准", "行业标准", "地方标准", "团体标准", "企业标准", "国标", "行标", "地标", "团标", "企标", "中华人民共和国", "中华人民共和国国家标准"} {
		if w == word {
			return true
		}
	}
	return false
}

// notTitles are words that begin what belongs to a number.
var notTitles = map[string]bool{"amendment": true, "amd": true, "corrigendum": true, "technical": true, "annex": true, "appendix": true, "part": true, "edition": true, "ed": true,
	"addendum": true, "supplement": true, "suppl": true, "redline": true, "consolidated": true, "version": true, "draft": true, "series": true, "revision": true, "errata": true, "interpretation": true,
	"sept": true, "january": true, "february": true, "march": true, "april": true, "june": true, "july": true, "august": true, "september": true, "october": true, "november": true, "december": true}

// looksTitle reports whether what follows a number is a title in Latin
// letters: behind a space, a capitalized word of four letters or more that
// names no part of a number.
func looksTitle(behind string) bool {
	s := strings.TrimLeft(behind, titleEdges)
	if s == "" || len(s) == len(behind) {
		return false
	}
	end := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
	if end < 0 {
		end = len(s)
	}
	word := s[:end]
	if utf8.RuneCountInString(word) < 4 || !unicode.IsUpper(firstRune(word)) || notTitles[strings.ToLower(word)] {
		return false
	}
	lower := strings.TrimFunc(word[utf8.RuneLen(firstRune(word)):], unicode.IsLower) == ""
	return lower
}

// stuck reads a number whose letters stand in its own cell and whose rest
// stands before the title: "DB5303/T" and "8.1－2015 种植环境". rest is the title
// without it.
func stuck(letters, title string) (d Designation, rest string, ok bool) {
	if letters == "" || !letter(letters[len(letters)-1]) || title == "" || !digit(halve(title[:min(len(title), 3)])[0]) || !looksPrefix(letters) {
		return Designation{}, "", false
	}
	head := title[:strings.IndexFunc(title+" ", func(r rune) bool { return unicode.IsSpace(r) || isHan(r) || r == '《' })]
	if len(head) > 40 {
		return Designation{}, "", false
	}
	d, err := NumberCell(letters + " " + head)
	rest = openTitle(title[len(head):])
	if err != nil || d.Title != "" || d.Number.Year() == 0 || d.Number.Generic() || rest == "" {
		return Designation{}, "", false
	}
	return d, rest, true
}
