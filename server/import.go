package server

import (
	"bufio"
	"cmp"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"

	"chabiao/corpus"
	"chabiao/corpus/catalogue"
	"chabiao/indexer"
)

// numberIn reads the number in a path.
func numberIn(r *http.Request) (int64, error) {
	v, err := pathVar(r, "id")
	if err != nil {
		return 0, err
	}
	id, err := strconv.ParseInt(v, 10, 64)
	if err != nil {
		return 0, corpus.Errorf(corpus.InvalidArgument, "%q is not the number of an import", v).WithField("id")
	}
	return id, nil
}

// batch is the batch that a path names.
func (s *Server) batch(r *http.Request) (*catalogue.Batch, error) {
	id, err := numberIn(r)
	if err != nil {
		return nil, err
	}
	return s.cfg.Importer.Catalogue().Batch(r.Context(), id)
}

// batchState is a batch with what is going on.
type batchState struct {
	*catalogue.Batch
	Progress     *indexer.Progress   `json:"progress,omitempty"`
	FirstRejects []*catalogue.Reject `json:"first_rejects"`
}

func (s *Server) stateOf(r *http.Request, b *catalogue.Batch) (*batchState, error) {
	state := &batchState{Batch: b, FirstRejects: []*catalogue.Reject{}}
	if p, ok := s.cfg.Importer.Progress(b.ID); ok {
		state.Progress = &p
		if b.State == catalogue.BatchDone {
			b.State = catalogue.BatchRunning // its rows are in, but not searchable yet
		}
	}
	for rej, err := range s.cfg.Importer.Catalogue().Rejects(r.Context(), b.ID, firstRejects) {
		if err != nil {
			return nil, err
		}
		state.FirstRejects = append(state.FirstRejects, rej)
	}
	return state, nil
}

func (s *Server) importState(_ http.ResponseWriter, r *http.Request) (any, error) {
	b, err := s.batch(r)
	if err != nil {
		return nil, err
	}
	return s.stateOf(r, b)
}

func (s *Server) importReport(_ http.ResponseWriter, r *http.Request) (any, error) {
	b, err := s.batch(r)
	if err != nil {
		return nil, err
	}
	return indexer.ReportOf(r.Context(), s.cfg.Importer.Catalogue(), b.ID)
}

// attachment says that an answer is a file.
func attachment(w http.ResponseWriter, kind, name string) {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	w.Header().Set("X-Content-Type-Options", "nosniff")
}

func (s *Server) importRejects(w http.ResponseWriter, r *http.Request) (any, error) {
	b, err := s.batch(r)
	if err != nil {
		return nil, err
	}
	name := "rejects-" + strconv.FormatInt(b.ID, 10)
	if r.URL.Query().Get("format") == "jsonl" {
		attachment(w, "application/x-ndjson", name+".jsonl")
		return nil, indexer.WriteRejectObjects(r.Context(), s.cfg.Importer.Catalogue(), b.ID, w)
	}
	attachment(w, "text/csv; charset=utf-8", name+".csv")
	return nil, indexer.WriteRejects(r.Context(), s.cfg.Importer.Catalogue(), b.ID, w)
}

// importDelta gives what a batch changed, as JSON Lines or, with format=csv, one
// line a field.
func (s *Server) importDelta(w http.ResponseWriter, r *http.Request) (any, error) {
	b, err := s.batch(r)
	if err != nil {
		return nil, err
	}
	name := "delta-" + strconv.FormatInt(b.ID, 10)
	if r.URL.Query().Get("format") == "csv" {
		attachment(w, "text/csv; charset=utf-8", name+".csv")
		return nil, WriteDeltaCSV(w, s.cfg.Importer.Catalogue().Delta(r.Context(), b.ID))
	}
	attachment(w, "application/x-ndjson", name+".jsonl")
	return nil, WriteDelta(w, s.cfg.Importer.Catalogue().Delta(r.Context(), b.ID))
}

// changes is what Catalogue.Delta gives.
type changes = func(yield func(catalogue.Change, error) bool)

// WriteDelta writes changes as JSON Lines.
func WriteDelta(w io.Writer, list changes) error {
	out := bufio.NewWriter(w)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	for c, err := range list {
		if err == nil {
			err = enc.Encode(c)
		}
		if err != nil {
			return err
		}
	}
	return out.Flush()
}

// WriteDeltaCSV writes changes as CSV, one line a field.
func WriteDeltaCSV(w io.Writer, list changes) error {
	out := csv.NewWriter(w)
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out.Write([]string{"kind", "number", "id", "field", "old", "new"})
	for c, err := range list {
		if err != nil {
			return err
		}
		if len(c.Fields) == 0 {
			out.Write([]string{string(c.Kind), c.Number, c.ID, "", "", ""})
		}
		for _, f := range c.Fields {
			if err := out.Write([]string{string(c.Kind), c.Number, c.ID, f.Field, plain(f.Old), plain(f.New)}); err != nil {
				return err
			}
		}
	}
	out.Flush()
	return out.Error()
}

// plain is a JSON value as a cell: a string without its quotes, null empty.
func plain(v json.RawMessage) string {
	var s string
	if json.Unmarshal(v, &s) == nil {
		return s
	}
	return string(v)
}

func (s *Server) importCancel(_ http.ResponseWriter, r *http.Request) (any, error) {
	if err := local(r); err != nil {
		return nil, err
	}
	id, err := numberIn(r)
	if err != nil {
		return nil, err
	}
	if err := s.cfg.Importer.Cancel(id); err != nil {
		return nil, err
	}
	return accepted{map[string]any{"batch": id, "state": "cancelling"}}, nil
}

// importUndo takes a batch back. Where later imports built on it the answer is
// a conflict with the list of entries, unless force is asked for.
func (s *Server) importUndo(w http.ResponseWriter, r *http.Request) (any, error) {
	if err := local(r); err != nil {
		return nil, err
	}
	b, err := s.batch(r)
	if err != nil {
		return nil, err
	}
	force, err := strconv.ParseBool(cmp.Or(r.URL.Query().Get("force"), "false"))
	if err != nil {
		return nil, corpus.Errorf(corpus.InvalidArgument, "force is %q; it may be true or false", r.URL.Query().Get("force")).WithField("force")
	}
	rep, err := s.cfg.Importer.Undo(r.Context(), b.ID, whoIs(r, clipText(r.URL.Query().Get("who"), 100)), force)
	var conflict *catalogue.UndoConflict
	switch {
	case errors.As(err, &conflict):
		writeJSON(w, http.StatusConflict, map[string]any{"error": map[string]string{"code": corpus.Conflict.String(), "message": err.Error()}, "conflict": conflict})
		return nil, nil
	case err != nil:
		return nil, err
	case rep == nil:
		return s.begun(b.ID), nil
	}
	return rep, nil
}

func (s *Server) importResume(_ http.ResponseWriter, r *http.Request) (any, error) {
	if err := local(r); err != nil {
		return nil, err
	}
	id, err := numberIn(r)
	if err != nil {
		return nil, err
	}
	if err := s.cfg.Importer.Resume(r.Context(), id); err != nil {
		return nil, err
	}
	return s.begun(id), nil
}

func (s *Server) previewState(_ http.ResponseWriter, r *http.Request) (any, error) {
	id, err := numberIn(r)
	if err != nil {
		return nil, err
	}
	return s.cfg.Importer.PreviewState(id)
}

// previewAgain looks at the files once more, with other settings: a JSON object
// of indexer.Settings.
func (s *Server) previewAgain(_ http.ResponseWriter, r *http.Request) (any, error) {
	if err := local(r); err != nil {
		return nil, err
	}
	id, err := numberIn(r)
	if err != nil {
		return nil, err
	}
	var settings indexer.Settings
	dec := json.NewDecoder(r.Body)
	dec.DisallowUnknownFields()
	if err := dec.Decode(&settings); err != nil {
		return nil, corpus.Errorf(corpus.InvalidArgument, "the body is not the JSON that is wanted: %w", err).WithHint("send an object with any of %s", settingsFields)
	}
	if err := s.cfg.Importer.PreviewAgain(id, settings); err != nil {
		return nil, err
	}
	return accepted{map[string]any{"preview": id, "state": PreviewRunning, "url": "/api/v1/previews/" + strconv.FormatInt(id, 10)}}, nil
}

func (s *Server) previewImport(_ http.ResponseWriter, r *http.Request) (any, error) {
	if err := local(r); err != nil {
		return nil, err
	}
	id, err := numberIn(r)
	if err != nil {
		return nil, err
	}
	batch, err := s.cfg.Importer.ImportPreview(r.Context(), id, whoIs(r, clipText(r.URL.Query().Get("who"), 100)))
	if err != nil {
		return nil, err
	}
	return s.begun(batch), nil
}

func (s *Server) previewDrop(_ http.ResponseWriter, r *http.Request) (any, error) {
	if err := local(r); err != nil {
		return nil, err
	}
	id, err := numberIn(r)
	if err != nil {
		return nil, err
	}
	if err := s.cfg.Importer.DropPreview(id); err != nil {
		return nil, err
	}
	return map[string]any{"preview": id, "state": "dropped"}, nil
}
