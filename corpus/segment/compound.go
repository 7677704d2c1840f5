package segment

import "unicode/utf8"

// A compound is a row of words of a script with spaces that are tied together
// by single hyphens, or by points between digits: Type-C, PM2.5, PVC-U,
// non-destructive, 802.11ax. Its words stay words of their own; beside them
// the index has the compound as one term, without hyphens, as others write it:
// typec, pm2.5, nondestructive. Blanks tie nothing: USB 3.0 is usb and 3.0.
// Numbers tied by hyphens (2-1, 19001-2016) are ranges, parts and years, and no
// compounds.

// Bounds of a compound. What is longer is a path or an address.
const (
	maxCompoundWords = 4
	maxCompoundBytes = 24
)

// compound gathers the words of a text as they come.
type compound struct {
	joined     []byte // the words without hyphens
	words      int    // 0: none yet
	start, end int    // bytes of the text
	digit      bool   // the last word ends in a digit
	letters    bool   // has letters
	point      bool   // has a point
	model      bool   // has a digit or a single letter: its words alone say little
}

// ties reports whether r, the next word of the text, belongs to the compound,
// by what stands between them.
func (c *compound) ties(text string, r *run) bool {
	if c.words == 0 {
		return false
	}
	switch text[c.end:r.start] {
	case "-", "‐", "‑", "－":
		return true
	case ".", "．":
		return c.digit && isDigit(r.runes[0])
	}
	return false
}

// add takes the next word of the text: into the compound if it is tied to it,
// else the compound begins anew with it.
func (c *compound) add(text string, r *run) {
	if !c.ties(text, r) {
		*c = compound{joined: c.joined[:0], start: r.start}
	} else if gap := text[c.end:r.start]; gap == "." || gap == "．" {
		c.joined = append(c.joined, '.')
		c.point = true
	}
	for _, ch := range r.runes {
		c.joined = utf8.AppendRune(c.joined, ch)
		c.digit = isDigit(ch)
		c.letters = c.letters || !c.digit
		c.model = c.model || c.digit
	}
	c.model = c.model || len(r.runes) == 1
	c.words++
	c.end = r.end
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

// text is the compound in one word; nil if the words gathered are none.
func (c *compound) text() []byte {
	if c.words < 2 || c.words > maxCompoundWords || len(c.joined) > maxCompoundBytes || !c.letters && !c.point {
		return nil
	}
	return c.joined
}

// joinUnits looks for the compound in a query, whose words are the units from
// first. A model number becomes one unit and is looked for as written, for
// Type-C is not just any type with a C; its words alone count for less. Plain
// words stay units, each of which the compound answers too: fire-resistant is
// no more than fire resistant.
func (c *compound) joinUnits(units []Unit, first int) []Unit {
	word := string(c.text())
	if word == "" || first >= len(units) {
		return units
	}
	stem, _ := Stem(word)
	if !c.model {
		for i := range units[first:] {
			u := &units[first+i]
			u.Also = append(u.Also, Alternative{Text: word, Terms: []string{stem}, Weight: 1})
		}
		return units
	}
	u := Unit{Text: word, Terms: []string{stem}, Start: c.start, End: c.end}
	apart := Alternative{Weight: apartWeight}
	for i, part := range units[first:] {
		if i > 0 {
			apart.Text += " "
		}
		apart.Text += part.Text
		if !part.Optional {
			apart.Terms = append(apart.Terms, part.Terms...)
		}
	}
	if apart.Terms != nil {
		u.Also = []Alternative{apart}
	}
	return append(units[:first], u)
}

// apartWeight is what the words of a model number count for where they do not
// stand tied, beside the number itself: Type C is most often Type-C.
const apartWeight = 0.7
