package indexer

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"chabiao/corpus"
	"chabiao/corpus/catalogue"
	"chabiao/indexer/sheet"
	"chabiao/indexer/source"
)

// Columns that come with refused rows beside their own. An import passes them
// over, so that a mended file can be imported as it is.
const (
	RejectReason = source.ReasonColumn
	RejectFile   = "_file 文件"
	RejectRow    = "_row 行号"
	RejectObject = "_object 原文" // the row, where it is no table's
)

// WriteRejects writes the refused rows of an import as CSV in the columns of
// the input, with the reason and the place of each, ready to be mended and
// imported again. Excel opens it as it is: the text begins with a byte order
// mark, and no cell is run as a formula. The apostrophe that this takes goes
// when the file is imported.
func WriteRejects(ctx context.Context, cat *catalogue.Catalogue, id int64, w io.Writer) error {
	d, err := ReportOf(ctx, cat, id)
	if err != nil && corpus.KindOf(err) != corpus.NotFound {
		return err
	}
	t := newRejectTable(d)
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	if err := out.Write(inert(t.header)); err != nil {
		return err
	}
	for r, err := range cat.Rejects(ctx, id, 0) {
		if err != nil {
			return err
		}
		if err := out.Write(inert(t.record(r))); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func inert(record []string) []string {
	for i, cell := range record {
		record[i] = sheet.Inert(cell)
	}
	return record
}

// WriteRejectObjects writes the refused rows of an import as JSON Lines: the
// object as it was with the reason beside its keys. A row that is no object
// stands under a key of its own.
func WriteRejectObjects(ctx context.Context, cat *catalogue.Catalogue, id int64, w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for r, err := range cat.Rejects(ctx, id, 0) {
		if err != nil {
			return err
		}
		object := make(map[string]any)
		var own map[string]json.RawMessage
		if json.Unmarshal(r.Raw, &own) == nil {
			for k, v := range own {
				object[k] = v
			}
		} else {
			object[RejectObject] = strings.ToValidUTF8(string(r.Raw), "\ufffd")
		}
		object[RejectReason], object[RejectFile], object[RejectRow] = r.Reasons(), r.File, r.At
		if err := enc.Encode(object); err != nil {
			return err
		}
	}
	return nil
}

// rejectTable is the columns of all parts together, and the places of each
// part's in them.
type rejectTable struct {
	header []string
	parts  map[string]rejectPart
	object int // column of rows that are no table's; -1 when there are none
}

type rejectPart struct {
	separator rune
	places    []int
}

func newRejectTable(d *Detail) *rejectTable {
	t := &rejectTable{parts: make(map[string]rejectPart), object: -1}
	if d == nil {
		d = &Detail{}
	}
	for _, p := range d.Parts {
		if len(p.Columns) == 0 {
			t.object = 0
			continue
		}
		part := rejectPart{separator: ','}
		if sep := []rune(p.Info.Separator); len(sep) == 1 {
			part.separator = sep[0]
		}
		used := make(map[int]bool)
		for _, c := range p.Columns {
			name := c.Heading
			if name == "" {
				name = c.Letter
			}
			at := slices.Index(t.header, name)
			for at >= 0 && used[at] { // two columns of one heading
				if next := slices.Index(t.header[at+1:], name); next >= 0 {
					at += 1 + next
				} else {
					at = -1
				}
			}
			if at < 0 {
				at = len(t.header)
				t.header = append(t.header, name)
			}
			used[at] = true
			part.places = append(part.places, at)
		}
		t.parts[p.Name] = part
	}
	if t.object == 0 || len(t.header) == 0 {
		t.object = len(t.header)
		t.header = append(t.header, RejectObject)
	}
	t.header = append(t.header, RejectReason, RejectFile, RejectRow)
	return t
}

func (t *rejectTable) record(r *catalogue.Reject) []string {
	out := make([]string, len(t.header))
	n := len(out)
	out[n-3], out[n-2], out[n-1] = r.Reasons(), r.File, strconv.FormatInt(r.At, 10)
	text := strings.ToValidUTF8(string(r.Raw), "\ufffd")
	if part, ok := t.parts[r.File]; ok {
		in := csv.NewReader(bytes.NewReader([]byte(text)))
		in.Comma, in.LazyQuotes, in.FieldsPerRecord = part.separator, true, -1
		if cells, err := in.Read(); err == nil || errors.Is(err, csv.ErrFieldCount) {
			for i, cell := range cells {
				if i < len(part.places) {
					out[part.places[i]] = cell
				}
			}
			return out
		}
	}
	if t.object >= 0 {
		out[t.object] = text
	} else {
		out[0] = text
	}
	return out
}
