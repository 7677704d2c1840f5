package catalogue

import (
	"bytes"
	"context"
	"encoding/json"
	"iter"

	"chabiao/corpus"
)

// ChangeKind is what a batch did to an entry.
type ChangeKind string

// The kinds of changes.
const (
	ChangeNew      ChangeKind = "new"
	ChangeChanged  ChangeKind = "changed"
	ChangeVanished ChangeKind = "vanished" // the source no longer holds it
	ChangeRemoved  ChangeKind = "removed"  // an undo took it out of the catalogue
)

// Change is what a batch did to one entry, all its rows together.
type Change struct {
	Kind   ChangeKind    `json:"kind"`
	ID     string        `json:"id"`
	Number string        `json:"number"`
	Fields []FieldChange `json:"fields"`
}

// deltaPage is how many entries with their histories lie in memory.
const deltaPage = 500

// Delta walks what a batch did, entry by entry in the order of their rows. It
// is read from the versions, so it is the same however much has changed since;
// a batch that was taken back still tells what it had done.
func (c *Catalogue) Delta(ctx context.Context, id int64) iter.Seq2[Change, error] {
	return func(yield func(Change, error) bool) {
		if _, err := c.Batch(ctx, id); err != nil {
			yield(Change{}, err)
			return
		}
		for after := int64(0); ; {
			page, last, err := c.deltaAfter(ctx, id, after)
			if err != nil {
				wrapFault(&err, "read what import %d changed", id)
				yield(Change{}, err)
				return
			}
			for _, ch := range page {
				if !yield(ch, nil) {
					return
				}
			}
			if last == 0 {
				return
			}
			after = last
		}
	}
}

// deltaAfter computes the changes of the entries after a row; last is 0 at the
// end.
func (c *Catalogue) deltaAfter(ctx context.Context, id, after int64) (out []Change, last int64, err error) {
	var rows []int64
	err = eachRow(ctx, c.read, touched+` ORDER BY row LIMIT ?3`, []any{id, after, deltaPage}, func(scan func(...any) error) error {
		var row int64
		err := scan(&row)
		rows = append(rows, row)
		return err
	})
	if err != nil || len(rows) == 0 {
		return nil, 0, err
	}
	list, err := json.Marshal(rows)
	if err != nil {
		return nil, 0, err
	}
	// One statement sees one state of the catalogue, whatever is written beside.
	const all = `SELECT row, '', revision, batch, line, block, deleted, record FROM version WHERE row IN (SELECT value FROM json_each(?1))
		UNION ALL SELECT row, id, revision, batch, line, block, deleted, record FROM entry WHERE row IN (SELECT value FROM json_each(?1))`
	steps, ids := make(map[int64][]step, len(rows)), make(map[int64]string, len(rows))
	err = eachRow(ctx, c.read, `SELECT * FROM (`+all+`) ORDER BY row, revision`, []any{string(list)}, func(scan func(...any) error) error {
		var row int64
		var id string
		var s step
		err := scan(&row, &id, &s.revision, &s.batch, &s.line, &s.block, &s.deleted, &s.record)
		steps[row] = append(steps[row], s)
		if id != "" {
			ids[row] = id
		}
		return err
	})
	if err != nil {
		return nil, 0, err
	}
	for _, row := range rows {
		ch, err := changeBy(steps[row], id)
		if err != nil {
			return nil, 0, err
		}
		if ch.Kind != "" {
			ch.ID = ids[row]
			out = append(out, ch)
		}
	}
	return out, rows[len(rows)-1], nil
}

// changeBy tells what the steps of one batch did to an entry. They stand
// together, unless the batch was interrupted and others came between.
func changeBy(steps []step, batch int64) (ch Change, err error) {
	at := make(map[string]int) // of the fields in ch
	for i := 0; i < len(steps); i++ {
		if steps[i].batch != batch {
			continue
		}
		var before, after *corpus.Entry
		if i > 0 {
			if before, err = steps[i-1].entry(); err != nil {
				return ch, err
			}
		}
		for i+1 < len(steps) && steps[i+1].batch == batch {
			i++
		}
		if after, err = steps[i].entry(); err != nil {
			return ch, err
		}
		last, err := DecodeEntry(steps[i].record)
		if err != nil {
			return ch, err
		}
		ch.Number = last.Number
		switch {
		case after == nil:
			ch.Kind = ChangeRemoved
		case before == nil:
			ch.Kind = ChangeNew
		case vanishedBy(after, batch):
			ch.Kind = ChangeVanished
		case ch.Kind == "":
			ch.Kind = ChangeChanged
		}
		for _, f := range Diff(before, after) {
			if n, ok := at[f.Field]; ok {
				ch.Fields[n].New = f.New
				continue
			}
			at[f.Field] = len(ch.Fields)
			ch.Fields = append(ch.Fields, f)
		}
	}
	kept := ch.Fields[:0]
	for _, f := range ch.Fields {
		if !bytes.Equal(f.Old, f.New) {
			kept = append(kept, f)
		}
	}
	ch.Fields = kept
	return ch, nil
}

// vanishedBy reports whether a batch marked an entry as vanished.
func vanishedBy(e *corpus.Entry, batch int64) bool {
	for _, raw := range marks(e) {
		if m, ok := markOf(raw); ok && m.Batch == batch {
			return true
		}
	}
	return false
}
