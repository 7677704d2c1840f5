package server

import (
	"encoding/json"
	"errors"
	"mime"
	"net/http"

	"chabiao/corpus"
	"chabiao/indexer/checklist"
	"chabiao/indexer/sheet"
	"chabiao/search/check"
)

// checked is a list as the API answers it.
type checked struct {
	Date     string          `json:"date"`
	Format   string          `json:"format,omitempty"`
	Encoding string          `json:"encoding,omitempty"`
	Sheet    string          `json:"sheet,omitempty"`
	Sheets   []string        `json:"sheets,omitempty"`
	Columns  []checkedColumn `json:"columns,omitempty"`
	Column   string          `json:"column,omitempty"` // letter of the one that the numbers were taken from
	Counts   map[string]int  `json:"counts"`
	Items    []checkedItem   `json:"items"`
}

type checkedColumn struct {
	Letter  string `json:"letter"`
	Heading string `json:"heading"`
}

// checkedItem is a number of the list; rows with several have several.
type checkedItem struct {
	Row   int64  `json:"row"` // as the file counts, from 1
	Input string `json:"input"`
	check.Answer
}

// checkList is POST /api/v1/check. Nothing of what is sent is kept.
func (s *Server) checkList(w http.ResponseWriter, r *http.Request) (any, error) {
	today := s.today()
	var l *checklist.List
	day := ""
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind == "multipart/form-data" || kind == "application/x-www-form-urlencoded" {
		f, err := s.readListForm(w, r)
		if err != nil {
			return nil, err
		}
		day = f.date
		if l, err = s.readList(r, f); err != nil {
			return nil, err
		}
	} else {
		r.Body = http.MaxBytesReader(w, r.Body, s.cfg.MaxBody)
		var err error
		if l, day, err = numbersToCheck(r); err != nil {
			return nil, err
		}
	}
	opt := check.Options{Today: today, Lang: langOf(r)}
	var err error
	if opt.Day, err = dayOf(day, today); err != nil {
		return nil, err
	}
	answers, err := s.askList(r, l, opt)
	if err != nil {
		return nil, err
	}
	out := checked{Date: opt.Day.String(), Format: l.Format, Encoding: l.Encoding, Sheet: l.Sheet, Sheets: l.Sheets, Counts: check.Counts(answers), Items: make([]checkedItem, len(answers))}
	for _, c := range l.Columns {
		out.Columns = append(out.Columns, checkedColumn(c))
	}
	if l.Column >= 0 {
		out.Column = l.Columns[l.Column].Letter
	}
	for i, it := range l.Items {
		out.Items[i] = checkedItem{l.Rows[it.Row].At, it.Text, answers[i]}
	}
	return out, nil
}

// numbersToCheck reads {"numbers":[…],"date":"2026-01-01"}. Each element is one
// number, or a text with numbers in it.
func numbersToCheck(r *http.Request) (*checklist.List, string, error) {
	var body struct {
		Numbers []string `json:"numbers"`
		Date    string   `json:"date"`
	}
	const hint = `send {"numbers":["GB/T 19001-2016", …],"date":"2026-01-01"}, or a form with a file`
	err := json.NewDecoder(r.Body).Decode(&body)
	var wrong *json.UnmarshalTypeError
	var big *http.MaxBytesError
	switch {
	case errors.As(err, &big):
		return nil, "", err
	case errors.As(err, &wrong):
		return nil, "", corpus.Errorf(corpus.InvalidArgument, "%s is %s", wrong.Field, wrong.Value).WithField("numbers").WithHint(hint)
	case err != nil:
		return nil, "", corpus.Errorf(corpus.InvalidArgument, "the body is not the JSON that is wanted: %w", err).WithField("numbers").WithHint(hint)
	case body.Numbers == nil:
		return nil, "", corpus.Errorf(corpus.InvalidArgument, "no numbers given").WithField("numbers").WithHint(hint)
	}
	rows := make([]checklist.Row, len(body.Numbers))
	for i, n := range body.Numbers {
		rows[i] = checklist.Row{At: int64(i + 1), Cells: []sheet.Cell{{Text: n}}}
	}
	l, err := checklist.Lines(rows)
	return l, body.Date, err
}
