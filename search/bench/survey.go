package bench

import (
	"cmp"
	"context"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strconv"
	"unicode"
	"unicode/utf8"

	"chabiao/corpus"
	"chabiao/corpus/catalogue"
	classtree "chabiao/corpus/class"
	"chabiao/corpus/number"
	"chabiao/indexer/schema"
	"chabiao/search/query"
)

// Bounds of what a survey keeps.
const (
	sampleSize = 20_000    // entries
	maxWords   = 1_000_000 // distinct words that are counted
)

// survey is what one walk over the catalogue tells: how many titles have a
// word, and a sample of entries to draw queries from.
type survey struct {
	seed    uint64
	parser  *query.Parser
	entries int64
	df      map[string]int32
	sample  []*sampled
	list    []word // of byCount, once counted
	sum     uint64 // of the entries
	adopts  bool   // an entry adopts another
}

// sampled is an entry of the sample.
type sampled struct {
	num     number.Number // the zero value where it can't be read
	zh, en  string        // titles
	words   [2][]string   // of zh and en
	filters [][2]string   // name and value
}

type word struct {
	text string
	df   int32
}

func hashOf(b []byte) uint64 {
	h := fnv.New64a()
	h.Write(b)
	return h.Sum64()
}

// mark tells one catalogue from another.
func (s *survey) mark() string { return fmt.Sprintf("%d-%016x", s.entries, s.sum) }

// dice are random numbers that depend on the seed and a name alone.
func dice(seed uint64, name string) *rand.Rand {
	return rand.New(rand.NewPCG(seed, hashOf([]byte(name))))
}

// walk surveys the catalogue.
func walk(ctx context.Context, opt *Options) (*survey, error) {
	s := &survey{seed: opt.Seed, parser: opt.Parser, df: make(map[string]int32)}
	total, err := opt.Catalogue.Count(ctx)
	if err != nil {
		return nil, err
	}
	rng := dice(opt.Seed, "sample")
	var record []byte
	for r, err := range opt.Catalogue.All(ctx) {
		if err != nil {
			return nil, err
		}
		e := r.Entry
		record = catalogue.EncodeEntry(record[:0], e)
		s.sum += hashOf(strconv.AppendInt(record, r.Row, 10)) // whatever the order
		s.adopts = s.adopts || len(e.Adopts) > 0
		words := [2][]string{s.cut(e.Titles["zh"], true), s.cut(e.Titles["en"], false)}
		for _, list := range words {
			for _, w := range list {
				if _, ok := s.df[w]; ok || len(s.df) < maxWords {
					s.df[w]++
				}
			}
		}
		at := len(s.sample) // a reservoir: every entry has the same chance
		if at == sampleSize {
			at = int(rng.Int64N(s.entries + 1))
		} else {
			s.sample = append(s.sample, nil)
		}
		if at < sampleSize {
			s.sample[at] = sampleOf(e, words)
		}
		if s.entries++; s.entries%1000 == 0 {
			opt.Progress("drawing queries", s.entries, total)
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if s.entries == 0 {
		return nil, corpus.Errorf(corpus.InvalidArgument, "the catalogue is empty").WithHint("import a file first")
	}
	return s, nil
}

func sampleOf(e *corpus.Entry, words [2][]string) *sampled {
	n, err := number.Parse(e.Number)
	if err != nil {
		n = number.Number{}
	}
	f := schema.FactsOf(e, n)
	out := &sampled{num: n, zh: e.Titles["zh"], en: e.Titles["en"], words: words}
	add := func(name, value string) {
		if value != "" {
			out.filters = append(out.filters, [2]string{name, value})
		}
	}
	add("status", e.Status.String())
	add("level", f.Level)
	add("body", f.Body)
	add("country", f.Country)
	if f.Year >= 1000 && f.Year <= 9999 {
		add("year", strconv.Itoa(f.Year))
	}
	for _, c := range []struct {
		name  string
		of    classtree.Scheme
		codes []string
	}{{"ics", classtree.ICS, e.ICS}, {"ccs", classtree.CCS, e.CCS}} {
		if len(c.codes) == 0 {
			continue
		}
		if norm, ok := classtree.Normalize(c.of, c.codes[0]); ok {
			path := classtree.Ancestors(c.of, norm)
			add(c.name, path[0])
			add(c.name, path[len(path)-1])
		}
	}
	return out
}

// cut gives the distinct words of a title, folded, in its order: of two and
// more Han characters, or of three and more Latin letters; no stop words.
func (s *survey) cut(title string, han bool) []string {
	if title == "" {
		return nil
	}
	var out []string
	for _, u := range s.parser.Segmenter.Query(title) {
		if u.Optional || u.Prefix || u.Ideographic != han || slices.Contains(out, u.Text) {
			continue
		}
		n := utf8.RuneCountInString(u.Text)
		if han && n >= 2 && all(u.Text, func(r rune) bool { return unicode.Is(unicode.Han, r) }) ||
			!han && n >= 3 && all(u.Text, func(r rune) bool { return 'a' <= r && r <= 'z' }) {
			out = append(out, u.Text)
		}
	}
	return out
}

func all(text string, is func(rune) bool) bool {
	for _, r := range text {
		if !is(r) {
			return false
		}
	}
	return true
}

// byCount lists the words, those that most titles have first.
func (s *survey) byCount() []word {
	if s.list == nil {
		for w, n := range s.df {
			s.list = append(s.list, word{w, n})
		}
		slices.SortFunc(s.list, func(a, b word) int { return cmp.Or(cmp.Compare(b.df, a.df), cmp.Compare(a.text, b.text)) })
	}
	return s.list
}

// asksFor reports whether a text reads as so many words that must be found,
// and no number.
func (s *survey) asksFor(text string, n int) bool {
	plan := s.parser.Parse(text)
	if plan.Number != nil {
		return false
	}
	for _, u := range plan.Words {
		if !u.Optional && !u.Weak {
			n--
		}
	}
	return n == 0
}
