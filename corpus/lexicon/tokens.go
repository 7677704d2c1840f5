package lexicon

import (
	"slices"
	"strings"
	"unicode/utf8"

	"chabiao/corpus/segment"
)

// Bounds of the words of one title. Further words are not looked at.
const (
	maxHanWords   = 16
	maxLatinWords = 48
	// Characters of one word. A longer one is a run that no dictionary knows.
	maxHan, maxLatin = 10, 40
)

// words numbers the words of one script, and the two-word terms among them.
type words struct {
	ids   map[string]int32
	twos  map[[2]int32]int32 // two-word terms by their words
	text  []string           // by number: what the index has; "" of a two-word term
	count []int32            // titles that have it
	parts [][2]int32         // the words of a two-word term
}

func newWords() *words {
	return &words{ids: make(map[string]int32), twos: make(map[[2]int32]int32)}
}

func (w *words) add(text string, parts [2]int32) int32 {
	w.text, w.count, w.parts = append(w.text, text), append(w.count, 0), append(w.parts, parts)
	return int32(len(w.text) - 1)
}

func (w *words) id(text string) int32 {
	id, ok := w.ids[text]
	if !ok {
		id = w.add(text, [2]int32{})
		w.ids[text] = id
	}
	return id
}

func (w *words) two(a, b int32) int32 {
	key := [2]int32{a, b}
	id, ok := w.twos[key]
	if !ok {
		id = w.add("", key)
		w.twos[key] = id
	}
	return id
}

// isTwo reports whether the number is a two-word term's.
func (w *words) isTwo(id int32) bool { return w.text[id] == "" }

// name is the word, or the two with a blank between.
func (w *words) name(id int32) string {
	if w.isTwo(id) {
		return w.text[w.parts[id][0]] + " " + w.text[w.parts[id][1]]
	}
	return w.text[id]
}

// saw counts a title with these words.
func (w *words) saw(ids []int32) {
	for _, id := range ids {
		w.count[id]++
	}
}

// appendHan appends the words of a title in Chinese or Japanese, each once, as
// queries are cut. Single characters are not asked for by queries, and words in
// kana by nobody who writes Chinese.
func (w *words) appendHan(to []int32, seg *segment.Segmenter, title string) []int32 {
	first := len(to)
	for _, u := range seg.Query(title) {
		if u.Ideographic && !u.Prefix && len(u.Text) <= 4*maxHan && onlyHan(u.Text) && len(to)-first < maxHanWords {
			to = appendOnce(to, first, w.id(u.Text))
		}
	}
	return to
}

// onlyHan reports whether an ideographic word has neither kana nor Hangul.
func onlyHan(word string) bool {
	return !strings.ContainsFunc(word, func(r rune) bool {
		return r >= 0x3040 && r <= 0x30ff || r >= 0x31f0 && r <= 0x31ff || r >= 0xac00 && r <= 0xd7a3
	})
}

// appendLatin appends the words of an English title and its two-word terms, each
// once.
func (w *words) appendLatin(to []int32, seg *segment.Segmenter, title string) []int32 {
	first := len(to)
	last := int32(-1)
	eachLatin(seg, title, func(u *segment.Unit, follows bool) {
		if len(to)-first >= maxLatinWords {
			return
		}
		id := w.id(u.Terms[0])
		to = appendOnce(to, first, id)
		if follows && last != id {
			to = appendOnce(to, first, w.two(last, id))
		}
		last = id
	})
	return to
}

// eachLatin walks the words of a title that name something: no stop words, no
// numbers, no single letters. follows tells that nothing but a blank or a hyphen
// stands between a word and the one before.
func eachLatin(seg *segment.Segmenter, title string, do func(u *segment.Unit, follows bool)) {
	end := -1
	units := seg.Query(title)
	for i := range units {
		u := &units[i]
		if u.Ideographic || u.Optional || len(u.Terms) != 1 || !names(u.Text) {
			end = -1
			continue
		}
		do(u, end >= 0 && (title[end:u.Start] == " " || title[end:u.Start] == "-"))
		end = u.End
	}
}

// names reports whether a word is two letters, or three and more characters with
// a letter among them.
func names(word string) bool {
	n, letters := utf8.RuneCountInString(word), 0
	for _, r := range word {
		if r < '0' || r > '9' {
			letters++
		}
	}
	return letters > 0 && (n > 2 || letters == 2) && n <= maxLatin
}

func appendOnce(to []int32, first int, id int32) []int32 {
	if slices.Contains(to[first:], id) {
		return to
	}
	return append(to, id)
}

// forms tells how words and two-word terms are written most often in the titles
// of the pairs, by their stems.
func forms(seg *segment.Segmenter, pairs []Pair, stems map[string]bool) map[string]string {
	seen := make(map[string]map[string]int, len(stems))
	count := func(stem, form string) {
		if !stems[stem] {
			return
		}
		if seen[stem] == nil {
			seen[stem] = make(map[string]int, 2)
		}
		seen[stem][form]++
	}
	for _, p := range pairs {
		stem, form := "", ""
		eachLatin(seg, p.Latin, func(u *segment.Unit, follows bool) {
			count(u.Terms[0], u.Text)
			if follows {
				count(stem+" "+u.Terms[0], form+" "+u.Text)
			}
			stem, form = u.Terms[0], u.Text
		})
	}
	out := make(map[string]string, len(stems))
	for stem, forms := range seen {
		best, n := "", 0
		for form, k := range forms {
			if k > n || k == n && form < best {
				best, n = form, k
			}
		}
		out[stem] = best
	}
	return out
}
