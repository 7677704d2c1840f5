package server

import (
	"encoding/csv"
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
	if ip := net.ParseIP(host); err == nil && ip != nil && ip.IsLoopback() && r.Header.Get("X-Forwarded-For") == "" && r.Header.Get("Origin") == "" {
		return nil
	}
	return corpus.Errorf(corpus.Conflict, "imports are taken from this machine only").WithHint("run 'chabiao import' where the server runs")
}

func (s *Server) importStart(_ http.ResponseWriter, r *http.Request) (any, error) {
	if err := local(r); err != nil {
		return nil, err
	}
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, corpus.Errorf(corpus.InvalidArgument, "want a multipart form with a file: %w", err).WithField("file")
	}
	dir, err := os.MkdirTemp(s.cfg.UploadDir, "upload-")
	if err != nil {
		return nil, err
	}
	opt := indexer.Options{Who: "http " + r.RemoteAddr}
	paths, err := receive(parts, dir, &opt)
	if err == nil && len(paths) == 0 {
		err = corpus.Errorf(corpus.InvalidArgument, "no file in the form").WithField("file")
	}
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	id, err := s.cfg.Importer.Start(r.Context(), paths, opt)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	return accepted{map[string]any{"batch": id, "state": catalogue.BatchRunning, "url": "/api/v1/imports/" + strconv.FormatInt(id, 10)}}, nil
}

// receive streams the parts of a form to disk.
func receive(parts *multipart.Reader, dir string, opt *indexer.Options) (paths []string, err error) {
	for {
		part, err := parts.NextPart()
		if err == io.EOF {
			return paths, nil
		}
		if err != nil {
			return nil, err
		}
		switch part.FormName() {
		case "file":
			path := filepath.Join(dir, strconv.Itoa(len(paths)), filepath.Base(filepath.Clean("/"+part.FileName())))
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				return nil, err
			}
			if err := save(path, part); err != nil {
				return nil, err
			}
			paths = append(paths, path)
		case "format":
			b, err := io.ReadAll(io.LimitReader(part, 64))
			if err != nil {
				return nil, err
			}
			opt.Format = string(b)
		default:
			return nil, corpus.Errorf(corpus.InvalidArgument, "no field of an import is called %q", part.FormName()).WithField(part.FormName()).WithHint("fields are file and format")
		}
	}
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
	list, err := s.cfg.Importer.Batches(r.Context(), 100)
	return map[string]any{"imports": list}, err
}

func importID(r *http.Request) (int64, error) {
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

func (s *Server) importState(_ http.ResponseWriter, r *http.Request) (any, error) {
	id, err := importID(r)
	if err != nil {
		return nil, err
	}
	b, err := s.cfg.Importer.Batch(r.Context(), id)
	if err != nil {
		return nil, err
	}
	state := struct {
		*catalogue.Batch
		Progress     *indexer.Progress   `json:"progress,omitempty"`
		FirstRejects []*catalogue.Reject `json:"first_rejects"`
	}{Batch: b, FirstRejects: []*catalogue.Reject{}}
	if p, ok := s.cfg.Importer.Progress(id); ok {
		state.Progress = &p
		b.State = catalogue.BatchRunning // its rows may be in, but not searchable yet
	}
	err = s.cfg.Importer.Rejects(r.Context(), id, firstRejects, func(rej *catalogue.Reject) error {
		state.FirstRejects = append(state.FirstRejects, rej)
		return nil
	})
	return state, err
}

func (s *Server) importRejects(w http.ResponseWriter, r *http.Request) (any, error) {
	id, err := importID(r)
	if err != nil {
		return nil, err
	}
	if _, err := s.cfg.Importer.Batch(r.Context(), id); err != nil {
		return nil, err
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="rejects-`+strconv.FormatInt(id, 10)+`.csv"`)
	return nil, WriteRejects(w, func(each func(*catalogue.Reject) error) error {
		return s.cfg.Importer.Rejects(r.Context(), id, 0, each)
	})
}

// WriteRejects writes refused rows as CSV: where each stood, why it was not
// taken, and the row as it was.
func WriteRejects(w io.Writer, walk func(each func(*catalogue.Reject) error) error) error {
	out := csv.NewWriter(w)
	out.Write([]string{"file", "line", "reason", "row"})
	err := walk(func(rej *catalogue.Reject) error {
		return out.Write([]string{rej.File, strconv.FormatInt(rej.At, 10), rej.Reason, string(rej.Raw)})
	})
	out.Flush()
	return errors.Join(err, out.Error())
}

func (s *Server) importCancel(_ http.ResponseWriter, r *http.Request) (any, error) {
	if err := local(r); err != nil {
		return nil, err
	}
	id, err := importID(r)
	if err != nil {
		return nil, err
	}
	if err := s.cfg.Importer.Cancel(id); err != nil {
		return nil, err
	}
	return accepted{map[string]any{"batch": id, "state": "cancelling"}}, nil
}
