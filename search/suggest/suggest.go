// Package suggest holds the words and phrases of the titles in a compact table:
// how they are written, how they sound in pinyin, their initials, and how many
// titles have them. It completes what is being typed with the ones most used,
// and tells which words a spoken query may mean. A table is counted from titles
// (Counter), kept in a file (Write, Read) and never changes; a Set puts a
// smaller table of later changes beside it.
//
// The package knows no index: whether a term still stands in a title, and which
// titles those are, is for its callers to look up.
package suggest

import (
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

	"chabiao/corpus/han"
)

// Term is a word or a phrase of titles.
type Term struct {
	Text    string // simplified; in small letters but for words that titles write otherwise (LED, pH)
	Key     string // the text as segment.Folded has it
	Titles  uint32 // titles that have it
	InForce uint32 // those of them that are in force
	// Word is set for what the index has as one term of Chinese titles: a pair
	// of characters, a word of the dictionary.
	Word bool
	// Weight orders completions, heaviest first; 0 is no completion, but a part
	// of words, or a rare phrase.
	Weight uint32
}

// By says by what terms are found.
type By uint8

// Ways to find terms.
const (
	ByText     By = iota // as they are written, folded
	BySound              // by their pinyin without blanks: zhiliangguanli
	ByInitials           // by the initials of their pinyin: zlgl
)

// Table is the terms of the titles of one revision of a catalogue.
type Table struct {
	Revision   int64  // of the catalogue whose titles were counted
	Generation string // of the index at that time
	Counted    uint32 // titles
	Whole      bool   // phrases were counted, not only words

	keys   [3]keys // by By
	terms  columns
	shown  map[uint32]string // texts that are not their keys
	active int               // terms that are completions
}

// columns hold what is known of each term, in the order of their keys.
type columns struct {
	titles, inForce, weight []uint32
	word                    []bool
}

// Len is how many terms can be suggested.
func (t *Table) Len() int { return t.active }

// Bytes is the memory that the table takes, about.
func (t *Table) Bytes() int64 {
	n := len(t.terms.word) + 4*(len(t.terms.titles)+len(t.terms.inForce)+len(t.terms.weight))
	for i := range t.keys {
		k := &t.keys[i]
		n += len(k.blob) + 4*(len(k.offs)+len(k.ids)+len(k.tree))
	}
	for _, text := range t.shown {
		n += len(text) + 48
	}
	return int64(n)
}

func (t *Table) term(id uint32) Term {
	key := t.keys[ByText].key(int(id))
	term := Term{Text: key, Key: key, Titles: t.terms.titles[id], InForce: t.terms.inForce[id], Word: t.terms.word[id], Weight: t.terms.weight[id]}
	if text, ok := t.shown[id]; ok {
		term.Text = text
	}
	return term
}

// best lists the completions whose key begins with a prefix, or is it, the
// heaviest first.
func (t *Table) best(by By, prefix string, whole bool) iter.Seq[Term] {
	return func(yield func(Term) bool) {
		k := &t.keys[by]
		lo, hi := k.span(prefix)
		if whole {
			hi = k.equal(lo, hi, prefix)
		}
		for id := range k.heaviest(lo, hi, t.terms.weight) {
			if !yield(t.term(id)) {
				return
			}
		}
	}
}

// MaxSyllables is the length of the longest word that a spoken query may mean.
const MaxSyllables = 5

// Bounds of what is looked at for one question.
const (
	maxSounding = 512 // terms of one sound
	maxSpoken   = 10  // words of one sound, the most frequent
)

// spoken lists the words of a sound.
func (t *Table) spoken(syllables []string) (out []Term) {
	k := &t.keys[BySound]
	letters := strings.Join(syllables, "")
	lo, hi := k.span(letters)
	hi = min(k.equal(lo, hi, letters), lo+maxSounding)
	for i := lo; i < hi; i++ {
		id := k.id(i)
		if !t.terms.word[id] {
			continue
		}
		// xian is 西安 and 县: as many characters as syllables, and each its own.
		key := t.keys[ByText].key(int(id))
		if utf8.RuneCountInString(key) == len(syllables) && slices.Equal(han.Syllables(key), syllables) {
			out = append(out, t.term(id))
		}
	}
	return out
}

// Set is a table and one of what has changed since; either may be nil.
type Set struct {
	Base, Since *Table
	Changed     int // entries that have changed since
}

// Stands reports whether some title in force is sure to have the term still:
// more have it than entries have changed. Spellings are counted apart, hence
// twice.
func (s Set) Stands(term Term) bool { return int(term.InForce) > 2*s.Changed+1 }

func (s Set) tables() []*Table {
	return slices.DeleteFunc([]*Table{s.Base, s.Since}, func(t *Table) bool { return t == nil })
}

// Best lists up to n terms whose key begins with prefix, or, with whole, is it,
// the heaviest first.
func (s Set) Best(by By, prefix string, whole bool, n int) []Term {
	if prefix == "" || n <= 0 {
		return nil
	}
	tables := s.tables()
	var out []Term
	for _, t := range tables {
		left := n
		for term := range t.best(by, prefix, whole) {
			if out = add(out, term); left == 1 {
				break
			}
			left--
		}
	}
	if len(tables) > 1 {
		slices.SortStableFunc(out, func(a, b Term) int { return int(int64(b.Weight) - int64(a.Weight)) })
	}
	return out[:min(n, len(out))]
}

// Spoken lists the words that sound so, most titles first, ten at the most:
// none for more than five syllables or fewer than two.
func (s Set) Spoken(syllables []string) []Term {
	if len(syllables) < 2 || len(syllables) > MaxSyllables {
		return nil
	}
	var out []Term
	for _, t := range s.tables() {
		for _, term := range t.spoken(syllables) {
			out = add(out, term)
		}
	}
	slices.SortFunc(out, func(a, b Term) int {
		if a.Titles != b.Titles {
			return int(int64(b.Titles) - int64(a.Titles))
		}
		return strings.Compare(a.Key, b.Key)
	})
	return out[:min(maxSpoken, len(out))]
}

// add adds a term to a short list, to the same one if that is there.
func add(list []Term, term Term) []Term {
	for i := range list {
		if l := &list[i]; l.Key == term.Key {
			l.Titles, l.InForce, l.Weight = l.Titles+term.Titles, l.InForce+term.InForce, l.Weight+term.Weight
			l.Word = l.Word || term.Word
			return list
		}
	}
	return append(list, term)
}

// Letters is typed pinyin or initials as the keys have them: in small letters,
// without blanks and apostrophes, ü as v. It is "" for what holds anything but
// letters and digits, and for no letter at all.
func Letters(typed string) string {
	typed = strings.NewReplacer("ü", "v", "Ü", "v", " ", "", "'", "", "’", "", "　", "").Replace(typed)
	letters := false
	for i := range len(typed) {
		switch c := typed[i] | 0x20; {
		case typed[i] >= 0x80:
			return ""
		case 'a' <= c && c <= 'z':
			letters = true
		case typed[i] < '0' || typed[i] > '9':
			return ""
		}
	}
	if !letters {
		return ""
	}
	return strings.NewReplacer("lue", "lve", "nue", "nve").Replace(strings.ToLower(typed))
}

// All walks the terms that can be suggested, in the order of their keys.
func (t *Table) All() iter.Seq[Term] {
	return func(yield func(Term) bool) {
		for id, w := range t.terms.weight {
			if w > 0 && !yield(t.term(uint32(id))) {
				return
			}
		}
	}
}
