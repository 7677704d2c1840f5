package docx

import (
	"encoding/xml"
	"io"
	"strconv"
	"strings"
)

// reader walks the main part tag by tag.
type reader struct {
	x     *xml.Decoder
	yield func(Block) error

	buf        strings.Builder // text of the paragraph or cell
	text       int             // bytes of all texts
	blocks     int
	paragraphs int // open: a text box stands inside a paragraph
	tables     int // open
	table      int // number of the outermost one
	skip       int // open elements below one that is left out
	inText     bool
	row        []string
	span       int // columns that the cell takes beside its first
}

func (d *reader) read() error {
	for {
		t, err := d.x.RawToken()
		if err == io.EOF {
			return d.flush()
		}
		if err != nil {
			return damaged(err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			err = d.start(t)
		case xml.EndElement:
			err = d.end(t.Name.Local)
		case xml.CharData:
			if d.inText && d.skip == 0 {
				err = d.write(string(t))
			}
		}
		if err != nil {
			return err
		}
	}
}

func (d *reader) write(s string) error {
	if d.text += len(s); d.text > MaxText {
		return tooLarge()
	}
	d.buf.WriteString(s)
	return nil
}

// flush ends with what stands outside any paragraph, in a document that is cut
// short.
func (d *reader) flush() error {
	if d.tables > 0 && (len(d.row) > 0 || d.buf.Len() > 0) {
		d.row = append(d.row, d.take())
		return d.give(Block{Table: max(d.table, 1), Cells: d.row})
	}
	if d.buf.Len() > 0 {
		return d.give(Block{Cells: []string{d.take()}})
	}
	return nil
}

func (d *reader) take() string {
	s := strings.ToValidUTF8(strings.TrimRight(d.buf.String(), "\n"), "\ufffd")
	d.buf.Reset()
	return s
}

func (d *reader) give(b Block) error {
	if d.blocks += len(b.Cells); d.blocks > MaxCells {
		return tooLarge()
	}
	return d.yield(b)
}

func (d *reader) start(t xml.StartElement) error {
	if d.skip > 0 {
		d.skip++
		return nil
	}
	switch t.Name.Local {
	case "Fallback": // the same text again, for readers of older versions
		d.skip = 1
	case "p":
		d.paragraphs++
	case "t":
		d.inText = true
	case "tab", "ptab":
		// Tab stops stand among the properties of a paragraph under the same name.
		if attr(t, "val") == "" && d.paragraphs > 0 {
			return d.write("\t")
		}
	case "br", "cr":
		if d.paragraphs > 0 {
			return d.write("\n")
		}
	case "noBreakHyphen":
		return d.write("-")
	case "tbl":
		if d.tables++; d.tables == 1 {
			d.table++
			d.row = nil
		}
	case "tr":
		if d.tables == 1 {
			d.row = nil
		}
	case "tc":
		if d.tables == 1 {
			d.span = 0
			d.buf.Reset()
		}
	case "gridSpan":
		if n, err := strconv.Atoi(attr(t, "val")); err == nil && d.tables == 1 && n > 1 {
			d.span = min(n, maxSpan) - 1
		}
	case "gridBefore":
		if n, err := strconv.Atoi(attr(t, "val")); err == nil && d.tables == 1 && n > 0 {
			d.row = append(d.row, make([]string, min(n, maxSpan))...)
		}
	}
	return nil
}

func attr(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (d *reader) end(name string) error {
	if d.skip > 0 {
		d.skip--
		return nil
	}
	switch name {
	case "t":
		d.inText = false
	case "p":
		d.paragraphs = max(d.paragraphs-1, 0)
		if d.tables > 0 || d.paragraphs > 0 {
			return d.write("\n")
		}
		return d.give(Block{Cells: []string{d.take()}})
	case "tc":
		if d.tables == 1 {
			d.row = append(append(d.row, d.take()), make([]string, d.span)...)
			d.span = 0
			if len(d.row) > MaxCells {
				return tooLarge()
			}
		}
	case "tr":
		if d.tables == 1 {
			row := d.row
			d.row = nil
			return d.give(Block{Table: d.table, Cells: row})
		}
	case "tbl":
		d.tables = max(d.tables-1, 0)
		if d.tables == 0 {
			d.buf.Reset()
		}
	}
	return nil
}
