package catalogue

import (
	"context"
	"time"

	"chabiao/corpus"
)

// UndoOptions of an undo.
type UndoOptions struct {
	// Force takes the batch back even where later batches changed its entries:
	// what they changed stays, what only this batch had given goes back. That
	// is told field by field, titles, abstracts and extra keys one by one, and
	// lists as a whole.
	Force bool
	Who   string // who takes it back, for the record
	// Progress is told, after every transaction, how many of the entries have
	// been gone through.
	Progress func(done, total int64)
}

// UndoReport is what an undo did. Read counts the entries that the batch had
// touched: New ones came back, Changed ones got their older state, Removed
// ones are gone, and Unchanged ones stand as later batches left them.
type UndoReport struct {
	Batch    int64 `json:"batch"` // the undo's own, which can be undone too
	Undoes   int64 `json:"undoes"`
	Revision int64 `json:"revision"` // of the catalogue
	Counts
}

// Undo takes a batch back: every entry that it touched becomes what the other
// batches make of it, as a new revision, so that history stays and the index
// learns of it. Entries that only this batch had given are deleted. An undo is
// a batch of its own and can be undone, which lays the first one on again.
// Interrupted and failed batches can be undone like any other.
//
// Where later batches changed the same entries it refuses with *UndoConflict,
// unless forced. Batches that have been taken back do not count as later ones.
//
// It works in transactions of some thousand entries. While it is under way,
// and after it was killed, the batch is in the state "undoing" and nothing
// else can be written; undoing the same batch again goes on, whatever the
// options, and ends in the same state.
func (c *Catalogue) Undo(ctx context.Context, id int64, opt UndoOptions) (rep UndoReport, err error) {
	defer wrapFault(&err, "take import %d back", id)
	u, err := c.beginUndo(ctx, id, opt)
	if err != nil {
		return rep, err
	}
	defer func() {
		if err != nil {
			c.interruptUndo(u.ID, err)
		}
	}()
	total, err := c.countTouched(ctx, u.root, 0)
	if err != nil {
		return rep, err
	}
	left := total
	if u.cursor > 0 {
		if left, err = c.countTouched(ctx, u.root, u.cursor); err != nil {
			return rep, err
		}
	}
	for done := total - left; ; {
		if err := ctx.Err(); err != nil {
			return rep, err
		}
		n, finished, err := c.undoSome(ctx, u)
		if err != nil {
			return rep, err
		}
		done += n
		if opt.Progress != nil && n > 0 {
			opt.Progress(done, total)
		}
		if finished {
			break
		}
	}
	if u, err = findBatch(context.WithoutCancel(ctx), c.read, u.ID); err != nil {
		return rep, err
	}
	return UndoReport{Batch: u.ID, Undoes: id, Revision: u.Revision, Counts: u.Counts}, nil
}

// interruptUndo notes that an undo stopped. Where that can't be written
// either, the next start notes it.
func (c *Catalogue) interruptUndo(id int64, cause error) {
	_, _ = c.w.Exec(`UPDATE batch SET state = ?, error = ?, error_zh = ?, finished = ? WHERE id = ? AND state = ?`,
		BatchInterrupted, cause.Error(), inChinese(cause), timeText(time.Now()), id, BatchRunning)
}

// beginUndo opens the batch of an undo, or that of one that was interrupted.
func (c *Catalogue) beginUndo(ctx context.Context, id int64, opt UndoOptions) (*Batch, error) {
	t, err := c.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer t.Rollback()
	b, err := findBatch(t.ctx, t, id)
	if err != nil {
		return nil, err
	}
	if b.State != BatchUndoing {
		if err := t.noneUndoing(); err != nil {
			return nil, err
		}
	}
	undo := b.UndoneBy
	switch b.State {
	case BatchUndoing:
		if _, err := t.ExecContext(t.ctx, `UPDATE batch SET state = ?, error = '', error_zh = '', finished = '' WHERE id = ?`, BatchRunning, undo); err != nil {
			return nil, err
		}
	case BatchRunning:
		return nil, corpus.Errorf(corpus.Conflict, "batch %d is still running", id).
			WithHint("wait until it ends, or cancel it first").WithZH("导入 %d 还在进行。请等它结束，或先停止它。", id)
	case BatchUndone:
		return nil, corpus.Errorf(corpus.Conflict, "batch %d has been taken back by %d already", id, b.UndoneBy).
			WithHint("undo batch %d to lay it on again", b.UndoneBy).WithZH("导入 %d 已经由记录 %d 撤回。要重新加上，请撤回记录 %d。", id, b.UndoneBy, b.UndoneBy)
	default:
		if undo, err = t.openUndo(ctx, b, opt); err != nil {
			return nil, err
		}
	}
	u, err := findBatch(t.ctx, t, undo)
	if err != nil {
		return nil, err
	}
	return u, t.Commit()
}

// openUndo checks that a batch can be taken back and turns it over.
func (t *txn) openUndo(ctx context.Context, b *Batch, opt UndoOptions) (int64, error) {
	root, err := findBatch(t.ctx, t, b.root)
	if err != nil {
		return 0, err
	}
	if b.Mode == ModeUndo {
		if b.State != BatchDone {
			return 0, corpus.Errorf(corpus.Conflict, "the undo %d is %s", b.ID, b.State).
				WithHint("undo batch %d again to go on", b.Undoes).WithZH("对导入 %d 的撤回没有完成。要继续，请再次撤回导入 %d。", b.Undoes, b.Undoes)
		}
		if root.turnedBy != b.ID {
			return 0, corpus.Errorf(corpus.Conflict, "import %d was turned over by batch %d after batch %d", root.ID, root.turnedBy, b.ID).
				WithHint("undo batch %d", root.turnedBy).WithZH("记录 %d 之后，导入 %d 又被记录 %d 改变了。请撤回记录 %d。", b.ID, root.ID, root.turnedBy, root.turnedBy)
		}
	}
	if !opt.Force {
		if err := t.conflicts(ctx, b); err != nil {
			return 0, err
		}
	}
	res, err := t.ExecContext(t.ctx, `INSERT INTO batch (state, who, started, files, mode, undoes, root, revision) SELECT ?, ?, ?, '[]', ?, ?, ?, revision FROM state`,
		BatchRunning, opt.Who, timeText(time.Now()), ModeUndo, b.ID, root.ID)
	if err != nil {
		return 0, err
	}
	undo, err := res.LastInsertId()
	if err != nil {
		return 0, err
	}
	if _, err := t.ExecContext(t.ctx, `UPDATE batch SET state = ?, undone_by = ? WHERE id = ?`, BatchUndoing, undo, b.ID); err != nil {
		return 0, err
	}
	was := root.was
	if b.ID == root.ID {
		was = b.State
	}
	_, err = t.ExecContext(t.ctx, `UPDATE batch SET dead = 1 - dead, turned_by = ?, undone_by = CASE dead WHEN 0 THEN ? ELSE 0 END, was = ? WHERE id = ?`, undo, undo, was, root.ID)
	return undo, err
}

const touched = `SELECT row FROM entry WHERE batch = ?1 AND row > ?2 UNION SELECT row FROM version WHERE batch = ?1 AND row > ?2`

// countTouched counts the entries after a row that a batch touched.
func (c *Catalogue) countTouched(ctx context.Context, batch, after int64) (int64, error) {
	return queryInt(ctx, c.read, `SELECT count(*) FROM (`+touched+`)`, batch, after)
}

// undoSome goes through the next entries, in one transaction.
func (c *Catalogue) undoSome(ctx context.Context, u *Batch) (n int64, finished bool, err error) {
	t, err := c.begin(ctx)
	if err != nil {
		return 0, false, err
	}
	defer t.Rollback()
	w := &undoer{t: t, undo: u.ID}
	if w.skip, err = t.batchSet(`dead = 1 OR mode = ?`, ModeUndo); err != nil {
		return 0, false, err
	}
	if w.state, err = t.state(); err != nil {
		return 0, false, err
	}
	cursor, err := queryInt(t.ctx, t, `SELECT cursor FROM batch WHERE id = ?`, u.ID)
	if err != nil {
		return 0, false, err
	}
	rows, err := t.rows(touched+` ORDER BY row LIMIT ?3`, u.root, cursor, c.undoChunk)
	if err != nil {
		return 0, false, err
	}
	for at := 0; at < len(rows); at += inBlock { // the histories of so many entries lie in memory
		if err := w.entries(rows[at:min(at+inBlock, len(rows))]); err != nil {
			return 0, false, err
		}
	}
	if err := t.setState(w.state); err != nil {
		return 0, false, err
	}
	if err := t.count(u.ID, w.counts, w.state.revision); err != nil {
		return 0, false, err
	}
	if len(rows) > 0 {
		cursor = rows[len(rows)-1]
	}
	if _, err := t.ExecContext(t.ctx, `UPDATE batch SET cursor = ? WHERE id = ?`, cursor, u.ID); err != nil {
		return 0, false, err
	}
	finished = len(rows) < c.undoChunk
	if finished {
		if err := t.closeUndo(u); err != nil {
			return 0, false, err
		}
	}
	return int64(len(rows)), finished, t.Commit()
}

// closeUndo sets the states of all batches that the undo is about.
func (t *txn) closeUndo(u *Batch) error {
	if _, err := t.ExecContext(t.ctx, `UPDATE batch SET state = ?, finished = ? WHERE id = ?`, BatchDone, timeText(time.Now()), u.ID); err != nil {
		return err
	}
	if _, err := t.ExecContext(t.ctx, `UPDATE batch SET state = ? WHERE id = ?`, BatchUndone, u.Undoes); err != nil {
		return err
	}
	_, err := t.ExecContext(t.ctx, `UPDATE batch SET state = CASE dead WHEN 1 THEN ? ELSE was END WHERE id = ?`, BatchUndone, u.root)
	return err
}

// undoer is one transaction's work.
type undoer struct {
	t      *txn
	undo   int64
	skip   map[int64]bool // batches whose steps do not count
	state  catalogueState
	counts Counts
}

// entries gives entries the state that the batches which count make of them.
func (w *undoer) entries(rows []int64) error {
	older, err := w.t.versions(rows)
	if err != nil {
		return err
	}
	all := make([]*held, 0, len(rows))
	err = lookUp(w.t.ctx, w.t.bind(w.t.stmts.in[heldByRow]), nil, rows, func(scan func(...any) error) error {
		h, err := scanHeld(scan)
		all = append(all, h)
		return err
	})
	if err != nil {
		return err
	}
	for _, h := range all {
		to, err := outcomeOf(append(older[h.row], h.step), w.skip)
		if err != nil {
			return err
		}
		if err := w.turn(h, to); err != nil {
			return err
		}
	}
	return nil
}

func (w *undoer) turn(h *held, to step) error {
	w.counts.Read++
	switch {
	case sameState(&h.step, &to):
		w.counts.Unchanged++
		return nil
	case to.deleted:
		w.counts.Removed++
		w.state.entries--
		to.line, to.block, to.record = h.line, h.block, h.record
	case h.deleted:
		w.counts.New++
		w.state.entries++
	default:
		w.counts.Changed++
	}
	was, err := h.entry()
	if err != nil {
		return err
	}
	is, err := to.entry()
	if err != nil {
		return err
	}
	w.state.revision++
	to.revision, to.batch = w.state.revision, w.undo
	drop, add := edgeChange(was, is)
	return w.t.put(h, false, []step{to}, drop, add)
}
