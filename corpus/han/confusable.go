package han

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

//go:embed shapes.txt
var shapeTable string

var shapeGroups = sync.OnceValue(func() map[rune][]rune {
	groups := make(map[rune][]rune, 1024)
	for line := range strings.Lines(shapeTable) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		group := []rune(line)
		for _, r := range group {
			for _, other := range group {
				if other != r && !slices.Contains(groups[r], other) {
					groups[r] = append(groups[r], other)
				}
			}
		}
	}
	return groups
})

// SameSound is the other characters of GB 2312 that sound like r without
// tones, as an input method offers them: those of r's own reading first, then
// those of the readings it has in some words (行 xing, hang), then those that
// have r's reading in some words; level 1, the common ones, before level 2. A
// traditional character counts as its simplified form. It is nil where r has
// no reading. The result is the caller's.
func SameSound(r rune) []rune {
	r = Simplify(r)
	s := soundTables()
	own := s.of(r)
	if own == 0 {
		return nil
	}
	var out []rune
	seen := map[rune]bool{r: true}
	add := func(chars []rune) {
		for _, c := range chars {
			if !seen[c] {
				seen[c] = true
				out = append(out, c)
			}
		}
	}
	add(s.chars[own])
	for _, code := range s.also[r] {
		add(s.chars[code])
	}
	add(s.alsoChars[own])
	return out
}

// SameShape is the other characters taken for r in typing by shape or in
// recognised scans (未 末, 栓 拴), as the hand-written shapes.txt groups them;
// nil where it names none. A traditional character counts as its simplified
// form. The relation is symmetric. The result is the caller's.
func SameShape(r rune) []rune {
	return slices.Clone(shapeGroups()[Simplify(r)])
}
