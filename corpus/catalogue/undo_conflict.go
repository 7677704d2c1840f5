package catalogue

import (
	"context"
	"fmt"

	"chabiao/corpus"
)

// conflictsShown is how many entries an UndoConflict names.
const conflictsShown = 100

// ConflictEntry is an entry that keeps a batch from being taken back.
type ConflictEntry struct {
	ID     string `json:"id"`
	Number string `json:"number"`
	Batch  int64  `json:"batch"` // the newest batch that changed it later
}

// UndoConflict is the error of an undo where later batches changed entries of
// the batch. Its kind is corpus.Conflict.
type UndoConflict struct {
	Batch   int64           `json:"batch"` // that was to be taken back
	Total   int64           `json:"total"`
	Entries []ConflictEntry `json:"entries"` // the first 100
}

// Error implements error.
func (e *UndoConflict) Error() string { return e.Unwrap().Error() }

// Unwrap gives the error as the commands and the API show it.
func (e *UndoConflict) Unwrap() error {
	later := ""
	if len(e.Entries) > 0 {
		later = fmt.Sprintf(", such as %s by batch %d", e.Entries[0].Number, e.Entries[0].Batch)
	}
	return corpus.Errorf(corpus.Conflict, "later batches changed %d entries of batch %d%s", e.Total, e.Batch, later).
		WithHint("undo the later batches first, or force it: then what they changed stays, and the rest goes back")
}

// conflicts finds the entries that batches which count changed after b did.
// Such an entry has a step of b among its older ones.
func (t *txn) conflicts(ctx context.Context, b *Batch) error {
	own, err := t.batchSet(`dead = 1 OR mode = ? OR id IN (?, ?)`, ModeUndo, b.ID, b.root)
	if err != nil {
		return err
	}
	out := &UndoConflict{Batch: b.ID}
	for after := int64(0); ; {
		if err := ctx.Err(); err != nil {
			return err
		}
		rows, err := t.rows(`SELECT DISTINCT row FROM version WHERE batch = ? AND row > ? ORDER BY row LIMIT ?`, b.ID, after, 2000)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			break
		}
		after = rows[len(rows)-1]
		if err := t.conflictsAmong(rows, b.ID, own, out); err != nil {
			return err
		}
	}
	if out.Total > 0 {
		return out
	}
	return nil
}

func (t *txn) conflictsAmong(rows []int64, batch int64, own map[int64]bool, out *UndoConflict) error {
	type mark struct{ revision, batch int64 }
	older := make(map[int64][]mark, len(rows))
	err := lookUp(t.ctx, t.bind(t.stmts.in[batchesOf]), nil, rows, func(scan func(...any) error) error {
		var row int64
		var m mark
		if err := scan(&row, &m.revision, &m.batch); err != nil {
			return err
		}
		older[row] = append(older[row], m)
		return nil
	})
	if err != nil {
		return err
	}
	return lookUp(t.ctx, t.bind(t.stmts.in[heldByRow]), nil, rows, func(scan func(...any) error) error {
		h, err := scanHeld(scan)
		if err != nil {
			return err
		}
		first, last := int64(0), mark{}
		marks := append(older[h.row], mark{h.revision, h.batch})
		for _, m := range marks {
			if m.batch == batch && (first == 0 || m.revision < first) {
				first = m.revision
			}
		}
		for _, m := range marks {
			if m.revision > first && !own[m.batch] && m.revision > last.revision {
				last = m
			}
		}
		if last.batch == 0 {
			return nil
		}
		out.Total++
		if len(out.Entries) < conflictsShown {
			e, err := DecodeEntry(h.record)
			if err != nil {
				return err
			}
			out.Entries = append(out.Entries, ConflictEntry{ID: h.id, Number: e.Number, Batch: last.batch})
		}
		return nil
	})
}
