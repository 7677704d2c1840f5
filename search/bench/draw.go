package bench

import (
	"cmp"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"

	"chabiao/search"
)

// String tells one query from another.
func (q *Query) String() string {
	return fmt.Sprint(q.Request.Query, q.Request.Filters, q.Request.Page)
}

func ask(text string) Query { return Query{Request: search.Request{Query: text}} }

// Bounds of the classes, in titles that have a word.
const (
	rareFrom, rareTo = 5, 50
	topWords         = 60 // the most frequent ones
)

// each yields what make makes of the sampled entries, in the order of the
// reservoir, which is random enough, from a place that depends on the name.
func (s *survey) each(name string, make func(*sampled, *rand.Rand) (Query, bool)) iter.Seq[Query] {
	return func(yield func(Query) bool) {
		rng := dice(s.seed, name)
		for _, i := range rng.Perm(len(s.sample)) {
			if q, ok := make(s.sample[i], rng); ok && !yield(q) {
				return
			}
		}
	}
}

func (s *survey) numbers() iter.Seq[Query] {
	return s.each("number", func(e *sampled, _ *rand.Rand) (Query, bool) {
		_, _, _, spread := e.num.Spread()
		return ask(e.num.String()), e.num.Year() > 0 && !e.num.Generic() && !spread && s.asksNumber(e.num.String())
	})
}

func (s *survey) undated() iter.Seq[Query] {
	return s.each("undated", func(e *sampled, _ *rand.Rand) (Query, bool) {
		n := e.num.Undated()
		_, _, _, spread := n.Spread()
		return ask(n.String()), e.num.Year() > 0 && !e.num.Generic() && !spread && s.asksNumber(n.String())
	})
}

// asksNumber reports whether a text reads as a number and nothing else.
func (s *survey) asksNumber(text string) bool {
	plan := s.parser.Parse(text)
	return plan.Number != nil && plan.Number.Body() != "" && len(plan.Words) == 0
}

// prefixes are bodies with the first digits of a serial, not all of them.
func (s *survey) prefixes() iter.Seq[Query] {
	return s.each("prefix", func(e *sampled, rng *rand.Rand) (Query, bool) {
		serial := e.num.Serial()
		if len(serial) < 2 || strings.Trim(serial, "0123456789") != "" || e.num.Generic() {
			return Query{}, false
		}
		head, _, ok := strings.Cut(e.num.String(), serial)
		text := head + serial[:1+rng.IntN(len(serial)-1)]
		return ask(text), ok && s.asksNumber(text)
	})
}

// singly yields words that read as one word, each as a query.
func (s *survey) singly(list []word) iter.Seq[Query] {
	return func(yield func(Query) bool) {
		for _, w := range list {
			if s.asksFor(w.text, 1) && !yield(ask(w.text)) {
				return
			}
		}
	}
}

func (s *survey) rare() iter.Seq[Query] {
	var list []word
	for _, w := range s.byCount() {
		if w.df >= rareFrom && w.df <= rareTo {
			list = append(list, w)
		}
	}
	rng := dice(s.seed, "rare")
	rng.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return s.singly(list)
}

func (s *survey) common() iter.Seq[Query] { return s.singly(s.top(topWords)) }

func (s *survey) top(n int) []word { return s.byCount()[:min(n, len(s.byCount()))] }

// two draws any two words of a title, of the language it has.
func (s *survey) two() iter.Seq[Query] {
	return s.each("two", func(e *sampled, rng *rand.Rand) (Query, bool) {
		list := slices.Clone(e.language())
		if len(list) < 2 {
			return Query{}, false
		}
		rng.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		text := strings.Join(list[:2], " ")
		return ask(text), s.asksFor(text, 2)
	})
}

// language gives the words of the Chinese title, or of the English one where
// there is none.
func (e *sampled) language() []string {
	if len(e.words[0]) > 0 {
		return e.words[0]
	}
	return e.words[1]
}

// four takes the four most frequent words of each title, those titles first
// whose words have the most titles together.
func (s *survey) four() iter.Seq[Query] {
	type set struct {
		text string
		sum  int64
	}
	var list []set
	for _, e := range s.sample {
		words := slices.Clone(e.language())
		if len(words) < 4 {
			continue
		}
		slices.SortFunc(words, func(a, b string) int { return cmp.Or(cmp.Compare(s.df[b], s.df[a]), cmp.Compare(a, b)) })
		one := set{text: strings.Join(words[:4], " ")}
		for _, w := range words[:4] {
			one.sum += int64(s.df[w])
		}
		list = append(list, one)
	}
	slices.SortFunc(list, func(a, b set) int { return cmp.Or(cmp.Compare(b.sum, a.sum), cmp.Compare(a.text, b.text)) })
	return func(yield func(Query) bool) {
		for _, one := range list {
			if s.asksFor(one.text, 4) && !yield(s.askAny(one.text)) {
				return
			}
		}
	}
}

// Lengths of phrases and beginnings, in Han characters.
const phraseFrom, phraseTo = 6, 12

// phrases are stretches of titles: of Han characters from where a run of them
// begins, or four words of an English title with what stands between.
func (s *survey) phrases() iter.Seq[Query] {
	return s.each("phrase", func(e *sampled, rng *rand.Rand) (Query, bool) {
		text := firstHan(e.zh, phraseFrom+rng.IntN(phraseTo-phraseFrom+1))
		if len([]rune(text)) < phraseFrom {
			words := strings.Fields(e.en)
			if e.zh != "" || len(words) < 5 {
				return Query{}, false
			}
			from := rng.IntN(len(words) - 3)
			text = strings.Join(words[from:from+4], " ")
		}
		plan := s.parser.Parse(text)
		return ask(text), plan.Number == nil && len(plan.Words) > 1
	})
}

// firstHan gives the first n Han characters of a text, without a break.
func firstHan(text string, n int) string {
	runes := []rune(text)
	from := slices.IndexFunc(runes, func(r rune) bool { return unicode.Is(unicode.Han, r) })
	if from < 0 {
		return ""
	}
	runes = runes[from:]
	end := slices.IndexFunc(runes, func(r rune) bool { return !unicode.Is(unicode.Han, r) })
	if end < 0 {
		end = len(runes)
	}
	return string(runes[:min(end, n)])
}

func (s *survey) english() iter.Seq[Query] {
	return s.each("english", func(e *sampled, rng *rand.Rand) (Query, bool) {
		n := 2 + rng.IntN(2)
		if len(e.words[1]) < n {
			return Query{}, false
		}
		from := rng.IntN(len(e.words[1]) - n + 1)
		text := strings.Join(e.words[1][from:from+n], " ")
		return ask(text), s.asksFor(text, n)
	})
}

// narrow draws one or two filters that an entry passes.
func (e *sampled) narrow(rng *rand.Rand) map[string][]string {
	out := make(map[string][]string)
	for range 1 + rng.IntN(2) {
		f := e.filters[rng.IntN(len(e.filters))]
		out[f[0]] = []string{f[1]}
	}
	return out
}

func (s *survey) filterOnly() iter.Seq[Query] {
	return s.each("filter", func(e *sampled, rng *rand.Rand) (Query, bool) {
		return Query{Request: search.Request{Filters: e.narrow(rng)}}, true
	})
}

// filtered draws the most frequent word of a title, with filters.
func (s *survey) filtered() iter.Seq[Query] {
	return s.each("filtered", func(e *sampled, rng *rand.Rand) (Query, bool) {
		words := e.language()
		if len(words) == 0 {
			return Query{}, false
		}
		text := slices.MaxFunc(words, func(a, b string) int { return cmp.Or(cmp.Compare(s.df[a], s.df[b]), cmp.Compare(b, a)) })
		return Query{Request: search.Request{Query: text, Filters: e.narrow(rng)}}, s.asksFor(text, 1)
	})
}

func (s *survey) everything() iter.Seq[Query] {
	return func(yield func(Query) bool) { yield(ask("")) }
}

// deep turns the pages of frequent words, from the second on.
func (s *survey) deep() iter.Seq[Query] {
	return func(yield func(Query) bool) {
		rng := dice(s.seed, "deep")
		for _, w := range s.top(topWords) {
			pages := min(int(w.df), search.MaxOffset) / search.DefaultSize
			if pages < 2 || !s.asksFor(w.text, 1) {
				continue
			}
			q := ask(w.text)
			q.Request.Page = pages/2 + 1 + rng.IntN((pages+1)/2)
			if !yield(q) {
				return
			}
		}
	}
}

// beginnings are the first characters of titles, in English the first word and
// a part of the second.
func (s *survey) beginnings() iter.Seq[Query] {
	return s.each("suggest", func(e *sampled, rng *rand.Rand) (Query, bool) {
		text := firstHan(e.zh, 2+rng.IntN(5))
		if e.zh == "" {
			words := strings.Fields(e.en)
			if len(words) < 2 || len(words[1]) < 4 || !all(strings.ToLower(words[1]), func(r rune) bool { return 'a' <= r && r <= 'z' }) {
				return Query{}, false
			}
			text = words[0] + " " + words[1][:3]
		}
		return ask(text), len(text) > 4 && s.parser.Parse(text).Number == nil
	})
}
