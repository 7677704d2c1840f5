package server

import (
	"errors"
	"html/template"
	"net/http"
	"strings"
	"unicode/utf8"

	"chabiao/corpus"
	"chabiao/corpus/catalogue"
	"chabiao/indexer"
	"chabiao/indexer/report"
)

// Bounds of what the page of a batch shows.
const (
	shownChanges = 50
	shownRaw     = 500 // bytes of a refused row
)

// batchData is what the page of a batch shows.
type batchData struct {
	batchRow
	Figures  template.HTML
	Problems template.HTML
	Reading  template.HTML
	Report   bool
	Rejects  []rejectView
	Changes  []changeView
	More     bool // there are more changes
}

// Undo reports whether the batch takes another back.
func (d *batchData) Undo() bool { return d.Mode == catalogue.ModeUndo }

type rejectView struct {
	*catalogue.Reject
	Text string
}

type changeView struct {
	catalogue.Change
	Title  string // of a new entry
	Fields []fieldView
}

type fieldView struct{ Label, Old, New string }

func (s *Server) batchPage(_ http.ResponseWriter, r *http.Request) (*page, error) {
	b, err := s.batch(r)
	if err != nil {
		return nil, err
	}
	lang := langOf(r)
	d := &batchData{batchRow: s.rowOf(b)}
	if d.Figures, err = report.Figures(b.Counts, d.Undo(), lang); err != nil {
		return nil, err
	}
	if err := d.rejects(r, s.cfg.Importer.Catalogue()); err != nil {
		return nil, err
	}
	if d.Progress == nil {
		if err := d.changes(r, s.cfg.Importer.Catalogue(), lang); err != nil {
			return nil, err
		}
		if err := d.report(r, s.cfg.Importer.Catalogue(), lang); err != nil {
			return nil, err
		}
	}
	p := &page{template: "batch", title: [2]string{"导入", "Import"}, refresh: d.Progress != nil, data: d}
	if d.Undo() {
		p.title = [2]string{"撤回", "Taking back"}
	}
	return p, nil
}

func (d *batchData) rejects(r *http.Request, cat *catalogue.Catalogue) error {
	for rej, err := range cat.Rejects(r.Context(), d.ID, firstRejects) {
		if err != nil {
			return err
		}
		text := strings.TrimRight(string(rej.Raw), "\r\n")
		if len(text) > shownRaw {
			text = clipText(text, shownRaw) + "…"
		}
		if !utf8.ValidString(text) {
			text = strings.ToValidUTF8(text, "\ufffd")
		}
		d.Rejects = append(d.Rejects, rejectView{rej, text})
	}
	return nil
}

func (d *batchData) changes(r *http.Request, cat *catalogue.Catalogue, lang string) error {
	for c, err := range cat.Delta(r.Context(), d.ID) {
		if err != nil {
			return err
		}
		if len(d.Changes) == shownChanges {
			d.More = true
			return nil
		}
		v := changeView{Change: c}
		for _, f := range c.Fields {
			// What a new or a removed entry says is told by its title.
			if c.Kind == catalogue.ChangeNew || c.Kind == catalogue.ChangeRemoved {
				if strings.HasPrefix(f.Field, "title_") && v.Title == "" {
					v.Title = report.Value(f.Old) + report.Value(f.New)
				}
				continue
			}
			v.Fields = append(v.Fields, fieldView{report.FieldLabel(f.Field, lang), report.FieldValue(f.Field, f.Old, lang), report.FieldValue(f.Field, f.New, lang)})
		}
		d.Changes = append(d.Changes, v)
	}
	return nil
}

func (d *batchData) report(r *http.Request, cat *catalogue.Catalogue, lang string) error {
	rep, err := indexer.ReportOf(r.Context(), cat, d.ID)
	if corpus.KindOf(err) == corpus.NotFound && err != nil {
		return nil // an undo, or an import that did not come so far
	}
	if err != nil {
		return err
	}
	d.Report = true
	if d.Problems, err = report.Problems(rep, lang); err != nil {
		return err
	}
	d.Reading, err = report.Reading(rep, lang)
	return err
}

// batchReport gives the report as one file.
func (s *Server) batchReport(w http.ResponseWriter, r *http.Request) (*page, error) {
	b, err := s.batch(r)
	if err != nil {
		return nil, err
	}
	d, err := indexer.ReportOf(r.Context(), s.cfg.Importer.Catalogue(), b.ID)
	if err != nil {
		return nil, err
	}
	_, err = s.reportFile(w, r, d)
	return nil, err
}

func (s *Server) batchCancel(w http.ResponseWriter, r *http.Request) (*page, error) {
	b, err := s.batch(r)
	if err != nil {
		return nil, err
	}
	if err := s.cfg.Importer.Cancel(b.ID); err != nil {
		return nil, err
	}
	return seeOther(w, r, batchPath(b.ID), "note", "cancelled")
}

func (s *Server) batchResume(w http.ResponseWriter, r *http.Request) (*page, error) {
	b, err := s.batch(r)
	if err != nil {
		return nil, err
	}
	if err := s.cfg.Importer.Resume(r.Context(), b.ID); err != nil {
		return nil, err
	}
	return seeOther(w, r, batchPath(b.ID), "note", "resumed")
}

// undoData is what the page that asks before an undo shows.
type undoData struct {
	batchRow
	Conflict *catalogue.UndoConflict
	Asker    string // who asked for it
}

func (s *Server) undoPage(_ http.ResponseWriter, r *http.Request) (*page, error) {
	b, err := s.batch(r)
	if err != nil {
		return nil, err
	}
	return &page{template: "undo", title: [2]string{"撤回导入", "Take an import back"}, data: undoData{batchRow: s.rowOf(b)}}, nil
}

// batchUndo takes a batch back. Where later imports built on it, it is asked
// for once more, with the list of entries.
func (s *Server) batchUndo(w http.ResponseWriter, r *http.Request) (*page, error) {
	b, err := s.batch(r)
	if err != nil {
		return nil, err
	}
	if err := parseForm(r); err != nil {
		return nil, err
	}
	who := r.PostForm.Get("who")
	rep, err := s.cfg.Importer.Undo(r.Context(), b.ID, whoIs(r, who), r.PostForm.Get("force") == "true")
	var conflict *catalogue.UndoConflict
	switch {
	case errors.As(err, &conflict):
		return &page{template: "undo", status: http.StatusConflict, title: [2]string{"撤回导入", "Take an import back"},
			data: undoData{batchRow: batchRow{Batch: b}, Conflict: conflict, Asker: clipText(who, 100)}}, nil
	case err != nil:
		return nil, err
	case rep == nil:
		return seeOther(w, r, batchPath(b.ID), "note", "undoing")
	}
	return seeOther(w, r, batchPath(rep.Batch), "note", "undone")
}
