package source

import (
	"errors"
	"io"
	"iter"
	"path/filepath"
	"strings"

	"chabiao/indexer/container"
	"chabiao/indexer/jsonrows"
	"chabiao/indexer/relaton"
	"chabiao/indexer/sheet"
)

// stream opens a file of objects as one part.
func (s *Source) stream(f *container.File, format string, part func(*Part) bool) error {
	r, err := f.Open()
	if err != nil {
		return err
	}
	p := &Part{Name: f.Name, File: f.Name, Info: sheet.Info{Format: format}, columns: s.opt.Columns}
	var stop func()
	if format == Relaton {
		ext := strings.ToLower(filepath.Ext(f.Name))
		next, end := iter.Pull2(relaton.Decode(r, ext != ".json" && ext != ".jsonl"))
		stop = end
		at := int64(0)
		p.next = func() (Row, error) {
			object, err, ok := next()
			if !ok {
				return Row{}, io.EOF
			}
			at++
			return Row{At: at, Raw: object, Object: object, Err: err}, nil
		}
	} else {
		next, end := iter.Pull2(jsonrows.Rows(r))
		stop = end
		p.next = func() (Row, error) {
			row, err, ok := next()
			if !ok {
				return Row{}, io.EOF
			}
			if err != nil {
				return Row{}, err
			}
			return Row{At: row.At, Raw: row.Raw, Object: row.Raw, Err: row.Err}, nil
		}
	}
	part(p)
	stop()
	return errors.Join(r.Close())
}
