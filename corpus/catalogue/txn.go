package catalogue

import (
	"chabiao/corpus"
)

// catalogueState is what holds for the whole catalogue.
type catalogueState struct{ revision, entries int64 }

func (t *txn) state() (s catalogueState, err error) {
	err = t.QueryRowContext(t.ctx, `SELECT revision, entries FROM state`).Scan(&s.revision, &s.entries)
	return s, err
}

func (t *txn) setState(s catalogueState) error {
	_, err := t.ExecContext(t.ctx, `UPDATE state SET revision = ?, entries = ?`, s.revision, s.entries)
	return err
}

// count adds to the counts of a batch.
func (t *txn) count(batch int64, n Counts, revision int64) error {
	_, err := t.ExecContext(t.ctx, `UPDATE batch SET read = read + ?, new = new + ?, changed = changed + ?, unchanged = unchanged + ?,
		rejected = rejected + ?, removed = removed + ?, warnings = warnings + ?, revision = ? WHERE id = ?`,
		n.Read, n.New, n.Changed, n.Unchanged, n.Rejected, n.Removed, n.Warnings, revision, batch)
	return err
}

// writable is the batch, if rows may be written for it now: it must be running,
// and no batch may be on its way of being taken back, since that would take
// back what it does not know of.
func (t *txn) writable(batch int64) (*Batch, error) {
	b, err := findBatch(t.ctx, t, batch)
	if err != nil {
		return nil, err
	}
	if b.State != BatchRunning || b.Mode == ModeUndo {
		return nil, corpus.Errorf(corpus.Conflict, "import %d is %s, so nothing can be added to it", batch, b.State).
			WithHint("begin a new import, or reopen it where it was interrupted")
	}
	return b, t.noneUndoing()
}

func (t *txn) noneUndoing() error {
	id, err := queryInt(t.ctx, t, `SELECT coalesce(min(id), 0) FROM batch WHERE state = ?`, BatchUndoing)
	if err != nil || id == 0 {
		return err
	}
	return corpus.Errorf(corpus.Conflict, "import %d is being taken back", id).
		WithHint("wait until that is done; if it was interrupted, undo import %d again to go on", id).WithZH("导入 %d 正在撤回。请等它完成；如果中断了，请再次撤回它。", id)
}

// rows reads one column of numbers.
func (t *txn) rows(query string, args ...any) ([]int64, error) {
	var out []int64
	err := eachRow(t.ctx, t, query, args, func(scan func(...any) error) error {
		var n int64
		err := scan(&n)
		out = append(out, n)
		return err
	})
	return out, err
}
