// Package docx reads the text of a Word document (DOCX, WordprocessingML of
// ECMA-376): its paragraphs and the cells of its tables, in order. It knows no
// layout, no footnotes, headers or comments, and not what a text means; text
// that was deleted with changes tracked, and what fields are computed from, are
// left out.
package docx

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"chabiao/corpus"
)

// Bounds that keep a hostile document from costing more than it should.
const (
	MaxPart  = 64 << 20 // bytes of the unpacked main part
	MaxText  = 16 << 20 // bytes of text
	MaxCells = 1 << 18  // paragraphs and cells
	maxRels  = 1 << 20  // bytes of the part that names the main part
	maxSpan  = 64       // columns that a cell may take
)

// Block is a paragraph outside tables, or a row of a table.
type Block struct {
	Table int      // 0 for a paragraph; else the table of the row, from 1
	Cells []string // of a paragraph, one; lines within a cell end in \n
}

const (
	mainPart = "word/document.xml"
	relsPart = "_rels/.rels"
)

// Is says whether a file is a Word document of this kind.
func Is(r io.ReaderAt, size int64) bool {
	z, err := zip.NewReader(r, size)
	return err == nil && find(z, mainOf(z)) != nil && strings.HasPrefix(mainOf(z), "word/")
}

// Read gives the blocks of a document in order until yield returns an error,
// which it returns as it is. Blocks without text come too, as empty lines do in
// a text. Other errors say what is wrong with the file.
func Read(r io.ReaderAt, size int64, yield func(Block) error) error {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return damaged(err)
	}
	f := find(z, mainOf(z))
	switch {
	case f == nil:
		return corpus.Errorf(corpus.InvalidArgument, "this is no Word document: it has no text part").WithField("file").WithHint("save it as .docx, or paste its text")
	case f.Flags&1 != 0:
		return corpus.Errorf(corpus.InvalidArgument, "the document is protected by a password").WithField("file").WithHint("save it without one")
	case f.UncompressedSize64 > MaxPart:
		return tooLarge()
	}
	rc, err := f.Open()
	if err != nil {
		return damaged(err)
	}
	defer rc.Close()
	d := &reader{x: xml.NewDecoder(&bounded{rc, MaxPart}), yield: yield}
	d.x.CharsetReader = func(string, io.Reader) (io.Reader, error) {
		return nil, errors.New("its text is in no encoding of Unicode")
	}
	return d.read()
}

func find(z *zip.Reader, name string) *zip.File {
	for _, f := range z.File {
		if strings.EqualFold(strings.ReplaceAll(f.Name, `\`, "/"), name) {
			return f
		}
	}
	return nil
}

// mainOf is the name of the main part: what the package says, else where it
// usually stands.
func mainOf(z *zip.Reader) string {
	f := find(z, relsPart)
	if f == nil {
		return mainPart
	}
	rc, err := f.Open()
	if err != nil {
		return mainPart
	}
	defer rc.Close()
	var rels struct {
		List []struct {
			Type   string `xml:",attr"`
			Target string `xml:",attr"`
		} `xml:"Relationship"`
	}
	if err := xml.NewDecoder(io.LimitReader(rc, maxRels)).Decode(&rels); err != nil {
		return mainPart
	}
	for _, r := range rels.List {
		if strings.HasSuffix(r.Type, "/officeDocument") {
			return strings.TrimPrefix(r.Target, "/")
		}
	}
	return mainPart
}

// bounded fails behind so many bytes, whatever the archive said of the size.
type bounded struct {
	r    io.Reader
	left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, tooLarge()
	}
	n, err := b.r.Read(p[:min(int64(len(p)), b.left)])
	b.left -= int64(n)
	return n, err
}

func damaged(err error) error {
	var known *corpus.Error
	if errors.As(err, &known) {
		return err
	}
	return corpus.Errorf(corpus.InvalidArgument, "the document is damaged: %w", err).WithField("file").WithHint("open it in Word or WPS and save it again as .docx, or paste its text")
}

func tooLarge() error {
	return corpus.Errorf(corpus.TooLarge, "the document has too much text: at most %d MiB are read", MaxText>>20).WithField("file").WithHint("send the part with the numbers, or paste it")
}
