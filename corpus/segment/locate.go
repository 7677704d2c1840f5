package segment

import "slices"

// Place is where a word of a query stands in a text: in characters of Han and
// in words of other scripts, from the text's start.
type Place struct {
	Unit    int // which of the words
	At, Len int
	Weight  float32 // 1 for the word itself, less for what means the same
}

// Locate finds the first place of each word of a query in a text, in the order
// of the words, and tells how long the text is, counted likewise. A word of
// which only some pairs stand there has no place.
func (s *Segmenter) Locate(text string, units []Unit) (places []Place, length int) {
	runs, length := s.runs(text)
	for i := range units {
		u := &units[i]
		if u.Optional {
			continue
		}
		if at, n, ok := find(runs, u.Text, u.Terms, u.Ideographic); ok {
			places = append(places, Place{i, at, n, 1})
			continue
		}
		for k := range u.Also {
			a := &u.Also[k]
			if at, n, ok := find(runs, a.Text, a.Terms, a.Ideographic); ok {
				places = append(places, Place{i, at, n, a.Weight})
				break
			}
		}
	}
	return places, length
}

// textRun is a run of a text: its characters, or its one word as a stem.
type textRun struct {
	at    int
	runes []rune // of an ideographic run
	stem  string
}

func (s *Segmenter) runs(text string) (runs []textRun, length int) {
	sc := scanner{text: text}
	for sc.next() {
		r := textRun{at: length}
		if sc.run.ideographic {
			r.runes = slices.Clone(sc.run.runes)
			length += len(r.runes)
		} else {
			r.stem, _ = Stem(string(sc.run.runes))
			length++
		}
		runs = append(runs, r)
	}
	return runs, length
}

func find(runs []textRun, text string, terms []string, ideographic bool) (at, length int, ok bool) {
	if ideographic {
		want := []rune(text)
		for i := range runs {
			for k := 0; k+len(want) <= len(runs[i].runes); k++ {
				if slices.Equal(runs[i].runes[k:k+len(want)], want) {
					return runs[i].at + k, len(want), true
				}
			}
		}
		return 0, 0, false
	}
	// Words of a term stand behind one another, or at least all somewhere.
	first, last := -1, -1
	for _, t := range terms {
		i := slices.IndexFunc(runs, func(r textRun) bool { return r.stem == t && r.runes == nil })
		if i < 0 {
			return 0, 0, false
		}
		if first < 0 || i < first {
			first = i
		}
		last = max(last, i)
	}
	if first < 0 {
		return 0, 0, false
	}
	return runs[first].at, runs[last].at - runs[first].at + 1, true
}
