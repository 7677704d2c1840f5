package local

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"chabiao/corpus"
	"chabiao/corpus/catalogue"
	"chabiao/corpus/number"
	"chabiao/indexer/schema"
	"chabiao/search"

	"github.com/RoaringBitmap/roaring/v2"
)

// maxMatches bounds the standards that one number may mean.
const maxMatches = 50

// Resolve implements search.Engine.
func (e *Engine) Resolve(ctx context.Context, numbers []string, lang string) ([]search.Resolution, error) {
	if len(numbers) > search.MaxNumbers {
		return nil, corpus.Errorf(corpus.TooLarge, "%d numbers; %d is the most in one request", len(numbers), search.MaxNumbers).WithField("numbers")
	}
	s, err := e.open()
	if err != nil {
		return nil, err
	}
	defer s.close()
	out := make([]search.Resolution, len(numbers))
	for i, in := range numbers {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if out[i], err = e.resolve(ctx, s, in, lang); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (e *Engine) resolve(ctx context.Context, s *snapshot, in, lang string) (search.Resolution, error) {
	res := search.Resolution{Input: in, Matches: []search.NumberMatch{}}
	n, err := number.Parse(in)
	if err != nil {
		res.Hint = say(lang, "不是标准号："+err.Error(), "not a standard number: "+err.Error())
		return res, nil
	}
	records, err := e.answering(ctx, s, &n)
	if err != nil {
		return res, err
	}
	var years []string
	for _, rec := range records {
		kind, text := relate(in, &n, rec, lang)
		if kind == search.KindOtherYear && rec.Entry != nil {
			if m, err := number.Parse(rec.Entry.Number); err == nil && m.Year() > 0 {
				years = append(years, fmt.Sprint(m.Year()))
			}
		}
		res.Matches = append(res.Matches, search.NumberMatch{ID: rec.ID, Number: rec.Entry.Number, Title: rec.Entry.Title(lang),
			Status: rec.Entry.Status.String(), Kind: kind, Explain: text})
	}
	slices.SortStableFunc(res.Matches, func(a, b search.NumberMatch) int {
		return cmp.Compare(kindOrder[a.Kind], kindOrder[b.Kind])
	})
	res.Found = len(res.Matches) > 0
	switch {
	case !res.Found:
		res.Hint = say(lang, "目录中没有 "+n.String()+" 及其其他版本；请核对号码，或按题名检索。",
			"the catalogue has neither "+n.String()+" nor another edition of it; check the number or search by title.")
	case len(years) == len(res.Matches) && n.Year() > 0:
		slices.Sort(years)
		list := strings.Join(slices.Compact(years), ", ")
		res.Hint = say(lang, fmt.Sprintf("目录中没有 %d 年版；有 %s 年版。", n.Year(), list), fmt.Sprintf("the catalogue has no %d edition; %s exist.", n.Year(), list))
	}
	return res, nil
}

var kindOrder = map[string]int{search.KindExact: 0, search.KindFormat: 1, search.KindYearMissing: 2, search.KindOtherYear: 3, search.KindMandate: 4, search.KindPartMissing: 5}

func say(lang, zh, en string) string {
	if lang == "en" {
		return en
	}
	return zh
}

// answering finds the entries that a number may mean: the document itself,
// else its other editions, those under another mandate letter, and its parts.
// Within a level, those in force come first, newer before older.
func (e *Engine) answering(ctx context.Context, s *snapshot, n *number.Number) ([]*catalogue.Record, error) {
	var levels [4][]found
	for seq, r := range s.readers {
		got, err := r.numberDocs(n)
		if err != nil {
			return nil, err
		}
		seen := roaring.New()
		for i, l := range got {
			docs := r.live(roaring.AndNot(l.docs, seen))
			seen.Or(docs)
			eachDoc(docs, func(doc uint32) {
				levels[i] = append(levels[i], found{r: r, seq: seq, doc: doc, key: float64(r.standing[doc])})
			})
		}
	}
	var pick []found
	for i, docs := range levels {
		if len(docs) == 0 || i == 3 && len(pick) > 0 {
			continue
		}
		slices.SortFunc(docs, func(a, b found) int { return cmp.Compare(b.key, a.key) })
		pick = append(pick, docs[:min(len(docs), maxMatches)]...)
	}
	records, err := e.records(ctx, pick[:min(len(pick), maxMatches)])
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(records, func(r *catalogue.Record) bool { return r == nil }), nil
}

// relate says how an entry answers to a number, in a word and in a sentence.
func relate(in string, n *number.Number, rec *catalogue.Record, lang string) (kind, text string) {
	m, err := number.Parse(rec.Entry.Number)
	status := rec.Entry.Status.Label(lang)
	name := rec.Entry.Number
	switch {
	case err != nil:
		return search.KindFormat, name
	case rec.Key == n.Key() && strings.TrimSpace(in) == name:
		return search.KindExact, say(lang, fmt.Sprintf("%s，%s。", name, status), fmt.Sprintf("%s, %s.", name, strings.ToLower(status)))
	case rec.Key == n.Key():
		return search.KindFormat, say(lang, fmt.Sprintf("即 %s，%s。", name, status), fmt.Sprintf("this is %s, %s.", name, strings.ToLower(status)))
	case m.SeriesKey() == n.SeriesKey() && n.Year() == 0:
		return search.KindYearMissing, say(lang, fmt.Sprintf("未写年份；%s %s。", name, status), fmt.Sprintf("no year given; %s is %s.", name, strings.ToLower(status)))
	case m.SeriesKey() == n.SeriesKey():
		return search.KindOtherYear, say(lang, fmt.Sprintf("目录中没有 %d 年版；%s %s。", n.Year(), name, status), fmt.Sprintf("no %d edition in the catalogue; %s is %s.", n.Year(), name, strings.ToLower(status)))
	case m.LooseKey() == n.LooseKey():
		if n.Mandatory() && !m.Mandatory() && n.Year() == m.Year() && n.Year() > 0 && n.Year() < 2017 && n.Body() == "GB" {
			return search.KindMandate, say(lang, fmt.Sprintf("强制性标准 %s 于 2017 年转为推荐性，现为 %s，%s。", n.String(), name, status),
				fmt.Sprintf("mandatory %s became recommended in 2017: it is now %s, %s.", n.String(), name, strings.ToLower(status)))
		}
		return search.KindMandate, say(lang, fmt.Sprintf("标准性质代号不同：%s，%s。", name, status), fmt.Sprintf("under another mandate letter: %s, %s.", name, strings.ToLower(status)))
	}
	return search.KindPartMissing, say(lang, fmt.Sprintf("%s 分为若干部分；%s %s。", n.String(), name, status), fmt.Sprintf("%s has parts; %s is %s.", n.String(), name, strings.ToLower(status)))
}

// Standard implements search.Engine.
func (e *Engine) Standard(ctx context.Context, idOrNumber, lang string) (*search.Standard, error) {
	rec, err := e.cat.ByID(ctx, idOrNumber)
	if corpus.KindOf(err) == corpus.NotFound && err != nil {
		n, perr := number.Parse(idOrNumber)
		if perr != nil {
			return nil, corpus.Errorf(corpus.NotFound, "no standard has the id %q, and it is no standard number: %v", idOrNumber, perr)
		}
		s, oerr := e.open()
		if oerr != nil {
			return nil, oerr
		}
		records, aerr := e.answering(ctx, s, &n)
		s.close()
		if aerr != nil {
			return nil, aerr
		}
		if len(records) == 0 {
			return nil, corpus.Errorf(corpus.NotFound, "the catalogue has no %s", n.String()).WithHint("GET /api/v1/resolve tells what is near it")
		}
		rec, err = records[0], nil
	}
	if err != nil {
		return nil, err
	}
	n, _ := number.Parse(rec.Entry.Number)
	f := schema.FactsOf(rec.Entry, n)
	st := &search.Standard{ID: rec.ID, Entry: rec.Entry, Level: f.Level, Body: f.Body, Country: f.Country, Year: f.Year, Mandatory: f.Mandatory,
		StatusLabel: rec.Entry.Status.Label(lang), Revision: rec.Revision, Batch: rec.Batch, Line: rec.Line}
	if st.Editions, err = e.editions(ctx, rec, &n, lang); err != nil {
		return nil, err
	}
	st.Relations, err = e.relations(ctx, rec, lang)
	return st, err
}

// editions lists the entries of the same number in other years, and its
// amendments, in natural order.
func (e *Engine) editions(ctx context.Context, rec *catalogue.Record, n *number.Number, lang string) ([]search.Ref, error) {
	s, err := e.open()
	if err != nil {
		return nil, err
	}
	defer s.close()
	records, err := e.answering(ctx, s, n)
	if err != nil {
		return nil, err
	}
	type keyed struct {
		key string
		ref search.Ref
	}
	var all []keyed
	for _, r := range records {
		if m, err := number.Parse(r.Entry.Number); err == nil && r.Row != rec.Row {
			all = append(all, keyed{m.SortKey(), refTo(r, lang)})
		}
	}
	slices.SortFunc(all, func(a, b keyed) int { return strings.Compare(a.key, b.key) })
	out := []search.Ref{}
	for _, k := range all {
		out = append(out, k.ref)
	}
	return out, nil
}

func refTo(r *catalogue.Record, lang string) search.Ref {
	return search.Ref{Number: r.Entry.Number, ID: r.ID, Title: r.Entry.Title(lang), Status: r.Entry.Status.String()}
}

// relations joins what the entry states with what others state of it.
func (e *Engine) relations(ctx context.Context, rec *catalogue.Record, lang string) (map[string][]search.Ref, error) {
	out := make(map[string][]search.Ref)
	seen := make(map[string]bool)
	add := func(name, key string, ref search.Ref) {
		if k := name + " " + key; !seen[k] {
			seen[k] = true
			out[name] = append(out[name], ref)
		}
	}
	for _, t := range catalogue.Targets(rec.Entry) {
		ref := search.Ref{Number: t.Number}
		other, err := e.cat.ByKey(ctx, t.Key)
		switch {
		case err == nil:
			ref = refTo(other, lang)
		case corpus.KindOf(err) != corpus.NotFound:
			return nil, err
		}
		ref.Degree = string(t.Degree)
		add(t.Kind.String(), t.Key, ref)
	}
	incoming, err := e.cat.Incoming(ctx, rec.Key)
	if err != nil {
		return nil, err
	}
	inverse := map[corpus.RelationKind]string{corpus.Replaces: "replaced_by", corpus.ReplacedBy: "replaces", corpus.Adopts: "adopted_by", corpus.References: "referenced_by"}
	for _, kind := range []corpus.RelationKind{corpus.Replaces, corpus.ReplacedBy, corpus.Adopts, corpus.References} {
		for _, r := range incoming[kind] {
			ref := refTo(r, lang)
			for _, t := range catalogue.Targets(r.Entry) {
				if t.Kind == kind && t.Key == rec.Key {
					ref.Degree = string(t.Degree)
				}
			}
			add(inverse[kind], r.Key, ref)
		}
	}
	return out, nil
}
