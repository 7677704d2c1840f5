package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/klauspost/compress/flate"
)

// Bounds of a workbook's package.
const (
	expansionFrom = 64 << 20 // bytes of a part from which MaxExpansion holds
	maxDirectory  = 8 << 20  // bytes of the zip's directory: some 100,000 parts
	maxPartRAM    = 64 << 20 // bytes of a part that describes others
	maxPartItems  = 1 << 20  // relations, sheets or formats that it may list
)

// pack is the package of an OOXML file: a zip whose parts refer to each other
// (ECMA-376 part 2).
type pack struct {
	parts map[string]*zip.File // by name, lower case, / between folders
}

// relation is one of a part's references to another.
type relation struct{ typ, target string }

func openPackage(r io.ReaderAt, size int64) (*pack, error) {
	if n := directorySize(r, size); n > maxDirectory {
		return nil, refuse(ErrBomb, fmt.Errorf("its directory alone has %d MiB", n>>20))
	}
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, refuse(ErrDamaged, err)
	}
	// Inflating is half of the work on a large workbook.
	z.RegisterDecompressor(zip.Deflate, flate.NewReader)
	p := &pack{parts: make(map[string]*zip.File, len(z.File))}
	var total uint64
	for _, f := range z.File {
		if total += f.UncompressedSize64; total > MaxUnpacked || f.UncompressedSize64 > MaxUnpacked {
			return nil, refuse(ErrBomb, fmt.Errorf("more than %d GiB", int64(MaxUnpacked)>>30))
		}
		name := strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/"))
		if _, twice := p.parts[name]; !twice {
			p.parts[name] = f
		}
	}
	return p, nil
}

// directorySize is what the end of a zip says of its directory's size, in
// bytes; 0 if it has no end. It is looked at first because archive/zip reads
// all of the directory into memory.
func directorySize(r io.ReaderAt, size int64) uint64 {
	tail := make([]byte, min(size, 66<<10))
	n, err := r.ReadAt(tail, size-int64(len(tail)))
	if err != nil && err != io.EOF {
		return 0
	}
	tail = tail[:n]
	i := bytes.LastIndex(tail, []byte("PK\x05\x06"))
	if i < 0 || len(tail) < i+22 {
		return 0
	}
	if n := binary.LittleEndian.Uint32(tail[i+12:]); n != 1<<32-1 {
		return uint64(n)
	}
	// zip64: a locator before the end says where the larger record is.
	end := make([]byte, 56)
	if i < 20 || !bytes.HasPrefix(tail[i-20:], []byte("PK\x06\x07")) {
		return 1<<32 - 1
	}
	if _, err := r.ReadAt(end, int64(binary.LittleEndian.Uint64(tail[i-12:]))); err != nil {
		return 1<<32 - 1
	}
	return binary.LittleEndian.Uint64(end[40:])
}

func (p *pack) file(name string) *zip.File { return p.parts[strings.ToLower(name)] }

// open unpacks a part. archive/zip stops it at the size it was said to have,
// and checks its sum at the end.
func (p *pack) open(name string) (io.ReadCloser, error) {
	f := p.file(name)
	if f == nil {
		return nil, refuse(ErrDamaged, fmt.Errorf("its part %s is missing", name))
	}
	if f.Flags&1 != 0 {
		return nil, refuse(ErrPassword, nil)
	}
	if f.UncompressedSize64 > expansionFrom && f.UncompressedSize64/MaxExpansion > f.CompressedSize64 {
		return nil, refuse(ErrBomb, fmt.Errorf("its part %s grows more than %d times", name, MaxExpansion))
	}
	rc, err := f.Open()
	if err != nil {
		return nil, refuse(ErrDamaged, fmt.Errorf("part %s: %w", name, err))
	}
	return rc, nil
}

// scan calls do with each start tag of a part that describes others.
func (p *pack) scan(name string, do func(x *xmlReader) error) error {
	f := p.file(name)
	if f != nil && f.UncompressedSize64 > maxPartRAM {
		return refuse(ErrBomb, fmt.Errorf("its part %s has more than %d MiB", name, maxPartRAM>>20))
	}
	rc, err := p.open(name)
	if err != nil {
		return err
	}
	defer rc.Close()
	x := newXMLReader(rc)
	for {
		kind, err := x.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return refuse(ErrDamaged, fmt.Errorf("part %s: %w", name, err))
		}
		if kind == xmlStart {
			if err := do(x); err != nil {
				return err
			}
		}
	}
}

// relations are the references of a part, by id; none if it has none.
func (p *pack) relations(name string) (map[string]relation, error) {
	dir, base := path.Split(name)
	rels := dir + "_rels/" + base + ".rels"
	out := map[string]relation{}
	if p.file(rels) == nil {
		return out, nil
	}
	err := p.scan(rels, func(x *xmlReader) error {
		if string(x.name) != "Relationship" || strings.EqualFold(string(x.attr("TargetMode")), "External") {
			return nil
		}
		if len(out) > maxPartItems {
			return refuse(ErrDamaged, errors.New("too many relations"))
		}
		target := strings.ReplaceAll(string(x.attr("Target")), `\`, "/")
		if !strings.HasPrefix(target, "/") {
			target = path.Join("/", dir, target)
		}
		typ := string(x.attr("Type"))
		out[string(x.attr("Id"))] = relation{typ[strings.LastIndexByte(typ, '/')+1:], strings.TrimPrefix(path.Clean(target), "/")}
		return nil
	})
	return out, err
}

// main is the name of the package's main part.
func (p *pack) main() string {
	rels, err := p.relations("")
	if err == nil {
		for _, r := range rels {
			if r.typ == "officeDocument" && p.file(r.target) != nil {
				return r.target
			}
		}
	}
	if p.file("xl/workbook.bin") != nil {
		return "xl/workbook.bin"
	}
	return "xl/workbook.xml"
}

var errFound = errors.New("found")

// isWorkbook says whether a part's first element is a workbook.
func (p *pack) isWorkbook(name string) bool {
	found := false
	err := p.scan(name, func(x *xmlReader) error {
		found = string(x.name) == "workbook"
		return errFound
	})
	return errors.Is(err, errFound) && found
}
