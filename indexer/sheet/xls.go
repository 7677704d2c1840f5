package sheet

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/richardlehane/mscfb"
)

// Records of BIFF that are read, by the names of [MS-XLS] 2.3.
const (
	recFormula     = 0x0006
	recEOF         = 0x000A
	recDateMode    = 0x0022
	recFilePass    = 0x002F
	recContinue    = 0x003C
	recCodePage    = 0x0042
	recBoundSheet  = 0x0085
	recMulRk       = 0x00BD
	recRString     = 0x00D6
	recXF          = 0x00E0
	recMergedCells = 0x00E5
	recSST         = 0x00FC
	recLabelSST    = 0x00FD
	recNumber      = 0x0203
	recLabel       = 0x0204
	recBoolErr     = 0x0205
	recString      = 0x0207
	recRK          = 0x027E
	recFormat      = 0x041E
	recBOF         = 0x0809
)

const (
	biff5 = 0x0500 // Excel 5.0 and 95
	biff8 = 0x0600 // Excel 97 to 2003, WPS .et
)

// xlsBook is an open XLS workbook.
type xlsBook struct {
	open     func() io.ReadSeeker // the workbook's stream, from its beginning
	version  int
	codepage *charset // of byte strings, BIFF5
	sheets   []Sheet
	offsets  []int64 // of the sheets, in the stream
	from1904 bool
	formats  formats
	store    *stringStore
}

// openOLE opens the workbook in a compound file.
func openOLE(r io.ReaderAt, size int64, tempDir string) (_ Workbook, err error) {
	files, err := oleFiles(r)
	if err != nil {
		return nil, refuse(ErrDamaged, err)
	}
	var found *mscfb.File
	kind := "an OLE file without a workbook in it"
	for _, f := range files {
		if len(f.Path) > 0 {
			continue // of a document inside the document
		}
		switch strings.ToLower(f.Name) {
		case "encryptedpackage", "encryptioninfo":
			return nil, refuse(ErrPassword, nil)
		case "workbook":
			found = f
		case "book":
			if found == nil {
				found = f
			}
		case "worddocument":
			kind = "a Word document"
		case "powerpoint document":
			kind = "a PowerPoint presentation"
		}
	}
	switch {
	case found == nil:
		return nil, refuse(ErrNotWorkbook, errors.New(kind))
	case found.Size > size:
		return nil, refuse(ErrDamaged, fmt.Errorf("%d bytes of %d are there", size, found.Size))
	}
	return openStream(func() io.ReadSeeker {
		f := *found // with a place of its own
		return &guard{&f}
	}, tempDir)
}

// oleFiles lists the streams of a compound file. mscfb is made for whole
// files; whatever it stumbles on in a broken one is an error here.
func oleFiles(r io.ReaderAt) (_ []*mscfb.File, err error) {
	defer recovered(&err)
	doc, err := mscfb.New(r)
	if err != nil {
		return nil, err
	}
	return doc.File, nil
}

func recovered(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("compound file: %v", p)
	}
}

type guard struct{ f *mscfb.File }

func (g *guard) Read(p []byte) (n int, err error) {
	defer recovered(&err)
	return g.f.Read(p)
}

func (g *guard) Seek(off int64, whence int) (n int64, err error) {
	defer recovered(&err)
	return g.f.Seek(off, whence)
}

// openBIFF opens a workbook's stream that stands in a file by itself.
func openBIFF(r io.ReaderAt, size int64, tempDir string) (Workbook, error) {
	return openStream(func() io.ReadSeeker { return io.NewSectionReader(r, 0, size) }, tempDir)
}

func openStream(open func() io.ReadSeeker, tempDir string) (_ Workbook, err error) {
	b := &xlsBook{open: open, codepage: gb18030Set, store: &stringStore{dir: tempDir}}
	defer func() {
		if err != nil {
			_ = b.store.close() // the first error says more
		}
	}()
	if err := b.readGlobals(newBIFFReader(open())); err != nil {
		return nil, err
	}
	b.formats.settle()
	if len(b.sheets) == 0 {
		return nil, refuse(ErrNotWorkbook, errors.New("no sheet with cells in it"))
	}
	return b, nil
}

// readGlobals reads the records that come before all sheets.
func (b *xlsBook) readGlobals(r *biffReader) error {
	id, data, err := r.next()
	if err != nil {
		return refuse(ErrDamaged, err)
	}
	if id != recBOF || len(data) < 4 {
		if id&^0x0600 == 0x0009 || id == recBOF {
			return refuse(ErrOldXLS, nil)
		}
		return refuse(ErrDamaged, errors.New("its stream does not begin as a workbook"))
	}
	if b.version = int(binary.LittleEndian.Uint16(data)); b.version != biff8 && b.version != biff5 {
		return refuse(ErrOldXLS, nil)
	}
	b.formats.custom = map[int]string{}
	for {
		id, data, err := r.next()
		if err != nil {
			return refuse(ErrDamaged, fmt.Errorf("in the workbook's globals: %w", err))
		}
		switch id {
		case recEOF:
			return nil
		case recFilePass:
			return refuse(ErrPassword, nil)
		case recCodePage:
			if len(data) >= 2 {
				b.codepage = codepage(binary.LittleEndian.Uint16(data))
			}
		case recDateMode:
			b.from1904 = len(data) >= 2 && data[0] == 1
		case recBoundSheet:
			b.boundSheet(data)
		case recFormat:
			if len(data) > 2 && len(b.formats.custom) < maxPartItems {
				id := int(binary.LittleEndian.Uint16(data))
				if b.version == biff8 {
					b.formats.custom[id] = newRun(r, data[2:]).text(2)
				} else {
					b.formats.custom[id] = b.byteString(data[2:], 1)
				}
			}
		case recXF:
			if len(data) >= 4 && len(b.formats.ids) < maxPartItems {
				b.formats.ids = append(b.formats.ids, int(binary.LittleEndian.Uint16(data[2:])))
			}
		case recSST:
			if err := b.readSST(newRun(r, data)); err != nil {
				return err
			}
		}
	}
}

// boundSheet takes a sheet, if it is one with cells.
func (b *xlsBook) boundSheet(data []byte) {
	if len(data) < 7 || data[5] != 0 || len(b.sheets) >= 1<<16 {
		return // charts, macros
	}
	name := ""
	if b.version == biff8 {
		name = newRun(nil, data[6:]).text(1)
	} else {
		name = b.byteString(data[6:], 1)
	}
	b.sheets = append(b.sheets, Sheet{Name: name, Hidden: data[4]&3 != 0})
	b.offsets = append(b.offsets, int64(binary.LittleEndian.Uint32(data)))
}

// codepage is the encoding of a Windows code page.
func codepage(n uint16) *charset {
	if c := findCharset(fmt.Sprintf("cp%d", n)); c != nil && c.enc != nil {
		return c
	}
	return latin1Set
}

func (b *xlsBook) Format() string  { return "xls" }
func (b *xlsBook) Sheets() []Sheet { return b.sheets }
func (b *xlsBook) Close() error    { return b.store.close() }
