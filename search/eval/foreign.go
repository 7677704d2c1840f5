package eval

import (
	_ "embed"
	"slices"
	"strings"

	"chabiao/corpus"
	"chabiao/corpus/number"
)

//go:embed adoptions.tsv
var adoptionsFile string

// abroad are the levels of standards that are not Chinese.
var abroad = []string{string(number.International), string(number.Regional), string(number.Foreign)}

// foreign gathers pairs of a Chinese standard and the foreign one that it is
// identical with.
type foreign struct {
	pairs   map[string]string    // of the file: Chinese series to foreign series
	targets map[string]bool      // the foreign series of them
	chinese map[string]adopter   // of the file's Chinese series: its newest entry
	links   map[string]adopter   // the catalogue's own links: by the foreign series
	linked  map[string]bool      // foreign series that the catalogue links to, in any degree
	english map[string][]edition // of the file's foreign series: the entries with only an English title
}

// edition is a foreign entry.
type edition struct {
	key, num string
	year     int
}

// adopter is a Chinese entry that adopts.
type adopter struct {
	titled
	year int
}

func newForeign() (*foreign, error) {
	f := &foreign{pairs: make(map[string]string), targets: make(map[string]bool), chinese: make(map[string]adopter),
		links: make(map[string]adopter), linked: make(map[string]bool), english: make(map[string][]edition)}
	n := 0
	for line := range strings.Lines(adoptionsFile) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		cn, iso, ok := strings.Cut(line, "\t")
		a, err1 := number.Parse(cn)
		b, err2 := number.Parse(iso)
		if !ok || err1 != nil || err2 != nil {
			return nil, corpus.Errorf(corpus.InvalidArgument, "adoptions.tsv, line %d: %q is not two numbers with a tab between", n, line)
		}
		f.pairs[a.SeriesKey()] = b.SeriesKey()
		f.targets[b.SeriesKey()] = true
	}
	return f, nil
}

// note takes what an entry says of adoptions.
func (f *foreign) note(e *corpus.Entry, n number.Number) {
	series := n.SeriesKey()
	zh := e.Titles["zh"]
	if zh != "" && n.Country() == "CN" {
		a := adopter{titled{zh, e.Number}, n.Year()}
		if _, ok := f.pairs[series]; ok && len(n.Amendments()) == 0 && a.newer(f.chinese[series]) {
			f.chinese[series] = a
		}
		for _, ad := range e.Adopts {
			m, err := number.Parse(ad.Number)
			if err != nil {
				continue
			}
			f.linked[m.SeriesKey()] = true
			if ad.Degree == corpus.IDT && a.newer(f.links[m.SeriesKey()]) {
				f.links[m.SeriesKey()] = a
			}
		}
		return
	}
	if f.targets[series] && onlyEnglish(e, n) {
		f.english[series] = append(f.english[series], edition{n.Key(), e.Number, n.Year()})
	}
}

// newer orders the adopters of one standard, so that the choice does not
// depend on the catalogue's order.
func (a adopter) newer(b adopter) bool {
	if a.year != b.year {
		return a.year > b.year
	}
	return b.num == "" || a.num < b.num
}

// onlyEnglish tells the foreign entries that Chinese words do not stand in.
func onlyEnglish(e *corpus.Entry, n number.Number) bool {
	return slices.Contains(abroad, string(n.Level())) && len(n.Amendments()) == 0 && e.Titles["en"] != "" && e.Titles["zh"] == ""
}

// linkedTo gives the adopter of a foreign entry by the catalogue's own links.
// Any edition will do: the newest serves a reader as well as the one adopted.
func (f *foreign) linkedTo(e *corpus.Entry, n number.Number) (series string, a adopter, ok bool) {
	series = n.SeriesKey()
	a, ok = f.links[series]
	return series, a, ok && onlyEnglish(e, n)
}
