package server

import (
	"math"
	"net/http"
	"strconv"
	"strings"

	"chabiao/corpus"
	"chabiao/corpus/catalogue"
	"chabiao/indexer"
	"chabiao/indexer/columns"
	"chabiao/indexer/source"
)

// firstRejects is how many refused rows the state of an import shows.
const firstRejects = 20

// importStart takes uploaded files: for an import, or, with the field dry_run,
// for a look at what an import would do.
func (s *Server) importStart(w http.ResponseWriter, r *http.Request) (any, error) {
	unhurried(w)
	form, err := s.receive(r)
	if err != nil {
		return nil, err
	}
	if form.save != "" {
		if err := indexer.SaveMapping(r.Context(), s.cfg.Importer.Catalogue(), form.save, form.settings); err != nil {
			return nil, form.drop(err)
		}
	}
	if form.dryRun {
		id, err := s.cfg.Importer.Preview(form.paths, form.settings)
		if err != nil {
			return nil, form.drop(err)
		}
		s.recent.remember(id, form.names)
		return looking(id), nil
	}
	id, err := s.cfg.Importer.Start(r.Context(), form.paths, indexer.Options{Settings: form.settings, Who: whoIs(r, form.who)})
	if err != nil {
		return nil, form.drop(err)
	}
	return s.begun(id), nil
}

// begun is the answer to work on a batch that has been queued.
func (s *Server) begun(id int64) any {
	return accepted{map[string]any{"batch": id, "state": catalogue.BatchRunning, "url": "/api/v1/imports/" + strconv.FormatInt(id, 10)}}
}

// Batches that a list gives: by default, and at the most.
const (
	someBatches = 100
	maxBatches  = 1000
)

// beforeIn reads the import before which a list begins; the newest are listed
// where none is named.
func beforeIn(r *http.Request) (int64, error) {
	text := r.URL.Query().Get("before")
	if text == "" {
		return math.MaxInt64, nil
	}
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil || id < 1 {
		return 0, corpus.Errorf(corpus.InvalidArgument, "before is %q; it must be the number of an import", clipText(text, 50)).WithField("before").
			WithZH("before 是“%s”，应是一次导入的编号。", clipText(text, 50))
	}
	return id, nil
}

func (s *Server) imports(_ http.ResponseWriter, r *http.Request) (any, error) {
	size := someBatches
	if text := r.URL.Query().Get("size"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > maxBatches {
			return nil, corpus.Errorf(corpus.InvalidArgument, "size is %q; it must be a whole number from 1 to %d", clipText(text, 50), maxBatches).WithField("size")
		}
		size = n
	}
	before, err := beforeIn(r)
	if err != nil {
		return nil, err
	}
	list, err := s.cfg.Importer.Catalogue().BatchesBefore(r.Context(), before, size)
	for _, b := range list {
		s.progress(b) // settles its state
	}
	return map[string]any{"imports": list}, err
}

func (s *Server) mappings(_ http.ResponseWriter, r *http.Request) (any, error) {
	list, err := s.keptMappings(r.Context())
	return map[string]any{"mappings": list, "presets": columns.Presets(), "formats": source.Formats}, err
}

// mappingDelete deletes a kept mapping. Imports made with it stay, and can still
// go on: they keep what it said.
func (s *Server) mappingDelete(_ http.ResponseWriter, r *http.Request) (any, error) {
	name, err := pathVar(r, "name")
	if err != nil {
		return nil, err
	}
	if err := s.cfg.Importer.Catalogue().DeleteMapping(r.Context(), name); err != nil {
		return nil, err
	}
	return map[string]any{"mapping": strings.TrimSpace(name), "state": "deleted"}, nil
}

func (s *Server) fields(http.ResponseWriter, *http.Request) (any, error) {
	return map[string]any{"fields": columns.Fields()}, nil
}
