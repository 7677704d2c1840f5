package local

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	index "chabiao/indexer/local"

	"github.com/blevesearch/bleve/v2/index/scorch"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// state is the index at one moment with the columns of its segments: what
// searches read. It is made once, shared, and closed with its last reader.
type state struct {
	gen   *index.Generation
	snap  *scorch.IndexSnapshot
	views []*view
	seq   int64 // counts the states of the engine
	refs  atomic.Int64
}

func (st *state) release() {
	if st == nil || st.refs.Add(-1) > 0 {
		return
	}
	if st.snap != nil {
		if err := st.snap.Close(); err != nil {
			slog.Error("index: close a snapshot", "error", err)
		}
	}
	st.gen.Release()
}

// snapshot is a state in use by one search.
type snapshot struct {
	st      *state
	readers []*reader
}

func (s *snapshot) close() { s.st.release() }

// clone is the same snapshot for another goroutine. Only the original is
// closed.
func (s *snapshot) clone() *snapshot { return newSnapshot(s.st) }

func newSnapshot(st *state) *snapshot {
	s := &snapshot{st: st}
	if st.snap == nil {
		return s
	}
	for i, sn := range st.snap.Segments() {
		s.readers = append(s.readers, &reader{view: st.views[i], snap: sn, deleted: sn.Deleted(), dicts: make(map[string]segment.TermDictionary)})
	}
	return s
}

// open gives the newest state that is ready. Where the index has moved on and
// nobody else sees to it, the first search to notice makes the next state
// ready; those that come meanwhile use the one before.
func (e *Engine) open() (*snapshot, error) {
	st := e.current()
	if st != nil && (e.kept.Load() > 0 || !e.stale(st)) {
		return newSnapshot(st), nil
	}
	if st != nil && !e.refresh.TryLock() {
		return newSnapshot(st), nil
	}
	if st == nil {
		e.refresh.Lock()
	}
	defer e.refresh.Unlock()
	st.release()
	if err := e.advance(); err != nil {
		return nil, err
	}
	return newSnapshot(e.current()), nil
}

// current is the state in use, to be released; nil when there is none yet.
func (e *Engine) current() *state {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.cur != nil {
		e.cur.refs.Add(1)
	}
	return e.cur
}

// stale reports whether the index has moved on since the state was made.
func (e *Engine) stale(st *state) bool {
	g := e.ix.Acquire()
	defer g.Release()
	if g != st.gen {
		return true
	}
	if g == nil {
		return false
	}
	snap, err := g.Reader()
	if err != nil {
		return true // making the next state tells what is wrong
	}
	defer snap.Close()
	return snap != st.snap
}

// advance makes the newest state ready and puts it to use. An index that has
// never been built is an empty state. The caller holds refresh.
func (e *Engine) advance() (err error) {
	old := e.current()
	defer old.release()
	if old != nil && !e.stale(old) {
		return nil
	}
	st := &state{gen: e.ix.Acquire()}
	st.refs.Store(1)
	defer func() {
		if err != nil {
			st.release()
		}
	}()
	if st.gen != nil {
		if st.snap, err = st.gen.Reader(); err != nil {
			return err
		}
		made := make(map[uint64]*view)
		if old != nil && old.gen == st.gen {
			for _, v := range old.views {
				made[v.id] = v
			}
		}
		for _, sn := range st.snap.Segments() {
			v := made[sn.Id()]
			if v == nil || v.size != int(sn.FullSize()) {
				if v, err = newView(sn); err != nil {
					return fmt.Errorf("read the columns of an index segment: %w", err)
				}
			}
			st.views = append(st.views, v)
		}
	}
	e.mu.Lock()
	last := e.cur
	e.cur = st
	e.seq++
	st.seq = e.seq
	e.mu.Unlock()
	last.release()
	return nil
}

// Version tells the state of the index, of the words learnt with it, of the table
// of words and of the catalogue: what answers depend on beside the question.
func (e *Engine) Version(ctx context.Context) (string, error) {
	e.mu.Lock()
	seq, learnt := e.seq, "none"
	if e.cur != nil {
		if l := e.cur.gen.Lexicon(); l != nil {
			learnt = fmt.Sprintf("%d.%d", l.Revision, l.Len())
		}
	}
	e.mu.Unlock()
	revision, batch, err := e.cat.Reached(ctx)
	return fmt.Sprintf("%d.%s.%d.%d.%d", seq, learnt, e.table.made.Load(), revision, batch), err
}

// Warm makes what the index holds now ready, so that the next search need not.
func (e *Engine) Warm() error {
	e.refresh.Lock()
	defer e.refresh.Unlock()
	return e.advance()
}

// keepEvery is how old the state of a kept engine may be.
const keepEvery = 500 * time.Millisecond

// Keep makes new states of the index, and the table of words, ready in the
// background until ctx ends; no search waits for them.
func (e *Engine) Keep(ctx context.Context) {
	if err := e.Warm(); err != nil {
		slog.Error("index can't be read", "error", err) // it may be at the next tick
	}
	e.kept.Add(1)
	defer e.kept.Add(-1)
	var words sync.WaitGroup
	words.Go(func() { e.keepWords(ctx) })
	words.Go(func() { e.parser.Parse("标准 standard") }) // tables made when first asked for: not while a reader waits
	defer words.Wait()
	tick := time.NewTicker(keepEvery)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			if err := e.Warm(); err != nil {
				slog.Error("index can't be read", "error", err)
			}
		case <-ctx.Done():
			return
		}
	}
}

// Close lets go of the index. Searches that run keep their state until they
// end; there may be none after.
func (e *Engine) Close() {
	e.mu.Lock()
	last := e.cur
	e.cur = nil
	e.mu.Unlock()
	last.release()
}

// ColumnBytes is the memory that the columns take.
func (e *Engine) ColumnBytes() int64 {
	st := e.current()
	defer st.release()
	var n int64
	if st != nil {
		for _, v := range st.views {
			n += v.bytes()
		}
	}
	return n
}
