// Package source opens the files of a delivery, whatever they are packed in and
// whatever their format, as parts — tables, and streams of objects — and gives
// their rows, each as it stands in the file and as the entry that it means.
// It knows nothing of catalogues and indexes.
package source

import (
	"context"
	"errors"
	"io"
	"iter"

	"chabiao/corpus"
	"chabiao/indexer/columns"
	"chabiao/indexer/container"
)

// Options override what is told from the files themselves.
type Options struct {
	Format    string // one of Formats; of every file
	Encoding  string // of texts: gb18030, utf-8 …
	Separator string // of delimited texts: one character, or "tab"
	Sheet     string // of workbooks: a name, or a number from 1
	Columns   columns.Options
	// Tables are mappings of columns of single tables, by Part.Name, that come
	// before Columns.Map: two tables of a delivery may mean different things by
	// one heading, and what one of them lacks is no mistake in the other.
	Tables map[string]map[string]string

	Stdin       io.Reader // for the path "-"
	TempDir     string    // for what must be unpacked or spooled
	MaxUnpacked int64     // bytes that a packed file may unpack to; container.DefaultMaxUnpacked when 0
}

// Source is an open path.
type Source struct {
	ctx  context.Context
	box  *container.Container
	opt  Options
	Name string // base name, or "-"
}

// Open opens a file; "-" is standard input.
func Open(ctx context.Context, path string, opt Options) (*Source, error) {
	if err := opt.check(); err != nil {
		return nil, err
	}
	box, err := container.Open(ctx, path, container.Options{Stdin: opt.Stdin, MaxUnpacked: opt.MaxUnpacked, TempDir: opt.TempDir})
	if err != nil {
		return nil, err
	}
	return &Source{ctx: ctx, box: box, opt: opt, Name: box.Name}, nil
}

// Size is the number of bytes on disk; Read is how many of them the latest pass
// has taken in.
func (s *Source) Size() int64 { return s.box.Size }

// Read is how many bytes of Size the latest passes have taken in.
func (s *Source) Read() int64 { return s.box.Read() }

// Sum is the SHA-256 of the file, in hexadecimal.
func (s *Source) Sum() (string, error) { return s.box.Sum() }

// Close closes the file.
func (s *Source) Close() error { return s.box.Close() }

// Parts walks the parts, each open until the next is asked for. A part that
// holds no catalogue, such as a sheet of notes beside others, comes with Skipped
// saying why; when no part at all could be read, the last error comes too.
func (s *Source) Parts() iter.Seq2[*Part, error] {
	return func(yield func(*Part, error) bool) {
		understood, going := 0, true
		var why error
		files := s.box.Files()
		for _, f := range files {
			if err := s.ctx.Err(); err != nil {
				yield(nil, err)
				return
			}
			err := s.file(f, func(p *Part) bool {
				if p.Skipped == nil {
					understood++
				} else {
					why = p.Skipped
				}
				going = yield(p, nil)
				return going
			})
			if !going {
				return
			}
			if err != nil {
				if len(files) == 1 || s.ctx.Err() != nil || corpus.KindOf(err) == corpus.TooLarge {
					yield(nil, err)
					return
				}
				why = err
				if !yield(&Part{Name: f.Name, File: f.Name, Skipped: err}, nil) {
					return
				}
			}
		}
		if understood == 0 {
			if why == nil {
				why = corpus.Errorf(corpus.InvalidArgument, "%s holds nothing to import", s.Name).WithZH("%s 里没有可以导入的内容。", s.Name)
			}
			yield(nil, why)
		}
	}
}

// closing joins the closers of what a part was made of.
type closing []func() error

func (c *closing) add(f func() error) { *c = append(*c, f) }

func (c closing) close() error {
	var errs []error
	for i := len(c) - 1; i >= 0; i-- {
		errs = append(errs, c[i]())
	}
	return errors.Join(errs...)
}
