package sheet

import (
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
)

// xlsxBook is an open XLSX workbook: SpreadsheetML of ECMA-376, transitional
// or strict.
type xlsxBook struct {
	pack     *pack
	sheets   []Sheet
	parts    []string // of the sheets
	from1904 bool
	formats  formats
	stringsP string // part with the shared strings; empty if none
	store    *stringStore
	tempDir  string
}

func openXLSX(r io.ReaderAt, size int64, tempDir string) (Workbook, error) {
	p, err := openPackage(r, size)
	if err != nil {
		return nil, err
	}
	b := &xlsxBook{pack: p, tempDir: tempDir}
	main := p.main()
	switch {
	case strings.HasSuffix(strings.ToLower(main), ".bin"):
		return nil, refuse(ErrXLSB, nil)
	case p.file("encryptedpackage") != nil:
		return nil, refuse(ErrPassword, nil)
	case p.file(main) == nil:
		return nil, refuse(ErrNotWorkbook, errors.New("a zip without a workbook in it"))
	case p.file(main).Flags&1 != 0:
		return nil, refuse(ErrPassword, nil)
	}
	rels, err := p.relations(main)
	if err != nil {
		return nil, err
	}
	if err := b.readMain(main, rels); err != nil {
		return nil, err
	}
	if len(b.sheets) == 0 {
		return nil, refuse(ErrNotWorkbook, errors.New("no sheet with cells in it"))
	}
	for _, rel := range rels {
		switch rel.typ {
		case "sharedStrings":
			b.stringsP = rel.target
		case "styles":
			if p.file(rel.target) == nil {
				continue // all numbers are shown as numbers
			}
			if err := b.readStyles(rel.target); err != nil {
				return nil, err
			}
		}
	}
	// Some writers leave the relation out.
	if guess := path.Join(path.Dir(main), "sharedStrings.xml"); b.stringsP == "" && p.file(guess) != nil {
		b.stringsP = guess
	}
	return b, nil
}

// readMain reads the list of sheets.
func (b *xlsxBook) readMain(main string, rels map[string]relation) error {
	first := true
	return b.pack.scan(main, func(x *xmlReader) error {
		name := string(x.name)
		if first && name != "workbook" {
			return refuse(ErrNotWorkbook, fmt.Errorf("a document of another kind, <%.40s>", name))
		}
		first = false
		switch name {
		case "workbookPr":
			b.from1904 = xmlTrue(x.attr("date1904"))
		case "sheet":
			rel, ok := rels[string(x.attr("id"))]
			if !ok || rel.typ != "worksheet" || b.pack.file(rel.target) == nil {
				return nil // a chart, a dialog, macros
			}
			if len(b.sheets) >= maxPartItems {
				return refuse(ErrDamaged, errors.New("too many sheets"))
			}
			state := string(x.attr("state"))
			b.sheets = append(b.sheets, Sheet{Name: string(x.attr("name")), Hidden: state == "hidden" || state == "veryHidden"})
			b.parts = append(b.parts, rel.target)
		}
		return nil
	})
}

func xmlTrue(v []byte) bool { return string(v) == "1" || string(v) == "true" || string(v) == "on" }

// readStyles reads which cell formats show dates.
func (b *xlsxBook) readStyles(part string) error {
	inXfs := false
	b.formats.custom = map[int]string{}
	err := b.pack.scan(part, func(x *xmlReader) error {
		switch string(x.name) {
		case "numFmt":
			id, err := strconv.Atoi(string(x.attr("numFmtId")))
			if err == nil && len(b.formats.custom) < maxPartItems {
				b.formats.custom[id] = string(x.attr("formatCode"))
			}
		case "cellXfs":
			inXfs = true
		case "cellStyleXfs", "cellStyles", "dxfs":
			inXfs = false
		case "xf":
			if inXfs && len(b.formats.ids) < maxPartItems {
				id, err := strconv.Atoi(string(x.attr("numFmtId")))
				if err != nil {
					id = 0
				}
				b.formats.ids = append(b.formats.ids, id)
			}
		}
		return nil
	})
	b.formats.settle()
	return err
}

func (b *xlsxBook) Format() string  { return "xlsx" }
func (b *xlsxBook) Sheets() []Sheet { return b.sheets }

// Close removes what was put aside of the shared strings.
func (b *xlsxBook) Close() error {
	if b.store == nil {
		return nil
	}
	return b.store.close()
}

// Open reads the shared strings, once, and where the sheet's merged areas are.
func (b *xlsxBook) Open(i int) (Table, error) {
	if i < 0 || i >= len(b.sheets) {
		return nil, noSheet(i, len(b.sheets))
	}
	if b.store == nil {
		store, err := b.readStrings()
		if err != nil {
			return nil, err
		}
		b.store = store
	}
	t := &xlsxTable{book: b, info: Info{Format: "xlsx", Sheet: b.sheets[i].Name, Sheets: sheetNames(b.sheets)}}
	if err := b.readMerges(b.parts[i], &t.merges); err != nil {
		return nil, err
	}
	rc, err := b.pack.open(b.parts[i])
	if err != nil {
		return nil, err
	}
	t.part, t.xml = rc, newXMLReader(rc)
	return t, nil
}
