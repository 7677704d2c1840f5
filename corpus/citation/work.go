package citation

import (
	"strings"
	"unicode"

	"chabiao/corpus"
	"chabiao/corpus/number"
)

// work is what all formats say of an entry.
type work struct {
	number  string // as its body prints it
	key     string // a name for the reference: letters, digits, dots and hyphens
	title   string // in the language of the document where the catalogue has it
	lang    string // of the title
	issued  corpus.Date
	chinese bool
}

func workOf(e *corpus.Entry) work {
	w := work{number: flat(e.Number), issued: e.Published}
	n, err := number.Parse(e.Number)
	if err == nil {
		w.key = n.ID()
		w.chinese = n.Country() == "CN"
		if !n.Generic() {
			w.number = n.Print()
		}
		// Catalogues fill in 1900-01-01 where they have no date; the number
		// knows better.
		if n.Year() > int(w.issued.Year)+1 {
			w.issued = corpus.Date{Year: int16(n.Year())}
		}
	}
	w.key = keyOf(w.key, w.number)
	w.title, w.lang = titleOf(e, w.chinese)
	return w
}

// keyOf makes a key that BibTeX takes everywhere.
func keyOf(id, text string) string {
	if id == "" {
		id = text
	}
	key := strings.Map(func(r rune) rune {
		if r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '.' || r == '-') {
			return r
		}
		return '-'
	}, id)
	if key = strings.Trim(key, "-."); key == "" {
		return "standard"
	}
	return key
}

// titleOf is the title of the document itself: Chinese of a Chinese standard,
// else in the first language that the document has.
func titleOf(e *corpus.Entry, chinese bool) (title, lang string) {
	var order []string
	if chinese {
		order = append(order, "zh")
	}
	order = append(order, e.Language...)
	order = append(order, "en", "zh")
	for _, l := range order {
		if t := flatTitle(e.Titles[l]); t != "" {
			return t, l
		}
	}
	t := e.Title("en")
	for l, other := range e.Titles {
		if other == t && t != "" && (lang == "" || l < lang) {
			lang = l
		}
	}
	return flatTitle(t), lang
}

// flat is a text in one line, without characters that print nothing.
func flat(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, ""), func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
}

// flatTitle is a title without the mark that ends it, which the formats set
// themselves.
func flatTitle(s string) string { return strings.TrimRight(flat(s), " .。:：") }

// responsible are the parties that stand before the title of a Chinese
// standard.
func (w work) responsible(e *corpus.Entry) []string {
	for _, c := range e.Committee {
		// TC112SC2 全国…技术委员会: the code is for catalogues. What is no
		// committee stands in the same column of some.
		if c = strings.TrimLeftFunc(flat(c), func(r rune) bool { return !unicode.Is(unicode.Han, r) }); strings.Contains(c, "委员会") {
			if name, _, ok := strings.Cut(c, "（"); ok {
				c = name
			}
			return []string{c}
		}
	}
	return w.issuers(e)
}

// issuers are the bodies that issued the entry; Chinese catalogues put several
// in one cell.
func (w work) issuers(e *corpus.Entry) []string {
	body := flat(e.IssuingBody)
	if body == "" {
		return nil
	}
	if !w.chinese || !strings.ContainsFunc(body, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		return []string{body}
	}
	return strings.FieldsFunc(body, func(r rune) bool { return strings.ContainsRune(" 、,，;；", r) })
}
