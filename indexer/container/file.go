package container

import (
	"archive/zip"
	"errors"
	"io"
	"sync/atomic"

	"chabiao/corpus"

	"github.com/klauspost/compress/gzip"
)

// File is one file of a container.
type File struct {
	Name string // for people; behind the container's name for a zip: archive.zip/dir/a.csv
	Size int64  // bytes unpacked; -1 when not known before it was read

	c      *Container
	layers []layer      // how to get at its bytes, from the outside to the inside
	plain  bool         // the bytes lie on disk as they are
	share  float64      // bytes of the source to a byte that is taken in here
	taken  atomic.Int64 // packed bytes that the latest pass took in
	far    atomic.Int64 // unpacked bytes of the farthest pass
}

// layer opens one packing: below is what lies under it (nil for the first).
// Closing the result need not close below.
type layer func(below io.Reader) (io.ReadCloser, error)

// Open starts a new pass over the file's bytes, unpacked. Reading fails with
// an explained error when the archive is damaged, or beyond a limit.
func (f *File) Open() (io.ReadCloser, error) {
	f.taken.Store(0)
	r := &reader{f: f}
	var below io.Reader
	for i, open := range f.layers {
		rc, err := open(below)
		if err == io.EOF {
			err = io.ErrUnexpectedEOF // an archive without so much as a header
		}
		if err != nil {
			return nil, errors.Join(f.c.readError(f.Name, err), r.Close())
		}
		r.closers = append(r.closers, rc)
		if below = rc; i == 0 {
			below = &counter{rc, &f.taken}
		}
	}
	r.r = below
	return r, nil
}

// counter counts what is taken in.
type counter struct {
	r io.Reader
	n *atomic.Int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n.Add(int64(n))
	return n, err
}

// reader is one pass over a file, with its limits.
type reader struct {
	f       *File
	r       io.Reader
	n       int64 // bytes that came out
	err     error // sticky
	closers []io.Closer
}

func (r *reader) Read(p []byte) (int, error) {
	if r.err != nil {
		return 0, r.err
	}
	n, err := r.r.Read(p)
	r.n += int64(n)
	f := r.f
	if err != nil && err != io.EOF {
		err = f.c.readError(f.Name, err)
	}
	if f.plain && err == io.EOF && r.n < f.Size {
		err = corpus.Errorf(corpus.Conflict, "%s became shorter while it was read", f.Name).
			WithHint("import it again when nothing writes to it any more").WithZH("%s 在读取时变短了。请等别的程序写完再导入。", f.Name)
	}
	if !f.plain {
		if lerr := f.limits(r.n); lerr != nil {
			n, err = 0, lerr
		}
	}
	r.err = err
	return n, err
}

// limits holds the file against bombs once n bytes came out of it.
func (f *File) limits(n int64) error {
	for far := f.far.Load(); n > far; far = f.far.Load() {
		if f.far.CompareAndSwap(far, n) {
			f.c.unpacked.Add(n - far)
			break
		}
	}
	switch {
	case f.c.unpacked.Load() > f.c.opt.MaxUnpacked:
		return errTooMuch(f.c.Name, f.c.opt.MaxUnpacked)
	case n > bombFrom && n/bombRatio > f.taken.Load():
		return errBomb(f.Name)
	case f.Size >= 0 && n > f.Size:
		return corpus.Errorf(corpus.InvalidArgument, "%s holds more than the archive says: it is damaged or made to deceive", f.Name).
			WithHint(hintAgain).WithZH("%s 的内容比压缩包声明的多，已损坏或有意伪造。请重新获取，或用别的工具解开后导入里面的文件。", f.Name)
	}
	return nil
}

func errBomb(name string) error {
	return corpus.Errorf(corpus.TooLarge, "%s unpacks to more than %d times its size, as archives do that are made to fill disks", name, bombRatio).
		WithHint("if it is what you expect, unpack it yourself and import its files").WithZH("%s 解开后是原来的 %d 倍以上，像是用来塞满磁盘的压缩包。如果确实如此，请自行解开后导入里面的文件。", name, bombRatio)
}

func (r *reader) Close() error {
	var errs []error
	for i := len(r.closers) - 1; i >= 0; i-- {
		errs = append(errs, r.closers[i].Close())
	}
	r.closers = nil
	if r.err == nil {
		r.err = errors.New("reading a file that was closed")
	}
	err := errors.Join(errs...)
	if err == nil {
		return nil
	}
	return r.f.c.readError(r.f.Name, err) // unpackers tell damage here too
}

// ReaderAt gives random access to the file: directly if it lies on disk as it
// is, else to a copy in an unlinked file in tempDir. The caller must call
// the function that comes with it when done.
func (f *File) ReaderAt(tempDir string) (io.ReaderAt, int64, func() error, error) {
	if f.plain {
		f.taken.Store(0)
		return &countingAt{f}, f.Size, func() error { return nil }, nil
	}
	r, err := f.Open()
	if err != nil {
		return nil, 0, nil, err
	}
	if tempDir == "" {
		tempDir = f.c.opt.TempDir
	}
	s, err := f.c.spool(tempDir, f.Name, r, f.c.opt.MaxUnpacked)
	if cerr := r.Close(); err == nil && cerr != nil {
		err = errors.Join(f.c.readError(f.Name, cerr), s.Close())
	}
	if err != nil {
		return nil, 0, nil, err
	}
	return s.file, s.size, s.Close, nil
}

// countingAt counts what is read at random as progress.
type countingAt struct{ f *File }

func (a *countingAt) ReadAt(p []byte, off int64) (int, error) {
	if err := a.f.c.ctx.Err(); err != nil {
		return 0, corpus.Errorf(corpus.Canceled, "reading was stopped: %w", err)
	}
	n, err := a.f.c.src.ReadAt(p, off)
	a.f.taken.Add(int64(n))
	return n, err
}

const hintAgain = "get the archive again, or unpack it with another tool and import its files"

// readError explains an error of reading, unless that was done before.
func (c *Container) readError(name string, err error) error {
	var e *corpus.Error
	switch {
	case errors.As(err, &e):
		return err
	case errors.Is(err, io.ErrUnexpectedEOF):
		return corpus.Errorf(corpus.InvalidArgument, "%s ends too early: it was cut short (%w)", name, err).WithHint(hintAgain).WithZH("%s 不完整，没有到结尾就断了。请重新获取，或用别的工具解开后导入里面的文件。", name)
	case errors.Is(err, gzip.ErrChecksum), errors.Is(err, zip.ErrChecksum):
		return corpus.Errorf(corpus.InvalidArgument, "%s is damaged: what was unpacked does not fit its checksum (%w)", name, err).WithHint(hintAgain).WithZH("%s 已损坏，校验不符。请重新获取，或用别的工具解开后导入里面的文件。", name)
	case errors.Is(err, zip.ErrAlgorithm):
		return corpus.Errorf(corpus.InvalidArgument, "%s is packed by a method that is not read here (%w)", name, err).
			WithHint("unpack it, and zip it again with the usual method (deflate)").WithZH("%s 用了不支持的压缩方法。请解开后按通常方法（deflate）重新打成 zip。", name)
	case errors.Is(err, gzip.ErrHeader), errors.Is(err, zip.ErrFormat), isCorrupt(err):
		return corpus.Errorf(corpus.InvalidArgument, "%s is damaged: %w", name, err).WithHint(hintAgain).WithZH("%s 已损坏。请重新获取，或用别的工具解开后导入里面的文件。", name)
	}
	return corpus.Errorf(corpus.Unavailable, "can't read %s: %w", name, err).WithZH("读不出 %s：磁盘没有正常应答。请检查磁盘后再试。", name)
}
