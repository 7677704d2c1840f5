package suggest

import (
	"unicode/utf8"

	"chabiao/corpus/segment"
)

// Bounds of what a counter keeps.
const (
	maxCounted = 1 << 20 // phrases at a time
	maxPairs   = 1 << 19 // pairs of characters
	// From so many phrases on a new one is counted from the second time it is
	// met: most never come again.
	doorAt   = 1 << 18
	doorBits = 1 << 26
)

// Counter counts in how many titles words and phrases stand. It serves one
// goroutine. Of more than a million phrases it forgets the rarest.
type Counter struct {
	cut    cutter
	titles uint32
	whole  bool
	terms  map[string]uint32 // place in counts
	pairs  map[[2]rune]uint32
	counts []count
	door   []uint64 // a Bloom filter of phrases met once
}

type count struct {
	titles, inForce uint32
	last            uint32 // the title that was counted last
	word            bool
}

// NewCounter returns a counter that cuts titles with seg.
func NewCounter(seg *segment.Segmenter) *Counter {
	return &Counter{cut: cutter{seg: seg}, terms: make(map[string]uint32), pairs: make(map[[2]rune]uint32)}
}

// Add counts the Chinese and English titles of an entry.
func (c *Counter) Add(titles map[string]string, inForce bool) {
	c.titles++
	c.whole = true
	for _, lang := range [...]string{"zh", "en"} {
		if titles[lang] == "" {
			continue
		}
		c.cut.phrases(titles[lang], func(text []byte, word bool) {
			if i, ok := c.place(text); ok {
				c.meet(i, inForce, word)
			}
		})
	}
	pairs(titles["zh"], func(a, b rune) {
		i, ok := c.pairs[[2]rune{a, b}]
		if !ok {
			if len(c.pairs) == maxPairs {
				return
			}
			i = c.room()
			c.pairs[[2]rune{a, b}] = i
		}
		c.meet(i, inForce, true)
	})
}

// AddWord tells that so many titles, of which so many are in force, have a term
// of the index. Who knows these need not add the titles to know the words.
func (c *Counter) AddWord(word string, titles, inForce uint32) {
	if utf8.RuneCountInString(word) == 2 {
		a, n := utf8.DecodeRuneInString(word)
		b, _ := utf8.DecodeRuneInString(word[n:])
		if _, ok := c.pairs[[2]rune{a, b}]; ok || len(c.pairs) < maxPairs {
			i, ok := c.pairs[[2]rune{a, b}]
			if !ok {
				i = c.room()
				c.pairs[[2]rune{a, b}] = i
			}
			c.counts[i].titles, c.counts[i].inForce = c.counts[i].titles+titles, c.counts[i].inForce+inForce
		}
		return
	}
	i, ok := c.terms[word]
	if !ok {
		if len(c.terms) >= maxCounted {
			return
		}
		i = c.room()
		c.terms[word] = i
	}
	n := &c.counts[i]
	n.titles, n.inForce, n.word = n.titles+titles, n.inForce+inForce, true
}

func (c *Counter) room() uint32 {
	c.counts = append(c.counts, count{})
	return uint32(len(c.counts) - 1)
}

// meet counts the title at hand, once.
func (c *Counter) meet(i uint32, inForce, word bool) {
	n := &c.counts[i]
	n.word = n.word || word
	if n.last == c.titles {
		return
	}
	n.last = c.titles
	n.titles++
	if inForce {
		n.inForce++
	}
}

// place is where a phrase is counted; none if it is met for the first time and
// there are many.
func (c *Counter) place(text []byte) (uint32, bool) {
	if i, ok := c.terms[string(text)]; ok {
		return i, true
	}
	if len(c.terms) >= doorAt && c.first(text) {
		return 0, false
	}
	if len(c.terms) >= maxCounted {
		c.forget()
	}
	i := c.room()
	c.terms[string(text)] = i
	return i, true
}

// first reports whether a phrase has not been at the door before, and notes it.
// Now and then it takes one for another, which does no harm.
func (c *Counter) first(text []byte) bool {
	if c.door == nil {
		c.door = make([]uint64, doorBits/64)
	}
	h := uint64(14695981039346656037) // FNV-1a
	for _, b := range text {
		h = (h ^ uint64(b)) * 1099511628211
	}
	first := false
	for _, bit := range [...]uint64{h % doorBits, (h >> 32) % doorBits} {
		if c.door[bit/64]&(1<<(bit%64)) == 0 {
			c.door[bit/64] |= 1 << (bit % 64)
			first = true
		}
	}
	return first
}

// forget drops the rarest phrases, until a quarter is free.
func (c *Counter) forget() {
	for rare := uint32(1); len(c.terms) > maxCounted*3/4; rare *= 2 {
		for text, i := range c.terms {
			if c.counts[i].titles <= rare {
				delete(c.terms, text)
			}
		}
	}
	kept := make([]count, 0, maxCounted)
	move := func(i uint32) uint32 {
		kept = append(kept, c.counts[i])
		return uint32(len(kept) - 1)
	}
	for text, i := range c.terms {
		c.terms[text] = move(i)
	}
	for pair, i := range c.pairs {
		c.pairs[pair] = move(i)
	}
	c.counts = kept
}
