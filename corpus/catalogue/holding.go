package catalogue

import "context"

// Which source holds an entry is told by the table holding: one line for each
// source, entry and batch that brought news about the two. The newest line of
// a batch that has not been taken back holds, so that an undo needs to write
// nothing here. An unchanged delivery brings no news.

// holdingLine is one line of the table.
type holdingLine struct {
	batch, at int64
	gone      bool
}

// lastLine is the newest of the lines that counts; known is false when none
// does.
func lastLine(lines []holdingLine, dead map[int64]bool) (last holdingLine, known bool) {
	for _, l := range lines {
		if !dead[l.batch] && (!known || l.at > last.at) {
			last, known = l, true
		}
	}
	return last, known
}

// holdings notes what the source of one batch holds.
type holdings struct {
	batch  int64
	source int64
	dead   map[int64]bool
}

// holdings makes the source known and reads what counts.
func (t *txn) holdings(b *Batch) (*holdings, error) {
	h := &holdings{batch: b.ID}
	var err error
	if h.source, err = t.sourceID(b.Source); err != nil {
		return nil, err
	}
	h.dead, err = t.batchSet(`dead = 1`)
	return h, err
}

func (t *txn) sourceID(name string) (int64, error) {
	if _, err := t.ExecContext(t.ctx, `INSERT OR IGNORE INTO source (name) VALUES (?)`, name); err != nil {
		return 0, err
	}
	return queryInt(t.ctx, t, `SELECT id FROM source WHERE name = ?`, name)
}

func (t *txn) batchSet(where string, args ...any) (map[int64]bool, error) {
	return batchSet(t.ctx, t, where, args...)
}

// batchSet reads the ids of the batches that meet a condition.
func batchSet(ctx context.Context, q querier, where string, args ...any) (map[int64]bool, error) {
	out := make(map[int64]bool)
	err := eachRow(ctx, q, `SELECT id FROM batch WHERE `+where, args, func(scan func(...any) error) error {
		var id int64
		err := scan(&id)
		out[id] = true
		return err
	})
	return out, err
}

// lines reads the lines of a source for entries.
func (h *holdings) lines(t *txn, rows []int64) (map[int64][]holdingLine, error) {
	out := make(map[int64][]holdingLine, len(rows))
	err := lookUp(t.ctx, t.bind(t.stmts.in[holdingRows]), []any{h.source}, rows, func(scan func(...any) error) error {
		var row int64
		var l holdingLine
		if err := scan(&row, &l.batch, &l.at, &l.gone); err != nil {
			return err
		}
		out[row] = append(out[row], l)
		return nil
	})
	return out, err
}

// note writes that the source holds the entries of the groups, where that is
// news.
func (h *holdings) note(a *applier, out []laid) error {
	var known []int64
	for i := range out {
		if out[i].held.revision != 0 {
			known = append(known, out[i].held.row)
		}
	}
	lines, err := h.lines(a.t, known)
	if err != nil {
		return err
	}
	var news []int64
	for i := range out {
		row := out[i].held.row
		last, known := lastLine(lines[row], h.dead)
		present := known && !last.gone
		// What a reopened batch has said already may have been overtaken by a
		// later batch: it is not said twice.
		said := a.batch.reopened && len(out[i].states) == 0 && h.spoke(lines[row])
		if !present && !out[i].stands && !said {
			news = append(news, row)
		}
	}
	if len(news) == 0 {
		return nil
	}
	// A revision of its own orders the lines of two batches.
	a.state.revision++
	for _, row := range news {
		if err := a.t.add(upsertHolding, h.source, row, h.batch, a.state.revision, false); err != nil {
			return err
		}
	}
	return nil
}

func (h *holdings) spoke(lines []holdingLine) bool {
	for _, l := range lines {
		if l.batch == h.batch {
			return true
		}
	}
	return false
}
