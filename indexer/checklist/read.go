package checklist

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"chabiao/corpus"
	"chabiao/indexer/container"
	"chabiao/indexer/docx"
	"chabiao/indexer/sheet"
)

// Text reads pasted text: a line an item, or a table where most lines have
// tabs, as spreadsheets give what is copied from them.
func Text(text string, opt Options) (*List, error) {
	if len(text) > MaxBytes {
		return nil, corpus.Errorf(corpus.TooLarge, "the text has more than %d MiB", MaxBytes>>20).WithField("numbers").WithHint("send it in several parts")
	}
	text = strings.ToValidUTF8(text, "\ufffd")
	if tabbed(text) {
		return textTable(strings.NewReader(text), sheet.Options{Encoding: "utf-8", Separator: "tab"}, opt)
	}
	var c collect
	at := int64(0)
	for line := range strings.Lines(text) {
		// Old Macs and some forms end lines with CR alone.
		for line := range strings.SplitSeq(strings.TrimRight(line, "\r\n"), "\r") {
			at++
			if strings.TrimSpace(line) == "" {
				continue
			}
			if err := c.add(Row{At: at, Cells: []sheet.Cell{{Text: line}}}); err != nil {
				return nil, err
			}
		}
	}
	return Lines(c.rows)
}

// tabbed reports whether most lines with content have tabs.
func tabbed(text string) bool {
	with, all := 0, 0
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		all++
		if strings.Contains(line, "\t") {
			with++
		}
	}
	return with*2 > all
}

// Lines makes a list of rows that each are a line of text.
func Lines(rows []Row) (*List, error) {
	if len(rows) > MaxRows {
		return nil, tooManyRows()
	}
	l := &List{Format: "text", Header: -1, Column: -1, Rows: rows}
	for i, r := range rows {
		if err := l.item(i, joined(r.Cells)); err != nil {
			return nil, err
		}
	}
	return l, nil
}

func joined(cells []sheet.Cell) string {
	if len(cells) == 1 {
		return cells[0].Text
	}
	var parts []string
	for _, c := range cells {
		if c.Text != "" && !c.Merged {
			parts = append(parts, c.Text)
		}
	}
	return strings.Join(parts, "\n")
}

// Reasons why a file is no list; those of package sheet are others.
var (
	ErrOldWord = errors.New("a document of Word before 2007, which is not read")
	ErrEmpty   = errors.New("empty")
	ErrKind    = errors.New("is not read")
	ErrOneFile = errors.New("one")
)

// Read reads a file of at most MaxBytes, told by its content; the name helps
// with texts. The errors say what its owner can do.
func Read(ctx context.Context, name string, data []byte, opt Options) (l *List, err error) {
	if len(data) > MaxBytes {
		return nil, corpus.Errorf(corpus.TooLarge, "%s has more than %d MiB", name, MaxBytes>>20).WithField("file").WithHint("send the sheet with the numbers only, or paste the column")
	}
	defer func() {
		if l != nil {
			l.Name = name
		}
	}()
	r := bytes.NewReader(data)
	switch kind := sheet.Sniff(data[:min(len(data), 64<<10)]); kind {
	case "zip":
		if docx.Is(r, r.Size()) {
			return word(r, r.Size())
		}
		return unpacked(ctx, name, r, opt)
	case "gzip":
		return unpacked(ctx, name, r, opt)
	default:
		return readAs(kind, name, r, r.Size(), opt)
	}
}

// readAs reads what a file of a kind holds.
func readAs(kind, name string, r io.ReaderAt, size int64, opt Options) (*List, error) {
	in := io.NewSectionReader(r, 0, size)
	switch kind {
	case "zip", "xls":
		l, err := workbook(r, size, opt)
		if errors.Is(err, sheet.ErrNotWorkbook) && strings.EqualFold(filepath.Ext(name), ".doc") {
			return nil, corpus.Errorf(corpus.InvalidArgument, "%s is %w", name, ErrOldWord).WithField("file").WithHint("save it as .docx, or paste its text")
		}
		return l, err
	case "html":
		t, err := sheet.OpenHTML(in, sheet.Options{})
		if err != nil {
			return nil, err
		}
		return closing(t, opt)
	case "text":
		return textFile(in, name, opt)
	case "empty":
		return nil, corpus.Errorf(corpus.InvalidArgument, "%s is %w", name, ErrEmpty).WithField("file")
	}
	return nil, corpus.Errorf(corpus.InvalidArgument, "%s %w: it is %s", name, ErrKind, kind).WithField("file").WithHint("send Excel, CSV, Word (.docx) or text, or paste the numbers")
}

// unpacked reads the one file in a zip or gzip; workbooks are zips too.
func unpacked(ctx context.Context, name string, in io.Reader, opt Options) (l *List, err error) {
	box, err := container.Open(ctx, "-", container.Options{Stdin: in, MaxUnpacked: maxUnpacked, TempDir: opt.TempDir})
	if kind := corpus.KindOf(err); err != nil && (kind == corpus.InvalidArgument || kind == corpus.TooLarge) {
		return nil, corpus.Errorf(kind, "%s: %s", name, strings.TrimPrefix(err.Error(), "- ")).WithField("file")
	}
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, box.Close()) }()
	files := box.Files()
	if len(files) != 1 {
		return nil, corpus.Errorf(corpus.InvalidArgument, "%s holds %d files, and is to hold %w", name, len(files), ErrOneFile).WithField("file").WithHint("send the one with the numbers")
	}
	r, size, done, err := files[0].ReaderAt(opt.TempDir)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, done()) }()
	if inner := files[0].Name; filepath.Ext(inner) != "" {
		name = inner
	} else {
		name = strings.TrimSuffix(name, filepath.Ext(name)) // list.csv.gz
	}
	head := make([]byte, min(size, 64<<10))
	if n, err := r.ReadAt(head, 0); err != nil && n < len(head) {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	kind := sheet.Sniff(head)
	if kind == "zip" && docx.Is(r, size) {
		return word(r, size)
	}
	return readAs(kind, name, r, size, opt)
}

// textFile reads a text: a table by its name or its tabs, else lines.
func textFile(in *io.SectionReader, name string, opt Options) (*List, error) {
	ext := strings.ToLower(filepath.Ext(name))
	if ext == ".csv" || ext == ".tsv" || ext == ".tab" {
		return textTable(in, sheet.Options{}, opt)
	}
	// The unit separator stands in no text: each record is a line.
	t, err := sheet.OpenText(in, sheet.Options{Separator: "\x1f"})
	if err != nil {
		return nil, err
	}
	var text strings.Builder
	var last int64
	for {
		row, err := t.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, errors.Join(err, t.Close())
		}
		for ; last < row.At-1; last++ {
			text.WriteByte('\n') // lines without content
		}
		s := strings.TrimRight(string(row.Raw), "\r\n")
		last += 1 + int64(strings.Count(s, "\n"))
		if text.WriteString(s + "\n"); text.Len() > MaxText {
			return nil, errors.Join(corpus.Errorf(corpus.TooLarge, "the text has more than %d MiB", MaxText>>20).WithField("file").WithHint("send it in several parts"), t.Close())
		}
	}
	encoding := t.Info().Encoding
	if err := t.Close(); err != nil {
		return nil, err
	}
	l, err := Text(text.String(), opt)
	if l != nil {
		l.Encoding = encoding
	}
	return l, err
}

func textTable(in io.Reader, how sheet.Options, opt Options) (*List, error) {
	t, err := sheet.OpenText(in, how)
	if err != nil {
		return nil, err
	}
	return closing(t, opt)
}

// word reads a Word document.
func word(r io.ReaderAt, size int64) (*List, error) {
	var c collect
	at := int64(0)
	err := docx.Read(r, size, func(b docx.Block) error {
		at++
		row := Row{At: at, table: b.Table}
		empty := true
		for _, text := range b.Cells {
			row.Cells = append(row.Cells, sheet.Cell{Text: text})
			empty = empty && strings.TrimSpace(text) == ""
		}
		if empty {
			return nil
		}
		return c.add(row)
	})
	if err != nil {
		return nil, err
	}
	return document(c.rows)
}
