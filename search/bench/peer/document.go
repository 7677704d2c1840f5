package peer

import (
	"context"
	"slices"
	"strings"

	"chabiao/corpus/class"
	"chabiao/indexer/schema"
)

// document holds the terms of an entry, by field, as the index of ours has
// them. It is a schema.Sink.
type document struct {
	id    string
	terms [][]string // by place in schema.Fields
}

var _ schema.Sink = (*document)(nil)

func newDocument() *document { return &document{terms: make([][]string, len(schema.Fields))} }

// Begin implements schema.Sink.
func (d *document) Begin(id string) {
	d.id = id
	for i := range d.terms {
		d.terms[i] = d.terms[i][:0]
	}
}

// Add implements schema.Sink. Every time is told to be the first, so that no
// terms come that say how often another stands: peers count by themselves.
func (d *document) Add(field int, term []byte) int {
	d.terms[field] = append(d.terms[field], string(term))
	return 1
}

func (d *document) of(field string) []string { return d.terms[slices.Index(schema.Fields, field)] }

// one is the value of a field that has one at the most.
func (d *document) one(field string) string {
	if list := d.of(field); len(list) > 0 {
		return list[0]
	}
	return ""
}

// text is the terms of a text field, with repeats, in their order.
func (d *document) text(field string) string { return strings.Join(d.of(field), " ") }

// values are the distinct values of a field.
func (d *document) values(field string) []string {
	out := slices.Clone(d.of(field))
	slices.Sort(out)
	return slices.Compact(out)
}

// tops are the top classes of a classification's field.
func (d *document) tops(field string) []string {
	scheme := class.ICS
	if field == schema.FieldCCS {
		scheme = class.CCS
	}
	return slices.DeleteFunc(d.values(field), func(code string) bool { return len(class.Ancestors(scheme, code)) != 1 })
}

// each makes the documents of a source, one after the other in the same memory.
func each(ctx context.Context, src Source, progress func(int64), do func(row int64, d *document) error) error {
	b, d := schema.NewBuilder(src.Segment), newDocument()
	var done int64
	for r, err := range src.All {
		if err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		b.Document(d, r.Row, r.Entry)
		if err := do(r.Row, d); err != nil {
			return err
		}
		if done++; progress != nil && done%1000 == 0 {
			progress(done)
		}
	}
	return nil
}
