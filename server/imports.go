package server

import (
	"errors"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"

	"chabiao/corpus"
	"chabiao/corpus/catalogue"
	"chabiao/indexer"
	"chabiao/indexer/columns"
	"chabiao/indexer/source"
)

// firstRejects is how many refused rows the state of an import shows.
const firstRejects = 20

// upload runs a handler that takes long and reads much: its own limit, no
// time-out, and only for clients on this machine.
func (s *Server) upload(h handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, s.cfg.MaxUpload)
		s.answer(w, r, h)
	})
}

// local refuses clients on other machines: imports change the catalogue, and
// there is nobody to ask for a password yet.
func local(r *http.Request) error {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if ip := net.ParseIP(host); err == nil && ip != nil && ip.IsLoopback() && r.Header.Get("X-Forwarded-For") == "" && sameOrigin(r) {
		return nil
	}
	return corpus.Errorf(corpus.Conflict, "imports are taken from this machine only").WithHint("run 'chabiao import' where the server runs")
}

// sameOrigin refuses what pages of other hosts send through a browser here.
func sameOrigin(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	return origin == "" || origin == "http://"+r.Host || origin == "https://"+r.Host
}

// importStart takes uploaded files: for an import, or, with the field dry_run,
// for a look at what an import would do.
func (s *Server) importStart(_ http.ResponseWriter, r *http.Request) (any, error) {
	if err := local(r); err != nil {
		return nil, err
	}
	form, err := s.receive(r)
	if err != nil {
		return nil, err
	}
	if form.save != "" {
		if err := indexer.SaveMapping(r.Context(), s.cfg.Importer.Catalogue(), form.save, form.settings); err != nil {
			return nil, errors.Join(err, os.RemoveAll(form.dir))
		}
	}
	if form.dryRun {
		id, err := s.cfg.Importer.Preview(form.paths, form.settings)
		if err != nil {
			return nil, errors.Join(err, os.RemoveAll(form.dir))
		}
		return accepted{map[string]any{"preview": id, "state": PreviewRunning, "url": "/api/v1/previews/" + strconv.FormatInt(id, 10)}}, nil
	}
	id, err := s.cfg.Importer.Start(r.Context(), form.paths, indexer.Options{Settings: form.settings, Who: whoIs(r, form.who)})
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(form.dir))
	}
	return s.begun(id), nil
}

// begun is the answer to work on a batch that has been queued.
func (s *Server) begun(id int64) any {
	return accepted{map[string]any{"batch": id, "state": catalogue.BatchRunning, "url": "/api/v1/imports/" + strconv.FormatInt(id, 10)}}
}

// whoIs is who asks, for the record.
func whoIs(r *http.Request, name string) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	if name == "" {
		return "http " + host
	}
	return name + " (http " + host + ")"
}

// uploaded is what a form brought.
type uploaded struct {
	dir      string
	paths    []string
	settings indexer.Settings
	dryRun   bool
	who      string
	save     string // name to keep the settings under
}

// receive streams the files of a form to disk and reads its other fields.
func (s *Server) receive(r *http.Request) (form uploaded, err error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return form, corpus.Errorf(corpus.InvalidArgument, "want a multipart form with a file: %w", err).WithField("file")
	}
	if form.dir, err = os.MkdirTemp(s.cfg.UploadDir, "upload-"); err != nil {
		return form, err
	}
	if err = form.read(parts); err == nil && len(form.paths) == 0 {
		err = corpus.Errorf(corpus.InvalidArgument, "no file in the form").WithField("file").WithHint("choose one")
	}
	if err != nil {
		err = errors.Join(err, os.RemoveAll(form.dir))
	}
	return form, err
}

func (f *uploaded) read(parts *multipart.Reader) error {
	for {
		part, err := parts.NextPart()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if part.FormName() != "file" {
			b, err := io.ReadAll(io.LimitReader(part, 1<<20))
			if err != nil {
				return err
			}
			if err := f.field(part.FormName(), string(b)); err != nil {
				return err
			}
			continue
		}
		if part.FileName() == "" { // a form sent without choosing a file
			continue
		}
		path := filepath.Join(f.dir, strconv.Itoa(len(f.paths)), filepath.Base(filepath.Clean("/"+part.FileName())))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := save(path, part); err != nil {
			return err
		}
		f.paths = append(f.paths, path)
	}
}

func (f *uploaded) field(name, value string) error {
	switch name {
	case "dry_run":
		yes, err := strconv.ParseBool(value)
		if err != nil {
			return corpus.Errorf(corpus.InvalidArgument, "dry_run is %q; it may be true or false", value).WithField(name)
		}
		f.dryRun = yes
		return nil
	case "save_mapping":
		f.save = value
		return nil
	case "who":
		f.who = clipText(value, 100)
		return nil
	}
	return setField(&f.settings, name, value)
}

// settingsFields are the fields of a form that say how to read a delivery.
var settingsFields = "format, encoding, separator, sheet, header_row, preset, map, mapping, source, replace"

// setField takes one field of a form into the settings.
func setField(s *indexer.Settings, name, value string) (err error) {
	switch name {
	case "format":
		s.Format = value
	case "encoding":
		s.Encoding = value
	case "separator":
		s.Separator = value
	case "sheet":
		s.Sheet = value
	case "preset":
		s.Preset = value
	case "mapping":
		s.Mapping = value
	case "source":
		s.Source = value
	case "map":
		s.Map, err = indexer.ParseMap(value)
	case "header_row":
		if value != "" {
			s.HeaderRow, err = strconv.Atoi(value)
		}
	case "replace":
		s.Replace, err = strconv.ParseBool(value)
	default:
		return corpus.Errorf(corpus.InvalidArgument, "no field of an import is called %q", name).WithField(name).WithHint("fields are file, dry_run, who, %s", settingsFields)
	}
	if err != nil && corpus.KindOf(err) == corpus.Internal {
		err = corpus.Errorf(corpus.InvalidArgument, "%s is %q: %w", name, value, err).WithField(name)
	}
	return err
}

func clipText(s string, bytes int) string {
	if len(s) > bytes {
		return s[:bytes]
	}
	return s
}

func save(path string, r io.Reader) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, r)
	return errors.Join(err, f.Close())
}

func (s *Server) imports(_ http.ResponseWriter, r *http.Request) (any, error) {
	list, err := s.cfg.Importer.Catalogue().Batches(r.Context(), 100)
	return map[string]any{"imports": list}, err
}

func (s *Server) mappings(_ http.ResponseWriter, r *http.Request) (any, error) {
	list, err := s.cfg.Importer.Catalogue().Mappings(r.Context())
	return map[string]any{"mappings": list, "presets": columns.Presets(), "formats": source.Formats}, err
}

func (s *Server) fields(http.ResponseWriter, *http.Request) (any, error) {
	return map[string]any{"fields": columns.Fields()}, nil
}
