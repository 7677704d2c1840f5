package container

import (
	"bytes"
	"compress/flate"
	"errors"
	"io"
	"path"
	"slices"
	"strings"

	"chabiao/corpus"

	kflate "github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
)

// kind is what a file's first bytes say that it is.
type kind uint8

const (
	content kind = iota // nothing to unpack
	gzipped
	zipped
	foreign // an archive of a sort that is not read
)

// magicLen is how many bytes tell the kind; tar has its magic at 257.
const magicLen = 512

var foreignMagic = []struct {
	at    int
	magic string
	name  string
}{
	{0, "Rar!\x1a\x07", "RAR"}, {0, "7z\xbc\xaf\x27\x1c", "7-Zip"}, {0, "BZh", "bzip2"}, {0, "\xfd7zXZ\x00", "xz"},
	{0, "\x28\xb5\x2f\xfd", "Zstandard"}, {0, "\x04\x22\x4d\x18", "LZ4"}, {0, "\x1f\x9d", "compress"}, {257, "ustar", "tar"},
}

func kindOf(head []byte) (kind, string) {
	switch {
	case bytes.HasPrefix(head, []byte("\x1f\x8b")):
		return gzipped, "gzip"
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return zipped, "zip"
	}
	for _, f := range foreignMagic {
		if len(head) >= f.at && bytes.HasPrefix(head[f.at:], []byte(f.magic)) {
			return foreign, f.name
		}
	}
	return content, ""
}

// look finds out what the source holds.
func (c *Container) look() error {
	root := &File{Name: c.Name, Size: c.Size, c: c, plain: true, share: 1,
		layers: []layer{func(io.Reader) (io.ReadCloser, error) { return io.NopCloser(c.source()), nil }}}
	files, err := c.expand(root, 0)
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return corpus.Errorf(corpus.InvalidArgument, "%s holds no files", c.Name).
			WithHint("see what was packed into it").WithZH("%s 里没有文件。请看看打包时放了什么。", c.Name)
	}
	slices.SortStableFunc(files, func(a, b *File) int { return compareNames(a.Name, b.Name) })
	for _, f := range files {
		f.taken.Store(0)
	}
	c.files = files
	return nil
}

// expand gives the files that f holds: f itself unless it is an archive. depth
// is how many archives f lies in.
func (c *Container) expand(f *File, depth int) ([]*File, error) {
	head, err := f.head()
	if err != nil {
		return nil, err
	}
	k, name := kindOf(head)
	switch {
	case k == content, k == zipped && beginsDocument(head):
		return []*File{f}, nil
	case k == foreign:
		return nil, corpus.Errorf(corpus.InvalidArgument, "%s is packed by %s, which is not read here", f.Name, name).
			WithHint("unpack it and import its files, or pack them as zip or gzip").WithZH("%s 是 %s 压缩的，不能读取。请解开后导入里面的文件，或改用 zip、gzip。", f.Name, name)
	case k == gzipped:
		if depth == maxDepth {
			return nil, errDeep(f.Name)
		}
		return c.expand(c.gunzip(f), depth+1)
	}
	members, whole, err := c.unzip(f, depth)
	switch {
	case err != nil:
		return nil, err
	case whole:
		return []*File{f}, nil
	}
	var out []*File
	for _, m := range members {
		files, err := c.expand(m, depth+1)
		if err != nil {
			return nil, err
		}
		if out = append(out, files...); len(out) > MaxMembers {
			return nil, errMembers(c.Name)
		}
	}
	return out, nil
}

func errDeep(name string) error {
	return corpus.Errorf(corpus.InvalidArgument, "%s is an archive inside %d others", name, maxDepth).
		WithHint("unpack the outer ones and import what is in them").WithZH("%s 外面套了 %d 层压缩包。请先解开外层，再导入里面的文件。", name, maxDepth)
}

// head reads the beginning of a file.
func (f *File) head() ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	head := make([]byte, magicLen)
	n, err := io.ReadFull(r, head)
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		err = nil // shorter than that; an archive that was cut short has an error of our own
	}
	if cerr := r.Close(); err == nil { // a damaged file says so once
		err = cerr
	}
	return head[:n], err
}

// unzip lists the files of a zip. One that lies in another archive is kept in
// a temporary file, until Close if it has files of its own.
func (c *Container) unzip(f *File, depth int) ([]*File, bool, error) {
	if f.plain {
		return c.members(f, c.src, c.Size)
	}
	if len(c.spools) >= maxNested {
		return nil, false, corpus.Errorf(corpus.TooLarge, "%s holds more than %d archives", c.Name, maxNested).
			WithHint("unpack it and import what is in it").WithZH("%s 里的压缩包超过 %d 个。请解开后导入里面的文件。", c.Name, maxNested)
	}
	r, err := f.Open()
	if err != nil {
		return nil, false, err
	}
	s, err := c.spool(c.opt.TempDir, f.Name, r, c.opt.MaxUnpacked)
	if err = errors.Join(err, r.Close()); s == nil {
		return nil, false, err
	}
	var members []*File
	whole := false
	if err == nil {
		members, whole, err = c.members(f, s.file, s.size)
	}
	if err == nil && !whole && depth == maxDepth {
		err = errDeep(f.Name)
	}
	if err != nil || whole {
		return nil, whole, errors.Join(err, s.Close())
	}
	c.spools = append(c.spools, s)
	return members, false, nil
}

// gunzip is the file that a gzipped one holds.
func (c *Container) gunzip(f *File) *File {
	dir, base := path.Split(f.Name)
	if ext := path.Ext(base); strings.EqualFold(ext, ".gz") && len(base) > 3 {
		base = base[:len(base)-3]
	} else if strings.EqualFold(ext, ".tgz") {
		base = base[:len(base)-4] + ".tar"
	}
	layers := append(slices.Clip(f.layers), func(below io.Reader) (io.ReadCloser, error) { return gzip.NewReader(below) })
	return &File{Name: dir + base, Size: -1, c: c, share: f.share, layers: layers}
}

// isCorrupt reports whether err says that deflated bytes are wrong.
func isCorrupt(err error) bool {
	var a flate.CorruptInputError
	var b kflate.CorruptInputError
	return errors.As(err, &a) || errors.As(err, &b)
}
