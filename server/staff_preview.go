package server

import (
	"encoding/json"
	"html/template"
	"net/http"
	"slices"
	"strings"

	"chabiao/indexer"
	"chabiao/indexer/columns"
	"chabiao/indexer/report"
)

// Bounds of what one page shows of a delivery.
const (
	maxShownParts   = 30
	maxShownColumns = 300 // of all tables together: each brings a menu of all fields
	sampleCells     = 3
	handRows        = 8 // lines to name columns by hand
)

// previewData is what the page of a preview shows.
type previewData struct {
	Preview
	Files    string
	Who      string
	Saved    string // name of a kept mapping
	Choices  choices
	Sheets   []string
	Parts    []partView
	More     int // tables that are not shown
	Fields   []choice
	Hand     []handColumn
	Figures  template.HTML
	Problems template.HTML
}

// Encoding, Separator and Format are what the files were read as, for "told by
// the file" to say; empty where they differ or none was read.
func (d *previewData) told(of func(indexer.PartReport) string) string {
	if d.Detail == nil {
		return ""
	}
	out := ""
	for _, p := range d.Detail.Parts {
		switch v := of(p); {
		case v == "" || p.Skipped != "":
		case out != "" && out != v:
			return ""
		default:
			out = v
		}
	}
	return out
}

// ToldEncoding is the encoding that was found.
func (d *previewData) ToldEncoding() string {
	return d.told(func(p indexer.PartReport) string { return p.Info.Encoding })
}

// ToldSeparator is the separator that was found.
func (d *previewData) ToldSeparator() string {
	sep := d.told(func(p indexer.PartReport) string { return p.Info.Separator })
	if sep == "\t" {
		return "Tab"
	}
	return sep
}

// ToldFormat is the format that was found.
func (d *previewData) ToldFormat() string {
	return d.told(func(p indexer.PartReport) string { return p.Info.Format })
}

// ToldPreset is the system that was recognised.
func (d *previewData) ToldPreset() string {
	return d.told(func(p indexer.PartReport) string { return p.Preset })
}

// partView is one table, or stream of objects, of a preview.
type partView struct {
	indexer.PartReport
	Index   int
	Columns []columnView
	Rest    int // columns that are not shown
	First   template.HTML
}

type columnView struct {
	columns.Column
	Choice  string // value of the menu
	By      string
	Percent int
	Samples []string
}

type handColumn struct{ Column, Field string }

// fieldChoices are the menu of what a column can mean.
func fieldChoices(lang string) []choice {
	out := []choice{{"+", words{"— 原样保留（附加字段）", "— keep as it is (extra)"}.in(lang)}, {columns.Ignored, words{"— 忽略", "— ignore"}.in(lang)}}
	for _, f := range columns.Fields() {
		out = append(out, choice{f.Name, words{f.LabelZH, f.LabelEN}.in(lang)})
	}
	return out
}

func choiceOf(field string) string {
	if field == "" || field == "extra" {
		return "+"
	}
	return field
}

// undecided leads from the pages and forms of a preview that has been imported
// to its import: somebody came back to it, or pressed the button twice.
func (s *Server) undecided(h pageHandler) pageHandler {
	return func(w http.ResponseWriter, r *http.Request) (*page, error) {
		id, err := numberIn(r)
		if err != nil {
			return nil, err
		}
		p, err := s.cfg.Importer.PreviewState(id)
		switch {
		case err != nil:
			return nil, err
		case p.State == PreviewImported && p.Batch != 0:
			return seeOther(w, r, batchPath(p.Batch), "note", "imported")
		case p.State == PreviewImported:
			return nil, Imported(p.ID, p.Batch)
		}
		return h(w, r)
	}
}

func (s *Server) previewPage(_ http.ResponseWriter, r *http.Request) (*page, error) {
	id, err := numberIn(r)
	if err != nil {
		return nil, err
	}
	p, err := s.cfg.Importer.PreviewState(id)
	if err != nil {
		return nil, err
	}
	lang := langOf(r)
	q := r.URL.Query()
	d := &previewData{Preview: p, Files: listNames(s.recent.files(id)), Who: clipText(q.Get("who"), 100), Saved: clipText(q.Get("saved"), 100),
		Choices: choicesOf(lang), Fields: fieldChoices(lang)}
	if p.State == PreviewDone && p.Detail != nil {
		if err := d.fill(lang); err != nil {
			return nil, err
		}
	}
	if p.State == PreviewFailed {
		for _, col := range sortedColumns(p.Settings.Map) {
			d.Hand = append(d.Hand, handColumn{col, choiceOf(p.Settings.Map[col])})
		}
		for len(d.Hand) < handRows {
			d.Hand = append(d.Hand, handColumn{})
		}
	}
	d.offer()
	return &page{template: "preview", title: [2]string{"导入预览", "Preview of an import"}, refresh: p.State == PreviewRunning, data: d}, nil
}

// offer puts what was asked for into the menus where they lack it, so that it
// is not lost with the next form.
func (d *previewData) offer() {
	for _, m := range []struct {
		list  *[]choice
		value string
	}{{&d.Choices.Encodings, d.Settings.Encoding}, {&d.Choices.Separators, d.Settings.Separator}, {&d.Choices.Formats, d.Settings.Format}, {&d.Choices.Presets, d.Settings.Preset}} {
		if !slices.ContainsFunc(*m.list, func(c choice) bool { return c.Value == m.value }) {
			*m.list = append(*m.list, choice{m.value, m.value})
		}
	}
}

func sortedColumns(m map[string]string) []string {
	out := make([]string, 0, len(m))
	for col := range m {
		out = append(out, col)
	}
	slices.Sort(out)
	return out[:min(len(out), maxShownColumns)]
}

func (d *previewData) fill(lang string) (err error) {
	if d.Files == "" {
		var names []string
		for _, f := range d.Detail.Sources {
			names = append(names, f.Name)
		}
		d.Files = listNames(names)
	}
	if d.Figures, err = report.Figures(d.Detail.Counts, false, lang); err != nil {
		return err
	}
	if d.Problems, err = report.Problems(d.Detail, lang); err != nil {
		return err
	}
	left := maxShownColumns
	for i, p := range d.Detail.Parts {
		for _, name := range p.Info.Sheets {
			if !slices.Contains(d.Sheets, name) {
				d.Sheets = append(d.Sheets, name)
			}
		}
		if len(d.Parts) == maxShownParts {
			d.More++
			continue
		}
		v := partView{PartReport: p, Index: i}
		if v.First, err = report.Rows(p, lang); err != nil {
			return err
		}
		shown := min(left, len(p.Columns))
		left -= shown
		v.Rest = len(p.Columns) - shown
		for _, c := range p.Columns[:shown] {
			v.Columns = append(v.Columns, d.column(p, c, lang))
		}
		d.Parts = append(d.Parts, v)
	}
	if d.Settings.Sheet != "" && !slices.Contains(d.Sheets, d.Settings.Sheet) {
		d.Sheets = append(d.Sheets, d.Settings.Sheet)
	}
	return nil
}

func (d *previewData) column(p indexer.PartReport, c columns.Column, lang string) columnView {
	v := columnView{Column: c, Choice: choiceOf(c.Field), By: report.By(c.By, lang), Percent: int(c.Confidence*100 + .5)}
	for _, row := range p.Sample {
		if len(v.Samples) == sampleCells {
			break
		}
		if c.Index < len(row.Cells) && strings.TrimSpace(row.Cells[c.Index]) != "" {
			quoted, err := json.Marshal(row.Cells[c.Index])
			if err == nil {
				v.Samples = append(v.Samples, report.Value(quoted))
			}
		}
	}
	if !slices.ContainsFunc(d.Fields, func(f choice) bool { return f.Value == v.Choice }) {
		d.Fields = append(d.Fields, choice{v.Choice, report.FieldLabel(v.Choice, lang)})
	}
	return v
}

// previewOf finds the preview that a form is about.
func (s *Server) previewOf(r *http.Request) (Preview, error) {
	id, err := numberIn(r)
	if err != nil {
		return Preview{}, err
	}
	if err := parseForm(r); err != nil {
		return Preview{}, err
	}
	return s.cfg.Importer.PreviewState(id)
}

// previewForm finds the preview that a form is about, and how the form would
// have its files read.
func (s *Server) previewForm(r *http.Request) (Preview, indexer.Settings, error) {
	p, err := s.previewOf(r)
	if err != nil {
		return p, indexer.Settings{}, err
	}
	next, err := s.settingsOf(r, p)
	return p, next, err
}

// back leads to the page of a preview again.
func back(w http.ResponseWriter, r *http.Request, id int64, more ...string) (*page, error) {
	return seeOther(w, r, previewPath(id), append(more, "who", clipText(strings.TrimSpace(r.PostForm.Get("who")), 100))...)
}

func (s *Server) previewLook(w http.ResponseWriter, r *http.Request) (*page, error) {
	p, next, err := s.previewForm(r)
	if err != nil {
		return nil, err
	}
	if err := s.cfg.Importer.PreviewAgain(p.ID, next); err != nil {
		return nil, err
	}
	return back(w, r, p.ID)
}

// previewKeep keeps how the files are read, as the form says it, under a name.
func (s *Server) previewKeep(w http.ResponseWriter, r *http.Request) (*page, error) {
	p, next, err := s.previewForm(r)
	if err != nil {
		return nil, err
	}
	name := strings.TrimSpace(r.PostForm.Get("save_mapping"))
	if err := indexer.SaveMapping(r.Context(), s.cfg.Importer.Catalogue(), name, complete(next, p.Detail)); err != nil {
		return nil, err
	}
	if !next.Equal(p.Settings) {
		if err := s.cfg.Importer.PreviewAgain(p.ID, next); err != nil {
			return nil, err
		}
	}
	return back(w, r, p.ID, "note", "saved", "saved", name)
}

// previewStart imports what was looked at. Where the form says something else
// than what was, it is looked at first.
func (s *Server) previewStart(w http.ResponseWriter, r *http.Request) (*page, error) {
	p, next, err := s.previewForm(r)
	if err != nil {
		return nil, err
	}
	if p.State == PreviewDone && !next.Equal(p.Settings) {
		if err := s.cfg.Importer.PreviewAgain(p.ID, next); err != nil {
			return nil, err
		}
		return back(w, r, p.ID, "note", "changed")
	}
	if err := importable(p); err != nil {
		return nil, err
	}
	batch, err := s.cfg.Importer.ImportPreview(r.Context(), p.ID, next, whoIs(r, r.PostForm.Get("who")))
	if err != nil {
		return nil, err
	}
	return seeOther(w, r, batchPath(batch))
}

func (s *Server) previewDiscard(w http.ResponseWriter, r *http.Request) (*page, error) {
	p, err := s.previewOf(r)
	if err != nil {
		return nil, err
	}
	if err := s.cfg.Importer.DropPreview(p.ID); err != nil {
		return nil, err
	}
	return seeOther(w, r, "/imports", "note", "dropped")
}
