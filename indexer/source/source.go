// Package source turns catalogue files into rows, whatever their format: each
// row as it stands in the file and as one JSON object of the entry format.
// It knows nothing of catalogues and indexes, and does not judge what a row
// says.
package source

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"strings"

	"chabiao/corpus"

	"github.com/klauspost/compress/gzip"
)

// Row is one row of a file.
type Row struct {
	At   int64  // line in the file where it begins, from 1
	Raw  []byte // as it stands in the file
	JSON []byte // as an object of the entry format; nil when Err says why not
	Err  error  // the row can't be read; the next one may
}

// Reader gives the rows of one file in order, then io.EOF. Another error ends
// the file.
type Reader interface {
	Next() (Row, error)
}

// MaxRow is the most bytes a row may have.
const MaxRow = 16 << 20

var errRowTooLong = fmt.Errorf("row is longer than %d MiB", MaxRow>>20)

// Formats that a file can be said to have.
const (
	JSONL = "jsonl"
	CSV   = "csv"
)

// File is an open catalogue file.
type File struct {
	Name string // base name, or "-" for standard input
	Size int64  // bytes on disk; 0 when not known
	Reader

	raw  *counter
	file io.Closer
	gz   *gzip.Reader
}

// counter counts and hashes what is read from disk.
type counter struct {
	r io.Reader
	n int64
	h hash.Hash
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	c.h.Write(p[:n])
	return n, err
}

// Open opens a file; "-" is standard input. The format is told by the name
// unless given. A .gz ending, or gzip's first bytes, means compressed.
func Open(path, format string) (*File, error) {
	f := &File{Name: filepath.Base(path)}
	var in io.Reader = os.Stdin
	if path != "-" {
		file, err := os.Open(path)
		if err != nil {
			return nil, corpus.Errorf(corpus.NotFound, "can't open %s: %w", path, err)
		}
		fi, err := file.Stat()
		if err == nil && fi.IsDir() {
			err = corpus.Errorf(corpus.InvalidArgument, "%s is a folder", path).WithHint("name its files")
		}
		if err != nil {
			return nil, errors.Join(err, file.Close())
		}
		in, f.file, f.Size = file, file, fi.Size()
	}
	f.raw = &counter{r: in, h: sha256.New()}
	if err := f.start(format); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

func (f *File) start(format string) error {
	br := bufio.NewReaderSize(f.raw, 1<<18)
	name := strings.ToLower(f.Name)
	if magic, _ := br.Peek(2); bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		gz, err := gzip.NewReader(br)
		if err != nil {
			return corpus.Errorf(corpus.InvalidArgument, "%s: gzip: %w", f.Name, err)
		}
		f.gz = gz
		br = bufio.NewReaderSize(gz, 1<<18)
		name = strings.TrimSuffix(name, ".gz")
	}
	if bom, _ := br.Peek(3); bytes.Equal(bom, []byte("\xef\xbb\xbf")) {
		br.Discard(3)
	}
	if format == "" {
		format = guess(name, br)
	}
	switch format {
	case JSONL:
		f.Reader = &jsonlReader{r: br}
	case CSV:
		r, err := newCSVReader(br)
		if err != nil {
			return corpus.Errorf(corpus.InvalidArgument, "%s: %w", f.Name, err)
		}
		f.Reader = r
	default:
		return corpus.Errorf(corpus.InvalidArgument, "%s: don't know the format %q", f.Name, format).WithField("format").
			WithHint("formats are jsonl and csv; say --format, or end the file's name in .jsonl or .csv, with .gz behind it if compressed")
	}
	return nil
}

// guess tells the format by the name, else by the first character.
func guess(name string, br *bufio.Reader) string {
	switch ext := strings.TrimPrefix(filepath.Ext(name), "."); ext {
	case "jsonl", "ndjson", "json":
		return JSONL
	case "csv":
		return CSV
	default:
		head, _ := br.Peek(64)
		if trimmed := bytes.TrimSpace(head); len(trimmed) > 0 && trimmed[0] == '{' {
			return JSONL
		}
		return ext
	}
}

// Read is how many bytes of the file have been read from disk.
func (f *File) Read() int64 { return f.raw.n }

// Sum is the SHA-256 of what has been read, in hexadecimal: of the whole file
// once Next has returned io.EOF.
func (f *File) Sum() string {
	io.Copy(io.Discard, f.raw) // what stands behind the last row
	return hex.EncodeToString(f.raw.h.Sum(nil))
}

// Close closes the file.
func (f *File) Close() error {
	var err error
	if f.gz != nil {
		err = f.gz.Close()
	}
	if f.file != nil {
		err = errors.Join(err, f.file.Close())
	}
	return err
}

// jsonlReader reads one JSON object a line; blank lines are passed over.
type jsonlReader struct {
	r    *bufio.Reader
	line int64
}

func (j *jsonlReader) Next() (Row, error) {
	for {
		line, err := readLine(j.r)
		if err != nil && !errors.Is(err, errRowTooLong) {
			return Row{}, err
		}
		j.line++
		if err != nil {
			return Row{At: j.line, Raw: line, Err: err}, nil
		}
		if trimmed := bytes.TrimSpace(line); len(trimmed) > 0 {
			return Row{At: j.line, Raw: line, JSON: trimmed}, nil
		}
	}
}

// readLine reads a line without its end. A line that is too long is passed
// over; its beginning comes with errRowTooLong.
func readLine(r *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := r.ReadSlice('\n')
		if len(line)+len(part) > MaxRow {
			head := append(line, part...)[:1024]
			for errors.Is(err, bufio.ErrBufferFull) {
				_, err = r.ReadSlice('\n')
			}
			return bytes.Clone(head), errRowTooLong
		}
		line = append(line, part...)
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
		case err == io.EOF && len(line) > 0, err == nil:
			return bytes.TrimRight(line, "\r\n"), nil
		default:
			return nil, err
		}
	}
}
