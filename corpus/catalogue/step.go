package catalogue

import "chabiao/corpus"

// step is one state in the life of an entry: the current one in the table
// entry, the older ones in version. A deleted one says that the entry was not
// in the catalogue; its record is kept for its number.
type step struct {
	revision, batch, line, block int64
	deleted                      bool
	record                       []byte
}

// entry is what the step says; nil when it is nil or deleted.
func (s *step) entry() (*corpus.Entry, error) {
	if s == nil || s.deleted {
		return nil, nil
	}
	return DecodeEntry(s.record)
}

// held is an entry as it lies in the table.
type held struct {
	row     int64
	key, id string
	step
}

const rawColumns = `row, key, id, revision, batch, line, block, deleted, record`

func scanHeld(scan func(...any) error) (*held, error) {
	var h held
	return &h, scan(&h.row, &h.key, &h.id, &h.revision, &h.batch, &h.line, &h.block, &h.deleted, &h.record)
}

// versions finds the older steps of entries, oldest first.
func (t *txn) versions(rows []int64) (map[int64][]step, error) {
	out := make(map[int64][]step, len(rows))
	err := lookUp(t.ctx, t.bind(t.stmts.in[versionsOf]), nil, rows, func(scan func(...any) error) error {
		var row int64
		var s step
		if err := scan(&row, &s.revision, &s.batch, &s.line, &s.block, &s.deleted, &s.record); err != nil {
			return err
		}
		out[row] = append(out[row], s)
		return nil
	})
	return out, err
}

// put writes what an entry becomes: its last step, the steps between the one
// that it has now and that one, and its relations.
func (t *txn) put(h *held, isNew bool, steps []step, drop, add []edge) error {
	if !isNew {
		steps = append([]step{h.step}, steps...)
	}
	for _, s := range steps[:len(steps)-1] {
		if err := t.add(insertVersion, h.row, s.revision, s.batch, s.line, s.block, s.deleted, s.record); err != nil {
			return err
		}
	}
	s := steps[len(steps)-1]
	var err error
	if isNew {
		err = t.add(insertEntry, h.row, h.key, h.id, s.revision, s.batch, s.line, s.block, s.record)
	} else {
		err = t.add(updateEntry, h.row, h.key, h.id, s.revision, s.batch, s.line, s.block, s.deleted, s.record)
	}
	if err != nil {
		return err
	}
	for _, e := range drop {
		if err := t.add(dropEdge, e.target, e.kind, h.row); err != nil {
			return err
		}
	}
	for _, e := range add {
		if err := t.add(addEdge, e.target, e.kind, h.row); err != nil {
			return err
		}
	}
	return nil
}
