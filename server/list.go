package server

import (
	_ "embed"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"chabiao/corpus"
	"chabiao/indexer/checklist"
	"chabiao/search"
	"chabiao/search/check"
)

//go:embed pages/list.css
var listCSS []byte

//go:embed pages/list.js
var listJS []byte

// maxListForm is what a form with a list may have beside the file itself.
const maxListForm = checklist.MaxBytes + 1<<20

// listForm is what a form or a request of the API brought.
type listForm struct {
	name    string // of the file
	data    []byte
	numbers string
	date    string
	opt     checklist.Options
}

// readListForm reads a form with a list, whole into memory: it is small.
func (s *Server) readListForm(w http.ResponseWriter, r *http.Request) (*listForm, error) {
	select {
	case s.receiving <- struct{}{}:
		defer func() { <-s.receiving }()
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxListForm)
	f := &listForm{opt: checklist.Options{TempDir: s.cfg.UploadDir}}
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind != "multipart/form-data" {
		if err := r.ParseForm(); err != nil {
			return nil, formFault(err)
		}
		for name, values := range r.PostForm {
			if err := f.set(name, strings.Join(values, "\n")); err != nil {
				return nil, err
			}
		}
		return f, nil
	}
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, formFault(err)
	}
	for range maxFields {
		part, err := parts.NextPart()
		if err == io.EOF {
			return f, nil
		}
		if err != nil {
			return nil, formFault(err)
		}
		b, err := io.ReadAll(part)
		switch {
		case err != nil:
			return nil, formFault(err)
		case part.FormName() != "file":
			err = f.set(part.FormName(), string(b))
		case part.FileName() != "" && f.name != "":
			err = corpus.Errorf(corpus.InvalidArgument, "more than one file").WithField("file").WithHint("send one at a time")
		case part.FileName() != "":
			f.name, f.data = fileName(part.FileName()), b
		}
		if err != nil {
			return nil, err
		}
	}
	return nil, corpus.Errorf(corpus.TooLarge, "more than %d fields in one form", maxFields).WithHint("send each field once")
}

func (f *listForm) set(name, value string) error {
	switch name {
	case "numbers":
		f.numbers = value
	case "date":
		f.date = value
	case "column":
		f.opt.Column = clipText(value, 200)
	case "sheet":
		f.opt.Sheet = clipText(value, 200)
	case "lang": // stands in the address
	default:
		return corpus.Errorf(corpus.InvalidArgument, "no field of a list is called %q", clipText(name, 50)).WithField(clipText(name, 50)).WithHint("fields are file, numbers, date, column, sheet")
	}
	return nil
}

// formFault sorts what can go wrong while a form is read.
func formFault(err error) error {
	var big *http.MaxBytesError
	if errors.As(err, &big) {
		return corpus.Errorf(corpus.TooLarge, "the list has more than %s", byteSize(checklist.MaxBytes)).WithField("file").WithHint("send the sheet with the numbers only, or paste the column")
	}
	return corpus.Errorf(corpus.InvalidArgument, "the form can't be read: %w", err).WithHint("send it again")
}

// readList reads what a form holds.
func (s *Server) readList(r *http.Request, f *listForm) (l *checklist.List, err error) {
	err = s.inTurn(r, func() error {
		l, err = f.list(r)
		return err
	})
	return l, err
}

func (f *listForm) list(r *http.Request) (*checklist.List, error) {
	switch {
	case f.name != "" && strings.TrimSpace(f.numbers) != "":
		return nil, corpus.Errorf(corpus.InvalidArgument, "a file and numbers beside it").WithField("numbers").WithHint("send one of the two")
	case f.name != "":
		return checklist.Read(r.Context(), f.name, f.data, f.opt)
	case strings.TrimSpace(f.numbers) != "":
		return checklist.Text(f.numbers, f.opt)
	}
	return nil, corpus.Errorf(corpus.InvalidArgument, "no list given").WithField("numbers").WithHint("paste numbers, or choose a file")
}

// dayOf reads the day that states are asked for; an empty text is today.
func dayOf(text string, today corpus.Date) (corpus.Date, error) {
	if text = strings.TrimSpace(text); text == "" {
		return today, nil
	}
	d, err := corpus.ParseDate(text)
	if err != nil || d.Day == 0 {
		return today, corpus.Errorf(corpus.InvalidArgument, "date is %q", clipText(text, 50)).WithField("date").WithHint("write a day as 2026-01-31, or leave it out for today")
	}
	return d, nil
}

// inputsOf are the texts to ask about; empty where a row has no number.
func inputsOf(l *checklist.List) []string {
	out := make([]string, len(l.Items))
	for i, it := range l.Items {
		if !it.Prose {
			out[i] = it.Text
		}
	}
	return out
}

// checksAtOnce is how many lists are read or worked out at the same time; others
// wait, so that memory and processors stay bounded.
const checksAtOnce = 2

// listsAtOnce is how many lists are received at the same time.
const listsAtOnce = 16

// inTurn does some work on a list when there is a place for it.
func (s *Server) inTurn(r *http.Request, do func() error) error {
	select {
	case s.checking <- struct{}{}:
		defer func() { <-s.checking }()
		return do()
	case <-r.Context().Done():
		return r.Context().Err()
	}
}

// askList asks what the numbers of a list come to.
func (s *Server) askList(r *http.Request, l *checklist.List, opt check.Options) (out []check.Answer, err error) {
	err = s.inTurn(r, func() error {
		inputs := inputsOf(l)
		out = make([]check.Answer, 0, len(inputs))
		// Rows without a number come beside the numbers, so that there may be
		// more inputs than an engine takes numbers.
		for part := range slices.Chunk(inputs, search.MaxNumbers) {
			answers, err := check.Ask(r.Context(), s.cfg.Engine, part, opt)
			if err != nil {
				return err
			}
			out = append(out, answers...)
		}
		return nil
	})
	return out, err
}

// listStart is the page to begin with: a form.
func (s *Server) listStart(w http.ResponseWriter, r *http.Request) {
	s.listFormPage(w, r, &listForm{date: clipText(r.URL.Query().Get("date"), 20), numbers: clipText(r.URL.Query().Get("numbers"), 4000)}, nil)
}

// listSend takes a list, keeps it for a while and leads to its page.
func (s *Server) listSend(w http.ResponseWriter, r *http.Request) {
	err := s.origins.Check(r)
	if err != nil {
		s.listFormPage(w, r, &listForm{}, &refusal{reason: otherSite, text: "the request comes from a page of another site; start from the server's own page /list"})
		return
	}
	f, err := s.readListForm(w, r)
	var l *checklist.List
	if err == nil {
		_, err = dayOf(f.date, s.today())
	}
	if err == nil {
		l, err = s.readList(r, f)
	}
	if err != nil {
		if f == nil {
			f = &listForm{}
		}
		s.listFormPage(w, r, f, err)
		return
	}
	key := s.lists.keep(l, f.data, f.opt)
	to := listPath(key)
	q := url.Values{}
	for name, value := range map[string]string{"date": f.date, "lang": r.URL.Query().Get("lang")} {
		if value = strings.TrimSpace(value); value != "" {
			q.Set(name, value)
		}
	}
	if len(q) > 0 {
		to += "?" + q.Encode()
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

func listPath(key string) string { return "/list/" + key }
