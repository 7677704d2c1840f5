// Package segment cuts text into search terms, the same way for the index and
// for queries, and is the only package that knows gse.
//
// Text is folded first (package han). Runs of Han, kana or Hangul become, in
// the index, every pair of neighbouring characters, the last character, and
// every dictionary word of three characters and more that occurs anywhere in
// the run, whatever words overlap it. A query's run is cut into words once, by
// gse; a word of the dictionary is looked up as such, what gse does not know
// by its pairs. Since the index holds every dictionary word and every pair of
// a title, a query cut from a title always meets it. Latin, Cyrillic and Greek
// words are lower-cased and, where English, stemmed; what hyphens or decimal
// points tie together is a word beside its parts (compound.go).
//
// The package does not know standard numbers: callers cut them out of queries
// first.
package segment

import (
	"sync"
	"unicode"
	"unicode/utf8"

	"chabiao/corpus/han"

	"github.com/go-ego/gse"
)

// Longer dictionary words are looked up by their pairs.
const (
	minWord = 3
	maxWord = 8
)

// Segmenter cuts text; it is safe for concurrent use.
type Segmenter struct {
	// cut is gse's Segment. It is held as a function, since a field of gse's
	// type would make all its methods reachable by reflection, and with them
	// the 32 MB of dictionaries that gse embeds.
	cut   func(text []byte) []gse.Segment
	words *wordSet
}

// Default is the segmenter with the embedded dictionary. The first call loads
// it (some 0.13 s, 31 MB); later calls return at once.
var Default = sync.OnceValues(loadDictionary)

// run is a stretch of text of one script class, folded.
type run struct {
	ideographic bool
	runes       []rune // folded
	start, end  int    // bytes in the original text
	offsets     []int  // of each folded rune in the original; len(runes)+1 entries
}

// scanner walks a text run by run, reusing its buffers.
type scanner struct {
	text string
	pos  int
	run  run
	fold []byte
}

const (
	classNone = iota
	classWord
	classIdeographic
)

func classOf(r rune) int {
	switch {
	case r < utf8.RuneSelf:
		if 'a' <= r && r <= 'z' || '0' <= r && r <= '9' {
			return classWord
		}
		return classNone
	case han.IsIdeographic(r):
		return classIdeographic
	case unicode.IsLetter(r) || unicode.IsNumber(r):
		return classWord
	}
	return classNone
}

// next moves to the next run; false at the end of the text.
func (s *scanner) next() bool {
	s.run.runes, s.run.offsets = s.run.runes[:0], s.run.offsets[:0]
	class := classNone
	for s.pos < len(s.text) {
		// Nearly every character is one byte, or Han that is folded to one other.
		f, size := rune(0), 1
		if c := s.text[s.pos]; c < utf8.RuneSelf {
			f = rune(asciiWord[c])
		} else if r, n := utf8.DecodeRuneInString(s.text[s.pos:]); han.IsCommon(r) {
			f, size = han.Simplify(r), n
		} else {
			goOn := s.rare(r, n, &class)
			if !goOn {
				break
			}
			continue
		}
		if f == 0 {
			if class != classNone {
				break
			}
			s.pos++
			continue
		}
		c := classWord
		if size > 1 {
			c = classIdeographic
		}
		if class != classNone && class != c {
			break
		}
		class = c
		s.run.runes = append(s.run.runes, f)
		s.run.offsets = append(s.run.offsets, s.pos)
		s.pos += size
	}
	if len(s.run.runes) == 0 {
		return false
	}
	s.run.start, s.run.end = s.run.offsets[0], s.pos
	s.run.offsets = append(s.run.offsets, s.pos)
	s.run.ideographic = class == classIdeographic
	return true
}

// asciiWord has the folded form of letters and digits; 0 for what stands between
// words.
var asciiWord = func() (t [utf8.RuneSelf]byte) {
	for c := range t {
		r := unicode.ToLower(rune(c))
		if classOf(r) == classWord {
			t[c] = byte(r)
		}
	}
	return t
}()

// rare takes a character of size bytes that may fold to none or several, into the
// run of a class. It reports whether the run goes on.
func (s *scanner) rare(r rune, size int, class *int) bool {
	s.fold = han.AppendRune(s.fold[:0], r)
	if len(s.fold) == 0 { // a combining mark belongs to the run it stands in
		s.pos += size
		return true
	}
	mark := len(s.run.runes)
	for rest := s.fold; len(rest) > 0; {
		f, n := utf8.DecodeRune(rest)
		rest = rest[n:]
		c := classOf(f)
		if c == classNone || *class != classNone && c != *class {
			if mark > 0 {
				s.run.runes, s.run.offsets = s.run.runes[:mark], s.run.offsets[:mark]
				return false
			}
			s.run.runes, s.run.offsets, *class = s.run.runes[:0], s.run.offsets[:0], classNone // nothing gathered before: drop it
			break
		}
		*class = c
		s.run.runes = append(s.run.runes, f)
		s.run.offsets = append(s.run.offsets, s.pos)
	}
	s.pos += size
	return true
}

// Cutter cuts texts for the index. It remembers the stems of words that it has
// met, so it serves one goroutine.
type Cutter struct {
	seg   *Segmenter
	stems map[string]stemmed
	word  []byte

	compound compound // of the text being cut
}

type stemmed struct {
	stem string
	ok   bool
}

// maxStems bounds what a cutter remembers.
const maxStems = 1 << 15

// NewCutter returns a cutter.
func (s *Segmenter) NewCutter() *Cutter { return &Cutter{seg: s, stems: make(map[string]stemmed)} }

// stemRunes is Stem, remembered.
func (c *Cutter) stemRunes(runes []rune) (string, bool) {
	c.word = c.word[:0]
	for _, r := range runes {
		c.word = utf8.AppendRune(c.word, r)
	}
	return c.stem(c.word)
}

// stem is Stem, remembered.
func (c *Cutter) stem(b []byte) (string, bool) {
	if st, ok := c.stems[string(b)]; ok {
		return st.stem, st.ok
	}
	if len(c.stems) >= maxStems {
		clear(c.stems)
	}
	word := string(b)
	stem, ok := Stem(word)
	c.stems[word] = stemmed{stem, ok}
	return stem, ok
}

// Index hands every term of a text to emit, repeats included, and returns the
// text's length in words: pairs of characters, and words of other scripts. The
// bytes are only valid during the call.
func (c *Cutter) Index(text string, emit func(term []byte)) (length int) {
	var buf []byte
	c.compound.words = 0
	sc := scanner{text: text}
	for sc.next() {
		runes := sc.run.runes
		if sc.run.ideographic {
			c.emitCompound(emit)
		} else {
			if !c.compound.ties(text, &sc.run) {
				c.emitCompound(emit)
			}
			c.compound.add(text, &sc.run)
			if word, ok := c.stemRunes(runes); ok {
				buf = append(buf[:0], word...)
				emit(buf)
				length++
			}
			continue
		}
		for i := range runes {
			buf = utf8.AppendRune(buf[:0], runes[i])
			if i+1 == len(runes) {
				emit(buf)
				break
			}
			buf = utf8.AppendRune(buf, runes[i+1])
			emit(buf)
			length++
			c.seg.words.each(runes[i:], func(n int) {
				for _, r := range runes[i+2 : i+n] {
					buf = utf8.AppendRune(buf, r)
				}
				emit(buf)
				buf = buf[:utf8.RuneLen(runes[i])+utf8.RuneLen(runes[i+1])]
			})
		}
		if len(runes) == 1 {
			length++
		}
	}
	c.emitCompound(emit)
	return length
}

// emitCompound emits the compound gathered, if it is one, and drops it. It
// adds nothing to the length: its words did.
func (c *Cutter) emitCompound(emit func(term []byte)) {
	if word := c.compound.text(); word != nil {
		stem, _ := c.stem(word)
		emit([]byte(stem))
	}
	c.compound.words = 0
}
