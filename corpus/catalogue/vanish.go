package catalogue

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"chabiao/corpus"

	"google.golang.org/protobuf/encoding/protowire"
)

// Vanish ends a full replacement: entries that the source held and that this
// delivery lacks are marked under Extra[VanishedKey] and no longer count as
// held by it. They stay in the catalogue and keep their status. seen tells
// whether the delivery has a row with the key; it is called once for every
// entry of the source, in no particular order. The batch's count of vanished
// entries is set.
//
// The source holds an entry when the last delivery that named it and told of
// the entry had it; before any such delivery, when the entry's own Source is
// the source's name. A row that comes back clears the mark, in Apply.
//
// It works in transactions of some thousand entries; after a crash the batch
// is reopened and the call made again.
func (c *Catalogue) Vanish(ctx context.Context, batch int64, source string, seen func(key string) bool) (counts Counts, err error) {
	defer wrapFault(&err, "mark what vanished from %s", source)
	for after := int64(0); ; {
		if err := ctx.Err(); err != nil {
			return counts, err
		}
		last, err := c.vanishSome(ctx, batch, source, after, seen, &counts)
		if err != nil {
			return counts, err
		}
		if last == 0 {
			return counts, nil
		}
		after = last
	}
}

func (c *Catalogue) vanishSome(ctx context.Context, batch int64, source string, after int64, seen func(key string) bool, counts *Counts) (int64, error) {
	t, err := c.begin(ctx)
	if err != nil {
		return 0, err
	}
	defer t.Rollback()
	b, err := t.writable(batch)
	if err != nil {
		return 0, err
	}
	if b.Mode != ModeReplace || b.Source != source || source == "" {
		return 0, corpus.Errorf(corpus.InvalidArgument, "import %d does not replace the source %q", batch, source).
			WithField("source").WithHint("begin it with the mode %s and that source", ModeReplace)
	}
	h, err := t.holdings(b)
	if err != nil {
		return 0, err
	}
	page, err := membersAfter(t.ctx, t, h.source, source, h.dead, after, c.walkChunk)
	if err != nil {
		return 0, err
	}
	state, err := t.state()
	if err != nil {
		return 0, err
	}
	n := counts.Vanished
	mark := vanishedMark{Source: source, Date: b.Started.UTC().Format(time.DateOnly), Batch: batch}
	for _, m := range page.entries {
		switch {
		case m.goneBy == batch: // before the batch was reopened
			n++
		case m.present && !seen(m.key):
			n++
			state.revision++
			if err := t.vanish(m.held, mark, h, state.revision); err != nil {
				return 0, err
			}
		}
	}
	if n > counts.Vanished || after == 0 {
		if err := t.setState(state); err != nil {
			return 0, err
		}
		if _, err := t.ExecContext(t.ctx, `UPDATE batch SET vanished = ?, revision = ? WHERE id = ?`, n, state.revision, batch); err != nil {
			return 0, err
		}
		if err := t.Commit(); err != nil {
			return 0, err
		}
		counts.Vanished = n
	}
	return page.last, nil
}

// vanish marks one entry. It keeps its source row.
func (t *txn) vanish(h *held, m vanishedMark, from *holdings, revision int64) error {
	e, err := h.entry()
	if err != nil {
		return err
	}
	if e, err = vanished(e, m); err != nil {
		return err
	}
	to := step{revision: revision, batch: m.Batch, line: h.line, block: h.block, record: EncodeEntry(nil, e)}
	if err := t.put(h, false, []step{to}, nil, nil); err != nil {
		return err
	}
	return t.add(upsertHolding, from.source, h.row, m.Batch, revision, true)
}

// WouldVanish counts the entries that Vanish would mark, for a look before
// anything changes.
func (c *Catalogue) WouldVanish(ctx context.Context, source string, seen func(key string) bool) (n int64, err error) {
	defer wrapFault(&err, "look for what would vanish from %s", source)
	id, err := queryInt(ctx, c.read, `SELECT id FROM source WHERE name = ?`, source)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, err
	}
	dead, err := batchSet(ctx, c.read, `dead = 1`)
	if err != nil {
		return 0, err
	}
	for after := int64(0); ; {
		page, err := membersAfter(ctx, c.read, id, source, dead, after, c.walkChunk)
		if err != nil || page.last == 0 {
			return n, err
		}
		for _, m := range page.entries {
			if m.present && !seen(m.key) {
				n++
			}
		}
		after = page.last
	}
}

// member is an entry that a source holds, or that vanished from it.
type member struct {
	*held
	present bool
	goneBy  int64 // the batch that found it vanished, if that is the last word
}

type memberPage struct {
	entries []member
	last    int64 // the last row looked at; 0 at the end
}

// membersAfter looks through the next entries for those of a source.
func membersAfter(ctx context.Context, q querier, id int64, name string, dead map[int64]bool, after int64, limit int) (page memberPage, err error) {
	var all []*held
	err = eachRow(ctx, q, `SELECT `+rawColumns+` FROM entry WHERE row > ? AND deleted = 0 ORDER BY row LIMIT ?`, []any{after, limit}, func(scan func(...any) error) error {
		h, err := scanHeld(scan)
		all = append(all, h)
		return err
	})
	if err != nil || len(all) == 0 {
		return page, err
	}
	page.last = all[len(all)-1].row
	lines := make(map[int64][]holdingLine)
	err = eachRow(ctx, q, `SELECT row, batch, at, gone FROM holding WHERE source = ? AND row > ? AND row <= ?`, []any{id, after, page.last}, func(scan func(...any) error) error {
		var row int64
		var l holdingLine
		err := scan(&row, &l.batch, &l.at, &l.gone)
		lines[row] = append(lines[row], l)
		return err
	})
	if err != nil {
		return page, err
	}
	for _, h := range all {
		last, known := lastLine(lines[h.row], dead)
		m := member{held: h, present: !last.gone}
		switch {
		case !known && recordSource(h.record) != name:
			continue
		case known && last.gone:
			m.goneBy = last.batch
		}
		page.entries = append(page.entries, m)
	}
	return page, nil
}

// recordSource reads the entry's own Source out of a record.
func recordSource(buf []byte) string {
	for len(buf) > 0 {
		f, typ, n := protowire.ConsumeTag(buf)
		if n < 0 {
			return ""
		}
		buf = buf[n:]
		if f == fSource && typ == protowire.BytesType {
			v, n := protowire.ConsumeBytes(buf)
			if n < 0 {
				return ""
			}
			return string(v)
		}
		if n = protowire.ConsumeFieldValue(f, typ, buf); n < 0 {
			return ""
		}
		buf = buf[n:]
	}
	return ""
}
