package container

import (
	"archive/zip"
	"encoding/binary"
	"errors"
	"io"
	"path"
	"strings"
	"sync/atomic"
	"unicode"
	"unicode/utf8"

	"chabiao/corpus"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// members lists the files of a zip; whole says that it is one document (an
// Office file of ISO/IEC 29500 or OpenDocument) and must not be unpacked.
func (c *Container) members(f *File, at io.ReaderAt, size int64) (files []*File, whole bool, err error) {
	bounded := &boundedAt{r: at}
	bounded.left.Store(directoryBytes)
	zr, err := zip.NewReader(bounded, size)
	switch {
	case bounded.left.Load() < 0:
		return nil, false, errMembers(f.Name)
	case errors.Is(err, zip.ErrInsecurePath): // names are for show only
	case errors.Is(err, zip.ErrFormat):
		return nil, false, corpus.Errorf(corpus.InvalidArgument, "%s has no list of its files: the archive was cut short or is damaged (%w)", f.Name, err).
			WithHint(hintAgain).WithZH("%s 没有文件目录，压缩包不完整或已损坏。请重新获取，或用别的工具解开后导入里面的文件。", f.Name)
	case err != nil:
		return nil, false, c.readError(f.Name, err)
	}
	bounded.off.Store(true)
	var total, packed uint64
	for _, m := range zr.File {
		if ofDocument(m.Name) || m.Name == "META-INF/manifest.xml" && zr.File[0].Name == "mimetype" {
			return nil, true, nil
		}
		if passedOver(m.Name) {
			continue
		}
		name := f.Name + "/" + memberName(m.Name)
		if m.Flags&0x2041 != 0 { // encrypted, strongly so, or with a masked header: APPNOTE 4.4.4
			return nil, false, corpus.Errorf(corpus.InvalidArgument, "%s is protected by a password", name).
				WithHint("unpack the archive with the password and import its files").WithZH("%s 有密码保护。请用密码解开后导入里面的文件。", name)
		}
		total += m.UncompressedSize64
		if m.UncompressedSize64 > uint64(c.opt.MaxUnpacked) || total > uint64(c.opt.MaxUnpacked) {
			return nil, false, errTooMuch(c.Name, c.opt.MaxUnpacked)
		}
		if total > bombFrom && total/bombRatio > uint64(size) {
			return nil, false, errBomb(f.Name)
		}
		if len(files) == MaxMembers {
			return nil, false, errMembers(f.Name)
		}
		packed += m.CompressedSize64
		files = append(files, c.member(m, name))
	}
	// The packed bytes of the files together stand for all of the archive, and
	// those of a nested archive for the bytes of the source that hold it.
	outer := float64(size)
	if !f.plain {
		outer = float64(f.taken.Load())
	}
	for _, m := range files {
		m.share = f.share * outer / float64(max(packed, 1))
	}
	return files, false, nil
}

// member is a file of a zip, read by its packed bytes, which progress counts.
func (c *Container) member(m *zip.File, name string) *File {
	out := &File{Name: name, Size: int64(m.UncompressedSize64), c: c}
	out.layers = []layer{
		func(io.Reader) (io.ReadCloser, error) {
			raw, err := m.OpenRaw()
			if err != nil {
				return nil, err
			}
			return io.NopCloser(&ctxReader{c.ctx, raw}), nil
		},
		func(below io.Reader) (io.ReadCloser, error) { return unpack(m, below) },
	}
	return out
}

func errMembers(name string) error {
	return corpus.Errorf(corpus.TooLarge, "%s holds more than %d files", name, MaxMembers).
		WithHint("pack them into several archives, or join the files").WithZH("%s 里的文件超过 %d 个。请分成几个压缩包，或把文件合并。", name, MaxMembers)
}

// ofDocument reports whether a member of this name makes the zip an Office
// Open XML document (ISO/IEC 29500-2) rather than an archive.
func ofDocument(name string) bool {
	return name == "[Content_Types].xml" || strings.HasPrefix(name, "xl/")
}

// beginsDocument tells most such documents by the local header that they begin
// with, which spares unpacking them for their directory (APPNOTE 4.3.7).
func beginsDocument(head []byte) bool {
	if len(head) < 30 {
		return false
	}
	name := head[30:]
	if n := int(binary.LittleEndian.Uint16(head[26:])); n < len(name) {
		name = name[:n]
	}
	return ofDocument(string(name))
}

// passedOver reports whether a member is a folder, or left by an operating
// system or office program and of no use.
func passedOver(name string) bool {
	name = strings.ReplaceAll(name, `\`, "/")
	base := path.Base(name)
	return strings.HasSuffix(name, "/") || strings.HasPrefix(name, "__MACOSX/") || strings.Contains(name, "/__MACOSX/") ||
		strings.HasPrefix(base, "~$") || strings.HasPrefix(base, "._") || strings.HasPrefix(base, ".~lock.") ||
		base == ".DS_Store" || base == "Thumbs.db" || base == "desktop.ini"
}

// memberName makes a name fit to be shown: in UTF-8, from GBK as Chinese
// Windows writes it, without control characters and ways out of a folder.
func memberName(name string) string {
	if !utf8.ValidString(name) {
		if s, err := simplifiedchinese.GB18030.NewDecoder().String(name); err == nil {
			name = s
		}
		name = strings.ToValidUTF8(name, "\ufffd")
	}
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return '\ufffd'
		}
		return r
	}, strings.ReplaceAll(name, `\`, "/"))
	return strings.TrimPrefix(path.Clean("/"+name), "/")
}

// boundedAt bounds what may be read of a zip's directory before it is known
// how many files it lists.
type boundedAt struct {
	r    io.ReaderAt
	left atomic.Int64
	off  atomic.Bool
}

func (b *boundedAt) ReadAt(p []byte, off int64) (int, error) {
	if !b.off.Load() && b.left.Add(-int64(len(p))) < 0 {
		return 0, zip.ErrFormat
	}
	return b.r.ReadAt(p, off)
}

// compareNames orders names with the numbers in them by value, so that part 2
// comes before part 10.
func compareNames(a, b string) int {
	for a != "" && b != "" {
		na, nb := digits(a), digits(b)
		if na > 0 && nb > 0 {
			x, y := strings.TrimLeft(a[:na], "0"), strings.TrimLeft(b[:nb], "0")
			if len(x) != len(y) {
				return len(x) - len(y)
			}
			if c := strings.Compare(x, y); c != 0 {
				return c
			}
			a, b = a[na:], b[nb:]
			continue
		}
		if a[0] != b[0] {
			return int(a[0]) - int(b[0])
		}
		a, b = a[1:], b[1:]
	}
	return len(a) - len(b)
}

func digits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}
