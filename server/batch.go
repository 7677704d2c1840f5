package server

import (
	"cmp"
	"encoding/json"
	"errors"
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
		return 0, corpus.Errorf(corpus.InvalidArgument, "%q is not the number of an import", v).WithField("id").WithZH("地址里的编号“%s”不是数字。", clipText(v, 50))
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

// progress is how far the work on a batch has come; nil when there is none. A
// batch that is worked on is running, whatever the catalogue has: its rows may be
// in but not searchable yet, or it goes on where it stopped.
func (s *Server) progress(b *catalogue.Batch) *indexer.Progress {
	p, ok := s.cfg.Importer.Progress(b.ID)
	if !ok {
		return nil
	}
	switch b.State {
	case catalogue.BatchDone, catalogue.BatchInterrupted, catalogue.BatchFailed:
		b.State = catalogue.BatchRunning
	}
	return &p
}

func (s *Server) stateOf(r *http.Request, b *catalogue.Batch) (*batchState, error) {
	state := &batchState{Batch: b, Progress: s.progress(b), FirstRejects: []*catalogue.Reject{}}
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

func (s *Server) importCancel(_ http.ResponseWriter, r *http.Request) (any, error) {
	b, err := s.batch(r)
	if err != nil {
		return nil, err
	}
	if err := s.cfg.Importer.Cancel(b.ID); err != nil {
		return nil, err
	}
	return accepted{map[string]any{"batch": b.ID, "state": "cancelling"}}, nil
}

// importUndo takes a batch back. Where later imports built on it the answer is
// a conflict with the list of entries, unless force is asked for.
func (s *Server) importUndo(w http.ResponseWriter, r *http.Request) (any, error) {
	b, err := s.batch(r)
	if err != nil {
		return nil, err
	}
	force, err := strconv.ParseBool(cmp.Or(r.URL.Query().Get("force"), "false"))
	if err != nil {
		return nil, corpus.Errorf(corpus.InvalidArgument, "force is %q; it may be true or false", r.URL.Query().Get("force")).WithField("force")
	}
	rep, err := s.cfg.Importer.Undo(r.Context(), b.ID, whoIs(r, r.URL.Query().Get("who")), force)
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
	if err := checkSettings(r.Context(), s.cfg.Importer.Catalogue(), settings); err != nil {
		return nil, err
	}
	if err := s.cfg.Importer.PreviewAgain(id, settings); err != nil {
		return nil, err
	}
	return looking(id), nil
}

// looking is the answer to a preview that has been queued.
func looking(id int64) any {
	return accepted{map[string]any{"preview": id, "state": PreviewRunning, "url": "/api/v1/previews/" + strconv.FormatInt(id, 10)}}
}

// importable refuses to import what has not been looked at.
func importable(p Preview) error {
	switch p.State {
	case PreviewRunning:
		return corpus.Errorf(corpus.Conflict, "preview %d is not done yet", p.ID).WithHint("wait for it to end").WithZH("预览 %d 还没有完成。请等它完成。", p.ID)
	case PreviewFailed:
		return corpus.Errorf(corpus.Conflict, "preview %d could not read the files: %s", p.ID, p.Error).
			WithHint("look again with other settings").WithZH("预览 %d 没能读出文件，不能导入。请改变读取方式后再看一次。", p.ID)
	case PreviewImported:
		return Imported(p.ID, p.Batch)
	}
	return nil
}

// Imported is the error for what can't be done with a preview that has been
// imported; batch is 0 until its import has begun.
func Imported(preview, batch int64) error {
	if batch == 0 {
		return corpus.Errorf(corpus.Conflict, "preview %d is being imported", preview).WithHint("look at the imports").WithZH("预览 %d 正在导入。请看导入记录。", preview)
	}
	return corpus.Errorf(corpus.Conflict, "preview %d has been imported, as import %d", preview, batch).
		WithHint("take that back, or upload the files again").WithZH("预览 %d 已经导入，是导入 %d。可以撤回那次导入，或重新上传。", preview, batch)
}

func (s *Server) previewImport(_ http.ResponseWriter, r *http.Request) (any, error) {
	id, err := numberIn(r)
	if err != nil {
		return nil, err
	}
	p, err := s.cfg.Importer.PreviewState(id)
	if err == nil {
		err = importable(p)
	}
	if err != nil {
		return nil, err
	}
	batch, err := s.cfg.Importer.ImportPreview(r.Context(), id, p.Settings, whoIs(r, r.URL.Query().Get("who")))
	if err != nil {
		return nil, err
	}
	return s.begun(batch), nil
}

func (s *Server) previewDrop(_ http.ResponseWriter, r *http.Request) (any, error) {
	id, err := numberIn(r)
	if err != nil {
		return nil, err
	}
	if err := s.cfg.Importer.DropPreview(id); err != nil {
		return nil, err
	}
	return map[string]any{"preview": id, "state": "dropped"}, nil
}
