package segment

import (
	"unicode/utf8"

	"chabiao/corpus/class"
	"chabiao/corpus/han"
)

// Unit is one word of a query.
type Unit struct {
	Text  string // the word as a reader would name it, folded
	Terms []string
	// Prefix asks for every term that begins with Terms[0]: a single Han
	// character, which begins a pair, or ends its run as a term of its own.
	Prefix bool
	// Optional words help to rank and are not asked for: single characters
	// between words (的, 与, 用), and stop words.
	Optional    bool
	Weak        bool // need not be found either, but counts in full where it is
	Ideographic bool
	Start, End  int           // bytes in the query
	Also        []Alternative // what means the same and is found too
	Classes     []class.Ref   // classes that are called so: their members are found too
}

// Alternative is another way to say a word: a document answers that has all of
// its terms in one field.
type Alternative struct {
	Text        string
	Terms       []string
	Ideographic bool
	Weight      float32 // of an occurrence, beside one of the word itself
}

// Alternative cuts a text as another way to say something; without terms if it
// has no word that can be asked for.
func (s *Segmenter) Alternative(text string) Alternative {
	a := Alternative{Text: text, Weight: 1}
	for _, u := range s.Query(text) {
		if !u.Prefix && !u.Optional {
			a.Terms = append(a.Terms, u.Terms...)
			a.Ideographic = u.Ideographic
		}
	}
	return a
}

// maxUnits bounds what one query can ask for.
const maxUnits = 64

// Query cuts a query into words. At least one of them is not optional unless
// the query has no letters or digits at all. Words beyond the 64th are
// dropped.
func (s *Segmenter) Query(text string) []Unit {
	var units []Unit
	var c compound
	first := 0 // the unit that the compound begins with
	sc := scanner{text: text}
	for sc.next() && len(units) < maxUnits {
		if sc.run.ideographic {
			units, c.words = c.joinUnits(units, first), 0
			units = s.appendRun(units, &sc.run)
			continue
		}
		word := string(sc.run.runes)
		stem, ok := Stem(word)
		if !c.ties(text, &sc.run) {
			units = c.joinUnits(units, first)
			first = len(units)
		}
		c.add(text, &sc.run)
		units = append(units, Unit{Text: word, Terms: []string{stem}, Optional: !ok, Start: sc.run.start, End: sc.run.end})
	}
	units = c.joinUnits(units, first)
	if len(units) > maxUnits {
		units = units[:maxUnits]
	}
	return requireOne(units)
}

// appendRun cuts an ideographic run: dictionary words, then what is left
// between them, as pairs where two or more characters stand together.
func (s *Segmenter) appendRun(units []Unit, r *run) []Unit {
	first := len(units)
	single := func(from, to int) { // characters that gse found no word for
		if from == to {
			return
		}
		u := r.unit(from, to)
		if to-from == 1 {
			u.Terms, u.Prefix, u.Optional = []string{u.Text}, true, true
		} else {
			u.Terms = Pairs(r.runes[from:to])
		}
		units = append(units, u)
	}
	from, pos := 0, 0
	for _, seg := range s.cut([]byte(string(r.runes))) {
		n := utf8.RuneCountInString(seg.Token().Text())
		if n > 1 {
			single(from, pos)
			u := r.unit(pos, pos+n)
			u.Terms = []string{u.Text}
			if n > 2 && !s.words.has(r.runes[pos:pos+n]) {
				u.Terms = Pairs(r.runes[pos : pos+n])
			}
			units = append(units, u)
			from = pos + n
		}
		pos += n
	}
	single(from, len(r.runes))

	// A run of nothing but a single character is asked for.
	if len(units) == first+1 {
		units[first].Optional = false
	}
	return units
}

func (r *run) unit(from, to int) Unit {
	return Unit{Text: string(r.runes[from:to]), Ideographic: true, Start: r.offsets[from], End: r.offsets[to]}
}

// Pairs are the pairs of neighbouring characters, by which the index has every
// run of two and more.
func Pairs(runes []rune) []string {
	out := make([]string, 0, len(runes)-1)
	for i := 0; i+1 < len(runes); i++ {
		out = append(out, string(runes[i:i+2]))
	}
	return out
}

// requireOne makes the words of a query that has only optional ones required.
func requireOne(units []Unit) []Unit {
	for i := range units {
		if !units[i].Optional {
			return units
		}
	}
	for i := range units {
		if units[i].Ideographic {
			units[i].Optional = false
		}
	}
	return units
}

// Folded is the query form of a text: folded and with single spaces, for
// comparing whole titles.
func Folded(text string) string {
	out := make([]byte, 0, len(text))
	gap := false
	for _, r := range han.Fold(text) {
		if classOf(r) == classNone {
			gap = true
			continue
		}
		if gap && len(out) > 0 {
			out = append(out, ' ')
		}
		gap = false
		out = utf8.AppendRune(out, r)
	}
	return string(out)
}

// maxBeginning bounds a Beginning, in characters.
const maxBeginning = 16

// Beginning is how a title begins, for finding titles by what is typed of them:
// the first two characters of its first run if that is ideographic, else its
// first word, whole and unstemmed. Texts of which one begins like the other
// have Beginnings of which one begins like the other too. Empty if there is
// nothing but marks.
func Beginning(text string) string {
	sc := scanner{text: text}
	if !sc.next() {
		return ""
	}
	n := maxBeginning
	if sc.run.ideographic {
		n = 2
	}
	return string(sc.run.runes[:min(n, len(sc.run.runes))])
}

// Token is a word of a text as it stands there.
type Token struct {
	Text        string // folded
	Start, End  int    // bytes in the text
	Ideographic bool
	// Term is set for an ideographic word that the index has as one term: of two
	// characters, or of the dictionary.
	Term bool
	Stop bool // a stop word, as Stem says
}

// Tokens appends the words of a text, in their order: ideographic runs as gse
// cuts them, characters that it finds no word for one by one; words of other
// scripts whole.
func (s *Segmenter) Tokens(out []Token, text string) []Token {
	sc := scanner{text: text}
	for sc.next() {
		r := &sc.run
		run := string(r.runes)
		if !r.ideographic {
			_, stop := stopWords[run]
			out = append(out, Token{Text: run, Start: r.start, End: r.end, Stop: stop})
			continue
		}
		from, pos := 0, 0 // bytes and characters of the run
		for _, seg := range s.cut([]byte(run)) {
			size := len(seg.Token().Text())
			n := utf8.RuneCountInString(run[from : from+size])
			out = append(out, Token{Text: run[from : from+size], Start: r.offsets[pos], End: r.offsets[pos+n],
				Ideographic: true, Term: n == 2 || s.words.has(r.runes[pos:pos+n])})
			from, pos = from+size, pos+n
		}
	}
	return out
}
