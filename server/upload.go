package server

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"unicode"

	"chabiao/corpus"
	"chabiao/indexer"
)

// Bounds of one upload beside its bytes.
const (
	maxFiles      = 1000
	maxFields     = 200
	maxFieldBytes = 1 << 20
	maxFileName   = 120 // bytes; file systems take 255, and parts of archives are named after it
)

// upload runs a handler that takes long and reads much: its own limit and no
// time-out.
func (s *Server) upload(h handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, s.cfg.MaxUpload)
		s.answer(w, r, h)
	})
}

// uploaded is what a form brought.
type uploaded struct {
	dir      string // holds the files, each in a folder of its own
	paths    []string
	names    []string
	settings indexer.Settings
	dryRun   bool
	who      string
	save     string // name to keep the settings under
	fields   int
}

// drop removes the files of an upload that leads to nothing.
func (f *uploaded) drop(err error) error { return errors.Join(err, os.RemoveAll(f.dir)) }

// receive streams the files of a form to disk and reads its other fields. On
// an error, such as a client that goes away, nothing is left behind.
func (s *Server) receive(r *http.Request) (*uploaded, error) {
	if r.ContentLength > s.cfg.MaxUpload {
		return nil, s.tooMuch(nil)
	}
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, corpus.Errorf(corpus.InvalidArgument, "want a multipart form with a file: %w", err).WithField("file").
			WithHint("send it as curl -F file=@catalogue.csv does").WithZH("请求里没有带文件的表单。请从页面上传。")
	}
	f := &uploaded{}
	if f.dir, err = os.MkdirTemp(s.cfg.UploadDir, "upload-"); err != nil {
		return nil, diskFault(err)
	}
	if err = f.read(parts); err == nil && len(f.paths) == 0 {
		err = corpus.Errorf(corpus.InvalidArgument, "no file in the form").WithField("file").WithHint("choose one").WithZH("没有选择文件。请选择要上传的文件。")
	}
	if err == nil {
		err = checkSettings(r.Context(), s.cfg.Importer.Catalogue(), f.settings)
	}
	if err != nil {
		return nil, f.drop(s.uploadFault(err))
	}
	return f, nil
}

// tooMuch says that an upload is over the limit.
func (s *Server) tooMuch(cause error) error {
	const hint = "pack the files as zip or gzip, send them in several uploads, or run 'chabiao import' where the server runs"
	e := corpus.Errorf(corpus.TooLarge, "the upload has more than %s", byteSize(s.cfg.MaxUpload))
	if cause != nil {
		e = corpus.Errorf(corpus.TooLarge, "the upload has more than %s: %w", byteSize(s.cfg.MaxUpload), cause)
	}
	return e.WithField("file").WithHint(hint).
		WithZH("上传的内容超过 %s。请打包为 zip 或 gzip，分几次上传，或在服务器上用 chabiao import 导入。", byteSize(s.cfg.MaxUpload))
}

// uploadFault sorts what can go wrong while a body is read.
func (s *Server) uploadFault(err error) error {
	var big *http.MaxBytesError
	switch {
	case errors.As(err, &big):
		return s.tooMuch(err)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return corpus.Errorf(corpus.InvalidArgument, "the upload ends before its end: %w", err).WithField("file").
			WithHint("nothing was kept; send it again").WithZH("上传中断了，没有留下任何内容。请再上传一次。")
	}
	return diskFault(err)
}

// diskFault tells a full disk from a fault of ours.
func diskFault(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return corpus.Errorf(corpus.Unavailable, "the disk of the server is full: %w", err).WithHint("make room in the data directory, then send the file again; nothing of it was kept").
			WithZH("服务器的磁盘满了，没有留下任何内容。请管理员腾出空间后再上传。")
	}
	return err
}

func (f *uploaded) read(parts *multipart.Reader) error {
	for {
		part, err := parts.NextPart()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			if corpus.KindOf(err) == corpus.Internal && !bodyFault(err) {
				err = corpus.Errorf(corpus.InvalidArgument, "the form can't be read: %w", err).WithZH("表单读不出来。请返回重新提交。")
			}
			return err
		}
		if part.FormName() == "file" {
			err = f.file(part)
		} else {
			err = f.text(part)
		}
		if err != nil {
			return err
		}
	}
}

// bodyFault reports whether a form can't be read because of its transport.
func bodyFault(err error) bool {
	var big *http.MaxBytesError
	return errors.As(err, &big) || errors.Is(err, io.ErrUnexpectedEOF)
}

func (f *uploaded) file(part *multipart.Part) error {
	if part.FileName() == "" { // a form sent without choosing a file
		return nil
	}
	if len(f.paths) == maxFiles {
		return corpus.Errorf(corpus.TooLarge, "more than %d files in one upload", maxFiles).WithField("file").
			WithHint("pack them as one zip, or send them in several uploads").WithZH("一次最多上传 %d 个文件。请打包为一个 zip，或分几次上传。", maxFiles)
	}
	// Parts of a report are told apart by the names of their files.
	name := fileName(part.FileName())
	for n, base := 2, name; ; n++ {
		taken := false
		for _, other := range f.names {
			taken = taken || other == name
		}
		if !taken {
			break
		}
		ext := filepath.Ext(base)
		name = fmt.Sprintf("%s (%d)%s", strings.TrimSuffix(base, ext), n, ext)
	}
	path := filepath.Join(f.dir, strconv.Itoa(len(f.paths)), name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f.paths, f.names = append(f.paths, path), append(f.names, name)
	return save(path, part)
}

// fileName is the name under which an uploaded file is kept: what the client
// calls it, without folders and what file systems and terminals dislike.
func fileName(given string) string {
	name := given[strings.LastIndexAny(given, `/\`)+1:]
	name = strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, "")))
	if strings.Trim(name, ".") == "" {
		return "upload"
	}
	if len(name) > maxFileName {
		ext := filepath.Ext(name)
		if len(ext) > 10 {
			ext = ""
		}
		name = clipText(name, maxFileName-len(ext)) + ext
	}
	return name
}

func (f *uploaded) text(part *multipart.Part) error {
	name := part.FormName()
	if f.fields++; f.fields > maxFields {
		return corpus.Errorf(corpus.TooLarge, "more than %d fields in one form", maxFields).WithHint("send each field once")
	}
	b, err := io.ReadAll(io.LimitReader(part, maxFieldBytes+1))
	if err != nil {
		return err
	}
	if len(b) > maxFieldBytes {
		return corpus.Errorf(corpus.TooLarge, "the field %q has more than %d bytes", clipText(name, 50), maxFieldBytes).WithField(clipText(name, 50)).WithHint("only fields called file hold files")
	}
	value := string(b)
	switch name {
	case "dry_run":
		yes, err := strconv.ParseBool(cmp.Or(value, "false"))
		if err != nil {
			return corpus.Errorf(corpus.InvalidArgument, "dry_run is %q; it may be true or false", clipText(value, 50)).WithField(name)
		}
		f.dryRun = yes
	case "save_mapping":
		f.save = value
	case "who":
		f.who = value
	default:
		return setField(&f.settings, name, value)
	}
	return nil
}

func save(path string, r io.Reader) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, r)
	return errors.Join(err, f.Close())
}

// byteSize writes a number of bytes with its unit, powers of 1024.
func byteSize(n int64) string {
	units := []string{"B", "KiB", "MiB", "GiB", "TiB"}
	v, i := float64(n), 0
	for v >= 1024 && i < len(units)-1 {
		v, i = v/1024, i+1
	}
	return strings.TrimSuffix(strconv.FormatFloat(v, 'f', 1, 64), ".0") + " " + units[i]
}
