package server

import (
	"cmp"
	"context"
	"sync"
	"time"

	"chabiao/corpus/catalogue"
)

// Counting all relations takes some seconds where there are millions of them,
// so it is done beside the request that asks first, and kept.
const (
	relationsWait = 30 * time.Millisecond // for which a request waits: its page is to be there at once
	relationsTime = 10 * time.Minute      // within which it must be done
	shownMissing  = 20
)

// relations keeps what the catalogue's relations lead to.
type relations struct {
	mu     sync.Mutex
	last   *catalogue.Relations // nil before the first time
	flight chan struct{}        // closed when the counting under way ends
	wait   time.Duration        // relationsWait, or longer in tests; set before requests come
}

// relationsNow is what the relations lead to: as of the catalogue's revision, or
// as they were counted last while it is done anew; nil before the first time is
// over. Failures are logged.
func (s *Server) relationsNow(ctx context.Context, revision int64) *catalogue.Relations {
	r := &s.relations
	r.mu.Lock()
	if r.last != nil && r.last.Revision == revision {
		defer r.mu.Unlock()
		return r.last
	}
	if r.flight == nil {
		r.flight = make(chan struct{})
		s.beside.Go(s.countRelations)
	}
	flight := r.flight
	r.mu.Unlock()
	wait := time.NewTimer(cmp.Or(r.wait, relationsWait))
	defer wait.Stop()
	select {
	case <-flight:
	case <-wait.C:
	case <-ctx.Done():
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.last
}

func (s *Server) countRelations() {
	ctx, cancel := context.WithTimeout(s.serving, relationsTime)
	defer cancel()
	now, err := s.cfg.Importer.Catalogue().Relations(ctx, shownMissing)
	if err != nil && s.serving.Err() == nil {
		s.cfg.Logger.Error("relations not counted", "error", err)
	}
	r := &s.relations
	r.mu.Lock()
	defer r.mu.Unlock()
	if err == nil {
		r.last = now
	}
	close(r.flight)
	r.flight = nil
}
