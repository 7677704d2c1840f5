package han

import (
	_ "embed"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed pinyin.txt
var pinyinTable string

//go:embed polyphones.txt
var polyphoneTable string

// maxPolyphoneWord is the length in characters of the longest word looked up
// in polyphones.txt; longer ones there are an error its test finds.
const maxPolyphoneWord = 4

// reading is the index of a syllable in sounds.syllables, 0 for none.
type reading uint16

// sounds are the readings of Han characters and their way back.
type sounds struct {
	syllables []string // sorted, behind an empty one
	common    [lastHan - firstHan + 1]reading
	rare      map[rune]reading
	// chars are the characters of GB 2312 with a reading, level 1 first.
	chars [][]rune
	// words hold their readings, 0 where a character keeps its own; starts are
	// the characters that words begin with.
	words  map[string][]reading
	starts map[rune]bool
	// also are the readings that polyphones.txt gives a character besides its own.
	also map[rune][]reading
	// alsoChars are the characters of GB 2312 that can be read so in some word.
	alsoChars [][]rune
	valid     map[string]bool
}

var soundTables = sync.OnceValue(loadSounds)

func loadSounds() *sounds {
	s := &sounds{
		syllables: make([]string, 1, 420), chars: make([][]rune, 1, 420), alsoChars: make([][]rune, 420),
		rare: make(map[rune]reading), words: make(map[string][]reading), starts: make(map[rune]bool),
		also: make(map[rune][]reading), valid: make(map[string]bool, 420),
	}
	index := make(map[string]reading, 420)
	for line := range strings.Lines(pinyinTable) {
		f := strings.Fields(line)
		if len(f) != 4 || f[0] == "#" {
			continue
		}
		code := reading(len(s.syllables))
		index[f[0]] = code
		s.valid[f[0]] = true
		s.syllables = append(s.syllables, f[0])
		var known []rune
		for level, chars := range f[1:] {
			if chars == "-" {
				continue
			}
			for _, r := range chars {
				s.set(r, code)
				if level < 2 {
					known = append(known, r)
				}
			}
		}
		s.chars = append(s.chars, known)
	}
	s.alsoChars = s.alsoChars[:len(s.syllables)]
	s.loadWords(index)
	return s
}

// loadWords reads polyphones.txt; it needs the single readings.
func (s *sounds) loadWords(index map[string]reading) {
	for line := range strings.Lines(polyphoneTable) {
		f := strings.Fields(line)
		if len(f) < 3 || f[0] == "#" {
			continue
		}
		char, _ := utf8.DecodeRuneInString(f[0])
		code := index[f[1]]
		if own := s.of(char); own != code && own != 0 {
			s.also[char] = append(s.also[char], code)
			s.alsoChars[code] = append(s.alsoChars[code], char)
		}
		for _, word := range f[2:] {
			in := s.words[word]
			if in == nil {
				in = make([]reading, utf8.RuneCountInString(word))
				s.words[word] = in
				first, _ := utf8.DecodeRuneInString(word)
				s.starts[first] = true
			}
			i := 0
			for _, r := range word {
				if r == char {
					in[i] = code
				}
				i++
			}
		}
	}
}

func (s *sounds) set(r rune, code reading) {
	if r >= firstHan && r <= lastHan {
		s.common[r-firstHan] = code
		return
	}
	s.rare[r] = code
}

func (s *sounds) of(r rune) reading {
	if r >= firstHan && r <= lastHan {
		return s.common[r-firstHan]
	}
	return s.rare[r]
}

// readings are the syllables of folded text, rune by rune.
func (s *sounds) readings(text string) []reading {
	out := make([]reading, 0, utf8.RuneCountInString(text))
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if s.starts[r] {
			if word, in := s.wordAt(text[i:]); word != "" {
				at := 0
				for _, r := range word {
					code := in[at]
					if code == 0 {
						code = s.of(r)
					}
					out = append(out, code)
					at++
				}
				i += len(word)
				continue
			}
		}
		out = append(out, s.of(r))
		i += size
	}
	return out
}

// wordAt is the longest word of polyphones.txt that text begins with.
func (s *sounds) wordAt(text string) (string, []reading) {
	var ends [maxPolyphoneWord]int
	n, end := 0, 0
	for n < maxPolyphoneWord && end < len(text) {
		_, size := utf8.DecodeRuneInString(text[end:])
		end += size
		ends[n] = end
		n++
	}
	for ; n > 1; n-- {
		if in, ok := s.words[text[:ends[n-1]]]; ok {
			return text[:ends[n-1]], in
		}
	}
	return "", nil
}

// Syllables is the pinyin of a text, folded first: for every rune of
// Fold(text) its syllable in lower case, without tone, ü as v; "" for runes
// that are not Han or have no known reading. So the result lines up with
// []rune(Fold(text)). Characters with several readings get the one commonest
// in titles of standards, or the one that polyphones.txt gives a word.
func Syllables(text string) []string {
	s := soundTables()
	codes := s.readings(Fold(text))
	out := make([]string, len(codes))
	for i, code := range codes {
		out[i] = s.syllables[code]
	}
	return out
}

// Initials are the first letters of a text's syllables: 质量管理体系 is zlgltx.
// ASCII letters and digits of the folded text stay (5G网络 is 5gwl), all else
// is left out.
func Initials(text string) string {
	s := soundTables()
	folded := Fold(text)
	codes := s.readings(folded)
	out := make([]byte, 0, len(codes))
	i := 0
	for _, r := range folded {
		switch {
		case codes[i] != 0:
			out = append(out, s.syllables[codes[i]][0])
		case r >= '0' && r <= '9' || r >= 'a' && r <= 'z':
			out = append(out, byte(r))
		}
		i++
	}
	return string(out)
}
