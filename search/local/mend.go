package local

import (
	"context"
	"slices"
	"strings"

	"chabiao/corpus/han"
	seg "chabiao/corpus/segment"
	"chabiao/indexer/schema"

	"github.com/RoaringBitmap/roaring/v2"
)

// Words that fewer entries than suspectBelow have are taken for slips where a
// spelling near them is any better: names of things are that rare too, but then
// nothing like them stands beside the other words. Titles have slips of their
// own, so English words that no more than maxSlips entries have are suspected as
// well, where farMore times as many have a spelling maxApart letters away or
// less. Shorter ones than minSlip are as often abbreviations.
const (
	suspectBelow = 3
	maxSlips     = enough
	minSlip      = 6
	farMore      = 100
	maxApart     = 2
)

// Bounds of what is tried for one word.
const (
	maxMendRunes  = 8   // characters of Han
	maxMendLetter = 24  // letters
	maxLikeSound  = 60  // characters that sound alike
	maxTries      = 900 // spellings
)

// How likely slips are, of one that is surely made: a character that looks alike
// less than one that sounds alike, which input methods offer side by side; of
// letters, two swapped before one too many, one left out, and another one. They
// choose between spellings and do not rank.
const (
	likeShape  = 0.9
	likeExtra  = 0.95 // a letter too many
	likeLeft   = 0.9  // a letter left out
	likeOther  = 0.6  // another letter
	likeSwap   = 0.9  // two characters of Han swapped
	likeSurely = 1    // of like sound; two letters swapped
)

// mended is a query with the words that nothing or hardly anything has replaced
// by words of the catalogue a character or a letter away: one that sounds or
// looks alike, a letter left out, put in, doubled or swapped. With rare, the
// slips of titles are suspected too. Numbers, and words with digits, stay as
// they are. It is "" where there is nothing better.
func (e *Engine) mended(ctx context.Context, readers []*reader, p *prepared, rare bool) (string, error) {
	text := p.plan.Text
	var fixes []fix
	for i := range p.plan.Words {
		u := &p.plan.Words[i]
		if u.Optional || u.End > len(text) || strings.ContainsAny(u.Text, "0123456789") {
			continue
		}
		var df uint64
		for _, r := range readers {
			if l := p.lists[r]; l != nil {
				df += l[i].any.GetCardinality()
			}
		}
		m := mender{readers: readers, rest: p.others(readers, i), least: df + 1}
		below := uint64(suspectBelow)
		slip := rare && !u.Ideographic && len(u.Text) >= minSlip
		if slip {
			below, m.least = maxSlips+1, max(df*farMore, 1)
		}
		if df >= below || p.all > 0 && !slip {
			continue
		}
		var err error
		if u.Ideographic {
			err = m.han([]rune(u.Text))
		} else if err = m.latin(u.Text); err == nil && m.best != "" {
			if m.best, err = e.spelt(ctx, &m, u.Text); slip && distance(u.Text, m.best) > maxApart {
				m.best = ""
			}
		}
		if err != nil {
			return "", err
		}
		if m.best != "" {
			fixes = append(fixes, fix{u.Start, u.End, m.best})
		}
	}
	for _, f := range slices.Backward(fixes) {
		text = text[:f.start] + f.word + text[f.end:]
	}
	if len(fixes) == 0 {
		return "", nil
	}
	return text, nil
}

// fix replaces a stretch of the query.
type fix struct {
	start, end int
	word       string
}

// others are, by reader, the documents with most of the words beside one: where
// a better spelling should meet them. Nil if nothing has.
func (p *prepared) others(readers []*reader, but int) map[*reader]*roaring.Bitmap {
	out := make(map[*reader]*roaring.Bitmap)
	for i := range p.plan.Words {
		u := &p.plan.Words[i]
		if i == but || u.Optional || u.Weak {
			continue
		}
		for _, r := range readers {
			if p.lists[r] == nil {
				continue
			}
			docs := p.lists[r][i].any
			if docs.IsEmpty() {
				continue
			}
			if out[r] == nil {
				out[r] = docs
			} else if both := roaring.And(out[r], docs); !both.IsEmpty() {
				out[r] = both
			}
		}
	}
	return out
}

// mender looks for the spelling of a word that the catalogue has most of.
type mender struct {
	readers []*reader
	rest    map[*reader]*roaring.Bitmap
	least   uint64 // in so many titles a spelling must stand
	tries   int

	best  string // of letters: its stem
	score float64
}

// offer weighs a spelling: first by the entries that also have the other words,
// then by all that have it. likely, at most 1, is how near the spelling is.
func (m *mender) offer(word, field string, terms []string, likely float64) error {
	if m.tries++; m.tries > maxTries {
		return nil
	}
	var with, all uint64
	for _, r := range m.readers {
		docs, err := r.termsDocs(field, terms)
		if err != nil {
			return err
		}
		all += docs.GetCardinality()
		if m.rest[r] != nil {
			with += docs.AndCardinality(m.rest[r])
		}
	}
	if all < m.least {
		return nil
	}
	if s := (float64(with)*1000 + float64(all)) * likely; s > m.score {
		m.best, m.score = word, s
	}
	return nil
}

// han tries every character's likes.
func (m *mender) han(word []rune) error {
	if len(word) < 2 || len(word) > maxMendRunes {
		return nil
	}
	try := func(i int, r rune, likely float64) error {
		w := slices.Clone(word)
		w[i] = r
		return m.offer(string(w), schema.TitleZH, seg.Pairs(w), likely)
	}
	for i, r := range word {
		for k, like := range han.SameSound(r) {
			if k == maxLikeSound {
				break
			}
			if err := try(i, like, likeSurely); err != nil {
				return err
			}
		}
		for _, like := range han.SameShape(r) {
			if err := try(i, like, likeShape); err != nil {
				return err
			}
		}
		if i+1 < len(word) && word[i] != word[i+1] { // 区快 for 快区
			w := slices.Clone(word)
			w[i], w[i+1] = w[i+1], w[i]
			if err := m.offer(string(w), schema.TitleZH, seg.Pairs(w), likeSwap); err != nil {
				return err
			}
		}
	}
	return nil
}

// latin tries the spellings one letter away (after Norvig, "How to Write a
// Spelling Corrector"), the first letter kept but where it is swapped.
func (m *mender) latin(word string) error {
	if len(word) < 4 || len(word) > maxMendLetter {
		return nil
	}
	for i := range len(word) {
		if word[i] < 'a' || word[i] > 'z' {
			return nil
		}
	}
	tried := map[string]bool{word: true}
	try := func(w string, likely float64) error {
		if tried[w] {
			return nil
		}
		tried[w] = true
		stem, ok := seg.Stem(w)
		if !ok {
			return nil
		}
		return m.offer(stem, schema.TitleEN, []string{stem}, likely)
	}
	for i := range len(word) {
		if i > 0 {
			if err := try(word[:i]+word[i+1:], likeExtra); err != nil {
				return err
			}
		}
		if i+1 < len(word) {
			if err := try(word[:i]+word[i+1:i+2]+word[i:i+1]+word[i+2:], likeSurely); err != nil {
				return err
			}
		}
		for c := byte('a'); c <= 'z'; c++ {
			if err := try(word[:i+1]+string(c)+word[i+1:], likeLeft); err != nil {
				return err
			}
			if i > 0 {
				if err := try(word[:i]+string(c)+word[i+1:], likeOther); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
