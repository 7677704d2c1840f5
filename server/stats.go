package server

import (
	"context"
	"net/http"
)

// Stats are the figures of the catalogue and the index that stand still while
// nothing is imported.
type Stats struct {
	Entries           int64  `json:"entries"`
	CatalogueRevision int64  `json:"catalogue_revision"`
	Revision          int64  `json:"revision"` // that searches have reached
	Generation        string `json:"generation"`
	Schema            int    `json:"schema"` // version of the index's fields
	Segments          int    `json:"segments"`
	IndexBytes        int64  `json:"index_bytes"`
	CatalogueBytes    int64  `json:"catalogue_bytes"`
	ColumnsBytes      int64  `json:"columns_bytes"`
	Translations      int    `json:"translations"` // learnt from
	TitlePairs        int    `json:"title_pairs"`
}

// Behind is how many changes of the catalogue searches do not know yet.
func (s Stats) Behind() int64 { return max(0, s.CatalogueRevision-s.Revision) }

func (s *Server) stats(_ http.ResponseWriter, r *http.Request) (any, error) {
	return s.figures(r.Context())
}

// figures are the Stats of the configuration; none where it has none.
func (s *Server) figures(ctx context.Context) (Stats, error) {
	if s.cfg.Stats == nil {
		return Stats{}, nil
	}
	return s.cfg.Stats(ctx)
}

// gauge reads a figure of /metrics; ok is false where this system has none.
func (s *Server) gauge(name string) (v float64, ok bool) {
	families, err := s.registry.Gather()
	if err != nil {
		s.cfg.Logger.Warn("metrics not read", "error", err)
	}
	for _, f := range families {
		if f.GetName() == name && len(f.GetMetric()) == 1 {
			return f.GetMetric()[0].GetGauge().GetValue(), true
		}
	}
	return 0, false
}
