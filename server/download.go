package server

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"io"
	"net/http"
	"strconv"

	"chabiao/corpus"
	"chabiao/corpus/catalogue"
	"chabiao/indexer"
	"chabiao/indexer/report"
	"chabiao/indexer/sheet"
)

// download runs a handler that writes a file: as long as the client reads, so
// without a time-out.
func (s *Server) download(h handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.answer(w, r, h) })
}

// file is an answer that is a file: its headers go out with its first bytes,
// so that an error before them can still be told as one.
type file struct {
	w          http.ResponseWriter
	kind, name string
	begun      bool
}

func (f *file) Write(p []byte) (int, error) {
	if !f.begun {
		f.begun = true
		h := f.w.Header()
		h.Set("Content-Type", f.kind)
		h.Set("Content-Disposition", `attachment; filename="`+f.name+`"`)
		h.Set("X-Content-Type-Options", "nosniff")
	}
	return f.w.Write(p)
}

// send answers with a file. When it breaks off in the middle the connection is
// cut, so that nobody takes half of it for the whole.
func (s *Server) send(w http.ResponseWriter, r *http.Request, kind, name string, write func(io.Writer) error) (any, error) {
	f := &file{w: w, kind: kind, name: name}
	out := bufio.NewWriterSize(f, 64<<10)
	err := write(out)
	if err == nil {
		err = out.Flush()
	}
	if err == nil && !f.begun {
		_, err = f.Write(nil) // an empty file is one too
	}
	if err != nil && f.begun {
		if r.Context().Err() == nil {
			s.cfg.Logger.Error("file cut short", "path", r.URL.Path, "request_id", w.Header().Get("X-Request-Id"), "error", err)
		}
		panic(http.ErrAbortHandler)
	}
	return nil, err
}

// formatOf is the format asked for, the first of those that may be by default.
func formatOf(r *http.Request, may ...string) (string, error) {
	got := r.URL.Query().Get("format")
	if got == "" {
		return may[0], nil
	}
	for _, f := range may {
		if f == got {
			return f, nil
		}
	}
	return "", corpus.Errorf(corpus.InvalidArgument, "format is %q", clipText(got, 50)).WithField("format").WithHint("it may be %s or %s", may[0], may[1])
}

var mediaTypes = map[string]string{"csv": "text/csv; charset=utf-8", "jsonl": "application/x-ndjson"}

// importRejects gives the refused rows in the columns of the input, or, with
// format=jsonl, as objects.
func (s *Server) importRejects(w http.ResponseWriter, r *http.Request) (any, error) {
	b, err := s.batch(r)
	if err != nil {
		return nil, err
	}
	format, err := formatOf(r, "csv", "jsonl")
	if err != nil {
		return nil, err
	}
	write := indexer.WriteRejects
	if format == "jsonl" {
		write = indexer.WriteRejectObjects
	}
	return s.send(w, r, mediaTypes[format], "rejects-"+strconv.FormatInt(b.ID, 10)+"."+format, func(out io.Writer) error {
		return write(r.Context(), s.cfg.Importer.Catalogue(), b.ID, out)
	})
}

// importDelta gives what a batch changed, as JSON Lines or, with format=csv, one
// line a field.
func (s *Server) importDelta(w http.ResponseWriter, r *http.Request) (any, error) {
	b, err := s.batch(r)
	if err != nil {
		return nil, err
	}
	format, err := formatOf(r, "jsonl", "csv")
	if err != nil {
		return nil, err
	}
	write := WriteDelta
	if format == "csv" {
		write = WriteDeltaCSV
	}
	return s.send(w, r, mediaTypes[format], "delta-"+strconv.FormatInt(b.ID, 10)+"."+format, func(out io.Writer) error {
		return write(out, s.cfg.Importer.Catalogue().Delta(r.Context(), b.ID))
	})
}

// importReport gives the report for machines or, with format=html, as the one
// file that people keep.
func (s *Server) importReport(w http.ResponseWriter, r *http.Request) (any, error) {
	b, err := s.batch(r)
	if err != nil {
		return nil, err
	}
	format, err := formatOf(r, "json", "html")
	if err != nil {
		return nil, err
	}
	d, err := indexer.ReportOf(r.Context(), s.cfg.Importer.Catalogue(), b.ID)
	if err != nil || format == "json" {
		return d, err
	}
	return s.reportFile(w, r, d)
}

// reportFile sends a report as the one file that people keep.
func (s *Server) reportFile(w http.ResponseWriter, r *http.Request, d *indexer.Detail) (any, error) {
	return s.send(w, r, "text/html; charset=utf-8", "report-"+strconv.FormatInt(d.Batch, 10)+".html", func(out io.Writer) error {
		return report.WriteHTML(out, d, langOf(r))
	})
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

// WriteDeltaCSV writes changes as CSV, one line a field. No cell is run as a
// formula.
func WriteDeltaCSV(w io.Writer, list changes) error {
	out := csv.NewWriter(w)
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	if err := out.Write([]string{"kind", "number", "id", "field", "old", "new"}); err != nil {
		return err
	}
	for c, err := range list {
		if err != nil {
			return err
		}
		fields := c.Fields
		if len(fields) == 0 {
			fields = []catalogue.FieldChange{{}}
		}
		for _, f := range fields {
			if err := out.Write([]string{string(c.Kind), sheet.Inert(c.Number), c.ID, sheet.Inert(f.Field), plain(f.Old), plain(f.New)}); err != nil {
				return err
			}
		}
	}
	out.Flush()
	return out.Error()
}

// plain is a JSON value as an inert cell: a string without its quotes, null empty.
func plain(v json.RawMessage) string {
	var s string
	if json.Unmarshal(v, &s) != nil && len(v) > 0 {
		s = string(v)
	}
	return sheet.Inert(s)
}
