package catalogue

import (
	"context"
	"time"

	"chabiao/corpus"
)

// CloseInterrupted marks the batches that a dead process left running and
// returns the ids of the imports among them. Only the process that holds the
// data directory calls it. A batch that was being taken back stays "undoing",
// and nothing can be written before Undo has gone on with it.
func (c *Catalogue) CloseInterrupted(ctx context.Context) (ids []int64, err error) {
	defer wrapFault(&err, "close interrupted imports")
	rows, err := c.w.QueryContext(ctx, `UPDATE batch SET state = ?, finished = ?, error = CASE mode WHEN ? THEN ? ELSE ? END, error_zh = CASE mode WHEN ? THEN ? ELSE ? END WHERE state = ? RETURNING id, mode`,
		BatchInterrupted, timeText(time.Now()),
		ModeUndo, "the process ended before the undo did; undo the same import again to go on",
		"the importing process ended before the batch did; import the same files again to go on",
		ModeUndo, "程序在撤回完成之前停止了。再撤回一次同一个导入，就会继续。",
		"程序在导入完成之前停止了。请继续导入，或撤回。", BatchRunning)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		var mode string
		if err := rows.Scan(&id, &mode); err != nil {
			return nil, err
		}
		if mode != ModeUndo {
			ids = append(ids, id)
		}
	}
	return ids, rows.Err()
}

// OpenBatches lists what did not come to its end, oldest first: interrupted
// imports, which Reopen or Undo take on, and batches in the middle of being
// taken back, which Undo goes on with.
func (c *Catalogue) OpenBatches(ctx context.Context) ([]*Batch, error) {
	return c.batches(ctx, `state = ? OR (state = ? AND mode <> ?) ORDER BY id`, BatchUndoing, BatchInterrupted, ModeUndo)
}

// Reopen sets an interrupted or failed import back to running, so that the
// same files can be laid again from their first row. Its counts and rejects
// start anew. Groups that it had written before count as they did then (new,
// changed) and are not written twice, not even where a later batch has changed
// their entries since; so the counts of the whole add up to the rows read.
func (c *Catalogue) Reopen(ctx context.Context, id int64) (_ *Batch, err error) {
	defer wrapFault(&err, "reopen import %d", id)
	t, err := c.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer t.Rollback()
	b, err := findBatch(t.ctx, t, id)
	if err != nil {
		return nil, err
	}
	if b.Mode == ModeUndo {
		return nil, corpus.Errorf(corpus.Conflict, "batch %d takes import %d back", id, b.Undoes).
			WithHint("undo import %d again to go on", b.Undoes).WithZH("这是对导入 %d 的撤回。要继续，请再次撤回导入 %d。", b.Undoes, b.Undoes)
	}
	if b.State != BatchInterrupted && b.State != BatchFailed {
		return nil, corpus.Errorf(corpus.Conflict, "import %d is %s", id, b.State).
			WithHint("only what was interrupted or failed can go on").WithZH("导入 %d 不能继续：只有中断或失败的导入可以继续。", id)
	}
	if err := t.noneUndoing(); err != nil {
		return nil, err
	}
	if _, err := t.ExecContext(t.ctx, `DELETE FROM reject WHERE batch = ?`, id); err != nil {
		return nil, err
	}
	if _, err := t.ExecContext(t.ctx, `UPDATE batch SET state = ?, error = '', error_zh = '', finished = '', reopened = 1, read = 0, new = 0, changed = 0,
		unchanged = 0, rejected = 0, removed = 0, vanished = 0, warnings = 0 WHERE id = ?`, BatchRunning, id); err != nil {
		return nil, err
	}
	b, err = findBatch(t.ctx, t, id)
	if err != nil {
		return nil, err
	}
	return b, t.Commit()
}
