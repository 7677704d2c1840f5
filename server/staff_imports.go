package server

import (
	"math"
	"net/http"
	"strconv"
	"strings"

	"chabiao/corpus/catalogue"
	"chabiao/indexer"
	"chabiao/indexer/columns"
	"chabiao/indexer/source"
)

// batchRow is a batch in the list of imports.
type batchRow struct {
	*catalogue.Batch
	Progress *indexer.Progress
}

// Names are the files of a batch.
func (b batchRow) Names() string {
	names := make([]string, len(b.Files))
	for i, f := range b.Files {
		names[i] = f.Name
	}
	return listNames(names)
}

// shownNames is how many files a line of a page names.
const shownNames = 5

func listNames(names []string) string {
	if len(names) <= shownNames {
		return strings.Join(names, "、")
	}
	return strings.Join(names[:shownNames], "、") + " … (" + strconv.Itoa(len(names)) + ")"
}

// CanResume reports whether the batch can go on. One that failed can't: the
// files that were uploaded for it are gone.
func (b batchRow) CanResume() bool {
	return b.Progress == nil && b.Mode != catalogue.ModeUndo && b.State == catalogue.BatchInterrupted
}

// CanUndo reports whether the batch can be taken back, or the taking back of it
// can go on.
func (b batchRow) CanUndo() bool {
	if b.Progress != nil {
		return false
	}
	switch b.State {
	case catalogue.BatchDone, catalogue.BatchFailed, catalogue.BatchUndoing:
		return true
	case catalogue.BatchInterrupted:
		return b.Mode != catalogue.ModeUndo
	}
	return false
}

// Open reports whether somebody has to decide what becomes of the batch.
func (b batchRow) Open() bool {
	return b.Progress == nil && b.Mode != catalogue.ModeUndo && (b.State == catalogue.BatchInterrupted || b.State == catalogue.BatchUndoing)
}

func (s *Server) rowOf(b *catalogue.Batch) batchRow {
	return batchRow{Batch: b, Progress: s.progress(b)}
}

// previewRow is a preview that waits for a decision.
type previewRow struct {
	Preview
	Files string
	URL   string
}

// importsData is what the page of all imports shows.
type importsData struct {
	Running  []batchRow
	Open     []batchRow
	Previews []previewRow
	Batches  []batchRow
	Older    string // address of the imports before these; empty where there are none
	Newest   string // address of the newest, where these are not
	Mappings []keptMapping
	Choices  choices
}

func (s *Server) importsPage(_ http.ResponseWriter, r *http.Request) (*page, error) {
	cat := s.cfg.Importer.Catalogue()
	list, err := cat.Batches(r.Context(), someBatches)
	if err != nil {
		return nil, err
	}
	d := importsData{Choices: choicesOf(langOf(r))}
	for _, b := range list {
		if row := s.rowOf(b); row.Progress != nil {
			d.Running = append(d.Running, row)
		}
	}
	if err := d.history(s, r); err != nil {
		return nil, err
	}
	open, err := cat.OpenBatches(r.Context())
	if err != nil {
		return nil, err
	}
	for _, b := range open {
		if row := s.rowOf(b); row.Open() {
			d.Open = append(d.Open, row)
		}
	}
	for _, p := range s.recent.all() {
		if state, err := s.cfg.Importer.PreviewState(p.ID); err == nil && state.State != PreviewImported {
			d.Previews = append(d.Previews, previewRow{state, listNames(p.Files), pageURL(langOf(r), previewPath(p.ID))})
		}
	}
	if d.Mappings, err = s.keptMappings(r.Context()); err != nil {
		return nil, err
	}
	return &page{template: "imports", title: [2]string{"导入题录", "Imports"}, data: d}, nil
}

// history lists the imports that the address asks for: the newest, or those
// before one.
func (d *importsData) history(s *Server, r *http.Request) error {
	before, err := beforeIn(r)
	if err != nil {
		return err
	}
	list, err := s.cfg.Importer.Catalogue().BatchesBefore(r.Context(), before, someBatches+1)
	if err != nil {
		return err
	}
	if len(list) > someBatches {
		list = list[:someBatches]
		d.Older = pageURL(langOf(r), "/imports", "before", strconv.FormatInt(list[someBatches-1].ID, 10)) + "#history"
	}
	if before != math.MaxInt64 {
		d.Newest = pageURL(langOf(r), "/imports") + "#history"
	}
	for _, b := range list {
		d.Batches = append(d.Batches, s.rowOf(b))
	}
	return nil
}

// importsUpload takes the form of the page: the files are looked at first.
func (s *Server) importsUpload(w http.ResponseWriter, r *http.Request) (*page, error) {
	unhurried(w)
	form, err := s.receive(r)
	if err != nil {
		return nil, err
	}
	// A kept mapping is shown, and can be changed, like one made by hand.
	if err := form.settings.TakeMapping(r.Context(), s.cfg.Importer.Catalogue()); err != nil {
		return nil, form.drop(err)
	}
	id, err := s.cfg.Importer.Preview(form.paths, form.settings)
	if err != nil {
		return nil, form.drop(err)
	}
	s.recent.remember(id, form.names)
	return seeOther(w, r, previewPath(id), "who", clipText(strings.TrimSpace(form.who), 100))
}

// mappingForget deletes the kept mapping that the form names.
func (s *Server) mappingForget(w http.ResponseWriter, r *http.Request) (*page, error) {
	if err := parseForm(r); err != nil {
		return nil, err
	}
	if err := s.cfg.Importer.Catalogue().DeleteMapping(r.Context(), r.PostForm.Get("name")); err != nil {
		return nil, err
	}
	return seeOther(w, r, "/imports", "note", "forgotten")
}

// choice is an option of a menu.
type choice struct{ Value, Text string }

// choices are the menus of how files are read.
type choices struct {
	Formats, Encodings, Separators, Presets []choice
}

func choicesOf(lang string) choices {
	auto := choice{"", words{"自动判断", "told by the file"}.in(lang)}
	c := choices{Formats: []choice{auto}, Presets: []choice{auto},
		Encodings: []choice{auto, {"utf-8", "UTF-8"}, {"gb18030", "GB18030 / GBK / GB2312"}, {"big5", "Big5"}, {"utf-16le", "UTF-16 LE"}, {"utf-16be", "UTF-16 BE"},
			{"shift_jis", "Shift_JIS"}, {"euc-kr", "EUC-KR"}, {"windows-1252", "windows-1252 / Latin-1"}},
		Separators: []choice{auto, {",", words{"逗号 ,", "comma ,"}.in(lang)}, {";", words{"分号 ;", "semicolon ;"}.in(lang)}, {"tab", words{"制表符 Tab", "tab"}.in(lang)},
			{"|", words{"竖线 |", "bar |"}.in(lang)}, {"，", words{"全角逗号 ，", "wide comma ，"}.in(lang)}}}
	for _, f := range source.Formats {
		c.Formats = append(c.Formats, choice{f, f})
	}
	for _, p := range columns.Presets() {
		c.Presets = append(c.Presets, choice{p, orSelf(presetWords, p, lang)})
	}
	return c
}

var presetWords = map[string]words{
	"portal":  {"国家标准平台导出（portal）", "national portal (portal)"},
	"cnis":    {"CNIS 题录代码（cnis）", "codes of CNIS (cnis)"},
	"iso":     {"ISO 开放数据（iso）", "ISO Open Data (iso)"},
	"chabiao": {"查标导出（chabiao）", "export of chabiao (chabiao)"},
}
