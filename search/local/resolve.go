package local

import (
	"cmp"
	"context"
	"errors"
	"runtime"
	"slices"
	"strings"

	"chabiao/corpus"
	"chabiao/corpus/catalogue"
	"chabiao/corpus/number"
	"chabiao/indexer/schema"
	"chabiao/search"

	"golang.org/x/sync/errgroup"
)

// resolveChunk is how many numbers are looked up before their records are read
// together.
const resolveChunk = 256

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
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for from := 0; from < len(numbers); from += resolveChunk {
		to := min(from+resolveChunk, len(numbers))
		g.Go(func() error { return e.resolveSome(ctx, s.clone(), numbers[from:to], lang, out[from:to]) })
	}
	return out, g.Wait()
}

// question is a text that should be a number, on its way to an answer.
type question struct {
	input string
	n     number.Number
	err   error // the text is no number
	cand  candidates
	near  []found // where there is no answer: standards of the same serial
	// listed says that the matches are told elsewhere: they are a search's hits.
	listed bool
}

// ask reads a text as a number. A text with one number in it stands for that.
func ask(input string) question {
	n, err := number.Parse(input)
	if err != nil && !errors.Is(err, number.ErrEmpty) && !errors.Is(err, number.ErrSeveral) {
		if spans := number.Find(input); len(spans) == 1 {
			n, err = spans[0].Number, nil
		}
	}
	return question{input: input, n: n, err: err}
}

// digits are the serial that a text without a body may mean, or "".
func (q *question) digits() string {
	if q.err == nil {
		return q.n.Serial()
	}
	text := strings.TrimSpace(q.input)
	if len(text) < 3 || strings.Trim(text, "0123456789") != "" {
		return ""
	}
	return text
}

func (e *Engine) resolveSome(ctx context.Context, s *snapshot, inputs []string, lang string, out []search.Resolution) error {
	questions := make([]question, len(inputs))
	var docs []found
	for i, in := range inputs {
		if err := ctx.Err(); err != nil {
			return err
		}
		q := &questions[i]
		*q = ask(in)
		var err error
		if q.err == nil {
			if q.cand, err = s.lookup(&q.n); err != nil {
				return err
			}
		}
		list := q.cand.all()
		if len(list) == 0 && q.digits() != "" {
			if q.near, err = s.serialDocs(q.digits(), 4*maxNear); err != nil {
				return err
			}
		}
		docs = append(append(docs, list...), q.near...)
	}
	known, err := e.recordsOf(ctx, docs)
	if err != nil {
		return err
	}
	var keys []string
	for i := range questions {
		keys = append(keys, questions[i].asks(known)...)
	}
	told, err := e.cat.IncomingEach(ctx, keys, maxNamed)
	if err != nil {
		return err
	}
	for i := range questions {
		if out[i], err = e.answer(ctx, s, &questions[i], known, told, lang); err != nil {
			return err
		}
	}
	return nil
}

// incoming is what other entries say of standards, by their keys.
type incoming = map[string]map[corpus.RelationKind][]*catalogue.Record

// keysOf are the keys under which other entries may speak of an entry.
func keysOf(rec *catalogue.Record) []string {
	if n, err := number.Parse(rec.Entry.Number); err == nil {
		return mentions(n)
	}
	return []string{rec.Key}
}

// asks lists the keys of which it matters what other entries say: that of a
// standard no longer in force whose entry names no successor, and those of a
// number that the catalogue lacks.
func (q *question) asks(known map[uint32]*catalogue.Record) []string {
	if q.err != nil {
		return nil
	}
	var out []string
	for _, d := range q.cand.exact {
		if rec := known[d.row()]; rec != nil && saysNoSuccessor(rec.Entry) {
			out = append(out, keysOf(rec)...)
		}
	}
	if len(q.cand.all()) == 0 {
		out = append(out, q.n.Key(), q.n.Undated().Key())
	}
	return out
}

// recordsOf reads the entries of documents by their rows, each once. Entries that
// have gone since the index was read are not there.
func (e *Engine) recordsOf(ctx context.Context, docs []found) (map[uint32]*catalogue.Record, error) {
	out := make(map[uint32]*catalogue.Record, len(docs))
	unique := make([]found, 0, len(docs))
	for _, d := range docs {
		if _, ok := out[d.row()]; !ok {
			out[d.row()] = nil
			unique = append(unique, d)
		}
	}
	slices.SortFunc(unique, func(a, b found) int { return cmp.Compare(a.row(), b.row()) })
	records, err := e.records(ctx, unique)
	if err != nil {
		return nil, err
	}
	for i, r := range records {
		out[unique[i].row()] = r
	}
	return out, nil
}

// answer judges the candidates of a question and says what it found.
func (e *Engine) answer(ctx context.Context, s *snapshot, q *question, known map[uint32]*catalogue.Record, told incoming, lang string) (search.Resolution, error) {
	res := search.Resolution{Input: q.input, Matches: []search.NumberMatch{}}
	j := judge{input: strings.TrimSpace(q.input), n: q.n, lang: lang, told: told}
	if q.err == nil {
		j.key = q.n.Key()
	}
	stray := q.strays(known)
	for _, list := range []struct {
		docs []found
		from origin
	}{{q.cand.exact, fromExact}, {q.cand.base, fromBase}, {q.cand.dual, fromDual}, {q.cand.loose, fromLoose}, {q.cand.series, fromSeries}, {q.cand.parts, fromParts}} {
		for _, d := range list.docs {
			if rec := known[d.row()]; rec != nil && (list.from != fromLoose || !stray[rec]) {
				j.add(rec, d, list.from)
			}
		}
	}
	for _, v := range j.verdicts()[:min(len(j.list), maxMatches)] {
		title, in := v.rec.Entry.TitleIn(lang)
		res.Matches = append(res.Matches, search.NumberMatch{ID: v.rec.ID, Number: v.rec.Entry.Number, Title: title, TitleLang: in,
			Status: v.rec.Entry.Status.String(), StatusLabel: v.rec.Entry.Status.Label(lang), ReplacedBy: v.successors, Kind: v.kind, Explain: v.explain})
	}
	res.Found = len(res.Matches) > 0
	var err error
	res.Hint, err = e.hint(ctx, s, q, &j, known)
	return res, err
}

// strays are those under another letter or type of document that only share the
// digits with what the catalogue has under the very letter and type asked for. Where
// it lacks the year asked for, one of that year is no stray: the letter may be a slip.
func (q *question) strays(known map[uint32]*catalogue.Record) map[*catalogue.Record]bool {
	recordsOf := func(docs []found) []*catalogue.Record {
		var out []*catalogue.Record
		for _, d := range docs {
			if rec := known[d.row()]; rec != nil {
				out = append(out, rec)
			}
		}
		return out
	}
	own, loose := recordsOf(slices.Concat(q.cand.exact, q.cand.series)), recordsOf(q.cand.loose)
	if len(own) == 0 || len(loose) == 0 {
		return nil
	}
	out := make(map[*catalogue.Record]bool)
	kin := kindred(own[0], q.n, slices.Concat(own[1:], loose))
	for _, r := range loose {
		m, err := number.Parse(r.Entry.Number)
		slip := err == nil && len(q.cand.exact) == 0 && q.n.Year() != 0 && m.Year() == q.n.Year()
		out[r] = !slip && !slices.Contains(kin, r)
	}
	return out
}

// answering finds the entries that a number may mean, best first.
func (e *Engine) answering(ctx context.Context, s *snapshot, n *number.Number) ([]*catalogue.Record, error) {
	c, err := s.lookup(n)
	if err != nil {
		return nil, err
	}
	known, err := e.recordsOf(ctx, c.all())
	if err != nil {
		return nil, err
	}
	byRow := make(map[string]*catalogue.Record, len(known))
	for _, r := range known {
		if r != nil {
			byRow[r.ID] = r
		}
	}
	res, err := e.answer(ctx, s, &question{input: n.String(), n: *n, cand: c}, known, nil, "zh")
	if err != nil {
		return nil, err
	}
	var out []*catalogue.Record
	for _, m := range res.Matches {
		out = append(out, byRow[m.ID])
	}
	return out, nil
}

// familyDocs finds every edition and amendment of a standard, under whatever
// mandate letter, or else its parts.
func (s *snapshot) familyDocs(n *number.Number) ([]found, error) {
	var out []found
	for _, term := range []string{schema.KeySeries + n.SeriesKey(), schema.KeyLoose + n.TypedKey()} {
		list, err := s.keyDocs(term)
		if err != nil {
			return nil, err
		}
		out = append(out, without(list, out)...)
	}
	return clip(out), nil
}
