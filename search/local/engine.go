package local

import (
	"context"
	"encoding/base64"
	"errors"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"chabiao/corpus"
	"chabiao/corpus/catalogue"
	seg "chabiao/corpus/segment"
	"chabiao/corpus/vocab"
	index "chabiao/indexer/local"
	"chabiao/search"
	"chabiao/search/query"

	"github.com/RoaringBitmap/roaring/v2"
)

// Engine is the embedded engine.
type Engine struct {
	cat    *catalogue.Catalogue
	ix     *index.Index
	seg    *seg.Segmenter
	parser query.Parser
	table  wordTable
	// slots bounds how many searches compute at a time: more would not be
	// quicker, and each needs memory in the size of the index.
	slots chan struct{}

	refresh sync.Mutex   // held while the next state is made ready
	kept    atomic.Int32 // how many others make it ready: see Keep

	mu  sync.Mutex
	cur *state
	seq int64 // of cur
}

var _ search.Engine = (*Engine)(nil)

// New returns an engine on a catalogue and its index.
func New(cat *catalogue.Catalogue, ix *index.Index, segmenter *seg.Segmenter, words *vocab.Vocabulary) *Engine {
	return &Engine{cat: cat, ix: ix, seg: segmenter, parser: query.Parser{Segmenter: segmenter, Vocab: words}, slots: make(chan struct{}, 2*runtime.GOMAXPROCS(0))}
}

// prepared is a search with its documents found, before ranking.
type prepared struct {
	plan      query.Plan
	words     []seg.Unit           // that rank: the plan's, or those of its number where it has none
	matcher   *seg.Matcher         // of words, once it is needed
	places    []seg.Place          // for it
	lists     map[*reader][]*lists // of words, once they are needed
	idf       []float32            // of words
	stats     stats
	tempers   *tempers
	relaxed   int
	levels    map[*reader][]numberLevel
	base      map[*reader]*roaring.Bitmap // before filters
	narrow    *narrowing
	match     map[*reader]*roaring.Bitmap // after filters
	total     int64
	corrected string // the query as it was mended
	suggested string // the query as it might be mended
	all       uint64 // entries with all the words, before filters
	there     bool   // the catalogue has the document of the number asked for
	looked    uint64 // documents that were scored
	// led are the documents that entries found adopt, with who led to them.
	led  map[*reader]led
	lent float32 // the most that any adopter counts for what it adopts
}

// Search implements search.Engine.
func (e *Engine) Search(ctx context.Context, req search.Request) (*search.Response, error) {
	start := time.Now()
	if err := req.Normalize(); err != nil {
		return nil, err
	}
	offset, err := offsetOf(req)
	if err != nil {
		return nil, err
	}
	select {
	case e.slots <- struct{}{}:
		defer func() { <-e.slots }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	s, err := e.open()
	if err != nil {
		return nil, err
	}
	defer s.close()
	p, err := e.prepare(ctx, s, req)
	if err != nil {
		return nil, err
	}
	resp := &search.Response{
		Query: req.Query, Total: p.total, TotalRelation: "eq", DataDate: e.dataDate(ctx),
		Interpretation: search.Interpretation{Words: p.plan.Units(), Relaxed: p.relaxed},
		Hits:           []search.Hit{},
	}
	for _, f := range p.narrow.filters {
		if resp.Interpretation.Filters == nil {
			resp.Interpretation.Filters = make(map[string][]string)
		}
		resp.Interpretation.Filters[f.name] = f.values
	}
	if p.corrected != "" {
		resp.Interpretation.Corrected = &p.corrected
	}
	resp.Interpretation.Suggested = p.suggested
	if p.plan.Number != nil {
		n := p.plan.Number.String()
		resp.Interpretation.Number = &n
	}
	k := offset + req.Size
	grouped := req.Editions == search.EditionsGrouped && req.Sort == search.SortRelevance && p.looksAtTitles()
	if grouped {
		k += rerankDepth // as many may stand under others
	}
	if req.Sort == search.SortRelevance {
		k = max(k, rerankDepth)
	}
	top, err := e.collect(ctx, s, p, req.Sort, k)
	if err == nil && req.Sort == search.SortRelevance {
		err = e.rerank(ctx, p, top)
	}
	if err != nil {
		return nil, err
	}
	lines := p.total
	if grouped {
		n := min(len(top), rerankDepth)
		heads := fold(top[:n])
		lines -= int64(n - len(heads))
		top = append(heads, top[n:]...)
	}
	resp.Lines = lines
	top = top[:min(len(top), offset+req.Size)]
	if offset < len(top) {
		if resp.Hits, err = e.hits(ctx, p, top[offset:], req); err != nil {
			return nil, err
		}
	}
	if resp.Interpretation.Hint, err = e.numberHint(ctx, s, p, top, req.Lang); err != nil {
		return nil, err
	}
	if next := offset + req.Size; int64(next) < lines {
		c := base64.RawURLEncoding.EncodeToString([]byte("o" + strconv.Itoa(next)))
		resp.NextCursor = &c
	}
	if len(req.Facets) > 0 {
		resp.Facets = p.facets(s.readers, req)
	}
	resp.TookMS = float64(time.Since(start).Microseconds()) / 1000
	return resp, nil
}

func offsetOf(req search.Request) (int, error) {
	if req.Cursor == "" {
		return (req.Page - 1) * req.Size, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(req.Cursor)
	if err == nil && len(b) > 1 && b[0] == 'o' {
		var n int
		if n, err = strconv.Atoi(string(b[1:])); err == nil && n >= 0 && n < 1<<30 {
			return n, nil
		}
	}
	return 0, corpus.Errorf(corpus.InvalidArgument, "the cursor is not one of ours").WithField("cursor").WithHint("send next_cursor of the page before, unchanged")
}

// dataDate is the day of the newest import, or of taking one back.
func (e *Engine) dataDate(ctx context.Context) string {
	started, err := e.cat.NewestBatch(ctx)
	if err != nil || started.IsZero() {
		return ""
	}
	return started.Format(time.DateOnly)
}

// prepare finds the documents that a request asks for.
func (e *Engine) prepare(ctx context.Context, s *snapshot, req search.Request) (*prepared, error) {
	n, err := narrow(s.readers, req.Filters)
	if err != nil {
		return nil, err
	}
	p, err := e.ask(ctx, s, n, req.Query)
	if err != nil {
		return nil, err
	}
	if better, err := e.mend(ctx, s, p, req); err != nil {
		return nil, err
	} else if better != nil {
		p = better
	}
	if p.looksAtTitles() {
		if err := errors.Join(p.weigh(s.readers), p.follow(ctx, s)); err != nil {
			return nil, err
		}
	}
	for _, r := range s.readers {
		p.match[r] = n.of(r, p.base[r])
		p.total += int64(p.match[r].GetCardinality())
	}
	return p, p.weigh(s.readers)
}

// find fills base: what the number and the words ask for.
func (p *prepared) find(ctx context.Context, readers []*reader, everything bool) error {
	if everything {
		for _, r := range readers {
			p.base[r] = r.all()
		}
		return nil
	}
	sets := make(map[*reader]*overlap)
	defer func() {
		for _, o := range sets {
			o.release()
		}
	}()
	need := required(p.plan.Words)
	for _, r := range readers {
		if err := ctx.Err(); err != nil {
			return err
		}
		if len(need) > 0 {
			var err error
			if p.lists[r], err = r.unitLists(p.words); err != nil {
				return err
			}
		}
		sets[r] = new(overlap)
		for i := range p.lists[r] {
			if u := &p.words[i]; !u.Optional && !u.Weak {
				sets[r].sets = append(sets[r].sets, r.alive(p.lists[r][i].any))
			}
		}
		if p.plan.Number == nil {
			continue
		}
		levels, err := r.numberDocs(p.plan.Number)
		if err != nil {
			return err
		}
		p.levels[r] = levels
		sets := make([]*roaring.Bitmap, 0, len(levels)+1)
		for _, l := range levels {
			sets = append(sets, l.docs)
			p.there = p.there || l.score == scoreExact && !l.docs.IsEmpty()
		}
		naming, err := r.naming(&p.plan)
		if err != nil {
			return err
		}
		p.base[r] = r.alive(union(append(sets, naming)))
	}
	if len(need) == 0 {
		for _, r := range readers {
			if p.base[r] == nil {
				p.base[r] = roaring.New()
			}
		}
		return nil
	}
	if p.plan.Number == nil {
		p.findWords(readers, sets, len(need))
		return nil
	}
	// Of the number's entries those with all the words, or most of them, or any;
	// where there are none of these, the number alone.
	for _, n := range steps(len(need)) {
		found := false
		words := make(map[*reader]*roaring.Bitmap)
		for _, r := range readers {
			words[r] = roaring.And(sets[r].atLeast(n), p.base[r])
			found = found || !words[r].IsEmpty()
		}
		if found {
			p.base = words
			if n < len(need) {
				p.relaxed = n
			}
			return nil
		}
	}
	return nil
}

// steps are how many of n words are asked for, one after the other.
func steps(n int) []int {
	out := []int{n}
	for _, k := range []int{n - 1, (n + 1) / 2, 1} {
		if k < out[len(out)-1] && k > 0 {
			out = append(out, k)
		}
	}
	return out
}

// enough is how many entries are found, filters aside, before fewer words are
// asked for: who sees the end of the list looks at what has most of the words too.
// Filters must not decide it: facets count what a further filter would leave.
// Measured: docs/relevance.md.
const enough = 50

// findWords finds the entries that have all the words, and while they are few
// those that have most of them too: ranking keeps the former in front.
func (p *prepared) findWords(readers []*reader, sets map[*reader]*overlap, need int) {
	for _, n := range steps(need) {
		if need > 1 && n == 1 && p.relaxed > 0 {
			break // some have most of the words: any word at all would drown them
		}
		total := uint64(0)
		for _, r := range readers {
			p.base[r] = sets[r].atLeast(n)
			total += p.base[r].GetCardinality()
		}
		if n == need {
			p.all = total
		}
		if total > 0 && n < need {
			p.relaxed = n
		}
		if total >= enough {
			break
		}
	}
}

// weigh makes ready what scoring needs, if anything is to be scored: the words'
// lists and the idf of each over the whole index, of the word itself where it
// stands anywhere, so that it is worth no less for having synonyms.
func (p *prepared) weigh(readers []*reader) error {
	if p.idf != nil || !p.scored() {
		return nil
	}
	p.tempers = p.stats.tempers()
	p.idf = make([]float32, len(p.words))
	df, also := make([]uint64, len(p.words)), make([]uint64, len(p.words))
	for _, r := range readers {
		if p.lists[r] == nil {
			var err error
			if p.lists[r], err = r.unitLists(p.words); err != nil {
				return err
			}
		}
		for i := range p.lists[r] {
			df[i] += p.lists[r][i].own.GetCardinality()
			also[i] += p.lists[r][i].any.GetCardinality()
		}
	}
	for i := range p.words {
		if df[i] == 0 {
			df[i] = also[i]
		}
		p.idf[i] = p.stats.idf(float64(df[i]))
	}
	return nil
}

// scored reports whether any entry's place depends on words: those that answer
// to a number alone are ordered by how they do.
func (p *prepared) scored() bool {
	if len(p.plan.Words) > 0 || len(p.words) == 0 {
		return len(p.words) > 0
	}
	for r, match := range p.match {
		rest := match
		for _, l := range p.levels[r] {
			rest = roaring.AndNot(rest, l.docs)
		}
		if !rest.IsEmpty() {
			return true
		}
	}
	return false
}
