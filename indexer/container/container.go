// Package container opens what a path or standard input holds: one file, or
// files packed by gzip or zip, told by their first bytes and not by their
// names. It bounds what unpacking may cost and says what is wrong with an
// archive. It does not know what the files mean; workbooks (.xlsx and their
// like) are zips to the eye and stay whole.
package container

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"

	"chabiao/corpus"
)

// Limits of unpacking.
const (
	DefaultMaxUnpacked = 8 << 30  // bytes that all files of a container may have unpacked
	MaxMembers         = 10000    // files in an archive
	maxDepth           = 2        // archives inside one another
	maxNested          = 100      // zips inside archives: each is an open temporary file
	bombRatio          = 200      // unpacked bytes to a packed one …
	bombFrom           = 64 << 20 // … once so many came out
	directoryBytes     = 16 << 20 // of a zip's central directory
)

// Options say how to open a container.
type Options struct {
	Stdin       io.Reader // read for the path "-"; os.Stdin when nil
	MaxUnpacked int64     // bytes; DefaultMaxUnpacked when 0
	TempDir     string    // where standard input and nested archives are kept meanwhile; os.TempDir when empty
}

// Container is an open path. Its files may be read side by side, and again
// and again, until Close.
type Container struct {
	Name string // base name, or "-" for standard input
	Size int64  // bytes on disk, or that came over standard input

	ctx   context.Context
	opt   Options
	src   *os.File
	files []*File

	spools   []*spool     // what Close gives back besides src
	unpacked atomic.Int64 // bytes, each file's farthest pass

	mu  sync.Mutex
	sum string // hexadecimal; empty until known
}

// Open looks into a file; "-" is standard input, which is kept in an unlinked
// temporary file, as are pipes and archives inside archives. The context
// ends every read of the container and its files. Errors say of an archive
// what is wrong with it: kind InvalidArgument, or TooLarge beyond a limit,
// NotFound for a path that is not there, Unavailable when the disk is full.
func Open(ctx context.Context, path string, opt Options) (*Container, error) {
	if opt.MaxUnpacked <= 0 {
		opt.MaxUnpacked = DefaultMaxUnpacked
	}
	if opt.TempDir == "" {
		opt.TempDir = os.TempDir()
	}
	c := &Container{Name: filepath.Base(path), ctx: ctx, opt: opt}
	err := c.openSource(path)
	if err == nil {
		err = c.look()
	}
	if err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return c, nil
}

func (c *Container) openSource(path string) error {
	if path == "-" {
		in := c.opt.Stdin
		if in == nil {
			in = os.Stdin
		}
		return c.keepSource(in)
	}
	f, err := os.Open(path)
	if err != nil {
		kind := corpus.NotFound
		if errors.Is(err, os.ErrPermission) {
			kind = corpus.InvalidArgument
		}
		return corpus.Errorf(kind, "can't open %s: %w", path, err).WithHint("check the name and that the file may be read")
	}
	fi, err := f.Stat()
	switch {
	case err != nil:
		return errors.Join(corpus.Errorf(corpus.InvalidArgument, "can't look at %s: %w", path, err), f.Close())
	case fi.IsDir():
		return errors.Join(corpus.Errorf(corpus.InvalidArgument, "%s is a folder", path).WithHint("name its files, or zip it"), f.Close())
	case !fi.Mode().IsRegular(): // a pipe: it can be read but once
		return errors.Join(c.keepSource(f), f.Close())
	}
	c.src, c.Size = f, fi.Size()
	return nil
}

// keepSource copies a stream to an unlinked file, hashing it.
func (c *Container) keepSource(in io.Reader) error {
	h := sha256.New()
	s, err := c.spool(c.opt.TempDir, c.Name, io.TeeReader(in, h), c.opt.MaxUnpacked)
	if err != nil {
		return err
	}
	c.spools = append(c.spools, s)
	c.src, c.Size, c.sum = s.file, s.size, hex.EncodeToString(h.Sum(nil))
	return nil
}

// Files are the files that the container holds, at least one: by name, with
// numbers in names in the order of their values.
func (c *Container) Files() []*File { return c.files }

// Read is how many bytes of the source, of Size, the latest passes over the
// files have taken in. It estimates progress and may be read at any time.
func (c *Container) Read() int64 {
	var n float64
	for _, f := range c.files {
		n += float64(f.taken.Load()) * f.share
	}
	return min(int64(n), c.Size)
}

// Sum is the SHA-256 of the bytes on disk, in hexadecimal. It is known once a
// file that is the whole source was read to its end; else the source is read
// for it now.
func (c *Container) Sum() (string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.sum != "" {
		return c.sum, nil
	}
	h := sha256.New()
	n, err := io.Copy(h, &ctxReader{c.ctx, io.NewSectionReader(c.src, 0, c.Size)})
	if err == nil && n != c.Size {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return "", c.readError(c.Name, err)
	}
	c.sum = hex.EncodeToString(h.Sum(nil))
	return c.sum, nil
}

// hashing learns the source's sum from a pass over all of it.
type hashing struct {
	c *Container
	r io.Reader
	h hash.Hash
	n int64
}

func (t *hashing) Read(p []byte) (int, error) {
	n, err := t.r.Read(p)
	t.h.Write(p[:n])
	if t.n += int64(n); n > 0 && t.n == t.c.Size {
		t.c.mu.Lock()
		if t.c.sum == "" {
			t.c.sum = hex.EncodeToString(t.h.Sum(nil))
		}
		t.c.mu.Unlock()
	}
	return n, err
}

// source is a new pass over the bytes on disk.
func (c *Container) source() io.Reader {
	r := io.Reader(io.NewSectionReader(c.src, 0, c.Size))
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.sum == "" {
		r = &hashing{c: c, r: r, h: sha256.New()}
	}
	return &ctxReader{c.ctx, r}
}

// Close gives back files and temporary space. Files of the container can't be
// read after it.
func (c *Container) Close() error {
	var errs []error
	owned := false
	for _, s := range c.spools {
		owned = owned || s.file == c.src
		errs = append(errs, s.Close())
	}
	if c.src != nil && !owned {
		errs = append(errs, c.src.Close())
	}
	return errors.Join(errs...)
}

// ctxReader ends reading when its context ends.
type ctxReader struct {
	ctx context.Context
	r   io.Reader
}

func (r *ctxReader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, corpus.Errorf(corpus.Canceled, "reading was stopped: %w", err)
	}
	return r.r.Read(p)
}
