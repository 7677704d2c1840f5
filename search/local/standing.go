package local

import (
	"context"
	"runtime"

	"chabiao/corpus"
	"chabiao/corpus/catalogue"
	"chabiao/corpus/number"
	"chabiao/indexer/schema"
	"chabiao/search"

	"golang.org/x/sync/errgroup"
)

// standingChunk is how many standards one goroutine looks at before the next
// takes over.
const standingChunk = 64

// Standing implements search.Engine.
func (e *Engine) Standing(ctx context.Context, ids []string, lang string) ([]*search.Standing, error) {
	if len(ids) > search.MaxNumbers {
		return nil, corpus.Errorf(corpus.TooLarge, "%d standards; %d is the most in one request", len(ids), search.MaxNumbers).WithField("ids")
	}
	s, err := e.open()
	if err != nil {
		return nil, err
	}
	defer s.close()
	out := make([]*search.Standing, len(ids))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for from := 0; from < len(ids); from += standingChunk {
		to := min(from+standingChunk, len(ids))
		g.Go(func() error {
			own := s.clone()
			for i := from; i < to; i++ {
				if err := ctx.Err(); err != nil {
					return err
				}
				var err error
				if out[i], err = e.standing(ctx, own, ids[i], lang); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return out, g.Wait()
}

func (e *Engine) standing(ctx context.Context, s *snapshot, id, lang string) (*search.Standing, error) {
	rec, err := e.cat.ByID(ctx, id)
	if err != nil {
		if corpus.KindOf(err) == corpus.NotFound {
			return nil, nil
		}
		return nil, err
	}
	n, family := number.Number{}, []*catalogue.Record(nil)
	if m, err := number.Parse(rec.Entry.Number); err == nil {
		n = m
		docs, err := s.familyDocs(&n)
		if err != nil {
			return nil, err
		}
		if family, err = e.records(ctx, docs); err != nil {
			return nil, err
		}
		family = present(family)
	}
	st := lifeDates(rec, n)
	st.Title, st.TitleLang = rec.Entry.TitleIn(lang)
	own := family[:0:0]
	for _, r := range family {
		if r.Row != rec.Row {
			own = append(own, r)
		}
	}
	past := rec.Entry.Status == corpus.StatusUpcoming // what is used until then
	l, err := e.kinship(ctx, s, rec, kindred(rec, n, own), lang, past)
	if err != nil {
		return nil, err
	}
	st.UseInstead = refsOf(l.instead())
	for _, k := range l.inTime() {
		if stated, ok := l.self.news[k]; ok && !k.draft() {
			next := search.Successor{Ref: k.ref, Stated: stated}
			if k.rec != nil {
				next.Begins = lifeDates(k.rec, k.n).Begins()
			}
			st.Next = append(st.Next, next)
		}
	}
	return st, nil
}

// lifeDates are what an entry itself says of its life.
func lifeDates(rec *catalogue.Record, n number.Number) *search.Standing {
	en := rec.Entry
	return &search.Standing{ID: rec.ID, Number: en.Number, Status: en.Status, Country: schema.FactsOf(en, n).Country, Year: n.Year(),
		Published: en.Published, Implemented: en.Implemented, Withdrawn: en.Withdrawn}
}
